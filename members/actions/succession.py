"""What follows from acts on seats: a handover opens, finds its successor, or is not needed.

`follow_end` and `follow_start` run inside the acts on seats: that a handover opens is part of
what ends or gives the seat, and no act of its own.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from committees import rls
from committees.calendar import today
from committees.kinds import Kind
from members.models import Handover, Place, Seat
from members.workflow.handovers import PREPARING, WITHDRAWN

# A successor may begin this long before the predecessor's last day.
SIDE_BY_SIDE = dt.timedelta(days=31)
# Where a seat was given with its last day, the handover opens this long before.
AHEAD = dt.timedelta(days=60)
# How far back a task that did not run is made good.
LATE = dt.timedelta(days=90)


def follow_end(seat: Seat, by: User | None) -> None:
    """After the last day of a seat was set or taken back: open its handover, or withdraw it.

    Runs as a named part of the system, for who leaves at once has no rights left in that moment.
    """
    if not _passes_on(seat) or _place_ends_too(seat):
        return
    with rls.acting_as_system("handovers"):
        lock_place(seat)
        if seat.ends is None:
            _withdraw_unwritten(seat)
        elif not _held_beside(seat):
            _open(seat, by)


def open_for(seat: Seat, by: User) -> None:
    """Open the handover of a seat that ends and is followed, also where others hold the post too.

    The caller has authorised the act.
    """
    if _passes_on(seat):
        with rls.acting_as_system("handovers"):
            lock_place(seat)
            _open(seat, by)


def follow_place(seat: Seat) -> None:
    """After a seat moved to another place (its post was named anew), its handover is there too."""
    with rls.acting_as_system("handovers"):
        Handover.objects.filter(from_seat=seat).update(place=seat.place)


def follow_start(seat: Seat, by: User | None) -> None:
    """After a seat was given: it is the successor's where its post is being handed over.

    Substitutes of the predecessor are the successor's from then on.
    """
    if not _passes_on(seat):
        return
    with rls.acting_as_system("handovers"):
        lock_place(seat)
        waiting = _waiting_for(seat)
        if waiting is None and by is not None:
            waiting = _late_handover(seat, by)
        if waiting is not None:
            _give(waiting, seat)


@transaction.atomic
def open_due() -> int:
    """Open the handovers of seats that were given with a last day which now comes near.

    Runs as the system each day. Run twice it finds nothing, and run late it finds what it missed.
    A civil-society committee's seats end with the membership, which is renewed: they wait until
    somebody ends them.
    """
    near = (
        Seat.objects.filter(
            ends__lte=today() + AHEAD,
            ends__gte=today() - LATE,
            ended_at__isnull=True,
            place__isnull=False,
            substitute_for__isnull=True,
            committee__ended__isnull=True,
        )
        .exclude(committee__kind=Kind.CIVIL_SOCIETY)
        .exclude(pk__in=Handover.objects.exclude(state=WITHDRAWN).values("from_seat"))
        .filter(Q(place__ends__isnull=True) | Q(place__ends__gt=Greatest(today(), F("ends"))))
        .select_related("committee", "person", "place")
        .order_by("place_id", "pk")
    )
    opened = 0
    for seat in near:
        if _passes_on(seat) and not _held_beside(seat):
            lock_place(seat)
            opened += _open(seat, None) is not None
    return opened


def _passes_on(seat: Seat) -> bool:
    """Whether a seat has something to hand over: a post, held and not stood in for, with duties."""
    return (
        seat.place_id is not None
        and seat.substitute_for_id is None
        and bool(seat.rule.holds | seat.rule.below)
    )


def _place_ends_too(seat: Seat) -> bool:
    """Whether the post is over when the seat is: then nobody follows."""
    ends = seat.place.ends if seat.place else None
    return ends is not None and seat.ends is not None and ends <= seat.ends


def _held_beside(seat: Seat) -> bool:
    """Whether somebody else holds the same post today and goes on: then it stays with them."""
    others = Seat.objects.current(today()).filter(
        Q(ends__isnull=True) | Q(ends__gt=seat.ends),
        place_id=seat.place_id,
        substitute_for__isnull=True,
    )
    return bool(others.exclude(pk=seat.pk).exclude(starts__gt=seat.starts).exists())


def lock_place(seat: Seat) -> None:
    """Let changes to who holds a post wait for each other."""
    Place.objects.select_for_update(of=("self",)).filter(pk=seat.place_id).first()


def _open(seat: Seat, by: User | None) -> Handover | None:
    """The one handover of a seat that ends; what nobody took over before goes on with it."""
    opened = Handover.objects.exclude(state=WITHDRAWN).filter(from_seat=seat).first()
    if opened is None:
        opened = _passed_on(seat)
    if opened is None:
        opened = begin(seat, by)
    if opened.to_seat_id is None and opened.is_open:
        following = _successor_of(seat)
        if following is not None:
            _give(opened, following)
    return opened


def _passed_on(seat: Seat) -> Handover | None:
    """What waited for the person who now leaves without having taken over: it goes on from them."""
    waiting = Handover.objects.open().filter(to_seat=seat).order_by("opened_at").first()
    if waiting is not None:
        waiting.from_seat = seat
        waiting.to_seat = waiting.successor = None
        waiting.state, waiting.ready_at = PREPARING, None
        save(waiting)
    return waiting


def _successor_of(seat: Seat) -> Seat | None:
    """Who was given the post already, to begin about when this seat ends."""
    if seat.ends is None:
        return None
    rows = Seat.objects.not_over(today()).filter(
        place_id=seat.place_id,
        substitute_for__isnull=True,
        starts__gte=max(seat.starts, seat.ends - SIDE_BY_SIDE),
        pk__gt=seat.pk,
    )
    taken = Handover.objects.exclude(state=WITHDRAWN).filter(to_seat__isnull=False)
    free = rows.exclude(person_id=seat.person_id).exclude(pk__in=taken.values("to_seat"))
    found: Seat | None = free.order_by("starts", "pk").first()
    return found


def _waiting_for(seat: Seat) -> Handover | None:
    """The open handover of this post that has no successor yet and ends about when this begins."""
    rows = Handover.objects.open().filter(
        Q(from_seat__ends__lte=seat.starts + SIDE_BY_SIDE),
        place=seat.place,
        to_seat__isnull=True,
        from_seat__starts__lte=seat.starts,
    )
    own = rows.filter(from_seat__person_id=seat.person_id).first()
    if own is not None:
        # Appointed again: the person stays, and there is nobody to hand over to.
        own.state = WITHDRAWN
        save(own)
    others = rows.exclude(from_seat__person_id=seat.person_id)
    found: Handover | None = others.order_by("from_seat__ends", "pk").first()
    return found


def _late_handover(seat: Seat, by: User) -> Handover | None:
    """Where the post stood empty and nothing was handed over: from whoever held it last."""
    others = Seat.objects.filter(place=seat.place, substitute_for__isnull=True)
    others = others.exclude(pk=seat.pk)
    if others.not_over(today()).exclude(starts__gte=seat.starts).exists():
        return None
    last = others.ended(today()).filter(starts__lte=seat.starts).order_by("-ends", "-pk").first()
    if last is None or last.person_id == seat.person_id:
        return None
    if Handover.objects.exclude(state=WITHDRAWN).filter(from_seat=last).exists():
        return None
    return begin(last, by)


def _give(handover: Handover, seat: Seat) -> None:
    handover.to_seat = seat
    handover.successor_id = seat.person_id
    save(handover)
    Seat.objects.not_over(today()).filter(substitute_for=handover.from_seat_id).exclude(
        pk=seat.pk
    ).update(substitute_for=seat)


def _withdraw_unwritten(seat: Seat) -> None:
    """The person stays: a handover in which nothing stands and for which nobody waits goes."""
    rows = Handover.objects.open().filter(from_seat=seat, to_seat__isnull=True)
    for handover in rows.filter(notes__isnull=True):
        handover.state = WITHDRAWN
        save(handover)


def begin(seat: Seat, by: User | None) -> Handover:
    """A handover of this seat, being prepared."""
    if seat.place is None:
        raise ValueError("A seat without a place hands nothing over.")
    return Handover.objects.create(
        committee_id=seat.committee_id,
        province_id=seat.province_id,
        above=seat.above,
        place=seat.place,
        from_seat=seat,
        opened_at=timezone.now(),
        opened_by=by,
    )


def save(handover: Handover) -> None:
    """Save a change as a new version."""
    handover.version += 1
    handover.save()
