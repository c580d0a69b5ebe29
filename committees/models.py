"""The ground: places, the committee tree, grants on it, what was done, and who is told."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models.models import UserObjectPermissionBase

from accounts.thai import sort_key
from committees import rls
from committees.kinds import KINDS, Kind, KindRule, Theme, allowed_pairs
from committees.links import link
from committees.querysets import CommitteeQuerySet, NoticeQuerySet, ScopedQuerySet


class Bilingual(models.Model):
    """Something with a Thai name and, where known, an English one."""

    name_th: Any
    name_en: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; the Thai one where no English is known."""
        return self.name_in(get_language())

    def name_in(self, language: str | None) -> str:
        chosen = self.name_en if language == "en" and self.name_en else self.name_th
        return str(chosen)


class AreaLevel(models.TextChoices):
    """The levels of the administrative division."""

    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    SUBDISTRICT = "subdistrict", _("sub-district")


BANGKOK_CODE = 10


class Area(Bilingual):
    """An administrative area with its official code; Thailand itself has the code 0."""

    COUNTRY_CODE: ClassVar[int] = 0

    code = models.IntegerField(primary_key=True)
    level = models.CharField(max_length=12, choices=AreaLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    is_border = models.BooleanField(_("border district"), default=False)

    class Meta:
        ordering = ["sort_key"]
        indexes = [models.Index(fields=["parent", "sort_key"], name="area_parts")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    def titled_in(self, language: str | None) -> str:
        """The name with what it is, which tells Mae Sai district from Mae Sai sub-district."""
        name = self.name_in(language)
        bangkok = self.province_code == BANGKOK_CODE
        if self.level == AreaLevel.DISTRICT:
            if language == "en":
                return f"{name} district"
            return f"{'เขต' if bangkok else 'อำเภอ'}{name}"
        if self.level == AreaLevel.SUBDISTRICT:
            if language == "en":
                return f"{name} sub-district"
            return f"{'แขวง' if bangkok else 'ตำบล'}{name}"
        return name

    @property
    def titled(self) -> str:
        """As `titled_in`, in the language of the page."""
        return self.titled_in(get_language())

    @property
    def province_code(self) -> int:
        """The code of the province the area lies in: the first two digits."""
        return int(str(self.code)[:2])


class Approver(models.TextChoices):
    """Who approves a committee's plans. Values are permissions of `committees.roles`."""

    DEPUTY = "approve_as_deputy", _("the deputy chief")
    CHIEF = "approve_as_chief", _("the chief (chair)")


class Committee(Bilingual):
    """A node of the tree. `path`, `parent_kind` and `depth` are kept by the database."""

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("under")
    )
    parent_kind = models.CharField(max_length=15, blank=True, default="", editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name_th = models.CharField(_("official name in Thai"), max_length=250)
    name_en = models.CharField(_("official name in English"), max_length=250, blank=True)
    short_th = models.CharField(_("short name in Thai"), max_length=80, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    theme = models.CharField(_("group"), max_length=15, choices=Theme.choices, blank=True)
    about_th = models.TextField(_("about, in Thai"), blank=True)
    about_en = models.TextField(_("about, in English"), blank=True)
    path = models.CharField(max_length=200, editable=False, db_collation="C", default="")
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=1000, editable=False, db_collation="C")
    founded = models.DateField(_("founded"), null=True, blank=True)
    ended = models.DateField(_("ended"), null=True, blank=True)
    closed = models.BooleanField(_("closed group"), default=False)
    approver = models.CharField(
        _("plans are approved by"),
        max_length=20,
        choices=Approver.choices,
        default=Approver.DEPUTY,
    )
    version = models.PositiveIntegerField(default=1)

    objects = CommitteeQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=(
            "id = ANY((SELECT app_inside())::bigint[])"
            " OR (NOT closed AND (province_id = ANY((SELECT app_provinces())::int[])"
            " OR (SELECT app_national())))"
        ),
        write=(
            "id = ANY((SELECT app_inside())::bigint[])"
            " OR (NOT closed AND (id = ANY((SELECT app_overseen())::bigint[])"
            " OR province_id = ANY((SELECT app_overseen_provinces())::int[])))"
        ),
        insert=(
            "NOT closed AND (parent_id = ANY((SELECT app_inside())::bigint[])"
            " OR parent_id = ANY((SELECT app_overseen())::bigint[])"
            " OR province_id = ANY((SELECT app_overseen_provinces())::int[]))"
        ),
        grants="SELECT, INSERT, UPDATE",
        searched=True,
    )
    # Candidates of a search, past the row policy, which then filters them (committees.search).
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_committees(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT c.id FROM committees_committee c
          WHERE c.province_id = ANY((SELECT app_provinces())::int[])
            AND (upper(c.name_th) LIKE pattern OR upper(c.name_en) LIKE pattern
                 OR upper(c.short_th) LIKE pattern OR upper(c.short_en) LIKE pattern)
          UNION ALL
          (SELECT c.id FROM committees_committee c
           WHERE (SELECT app_national()) AND NOT c.closed
             AND (upper(c.name_th) LIKE pattern OR upper(c.name_en) LIKE pattern
                  OR upper(c.short_th) LIKE pattern OR upper(c.short_en) LIKE pattern)
           LIMIT 1000)
        $$
        """,
    )

    class Meta:
        verbose_name = _("committee")
        ordering = ["sort_key", "pk"]
        permissions = [("oversee_committee", "Can see what the committee has sent up")]
        constraints = [
            models.UniqueConstraint(fields=["id", "province"], name="committee_id_province"),
            models.UniqueConstraint(fields=["id", "kind"], name="committee_id_kind"),
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    (Q(kind=kind, parent_kind=above) for kind, above in allowed_pairs()),
                ),
                name="committee_kind_stands_under",
                violation_error_message=_("A committee of this kind cannot stand there."),
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True)
                | Q(founded__isnull=True)
                | Q(ended__gte=F("founded")),
                name="committee_ends_after_founding",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.GROUP, theme__gt="") | ~Q(kind=Kind.GROUP),
                name="committee_group_has_theme",
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(kind__in=[Kind.PROVINCIAL, Kind.DISTRICT], ended__isnull=True),
                name="committee_one_per_area",
                violation_error_message=_("This area already has a committee of this kind."),
            ),
        ]
        indexes = [
            models.Index(fields=["province", "path"], name="committee_province_path"),
            models.Index(fields=["path"], name="committee_path"),
            models.Index(fields=["province", "sort_key", "id"], name="committee_province_name"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return link("committee", self.slug)

    @property
    def committee_id(self) -> int:
        """So that a committee can be asked about like any row that belongs to one."""
        return int(self.pk)

    @property
    def short(self) -> str:
        """The short name in the language of the page; the full name where there is none."""
        return self.short_in(get_language())

    def short_in(self, language: str | None) -> str:
        short = self.short_en if language == "en" else self.short_th
        return short or self.name_in(language)

    @property
    def about(self) -> str:
        return self.about_en if get_language() == "en" and self.about_en else self.about_th

    @property
    def rule(self) -> KindRule:
        return KINDS[Kind(self.kind)]


class CommitteeUserPermission(UserObjectPermissionBase):
    """guardian's object permission on Committee, in a table of its own, with the seats behind it.

    Rows are a projection of seats, written by `committees.access` alone.
    """

    id = models.BigAutoField(primary_key=True)
    content_object = models.ForeignKey(Committee, models.CASCADE, related_name="grants")
    roles = ArrayField(models.CharField(max_length=30), default=list)
    seats = ArrayField(models.BigIntegerField(), default=list)
    until = models.DateField(null=True)

    row_security = rls.RowSecurity(
        read=(
            f"user_id = {rls.OWN_PERSON}"
            " OR content_object_id = ANY((SELECT app_inside())::bigint[])"
            " OR app_oversees(content_object_id)"
        ),
        write=(
            "content_object_id = ANY((SELECT app_inside())::bigint[])"
            " OR app_oversees(content_object_id)"
        ),
    )
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_oversees(node bigint) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT EXISTS (
            SELECT 1 FROM committees_committee c
            WHERE c.id = node AND NOT c.closed
              AND (c.id = ANY(app_overseen()) OR c.province_id = ANY(app_overseen_provinces()))
          )
        $$
        """,
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        indexes = [models.Index(fields=["content_object", "permission"], name="grant_committee")]


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
