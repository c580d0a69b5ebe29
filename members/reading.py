"""What other rooms ask of the members: who may decide what, and who stands in for whom."""

from __future__ import annotations

from collections import defaultdict

from committees.calendar import today
from committees.models import Committee
from committees.querysets import Scope
from members.models import Seat


def mandates(committee: Committee, scope: Scope) -> dict[int, str]:
    """seat id -> what its holder may decide for the organisation, for the seats held today.

    Seats of which nothing is written down are left out. One query.
    """
    rows = Seat.objects.visible_to(scope).current(today()).filter(committee=committee)
    return dict(rows.exclude(may_decide="").values_list("pk", "may_decide"))


def substitutes(committee: Committee, scope: Scope) -> dict[int, list[Seat]]:
    """seat id -> the seats held today by who stands in for it. One query."""
    rows = Seat.objects.visible_to(scope).current(today()).filter(committee=committee)
    found: dict[int, list[Seat]] = defaultdict(list)
    for seat in rows.filter(substitute_for__isnull=False).select_related("person", "organisation"):
        found[seat.substitute_for_id].append(seat)
    return dict(found)
