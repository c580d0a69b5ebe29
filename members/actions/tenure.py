"""How long a seat can last: never longer than what it rests on, a membership or an order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.calendar import format_date, today
from committees.errors import WrongState
from committees.kinds import Kind
from committees.models import Committee
from members.actions import places
from members.models import Membership, Organisation, Place
from members.policy.speaking import TAKING_PART

DAY = dt.timedelta(days=1)


def capped(*, committee: Committee, values: dict[str, Any]) -> dt.date | None:
    """The last day of a seat with these details here, given the one that is wished for.

    `values` holds organisation, role, starts and ends. A member's seat ends with the last day of
    grace; renewing moves it. The membership is held until the transaction ends, so that who
    renews, lapses or leaves meanwhile finds the seat. Raises WrongState for a former member, and
    for a seat that would begin after the membership.
    """
    ends: dt.date | None = values.get("ends")
    days = (ends, membership_end(committee, values), places.planned_end(committee))
    return min((day for day in days if day is not None), default=None)


def membership_end(committee: Committee, values: dict[str, Any]) -> dt.date | None:
    """The last day of the membership that a seat with these details rests on; None without one."""
    home = home_of(committee)
    if home is None:
        return None
    organisation: Organisation = values["organisation"]
    # Who gives a seat here need not be able to read the roll.
    with rls.acting_as_system("the day a membership ends"):
        begun = Membership.objects.filter(
            committee_id=home, organisation=organisation, since__isnull=False
        )
        rows = list(begun.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        return None
    held = next((row for row in rows if not row.is_over), None)
    if held is None:
        if values["role"] not in TAKING_PART:
            return None
        raise WrongState(
            _(
                "The membership of %(organisation)s has ended. It applies again before it gets"
                " seats."
            )
            % {"organisation": organisation.name}
        )
    last: dt.date = held.grace_until
    if values["starts"] > last:
        raise WrongState(
            _("The membership of %(organisation)s ends on %(day)s. It renews before this seat.")
            % {"organisation": organisation.name, "day": format_date(last)}
        )
    return last


def home_of(committee: Committee) -> int | None:
    """The committee whose members sit here: itself, or the one that a working group is part of."""
    if committee.kind == Kind.CIVIL_SOCIETY:
        return committee.pk
    return committee.parent_id if committee.parent_kind == Kind.CIVIL_SOCIETY else None


def seats_with(row: Membership) -> Q:
    """Seats that rest on this membership: in its committee, and in the working groups of it."""
    inside = Q(committee_id=row.committee_id) | Q(committee__parent_id=row.committee_id)
    return inside & Q(organisation_id=row.organisation_id)


def end_places(row: Membership) -> None:
    """The places of a member end with the membership, before the seats in them."""
    standing = Place.objects.not_over(today()).filter(seats_with(row))
    places.end_places(places=standing, last_day=today() - DAY)
