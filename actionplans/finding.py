"""Plan lines as a source of the search: own working lines, and what was sent up from below."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.models import PlanLine, QuarterPlan, RoundLine
from committees import search
from committees.models import Committee
from committees.querysets import Scope


def find_lines(scope: Scope, q: str, limit: int) -> search.Found:
    """Working lines of the person's own committees, then submitted lines seen from above."""
    hits, in_all = _own(scope, q, limit)
    if scope.overseen or scope.overseen_provinces:
        above = _from_above(scope, q)
        in_all += len(above)
        hits += [_hit(*words) for words in above[: limit - len(hits)]]
    return search.counted(hits, limit, in_all)


def _own(scope: Scope, q: str, limit: int) -> tuple[list[search.Hit], int]:
    rows = search.candidates(PlanLine.objects.visible_to(scope), "app_find_lines", q)
    rows = rows.select_related("committee", "plan").order_by("-pk")
    found, in_all = search.first(rows, limit)
    hits = [
        search.Hit(
            line.what,
            reverse("plan", args=[line.committee.slug, line.plan.fiscal_year]),
            f"{line.committee.short} · {line.plan.fiscal_year}",
        )
        for line in found
    ]
    return hits, in_all


# Plain values of a line and of what it lies in; its frozen content is long and not shown.
_COMMITTEE = ("slug", "name_th", "name_en", "short_th", "short_en")
_QUARTER = ("pk", "fiscal_year", "quarter", "state")
_WORDS = (
    "what",
    *(f"committee__{name}" for name in _COMMITTEE),
    *(f"round__quarter_plan__{name}" for name in _QUARTER),
)


def _from_above(scope: Scope, q: str) -> list[tuple[Any, ...]]:
    """The newest wording of each line, as values of `_WORDS`."""
    rows = RoundLine.objects.visible_to(scope).exclude(committee_id__in=scope.inside)
    rows = search.candidates(rows, "app_find_round_lines", q).order_by("-pk")
    newest: dict[tuple[int, int], tuple[Any, ...]] = {}
    for line_id, *words in rows.values_list("line_id", *_WORDS)[: search.COUNT_CAP + 1]:
        newest.setdefault((words[-4], line_id), tuple(words))
    return list(newest.values())


def _hit(what: str, *words: Any) -> search.Hit:
    committee = Committee(**dict(zip(_COMMITTEE, words[:5], strict=True)))
    plan = QuarterPlan(**dict(zip(_QUARTER, words[5:], strict=True)))
    return search.Hit(
        what,
        reverse("quarter", args=[committee.slug, plan.pk]),
        f"{committee.short} · {plan.period.label()}",
        plan.state,
    )
