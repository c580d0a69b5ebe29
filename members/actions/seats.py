"""Giving, changing and ending seats; inviting people to them. Rights follow in the same breath."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees import actions as committee_actions
from committees import notices as committee_notices
from committees.calendar import today
from committees.errors import WrongState
from committees.models import Area, Committee
from committees.policy import check_version
from committees.roles import Permission
from members.actions import places, succession, tenure
from members.models import Invitation, Organisation, OrganisationKind, Seat
from members.notices import seats as notices
from members.policy import seats as policy

INVITATION_DAYS = 14
FIRST_ROLE = "psdhs_secretariat"  # whom a province begins with

audit.register(
    {
        "seat_given": _("%(actor)s gave %(person)s a seat as %(post)s"),
        "seat_changed": _("%(actor)s changed the seat of %(person)s (%(post)s)"),
        "seat_ended": _("%(actor)s ended the seat of %(person)s (%(post)s)"),
        "seat_left": _("%(person)s (%(post)s) left the committee"),
        "seat_expired": _("The seat of %(person)s (%(post)s) ended on its last day"),
        "seat_invited": _("%(actor)s sent %(person)s the invitation again"),
        "invitation_accepted": _("%(actor)s accepted the invitation"),
        "organisation_added": _("%(actor)s added the organisation %(subject)s"),
    }
)


@dataclass(frozen=True)
class Invited:
    """A seat just given, and the link's token where the person still has to set a password."""

    seat: Seat
    token: str | None


@transaction.atomic
def invite(
    *, committee: Committee, email: str, name_th: str, name_en: str, seat: dict[str, Any], by: User
) -> Invited:
    """Give a seat to the person of this e-mail address, known or new.

    `seat` holds validated organisation, role, post_th, post_en, starts, ends. A new person gets an
    account without password and a link by mail; a known one keeps their account and names.
    Side effects: seat, grants, audit event, notice or mail. Raises NotAllowed, WrongState,
    ValidationError (a post already held).
    """
    person = User.objects.filter(email__iexact=email).first()
    policy.check_appoint(by, committee, person_id=person.pk if person else None, role=seat["role"])
    if person is None:
        person = User.objects.create_user(email, name_th=name_th, name_en=name_en)
    row = give_seat(committee=committee, person=person, values=seat, by=by)
    return Invited(row, link_for(row))


@transaction.atomic
def give_seat(
    *,
    committee: Committee,
    person: User,
    values: dict[str, Any],
    by: User | None,
    authorised: bool = False,
) -> Seat:
    """Create a seat, project it into grants, record it and tell the person.

    `by` None is the system (loaders); `authorised` says that the caller has allowed the act the
    seat follows from (an election). The seat is in the place of `values`, or in the one of the
    agency that fits, made where there is none. Raises NotAllowed, WrongState, ValidationError.
    """
    if by is not None and not authorised:
        policy.check_appoint(by, committee, person_id=person.pk, role=values["role"])
    values = dict(values)
    place = values.pop("place", None)
    values["ends"] = tenure.capped(committee=committee, values=values)
    seat = Seat(
        person=person,
        committee=committee,
        province_id=committee.province_id,
        above=not committee.closed,
        appointed_by=by,
        **values,
    )
    policy.check_substitute(seat)
    # Whether a post is free is asked over all seats, also those the actor does not see.
    with rls.acting_as_system("seats"):
        seat.validate_constraints()
    seat.place = place or places.place_for(committee=committee, values=values)
    seat.save()
    succession.follow_start(seat, by)
    project(person_id=person.pk, committee=committee)
    event = _recorded("seat_given", seat, by, after=_facts(seat))
    notices.seat_told("seat_given", seat, event, [person])
    return seat


