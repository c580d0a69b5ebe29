"""What the annual survey adds to the first page, to a committee's years and to its tabs."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from committees import access, home, tabs
from committees.calendar import today
from committees.gather import Asking
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import Permission, permissions
from members import year_page
from members.models import Membership, Seat, Survey, SurveyParticipation
from members.policy import surveys as policy
from members.policy.speaking import TAKING_PART
from members.workflow.surveys import DRAFT, OPEN

MOST = 20


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Surveys to answer, and drafts to open. One round, and one more where a survey is open."""
    if not scope.all_permissions & {Permission.TAKE_PART, Permission.RUN_SURVEY}:
        return []
    rows = (
        Survey.objects.visible_to(scope)
        .filter(committee_id__in=scope.inside, state__in=[DRAFT, OPEN])
        .filter(Q(last_day__gte=today()) | Q(state=DRAFT))
        .select_related("committee")
        .order_by("last_day", "pk")
    )
    found = yield rows[:MOST]
    asked = yield from _unanswered(user, scope, [row for row in found if row.state == OPEN])
    return [_to_open(row) for row in found if row.state == DRAFT and _runs(scope, row)] + [
        _to_answer(row, membership) for row, membership in asked
    ]


def _runs(scope: Scope, row: Survey) -> bool:
    held = permissions(scope.roles.get(row.committee_id, frozenset()))
    return Permission.RUN_SURVEY in held and row.committee.ended is None


def _unanswered(
    user: User, scope: Scope, surveys: list[Survey]
) -> Asking[list[tuple[Survey, Membership]]]:
    """(survey, membership) for each organisation the person speaks for that has not answered."""
    if not surveys:
        return []
    seats = Seat.objects.current(today()).filter(
        committee=OuterRef("committee"),
        organisation=OuterRef("organisation"),
        role__in=TAKING_PART,
    )
    own = seats.filter(person=user)
    answered = SurveyParticipation.objects.visible_to(scope).filter(
        survey__in=surveys, organisation=OuterRef("organisation"), answered=True
    )
    memberships = (
        Membership.objects.members(today())
        .visible_to(scope)
        .filter(committee_id__in={row.committee_id for row in surveys})
        .filter(Exists(own.filter(heads=True)) | (Exists(own) & ~Exists(seats.filter(heads=True))))
        .annotate(answered=ArraySubquery(answered.values("survey_id")))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )
    rows = yield memberships
    return [
        (survey, row)
        for survey in surveys
        for row in rows
        if row.committee_id == survey.committee_id and survey.pk not in row.answered
    ]


def _to_answer(row: Survey, membership: Membership) -> home.Waiting:
    return home.Waiting(
        verb=_("Answer"),
        what=_("Annual survey %(year)s for %(organisation)s")
        % {"year": row.fiscal_year, "organisation": membership.organisation.short},
        where=row.committee.short,
        url=reverse("survey_answer", args=[row.committee.slug, row.fiscal_year])
        + f"?for={membership.organisation_id}",
        due=row.last_day,
        tone="attention",
    )


def _to_open(row: Survey) -> home.Waiting:
    return home.Waiting(
        verb=_("Open"),
        what=_("Annual survey %(year)s") % {"year": row.fiscal_year},
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=row.created_at,
    )


def coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """When open surveys close, for those who run them."""
    if Permission.RUN_SURVEY not in scope.all_permissions:
        return []
    rows = (
        Survey.objects.visible_to(scope)
        .filter(committee_id__in=scope.inside, state=OPEN, last_day__gte=today())
        .select_related("committee")
        .order_by("last_day")
    )
    found = yield rows[:MOST]
    return [
        home.Coming(
            row.last_day,
            _("The annual survey %(year)s closes") % {"year": row.fiscal_year},
            row.committee.short,
            row.get_absolute_url(),
        )
        for row in found
        if row.last_day and _runs(scope, row)
    ]


def year_parts(request: HttpRequest, committee: Committee) -> list[year_page.YearPart]:
    """The committee's surveys, a year each. One query."""
    scope = access.scope_of(request.user)
    inside = scope.sees_inside(committee)
    found = []
    for row in Survey.objects.visible_to(scope).filter(committee=committee)[:100]:
        row.committee = committee
        context: dict[str, Any] = {"survey": row, "inside": inside}
        found.append(year_page.YearPart(row.fiscal_year, "members/_survey_part.html", context, 10))
    return found


def start(request: HttpRequest, committee: Committee) -> year_page.Start | None:
    """Beginning a survey, for those who may."""
    if not allows(policy.check_run, request.user, committee):
        return None
    return year_page.Start(
        _("Begin a survey"), reverse("survey_new", args=[committee.slug]), "plus"
    )


def register() -> None:
    """Add these parts, the tab of the years, and where surveys of the history are seen."""
    tabs.register(tabs.Tab("year", gettext_lazy("Year"), "year", 14, year_page.has_years))
    year_page.register(year_parts, start)
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_subject_url("members.survey", _survey_url)


def _survey_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("survey", args=[committee.slug, event.after["year"]])
