"""The year of a plan: the season opens by itself, due days are settled, lines are taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans import dues
from actionplans.actions import plans
from actionplans.models import (
    DueRules,
    LineRecommendation,
    Plan,
    PlanLine,
    ProvinceDueRules,
    Report,
    Season,
)
from actionplans.notices import cycle as notices
from actionplans.policy import cycle as policy
from actionplans.policy.plans import check_plan
from actionplans.workflow.reports import DRAFT
from committees import audit, rls
from committees.calendar import fiscal_year, fiscal_year_end, fiscal_year_start, today
from committees.errors import Conflict, NotAllowed
from committees.kinds import Kind
from committees.models import Committee

# The kinds of committee that write a plan every year; others do where they had one this year.
WRITING = (Kind.PROVINCIAL, Kind.DISTRICT, Kind.CIVIL_SOCIETY)
# Days before the plan is due, and after, on which a plan without lines is asked for again.
STAGES = (14, 3, -7, -21)
# From the first of July to the end of September.
IN_SEASON = dt.timedelta(days=92)
DAYS = ("annual_month", "annual_day", "plan_before", "report_after")


# --- The season ---------------------------------------------------------------------------------


def season_of(day: dt.date) -> int | None:
    """The fiscal year that is drafted on this day.

    From July the coming one; until December the year that has begun, for committees that are
    behind and for days on which nothing ran.
    """
    if day.month in (7, 8, 9):
        return fiscal_year(day) + 1
    return fiscal_year(day) if day.month in (10, 11, 12) else None


def open_seasons() -> int:
    """Open the drafting of the coming plan in each committee that writes one; returns how many.

    Once a committee and year, however often and late it runs. Runs as the system, every day.
    """
    year = season_of(today())
    if year is None:
        return 0
    had_plan = Plan.objects.filter(committee=OuterRef("pk"), fiscal_year=year - 1)
    opened = Season.objects.filter(committee=OuterRef("pk"), fiscal_year=year)
    # Once the year has begun only those are asked that wrote one the year before.
    in_season = today() < dues.opens(year) + IN_SEASON
    wanted = Q(kind__in=WRITING) | Exists(had_plan) if in_season else Exists(had_plan)
    writing = Committee.objects.filter(ended__isnull=True).filter(wanted)
    ids = list(writing.filter(~Exists(opened)).order_by("pk").values_list("pk", flat=True))
    return sum(_open(pk, year) for pk in ids)


@transaction.atomic
def _open(committee_id: int, year: int) -> bool:
    committee = Committee.objects.get(pk=committee_id)
    season, created = Season.objects.get_or_create(
        committee=committee,
        fiscal_year=year,
        defaults={"province_id": committee.province_id, "opened_on": today()},
    )
    if not created or has_lines(committee, year):
        return False
    event = audit.record(actor=None, committee=committee, verb="season_opened", subject=season)
    due = dues.annual_due(dues.days_of(committee), year)
    notices.season_told("season_opened", season, due, event)
    return True


def remind_seasons() -> int:
    """Ask again for plans that have no lines when they come due; once a stage. As the system.

    Only the newest stage reached is told: what was missed is not told late in a bunch.
    """
    year = season_of(today())
    if year is None:
        return 0
    drafted = PlanLine.objects.standing().filter(
        committee=OuterRef("committee"), plan__fiscal_year=year
    )
    rows = Season.objects.filter(fiscal_year=year, committee__ended__isnull=True)
    ids = list(rows.filter(~Exists(drafted)).order_by("pk").values_list("pk", flat=True))
    return sum(_remind(pk) for pk in ids)


@transaction.atomic
def _remind(pk: int) -> bool:
    season = Season.objects.select_for_update(of=("self",)).select_related("committee").get(pk=pk)
    due = dues.annual_due(dues.days_of(season.committee), season.fiscal_year)
    left = (due - today()).days
    stage = min((stage for stage in STAGES if stage >= left), default=None)
    if stage is None or (season.reminded is not None and season.reminded <= stage):
        return False
    if has_lines(season.committee, season.fiscal_year):
        return False
    season.reminded = stage
    season.save(update_fields=["reminded"])
    event = audit.record(
        actor=None, committee=season.committee, verb="season_reminded", subject=season
    )
    notices.season_told("season_late" if left < 0 else "season_due", season, due, event)
    return True


def has_lines(committee: Committee, year: int) -> bool:
    """Whether the committee has begun to write the plan of this year."""
    lines = PlanLine.objects.standing().filter(committee=committee, plan__fiscal_year=year)
    return lines.exists()


# --- Due days -----------------------------------------------------------------------------------


@transaction.atomic
def set_dues(*, committee: Committee, values: Mapping[str, int], version: int, by: User) -> None:
    """Settle when this committee's plans and reports are due.

    `version` is the one that was shown, 0 where the committee went by its province. Raises
    NotAllowed, Conflict.
    """
    policy.check_dues(by, committee)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    rules = DueRules.objects.filter(committee=committee).first()
    _check_shown(rules, version)
    rules = rules or DueRules(
        committee=committee,
        province_id=committee.province_id,
        above=not committee.closed,
        version=0,
    )
    before = facts(rules) if rules.pk else {}
    drafted = _drafting(dues.days_of(committee))
    _save(rules, values)
    _move_days([committee.pk], drafting=_drafting(rules) != drafted)
    audit.record(
        actor=by,
        committee=committee,
        verb="due_days_changed",
        subject=rules,
        before=before,
        after=facts(rules),
        above=True,
    )


@transaction.atomic
def clear_dues(*, committee: Committee, by: User) -> None:
    """Let the committee go by the days of its province again. Raises NotAllowed."""
    policy.check_dues(by, committee)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    rules = DueRules.objects.filter(committee=committee).first()
    if rules is None:
        return
    audit.record(
        actor=by,
        committee=committee,
        verb="due_days_cleared",
        subject=rules,
        before=facts(rules),
        above=True,
    )
    drafted = _drafting(rules)
    rules.delete()
    _move_days([committee.pk], drafting=_drafting(dues.days_of(committee)) != drafted)


@transaction.atomic
def set_province_dues(
    *, province_id: int, values: Mapping[str, int], version: int, by: User
) -> None:
    """Settle when plans and reports are due in committees that settle nothing themselves.

    Raises NotAllowed, Conflict.
    """
    committee = policy.check_templates(by, province_id)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    rules = ProvinceDueRules.objects.filter(province_id=province_id).first()
    _check_shown(rules, version)
    rules = rules or ProvinceDueRules(province_id=province_id, version=0)
    before = facts(rules) if rules.pk else {}
    drafted = _drafting(rules if rules.pk else dues.USUAL)
    _save(rules, values)
    own = DueRules.objects.filter(province_id=province_id).values("committee")
    followers = Committee.objects.filter(province_id=province_id).exclude(pk__in=own)
    with rls.acting_as_system("due days"):
        ids = list(followers.values_list("pk", flat=True))
        _move_days(ids, drafting=_drafting(rules) != drafted)
    audit.record(
        actor=by,
        committee=committee,
        verb="province_due_days_changed",
        subject=rules,
        before=before,
        after=facts(rules),
        above=True,
    )


def facts(rules: dues.Days) -> dict[str, int]:
    """Due days as plain values."""
    return {name: getattr(rules, name) for name in DAYS}


def _drafting(days: dues.Days) -> tuple[int, int]:
    """The day on which the annual plan is due."""
    return days.annual_month, days.annual_day


def _move_days(committees: Sequence[int], *, drafting: bool) -> None:
    """Let reports that never went up and, if its day moved, the season go by the new days.

    A report that was sent back or reopened keeps the day that was given then.
    """
    reports = Report.objects.select_for_update(of=("self",)).filter(
        committee__in=committees, state=DRAFT, rounds_count=0
    )
    for report in reports.select_related("committee"):
        due = dues.report_due(dues.days_of(report.committee), report.period)
        if due != report.due:
            report.due = due
            report.version += 1
            report.save(update_fields=["due", "version"])
    year = season_of(today())
    if drafting and year is not None:
        rows = Season.objects.filter(committee__in=committees, fiscal_year=year)
        rows.update(reminded=None)


def _check_shown(rules: DueRules | ProvinceDueRules | None, version: int) -> None:
    if (rules.version if rules else 0) != version:
        raise Conflict(
            _("Somebody else changed this while you were writing. Both versions are shown below.")
        )


def _save(rules: DueRules | ProvinceDueRules, values: Mapping[str, int]) -> None:
    for name in DAYS:
        setattr(rules, name, values[name])
    rules.version += 1
    rules.save()


# --- Taking lines over --------------------------------------------------------------------------


def a_year_on(day: dt.date) -> dt.date:
    """The same day a year later; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def carry_lines(*, plan: Plan, lines: Sequence[PlanLine], by: User) -> list[PlanLine]:
    """Take lines of the year before over into a plan, a year later; returns those it made.

    Organisations, places, money, indicator and recommendations stay as they were. A line that is
    in the plan already, also removed from it again, is not taken twice. Raises NotAllowed,
    WrongState.
    """
    check_plan(by, plan.committee)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    taken = set(
        PlanLine.objects.filter(plan=plan, copied_from__isnull=False).values_list(
            "copied_from", flat=True
        )
    )
    made = [_carried(line, plan, by) for line in lines if line.pk not in taken]
    if made:
        audit.record(
            actor=by,
            committee=plan.committee,
            verb="lines_carried",
            subject=plan,
            after={"count": len(made), "year": plan.fiscal_year - 1},
        )
    return made


def _carried(line: PlanLine, plan: Plan, by: User) -> PlanLine:
    if line.committee_id != plan.committee_id or line.plan.fiscal_year != plan.fiscal_year - 1:
        raise NotAllowed(
            _("Only lines of this committee's plan of the year before are taken over.")
        )
    first, last = fiscal_year_start(plan.fiscal_year), fiscal_year_end(plan.fiscal_year)
    values: dict[str, Any] = {name: getattr(line, name) for name in plans.LINE_FIELDS}
    values |= {
        "starts": max(first, a_year_on(line.starts)),
        "ends": min(last, a_year_on(line.ends)),
        "supporting": list(line.supporting.all()),
        "places": list(line.places.all()),
    }
    made = plans.add_line(plan=plan, values=values, by=by)
    made.copied_from = line
    made.save(update_fields=["copied_from"])
    # They were taken up with the line of the year before; one that is settled stays its origin.
    LineRecommendation.objects.bulk_create(
        LineRecommendation(
            line=made,
            recommendation=row,
            committee_id=made.committee_id,
            province_id=made.province_id,
        )
        for row in line.recommendations.all()
    )
    return made