@transaction.atomic
def change_seat(*, seat: Seat, values: dict[str, Any], version: int, by: User) -> Seat:
    """Change post, organisation or days of a seat; `version` is the one that was shown.

    Raises NotAllowed, WrongState, Conflict, ValidationError.
    """
    # The membership before the seat, in the order in which renewing and lapsing hold them.
    policy.check_change(by, seat)
    wanted = {name: getattr(seat, name) for name in ("organisation", "role", "starts", "ends")}
    ends = tenure.capped(committee=seat.committee, values=wanted | values)
    locked = _locked(seat)
    policy.check_change(by, locked)
    check_version(locked, version)
    before = _facts(locked)
    for name, value in (values | {"ends": ends}).items():
        setattr(locked, name, value)
    locked.version += 1
    policy.check_substitute(locked)
    with rls.acting_as_system("seats"):
        locked.validate_constraints()
    left_place = locked.place
    locked.place = places.moved_place(locked)
    locked.save()
    if left_place != locked.place:
        succession.follow_place(locked)
        places.drop_if_unused(left_place)
    if before["ends"] != _facts(locked)["ends"]:
        succession.follow_end(locked, by)
    project(person_id=locked.person_id, committee=locked.committee)
    _recorded("seat_changed", locked, by, before=before, after=_facts(locked))
    return locked


@transaction.atomic
def end_seat(*, seat: Seat, ends: dt.date | None, reason: str, by: User) -> Seat:
    """End a seat: after its last day, or at once where `ends` is None.

    Ending it on a day keeps the rights until the midnight after it, Bangkok time; ending it at
    once takes them in this transaction. Side effects: grants, audit event, notices to the person
    or, when they leave by themselves, to those who manage the seats. Raises NotAllowed, WrongState.
    """
    locked = _locked(seat)
    policy.check_end(by, locked)
    before = _facts(locked)
    if ends is None:
        locked.ended_at = timezone.now()
        locked.ends = max(today(), locked.starts)
    else:
        policy.check_end_date(locked, ends)
        locked.ends = ends
    locked.version += 1
    locked.save()
    succession.follow_end(locked, by)
    left = locked.person_id == by.pk
    event = _recorded(
        "seat_left" if left else "seat_ended",
        locked,
        by,
        before=before,
        after=_facts(locked),
        reason=reason,
    )
    if left:
        managers = access.holders(Permission.MANAGE_SEATS, locked.committee)
        notices.seat_told("seat_left", locked, event, managers)
    else:
        notices.seat_told("seat_ending", locked, event, [locked.person])
    # Last, for who leaves at once may write nothing here any more, not even that they left.
    project(person_id=locked.person_id, committee=locked.committee)
    return locked


@transaction.atomic
def end_all(
    *, seats: Iterable[Seat], reason: str, by: User | None, ends: dt.date | None = None
) -> int:
    """End these seats, because what they rest on has ended; returns how many were held.

    At once, or after the last day `ends` where it is not past.

    The caller has authorised the act that ends them (a lapse, an order, a working group) and, where
    the actor does not see every seat, runs as a named part of the system. `reason` is kept in the
    history. Side effects as of `end_seat`, one event and one notice for each seat; a place that
    ends too is ended first, so that no handover opens in it.
    """
    ended = 0
    for seat in sorted(seats, key=lambda row: (row.person_id, row.pk)):
        locked = _locked(seat)
        if policy.is_over(locked):
            continue
        before = _facts(locked)
        if ends is not None and ends >= max(today(), locked.starts):
            locked.ends = ends
        else:
            locked.ended_at = timezone.now()
            locked.ends = max(today(), locked.starts)
        locked.version += 1
        locked.save()
        succession.follow_end(locked, by)
        project(person_id=locked.person_id, committee=locked.committee)
        event = _recorded(
            "seat_ended", locked, by, before=before, after=_facts(locked), reason=reason
        )
        notices.seat_told("seat_ending", locked, event, [locked.person])
        ended += 1
    return ended


@transaction.atomic
def prolong(*, seat: Seat, ends: dt.date | None, reason: str, by: User) -> Seat:
    """Let a seat last as long as what it rests on does now: never longer than its membership.

    The caller has authorised the act that prolongs it (an order). Side effects: grants, event.
    """
    wanted = {name: getattr(seat, name) for name in ("organisation", "role", "starts")}
    last = tenure.capped(committee=seat.committee, values=wanted | {"ends": ends})
    locked = _locked(seat)
    if policy.is_over(locked) or locked.ends == last:
        return locked
    before = _facts(locked)
    locked.ends = last
    locked.version += 1
    locked.validate_constraints()
    locked.save()
    succession.follow_end(locked, by)
    project(person_id=locked.person_id, committee=locked.committee)
    _recorded("seat_changed", locked, by, before=before, after=_facts(locked), reason=reason)
    return locked


