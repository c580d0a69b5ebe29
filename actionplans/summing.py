"""A year's reports summed up: by committee, by pillar, and by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from actionplans.models import Activity, ReportLine
from actionplans.report_board import BoardRow
from actionplans.reporting import in_language
from actionplans.workflow.reports import ACCEPTED
from committees.fields import baht
from committees.querysets import Scope
from members.models import Pillar


@dataclass
class Figures:
    """What lines and activities come to."""

    lines: int = 0
    done: int = 0
    under_way: int = 0
    late: int = 0
    dropped: int = 0
    budget: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    activities: int = 0
    reached: int = 0
    participants: int = 0

    def add(self, other: Figures) -> None:
        """Take another's figures in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def plain(self) -> dict[str, Any]:
        """As it is frozen."""
        money = {name: f"{getattr(self, name):.2f}" for name in ("budget", "spent")}
        return {one.name: getattr(self, one.name) for one in fields(self)} | money

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Figures:
        """From what was frozen."""
        money = {name: Decimal(plain[name]) for name in ("budget", "spent")}
        return cls(**{one.name: plain[one.name] for one in fields(cls)} | money)

    @property
    def cells(self) -> list[Any]:
        """In the order of `headers`."""
        return [getattr(self, one.name) for one in fields(self)]

    @property
    def worded(self) -> list[str]:
        """The same as text."""
        return [baht(value) if isinstance(value, Decimal) else f"{value:,}" for value in self.cells]


def headers() -> list[str]:
    """What the figures are called."""
    return [
        _("lines"),
        _("done"),
        _("under way"),
        _("late"),
        _("dropped"),
        _("budget in baht"),
        _("money spent in baht"),
        _("activities"),
        _("people reached"),
        _("participants"),
    ]


@dataclass
class Summed:
    """(committee, pillar) -> figures, of one fiscal year."""

    of_pillar: dict[tuple[int, str], Figures] = field(default_factory=dict)

    def at(self, committee_id: int, pillar: str) -> Figures:
        """The figures of one committee and pillar, to be added to."""
        return self.of_pillar.setdefault((committee_id, pillar), Figures())

    def total(self, *, committee_id: int | None = None, pillar: str | None = None) -> Figures:
        """The figures of a committee, of a pillar, or of all."""
        found = Figures()
        for (one, other), figures in self.of_pillar.items():
            if committee_id in (None, one) and pillar in (None, other):
                found.add(figures)
        return found


def summed(scope: Scope, ids: Iterable[int], year: int) -> Summed:
    """Sum up the lines of accepted reports and the activities of these committees. Two queries.

    A line that stands in several reports counts once, by what the last of them says; its money is
    set aside once and spent in each.
    """
    wanted = list(ids)
    result = Summed()
    rows = ReportLine.objects.visible_to(scope).filter(
        committee_id__in=wanted, report__fiscal_year=year, report__state=ACCEPTED
    )
    seen: dict[int, tuple[int, str, str]] = {}
    names = ("committee_id", "line_id", "pillar", "state", "budget", "spent")
    for committee_id, line_id, pillar, state, budget, spent in rows.order_by(
        "report__quarter_number", "pk"
    ).values_list(*names):
        part = result.at(committee_id, pillar)
        part.spent += spent
        if line_id not in seen:
            part.lines += 1
            part.budget += budget
        seen[line_id] = (committee_id, pillar, state)
    for committee_id, pillar, state in seen.values():
        part = result.at(committee_id, pillar)
        if state:
            setattr(part, state, getattr(part, state) + 1)
    _add_activities(result, scope, wanted, year)
    return result


def _add_activities(result: Summed, scope: Scope, ids: list[int], year: int) -> None:
    rows = Activity.objects.visible_to(scope).standing()
    for row in (
        rows.filter(committee_id__in=ids, fiscal_year=year)
        .order_by()
        .values("committee_id", "pillar")
        .annotate(number=Count("pk"), all_reached=Sum("reached"), taking_part=Sum("participants"))
    ):
        part = result.at(row["committee_id"], row["pillar"])
        part.activities += row["number"]
        part.reached += row["all_reached"]
        part.participants += row["taking_part"]


def content_of(rows: Iterable[BoardRow], found: Summed) -> dict[str, Any]:
    """The summary as it is frozen, names in both languages."""
    return {
        "committees": [
            {
                "id": row.committee.pk,
                "th": row.committee.short_in("th"),
                "en": row.committee.short_in("en"),
                "reports": row.accepted,
                "total": found.total(committee_id=row.committee.pk).plain,
                "pillars": {
                    pillar: figures.plain
                    for pillar in Pillar.values
                    if (figures := found.of_pillar.get((row.committee.pk, pillar)))
                },
            }
            for row in rows
        ],
        "pillars": {pillar: found.total(pillar=pillar).plain for pillar in Pillar.values},
        "total": found.total().plain,
    }


@dataclass(frozen=True)
class Table:
    """One table of a summary: its title, what its rows are called, and their figures."""

    title: str
    first: str
    rows: list[tuple[str, Figures]]
    total: Figures | None = None

    @property
    def headers(self) -> list[str]:
        return [self.first, *headers()]

    @property
    def cells(self) -> list[list[Any]]:
        """For a spreadsheet."""
        rows = [[name, *figures.cells] for name, figures in self.rows]
        return rows + ([[_("together"), *self.total.cells]] if self.total else [])

    @property
    def worded(self) -> list[list[str]]:
        """For the page and the paper."""
        rows = [[name, *figures.worded] for name, figures in self.rows]
        return rows + ([[_("together"), *self.total.worded]] if self.total else [])

    @property
    def labelled(self) -> list[dict[str, Any]]:
        """For the page: each cell with the heading of its column."""
        last = len(self.rows) if self.total else -1
        return [
            {
                "cells": [
                    {"label": label, "text": text}
                    for label, text in zip(self.headers, row, strict=True)
                ],
                "total": number == last,
            }
            for number, row in enumerate(self.worded)
        ]


def tables(content: Mapping[str, Any]) -> list[Table]:
    """What a summary shows: by committee, by pillar, by both."""
    committees, total = content["committees"], Figures.of(content["total"])
    return [
        Table(
            _("By committee"),
            _("committee"),
            [(in_language(row), Figures.of(row["total"])) for row in committees],
            total,
        ),
        Table(
            _("By pillar"),
            _("pillar"),
            [
                (str(Pillar(pillar).label), Figures.of(figures))
                for pillar, figures in content["pillars"].items()
            ],
            total,
        ),
        Table(
            _("By committee and pillar"),
            _("committee and pillar"),
            [
                (f"{in_language(row)} · {Pillar(pillar).label}", Figures.of(figures))
                for row in committees
                for pillar, figures in row["pillars"].items()
            ],
        ),
    ]
