"""May this person do this to a report or a year's summary now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from actionplans.models import QuarterPlan, Report, ReportLine, ReportRound, Round
from actionplans.workflow.reports import OPEN, REPORT
from committees import access
from committees.calendar import format_date, today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition

_WHO = {
    Permission.WRITE_REPORT: _(
        "Only the secretary and the deputy secretary write this committee's report."
    ),
    Permission.ACCEPT_REPORT: _("Only PSDHS of this province decides on the report."),
}
NOT_UP = _("This committee does not report to the province: what it does stays within it.")
LINE_GONE = _("This line has left the report, because the plan was amended.")
NO_PLAN = _("No plan of this quarter is approved, so there is nothing to report on yet.")


def reports_up(committee: Committee) -> bool:
    """Whether PSDHS receives this committee's reports: not those of closed groups, nor its own."""
    return not committee.closed and committee.kind not in (Kind.PROVINCIAL, Kind.NATIONAL)


def check_writer(user: User, committee: Committee) -> None:
    """Whether the person writes this committee's reports at all."""
    if not access.can(user, Permission.WRITE_REPORT, committee):
        raise NotAllowed(_WHO[Permission.WRITE_REPORT])


def check_start(user: User, quarter: QuarterPlan, standing: Round | None) -> None:
    """Whether the person may begin the report of this quarter; `standing` is what it reports on."""
    check_writer(user, quarter.committee)
    if not reports_up(quarter.committee):
        raise WrongState(NOT_UP)
    if standing is None:
        raise WrongState(NO_PLAN)
    if quarter.period.start > today():
        raise WrongState(
            _("This quarter begins on %(day)s.") % {"day": format_date(quarter.period.start)}
        )


def check_write(user: User, report: Report) -> None:
    """Whether the person may write in this report now."""
    check_writer(user, report.committee)
    if report.state not in OPEN:
        raise WrongState(
            _("This report has gone up and is locked. PSDHS can send it back or reopen it.")
        )


def check(action: str, user: User, report: Report, newest: ReportRound | None) -> Transition:
    """Whether the person may take this action on the report now; returns its transition.

    First who (403), then the state (409). Nobody accepts or sends back what they submitted
    themselves; the database holds the same rule. A quarter that still runs is not locked.
    """
    transition = REPORT.transitions[action]
    if not any(access.can(user, wanted, report.committee) for wanted in transition.permissions):
        raise NotAllowed(next(_WHO[wanted] for wanted in transition.permissions))
    REPORT.check_state(action, report.state)
    if action in ("accept", "return") and newest and newest.submitted_by_id == user.pk:
        raise NotAllowed(_("You submitted this report, so another person decides on it."))
    if action == "accept" and report.period.end >= today():
        raise WrongState(
            _("The quarter runs until %(day)s. Accepting locks it, so accept after that day.")
            % {"day": format_date(report.period.end)}
        )
    return transition


def check_whole(
    report: Report, lines: list[ReportLine], standing: Round | None, *, left: bool
) -> None:
    """Whether everything is answered, and about the plan as it was approved last.

    `left`: the quarter before left lines unfinished that this report does not hold.
    """
    if standing is None:
        raise WrongState(NO_PLAN)
    if standing.pk != report.round_id:
        raise WrongState(
            _("The plan was amended since. Bring the report up to date with it, then submit.")
        )
    if left:
        raise WrongState(
            _(
                "The quarter before left lines unfinished that are not in this report. Take them"
                " over, then submit."
            )
        )
    missing = sum(1 for line in lines if not line.state)
    if missing:
        raise WrongState(
            ngettext(
                "%(count)d line is not answered yet. Say what became of it, then submit.",
                "%(count)d lines are not answered yet. Say what became of them, then submit.",
                missing,
            )
            % {"count": missing}
        )


def check_current(report: Report, standing: Round | None) -> None:
    """Refuse to accept a report on a plan that was amended or returned after it went up."""
    if standing is None or standing.pk != report.round_id:
        raise WrongState(
            _(
                "The plan of this quarter changed after the report went up. Send the report back,"
                " so that it is brought up to date."
            )
        )


def check_seen(newest: ReportRound, seen_round: int | None) -> None:
    """Refuse a decision on a round that is no longer the newest; None asks nothing."""
    if seen_round is not None and seen_round != newest.number:
        raise Conflict(_("The report was submitted again since you opened it. Read it once more."))


def check_summarise(user: User, committee: Committee) -> None:
    """Whether the person sums up the year of what stands below this committee."""
    if not access.can(user, Permission.SUMMARISE_YEAR, committee):
        raise NotAllowed(
            _("Only PSDHS, or the secretary of the committee above, makes the yearly summary.")
        )
