"""May this person run, fill or vote on this workshop, and follow what it recommends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition
from members.models import Organisation, Point, Recommendation, Seat, Workshop
from members.policy.speaking import TAKING_PART
from members.workflow.workshops import (
    CLOSED,
    COLLECTING,
    RECOMMENDATION,
    RECOMMENDING,
    UNSETTLED,
    VOTING,
    WORKSHOP,
)


def check_run(user: User, committee: Committee) -> None:
    """Whether the person runs workshops of this committee."""
    if not access.can(user, Permission.RUN_WORKSHOP, committee):
        raise NotAllowed(_("Only the chair, the secretary and the deputy secretary run workshops."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it holds no new workshops."))


def check_take_part(user: User, committee: Committee) -> None:
    """Whether the person takes part in workshops of this committee."""
    if not access.can(user, Permission.TAKE_PART, committee):
        raise NotAllowed(_("Your seat reads here and does not take part."))


def check_edit(user: User, workshop: Workshop) -> None:
    """Whether the person may change what the workshop is about and how it votes."""
    check_run(user, workshop.committee)
    if workshop.state == CLOSED:
        raise WrongState(_("This workshop is closed. Open it again first."))


def votes_are_settled(workshop: Workshop) -> bool:
    """Whether who votes, and with how many votes, can no longer be changed."""
    return workshop.state not in ("prepared", COLLECTING)


def check_step(
    action: str,
    user: User,
    workshop: Workshop,
    *,
    points: int = 0,
    votes: int = 0,
    recommendations: int = 0,
) -> Transition:
    """Whether the workshop may take this step now; returns its transition.

    The numbers say how many there are: a step back never loses any, and none is taken into nothing.
    """
    check_run(user, workshop.committee)
    transition = WORKSHOP.check_state(action, workshop.state)
    if action == "vote" and not points:
        raise WrongState(_("There are no points to vote on yet."))
    if action == "collect" and votes:
        raise WrongState(
            _("Votes have been cast already. Going back now would leave them on other points.")
        )
    if action == "revote" and recommendations:
        raise WrongState(
            _("Recommendations rest on these votes already, so the vote stays closed.")
        )
    if action == "close" and not recommendations:
        raise WrongState(_("Write at least one recommendation before you close the workshop."))
    return transition


# --- Points -----------------------------------------------------------------------------------


def check_add(user: User, workshop: Workshop) -> None:
    """Whether the person may add a point now."""
    check_take_part(user, workshop.committee)
    _check_collecting(workshop)


def check_own(user: User, point: Point) -> None:
    """Whether the person may reword or withdraw this point: its author, until the vote."""
    if point.author_id != user.pk:
        raise NotAllowed(_("Only who wrote a point changes it. The facilitator can move it."))
    check_take_part(user, point.committee)
    _check_collecting(point.workshop)
    if point.withdrawn_at is not None:
        raise WrongState(_("This point has been withdrawn."))
    if point.hidden_at is not None:
        raise WrongState(_("The facilitator has hidden this point. Write another one."))


def check_sort(user: User, point: Point) -> None:
    """Whether the person may move this point, merge it or take it apart."""
    check_run(user, point.committee)
    _check_collecting(point.workshop)
    if point.withdrawn_at is not None:
        raise WrongState(_("This point has been withdrawn."))


def check_merge(user: User, point: Point, into: Point) -> None:
    """Whether this point may be put below that one."""
    check_sort(user, point)
    if into.workshop_id != point.workshop_id:
        raise NotAllowed(_("The two points are not of the same workshop."))
    if into.pk == point.pk:
        raise WrongState(_("A point cannot be merged into itself."))
    if into.withdrawn_at or into.hidden_at or into.merged_into_id:
        raise WrongState(_("The other point does not stand on the board any more."))
    if point.hidden_at:
        raise WrongState(_("This point is hidden. Show it again first."))


def check_split(user: User, point: Point) -> None:
    """Whether this point may be taken out of the one it was merged into."""
    check_sort(user, point)
    if point.merged_into_id is None:
        raise WrongState(_("This point stands by itself already."))


def check_hide(user: User, point: Point) -> None:
    """Whether the person may hide this point. During the vote it gives its votes back."""
    check_run(user, point.committee)
    if point.workshop.state not in (COLLECTING, VOTING):
        raise WrongState(_("Points are hidden while they are collected or voted on."))
    if point.withdrawn_at is not None:
        raise WrongState(_("This point has been withdrawn."))
    if point.hidden_at is not None:
        raise WrongState(_("This point is hidden already."))


def check_show(user: User, point: Point) -> None:
    """Whether the person may show a hidden point again."""
    check_run(user, point.committee)
    if point.workshop.state not in (COLLECTING, VOTING):
        raise WrongState(_("Points are shown again while they are collected or voted on."))
    if point.hidden_at is None:
        raise WrongState(_("This point is not hidden."))


def _check_collecting(workshop: Workshop) -> None:
    if workshop.state == COLLECTING:
        return
    if workshop.state == "prepared":
        raise WrongState(_("This workshop is not open for points yet."))
    raise WrongState(_("Points are no longer collected in this workshop."))


# --- Votes ------------------------------------------------------------------------------------


def organisations_of(user: User, committee: Committee) -> list[Organisation]:
    """The organisations for which the person takes part in this committee today. One query."""
    seats = (
        Seat.objects.current(today())
        .filter(person=user, committee=committee, role__in=TAKING_PART)
        .select_related("organisation")
        .order_by("pk")
    )
    return list({seat.organisation_id: seat.organisation for seat in seats}.values())


def check_vote(user: User, workshop: Workshop, organisation: Organisation | None) -> None:
    """Whether the person may vote now, for this organisation where organisations have the votes."""
    check_take_part(user, workshop.committee)
    if workshop.by_organisation:
        mine = {row.pk for row in organisations_of(user, workshop.committee)}
        if organisation is None or organisation.pk not in mine:
            raise NotAllowed(_("You do not take part for this organisation."))
    if workshop.state != VOTING:
        raise WrongState(_("The vote is not open."))


# --- Recommendations --------------------------------------------------------------------------


def check_recommend(user: User, workshop: Workshop) -> None:
    """Whether the person may write, change or take out a recommendation now."""
    check_run(user, workshop.committee)
    if workshop.state != RECOMMENDING:
        raise WrongState(_("Recommendations are written between the vote and the closing."))


def check_follow(action: str, user: User, recommendation: Recommendation) -> Transition:
    """Whether the person may say this of the recommendation: who runs workshops, or whose it is."""
    if not access.can(user, Permission.RUN_WORKSHOP, recommendation.committee):
        mine = {row.pk for row in organisations_of(user, recommendation.committee)}
        if recommendation.owner_id not in mine:
            raise NotAllowed(
                _("Only %(owner)s and those who run the workshop say what became of it.")
                % {"owner": recommendation.owner.name}
            )
    check_settled(recommendation.workshop)
    return RECOMMENDATION.check_state(action, recommendation.state)


def check_settled(workshop: Workshop) -> None:
    """Whether the workshop's recommendations stand: it is closed."""
    if workshop.state != CLOSED:
        raise WrongState(_("The workshop is still open; its recommendations do not stand yet."))


def check_destination(recommendation: Recommendation) -> None:
    """Whether the recommendation may go somewhere, such as into a plan line."""
    check_settled(recommendation.workshop)
    if recommendation.state not in UNSETTLED:
        raise WrongState(_("This recommendation is settled already."))
