"""What the days bring by themselves: that a report is due soon, today, or late."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from actionplans import dues
from actionplans.models import (
    DueRules,
    ProvinceDueRules,
    QuarterPlan,
    Report,
    ReportReminder,
)
from actionplans.notices import reports as notices
from actionplans.report_board import to_report_on
from actionplans.workflow.reports import OPEN
from committees import access, audit
from committees.calendar import fiscal_year, quarter, today
from committees.kinds import Kind
from committees.roles import Permission

# Days after the day it is due, and then every week.
BEFORE = -7
WEEK = 7
# Beyond this nobody is chased by mail any more; the pages go on saying that it is late.
LAST = 26 * WEEK


def stage_of(due: dt.date, day: dt.date) -> int | None:
    """The newest stage reached on this day, or None before the first and after the last."""
    past = (day - due).days
    if past < BEFORE or past > LAST:
        return None
    return BEFORE if past < 0 else past // WEEK * WEEK


def remind_of_reports() -> int:
    """Remind of each report at the stage it has reached, once a stage; returns how many.

    Only the newest stage is sent: what was missed while nothing ran is not sent late in a bunch.
    Runs as the system.
    """
    rules = dues.Rules.of_rows(list(DueRules.objects.all()), list(ProvinceDueRules.objects.all()))
    return sum(_remind(row.pk, rules) for row in _candidates() if _stage(row, _report(row), rules))


def _candidates() -> list[QuarterPlan]:
    """The quarters of this and the last fiscal year of which a report may still have to go up."""
    day = today()
    now = quarter(day)
    begun = Q(fiscal_year=now.year - 1) | Q(fiscal_year=now.year, quarter__lte=now.number)
    rows = to_report_on(QuarterPlan.objects.filter(begun, fiscal_year__gte=fiscal_year(day) - 1))
    return list(
        rows.filter(
            Q(report__isnull=True) | Q(report__state__in=OPEN),
            committee__closed=False,
            committee__ended__isnull=True,
        )
        .exclude(committee__kind__in=[Kind.PROVINCIAL, Kind.NATIONAL])
        .select_related("committee", "report")
        .order_by("pk")
    )


def _report(row: QuarterPlan) -> Report | None:
    return getattr(row, "report", None)


def _due(row: QuarterPlan, report: Report | None, rules: dues.Rules) -> dt.date:
    return report.due if report else dues.report_due(rules.of(row.committee), row.period)


def _stage(row: QuarterPlan, report: Report | None, rules: dues.Rules) -> dt.date | None:
    """The day it is due, where a stage is reached."""
    due = _due(row, report, rules)
    return due if stage_of(due, today()) is not None else None


@transaction.atomic
def _remind(pk: int, rules: dues.Rules) -> bool:
    """Look after one quarter as it is now: somebody may just be submitting its report."""
    row = QuarterPlan.objects.select_for_update(of=("self",)).select_related("committee").get(pk=pk)
    report = Report.objects.filter(quarter=row).first()
    if report is not None and report.state not in OPEN:
        return False
    due = _due(row, report, rules)
    stage = stage_of(due, today())
    if stage is None or _noted(row, due, stage):
        return False
    _row, created = ReportReminder.objects.get_or_create(
        quarter=row,
        due=due,
        stage=stage,
        defaults={
            "committee_id": row.committee_id,
            "province_id": row.province_id,
            "sent_on": today(),
        },
    )
    if not created:
        return False
    event = audit.record(
        actor=None,
        committee=row.committee,
        verb="report_reminded",
        subject=report or row,
        after={"report": notices.labels(row.period), "day": notices.days(due), "stage": stage},
    )
    kind = "report_soon" if stage < 0 else "report_late" if today() > due else "report_today"
    people = access.holders(Permission.WRITE_REPORT, row.committee)
    url = reverse("report", args=[row.committee.slug, row.pk])
    notices.tell_due(kind, row, due, event, people, url)
    return True


def _noted(row: QuarterPlan, due: dt.date, stage: int) -> bool:
    return ReportReminder.objects.filter(quarter=row, due=due, stage__gte=stage).exists()
