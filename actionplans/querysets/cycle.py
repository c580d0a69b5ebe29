"""Which rules, seasons and lines asked for a person sees."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from committees.querysets import Scope, ScopedQuerySet


class InsideQuerySet(ScopedQuerySet):
    """What stays inside the committee."""

    seen_from_above = False


class ProvinceRowQuerySet(models.QuerySet[Any]):
    """What PSDHS keeps for its whole province."""

    def visible_to(self, scope: Scope) -> Self:
        """That of the provinces in which the person holds a seat."""
        return self.filter(province_id__in=scope.provinces)
