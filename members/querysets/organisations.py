"""Which organisations a person sees."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from committees.querysets import Scope


class OrganisationQuerySet(models.QuerySet[Any]):
    """Organisations, as a directory of each province."""

    def visible_to(self, scope: Scope) -> Self:
        """The directory of organisations of the provinces in which the person holds a seat."""
        return self if scope.national else self.filter(province_id__in=scope.provinces)
