"""How a membership stands on a day: said by its dates alone, once in Python and once in SQL.

A membership year ends with `until`. Renewal opens on `due_from`; after `until` follow the days of
grace, the last of them `grace_until`. The four are set together when a year begins, from the
committee's rules; nothing stores how the membership stands.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from django.db.models import Case, CharField, Q, Value, When

ACCEPTED = "accepted"
ACTIVE = "member_active"
DUE = "due"
GRACE = "in_grace"
LAPSED = "lapsed"
WITHDRAWN = "member_left"
STANDINGS = (ACTIVE, DUE, GRACE, ACCEPTED, LAPSED, WITHDRAWN)
# Members of the committee; of these the first two may endorse.
MEMBERS = frozenset({ACTIVE, DUE, GRACE})
IN_GOOD_STANDING = frozenset({ACTIVE, DUE})


class Dated(Protocol):
    """What has the dates of a membership."""

    due_from: Any
    until: Any
    grace_until: Any
    withdrawn_on: Any


def standing_of(row: Dated, day: dt.date) -> str:
    """How the membership stands on this day; the same as `standing_sql`."""
    if row.withdrawn_on is not None and row.withdrawn_on <= day:
        return WITHDRAWN
    if row.until is None:
        return ACCEPTED
    if row.grace_until < day:
        return LAPSED
    if row.until < day:
        return GRACE
    return DUE if row.due_from <= day else ACTIVE


def standing_sql(day: dt.date) -> Case:
    """How memberships stand on this day, for lists; the same as `standing_of`."""
    return Case(
        When(withdrawn_on__lte=day, then=Value(WITHDRAWN)),
        When(until__isnull=True, then=Value(ACCEPTED)),
        When(grace_until__lt=day, then=Value(LAPSED)),
        When(until__lt=day, then=Value(GRACE)),
        When(due_from__lte=day, then=Value(DUE)),
        default=Value(ACTIVE),
        output_field=CharField(),
    )


def members_on(day: dt.date) -> Q:
    """Memberships that hold on this day: active, due or in grace."""
    return Q(grace_until__gte=day) & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))


def anniversary(first: dt.date, year: int) -> dt.date:
    """The day of a year on which one more year since `first` is full."""
    try:
        return first.replace(year=year)
    except ValueError:  # the 29th of February
        return dt.date(year, 3, 1)


def year_end(since: dt.date, after: dt.date) -> dt.date:
    """The last day of the membership year that runs beyond `after`, counted from `since`."""
    year = max(after.year, since.year + 1)
    day = anniversary(since, year) - dt.timedelta(days=1)
    return day if day > after else anniversary(since, year + 1) - dt.timedelta(days=1)


def first_year_end(since: dt.date, common: tuple[int, int] | None, least: int) -> dt.date:
    """The last day of the first year of somebody who signed on `since`.

    `common` is the month and day on which every member's year begins, where there is one; who
    signs fewer than `least` days before it is a member until the one after, so that nobody joins
    and is asked to renew at once.
    """
    if common is None:
        return year_end(since, since)
    end = common_end(since, common)
    return end if (end - since).days >= least else common_end(end + dt.timedelta(days=1), common)


def common_end(after: dt.date, common: tuple[int, int]) -> dt.date:
    """The eve of the next common day after this day."""
    month, day = common
    found = dt.date(after.year, month, day)
    if found <= after:
        found = found.replace(year=after.year + 1)
    return found - dt.timedelta(days=1)


def next_year_end(since: dt.date, until: dt.date, common: tuple[int, int] | None) -> dt.date:
    """The last day of the year after the one that ends with `until`."""
    if common is None:
        return year_end(since, until)
    return common_end(until + dt.timedelta(days=1), common)


def running_year_end(since: dt.date, day: dt.date, common: tuple[int, int] | None) -> dt.date:
    """The last day of the year of membership that runs on this day."""
    if common is None:
        return year_end(since, day - dt.timedelta(days=1))
    return common_end(day, common)
