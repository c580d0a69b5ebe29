"""Which orders a person sees, and which parts of them."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from committees.querysets import Scope, ScopedQuerySet
from committees.roles import Permission, permissions

ORDER_WRITING = frozenset({Permission.DRAFT_ORDER, Permission.FILE_ORDER})


def written_by(scope: Scope) -> set[int]:
    """Committees whose orders the person drafts or files by a seat inside them.

    They read what an order says of a closed group too; nobody above does.
    """
    return {pk for pk, roles in scope.roles.items() if permissions(roles) & ORDER_WRITING}


def _naming_own_bodies(scope: Scope) -> models.QuerySet[Any]:
    """Ids of the orders that name a body in which the person sits, once they are published."""
    bodies = apps.get_model("members", "OrderBody")._default_manager
    found: models.QuerySet[Any] = bodies.filter(published=True, target_id__in=scope.inside)
    return found.values("order_id")


class OrderQuerySet(ScopedQuerySet):
    """Orders of committees, and those that name a body of one's own."""

    def visible_to(self, scope: Scope) -> Self:
        """Inside all; from above what was sent out; and what names a body one sits in."""
        seen = super().visible_to(scope)
        if not scope.inside:
            return seen
        named: Self = self.filter(pk__in=_naming_own_bodies(scope))
        return seen | named


class OrderPartQuerySet(ScopedQuerySet):
    """Bodies and posts of orders: as their order, but a closed group's only where one may."""

    def visible_to(self, scope: Scope) -> Self:
        """What of an order the person reads; the row policy says the same."""
        seen = super().visible_to(scope).filter(closed=False)
        seen |= self.filter(committee_id__in=written_by(scope))
        if not scope.inside:
            return seen
        named = Q(order_id__in=_naming_own_bodies(scope), closed=False)
        own = Q(target_id__in=scope.inside)
        return seen | self.filter(named | own, published=True)
