"""The multidisciplinary team of Chiang Rai: two versions, and two proposals for the next.

The people are invented; numbers are of a range that nobody is given.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from actionplans.demo.scans import scan
from committees import papers
from committees.models import Committee
from members.actions import team as actions
from members.models import Discipline, TeamMember, TeamVersion

if TYPE_CHECKING:
    from actionplans.demo.load import Act, Demonstration

D = Discipline
CHIANG_RAI = 57
OFFICE = {"days": [1, 2, 3, 4, 5], "hours_from": dt.time(8, 30), "hours_until": dt.time(16, 30)}
LONG_DAY = {
    "days": [1, 2, 3, 4, 5, 6, 7],
    "hours_from": dt.time(8),
    "hours_until": dt.time(20),
}
NIGHT = {"days": [1, 2, 3, 4, 5, 6, 7], "hours_from": dt.time(18), "hours_until": dt.time(6)}
ALWAYS: dict[str, Any] = {"around_the_clock": True, "days": []}


class Row(NamedTuple):
    """Somebody on the team. `districts` empty: the whole province."""

    th: str
    en: str
    organisation: str
    discipline: str
    post_th: str
    post_en: str
    languages: str
    hours: dict[str, Any]
    districts: tuple[int, ...] = ()
    first: bool = True  # on the first version too
    over: int = 0  # days since the person's own term ended


# fmt: off
TEAM: tuple[Row, ...] = (
    Row("อนันต์ ศรีบุญเรือง", "Anan Sribunrueang", "police", D.POLICE,
        "รองผู้กำกับการสืบสวน", "Deputy superintendent, investigation", "th nod", ALWAYS),
    Row("กมลชนก ไชยลังกา", "Kamonchanok Chailangka", "mae-sai/police", D.POLICE,
        "พนักงานสอบสวน", "Inquiry officer", "th nod shn", ALWAYS, (5709,)),
    Row("ชาญณรงค์ ปินใจ", "Channarong Pinchai", "chiang-khong/police", D.POLICE,
        "พนักงานสอบสวน", "Inquiry officer", "th nod lo", NIGHT, (5703, 5713)),
    Row("เจษฎา วงค์เวียน", "Chetsada Wongwian", "mae-sai/immigration", D.IMMIGRATION,
        "สารวัตรตรวจคนเข้าเมือง", "Immigration inspector", "th my en", LONG_DAY, (5709,)),
    Row("ปภาวี แสงทอง", "Paphawi Saengthong", "chiang-saen/immigration", D.IMMIGRATION,
        "รองสารวัตรตรวจคนเข้าเมือง", "Immigration sub-inspector", "th lo zh", OFFICE, (5708,)),
    Row("รัตติกาล อุดมสุข", "Rattikan Udomsuk", "psdhs", D.SOCIAL_WORK,
        "นักสังคมสงเคราะห์ชำนาญการ", "Senior social worker", "th nod", OFFICE),
    Row("จินตนา ฟูแสง", "Chintana Fusaeng", "shelter", D.SHELTER,
        "หัวหน้าบ้านพักเด็กและครอบครัว", "Head of the shelter for children and families",
        "th nod", ALWAYS),
    Row("พัชรินทร์ มูลเมือง", "Patcharin Munmueang", "shelter", D.SOCIAL_WORK,
        "นักสังคมสงเคราะห์", "Social worker", "th shn my", LONG_DAY),
    Row("อาทิตยา คำอ้าย", "Athitaya Kham-ai", "welfare", D.SHELTER,
        "นักพัฒนาสังคม", "Social development officer", "th ahk", OFFICE, first=False),
    Row("ธีรภัทร สุทธิพงศ์", "Thiraphat Sutthiphong", "mae-sai/hospital", D.HEALTH,
        "นายแพทย์ชำนาญการ", "Physician", "th en", ALWAYS, (5709, 5715)),
    Row("ศุภิสรา จันทร์ดี", "Suphisara Chandi", "chiang-khong/hospital", D.HEALTH,
        "นายแพทย์ปฏิบัติการ", "Physician", "th en", ALWAYS, (5703, 5713)),
    Row("สุนันทา เตจ๊ะ", "Sunantha Techa", "health", D.HEALTH,
        "พยาบาลวิชาชีพ", "Nurse", "th nod", OFFICE),
    Row("กชกร วิริยะ", "Kotchakon Wiriya", "health", D.PSYCHOLOGY,
        "นักจิตวิทยาคลินิก", "Clinical psychologist", "th en", OFFICE),
    Row("ปิยะ ตันติกุล", "Piya Tantikun", "chiang-saen/hospital", D.PSYCHOLOGY,
        "นักจิตวิทยา", "Psychologist", "th nod", OFFICE, (5708, 5709), first=False),
    Row("วรัญญา ศรีจันทร์", "Waranya Sichan", "labour", D.LABOUR,
        "พนักงานตรวจแรงงาน", "Labour inspector", "th nod", OFFICE),
    Row("สิทธิชัย บัวลอย", "Sitthichai Bualoi", "employment", D.LABOUR,
        "นักวิชาการแรงงาน", "Labour officer", "th my", OFFICE),
    Row("ภัทรพล กิตติคุณ", "Phatthraphon Kittikhun", "prosecutor", D.PROSECUTION,
        "อัยการจังหวัดผู้ช่วย", "Assistant provincial prosecutor", "th en", OFFICE),
    Row("มัลลิกา เรืองศรี", "Mallika Rueangsi", "justice", D.LEGAL_AID,
        "นักวิชาการยุติธรรม", "Justice officer", "th nod", OFFICE),
    Row("ณัฐวัตร ทะนันชัย", "Natthawat Thananchai", "mae-sai/office", D.ADMINISTRATION,
        "ปลัดอำเภอ", "Deputy district chief", "th nod", LONG_DAY, (5709,)),
    Row("หมวยจิง แซ่หลี่", "Muaiching Saeli", "mfu", D.INTERPRETER,
        "อาจารย์ประจำสำนักวิชาจีนวิทยา", "Lecturer in Chinese studies", "th zh en", LONG_DAY),
    Row("จายแสง ลุงตา", "Chaisaeng Lungta", "new-life", D.INTERPRETER,
        "ล่ามชุมชน", "Community interpreter", "th shn my", ALWAYS, (5709, 5715)),
    Row("นาอือ เยส่อ", "Na-ue Yeso", "children-network", D.INTERPRETER,
        "ล่ามชุมชน", "Community interpreter", "th lhu ahk", LONG_DAY),
    Row("เบญญาภา สมจิต", "Benyapha Somchit", "freedom-story", D.CIVIL_SOCIETY,
        "ผู้จัดการรายกรณี", "Case manager", "th en", LONG_DAY),
    Row("กันตพงษ์ อินต๊ะ", "Kantaphong Inta", "center-for-girls", D.CIVIL_SOCIETY,
        "ผู้ประสานงานภาคสนาม", "Field coordinator", "th lo nod", LONG_DAY, (5703, 5713, 5708)),
    Row("ฐิติรัตน์ มณีกาศ", "Thitirat Manikat", "focus", D.CIVIL_SOCIETY,
        "นักสังคมสงเคราะห์", "Social worker", "th nod", OFFICE, over=6),
)
# (committee, by, days ago, the person, why)
PROPOSALS: tuple[tuple[str, str, int, Row, str], ...] = (
    ("mae-sai", "mae-sai/secretary", 5,
     Row("คำหล้า หน่อคำ", "Khamla Nokham", "mae-sai/women", D.INTERPRETER,
         "อาสาสมัครล่าม", "Volunteer interpreter", "th shn my", NIGHT, (5709,)),
     "พูดภาษาไทใหญ่และพม่า อยู่ติดด่าน และรับสายกลางคืนได้ ล่ามคนปัจจุบันรับไม่ทันในไตรมาสที่แล้ว"),
    ("cct", "cct_secretary", 3,
     Row("ดารุณี ศรีวรรณ", "Darunee Siwan", "world-vision", D.CIVIL_SOCIETY,
         "ผู้จัดการโครงการคุ้มครองเด็ก", "Child protection manager", "th en", LONG_DAY),
     "ผ่านการอบรมทีมสหวิชาชีพ 3 รุ่น และดูแลเด็กที่กลับจากต่างประเทศอยู่แล้ว"),
)
# fmt: on


def plan(demo: Demonstration) -> None:
    """Version 1 last year, version 2 for this one, and what committees propose for the next."""
    first = demo.today - dt.timedelta(days=430)
    second = demo.today - dt.timedelta(days=64)
    demo.then(demo.ago(450, 9), _put_together(demo, [row for row in TEAM if row.first]))
    demo.then(demo.ago(444, 14), _sent(demo))
    demo.then(demo.ago(430, 10), _endorsed(demo, "2187/2568", first, 364))
    demo.then(demo.ago(84, 9), _renewed(demo))
    demo.then(demo.ago(80, 15), _sent(demo))
    demo.then(demo.ago(64, 10), _endorsed(demo, "2754/2569", second, 730))
    for number, (slug, by, days, row, reason) in enumerate(PROPOSALS):
        demo.then(demo.ago(days, 10, number * 7), _proposed(demo, slug, by, row, reason))


def _nok(demo: Demonstration) -> Any:
    return demo.person("nok")


def _open() -> TeamVersion:
    return TeamVersion.objects.select_related("committee").exclude(state="endorsed").get()


def _put_together(demo: Demonstration, rows: list[Row]) -> Act:
    def act() -> None:
        province = Committee.objects.get(slug="chiang-rai")
        team = actions.start_version(committee=province, by=_nok(demo))
        for row in rows:
            values = _values(demo, row, number=TEAM.index(row))
            actions.add_member(team=team, values=values, by=_nok(demo))

    return act


def _renewed(demo: Demonstration) -> Act:
    """The next version: those who came since, and one whose term is nearly over."""

    def act() -> None:
        _put_together(demo, [row for row in TEAM if not row.first])()
        for row in TEAM:
            if row.over:
                member = TeamMember.objects.select_related("team__committee").get(
                    team=_open(), name_th=row.th
                )
                values = _values(demo, row, number=TEAM.index(row))
                values["term_until"] = demo.today - dt.timedelta(days=row.over)
                actions.change_member(
                    member=member, values=values, version=member.version, by=_nok(demo)
                )

    return act


def _sent(demo: Demonstration) -> Act:
    return lambda: actions.send_version(team=_open(), by=_nok(demo))


def _endorsed(demo: Demonstration, number: str, first: dt.date, days: int) -> Act:
    def act() -> None:
        team = _open()
        actions.endorse_version(
            team=team,
            values={
                "order_number": number,
                "order_date": first,
                "valid_from": first,
                "valid_until": first + dt.timedelta(days=days),
            },
            upload=_signed_copy(number),
            version=team.version,
            by=_nok(demo),
        )

    return act


def _signed_copy(number: str) -> papers.Upload:
    pdf = scan(
        "คำสั่งจังหวัดเชียงราย",
        f"ที่ {number}",
        "เรื่อง แต่งตั้งทีมสหวิชาชีพในการช่วยเหลือและคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์",
        "(เอกสารสมมติสำหรับการสาธิต)",
        signed="ผู้ว่าราชการจังหวัดเชียงราย",
    )
    return papers.Upload(f"คำสั่งจังหวัดที่ {number.replace('/', '-')}.pdf", papers.PDF, pdf)


def _proposed(demo: Demonstration, slug: str, by: str, row: Row, reason: str) -> Act:
    def act() -> None:
        actions.propose(
            committee=Committee.objects.get(slug=slug),
            values=_values(demo, row, number=60 + len(slug)),
            reason=reason,
            form_key=uuid.uuid4(),
            by=demo.person(by),
        )

    return act


def _values(demo: Demonstration, row: Row, *, number: int) -> dict[str, Any]:
    return {
        "name_th": row.th,
        "name_en": row.en,
        "organisation": demo.organisations[CHIANG_RAI, row.organisation],
        "discipline": row.discipline,
        "post_th": row.post_th,
        "post_en": row.post_en,
        "languages": row.languages.split(),
        "phone": f"099 000 {number + 1:04}",
        "email": f"{row.en.split()[0].lower()}@team.example.org",
        "around_the_clock": False,
        "days": [],
        "hours_from": None,
        "hours_until": None,
        **row.hours,
        "districts": list(row.districts),
        "term_until": None,
    }
