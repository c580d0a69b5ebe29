"""What was done, planned and paid, as charts with their tables; each says how it is counted.

Where their rows come from: `actionplans.sums`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplans.models import (
    ActivityKind,
    Funding,
    LineState,
)
from committees import charts
from committees.calendar import (
    BE_OFFSET,
    MONTHS,
    SHORT_MONTHS,
    fiscal_year_start,
    language_or_active,
)
from committees.exports import Row, Sheet, Value
from committees.models import Area
from committees.templatetags.ui import money
from members.models import Pillar

SUMMED = (
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
REACH, KINDS, DISTRICTS, LINES, BUDGET = "reach", "kinds", "districts", "lines", "budget"
PROVINCES = "provinces"

Sums = Mapping[str, Any]
NOTHING: Sums = dict.fromkeys(SUMMED, 0)


@dataclass(frozen=True)
class Figure:
    """A chart with its table; `first` heads the labels, `note` says how it is counted.

    `columns` are further columns of the table beside those of the chart; the last row adds up.
    """

    key: str
    chart: charts.Chart
    first: str
    note: str = ""
    columns: Sequence[charts.Series] = ()
    # Everything its rows add up to, where it is made of what was done.
    sums: Sums | None = None

    @property
    def title(self) -> str:
        return self.chart.title

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(value for series in self._all() for value in series.values)

    def _all(self) -> list[charts.Series]:
        return [*self.chart.series, *self.columns]

    def _rows(self) -> list[tuple[str, list[Any]]]:
        """Label and figures, the total last."""
        rows: list[tuple[str, list[Any]]] = [
            (label, [series.values[at] for series in self._all()])
            for at, label in enumerate(self.chart.labels)
        ]
        if len(rows) > 1:
            rows.append(
                (
                    _("Total"),
                    [sum(s.values[at] or 0 for at in range(len(rows))) for s in self._all()],
                )
            )
        return rows

    def shown(self, url: str) -> dict[str, Any]:
        """The context of `_components/chart.html`."""
        context = charts.shown(self.chart, url, first=self.first, note=self.note)
        context["key"] = self.key
        context["headers"] = [series.label for series in self._all()]
        context["rows"] = [
            (label, [_words(figure) for figure in figures]) for label, figures in self._rows()
        ]
        return context

    def sheet(self, notes: Sequence[str] = ()) -> Sheet:
        """The table as a sheet, with how it is counted above it."""
        rows: list[Row] = [[label, *map(_cell, figures)] for label, figures in self._rows()]
        headers = [self.first, *(series.label for series in self._all())]
        return Sheet(self.title, headers, rows, [*notes, self.note] if self.note else notes)


def _words(figure: Any) -> str:
    """A figure as the table writes it; baht with their satang."""
    return str(money(figure)) if isinstance(figure, Decimal) else charts.plain(figure)


def _cell(figure: Any) -> Value:
    if isinstance(figure, Decimal):
        return figure
    return int(figure) if figure is not None and float(figure).is_integer() else figure


@dataclass(frozen=True)
class ProvinceSums:
    """What the committees of one province did."""

    province: Area
    sums: Sums


# --- Figures ------------------------------------------------------------------------------------


def reach(rows: Iterable[Sums], year: int) -> Figure:
    """People reached by month, stacked by pillar; in the order of the fiscal year."""
    rows, months = list(rows), months_of(year)
    found = {(row["month"], row["pillar"]): row["sum_reached"] for row in rows}
    words = MONTHS[language_or_active()]
    return Figure(
        REACH,
        charts.Chart(
            "columns",
            _("People reached by month and pillar, fiscal year %(year)s") % {"year": year},
            [f"{words[month.month - 1]} {_shown_year(month)}" for month in months],
            [
                charts.Series(
                    _capital(pillar.label), [found.get((month, pillar), 0) for month in months]
                )
                for pillar in Pillar
            ],
            marks=[SHORT_MONTHS[language_or_active()][month.month - 1] for month in months],
        ),
        _("Month"),
        _(
            "An activity counts in the month it began. Withdrawn activities do not count. Somebody"
            " reached twice counts twice."
        ),
        sums=added(rows),
    )


def kinds_figure(rows: Iterable[Sums], year: int) -> Figure:
    """How many activities of each kind, with whom they reached and what they cost."""
    rows = list(rows)
    found = {row["kind"]: row for row in rows}
    kinds = [kind for kind in ActivityKind if found.get(kind, {}).get("sum_activities")]
    return Figure(
        KINDS,
        charts.Chart(
            "bar",
            _("Activities by kind, fiscal year %(year)s") % {"year": year},
            [_capital(kind.label) for kind in kinds],
            [charts.Series(_("Activities"), [found[kind]["sum_activities"] for kind in kinds])],
        ),
        _("Kind"),
        _("Participants are women, men, and other or not said, as logged."),
        columns=_people(found[kind] for kind in kinds),
        sums=added(rows),
    )


def districts_figure(rows: Iterable[Sums], districts: Sequence[Area], year: int) -> Figure:
    """People reached in each district of the province, those with nobody too."""
    found = {row["district_id"]: row for row in rows}
    each = [found.get(area.pk, {f"sum_{name}": 0 for name in SUMMED}) for area in districts]
    return Figure(
        DISTRICTS,
        charts.Chart(
            "bar",
            _("People reached by district, fiscal year %(year)s") % {"year": year},
            [area.name for area in districts],
            [charts.Series(_("People reached"), [row["sum_reached"] for row in each])],
        ),
        _("District"),
        _("By the district where the activity was, whichever committee held it."),
        columns=_people(each, reached=False, activities=True),
    )


def provinces_figure(rows: Sequence[ProvinceSums], year: int) -> Figure:
    """People reached in each province that has logged anything."""
    sums = [row.sums for row in rows]
    return Figure(
        PROVINCES,
        charts.Chart(
            "bar",
            _("People reached by province, fiscal year %(year)s") % {"year": year},
            [row.province.name for row in rows],
            [charts.Series(_("People reached"), [row["sum_reached"] for row in sums])],
        ),
        _("Province"),
        _("Totals of the committees of each province; closed groups do not count."),
        columns=_people(sums, reached=False, activities=True),
    )


def lines_figure(rows: Iterable[Sums], planned: int, year: int, note: str) -> Figure:
    """Plan lines by what was last reported on them, and those nobody reported on yet."""
    found = {row["state"]: row["lines"] for row in rows}
    counts = [found.get(state.value, 0) for state in LineState]
    labels = [_capital(state.label) for state in LineState]
    return Figure(
        LINES,
        charts.Chart(
            "bar",
            _("Plan lines by state, fiscal year %(year)s") % {"year": year},
            [*labels, _("Not reported yet")],
            [charts.Series(_("Lines"), [*counts, max(planned - sum(counts), 0)])],
        ),
        _("State"),
        f"{_('Of each line counts what was reported last.')} {note}",
    )


def budget_figure(rows: Sequence[Sums], year: int, note: str) -> Figure:
    """Baht by who pays, with the number of lines."""
    found = {row["source"]: row for row in rows}
    sources = [source for source in Funding if source.value in found]
    return Figure(
        BUDGET,
        charts.Chart(
            "bar",
            _("Budget by funding source, fiscal year %(year)s") % {"year": year},
            [_capital(source.label) for source in sources],
            [charts.Series(_("Baht"), [found[source]["baht"] for source in sources])],
            formatter=_words,
        ),
        _("Funding source"),
        note,
        columns=[charts.Series(_("Lines"), [found[source]["lines"] for source in sources])],
    )


def _people(
    rows: Iterable[Sums], *, reached: bool = True, activities: bool = False
) -> list[charts.Series]:
    """The columns beside a chart of activities."""
    each = list(rows)
    wanted = [
        (_("Activities"), ["activities"], activities),
        (_("People reached"), ["reached"], reached),
        (_("Participants"), ["women", "men", "unsaid"], True),
        (_("Cost (baht)"), ["cost"], True),
    ]
    return [
        charts.Series(label, [sum(row[f"sum_{name}"] for name in names) for row in each])
        for label, names, shown in wanted
        if shown
    ]


def added(rows: Iterable[Sums]) -> Sums:
    """The sums of all rows together."""
    total: dict[str, Any] = dict(NOTHING)
    for row in rows:
        for name in SUMMED:
            total[name] += row[f"sum_{name}"]
    return total


def gain(sums: Sums) -> Decimal | None:
    """The weighted gain in knowledge in percentage points; None where nobody took both tests."""
    if not sums["tested"]:
        return None
    return Decimal(sums["marks_after"] - sums["marks_before"]) / sums["tested"]


def months_of(year: int) -> list[dt.date]:
    """The first days of the twelve months, October first."""
    first = fiscal_year_start(year)
    return [
        dt.date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1)
        for n in range(12)
    ]


def _shown_year(day: dt.date) -> int:
    return day.year + (BE_OFFSET if language_or_active() == "th" else 0)


def _capital(label: object) -> str:
    return capfirst(str(label))
