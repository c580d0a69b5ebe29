"""Making one of two organisations that are the same: everything that names the one names the other.

Which columns name an organisation is read from the models themselves, so that a table that comes
later is not forgotten; the other is deleted at the end, which the database refuses as long as
anything still names it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import UniqueViolation

from accounts.models import User
from committees import audit, rls
from committees import notices as committee_notices
from committees.calendar import overlaps, today
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.policy import check_version
from members.actions import memberships, places
from members.actions import merging_years as joining
from members.actions import seats as seat_actions
from members.actions.organisations import FACTS
from members.models import Organisation, Seat, SurveyBallot
from members.policy import organisations as policy

audit.register({"organisations_merged": _("%(actor)s made %(other)s one with %(subject)s")})

# table -> keys of the rows that name the kept organisation from now on; by committee.
Moved = dict[int | None, dict[str, list[str]]]
# committee -> what the seats, memberships and offices were that became one.
Joined = dict[int, list[dict[str, Any]]]
LISTS = ("pillars", "districts")


def relations() -> list[models.ForeignKey[Any, Any]]:
    """Every column of every table that names an organisation."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Organisation
    ]


@transaction.atomic
def merge(
    *,
    kept: Organisation,
    other: Organisation,
    values: dict[str, Any],
    versions: tuple[int, int],
    by: User,
) -> Organisation:
    """Make `other` one with `kept`, which has these values from then on.

    `versions` are those that were shown, of both. Rows in committees the person does not see move
    as well, so that part runs as the system; every committee concerned finds it in its own
    history, with what it takes to undo it. Raises NotAllowed, WrongState, Conflict.
    """
    committee = policy.check_merge(by, kept, other)
    rows = Organisation.objects.select_for_update().filter(pk__in=[kept.pk, other.pk])
    locked = {row.pk: row for row in rows.order_by("pk")}
    if len(locked) < 2:
        raise WrongState(_("One of the two is not in the directory any more."))
    kept, other = locked[kept.pk], locked[other.pk]
    check_version(kept, versions[0])
    check_version(other, versions[1])
    before = facts(kept)
    with rls.acting_as_system("merging organisations"):
        _check_reads_no_answer(kept, other, by)
        joined = _join_seats(kept, other)
        for committee_id, years in joining.join(kept, other).items():
            joined.setdefault(committee_id, []).extend(years)
        moved = _point_everything(kept, other)
        for membership in joining.running(kept):
            memberships.move_seats(membership)
        gone = facts(other)
        other_names, other_id, evidence = committee_notices.names(other), other.pk, other.evidence
        other.delete()
        for name, value in values.items():
            setattr(kept, name, value)
        kept.evidence = kept.evidence or evidence
        kept.version += 1
        kept.save()
        _record(
            kept,
            moved | {committee.pk: moved.get(committee.pk, {}) | moved.pop(None, {})},
            by,
            joined,
            before={"id": other_id, "facts": gone, "kept": before},
            after={"other": other_names},
            first=committee.pk,
        )
    return kept


def facts(organisation: Organisation) -> dict[str, Any]:
    """All that is written down of an organisation, as the history keeps it."""
    found = {name: getattr(organisation, name) for name in FACTS}
    return found | {"evidence": str(organisation.evidence_id or "")}


def both(kept: list[Any], other: list[Any]) -> list[Any]:
    """Two lists as one, each value once."""
    return sorted({*kept, *other})


def _check_reads_no_answer(kept: Organisation, other: Organisation, by: User) -> None:
    """Nobody comes to read another's answer to an open survey by making it one with his own."""
    for ballot in SurveyBallot.objects.filter(organisation__in=[kept, other]):
        beside = other if ballot.organisation_id == kept.pk else kept
        seats = Seat.objects.not_over(today()).filter(committee_id=ballot.committee_id, person=by)
        if seats.filter(organisation=beside).exists():
            raise NotAllowed(
                _(
                    "You sit for one of the two where the other answers an open survey. Somebody"
                    " else makes them one, or you do once it is closed."
                )
            )


# --- Rows that name it --------------------------------------------------------------------------


def _point_everything(kept: Organisation, other: Organisation) -> Moved:
    moved: Moved = defaultdict(dict)
    for field in relations():
        rows = list(field.model._base_manager.filter(**{field.name: other}).order_by("pk"))
        for row in rows:
            if _point(row, field, kept):
                owner = getattr(row, "committee_id", None)
                label = f"{row._meta.label_lower}.{field.name}"
                moved[owner].setdefault(label, []).append(str(row.pk))
    return dict(moved)


