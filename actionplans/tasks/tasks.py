"""What the days bring to tasks, and the mail to supervisors. All may run twice, and late."""

from __future__ import annotations

import datetime as dt
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.actions import endorsements, task_days
from actionplans.models import TaskEndorsement
from actionplans.workflow.tasks import PENDING
from committees.tasks import SystemTask, queue_quietly

_AGAIN: dict[str, Any] = {
    "autoretry_for": (OSError,),
    "retry_backoff": 30,
    "retry_backoff_max": 600,
    "max_retries": 8,
}


@shared_task(base=SystemTask, acts_as="tasks")
def keep_tasks() -> int:
    """Every hour: pass on what the seats that ended leave, and note what nobody answered."""
    return task_days.follow_seats() + endorsements.expire_endorsements()


@shared_task(base=SystemTask, acts_as="tasks")
def chase_tasks() -> int:
    """Every morning: remind of what is overdue."""
    return task_days.chase_overdue()


@shared_task(base=SystemTask, acts_as="endorsement", **_AGAIN)
def send_endorsement(pk: str) -> bool:
    """Mail a supervisor the link, once for each time it was asked for."""
    row = (
        TaskEndorsement.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("supervisor")
        .filter(pk=int(pk), state=PENDING, mailed_at__isnull=True)
        .first()
    )
    if row is None:
        return False
    mail_to(row).send()
    row.mailed_at = timezone.now()
    row.save(update_fields=["mailed_at"])
    return True


@shared_task(base=SystemTask, acts_as="endorsement")
def sweep_endorsements() -> int:
    """Queue the mails that were to be sent and were not: broker down, worker killed."""
    before = timezone.now() - dt.timedelta(minutes=2)
    rows = TaskEndorsement.objects.filter(state=PENDING, mailed_at__isnull=True, sent_at__lt=before)
    found = [str(pk) for pk in rows.order_by("sent_at").values_list("pk", flat=True)[:500]]
    for pk in found:
        queue_quietly(send_endorsement, pk)
    return len(found)


def mail_to(row: TaskEndorsement) -> EmailMessage:
    """The mail to the supervisor. What the task is about stands behind the link alone."""
    language = row.supervisor.language if row.supervisor else settings.LANGUAGE_CODE
    path = reverse("endorse", args=[endorsements.key_of(row)])
    values = {key: value[language] for key, value in row.facts.items() if isinstance(value, dict)}
    with override(language):
        subject = _("%(committee)s asks you to endorse a task of %(owner)s") % values
        body = render_to_string(
            "actionplans/emails/endorsement.txt",
            {
                **values,
                "name": row.supervisor_name,
                "link": settings.SITE_URL.rstrip("/") + path,
                "expires": row.expires_at,
            },
        )
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[row.supervisor_email],
        headers={"Auto-Submitted": "auto-generated"},
    )
