"""Which terms of office and elections a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from committees.querysets import ScopedQuerySet


class OfficeTermQuerySet(ScopedQuerySet):
    """Terms of office: who holds and held what, seen from above too."""

    def standing(self) -> Self:
        """Terms that were not taken back by a correction."""
        return self.filter(annulled_at__isnull=True)

    def begun(self, on: dt.date) -> Self:
        return self.filter(starts__lte=on)

    def unreplaced(self, on: dt.date) -> Self:
        """Terms without a successor on this day or later."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))


class ElectionQuerySet(ScopedQuerySet):
    """Who stood and how many votes each had stays inside the committee."""

    seen_from_above = False
