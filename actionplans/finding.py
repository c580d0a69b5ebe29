"""Plan lines as a source of the search: own working lines, and what was sent up from below."""

from __future__ import annotations

from django.urls import reverse

from actionplans.models import PlanLine, RoundLine
from committees import search
from committees.querysets import Scope


def find_lines(scope: Scope, q: str, limit: int) -> search.Found:
    """Working lines of the person's own committees, then submitted lines seen from above."""
    hits = _own(scope, q)
    if scope.overseen or scope.overseen_provinces:
        hits += _from_above(scope, q)
    return search.counted(hits, limit)


def _own(scope: Scope, q: str) -> list[search.Hit]:
    rows = search.candidates(PlanLine.objects.visible_to(scope), "app_find_lines", q)
    rows = rows.select_related("committee", "plan").order_by("-pk")
    return [
        search.Hit(
            line.what,
            reverse("plan", args=[line.committee.slug, line.plan.fiscal_year]),
            f"{line.committee.short} · {line.plan.fiscal_year}",
        )
        for line in rows[: search.COUNT_CAP + 1]
    ]


def _from_above(scope: Scope, q: str) -> list[search.Hit]:
    rows = RoundLine.objects.visible_to(scope).exclude(committee_id__in=scope.inside)
    rows = search.candidates(rows, "app_find_round_lines", q)
    rows = rows.select_related("committee", "round__quarter_plan").order_by("-pk")
    newest: dict[tuple[int, int], search.Hit] = {}
    for line in rows[: search.COUNT_CAP + 1]:
        plan = line.round.quarter_plan
        newest.setdefault(
            (plan.pk, line.line_id),
            search.Hit(
                line.what,
                reverse("quarter", args=[line.committee.slug, plan.pk]),
                f"{line.committee.short} · {plan.period.label()}",
                plan.state,
            ),
        )
    return list(newest.values())
