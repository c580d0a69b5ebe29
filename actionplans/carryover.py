"""The lines of the year before, as they are offered to be taken over into a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from actionplans.actions.plans import WITH_LINE, content_of
from actionplans.lines import ShownLine, show
from actionplans.models import LineState, Plan, PlanLine, ReportLine
from committees.gather import gather
from committees.querysets import Scope


@dataclass(frozen=True)
class Carried:
    """A line of the year before: what became of it, and whether it is in the new plan already."""

    line: PlanLine
    shown: ShownLine
    # What the newest report says of it, or '' where none does.
    state: str
    reason: str
    taken: PlanLine | None

    @property
    def dropped(self) -> bool:
        return self.state == LineState.DROPPED

    @property
    def status(self) -> str:
        """Its code in the table of states."""
        return f"line_{self.state}" if self.state else "carry_unsaid"


def unfinished(plan: Plan, scope: Scope) -> list[Carried]:
    """The standing lines of the year before that are not reported as done, in their order.

    `plan` is the new one, seen from inside. Lines nothing was reported of are unfinished.
    """
    lines = list(
        PlanLine.objects.visible_to(scope)
        .standing()
        .filter(committee=plan.committee, plan__fiscal_year=plan.fiscal_year - 1)
        .select_related("responsible", "plan", "measure")
        .prefetch_related(*WITH_LINE)
    )
    copies = PlanLine.objects.visible_to(scope).filter(plan=plan, copied_from__in=lines)
    reported, copied = gather([_said(lines, scope), copies.order_by()])
    # The newest comes last.
    said = {row.line_id: row for row in reported}
    taken = {line.copied_from_id: line for line in copied}
    found: list[Carried] = []
    for line in lines:
        newest = said.get(line.pk)
        state, reason = (newest.state, newest.reason) if newest else ("", "")
        if state == LineState.DONE:
            continue
        shown = show(content_of(line), key=line.pk, position=len(found) + 1)
        found.append(Carried(line, shown, state, reason, taken.get(line.pk)))
    return found


def _said(lines: Iterable[PlanLine], scope: Scope) -> QuerySet[ReportLine]:
    """What was reported of these lines, the newest last."""
    rows: QuerySet[ReportLine] = ReportLine.objects.visible_to(scope).filter(
        line__in=[line.pk for line in lines]
    )
    return rows.exclude(state="").order_by("report__fiscal_year", "report__quarter_number")
