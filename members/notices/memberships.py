"""What people are told about memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import notices
from committees.calendar import format_date
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Membership

notices.register(
    {
        "membership_due": Wording(
            _("Renew the membership of %(organisation)s"),
            _(
                "The membership of %(organisation)s in %(committee)s runs until %(until)s. Renew it"
                " with one press."
            ),
        ),
        "membership_in_grace": Wording(
            _("The membership of %(organisation)s has run out"),
            _(
                "The membership of %(organisation)s in %(committee)s ran out on %(until)s. It can"
                " still be renewed until %(grace_until)s; after that its seats end."
            ),
        ),
        "membership_renewed": Wording(
            _("%(organisation)s has renewed"),
            _(
                "%(actor)s renewed the membership of %(organisation)s in %(committee)s until"
                " %(until)s."
            ),
        ),
        "membership_lapsed": Wording(
            _("The membership of %(organisation)s lapsed"),
            _(
                "%(organisation)s did not renew by %(grace_until)s and is no longer a member of"
                " %(committee)s."
            ),
        ),
        "own_membership_lapsed": Wording(
            _("The membership of %(organisation)s lapsed"),
            _(
                "%(organisation)s did not renew by %(grace_until)s. Its seats in %(committee)s have"
                " ended; it can apply again."
            ),
        ),
        "membership_left": Wording(
            _("%(organisation)s leaves %(committee)s"),
            _("%(actor)s ended the membership of %(organisation)s in %(committee)s."),
        ),
    }
)


def membership_told(
    kind: str, row: Membership, event: AuditEvent, recipients: Iterable[User]
) -> None:
    """Tell people of something that happened to a membership."""
    gone = kind in ("own_membership_lapsed", "membership_left")
    notices.tell(
        kind=kind,
        event=event,
        committee=row.committee,
        recipients=recipients,
        url=reverse("home") if gone else row.get_absolute_url(),
        values={
            "organisation": notices.names(row.organisation),
            "until": days(row.until),
            "grace_until": days(row.grace_until),
        },
    )


def days(day: dt.date | None) -> dict[str, Any]:
    """A day in words of both languages, as notices and history keep it."""
    if day is None:
        return {"th": "", "en": "", "day": None}
    return {
        "th": format_date(day, "th"),
        "en": format_date(day, "en"),
        "day": day.isoformat(),
    }
