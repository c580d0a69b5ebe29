"""The way of a budget proposal, as one table.

Prepared -> sent to the municipality or local administration -> granted, granted in part, or
refused with a reason. It is withdrawn as long as it has no answer.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

PREPARED = "prepared"
SENT = "sent"
GRANTED = "granted"
GRANTED_IN_PART = "granted_in_part"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

# States in which money was promised.
PROMISED = frozenset({GRANTED, GRANTED_IN_PART})
ANSWERED = PROMISED | {REFUSED}
# States in which money is still asked for.
ASKING = frozenset({PREPARED, SENT})

_WRITERS = frozenset({Permission.EDIT_PLAN})
_ANSWERED_ONLY = _("Only a proposal that was sent and has no answer yet can be answered.")

PROPOSAL = table(
    "budget proposal",
    (PREPARED, SENT, GRANTED, GRANTED_IN_PART, REFUSED, WITHDRAWN),
    Transition(
        "change",
        _("Change"),
        frozenset({PREPARED}),
        PREPARED,
        _WRITERS,
        verb="proposal_changed",
        refusal=_("What was sent keeps its wording. Withdraw it and prepare another."),
    ),
    Transition(
        "send",
        _("Record that it was sent"),
        frozenset({PREPARED}),
        SENT,
        _WRITERS,
        verb="proposal_sent",
        notice="proposal_sent",
        refusal=_("This proposal has gone out already, or was withdrawn."),
    ),
    Transition(
        "ask",
        _("Record that you asked for the answer"),
        frozenset({SENT}),
        SENT,
        _WRITERS,
        verb="proposal_asked",
        refusal=_("Only a proposal that was sent and has no answer yet is asked after."),
    ),
    Transition(
        "grant",
        _("Record that it is granted"),
        frozenset({SENT}),
        GRANTED,
        _WRITERS,
        verb="proposal_granted",
        notice="proposal_granted",
        refusal=_ANSWERED_ONLY,
    ),
    Transition(
        "grant_in_part",
        _("Record that it is granted in part"),
        frozenset({SENT}),
        GRANTED_IN_PART,
        _WRITERS,
        verb="proposal_granted_in_part",
        notice="proposal_granted_in_part",
        refusal=_ANSWERED_ONLY,
    ),
    Transition(
        "refuse",
        _("Record that it is refused"),
        frozenset({SENT}),
        REFUSED,
        _WRITERS,
        verb="proposal_refused",
        notice="proposal_refused",
        needs_reason=True,
        refusal=_ANSWERED_ONLY,
    ),
    Transition(
        "withdraw",
        _("Withdraw"),
        ASKING,
        WITHDRAWN,
        _WRITERS,
        verb="proposal_withdrawn",
        notice="proposal_withdrawn",
        needs_reason=True,
        refusal=_("A proposal that has its answer cannot be withdrawn."),
    ),
)
