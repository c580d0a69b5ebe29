"""What of the reports waits for whom, and what comes up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from actionplans import dues, tabs
from actionplans.models import QuarterPlan, Report, ReportState
from actionplans.policy.reports import reports_up
from actionplans.report_board import to_report_on
from actionplans.tabs import ProvinceTab, YearTab
from actionplans.workflow.reports import OPEN, SENT, SUBMITTED
from committees import access, home
from committees.calendar import quarter, today
from committees.gather import Asking, together
from committees.models import Area
from committees.querysets import Scope
from committees.roles import Permission
from members import handover
from members.handover import OpenWork
from members.models import Place, Seat

MOST = 50
MOST_OF_POSTS = 300
# How many days before its day a report is asked for on the first page.
AHEAD = 21


def _asked(*querysets: Any) -> Asking[Any]:
    found = yield querysets
    return found


def _candidates(scope: Scope) -> Any:
    """Quarters of the person's own committees of which a report may have to be written."""
    now = quarter(today())
    begun = Q(fiscal_year=now.year - 1) | Q(fiscal_year=now.year, quarter__lte=now.number)
    own = QuarterPlan.objects.visible_to(scope).filter(begun, committee_id__in=scope.inside)
    # What has gone up does not stand in the way of what has not.
    rows = to_report_on(own.exclude(report__state__in=SENT)).select_related("committee")
    return rows.order_by("fiscal_year", "quarter", "pk")[:MOST]


