"""What a committee reads of a neighbour's draft: the lines that were opened to it, and no more.

The lines come from a function of the database (`app_opened_lines`), which gives them only while the
draft stands open to a committee the reader sits in; what the opener keeps back, the money, it does
not give at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from actionplans.lines import ShownLine, show
from actionplans.models import LineComment, Opening, OpeningGuest
from actionplans.querysets.neighbours import GUESTS, NEIGHBOURS
from actionplans.workflow.neighbours import WITHDRAWN
from committees.models import Area, Committee
from committees.querysets import Scope
from members.models import Organisation

MOST_LINES = 500

COLUMNS = [
    "opening_id",
    "committee_id",
    "plan_id",
    "line_id",
    "pos",
    "what",
    "pillar",
    "responsible_id",
    "supporting",
    "places",
    "starts",
    "ends",
    "budget",
    "funding",
    "funder",
    "indicator",
    "target",
]


@dataclass(frozen=True)
class OpenedLine:
    """A line as it was opened. Money is None where the opener does not show it."""

    opening_id: int
    committee_id: int
    plan_id: int
    line_id: int
    pos: int
    what: str
    pillar: str
    responsible_id: int
    supporting: tuple[int, ...]
    places: tuple[int, ...]
    starts: dt.date
    ends: dt.date
    budget: Decimal | None
    funding: str | None
    funder: str | None
    indicator: str
    target: str


def guests_of(opening: Opening, scope: Scope) -> list[Committee]:
    """The person's committees to which this draft is open, by name."""
    nodes = [
        node
        for pk, node in scope.nodes.items()
        if pk in scope.inside
        and node.kind in GUESTS
        and node.province_id == opening.province_id
        and pk != opening.committee_id
    ]
    if opening.to_all:
        near = [node for node in nodes if node.kind in NEIGHBOURS]
        nodes = [*near, *_named(opening, scope, [n for n in nodes if n not in near])]
    else:
        nodes = _named(opening, scope, nodes)
    return sorted(nodes, key=lambda node: (node.sort_key, node.pk))


def _named(opening: Opening, scope: Scope, nodes: list[Committee]) -> list[Committee]:
    """Those of these committees that were chosen by name."""
    if not nodes:
        return []
    rows = OpeningGuest.objects.visible_to(scope).filter(opening=opening, guest__in=nodes)
    chosen = set(rows.values_list("guest_id", flat=True))
    return [node for node in nodes if node.pk in chosen]


def opened_lines(
    guests: Iterable[int], year: int, *, opening: Opening | None = None, line: int | None = None
) -> list[OpenedLine]:
    """The lines opened to these committees of the person, in the order of their plans."""
    wheres: list[str] = ["true"]
    values: list[Any] = [list(guests), year]
    if opening is not None:
        wheres.append("opening_id = %s")
        values.append(opening.pk)
    if line is not None:
        wheres.append("line_id = %s")
        values.append(line)
    values.append(MOST_LINES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM app_opened_lines(%s::bigint[], %s)"
            f" WHERE {' AND '.join(wheres)} ORDER BY committee_id, pos, line_id LIMIT %s",
            values,
        )
        rows = cursor.fetchall()
    return [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> OpenedLine:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return OpenedLine(*values)


@dataclass(frozen=True)
class Names:
    """Organisations and places by their numbers, for lines that hold numbers alone."""

    organisations: Mapping[int, Organisation]
    areas: Mapping[int, Area]

    @classmethod
    def of(cls, scope: Scope, organisations: set[int], areas: set[int]) -> Names:
        """Read the names; two queries."""
        rows = Organisation.objects.visible_to(scope).in_bulk(organisations)
        return cls(rows, Area.objects.in_bulk(areas))

    def organisation(self, pk: int, language: str) -> str:
        row = self.organisations.get(pk)
        return row.name_in(language) if row else ""

    def area(self, code: int, language: str) -> str:
        row = self.areas.get(code)
        return row.titled_in(language) if row else ""


def names_for(lines: Iterable[OpenedLine], scope: Scope) -> Names:
    """The names that these lines need."""
    lines = list(lines)
    return Names.of(
        scope,
        {pk for line in lines for pk in (line.responsible_id, *line.supporting)},
        {code for line in lines for code in line.places},
    )


def shown(line: OpenedLine, names: Names, position: int) -> ShownLine:
    """An opened line in words; an empty source of money where it is kept back."""
    both = ("th", "en")
    return show(
        {
            "what": line.what,
            "pillar": line.pillar,
            "responsible": {b: names.organisation(line.responsible_id, b) for b in both},
            "supporting": [{b: names.organisation(pk, b) for b in both} for pk in line.supporting],
            "places": [{b: names.area(code, b) for b in both} for code in line.places],
            "starts": line.starts.isoformat(),
            "ends": line.ends.isoformat(),
            "budget": str(line.budget or 0),
            "funding": line.funding or "",
            "funder": line.funder or "",
            "indicator": line.indicator,
            "target": line.target,
        },
        key=line.line_id,
        position=position,
    )


def shown_opened(lines: list[OpenedLine], scope: Scope) -> list[ShownLine]:
    """All of them in words, counted from one."""
    names = names_for(lines, scope)
    return [shown(line, names, number) for number, line in enumerate(lines, start=1)]


def audience(
    opening: Opening, committees: Iterable[Committee], chosen: set[int]
) -> list[Committee]:
    """Who of the committees of the province can read this draft now."""
    return [
        row for row in committees if (opening.to_all and row.kind in NEIGHBOURS) or row.pk in chosen
    ]


def counting_comments(scope: Scope, plan_id: int) -> QuerySet[Any]:
    """What is to be asked for (line, how many comments it has that were not taken back)."""
    rows = LineComment.objects.visible_to(scope).filter(opening__plan_id=plan_id)
    counted = rows.exclude(state=WITHDRAWN).order_by().values("line_id")
    found: QuerySet[Any] = counted.annotate(n=Count("pk")).values_list("line_id", "n")
    return found
