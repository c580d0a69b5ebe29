"""Handing a post over: opened when somebody leaves or follows, written, taken over.

`follow_end` and `follow_start` run inside the acts on seats: that a handover opens is part of
what ends or gives the seat, and no act of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees import notices as committee_notices
from committees.calendar import today
from committees.kinds import Kind
from committees.policy import check_version
from committees.roles import Permission
from members.models import Handover, HandoverNote, HandoverRecord, Place, Seat
from members.notices import handovers as notices
from members.policy import handovers as policy
from members.policy import seats as seat_policy
from members.workflow.handovers import PREPARING, READY, TAKEN_OVER, WITHDRAWN

# A successor may begin this long before the predecessor's last day.
SIDE_BY_SIDE = dt.timedelta(days=31)
# Where a seat was given with its last day, the handover opens this long before.
AHEAD = dt.timedelta(days=60)
# How far back a task that did not run is made good.
LATE = dt.timedelta(days=90)

audit.register(
    {
        "handover_opened": _("%(actor)s began the handover of %(post)s by %(from)s"),
        "handover_written": _("%(actor)s wrote in the handover of %(post)s"),
        "handover_ready": _("%(actor)s said that the handover of %(post)s is ready"),
        "handover_reopened": _("%(actor)s went on writing the handover of %(post)s"),
        "handover_taken": _("%(actor)s took over as %(post)s"),
        "handover_withdrawn": _("%(actor)s withdrew the handover of %(post)s: %(from)s stays"),
        "post_closed": _("%(actor)s noted that the post %(post)s is not filled any more"),
    }
)


# --- What follows from acts on seats --------------------------------------------------------------


def follow_end(seat: Seat, by: User | None) -> None:
    """After the last day of a seat was set or taken back: open its handover, or withdraw it.

    Runs as a named part of the system, for who leaves at once has no rights left in that moment.
    """
    if not _passes_on(seat):
        return
    with rls.acting_as_system("handovers"):
        _lock_place(seat)
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
            _lock_place(seat)
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
        _lock_place(seat)
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
        .filter(Q(place__ends__isnull=True) | Q(place__ends__gt=today()))
        .select_related("committee", "person", "place")
        .order_by("place_id", "pk")
    )
    opened = 0
    for seat in near:
        if _passes_on(seat) and not _held_beside(seat):
            _lock_place(seat)
            opened += _open(seat, None) is not None
    return opened


def _passes_on(seat: Seat) -> bool:
    """Whether a seat has something to hand over: a post, held and not stood in for, with duties."""
    return (
        seat.place_id is not None
        and seat.substitute_for_id is None
        and bool(seat.rule.holds | seat.rule.below)
    )


def _held_beside(seat: Seat) -> bool:
    """Whether somebody else holds the same post today and goes on: then it stays with them."""
    others = Seat.objects.current(today()).filter(
        Q(ends__isnull=True) | Q(ends__gt=seat.ends),
        place_id=seat.place_id,
        substitute_for__isnull=True,
    )
    return bool(others.exclude(pk=seat.pk).exclude(starts__gt=seat.starts).exists())


def _lock_place(seat: Seat) -> None:
    Place.objects.select_for_update(of=("self",)).filter(pk=seat.place_id).first()


def _open(seat: Seat, by: User | None) -> Handover | None:
    """The handover of a seat that ends: one at a time, and what nobody took over goes on with it."""
    opened = Handover.objects.exclude(state=WITHDRAWN).filter(from_seat=seat).first()
    if opened is None:
        opened = _passed_on(seat)
    if opened is None:
        opened = Handover.objects.create(
            committee_id=seat.committee_id,
            province_id=seat.province_id,
            above=seat.above,
            place_id=seat.place_id,
            from_seat=seat,
            opened_at=timezone.now(),
            opened_by=by,
        )
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
        _save(waiting)
    return waiting


def _successor_of(seat: Seat) -> Seat | None:
    """Who was given the post already, to begin about when this seat ends."""
    if seat.ends is None:
        return None
    rows = Seat.objects.not_over(today()).filter(
        place_id=seat.place_id,
        substitute_for__isnull=True,
        starts__gt=seat.starts,
        starts__gte=seat.ends - SIDE_BY_SIDE,
    )
    taken = Handover.objects.exclude(state=WITHDRAWN).filter(to_seat__isnull=False)
    free = rows.exclude(person_id=seat.person_id).exclude(pk__in=taken.values("to_seat"))
    found: Seat | None = free.order_by("starts", "pk").first()
    return found


def _waiting_for(seat: Seat) -> Handover | None:
    """The open handover of this post that has no successor yet and ends about when this begins."""
    rows = Handover.objects.open().filter(
        Q(from_seat__ends__lte=seat.starts + SIDE_BY_SIDE),
        place_id=seat.place_id,
        to_seat__isnull=True,
        from_seat__starts__lt=seat.starts,
    )
    own = rows.filter(from_seat__person_id=seat.person_id).first()
    if own is not None:
        # Appointed again: the person stays, and there is nobody to hand over to.
        own.state = WITHDRAWN
        _save(own)
    others = rows.exclude(from_seat__person_id=seat.person_id)
    found: Handover | None = others.order_by("from_seat__ends", "pk").first()
    return found


def _late_handover(seat: Seat, by: User) -> Handover | None:
    """Where the post stood empty and nothing was handed over: from whoever held it last."""
    others = Seat.objects.filter(place_id=seat.place_id, substitute_for__isnull=True)
    others = others.exclude(pk=seat.pk)
    if others.not_over(today()).exclude(starts__gte=seat.starts).exists():
        return None
    last = others.ended(today()).filter(starts__lt=seat.starts).order_by("-ends", "-pk").first()
    if last is None or last.person_id == seat.person_id:
        return None
    if Handover.objects.exclude(state=WITHDRAWN).filter(from_seat=last).exists():
        return None
    return Handover.objects.create(
        committee_id=seat.committee_id,
        province_id=seat.province_id,
        above=seat.above,
        place_id=seat.place_id,
        from_seat=last,
        opened_at=timezone.now(),
        opened_by=by,
    )


def _give(handover: Handover, seat: Seat) -> None:
    handover.to_seat = seat
    handover.successor_id = seat.person_id
    _save(handover)
    Seat.objects.not_over(today()).filter(substitute_for=handover.from_seat_id).exclude(
        pk=seat.pk
    ).update(substitute_for=seat)


def _withdraw_unwritten(seat: Seat) -> None:
    """The person stays: a handover in which nothing stands and for which nobody waits goes."""
    rows = Handover.objects.open().filter(from_seat=seat, to_seat__isnull=True)
    for handover in rows.filter(notes__isnull=True):
        handover.state = WITHDRAWN
        _save(handover)


# --- Acts -----------------------------------------------------------------------------------------


@transaction.atomic
def open_handover(*, seat: Seat, by: User) -> Handover:
    """Begin the handover of a seat by hand, before its end is set.

    Side effects: audit event, notice to the holder. Raises NotAllowed, WrongState.
    """
    with rls.acting_as_system("handovers"):
        _lock_place(seat)
    policy.check_open(by, seat)
    handover = Handover.objects.create(
        committee_id=seat.committee_id,
        province_id=seat.province_id,
        above=seat.above,
        place_id=seat.place_id,
        from_seat=seat,
        opened_at=timezone.now(),
        opened_by=by,
    )
    event = _recorded("handover_opened", handover, by)
    notices.tell("handover_opened", handover, event, [seat.person])
    return handover


@transaction.atomic
def write_note(
    *, handover: Handover, texts: dict[str, str], version: int, by: User
) -> HandoverNote:
    """Save what this person writes, under the headings; `version` is that of the note shown, 0
    where there was none.

    Raises NotAllowed, WrongState, Conflict (the same person wrote in another window).
    """
    locked = _locked(handover)
    policy.check_write(by, locked)
    note = HandoverNote.objects.select_for_update().filter(handover=locked, author=by).first()
    if note is None:
        note = HandoverNote(
            handover=locked,
            committee_id=locked.committee_id,
            province_id=locked.province_id,
            author=by,
            version=0,
        )
    check_version(note, version)
    if note.pk and all(getattr(note, name) == text for name, text in texts.items()):
        return note
    for name, text in texts.items():
        setattr(note, name, text)
    note.version += 1
    note.changed_at = timezone.now()
    note.save()
    # What is written stays inside, and so does that somebody wrote.
    _recorded("handover_written", locked, by, above=False)
    return note


@transaction.atomic
def say_ready(*, handover: Handover, by: User) -> Handover:
    """Say that the handover is ready. Side effects: audit event, notice to the successor."""
    locked = _moved("ready", handover, by, ready_at=timezone.now())
    event = _recorded("handover_ready", locked, by)
    if locked.successor is not None and policy.takes_over(locked.successor, locked):
        notices.tell("handover_ready", locked, event, [locked.successor])
    return locked


@transaction.atomic
def reopen(*, handover: Handover, by: User) -> Handover:
    """Go on writing a handover that was ready."""
    locked = _moved("reopen", handover, by, ready_at=None)
    _recorded("handover_reopened", locked, by)
    return locked


@transaction.atomic
def withdraw(*, handover: Handover, by: User) -> Handover:
    """Take back a handover begun by hand: the person stays. Raises NotAllowed, WrongState."""
    locked = _moved("withdraw", handover, by)
    _recorded("handover_withdrawn", locked, by)
    return locked


@transaction.atomic
def take_over(*, handover: Handover, snapshot: list[dict[str, Any]], by: User) -> Handover:
    """Confirm having taken over; `snapshot` is what the successor read, and is kept.

    The successor alone does this. Side effects: record, audit event, notices to who manages the
    seats and, while they still sit there, to the predecessor. Raises NotAllowed, WrongState.
    """
    locked = _locked(handover)
    policy.check("take_over", by, locked)
    was_ready = locked.state == READY
    record = _record(locked)
    record.snapshot = snapshot
    record.save()
    locked.state, locked.taken_at, locked.taken_by = TAKEN_OVER, timezone.now(), by
    _save(locked)
    event = _recorded(
        "handover_taken", locked, by, was_ready=was_ready, gone_through=sorted(record.done)
    )
    told = access.holders(Permission.MANAGE_SEATS, locked.committee)
    if not seat_policy.is_over(locked.from_seat):
        told.append(locked.from_seat.person)
    notices.tell("handover_taken", locked, event, told)
    return locked


@transaction.atomic
def tick(*, handover: Handover, section: str, done: bool, by: User) -> HandoverRecord:
    """Tick a section as gone through, or take the tick back: a memory aid of the successor.

    No event: only the confirmation counts, and keeps what was ticked. Raises NotAllowed, WrongState.
    """
    locked = _locked(handover)
    policy.check("take_over", by, locked)
    record = _record(locked)
    if done:
        record.done.setdefault(section, timezone.now().isoformat())
    else:
        record.done.pop(section, None)
    record.save()
    return record


@transaction.atomic
def close_place(*, place: Place, reason: str, by: User) -> Place:
    """Note that a post without a holder is not filled any more; its open handover goes with it.

    Raises NotAllowed, WrongState.
    """
    locked: Place = (
        Place.objects.select_for_update(of=("self",)).select_related("committee").get(pk=place.pk)
    )
    held = Seat.objects.not_over(today()).filter(place=locked).exists()
    policy.check_close_place(by, locked, held=held)
    locked.ends = max(locked.starts, today() - dt.timedelta(days=1))
    locked.save(update_fields=["ends"])
    for handover in Handover.objects.open().filter(place=locked):
        handover.state = WITHDRAWN
        _save(handover)
    audit.record(
        actor=by,
        committee=locked.committee,
        verb="post_closed",
        subject=locked,
        after={"post": notices.titles(locked)},
        reason=reason,
        above=True,
    )
    return locked


def _moved(action: str, handover: Handover, by: User, **values: Any) -> Handover:
    """Lock, ask the policy, and move the handover along its table."""
    locked = _locked(handover)
    locked.state = policy.check(action, by, locked).target
    for name, value in values.items():
        setattr(locked, name, value)
    _save(locked)
    return locked


def _record(handover: Handover) -> HandoverRecord:
    record = HandoverRecord.objects.filter(handover=handover).first()
    return record or HandoverRecord(
        handover=handover, committee_id=handover.committee_id, province_id=handover.province_id
    )


def _locked(handover: Handover) -> Handover:
    return (
        Handover.objects.select_for_update(of=("self",))
        .select_related(
            "committee", "place__organisation", "from_seat__person", "to_seat", "successor"
        )
        .get(pk=handover.pk)
    )


def _save(handover: Handover) -> None:
    handover.version += 1
    handover.save()


def _recorded(verb: str, handover: Handover, by: User, *, above: bool = True, **facts: Any) -> Any:
    return audit.record(
        actor=by,
        committee=handover.committee,
        verb=verb,
        subject=handover,
        after={
            "post": notices.titles(handover.place),
            "from": committee_notices.names(handover.from_seat.person),
            **facts,
        },
        above=above,
    )
