"""Which surveys a person sees."""

from __future__ import annotations

from committees.querysets import ScopedQuerySet


class InsideSurveyQuerySet(ScopedQuerySet):
    """Questions, and which organisations answered: inside the committee alone."""

    seen_from_above = False
