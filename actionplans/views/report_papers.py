"""The report of a quarter as a paper and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.documents.reports import (
    ReportDocument,
    ReportLineRow,
    ReportSignature,
    report_pdf,
)
from actionplans.reporting import Answered, ReportReading
from actionplans.views.reports import begun
from committees import downloads
from committees.exports import Sheet
from committees.http import PersonRequest, signed_in
from committees.templatetags.ui import status_of


@signed_in
@require_safe
@downloads.download
def report_export(request: PersonRequest, slug: str, pk: int, form: str) -> downloads.Download:
    """The report as PDF (?digits=arabic), XLSX or CSV: what this person reads of it."""
    reading, report = begun(request, slug, pk)
    if reading.content is None:
        raise Http404
    notes = [
        report.committee.name,
        f"{report.period.label()} · {status_of(f'report_{report.state}').label}",
        *(f"{heading}: {text}" for heading, text in reading.words),
    ]
    sheet = Sheet(report.period.label(), headers(), cells(reading.lines), notes)
    arabic = request.GET.get("digits") == "arabic" or request.LANGUAGE_CODE == "en"
    return downloads.Download(
        f"report-{slug}-{report.fiscal_year}-q{report.quarter_number}",
        [sheet],
        pdf=lambda: report_pdf(
            document_of(reading, request.LANGUAGE_CODE), "arabic" if arabic else "thai"
        ),
        inline=True,
    )


def headers() -> list[Any]:
    """The headings of a report as a spreadsheet."""
    return [
        _("no."),
        _("what will be done"),
        _("pillar"),
        _("responsible agency"),
        _("from the quarter before"),
        _("what became of it"),
        _("why"),
        _("done by"),
        _("indicator"),
        _("target"),
        _("indicator value"),
        _("budget in baht"),
        _("money spent in baht"),
        _("activities"),
        _("people reached"),
        _("participants"),
        _("cash of the activities in baht"),
        _("a word on it"),
    ]


def cells(lines: list[Answered]) -> list[list[Any]]:
    """One row for each line of a report."""
    return [
        [
            item.line.position,
            item.line.what,
            item.line.pillar,
            item.line.responsible,
            _("yes") if item.carried else "",
            item.state_word,
            item.reason,
            item.until,
            item.measured["name"] if item.measured else item.line.indicator,
            item.line.target,
            item.value,
            item.line.amount,
            item.spent,
            item.facts.count,
            item.facts.reached,
            item.facts.participants,
            item.facts.cost,
            item.word,
        ]
        for item in lines
    ]


def document_of(reading: ReportReading, language: str) -> ReportDocument:
    """The paper's content: what this person reads, with who signed for what."""
    report, newest = reading.report, reading.newest
    if report is None or reading.unplanned is None:
        raise Http404
    signatures = [ReportSignature("submitted"), ReportSignature("accepted")]
    if newest is not None and not reading.writing:
        signatures[0] = ReportSignature(
            "submitted", newest.submitted_by.name, newest.submitted_post, newest.submitted_at
        )
        if newest.decision == "accepted" and newest.decided_by and not newest.reopened_at:
            signatures[1] = ReportSignature(
                "accepted", newest.decided_by.name, newest.decided_post, newest.decided_at
            )
    return ReportDocument(
        committee_name=report.committee.name,
        province_name=report.committee.province.name,
        quarter=report.period,
        state_label=str(status_of(f"report_{report.state}").label),
        lines=[_row(item) for item in reading.lines],
        facts=reading.sums.facts,
        words=reading.words,
        unplanned=(
            reading.unplanned["facts"].words if reading.unplanned["facts"].count else "",
            [f"{item['day']}: {item['title']}" for item in reading.unplanned["items"]],
        ),
        signatures=signatures,
        generated_at=timezone.now(),
        language="en" if language == "en" else "th",
        is_draft=reading.writing or report.is_open,
    )


def _row(item: Answered) -> ReportLineRow:
    why = item.reason
    if item.until:
        why = f"{why}\n{_('done by')} {item.until}".strip()
    return ReportLineRow(
        number=item.line.position,
        what=item.line.what,
        who=item.line.responsible,
        carried=item.carried,
        state=item.state_word,
        why="\n".join(part for part in (why, item.word) if part),
        indicator=item.measured["name"] if item.measured else item.line.indicator,
        target=item.line.target,
        value=item.value,
        budget=item.line.amount,
        spent=item.spent,
        facts=item.facts.words if item.facts.count else "",
    )
