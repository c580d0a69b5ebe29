"""Where the reports of many committees stand: a table of committee by quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans import dues
from actionplans.models import Decision, QuarterPlan, Reception, Report
from actionplans.policy.reports import reports_up
from actionplans.workflow.reports import ACCEPTED, OPEN
from committees.calendar import Quarter, quarters_of, today
from committees.gather import Asking, together
from committees.models import Committee
from committees.querysets import Scope

# What a quarter can be to a report, besides the states of one that has been begun.
NO_PLAN = "no_plan"
NOT_STARTED = "not_started"


@dataclass(frozen=True)
class Cell:
    """The report of one committee and quarter: begun, to be begun, or not to be written at all."""

    committee: Committee
    period: Quarter
    plan: QuarterPlan | None
    report: Report | None
    due: dt.date

    @property
    def state(self) -> str:
        """The state of the report, or what stands in its place."""
        if self.report is not None:
            return str(self.report.state)
        return NOT_STARTED if self.plan is not None else NO_PLAN

    @property
    def status(self) -> str:
        """Its code in the table of states."""
        return f"report_{self.state}"

    @property
    def wanted(self) -> bool:
        """Whether a report is to be written: its plan was approved and the quarter has begun."""
        return self.plan is not None and self.period.start <= today()

    @property
    def missing(self) -> bool:
        """Whether it still has to go up."""
        return self.wanted and (self.report is None or self.report.state in OPEN)

    @property
    def overdue(self) -> bool:
        return self.missing and self.due < today()

    @property
    def accepted(self) -> bool:
        return self.state == ACCEPTED

    @property
    def url(self) -> str:
        if self.plan is None:
            return ""
        return reverse("report", args=[self.committee.slug, self.plan.pk])

    @property
    def progress(self) -> str:
        """How much of it is answered, while it is being written."""
        if self.report is None or not self.report.is_open:
            return ""
        return _("%(done)d of %(count)d lines answered") % {
            "done": self.report.answered_count,
            "count": self.report.line_count,
        }


@dataclass(frozen=True)
class BoardRow:
    """One committee's quarters."""

    committee: Committee
    cells: list[Cell]

    @property
    def wanted(self) -> int:
        """How many reports are to be written so far."""
        return sum(1 for cell in self.cells if cell.wanted)

    @property
    def accepted(self) -> int:
        return sum(1 for cell in self.cells if cell.accepted)

    @property
    def reports(self) -> bool:
        """Whether it has an approved plan, or a report, of any quarter of the year."""
        return any(cell.state != NO_PLAN for cell in self.cells)

    @property
    def words(self) -> str:
        """ "3 of 4 accepted"."""
        if not self.wanted:
            return _("nothing to report yet")
        return _("%(done)d of %(count)d accepted") % {"done": self.accepted, "count": self.wanted}


def to_report_on(rows: QuerySet[QuarterPlan]) -> QuerySet[QuarterPlan]:
    """Those of these plans that were approved, and not returned by the province after it."""
    approved = rows.filter(
        rounds__decision=Decision.APPROVED,
        rounds__reception__in=[Reception.PENDING, Reception.RECEIVED],
    )
    return approved.distinct()


def asking_board(
    scope: Scope, committees: Sequence[Committee], year: int
) -> Asking[list[BoardRow]]:
    """The quarters of a year of these committees, which the person sees; one round of reading."""
    ids = [committee.pk for committee in committees if reports_up(committee)]
    plans = to_report_on(
        QuarterPlan.objects.visible_to(scope).filter(committee_id__in=ids, fiscal_year=year)
    )
    reports = Report.objects.visible_to(scope).filter(committee_id__in=ids, fiscal_year=year)
    rules, (found_plans, found_reports) = yield from together(
        [dues.asking_days(scope, ids), _rows(plans, reports)]
    )
    by_plan = {(row.committee_id, row.quarter): row for row in found_plans}
    by_report = {(row.committee_id, row.quarter_number): row for row in found_reports}
    board = []
    for committee in committees:
        days = rules.of(committee)
        cells = []
        for period in quarters_of(year):
            key = committee.pk, period.number
            report = by_report.get(key)
            due = report.due if report else dues.report_due(days, period)
            cells.append(Cell(committee, period, by_plan.get(key), report, due))
        board.append(BoardRow(committee, cells))
    return board


def _rows(*querysets: Any) -> Asking[Any]:
    found = yield querysets
    return found


@dataclass(frozen=True)
class DistrictSum:
    """How far the reports of the committees of one district are."""

    name: str
    wanted: int
    accepted: int
    overdue: int

    @property
    def words(self) -> str:
        return _("%(done)d of %(count)d accepted") % {"done": self.accepted, "count": self.wanted}


def by_district(rows: Iterable[BoardRow]) -> list[DistrictSum]:
    """The rows by the area of their committees, in the order in which they come."""
    found: dict[int, list[BoardRow]] = {}
    for row in rows:
        found.setdefault(row.committee.area_id, []).append(row)
    return [
        DistrictSum(
            part[0].committee.area.titled,
            sum(row.wanted for row in part),
            sum(row.accepted for row in part),
            sum(cell.overdue for row in part for cell in row.cells),
        )
        for part in found.values()
        if any(row.wanted for row in part)
    ]
