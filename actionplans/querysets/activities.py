"""Which activities a person sees."""

from __future__ import annotations

from typing import Self

from committees.querysets import ScopedQuerySet


class ActivityQuerySet(ScopedQuerySet):
    """Inside every activity; from above those that stand, of committees open to above."""

    def standing(self) -> Self:
        """Activities that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
