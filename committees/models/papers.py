"""Files kept beside the records: signed copies, evidence, minutes on paper."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.models.tree import Area, Committee
from committees.querysets import ScopedQuerySet


class Paper(models.Model):
    """A file of a committee; what it holds lies in the storage named `papers` under `key`.

    Written once and never changed: a better copy is another paper. `above` lets those who oversee
    the committee open it too, and changes with what the paper belongs to. `size` is in bytes,
    `sha256` of the bytes kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    above = models.BooleanField(default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        insert=rls.ACTOR_REACHES_COMMITTEE,
        grants="SELECT, INSERT, UPDATE (above), DELETE",
    )

    class Meta:
        verbose_name = _("paper")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["committee", "-created_at", "-id"], name="paper_newest")]
        constraints = [models.UniqueConstraint(fields=["id", "committee"], name="paper_committee")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return link("paper", str(self.pk))
