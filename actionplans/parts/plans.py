"""What of the plans waits for whom, and what comes up: for the home page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from actionplans.models import QuarterPlan, State
from actionplans.policy.plans import approves
from actionplans.totals import province_totals
from committees import access, frame, home
from committees.calendar import Quarter, fiscal_year, quarter, quarters_of, today
from committees.frame import Hat
from committees.gather import Asking
from committees.kinds import Kind
from committees.models import Area, AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission, permissions
from members import handover
from members.handover import OpenWork
from members.models import Place, Seat

MOST = 50
MOST_OF_POSTS = 300
MOST_COMMITTEES = 100
# The kinds of committee whose plans PSDHS looks for by name.
SENDING_UP = (Kind.DISTRICT, Kind.CIVIL_SOCIETY)
# How long before a quarter begins its plan is asked for.
AHEAD = dt.timedelta(days=60)

_WORDS = {
    State.SUBMITTED: lambda: _("Approve"),
    State.APPROVED: lambda: _("Receive"),
    State.RETURNED: lambda: _("Revise"),
    State.RETURNED_BY_PROVINCE: lambda: _("Revise"),
    State.DRAFT: lambda: _("Submit"),
}


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Plans that wait for this person's decision or revision."""
    held = scope.all_permissions
    states = []
    if held & {Permission.APPROVE_AS_DEPUTY, Permission.APPROVE_AS_CHIEF}:
        states.append(State.SUBMITTED)
    if Permission.RECEIVE_PLAN in held:
        states.append(State.APPROVED)
    own = _own_open(scope) if Permission.SUBMIT_PLAN in held else QuarterPlan.objects.none()
    rows, found = yield _in_states(scope, states), own
    rows += [row for row in found if row.state != State.DRAFT or _is_due(row.period)]
    return [_item(row) for row in rows if _waits_for(user, row)]


def _in_states(scope: Scope, states: list[State]) -> QuerySet[QuarterPlan]:
    rows = QuarterPlan.objects.visible_to(scope).filter(state__in=states)
    return rows.select_related("committee").order_by("changed_at", "pk")[:MOST]


def _own_open(scope: Scope) -> QuerySet[QuarterPlan]:
    """Returned plans, and drafts of the quarter that runs or begins soon, of own committees."""
    rows = QuarterPlan.objects.visible_to(scope).filter(
        committee_id__in=scope.inside,
        state__in=[State.RETURNED, State.RETURNED_BY_PROVINCE, State.DRAFT],
        fiscal_year__gte=fiscal_year(today()),
    )
    return rows.select_related("committee").order_by("fiscal_year", "quarter", "pk")[:MOST]


def _is_due(period: Quarter) -> bool:
    return period.start - AHEAD <= today() <= period.end


def _waits_for(user: User, row: QuarterPlan) -> bool:
    if row.state == State.SUBMITTED:
        return approves(user, row.committee)
    wanted = Permission.RECEIVE_PLAN if row.state == State.APPROVED else Permission.SUBMIT_PLAN
    return access.can(user, wanted, row.committee)


def _item(row: QuarterPlan) -> home.Waiting:
    state = State(row.state)
    late = state == State.DRAFT and row.period.start <= today()
    return home.Waiting(
        verb=_WORDS[state](),
        what=_("Plan %(quarter)s") % {"quarter": row.period.label()},
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=None if state == State.DRAFT else row.changed_at,
        due=row.period.start if state == State.DRAFT else None,
        tone="bad" if late else "attention",
    )


def coming(user: User, scope: Scope) -> list[home.Coming]:
    """When the next quarter begins, for those whose committee sends its plan up."""
    if Permission.SUBMIT_PLAN not in scope.all_permissions:
        return []
    following = quarter(today()).next
    return [
        home.Coming(
            following.start,
            _("%(quarter)s begins; its plan should be received by then")
            % {"quarter": following.label()},
            "",
            reverse("plans") + f"?year={following.year}&quarter={following.number}",
        )
    ]


def national_block(request: HttpRequest, scope: Scope) -> tuple[str, dict[str, Any]] | None:
    """The totals of every province for a national observer."""
    if not scope.national:
        return None
    now = quarter(today())
    return "actionplans/_totals.html", {
        "totals": province_totals(now.year, now.number),
        "period": now,
    }


