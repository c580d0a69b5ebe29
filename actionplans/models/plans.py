"""A committee's plan of a fiscal year, its lines, and what goes up each quarter."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplans.querysets.plans import LineQuerySet, PlanQuerySet, QuarterPlanQuerySet
from actionplans.workflow.plans import OPEN
from committees import rls
from committees.calendar import LAST_BE_YEAR, Quarter, overlaps
from committees.links import link
from committees.models import Area, Committee
from committees.querysets import ScopedQuerySet
from members.models import Organisation, Pillar, Recommendation

# No plan is older; the database keeps it (`plan_year_sane`).
FIRST_PLAN_YEAR = 2500


class Funding(models.TextChoices):
    """Who pays. Most lines lie within an agency's own remit and need no extra money."""

    OWN_REMIT = "own_remit", _("within own remit, no extra money")
    AGENCY = "agency", _("budget of the responsible agency")
    LAO = "lao", _("local administrative organisation")
    PROVINCE = "province", _("provincial budget")
    FUND = "fund", _("anti-trafficking fund")
    DONOR = "donor", _("donor or partner organisation")
    OTHER = "other", _("other source")


class State(models.TextChoices):
    """Where a quarterly plan stands; the way between them is `workflow.QUARTER_PLAN`."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned for revision")
    RECEIVED = "received", _("received by the province")
    RETURNED_BY_PROVINCE = "returned_by_province", _("returned by the province")


class TenantRow(models.Model):
    """A row of one committee, carrying its province; the pair is tied by a database key."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Plan(TenantRow):
    """The plan of a committee for a fiscal year, named by the Buddhist year in which it ends.

    `above` is set once a quarter of it has been sent up.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    above = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("annual plan")
        constraints = [
            models.UniqueConstraint(fields=["committee", "fiscal_year"], name="plan_once_a_year"),
            models.UniqueConstraint(fields=["id", "committee"], name="plan_id_committee"),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=FIRST_PLAN_YEAR, fiscal_year__lte=LAST_BE_YEAR),
                name="plan_year_sane",
            ),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="plan_tenant")]

    def __str__(self) -> str:
        return str(_("Plan for fiscal year %(year)s") % {"year": self.fiscal_year})

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.committee.slug, self.fiscal_year])


class PlanLine(TenantRow):
    """One thing the committee means to do. What has been submitted of it lies in `RoundLine`."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    what = models.CharField(_("what will be done"), max_length=300)
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("responsible agency")
    )
    supporting: models.ManyToManyField[Organisation, LineSupport] = models.ManyToManyField(
        Organisation,
        through="LineSupport",
        related_name="+",
        verbose_name=_("supporting agencies"),
        blank=True,
    )
    places: models.ManyToManyField[Area, LinePlace] = models.ManyToManyField(
        Area,
        through="LinePlace",
        through_fields=("line", "area"),
        related_name="+",
        verbose_name=_("where"),
        blank=True,
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    budget = models.DecimalField(
        _("budget in baht"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    funding = models.CharField(
        _("funding source"), max_length=15, choices=Funding.choices, default=Funding.OWN_REMIT
    )
    funder = models.CharField(_("who pays, by name"), max_length=150, blank=True)
    indicator = models.CharField(_("indicator"), max_length=300, blank=True)
    target = models.CharField(_("target"), max_length=150, blank=True)
    measure = models.ForeignKey(
        "actionplans.Indicator",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator of the province"),
    )
    recommendations: models.ManyToManyField[Recommendation, LineRecommendation] = (
        models.ManyToManyField(
            Recommendation,
            through="LineRecommendation",
            related_name="+",
            verbose_name=_("comes from a recommendation"),
            blank=True,
        )
    )
    # The line of the year before that it goes on with.
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    # Made with the empty form: sending it twice adds one line.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    objects = LineQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE", searched=True
    )
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_lines(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT id FROM actionplans_planline
          WHERE upper(what) LIKE pattern AND removed_at IS NULL
            AND committee_id = ANY((SELECT app_inside())::bigint[])
        $$
        """,
    )

    class Meta:
        verbose_name = _("plan line")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="line_id_committee"),
            models.UniqueConstraint(fields=["plan", "form_key"], name="line_form_key_once"),
            models.UniqueConstraint(fields=["plan", "copied_from"], name="line_copied_once"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="line_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=0)
                & (Q(funding=Funding.OWN_REMIT, budget=0) | ~Q(funding=Funding.OWN_REMIT)),
                name="line_own_remit_costs_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "position", "id"], name="line_plan"),
            models.Index(fields=["committee", "province"], name="line_tenant"),
            GinIndex(OpClass(Upper("what"), name="gin_trgm_ops"), name="line_trigram"),
        ]

    def __str__(self) -> str:
        return self.what

    def falls_in(self, period: Quarter) -> bool:
        """Whether the line happens in this quarter, in part or wholly."""
        return overlaps(self.starts, self.ends, period.start, period.end)


class LineSupport(TenantRow):
    """An organisation that supports a line."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = LineQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "organisation"], name="line_support_once")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="line_support_tenant")]

    def __str__(self) -> str:
        return str(self.organisation)


class LinePlace(TenantRow):
    """A district or sub-district in which a line happens."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="placings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects = LineQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "area"], name="line_place_once")]
        indexes = [models.Index(fields=["committee", "province"], name="line_place_tenant")]

    def __str__(self) -> str:
        return str(self.area)


class LineRecommendation(TenantRow):
    """A recommendation of a workshop that a line comes from."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="+")

    objects = LineQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "recommendation"], name="line_recommendation_once"
            )
        ]
        indexes = [
            models.Index(fields=["recommendation"], name="line_recommendation_of"),
            models.Index(fields=["committee", "province"], name="line_recommendation_tenant"),
        ]

    def __str__(self) -> str:
        return str(self.recommendation)


