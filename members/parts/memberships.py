"""What memberships and applications add to the first page, to a committee's page and its tabs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from committees import access, home, tabs
from committees.calendar import today
from committees.gather import Asking
from committees.kinds import Kind
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission
from members import standing
from members.models import Application, Membership
from members.policy.memberships import keeps_members
from members.policy.speaking import ask_spoken_for
from members.workflow.applications import ACCEPTED, APPLIED, ENDORSED, SCREENED

MOST = 50
MOST_COUNTED = 1000


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Applicants that wait for this person, and the own membership to renew."""
    inside = _joined(scope)
    if not inside:
        return []
    spoken = yield from ask_spoken_for(user, inside)
    held, rows = yield (
        Membership.objects.visible_to(scope)
        .filter(committee_id__in=inside)
        .filter(standing.members_on(today()))
        .filter(organisation_id__in=[body for _committee, body in spoken])
        .select_related("committee", "organisation"),
        Application.objects.visible_to(scope)
        .filter(committee_id__in=inside, state__in=[APPLIED, SCREENED, ENDORSED, ACCEPTED])
        .select_related("committee")
        .order_by("changed_at", "pk")[:MOST],
    )
    own = [row for row in held if (row.committee_id, row.organisation_id) in spoken]
    found = [_renewal(row) for row in own if row.stands in (standing.DUE, standing.GRACE)]
    good = {row.committee_id: row for row in own if row.stands in standing.IN_GOOD_STANDING}
    return found + [item for row in rows if (item := _item(user, row, good)) is not None]


def _joined(scope: Scope) -> frozenset[int]:
    """The committees the person sits in that organisations join."""
    return frozenset(pk for pk in scope.inside if pk in scope.nodes and _is_joined(scope.nodes[pk]))


def _is_joined(node: Committee) -> bool:
    return node.kind == Kind.CIVIL_SOCIETY


def _renewal(row: Membership) -> home.Waiting:
    late = row.stands == standing.GRACE
    return home.Waiting(
        verb=_("Renew"),
        what=_("Membership of %(organisation)s") % {"organisation": row.organisation.short},
        where=row.committee.short,
        url=reverse("membership_renew", args=[row.committee.slug, row.pk]),
        due=row.grace_until if late else row.until,
        tone="bad" if late else "attention",
    )


# state -> (who may take the next step, what the person does)
_NEXT = {
    APPLIED: (Permission.SCREEN_APPLICANTS, gettext_lazy("Screen")),
    ENDORSED: (Permission.ACCEPT_MEMBERS, gettext_lazy("Decide")),
    ACCEPTED: (Permission.MANAGE_MEMBERSHIPS, gettext_lazy("Have signed")),
}


def _item(user: User, row: Application, good: dict[int, Membership]) -> home.Waiting | None:
    """The application as it waits for this person, or None where it waits for others."""
    if user.email.lower() == row.contact_email.lower() or not row.committee:
        return None
    if row.state == SCREENED:
        if row.committee_id not in good:
            return None
        verb: Any = gettext_lazy("Endorse")
    else:
        permission, verb = _NEXT[row.state]
        if not access.can(user, permission, row.committee):
            return None
        if row.state == ENDORSED and row.endorsed_by_id == user.pk:
            return None
    return home.Waiting(
        verb=verb,
        what=_("Application of %(name)s") % {"name": row.name},
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=row.changed_at,
    )


def coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """When the renewal of the own organisations opens, and for who keeps the roll, of others."""
    inside = _joined(scope)
    if not inside:
        return []
    day = today()
    rows = yield (
        Membership.objects.visible_to(scope)
        .filter(committee_id__in=inside, withdrawn_on__isnull=True)
        .filter(due_from__gt=day, due_from__lte=day + dt.timedelta(days=60))
        .select_related("committee", "organisation")
        .order_by("due_from", "pk")[:MOST]
    )
    if not rows:
        return []
    spoken = yield from ask_spoken_for(user, inside)
    return [
        home.Coming(
            row.due_from,
            _("Renewal of %(organisation)s opens") % {"organisation": row.organisation.short},
            row.committee.short,
            row.get_absolute_url(),
        )
        for row in rows
        if (row.committee_id, row.organisation_id) in spoken
    ]


def committee_members(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """How many members a committee has, on its own page."""
    if not keeps_members(committee):
        return None
    rows = Membership.objects.visible_to(access.scope_of(request.user)).filter(committee=committee)
    members = rows.filter(standing.members_on(today()))
    count = len((yield members.order_by().values_list("pk")[:MOST_COUNTED]))
    if not count:
        return None
    return "members/_members_block.html", {
        "count": count,
        "members_url": reverse("memberships", args=[committee.slug]),
    }


def register() -> None:
    """Add these parts, the tab, and where memberships and applications of the history are seen."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_committee_block(committee_members)
    home.register_subject_url("members.membership", _membership_url)
    home.register_subject_url("members.application", _application_url)
    home.register_subject_url("members.membershiprules", _roll_url)
    tabs.register(
        tabs.Tab(
            "members",
            gettext_lazy("Members"),
            "memberships",
            10,
            lambda _scope, committee: keeps_members(committee),
        )
    )


def _membership_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("membership", args=[committee.slug, event.subject_id])


def _application_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("application", args=[committee.slug, event.subject_id])


def _roll_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("memberships", args=[committee.slug])
