"""Who sees the sums of a province."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from committees.querysets import Scope


class ProvinceMonthQuerySet(models.QuerySet[Any]):
    """Sums of a province: for who oversees it. An observer asks `app_activity_totals`."""

    def visible_to(self, scope: Scope) -> Self:
        """The sums of the provinces this person oversees."""
        return self.filter(province_id__in=scope.overseen_provinces)
