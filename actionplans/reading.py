"""What of a quarterly plan a person reads: which wording, next to which earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from actionplans.actions.plans import content_of, lines_of
from actionplans.lines import LineChange, ShownLine, Totals, compare, show, show_frozen, totals
from actionplans.models import Decision, QuarterPlan, Round, RoundLine
from actionplans.workflow.plans import OPEN
from committees.querysets import Scope


@dataclass
class Reading:
    """One quarterly plan in the eyes of one person. Every part is loaded once, when asked for."""

    plan: QuarterPlan
    scope: Scope

    @property
    def inside(self) -> bool:
        return self.scope.sees_inside(self.plan)

    @property
    def shows_draft(self) -> bool:
        """Whether the page shows the working lines: to the committee itself, while it writes."""
        return self.inside and self.plan.state in OPEN

    @cached_property
    def rounds(self) -> list[Round]:
        """The rounds this person may read, oldest first."""
        return list(
            Round.objects.visible_to(self.scope)
            .filter(quarter_plan=self.plan)
            .select_related("submitted_by", "decided_by", "received_by")
        )

    @property
    def standing(self) -> list[Round]:
        """Rounds that were not taken back."""
        return [row for row in self.rounds if row.decision != Decision.WITHDRAWN]

    @property
    def newest(self) -> Round | None:
        return self.standing[-1] if self.standing else None

    @property
    def before(self) -> Round | None:
        """The round to compare with: the one before what is shown."""
        rounds = self.standing if self.shows_draft else self.standing[:-1]
        return rounds[-1] if rounds else None

    @cached_property
    def _frozen(self) -> dict[int, list[ShownLine]]:
        wanted = [row.pk for row in (self.newest, self.before) if row is not None]
        found: dict[int, list[RoundLine]] = {pk: [] for pk in wanted}
        for row in RoundLine.objects.visible_to(self.scope).filter(round_id__in=wanted):
            found[row.round_id].append(row)
        return {pk: show_frozen(rows) for pk, rows in found.items()}

    @cached_property
    def draft(self) -> list[ShownLine]:
        """The working lines of the quarter, with the reasons for which they came back."""
        reasons = self.return_reasons
        return [
            show(
                content_of(line),
                key=line.pk,
                position=position,
                version=line.version,
                return_reason=reasons.get(line.pk, ""),
            )
            for position, line in enumerate(lines_of(self.plan), start=1)
        ]

    @cached_property
    def lines(self) -> list[ShownLine]:
        """The wording on the page."""
        if self.shows_draft:
            return self.draft
        return self._frozen[self.newest.pk] if self.newest else []

    @cached_property
    def changes(self) -> list[LineChange]:
        """The wording on the page, each line with what changed since the round before."""
        earlier = self._frozen[self.before.pk] if self.before else []
        if not self.before:
            return [LineChange("unchanged", line) for line in self.lines]
        return compare(earlier, self.lines)

    @property
    def changed(self) -> int:
        return sum(1 for change in self.changes if change.status != "unchanged")

    @cached_property
    def totals(self) -> Totals:
        return totals(self.lines)

    @property
    def return_reasons(self) -> dict[int, str]:
        """Reasons written at lines of the newest round, by line."""
        if self.newest is None:
            return {}
        return {
            line.key: line.return_reason
            for line in self._frozen[self.newest.pk]
            if line.return_reason
        }
