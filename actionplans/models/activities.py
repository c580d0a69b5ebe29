"""What was done: activities as the focal points log them, and every wording they have had."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplans.models.plans import PlanLine, TenantRow
from actionplans.querysets.activities import ActivityQuerySet
from committees import rls
from committees.links import link
from committees.models import Area, Paper
from members.models import Discipline, Organisation, Pillar

# Per cent of full marks.
FULL_MARKS = Decimal(100)


class ActivityKind(models.TextChoices):
    """What an activity was; the kinds of the issue's field, in the field's words."""

    CAMPAIGN = "campaign", _("campaign")
    TRAINING = "training", _("training")
    COMMUNITY_MEETING = "community_meeting", _("community meeting")
    FIELD_MONITORING = "field_monitoring", _("field monitoring")
    LESSONS_LEARNED = "lessons_learned", _("lessons learned")
    COORDINATION = "coordination", _("coordination")
    ASSISTANCE = "assistance", _("assistance")
    OTHER = "other", pgettext_lazy("kind of activity", "other")


class Activity(TenantRow):
    """One thing that was done, against a line of the plan or unplanned.

    `participants` is counted from the three figures by sex. `before` and `after` are the mean marks
    of those `tested`, in per cent of full marks. `cost` is the sum of the cash of its contributions
    in baht, kept for lists. What was logged is seen from above at once; a withdrawn one is not.
    """

    line = models.ForeignKey(
        PlanLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("line")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind.choices)
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices)
    title = models.CharField(_("what was done"), max_length=200)
    text = models.TextField(_("what happened"), blank=True)
    starts = models.DateField(_("day"))
    ends = models.DateField(_("last day"))
    fiscal_year = models.PositiveSmallIntegerField(editable=False)
    district = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("district"))
    subdistrict = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sub-district"),
    )
    village = models.CharField(_("village or place"), max_length=150, blank=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("led by")
    )
    joined: models.ManyToManyField[Organisation, ActivityOrganisation] = models.ManyToManyField(
        Organisation,
        through="ActivityOrganisation",
        related_name="+",
        verbose_name=_("organisations that took part"),
        blank=True,
    )
    reached = models.PositiveIntegerField(_("people reached"), default=0)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    unsaid = models.PositiveIntegerField(_("other or not said"), default=0)
    participants = models.GeneratedField(
        expression=F("women") + F("men") + F("unsaid"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    minors = models.PositiveIntegerField(_("under 18"), default=0)
    adults = models.PositiveIntegerField(_("adults"), default=0)
    tested = models.PositiveIntegerField(_("people who took both tests"), default=0)
    before = models.DecimalField(
        _("mean before, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    after = models.DecimalField(
        _("mean after, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), editable=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    # Made with the empty form: sending it twice logs one activity.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    above = models.BooleanField(default=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    objects = ActivityQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE",
        searched=True,
    )
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_activities(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT found.id FROM unnest(app_inside()) AS mine (committee_id)
          CROSS JOIN LATERAL (
            SELECT a.id FROM actionplans_activity a
            WHERE a.committee_id = mine.committee_id AND upper(a.title) LIKE pattern
            ORDER BY a.id DESC LIMIT 1000
          ) found
          UNION
          SELECT found.id FROM unnest(app_overseen_provinces()) AS mine (province_id)
          CROSS JOIN LATERAL (
            SELECT a.id FROM actionplans_activity a
            WHERE a.province_id = mine.province_id AND a.above AND upper(a.title) LIKE pattern
            ORDER BY a.id DESC LIMIT 1000
          ) found
          UNION
          SELECT found.id FROM unnest(app_overseen()) AS mine (committee_id)
          CROSS JOIN LATERAL (
            SELECT a.id FROM actionplans_activity a
            WHERE a.committee_id = mine.committee_id AND a.above AND upper(a.title) LIKE pattern
            ORDER BY a.id DESC LIMIT 1000
          ) found
          ORDER BY 1 DESC LIMIT 1000
        $$
        """,
    )

    class Meta:
        verbose_name = _("activity")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="activity_id_committee"),
            models.UniqueConstraint(fields=["committee", "form_key"], name="activity_key_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="activity_ends_later"),
            models.CheckConstraint(
                condition=Q(tested=0, before__isnull=True, after__isnull=True)
                | Q(
                    tested__gt=0,
                    before__gte=0,
                    before__lte=FULL_MARKS,
                    after__gte=0,
                    after__lte=FULL_MARKS,
                ),
                name="activity_tests_whole",
            ),
            models.CheckConstraint(
                condition=Q(minors=0, adults=0)
                | Q(minors=F("women") + F("men") + F("unsaid") - F("adults")),
                name="activity_ages_add_up",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="activity_point_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-starts", "-id"], name="activity_committee"),
            models.Index(
                fields=["province", "-starts", "-id"],
                include=["committee"],
                name="activity_province",
            ),
            models.Index(fields=["committee", "province"], name="activity_tenant"),
            models.Index(fields=["committee", "fiscal_year"], name="activity_year"),
            models.Index(fields=["line"], name="activity_line"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="activity_trigram"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return link("activity", self.committee.slug, self.pk)

    @property
    def others(self) -> list[ActivityOrganisation]:
        """The organisations beside the one that led; read along with the activity."""
        return list(self.taking_part.all())

    @property
    def by_discipline(self) -> list[ActivityPractitioners]:
        """How many practitioners of each discipline came."""
        return list(self.practitioners.all())

    @property
    def gifts(self) -> list[Contribution]:
        """Who gave what."""
        return list(self.contributions.all())

    @property
    def gain(self) -> Decimal | None:
        """By how many percentage points the mean mark rose; None where nobody was tested."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class ActivityRow(TenantRow):
    """Something that belongs to one activity, seen by whoever sees it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    above = models.BooleanField(default=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        abstract = True


_CHILD = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE)


class ActivityOrganisation(ActivityRow):
    """An organisation that took part beside the one that led."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="taking_part")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    row_security = _CHILD

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"], name="activity_organisation_once"
            )
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="activity_org_tenant"),
            models.Index(fields=["organisation"], name="activity_organisation_of"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ActivityPractitioners(ActivityRow):
    """How many practitioners of one discipline took part."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="practitioners")
    discipline = models.CharField(_("discipline"), max_length=20, choices=Discipline.choices)
    count = models.PositiveIntegerField(_("how many"))

    row_security = _CHILD

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "discipline"], name="activity_discipline_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="activity_practitioners_some"),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="practitioners_tenant")]

    def __str__(self) -> str:
        return f"{self.get_discipline_display()}: {self.count}"


