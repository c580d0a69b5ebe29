"""Which memberships and applications a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Self

from committees.querysets import Scope, ScopedQuerySet
from members.standing import members_on, standing_sql


class MembershipQuerySet(ScopedQuerySet):
    """Memberships, by how they stand. From above the whole roll is seen."""

    def members(self, on: dt.date) -> Self:
        """Those of members on this day: active, due or in grace."""
        return self.filter(members_on(on))

    def in_good_standing(self, on: dt.date) -> Self:
        """Those whose year runs on this day; not those in grace."""
        return self.members(on).filter(until__gte=on)

    def with_standing(self, on: dt.date) -> Self:
        """Each with its `standing` on this day."""
        return self.annotate(standing=standing_sql(on))


class ApplicationQuerySet(ScopedQuerySet):
    """Applications stay inside the committee, and nobody sees one that was not confirmed."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Confirmed applications to the person's own committees."""
        return super().visible_to(scope).filter(confirmed_at__isnull=False)
