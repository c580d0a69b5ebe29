"""What people are told about workshops and recommendations."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Recommendation, Workshop

notices.register(
    {
        "workshop_opened": Wording(
            _("Add your points: %(title)s"),
            _("%(actor)s opened the workshop “%(title)s” of %(committee)s for points."),
        ),
        "workshop_voting": Wording(
            _("Vote now: %(title)s"),
            _("%(actor)s opened the vote of the workshop “%(title)s” of %(committee)s."),
        ),
        "workshop_closed": Wording(
            _("What the workshop recommends: %(title)s"),
            _("%(actor)s closed the workshop “%(title)s” of %(committee)s. See its result."),
        ),
        "recommendation_given": Wording(
            _("A recommendation is yours, %(committee)s"),
            _("The workshop “%(title)s” of %(committee)s has one for your organisation."),
        ),
        "recommendation_settled": Wording(
            _("A recommendation is settled, %(committee)s"),
            _("%(actor)s says what became of a recommendation of the workshop “%(title)s”."),
        ),
        "point_hidden": Wording(
            _("A point of yours is hidden, %(committee)s"),
            _("%(actor)s hid a point of yours in the workshop “%(title)s” and says why there."),
        ),
    }
)


def workshop_told(
    kind: str, workshop: Workshop, event: AuditEvent, recipients: Iterable[User], url: str = ""
) -> None:
    """Tell people of something done in a workshop."""
    notices.tell(
        kind=kind,
        event=event,
        committee=workshop.committee,
        recipients=recipients,
        url=url or workshop.get_absolute_url(),
        values={"title": workshop.title},
    )


def recommendation_told(
    kind: str, recommendation: Recommendation, event: AuditEvent, recipients: Iterable[User]
) -> None:
    """Tell people of something done to a recommendation."""
    url = recommendation.get_absolute_url()
    workshop_told(kind, recommendation.workshop, event, recipients, url)