def committee_block(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """This fiscal year's quarters on a committee's page."""
    scope = access.scope_of(request.user)
    rows = QuarterPlan.objects.visible_to(scope).filter(
        committee=committee, fiscal_year=fiscal_year(today())
    )
    found = yield rows.order_by("quarter")
    for row in found:
        row.committee = committee
    return "actionplans/_committee_plans.html", {
        "quarters": found,
        "committee": committee,
        "sees_lines": scope.sees_inside(committee),
    }


def province_block(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """For PSDHS: which committee's quarters have gone up this fiscal year."""
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    year = fiscal_year(today())
    committees = Committee.objects.visible_to(scope).filter(
        province=province, kind__in=SENDING_UP, ended__isnull=True
    )
    sent = QuarterPlan.objects.visible_to(scope).filter(
        province=province, fiscal_year=year, above=True
    )
    standing, sent_up = yield committees.order_by("kind", "sort_key")[:MOST_COMMITTEES], sent
    found: dict[tuple[int, int], QuarterPlan] = {
        (row.committee_id, row.quarter): row for row in sent_up
    }
    rows = []
    for committee in standing:
        plans = [found.get((committee.pk, number)) for number in (1, 2, 3, 4)]
        for plan in plans:
            if plan is not None:
                plan.committee = committee
        rows.append({"committee": committee, "plans": plans})
    return "actionplans/_province_plans.html", {
        "rows": rows,
        "periods": quarters_of(year),
        "year": year,
    }


def plan_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a quarterly plan leads."""
    return reverse("quarter", args=[committee.slug, event.subject_id])


def add_line(request: HttpRequest, hat: Hat) -> tuple[str, str] | None:
    """The large + of those who write plans: a line of the year that is being planned."""
    if Permission.EDIT_PLAN not in permissions(hat.roles):
        return None
    address = reverse("line_add", args=[hat.committee_slug])
    return address, _("Add a line")


_OF_POSTS = {
    State.SUBMITTED: lambda plan: Permission(plan.committee.approver),
    State.APPROVED: lambda _plan: Permission.RECEIVE_PLAN,
    State.RETURNED: lambda _plan: Permission.SUBMIT_PLAN,
    State.RETURNED_BY_PROVINCE: lambda _plan: Permission.SUBMIT_PLAN,
}


def post_work(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """The plans that wait for these posts, as far as this person sees them."""
    rows = QuarterPlan.objects.visible_to(access.scope_of(user)).filter(
        province_id__in={place.province_id for place in places}, state__in=list(_OF_POSTS)
    )
    found = []
    plans = yield rows.select_related("committee").order_by("changed_at", "pk")[:MOST_OF_POSTS]
    for plan in plans:
        wanted = _OF_POSTS[State(plan.state)](plan)
        what = _("%(verb)s: plan %(quarter)s, %(committee)s") % {
            "verb": _WORDS[State(plan.state)](),
            "quarter": plan.period.label(),
            "committee": plan.committee.short,
        }
        found += [
            OpenWork(place.pk, what, plan.get_absolute_url(), since=plan.changed_at)
            for place in places
            if access.post_can(place.rule, place.committee, wanted, plan.committee)
        ]
    return found


def consequences(seat: Seat) -> list[str]:
    """What of the plans is left waiting when a seat ends."""
    held = seat.rule.holds | seat.rule.below
    rows = QuarterPlan.objects.filter(committee=seat.committee)
    found = []
    if held & {Permission.APPROVE_AS_DEPUTY, Permission.APPROVE_AS_CHIEF}:
        count = rows.filter(state=State.SUBMITTED).count()
        if count:
            found.append(
                ngettext(
                    "%(count)d plan of this committee waits for approval.",
                    "%(count)d plans of this committee wait for approval.",
                    count,
                )
                % {"count": count}
            )
    if Permission.SUBMIT_PLAN in held:
        states = [State.RETURNED, State.RETURNED_BY_PROVINCE]
        count = rows.filter(state__in=states).count()
        if count:
            found.append(
                ngettext(
                    "%(count)d returned plan waits for revision.",
                    "%(count)d returned plans wait for revision.",
                    count,
                )
                % {"count": count}
            )
        if _nobody_else(seat, Permission.SUBMIT_PLAN):
            found.append(_("Nobody else can then submit this committee's plan."))
    return found


def _nobody_else(seat: Seat, permission: Permission) -> bool:
    people = access.holders(permission, seat.committee)
    return all(person.pk == seat.person_id for person in people)


def register() -> None:
    """Add these parts, and say where plans of the history are seen."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_block(national_block)
    home.register_committee_block(committee_block)
    home.register_province_block(province_block)
    home.register_subject_url("actionplans.quarterplan", plan_url)
    frame.register_add(add_line)
    handover.register_consequence(consequences)
    handover.register_open_work(post_work)
