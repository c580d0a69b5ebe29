"""Sums of activities, kept by the database with every activity that is logged or corrected.

Nobody writes these tables: a trigger on the activities does, in the same transaction (migration
0014). `manage.py check_summaries` counts again and compares.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.models.activities import ActivityKind
from actionplans.models.plans import TenantRow
from actionplans.querysets.summaries import ProvinceMonthQuerySet
from committees import rls
from committees.models import Area
from committees.querysets import ScopedQuerySet
from members.models import Pillar


class Sums(models.Model):
    """What is added up. Whole numbers may fall back to nought, never below unless one drifted."""

    month = models.DateField(_("month"))
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices)
    activities = models.BigIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    women = models.BigIntegerField(default=0)
    men = models.BigIntegerField(default=0)
    unsaid = models.BigIntegerField(default=0)
    minors = models.BigIntegerField(default=0)
    adults = models.BigIntegerField(default=0)
    tested = models.BigIntegerField(default=0)
    # Sums of n x mean, from which the weighted gain follows: (after - before) / tested.
    marks_before = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal(0))
    marks_after = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal(0))
    cost = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal(0))

    class Meta:
        abstract = True


class ActivityMonth(TenantRow, Sums):
    """What one committee did in one month, by pillar, kind and district.

    An activity counts in the month of its first day; a withdrawn one does not count.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind.choices)
    district = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("district"))
    above = models.BooleanField(default=False, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, grants="SELECT")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "month", "pillar", "kind", "district", "above"],
                name="activity_month_once",
            )
        ]
        indexes = [
            models.Index(fields=["province", "month"], name="activity_month_province"),
            models.Index(fields=["committee", "province"], name="activity_month_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.pillar} {self.kind}"


class ProvinceMonth(Sums):
    """What the committees of a province that are seen from above did in one month, by pillar."""

    province = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects: Any = ProvinceMonthQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read="province_id = ANY((SELECT app_overseen_provinces())::int[])", grants="SELECT"
    )
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_activity_totals(p_from date, p_to date)
        RETURNS TABLE (province_id int, month date, pillar varchar, activities bigint,
          reached bigint, women bigint, men bigint, unsaid bigint, minors bigint, adults bigint,
          tested bigint, marks_before numeric, marks_after numeric, cost numeric)
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT m.province_id, m.month, m.pillar, m.activities, m.reached, m.women, m.men,
            m.unsaid, m.minors, m.adults, m.tested, m.marks_before, m.marks_after, m.cost
          FROM actionplans_provincemonth m
          WHERE app_national() AND m.month >= p_from AND m.month <= p_to AND m.activities > 0
        $$
        """,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["province", "month", "pillar"], name="province_month_once"
            )
        ]
        indexes = [models.Index(fields=["month"], name="province_month_of")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.pillar}"
