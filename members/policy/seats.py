"""May this person give, change or end this seat, and if not, why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import format_date, today
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.policy import allows, check_approver
from committees.roles import APPROVING, ROLES, SENSITIVE, Permission, Role, roles_for
from members.models import Seat


def check_manage(user: User, committee: Committee) -> None:
    """Whether the person may manage seats in this committee at all."""
    if not access.can(user, Permission.MANAGE_SEATS, committee):
        raise NotAllowed(_("Only the secretary, the chief or PSDHS manages these seats."))


def check_give(user: User, committee: Committee) -> None:
    """Whether the person may give seats in this committee.

    A civil-society committee keeps its own seats. Where nobody there can (it is new, or the last
    one left), whoever may establish it seats somebody who does, or it would stay without anyone.
    """
    if not (committee.rule.self_governing and _is_orphaned(user, committee)):
        check_manage(user, committee)


def _is_orphaned(user: User, committee: Committee) -> bool:
    above = committee.parent
    if above is None or not access.can(user, Permission.ADD_COMMITTEE, above):
        return False
    return not access.holders(Permission.MANAGE_SEATS, committee)


def check_appoint(user: User, committee: Committee, *, person_id: int | None, role: str) -> None:
    """Whether the person may give someone this role here. Nobody appoints himself.

    The database holds the same rule (`seat_nobody_appoints_himself`).
    """
    check_give(user, committee)
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it takes no new seats."))
    if ROLES[role] not in roles_for(committee.kind):
        raise NotAllowed(_("This role does not exist in a committee of this kind."))
    if person_id == user.pk:
        raise NotAllowed(
            _("You cannot appoint yourself. Another person has to give you this seat.")
        )
    check_role(user, committee, role)


def roles_to_give(user: User, committee: Committee) -> list[Role]:
    """The roles that the person may give in this committee, in the order of the table."""
    return [
        role for role in roles_for(committee.kind) if allows(check_role, user, committee, role.slug)
    ]


def check_role(user: User, committee: Committee, role: str) -> None:
    """Whether the person may give, change or end a seat in this role.

    A seat that approves or receives plans is not in the hands of those who only submit them.
    """
    if (ROLES[role].holds | ROLES[role].below) & APPROVING:
        check_approver(user, committee)


def check_end(user: User, seat: Seat) -> None:
    """Whether the person may end this seat. Leaving one's own seat is always possible."""
    if seat.person_id != user.pk:
        check_manage(user, seat.committee)
        check_role(user, seat.committee, seat.role)
    if is_over(seat):
        raise WrongState(_("This seat has already ended."))


def check_change(user: User, seat: Seat) -> None:
    """Whether the person may change the post or the last day of this seat."""
    check_manage(user, seat.committee)
    check_role(user, seat.committee, seat.role)
    if seat.person_id == user.pk:
        raise NotAllowed(_("You cannot change your own seat. Another person has to do it."))
    if is_over(seat):
        raise WrongState(_("This seat has already ended."))


def is_over(seat: Seat) -> bool:
    """Whether the seat gives no rights any more."""
    return seat.ended_at is not None or (seat.ends is not None and seat.ends < today())


def check_end_date(seat: Seat, ends: dt.date) -> None:
    """Whether a seat can end on this day: not before it began, not in the past, and not later
    than is set already, for who ends a seat must not be able to prolong it.
    """
    if ends < seat.starts:
        raise WrongState(_("The last day lies before the first day."))
    if ends < today():
        raise WrongState(_("The last day lies in the past. Choose today or later."))
    if seat.ends is not None and ends > seat.ends:
        raise WrongState(
            _("This is after %(day)s. Write that day or an earlier one.")
            % {"day": format_date(seat.ends)}
        )


OTHER_ORGANISATION = _("A substitute comes from the same organisation. Choose somebody of it.")


def check_substitute(seat: Seat) -> None:
    """Whether the seat may stand in for the one it names: a seat of the same organisation here,
    that is not over and does not itself stand in for somebody.
    """
    holder = seat.substitute_for
    if holder is None:
        return
    if holder.pk == seat.pk or holder.committee_id != seat.committee_id:
        raise WrongState(_("Choose another seat of this committee."))
    if holder.organisation_id != seat.organisation_id:
        raise WrongState(OTHER_ORGANISATION)
    if holder.substitute_for_id is not None:
        raise WrongState(_("This person is a substitute too. Choose the holder of the seat."))


def check_organisation(user: User, committee: Committee) -> None:
    """Whether the person may add organisations to the province's directory."""
    if not (
        access.can(user, Permission.MANAGE_ORGANISATIONS, committee)
        or access.can(user, Permission.MANAGE_SEATS, committee)
    ):
        raise NotAllowed(_("Only the secretary or PSDHS adds organisations."))


def carries_weight(role: str) -> bool:
    """Whether a seat in this role decides for others, so that its loss matters to the committee."""
    return bool((ROLES[role].holds | ROLES[role].below) & SENSITIVE)
