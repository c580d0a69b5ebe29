"""What an indicator comes to: each measure's definition, and the counting itself.

Everything that is counted of a fiscal year is read by one statement and then asked as often as a
page needs it. Activities come as the sums the database keeps of them (`ActivityMonth`); what does
not add up over months, as places do not, is read from the activities themselves.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, IntegerField, QuerySet, Sum, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, ExtractMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import (
    Activity,
    ActivityMonth,
    ActivityPractitioners,
    Contribution,
    Gift,
    Indicator,
    Measure,
    ReportLine,
    ReportState,
)
from committees.calendar import fiscal_year_end, fiscal_year_start
from committees.gather import Asking, asked_alone
from committees.kinds import Kind
from committees.models import Committee
from committees.querysets import Scope

SUMMED = (
    "activities",
    "reached",
    "women",
    "men",
    "unsaid",
    "minors",
    "tested",
    "marks_before",
    "marks_after",
    "cost",
)
# What the reports say counts from the day they were sent; until then the committee is writing.
SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)
# More places than this in one year and province are not told apart.
MOST_PLACES = 20_000

Rows = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """How one measure is counted: from which rows, how, and what is said of it on the page."""

    source: str
    count: Callable[[Rows], Decimal | None]
    definition: str | Promise
    unit_th: str
    unit_en: str
    # Whether the figures of quarters and committees may be added up to the whole.
    adds_up: bool = True


def _sum(*names: str) -> Callable[[Rows], Decimal]:
    return lambda rows: Decimal(sum(row[name] for row in rows for name in names))


def _gain(rows: Rows) -> Decimal | None:
    """sum(n x (after - before)) / sum(n); None where nobody took both tests."""
    tested = marks = Decimal(0)
    for row in rows:
        tested += row["tested"]
        marks += row["marks_after"] - row["marks_before"]
    return (marks / tested).quantize(Decimal("0.01")) if tested else None


def _places(*names: str) -> Callable[[Rows], Decimal]:
    def count(rows: Rows) -> Decimal:
        found = {tuple(_known(row[name]) for name in names) for row in rows if row[names[-1]]}
        return Decimal(len(found))

    return count


def _known(value: Any) -> Any:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


RULES: dict[str, Rule] = {
    Measure.REACHED: Rule(
        "months",
        _sum("reached"),
        _("The sum of the people reached, over the activities that were logged."),
        "คน",
        "people",
    ),
    Measure.PARTICIPANTS: Rule(
        "months",
        _sum("women", "men", "unsaid"),
        _("The sum of participants: women, men, and other or not said."),
        "คน",
        "people",
    ),
    Measure.WOMEN: Rule(
        "months", _sum("women"), _("The sum of women among the participants."), "คน", "women"
    ),
    Measure.MEN: Rule(
        "months", _sum("men"), _("The sum of men among the participants."), "คน", "men"
    ),
    Measure.MINORS: Rule(
        "months",
        _sum("minors"),
        _("The sum of participants under 18, where their ages were counted."),
        "คน",
        "people",
    ),
    Measure.ACTIVITIES: Rule(
        "months", _sum("activities"), _("The number of activities logged."), "ครั้ง", "activities"
    ),
    Measure.PRACTITIONERS: Rule(
        "practitioners",
        _sum("total"),
        _("The sum of practitioners of every discipline. Who takes part twice is counted twice."),
        "คน",
        "practitioners",
    ),
    Measure.KNOWLEDGE: Rule(
        "months",
        _gain,
        _(
            "Weighted by people: sum(n × (after − before)) ÷ sum(n), where n is how many took both"
            " tests of an activity and the marks are means in per cent."
        ),
        "จุดร้อยละ",
        "percentage points",
        adds_up=False,
    ),
    Measure.VILLAGES: Rule(
        "places",
        _places("district_id", "subdistrict_id", "village"),
        _("The number of different villages named in activities; each counts once."),
        "หมู่บ้าน",
        "villages",
        adds_up=False,
    ),
    Measure.SUBDISTRICTS: Rule(
        "places",
        _places("subdistrict_id"),
        _("The number of different sub-districts named in activities; each counts once."),
        "ตำบล",
        "sub-districts",
        adds_up=False,
    ),
    Measure.CASH: Rule(
        "months",
        _sum("cost"),
        _("The sum of cash paid for the activities, whoever paid it."),
        "บาท",
        "baht",
    ),
    Measure.STAFF_DAYS: Rule(
        "days",
        _sum("total"),
        _("The sum of days of work that organisations gave to the activities."),
        "วันทำงาน",
        "days of work",
    ),
    Measure.DISTRICTS: Rule(
        "districts",
        _sum("total"),
        _(
            "The number of districts whose committee stands today. It belongs to the province, and"
            " has no quarters."
        ),
        "อำเภอ",
        "districts",
    ),
    Measure.REPORTED: Rule(
        "reported",
        _sum("total"),
        _(
            "The sum of the values that the quarters’ reports give for lines which count towards"
            " it, once the report was submitted."
        ),
        "รายการ",
        "items",
    ),
}

# From the activities, so that the list of activities shows what is behind the figure.
FROM_ACTIVITIES = frozenset(
    code for code, rule in RULES.items() if rule.source not in ("districts", "reported")
)


def quarter_of(month: int) -> int:
    """The quarter of the fiscal year in which a month of the calendar lies."""
    return (month - 10) % 12 // 3 + 1


@dataclass
class Counted:
    """What was counted of one fiscal year, by source and committee."""

    kept: dict[str, dict[int, list[dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, source: str, row: dict[str, Any]) -> None:
        """Keep one row, in its quarter where it has a month."""
        if "at_month" in row:
            row["quarter"] = quarter_of(row["at_month"])
        self.kept[source][row["committee_id"]].append(row)

    @property
    def committees(self) -> set[int]:
        """The committees of which anything was counted."""
        return {pk for source in self.kept.values() for pk in source}

    def value(
        self, indicator: Indicator, *, committee_id: int | None = None, quarter: int | None = None
    ) -> Decimal | None:
        """What an indicator comes to: of one committee or of all, in a quarter or in the year.

        None where there is nothing to say: nobody was tested, or the figure has no quarters.
        """
        rule = RULES[indicator.measure]
        if quarter is not None and rule.source == "districts":
            return None
        found = self.kept.get(rule.source, {})
        asked = [committee_id] if committee_id else list(found)
        return rule.count(
            [
                row
                for pk in asked
                for row in found.get(pk, ())
                if (quarter is None or row["quarter"] == quarter) and _counts(indicator, row)
            ]
        )

    def quarters(
        self, indicator: Indicator, committee_id: int | None = None
    ) -> list[Decimal | None]:
        """What an indicator comes to in each quarter."""
        return [
            self.value(indicator, committee_id=committee_id, quarter=number)
            for number in (1, 2, 3, 4)
        ]


def _counts(indicator: Indicator, row: dict[str, Any]) -> bool:
    if indicator.measure == Measure.REPORTED:
        return bool(row["measure"] == indicator.pk)
    if indicator.measure == Measure.DISTRICTS:
        return True
    return (not indicator.kind or row["kind"] == indicator.kind) and (
        not indicator.pillar or row["pillar"] == indicator.pillar
    )


def count(
    scope: Scope, year: int, indicators: Iterable[Indicator], where: dict[str, Any]
) -> Counted:
    """Count a fiscal year for these indicators by one statement.

    `where` is {"committee": ...} or {"province_id": ...}.
    """
    return asked_alone(ask_count(scope, year, indicators, where))


def ask_count(
    scope: Scope, year: int, indicators: Iterable[Indicator], where: dict[str, Any]
) -> Asking[Counted]:
    """As `count`, asked beside the other parts of a page."""
    wanted = {RULES[indicator.measure].source for indicator in indicators}
    asked = {name: _SOURCES[name](scope, year, where) for name in _SOURCES if name in wanted}
    counted = Counted()
    if not asked:
        return counted
    answers = yield tuple(asked.values())
    for name, rows in zip(asked, answers, strict=True):
        for row in rows:
            counted.add(name, _plain(name, row))
    return counted


def _plain(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of any source under the same names."""
    if name == "districts":
        return {"committee_id": row["parent_id"], "quarter": 0, "total": Decimal(1)}
    return {_NAMES.get(key, key.removeprefix("sum_")): value for key, value in row.items()}


