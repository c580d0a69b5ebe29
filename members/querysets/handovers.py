"""Which handovers a person sees."""

from __future__ import annotations

from typing import Self

from committees.querysets import ScopedQuerySet
from members.workflow.handovers import OPEN


class HandoverQuerySet(ScopedQuerySet):
    """Handovers: that there is one and how it stands, inside and from above."""

    def open(self) -> Self:
        """Handovers that nobody has taken over yet."""
        return self.filter(state__in=OPEN)


class InnerQuerySet(ScopedQuerySet):
    """What is written in a handover stays inside the committee."""

    seen_from_above = False
