"""The way of a task, and of its endorsement by the owner's supervisor, each as one table.

Who delegates: the holders of `DELEGATE_TASKS`, and for the tasks under its own line the people of
the line's responsible agency. What the owner does (hand on, decline, finish) and what the
supervisor does (endorse, decline) no role allows: the task and the request name the person. When
the work changes or the task is settled, what was asked of the supervisor counts no more: `none`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

OPEN = "open"
DECLINED = "declined"
DONE = "done"
VERIFIED = "verified"
DROPPED = "dropped"
STATES = (OPEN, DECLINED, DONE, VERIFIED, DROPPED)

# The policy narrows these to who delegates here and to the owner.
_KEEPERS = frozenset({Permission.DELEGATE_TASKS, Permission.TAKE_PART})
_OWNER: frozenset[Permission] = frozenset()

TASK = table(
    "task",
    STATES,
    Transition(
        "change",
        _("Change the task"),
        frozenset({OPEN, DECLINED}),
        OPEN,
        _KEEPERS,
        verb="task_changed",
        notice="task_changed",
        refusal=_("This task is settled. Open it again first."),
    ),
    Transition(
        "hand_on",
        _("Hand it on"),
        frozenset({OPEN}),
        OPEN,
        _OWNER,
        verb="task_handed_on",
        notice="task_handed_on",
        refusal=_("Only an open task can be handed on."),
    ),
    Transition(
        "decline",
        _("Decline the task"),
        frozenset({OPEN}),
        DECLINED,
        _OWNER,
        verb="task_declined",
        notice="task_declined",
        needs_reason=True,
        refusal=_("Only an open task can be declined."),
    ),
    Transition(
        "finish",
        _("It is done"),
        frozenset({OPEN}),
        DONE,
        _KEEPERS,
        verb="task_done",
        notice="task_done",
        refusal=_("This task is not open any more."),
    ),
    Transition(
        "verify",
        _("Verify"),
        frozenset({DONE}),
        VERIFIED,
        frozenset({Permission.DELEGATE_TASKS}),
        verb="task_verified",
        notice="task_verified",
        refusal=_("Only a task that is done can be verified."),
    ),
    Transition(
        "drop",
        _("Drop the task"),
        frozenset({OPEN, DECLINED}),
        DROPPED,
        _KEEPERS,
        verb="task_dropped",
        notice="task_dropped",
        needs_reason=True,
        refusal=_("This task is settled already."),
    ),
    Transition(
        "reopen",
        _("Open it again"),
        frozenset({DONE, VERIFIED, DROPPED}),
        OPEN,
        _KEEPERS,
        verb="task_reopened",
        notice="task_reopened",
        needs_reason=True,
        refusal=_("This task is still open."),
    ),
)

NONE = "none"
PENDING = "pending"
ENDORSED = "endorsed"
REFUSED = "refused"
EXPIRED = "expired"
WAIVED = "waived"
ENDORSEMENT_STATES = (NONE, PENDING, ENDORSED, REFUSED, EXPIRED, WAIVED)
# What the committee has to do something about.
UNSETTLED = frozenset({REFUSED, EXPIRED})

ENDORSEMENT = table(
    "task_endorsement",
    ENDORSEMENT_STATES,
    Transition(
        "ask",
        _("Ask the supervisor"),
        frozenset(ENDORSEMENT_STATES),
        PENDING,
        _KEEPERS,
        verb="task_endorsement_asked",
    ),
    Transition(
        "endorse",
        _("Endorse"),
        frozenset({PENDING}),
        ENDORSED,
        _OWNER,
        verb="task_endorsed",
        notice="task_endorsed",
        refusal=_("This request has been answered or is no longer open."),
    ),
    Transition(
        "refuse",
        _("Decline"),
        frozenset({PENDING}),
        REFUSED,
        _OWNER,
        verb="task_endorsement_refused",
        notice="task_endorsement_refused",
        needs_reason=True,
        refusal=_("This request has been answered or is no longer open."),
    ),
    Transition(
        "expire",
        _("Note that nobody answered"),
        frozenset({PENDING}),
        EXPIRED,
        _OWNER,
        verb="task_endorsement_expired",
        notice="task_endorsement_expired",
        refusal=_("This request is not open any more."),
    ),
    Transition(
        "waive",
        _("Go on without endorsement"),
        frozenset({PENDING, REFUSED, EXPIRED}),
        WAIVED,
        _KEEPERS,
        verb="task_endorsement_waived",
        needs_reason=True,
        refusal=_("No endorsement is missing."),
    ),
)
