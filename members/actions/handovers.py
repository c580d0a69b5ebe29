"""Acts on handovers: begun by hand, written, ready, gone through, taken over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees import notices as committee_notices
from committees.calendar import today
from committees.policy import check_version
from committees.roles import Permission
from members import handover as open_work
from members.actions.succession import begin, lock_place, save
from members.models import Handover, HandoverNote, HandoverRecord, Place, Seat
from members.notices import handovers as notices
from members.policy import handovers as policy
from members.policy import seats as seat_policy
from members.workflow.handovers import READY, TAKEN_OVER, WITHDRAWN

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


@transaction.atomic
def open_handover(*, seat: Seat, by: User) -> Handover:
    """Begin the handover of a seat by hand, before its end is set.

    Side effects: audit event, notice to the holder. Raises NotAllowed, WrongState.
    """
    with rls.acting_as_system("handovers"):
        lock_place(seat)
    policy.check_open(by, seat)
    handover = begin(seat, by)
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
    save(locked)
    event = _recorded(
        "handover_taken", locked, by, was_ready=was_ready, gone_through=sorted(record.done)
    )
    told = access.holders(Permission.MANAGE_SEATS, locked.committee)
    if not seat_policy.is_over(locked.from_seat):
        told.append(locked.from_seat.person)
    open_work.taken_over(locked)
    notices.tell("handover_taken", locked, event, told)
    return locked


@transaction.atomic
def tick(*, handover: Handover, section: str, done: bool, by: User) -> HandoverRecord:
    """Tick a section as gone through, or take the tick back: a memory aid of the successor.

    No event: the confirmation counts, and keeps what was ticked. Raises NotAllowed, WrongState.
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
        save(handover)
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
    save(locked)
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
