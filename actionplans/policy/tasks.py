"""May this person give, change, finish or verify this task now, and if not, why."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import PlanLine, Task
from actionplans.workflow.tasks import DONE, TASK
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition
from members.models import Seat
from members.policy.speaking import TAKING_PART
from members.policy.workshops import organisations_of

# Committees that a province's committee has below it and that give tasks for themselves.
_THEIR_OWN = (Kind.DISTRICT, Kind.CIVIL_SOCIETY)
# What the owner does; nobody does it in the owner's place.
OWNERS = frozenset({"hand_on", "decline"})


def keeps(user: User, committee: Committee, line: PlanLine | None = None) -> bool:
    """Whether the person gives tasks here: by the seat, or for the line's responsible agency."""
    if access.can(user, Permission.DELEGATE_TASKS, committee):
        return True
    if line is None or not access.can(user, Permission.TAKE_PART, committee):
        return False
    return any(row.pk == line.responsible_id for row in organisations_of(user, committee))


def owns(user: User, task: Task) -> bool:
    """Whether the task was given to this person, who still sits where it was given."""
    return (
        task.person_id == user.pk
        and task.unheld_since is None
        and task.sits_in_id in access.scope_of(user).inside
    )


def check_delegate(user: User, line: PlanLine) -> None:
    """Whether the person may give a task under this line."""
    if not keeps(user, line.committee, line):
        raise NotAllowed(
            _(
                "Only those who lead the committee, its secretary, and the responsible agency of"
                " the line give tasks under it."
            )
        )
    if line.committee.ended is not None:
        raise WrongState(_("This committee has ended; it gives no new tasks."))
    if line.removed_at is not None:
        raise WrongState(_("This line has been removed. Put it back first."))


def seats_in_reach(committee: Committee) -> Q:
    """Seats a task of this committee can be given to: its own, and those of groups below it."""
    below = Q(committee__path__startswith=committee.path, committee__closed=False)
    if committee.kind == Kind.PROVINCIAL:
        below &= Q(committee__parent=committee) & ~Q(committee__kind__in=_THEIR_OWN)
    return (Q(committee=committee) | below) & Q(role__in=TAKING_PART)


def check_owner(committee: Committee, seat: Seat) -> None:
    """Whether a task of this committee can be given to this seat."""
    found = Seat.objects.current(today()).filter(seats_in_reach(committee), pk=seat.pk)
    if not found.exists():
        raise NotAllowed(
            _("A task is given to somebody who takes part here or in a group of this committee.")
        )


def check(action: str, user: User, task: Task) -> Transition:
    """Whether the person may take this action on the task now; returns its transition.

    First who (403), then the state (409). Nobody verifies what they did or were to do.
    """
    transition = TASK.transitions[action]
    _check_who(action, user, task)
    TASK.check_state(action, task.state)
    if action == "verify" and user.pk in (task.done_by_id, task.person_id):
        raise NotAllowed(_("Another person than who did it verifies the task."))
    return transition


def check_hand_on(user: User, task: Task, seat: Seat) -> Transition:
    """Whether the owner may hand the task on to this seat: of the same organisation alone."""
    transition = check("hand_on", user, task)
    if seat.organisation_id != task.organisation_id:
        raise NotAllowed(_("A task is handed on within your own organisation."))
    if seat.person_id == task.person_id:
        raise WrongState(_("This person has the task already."))
    check_owner(task.committee, seat)
    return transition


def _check_who(action: str, user: User, task: Task) -> None:
    if action in OWNERS:
        if not owns(user, task):
            raise NotAllowed(_("Only the person the task was given to does this."))
        return
    if action == "verify":
        if not access.can(user, Permission.DELEGATE_TASKS, task.committee):
            raise NotAllowed(_("Only those who lead the committee and its secretary verify."))
        return
    if action == "finish" and owns(user, task):
        return
    if action == "reopen" and task.state == DONE and owns(user, task):
        return
    if not keeps(user, task.committee, task.line):
        raise NotAllowed(_("Only who gives tasks here does this."))
