"""The tasks under the lines of a year, counted for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from actionplans.models import Plan, PlanLine, Task
from actionplans.workflow.tasks import DROPPED, OPEN
from committees import access
from committees.calendar import today
from committees.querysets import Scope
from committees.roles import Permission
from members.policy.workshops import organisations_of


@dataclass(frozen=True)
class LineTasks:
    """How many tasks a line has, how many are overdue, and whether this person gives more."""

    count: int = 0
    late: int = 0
    gives: bool = False


class LineTasksOf:
    """The tasks under every line of one plan, for one person who sees it from inside."""

    @staticmethod
    def counting(plan: Plan, scope: Scope) -> QuerySet[Any]:
        """What is to be asked, beside what else the page asks for: line, tasks, overdue ones."""
        late = Q(state=OPEN, due__lt=today())
        counted: QuerySet[Any] = (
            Task.objects.visible_to(scope)
            .filter(committee=plan.committee, fiscal_year=plan.fiscal_year, line__isnull=False)
            .exclude(state=DROPPED)
            .order_by()
            .values("line_id")
            .annotate(number=Count("pk"), overdue=Count("pk", filter=late))
            .values_list("line_id", "number", "overdue")
        )
        return counted

    def __init__(self, plan: Plan, user: User, counted: Iterable[tuple[int, int, int]]) -> None:
        self.counts = {line: (count, overdue) for line, count, overdue in counted}
        self.leads = access.can(user, Permission.DELEGATE_TASKS, plan.committee)
        self.bodies: set[int] = set()
        if not self.leads and access.can(user, Permission.TAKE_PART, plan.committee):
            self.bodies = {row.pk for row in organisations_of(user, plan.committee)}

    def under(self, line: PlanLine) -> LineTasks:
        """Those of one line."""
        count, late = self.counts.get(line.pk, (0, 0))
        gives = line.removed_at is None and (self.leads or line.responsible_id in self.bodies)
        return LineTasks(count, late, gives)
