"""What people are told about progress reports and yearly summaries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import QuarterPlan, Report, YearSummary
from committees import access, audit, notices
from committees.calendar import format_date
from committees.models import AuditEvent
from committees.notices import Wording

notices.register(
    {
        "report_submitted": Wording(
            _("Report %(report)s of %(committee)s waits for you"),
            _("%(actor)s submitted the report %(report)s of %(committee)s. It waits for you."),
        ),
        "report_accepted": Wording(
            _("Report %(report)s of %(committee)s is accepted"),
            _(
                "%(actor)s accepted the report %(report)s of %(committee)s. The quarter is locked"
                " now."
            ),
        ),
        "report_returned": Wording(
            _("Report %(report)s of %(committee)s was sent back"),
            _(
                "%(actor)s sent the report %(report)s of %(committee)s back with a note. It is due"
                " again on %(due)s."
            ),
        ),
        "report_reopened": Wording(
            _("Report %(report)s of %(committee)s is reopened"),
            _(
                "%(actor)s reopened the report %(report)s of %(committee)s. It is due again on"
                " %(due)s."
            ),
        ),
        "report_soon": Wording(
            _("Report %(report)s of %(committee)s is due on %(due)s"),
            _("The report %(report)s of %(committee)s is due on %(due)s."),
        ),
        "report_today": Wording(
            _("Report %(report)s of %(committee)s is due today"),
            _("The report %(report)s of %(committee)s is due today."),
        ),
        "report_late": Wording(
            _("Report %(report)s of %(committee)s is late"),
            _("The report %(report)s of %(committee)s was due on %(due)s and has not gone up yet."),
        ),
        "summary_outdated": Wording(
            _("Your summary of fiscal year %(year)s is out of date"),
            _(
                "%(actor)s reopened the report %(report)s of %(committee)s, so your summary of"
                " fiscal year %(year)s is out of date. Make it anew once the report is accepted"
                " again."
            ),
        ),
    }
)

audit.register(
    {
        "report_started": _("%(actor)s began %(subject)s"),
        "report_renewed": _("%(actor)s brought %(subject)s up to date with the amended plan"),
        "report_line_answered": _("%(actor)s reported on the line “%(subject)s”"),
        "report_words_written": _("%(actor)s wrote about the quarter in %(subject)s"),
        "report_submitted": _("%(actor)s submitted %(subject)s"),
        "report_accepted": _("%(actor)s accepted %(subject)s; the quarter is locked"),
        "report_returned": _("%(actor)s sent %(subject)s back"),
        "report_reopened": _("%(actor)s reopened %(subject)s"),
        "report_reminded": _("The committee was reminded that %(report)s is due on %(day)s"),
        "year_summarised": _("%(actor)s made the %(subject)s"),
    }
)


def days(day: Any) -> dict[str, str]:
    """A day in both languages, as notices keep it."""
    return {language: format_date(day, language) for language in ("th", "en")}


def labels(period: Any) -> dict[str, str]:
    """A quarter in both languages."""
    return {language: period.label(language) for language in ("th", "en")}


def tell(kind: str, report: Report, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people of a step of a report."""
    notices.tell(
        kind=kind,
        event=event,
        committee=report.committee,
        recipients=recipients,
        url=report.get_absolute_url(),
        values={"report": labels(report.period), "due": days(report.due)},
    )


def tell_due(
    kind: str, quarter: QuarterPlan, due: Any, event: AuditEvent, recipients: list[User], url: str
) -> None:
    """Remind people of the report of a quarter, which may not have been begun."""
    notices.tell(
        kind=kind,
        event=event,
        committee=quarter.committee,
        recipients=recipients,
        url=url,
        values={"report": labels(quarter.period), "due": days(due)},
    )


def tell_outdated(summary: YearSummary, report: Report, event: AuditEvent) -> None:
    """Tell who made a summary, and still sits there, that a report in it is open again."""
    notices.tell(
        kind="summary_outdated",
        event=event,
        committee=report.committee,
        recipients=access.still_inside([summary.made_by], summary.committee_id),
        url=summary.get_absolute_url(),
        values={"report": labels(report.period), "year": str(summary.fiscal_year)},
    )
