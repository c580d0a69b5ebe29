"""The way of a SWOT workshop and of a recommendation that came out of one, as two tables.

A workshop is prepared, collects points, has them voted on, puts recommendations into words, and is
closed; each step back is open only as long as nothing is lost by it (`policy.workshops`). A
recommendation is taken up, done or dropped with a reason, and may be opened again.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

PREPARED = "prepared"
COLLECTING = "collecting"
VOTING = "voting"
RECOMMENDING = "recommending"
CLOSED = "closed"

# States in which the board changes under people's eyes.
LIVE = frozenset({COLLECTING, VOTING, RECOMMENDING})
# States in which the facilitator sorts the points: merges, moves, hides.
SORTING = frozenset({COLLECTING})

_RUN = frozenset({Permission.RUN_WORKSHOP})

WORKSHOP = table(
    "SWOT workshop",
    (PREPARED, COLLECTING, VOTING, RECOMMENDING, CLOSED),
    Transition(
        "open",
        _("Open for points"),
        frozenset({PREPARED}),
        COLLECTING,
        _RUN,
        verb="workshop_opened",
        notice="workshop_opened",
        refusal=_("This workshop has been opened already."),
    ),
    Transition(
        "vote",
        _("Open the vote"),
        frozenset({COLLECTING}),
        VOTING,
        _RUN,
        verb="workshop_voting",
        notice="workshop_voting",
        refusal=_("The vote can be opened only while points are collected."),
    ),
    Transition(
        "collect",
        _("Back to collecting points"),
        frozenset({VOTING}),
        COLLECTING,
        _RUN,
        verb="workshop_collecting",
        refusal=_("Only from the vote one goes back to collecting points."),
    ),
    Transition(
        "recommend",
        _("Close the vote"),
        frozenset({VOTING}),
        RECOMMENDING,
        _RUN,
        verb="workshop_vote_closed",
        refusal=_("There is no open vote to close."),
    ),
    Transition(
        "revote",
        _("Open the vote again"),
        frozenset({RECOMMENDING}),
        VOTING,
        _RUN,
        verb="workshop_voting_again",
        refusal=_("The vote is not closed, or the workshop is."),
    ),
    Transition(
        "close",
        _("Close the workshop"),
        frozenset({RECOMMENDING}),
        CLOSED,
        _RUN,
        verb="workshop_closed",
        notice="workshop_closed",
        refusal=_("The workshop is closed once the vote is over and recommendations are written."),
    ),
    Transition(
        "reopen",
        _("Open the workshop again"),
        frozenset({CLOSED}),
        RECOMMENDING,
        _RUN,
        verb="workshop_reopened",
        needs_reason=True,
        refusal=_("Only a closed workshop can be opened again."),
    ),
)

OPEN = "open"
TAKEN_UP = "taken_up"
DONE = "done"
DROPPED = "dropped"
UNSETTLED = frozenset({OPEN, TAKEN_UP})

# Besides those who run the workshop, the people of the organisation that owns it (see the policy).
_FOLLOW = frozenset({Permission.RUN_WORKSHOP, Permission.TAKE_PART})

RECOMMENDATION = table(
    "recommendation",
    (OPEN, TAKEN_UP, DONE, DROPPED),
    Transition(
        "take_up",
        _("Take it up"),
        frozenset({OPEN}),
        TAKEN_UP,
        _FOLLOW,
        verb="recommendation_taken_up",
        refusal=_("Only an open recommendation can be taken up."),
    ),
    Transition(
        "finish",
        _("It is done"),
        UNSETTLED,
        DONE,
        _FOLLOW,
        verb="recommendation_done",
        notice="recommendation_settled",
        refusal=_("This recommendation is settled already."),
    ),
    Transition(
        "drop",
        _("Drop it"),
        UNSETTLED,
        DROPPED,
        _FOLLOW,
        verb="recommendation_dropped",
        notice="recommendation_settled",
        needs_reason=True,
        refusal=_("This recommendation is settled already."),
    ),
    Transition(
        "resume",
        _("Open it again"),
        frozenset({DONE, DROPPED}),
        OPEN,
        _FOLLOW,
        verb="recommendation_resumed",
        needs_reason=True,
        refusal=_("This recommendation is still open."),
    ),
)
