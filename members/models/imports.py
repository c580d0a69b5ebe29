"""A list of organisations that somebody brought in a file, before and after it was taken over."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.models import Area, Committee
from members.querysets.organisations import OwnQuerySet


class ImportBatch(models.Model):
    """One file as it was read. Nobody but who brought it reads it.

    `columns` are the headings of the file as they stood; `outcome` counts what became of the rows
    once the person has confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    objects = OwnQuerySet.as_manager()

    row_security = rls.RowSecurity(read=f"(owner_id = {rls.OWN_PERSON} AND {rls.OWN_COMMITTEE})")

    class Meta:
        verbose_name = _("import")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="import_newest")]
        constraints = [models.UniqueConstraint(fields=["id", "committee"], name="import_committee")]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row of the file: its number there, its cells by heading, and whether it was left out."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    left_out = models.TextField(blank=True)

    objects = OwnQuerySet.as_manager()

    row_security = rls.RowSecurity(read=f"(owner_id = {rls.OWN_PERSON} AND {rls.OWN_COMMITTEE})")

    class Meta:
        verbose_name = _("row of an import")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


def rows_of(batch: ImportBatch, cells: list[tuple[int, list[Any]]]) -> list[ImportRow]:
    """Rows of this file, not saved yet."""
    return [
        ImportRow(
            batch=batch,
            committee_id=batch.committee_id,
            province_id=batch.province_id,
            owner_id=batch.owner_id,
            number=number,
            cells=row,
        )
        for number, row in cells
    ]
