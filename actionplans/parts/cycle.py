"""The year of a plan on the first page, in the calendars, and in the tabs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from actionplans import dues, tabs
from actionplans.actions.cycle import season_of
from actionplans.dues import Asked, Due
from actionplans.models import PlanLine, QuarterPlan, Report, Season
from actionplans.policy.reports import reports_up
from actionplans.report_board import to_report_on
from actionplans.workflow.plans import APPROVED, DRAFT, RECEIVED, SUBMITTED
from committees import access, home
from committees.calendar import fiscal_year, quarters_of, today
from committees.gather import Asking, together
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission

MOST = 50
# How long before the season opens it is announced.
AHEAD = dt.timedelta(days=45)
SENT_UP = frozenset({SUBMITTED, APPROVED, RECEIVED})
REPORTED = frozenset({"submitted", "accepted"})


# --- The first page -------------------------------------------------------------------------------


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Plans of the coming year that have no line yet, for those who write them."""
    if Permission.EDIT_PLAN not in scope.all_permissions or season_of(today()) is None:
        return []
    seasons, rules = yield from together([_undrafted(scope), dues.asking_days(scope)])
    return [
        _item(season, dues.annual_due(rules.of(season.committee), season.fiscal_year))
        for season in seasons
        if access.can(user, Permission.EDIT_PLAN, season.committee)
    ]


def _undrafted(scope: Scope) -> Asking[list[Season]]:
    lines = (
        PlanLine.objects.visible_to(scope)
        .standing()
        .filter(committee=OuterRef("committee"), plan__fiscal_year=OuterRef("fiscal_year"))
    )
    rows: QuerySet[Season] = Season.objects.visible_to(scope).filter(
        ~Exists(lines), fiscal_year=season_of(today()), committee__ended__isnull=True
    )
    return (yield rows.select_related("committee").order_by("pk")[:MOST])


def _item(season: Season, due: dt.date) -> home.Waiting:
    return home.Waiting(
        verb=_("Draft"),
        what=_("the plan for fiscal year %(year)s") % {"year": season.fiscal_year},
        where=season.committee.short,
        url=reverse("season", args=[season.committee.slug, season.fiscal_year]),
        due=due,
        tone="bad" if due < today() else "attention",
    )


def coming(user: User, scope: Scope) -> list[home.Coming]:
    """When the drafting of the next plan opens, for those who write plans."""
    if Permission.EDIT_PLAN not in scope.all_permissions:
        return []
    year = fiscal_year(today()) + 1
    opens = dues.opens(year)
    if not today() < opens <= today() + AHEAD:
        return []
    return [
        home.Coming(
            opens, _("The drafting of the plan for fiscal year %(year)s opens") % {"year": year}, ""
        )
    ]


def season_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a season leads: the newest year of it is in its words."""
    return reverse("line_add", args=[committee.slug])


# --- The calendars --------------------------------------------------------------------------------


def plans_due(asked: Asked) -> Asking[list[Due]]:
    """The annual plan, and the four quarterly plans, of each committee."""
    rows = QuarterPlan.objects.visible_to(asked.scope).filter(
        committee_id__in=asked.ids, fiscal_year=asked.year
    )
    found = yield rows.order_by()
    by_quarter = {(row.committee_id, row.quarter): row for row in found}
    result = []
    for committee in asked.committees:
        quarters = [by_quarter.get((committee.pk, number)) for number in (1, 2, 3, 4)]
        result.append(_annual(asked, committee, [row for row in quarters if row is not None]))
        result += [
            _quarterly(asked, committee, row, number)
            for number, row in enumerate(quarters, start=1)
        ]
    return result


def _annual(asked: Asked, committee: Committee, quarters: Iterable[QuarterPlan]) -> Due:
    inside = committee.pk in asked.scope.inside
    rows = list(quarters)
    if inside:
        done = any(row.draft_line_count or row.line_count for row in rows)
        state = "drafted" if done else "not_started"
    else:
        done = any(row.above for row in rows)
        state = "sent_up" if done else "not_sent_up"
    day = dues.annual_due(asked.rules.of(committee), asked.year)
    url = reverse("plan", args=[committee.slug, asked.year]) if rows else ""
    what = _("Plan for fiscal year %(year)s") % {"year": asked.year}
    return Due(committee.pk, day, what, url, state, done)


def _quarterly(asked: Asked, committee: Committee, row: QuarterPlan | None, number: int) -> Due:
    period = quarters_of(asked.year)[number - 1]
    day = dues.plan_due(asked.rules.of(committee), period)
    what = _("Plan %(quarter)s") % {"quarter": period.label()}
    if row is None:
        inside = committee.pk in asked.scope.inside
        return Due(committee.pk, day, what, "", "not_started" if inside else "not_sent_up")
    row.committee = committee
    # A plan that is being amended has gone up in time.
    done = row.state in SENT_UP or (row.state == DRAFT and row.above)
    return Due(committee.pk, day, what, row.get_absolute_url(), row.state, done)


def reports_due(asked: Asked) -> Asking[list[Due]]:
    """The progress reports of each committee, of the quarters whose plan was approved."""
    ids = [committee.pk for committee in asked.committees if reports_up(committee)]
    quarters = to_report_on(
        QuarterPlan.objects.visible_to(asked.scope).filter(
            committee_id__in=ids, fiscal_year=asked.year
        )
    )
    reports = Report.objects.visible_to(asked.scope).filter(
        committee_id__in=asked.ids, fiscal_year=asked.year
    )
    plans, found = yield quarters.order_by(), reports.order_by()
    of_quarter = {row.quarter_id: row for row in found}
    committees = {committee.pk: committee for committee in asked.committees}
    result = []
    for plan in plans:
        committee, report = committees[plan.committee_id], of_quarter.get(plan.pk)
        what = _("Progress report %(quarter)s") % {"quarter": plan.period.label()}
        day = dues.report_due(asked.rules.of(committee), plan.period)
        if report is None:
            url = reverse("report", args=[committee.slug, plan.pk])
            result.append(Due(committee.pk, day, what, url, "report_not_started"))
            continue
        report.committee = committee
        done = report.state in REPORTED
        url = report.get_absolute_url()
        result.append(Due(committee.pk, report.due, what, url, f"report_{report.state}", done))
    return result


def register() -> None:
    """Add these parts, the calendars' own dates, and the tabs."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_subject_url("actionplans.season", season_url)
    dues.register("plans", plans_due)
    dues.register("reports", reports_due)
    tabs.register(
        tabs.YearTab("calendar", gettext_lazy("Calendar"), "year_calendar", 80),
        tabs.ProvinceTab("money", gettext_lazy("Who pays"), "province_money", 45, _oversees),
        tabs.ProvinceTab(
            "templates", gettext_lazy("Lines PSDHS asks for"), "template_lines", 50, _oversees
        ),
        tabs.ProvinceTab("calendar", gettext_lazy("Calendar"), "province_calendar", 60, _oversees),
    )


def _oversees(scope: Scope, province: object) -> bool:
    return getattr(province, "pk", None) in scope.overseen_provinces
