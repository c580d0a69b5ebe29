"""Which places a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from committees.querysets import ScopedQuerySet


class PlaceQuerySet(ScopedQuerySet):
    """Places, by when they stand and whether somebody acts in them."""

    def standing(self, on: dt.date) -> Self:
        """Places that stand on this day."""
        return self.not_over(on).filter(starts__lte=on)

    def not_over(self, on: dt.date) -> Self:
        """Places that stand on this day or later."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=on))

    def vacant(self, on: dt.date) -> Self:
        """Standing places in which nobody acts on this day.

        Asked under the reader's rights: who sees a committee's places sees its seats too.
        """
        seats = apps.get_model("members", "Seat").objects.current(on)
        return self.standing(on).filter(~Exists(seats.filter(place=OuterRef("pk"))))
