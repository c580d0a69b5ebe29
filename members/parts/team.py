"""What the multidisciplinary team adds to the first page, the province's page and the tabs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.kinds import Kind
from committees.models import Area, AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission, permissions
from committees.tabs import Tab
from committees.tabs import register as register_tabs
from members.models import TeamProposal, TeamVersion
from members.querysets.team import contact_provinces

# How long before the end of an endorsement the next version is asked for.
AHEAD = dt.timedelta(days=60)
MOST = 20
PEOPLE = "(SELECT coalesce(sum(people), 0) FROM app_team_counts(members_teamversion.province_id))"


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Proposals to answer, versions to send or file, endorsements that end."""
    kept = [
        pk for pk, roles in scope.roles.items() if Permission.ENDORSE_TEAM in permissions(roles)
    ]
    if not kept:
        return []
    wanted = (
        TeamProposal.objects.visible_to(scope)
        .filter(province_id__in={scope.homes[pk] for pk in kept}, state="waiting")
        .select_related("committee")
        .order_by("created_at")[:MOST]
    )
    kept_versions = (
        TeamVersion.objects.visible_to(scope)
        .filter(committee_id__in=kept, replaced_by=None)
        .select_related("committee")
        .order_by("committee_id", "-number")[:MOST]
    )
    proposals, versions = yield wanted, kept_versions
    found = [
        home.Waiting(
            _("Answer"), str(row), row.committee.short, row.get_absolute_url(), since=row.created_at
        )
        for row in proposals
    ]
    by_committee: dict[int, list[TeamVersion]] = {}
    for row in versions:
        by_committee.setdefault(row.committee_id, []).append(row)
    return found + [item for rows in by_committee.values() for item in _of_versions(rows)]


def _of_versions(rows: list[TeamVersion]) -> list[home.Waiting]:
    """What waits in one province: the version that is open, else the next one, in time."""
    standing = next((row for row in rows if row.state != "endorsed"), None)
    if standing is not None:
        return [_of_open(standing)]
    last = rows[0]
    if last.valid_until is None or last.valid_until > today() + AHEAD:
        return []
    late = last.valid_until < today()
    return [
        home.Waiting(
            _("Put together"),
            _("the next version of the multidisciplinary team"),
            last.committee.short,
            reverse("team", args=[last.committee.slug]),
            due=last.valid_until,
            tone="bad" if late else "attention",
        )
    ]


def _of_open(row: TeamVersion) -> home.Waiting:
    verb = _("File the endorsement") if row.state == "sent" else _("Send to the Governor")
    return home.Waiting(
        verb,
        str(row),
        row.committee.short,
        row.get_absolute_url(),
        since=row.sent_at if row.state == "sent" else row.created_at,
    )


def on_province(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """That there is a team, how many are on it and until when, and the way to it."""
    scope = access.scope_of(request.user)
    rows = yield (
        TeamVersion.objects.visible_to(scope)
        .in_force(today())
        .filter(province=province)
        .annotate(people=RawSQL(PEOPLE, [], output_field=IntegerField()))[:1]  # noqa: S611
    )
    row = rows[0] if rows else None
    sees = province.pk in contact_provinces(scope)
    if row is None and not sees:
        return None
    context: dict[str, Any] = {
        "team": row,
        "sees_contacts": sees,
        "url": reverse("team_find", args=[province.pk]),
    }
    return "members/_team_of_province.html", context


def register() -> None:
    """Add these parts, and say where the team of the history is seen."""
    home.register_waiting(waiting)
    home.register_province_block(on_province)
    home.register_subject_url("members.teamversion", _team_url)
    home.register_subject_url("members.teamproposal", _proposal_url)
    register_tabs(Tab("team", gettext_lazy("Team"), "team", 35, _shown))


def _shown(scope: Scope, committee: Committee) -> bool:
    return committee.kind == Kind.PROVINCIAL and scope.sees_inside(committee)


def _team_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("team", args=[committee.slug])


def _proposal_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("team_proposal", args=[committee.slug, event.subject_id])
