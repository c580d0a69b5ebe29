"""A committee's plan of a fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans import money
from actionplans.actions import plans as actions
from actionplans.actions.plans import WITH_LINE, content_of
from actionplans.activity_reading import counted_activities
from actionplans.forms.plans import PlanForm
from actionplans.line_tasks import LineTasks, LineTasksOf
from actionplans.lines import ShownLine, show, totals
from actionplans.models import Plan, PlanLine, QuarterPlan
from actionplans.opened import counting_comments
from actionplans.policy import plans as policy
from actionplans.tabs import year_tabs
from committees import access, audit
from committees.calendar import fiscal_year, today
from committees.errors import WrongState
from committees.gather import gather
from committees.http import PersonRequest, inside, scoped, signed_in
from committees.models import Committee
from committees.policy import allows

TOGETHER = Plan.objects.select_related("committee__area", "committee__province")


def plan_of(request: PersonRequest, slug: str, year: int) -> Plan:
    """The plan of this address that the person may see, or 404."""
    return scoped(TOGETHER, request.user, committee__slug=slug, fiscal_year=year)


@signed_in
@require_safe
def plan(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The year's four quarters and, inside the committee, the lines they are made of."""
    row = plan_of(request, slug, year)
    scope = access.scope_of(request.user)
    asked: list[QuerySet[Any]] = [
        QuarterPlan.objects.visible_to(scope)
        .filter(plan=row)
        .select_related("committee")
        .order_by("quarter")
    ]
    sees_lines = scope.sees_inside(row)
    if sees_lines:
        asked += [LineTasksOf.counting(row, scope), counting_comments(scope, row.pk)]
    quarters, *counted = gather(asked)
    lines = []
    if sees_lines:
        tasks = LineTasksOf(row, request.user, counted[0])
        lines = _lines(row, quarters, tasks, dict(counted[1]))
    standing = [item for item in lines if not item.removed]
    amounts = (
        [money.Money(item.funding, item.line.pillar_code, item.line.amount) for item in standing]
        if sees_lines
        else money.sent_up_now(scope, plan=row)
    )
    sources = money.by_source(amounts)
    context = {
        "sources": sources,
        "pillars": money.by_pillar(amounts),
        "whole": money.total(sources),
        "plan": row,
        "committee": row.committee,
        "quarters": quarters,
        "sees_lines": sees_lines,
        "lines": standing,
        "removed": [item for item in lines if item.removed],
        "totals": totals(item.line for item in standing),
        "may_write": sees_lines and allows(policy.check_plan, request.user, row.committee),
        "tabs": year_tabs(row.committee, row.fiscal_year, "plan", scope),
        "history": audit.history_of(row, scope),
        "print_of": row.committee.name,
    }
    return render(request, "actionplans/plan.html", context)


@dataclass(frozen=True)
class YearLine:
    """A line of the year with the quarters it falls into."""

    line: ShownLine
    quarters: list[QuarterPlan]
    removed: bool
    tasks: LineTasks
    funding: str = ""
    comments: int = 0
    activities: int = 0

    @property
    def open(self) -> bool:
        """Whether a change still reaches one of its quarters."""
        return any(quarter.is_open for quarter in self.quarters)


def _lines(
    row: Plan, quarters: list[QuarterPlan], tasks: LineTasksOf, comments: dict[int, int]
) -> list[YearLine]:
    lines = (
        PlanLine.objects.filter(plan=row).select_related("responsible").prefetch_related(*WITH_LINE)
    ).annotate(activities=counted_activities())
    found, position = [], 0
    for line in lines:
        removed = line.removed_at is not None
        # A removed line leaves no gap in the numbers of the others.
        position += not removed
        shown = show(content_of(line), key=line.pk, position=position, version=line.version)
        touched = [quarter for quarter in quarters if line.falls_in(quarter.period)]
        found.append(
            YearLine(
                shown,
                touched,
                removed=removed,
                tasks=tasks.under(line),
                funding=line.funding,
                comments=comments.get(line.pk, 0),
                activities=line.activities or 0,
            )
        )
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def plan_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Start the plan of a fiscal year; from July on the coming year is offered."""
    committee = scoped(Committee.objects.select_related("province"), request.user, slug=slug)
    inside(request.user, committee)
    policy.check_plan(request.user, committee)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"fiscal_year": _offered(committee)},
    )
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["fiscal_year"]
        try:
            row = actions.start_plan(committee=committee, fiscal_year=year, by=request.user)
        except WrongState as refused:
            form.add_error("fiscal_year", refused.reason)
        else:
            messages.success(request, _("The plan is started. Add its first line."))
            return redirect(row)
    context = {"form": form, "committee": committee}
    return render(request, "actionplans/plan_new.html", context)


def _offered(committee: Committee) -> int:
    """The year most likely meant: the running one, the coming one in its last quarter."""
    day = today()
    year = fiscal_year(day) + (day.month in (7, 8, 9))
    taken = set(Plan.objects.filter(committee=committee).values_list("fiscal_year", flat=True))
    while year in taken:
        year += 1
    return year
