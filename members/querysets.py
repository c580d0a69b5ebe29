"""Which organisations and seats a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from committees.querysets import Scope, ScopedQuerySet


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """The directory of organisations of the provinces in which the person holds a seat."""
        return self if scope.national else self.filter(province_id__in=scope.provinces)


class SeatQuerySet(ScopedQuerySet):
    def current(self, on: dt.date) -> Self:
        """Seats that are held on this day."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on)

    def ended(self, on: dt.date) -> Self:
        return self.filter(ends__lt=on)

    def coming(self, on: dt.date) -> Self:
        return self.filter(starts__gt=on)
