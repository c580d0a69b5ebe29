"""May this person do this to a budget proposal now, and if not, why."""

from __future__ import annotations

from accounts.models import User
from actionplans.models import BudgetProposal
from actionplans.policy.plans import check_plan
from actionplans.workflow.proposals import PROPOSAL
from committees.policy import allows
from committees.workflow import Transition


def check(action: str, user: User, proposal: BudgetProposal) -> Transition:
    """Whether the person may take this action on the proposal now; returns its transition.

    First who (403), then the state (409). Proposals are written by those who write the plan.
    """
    check_plan(user, proposal.committee)
    return PROPOSAL.check_state(action, proposal.state)


def open_to(user: User, proposal: BudgetProposal) -> dict[str, bool]:
    """What the person may do with it now, by action; the buttons of its page."""
    return {action: allows(check, action, user, proposal) for action in PROPOSAL.transitions}