class Gift(models.TextChoices):
    """What was given to an activity."""

    CASH = "cash", _("cash")
    STAFF = "staff", _("staff time")
    GOODS = "goods", _("goods")


class Contribution(ActivityRow):
    """What one organisation, or a payer outside the directory, gave to an activity.

    Cash: `amount` is what was paid, in baht. Staff time: `days` of work, `amount` 0. Goods: what
    they were, and `amount` is their estimated value in baht.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="contributions")
    kind = models.CharField(_("what was given"), max_length=5, choices=Gift.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    payer = models.CharField(_("who, if not in the directory"), max_length=150, blank=True)
    funding = models.CharField(_("funding source"), max_length=15, blank=True)
    amount = models.DecimalField(
        _("amount in baht"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    days = models.DecimalField(
        _("days of work"), max_digits=7, decimal_places=1, default=Decimal(0)
    )
    what = models.CharField(_("what it was"), max_length=200, blank=True)

    row_security = _CHILD

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Gift.CASH, amount__gt=0, days=0)
                | Q(kind=Gift.STAFF, amount=0, days__gt=0)
                | Q(kind=Gift.GOODS, amount__gte=0, days=0),
                name="contribution_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(payer=""),
                name="contribution_from_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="contribution_tenant"),
            models.Index(fields=["organisation"], name="contribution_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation or self.payer}"


class ActivityPaper(ActivityRow):
    """A photo or a paper of an activity; its file obeys the rights of the committee's papers."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="papers")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    is_photo = models.BooleanField(default=False)

    row_security = _CHILD

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "paper"], name="activity_paper_once")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="activity_paper_tenant")]

    def __str__(self) -> str:
        return self.caption or str(self.paper)


class ActivityVersion(ActivityRow):
    """How an activity read before it was corrected: written once, never changed.

    `content` holds names in both languages, so that nothing renamed later changes it.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.CharField(_("why it is corrected"), max_length=500, blank=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE (above)",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="activity_version_tenant")]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})
