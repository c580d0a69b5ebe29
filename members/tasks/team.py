"""What runs beside the requests about the multidisciplinary team; twice or late without harm."""

from __future__ import annotations

from celery import shared_task

from committees.calendar import today
from committees.tasks import SystemTask
from members.actions import team as actions


@shared_task(base=SystemTask, acts_as="team reminders")
def remind_of_team() -> int:
    """Remind PSDHS of endorsements that end in 60, 30 and 7 days, once each."""
    return actions.remind(on=today())
