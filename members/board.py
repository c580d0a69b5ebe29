"""What of a workshop's board one person sees: points under their headings, votes, what one may do.

Everything is read in a handful of queries, however many points there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Sum

from accounts.models import User
from committees.policy import allows
from committees.querysets import Scope
from members.models import Ballot, Heading, Organisation, Point, Recommendation, Vote, Workshop
from members.policy import workshops as policy
from members.workflow.workshops import CLOSED, COLLECTING, PREPARED, RECOMMENDING, VOTING

ICONS = {
    Heading.STRENGTHS: "check",
    Heading.WEAKNESSES: "minus",
    Heading.OPPORTUNITIES: "arrow-up",
    Heading.THREATS: "alert",
}
# More votes than one has are never offered; the rest can be given once some come back.
SECONDS = 3


@dataclass
class Card:
    """One point as it stands on the board, with those merged into it."""

    point: Point
    merged: list[Point] = field(default_factory=list)
    votes: int = 0
    mine: int = 0
    own: bool = False
    may_change: bool = False

    @property
    def more(self) -> int:
        return self.mine + 1

    @property
    def less(self) -> int:
        return max(self.mine - 1, 0)


@dataclass
class Column:
    """A heading with its points."""

    heading: Heading
    cards: list[Card]

    @property
    def icon(self) -> str:
        return ICONS[self.heading]


@dataclass
class Board:
    """The board of one workshop in the eyes of one person inside the committee."""

    workshop: Workshop
    user: User
    scope: Scope
    asked: int | None = None  # the organisation one votes for, where one has several

    @property
    def collecting(self) -> bool:
        return self.workshop.state == COLLECTING

    @property
    def voting(self) -> bool:
        return self.workshop.state == VOTING

    @property
    def prepared(self) -> bool:
        return self.workshop.state == PREPARED

    @property
    def polls(self) -> bool:
        """Whether the board may change by itself under one's eyes."""
        return self.workshop.state != CLOSED

    @property
    def seconds(self) -> int:
        return SECONDS

    @property
    def settled(self) -> bool:
        """Whether the vote is over."""
        return self.workshop.state in (RECOMMENDING, CLOSED)

    @cached_property
    def runs(self) -> bool:
        return allows(policy.check_run, self.user, self.workshop.committee)

    @cached_property
    def takes_part(self) -> bool:
        return allows(policy.check_take_part, self.user, self.workshop.committee)

    @property
    def may_add(self) -> bool:
        return self.collecting and self.takes_part

    @cached_property
    def points(self) -> list[Point]:
        """Every point that was not withdrawn, oldest first."""
        rows = list(
            Point.objects.visible_to(self.scope)
            .standing()
            .filter(workshop=self.workshop)
            .order_by("created_at", "pk")
        )
        for row in rows:
            row.workshop, row.committee = self.workshop, self.workshop.committee
        return rows

    @cached_property
    def shown(self) -> list[Point]:
        return [point for point in self.points if point.hidden_at is None]

    @cached_property
    def hidden(self) -> list[Point]:
        """Hidden points: those who run the workshop see all, authors their own."""
        return [
            point
            for point in self.points
            if point.hidden_at is not None and (self.runs or point.author_id == self.user.pk)
        ]

    @cached_property
    def votes(self) -> dict[int, int]:
        """The votes on each point, where they are seen now."""
        if not self.workshop.shows_votes:
            return {}
        rows = (
            Vote.objects.visible_to(self.scope)
            .filter(ballot__workshop=self.workshop)
            .values_list("point_id")
            .annotate(sum=Sum("count"))
        )
        return dict(rows)

    # --- One's own votes ------------------------------------------------------------------------

    @cached_property
    def organisations(self) -> list[Organisation]:
        """The organisations one may vote for."""
        if not (self.voting and self.takes_part and self.workshop.by_organisation):
            return []
        return policy.organisations_of(self.user, self.workshop.committee)

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation one votes for now."""
        asked = next((row for row in self.organisations if row.pk == self.asked), None)
        return asked or next(iter(self.organisations), None)

    @property
    def may_vote(self) -> bool:
        if not (self.voting and self.takes_part):
            return False
        return not self.workshop.by_organisation or self.organisation is not None

    @cached_property
    def own_votes(self) -> dict[int, int]:
        """How many of one's own votes lie on each point."""
        if not self.may_vote:
            return {}
        whose: dict[str, Any] = (
            {"ballot__organisation": self.organisation}
            if self.workshop.by_organisation
            else {"ballot__person": self.user}
        )
        rows = Vote.objects.visible_to(self.scope).filter(ballot__workshop=self.workshop, **whose)
        return dict(rows.values_list("point_id", "count"))

    @property
    def left(self) -> int:
        return max(self.workshop.votes_each - sum(self.own_votes.values()), 0)

    @cached_property
    def turnout(self) -> int:
        """How many have voted, for those who run the vote and for the screen of the room."""
        if not self.voting:
            return 0
        ballots = Ballot.objects.visible_to(self.scope).filter(workshop=self.workshop, spent__gt=0)
        return int(ballots.count())

    # --- Columns --------------------------------------------------------------------------------

    @cached_property
    def cards(self) -> list[Card]:
        """The points that stand by themselves, each with those merged into it."""
        found = {
            point.pk: Card(
                point,
                votes=self.votes.get(point.pk, 0),
                mine=self.own_votes.get(point.pk, 0),
                own=point.author_id == self.user.pk,
                may_change=allows(policy.check_own, self.user, point),
            )
            for point in self.shown
            if point.merged_into_id is None
        }
        for point in self.shown:
            if point.merged_into_id in found:
                found[point.merged_into_id].merged.append(point)
        return list(found.values())

    @property
    def columns(self) -> list[Column]:
        """The four headings; once votes are counted the most wanted stand first."""
        cards = ranked(self.cards) if self.settled else self.cards
        return [
            Column(heading, [card for card in cards if card.point.heading == heading])
            for heading in Heading
        ]

    @property
    def count(self) -> int:
        return len(self.shown)

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """What is recommended, once that is being written."""
        if not self.settled:
            return []
        return recommended(self.workshop, self.scope)


def ranked(cards: Iterable[Card]) -> list[Card]:
    """The most votes first, and among equals the older point."""
    return sorted(cards, key=lambda card: -card.votes)


def recommended(workshop: Workshop, scope: Scope) -> list[Recommendation]:
    """The recommendations of a workshop that the person sees, in order."""
    rows = list(
        Recommendation.objects.visible_to(scope)
        .filter(workshop=workshop)
        .select_related("owner", "seat__person")
        .order_by("number")
    )
    for row in rows:
        row.workshop, row.committee = workshop, workshop.committee
    return rows
