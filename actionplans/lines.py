"""A line as people see it: the same words on the page, in the papers and in a comparison.

Works on plain content (`actions.content_of`), so that working lines and frozen ones are shown by
the same code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actionplans.models import Funding, RoundLine
from committees.calendar import format_range
from committees.fields import baht
from members.models import Pillar

FIELDS: dict[str, str | Promise] = {
    "what": gettext_lazy("what will be done"),
    "pillar": gettext_lazy("pillar"),
    "responsible": gettext_lazy("responsible agency"),
    "supporting": gettext_lazy("supporting agencies"),
    "places": gettext_lazy("where"),
    "dates": gettext_lazy("when"),
    "budget": gettext_lazy("budget"),
    "funding": gettext_lazy("funding source"),
    "indicator": gettext_lazy("indicator"),
    "target": gettext_lazy("target"),
    "measure": gettext_lazy("indicator of the province"),
    "origin": gettext_lazy("comes from a recommendation"),
}


@dataclass(frozen=True)
class ShownLine:
    """A line in words of the page's language. `key` is the line's number in the plan's table."""

    key: int
    position: int
    what: str
    pillar: str
    pillar_code: str
    responsible: str
    supporting: str
    places: str
    dates: str
    starts: dt.date
    ends: dt.date
    amount: Decimal
    budget: str
    funding: str
    indicator: str
    target: str
    return_reason: str = ""
    row_id: int | None = None
    version: int | None = None
    # The province's indicator it counts towards, in words.
    measure: str = ""
    # What it comes from: in words, and as (number in the table, words) for those who may follow.
    origin: str = ""
    origins: tuple[tuple[int, str], ...] = ()


def show(
    content: Mapping[str, Any],
    *,
    key: int,
    position: int,
    return_reason: str = "",
    row_id: int | None = None,
    version: int | None = None,
) -> ShownLine:
    """Put one line's content into words."""
    starts = dt.date.fromisoformat(content["starts"])
    ends = dt.date.fromisoformat(content["ends"])
    amount = Decimal(content["budget"])
    # Lines that went up before there were workshops say nothing of them.
    # Nor of the province's indicators, before there were any.
    measure = content.get("measure")
    origins = tuple((item["id"], item["text"]) for item in content.get("recommendations", ()))
    return ShownLine(
        key=key,
        position=position,
        what=content["what"],
        pillar=_choice(Pillar, content["pillar"]),
        pillar_code=content["pillar"],
        responsible=_name(content["responsible"]),
        supporting=", ".join(_name(item) for item in content["supporting"]),
        places=", ".join(_name(item) for item in content["places"]),
        dates=_unbroken(format_range(starts, ends)),
        starts=starts,
        ends=ends,
        amount=amount,
        budget=baht(amount) if amount else "",
        funding=_funding(content),
        indicator=content["indicator"],
        target=content["target"],
        return_reason=return_reason,
        row_id=row_id,
        version=version,
        measure=_name(measure) if measure else "",
        origin="; ".join(text for _pk, text in origins),
        origins=origins,
    )


def show_frozen(rows: Iterable[RoundLine]) -> list[ShownLine]:
    """The lines of a round, as they were worded."""
    return [
        show(
            row.content,
            key=row.line_id,
            position=row.position,
            return_reason=row.return_reason,
            row_id=row.pk,
        )
        for row in rows
    ]


def _unbroken(dates: str) -> str:
    """A range of dates that breaks at its dash only."""
    return dates.replace(" ", "\u00a0").replace("\u00a0–\u00a0", " – ")


def _choice(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _name(item: Mapping[str, Any]) -> str:
    return str((item.get("en") if get_language() == "en" else "") or item["th"])


def _funding(content: Mapping[str, Any]) -> str:
    label = _choice(Funding, content["funding"])
    return f"{label} ({content['funder']})" if content["funder"] else label


@dataclass(frozen=True)
class FieldChange:
    """One field of a line, worded before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LineChange:
    """What became of one line between two wordings: added, changed, removed or unchanged."""

    status: str
    line: ShownLine
    fields: tuple[FieldChange, ...] = ()


def compare(before: Iterable[ShownLine], after: Iterable[ShownLine]) -> list[LineChange]:
    """Every line of the later wording with what changed in it, then the lines taken out."""
    old = {line.key: line for line in before}
    new = list(after)
    changes = [_change(old.get(line.key), line) for line in new]
    kept = {line.key for line in new}
    return changes + [LineChange("removed", line) for line in old.values() if line.key not in kept]


def _change(before: ShownLine | None, after: ShownLine) -> LineChange:
    if before is None:
        return LineChange("added", after)
    fields = tuple(
        FieldChange(str(label), getattr(before, name), getattr(after, name))
        for name, label in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    )
    return LineChange("changed" if fields else "unchanged", after, fields)


@dataclass(frozen=True)
class Totals:
    """What a plan's lines come to."""

    count: int
    budget: Decimal
    within_own_remit: int

    @property
    def facts(self) -> list[str]:
        """The line of facts under a plan's title."""
        return [
            ngettext("%(count)d line", "%(count)d lines", self.count) % {"count": self.count},
            _("%(amount)s baht") % {"amount": baht(self.budget)}
            if self.budget
            else _("no extra money needed"),
            _("%(count)d within own remit") % {"count": self.within_own_remit}
            if self.within_own_remit
            else "",
        ]


def totals(lines: Iterable[ShownLine]) -> Totals:
    """Count and sum lines."""
    rows = list(lines)
    return Totals(
        len(rows),
        sum((line.amount for line in rows), Decimal(0)),
        sum(1 for line in rows if not line.amount),
    )
