"""What runs beside the requests about annual surveys. It may run twice without harm, and late."""

from __future__ import annotations

from celery import shared_task

from committees.tasks import SystemTask
from members.actions import survey_rounds as actions


@shared_task(base=SystemTask, acts_as="surveys")
def survey_day() -> tuple[int, int]:
    """Close the surveys whose last day is over, and remind of those that end soon."""
    return actions.close_due(), actions.remind_due()
