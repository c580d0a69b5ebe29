"""The ways of a version of the team and of a proposal for it, as tables.

PSDHS puts a version together and sends it to the Governor; filing the signed copy endorses it.
Whether an endorsed version is in force, has been followed by another or has run out is a matter of
its days (`TeamVersion.status`), not of states.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT, SENT, ENDORSED = "draft", "sent", "endorsed"
OPEN = frozenset({DRAFT, SENT})
WAITING, TAKEN_UP, DECLINED, WITHDRAWN = "waiting", "taken_up", "declined", "withdrawn"

_PSDHS = frozenset({Permission.ENDORSE_TEAM})
_PROPOSING = frozenset({Permission.PROPOSE_TEAM})
_NOT_OPEN = _("This version is no longer being put together.")
_DECIDED = _("This proposal has already been answered.")

TEAM = table(
    "team",
    (DRAFT, SENT, ENDORSED),
    Transition(
        "change",
        _("Change the team"),
        frozenset({DRAFT}),
        DRAFT,
        _PSDHS,
        verb="team_changed",
        refusal=_("This version is not being put together. Call it back to change it."),
    ),
    Transition(
        "send",
        _("Send to the Governor"),
        frozenset({DRAFT}),
        SENT,
        _PSDHS,
        verb="team_sent",
        notice="team_sent",
        refusal=_NOT_OPEN,
    ),
    Transition(
        "recall",
        _("Call back"),
        frozenset({SENT}),
        DRAFT,
        _PSDHS,
        verb="team_recalled",
        refusal=_("Only a version that waits for the Governor can be called back."),
    ),
    Transition(
        "endorse",
        _("File the endorsement"),
        frozenset({SENT}),
        ENDORSED,
        _PSDHS,
        verb="team_endorsed",
        notice="team_endorsed",
        refusal=_("Only a version that was sent to the Governor can be endorsed."),
    ),
)

PROPOSAL = table(
    "team_proposal",
    (WAITING, TAKEN_UP, DECLINED, WITHDRAWN),
    Transition(
        "take_up",
        _("Take up"),
        frozenset({WAITING}),
        TAKEN_UP,
        _PSDHS,
        verb="team_proposal_taken_up",
        notice="team_proposal_taken_up",
        refusal=_DECIDED,
    ),
    Transition(
        "decline",
        _("Decline"),
        frozenset({WAITING}),
        DECLINED,
        _PSDHS,
        verb="team_proposal_declined",
        notice="team_proposal_declined",
        needs_reason=True,
        refusal=_DECIDED,
    ),
    Transition(
        "withdraw",
        _("Withdraw"),
        frozenset({WAITING}),
        WITHDRAWN,
        _PROPOSING,
        verb="team_proposal_withdrawn",
        refusal=_DECIDED,
    ),
)
