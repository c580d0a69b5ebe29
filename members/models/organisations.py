"""Organisations: the agencies and associations of a province."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.thai import sort_key
from committees import rls
from committees.links import link
from committees.models import Area, Bilingual, Paper
from members.querysets.organisations import ContactQuerySet, OrganisationQuerySet


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    GOVERNMENT = "government", _("government agency")
    LAO = "lao", _("local administrative organisation")
    POLICE = "police", _("police")
    MILITARY = "military", _("military")
    HEALTH = "health", _("health service")
    SHELTER = "shelter", _("shelter")
    CSO = "cso", _("civil-society organisation")
    INTERNATIONAL = "international", _("international organisation")
    COMMUNITY = "community", _("community leaders and groups")
    EDUCATION = "education", _("school or university")
    OTHER = "other", _("other")


class Pillar(models.TextChoices):
    """What an organisation works for, or a line is about: the four pillars of the MoU."""

    COUNTER_TRAFFICKING = "counter_trafficking", _("counter-trafficking")
    CHILD_PROTECTION = "child_protection", _("child protection")
    STATELESS = "stateless", _("stateless people")
    EDUCATION = "education", _("education")


class Organisation(Bilingual):
    """An agency or association, as known in one province.

    `districts` are codes of districts of that province, which the database keeps. `evidence` is
    seen by those who see the papers of the committee that filed it.
    """

    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=15, choices=OrganisationKind.choices)
    name_th = models.CharField(_("name in Thai"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    short_th = models.CharField(_("short name in Thai"), max_length=80, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=80, blank=True)
    registration = models.CharField(_("registration number"), max_length=60, blank=True)
    evidence = models.ForeignKey(
        Paper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence of registration"),
    )
    pillars = ArrayField(
        models.CharField(max_length=20, choices=Pillar.choices),
        verbose_name=_("pillars"),
        default=list,
        blank=True,
    )
    target_groups = models.CharField(_("target groups"), max_length=500, blank=True)
    districts = ArrayField(
        models.IntegerField(), verbose_name=_("districts served"), default=list, blank=True
    )
    website = models.URLField(_("website"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_collation="C")
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_PROVINCE} OR (SELECT app_national()))",
        write=rls.OWN_PROVINCE,
        # Taken out only when two turn out to be one, once nothing names it any more.
        grants=rls.ALL_ACTS,
        searched=True,
    )
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_organisations(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          (SELECT o.id FROM members_organisation o
           WHERE o.province_id = ANY((SELECT app_provinces())::int[])
             AND (upper(o.name_th) LIKE pattern OR upper(o.name_en) LIKE pattern)
           LIMIT 1000)
          UNION ALL
          (SELECT o.id FROM members_organisation o
           WHERE (SELECT app_national())
             AND (upper(o.name_th) LIKE pattern OR upper(o.name_en) LIKE pattern)
           LIMIT 1000)
        $$
        """,
    )

    class Meta:
        verbose_name = _("organisation")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name_th"],
                name="organisation_name_once",
                violation_error_message=_(
                    "This province already has an organisation of this name."
                ),
            ),
            models.UniqueConstraint(fields=["id", "province"], name="organisation_id_province"),
        ]
        indexes = [
            models.Index(fields=["province", "sort_key", "id"], name="organisation_list"),
            GinIndex(
                OpClass(Upper("name_th"), name="gin_trgm_ops"),
                OpClass(Upper("name_en"), name="gin_trgm_ops"),
                name="organisation_trigram",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    @property
    def short(self) -> str:
        return self.short_in(get_language())

    def short_in(self, language: str | None) -> str:
        short = self.short_en if language == "en" else self.short_th
        return short or self.name_in(language)

    def get_absolute_url(self) -> str:
        return link("organisation", self.pk)

    @property
    def pillar_names(self) -> str:
        """The pillars in words, in the order of the list."""
        return ", ".join(str(pillar.label) for pillar in Pillar if pillar in self.pillars)


class OrganisationContact(models.Model):
    """Whom to reach in an organisation. Personal data: read in its own province alone."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_PROVINCE)

    class Meta:
        verbose_name = _("contact")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["organisation", "name"], name="contact_list")]

    def __str__(self) -> str:
        return self.name
