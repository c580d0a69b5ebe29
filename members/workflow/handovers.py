"""The way of a handover, as one table.

Being prepared -> ready -> taken over. Whoever leaves prepares it, and the people who manage the
seats may; only whoever has the post then takes over, ready or not, for somebody who left may never
have said so. It is withdrawn where the person stays after all.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

PREPARING = "preparing"
READY = "ready"
TAKEN_OVER = "taken_over"
WITHDRAWN = "withdrawn"

# States in which it still waits for somebody.
OPEN = frozenset({PREPARING, READY})

_MANAGERS = frozenset({Permission.MANAGE_SEATS})

# Whoever hands over may say that it is ready, and whoever has the post takes over; neither is a
# matter of the role, so it stands in the policy.
HANDOVER = table(
    "handover",
    (PREPARING, READY, TAKEN_OVER, WITHDRAWN),
    Transition(
        "ready",
        _("It is ready"),
        frozenset({PREPARING}),
        READY,
        _MANAGERS,
        verb="handover_ready",
        notice="handover_ready",
        refusal=_("This handover is not being prepared any more."),
    ),
    Transition(
        "reopen",
        _("Go on writing"),
        frozenset({READY}),
        PREPARING,
        _MANAGERS,
        verb="handover_reopened",
        refusal=_("Only a handover that is ready, and not taken over, can be written on."),
    ),
    Transition(
        "take_over",
        _("I have taken over"),
        OPEN,
        TAKEN_OVER,
        frozenset(),
        verb="handover_taken",
        notice="handover_taken",
        refusal=_("This handover does not wait for anybody any more."),
    ),
    Transition(
        "withdraw",
        _("Withdraw the handover"),
        OPEN,
        WITHDRAWN,
        _MANAGERS,
        verb="handover_withdrawn",
        refusal=_("This handover does not wait for anybody any more."),
    ),
)
