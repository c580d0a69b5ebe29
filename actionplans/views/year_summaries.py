"""The summary of a year: what is missing for it, making it, its versions, its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.actions import year_summaries as actions
from actionplans.documents.reports import ReportSignature, SummaryDocument, summary_pdf
from actionplans.forms.reports import SummaryForm
from actionplans.models import FIRST_PLAN_YEAR, YearSummary
from actionplans.policy import reports as policy
from actionplans.summing import tables
from actionplans.tabs import year_tabs
from committees import access, audit, downloads
from committees.calendar import LAST_BE_YEAR, year_label
from committees.errors import Refused, WrongState
from committees.exports import Sheet
from committees.http import PersonRequest, inside, scoped, signed_in
from committees.models import Committee
from committees.policy import allows

TOGETHER = YearSummary.objects.select_related(
    "committee__area", "committee__province", "made_by", "outdated_by__committee"
)


@signed_in
@require_http_methods(["GET", "POST"])
def summaries(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """What is missing for the year's summary, the form that makes it, and those that were made."""
    committee = scoped(
        Committee.objects.select_related("area", "province"), request.user, slug=slug
    )
    inside(request.user, _Of(committee))
    if not FIRST_PLAN_YEAR <= year <= LAST_BE_YEAR:
        raise Http404
    if request.method == "POST":
        policy.check_summarise(request.user, committee)
    scope = access.scope_of(request.user)
    rows = actions.reporting_below(committee, scope, year)
    below = [row.committee for row in rows]
    form = SummaryForm(
        request.POST if request.method == "POST" else None,
        committees=below,
        initial={"committees": [str(row.pk) for row in below]},
    )
    status, refused = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_summary(
                committee=committee,
                fiscal_year=year,
                chosen=form.chosen(),
                by=request.user,
                note=form.cleaned_data["note"],
            )
        except WrongState as wrong:
            status, refused = wrong.status, wrong.reason
        else:
            messages.success(request, _("The summary is made and kept as it stands."))
            return redirect(made)
    elif request.method == "POST":
        status = 400
    context = {
        "committee": committee,
        "year": year,
        "year_label": year_label(year),
        "rows": rows,
        "missing": actions.missing(rows),
        "form": form,
        "refused": refused or _why_not(rows, year),
        "may_make": allows(policy.check_summarise, request.user, committee),
        "made": list(
            YearSummary.objects.visible_to(scope)
            .filter(committee=committee, fiscal_year=year)
            .select_related("made_by", "committee")
            .order_by("-number")
        ),
        "tabs": year_tabs(committee, year, "reports", scope),
        "print_of": committee.name,
    }
    return render(request, "actionplans/summaries.html", context, status=status)


class _Of:
    """A committee as something that belongs to it, for `inside`."""

    def __init__(self, committee: Committee) -> None:
        self.committee_id = committee.pk


def _why_not(rows: list[Any], year: int) -> str:
    """Why the whole year cannot be summed up now, or ''."""
    try:
        actions.check_whole(rows, year)
    except Refused as refused:
        return refused.reason
    return ""


def _summary(request: PersonRequest, slug: str, year: int, number: int) -> YearSummary:
    return scoped(TOGETHER, request.user, committee__slug=slug, fiscal_year=year, number=number)


@signed_in
@require_safe
def summary(request: PersonRequest, slug: str, year: int, number: int) -> HttpResponse:
    """One version of a year's summary, as it was made."""
    row = _summary(request, slug, year, number)
    scope = access.scope_of(request.user)
    context = {
        "summary": row,
        "committee": row.committee,
        "year": year,
        "year_label": year_label(year),
        "tables": tables(row.content),
        "inside": scope.sees_inside(row),
        "history": audit.history_of(row, scope),
        "print_of": row.committee.name,
    }
    return render(request, "actionplans/summary.html", context)


@signed_in
@require_safe
@downloads.download
def summary_export(
    request: PersonRequest, slug: str, year: int, number: int, form: str
) -> downloads.Download:
    """The summary as PDF or as a spreadsheet."""
    row = _summary(request, slug, year, number)
    notes = [row.committee.name, year_label(year), str(row), *filter(None, [outdated(row)])]
    arabic = request.GET.get("digits") == "arabic" or request.LANGUAGE_CODE == "en"
    return downloads.Download(
        f"summary-{slug}-{year}-{number}",
        [Sheet(part.title, part.headers, part.cells, notes) for part in tables(row.content)],
        pdf=lambda: summary_pdf(
            document_of(row, request.LANGUAGE_CODE), "arabic" if arabic else "thai"
        ),
        inline=True,
    )


def outdated(row: YearSummary) -> str:
    """Why the summary is out of date, or ''."""
    if row.outdated_at is None or row.outdated_by is None:
        return ""
    return _("Out of date: the report %(report)s was reopened after it was made.") % {
        "report": f"{row.outdated_by.period.label()}, {row.outdated_by.committee.short}"
    }


def document_of(row: YearSummary, language: str) -> SummaryDocument:
    """The paper's content."""
    return SummaryDocument(
        committee_name=row.committee.name,
        province_name=row.committee.province.name,
        year=row.fiscal_year,
        number=row.number,
        note=row.note,
        outdated=outdated(row),
        tables=[(part.title, part.headers, part.worded) for part in tables(row.content)],
        signatures=[ReportSignature("made", row.made_by.name, row.made_post, row.made_at)],
        generated_at=timezone.now(),
        language="en" if language == "en" else "th",
    )
