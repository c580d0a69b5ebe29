"""May this person read, write, confirm this handover, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition
from members.models import Handover, Place, Seat
from members.policy import seats
from members.workflow.handovers import HANDOVER


def manages(user: User, committee: Committee) -> bool:
    """Whether the person manages the seats of this committee."""
    return access.can(user, Permission.MANAGE_SEATS, committee)


def hands_over(user: User, handover: Handover) -> bool:
    """Whether this is the person who leaves, and the seat is not over yet."""
    return handover.from_seat.person_id == user.pk and not seats.is_over(handover.from_seat)


def takes_over(user: User, handover: Handover) -> bool:
    """Whether this is the person who has the post now, by the seat given for it."""
    seat = handover.to_seat
    return (
        seat is not None
        and handover.successor_id == user.pk
        and seat.starts <= today()
        and not seats.is_over(seat)
    )


def check_read(user: User, handover: Handover) -> None:
    """Whether the person reads what the handover holds: each part still as far as they may."""
    if (
        manages(user, handover.committee)
        or hands_over(user, handover)
        or takes_over(user, handover)
        or _holds(user, handover)
    ):
        return
    raise NotAllowed(
        _("Only who hands over, who has the post and who manages the seats reads this.")
    )


def _holds(user: User, handover: Handover) -> bool:
    """Whether the person has the post now, by whatever seat."""
    held = Seat.objects.current(today()).filter(place_id=handover.place_id, person=user)
    return held.filter(substitute_for__isnull=True).exists()


def check_write(user: User, handover: Handover) -> None:
    """Whether the person writes notes: who leaves until the last day, and who manages the seats
    from inside. What is written stays inside the committee.
    """
    inside = access.scope_of(user).sees_inside(handover)
    if not (hands_over(user, handover) or (inside and manages(user, handover.committee))):
        raise NotAllowed(
            _("Only who hands over, and who manages the seats of this committee, writes here.")
        )
    if not handover.is_open:
        raise WrongState(HANDOVER.transitions["take_over"].refusal)


def check_open(user: User, seat: Seat) -> None:
    """Whether the person may begin the handover of this seat by hand."""
    if seat.person_id != user.pk and not manages(user, seat.committee):
        raise NotAllowed(_("Only the holder and who manages the seats begins a handover."))
    if seat.substitute_for_id is not None:
        raise WrongState(_("A substitute hands nothing over: the post is the holder's."))
    if seats.is_over(seat):
        raise WrongState(_("This seat has already ended."))
    if Handover.objects.open().filter(from_seat=seat).exists():
        raise WrongState(_("This handover has already begun."))


def check(action: str, user: User, handover: Handover) -> Transition:
    """Whether the person may take this action now; returns its transition.

    First who (403), then the state (409). The successor alone takes over, and nobody for another;
    the database holds the same rule.
    """
    transition = HANDOVER.transitions[action]
    if action == "take_over":
        if not takes_over(user, handover):
            raise NotAllowed(
                _("Only the person who has the post confirms taking over, nobody for another.")
            )
    elif action == "withdraw":
        _check_withdraw(user, handover)
    elif not (hands_over(user, handover) or manages(user, handover.committee)):
        raise NotAllowed(_("Only who hands over and who manages the seats can do this."))
    HANDOVER.check_state(action, handover.state)
    if action == "withdraw" and not _needs_nobody(handover):
        raise WrongState(_("This seat ends, so the handover waits until somebody has taken over."))
    return transition


def _needs_nobody(handover: Handover) -> bool:
    """Whether the person stays, or others hold the same post and nobody else is to follow."""
    if handover.from_seat.ends is None:
        return True
    if handover.to_seat_id is not None:
        return False
    others = Seat.objects.current(today()).filter(place_id=handover.place_id)
    others = others.filter(substitute_for__isnull=True).exclude(pk=handover.from_seat_id)
    return bool(others.exists())


def _check_withdraw(user: User, handover: Handover) -> None:
    if not manages(user, handover.committee):
        raise NotAllowed(_("Only who manages the seats can do this."))
    if handover.successor_id == user.pk:
        raise NotAllowed(_("This handover waits for you. Another person has to withdraw it."))


def check_replace(user: User, seat: Seat) -> None:
    """Whether the person may end this seat and name who follows: never in one's own."""
    seats.check_end(user, seat)
    if seat.person_id == user.pk:
        raise NotAllowed(_("Another person has to name who follows you."))
    seats.check_appoint(user, seat.committee, person_id=None, role=seat.role)


def check_close_place(user: User, place: Place, *, held: bool) -> None:
    """Whether the person may say that a post is not filled any more. `held`: somebody holds it."""
    seats.check_manage(user, place.committee)
    seats.check_role(user, place.committee, place.role)
    if place.ends is not None and place.ends < today():
        raise WrongState(_("This post does not exist any more."))
    if held:
        raise WrongState(_("Somebody holds this post. End that seat first."))
    if place.order_id is not None:
        raise WrongState(_("This post stands in an appointment order; only an order ends it."))
