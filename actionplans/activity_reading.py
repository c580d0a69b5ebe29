"""What of an activity lies elsewhere: the words of plan lines, as far as the reader may read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery

from actionplans.models import Activity, PlanLine, RoundLine
from committees.querysets import Scope


def words_of_lines(scope: Scope, ids: Iterable[int]) -> dict[int, str]:
    """The words of these lines: inside as they are now, from above as they went up last.

    At most two queries; lines that never went up are left out for readers above.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    lines = PlanLine.objects.visible_to(scope).filter(pk__in=wanted)
    found: dict[int, str] = dict(lines.values_list("pk", "what"))
    rest = wanted - found.keys()
    if rest:
        sent = RoundLine.objects.visible_to(scope).filter(line_id__in=rest)
        found |= dict(sent.order_by("pk").values_list("line_id", "what"))
    return found


def counted_activities() -> Subquery:
    """How many activities that stand were logged against a line; for a query over lines."""
    found = Activity.objects.standing().filter(line=OuterRef("pk")).order_by()
    return Subquery(found.values("line").annotate(count=Count("pk")).values("count"))
