"""What the days bring to the year of a plan. It may run twice without harm, and late."""

from __future__ import annotations

from celery import shared_task

from actionplans.actions import cycle as actions
from committees.tasks import SystemTask


@shared_task(base=SystemTask, acts_as="seasons")
def open_seasons() -> int:
    """Every day: open the drafting of the coming plan where it is not open, and remind of it."""
    return actions.open_seasons() + actions.remind_seasons()
