"""Which indicators and targets a person sees."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from committees.querysets import Scope, ScopedQuerySet


class IndicatorQuerySet(models.QuerySet[Any]):
    """A province's catalogue, read by everybody who has a seat in it."""

    def visible_to(self, scope: Scope) -> Self:
        """The catalogues of the person's provinces."""
        return self.filter(province_id__in=scope.provinces)

    def standing(self) -> Self:
        """Indicators that are not retired."""
        return self.filter(retired_at__isnull=True)


class TargetQuerySet(ScopedQuerySet):
    """Inside every target; from above those of committees open to above."""
