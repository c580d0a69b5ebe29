"""Activities as lists: what an address asks for, the figures of what it finds, and search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum

from accounts.thai import clean_line
from actionplans.models import Activity, ActivityKind, ActivityOrganisation
from committees import search
from committees.calendar import Quarter, fiscal_year_end, fiscal_year_start
from committees.http import int_within, safe_int
from committees.querysets import Scope
from members.models import Pillar

# Totals are of at most so many activities, the newest; the page says so where there are more.
MOST_TOTALLED = 10_000
PLANNED, UNPLANNED = "planned", "unplanned"
NAMES = (
    "q",
    "kind",
    "pillar",
    "committee",
    "year",
    "quarter",
    "organisation",
    "planned",
    "line",
    "tests",
    "withdrawn",
    "sort",
)


@dataclass(frozen=True)
class Filters:
    """What the address asks of the list; anything odd in it asks for nothing."""

    q: str = ""
    kind: str = ""
    pillar: str = ""
    committee: str = ""
    year: int | None = None
    quarter: int | None = None
    organisation: int | None = None
    planned: str = ""
    line: int | None = None
    tests: bool = False
    withdrawn: bool = False
    oldest_first: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the parts of an address."""

        def one_of(name: str, known: list[str]) -> str:
            return query.get(name, "") if query.get(name, "") in known else ""

        return cls(
            q=clean_line(query.get("q", ""))[: search.LONGEST],
            kind=one_of("kind", ActivityKind.values),
            pillar=one_of("pillar", Pillar.values),
            committee=clean_line(query.get("committee", ""))[:80],
            year=int_within(query.get("year", ""), 2400, 2700),
            quarter=int_within(query.get("quarter", ""), 1, 4),
            organisation=safe_int(query.get("organisation", "")),
            planned=one_of("planned", [PLANNED, UNPLANNED]),
            line=safe_int(query.get("line", "")),
            tests=query.get("tests") == "1",
            withdrawn=query.get("withdrawn") == "1",
            oldest_first=query.get("sort") == "oldest",
        )

    @property
    def narrowed(self) -> bool:
        """Whether the list leaves anything out, besides other committees."""
        wanted = (self.q, self.kind, self.pillar, self.year, self.organisation, self.planned)
        return any(wanted) or self.line is not None or self.tests or self.withdrawn

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The days asked for; a quarter counts only together with its year."""
        if self.year is None:
            return None
        if self.quarter:
            asked = Quarter(self.year, self.quarter)
            return asked.start, asked.end
        return fiscal_year_start(self.year), fiscal_year_end(self.year)

    def apply(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        """Narrow the rows, which the scope has bounded already."""
        rows = rows.filter(withdrawn_at__isnull=not self.withdrawn)
        if self.committee:
            rows = rows.filter(committee__slug=self.committee)
        wanted = {"kind": self.kind, "pillar": self.pillar, "line": self.line}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        if self.period:
            rows = rows.filter(starts__gte=self.period[0], starts__lte=self.period[1])
        if self.tests:
            rows = rows.filter(tested__gt=0)
        if self.planned:
            rows = rows.filter(line__isnull=self.planned == UNPLANNED)
        if self.organisation:
            joined = ActivityOrganisation.objects.filter(organisation=self.organisation)
            rows = rows.filter(Q(lead=self.organisation) | Q(pk__in=joined.values("activity_id")))
        if len(self.q) >= search.SHORTEST:
            rows = search.candidates(rows, "app_find_activities", self.q)
        return rows


def ordered(rows: QuerySet[Activity], *, oldest_first: bool) -> QuerySet[Activity]:
    """By day, then as they were logged."""
    return rows.order_by(*(("starts", "pk") if oldest_first else ("-starts", "-pk")))


# --- Figures ------------------------------------------------------------------------------------

SUMMED = (
    "reached",
    "women",
    "men",
    "unsaid",
    "participants",
    "minors",
    "adults",
    "tested",
    "cost",
)


@dataclass(frozen=True)
class Figures:
    """The sums over a list of activities."""

    activities: int
    reached: int
    women: int
    men: int
    unsaid: int
    participants: int
    minors: int
    adults: int
    tested: int
    cost: Decimal
    gain: Decimal | None
    capped: bool


def figures_of(rows: QuerySet[Activity]) -> Figures:
    """The sums over these activities, at most the newest `MOST_TOTALLED` of them. One query.

    The knowledge gain is weighted: sum(n x (after - before)) / sum(n), n being those who took both
    tests.
    """
    newest = ordered(rows, oldest_first=False)[: MOST_TOTALLED + 1]
    weighted = F("tested") * (F("after") - F("before"))
    found = newest.aggregate(
        activities=Count("pk"),
        gained=Sum(weighted, output_field=DecimalField(max_digits=20, decimal_places=2)),
        **{f"all_{name}": Sum(name) for name in SUMMED},
    )
    sums: dict[str, Any] = {name: found[f"all_{name}"] or 0 for name in SUMMED}
    tested = sums["tested"]
    return Figures(
        activities=min(found["activities"], MOST_TOTALLED),
        gain=found["gained"] / tested if tested else None,
        capped=found["activities"] > MOST_TOTALLED,
        **sums,
    )


# --- Search -------------------------------------------------------------------------------------


def find_activities(scope: Scope, q: str, limit: int) -> search.Found:
    """Activities that stand, by what was done."""
    rows = Activity.objects.visible_to(scope).standing().select_related("committee")
    rows = search.candidates(rows, "app_find_activities", q).order_by("-starts", "-pk")
    found, in_all = search.first(rows, limit)
    hits = [
        search.Hit(
            row.title,
            row.get_absolute_url(),
            f"{row.committee.short} · {row.get_kind_display()}",
        )
        for row in found
    ]
    return search.counted(hits, limit, in_all)
