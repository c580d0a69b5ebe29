"""Which workshops, points, votes and recommendations a person sees."""

from __future__ import annotations

from typing import Self

from committees.querysets import ScopedQuerySet


class WorkshopQuerySet(ScopedQuerySet):
    """Inside every workshop; from above those that are closed."""


class InsideQuerySet(ScopedQuerySet):
    """Points and votes are the committee's own: nobody above reads them, also not later."""

    seen_from_above = False


class PointQuerySet(InsideQuerySet):
    """Points of a board."""

    def standing(self) -> Self:
        """Points that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def shown(self) -> Self:
        """Points everybody sees: neither withdrawn nor hidden."""
        return self.standing().filter(hidden_at__isnull=True)

    def on_top(self) -> Self:
        """Points that can be voted on and led to recommendations: shown, and not merged."""
        return self.shown().filter(merged_into__isnull=True)


class RecommendationQuerySet(ScopedQuerySet):
    """Inside every recommendation; from above those of closed workshops."""
