"""What runs beside the requests about orders. Every task may run twice without harm."""

from __future__ import annotations

from celery import shared_task

from committees.tasks import SystemTask
from members.actions import order_endings


@shared_task(base=SystemTask, acts_as="orders")
def end_bodies() -> int:
    """After midnight: mark as ended the bodies whose last day by their order is past."""
    return order_endings.end_bodies()