@transaction.atomic
def start_province(*, province: Area, email: str, name_th: str, name_en: str) -> Invited:
    """Establish a province's committee with its first PSDHS seat; there is no other way in.

    Runs as a named part of the system. Asked again for the same person it makes a new link while
    no password is set. Raises WrongState where somebody else holds such a seat already.
    """
    committee = committee_actions.found_province(province=province)
    held = (
        Seat.objects.not_over(today())
        .filter(committee=committee, role=FIRST_ROLE)
        .select_related("person", "organisation", "committee")
    )
    seats = list(held)
    own = next((seat for seat in seats if seat.person.email == email), None)
    if seats and own is None:
        raise WrongState(
            _("This province has begun already. Its secretariat invites everybody else.")
        )
    if own is None:
        person = User.objects.filter(email__iexact=email).first() or User.objects.create_user(
            email, name_th=name_th, name_en=name_en
        )
        own = give_seat(
            committee=committee,
            person=person,
            values={"organisation": _psdhs(province), "role": FIRST_ROLE, "starts": today()},
            by=None,
        )
    if own.person.has_usable_password():
        return Invited(own, None)
    _close_links(own)
    return Invited(own, _invitation(own))


def _psdhs(province: Area) -> Organisation:
    """The office that is the secretariat of every provincial committee."""
    name = "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด"
    office, _created = Organisation.objects.get_or_create(
        province=province,
        name_th=name + province.name_th,
        defaults={
            "name_en": "Provincial Social Development and Human Security Office, "
            + province.name_en,
            "short_th": f"พมจ.{province.name_th}",
            "short_en": f"PSDHS {province.name_en}",
            "kind": OrganisationKind.GOVERNMENT,
        },
    )
    return office


def _close_links(seat: Seat) -> None:
    Invitation.objects.filter(seat=seat, accepted_at__isnull=True).update(expires_at=timezone.now())


@transaction.atomic
def renew_invitation(*, seat: Seat, by: User) -> str:
    """Make a new link for a person who has not set a password yet; the old one stops working.

    Returns the token for the mail. Raises NotAllowed, WrongState.
    """
    policy.check_manage(by, seat.committee)
    if seat.person.has_usable_password():
        raise WrongState(_("This person has already signed in and needs no invitation."))
    if policy.is_over(seat):
        raise WrongState(_("This seat has already ended."))
    _close_links(seat)
    _recorded("seat_invited", seat, by, after=_facts(seat))
    return _invitation(seat)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Set the password of an invited person and use up the link.

    Runs as a named part of the system, for the visitor has no rights yet. Raises WrongState for a
    link that is used or has expired.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    person = locked.seat.person
    if not is_open(locked) or person.has_usable_password():
        raise WrongState(_("This link has been used or has expired. Ask for a new one."))
    now = timezone.now()
    person.set_password(password)
    person.save(update_fields=["password"])
    Invitation.objects.filter(seat__person=person, accepted_at__isnull=True).update(accepted_at=now)
    _recorded("invitation_accepted", locked.seat, person, after=_facts(locked.seat))
    return person


def is_open(invitation: Invitation) -> bool:
    """Whether the link can still be used: neither used nor expired, and its seat is not over."""
    return (
        invitation.accepted_at is None
        and invitation.expires_at > timezone.now()
        and not policy.is_over(invitation.seat)
    )


def find_invitation(token: str) -> Invitation | None:
    """The invitation of this link, whoever asks; None for a link that never was."""
    return (
        Invitation.objects.select_related(
            "seat__person", "seat__organisation", "seat__appointed_by", "committee"
        )
        .filter(token_hash=_hash(token))
        .first()
    )


@transaction.atomic
def add_organisation(*, committee: Committee, values: dict[str, Any], by: User) -> Organisation:
    """Add an organisation to the directory of the committee's province.

    `values` holds validated fields of `OrganisationForm`. Raises NotAllowed.
    """
    policy.check_organisation(by, committee)
    organisation = Organisation.objects.create(province_id=committee.province_id, **values)
    audit.record(
        actor=by, committee=committee, verb="organisation_added", subject=organisation, above=True
    )
    return organisation


