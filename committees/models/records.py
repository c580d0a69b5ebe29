"""What was done, and who is told."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from committees import rls
from committees.querysets import NoticeQuerySet, ScopedQuerySet


class AuditEvent(models.Model):
    """What was done. Append-only; no foreign keys, so that history outlives the data.

    `seq`, `prev_hash` and `hash` are set by the database: each row carries the hash of the one
    before it in its committee.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    committee_id = models.BigIntegerField()
    province_id = models.IntegerField()
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_th = models.CharField(max_length=150)
    actor_en = models.CharField(max_length=150, blank=True)
    seat_id = models.BigIntegerField(null=True)
    post_th = models.CharField(max_length=200, blank=True)
    post_en = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_th = models.CharField(max_length=300, blank=True)
    subject_en = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    above = models.BooleanField(default=False)
    prev_hash = models.CharField(max_length=64, default="", blank=True)
    hash = models.CharField(max_length=64, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        insert=rls.ACTOR_REACHES_COMMITTEE,
        grants="SELECT, INSERT",
    )

    class Meta:
        ordering = ["-at", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["committee_id", "seq"], name="audit_chain_order")
        ]
        indexes = [
            models.Index(fields=["committee_id", "-at", "-id"], name="audit_committee_newest"),
            models.Index(
                fields=["province_id", "-at", "-id"],
                include=["committee_id"],
                condition=Q(above=True),
                name="audit_province_newest",
            ),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    @property
    def actor(self) -> str:
        return self.actor_en if get_language() == "en" and self.actor_en else self.actor_th

    @property
    def post(self) -> str:
        return self.post_en if get_language() == "en" and self.post_en else self.post_th

    @property
    def subject(self) -> str:
        return self.subject_en if get_language() == "en" and self.subject_en else self.subject_th


class AuditHead(models.Model):
    """The newest event of each committee's chain; written by the database's trigger alone.

    A chain cut off at its end no longer agrees with this row.
    """

    committee_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    row_security = rls.RowSecurity(read="false", grants="SELECT")

    def __str__(self) -> str:
        return f"{self.committee_id}: {self.seq}"


class Notice(models.Model):
    """One thing one person is told; also the outbox row of its e-mail.

    Written in the transaction of the act it tells of. `emailed_at` is set in the transaction that
    sends the mail, under a lock on the row, so that each is sent once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event_id = models.UUIDField()
    committee_id = models.BigIntegerField()
    province_id = models.IntegerField()
    kind = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"recipient_id = {rls.OWN_PERSON}",
        insert="false",
        grants="SELECT, INSERT, UPDATE (read_at, emailed_at, attempts)",
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event_id", "kind"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_newest"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["created_at"], condition=Q(emailed_at__isnull=True), name="notice_unsent"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
