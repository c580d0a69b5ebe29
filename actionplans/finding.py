"""Plan lines as a source of the search: own working lines, and what was sent up from below."""

from __future__ import annotations

from django.urls import reverse

from actionplans.models import PlanLine, RoundLine
from committees import search
from committees.querysets import Scope


def find_lines(scope: Scope, q: str, limit: int) -> search.Found:
    """Working lines of the person's own committees, then submitted lines seen from above."""
    hits, in_all = _own(scope, q, limit)
    if scope.overseen or scope.overseen_provinces:
        above = _from_above(scope, q)
        hits, in_all = hits + above, in_all + len(above)
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


# The words of a line are shown, not its frozen content, which is long.
_SHOWN = (
    "what",
    "line_id",
    *(f"committee__{name}" for name in ("slug", "name_th", "name_en", "short_th", "short_en")),
    *(f"round__quarter_plan__{name}" for name in ("fiscal_year", "quarter", "state")),
)


def _from_above(scope: Scope, q: str) -> list[search.Hit]:
    rows = RoundLine.objects.visible_to(scope).exclude(committee_id__in=scope.inside)
    rows = search.candidates(rows, "app_find_round_lines", q)
    rows = rows.select_related("committee", "round__quarter_plan").only(*_SHOWN).order_by("-pk")
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
