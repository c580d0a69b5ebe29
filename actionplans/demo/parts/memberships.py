"""Sixteen members and their years, and organisations that apply.

Fourteen are members since 18 September 2019 and renewed every year. Of the one of 2020 the renewal
is due now; the one of 2021 is in grace. One organisation waits for the screening, one for a
member's endorsement, one was declined last year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from committees.models import Committee
from committees.papers import Upload
from members.actions import applications as actions
from members.actions import joining, reminders
from members.actions import memberships as membership_actions
from members.models import Application, Membership, Organisation
from members.models.memberships import first_checklist, first_reminders
from members.standing import anniversary

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

CHIANG_RAI = 57
DUE_IN, LATE_SINCE = 22, 10
DUE, LATE = "priesterio", "women-network"
WELCOME_TH = (
    "องค์กรภาคประชาสังคมที่จดทะเบียนในประเทศไทยและทำงานด้านการต่อต้านการค้ามนุษย์ การคุ้มครองเด็ก"
    " บุคคลไร้สัญชาติ หรือการศึกษาในจังหวัดเชียงราย สมัครเข้าร่วมได้ที่นี่"
)
WELCOME_EN = (
    "Civil-society organisations registered in Thailand that work against trafficking, for child"
    " protection, stateless people or education in Chiang Rai apply here."
)


@dataclass(frozen=True)
class Applicant:
    """An invented organisation that applied; `days` ago."""

    name_th: str
    name_en: str
    registration: str
    mission: str
    target_groups: str
    pillars: tuple[str, ...]
    districts: tuple[int, ...]
    contact_th: str
    contact_en: str
    contact_post: str
    contact_email: str
    days: int

    def values(self) -> dict[str, Any]:
        """What the form would hand on."""
        return {
            "name_th": self.name_th,
            "name_en": self.name_en,
            "registration": self.registration,
            "mission": self.mission,
            "target_groups": self.target_groups,
            "pillars": list(self.pillars),
            "districts": list(self.districts),
            "website": "",
            "contact_th": self.contact_th,
            "contact_en": self.contact_en,
            "contact_post": self.contact_post,
            "contact_email": self.contact_email,
            "contact_phone": "053 700 100",
        }


NEW = Applicant(
    "มูลนิธิสายใยเด็กชายแดน",
    "Border Children Ties Foundation",
    "ชร. 41/2561 (สมมติ)",
    "ส่งเสริมให้เด็กชายแดนที่ไม่มีสัญชาติได้เรียนหนังสือ และไม่ตกเป็นเหยื่อของนายหน้า",
    "เด็กไร้สัญชาติอายุ 6–18 ปี และครอบครัว",
    ("stateless", "education"),
    (5709, 5708),
    "นางสาวพิมพ์ดาว แสงคำ",
    "Phimdao Saengkham",
    "ผู้จัดการมูลนิธิ",
    "phimdao@borderties.example.org",
    4,
)
SCREENED = Applicant(
    "สมาคมแม่หญิงลุ่มน้ำกก",
    "Kok River Women's Association",
    "ชร. 7/2557 (สมมติ)",
    "ให้คำปรึกษาแก่ผู้หญิงที่ไปทำงานต่างถิ่น และเฝ้าระวังการชักชวนไปทำงานที่ผิดกฎหมาย",
    "ผู้หญิงและเด็กหญิงในหมู่บ้านริมน้ำกก",
    ("counter_trafficking",),
    (5701, 5714),
    "นางบัวเงิน ทาใจ",
    "Buangoen Thachai",
    "ประธานสมาคม",
    "buangoen@kokwomen.example.org",
    18,
)
DECLINED = Applicant(
    "กลุ่มอาสาปันฝันเชียงราย",
    "Sharing Dreams Volunteers",
    "ยังไม่จดทะเบียน",
    "จัดกิจกรรมแจกอุปกรณ์การเรียนให้โรงเรียนบนดอยปีละสองครั้ง",
    "นักเรียนโรงเรียนบนพื้นที่สูง",
    ("education",),
    (5701,),
    "นายก้องภพ ใจกว้าง",
    "Kongphop Chaikwang",
    "หัวหน้ากลุ่ม",
    "kongphop@dreams.example.org",
    400,
)
REASON = (
    "ยังไม่ได้จดทะเบียนเป็นนิติบุคคลตามธรรมนูญของคณะกรรมการ เมื่อจดทะเบียนแล้วสมัครใหม่ได้ คณะกรรมการยินดีให้คำแนะนำ"
)
REMARKS = ("เห็นสำเนาใบสำคัญแล้ว", "", "", "ลงพื้นที่เยี่ยมเมื่อเดือนที่แล้ว", "")


def plan(demo: Demonstration) -> None:
    """Note the acts of sixteen memberships and three applications."""
    demo.then(moment(tables.CCT_SIGNED, 14), lambda: _rules(demo))
    for number, seat in enumerate(tables.CCT_SEATS):
        _member(demo, seat.organisation, seat.person, _since(demo, seat.organisation), number)
    for days in (9, 5):
        demo.then(demo.ago(days, 7), reminders.remind_members)
    _applicants(demo)


def _rules(demo: Demonstration) -> None:
    membership_actions.change_rules(
        committee=_cct(),
        values={
            "opens_before": 60,
            "grace_days": 30,
            "reminders": first_reminders(),
            "checklist": first_checklist(),
            "takes_applications": True,
            "welcome_th": WELCOME_TH,
            "welcome_en": WELCOME_EN,
        },
        version=1,
        by=demo.person("cct_secretary"),
    )


def _since(demo: Demonstration, key: str) -> dt.date:
    """Since when: for two so that one is due and one in grace on any day this is loaded."""
    if key == DUE:
        return anniversary(demo.today + dt.timedelta(days=DUE_IN + 1), 2020)
    if key == LATE:
        return anniversary(demo.today - dt.timedelta(days=LATE_SINCE - 1), 2021)
    return tables.CCT_SIGNED


def _member(demo: Demonstration, key: str, person: str, since: dt.date, number: int) -> None:
    organisation = demo.organisations[CHIANG_RAI, key]
    demo.then(
        moment(since, 15, number),
        lambda: _recording(demo, organisation, since),
    )
    for year in range(since.year + 1, demo.today.year + 1):
        until = anniversary(since, year) - dt.timedelta(days=1)
        day = until - dt.timedelta(days=3 + number)
        open_now = (key == DUE and until >= demo.today) or (
            key == LATE and until == demo.today - dt.timedelta(days=LATE_SINCE)
        )
        if day < demo.today and not open_now:
            demo.then(moment(day, 10, 20 + number), _renewing(demo, key, person, until))


def _recording(demo: Demonstration, organisation: Organisation, since: dt.date) -> None:
    with leaving_seats():
        membership_actions.record_existing(
            committee=_cct(),
            organisation=organisation,
            since=since,
            by=demo.person("cct_secretary"),
        )


def _renewing(demo: Demonstration, key: str, person: str, until: dt.date) -> Any:
    def act() -> None:
        row = Membership.objects.select_related("committee", "organisation").get(
            committee__slug="cct", organisation=demo.organisations[CHIANG_RAI, key]
        )
        with leaving_seats():
            membership_actions.renew(membership=row, seen=until, by=demo.person(person))

    return act


# --- Applications ---------------------------------------------------------------------------------


def _applicants(demo: Demonstration) -> None:
    for applicant in (NEW, SCREENED, DECLINED):
        demo.then(demo.ago(applicant.days, 9, 40), _applying(applicant))
    screening = demo.ago(SCREENED.days - 6, 13, 30)
    demo.then(screening, _screening(demo, SCREENED, ["met"] * 5))
    demo.then(
        demo.ago(DECLINED.days - 9, 13, 30),
        _screening(demo, DECLINED, ["not_met", "met", "met", "met", "not_applicable"]),
    )
    demo.then(demo.ago(DECLINED.days - 30, 15), lambda: _decline(demo))


def _applying(applicant: Applicant) -> Any:
    def act() -> None:
        with without_mail():
            row, _token = joining.apply(committee=_cct(), values=applicant.values(), language="th")
            joining.confirm(application=row, upload=_certificate())

    return act


def _screening(demo: Demonstration, applicant: Applicant, found: list[str]) -> Any:
    def act() -> None:
        row = _application(applicant)
        findings = [
            {**point, "finding": finding, "remark": remark}
            for point, finding, remark in zip(first_checklist(), found, REMARKS, strict=True)
        ]
        with without_mail():
            actions.screen(
                application=row,
                findings=findings,
                version=row.version,
                by=demo.person("cct_ezekial"),
            )

    return act


def _decline(demo: Demonstration) -> None:
    with without_mail():
        actions.decline(
            application=_application(DECLINED),
            decided_on=demo.ago(DECLINED.days - 30, 15).date(),
            reason=REASON,
            by=demo.person("cct_secretary"),
        )


@contextmanager
def without_mail() -> Iterator[None]:
    """Let applicants of long ago not be written to on the day this is loaded."""
    real = actions.tell_applicant
    actions.tell_applicant = joining.tell_applicant = _say_nothing
    try:
        yield
    finally:
        actions.tell_applicant = joining.tell_applicant = real


@contextmanager
def leaving_seats() -> Iterator[None]:
    """Let the seats be while years of long ago are played.

    The database reckons rights by its own day, on which a last day of 2020 is past; the reminders,
    which come last, give every seat the one of today.
    """
    real = membership_actions.move_seats
    membership_actions.move_seats = _leave_seats
    try:
        yield
    finally:
        membership_actions.move_seats = real


def _say_nothing(application: Application) -> None:
    """What stands in for the mail to an applicant."""


def _leave_seats(row: Membership, before: dt.date | None = None) -> int:
    """What stands in for moving the last day of seats."""
    return 0


def _application(applicant: Applicant) -> Application:
    return Application.objects.select_related("committee").get(name_th=applicant.name_th)


def _cct() -> Committee:
    return Committee.objects.get(slug="cct")


def _certificate() -> Upload:
    """A small page that says it is an example."""
    text = b"BT /F1 18 Tf 72 760 Td (Certificate of registration - example) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        start,
    )
    return Upload("certificate.pdf", "application/pdf", content)
