"""Memoranda of understanding: agreements, the versions of their text, and who signed which."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.models import Area, Bilingual, Committee, Paper
from committees.querysets import ScopedQuerySet
from members.models.organisations import Organisation
from members.querysets.mou import MouQuerySet, MouVersionQuerySet
from members.workflow.mou import DISCARDED, DRAFT, OPEN, SUPERSEDED

# The parts of the text, in their order; each is kept in Thai and in English.
PARTS = ("vision", "mission", "objectives", "principles")
TEXTS = tuple(f"{part}_{language}" for part in PARTS for language in ("th", "en"))


class MouState(models.TextChoices):
    """Where a version stands; the way between them is `members.workflow.mou`."""

    DRAFT = DRAFT, _("draft")
    OPEN = OPEN, _("open for signature")
    SUPERSEDED = SUPERSEDED, _("superseded")
    DISCARDED = DISCARDED, _("thrown away")


class Mou(Bilingual):
    """An agreement of a civil-society committee: by which its members join, or with a partner.

    `partner` is empty for the committee's own membership MoU, of which there is one. `above` is set
    once a version of it has been opened.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name_th = models.CharField(_("name in Thai"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner organisation"),
    )
    above = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # Made with the empty form: sending it twice makes one agreement.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = MouQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE (above, partner_id)",
    )

    class Meta:
        verbose_name = _("memorandum of understanding")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="mou_id_committee"),
            models.UniqueConstraint(fields=["committee", "form_key"], name="mou_form_key_once"),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(partner__isnull=True),
                name="mou_one_membership",
                violation_error_message=_("This committee already has its membership MoU."),
            ),
        ]
        indexes = [models.Index(fields=["province", "committee"], name="mou_tenant")]

    @property
    def is_membership(self) -> bool:
        """Whether members join the committee by signing it."""
        return self.partner_id is None


class MouParty(models.Model):
    """A member organisation that is to sign an agreement with a partner; `above` as of that."""

    mou = models.ForeignKey(Mou, models.PROTECT, related_name="parties")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, DELETE, UPDATE (above, organisation_id)",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mou", "organisation"], name="mou_party_once")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="mou_party_tenant")]

    def __str__(self) -> str:
        return str(self.organisation)


class MouVersion(models.Model):
    """One version of an agreement's text, in Markdown.

    `needs_signing`: every member signs this version, also who signed an earlier one. `above` is set
    when it is opened. The database refuses to change the text of what has been opened.
    """

    mou = models.ForeignKey(Mou, models.PROTECT, related_name="versions")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MouState.choices, default=MouState.DRAFT)
    vision_th = models.TextField(_("vision, in Thai"), blank=True)
    vision_en = models.TextField(_("vision, in English"), blank=True)
    mission_th = models.TextField(_("mission, in Thai"), blank=True)
    mission_en = models.TextField(_("mission, in English"), blank=True)
    objectives_th = models.TextField(_("objectives, in Thai"), blank=True)
    objectives_en = models.TextField(_("objectives, in English"), blank=True)
    principles_th = models.TextField(_("organising principles, in Thai"), blank=True)
    principles_en = models.TextField(_("organising principles, in English"), blank=True)
    needs_signing = models.BooleanField(_("needs signing again"), default=True)
    above = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MouVersionQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("version of an MoU")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="mou_version_id_committee"),
            models.UniqueConstraint(
                fields=["mou", "number"],
                condition=~Q(state=MouState.DISCARDED),
                name="mou_version_number_once",
            ),
            models.UniqueConstraint(
                fields=["mou"], condition=Q(state=MouState.DRAFT), name="mou_one_draft"
            ),
            models.UniqueConstraint(
                fields=["mou"], condition=Q(state=MouState.OPEN), name="mou_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MouState.DRAFT, MouState.DISCARDED])
                | Q(above=False, opened_at__isnull=True),
                name="mou_draft_stays_inside",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(needs_signing=True), name="mou_first_needs_signing"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state"], name="mou_version_committee"),
            models.Index(fields=["province", "committee"], name="mou_version_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.mou} · {self.label}"

    def get_absolute_url(self) -> str:
        return link("mou_version", self.committee.slug, self.pk)

    @property
    def label(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})

    @property
    def look(self) -> str:
        """How it stands, as a code of the status table."""
        return "draft" if self.state == DRAFT else f"mou_{self.state}"

    def audit_label(self) -> str:
        """How the history names it."""
        return f"{self.mou.name}, {self.label}"

    def text(self, part: str, language: str | None = None) -> str:
        """A part of the text in a language; in the other one where this one is empty."""
        first = "en" if (language or get_language()) == "en" else "th"
        second = "th" if first == "en" else "en"
        return str(getattr(self, f"{part}_{first}") or getattr(self, f"{part}_{second}"))


class MouSignature(models.Model):
    """That an organisation signed a version; once each, and never changed.

    `from_paper`: recorded by the committee's secretary from the signed paper, not by who speaks for
    the organisation.
    """

    version = models.ForeignKey(MouVersion, models.PROTECT, related_name="signatures")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    signatory_name = models.CharField(_("signed by"), max_length=150)
    signatory_post = models.CharField(_("post"), max_length=150)
    signed_on = models.DateField(_("signed on"))
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("signed copy")
    )
    from_paper = models.BooleanField(default=False)
    above = models.BooleanField(default=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        # An organisation found to be another one takes its signatures along.
        grants="SELECT, INSERT, UPDATE (organisation_id)",
    )

    class Meta:
        verbose_name = _("signature")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="mou_signed_once"),
            models.CheckConstraint(
                condition=Q(from_paper=False) | Q(paper__isnull=False),
                name="mou_recorded_from_a_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "organisation"], name="mou_signature_committee"),
            models.Index(fields=["province", "committee"], name="mou_signature_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.signatory_name}"
