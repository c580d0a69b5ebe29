"""What people are told about budget proposals, and how the history says it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplans.models import BudgetProposal
from committees import access, audit, notices
from committees.fields import baht
from committees.models import AuditEvent
from committees.notices import Wording
from committees.roles import Permission

notices.register(
    {
        "proposal_sent": Wording(
            _("A budget proposal of %(committee)s was sent to %(addressee)s"),
            _(
                "%(actor)s sent the budget proposal “%(proposal)s” of %(committee)s to"
                " %(addressee)s: %(asked)s baht."
            ),
        ),
        "proposal_granted": Wording(
            _("%(addressee)s granted a budget proposal of %(committee)s"),
            _("%(addressee)s granted “%(proposal)s” of %(committee)s: %(granted)s baht."),
        ),
        "proposal_granted_in_part": Wording(
            _("%(addressee)s granted a budget proposal of %(committee)s in part"),
            _(
                "%(addressee)s granted “%(proposal)s” of %(committee)s in part: %(granted)s of"
                " %(asked)s baht."
            ),
        ),
        "proposal_refused": Wording(
            _("%(addressee)s refused a budget proposal of %(committee)s"),
            _("%(addressee)s refused “%(proposal)s” of %(committee)s."),
        ),
        "proposal_withdrawn": Wording(
            _("A budget proposal of %(committee)s was withdrawn"),
            _("%(actor)s withdrew the budget proposal “%(proposal)s” of %(committee)s."),
        ),
    }
)

audit.register(
    {
        "proposal_prepared": _("%(actor)s prepared the budget proposal “%(subject)s”"),
        "proposal_changed": _("%(actor)s changed the budget proposal “%(subject)s”"),
        "proposal_sent": _("%(actor)s sent the budget proposal “%(subject)s” to %(addressee)s"),
        "proposal_asked": _("%(actor)s asked %(addressee)s for the answer to “%(subject)s”"),
        "proposal_granted": _("%(addressee)s granted “%(subject)s”; %(actor)s recorded it"),
        "proposal_granted_in_part": _(
            "%(addressee)s granted “%(subject)s” in part; %(actor)s recorded it"
        ),
        "proposal_refused": _("%(addressee)s refused “%(subject)s”; %(actor)s recorded it"),
        "proposal_withdrawn": _("%(actor)s withdrew the budget proposal “%(subject)s”"),
    }
)


def tell(kind: str, proposal: BudgetProposal, event: AuditEvent) -> None:
    """Tell those who write the plan and those who lead the committee's work."""
    committee = proposal.committee
    values: dict[str, Any] = {
        "proposal": proposal.subject,
        "addressee": proposal.addressee,
        "asked": baht(proposal.asked),
        "granted": baht(proposal.granted or 0),
    }
    notices.tell(
        kind=kind,
        event=event,
        committee=committee,
        recipients=[
            *access.holders(Permission.EDIT_PLAN, committee),
            *access.holders(Permission(committee.approver), committee),
        ],
        url=proposal.get_absolute_url(),
        values=values,
    )
