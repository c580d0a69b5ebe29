"""Upkeep that belongs to no app of ours."""

from celery import shared_task
from django.core.management import call_command

from committees.tasks import SystemTask


@shared_task(base=SystemTask, acts_as="sessions")
def clear_sessions() -> None:
    """Delete the sessions that have run out; running it twice deletes nothing more."""
    call_command("clearsessions")
