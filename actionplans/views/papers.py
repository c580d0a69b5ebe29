"""The quarterly plan as a paper and as a workbook; the year's lines as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.actions.plans import WITH_LINE, content_of
from actionplans.lines import FIELDS, ShownLine, show
from actionplans.models import Decision, PlanLine, QuarterPlan, Reception, Round
from actionplans.reading import Reading
from actionplans.views.quarters import reading_of
from actionplans.views.years import plan_of
from actionplans.workflow.plans import OPEN
from committees import downloads
from committees.documents import LineRow, QuarterPlanDocument, SignatureRow, quarter_plan_pdf
from committees.exports import Sheet, xlsx_response
from committees.http import PersonRequest, inside, signed_in
from committees.templatetags.ui import status_of


@signed_in
@require_safe
def quarter_pdf(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The plan as an official paper; ?digits=arabic for Arabic digits."""
    reading = reading_of(request, slug, pk)
    arabic = request.GET.get("digits") == "arabic" or request.LANGUAGE_CODE == "en"
    paper = quarter_plan_pdf(
        document_of(reading, request.LANGUAGE_CODE), "arabic" if arabic else "thai"
    )
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_file_name(reading.plan)}.pdf"'
    return response


@signed_in
@require_safe
def quarter_xlsx(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The plan as a workbook."""
    reading = reading_of(request, slug, pk)
    plan = reading.plan
    notes = [
        plan.committee.name,
        f"{plan.period.label()} · {status_of(plan.state).label}",
    ]
    sheet = Sheet(plan.period.label(), _headers(), _cells(reading.lines), notes)
    return xlsx_response(
        f"{_file_name(plan)}.xlsx", [sheet], title=str(plan), language=request.LANGUAGE_CODE
    )


@signed_in
@require_safe
@downloads.download
def plan_lines_export(
    request: PersonRequest, slug: str, year: int, form: str
) -> downloads.Download:
    """The working lines of a year's plan, for the committee itself."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    lines = (
        PlanLine.objects.standing()
        .filter(plan=plan)
        .select_related("responsible")
        .prefetch_related(*WITH_LINE)
    )
    shown = [
        show(content_of(line), key=line.pk, position=number)
        for number, line in enumerate(lines, start=1)
    ]
    sheet = Sheet(str(plan), _headers(), _cells(shown), [plan.committee.name])
    return downloads.Download(f"plan-{slug}-{year}", [sheet])


def _file_name(plan: QuarterPlan) -> str:
    return f"plan-{plan.committee.slug}-{plan.fiscal_year}-q{plan.quarter}"


def _headers() -> list[Any]:
    names = ("what", "pillar", "responsible", "supporting", "places")
    return [
        _("no."),
        *(FIELDS[name] for name in names),
        _("from"),
        _("until"),
        _("budget in baht"),
        *(FIELDS[name] for name in ("funding", "indicator", "target", "measure")),
    ]


def _cells(lines: list[ShownLine]) -> list[list[Any]]:
    return [
        [
            line.position,
            line.what,
            line.pillar,
            line.responsible,
            line.supporting,
            line.places,
            line.starts,
            line.ends,
            line.amount,
            line.funding,
            line.indicator,
            line.target,
            line.measure,
        ]
        for line in lines
    ]


def document_of(reading: Reading, language: str) -> QuarterPlanDocument:
    """The paper's content: the wording this person reads, with who signed for what."""
    plan = reading.plan
    newest = reading.newest
    draft = reading.shows_draft or plan.state in OPEN
    note = ""
    if newest is not None and not reading.shows_draft and newest.number > 1:
        note = _("Round %(number)s") % {"number": newest.number}
    return QuarterPlanDocument(
        committee_name=plan.committee.name,
        province_name=plan.committee.province.name,
        quarter=plan.period,
        state_label=str(status_of(plan.state).label),
        lines=[_row(line) for line in reading.lines],
        signatures=_signatures(None if reading.shows_draft else newest),
        generated_at=timezone.now(),
        language="en" if language == "en" else "th",
        is_draft=draft,
        note=note,
    )


def _row(line: ShownLine) -> LineRow:
    return LineRow(
        what=line.what,
        pillar=line.pillar,
        responsible=line.responsible,
        starts=line.starts,
        ends=line.ends,
        supporting=[line.supporting] if line.supporting else [],
        places=[line.places] if line.places else [],
        budget=line.amount,
        funding=line.funding,
        indicator=line.indicator or line.measure,
        target=line.target,
    )


def _signatures(row: Round | None) -> list[SignatureRow]:
    if row is None:
        return [SignatureRow("submitted"), SignatureRow("approved"), SignatureRow("received")]
    signatures = [
        SignatureRow("submitted", row.submitted_by.name, row.submitted_post, row.submitted_at)
    ]
    if row.decision == Decision.APPROVED and row.decided_by:
        signatures.append(
            SignatureRow(
                "approved",
                row.decided_by.name,
                row.decided_post,
                row.decided_at,
                row.decision_reason,
            )
        )
    else:
        signatures.append(SignatureRow("approved"))
    if row.reception == Reception.RECEIVED and row.received_by:
        signatures.append(
            SignatureRow(
                "received",
                row.received_by.name,
                row.received_post,
                row.received_at,
                row.reception_reason,
            )
        )
    else:
        signatures.append(SignatureRow("received"))
    return signatures
