"""The reports of the quarters that are over: accepted all but the newest, which stand everywhere.

The newest of each committee is being written, waits, was sent back, is accepted or late, so that
every page has something to show.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from actionplans.actions import reports as actions
from actionplans.demo.clock import moment
from actionplans.models import QuarterPlan, Report, ReportLine
from committees.calendar import Quarter

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

# How far the report of the quarter that ended last is.
NEWEST = {
    "mae-sai": "draft",
    "chiang-khong": "submitted",
    "chiang-saen": "accepted",
    "wiang-kaen": "returned",
    "cct": "not begun",
    "chaloem-phra-kiat": "accepted",
}
# What becomes of lines, in turn: state, reason, value in words, share of the budget spent.
ANSWERS: tuple[tuple[str, str, str, int], ...] = (
    ("done", "", "ครบตามเป้าหมาย", 100),
    ("under_way", "", "ดำเนินการแล้วประมาณครึ่งหนึ่ง", 50),
    ("done", "", "เกินเป้าหมายเล็กน้อย", 90),
    ("late", "วิทยากรติดภารกิจ เลื่อนไปต้นไตรมาสหน้า", "", 0),
)
WELL = "หน่วยงานในพื้นที่ร่วมงานกันดี ผู้นำชุมชนช่วยแจ้งเหตุเร็วขึ้น"
HINDERED = "เจ้าหน้าที่เปลี่ยนบ่อย และฝนตกหนักทำให้เข้าพื้นที่ชายแดนได้ช้า"
ASKS = "ขอให้จังหวัดช่วยประสานล่ามภาษาเมียนมาและภาษาลาวในการคัดแยก"
NOTE = "โปรดระบุจำนวนผู้เข้าร่วมและงบประมาณที่ใช้จริงในรายการที่ยังไม่เสร็จ"


def plan(demo: Demonstration) -> None:
    """Each committee's secretary reports some days after a quarter; PSDHS decides days later."""
    from actionplans.demo.load import WRITERS  # noqa: PLC0415  (it imports this module)

    for number, (slug, (writer, _approver, psdhs)) in enumerate(WRITERS.items()):
        period = Quarter(demo.year - 1, 1)
        while period.next <= demo.current:
            newest = period.next == demo.current
            end = NEWEST[slug] if newest else "accepted"
            day = period.end + dt.timedelta(days=8)
            demo.then(moment(day, 10, number), _reported(demo, slug, period, writer, end))
            day += dt.timedelta(days=5)
            demo.then(moment(day, 14, number), _decided(demo, slug, period, psdhs, end))
            period = period.next


def _quarter(slug: str, period: Quarter) -> QuarterPlan:
    return QuarterPlan.objects.select_related("committee").get(
        committee__slug=slug, fiscal_year=period.year, quarter=period.number
    )


def _reported(demo: Demonstration, slug: str, period: Quarter, writer: str, end: str) -> Any:
    def act() -> None:
        if end == "not begun":
            return
        by = demo.person(writer)
        report = actions.start_report(quarter=_quarter(slug, period), by=by)
        lines = list(ReportLine.objects.filter(report=report))
        if end == "draft":
            lines = lines[:-1]
        for number, line in enumerate(lines):
            actions.save_line(line=line, values=_answer(line, number, period), version=1, by=by)
        words = {"went_well": WELL, "hindered": HINDERED, "asks": ASKS}
        actions.save_words(report=report, values=words, version=1, by=by)
        if end != "draft":
            actions.submit_report(report=report, by=by)

    return act


def _answer(line: ReportLine, number: int, period: Quarter) -> dict[str, Any]:
    state, reason, value, share = ANSWERS[(number + period.number) % len(ANSWERS)]
    return {
        "state": state,
        "reason": reason,
        "until": period.next.start + dt.timedelta(days=20) if state == "late" else None,
        "value": None,
        "value_text": value,
        "spent": (line.budget * share / 100).quantize(Decimal("0.01")),
        "word": "",
    }


def _decided(demo: Demonstration, slug: str, period: Quarter, psdhs: str, end: str) -> Any:
    def act() -> None:
        report = Report.objects.filter(quarter=_quarter(slug, period)).first()
        if report is None:
            return
        if end == "accepted":
            actions.accept_report(report=report, by=demo.person(psdhs))
        elif end == "returned":
            actions.return_report(report=report, by=demo.person(psdhs), note=NOTE)

    return act
