"""Which tasks a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from actionplans.workflow.tasks import OPEN, PENDING
from committees.querysets import Scope, ScopedQuerySet


class TaskQuerySet(ScopedQuerySet):
    """Tasks stay inside the committee; who sits in a group below it sees the own ones."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Every task of the own committees, and those given to the person in one below."""
        return self.filter(
            Q(committee_id__in=scope.inside)
            | Q(person_id=scope.user_id, sits_in_id__in=scope.inside)
        )

    def waiting(self) -> Self:
        """Open tasks that somebody holds."""
        return self.filter(state=OPEN, unheld_since__isnull=True)

    def overdue(self, on: dt.date) -> Self:
        """Open tasks whose day is past."""
        return self.filter(state=OPEN, due__lt=on)


class EndorsementQuerySet(ScopedQuerySet):
    """Requests stay inside the committee; a supervisor with an account sees the own ones."""

    seen_from_above = False

    def visible_to(self, scope: Scope) -> Self:
        """Those of the own committees, and those the person is asked."""
        return self.filter(Q(committee_id__in=scope.inside) | Q(supervisor_id=scope.user_id))

    def open_on(self, moment: dt.datetime) -> Self:
        """Requests that can still be answered."""
        return self.filter(state=PENDING, expires_at__gt=moment)


class InnerRowQuerySet(ScopedQuerySet):
    """Rows that only the committee itself reads."""

    seen_from_above = False
