"""Which openings of drafts, comments and marks a person sees."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from committees.kinds import Kind
from committees.querysets import Scope, ScopedQuerySet

# Whom a draft can be opened to: committees that stand for themselves. "All neighbours" are the
# first two; the provincial committee, which oversees the others, is invited only by name.
NEIGHBOURS = (Kind.DISTRICT, Kind.CIVIL_SOCIETY)
GUESTS = (*NEIGHBOURS, Kind.PROVINCIAL)


class OpeningQuerySet(ScopedQuerySet):
    """A committee's own openings; of others those that stand open to a committee of the person."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Own openings, and those of others that are open to one of the person's committees."""
        return self.filter(Q(committee_id__in=scope.inside) | _open_to(hats(scope))).distinct()

    def open_to(self, committee: Any) -> Self:
        """The openings of others that stand open to this committee."""
        return self.filter(_open_to([committee])).exclude(committee_id=committee.pk).distinct()

    def standing(self) -> Self:
        """Those that were not closed again."""
        return self.filter(closed_at__isnull=True)


def hats(scope: Scope) -> list[Any]:
    """The person's committees to which a draft can be open."""
    return [node for pk, node in scope.nodes.items() if pk in scope.inside and node.kind in GUESTS]


def _open_to(committees: list[Any]) -> Q:
    near = {node.province_id for node in committees if node.kind in NEIGHBOURS}
    every = Q(to_all=True, province_id__in=near)
    named = Q(guests__guest__in=[node.pk for node in committees])
    ended = Q(committee__closed=True) | Q(committee__ended__isnull=False)
    return Q(closed_at__isnull=True) & (every | named) & ~ended


class GuestQuerySet(ScopedQuerySet):
    """Whom a draft is opened to: known to the opener, and to each guest of itself alone."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """The guests of own drafts, and own committees as guests."""
        return self.filter(Q(committee_id__in=scope.inside) | Q(guest_id__in=scope.inside))


class CommentQuerySet(ScopedQuerySet):
    """Comments: for the committee that opened the draft, and for the one that commented."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Comments on own drafts, and those of own committees on others'."""
        return self.filter(Q(committee_id__in=scope.inside) | Q(guest_id__in=scope.inside))


class TalkQuerySet(ScopedQuerySet):
    """What two committees said of an overlap; the other side's where it opened its draft to us."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Own marks. Those of the other side come with the overlap (`Overlaps.talks`)."""
        return self.filter(Q(committee_id__in=scope.inside) | Q(other_id__in=scope.inside))


class AreaNeighbourQuerySet(ScopedQuerySet):
    """Which districts lie beside each other: known in the province."""

    def visible_to(self, scope: Scope) -> Self:
        """The pairs of the provinces in which the person has a seat."""
        return self.filter(province_id__in=scope.provinces)
