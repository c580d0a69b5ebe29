"""What people are told about seats."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Seat

notices.register(
    {
        "seat_given": Wording(
            _("You have a seat in %(committee)s"),
            _("%(actor)s gave you a seat in %(committee)s, as %(post)s."),
        ),
        "seat_ending": Wording(
            _("Your seat in %(committee)s ends"),
            _("%(actor)s set the end of your seat in %(committee)s (%(post)s)."),
        ),
        "seat_left": Wording(
            _("%(person)s leaves %(committee)s"),
            _("%(person)s (%(post)s) left %(committee)s."),
        ),
    }
)


def seat_told(kind: str, seat: Seat, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people of something done to a seat."""
    notices.tell(
        kind=kind,
        event=event,
        committee=seat.committee,
        recipients=recipients,
        url=reverse("committee", args=[seat.committee.slug]),
        values={
            "post": posts(seat),
            "person": notices.names(seat.person),
            # One is appointed to the body, so here it has its full name.
            "committee": notices.names(seat.committee),
        },
    )


def posts(seat: Seat) -> dict[str, str]:
    """The post in both languages."""
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = seat.post
    return found
