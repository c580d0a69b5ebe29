"""What people are told about applications. The applicant is told by e-mail, see the tasks."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Application

notices.register(
    {
        "application_made": Wording(
            _("%(applicant)s applies to join %(committee)s"),
            _(
                "%(applicant)s applies to join %(committee)s. The steering committee screens it"
                " first."
            ),
        ),
        "application_screened": Wording(
            _("%(applicant)s waits for an endorsement"),
            _(
                "%(actor)s screened %(applicant)s, which applies to join %(committee)s. A member"
                " can endorse it now."
            ),
        ),
        "application_endorsed": Wording(
            _("%(applicant)s is endorsed; the committee decides"),
            _("%(endorser)s endorsed %(applicant)s, which applies to join %(committee)s."),
        ),
        "application_accepted": Wording(
            _("%(applicant)s is accepted"),
            _("%(committee)s accepted %(applicant)s. It becomes a member by signing the MoU."),
        ),
        "application_declined": Wording(
            _("%(applicant)s is declined"),
            _("%(committee)s declined the application of %(applicant)s."),
        ),
        "application_signed": Wording(
            _("%(applicant)s is a member"),
            _("%(applicant)s signed the MoU and is a member of %(committee)s."),
        ),
        "application_withdrawn": Wording(
            _("%(applicant)s withdrew its application"),
            _("The application of %(applicant)s to %(committee)s was withdrawn."),
        ),
    }
)


def application_told(
    kind: str, application: Application, event: AuditEvent, recipients: Iterable[User]
) -> None:
    """Tell people in the committee of a step of an application."""
    endorser = application.endorser
    notices.tell(
        kind=kind,
        event=event,
        committee=application.committee,
        recipients=recipients,
        url=application.get_absolute_url(),
        values={
            "applicant": notices.names(application),
            "endorser": notices.names(endorser) if endorser else {"th": "", "en": ""},
        },
    )
