"""What seats add to the first page and to a committee's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, IntegerField, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.kinds import Kind
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import ROLES
from members.models import Seat
from members.policy.seats import carries_weight

LEADING = [slug for slug in ROLES if carries_weight(slug)]
AHEAD = dt.timedelta(days=60)


def by_role() -> Func:
    """An order of seats as in the table of roles: chair first, roles that are gone last."""
    roles = Value(list(ROLES), output_field=ArrayField(CharField()))
    return Func(roles, F("role"), function="array_position", output_field=IntegerField())


def leading_seats(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """Who leads the committee now; a civil-society committee shows its offices instead."""
    if committee.kind == Kind.CIVIL_SOCIETY:
        return None
    seats = yield (
        Seat.objects.visible_to(access.scope_of(request.user))
        .current(today())
        .filter(committee=committee, role__in=LEADING)
        .select_related("person", "organisation")
        .order_by(by_role(), "person__sort_key")[:30]
    )
    context: dict[str, Any] = {
        "seats": seats,
        "seats_url": reverse("seats", args=[committee.slug]),
    }
    return "members/_leading.html", context


def ending_seats(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """The last days of one's own seats in the coming weeks. Asks only where one has such a day."""
    if scope.until is None or scope.until > today() + AHEAD:
        return []
    seats = yield (
        Seat.objects.filter(person=user, committee_id__in=scope.seats, ended_at__isnull=True)
        .filter(ends__gte=today(), ends__lte=today() + AHEAD)
        .select_related("committee")
        .order_by("ends")[:5]
    )
    return [
        home.Coming(
            seat.ends,
            _("Your seat as %(post)s ends") % {"post": seat.post},
            seat.committee.short,
            reverse("committee", args=[seat.committee.slug]),
        )
        for seat in seats
    ]


def register() -> None:
    """Add these parts, and say where seats and committees of the history are seen."""
    home.register_committee_block(leading_seats)
    home.register_coming(ending_seats)
    home.register_subject_url("members.seat", _seats_url)
    home.register_subject_url("committees.committee", _committee_url)


def _seats_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("seats", args=[committee.slug])


def _committee_url(event: AuditEvent, committee: Committee) -> str:
    return committee.get_absolute_url()
