"""Reminders of reports. May run twice without harm, and late."""

from __future__ import annotations

from celery import shared_task

from actionplans.actions import report_reminders
from committees.tasks import SystemTask


@shared_task(base=SystemTask, acts_as="reports")
def remind_of_reports() -> int:
    """Several times a day: remind each committee of the reports that are due, once a stage."""
    return report_reminders.remind_of_reports()
