"""What the days bring to memberships. Every task may run twice without harm, and late."""

from __future__ import annotations

from celery import shared_task

from committees.tasks import SystemTask
from members.actions import reminders as actions


@shared_task(base=SystemTask, acts_as="memberships")
def keep_memberships() -> int:
    """Every day: write down what lapsed, then remind who has reached a stage."""
    return actions.lapse_memberships() + actions.remind_members()
