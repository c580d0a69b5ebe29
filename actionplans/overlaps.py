"""What two committees plan at the same time, in the same place, for the same pillar.

The same place is the same district, or one the province has marked as its neighbour. A pair is
found only between lines the reader may read, so a line that is not open leaves no sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from actionplans.models import OverlapTalk, TalkOutcome
from actionplans.sides import IN_DISTRICT, Sides, placed
from committees.calendar import Quarter, format_range
from committees.gather import gather
from committees.models import Area, Committee
from members.models import Organisation, Pillar

PAGE = 20
MOST = 500


@dataclass(frozen=True)
class Side:
    """One of the two lines."""

    line_id: int
    committee: Committee
    what: str
    starts: dt.date
    ends: dt.date
    source: str

    @property
    def dates(self) -> str:
        return format_range(self.starts, self.ends)


@dataclass
class Overlap:
    """Two lines side by side, where and when they meet, and what came of it."""

    ours: Side
    theirs: Side
    pillar: str
    places: list[tuple[Area, Area]]
    common: list[Organisation]
    talks: list[OverlapTalk] = field(default_factory=list)
    outcome: str = ""

    @property
    def pillar_label(self) -> str:
        return str(Pillar(self.pillar).label) if self.pillar in Pillar.values else self.pillar

    @property
    def starts(self) -> dt.date:
        return max(self.ours.starts, self.theirs.starts)

    @property
    def ends(self) -> dt.date:
        return min(self.ours.ends, self.theirs.ends)

    @property
    def dates(self) -> str:
        return format_range(self.starts, self.ends)

    @property
    def where(self) -> str:
        """The districts they share, then those that lie beside each other."""
        same = [one.name for one, other in self.places if one == other]
        beside = [
            _("%(one)s beside %(other)s") % {"one": one.name, "other": other.name}
            for one, other in self.places
            if one != other
        ]
        return ", ".join(same or beside)

    @property
    def is_same_place(self) -> bool:
        return any(one == other for one, other in self.places)

    @property
    def common_names(self) -> str:
        return ", ".join(row.name for row in self.common)

    @property
    def status(self) -> str:
        """The state the two lines stand in, as `ui.STATUSES` names it."""
        return f"overlap_{self.outcome}" if self.outcome else "overlap_open"

    def suggestion(self) -> str:
        """One sentence that says what could be done about it."""
        values = {
            "pillar": self.pillar_label,
            "where": self.where,
            "dates": self.dates,
            "ours": self.ours.committee.short,
            "theirs": self.theirs.committee.short,
        }
        return _("Both plan for %(pillar)s: %(where)s, %(dates)s.") % values


@dataclass(frozen=True)
class Wanted:
    """What of the overlaps is asked for."""

    pillar: str = ""
    period: Quarter | None = None
    ours: int | None = None
    theirs: int | None = None
    offset: int = 0
    limit: int = PAGE


def find(sides: Sides, wanted: Wanted) -> list[Overlap]:
    """The overlaps in the order of their weight: the same district first, then the earliest.

    At most `limit` of them and one more, so that the page knows whether there is another.
    """
    rows = _rows(sides, wanted)
    ids = [row[name] for row in rows for name in ("ours_id", "theirs_id")]
    talks = OverlapTalk.objects.visible_to(sides.scope).filter(
        province_id=sides.province, fiscal_year=sides.year, line_id__in=ids, other_line__in=ids
    )
    committees, areas, organisations, talked = _read(
        Committee.objects.visible_to(sides.scope).filter(
            pk__in={row[name] for row in rows for name in ("our_committee", "their_committee")}
        ),
        Area.objects.filter(
            pk__in={code for row in rows for pair in row["places"] for code in pair}
        ),
        Organisation.objects.visible_to(sides.scope).filter(
            pk__in={pk for row in rows for pk in row["common"]}
        ),
        talks[:MOST],
    )
    found = [
        _overlap(row, committees, areas, organisations)
        for row in rows
        if row["our_committee"] in committees and row["their_committee"] in committees
    ]
    if sides.committee:
        _add_talks(found, talked.values())
    else:
        _add_outcomes(found, sides)
    return found


def _rows(sides: Sides, wanted: Wanted) -> list[dict[str, Any]]:
    conditions, values = _conditions(sides, wanted)
    statement = f"""
      WITH ours AS ({sides.ours}), theirs AS ({sides.theirs}),
      near (a, b) AS (
        SELECT low_id, high_id FROM actionplans_areaneighbour WHERE province_id = %(province)s
        UNION ALL
        SELECT high_id, low_id FROM actionplans_areaneighbour WHERE province_id = %(province)s
        UNION ALL
        SELECT code, code FROM committees_area WHERE parent_id = %(province)s
      ),
      mine AS ({placed("ours")}), other AS ({placed("theirs")}),
      pairs AS (
        SELECT m.line_id AS ours_id, t.line_id AS theirs_id,
          bool_or(m.district = t.district) AS same,
          array_agg(DISTINCT ARRAY[m.district, t.district]) AS places
        FROM mine m
        JOIN near n ON n.a = m.district
        JOIN other t ON t.district = n.b AND t.pillar = m.pillar
          AND t.starts <= m.ends AND t.ends >= m.starts
        WHERE m.{IN_DISTRICT} AND {conditions}
        GROUP BY m.line_id, t.line_id
      )
      SELECT p.ours_id, p.theirs_id, p.places, o.committee_id AS our_committee,
        t.committee_id AS their_committee, o.what AS our_what, t.what AS their_what,
        o.pillar, o.starts AS our_starts, o.ends AS our_ends, t.starts AS their_starts,
        t.ends AS their_ends, o.source AS our_source, t.source AS their_source,
        ARRAY(SELECT unnest(o.orgs) INTERSECT SELECT unnest(t.orgs)) AS common
      FROM pairs p JOIN ours o ON o.line_id = p.ours_id JOIN theirs t ON t.line_id = p.theirs_id
      ORDER BY p.same DESC, greatest(o.starts, t.starts), p.ours_id, p.theirs_id
      LIMIT %(limit)s OFFSET %(offset)s
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _conditions(sides: Sides, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    values = sides.values | {"limit": wanted.limit + 1, "offset": wanted.offset}
    # Within a province each pair is found once, and no committee beside itself.
    wheres = ["t.committee_id <> m.committee_id"]
    if not sides.committee:
        wheres.append("m.line_id < t.line_id")
    if wanted.pillar:
        wheres.append("m.pillar = %(pillar)s")
        values["pillar"] = wanted.pillar
    if wanted.period:
        wheres.append("greatest(m.starts, t.starts) <= %(until)s")
        wheres.append("least(m.ends, t.ends) >= %(since)s")
        values |= {"since": wanted.period.start, "until": wanted.period.end}
    if wanted.ours is not None and wanted.theirs is not None:
        wheres.append("m.line_id = %(ours)s AND t.line_id = %(theirs)s")
        values |= {"ours": wanted.ours, "theirs": wanted.theirs}
    return " AND ".join(wheres), values


def _overlap(
    row: dict[str, Any],
    committees: dict[int, Committee],
    areas: dict[int, Area],
    organisations: dict[int, Organisation],
) -> Overlap:
    return Overlap(
        ours=Side(
            row["ours_id"],
            committees[row["our_committee"]],
            row["our_what"],
            row["our_starts"],
            row["our_ends"],
            row["our_source"],
        ),
        theirs=Side(
            row["theirs_id"],
            committees[row["their_committee"]],
            row["their_what"],
            row["their_starts"],
            row["their_ends"],
            row["their_source"],
        ),
        pillar=row["pillar"],
        places=[(areas[one], areas[other]) for one, other in row["places"]],
        common=sorted(
            (organisations[pk] for pk in row["common"] if pk in organisations),
            key=lambda one: (one.sort_key, one.pk),
        ),
    )


def _read(*querysets: Any) -> list[dict[int, Any]]:
    """Rows by their number, of several tables in one statement."""
    return [{row.pk: row for row in rows} for rows in gather(querysets)]


def _add_talks(found: list[Overlap], talks: Iterable[OverlapTalk]) -> None:
    """What either side recorded about each pair, newest first."""
    by_pair: dict[frozenset[int], list[OverlapTalk]] = {}
    for talk in talks:
        by_pair.setdefault(frozenset((talk.line_id, talk.other_line)), []).append(talk)
    for one in found:
        one.talks = by_pair.get(frozenset((one.ours.line_id, one.theirs.line_id)), [])
        one.outcome = one.talks[0].outcome if one.talks else ""
        for talk in one.talks:
            sides = (one.ours.committee, one.theirs.committee)
            talk.committee = next(row for row in sides if row.pk == talk.committee_id)


def _add_outcomes(found: list[Overlap], sides: Sides) -> None:
    """For those who oversee the province: whether the two have talked, not in which words."""
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line_id, other_line, outcome FROM app_talked_lines(%s, %s) ORDER BY at",
            [sides.province, sides.year],
        )
        newest = {frozenset((one, two)): outcome for one, two, outcome in cursor.fetchall()}
    for one in found:
        one.outcome = newest.get(frozenset((one.ours.line_id, one.theirs.line_id)), "")


def outcome_label(outcome: str) -> str:
    """What was agreed, in words."""
    return str(TalkOutcome(outcome).label) if outcome else _("not talked about yet")
