"""Recording elections and offices. Who wins has the office's seat, who held it before loses it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, papers
from committees import notices as committee_notices
from committees.calendar import today
from committees.errors import WrongState
from committees.models import Committee
from committees.papers import Upload
from committees.roles import Permission
from members.actions import places, seats
from members.models import SINGLE, Candidate, Election, OfficeTerm, Organisation, Seat
from members.notices import offices as notices
from members.policy import offices as policy
from members.policy.offices import Ballot
from members.policy.speaking import TAKING_PART

DAY = dt.timedelta(days=1)
FIELDS = (
    "office",
    "held_on",
    "takes_office",
    "term_ends",
    "places",
    "method",
    "tie_break",
    "adds",
    "remark",
)

audit.register(
    {
        "election_recorded": _("%(actor)s recorded the election: %(office)s, %(winners)s"),
        "election_undecided": _("%(actor)s recorded the election: %(office)s, nobody elected"),
        "election_corrected": _("%(actor)s corrected the record of the election: %(office)s"),
        "office_taken": _("%(organisation)s took the office: %(office)s"),
        "office_left": _("%(organisation)s left the office: %(office)s"),
        "office_annulled": _("%(organisation)s was not elected after all: %(office)s"),
        "office_noted": _("%(actor)s wrote down that %(organisation)s holds an office: %(office)s"),
    }
)


@transaction.atomic
def record_election(
    *,
    committee: Committee,
    values: Mapping[str, Any],
    ballots: Sequence[Ballot],
    upload: Upload | None,
    by: User,
    corrects: Election | None = None,
    form_key: uuid.UUID | None = None,
) -> Election:
    """Record an election; who won has the office from its first day, who held it before leaves it.

    `values` holds `FIELDS`, `ballots` the candidates. With `corrects` it takes the place of that
    record: terms and seats that followed from it end, nothing of it is overwritten. The same form
    sent twice records one election. Side effects: terms, seats with their rights, audit events,
    notices to everybody who takes part. Raises NotAllowed, WrongState.
    """
    policy.check_record(by, committee)
    # One election at a time: who held the office is read and changed below.
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    key = form_key or uuid.uuid4()
    made = Election.objects.filter(committee=committee, form_key=key).first()
    if made is not None:
        return made
    policy.check_election(by, committee, values, ballots, corrects)
    if corrects is not None:
        _take_back(corrects, ballots, by)
    election = _create(committee, values, upload, by, corrects, key)
    Candidate.objects.bulk_create(
        Candidate(
            election=election,
            organisation_id=ballot.seat.organisation_id,
            person_id=ballot.seat.person_id,
            recorded_by=by,
            votes=ballot.votes,
            withdrew=ballot.withdrew,
            elected=ballot.elected,
            **_tenant(committee),
        )
        for ballot in ballots
    )
    winners = [ballot for ballot in ballots if ballot.elected]
    if winners:
        _fill_office(election, winners, by)
    _tell(election, winners, by)
    return election


def _create(
    committee: Committee,
    values: Mapping[str, Any],
    upload: Upload | None,
    by: User,
    corrects: Election | None,
    key: uuid.UUID,
) -> Election:
    # Who stood and how many voted for whom stays inside, and so does the paper that says it.
    paper = upload and papers.store(committee=committee, upload=upload, by=by, above=False)
    election = Election.objects.create(
        **_tenant(committee),
        **{name: values[name] for name in FIELDS},
        paper=paper or None,
        corrects=corrects,
        recorded_by=by,
        created_at=timezone.now(),
        form_key=key,
    )
    election.committee = committee
    return election


def _fill_office(election: Election, winners: list[Ballot], by: User) -> None:
    """Let those in office leave it on the day before, and those elected take it."""
    held = _terms(election.committee, [election.office], election.takes_office)
    policy.check_begins(_in_the_way(held, election, winners), election.takes_office)
    if not election.adds:
        _leave(held, election.takes_office - DAY, by)
    keep = {(ballot.seat.person_id, ballot.seat.organisation_id) for ballot in winners}
    leaving = [] if election.adds else _office_seats(election.committee, [election.office])
    leaving = [seat for seat in leaving if (seat.person_id, seat.organisation_id) not in keep]
    if election.office in SINGLE:
        leaving += _other_offices(election, winners)
        _leave_others(election, winners, by)
    _end_seats(leaving, keep, election, by)
    for ballot in winners:
        seat = _office_seat(election, ballot, by)
        _take(election, ballot.seat.organisation, seat, by)
    _end_places(leaving, election)


def _end_places(leaving: list[Seat], election: Election) -> None:
    """An office goes to whoever is elected: a place in which nobody holds it any more ends."""
    held = Seat.objects.not_over(max(election.takes_office, today()))
    for seat in leaving:
        if seat.place is not None and not held.filter(place=seat.place).exists():
            places.end_places(places=[seat.place], last_day=election.takes_office - DAY)


def _in_the_way(
    held: list[OfficeTerm], election: Election, winners: list[Ballot]
) -> list[OfficeTerm]:
    """The terms that have to end before these begin."""
    if not election.adds:
        return held
    bodies = {ballot.seat.organisation_id for ballot in winners}
    again = [term for term in held if term.organisation_id in bodies]
    if again:
        raise WrongState(_("One of those elected sits on the steering committee already."))
    return []


def _terms(committee: Committee, offices: Sequence[str], on: dt.date) -> list[OfficeTerm]:
    """The terms of these offices that nobody has followed before this day."""
    rows = OfficeTerm.objects.standing().unreplaced(on)
    rows = rows.filter(committee=committee, office__in=offices)
    return list(rows.select_related("organisation", "committee").select_for_update(of=("self",)))


def leave_all(
    *, committee: Committee, organisation: Organisation, last_day: dt.date, by: User | None
) -> None:
    """Let an organisation leave its offices with the last day of its membership.

    The caller has authorised the act and ends the seats.
    """
    rows = OfficeTerm.objects.standing().unreplaced(last_day + DAY)
    rows = rows.filter(committee=committee, organisation=organisation)
    rows = rows.select_related("organisation", "committee").select_for_update(of=("self",))
    _leave(list(rows.order_by("pk")), last_day, by)


def _leave(terms: list[OfficeTerm], last_day: dt.date, by: User | None) -> None:
    for term in terms:
        term.left_on = max(last_day, term.starts)
        term.save(update_fields=["left_on"])
        _recorded("office_left", term, by)


def _other_offices(election: Election, winners: list[Ballot]) -> list[Seat]:
    """Seats in other offices of those elected: nobody holds two of the single offices."""
    others = [office for office in SINGLE if office != election.office]
    people = {ballot.seat.person_id for ballot in winners}
    return [seat for seat in _office_seats(election.committee, others) if seat.person_id in people]


def _leave_others(election: Election, winners: list[Ballot], by: User) -> None:
    others = [office for office in SINGLE if office != election.office]
    bodies = {ballot.seat.organisation_id for ballot in winners}
    terms = [
        term
        for term in _terms(election.committee, others, election.takes_office)
        if term.organisation_id in bodies and term.starts < election.takes_office
    ]
    _leave(terms, election.takes_office - DAY, by)


def _office_seats(committee: Committee, offices: Sequence[str]) -> list[Seat]:
    rows = Seat.objects.not_over(today()).filter(committee=committee, role__in=offices)
    return list(rows.select_related("person", "organisation", "committee"))


def _end_seats(
    leaving: list[Seat], winners: set[tuple[int, int]], election: Election, by: User
) -> None:
    """End office seats on the day before the term; their people stay members, or won another."""
    gone = {seat.pk for seat in leaving}
    for seat in leaving:
        if (seat.person_id, seat.organisation_id) not in winners:
            _keep_as_member(seat, gone, election, by)
    reason = str(_("Another was elected: %(office)s") % {"office": election.get_office_display()})
    seats.end_all(seats=leaving, reason=reason, by=by, ends=election.takes_office - DAY)


def _keep_as_member(seat: Seat, gone: set[int], election: Election, by: User) -> None:
    """Give who leaves an office a member's seat, where no other seat is left to the person.

    `gone` are the seats that end with it. A seat that ends before the term begins is not followed.
    """
    first = max(election.takes_office, today())
    if policy.is_over_by(seat, first):
        return
    left = Seat.objects.not_over(first).filter(
        committee=seat.committee, person=seat.person, organisation=seat.organisation
    )
    if not left.filter(role__in=TAKING_PART).exclude(pk__in=gone).exists():
        _give(seat, "member", first, by)


def _office_seat(election: Election, ballot: Ballot, by: User) -> Seat:
    """The seat in which the person elected holds the office: the present one, or a new one."""
    stood = ballot.seat
    own = _office_seats(election.committee, [election.office])
    for seat in own:
        if (seat.person_id, seat.organisation_id) == (stood.person_id, stood.organisation_id):
            return seat
    return _give(stood, election.office, max(election.takes_office, today()), by)


def _give(like: Seat, role: str, starts: dt.date, by: User) -> Seat:
    """A seat for the same person and organisation in another role, as long as that one lasts."""
    return seats.give_seat(
        committee=like.committee,
        person=like.person,
        values={
            "organisation": like.organisation,
            "role": role,
            "post_th": like.post_th,
            "post_en": like.post_en,
            "heads": like.heads,
            "may_decide": like.may_decide,
            "starts": starts,
            "ends": like.ends,
        },
        # Who leaves an office may be the one who records it, and is not appointed by himself.
        by=by if like.person_id != by.pk else None,
        authorised=True,
    )


def _take(election: Election, organisation: Organisation, seat: Seat, by: User) -> None:
    term = OfficeTerm.objects.create(
        **_tenant(election.committee),
        office=election.office,
        organisation=organisation,
        seat=seat,
        starts=election.takes_office,
        ends=election.term_ends,
        election=election,
        above=not election.committee.closed,
        recorded_by=by,
        created_at=timezone.now(),
    )
    term.committee = election.committee
    _recorded("office_taken", term, by)


def _take_back(election: Election, ballots: Sequence[Ballot], by: User) -> None:
    """Annul the terms of a record that is corrected, and end the seats of who did not win."""
    winners = {ballot.seat.person_id for ballot in ballots if ballot.elected}
    terms = OfficeTerm.objects.standing().filter(election=election).select_for_update(of=("self",))
    for term in terms.select_related(
        "organisation", "committee", "seat__person", "seat__organisation", "seat__committee"
    ):
        term.annulled_at = timezone.now()
        term.save(update_fields=["annulled_at"])
        _recorded("office_annulled", term, by)
        if term.seat is not None and term.seat.person_id not in winners:
            _keep_as_member(term.seat, {term.seat.pk}, election, by)
            reason = str(_("The record of the election was corrected"))
            seats.end_all(seats=[term.seat], reason=reason, by=by)


def _tell(election: Election, winners: list[Ballot], by: User) -> None:
    verb = "election_recorded" if winners else "election_undecided"
    if election.corrects_id is not None:
        verb = "election_corrected"
    names = _names(winners)
    event = audit.record(
        actor=by,
        committee=election.committee,
        verb=verb,
        subject=election,
        after={
            "office": notices.office_names(election.office),
            "winners": names,
            "held_on": election.held_on.isoformat(),
        },
    )
    kind = "election_corrected" if election.corrects_id else "election_recorded"
    if winners or election.corrects_id:
        people = access.holders(Permission.TAKE_PART, election.committee)
        notices.election_told(kind, election, names, event, people)


def _names(winners: list[Ballot]) -> dict[str, str]:
    return {
        language: ", ".join(
            f"{ballot.seat.person.name_in(language)}"
            f" ({ballot.seat.organisation.short_in(language)})"
            for ballot in winners
        )
        for language in ("th", "en")
    }


# --- Without an election ------------------------------------------------------------------------


@transaction.atomic
def record_office(
    *, committee: Committee, organisation: Organisation, role: str, starts: dt.date, by: User
) -> OfficeTerm:
    """Write down that an organisation holds an office since a day, without its election.

    For what was before the product. Recorded again it is the same term. Gives no seat: who speaks
    for the organisation is seated by themselves. Raises NotAllowed, WrongState (held by another
    who came later, or on the same day).
    """
    policy.check_note(by, committee, organisation, role, starts)
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    held = _terms(committee, [role], starts)
    own = next((term for term in held if term.organisation_id == organisation.pk), None)
    if own is not None:
        return own
    if role in SINGLE:
        policy.check_begins(held, starts)
        _leave(held, starts - DAY, by)
    term = OfficeTerm.objects.create(
        **_tenant(committee),
        office=role,
        organisation=organisation,
        seat=_seat_in(committee, organisation, role),
        starts=starts,
        above=not committee.closed,
        recorded_by=by,
        created_at=timezone.now(),
    )
    term.committee, term.organisation = committee, organisation
    _recorded("office_noted", term, by)
    return term


def _seat_in(committee: Committee, organisation: Organisation, role: str) -> Seat | None:
    return next(
        (
            seat
            for seat in _office_seats(committee, [role])
            if seat.organisation_id == organisation.pk
        ),
        None,
    )


def _recorded(verb: str, term: OfficeTerm, by: User | None) -> None:
    audit.record(
        actor=by,
        committee=term.committee,
        verb=verb,
        subject=term,
        after={
            "office": notices.office_names(term.office),
            "organisation": committee_notices.names(term.organisation),
            "starts": term.starts.isoformat(),
        },
        above=True,
    )


def _tenant(committee: Committee) -> dict[str, int]:
    return {"committee_id": committee.pk, "province_id": committee.province_id}