def project(*, person_id: int, committee: Committee) -> None:
    """Make a person's grants on a committee equal to the seats held there today.

    Two changes to seats of one person wait for each other here: grants made from seats read before
    the other change was committed would outlive a seat that it ended.
    """
    _lock_people({person_id})
    seats = Seat.objects.current(today()).filter(person_id=person_id, committee=committee)
    access.grant_for(
        user_id=person_id, committee=committee, seats=seats.values_list("pk", "role", "ends")
    )


@transaction.atomic
def expire_seats() -> int:
    """Take the grants of seats whose last day is past, and give those that begin; returns how many.

    Runs as the system a minute past midnight, Bangkok time. Each pair of person and committee that
    has grants without a seat, or a seat without grants, is projected anew; run twice it finds none.
    """
    repaired = 0
    pairs = _drifting_pairs()
    # All of them first: later each would be waited for while chains of the audit trail are held.
    _lock_people({person_id for person_id, _committee_id in pairs})
    for person_id, committee_id in sorted(pairs):
        committee = Committee.objects.get(pk=committee_id)
        project(person_id=person_id, committee=committee)
        repaired += 1
        _record_expired(person_id, committee)
    return repaired


def _lock_people(ids: set[int]) -> None:
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _record_expired(person_id: int, committee: Committee) -> None:
    yesterday = today() - dt.timedelta(days=1)
    expired = Seat.objects.filter(person_id=person_id, committee=committee, ends=yesterday)
    for seat in expired.select_related("person", "organisation", "committee"):
        _recorded("seat_expired", seat, None, after=_facts(seat))


def drift() -> list[tuple[int, int]]:
    """(person, committee) wherever grants differ from what today's seats give. Changes nothing."""
    return sorted(_drifting_pairs())


def _drifting_pairs() -> set[tuple[int, int]]:
    return {(person, committee) for person, committee, _codename in drifting_rows()}


def drifting_rows() -> list[tuple[int, int, str]]:
    """(person, committee, codename) of each grant too many, missing or other than it should be."""
    wanted: dict[tuple[int, int], list[access.HeldSeat]] = {}
    for person, committee, *held in Seat.objects.current(today()).values_list(
        "person_id", "committee_id", "pk", "role", "ends"
    ):
        wanted.setdefault((person, committee), []).append((held[0], held[1], held[2]))
    expected = {
        (*pair, codename): grant
        for pair, held in wanted.items()
        for codename, grant in access.wanted_grants(held).items()
    }
    actual = access.all_grants()
    return sorted(
        key for key in expected.keys() | actual.keys() if expected.get(key) != actual.get(key)
    )


def _locked(seat: Seat) -> Seat:
    return (
        Seat.objects.select_for_update(of=("self",))
        .select_related("person", "organisation", "committee", "place")
        .get(pk=seat.pk)
    )


def link_for(seat: Seat) -> str | None:
    """The token of a link for a seat just given; None for a person who can sign in already."""
    return None if seat.person.has_usable_password() else _invitation(seat)


def _invitation(seat: Seat) -> str:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    Invitation.objects.create(
        seat=seat,
        committee_id=seat.committee_id,
        province_id=seat.province_id,
        email=seat.person.email,
        token_hash=_hash(token),
        created_at=now,
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
        above=seat.above,
    )
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _recorded(verb: str, seat: Seat, by: User | None, **kwargs: Any) -> Any:
    return audit.record(
        actor=by, committee=seat.committee, verb=verb, subject=seat, above=True, **kwargs
    )


def _facts(seat: Seat) -> dict[str, Any]:
    """What the history says of a seat."""
    return {
        "person": committee_notices.names(seat.person),
        "post": notices.posts(seat),
        "role": seat.role,
        "organisation": committee_notices.names(seat.organisation),
        "starts": seat.starts.isoformat(),
        "ends": seat.ends.isoformat() if seat.ends else None,
        "heads": seat.heads,
        "may_decide": seat.may_decide,
        "substitute_for": seat.substitute_for_id,
    }
