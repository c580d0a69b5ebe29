"""What people are told about elections."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from committees.roles import ROLES
from members.models import Election

notices.register(
    {
        "election_recorded": Wording(
            _("Election in %(committee)s: %(office)s"),
            _("%(committee)s elected %(winners)s as %(office)s."),
        ),
        "election_corrected": Wording(
            _("Election in %(committee)s corrected: %(office)s"),
            _("%(actor)s corrected the record of the election in %(committee)s: %(office)s."),
        ),
    }
)


def election_told(
    kind: str, election: Election, winners: dict[str, str], event: AuditEvent, people: list[User]
) -> None:
    """Tell those who take part who was elected, or that a record was corrected."""
    notices.tell(
        kind=kind,
        event=event,
        committee=election.committee,
        recipients=people,
        url=reverse("offices", args=[election.committee.slug]),
        values={"office": office_names(election.office), "winners": winners},
    )


def office_names(office: str) -> dict[str, str]:
    """The office in both languages."""
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = str(ROLES[office].label)
    return found
