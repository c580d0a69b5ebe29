"""Which agreements, versions and signatures a person sees."""

from __future__ import annotations

from typing import Self

from committees.querysets import ScopedQuerySet
from members.workflow.mou import DISCARDED, DRAFT, OPEN


class MouQuerySet(ScopedQuerySet):
    """Inside every agreement; from above those of which a version has been opened."""


class MouVersionQuerySet(ScopedQuerySet):
    """Inside every version; from above those that have been opened, never a draft."""

    def kept(self) -> Self:
        """Versions that were not thrown away."""
        return self.exclude(state=DISCARDED)

    def drafts(self) -> Self:
        return self.filter(state=DRAFT)

    def open(self) -> Self:
        return self.filter(state=OPEN)
