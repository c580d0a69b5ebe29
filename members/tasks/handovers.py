"""What runs beside the requests about handovers."""

from __future__ import annotations

from celery import shared_task

from committees.tasks import SystemTask
from members.actions import succession


@shared_task(base=SystemTask, acts_as="handovers")
def open_handovers() -> int:
    """Each day: open the handovers of seats whose last day, known from the first, comes near."""
    return succession.open_due()
