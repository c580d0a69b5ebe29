"""What people are told about handovers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Handover, Place

notices.register(
    {
        "handover_opened": Wording(
            _("Write your handover in %(committee)s"),
            _("%(actor)s asks you to write down what %(post)s hands over in %(committee)s."),
        ),
        "handover_ready": Wording(
            _("A handover is ready for you in %(committee)s"),
            _("The handover of %(post)s in %(committee)s is ready for you to take over."),
        ),
        "handover_taken": Wording(
            _("%(actor)s has taken over in %(committee)s"),
            _("%(actor)s has taken over as %(post)s in %(committee)s."),
        ),
    }
)


def tell(kind: str, handover: Handover, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people of something done to a handover."""
    notices.tell(
        kind=kind,
        event=event,
        committee=handover.committee,
        recipients=recipients,
        url=handover.get_absolute_url(),
        values={"post": titles(handover.place)},
    )


def titles(place: Place) -> dict[str, str]:
    """The post in both languages."""
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = place.title
    return found
