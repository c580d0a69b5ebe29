"""What the pages of overlaps and gaps share: what the address asks for, and the downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionplans.gaps import Matrix, quarter_word
from actionplans.overlaps import MOST, Overlap, Wanted, find, outcome_label
from actionplans.sides import Sides
from committees.calendar import Quarter, quarters_of
from committees.downloads import Download
from committees.exports import Row, Sheet
from committees.http import address_with, page_number, safe_int
from committees.lists import choice
from members.models import Pillar

PER_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """The filters of an address; anything odd in it asks for nothing."""

    pillar: str
    quarter: int

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        number = safe_int(request.GET.get("quarter", "")) or 0
        pillar = request.GET.get("pillar", "")
        return cls(
            pillar if pillar in Pillar.values else "", number if number in (1, 2, 3, 4) else 0
        )

    def __bool__(self) -> bool:
        return bool(self.pillar or self.quarter)

    def wanted(self, year: int, **more: Any) -> Wanted:
        """The overlaps that are asked for."""
        period = Quarter(year, self.quarter) if self.quarter else None
        return Wanted(pillar=self.pillar, period=period, **more)

    def filters(self, year: int) -> list[dict[str, Any]]:
        """The choices above the list."""
        quarters = [(p.number, p.label()) for p in quarters_of(year)]
        return [
            choice("pillar", _("pillar"), _("Every pillar"), Pillar.choices, self.pillar),
            choice("quarter", _("quarter"), _("The whole year"), quarters, self.quarter or ""),
        ]


def overlap_page(
    request: HttpRequest, sides: Sides, asked: Asked
) -> tuple[list[Overlap], dict[str, str]]:
    """The overlaps of the page asked for, and the links at its foot."""
    number = page_number(request)
    wanted = asked.wanted(sides.year, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    found = find(sides, wanted)
    pager = {
        "prev_url": address_with(request, page=str(number - 1)) if number > 1 else "",
        "next_url": address_with(request, page=str(number + 1)) if len(found) > PER_PAGE else "",
    }
    return found[:PER_PAGE], pager


def overlap_file(sides: Sides, asked: Asked, title: str) -> Download:
    """The overlaps as a file."""
    found = find(sides, asked.wanted(sides.year, limit=MOST))
    headers = [
        _("committee"),
        _("line"),
        _("other committee"),
        _("their line"),
        _("pillar"),
        _("where"),
        _("from"),
        _("until"),
        _("organisations in common"),
        _("what was agreed"),
    ]
    return _file(title, headers, list(overlap_rows(found)))


def overlap_rows(found: list[Overlap]) -> Iterator[Row]:
    """One row for each pair."""
    for one in found:
        yield (
            one.ours.committee.short,
            one.ours.what,
            one.theirs.committee.short,
            one.theirs.what,
            one.pillar_label,
            one.where,
            one.starts,
            one.ends,
            one.common_names,
            outcome_label(one.outcome),
        )


def gaps_file(found: Matrix, title: str) -> Download:
    """The matrix as a file: one row for each district, pillar and quarter."""
    headers = [_("district"), _("pillar"), _("quarter"), _("lines"), _("in words")]
    rows: list[Row] = [
        (row.area.name, group.label, quarter_word(cell.period), cell.count, cell.words)
        for row in found.rows
        for group in row.pillars
        for cell in group.cells
    ]
    return _file(title, headers, rows)


def _file(title: str, headers: list[str], rows: list[Row]) -> Download:
    """A file of bounded length, made at once."""
    return Download(title, [Sheet(title, headers, rows, notes=(title,))])
