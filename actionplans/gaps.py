"""Where nothing is planned: districts, pillars and quarters of a fiscal year, as a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.sides import Sides, placed
from committees.calendar import Quarter, quarters_of
from committees.models import Area
from members.models import Pillar


@dataclass(frozen=True)
class Cell:
    """How many lines lie in one district, for one pillar, in one quarter."""

    period: Quarter
    count: int

    @property
    def words(self) -> str:
        return in_words(self.count)


@dataclass(frozen=True)
class PillarCells:
    """A district's quarters for one pillar."""

    pillar: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if not cell.count)


@dataclass(frozen=True)
class DistrictRow:
    """One district of the matrix."""

    area: Area
    pillars: tuple[PillarCells, ...]

    @property
    def total(self) -> int:
        return sum(cell.count for group in self.pillars for cell in group.cells)

    def gaps(self) -> list[str]:
        """What is missing there, in words: one sentence a pillar, one where nothing is planned."""
        if self.total or len(self.pillars) < 2:
            return [_gap(group) for group in self.pillars if group.empty]
        cells = self.pillars[0].cells
        if len(cells) == 4:
            return [_("nothing planned all year")]
        return [_("nothing planned in %(quarters)s") % {"quarters": _quarters(cells)}]


@dataclass(frozen=True)
class Matrix:
    """The whole of it. `wide` are lines of the whole province, which lie in no district."""

    rows: list[DistrictRow]
    periods: tuple[Quarter, ...]
    pillars: list[tuple[str, str]]
    wide: int

    @cached_property
    def with_gaps(self) -> list[tuple[Area, list[str]]]:
        """Each district that lacks something, with what it lacks."""
        return [(row.area, gaps) for row in self.rows if (gaps := row.gaps())]

    @property
    def empty_cells(self) -> int:
        return sum(len(group.empty) for row in self.rows for group in row.pillars)

    @property
    def cells(self) -> int:
        return len(self.rows) * len(self.periods) * len(self.pillars)


def matrix(sides: Sides, districts: list[Area], *, pillar: str = "", quarter: int = 0) -> Matrix:
    """Count lines by district, pillar and quarter; one statement, whatever their number."""
    counts, wide = _counts(sides)
    periods = tuple(p for p in quarters_of(sides.year) if quarter in (0, p.number))
    pillars = [(value, str(label)) for value, label in Pillar.choices if pillar in ("", value)]
    rows = [
        DistrictRow(
            area,
            tuple(
                PillarCells(
                    value,
                    label,
                    tuple(Cell(p, counts.get((area.pk, value, p.number), 0)) for p in periods),
                )
                for value, label in pillars
            ),
        )
        for area in districts
    ]
    return Matrix(rows, periods, pillars, wide)


def in_words(count: int) -> str:
    """A number of lines, with a word for none."""
    if not count:
        return _("nothing planned")
    return ngettext("%(count)d line", "%(count)d lines", count) % {"count": count}


def _counts(sides: Sides) -> tuple[dict[tuple[int, str, int], int], int]:
    """(district, pillar, quarter) -> lines, and how many lines are of the whole province."""
    statement = f"""
      WITH lines AS ({sides.quarterly}), places AS ({placed("lines")}),
      once AS (
        SELECT DISTINCT line_id, quarter, pillar,
          CASE WHEN district >= 1000 THEN district END AS district
        FROM places
      )
      SELECT district, pillar, quarter, count(*), count(DISTINCT line_id) FROM once
      WHERE district IS NOT NULL GROUP BY district, pillar, quarter
      UNION ALL
      SELECT NULL, NULL, NULL, 0, count(DISTINCT line_id) FROM once WHERE district IS NULL
    """
    counts, wide = {}, 0
    with connection.cursor() as cursor:
        cursor.execute(statement, sides.values)
        for district, pillar, quarter, count, lines in cursor.fetchall():
            if district is None:
                wide = lines
            else:
                counts[district, pillar, quarter] = count
    return counts, wide


def _gap(group: PillarCells) -> str:
    values = {"pillar": group.label, "quarters": _quarters(group.empty)}
    if len(group.empty) == 4:
        return _("nothing on %(pillar)s all year") % values
    return _("nothing on %(pillar)s in %(quarters)s") % values


def _quarters(cells: tuple[Cell, ...]) -> str:
    """Quarters of one year as people list them: Q1, Q2 and Q4."""
    words = [quarter_word(cell.period) for cell in cells]
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}


def quarter_word(period: Quarter) -> str:
    """A quarter where its year is known."""
    return _("Q%(number)s") % {"number": period.number}
