"""May this person do this to a plan now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import PlanLine, QuarterPlan, Round
from actionplans.policy.locks import check_period_open, locked_quarters
from actionplans.workflow.plans import OPEN, QUARTER_PLAN
from committees import access
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import Approver, Committee
from committees.roles import Permission
from committees.workflow import Transition

_WHO = {
    Permission.SUBMIT_PLAN: _("Only the secretary submits this committee's plan."),
    Permission.RECEIVE_PLAN: _("Only PSDHS of this province receives the plan."),
}


def check_plan(user: User, committee: Committee) -> None:
    """Whether the person may start or write this committee's plans."""
    if not access.can(user, Permission.EDIT_PLAN, committee):
        raise NotAllowed(_("Only the secretary and the deputy secretary write the plan."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it makes no new plans."))


def check_line(user: User, line: PlanLine) -> None:
    """Whether the person may change or remove this line."""
    check_plan(user, line.committee)
    if line.removed_at is not None:
        raise WrongState(_("This line has been removed. Put it back first."))


def check_quarters(before: PlanLine | None, after: PlanLine, quarters: list[QuarterPlan]) -> None:
    """Whether a change to a line reaches a quarter in which the committee still writes.

    `quarters` are all four of the plan. A line whose every quarter has gone up changes only
    through an amendment; `before` None is a new line.
    """
    touched = [
        quarter
        for quarter in quarters
        if after.falls_in(quarter.period)
        or (before is not None and before.falls_in(quarter.period))
    ]
    writable = [quarter for quarter in touched if quarter.state in OPEN]
    if writable and len(locked_quarters(writable)) == len(writable):
        labels = ", ".join(quarter.period.label() for quarter in writable)
        raise WrongState(
            _("The report of %(quarters)s is accepted, so its lines are locked.")
            % {"quarters": labels}
        )
    if touched and not writable:
        labels = ", ".join(quarter.period.label() for quarter in touched)
        raise WrongState(
            _(
                "This line lies in %(quarters)s, which has gone up and is locked. Take the plan"
                " back, or open an amendment once it is received."
            )
            % {"quarters": labels}
        )


def check(action: str, user: User, plan: QuarterPlan, newest: Round | None) -> Transition:
    """Whether the person may take this action on the plan now; returns its transition.

    First who (403), then the state (409). `newest` is the round that went up last. Nobody decides
    on what they submitted themselves; the database holds the same rule.
    """
    transition = QUARTER_PLAN.transitions[action]
    _check_who(user, transition, plan)
    QUARTER_PLAN.check_state(action, plan.state)
    if action in ("submit", "amend", "approve"):
        check_period_open(plan.committee, plan.period.start, plan.period.end)
    if action in ("approve", "return"):
        _check_not_own(user, newest)
    if action in ("receive", "return_by_province"):
        _check_not_own(user, newest)
        if newest is not None and newest.decided_by_id == user.pk:
            raise NotAllowed(_("You approved this plan, so another person receives it."))
    return transition


def approves(user: User, committee: Committee) -> bool:
    """Whether this person's seat approves plans here, by the committee's setting."""
    return access.can(user, Permission(Approver(committee.approver).value), committee)


def check_seen(newest: Round, seen_round: int | None) -> None:
    """Refuse a decision on a round that is no longer the newest; None asks nothing."""
    if seen_round is not None and seen_round != newest.number:
        raise Conflict(
            _("The plan was taken back and submitted again since you opened it. Read it once more.")
        )


def _check_who(user: User, transition: Transition, plan: QuarterPlan) -> None:
    wanted = transition.permissions
    if transition.action in ("approve", "return"):
        if approves(user, plan.committee):
            return
        approver = Approver(plan.committee.approver).label
        raise NotAllowed(_("Here %(approver)s approves the plan.") % {"approver": approver})
    if not any(access.can(user, permission, plan.committee) for permission in wanted):
        reason = next((_WHO[p] for p in wanted if p in _WHO), _("Your seat does not allow this."))
        raise NotAllowed(reason)


def _check_not_own(user: User, newest: Round | None) -> None:
    if newest is not None and newest.submitted_by_id == user.pk:
        raise NotAllowed(_("You submitted this plan, so another person approves it."))
