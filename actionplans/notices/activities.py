"""What people are told about activities, and how the history says it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Activity
from committees import access, audit, notices
from committees.models import AuditEvent
from committees.notices import Wording

notices.register(
    {
        "activity_corrected": Wording(
            _("An activity you logged in %(committee)s was corrected"),
            _("%(actor)s corrected an activity of %(committee)s that you logged."),
        ),
        "activity_withdrawn": Wording(
            _("An activity you logged in %(committee)s was withdrawn"),
            _("%(actor)s withdrew an activity of %(committee)s that you logged."),
        ),
    }
)

audit.register(
    {
        "activity_logged": _("%(actor)s logged the activity “%(subject)s”"),
        "activity_corrected": _("%(actor)s corrected the activity “%(subject)s”"),
        "activity_withdrawn": _("%(actor)s withdrew the activity “%(subject)s”"),
        "activity_restored": _("%(actor)s put the activity “%(subject)s” back"),
        "activity_files_added": _("%(actor)s added photos or papers to “%(subject)s”"),
        "activity_file_captioned": _("%(actor)s wrote what a file of “%(subject)s” shows"),
        "activity_file_removed": _("%(actor)s removed a photo or paper of “%(subject)s”"),
    }
)


def tell_logger(kind: str, activity: Activity, event: AuditEvent, by: User) -> None:
    """Tell whoever logged it, and still sits there, that somebody else changed it."""
    if activity.logged_by_id == by.pk:
        return
    notices.tell(
        kind=kind,
        event=event,
        committee=activity.committee,
        recipients=access.still_inside([activity.logged_by], activity.committee_id),
        url=activity.get_absolute_url(),
        values={},
    )
