"""The value of a line's indicator in one quarter, counted from the line's own activities.

The same counting as that of the province's indicators (`actionplans.measures`), held to one line.
Values that are reported, and what activities say nothing of, are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplans.measures import FROM_ACTIVITIES, RULES
from actionplans.models import (
    Activity,
    ActivityPractitioners,
    Contribution,
    Gift,
    Indicator,
    ReportLine,
)
from committees.calendar import Quarter
from committees.fields import baht
from committees.querysets import Scope

# More activities than this against the lines of one quarter are not told apart.
MOST = 5000


def of_lines(
    lines: Sequence[ReportLine], period: Quarter, scope: Scope
) -> dict[int, dict[str, Any]]:
    """Line -> its counted value, plain, with names in both languages. Few queries, however many."""
    asked = {
        line.line_id: line.content["measure"]["id"] for line in lines if line.content.get("measure")
    }
    if not asked:
        return {}
    indicators = {
        row.pk: row
        for row in Indicator.objects.visible_to(scope).filter(
            pk__in=set(asked.values()), measure__in=FROM_ACTIVITIES
        )
    }
    wanted = {line: indicators[pk] for line, pk in asked.items() if pk in indicators}
    rows = _rows(
        list(wanted), {RULES[row.measure].source for row in wanted.values()}, period, scope
    )
    return {line: _plain(indicator, line, rows) for line, indicator in wanted.items()}


def _rows(
    lines: list[int], sources: set[str], period: Quarter, scope: Scope
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    if sources & {"months", "places"}:
        rows = list(_activities(lines, period, scope)[:MOST])
        found["months"] = found["places"] = rows
    if "practitioners" in sources:
        people = ActivityPractitioners.objects.visible_to(scope)
        found["practitioners"] = list(_children(people, lines, period, "count"))
    if "days" in sources:
        given = Contribution.objects.visible_to(scope).filter(kind=Gift.STAFF)
        found["days"] = list(_children(given, lines, period, "days"))
    return found


def _activities(lines: list[int], period: Quarter, scope: Scope) -> QuerySet[Any]:
    rows = Activity.objects.visible_to(scope).standing()
    return (
        rows.filter(line_id__in=lines, starts__gte=period.start, starts__lte=period.end)
        .annotate(on_line=F("line_id"))
        .values(
            "on_line",
            "kind",
            "pillar",
            "reached",
            "women",
            "men",
            "unsaid",
            "minors",
            "tested",
            "before",
            "after",
            "cost",
            "district_id",
            "subdistrict_id",
            "village",
        )
        .order_by("pk")
    )


def _children(rows: QuerySet[Any], lines: list[int], period: Quarter, name: str) -> QuerySet[Any]:
    return (
        rows.filter(
            activity__line_id__in=lines,
            activity__starts__gte=period.start,
            activity__starts__lte=period.end,
            activity__withdrawn_at__isnull=True,
        )
        .annotate(on_line=F("activity__line_id"), kind_of=F("activity__kind"))
        .values("on_line", "kind_of", "activity__pillar")
        .annotate(total=Sum(name))
        .order_by()
    )


def _plain(
    indicator: Indicator, line: int, rows: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    rule = RULES[indicator.measure]
    value = rule.count(
        [
            _summed(row)
            for row in rows.get(rule.source, [])
            if row["on_line"] == line and _counts(indicator, row)
        ]
    )
    return {
        "measure": indicator.measure,
        "name": {language: indicator.name_in(language) for language in ("th", "en")},
        "unit": {"th": indicator.unit_th, "en": indicator.unit_en or indicator.unit_th},
        "value": "" if value is None else f"{value:.2f}",
    }


def _counts(indicator: Indicator, row: Mapping[str, Any]) -> bool:
    kind = row.get("kind", row.get("kind_of"))
    pillar = row.get("pillar", row.get("activity__pillar"))
    return (not indicator.kind or kind == indicator.kind) and (
        not indicator.pillar or pillar == indicator.pillar
    )


def _summed(row: Mapping[str, Any]) -> dict[str, Any]:
    """One activity under the names by which sums of activities are counted."""
    if "total" in row:
        return dict(row)
    tested = row["tested"]
    return {
        **row,
        "activities": 1,
        "marks_before": tested * (row["before"] or Decimal(0)),
        "marks_after": tested * (row["after"] or Decimal(0)),
    }


def worded(measured: Mapping[str, Any]) -> dict[str, str]:
    """A counted value in words of the page's language: indicator, value, definition."""
    language = "en" if get_language() == "en" else "th"
    rule = RULES.get(measured["measure"])
    value = measured["value"]
    return {
        "name": measured["name"][language] or measured["name"]["th"],
        "value": f"{baht(Decimal(value))} {measured['unit'][language]}" if value else _("none yet"),
        "definition": str(rule.definition) if rule else "",
    }
