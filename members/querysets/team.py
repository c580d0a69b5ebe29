"""Which versions of the team, which people on them, and which proposals a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from committees.calendar import today
from committees.querysets import Scope, ScopedQuerySet
from committees.roles import Permission, permissions


def contact_provinces(scope: Scope) -> frozenset[int]:
    """The provinces in which one of the person's seats lets them see how people are reached."""
    return frozenset(
        scope.homes[committee_id]
        for committee_id, roles in scope.roles.items()
        if Permission.SEE_CONTACTS in permissions(roles)
    )


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of the team: that there is one is known in the province."""

    def visible_to(self, scope: Scope) -> Self:
        """Inside the provincial committee every one, in the province those that were endorsed."""
        endorsed = Q(state="endorsed")
        if not scope.national:
            endorsed &= Q(province_id__in=scope.provinces)
        return self.filter(Q(committee_id__in=scope.inside) | endorsed)

    def in_force(self, on: dt.date) -> Self:
        """The versions people may be chosen from on this day: one a province at most."""
        return self.filter(state="endorsed", valid_from__lte=on, valid_until__gte=on)


class MemberQuerySet(models.QuerySet[Any]):
    """People on the team, with how they are reached."""

    def visible_to(self, scope: Scope) -> Self:
        """For those who may see contacts: the version in force, inside the committee every one."""
        day = today()
        return self.filter(
            Q(committee_id__in=scope.inside) | Q(open_from__lte=day, open_until__gte=day),
            province_id__in=contact_provinces(scope),
        )

    def on_duty(self, on: dt.date) -> Self:
        """Those whose version is in force on this day and whose own term is not over."""
        return self.filter(open_from__lte=on, open_until__gte=on).filter(
            Q(term_until__isnull=True) | Q(term_until__gte=on)
        )


class ProposalQuerySet(ScopedQuerySet):
    """Proposals, seen where they were made and by those above."""

    def visible_to(self, scope: Scope) -> Self:
        """As rows of a committee, and only for those who may see contacts there."""
        return super().visible_to(scope).filter(province_id__in=contact_provinces(scope))
