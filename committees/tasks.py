"""What runs beside the requests. Every task names who acts, and may run twice without harm."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from accounts.models import NoticeMode, User
from committees import building, export_acts, rls
from committees.models import Notice
from committees.notices import mail

logger = logging.getLogger(__name__)

# A mail that fails this often is left for a person to look at.
MOST_ATTEMPTS = 20
MOST_IN_A_DIGEST = 200


class SystemTask(Task):
    """A task that acts as a named part of the system, in one transaction.

    `acts_as` names it; a task without a name cannot be made (a test looks at every task).
    """

    abstract = True
    acts_as: str = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with rls.acting_as_system(self.acts_as):
            return super().__call__(*args, **kwargs)


def queue_quietly(task: Task, *args: str) -> None:
    """Queue a task whose loss the sweep makes good; a broker that is down is only logged."""
    try:
        task.delay(*args)
    except Exception as error:  # noqa: BLE001  (kombu raises what its transport raises)
        logger.warning("not queued: %s (%s)", task.name, type(error).__name__)


@shared_task(base=SystemTask, acts_as="notices")
def send_notice(notice_id: str) -> bool:
    """Mail one notice, once: the row is locked, and marked in the transaction that sends."""
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .filter(pk=notice_id, emailed_at__isnull=True)
        .first()
    )
    if notice is None:
        return False
    return _send(notice.recipient, [notice])


def _send(reader: User, rows: list[Notice]) -> bool:
    ids = [row.pk for row in rows]
    sent = False
    # Somebody who cannot sign in yet is sent an invitation instead.
    if reader.is_active and reader.has_usable_password():
        try:
            mail(reader, rows).send()
            sent = True
        except OSError as error:  # smtplib's errors are OSErrors too
            logger.warning("mail not sent: %s", type(error).__name__)
            for row in rows:
                row.attempts += 1
            Notice.objects.bulk_update(rows, ["attempts"])
            return False
    # Nobody to send to counts as done, so that the sweep does not come back to it.
    Notice.objects.filter(pk__in=ids).update(emailed_at=timezone.now())
    return sent


@shared_task(base=SystemTask, acts_as="notices")
def sweep_notices() -> int:
    """Queue what was to be mailed at once and was not: broker down, worker killed, mail refused."""
    before = timezone.now() - dt.timedelta(seconds=45)
    waiting = (
        Notice.objects.filter(
            emailed_at__isnull=True,
            created_at__lt=before,
            attempts__lt=MOST_ATTEMPTS,
            recipient__notice_mode=NoticeMode.AT_ONCE,
        )
        .order_by("created_at")
        .values_list("pk", flat=True)[:500]
    )
    found = [str(pk) for pk in waiting]
    for notice_id in found:
        queue_quietly(send_notice, notice_id)
    return len(found)


@shared_task(base=SystemTask, acts_as="notices")
def send_digests() -> int:
    """Queue one mail for each person who wants everything once a day and has something."""
    readers = (
        Notice.objects.filter(emailed_at__isnull=True, recipient__notice_mode=NoticeMode.DAILY)
        .order_by()
        .values_list("recipient_id", flat=True)
        .distinct()
    )
    found = [str(pk) for pk in readers]
    for reader_id in found:
        queue_quietly(send_digest, reader_id)
    return len(found)


@shared_task(base=SystemTask, acts_as="notices")
def send_digest(reader_id: str) -> bool:
    """Mail a person everything not read meanwhile, in one mail; run twice, it finds nothing."""
    unsent = Notice.objects.filter(recipient_id=int(reader_id), emailed_at__isnull=True)
    unsent.filter(read_at__isnull=False).update(emailed_at=timezone.now())
    rows = list(
        unsent.select_for_update(skip_locked=True).order_by("created_at", "pk")[:MOST_IN_A_DIGEST]
    )
    if not rows:
        return False
    return _send(User.objects.get(pk=int(reader_id)), rows)


class ExportTask(Task):
    """A task in several transactions: the system's, and one of the person who asked."""

    abstract = True
    acts_as: str = "exports, and who asked"


@shared_task(base=ExportTask, soft_time_limit=540, time_limit=580)
def build_export(export_id: str) -> bool:
    """Build one export: taken up and finished as the system, its rows read as who asked for it."""
    return building.build(export_id)


@shared_task(base=SystemTask, acts_as="exports")
def sweep_exports() -> int:
    """Take up exports nobody builds, and remove files that were kept long enough."""
    return export_acts.sweep()
