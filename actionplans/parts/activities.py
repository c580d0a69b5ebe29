"""What activities add to the frame, to a committee's tabs, to search and to the history."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.activity_lists import find_activities
from committees import frame, home, search, tabs
from committees.frame import Hat
from committees.models import AuditEvent, Committee
from committees.roles import Permission, permissions


def activity_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about an activity leads."""
    return reverse("activity", args=[committee.slug, event.subject_id])


def log_activity(request: HttpRequest, hat: Hat) -> tuple[str, str] | None:
    """The large + of a telephone: log what was done."""
    if Permission.LOG_ACTIVITY not in permissions(hat.roles):
        return None
    return reverse("activity_new", args=[hat.committee_slug]), _("Log an activity")


def register() -> None:
    """Add these parts, and say where activities of the history are seen."""
    home.register_subject_url("actionplans.activity", activity_url)
    frame.register_add(log_activity)
    tabs.register(
        tabs.Tab(
            "activities",
            gettext_lazy("Activities"),
            "activities",
            62,
            query="?committee={slug}",
        )
    )
    search.register_source(
        search.Source(
            key="activities",
            label=gettext_lazy("Activities"),
            icon="flag",
            find=find_activities,
            order=45,
        )
    )
