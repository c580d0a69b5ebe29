"""Which seats a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from committees.querysets import ScopedQuerySet


class SeatQuerySet(ScopedQuerySet):
    """Seats, by when they are held."""

    def current(self, on: dt.date) -> Self:
        """Seats that are held on this day."""
        return self.not_over(on).filter(starts__lte=on)

    def not_over(self, on: dt.date) -> Self:
        """Seats that are held on this day or later."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=on), ended_at__isnull=True)

    def ended(self, on: dt.date) -> Self:
        return self.filter(Q(ends__lt=on) | Q(ended_at__isnull=False))

    def coming(self, on: dt.date) -> Self:
        return self.not_over(on).filter(starts__gt=on)
