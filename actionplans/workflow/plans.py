"""The way of a quarterly action plan, as one table.

Draft -> submitted -> approved by the committee's approver -> received by PSDHS, which may return it
with reasons; a returned plan is amended and goes round again. What was received can be opened
again as an amendment. Buttons, the diagram in the documentation and the matrix test are made
from this table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT = "draft"
SUBMITTED = "submitted"
APPROVED = "approved"
RETURNED = "returned"
RECEIVED = "received"
RETURNED_BY_PROVINCE = "returned_by_province"

# States in which the committee writes, and its lines flow into the quarter.
OPEN = frozenset({DRAFT, RETURNED, RETURNED_BY_PROVINCE})

_APPROVERS = frozenset({Permission.APPROVE_AS_DEPUTY, Permission.APPROVE_AS_CHIEF})

QUARTER_PLAN = table(
    "quarterly action plan",
    (DRAFT, SUBMITTED, APPROVED, RETURNED, RECEIVED, RETURNED_BY_PROVINCE),
    Transition(
        "submit",
        _("Submit plan"),
        OPEN,
        SUBMITTED,
        frozenset({Permission.SUBMIT_PLAN}),
        verb="plan_submitted",
        notice="plan_submitted",
        refusal=_("This plan has already been submitted."),
    ),
    Transition(
        "withdraw",
        _("Take back"),
        frozenset({SUBMITTED}),
        DRAFT,
        frozenset({Permission.SUBMIT_PLAN}),
        verb="plan_withdrawn",
        notice="plan_withdrawn",
        refusal=_("Only a plan that waits for approval can be taken back."),
    ),
    Transition(
        "approve",
        _("Approve"),
        frozenset({SUBMITTED}),
        APPROVED,
        _APPROVERS,
        verb="plan_approved",
        notice="plan_approved",
        refusal=_("This plan does not wait for approval any more."),
    ),
    Transition(
        "return",
        _("Return"),
        frozenset({SUBMITTED}),
        RETURNED,
        _APPROVERS,
        verb="plan_returned",
        notice="plan_returned",
        needs_reason=True,
        refusal=_("This plan does not wait for approval any more."),
    ),
    Transition(
        "receive",
        _("Receive"),
        frozenset({APPROVED}),
        RECEIVED,
        frozenset({Permission.RECEIVE_PLAN}),
        verb="plan_received",
        notice="plan_received",
        refusal=_("Only an approved plan can be received."),
    ),
    Transition(
        "return_by_province",
        _("Return to the committee"),
        frozenset({APPROVED}),
        RETURNED_BY_PROVINCE,
        frozenset({Permission.RECEIVE_PLAN}),
        verb="plan_returned_by_province",
        notice="plan_returned_by_province",
        needs_reason=True,
        refusal=_("Only an approved plan can be returned by the province."),
    ),
    Transition(
        "amend",
        _("Open an amendment"),
        frozenset({RECEIVED}),
        DRAFT,
        frozenset({Permission.SUBMIT_PLAN}),
        verb="plan_amended",
        notice="plan_amended",
        refusal=_("Only a plan that the province has received can be amended."),
    ),
)