_NAMES = {
    "activity__kind": "kind",
    "activity__pillar": "pillar",
    "report__quarter_number": "quarter",
    "counts_for": "measure",
}


def _months(scope: Scope, year: int, where: dict[str, Any]) -> QuerySet[Any]:
    rows = ActivityMonth.objects.visible_to(scope).filter(**where, month__range=_days(year))
    return (
        rows.annotate(at_month=ExtractMonth("month"))
        .values("committee_id", "at_month", "kind", "pillar")
        .annotate(**{f"sum_{name}": Sum(name) for name in SUMMED})
        .order_by()
    )


def _of_activities(scope: Scope, year: int, where: dict[str, Any]) -> dict[str, Any]:
    first, last = _days(year)
    on = {f"activity__{name}": value for name, value in where.items()}
    return (
        where
        | on
        | {
            "activity__starts__gte": first,
            "activity__starts__lte": last,
            "activity__withdrawn_at__isnull": True,
        }
    )


def _practitioners(scope: Scope, year: int, where: dict[str, Any]) -> QuerySet[Any]:
    rows = ActivityPractitioners.objects.visible_to(scope)
    return _grouped(rows.filter(**_of_activities(scope, year, where)), "count")


def _staff_days(scope: Scope, year: int, where: dict[str, Any]) -> QuerySet[Any]:
    rows = Contribution.objects.visible_to(scope).filter(kind=Gift.STAFF)
    return _grouped(rows.filter(**_of_activities(scope, year, where)), "days")


