"""The way of an appointment order, as one table.

Drafted in the product -> out for signature (locked, printed) -> in force once the signed copy is
filed -> ended, or replaced by the next one. What is out for signature can be taken back.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT = "draft"
SIGNING = "out_for_signature"
IN_FORCE = "in_force"
ENDED = "ended"
REPLACED = "replaced"
WITHDRAWN = "withdrawn"

ORDER_STATES = (DRAFT, SIGNING, IN_FORCE, ENDED, REPLACED, WITHDRAWN)

_DRAFTING = frozenset({Permission.DRAFT_ORDER})
_FILING = frozenset({Permission.FILE_ORDER})

ORDER = table(
    "appointment order",
    ORDER_STATES,
    Transition(
        "send",
        _("Send out for signature"),
        frozenset({DRAFT}),
        SIGNING,
        _DRAFTING,
        verb="order_sent",
        notice="order_sent",
        refusal=_("Only a draft goes out for signature."),
    ),
    Transition(
        "take_back",
        _("Take back to draft"),
        frozenset({SIGNING}),
        DRAFT,
        _DRAFTING,
        verb="order_taken_back",
        refusal=_("Only an order that is out for signature can be taken back."),
    ),
    Transition(
        "discard",
        _("Discard the draft"),
        frozenset({DRAFT}),
        WITHDRAWN,
        _DRAFTING,
        verb="order_discarded",
        refusal=_("Only a draft can be discarded."),
    ),
    Transition(
        "file",
        _("File the signed copy"),
        frozenset({SIGNING}),
        IN_FORCE,
        _FILING,
        verb="order_filed",
        notice="order_filed",
        refusal=_("This order is not out for signature any more."),
    ),
    Transition(
        "replace",
        _("Replace by a new order"),
        frozenset({IN_FORCE}),
        REPLACED,
        _FILING,
        verb="order_replaced",
        refusal=_("Only an order in force can be replaced."),
    ),
    Transition(
        "end",
        _("End the order"),
        frozenset({IN_FORCE}),
        ENDED,
        _FILING,
        verb="order_ended",
        notice="order_ended",
        needs_reason=True,
        refusal=_("Only an order in force can be ended."),
    ),
)
