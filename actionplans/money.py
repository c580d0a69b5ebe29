"""What plans come to by funding source and by pillar.

Working lines are the committee's own (`working`); from above it is what was sent up, each line in
the newest wording that stands (`sent_up`). Both give `Money`, which `by_source` and `by_pillar`
sum into rows for a table or a chart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from actionplans.models import Decision, Funding, PlanLine, QuarterPlan, Round, RoundLine
from committees.gather import Asking, asked_alone
from committees.querysets import Scope
from members.models import Pillar


@dataclass(frozen=True)
class Money:
    """What one line needs and who pays."""

    funding: str
    pillar: str
    amount: Decimal
    committee_id: int = 0


@dataclass(frozen=True)
class Share:
    """What the lines of one funding source, or one pillar, come to; `share` in per cent of all."""

    key: str
    label: str
    lines: int
    amount: Decimal
    share: Decimal


def by_source(rows: Iterable[Money]) -> list[Share]:
    """By funding source, in the order of the list; only sources that have a line."""
    return _shares(rows, "funding", Funding)


def by_pillar(rows: Iterable[Money]) -> list[Share]:
    """By pillar, in the order of the list; only pillars that have a line."""
    return _shares(rows, "pillar", Pillar)


def total(shares: Iterable[Share]) -> Share:
    """The foot of the table."""
    found = list(shares)
    amount = sum((row.amount for row in found), Decimal(0))
    return Share("", "", sum(row.lines for row in found), amount, Decimal(100 if amount else 0))


def _shares(rows: Iterable[Money], name: str, choices: Any) -> list[Share]:
    counts: dict[str, int] = {}
    sums: dict[str, Decimal] = {}
    for row in rows:
        key = getattr(row, name)
        counts[key] = counts.get(key, 0) + 1
        sums[key] = sums.get(key, Decimal(0)) + row.amount
    whole = sum(sums.values(), Decimal(0))
    return [
        Share(
            choice.value,
            str(choice.label),
            counts[choice.value],
            sums[choice.value],
            sums[choice.value] * 100 / whole if whole else Decimal(0),
        )
        for choice in choices
        if choice.value in counts
    ]


def of_lines(lines: Iterable[PlanLine]) -> list[Money]:
    """The money of working lines that were loaded already."""
    return [Money(line.funding, line.pillar, line.budget, line.committee_id) for line in lines]


def working(scope: Scope, **where: Any) -> Asking[list[Money]]:
    """The working lines the person sees, which are those of own committees.

    `where` narrows them: `plan=...`, or `committee=..., plan__fiscal_year=...`.
    """
    rows = PlanLine.objects.visible_to(scope).standing().filter(**where)
    found = yield rows.order_by().values_list("funding", "pillar", "budget", "committee_id")
    return [Money(*row) for row in found]


def sent_up(scope: Scope, **where: Any) -> Asking[list[Money]]:
    """What has gone up, each line once, in its newest wording that stands.

    `where` narrows the quarterly plans: `fiscal_year=2570, province=57`, or `plan=...`. One
    statement.
    """
    rows = _newest_lines(scope, where)
    found = yield rows.values_list(
        "committee_id", "line_id", "funding", "pillar", "budget", "round_id"
    )
    newest: dict[tuple[int, int], Money] = {}
    for committee_id, line_id, funding, pillar, amount, _round in found:
        newest.setdefault((committee_id, line_id), Money(funding, pillar, amount, committee_id))
    return list(newest.values())


def _newest_lines(scope: Scope, where: dict[str, Any]) -> QuerySet[Any]:
    """Lines of the newest round of each quarter, the youngest round first."""
    standing = (
        Round.objects.visible_to(scope)
        .filter(quarter_plan=OuterRef("pk"), above=True)
        .exclude(decision=Decision.WITHDRAWN)
        .order_by("-number")
        .values("pk")[:1]
    )
    quarters = QuarterPlan.objects.visible_to(scope).filter(above=True, **where)
    rounds = quarters.order_by().annotate(standing=Subquery(standing)).values("standing")
    return (
        RoundLine.objects.visible_to(scope)
        .filter(Q(above=True), round__in=rounds)
        .annotate(funding=Cast(KT("content__funding"), RoundLine._meta.get_field("pillar")))
        .order_by("-round_id", "position")
    )


def sent_up_now(scope: Scope, **where: Any) -> list[Money]:
    """The same where a page asks for it alone."""
    return asked_alone(sent_up(scope, **where))
