"""The way of a version of an MoU's text, as one table.

Draft -> open for signature -> superseded by the next version that is opened. A draft that is not
wanted is thrown away. What has been open is never written again; buttons, the diagram in the
documentation and the matrix test are made from this table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT = "draft"
OPEN = "open"
SUPERSEDED = "superseded"
DISCARDED = "discarded"

_KEEPERS = frozenset({Permission.MANAGE_MOU})
_NOT_A_DRAFT = _("This version is no draft any more. Draft a new version to change the text.")

MOU_VERSION = table(
    "version of an MoU",
    (DRAFT, OPEN, SUPERSEDED, DISCARDED),
    Transition(
        "edit",
        _("Edit the draft"),
        frozenset({DRAFT}),
        DRAFT,
        _KEEPERS,
        verb="mou_edited",
        refusal=_NOT_A_DRAFT,
    ),
    Transition(
        "open",
        _("Open for signature"),
        frozenset({DRAFT}),
        OPEN,
        _KEEPERS,
        verb="mou_opened",
        notice="mou_opened",
        refusal=_NOT_A_DRAFT,
    ),
    Transition(
        "discard",
        _("Throw the draft away"),
        frozenset({DRAFT}),
        DISCARDED,
        _KEEPERS,
        verb="mou_discarded",
        refusal=_NOT_A_DRAFT,
    ),
    Transition(
        "supersede",
        _("Supersede"),
        frozenset({OPEN}),
        SUPERSEDED,
        _KEEPERS,
        verb="mou_superseded",
        refusal=_("Only a version that is open for signature is superseded."),
    ),
    Transition(
        "sign",
        _("Sign"),
        frozenset({OPEN}),
        OPEN,
        # Also whoever speaks for the organisation that signs: `members.policy.mou`.
        frozenset({Permission.TAKE_PART, Permission.MANAGE_MOU}),
        verb="mou_signed",
        notice="mou_signed",
        refusal=_("This version is not open for signature."),
    ),
)
