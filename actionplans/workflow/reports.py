"""The way of a quarter's progress report, as one table.

The committee writes it line by line and submits; PSDHS accepts it or sends it back with a note.
What is accepted locks its quarter, until PSDHS reopens that one report. Buttons, the diagram in the
documentation and the matrix test are made from this table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT = "draft"
SUBMITTED = "submitted"
RETURNED = "returned"
ACCEPTED = "accepted"
REOPENED = "reopened"

# States in which the committee writes.
OPEN = frozenset({DRAFT, RETURNED, REOPENED})
# States in which those above read the lines themselves.
SENT = frozenset({SUBMITTED, ACCEPTED})

_NOT_WAITING = _("This report does not wait for a decision any more.")

REPORT = table(
    "progress report",
    (DRAFT, SUBMITTED, RETURNED, ACCEPTED, REOPENED),
    Transition(
        "submit",
        _("Submit report"),
        OPEN,
        SUBMITTED,
        frozenset({Permission.WRITE_REPORT}),
        verb="report_submitted",
        notice="report_submitted",
        refusal=_("This report has already been submitted."),
    ),
    Transition(
        "accept",
        _("Accept"),
        frozenset({SUBMITTED}),
        ACCEPTED,
        frozenset({Permission.ACCEPT_REPORT}),
        verb="report_accepted",
        notice="report_accepted",
        refusal=_NOT_WAITING,
    ),
    Transition(
        "return",
        _("Send back"),
        frozenset({SUBMITTED}),
        RETURNED,
        frozenset({Permission.ACCEPT_REPORT}),
        verb="report_returned",
        notice="report_returned",
        needs_reason=True,
        refusal=_NOT_WAITING,
    ),
    Transition(
        "reopen",
        _("Reopen"),
        frozenset({ACCEPTED}),
        REOPENED,
        frozenset({Permission.ACCEPT_REPORT}),
        verb="report_reopened",
        notice="report_reopened",
        needs_reason=True,
        refusal=_("Only an accepted report can be reopened."),
    ),
)