def _point(row: models.Model, field: models.ForeignKey[Any, Any], kept: Organisation) -> bool:
    """Let one row name the kept one; False where the same stands there already, and it goes."""
    same = type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            same.update(**{field.name: kept})
    except IntegrityError as clash:
        if not _is_twice(clash) or not _goes(row):
            raise WrongState(
                _("Both stand side by side here: %(what)s. Settle that first, then make them one.")
                % {"what": capfirst(str(row._meta.verbose_name))}
            ) from clash
        return False
    return True


def _is_twice(clash: IntegrityError) -> bool:
    """Whether the same row stands there already; any other rule it breaks deletes nothing."""
    return isinstance(clash.__cause__, UniqueViolation)


def _goes(row: models.Model) -> bool:
    """Delete a row that stands there twice, unless others name it or it is kept for good."""
    if _is_named(row):
        return False
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).delete()
    except DatabaseError:  # a table from which the web role takes nothing out
        return False
    return True


def _is_named(row: models.Model) -> bool:
    """Whether another row names this one, so that it cannot go."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel)
        and not relation.many_to_many
        and not isinstance(relation.related_model, str)
    )


# --- Seats that would stand twice ----------------------------------------------------------------


def _join_seats(kept: Organisation, other: Organisation) -> Joined:
    """Seats of one person, in one role, on the same days for both: the first holds them all.

    Rights stay as they are, for the days held together are the days held before. Returns what the
    seats were, to undo it.
    """
    held: dict[tuple[int, int, str], list[Seat]] = defaultdict(list)
    open_seats = Seat.objects.select_for_update(of=("self",)).filter(
        organisation__in=[kept, other], ended_at__isnull=True
    )
    for seat in open_seats.select_related("committee", "place").order_by("starts", "pk"):
        held[seat.person_id, seat.committee_id, seat.role].append(seat)
    joined: Joined = defaultdict(list)
    for seats in held.values():
        first = seats[0]
        for seat in seats[1:]:
            if not overlaps(first.starts, first.ends, seat.starts, seat.ends):
                first = seat
                continue
            joined[first.committee_id].append(_days(first) | {"with": _days(seat)})
            _take_in(first, seat)
    return dict(joined)


def _take_in(first: Seat, seat: Seat) -> None:
    """End the second seat and give its days, and what it may decide, to the first."""
    ends = None if first.ends is None or seat.ends is None else max(first.ends, seat.ends)
    Seat.objects.filter(pk=seat.pk).update(
        ended_at=timezone.now(), ends=max(today(), seat.starts), version=models.F("version") + 1
    )
    Seat.objects.filter(substitute_for=seat).exclude(pk=first.pk).update(substitute_for=first)
    first.ends = ends
    first.heads = first.heads or seat.heads
    first.may_decide = first.may_decide or seat.may_decide
    first.version += 1
    first.save()
    _end_place(first, seat)
    seat_actions.project(person_id=first.person_id, committee=first.committee)


def _end_place(first: Seat, seat: Seat) -> None:
    """End the place of a seat taken in, or it would count as one in which nobody acts."""
    place = seat.place
    if place is None or place.order_id is not None or place.pk == first.place_id:
        return
    if not Seat.objects.filter(place=place).not_over(today()).exists():
        places.end_places(places=[place], last_day=today() - dt.timedelta(days=1))


def _days(seat: Seat) -> dict[str, Any]:
    ends = seat.ends.isoformat() if seat.ends else None
    return {"seat": seat.pk, "starts": seat.starts.isoformat(), "ends": ends}


def _record(
    kept: Organisation,
    moved: Moved,
    by: User,
    joined: Joined,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    first: int,
) -> None:
    """One event in the history of each committee that had something to move."""
    named = Committee.objects.filter(pk__in=[pk for pk in moved if pk is not None])
    for committee in named.order_by("pk"):
        own = committee.pk == first
        audit.record(
            actor=by,
            committee=committee,
            verb="organisations_merged",
            subject=kept,
            before=(before if own else {"id": before["id"]})
            | {"joined": joined.get(committee.pk, [])},
            after=after | {"moved": moved[committee.pk]},
            above=True,
        )
