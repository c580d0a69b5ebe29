"""Places, the committee tree, and grants on it."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar

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
from committees.querysets import CommitteeQuerySet


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
