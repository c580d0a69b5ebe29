"""Which plans a person sees."""

from __future__ import annotations

from typing import Any, Self

from committees.querysets import ScopedQuerySet


class PlanQuerySet(ScopedQuerySet):
    """Inside every plan; from above those of which a quarter has been sent up."""


class LineQuerySet(ScopedQuerySet):
    """Working lines are the committee's own: from above only what was submitted is read."""

    seen_from_above = False

    def standing(self) -> Self:
        """Lines that were not removed."""
        return self.filter(removed_at__isnull=True)


class QuarterPlanQuerySet(ScopedQuerySet):
    """Inside every quarter; from above those that have been submitted at least once."""

    def of(self, period: Any) -> Self:
        return self.filter(fiscal_year=period.year, quarter=period.number)
