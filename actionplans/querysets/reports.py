"""Which reports a person sees."""

from __future__ import annotations

from typing import Any, Self

from committees.querysets import ScopedQuerySet


class ReportQuerySet(ScopedQuerySet):
    """Inside every report; from above that there is one, how far it is, and what was sent of it."""

    def of(self, period: Any) -> Self:
        """The reports of one quarter."""
        return self.filter(fiscal_year=period.year, quarter_number=period.number)


class ReportWordsQuerySet(ScopedQuerySet):
    """What the committee is still writing is its own: from above one reads what was submitted."""

    seen_from_above = False