class QuarterPlan(TenantRow):
    """The quarterly action plan: its state, and the newest round that went up.

    `line_count` and `budget` are those of the newest round that stands, the draft figures those of
    the working lines, which only the committee itself sees; both are kept for lists. `above` is
    true from the first submission on, never in a closed group.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="quarters")
    fiscal_year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=22, choices=State.choices, default=State.DRAFT)
    above = models.BooleanField(default=False, editable=False)
    rounds_count = models.PositiveSmallIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    budget = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    draft_line_count = models.PositiveIntegerField(default=0)
    draft_budget = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = QuarterPlanQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE")
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_plan_totals(p_year int, p_quarter int)
        RETURNS TABLE (province_id int, state varchar, plans bigint, lines bigint, budget numeric)
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT q.province_id, q.state, count(*), sum(q.line_count), sum(q.budget)
          FROM actionplans_quarterplan q
          WHERE app_national() AND q.above AND q.fiscal_year = p_year AND q.quarter = p_quarter
          GROUP BY q.province_id, q.state
        $$
        """,
    )

    class Meta:
        verbose_name = _("quarterly action plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "quarter"], name="quarter_once"),
            models.UniqueConstraint(fields=["id", "committee"], name="quarter_id_committee"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="quarter_one_to_four"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-changed_at", "-id"], name="quarter_committee"),
            models.Index(
                fields=["province", "-changed_at", "-id"],
                include=["committee"],
                name="quarter_province",
            ),
            models.Index(
                fields=["province", "fiscal_year", "quarter", "state"], name="quarter_due"
            ),
            models.Index(
                fields=["fiscal_year", "quarter", "province", "state"],
                include=["line_count", "budget"],
                condition=Q(above=True),
                name="quarter_totals",
            ),
            models.Index(fields=["committee", "province"], name="quarter_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.period.label()} · {self.committee}"

    def get_absolute_url(self) -> str:
        return link("quarter", self.committee.slug, self.pk)

    def audit_label(self) -> str:
        """How the history names it."""
        return str(_("the plan %(quarter)s") % {"quarter": self.period.label()})

    @property
    def period(self) -> Quarter:
        return Quarter(self.fiscal_year, self.quarter)

    @property
    def is_open(self) -> bool:
        """Whether the committee is writing it."""
        return self.state in OPEN


class Decision(models.TextChoices):
    """What became of a round."""

    PENDING = "", _("waiting")
    WITHDRAWN = "withdrawn", _("withdrawn")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned for revision")


class Reception(models.TextChoices):
    """What the province made of a round."""

    PENDING = "", _("waiting")
    RECEIVED = "received", _("received by the province")
    RETURNED = "returned", _("returned by the province")


class Decided:
    """As what those acted who sent a row up and decided on it, in the language of the page."""

    @property
    def submitted_post(self) -> str:
        return self._post("submitted")

    @property
    def decided_post(self) -> str:
        return self._post("decided")

    def _post(self, act: str) -> str:
        english = getattr(self, f"{act}_post_en") if get_language() == "en" else ""
        return str(english or getattr(self, f"{act}_post_th"))


class Round(Decided, TenantRow):
    """One time a quarter's plan went up: who sent it, who decided, and what they said.

    The wording lies in its lines, which never change. Nobody decides on what they sent.
    """

    quarter_plan = models.ForeignKey(QuarterPlan, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    above = models.BooleanField(default=True, editable=False)
    is_amendment = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_post_th = models.CharField(max_length=200, blank=True)
    submitted_post_en = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_post_th = models.CharField(max_length=200, blank=True)
    decided_post_en = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    reception = models.CharField(max_length=10, choices=Reception.choices, blank=True, default="")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    received_post_th = models.CharField(max_length=200, blank=True)
    received_post_en = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(null=True)
    reception_reason = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        grants=(
            "SELECT, INSERT, UPDATE (above, decision, decided_by_id, decided_post_th,"
            " decided_post_en, decided_at, decision_reason, reception, received_by_id,"
            " received_post_th, received_post_en, received_at, reception_reason)"
        ),
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["quarter_plan", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["id", "committee"], name="round_id_committee"),
            models.CheckConstraint(
                condition=Q(decision__in=["", "withdrawn"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("submitted_by"))),
                name="round_nobody_approves_own",
            ),
            models.CheckConstraint(
                condition=Q(reception="")
                | (
                    Q(received_by__isnull=False)
                    & ~Q(received_by=F("submitted_by"))
                    & ~Q(received_by=F("decided_by"))
                ),
                name="round_nobody_receives_own",
            ),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="round_tenant")]

    def __str__(self) -> str:
        return str(_("Round %(number)s") % {"number": self.number})

    @property
    def received_post(self) -> str:
        return self._post("received")


class RoundLine(TenantRow):
    """A line as it was worded when its round went up. Only the reason for a return is added.

    `content` holds what the page and the papers show, names in both languages, so that nothing
    renamed later changes what was approved.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="lines")
    line_id = models.BigIntegerField()
    position = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    pillar = models.CharField(max_length=20)
    budget = models.DecimalField(max_digits=12, decimal_places=2)
    content = models.JSONField()
    return_reason = models.TextField(blank=True)
    above = models.BooleanField(default=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        grants="SELECT, INSERT, UPDATE (return_reason, above)",
        searched=True,
    )
    # Province by province and committee by committee, so that a word which stands in plans all over
    # the country costs no more than the searcher's own part of them.
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_round_lines(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT found.id FROM unnest(app_overseen_provinces()) AS mine (province_id)
          CROSS JOIN LATERAL (
            SELECT l.id FROM actionplans_roundline l
            WHERE l.province_id = mine.province_id AND l.above AND upper(l.what) LIKE pattern
            ORDER BY l.id DESC LIMIT 1000
          ) found
          UNION
          SELECT found.id FROM unnest(app_overseen()) AS mine (committee_id)
          CROSS JOIN LATERAL (
            SELECT l.id FROM actionplans_roundline l
            WHERE l.committee_id = mine.committee_id AND l.above AND upper(l.what) LIKE pattern
            ORDER BY l.id DESC LIMIT 1000
          ) found
          ORDER BY 1 DESC LIMIT 1000
        $$
        """,
    )

    class Meta:
        ordering = ["position", "line_id"]
        constraints = [models.UniqueConstraint(fields=["round", "line_id"], name="round_line_once")]
        indexes = [
            models.Index(fields=["committee", "province"], name="round_line_tenant"),
            models.Index(
                fields=["province", "-id"], condition=Q(above=True), name="round_line_newest"
            ),
            GinIndex(OpClass(Upper("what"), name="gin_trgm_ops"), name="round_line_trigram"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def starts(self) -> dt.date:
        return dt.date.fromisoformat(self.content["starts"])

    @property
    def ends(self) -> dt.date:
        return dt.date.fromisoformat(self.content["ends"])

    def named(self, key: str) -> Any:
        """A name or list of names of `content`, in the language of the page."""
        value = self.content[key]
        language = "en" if get_language() == "en" else "th"
        if isinstance(value, list):
            return [item[language] or item["th"] for item in value]
        return value[language] or value["th"]
