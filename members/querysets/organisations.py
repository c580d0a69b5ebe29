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


class ContactQuerySet(models.QuerySet[Any]):
    """People to reach in organisations."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the provinces in which the person holds a seat; a national seat opens none."""
        return self.filter(province_id__in=scope.provinces)


class OwnQuerySet(models.QuerySet[Any]):
    """What somebody brought along and nobody else sees."""

    def visible_to(self, scope: Scope) -> Self:
        """The person's own, in committees in which a seat is still held."""
        return self.filter(owner_id=scope.user_id, committee_id__in=scope.inside)
