"""What people are told about MoUs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import MouSignature, MouVersion

notices.register(
    {
        "mou_opened": Wording(
            _("%(mou)s is open for signature"),
            _("%(actor)s opened %(mou)s of %(committee)s for signature."),
        ),
        "mou_signed": Wording(
            _("%(organisation)s signed %(mou)s"),
            _("%(organisation)s signed %(mou)s of %(committee)s."),
        ),
    }
)


def opened_told(version: MouVersion, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people that a version waits for signatures."""
    notices.tell(
        kind="mou_opened",
        event=event,
        committee=version.committee,
        recipients=recipients,
        url=version.get_absolute_url(),
        values={"mou": labels(version)},
    )


def signed_told(signature: MouSignature, event: AuditEvent, recipients: list[User]) -> None:
    """Tell those who keep the MoU that an organisation signed."""
    notices.tell(
        kind="mou_signed",
        event=event,
        committee=signature.committee,
        recipients=recipients,
        url=signature.version.get_absolute_url(),
        values={
            "mou": labels(signature.version),
            "organisation": notices.names(signature.organisation),
        },
    )


def labels(version: MouVersion) -> dict[str, str]:
    """How a version is called in both languages."""
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = version.audit_label()
    return found
