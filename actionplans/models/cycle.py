"""The year of a plan: when things are due, the season of drafting, and the lines PSDHS asks for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.indicators import Indicator
from actionplans.models.plans import FIRST_PLAN_YEAR, PlanLine, TenantRow
from actionplans.querysets.cycle import InsideQuerySet, ProvinceRowQuerySet
from committees import rls
from committees.calendar import LAST_BE_YEAR
from committees.kinds import Kind
from committees.models import Area
from committees.querysets import ScopedQuerySet
from members.models import Pillar

# Drafting opens with the last quarter of a fiscal year, and the plan is due within it.
FIRST_DUE_MONTH, LAST_DUE_MONTH = 7, 9
MOST_DAYS = 60

_PSDHS = "province_id = ANY((SELECT app_overseen_provinces())::int[])"


class DueDates(models.Model):
    """When plans and reports are due: days that a committee or a province has set.

    `plan_before`: days before the quarter begins; `report_after`: days after it has ended.
    """

    annual_month = models.PositiveSmallIntegerField(default=8)
    annual_day = models.PositiveSmallIntegerField(default=31)
    plan_before = models.PositiveSmallIntegerField(default=0)
    report_after = models.PositiveSmallIntegerField(default=15)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def _sane(name: str) -> models.CheckConstraint:
    """Days that every year has, in the months in which the coming year is drafted."""
    return models.CheckConstraint(
        condition=Q(
            annual_month__gte=FIRST_DUE_MONTH,
            annual_month__lte=LAST_DUE_MONTH,
            annual_day__gte=1,
            annual_day__lte=31,
            plan_before__lte=MOST_DAYS,
            report_after__lte=MOST_DAYS,
        )
        & ~Q(annual_month=9, annual_day=31),
        name=name,
    )


class DueRules(DueDates):
    """The days a committee has set for itself; without a row it goes by its province's."""

    committee = models.OneToOneField("committees.Committee", models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE, DELETE"
    )

    class Meta:
        verbose_name = _("due days")
        constraints = [_sane("due_rules_sane")]
        indexes = [models.Index(fields=["province", "committee"], name="due_rules_province")]

    def __str__(self) -> str:
        return str(_("due days"))


class ProvinceDueRules(DueDates):
    """The days PSDHS has set for the committees of its province that set none themselves."""

    province = models.OneToOneField(Area, models.PROTECT, related_name="+")

    objects = ProvinceRowQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_PROVINCE, write=_PSDHS, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("due days of the province")
        constraints = [_sane("province_due_rules_sane")]

    def __str__(self) -> str:
        return str(_("due days of the province"))


class Season(TenantRow):
    """That the drafting of a committee's coming plan has been opened and told, once a year.

    Written by the system on the first day it finds the committee without one; the plan itself is
    started by a person.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    # How many days before the due day people were last reminded; null before the first time.
    reminded = models.SmallIntegerField(null=True)

    objects = InsideQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("season of drafting")
        constraints = [
            models.UniqueConstraint(fields=["committee", "fiscal_year"], name="season_once_a_year")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="season_tenant")]

    def __str__(self) -> str:
        return str(_("the drafting for fiscal year %(year)s") % {"year": self.fiscal_year})


def asked_kinds() -> list[str]:
    """Whom a line is asked of when nothing else is said."""
    return [Kind.DISTRICT.value]


class TemplateLine(models.Model):
    """A line PSDHS asks the committees of its province to carry in their plans of a year."""

    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    what = models.CharField(_("what will be done"), max_length=300)
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    indicator = models.CharField(_("indicator"), max_length=300, blank=True)
    target = models.CharField(_("target"), max_length=150, blank=True)
    measure = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator of the province"),
    )
    hint = models.TextField(_("what to look out for"), blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind.choices),
        verbose_name=_("asked of"),
        default=asked_kinds,
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    form_key = models.UUIDField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProvinceRowQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_PROVINCE, write=_PSDHS, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("line PSDHS asks for")
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "province"], name="template_line_id_province"),
            models.UniqueConstraint(
                fields=["province", "form_key"], name="template_line_form_key_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="template_line_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=FIRST_PLAN_YEAR, fiscal_year__lte=LAST_BE_YEAR),
                name="template_line_year_sane",
            ),
        ]
        indexes = [
            models.Index(fields=["province", "fiscal_year", "starts"], name="template_line_list")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def asked_of(self) -> str:
        """The kinds of committee it is asked of, in words, in the order of the list."""
        return ", ".join(str(kind.label) for kind in Kind if kind in self.kinds)

    def content(self) -> dict[str, Any]:
        """What a line of a plan begins with."""
        return {
            name: getattr(self, name)
            for name in ("what", "pillar", "starts", "ends", "indicator", "target")
        }

    def begins(self) -> dict[str, Any]:
        """What the form for a line of a plan begins with."""
        return self.content() | {"measure": self.measure_id}


class TemplateTaken(TenantRow):
    """That a committee has taken a line over which PSDHS asks for, and into which of its lines.

    PSDHS reads that, and not the wording of the line, which is the committee's until it goes up.
    """

    template = models.ForeignKey(TemplateLine, models.PROTECT, related_name="taken")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    # Whether the line still stands in the plan.
    standing = models.BooleanField(default=True)
    above = models.BooleanField(default=True, editable=False)
    taken_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("line taken over")
        constraints = [
            models.UniqueConstraint(fields=["template", "committee"], name="template_taken_once")
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="template_taken_tenant"),
            models.Index(fields=["line"], name="template_taken_line"),
        ]

    def __str__(self) -> str:
        return str(self.template)
