"""The value of a line's indicator in one quarter, counted from the line's own activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actionplans.models import ReportLine
from committees.calendar import Quarter
from committees.querysets import Scope


def of_lines(
    lines: Sequence[ReportLine], period: Quarter, scope: Scope
) -> dict[int, dict[str, Any]]:
    """Line -> its counted value, plain, with names in both languages."""
    return {}


def worded(measured: Mapping[str, Any]) -> dict[str, str]:
    """A counted value in words of the page's language: indicator, value, definition."""
    return {}
