"""Takes a quarterly plan along its way as the people of the cast, under row-level security."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from actionplans.actions import plans as actions
from actionplans.models import QuarterPlan, Round
from committees import rls
from committees.errors import Refused

CALLS: dict[str, Callable[..., Any]] = {
    "submit": actions.submit_plan,
    "withdraw": actions.withdraw_plan,
    "approve": actions.approve_plan,
    "return": lambda **given: actions.return_plan(**({"reason": "unclear"} | given)),
    "receive": actions.receive_plan,
    "return_by_province": lambda **given: actions.return_plan_by_province(
        **({"reason": "no budget"} | given)
    ),
    "amend": lambda **given: actions.amend_plan(**({"reason": "flood"} | given)),
}

# The acts that lead from a draft to each state, and who does each in Mae Sai.
WAYS: dict[str, list[tuple[str, str]]] = {
    "draft": [],
    "submitted": [("submit", "secretary")],
    "approved": [("submit", "secretary"), ("approve", "approver")],
    "returned": [("submit", "secretary"), ("return", "approver")],
    "received": [("submit", "secretary"), ("approve", "approver"), ("receive", "psdhs")],
    "returned_by_province": [
        ("submit", "secretary"),
        ("approve", "approver"),
        ("return_by_province", "psdhs"),
    ],
}


def fresh(person: User) -> User:
    """The person as a new request knows them: rights are read anew."""
    return User.objects.get(pk=person.pk)


def as_person(person: User, call: Callable[..., Any], **given: Any) -> Any:
    """Do something as this person does it: as the web role, with the database knowing who acts."""
    with rls.acting_as(person.pk):
        return call(by=fresh(person), **given)


def do(action: str, plan: QuarterPlan, person: User, **given: Any) -> Any:
    """Take one action on a plan."""
    return as_person(person, CALLS[action], plan=plan, **given)


def outcome(action: str, plan: QuarterPlan, person: User, **given: Any) -> Any:
    """What comes of trying: "done", the status of a refusal, or 404 where nothing is seen."""
    try:
        do(action, plan, person, **given)
    except Refused as refused:
        assert str(refused.reason), "a refusal says why"
        return refused.status
    except QuarterPlan.DoesNotExist:
        return 404
    return "done"


def walk(plan: QuarterPlan, state: str, *, secretary: User, approver: User, psdhs: User) -> None:
    """Bring a draft into a state, the way people do."""
    people = {"secretary": secretary, "approver": approver, "psdhs": psdhs}
    for action, who in WAYS[state]:
        do(action, plan, people[who])
    plan.refresh_from_db()
    assert plan.state == state


def newest(plan: QuarterPlan) -> Round:
    """The round that went up last."""
    return Round.objects.get(
        quarter_plan=plan, number=QuarterPlan.objects.get(pk=plan.pk).rounds_count
    )
