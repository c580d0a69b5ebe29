"""The lines of a fiscal year that are set beside each other, as pieces of one statement.

Three sources: a committee's own working lines, what neighbours opened to it, and what has gone up
and is seen from above. Row-level security bounds each; the conditions here are the first line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from committees.calendar import quarters_of
from committees.querysets import Scope
from members.models import Pillar

OWN = "own"
OPENED = "opened"
SENT = "sent"

# Columns of every source: line_id, committee_id, what, pillar, starts, ends, orgs, areas, source,
# and of `quarterly` ones besides: quarter.
_OWN = """
  SELECT l.id AS line_id, l.committee_id, l.what, l.pillar, l.starts, l.ends,
    ARRAY(SELECT s.organisation_id FROM actionplans_linesupport s WHERE s.line_id = l.id)
      || l.responsible_id AS orgs,
    ARRAY(SELECT p.area_id FROM actionplans_lineplace p WHERE p.line_id = l.id) AS areas,
    'own'::text AS source
  FROM actionplans_planline l
  WHERE l.plan_id = %(plan)s AND l.committee_id = ANY(%(inside)s) AND l.removed_at IS NULL
"""
_OPENED = """
  SELECT o.line_id, o.committee_id, o.what, o.pillar, o.starts, o.ends,
    o.supporting || o.responsible_id, o.places, 'opened'::text
  FROM app_opened_lines(%(guests)s::bigint[], %(year)s) o
"""
# The newest wording of each quarter that was not taken back.
_SENT_ROWS = """
  FROM actionplans_quarterplan q
  JOIN LATERAL (
    SELECT n.id FROM actionplans_round n
    WHERE n.quarter_plan_id = q.id AND n.above AND n.decision <> 'withdrawn'
    ORDER BY n.number DESC LIMIT 1
  ) newest ON true
  JOIN actionplans_roundline r ON r.round_id = newest.id AND r.above
  WHERE q.fiscal_year = %(year)s AND q.province_id = %(province)s AND q.above
    AND q.committee_id <> %(own)s
    AND (q.province_id = ANY(%(provinces)s) OR q.committee_id = ANY(%(overseen)s))
"""
_SENT_COLUMNS = """
  r.line_id, r.committee_id, r.what, r.pillar, (r.content->>'starts')::date AS starts,
    (r.content->>'ends')::date AS ends,
    ARRAY(SELECT (s->>'id')::bigint FROM jsonb_array_elements(r.content->'supporting') s)
      || (r.content->'responsible'->>'id')::bigint AS orgs,
    ARRAY(SELECT (p->>'id')::int FROM jsonb_array_elements(r.content->'places') p) AS areas,
    'sent'::text AS source
"""
# A line that spans quarters went up with each of them: the latest wording counts.
_SENT = f"""
  SELECT DISTINCT ON (r.line_id) {_SENT_COLUMNS} {_SENT_ROWS}
  ORDER BY r.line_id, newest.id DESC
"""
# In which districts a line happens; without places it is where the committee stands, and the lines
# of a whole province lie in no district.
_PLACED = """
  SELECT x.*, d.district FROM {lines} x
  JOIN committees_committee c ON c.id = x.committee_id
  CROSS JOIN LATERAL (
    SELECT DISTINCT CASE WHEN a >= 10000 THEN a / 100 ELSE a END AS district
    FROM unnest(CASE WHEN cardinality(x.areas) > 0 THEN x.areas ELSE ARRAY[c.area_id] END) AS a
  ) d
"""
IN_DISTRICT = "district BETWEEN %(province)s * 100 AND %(province)s * 100 + 99"


@dataclass(frozen=True)
class Sides:
    """Whose lines are set side by side: of one committee and its neighbours, or of a province."""

    scope: Scope
    province: int
    year: int
    committee: int | None = None
    plan: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the statements are filled with."""
        return {
            "year": self.year,
            "province": self.province,
            "plan": self.plan or 0,
            "own": self.committee or 0,
            "guests": [self.committee] if self.committee else [],
            "inside": sorted(self.scope.inside),
            "provinces": sorted(self.scope.overseen_provinces),
            "overseen": sorted(self.scope.overseen),
            "pillars": list(Pillar.values),
        }

    @property
    def ours(self) -> str:
        """Lines of the committee itself; of a province, all that went up."""
        return _OWN if self.committee else _SENT

    @property
    def theirs(self) -> str:
        """Lines of others that this person may read beside them, each once."""
        if not self.committee:
            return _SENT
        return f"""
          SELECT DISTINCT ON (u.line_id) u.* FROM (
            ({_OPENED}) UNION ALL (SELECT s.* FROM ({_SENT}) s)
          ) AS u (line_id, committee_id, what, pillar, starts, ends, orgs, areas, source)
          ORDER BY u.line_id, u.source
        """

    @property
    def quarterly(self) -> str:
        """Every line once for each quarter: working ones by their dates, others as they went up."""
        sent = f"SELECT {_SENT_COLUMNS}, q.quarter {_SENT_ROWS}"
        if not self.committee:
            return sent
        working = f"""
          SELECT w.*, t.quarter FROM (({_OWN}) UNION ALL ({_OPENED})) AS w
          JOIN (VALUES {_quarters(self.year)}) AS t (quarter, starts, ends)
            ON w.starts <= t.ends AND w.ends >= t.starts
        """
        return f"({working}) UNION ALL ({sent})"


def placed(lines: str) -> str:
    """The lines of this name, once for each district they lie in."""
    return _PLACED.format(lines=lines)


def _quarters(year: int) -> str:
    """The four quarters as rows of plain dates; nothing here was written by anybody."""
    return ", ".join(
        f"({period.number}, DATE '{period.start.isoformat()}', DATE '{period.end.isoformat()}')"
        for period in quarters_of(year)
    )
