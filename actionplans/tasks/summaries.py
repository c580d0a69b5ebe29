"""What runs beside the requests about sums of activities."""

from __future__ import annotations

import logging

from celery import shared_task

from actionplans.actions import summaries as actions
from committees.tasks import SystemTask

logger = logging.getLogger(__name__)


@shared_task(base=SystemTask, acts_as="summaries")
def check_summaries() -> int:
    """Compare the sums with the activities, say so in the log where they differ, mend them."""
    found = actions.drift()
    if found:
        places = sorted({("province" if row.of_province else "committee", row.of) for row in found})
        logger.error("%d sums of activities had drifted: %s", len(found), places[:20])
        actions.repair(found)
    return len(found)
