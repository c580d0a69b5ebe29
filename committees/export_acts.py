"""What happens to an export: asked for, taken up, finished, given up, removed.

The asker's own acts run as the asker; what the task does, as a named part of the system.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, notices, papers
from committees.errors import WrongState
from committees.models import UNDER_WAY, Export, ExportState

MOST_AT_ONE_TIME = 3
MOST_ATTEMPTS = 2
LONGEST_QUERY = 2000
#: A task that has said nothing for so long has died; longer than any may run.
LOST_AFTER = dt.timedelta(minutes=12)
#: Rows are kept so long after their file, for the list of downloads.
FORGOTTEN_AFTER = dt.timedelta(days=7)

CHANGED, CLOSED, TOO_LONG, BROKEN = "changed", "closed", "too_long", "broken"

notices.register(
    {
        "export_ready": notices.Wording(
            _("%(name)s is ready"), _("Your download is ready: %(name)s")
        ),
        "export_failed": notices.Wording(
            _("%(name)s could not be built"), _("Your download could not be built: %(name)s")
        ),
    }
)


@dataclass(frozen=True)
class Question:
    """What is asked for: the builder, the parts of its address, its filters, form and language."""

    builder: str
    arguments: Mapping[str, Any]
    query: str
    form: str
    language: str

    @property
    def mark(self) -> str:
        """The same for the same question."""
        parts = [self.builder, dict(self.arguments), self.query, self.form, self.language]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def ask_export(*, question: Question, name: str, rows: int, by: User) -> Export:
    """Have it built, or give the one that is being built already.

    Side effect: the task is queued after the commit. Raises WrongState where the person has as many
    under way as one may have.
    """
    # One person's questions come one after the other, so that the bound holds.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    own = Export.objects.filter(asker=by, state__in=UNDER_WAY)
    running = own.filter(asked=question.mark).first()
    if running is not None:
        return running
    if own.count() >= MOST_AT_ONE_TIME:
        raise WrongState(
            _("Three of your downloads are being built. Wait for one of them, then ask again.")
        )
    export = Export.objects.create(
        asker=by,
        builder=question.builder,
        arguments=dict(question.arguments),
        query=question.query,
        form=question.form,
        language=question.language,
        asked=question.mark,
        name=name[:200],
        rows_of=rows,
    )
    queue(export)
    return export


@transaction.atomic
def ask_again(*, export: Export, by: User, why: str = "") -> Export:
    """Build it once more, with what the person may see now; its file is removed.

    Raises WrongState while it is being built, or where as many are as may be.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk, asker=by)
    if export.under_way:
        return export
    own = Export.objects.filter(asker=by, state__in=UNDER_WAY)
    running = own.filter(asked=export.asked).first()
    if running is not None:
        return running
    if own.count() >= MOST_AT_ONE_TIME:
        raise WrongState(
            _("Three of your downloads are being built. Wait for one of them, then ask again.")
        )
    remove_file(export)
    export.state, export.why, export.attempts, export.rows_done = ExportState.QUEUED, why, 0, 0
    export.asked_at = timezone.now()
    export.save()
    queue(export)
    return export


@transaction.atomic
def close_export(*, export: Export) -> Export:
    """Remove the file of a list its asker may not see any more, and say so."""
    remove_file(export)
    export.state, export.why = ExportState.FAILED, CLOSED
    export.save()
    return export


def queue(export: Export) -> None:
    """Have a worker take it up once this transaction is done; the sweep finds what is lost."""
    from committees import tasks  # noqa: PLC0415  (tasks import this module)

    key = str(export.pk)
    transaction.on_commit(lambda: tasks.queue_quietly(tasks.build_export, key))


# --- The task's side: each in a transaction of its own, as a named part of the system -------------


def take_up(key: str) -> Export | None:
    """The export, now being built; None where another task has it, or it needs none."""
    export = (
        Export.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("asker")
        .filter(pk=key, state__in=UNDER_WAY)
        .first()
    )
    if export is None or (export.state == ExportState.RUNNING and not _is_lost(export)):
        return None
    if export.attempts >= MOST_ATTEMPTS or not export.asker.is_active:
        give_up(export, BROKEN)
        return None
    export.state, export.started_at = ExportState.RUNNING, timezone.now()
    export.attempts += 1
    export.save()
    return export


def _is_lost(export: Export) -> bool:
    return export.started_at is None or export.started_at < timezone.now() - LOST_AFTER


@dataclass(frozen=True)
class Made:
    """A file that was written, with the marks it was made under."""

    content: IO[bytes]
    name: str
    rows: int
    rights: str
    mark: str


def finish(export: Export, made: Made) -> None:
    """Keep the file and tell who asked. Nothing is kept where it was taken up anew meanwhile."""
    row = Export.objects.select_for_update(of=("self",)).filter(pk=export.pk).first()
    if row is None or row.state != ExportState.RUNNING or row.attempts != export.attempts:
        return
    name = secrets.token_hex(20)
    row.size = made.content.seek(0, 2)
    row.key = papers.storage().save(f"{name[:2]}/{name}", File(made.content))
    papers.remove_when_undone(row.key)
    row.name, row.rows_done, row.rows_of = made.name[:200], made.rows, made.rows
    row.rights, row.content = made.rights, made.mark
    row.state, row.made_at = ExportState.READY, timezone.now()
    row.expires_at = row.made_at + dt.timedelta(hours=settings.EXPORT_HOURS)
    row.save()
    _tell(row, "export_ready")


def give_up(export: Export, why: str) -> None:
    """It was not built; its page says why."""
    remove_file(export)
    export.state, export.why = ExportState.FAILED, why
    export.save()
    _tell(export, "export_failed")


def _tell(export: Export, kind: str) -> None:
    """Tell who asked. It is listed under one of the person's committees; without any nobody is."""
    nodes = access.resolve(export.asker_id).nodes
    if nodes:
        notices.tell_of_own(
            kind=kind,
            about=f"{export.pk}:{export.asked_at.isoformat()}:{export.attempts}",
            committee=nodes[min(nodes)],
            recipient=export.asker,
            url=export.get_absolute_url(),
            values={"name": export.name},
        )


def remove_file(export: Export) -> None:
    """Take its file away once this transaction is done."""
    key = export.key
    export.key, export.size, export.rights, export.content = "", 0, "", ""
    export.made_at = export.expires_at = None
    if key:
        transaction.on_commit(lambda: papers.storage().delete(key))


def sweep() -> int:
    """Queue what nobody builds, remove files kept long enough, forget old rows; how many it met."""
    now = timezone.now()
    waiting = Export.objects.filter(
        state=ExportState.QUEUED, asked_at__lt=now - dt.timedelta(minutes=1)
    ) | Export.objects.filter(state=ExportState.RUNNING, started_at__lt=now - LOST_AFTER)
    over = Export.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=ExportState.READY, expires_at__lte=now
    )
    met = 0
    for export in waiting.order_by("asked_at")[:200]:
        queue(export)
        met += 1
    for export in over.order_by("expires_at")[:500]:
        remove_file(export)
        export.state = ExportState.EXPIRED
        export.save()
        met += 1
    old = Export.objects.filter(asked_at__lt=now - FORGOTTEN_AFTER, key="")
    return met + old.exclude(state__in=UNDER_WAY).delete()[0]
