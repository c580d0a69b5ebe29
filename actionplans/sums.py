"""Where the figures of a year are read: the sums the database keeps, reports, and plan lines.

What was done is read from the kept sums (`models.summaries`), so a page reads as many rows as it
shows and never the activities themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from actionplans.figures import (
    BUDGET,
    DISTRICTS,
    KINDS,
    LINES,
    PROVINCES,
    REACH,
    SUMMED,
    Figure,
    ProvinceSums,
    Sums,
    added,
    budget_figure,
    districts_figure,
    kinds_figure,
    lines_figure,
    provinces_figure,
    reach,
)
from actionplans.models import ActivityMonth, PlanLine, ProvinceMonth, ReportLine, RoundLine
from committees.calendar import fiscal_year_end, fiscal_year_start
from committees.gather import Asking
from committees.models import Area, AreaLevel, Committee
from committees.querysets import Scope


def of_committee(scope: Scope, committee: Committee, year: int) -> dict[str, Asking[Figure]]:
    """The figures of one committee's fiscal year, each as far as this person sees it."""
    rows = _between(ActivityMonth.objects.visible_to(scope).filter(committee=committee), year)
    reported = ReportLine.objects.visible_to(scope).filter(committee=committee)
    inside = scope.sees_inside(committee)
    if inside:
        lines: QuerySet[Any] = _working(scope, committee, year)
        planned = _counted(lines, "pk")
        note = _("Lines of the working plan.")
    else:
        sent = RoundLine.objects.visible_to(scope).filter(committee=committee)
        lines, planned = _sent(sent, year), _counted(_newest(sent, year), "line_id")
        note = _("Lines as the committee last sent them up.")
    return {
        REACH: committee_reach(scope, committee, year),
        KINDS: _kinds(by(rows, "kind"), year),
        LINES: _lines(reported, planned, year, note),
        BUDGET: _budget(lines, year, note),
    }


def of_province(scope: Scope, province: Area, year: int) -> dict[str, Asking[Figure]]:
    """The figures of a province's fiscal year for who oversees it: what is shown above."""
    rows = _between(
        ActivityMonth.objects.visible_to(scope).filter(province=province, above=True), year
    )
    reported = ReportLine.objects.visible_to(scope).filter(province=province, above=True)
    sent = RoundLine.objects.visible_to(scope).filter(province=province, above=True)
    lines, planned = _sent(sent, year), _counted(_newest(sent, year), "line_id")
    note = _("Lines as the committees last sent them up.")
    return {
        REACH: province_reach(scope, province, year),
        DISTRICTS: _districts(by(rows, "district_id"), province, year),
        KINDS: _kinds(by(rows, "kind"), year),
        LINES: _lines(reported, planned, year, note),
        BUDGET: _budget(lines, year, note),
    }


def opens_province(scope: Scope, province: Area) -> bool:
    """Whether the person reads a province's figures: from above it, or as an observer."""
    return province.pk in scope.overseen_provinces or scope.national


def committee_reach(scope: Scope, committee: Committee, year: int) -> Asking[Figure]:
    """People reached by one committee."""
    rows = ActivityMonth.objects.visible_to(scope).filter(committee=committee)
    return _reach(by(_between(rows, year), "month", "pillar"), year)


def province_reach(scope: Scope, province: Area, year: int) -> Asking[Figure]:
    """People reached in a province, for who oversees it."""
    return _reach(province_months(scope, province, year), year)


# Each asks for its own rows, so that a picture reads no more than it shows.


def _reach(months: QuerySet[Any], year: int) -> Asking[Figure]:
    found = yield months
    return reach(found, year)


def _kinds(kinds: QuerySet[Any], year: int) -> Asking[Figure]:
    found = yield kinds
    return kinds_figure(found, year)


def _districts(places: QuerySet[Any], province: Area, year: int) -> Asking[Figure]:
    areas = Area.objects.filter(parent_id=province.pk, level=AreaLevel.DISTRICT)
    found, districts = yield places, areas.order_by("sort_key")
    return districts_figure(found, districts, year)


def _lines(reported: QuerySet[Any], planned: QuerySet[Any], year: int, note: str) -> Asking[Figure]:
    states, counts = yield line_states(reported, year), planned
    return lines_figure(states, sum(row["lines"] for row in counts), year, note)


def _budget(lines: QuerySet[Any], year: int, note: str) -> Asking[Figure]:
    funded = lines.order_by().values("source")
    sources = yield funded.annotate(lines=Count("pk"), baht=Sum("budget")).order_by("source")
    return budget_figure(sources, year, note)


