"""Search over everything the searcher may see, source by source.

Each source finds its candidates through a database function that runs past the row policies
(`app_find_...`, declared in `row_functions` of a model), because a substring match is not
leakproof and would be tried only after the policy, without its index; the rows themselves are then
read under the policy and `visible_to`, which decide alone what is shown and counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import BooleanField, Count, F, Func, QuerySet, Value, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.thai import clean_line
from committees.models import Committee
from committees.querysets import Scope

Rows = TypeVar("Rows", bound=QuerySet[Any])

SHORTEST, LONGEST = 2, 100
# Rows read of one source; the count says "100+" beyond.
COUNT_CAP = 100
SHOWN = 8


@dataclass(frozen=True)
class Hit:
    """One thing found. `place` says where it belongs, so that namesakes are told apart."""

    title: str
    url: str
    place: str = ""
    status: str = ""


Found = tuple[list[Hit], int, bool]
# find(scope, q, limit) -> (the first `limit` hits, how many, whether there are more than that)
Finder = Callable[[Scope, str, int], Found]


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be searched; small `order` comes first."""

    key: str
    label: str | Promise
    icon: str
    find: Finder
    order: int = 50


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add something that can be searched."""
    _SOURCES[source.key] = source


def sources() -> list[Source]:
    """Everything that can be searched, in the order of the page."""
    return sorted(_SOURCES.values(), key=lambda source: source.order)


@dataclass(frozen=True)
class Group:
    """What one source found."""

    source: Source
    hits: list[Hit]
    count: int
    capped: bool
    more: bool = field(default=False)


def search(scope: Scope, q: str, *, only: str = "") -> list[Group]:
    """What every source (or one of them, then at length) finds; empty groups are left out."""
    groups = []
    for source in sources():
        if only and source.key != only:
            continue
        limit = COUNT_CAP if only else SHOWN
        hits, count, capped = source.find(scope, q, limit)
        if hits:
            groups.append(Group(source, hits, count, capped, more=count > len(hits)))
    return groups


def read_query(raw: str) -> str:
    """What was typed, in the form in which texts are kept; cut where nobody searches so long."""
    return clean_line(raw[: LONGEST * 4])[:LONGEST]


def pattern(q: str) -> str:
    """The LIKE pattern of a substring, in which % _ and \\ stand for themselves."""
    escaped = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped.upper()}%"


def candidates(rows: Rows, function: str, q: str, field: str = "pk") -> Rows:
    """The rows whose ids the database function gives for this text; the policies filter them."""
    return rows.filter(
        Func(
            F(field),
            Value(pattern(q)),
            arg_joiner=f" = ANY(ARRAY(SELECT {function}(",
            template="(%(expressions)s))))",
            output_field=BooleanField(),
        )
    )


def first(rows: Rows, limit: int) -> tuple[list[Any], int]:
    """The first rows, and how many there are: one query that brings no more than is shown."""
    found = list(rows.annotate(in_all=Window(Count("*")))[:limit])
    return found, found[0].in_all if found else 0


def counted(hits: list[Hit], limit: int, in_all: int) -> Found:
    """The answer of a finder: at most `limit` hits, and a count that ends at `COUNT_CAP`."""
    return hits[:limit], min(in_all, COUNT_CAP), in_all > COUNT_CAP


def find_committees(scope: Scope, q: str, limit: int) -> Found:
    """Committees by official or short name."""
    rows = Committee.objects.visible_to(scope).select_related("area")
    rows = candidates(rows, "app_find_committees", q).order_by("depth", "sort_key", "pk")
    found, in_all = first(rows, limit)
    hits = [
        Hit(row.name, row.get_absolute_url(), row.area.name, "ended" if row.ended else "")
        for row in found
    ]
    return counted(hits, limit, in_all)


register_source(Source("committees", _("Committees"), "committee", find_committees, order=10))
