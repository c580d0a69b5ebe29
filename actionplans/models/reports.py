"""The progress report of a quarter, each time it went up, and the summary of a year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import Decided, Plan, PlanLine, QuarterPlan, Round, TenantRow
from actionplans.querysets.reports import ReportQuerySet, ReportWordsQuerySet
from actionplans.workflow.reports import OPEN
from committees import rls
from committees.calendar import Quarter
from committees.querysets import ScopedQuerySet
from members.models import Pillar


class ReportState(models.TextChoices):
    """Where a report stands; the way between them is `workflow.reports.REPORT`."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")
    REOPENED = "reopened", _("reopened")


class LineState(models.TextChoices):
    """What became of a line in the quarter."""

    DONE = "done", pgettext_lazy("line of a report", "done")
    UNDER_WAY = "under_way", pgettext_lazy("line of a report", "under way")
    LATE = "late", pgettext_lazy("line of a report", "late")
    DROPPED = "dropped", pgettext_lazy("line of a report", "dropped")


# These are said with the reason.
WITH_REASON = frozenset({LineState.LATE, LineState.DROPPED})
# These come back in the report of the next quarter of the year.
UNFINISHED = frozenset({LineState.UNDER_WAY, LineState.LATE})


class Report(TenantRow):
    """The report of one quarterly plan: where it stands and how far it is.

    It reports on `round`, the newest that was approved. The counts and sums are kept for lists;
    what people wrote stands in `ReportLine` and `ReportWords`, and frozen in `ReportRound`. From
    above one sees from the start that it is being written and how much of it is answered.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    quarter = models.OneToOneField(QuarterPlan, models.PROTECT, related_name="report")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    quarter_number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    due = models.DateField()
    above = models.BooleanField(default=True, editable=False)
    rounds_count = models.PositiveSmallIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    answered_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    under_way_count = models.PositiveIntegerField(default=0)
    late_count = models.PositiveIntegerField(default=0)
    dropped_count = models.PositiveIntegerField(default=0)
    budget = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        insert=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        verbose_name = _("progress report")
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="report_id_committee"),
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "quarter_number"], name="report_once_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(answered_count__lte=F("line_count")), name="report_answers_lines"
            ),
        ]
        indexes = [
            models.Index(
                fields=["province", "fiscal_year", "quarter_number", "state"], name="report_matrix"
            ),
            models.Index(fields=["province", "state", "changed_at", "id"], name="report_waiting"),
            models.Index(fields=["committee", "state", "due"], name="report_of_committee"),
            models.Index(fields=["committee", "province"], name="report_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.period.label()} · {self.committee}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.committee.slug, self.quarter_id])

    def audit_label(self) -> str:
        """How the history names it."""
        return str(_("the report %(quarter)s") % {"quarter": self.period.label()})

    @property
    def period(self) -> Quarter:
        return Quarter(self.fiscal_year, self.quarter_number)

    @property
    def is_open(self) -> bool:
        """Whether the committee is writing it."""
        return self.state in OPEN


class ReportLine(TenantRow):
    """What became of one line in the quarter; without a state it is not answered yet.

    `what`, `pillar`, `budget` and `content` are those of the round that was approved, so that
    those above, who see no working line, read it whole. `carried`: it was unfinished in the
    quarter before and stands in no round of this one. `above` while it is submitted or accepted.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="lines")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    carried = models.BooleanField(default=False)
    what = models.CharField(max_length=300)
    pillar = models.CharField(max_length=20, choices=Pillar.choices)
    budget = models.DecimalField(max_digits=12, decimal_places=2)
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=LineState.choices, blank=True, default="")
    reason = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_text = models.CharField(max_length=200, blank=True)
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    word = models.TextField(blank=True)
    above = models.BooleanField(default=False, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE)

    class Meta:
        ordering = ["carried", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "line"], name="report_line_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["late", "dropped"]) | ~Q(reason=""),
                name="report_line_reason",
            ),
            models.CheckConstraint(condition=Q(spent__gte=0), name="report_line_spent"),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="report_line_tenant"),
            models.Index(fields=["line"], name="report_line_of"),
        ]

    def __str__(self) -> str:
        return self.what


class ReportWords(TenantRow):
    """What the committee writes about the quarter as a whole, while it is writing."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="words")
    went_well = models.TextField(_("what went well"), blank=True)
    hindered = models.TextField(_("what hindered"), blank=True)
    asks = models.TextField(_("what we ask of the province"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ReportWordsQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        indexes = [models.Index(fields=["committee", "province"], name="report_words_tenant")]

    def __str__(self) -> str:
        return str(self.report)


class ReportDecision(models.TextChoices):
    """What PSDHS made of a report that went up."""

    PENDING = "", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("sent back")


class ReportRound(Decided, TenantRow):
    """One time a report went up: its whole content, who sent it, and what PSDHS said.

    `content` holds lines, words and activities as they were, names in both languages; it never
    changes. `line_notes` are the notes of PSDHS by the number of the line. Nobody accepts what
    they submitted.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    above = models.BooleanField(default=True, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_post_th = models.CharField(max_length=200, blank=True)
    submitted_post_en = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    decision = models.CharField(
        max_length=10, choices=ReportDecision.choices, blank=True, default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_post_th = models.CharField(max_length=200, blank=True)
    decided_post_en = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)
    line_notes = models.JSONField(default=dict)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reopened_reason = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        insert=rls.OWN_COMMITTEE,
        grants=(
            "SELECT, INSERT, UPDATE (decision, decided_by_id, decided_post_th, decided_post_en,"
            " decided_at, decision_note, line_notes, reopened_by_id, reopened_at, reopened_reason)"
        ),
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_round_once"),
            models.CheckConstraint(
                condition=Q(decision="")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("submitted_by"))),
                name="report_nobody_accepts_own",
            ),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="report_round_tenant")]

    def __str__(self) -> str:
        return str(_("Round %(number)s") % {"number": self.number})


class ReportReminder(TenantRow):
    """That a committee was reminded of a quarter's report at a stage, in days after its day."""

    quarter = models.ForeignKey(QuarterPlan, models.CASCADE, related_name="+")
    due = models.DateField()
    stage = models.SmallIntegerField()
    sent_on = models.DateField()

    objects = ReportWordsQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quarter", "due", "stage"], name="report_reminded_once")
        ]
        indexes = [models.Index(fields=["committee", "province"], name="report_reminder_tenant")]

    def __str__(self) -> str:
        return f"{self.due} {self.stage:+}"


class YearSummary(TenantRow):
    """A year's reports of a province or of what stands below a district, summed up once.

    `committee` is the one that made it. `content` is frozen with names in both languages; a report
    in it that is reopened later marks the summary as outdated, and it is made anew as the next
    number.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    above = models.BooleanField(default=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_post_th = models.CharField(max_length=200, blank=True)
    made_post_en = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    outdated_at = models.DateTimeField(null=True)
    outdated_by = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE (outdated_at, outdated_by_id)",
    )

    class Meta:
        verbose_name = _("yearly summary")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "number"], name="summary_number_once"
            )
        ]
        indexes = [models.Index(fields=["committee", "province"], name="summary_tenant")]

    def __str__(self) -> str:
        return str(_("Summary of fiscal year %(year)s") % {"year": self.fiscal_year})

    def get_absolute_url(self) -> str:
        return reverse("summary", args=[self.committee.slug, self.fiscal_year, self.number])

    @property
    def made_post(self) -> str:
        english = self.made_post_en if get_language() == "en" else ""
        return str(english or self.made_post_th)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What each committee did, as frozen."""
        return list(self.content["committees"])