def _between(rows: QuerySet[Any], year: int) -> QuerySet[Any]:
    """The months of a fiscal year."""
    return rows.filter(month__gte=fiscal_year_start(year), month__lte=fiscal_year_end(year))


def by(rows: QuerySet[Any], *names: str) -> QuerySet[Any]:
    """Everything that is summed, one row for each value of these columns."""
    found = rows.values(*names).annotate(**{f"sum_{name}": Sum(name) for name in SUMMED})
    return found.order_by(*names)


def province_months(scope: Scope, province: Area, year: int) -> QuerySet[Any]:
    """A province's sums by month and pillar: one kept row for each."""
    return by(
        _between(ProvinceMonth.objects.visible_to(scope).filter(province=province), year),
        "month",
        "pillar",
    )


def line_states(lines: QuerySet[Any], year: int) -> QuerySet[Any]:
    """How many lines stand in each state: of each line what was reported last."""
    answered = lines.filter(report__fiscal_year=year).exclude(state="")
    newest = answered.order_by("line_id", "-report__quarter_number").distinct("line_id")
    found = lines.filter(pk__in=newest.values("pk")).values("state")
    return found.annotate(lines=Count("pk")).order_by("state")


def _working(scope: Scope, committee: Committee, year: int) -> QuerySet[Any]:
    """The working lines of a committee's year."""
    rows = PlanLine.objects.visible_to(scope).standing()
    return rows.filter(committee=committee, plan__fiscal_year=year).annotate(source=F("funding"))


def _counted(lines: QuerySet[Any], key: str) -> QuerySet[Any]:
    """How many lines there are, by committee."""
    counted = lines.order_by().values("committee_id").annotate(lines=Count(key, distinct=True))
    return counted.order_by("committee_id")


def _newest(rows: QuerySet[Any], year: int) -> QuerySet[Any]:
    """The lines of the rounds in which the year's quarters last went up."""
    return rows.filter(
        round__quarter_plan__fiscal_year=year,
        round__number=F("round__quarter_plan__rounds_count"),
    )


def _sent(rows: QuerySet[Any], year: int) -> QuerySet[Any]:
    """The lines of a year, each as it stood when its quarter last went up."""
    newest = _newest(rows, year).order_by("line_id", "-round_id").distinct("line_id")
    found = rows.filter(pk__in=newest.values("pk"))
    return found.annotate(source=KeyTextTransform("funding", "content"))


# --- The country, for a national observer -------------------------------------------------------


def national_sums(year: int) -> Sums:
    """Everything that all provinces did in a year; nothing but for an observer."""
    return added(_national(year, "pillar"))


def national_months(year: int, province: int | None = None) -> list[Sums]:
    """Sums by month and pillar, of the country or one province; nothing but for an observer."""
    return _national(year, "month, pillar", province)


def national_provinces(year: int) -> list[ProvinceSums]:
    """The sums of each province that has any, in Thai order; nothing but for an observer."""
    found = {row["province_id"]: row for row in _national(year, "province_id")}
    areas = Area.objects.filter(level=AreaLevel.PROVINCE, pk__in=found).order_by("sort_key")
    return [ProvinceSums(area, found[area.pk]) for area in areas]


def _national(year: int, keys: str, province: int | None = None) -> list[Sums]:
    sums = ", ".join(f"sum({name})::bigint" for name in SUMMED[:8])
    sums += ", " + ", ".join(f"sum({name})" for name in SUMMED[8:])
    names = [*(name.strip() for name in keys.split(",")), *(f"sum_{name}" for name in SUMMED)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {keys}, {sums} FROM app_activity_totals(%s, %s)"
            f" WHERE %s::int IS NULL OR province_id = %s GROUP BY {keys} ORDER BY {keys}",
            [fiscal_year_start(year), fiscal_year_end(year), province, province],
        )
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def of_province_for_observer(province: Area, year: int) -> dict[str, Asking[Figure]]:
    """What an observer reads of one province: its sums by month and pillar."""
    return {REACH: _asked(lambda: reach(national_months(year, province.pk), year))}


def of_country(year: int) -> dict[str, Asking[Figure]]:
    """The country's fiscal year for an observer: by month and pillar, and by province."""
    return {
        REACH: _asked(lambda: reach(national_months(year), year)),
        PROVINCES: _asked(lambda: provinces_figure(national_provinces(year), year)),
    }


def _asked(read: Callable[[], Figure]) -> Asking[Figure]:
    """A figure that asks a function of the database, when its turn comes."""
    yield ()
    return read()
