"""Which budget proposals a person sees."""

from __future__ import annotations

from committees.querysets import ScopedQuerySet


class ProposalQuerySet(ScopedQuerySet):
    """Proposals are the committee's own letters: nobody above reads them."""

    seen_from_above = False
