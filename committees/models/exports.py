"""Lists and reports that are built beside the requests, for who asked for them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.querysets import ExportQuerySet


class ExportState(models.TextChoices):
    """How far an export is."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not built")
    EXPIRED = "expired", _("Removed")


UNDER_WAY = (ExportState.QUEUED, ExportState.RUNNING)


class Export(models.Model):
    """A list or report somebody asked for, too long to be answered at once.

    `builder`, `arguments`, `query` and `form` say what was asked, `asked` is a hash of them all.
    The file lies among the papers under `key`. `rights` and `content` are marks of what the asker
    might see and of the rows as they were when the file was made: before it is handed out both are
    made anew and compared (`committees.downloads`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    builder = models.CharField(max_length=150)
    arguments = models.JSONField(default=dict)
    query = models.CharField(max_length=2000, blank=True)
    form = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    asked = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.QUEUED)
    # What is written on its page: why it was not built, or why it is built once more.
    why = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    rows_done = models.PositiveIntegerField(default=0)
    rows_of = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    rights = models.CharField(max_length=64, blank=True)
    content = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    row_security = rls.RowSecurity(read=f"asker_id = {rls.OWN_PERSON}")

    class Meta:
        verbose_name = _("download")
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asker", "-asked_at", "-id"], name="export_newest"),
            models.Index(fields=["state", "asked_at"], name="export_state"),
        ]
        constraints = [
            # Pressed twice it is the same one that runs.
            models.UniqueConstraint(
                fields=["asker", "asked"],
                condition=Q(state__in=["queued", "running"]),
                name="export_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(key="") & Q(made_at__isnull=False, expires_at__isnull=False)),
                name="export_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return link("export", str(self.pk))

    @property
    def under_way(self) -> bool:
        """Whether it is still to be built, or being built."""
        return self.state in UNDER_WAY

    @property
    def is_there(self) -> bool:
        """Whether its file can be taken."""
        return (
            self.state == ExportState.READY
            and self.expires_at is not None
            and self.expires_at > timezone.now()
        )
