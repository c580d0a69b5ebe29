"""The year of the plans: what PSDHS asks of the districts, due days, and money asked for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from actionplans.actions import cycle, proposals, templates
from actionplans.demo.clock import moment
from actionplans.models import BudgetProposal, Funding, Plan, PlanLine, TemplateLine
from committees.calendar import Quarter, fiscal_year_start, today
from members.models import Organisation, OrganisationKind

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

CHIANG_RAI = 57
# What PSDHS asks of the districts for the last quarter, and of all who plan.
LESSONS = "จัดประชุมถอดบทเรียนการดำเนินงานป้องกันและปราบปรามการค้ามนุษย์ประจำปี"
FIGURES = "รวบรวมข้อมูลกลุ่มเสี่ยงและสถานประกอบการในพื้นที่ให้เป็นปัจจุบัน"
TAKEN_BY = ("chiang-khong", "chiang-saen")
REASON = (
    "พื้นที่อำเภออยู่ติดชายแดนและมีกลุ่มเสี่ยงจำนวนมาก งบประมาณปกติของหน่วยงานไม่เพียงพอ"
    "สำหรับค่าวัสดุและค่าอาหารของผู้เข้าร่วม"
)


def plan(demo: Demonstration) -> None:
    """Lines asked for since July, taken over by two districts; one letter in each state."""
    july = moment(dt.date(fiscal_year_start(demo.year).year, 7, 6), 10)
    demo.then(july, lambda: _ask(demo))
    demo.then(july, lambda: _settle(demo))
    # While the quarter it falls into is still being written, whatever today is.
    before = moment(Quarter(demo.year, 4).start - dt.timedelta(days=30), 10)
    for number, slug in enumerate(TAKEN_BY):
        demo.then(min(demo.ago(24, 10 + number), before), _taking(demo, slug))
    demo.then(demo.ago(60, 11), lambda: _propose(demo, "wiang-kaen", granted=True))
    demo.then(demo.ago(40, 14), lambda: _propose(demo, "chiang-saen", granted=False))
    demo.then(demo.ago(5, 15), lambda: _prepare(demo, "mae-sai"))


def _ask(demo: Demonstration) -> None:
    last = Quarter(demo.year, 4)
    for what, starts in ((LESSONS, last.start), (FIGURES, Quarter(demo.year, 3).start)):
        templates.ask_for_line(
            province_id=CHIANG_RAI,
            fiscal_year=demo.year,
            values={
                "what": what,
                "pillar": "counter_trafficking",
                "starts": starts,
                "ends": last.end,
                "indicator": "จำนวนครั้ง",
                "target": "1 ครั้ง",
                "hint": "เชิญองค์กรภาคประชาสังคมและองค์กรปกครองส่วนท้องถิ่นในพื้นที่เข้าร่วมด้วย",
                "kinds": ["district"],
            },
            by=demo.person("nok"),
        )


def _settle(demo: Demonstration) -> None:
    cycle.set_province_dues(
        province_id=CHIANG_RAI,
        values={"annual_month": 8, "annual_day": 31, "plan_before": 0, "report_after": 15},
        version=0,
        by=demo.person("nok"),
    )


def _taking(demo: Demonstration, slug: str) -> Any:
    def take() -> None:
        row = _plan(demo, slug)
        template = TemplateLine.objects.get(what=LESSONS, fiscal_year=demo.year)
        if row is None:
            return
        values = template.begins() | {
            "measure": None,
            "responsible": demo.organisations[CHIANG_RAI, f"{slug}/office"],
            "supporting": [],
            "places": [row.committee.area],
            "funding": Funding.OWN_REMIT,
            "budget": Decimal(0),
            "funder": "",
        }
        by = demo.person(f"{slug}/secretary")
        templates.take_over(template=template, plan=row, values=values, by=by)

    return take


def _plan(demo: Demonstration, slug: str) -> Plan | None:
    rows = Plan.objects.select_related("committee__area")
    return rows.filter(committee__slug=slug, fiscal_year=demo.year).first()


def _prepare(demo: Demonstration, slug: str) -> BudgetProposal | None:
    """A letter to the municipality for a line of the second half of the year."""
    row = _plan(demo, slug)
    lines = PlanLine.objects.standing().filter(plan=row, starts__gte=Quarter(demo.year, 3).start)
    line = lines.order_by("position").first()
    if row is None or line is None:
        return None
    town = demo.organisations.get((CHIANG_RAI, f"{slug}/lao"))
    is_town = town is not None and town.kind == OrganisationKind.LAO
    by = demo.person(f"{slug}/secretary")
    return proposals.prepare_proposal(
        plan=row,
        values={
            "organisation": town if is_town else None,
            "addressee": _name(town),
            "head": "นายกเทศมนตรี",
            "subject": f"ขอรับการสนับสนุนงบประมาณตามแผนปฏิบัติการ ปีงบประมาณ {demo.year}",
            "reason": REASON,
            "letter": "",
            "contact_name": by.name_th,
            "contact_phone": "",
            "contact_email": "",
        },
        amounts={line: line.budget or Decimal(15000)},
        by=by,
    )


def _name(town: Organisation | None) -> str:
    return town.name_th if town is not None else "องค์การบริหารส่วนจังหวัดเชียงราย"


def _propose(demo: Demonstration, slug: str, *, granted: bool) -> None:
    proposal = _prepare(demo, slug)
    if proposal is None:
        return
    by = demo.person(f"{slug}/secretary")
    proposals.send_proposal(
        proposal=proposal,
        sent_on=today(),
        reference=f"ชร 0018/{proposal.pk + 400}",
        version=proposal.version,
        by=by,
    )
    if granted:
        demo_amounts = {line.pk: line.asked for line in proposal.lines.all()}
        proposals.grant_proposal(
            proposal=proposal, amounts=demo_amounts, answered_on=today(), by=by
        )
