"""Whether the kept sums of activities are what the activities add up to, and putting them right.

For the system alone: it counts over every committee (`rls.acting_as_system`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

_SUMS = (
    "activities",
    "reached",
    "women",
    "men",
    "unsaid",
    "minors",
    "adults",
    "tested",
    "marks_before",
    "marks_after",
    "cost",
)
_ADDED = """
  count(*) AS activities, sum(reached) AS reached, sum(women) AS women, sum(men) AS men,
  sum(unsaid) AS unsaid, sum(minors) AS minors, sum(adults) AS adults, sum(tested) AS tested,
  sum(tested * coalesce(before, 0)) AS marks_before,
  sum(tested * coalesce(after, 0)) AS marks_after, sum(cost) AS cost"""
_MONTH = "date_trunc('month', starts::timestamp)::date AS month"
_DIFFERS = " OR ".join(f"coalesce(k.{name}, 0) <> coalesce(c.{name}, 0)" for name in _SUMS)

# One statement each, so that both sides are read at the same moment.
_COMMITTEES = f"""
SELECT committee_id, month, pillar, kind, coalesce(k.activities, 0), coalesce(c.activities, 0)
FROM actionplans_activitymonth k
FULL JOIN (
  SELECT committee_id, {_MONTH}, pillar, kind, district_id, above, {_ADDED}
  FROM actionplans_activity WHERE withdrawn_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6
) c USING (committee_id, month, pillar, kind, district_id, above)
WHERE {_DIFFERS} ORDER BY 1, 2, 3, 4
"""
_PROVINCES = f"""
SELECT province_id, month, pillar, '', coalesce(k.activities, 0), coalesce(c.activities, 0)
FROM actionplans_provincemonth k
FULL JOIN (
  SELECT province_id, {_MONTH}, pillar, {_ADDED}
  FROM actionplans_activity WHERE withdrawn_at IS NULL AND above GROUP BY 1, 2, 3
) c USING (province_id, month, pillar)
WHERE {_DIFFERS} ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Drift:
    """A sum that is not what its activities add up to; of a committee, or of a whole province."""

    of_province: bool
    of: int
    month: dt.date
    pillar: str
    kind: str
    kept: int
    counted: int


def drift() -> list[Drift]:
    """Every sum that differs, committees first."""
    found = []
    with connection.cursor() as cursor:
        for of_province, statement in ((False, _COMMITTEES), (True, _PROVINCES)):
            cursor.execute(statement)
            found += [Drift(of_province, *row) for row in cursor.fetchall()]
    return found


@transaction.atomic
def recount(committees: set[int] | None = None) -> None:
    """Count again from the activities: these committees with their provinces, or all of them.

    Whoever logs an activity meanwhile waits until it is done.
    """
    with connection.cursor() as cursor:
        for committee_id in [None] if committees is None else sorted(committees):
            cursor.execute("SELECT app_recount_activities(%s)", [committee_id])


def repair(found: list[Drift]) -> None:
    """Put these sums right; everything is counted again where a province's sum differs."""
    if any(row.of_province for row in found):
        recount()
    elif found:
        recount({row.of for row in found})
