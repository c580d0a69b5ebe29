"""Doing things on an earlier day, for the demonstration alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from committees.calendar import BANGKOK


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """Let it be this moment for everything inside.

    The actions ask `timezone.now()` and take no time as an argument, and what they write (audit
    events above all) cannot be changed afterwards. So the clock itself is set back while the
    demonstration is loaded, in this one process, in a command that serves nobody else.
    """
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def moment(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of a day in Bangkok, aware."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=BANGKOK)