def _grouped(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    return (
        rows.annotate(at_month=ExtractMonth("activity__starts"))
        .values("committee_id", "at_month", "activity__kind", "activity__pillar")
        .annotate(total=Sum(name))
        .order_by()
    )


def _places_of(scope: Scope, year: int, where: dict[str, Any]) -> QuerySet[Any]:
    rows = Activity.objects.visible_to(scope).standing()
    return (
        rows.filter(**where, starts__range=_days(year))
        .annotate(at_month=ExtractMonth("starts"))
        .values(
            "committee_id",
            "at_month",
            "kind",
            "pillar",
            "district_id",
            "subdistrict_id",
            "village",
        )
        .distinct()
        .order_by()[:MOST_PLACES]
    )


def _districts(scope: Scope, _year: int, where: dict[str, Any]) -> QuerySet[Any]:
    """The districts of a province whose committee stands today."""
    province = where.get("province_id") or where["committee"].province_id
    rows = Committee.objects.visible_to(scope).filter(
        province_id=province, kind=Kind.DISTRICT, ended__isnull=True, parent_kind=Kind.PROVINCIAL
    )
    if "committee" in where:
        rows = rows.filter(parent=where["committee"])
    return rows.values("parent_id", "pk")


def _reported(scope: Scope, year: int, where: dict[str, Any]) -> QuerySet[Any]:
    rows = ReportLine.objects.visible_to(scope).filter(
        **where, report__fiscal_year=year, report__state__in=SENT, value__isnull=False
    )
    measure = Cast(
        KeyTextTransform("id", KeyTextTransform("measure", "content"), output_field=TextField()),
        IntegerField(),
    )
    return (
        rows.annotate(counts_for=measure)
        .filter(counts_for__isnull=False)
        .values("committee_id", "report__quarter_number", "counts_for")
        .annotate(total=Sum("value", output_field=DecimalField()))
        .order_by()
    )


_SOURCES: dict[str, Callable[[Scope, int, dict[str, Any]], QuerySet[Any]]] = {
    "months": _months,
    "practitioners": _practitioners,
    "days": _staff_days,
    "places": _places_of,
    "districts": _districts,
    "reported": _reported,
}


def _days(year: int) -> tuple[dt.date, dt.date]:
    return fiscal_year_start(year), fiscal_year_end(year)
