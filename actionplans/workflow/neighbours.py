"""The way of a comment on an opened draft, as one table.

It waits for the committee until somebody there noted, answered or took it up. Until it is
answered, who wrote it may change it (and it waits anew) or take it back.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

NEW = "new"
NOTED = "noted"
ANSWERED = "answered"
TAKEN_UP = "taken_up"
WITHDRAWN = "withdrawn"

_WRITERS = frozenset({Permission.EDIT_PLAN})
_GUESTS = frozenset({Permission.COMMENT_ON_PLANS})
_SETTLED = _("This comment was answered or taken back in the meantime. Read it once more.")

COMMENT = table(
    "comment on a draft",
    (NEW, NOTED, ANSWERED, TAKEN_UP, WITHDRAWN),
    Transition(
        "edit",
        _("Change the comment"),
        frozenset({NEW, NOTED}),
        NEW,
        _GUESTS,
        verb="comment_changed",
        refusal=_("This comment was answered or taken back, so it stays as it is."),
    ),
    Transition(
        "withdraw",
        _("Take the comment back"),
        frozenset({NEW, NOTED}),
        WITHDRAWN,
        _GUESTS,
        verb="comment_withdrawn",
        refusal=_("This comment was answered or taken back, so it stays as it is."),
    ),
    Transition(
        "note",
        _("Noted"),
        frozenset({NEW}),
        NOTED,
        _WRITERS,
        verb="comment_noted",
        refusal=_SETTLED,
    ),
    Transition(
        "answer",
        _("Answer"),
        frozenset({NEW, NOTED}),
        ANSWERED,
        _WRITERS,
        verb="comment_answered",
        notice="comment_answered",
        refusal=_SETTLED,
    ),
    Transition(
        "take_up",
        _("Take up"),
        frozenset({NEW, NOTED, ANSWERED}),
        TAKEN_UP,
        _WRITERS,
        verb="comment_taken_up",
        notice="comment_taken_up",
        refusal=_SETTLED,
    ),
)
