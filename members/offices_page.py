"""Who holds which office now: terms and seats put together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from committees.calendar import today
from committees.gather import Asking, asked_alone
from committees.links import link
from committees.models import Committee
from committees.querysets import Scope
from committees.roles import ROLES
from members.models import SINGLE, Candidate, Election, Office, OfficeTerm, Organisation, Seat


@dataclass(frozen=True)
class Holder:
    """An office now: who holds it, through whom, and until when. `organisation` None is vacant.

    `term` None: a seat was given and no term is on record. `seat` None: nobody has a seat in it.
    """

    office: str
    organisation: Organisation | None = None
    seat: Seat | None = None
    term: OfficeTerm | None = None

    @property
    def label(self) -> str:
        return str(ROLES[self.office].label)

    @property
    def since(self) -> dt.date | None:
        if self.term is not None:
            return self.term.starts
        return self.seat.starts if self.seat else None

    @property
    def ends(self) -> dt.date | None:
        return self.term.ends if self.term else None

    @property
    def election_url(self) -> str:
        """The record of the election that gave the term, for people inside; '' without one."""
        election = self.term.election_id if self.term else None
        return (
            link("election", self.term.committee.slug, election) if self.term and election else ""
        )

    @property
    def overdue(self) -> bool:
        """Whether the term is over and nobody has followed."""
        return self.ends is not None and self.ends < today()

    @property
    def state(self) -> str:
        """How it stands, as a code of the status table."""
        if self.seat is None:
            return "vacant"
        return "term_over" if self.overdue else "active"


def holders_now(committee: Committee, scope: Scope) -> list[Holder]:
    """Every single office, vacant ones too, then the steering committee. One query."""
    return asked_alone(ask_holders_now(committee, scope))


def ask_holders_now(committee: Committee, scope: Scope) -> Asking[list[Holder]]:
    """As `holders_now`, asked beside the other parts of a page."""
    seats, terms = yield _seats_now(committee, scope), terms_now(committee, scope)
    found = []
    for term in terms:
        term.committee = committee
        seat = _seat_of(term, seats)
        if seat is not None:
            seats.remove(seat)
        found.append(Holder(term.office, term.organisation, seat, term))
    found += [Holder(seat.role, seat.organisation, seat) for seat in seats]
    taken = {holder.office for holder in found}
    found += [Holder(office) for office in SINGLE if office not in taken]
    order = [str(office) for office in Office.values]
    return sorted(found, key=lambda one: (order.index(one.office), _name(one)))


def terms_now(committee: Committee, scope: Scope) -> QuerySet[OfficeTerm]:
    """The terms that run today."""
    rows: QuerySet[OfficeTerm] = (
        OfficeTerm.objects.visible_to(scope)
        .standing()
        .begun(today())
        .unreplaced(today())
        .filter(committee=committee)
        .select_related("organisation")
    )
    return rows


def _seats_now(committee: Committee, scope: Scope) -> QuerySet[Seat]:
    rows: QuerySet[Seat] = (
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(committee=committee, role__in=Office.values)
        .select_related("person", "organisation")
        .order_by("starts", "pk")
    )
    return rows


def _seat_of(term: OfficeTerm, seats: list[Seat]) -> Seat | None:
    """The seat in which the term is held: its own, or another of the organisation in the office."""
    fitting = [
        seat
        for seat in seats
        if seat.role == term.office and seat.organisation_id == term.organisation_id
    ]
    own = next((seat for seat in fitting if seat.pk == term.seat_id), None)
    return own or (fitting[0] if fitting else None)


def _name(holder: Holder) -> str:
    return holder.organisation.sort_key if holder.organisation else ""


def overdue_terms(committee_ids: set[int], until: dt.date) -> QuerySet[OfficeTerm]:
    """The newest term of each office that ends by this day without a successor.

    In an office of several places, the newest of each organisation.
    """
    terms: QuerySet[OfficeTerm] = (
        OfficeTerm.objects.standing()
        .filter(committee_id__in=committee_ids, left_on__isnull=True, ends__lte=until)
        .select_related("committee", "organisation")
        .order_by("ends", "pk")
    )
    return terms


def elections_of(committee: Committee, scope: Scope) -> QuerySet[Election]:
    """The records of elections that the person sees, the newest first."""
    rows: QuerySet[Election] = (
        Election.objects.visible_to(scope)
        .filter(committee=committee)
        .select_related("corrected_by")
        .prefetch_related(
            Prefetch(
                "stood_candidates",
                Candidate.objects.visible_to(scope).select_related("organisation"),
                to_attr="stood",
            )
        )
        .order_by("-held_on", "-pk")
    )
    return rows
