"""Which organisations and seats a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from committees.querysets import Scope, ScopedQuerySet


class OrganisationQuerySet(models.QuerySet[Any]):
    """Organisations, as a directory of each province."""

    def visible_to(self, scope: Scope) -> Self:
        """The directory of organisations of the provinces in which the person holds a seat."""
        return self if scope.national else self.filter(province_id__in=scope.provinces)


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
