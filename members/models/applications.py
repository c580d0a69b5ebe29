"""Applications of organisations that want to join a committee."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.models import Area, Bilingual, Committee, Paper
from members.models.memberships import Membership
from members.models.organisations import Organisation
from members.querysets.memberships import ApplicationQuerySet
from members.workflow.applications import STATES, UNCONFIRMED


class Application(Bilingual):
    """What an organisation wrote when it applied, and how far it has come.

    Nobody but the applicant knows of it before the address was confirmed. It stays inside the
    committee; from above one sees members, never applicants.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=[(state, state) for state in STATES], default=UNCONFIRMED
    )
    name_th = models.CharField(_("name in Thai"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    registration = models.CharField(_("registration number"), max_length=60)
    mission = models.TextField(_("mission"))
    target_groups = models.TextField(_("target groups"))
    districts = ArrayField(models.IntegerField(), default=list)
    pillars = ArrayField(models.CharField(max_length=20), default=list)
    website = models.URLField(_("website"), max_length=200, blank=True)
    contact_th = models.CharField(_("contact person, in Thai"), max_length=150)
    contact_en = models.CharField(_("contact person, in English"), max_length=150, blank=True)
    contact_post = models.CharField(_("post"), max_length=150)
    contact_email = models.EmailField(_("e-mail address"), max_length=254)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    language = models.CharField(max_length=2, default="th")
    evidence = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    # The screening: each point as it was worded then, with what was found.
    findings = models.JSONField(default=list)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    screened_at = models.DateTimeField(null=True)
    endorser = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True)
    endorsement = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    # Whom the committee accepted as who speaks for it; without rights until it has signed.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_COMMITTEE} AND confirmed_at IS NOT NULL)",
        insert="false",
    )

    class Meta:
        verbose_name = _("application")
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(endorser__isnull=True)
                | Q(organisation__isnull=True)
                | ~Q(endorser=F("organisation")),
                name="application_not_endorsed_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(endorsed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(endorsed_by=F("decided_by")),
                name="application_endorser_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(state=UNCONFIRMED) | Q(confirmed_at__isnull=False),
                name="application_confirmed_before_anything",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["endorsed", "accepted", "member"])
                | Q(endorser__isnull=False, endorsed_by__isnull=False),
                name="application_endorsed_before_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-changed_at", "-id"], name="application_newest"),
            models.Index(fields=["committee", "state"], name="application_state"),
            models.Index(
                fields=["expires_at"],
                condition=Q(confirmed_at__isnull=True),
                name="application_unconfirmed",
            ),
        ]

    def get_absolute_url(self) -> str:
        return link("application", self.committee.slug, str(self.pk))
