"""When plans and reports are due, and the calendar of all that is due in a fiscal year.

The days of one committee:

    rules = days_of(committee)
    plan_due(rules, quarter), report_due(rules, quarter), annual_due(rules, year)

Of many, as a part of a page put together from parts (`committees.gather`):

    rules = yield from asking_days(scope)        # then rules.of(committee)

Whatever has a day in the year adds it to the calendars with `register`: a provider is asked once
for all committees of a page, yields the querysets it needs and returns what it found:

    def tasks_due(asked: Asked) -> Asking[list[Due]]:
        rows = yield Task.objects.visible_to(asked.scope).filter(
            committee_id__in=asked.ids, due__range=(asked.first, asked.last))
        return [Due(row.committee_id, row.due, row.what, url, "task_open") for row in rows]
    dues.register("tasks", tasks_due)
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from actionplans.models import DueRules, ProvinceDueRules
from committees.calendar import (
    BE_OFFSET,
    Quarter,
    fiscal_year_end,
    fiscal_year_start,
    format_range,
    today,
)
from committees.gather import Asking, asked_alone, together
from committees.models import Committee
from committees.querysets import Scope


class Days(Protocol):
    """Anything that says when things are due: a row of rules, or `DueDays`."""

    @property
    def annual_month(self) -> Any:
        """The month in which the annual plan is due."""

    @property
    def annual_day(self) -> Any:
        """Its day."""

    @property
    def plan_before(self) -> Any:
        """Days before the quarter begins."""

    @property
    def report_after(self) -> Any:
        """Days after it has ended."""


@dataclass(frozen=True)
class DueDays:
    """The days that hold where neither a committee nor its province has set any."""

    annual_month: int = 8
    annual_day: int = 31
    plan_before: int = 0
    report_after: int = 15


USUAL = DueDays()


def annual_due(rules: Days, year: int) -> dt.date:
    """The last day on which the annual plan of this fiscal year should be drafted."""
    return dt.date(year - BE_OFFSET - 1, rules.annual_month, rules.annual_day)


def plan_due(rules: Days, quarter: Quarter) -> dt.date:
    """The day by which the plan of this quarter should have gone up."""
    return quarter.start - dt.timedelta(days=rules.plan_before)


def report_due(rules: Days, quarter: Quarter) -> dt.date:
    """The day by which the progress report of this quarter should have gone up."""
    return quarter.end + dt.timedelta(days=rules.report_after)


def opens(year: int) -> dt.date:
    """The day on which the drafting of this fiscal year's plan opens."""
    return dt.date(year - BE_OFFSET - 1, 7, 1)


@dataclass(frozen=True)
class Rules:
    """The days of several committees."""

    own: Mapping[int, DueRules]
    provinces: Mapping[int, ProvinceDueRules]

    @classmethod
    def of_rows(cls, own: Sequence[Any], provinces: Sequence[Any]) -> Rules:
        """From the rows of both."""
        return cls(
            {row.committee_id: row for row in own}, {row.province_id: row for row in provinces}
        )

    def of(self, committee: Committee) -> Days:
        """Those of the committee itself, else of its province, else the usual ones."""
        return self.at(committee.pk, committee.province_id)

    def at(self, committee_id: int, province_id: int) -> Days:
        """The same by the numbers of the two."""
        return self.own.get(committee_id) or self.provinces.get(province_id) or USUAL


def days_of(committee: Committee) -> Days:
    """The days that hold in this committee, which the caller has authorised. One query."""
    own = DueRules.objects.filter(committee=committee)
    province = ProvinceDueRules.objects.filter(province_id=committee.province_id)
    return asked_alone(_rules(own, province)).of(committee)


def asking_days(scope: Scope, committees: Sequence[int] | None = None) -> Asking[Rules]:
    """The days of the committees the person sees (or of these), as a part of a page."""
    return _rules(*day_rows(scope, committees))


def day_rows(scope: Scope, committees: Sequence[int] | None = None) -> tuple[Any, Any]:
    """The two querysets behind it, for a page that gathers them itself (`Rules.of_rows`)."""
    own = DueRules.objects.visible_to(scope)
    if committees is not None:
        own = own.filter(committee_id__in=committees)
    return own, ProvinceDueRules.objects.visible_to(scope)


def _rules(own: Any, provinces: Any) -> Asking[Rules]:
    mine, theirs = yield own, provinces
    return Rules.of_rows(mine, theirs)


# --- The calendar of a year -------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """For whom the calendar is put together: committees the person sees, and a fiscal year."""

    scope: Scope
    committees: Sequence[Committee]
    year: int
    rules: Rules

    @property
    def ids(self) -> list[int]:
        return [committee.pk for committee in self.committees]

    @property
    def first(self) -> dt.date:
        """The calendar begins with the season in which the plan is drafted."""
        return opens(self.year)

    @property
    def last(self) -> dt.date:
        """It ends with the reports of the last quarter, some weeks after the year."""
        return fiscal_year_end(self.year) + dt.timedelta(days=90)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The fiscal year itself."""
        return fiscal_year_start(self.year), fiscal_year_end(self.year)


@dataclass(frozen=True)
class Due:
    """One thing with a day. `state` is a code of the status table; done is late never."""

    committee_id: int
    day: dt.date
    what: str
    url: str = ""
    state: str = ""
    done: bool = False
    text: str = ""
    key: str = field(default="", compare=False)

    @property
    def month(self) -> str:
        """The month it lies in, in words."""
        first = self.day.replace(day=1)
        last = self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return format_range(first, last, style="long")

    @property
    def late(self) -> bool:
        return not self.done and self.day < today()


DueProvider = Callable[[Asked], Asking[list[Due]]]
_PROVIDERS: dict[str, DueProvider] = {}


def register(key: str, provider: DueProvider) -> None:
    """Add what is due; a key that is taken is replaced. Every provider has one round."""
    _PROVIDERS[key] = provider


def asking_dues(asked: Asked) -> Asking[list[Due]]:
    """All that is due in the year, the earliest first, as a part of a page."""
    answers = yield from together([provider(asked) for provider in _PROVIDERS.values()])
    found = [due for dues in answers for due in dues]
    return sorted(found, key=lambda due: (due.day, due.committee_id, due.what))