def _own(scope: Scope) -> Asking[list[tuple[QuarterPlan, Report | None, Any]]]:
    """(quarter, its report, its day) of own committees, where a report has still to go up."""
    reports = Report.objects.visible_to(scope).filter(
        committee_id__in=scope.inside, fiscal_year__gte=quarter(today()).year - 1
    )
    rules, (quarters, written) = yield from together(
        [dues.asking_days(scope, sorted(scope.inside)), _asked(_candidates(scope), reports)]
    )
    by_quarter = {row.quarter_id: row for row in written}
    found = []
    for row in quarters:
        report = by_quarter.get(row.pk)
        if not reports_up(row.committee) or (report is not None and report.state not in OPEN):
            continue
        due = report.due if report else dues.report_due(rules.of(row.committee), row.period)
        found.append((row, report, due))
    return found


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Reports to be written or revised, and for PSDHS those to be decided on."""
    held = scope.all_permissions
    parts: list[Any] = [
        _to_write(user, scope) if Permission.WRITE_REPORT in held else [],
        _to_decide(user, scope) if Permission.ACCEPT_REPORT in held else [],
    ]
    own, others = yield from together(parts)
    return [*own, *others]


def _to_write(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    rows = yield from _own(scope)
    found = []
    for row, report, due in rows:
        if not access.can(user, Permission.WRITE_REPORT, row.committee):
            continue
        came_back = report is not None and report.state != ReportState.DRAFT
        if not came_back and (due - today()).days > AHEAD:
            continue
        late = due < today()
        found.append(
            home.Waiting(
                verb=_("Revise") if came_back else _("Report"),
                what=_("Progress report %(quarter)s") % {"quarter": row.period.label()},
                where=row.committee.short,
                url=reverse("report", args=[row.committee.slug, row.pk]),
                due=due,
                tone="bad" if late else "attention",
            )
        )
    return found


def _to_decide(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    rows = Report.objects.visible_to(scope).filter(state=SUBMITTED)
    found = yield rows.select_related("committee").order_by("changed_at", "pk")[:MOST]
    return [
        home.Waiting(
            verb=_("Decide"),
            what=_("Progress report %(quarter)s") % {"quarter": row.period.label()},
            where=row.committee.short,
            url=row.get_absolute_url(),
            since=row.changed_at,
            tone="attention",
        )
        for row in found
        if access.can(user, Permission.ACCEPT_REPORT, row.committee)
    ]


def coming(user: User, scope: Scope) -> list[home.Coming] | Asking[list[home.Coming]]:
    """The reports that are due later, for those who write them."""
    if Permission.WRITE_REPORT not in scope.all_permissions:
        return []
    return _coming(user, scope)


def _coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    rows = yield from _own(scope)
    return [
        home.Coming(
            due,
            _("Progress report %(quarter)s is due") % {"quarter": row.period.label()},
            row.committee.short,
            reverse("report", args=[row.committee.slug, row.pk]),
        )
        for row, report, due in rows
        if (report is None or report.state == ReportState.DRAFT)
        and (due - today()).days > AHEAD
        and access.can(user, Permission.WRITE_REPORT, row.committee)
    ]


def province_block(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """For PSDHS: how far the reports of the quarter that ended last are."""
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    period = quarter(quarter(today()).start - dt.timedelta(days=1))
    plans = to_report_on(
        QuarterPlan.objects.visible_to(scope).filter(
            province=province, fiscal_year=period.year, quarter=period.number
        )
    ).exclude(committee__kind="provincial")
    reports = Report.objects.visible_to(scope).of(period).filter(province=province)
    wanted, written = yield plans, reports
    ids = {row.pk for row in wanted}
    written = [row for row in written if row.quarter_id in ids]
    return "actionplans/_province_reports.html", {
        "province": province,
        "period": period,
        "wanted": len(wanted),
        "accepted": sum(1 for row in written if row.state == ReportState.ACCEPTED),
        "submitted": sum(1 for row in written if row.state == ReportState.SUBMITTED),
        "open": len(wanted) - sum(1 for row in written if row.state not in OPEN),
    }


_OF_POSTS = {
    ReportState.SUBMITTED: Permission.ACCEPT_REPORT,
    ReportState.DRAFT: Permission.WRITE_REPORT,
    ReportState.RETURNED: Permission.WRITE_REPORT,
    ReportState.REOPENED: Permission.WRITE_REPORT,
}


def post_work(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """The reports that wait for these posts, as far as this person sees them."""
    rows = Report.objects.visible_to(access.scope_of(user)).filter(
        province_id__in={place.province_id for place in places}, state__in=list(_OF_POSTS)
    )
    reports = yield rows.select_related("committee").order_by("due", "pk")[:MOST_OF_POSTS]
    found = []
    for report in reports:
        words = (
            _("Decide on the report %(quarter)s, %(committee)s")
            if report.state == ReportState.SUBMITTED
            else _("Write the report %(quarter)s, %(committee)s")
        )
        what = words % {"quarter": report.period.label(), "committee": report.committee.short}
        wanted = _OF_POSTS[ReportState(report.state)]
        found += [
            OpenWork(place.pk, what, report.get_absolute_url(), due=report.due)
            for place in places
            if access.post_can(place.rule, place.committee, wanted, report.committee)
        ]
    return found


def consequences(seat: Seat) -> list[str]:
    """What of the reports is left waiting when a seat ends."""
    if Permission.WRITE_REPORT not in seat.rule.holds:
        return []
    count = Report.objects.filter(committee=seat.committee, state__in=OPEN).count()
    if not count:
        return []
    return [
        ngettext(
            "%(count)d report of this committee still has to go up.",
            "%(count)d reports of this committee still have to go up.",
            count,
        )
        % {"count": count}
    ]


def register() -> None:
    """Add these parts, and the pages of reports to the tabs."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_province_block(province_block)
    handover.register_open_work(post_work)
    handover.register_consequence(consequences)
    tabs.register(
        YearTab(
            "reports",
            gettext_lazy("Reports"),
            "year_reports",
            20,
            shown=lambda _scope, committee: reports_up(committee),
        ),
        ProvinceTab(
            "reports",
            gettext_lazy("Reports"),
            "province_reports",
            10,
            shown=lambda scope, province: province.pk in scope.overseen_provinces,
        ),
    )
