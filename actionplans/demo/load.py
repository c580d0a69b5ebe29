"""Plays the tables of the demonstration through the real actions, in the order of time.

Everything a person would do is done by that person, on the day it would be done, through the
function the page calls; so audit trail, rounds and notices are what they would be. What comes
before any person (the country's and the provinces' committees, the accounts) is laid by hand.
Every date is reckoned from today, so that drafts are always those of the coming quarter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import NoticeMode, User
from actionplans.actions import plans as plan_actions
from actionplans.demo import committees as tables
from actionplans.demo import organisations, parts, people, plans
from actionplans.demo.clock import clock_at, moment
from actionplans.models import Plan, PlanLine, QuarterPlan, Round, State
from committees import actions as committee_actions
from committees import audit
from committees.calendar import Quarter, fiscal_year_start, quarter, today
from committees.kinds import Kind
from committees.models import Approver, Area, Committee, Notice
from members.actions import seats as member_actions
from members.actions import tenure
from members.models import Organisation, Seat

Act = Callable[[], Any]
CHIANG_RAI, NAN, THAILAND = 57, 55, 0
PROVINCES = ((CHIANG_RAI, "chiang-rai", "เชียงราย", "Chiang Rai"), (NAN, "nan", "น่าน", "Nan"))
PROVINCE_COMMITTEE_TH = "คณะอนุกรรมการศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์จังหวัด"
DISTRICT_COMMITTEE_TH = "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอ"
DISTRICT_COMMITTEE_EN = "District Anti-Trafficking in Persons Committee of "

# Where the quarter that comes next stands, and so each committee's part in the story.
COMING = {
    "mae-sai": State.DRAFT,
    "chiang-khong": State.SUBMITTED,
    "chiang-saen": State.APPROVED,
    "wiang-kaen": State.RETURNED,
    "cct": State.RETURNED_BY_PROVINCE,
    "chaloem-phra-kiat": State.DRAFT,
}
# Who writes, approves and receives each committee's plan.
WRITERS = {
    **{d.slug: (f"{d.slug}/secretary", f"{d.slug}/deputy", "nok") for d in tables.DISTRICTS},
    "cct": ("cct_secretary", "cct_chair", "nok"),
    "chaloem-phra-kiat": ("nida", "nattha", "nuan"),
}
# A notice stays unread while this is still what its plan waits for.
WAITING = {
    State.SUBMITTED: "plan_submitted",
    State.APPROVED: "plan_to_receive",
    State.RETURNED: "plan_returned",
    State.RETURNED_BY_PROVINCE: "plan_returned_by_province",
}


def is_loaded() -> bool:
    """Whether this database holds the demonstration already."""
    cast = [person.email for person in people.everybody()]
    return User.objects.filter(email__in=cast).exists()


def is_in_use() -> bool:
    """Whether there are people or committees that are not of the demonstration."""
    return User.objects.exists() or Committee.objects.exists()


@transaction.atomic
def load(password: str) -> dict[str, int]:
    """Lay the demonstration into an empty database; returns how much of what there is now."""
    Demonstration(password).play()
    return {
        "people": User.objects.count(),
        "committees": Committee.objects.count(),
        "seats": Seat.objects.count(),
        "plans": Plan.objects.count(),
    }


@contextmanager
def lasting_seats() -> Iterator[None]:
    """Let seats given long ago not end with a membership of those years.

    The database reckons rights by its own day; the reminders, which come last, give every member's
    seats the last day of now.
    """
    real = tenure.membership_end
    tenure.membership_end = _no_end
    try:
        yield
    finally:
        tenure.membership_end = real


def _no_end(committee: Committee, values: dict[str, Any]) -> dt.date | None:
    """What stands in for the last day of a membership."""
    return None


class Demonstration:
    """The acts and when they were done."""

    def __init__(self, password: str) -> None:
        self.password = password
        self.now = timezone.now()
        self.today = today()
        self.current = quarter(self.today)
        self.year = self.current.year
        # From when on the people of today hold their seats.
        self.base = fiscal_year_start(self.year - 3)
        self.acts: list[tuple[dt.datetime, Act]] = []
        self.people: dict[str, int] = {}
        self.organisations: dict[tuple[int, str], Organisation] = {}
        self.lines: dict[tuple[int, str], int] = {}

    def play(self) -> None:
        """Lay the ground by hand, then do every act on its day."""
        with clock_at(moment(dt.date(2018, 10, 1))):
            self.lay_ground()
        self.plan_committees()
        self.plan_seats()
        self.plan_changes()
        self.plan_plans()
        for plan_part in parts.PARTS:
            plan_part(self)
        for at, act in sorted(self.acts, key=lambda pair: pair[0]):
            with clock_at(at), lasting_seats():
                act()
        member_actions.expire_seats()
        self.settle_notices()

    def then(self, at: dt.datetime, act: Act) -> None:
        """Note an act for its day; nothing is done later than now."""
        self.acts.append((min(at, self.now), act))

    def ago(self, days: int, hour: int, minute: int = 0) -> dt.datetime:
        """A moment in office hours some days back."""
        return moment(working_day(self.today - dt.timedelta(days=days)), hour, minute)

    def person(self, key: str) -> User:
        """The person, freshly loaded: rights are kept on the object once asked for."""
        return User.objects.get(pk=self.people[key])

    # --- The ground -----------------------------------------------------------------------------

    def lay_ground(self) -> None:
        """People, organisations, and the committees above which nobody stands."""
        secret = make_password(self.password)
        for row in people.everybody():
            invited = row.key.endswith("/invited")
            user = User(
                email=row.email,
                name_th=row.name_th,
                name_en=row.name_en,
                language=row.language,
                # So that nothing is queued for mail while this is laid; `settle_notices` sets it.
                notice_mode=NoticeMode.DAILY,
                password=make_password(None) if invited else secret,
            )
            user.save()
            self.people[row.key] = user.pk
        for province, agency in organisations.rows():
            self.organisations[province, agency.key] = Organisation.objects.create(
                province_id=province,
                kind=agency.kind,
                name_th=agency.name_th,
                name_en=agency.name_en,
                short_th=agency.short_th,
                short_en=agency.short_en,
            )
        self.lay_top(
            Kind.NATIONAL,
            THAILAND,
            "national",
            "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์",
            "National Anti-Trafficking in Persons Committee",
            "ปคม.",
            "National",
        )
        for code, slug, th, en in PROVINCES:
            self.lay_top(
                Kind.PROVINCIAL,
                code,
                slug,
                PROVINCE_COMMITTEE_TH + th,
                f"{en} Provincial Anti-Trafficking in Persons Committee",
                f"ศปคม.จังหวัด{th}",
                f"{en} PL-ATIP",
                about_th=tables.ABOUT_PROVINCE_TH,
                about_en=tables.ABOUT_PROVINCE_EN,
            )

    def lay_top(
        self,
        kind: Kind,
        code: int,
        slug: str,
        name_th: str,
        name_en: str,
        short_th: str,
        short_en: str,
        **about: str,
    ) -> None:
        committee = Committee.objects.create(
            kind=kind,
            area_id=code,
            province_id=code,
            slug=slug,
            name_th=name_th,
            name_en=name_en,
            short_th=short_th,
            short_en=short_en,
            approver=Approver.CHIEF,
            **about,
        )
        audit.record(
            actor=None, committee=committee, verb="committee_founded", subject=committee, above=True
        )

    # --- Committees -----------------------------------------------------------------------------

    def plan_committees(self) -> None:
        """District committees with their parts, the civil-society committee, Nan's district."""
        for row in tables.DISTRICTS:
            at = moment(row.founded)
            self.found(
                at, "chiang-rai", "nok", self.district(row.code, row.th, row.en, row.founded)
            )
            for number, part in enumerate(tables.PARTS, start=1):
                values = self.part(row, part)
                parent = f"{row.slug}-{part.under}" if part.under else row.slug
                self.found(at + dt.timedelta(minutes=5 * number), parent, "nok", values)
        self.found(
            moment(tables.CCT_SIGNED, 8),
            "chiang-rai",
            "nok",
            {
                "kind": Kind.CIVIL_SOCIETY,
                "area_id": CHIANG_RAI,
                "name_th": "คณะกรรมการประสานงานองค์กรภาคประชาสังคมเพื่อการคุ้มครองเด็ก สตรี"
                " และการต่อต้านการค้ามนุษย์ จังหวัดเชียงราย",
                "name_en": "Committee for the Coordination of CSOs for the Protection of Children,"
                " Women and Counter Trafficking in Persons in Chiang Rai Province",
                "short_th": "CCT เชียงราย",
                "short_en": "CCT",
                "about_th": tables.ABOUT_CCT_TH,
                "about_en": tables.ABOUT_CCT_EN,
                "founded": tables.CCT_SIGNED,
                "approver": Approver.CHIEF,
            },
        )
        founded = dt.date(2021, 11, 24)
        self.found(
            moment(founded),
            "nan",
            "nuan",
            self.district(5515, "เฉลิมพระเกียรติ", "Chaloem Phra Kiat", founded),
        )
        for code, slug, by in ((CHIANG_RAI, "chiang-rai", "nok"), (NAN, "nan", "nuan")):
            self.then(moment(self.base, 10), self.marking(code, slug, by))

    def district(self, code: int, th: str, en: str, founded: dt.date) -> dict[str, Any]:
        return {
            "kind": Kind.DISTRICT,
            "area_id": code,
            "name_th": DISTRICT_COMMITTEE_TH + th,
            "name_en": DISTRICT_COMMITTEE_EN + en,
            "short_th": f"อำเภอ{th}",
            "short_en": en,
            "about_th": tables.ABOUT_DISTRICT_TH,
            "about_en": tables.ABOUT_DISTRICT_EN,
            "founded": founded,
        }

    def part(self, row: tables.District, part: tables.Part) -> dict[str, Any]:
        return {
            "kind": part.kind,
            "theme": part.theme,
            "area_id": row.code,
            "name_th": f"{part.name_th} อำเภอ{row.th}",
            "name_en": f"{part.name_en}, {row.en}",
            "short_th": f"{part.short_th} {row.th}",
            "short_en": f"{row.en} {part.suffix}",
            "about_th": part.about_th,
            "about_en": part.about_en,
            "founded": row.founded,
            "closed": part.closed,
        }

    def found(self, at: dt.datetime, parent: str, by: str, values: dict[str, Any]) -> None:
        self.then(
            at,
            lambda: committee_actions.found_committee(
                parent=Committee.objects.get(slug=parent), values=values, by=self.person(by)
            ),
        )

    def marking(self, code: int, slug: str, by: str) -> Act:
        return lambda: committee_actions.mark_border_districts(
            province=Area.objects.get(pk=code),
            codes=tables.BORDER_DISTRICTS[code],
            committee=Committee.objects.get(slug=slug),
            by=self.person(by),
        )

    # --- Seats ----------------------------------------------------------------------------------

    def plan_seats(self) -> None:
        """The seats that are held today, and the few that were held before."""
        first = dt.date(2018, 10, 1)
        for row in tables.PROVINCIAL_SEATS:
            early = row.person in {"psdhs_head", "nok"}
            self.seat(row, CHIANG_RAI, first if early else self.base, None if early else "nok")
        for row in tables.CCT_SEATS:
            day = tables.CCT_JOINED.get(row.organisation, tables.CCT_SIGNED)
            # The secretary's own seat comes first, and she gives the others.
            own = row.person == "cct_secretary"
            self.seat(row, CHIANG_RAI, day, None if own else "cct_secretary", hour=9 if own else 10)
        for row in tables.NAN_SEATS:
            early = row.person in {"nuan", "nan_psdhs"}
            self.seat(row, NAN, first if early else self.base, None if early else "nuan")
        self.seat(
            tables.Seat(
                "national",
                "national_observer",
                "datip",
                "national_observer",
                "เจ้าหน้าที่กองต่อต้านการค้ามนุษย์",
                "Officer, Division of Anti-Trafficking in Persons",
            ),
            THAILAND,
            self.base,
            None,
        )
        two_hats = tables.Seat(
            "chiang-khong",
            "two_hats",
            "world-vision",
            "member",
            "ผู้ประสานงานภาคเหนือ",
            "Focal point for the North",
        )
        self.seat(two_hats, CHIANG_RAI, self.base, "nok", hour=11)
        for district in tables.DISTRICTS:
            for number, place in enumerate(tables.DISTRICT_SEATS):
                self.district_seat(district, place, number)

    def district_seat(
        self, district: tables.District, place: tables.DistrictSeat, number: int
    ) -> None:
        committee = f"{district.slug}-{place.part}" if place.part else district.slug
        shared = place.slot.startswith(":")
        row = tables.Seat(
            committee,
            place.slot[1:] if shared else f"{district.slug}/{place.slot}",
            self.organisation_key(district, place.organisation),
            place.role,
            *self.post(district, place),
        )
        by: str | None = "nok"
        if place.part == "suppression":
            # Nobody reaches into a closed group from above.
            by = None if place.role == "deputy_chief" else f"{district.slug}/deputy"
        start = self.base
        if (district.slug, place.slot) == ("mae-sai", "chief"):
            start = fiscal_year_start(self.year)  # he came with this year's rotation
        if (district.slug, place.slot, place.part) == ("mae-sai", "deputy_secretary", ""):
            start = self.change_of_clerk + dt.timedelta(days=1)
        self.seat(row, CHIANG_RAI, start, by, hour=12, minute=number)

    @property
    def change_of_clerk(self) -> dt.date:
        """The last day of Mae Sai's former deputy secretary."""
        return fiscal_year_start(self.year - 1) + dt.timedelta(days=100)

    def post(self, district: tables.District, place: tables.DistrictSeat) -> tuple[str, str]:
        if place.post_th.startswith("@"):
            th, en = getattr(district, place.post_th[1:])
            return th, en
        names = {"th": district.th, "en": district.en}
        return place.post_th.format(**names), place.post_en.format(**names)

    def organisation_key(self, district: tables.District | None, key: str) -> str:
        """The key of an organisation as `self.organisations` has it."""
        if key.startswith(":"):
            return key[1:]
        if district is None:
            return key
        if key in ("cso", "@cso"):
            return district.cso
        if (CHIANG_RAI, f"{district.slug}/{key}") not in self.organisations:
            # Wiang Kaen has no immigration office; that of Chiang Khong serves it.
            return f"chiang-khong/{key}"
        return f"{district.slug}/{key}"

    def seat(
        self,
        row: tables.Seat,
        province: int,
        starts: dt.date,
        by: str | None,
        *,
        hour: int = 9,
        minute: int = 0,
        at: dt.datetime | None = None,
    ) -> None:
        """Give a seat on the day it begins, or at `at`."""

        def give() -> None:
            member_actions.give_seat(
                committee=Committee.objects.get(slug=row.committee),
                person=self.person(row.person),
                values={
                    "organisation": self.organisations[province, row.organisation],
                    "role": row.role,
                    "post_th": row.post_th,
                    "post_en": row.post_en,
                    "starts": starts,
                    "ends": None,
                },
                by=self.person(by) if by else None,
            )

        self.then(at or moment(starts, hour, minute), give)

    def plan_changes(self) -> None:
        """Rotations, a clerk who left, a chief who comes next month, somebody invited."""
        new_year = fiscal_year_start(self.year)
        mae_sai = next(row for row in tables.DISTRICTS if row.slug == "mae-sai")
        chief = tables.CHIEF[0].format(th=mae_sai.th), tables.CHIEF[1].format(en=mae_sai.en)
        for slug in ("mae-sai", "mae-sai-executive"):
            former = tables.Seat(slug, "mae-sai/former_chief", "mae-sai/office", "chair", *chief)
            self.seat(former, CHIANG_RAI, self.base, "nok", hour=11)
            self.end(new_year - dt.timedelta(days=1), slug, "mae-sai/former_chief", "nok")
        clerk = tables.ASSISTANT[0].format(th=mae_sai.th), tables.ASSISTANT[1].format(en=mae_sai.en)
        self.seat(
            tables.Seat(
                "mae-sai",
                "mae-sai/former_deputy_secretary",
                "mae-sai/office",
                "deputy_secretary",
                *clerk,
            ),
            CHIANG_RAI,
            self.base,
            "nok",
            hour=11,
        )
        self.end(
            self.change_of_clerk, "mae-sai", "mae-sai/former_deputy_secretary", "mae-sai/secretary"
        )
        governor = "ผู้ว่าราชการจังหวัดเชียงราย", "Governor of Chiang Rai"
        before = tables.Seat("chiang-rai", "former_governor", "province", "chair", *governor)
        self.seat(before, CHIANG_RAI, self.base, "nok", hour=11)
        last_year = fiscal_year_start(self.year - 1)
        self.end(last_year - dt.timedelta(days=1), "chiang-rai", "former_governor", "nok")
        now = tables.Seat("chiang-rai", "governor", "province", "chair", *governor)
        self.seat(now, CHIANG_RAI, last_year, "nok")
        # The record of who still holds what is made anew on the first day of each year.
        for year in (self.year - 1, self.year):
            self.then(moment(fiscal_year_start(year), 0, 1), member_actions.expire_seats)
        self.then(
            moment(self.change_of_clerk + dt.timedelta(days=1), 0, 1), member_actions.expire_seats
        )
        self.plan_next_chief()
        self.then(self.ago(3, 10, 40), self.invite_somebody)

    def plan_next_chief(self) -> None:
        """Chiang Saen's chief leaves at the end of the month; the next one is appointed."""
        first = (self.today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yesterday = self.ago(1, 10, 15)
        chief = tables.CHIEF[0].format(th="เชียงแสน"), tables.CHIEF[1].format(en="Chiang Saen")
        for slug in ("chiang-saen", "chiang-saen-executive"):
            self.end(first - dt.timedelta(days=1), slug, "chiang-saen/chief", "nok", at=yesterday)
            following = tables.Seat(
                slug, "chiang-saen/next_chief", "chiang-saen/office", "chair", *chief
            )
            at = yesterday + dt.timedelta(minutes=20)
            self.seat(following, CHIANG_RAI, first, "nok", at=at)

    def end(
        self, day: dt.date, slug: str, person: str, by: str, *, at: dt.datetime | None = None
    ) -> None:
        """Set the last day of a seat, a fortnight before unless `at` says when."""

        def act() -> None:
            seat = Seat.objects.get(committee__slug=slug, person_id=self.people[person])
            member_actions.end_seat(seat=seat, ends=day, reason="โยกย้าย", by=self.person(by))

        self.then(at or moment(day - dt.timedelta(days=14), 14), act)

    def invite_somebody(self) -> None:
        """A focal point who has not set a password yet."""
        row = next(p for p in people.everybody() if p.key == "mae-sai/invited")
        member_actions.invite(
            committee=Committee.objects.get(slug="mae-sai"),
            email=row.email,
            name_th=row.name_th,
            name_en=row.name_en,
            seat={
                "organisation": self.organisations[CHIANG_RAI, "mae-sai/lao2"],
                "role": "member",
                "post_th": "นักพัฒนาชุมชน เทศบาลตำบลเวียงพางคำ",
                "post_en": "Community development officer, Wiang Phang Kham",
                "starts": today(),
                "ends": None,
            },
            by=self.person("mae-sai/secretary"),
        )

    # --- Plans ----------------------------------------------------------------------------------

    def plan_plans(self) -> None:
        """Last year's and this year's plans, and the next one's where its first quarter comes."""
        coming = self.current.next
        for slug in WRITERS:
            for year in sorted({self.year - 1, self.year, coming.year}):
                rows = plans.LAST_YEAR if year < self.year else plans.THIS_YEAR
                self.write_plan(slug, year, rows[slug], WRITERS[slug][0])
            period = Quarter(self.year - 1, 1)
            while period <= self.current:
                self.played_through(slug, period)
                period = period.next
            self.coming(slug, coming)
        self.closed_group()

    def write_plan(self, slug: str, year: int, rows: tuple[plans.Line, ...], writer: str) -> None:
        """Draft a plan in the August before its year."""
        august = moment(working_day(fiscal_year_start(year) - dt.timedelta(days=47)))
        drafted = min(august, self.ago(12, 9))
        self.then(
            drafted,
            lambda: plan_actions.start_plan(
                committee=Committee.objects.get(slug=slug),
                fiscal_year=year,
                by=self.person(writer),
            ),
        )
        for number, row in enumerate(rows, start=1):
            at = drafted + dt.timedelta(minutes=7 * number)
            self.then(at, self.adding(slug, year, row, writer))

    def adding(self, slug: str, year: int, row: plans.Line, writer: str) -> Act:
        def act() -> None:
            line = plan_actions.add_line(
                plan=Plan.objects.select_related("committee").get(
                    committee__slug=slug, fiscal_year=year
                ),
                values=self.line_values(slug, year, row),
                by=self.person(writer),
            )
            self.lines[line.plan_id, row.what] = line.pk

        return act

    def line_values(self, slug: str, year: int, row: plans.Line) -> dict[str, Any]:
        district = next((d for d in tables.DISTRICTS if slug.startswith(d.slug)), None)
        province = NAN if slug == "chaloem-phra-kiat" else CHIANG_RAI

        def organisation(key: str) -> Organisation:
            if province == NAN and not key.startswith(":"):
                return self.organisations[NAN, f"chaloem-phra-kiat/{key}"]
            return self.organisations[province, self.organisation_key(district, key)]

        return {
            "what": row.what,
            "pillar": row.pillar,
            "responsible": organisation(row.responsible),
            "supporting": [organisation(key) for key in row.supporting],
            "places": list(Area.objects.filter(pk__in=row.places)),
            "starts": in_year(year, row.starts),
            "ends": in_year(year, row.ends),
            "budget": row.budget,
            "funding": row.funding,
            "funder": row.funder,
            "indicator": row.indicator,
            "target": row.target,
        }

    def played_through(self, slug: str, period: Quarter) -> None:
        """A quarter that went its whole way before it began, some by a longer road."""
        writer, approver, receiver = WRITERS[slug]
        took = Steps(self, slug, period)

        def on(days: int, hour: int) -> dt.datetime:
            return moment(working_day(period.start + dt.timedelta(days=days)), hour, 10)

        if (slug, period) == ("chiang-khong", Quarter(self.year - 1, 2)):
            what = plans.CASES.what
            self.then(on(-26, 9), took.submit(writer))
            self.then(on(-24, 10), took.send_back(approver, what))
            self.then(on(-22, 11), took.reword(writer, what, plans.EARLIER_CHANGE))
        self.then(on(-20, 13), took.submit(writer))
        self.then(on(-15, 14), took.approve(approver))
        self.then(on(-8, 15), took.receive(receiver))
        if (slug, period) == ("chiang-saen", self.current.previous):
            what = plans.REPATRIATION.what
            self.then(on(40, 9), took.amend(writer))
            self.then(on(40, 10), took.reword(writer, what, plans.AMENDED))
            self.then(on(41, 13), took.submit(writer))
            self.then(on(43, 14), took.approve(approver))
            self.then(on(46, 15), took.receive(receiver))

    def coming(self, slug: str, period: Quarter) -> None:
        """The quarter that comes next, as far as `COMING` says."""
        writer, approver, receiver = WRITERS[slug]
        took = Steps(self, slug, period)
        state = COMING[slug]
        if state == State.DRAFT:
            return
        self.then(self.ago(6, 9, 8 * list(WRITERS).index(slug)), took.submit(writer))
        if state == State.RETURNED:
            self.then(self.ago(2, 14, 10), took.send_back(approver))
        elif state in (State.APPROVED, State.RETURNED_BY_PROVINCE):
            self.then(self.ago(3, 13, 20), took.approve(approver))
        if state == State.RETURNED_BY_PROVINCE:
            self.then(self.ago(1, 15, 5), took.send_back_by_province(receiver))

    def closed_group(self) -> None:
        """Mae Sai's suppression group plans for itself; its deputy chief approves it there."""
        slug, writer = "mae-sai-suppression", "mae-sai/inspector"
        self.write_plan(slug, self.year, plans.CLOSED, writer)
        took = Steps(self, slug, self.current)
        start = self.current.start
        sent = working_day(start - dt.timedelta(days=10))
        decided = working_day(start - dt.timedelta(days=8))
        self.then(moment(sent, 9, 30), took.submit(writer))
        self.then(moment(decided, 14, 30), took.approve("mae-sai/deputy"))

    # --- Notices --------------------------------------------------------------------------------

    def settle_notices(self) -> None:
        """What no longer waits counts as read, and nothing of all this is mailed."""
        daily = [row.email for row in people.everybody() if row.notice_mode == NoticeMode.DAILY]
        User.objects.exclude(email__in=daily).update(notice_mode=NoticeMode.AT_ONCE)
        Notice.objects.update(
            emailed_at=F("created_at"), read_at=F("created_at") + dt.timedelta(hours=5)
        )
        for plan in QuarterPlan.objects.select_related("committee"):
            kind = WAITING.get(State(plan.state))
            if kind and not plan.committee.closed:
                notices = Notice.objects.filter(url=plan.get_absolute_url(), kind=kind)
                newest = notices.aggregate(newest=Max("created_at"))["newest"]
                notices.filter(created_at=newest).update(read_at=None)


class Steps:
    """The steps of one quarter of one committee's plan, each as an act of a person."""

    def __init__(self, demo: Demonstration, slug: str, period: Quarter) -> None:
        self.demo = demo
        self.slug = slug
        self.period = period

    def plan(self) -> QuarterPlan:
        return QuarterPlan.objects.select_related("committee").get(
            committee__slug=self.slug, fiscal_year=self.period.year, quarter=self.period.number
        )

    def submit(self, by: str) -> Act:
        return lambda: plan_actions.submit_plan(
            plan=self.plan(), by=self.demo.person(by), note=plans.NOTE
        )

    def approve(self, by: str) -> Act:
        return lambda: plan_actions.approve_plan(plan=self.plan(), by=self.demo.person(by))

    def receive(self, by: str) -> Act:
        return lambda: plan_actions.receive_plan(
            plan=self.plan(), by=self.demo.person(by), reason=plans.RECEIVED_NOTE
        )

    def send_back(self, by: str, what: str = "") -> Act:
        reason = plans.EARLIER_LINE_REASON if what else plans.RETURN_LINE_REASON
        return lambda: plan_actions.return_plan(
            plan=self.plan(),
            by=self.demo.person(by),
            reason=plans.RETURN_REASON,
            line_reasons={self.line_in_round(what): reason},
        )

    def send_back_by_province(self, by: str) -> Act:
        return lambda: plan_actions.return_plan_by_province(
            plan=self.plan(),
            by=self.demo.person(by),
            reason="",
            line_reasons={self.line_in_round(): plans.PROVINCE_REASON},
        )

    def amend(self, by: str) -> Act:
        return lambda: plan_actions.amend_plan(
            plan=self.plan(), by=self.demo.person(by), reason=plans.AMENDMENT_REASON
        )

    def reword(self, by: str, what: str, changes: dict[str, str]) -> Act:
        def act() -> None:
            plan = self.plan()
            line = PlanLine.objects.select_related("plan__committee", "committee").get(
                pk=self.demo.lines[plan.plan_id, what]
            )
            plan_actions.change_line(
                line=line, values=changes, version=line.version, by=self.demo.person(by)
            )

        return act

    def line_in_round(self, what: str = "") -> int:
        """The line a reason is given for: the named one, else the one that costs most."""
        newest = Round.objects.filter(quarter_plan=self.plan()).latest("number")
        lines = newest.lines.filter(what=what) if what else newest.lines.order_by("-budget", "pk")
        return int(lines.values_list("pk", flat=True)[0])


def working_day(day: dt.date) -> dt.date:
    """The day, or the Friday before where it falls on a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def in_year(year: int, day: plans.Day) -> dt.date:
    """The date of a (month, day) within a fiscal year."""
    start = fiscal_year_start(year)
    month, number = day
    return dt.date(start.year + (month < start.month), month, number)
