"""Posts and who holds them: the lists of a committee and of a province, read in one way."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from committees import access
from committees.calendar import bangkok_date, today
from committees.exports import Value
from committees.gather import Asking, asked_alone, together
from committees.querysets import Scope
from members.handover import OpenWork, ask_work_of
from members.models import Handover, Place, Seat
from members.parts.seats import by_role
from members.policy.seats import is_over
from members.workflow.handovers import OPEN, TAKEN_OVER, WITHDRAWN

VACANT, WAITING, CONFIRMED, ALL = "vacant", "open", "confirmed", "all"
STATES = (ALL, VACANT, WAITING, CONFIRMED)
NEEDING = "needing"  # vacant, or with a handover nobody has confirmed


@dataclass
class Post:
    """A place with who holds it, who held it, who comes, and how its handover stands."""

    place: Place
    seats: list[Seat]
    handover: Handover | None = None
    work: list[OpenWork] = field(default_factory=list)

    @property
    def holders(self) -> list[Seat]:
        """Who holds the post today."""
        return [seat for seat in self._held if seat.starts <= today() and not is_over(seat)]

    @property
    def following(self) -> Seat | None:
        """Who has been given the post for a later day."""
        rows = [seat for seat in self._held if seat.starts > today() and not is_over(seat)]
        return min(rows, key=lambda seat: (seat.starts, seat.pk), default=None)

    @property
    def former(self) -> list[Seat]:
        """Who held it before, the last one first."""
        rows = [seat for seat in self._held if is_over(seat)]
        return sorted(rows, key=lambda seat: (last_day(seat), seat.pk), reverse=True)

    @property
    def substitutes(self) -> list[Seat]:
        """Who stands in for a holder today."""
        held = {seat.pk for seat in self.holders}
        return [
            seat
            for seat in self.seats
            if seat.substitute_for_id in held and seat.starts <= today() and not is_over(seat)
        ]

    @property
    def _held(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.substitute_for_id is None]

    @property
    def is_vacant(self) -> bool:
        return not self.holders

    @property
    def vacant_since(self) -> dt.date | None:
        """The first day on which nobody holds it; None while somebody does."""
        if self.holders:
            return None
        former = self.former
        if not former:
            return self.place.starts
        last = former[0]
        return last_day(last) if last.ended_at else last_day(last) + dt.timedelta(days=1)

    @property
    def status(self) -> str:
        """How it stands, as a code of the status table."""
        if self.is_vacant:
            return "vacant"
        return self.handover.state if self.handover else "active"


def last_day(seat: Seat) -> dt.date:
    """The last day of a seat that is over."""
    if seat.ended_at is not None:
        return bangkok_date(seat.ended_at)
    return seat.ends or seat.starts


def standing(scope: Scope) -> QuerySet[Place]:
    """The posts this person sees that stand today, in committees that have not ended."""
    rows: QuerySet[Place] = (
        Place.objects.visible_to(scope)
        .standing(today())
        .filter(Q(committee__ended__isnull=True) | Q(committee__ended__gte=today()))
    )
    return rows


def in_state(rows: QuerySet[Place], state: str, scope: Scope) -> QuerySet[Place]:
    """Those of the posts that stand so."""
    held = Exists(
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(place=OuterRef("pk"), substitute_for__isnull=True)
    )
    handovers = Handover.objects.visible_to(scope).filter(place=OuterRef("pk"))
    waits = Exists(handovers.filter(state__in=OPEN))
    if state == VACANT:
        return rows.filter(~held)
    if state == WAITING:
        return rows.filter(waits)
    if state == CONFIRMED:
        return rows.filter(held & ~waits & Exists(handovers.filter(state=TAKEN_OVER)))
    if state == NEEDING:
        return rows.filter(~held | waits)
    return rows


def ordered(rows: QuerySet[Place]) -> QuerySet[Place]:
    """By committee as in the tree, then as in the table of roles."""
    return rows.select_related("committee__area", "organisation").order_by(
        "committee__path", by_role(), "organisation__sort_key", "pk"
    )


def holding(rows: QuerySet[Place], q: str, scope: Scope) -> QuerySet[Place]:
    """Posts whose title, organisation or people hold the text."""
    people = Seat.objects.visible_to(scope).filter(
        Q(person__name_th__icontains=q) | Q(person__name_en__icontains=q), place=OuterRef("pk")
    )
    return rows.filter(
        Q(title_th__icontains=q)
        | Q(title_en__icontains=q)
        | Q(organisation__name_th__icontains=q)
        | Q(organisation__name_en__icontains=q)
        | Exists(people)
    )


def read(user: User, places: list[Place], *, with_work: bool = True) -> list[Post]:
    """The posts with their people, handovers and open work. One query."""
    return asked_alone(ask(user, places, with_work=with_work))


def ask(user: User, places: list[Place], *, with_work: bool = True) -> Asking[list[Post]]:
    """As `read`, asked beside the other parts of a page."""
    scope = access.scope_of(user)
    pks = [place.pk for place in places]
    seats: dict[int, list[Seat]] = defaultdict(list)
    rows = Seat.objects.visible_to(scope).filter(place__in=pks)
    known = Handover.objects.visible_to(scope).filter(place__in=pks).exclude(state=WITHDRAWN)
    parts: list[Asking[Any]] = [
        _rows(
            rows.select_related("person", "organisation").order_by("starts", "pk"),
            known.order_by("opened_at", "pk"),
        ),
        ask_work_of(user, places if with_work else []),
    ]
    (held, handed_over), work = yield from together(parts)
    for seat in held:
        seats[seat.place_id].append(seat)
    handovers: dict[int, Handover] = {}
    for handover in handed_over:
        before = handovers.get(handover.place_id)
        # The one that waits counts; among others the newest.
        if before is None or not before.is_open or handover.is_open:
            handovers[handover.place_id] = handover
    return [
        Post(place, seats[place.pk], handovers.get(place.pk), work.get(place.pk, []))
        for place in places
    ]


def _rows(*querysets: QuerySet[Any]) -> Asking[Any]:
    """These rows, as one part among others."""
    return (yield querysets)


def headers() -> list[str]:
    """The headings of the list in a spreadsheet."""
    return [
        _("Committee"),
        _("Post"),
        _("Organisation"),
        _("Role"),
        _("Holder"),
        _("Holder since"),
        _("Vacant since"),
        _("Comes next"),
        _("From"),
        _("Handover"),
        _("Waits for the post"),
    ]


def exported(post: Post) -> list[Value]:
    """A post as a row of a spreadsheet."""
    holder, following = next(iter(post.holders), None), post.following
    return [
        post.place.committee.name,
        post.place.title,
        post.place.organisation.name,
        post.place.rule.label,
        ", ".join(seat.person.name for seat in post.holders) or None,
        holder.starts if holder else None,
        post.vacant_since,
        following.person.name if following else None,
        following.starts if following else None,
        post.handover.get_state_display() if post.handover else None,
        len(post.work) or None,
    ]
