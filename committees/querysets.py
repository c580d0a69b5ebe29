"""Which rows a person sees: resolved once a request, then plain equality in every list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q

from committees.roles import Permission, permissions


@dataclass(frozen=True)
class Oversight:
    """One seat's reach from above: the node it stands on and the roles that reach down from it."""

    committee_id: int
    province_id: int
    path: str
    kind: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """What one person sees, as plain values. `committees.access.resolve` makes it in one query."""

    user_id: int | None = None
    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    seats: dict[int, int] = field(default_factory=dict)
    oversights: tuple[Oversight, ...] = ()
    overseen: frozenset[int] = frozenset()
    provinces: frozenset[int] = frozenset()
    homes: dict[int, int] = field(default_factory=dict)
    # The committees the person sits in, with names and addresses (`access.NODE_FIELDS`), and the
    # day on which the first of the person's rights ends, where one does.
    nodes: dict[int, Any] = field(default_factory=dict)
    until: dt.date | None = None

    @cached_property
    def inside(self) -> frozenset[int]:
        """Committees whose every paper this person sees."""
        return frozenset(self.roles)

    @cached_property
    def overseen_provinces(self) -> frozenset[int]:
        return frozenset(o.province_id for o in self.oversights if o.kind == "provincial")

    @cached_property
    def national(self) -> bool:
        return any(o.kind == "national" for o in self.oversights)

    @cached_property
    def all_permissions(self) -> frozenset[Permission]:
        """Everything the person may do somewhere: for menus and the second factor, not for acts."""
        held = [permissions(slugs) for slugs in self.roles.values()]
        below = [permissions(o.roles, below=True) for o in self.oversights]
        return frozenset().union(*held, *below)

    def sees_inside(self, row: Any) -> bool:
        """Whether the row's committee is one of the person's own."""
        return row.committee_id in self.roles

    @cached_property
    def outlying(self) -> frozenset[int]:
        """Committees seen from inside or from a node above that lie in no overseen province."""
        return frozenset(
            committee_id
            for committee_id, province_id in self.homes.items()
            if province_id not in self.overseen_provinces
        )

    def reach(self) -> Q:
        """Rows of every committee seen from inside or from above, by the fewest equalities."""
        provinces, outlying = self.overseen_provinces, self.outlying
        if not provinces:
            return Q(committee_id__in=outlying)
        if not outlying:
            return Q(province_id__in=provinces)
        return Q(province_id__in=provinces) | Q(committee_id__in=outlying)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows with `committee_id`, `province_id` and, where overseers reach them, `above`."""

    seen_from_above = True

    def visible_to(self, scope: Scope) -> Self:
        """The rows this person may see.

        Inside a committee everything; from above only rows marked `above`. The reach comes as
        plain equality on one column wherever that says it all, so that the planner knows the set.
        """
        own = Q(committee_id__in=scope.inside)
        if not self.seen_from_above or not (scope.overseen or scope.overseen_provinces):
            return self.filter(own)
        if not scope.inside:
            return self.filter(scope.reach(), above=True)
        return self.filter(scope.reach()).filter(Q(above=True) | own)


class CommitteeQuerySet(models.QuerySet[Any]):
    """Committees, as a directory."""

    def visible_to(self, scope: Scope) -> Self:
        """The directory: open committees of the person's provinces, and the person's own.

        That a committee exists and what it is called is published with its appointment order;
        who sits in a closed group is not, and the group is shown to its own people only.
        """
        if scope.national:
            return self.filter(Q(closed=False) | Q(pk__in=scope.inside))
        return self.filter(
            Q(province_id__in=scope.provinces, closed=False) | Q(pk__in=scope.inside)
        )


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, each its reader's own."""

    def visible_to(self, scope: Scope) -> Self:
        """Notices are the reader's own."""
        return self.filter(recipient_id=scope.user_id)


class ExportQuerySet(models.QuerySet[Any]):
    """Exports, each its asker's own."""

    def visible_to(self, scope: Scope) -> Self:
        """What the person asked for; nobody else reads it."""
        return self.filter(asker_id=scope.user_id)
