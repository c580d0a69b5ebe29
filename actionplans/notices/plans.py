"""What people are told about plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import QuarterPlan
from committees import audit, notices
from committees.models import AuditEvent
from committees.notices import Wording

notices.register(
    {
        "plan_submitted": Wording(
            _("Plan %(plan)s of %(committee)s waits for your approval"),
            _("%(actor)s submitted the plan %(plan)s of %(committee)s. It waits for approval."),
        ),
        "plan_withdrawn": Wording(
            _("Plan %(plan)s of %(committee)s was taken back"),
            _("%(actor)s took the plan %(plan)s of %(committee)s back. It waits no more."),
        ),
        "plan_approved": Wording(
            _("Plan %(plan)s of %(committee)s is approved"),
            _("%(actor)s approved the plan %(plan)s of %(committee)s."),
        ),
        "plan_to_receive": Wording(
            _("Plan %(plan)s of %(committee)s waits to be received"),
            _("%(actor)s approved the plan %(plan)s of %(committee)s. It waits to be received."),
        ),
        "plan_returned": Wording(
            _("Plan %(plan)s of %(committee)s was returned"),
            _("%(actor)s returned the plan %(plan)s of %(committee)s for revision."),
        ),
        "plan_received": Wording(
            _("Plan %(plan)s of %(committee)s is received"),
            _("%(actor)s received the plan %(plan)s of %(committee)s for the province."),
        ),
        "plan_returned_by_province": Wording(
            _("The province returned plan %(plan)s of %(committee)s"),
            _("%(actor)s returned the plan %(plan)s of %(committee)s to the committee."),
        ),
        "plan_amended": Wording(
            _("Plan %(plan)s of %(committee)s is being amended"),
            _("%(actor)s opened an amendment to the plan %(plan)s of %(committee)s."),
        ),
    }
)

audit.register(
    {
        "plan_started": _("%(actor)s started %(subject)s"),
        "line_added": _("%(actor)s added the line “%(subject)s”"),
        "line_changed": _("%(actor)s changed the line “%(subject)s”"),
        "line_removed": _("%(actor)s removed the line “%(subject)s”"),
        "line_restored": _("%(actor)s put the line “%(subject)s” back"),
        "plan_submitted": _("%(actor)s submitted %(subject)s"),
        "plan_withdrawn": _("%(actor)s took %(subject)s back"),
        "plan_approved": _("%(actor)s approved %(subject)s"),
        "plan_returned": _("%(actor)s returned %(subject)s for revision"),
        "plan_received": _("%(actor)s received %(subject)s for the province"),
        "plan_returned_by_province": _("%(actor)s returned %(subject)s for the province"),
        "plan_amended": _("%(actor)s opened an amendment to %(subject)s"),
    }
)


def tell(kind: str, plan: QuarterPlan, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people of a step of a quarterly plan."""
    label = {language: plan.period.label(language) for language in ("th", "en")}
    notices.tell(
        kind=kind,
        event=event,
        committee=plan.committee,
        recipients=recipients,
        url=plan.get_absolute_url(),
        values={"plan": label},
    )
