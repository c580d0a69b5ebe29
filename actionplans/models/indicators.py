"""What is counted: a province's catalogue of indicators, and the targets of its committees."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.thai import sort_key
from actionplans.models.activities import ActivityKind
from actionplans.models.plans import FIRST_PLAN_YEAR, TenantRow
from actionplans.querysets.indicators import IndicatorQuerySet, TargetQuerySet
from committees import rls
from committees.calendar import LAST_BE_YEAR
from committees.links import link
from committees.models import Area, Bilingual
from members.models import Pillar

KEEPERS = "province_id = ANY((SELECT app_overseen_provinces())::int[])"


class Measure(models.TextChoices):
    """Where the value of an indicator comes from; `actionplans.measures` counts each."""

    REACHED = "reached", _("people reached")
    PARTICIPANTS = "participants", _("participants")
    WOMEN = "women", _("women among the participants")
    MEN = "men", _("men among the participants")
    MINORS = "minors", _("participants under 18")
    ACTIVITIES = "activities", _("number of activities")
    PRACTITIONERS = "practitioners", _("practitioners who took part")
    KNOWLEDGE = "knowledge", _("knowledge gain, weighted")
    VILLAGES = "villages", _("villages with an activity")
    SUBDISTRICTS = "subdistricts", _("sub-districts with an activity")
    CASH = "cash", _("cash spent")
    STAFF_DAYS = "staff_days", _("days of work given")
    DISTRICTS = "districts", _("districts with a committee")
    REPORTED = "reported", pgettext_lazy("indicator", "reported each quarter")


class Indicator(Bilingual):
    """One thing a province counts. Its value is counted from activities, or reported.

    `kind` and `pillar` narrow what is counted to activities of that kind and pillar. A retired
    indicator keeps its targets and values, and is no longer offered.
    """

    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    unit_th = models.CharField(_("unit in Thai"), max_length=40)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    measure = models.CharField(
        _("where the value comes from"), max_length=15, choices=Measure.choices
    )
    kind = models.CharField(
        _("only activities of this kind"), max_length=20, choices=ActivityKind.choices, blank=True
    )
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices, blank=True)
    note = models.CharField(_("what exactly is counted"), max_length=500, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_collation="C")
    retired_at = models.DateTimeField(null=True, editable=False)
    # Made with the empty form: sending it twice adds one indicator.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    objects = IndicatorQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_PROVINCE, write=KEEPERS, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("indicator")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name_th"],
                name="indicator_name_once",
                violation_error_message=_("This province already has an indicator of this name."),
            ),
            models.UniqueConstraint(fields=["id", "province"], name="indicator_id_province"),
            models.UniqueConstraint(fields=["province", "form_key"], name="indicator_key_once"),
        ]
        indexes = [models.Index(fields=["province", "sort_key", "id"], name="indicator_list")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return link("indicator", self.province_id, self.pk)

    @property
    def unit(self) -> str:
        """The unit in the language of the page."""
        english = get_language() == "en" and self.unit_en
        return str(self.unit_en if english else self.unit_th)

    @property
    def is_reported(self) -> bool:
        return self.measure == Measure.REPORTED


class Target(TenantRow):
    """What a committee means to reach of one indicator in a fiscal year, and in its quarters.

    A target that was taken back keeps its row, empty. Seen from above as what it is held against.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    fiscal_year = models.PositiveSmallIntegerField()
    value = models.DecimalField(_("year"), max_digits=14, decimal_places=2, null=True)
    q1 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    q2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    q3 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    q4 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    above = models.BooleanField(default=True, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    objects = TargetQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "indicator"], name="target_once"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=FIRST_PLAN_YEAR, fiscal_year__lte=LAST_BE_YEAR),
                name="target_year_sane",
            ),
            models.CheckConstraint(
                condition=(Q(value__isnull=True) | Q(value__gte=0))
                & (Q(q1__isnull=True) | Q(q1__gte=0))
                & (Q(q2__isnull=True) | Q(q2__gte=0))
                & (Q(q3__isnull=True) | Q(q3__gte=0))
                & (Q(q4__isnull=True) | Q(q4__gte=0)),
                name="target_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="target_tenant"),
            models.Index(fields=["province", "fiscal_year"], name="target_province"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.fiscal_year}"

    @property
    def quarters(self) -> tuple[Decimal | None, ...]:
        """The targets of the four quarters."""
        return (self.q1, self.q2, self.q3, self.q4)
