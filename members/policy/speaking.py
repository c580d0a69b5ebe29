"""Who speaks for an organisation in a committee: renews, signs, answers, endorses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.calendar import today
from committees.errors import NotAllowed
from committees.gather import Asking, asked_alone
from committees.models import Committee
from committees.roles import ROLES, Permission
from members.models import Application, Organisation, Seat
from members.workflow.applications import ACCEPTED

TAKING_PART = tuple(slug for slug, role in ROLES.items() if Permission.TAKE_PART in role.holds)


def check_speaks_for(user: User, committee: Committee, organisation: Organisation) -> None:
    """Whether the person speaks for this organisation in this committee today.

    Who holds a current seat there for it and takes part. Where any of its seats there is marked as
    held by its head, only those who hold such a seat. An organisation that was accepted and has no
    seat yet is spoken for by the contact person of its application: it signs the MoU.
    """
    speakers = speakers_of(committee, organisation)
    if user.pk in speakers:
        return
    if speakers:
        raise NotAllowed(
            _("Only who speaks for %(organisation)s in this committee can do this.")
            % {"organisation": organisation.name}
        )
    raise NotAllowed(
        _("Nobody has a seat for %(organisation)s here who could do this.")
        % {"organisation": organisation.name}
    )


def speakers_of(committee: Committee, organisation: Organisation) -> set[int]:
    """The people who speak for the organisation in this committee today, by their id."""
    held = list(
        Seat.objects.current(today())
        .filter(committee=committee, organisation=organisation, role__in=TAKING_PART)
        .values_list("person_id", "heads")
    )
    if not held:
        return _accepted(committee, organisation)
    heads = {person_id for person_id, leads in held if leads}
    return heads or {person_id for person_id, _leads in held}


def _accepted(committee: Committee, organisation: Organisation) -> set[int]:
    rows = Application.objects.filter(
        committee=committee, organisation=organisation, state=ACCEPTED, person__isnull=False
    )
    return set(rows.values_list("person_id", flat=True))


def organisations_spoken_for(
    user: User, committee_ids: set[int] | frozenset[int]
) -> set[tuple[int, int]]:
    """(committee, organisation) for which the person speaks today, among these committees."""
    return asked_alone(ask_spoken_for(user, committee_ids))


def ask_spoken_for(
    user: User, committee_ids: set[int] | frozenset[int]
) -> Asking[set[tuple[int, int]]]:
    """As `organisations_spoken_for`, asked beside the other parts of a page."""
    if not committee_ids:
        return set()
    held = yield (
        Seat.objects.current(today())
        .filter(committee_id__in=committee_ids, role__in=TAKING_PART)
        .values_list("committee_id", "organisation_id", "person_id", "heads")
    )
    headed = {(committee, body) for committee, body, _person, heads in held if heads}
    return {
        (committee, body)
        for committee, body, person, heads in held
        if person == user.pk and (heads or (committee, body) not in headed)
    }
