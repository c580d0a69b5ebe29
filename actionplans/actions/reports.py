"""Writing a quarter's report and taking it round: each act locks, asks the policy and records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans import dues
from actionplans.actions.posts import post_of
from actionplans.models import (
    UNFINISHED,
    Decision,
    QuarterPlan,
    Reception,
    Report,
    ReportDecision,
    ReportLine,
    ReportRound,
    ReportState,
    ReportWords,
    Round,
    RoundLine,
    YearSummary,
)
from actionplans.notices import reports as notices
from actionplans.policy import reports as policy
from actionplans.reporting import answer_of, content_of
from committees import access, audit, rls
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import AuditEvent, Committee
from committees.policy import check_version
from committees.roles import Permission
from committees.workflow import Transition

# What is answered of a line.
ANSWER_FIELDS = ("state", "reason", "until", "value", "value_text", "spent", "word")
WORD_FIELDS = ("went_well", "hindered", "asks")
# How long a committee has for a report that was sent back, and for one that was reopened.
RETURNED_DAYS = dt.timedelta(days=7)
REOPENED_DAYS = dt.timedelta(days=15)


def standing_round(quarter: QuarterPlan) -> Round | None:
    """The newest round of a plan that was approved and not returned by the province."""
    return (
        quarter.rounds.filter(decision=Decision.APPROVED)
        .exclude(reception=Reception.RETURNED)
        .order_by("-number")
        .first()
    )


@transaction.atomic
def start_report(*, quarter: QuarterPlan, by: User) -> Report:
    """Begin the report of a quarter over the lines that were approved; begun twice it is one.

    Lines that were unfinished in the report of the quarter before, and stand in no approved round
    of this one, come along marked as carried. Raises NotAllowed, WrongState.
    """
    locked = (
        QuarterPlan.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=quarter.pk)
    )
    standing = standing_round(locked)
    policy.check_start(by, locked, standing)
    made = Report.objects.filter(quarter=locked).select_related("committee").first()
    if made is not None or standing is None:
        return made  # type: ignore[return-value]  # without a standing round the policy refused
    now = timezone.now()
    report = Report(
        plan_id=locked.plan_id,
        quarter=locked,
        round=standing,
        fiscal_year=locked.fiscal_year,
        quarter_number=locked.quarter,
        due=dues.report_due(dues.days_of(locked.committee), locked.period),
        started_by=by,
        started_at=now,
        changed_at=now,
        **_tenant(locked.committee),
    )
    report.save()
    ReportWords.objects.create(report=report, **_tenant(locked.committee))
    _take_lines(report, standing)
    _recount(report)
    _recorded("report_started", report, by)
    return report


@transaction.atomic
def renew_report(*, report: Report, by: User) -> Report:
    """Take over the lines of a plan amended since, and what the quarter before left unfinished.

    What was answered stays. Raises NotAllowed, WrongState.
    """
    locked, _newest = _locked(report)
    policy.check_write(by, locked)
    standing = standing_round(locked.quarter)
    if standing is None:
        raise WrongState(policy.NO_PLAN)
    _take_lines(locked, standing)
    locked.round = standing
    _recount(locked)
    _recorded("report_renewed", locked, by)
    return locked


@transaction.atomic
def save_line(*, line: ReportLine, values: Mapping[str, Any], version: int, by: User) -> ReportLine:
    """Say what became of one line; `version` is the one that was shown.

    `values` holds `ANSWER_FIELDS`, validated. What was there already is not saved again. Raises
    NotAllowed, WrongState, Conflict.
    """
    report, _newest = _locked(Report(pk=line.report_id))
    policy.check_write(by, report)
    locked = ReportLine.objects.select_for_update(of=("self",)).filter(pk=line.pk).first()
    if locked is None:
        raise WrongState(policy.LINE_GONE)
    before = answer_of(locked)
    for name in ANSWER_FIELDS:
        setattr(locked, name, values[name])
    after = answer_of(locked)
    changed = [name for name in ANSWER_FIELDS if before[name] != after[name]]
    if not changed:
        return locked
    check_version(locked, version)
    locked.version += 1
    locked.answered_by, locked.answered_at = by, timezone.now()
    locked.save()
    _recount(report)
    audit.record(
        actor=by,
        committee=report.committee,
        verb="report_line_answered",
        subject=locked,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return locked


@transaction.atomic
def save_words(*, report: Report, values: Mapping[str, str], version: int, by: User) -> ReportWords:
    """Write about the quarter as a whole. Raises NotAllowed, WrongState, Conflict."""
    locked, _newest = _locked(report)
    policy.check_write(by, locked)
    words = ReportWords.objects.select_for_update(of=("self",)).get(report=locked)
    changed = [name for name in WORD_FIELDS if getattr(words, name) != values[name]]
    if not changed:
        return words
    check_version(words, version)
    for name in WORD_FIELDS:
        setattr(words, name, values[name])
    words.version += 1
    words.written_by = by
    words.save()
    _recount(locked)
    # What it says stays with the report; the history says that it was written.
    _recorded("report_words_written", locked, by, above=False)
    return words


@transaction.atomic
def submit_report(*, report: Report, by: User, note: str = "") -> ReportRound:
    """Freeze the report as it stands and send it up to PSDHS.

    Side effects: audit event, notices to those who accept. Raises NotAllowed, WrongState (also
    where a line is not answered or the plan was amended since).
    """
    locked, newest = _locked(report)
    transition = policy.check("submit", by, locked, newest)
    lines = list(locked.lines.all())
    policy.check_whole(
        locked, lines, standing_round(locked.quarter), left=left_behind(locked, lines)
    )
    row = ReportRound.objects.create(
        report=locked,
        number=locked.rounds_count + 1,
        content=content_of(
            locked, lines, ReportWords.objects.get(report=locked), access.scope_of(by)
        ),
        note=note,
        submitted_by=by,
        submitted_at=timezone.now(),
        **post_of("submitted", by, locked.committee),
        **_tenant(locked.committee),
    )
    locked.rounds_count = row.number
    locked.lines.update(above=True)
    event = _move(locked, transition, by, round_number=row.number)
    notices.tell("report_submitted", locked, event, deciders(locked.committee))
    return row


@transaction.atomic
def accept_report(
    *, report: Report, by: User, note: str = "", seen_round: int | None = None
) -> None:
    """Accept the submitted report: its quarter is locked from now on.

    `seen_round` is the number of the round that was on the page: what was not read is not decided
    on. Of two who press at once one wins; the other gets WrongState. Raises NotAllowed,
    WrongState, Conflict.
    """
    locked, newest, transition = _decidable("accept", report, by, seen_round)
    policy.check_current(locked, standing_round(locked.quarter))
    _decide(newest, ReportDecision.ACCEPTED, by, note)
    event = _move(locked, transition, by, reason=note, round_number=newest.number)
    notices.tell("report_accepted", locked, event, writers(locked, newest))


@transaction.atomic
def return_report(
    *,
    report: Report,
    by: User,
    note: str,
    line_notes: Mapping[int, str] | None = None,
    seen_round: int | None = None,
) -> None:
    """Send the submitted report back with a note for the whole or for lines (by ReportLine id).

    It is due again a week later at the soonest. Raises NotAllowed, WrongState (also where nothing
    is said), Conflict.
    """
    locked, newest, transition = _decidable("return", report, by, seen_round)
    given = {str(pk): text for pk, text in (line_notes or {}).items() if text.strip()}
    if not note.strip() and not given:
        raise WrongState(_("Say why, for the whole report or for a line."))
    if not given.keys() <= {str(line["row"]) for line in newest.content["lines"]}:
        raise NotAllowed(_("A note names a line that is not in this report."))
    newest.line_notes = given
    _decide(newest, ReportDecision.RETURNED, by, note)
    locked.due = max(locked.due, today() + RETURNED_DAYS)
    _hide_lines(locked)
    event = _move(locked, transition, by, reason=note, round_number=newest.number)
    notices.tell("report_returned", locked, event, writers(locked, newest))


@transaction.atomic
def reopen_report(*, report: Report, by: User, reason: str) -> None:
    """Open an accepted report again, and with it its quarter.

    Summaries that hold it are marked as out of date, and whoever made them is told. Raises
    NotAllowed, WrongState (also where no reason is given).
    """
    locked, newest, transition = _decidable("reopen", report, by)
    if not reason.strip():
        raise WrongState(_("Say why the report is reopened."))
    newest.reopened_by, newest.reopened_at = by, timezone.now()
    newest.reopened_reason = reason
    newest.save(update_fields=["reopened_by", "reopened_at", "reopened_reason"])
    locked.due = max(locked.due, today() + REOPENED_DAYS)
    _hide_lines(locked)
    event = _move(locked, transition, by, reason=reason, round_number=newest.number)
    notices.tell("report_reopened", locked, event, writers(locked, newest))
    _mark_summaries(locked, event)


def _tenant(committee: Committee) -> dict[str, Any]:
    return {"committee": committee, "province_id": committee.province_id}


def _locked(report: Report) -> tuple[Report, ReportRound | None]:
    """The report, locked, and its newest round: whoever answers waits for whoever submits."""
    locked = (
        Report.objects.select_for_update(of=("self",))
        .select_related("committee", "quarter")
        .get(pk=report.pk)
    )
    newest = (
        locked.rounds.filter(number=locked.rounds_count)
        .select_related("submitted_by", "decided_by")
        .first()
    )
    return locked, newest


def _decidable(
    action: str, report: Report, by: User, seen_round: int | None = None
) -> tuple[Report, ReportRound, Transition]:
    locked, newest = _locked(report)
    transition = policy.check(action, by, locked, newest)
    if newest is None:
        raise WrongState(transition.refusal)
    policy.check_seen(newest, seen_round)
    return locked, newest, transition


def _take_lines(report: Report, standing: Round) -> None:
    """Make the lines those of the approved round, and of what was left from the quarter before.

    A line that fell out of the plan goes, unless somebody has reported on it.
    """
    held = {row.line_id: row for row in ReportLine.objects.filter(report=report)}
    wanted = [_of_round(row) for row in standing.lines.all()]
    ids = {values["line_id"] for values in wanted}
    wanted += [values for values in _left_over(report) if values["line_id"] not in ids]
    ids = {values["line_id"] for values in wanted}
    for position, values in enumerate(wanted, start=1):
        row = held.get(values["line_id"]) or ReportLine(
            report=report, committee_id=report.committee_id, province_id=report.province_id
        )
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        row.save()
    gone = [row.pk for line_id, row in held.items() if line_id not in ids and not row.state]
    ReportLine.objects.filter(pk__in=gone).delete()


def _of_round(row: RoundLine) -> dict[str, Any]:
    return {
        "line_id": row.line_id,
        "carried": False,
        "what": row.what,
        "pillar": row.pillar,
        "budget": row.budget,
        "content": row.content,
    }


def _left_over(report: Report) -> list[dict[str, Any]]:
    """What the report of the quarter before left under way or late, within the fiscal year.

    Over the end of the year nothing comes along by itself: the new plan takes it up by hand.
    """
    return [
        {
            "line_id": row.line_id,
            "carried": True,
            "what": row.what,
            "pillar": row.pillar,
            "budget": row.budget,
            "content": row.content,
        }
        for row in _unfinished_before(report).order_by("position", "pk")
    ]


def _unfinished_before(report: Report) -> QuerySet[ReportLine]:
    """The lines that the report of the quarter before says are under way or late."""
    rows: QuerySet[ReportLine] = ReportLine.objects.filter(
        committee_id=report.committee_id,
        report__fiscal_year=report.fiscal_year,
        report__quarter_number=report.quarter_number - 1,
        state__in=UNFINISHED,
    )
    return rows


def left_behind(report: Report, lines: Iterable[ReportLine]) -> bool:
    """Whether the quarter before left lines unfinished that this report does not hold.

    So it is where this report was begun before the other was written. One query.
    """
    held = [line.line_id for line in lines]
    return _unfinished_before(report).exclude(line_id__in=held).exists()


def _recount(report: Report) -> None:
    """Keep the figures of the lines, and say that something changed."""
    lines = list(ReportLine.objects.filter(report=report))
    report.line_count = len(lines)
    report.answered_count = sum(1 for line in lines if line.state)
    for state in ("done", "under_way", "late", "dropped"):
        setattr(report, f"{state}_count", sum(1 for line in lines if line.state == state))
    # A line that was carried was planned, with its money, in the quarter before.
    report.budget = sum((line.budget for line in lines if not line.carried), Decimal(0))
    report.spent = sum((line.spent for line in lines), Decimal(0))
    report.version += 1
    report.changed_at = timezone.now()
    report.save()


def _move(
    report: Report, transition: Transition, by: User, *, reason: str = "", **after: Any
) -> AuditEvent:
    before = report.state
    report.state = ReportState(transition.target)
    report.version += 1
    report.changed_at = timezone.now()
    report.save()
    return audit.record(
        actor=by,
        committee=report.committee,
        verb=transition.verb,
        subject=report,
        before={"state": before},
        after={"state": str(report.state), "due": report.due.isoformat(), **after},
        reason=reason,
        above=True,
    )


def _recorded(verb: str, report: Report, by: User, *, above: bool = True) -> AuditEvent:
    return audit.record(
        actor=by,
        committee=report.committee,
        verb=verb,
        subject=report,
        after={"lines": report.line_count},
        above=above,
    )


def _decide(row: ReportRound, decision: str, by: User, note: str) -> None:
    row.decision = decision
    row.decided_by = by
    row.decided_at = timezone.now()
    row.decision_note = note
    for name, value in post_of("decided", by, row.committee).items():
        setattr(row, name, value)
    row.save(
        update_fields=[
            "decision",
            "decided_by",
            "decided_at",
            "decision_note",
            "decided_post_th",
            "decided_post_en",
            "line_notes",
        ]
    )


def _hide_lines(report: Report) -> None:
    """What is being written is the committee's own again; those above read what went up.

    They may not write these rows, so it is done by a named part of the system.
    """
    with rls.acting_as_system("reports"):
        ReportLine.objects.filter(report=report).update(above=False)


def _mark_summaries(report: Report, event: AuditEvent) -> None:
    """Mark the year's summaries that hold this report as out of date, and tell who made them."""
    above = [int(part) for part in report.committee.path.strip("/").split("/")]
    with rls.acting_as_system("reports"):
        rows = YearSummary.objects.select_for_update(of=("self",)).filter(
            committee_id__in=above, fiscal_year=report.fiscal_year, outdated_at__isnull=True
        )
        held = [
            row
            for row in rows.select_related("made_by", "committee")
            if any(item["id"] == report.committee_id for item in row.rows)
        ]
        for row in held:
            row.outdated_at, row.outdated_by = timezone.now(), report
            row.save(update_fields=["outdated_at", "outdated_by"])
    for row in held:
        notices.tell_outdated(row, report, event)


def deciders(committee: Committee) -> list[User]:
    """Those who decide on this committee's reports."""
    return access.holders(Permission.ACCEPT_REPORT, committee)


def writers(report: Report, newest: ReportRound | None) -> list[User]:
    """Those who write the committee's reports, and who sent this one up and still sits there."""
    sender = access.still_inside([newest.submitted_by], report.committee_id) if newest else []
    return [*sender, *access.holders(Permission.WRITE_REPORT, report.committee)]
