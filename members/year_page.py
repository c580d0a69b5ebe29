"""What the page of a committee's years is put together from: surveys, workshops and what follows.

Each noun adds its parts from `members/parts`. A provider is asked once a page and answers with all
it has, in at most two queries; it gives only what this person may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from committees.kinds import Kind
from committees.models import Committee
from committees.querysets import Scope


@dataclass(frozen=True)
class YearPart:
    """Something of one fiscal year: a template with its context; `order` within the year."""

    fiscal_year: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 0


@dataclass(frozen=True)
class Start:
    """Something this person may begin here: the words of the button and where it leads."""

    label: str | Promise
    url: str
    icon: str = "plus"


PartsProvider = Callable[[HttpRequest, Committee], list[YearPart]]
StartProvider = Callable[[HttpRequest, Committee], Start | None]

_PARTS: list[PartsProvider] = []
_STARTS: list[StartProvider] = []


def register(parts: PartsProvider, start: StartProvider | None = None) -> None:
    """Add the parts of a noun and, where one is begun from here, its button."""
    if parts not in _PARTS:
        _PARTS.append(parts)
    if start is not None and start not in _STARTS:
        _STARTS.append(start)


def has_years(scope: Scope, committee: Committee) -> bool:
    """Whether the committee has this page: everyone but the national body holds workshops."""
    return committee.kind != Kind.NATIONAL


def years_of(request: HttpRequest, committee: Committee) -> list[tuple[int, list[YearPart]]]:
    """(fiscal year, its parts), the newest year first."""
    found: dict[int, list[YearPart]] = {}
    for provider in _PARTS:
        for part in provider(request, committee):
            found.setdefault(part.fiscal_year, []).append(part)
    return [
        (year, sorted(found[year], key=lambda part: part.order))
        for year in sorted(found, reverse=True)
    ]


def starts_of(request: HttpRequest, committee: Committee) -> list[Start]:
    """What this person may begin here."""
    starts = (provider(request, committee) for provider in _STARTS)
    return [start for start in starts if start is not None]
