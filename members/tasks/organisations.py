"""What runs beside the requests about organisations. Every task may run twice without harm."""

from __future__ import annotations

from celery import shared_task

from committees.tasks import SystemTask
from members.actions import imports as actions


@shared_task(base=SystemTask, acts_as="imports")
def forget_imports() -> int:
    """Each night: forget the files that were brought more than thirty days ago."""
    return actions.forget_old()
