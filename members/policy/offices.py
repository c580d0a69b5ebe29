"""May this person record this election, does its result hold, and if not, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import format_date, today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from members.models import (
    COUNTED,
    Election,
    Method,
    Office,
    OfficeTerm,
    Organisation,
    Seat,
    TieBreak,
)
from members.policy.speaking import TAKING_PART


@dataclass(frozen=True)
class Ballot:
    """One candidate as recorded: in which seat, with how many votes, and what became of it."""

    seat: Seat
    votes: int | None = None
    withdrew: bool = False
    elected: bool = False


def check_record(user: User, committee: Committee) -> None:
    """Whether the person may record elections of this committee at all."""
    if not access.can(user, Permission.RECORD_ELECTIONS, committee):
        raise NotAllowed(_("Only the chair, the vice chair and the secretary record elections."))
    if committee.kind != Kind.CIVIL_SOCIETY:
        raise WrongState(_("Only a civil-society committee elects its offices."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it holds no elections."))


def check_correct(user: User, election: Election, newest: Election | None) -> None:
    """Whether the person may correct this record: the newest one of its office."""
    check_record(user, election.committee)
    if newest is None or newest.pk != election.pk:
        raise WrongState(_("Only the newest record of an office can be corrected."))


def check_not_own(user: User, ballots: Sequence[Ballot]) -> None:
    """Nobody records an election in which he stands.

    The database holds the same rule (`candidate_nobody_records_his_own_election`).
    """
    if any(ballot.seat.person_id == user.pk for ballot in ballots):
        raise NotAllowed(_("You stand in this election yourself. Another person has to record it."))


def check_candidates(committee: Committee, ballots: Sequence[Ballot]) -> None:
    """Each candidate holds a seat here today and takes part, and stands once."""
    if not ballots:
        raise WrongState(_("Name at least one candidate."))
    people = [ballot.seat.person_id for ballot in ballots]
    bodies = [ballot.seat.organisation_id for ballot in ballots]
    if len(set(people)) < len(people):
        raise WrongState(_("Somebody stands twice. Name each candidate once."))
    if len(set(bodies)) < len(bodies):
        raise WrongState(_("An organisation stands twice. It has one candidate."))
    ids = {ballot.seat.pk for ballot in ballots}
    held = Seat.objects.current(today()).filter(
        committee=committee, pk__in=ids, role__in=TAKING_PART
    )
    if held.count() < len(ids):
        raise WrongState(_("A candidate has no seat in this committee today."))


def check_days(held_on: dt.date, takes_office: dt.date, term_ends: dt.date | None) -> None:
    """The days of an election follow each other."""
    if held_on > today():
        raise WrongState(_("The election lies in the future. Record it when it has been held."))
    if takes_office < held_on:
        raise WrongState(_("The office begins before the election was held."))
    if term_ends is not None and term_ends < takes_office:
        raise WrongState(_("The term ends before it begins."))


def check_result(
    ballots: Sequence[Ballot], *, method: str, places: int, tie_break: str, remark: str
) -> None:
    """Whether who was elected follows from the votes; raises WrongState with what does not.

    Nobody elected is a result too (an undecided tie, no majority), said in the remark.
    """
    _check_votes(ballots, method)
    elected = [ballot for ballot in ballots if ballot.elected]
    standing = [ballot for ballot in ballots if not ballot.withdrew]
    if len(elected) > places:
        raise WrongState(_("More are elected than there are places."))
    if not elected:
        if sum(c.isalnum() for c in remark) < 3:
            raise WrongState(_("Nobody is elected. Say in the remark why."))
        return
    if method == Method.UNOPPOSED:
        if len(standing) > places:
            raise WrongState(_("There were more candidates than places, so there was a vote."))
        return
    _check_order(elected, standing, tie_break)


def _check_votes(ballots: Sequence[Ballot], method: str) -> None:
    for ballot in ballots:
        if ballot.withdrew and (ballot.elected or ballot.votes is not None):
            raise WrongState(_("Who withdrew has no votes and is not elected."))
        if method in COUNTED and not ballot.withdrew and ballot.votes is None:
            raise WrongState(_("Write the votes of each candidate, also where there were none."))
        if method == Method.UNOPPOSED and ballot.votes is not None:
            raise WrongState(_("Where nobody voted there are no votes to write down."))


def _check_order(elected: list[Ballot], standing: list[Ballot], tie_break: str) -> None:
    """Nobody with more votes stays behind; with as many, only where the tie was decided."""
    least = min(ballot.votes or 0 for ballot in elected)
    most = max((ballot.votes or 0 for ballot in standing if not ballot.elected), default=-1)
    if most > least:
        raise WrongState(_("Somebody with more votes is not elected. Look at the votes again."))
    if most == least and tie_break == TieBreak.NONE:
        raise WrongState(
            _("Two have the same votes. Say how the tie was decided, or that nobody is elected.")
        )
    if most != least and tie_break != TieBreak.NONE:
        raise WrongState(_("There is no tie in these votes, so none was decided."))


def check_begins(terms: Sequence[OfficeTerm], takes_office: dt.date) -> None:
    """A term begins after those it follows: who came into office later stays in it."""
    later = [term.starts for term in terms if term.starts >= takes_office]
    if later:
        raise WrongState(
            _("Somebody took this office on %(day)s. The new term begins after that day.")
            % {"day": format_date(max(later))}
        )


def check_places(office: str, places: int, *, adds: bool) -> None:
    """One place in each office but on the steering committee."""
    if office != Office.STEERING and (places != 1 or adds):
        raise WrongState(_("This office has one place."))


def newest_of(committee: Committee, office: str) -> Election | None:
    """The newest record of an office's election that no other record corrects."""
    return (
        Election.objects.filter(committee=committee, office=office, corrected_by__isnull=True)
        .select_related("committee")
        .order_by("-pk")
        .first()
    )


def check_election(
    user: User,
    committee: Committee,
    values: Mapping[str, Any],
    ballots: Sequence[Ballot],
    corrects: Election | None,
) -> None:
    """Whether the person may record this election, and whether what it says holds together."""
    check_record(user, committee)
    check_not_own(user, ballots)
    if corrects is not None:
        check_correct(user, corrects, newest_of(committee, corrects.office))
        if values["office"] != corrects.office:
            raise WrongState(_("A correction is of the same office."))
    check_candidates(committee, ballots)
    check_places(values["office"], values["places"], adds=values["adds"])
    check_days(values["held_on"], values["takes_office"], values["term_ends"])
    check_result(
        ballots,
        method=values["method"],
        places=values["places"],
        tie_break=values["tie_break"],
        remark=values["remark"],
    )


def check_note(
    user: User, committee: Committee, organisation: Organisation, role: str, starts: dt.date
) -> None:
    """Whether the person may write down an office held since before the product.

    It gives no rights, so who brings in the list of members may do it for his own organisation.
    """
    if not access.can(user, Permission.MANAGE_MEMBERSHIPS, committee):
        check_record(user, committee)
    if committee.kind != Kind.CIVIL_SOCIETY or role not in Office.values:
        raise WrongState(_("There is no such office in this committee."))
    if organisation.province_id != committee.province_id:
        raise NotAllowed(_("This organisation is not in the committee's province."))
    if starts > today():
        raise WrongState(_("This day lies in the future."))


def is_over_by(seat: Seat, day: dt.date) -> bool:
    """Whether the seat gives no rights on this day any more."""
    return seat.ended_at is not None or (seat.ends is not None and seat.ends < day)
