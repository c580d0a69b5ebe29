"""What workshops add to the first page, and where recommendations can go.

Apps above this one say with `register_destination` where a recommendation can be put (a plan line;
a meeting's agenda once there are meetings) and which of their things came from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import Permission
from members import year_page
from members.models import Ballot, Point, Recommendation, Seat, Workshop
from members.policy import workshops as policy
from members.policy.speaking import TAKING_PART
from members.workflow.workshops import COLLECTING, OPEN, PREPARED, RECOMMENDING, UNSETTLED, VOTING

MOST = 20
MOST_OF_YEARS = 60
AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class Went:
    """One thing a recommendation went into."""

    label: str
    url: str
    note: str = ""
    status: str = ""


@dataclass(frozen=True)
class Destination:
    """A kind of thing a recommendation can be put into.

    `address` gives the page that puts it there, or '' for who may not. `found` gives, for many
    recommendations at once, what they went into that the person may see; at most one query.
    """

    key: str
    label: str | Promise
    icon: str
    address: Callable[[User, Recommendation], str]
    found: Callable[[Scope, Sequence[int]], dict[int, list[Went]]]


_DESTINATIONS: dict[str, Destination] = {}


def register_destination(destination: Destination) -> None:
    """Let recommendations go there; a key that is taken is replaced."""
    _DESTINATIONS[destination.key] = destination


def ways_on(user: User, recommendation: Recommendation) -> list[dict[str, Any]]:
    """Where this person may put the recommendation now."""
    if not allows(policy.check_destination, recommendation):
        return []
    found = [(one, one.address(user, recommendation)) for one in _DESTINATIONS.values()]
    return [{"label": one.label, "icon": one.icon, "url": url} for one, url in found if url]


def went_into(scope: Scope, ids: Sequence[int]) -> dict[int, list[Went]]:
    """What each of these recommendations went into, as far as the person may see it."""
    found: dict[int, list[Went]] = {}
    if not ids:
        return found
    for one in _DESTINATIONS.values():
        for pk, things in one.found(scope, ids).items():
            found.setdefault(pk, []).extend(things)
    return found


# --- The first page -----------------------------------------------------------------------------


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Points to add, votes to cast, a workshop to go on with, recommendations that are due."""
    if Permission.TAKE_PART not in scope.all_permissions:
        return []
    workshops, recommendations = yield (
        _workshops_waiting(user, scope),
        _recommendations_waiting(user, scope),
    )
    items = [_workshop_item(user, row) for row in workshops]
    return [item for item in items if item is not None] + [
        _recommendation_item(row) for row in recommendations
    ]


def _workshops_waiting(user: User, scope: Scope) -> QuerySet[Any]:
    mine = Point.objects.visible_to(scope).filter(
        workshop=OuterRef("pk"), author=user, withdrawn_at__isnull=True
    )
    held = Seat.objects.current(today()).filter(
        person=user,
        committee=OuterRef("committee"),
        organisation=OuterRef("organisation"),
        role__in=TAKING_PART,
    )
    spent = Ballot.objects.visible_to(scope).filter(
        Q(person=user) | Q(Exists(held)), workshop=OuterRef("pk"), spent__gte=F("most")
    )
    return (
        Workshop.objects.visible_to(scope)
        .filter(committee_id__in=scope.inside)
        .filter(
            Q(state__in=(COLLECTING, VOTING, RECOMMENDING))
            | Q(state=PREPARED, held_on__lte=today())
        )
        .annotate(wrote=Exists(mine), voted=Exists(spent))
        .select_related("committee")
        .order_by("held_on", "pk")[:MOST]
    )


def _workshop_item(user: User, row: Any) -> home.Waiting | None:
    takes_part = access.can(user, Permission.TAKE_PART, row.committee)
    runs = access.can(user, Permission.RUN_WORKSHOP, row.committee)
    verb = ""
    if row.state == COLLECTING and takes_part and not row.wrote:
        verb = _("Add points")
    elif row.state == VOTING and takes_part and not row.voted:
        verb = _("Vote")
    elif runs and row.state == RECOMMENDING:
        verb = _("Recommend")
    elif runs and row.state == PREPARED:
        verb = _("Open")
    if not verb:
        return None
    return home.Waiting(
        verb=verb,
        what=row.title,
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=row.changed_at,
        tone="attention",
    )


def _recommendations_waiting(user: User, scope: Scope) -> QuerySet[Any]:
    """Unsettled recommendations of one's own organisation: new ones, and those due soon."""
    held = Seat.objects.current(today()).filter(
        person=user,
        committee=OuterRef("committee"),
        organisation=OuterRef("owner"),
        role__in=TAKING_PART,
    )
    return (
        Recommendation.objects.visible_to(scope)
        .filter(committee_id__in=scope.inside, workshop__state="closed", state__in=UNSETTLED)
        .filter(Q(state=OPEN) | Q(due__lte=today() + AHEAD))
        .filter(Exists(held))
        .select_related("committee")
        .order_by(F("due").asc(nulls_last=True), "pk")[:MOST]
    )


def _recommendation_item(row: Recommendation) -> home.Waiting:
    return home.Waiting(
        verb=_("Take up") if row.state == OPEN else _("Finish"),
        what=row.text,
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=None if row.due else row.changed_at,
        due=row.due,
        tone="bad" if row.due and row.due < today() else "attention",
    )


def coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """Workshops that are prepared for a day ahead."""
    if Permission.TAKE_PART not in scope.all_permissions:
        return []
    rows = yield (
        Workshop.objects.visible_to(scope)
        .filter(
            committee_id__in=scope.inside,
            state=PREPARED,
            held_on__gt=today(),
            held_on__lte=today() + AHEAD,
        )
        .select_related("committee")
        .order_by("held_on", "pk")[:5]
    )
    return [
        home.Coming(row.held_on, row.title, row.committee.short, row.get_absolute_url())
        for row in rows
    ]


# --- The years of a committee -------------------------------------------------------------------


def year_parts(request: HttpRequest, committee: Committee) -> list[year_page.YearPart]:
    """The workshops of each year with what they recommended. One query."""
    rows = (
        Workshop.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .annotate(
            number=Count("recommended"),
            unsettled=Count("recommended", filter=Q(recommended__state__in=UNSETTLED)),
        )
        .order_by("-held_on", "-pk")[:MOST_OF_YEARS]
    )
    return [
        year_page.YearPart(
            row.fiscal_year,
            "members/_year_workshop.html",
            {"workshop": row, "committee": committee},
            order=20,
        )
        for row in rows
    ]


def start(request: HttpRequest, committee: Committee) -> year_page.Start | None:
    """Preparing the next workshop, for who runs them."""
    if not allows(policy.check_run, request.user, committee):
        return None
    return year_page.Start(_("Prepare a workshop"), reverse("workshop_new", args=[committee.slug]))


def register() -> None:
    """Add these parts, and say where workshops and recommendations of the history are seen."""
    year_page.register(year_parts, start)
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_subject_url("members.workshop", _workshop_url)
    home.register_subject_url("members.recommendation", _recommendation_url)


def _workshop_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("workshop", args=[committee.slug, event.subject_id])


def _recommendation_url(event: AuditEvent, committee: Committee) -> str:
    if event.verb == "recommendation_removed":
        return reverse("recommendations", args=[committee.slug])
    return reverse("recommendation", args=[committee.slug, event.subject_id])
