"""The report of a quarter as it is read, and its way: submit, accept or send back, reopen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from actionplans import dues
from actionplans.actions import reports as actions
from actionplans.forms.plans import DecisionForm, NoteForm
from actionplans.forms.reports import ReopenForm, ReturnReportForm
from actionplans.models import QuarterPlan, Report, Round
from actionplans.policy import reports as policy
from actionplans.reporting import ReportReading, shown, sums, unplanned_of, words_of
from actionplans.workflow.reports import REPORT
from committees import access, audit
from committees.calendar import today
from committees.errors import Conflict
from committees.http import PersonRequest, scoped, signed_in
from committees.policy import allows

TOGETHER = QuarterPlan.objects.select_related(
    "committee__parent", "committee__area", "committee__province", "plan", "report__words"
)


def reading_of(request: PersonRequest, slug: str, pk: int) -> ReportReading:
    """The report of this quarter, begun or not, as this person may read it, or 404."""
    quarter = scoped(TOGETHER, request.user, pk=pk, committee__slug=slug)
    report = getattr(quarter, "report", None)
    if report is not None:
        report.committee, report.quarter = quarter.committee, quarter
    return ReportReading(quarter, report, access.scope_of(request.user))


def begun(request: PersonRequest, slug: str, pk: int) -> tuple[ReportReading, Report]:
    """As `reading_of`, with the report itself, for pages of one that has been begun."""
    reading = reading_of(request, slug, pk)
    if reading.report is None:
        raise Http404
    return reading, reading.report


def names(people: list[User]) -> list[str]:
    """Those who are told, each once."""
    return list(dict.fromkeys(person.name for person in people))


def context_of(request: PersonRequest, reading: ReportReading) -> dict[str, Any]:
    """What every page of a report shows."""
    report, quarter = reading.report, reading.quarter
    due = report.due if report else dues.report_due(dues.days_of(quarter.committee), quarter.period)
    may = {
        action: report is not None
        and allows(policy.check, action, request.user, report, reading.newest)
        for action in REPORT.transitions
    }
    return {
        "quarter": quarter,
        "report": report,
        "committee": quarter.committee,
        "reading": reading,
        "may": may,
        "may_write": report is not None and allows(policy.check_write, request.user, report),
        "due": due,
        "late": due < today() and (report is None or report.is_open),
        "print_of": quarter.committee.name,
    }


def standing_of(reading: ReportReading) -> Round | None:
    """The approved round that the report is about."""
    return actions.standing_round(reading.quarter) if reading.inside else None


@signed_in
@require_safe
def report(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The report of a quarter: every line, what was done beside the plan, and the words."""
    reading = reading_of(request, slug, pk)
    context = context_of(request, reading)
    standing = standing_of(reading) if reading.report is None or reading.writing else None
    if reading.report is None:
        context["may_start"] = allows(policy.check_start, request.user, reading.quarter, standing)
        context["no_report"] = _why_none(reading, standing)
    else:
        context["amended"] = standing is not None and standing.pk != reading.report.round_id
        context["left"] = reading.writing and actions.left_behind(reading.report, reading.rows)
        context["history"] = audit.history_of(reading.report, reading.scope)
    if context["may"]["accept"] and reading.newest:
        context["decision_form"] = DecisionForm(initial={"round": reading.newest.number})
        context["told"] = [reading.newest.submitted_by.name]
    return render(request, "actionplans/report.html", context)


def _why_none(reading: ReportReading, standing: Round | None) -> str:
    if not policy.reports_up(reading.quarter.committee):
        return str(policy.NOT_UP)
    if reading.inside and standing is None:
        return str(policy.NO_PLAN)
    return _("Nobody has begun the report of this quarter yet.")


@signed_in
@require_http_methods(["GET", "POST"])
def report_submit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say what submitting does and whom it tells; then do it."""
    reading, held = begun(request, slug, pk)
    policy.check("submit", request.user, held, reading.newest)
    left = actions.left_behind(held, reading.rows)
    policy.check_whole(held, reading.rows, standing_of(reading), left=left)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.submit_report(report=held, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("The report is submitted and locked until PSDHS decides."))
        return redirect(held)
    told = names(actions.deciders(held.committee))
    context = context_of(request, reading) | {"form": form, "told": told}
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/report_submit.html", context, status=status)


@signed_in
@require_POST
def report_accept(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Accept the report that was on the page."""
    reading, held = begun(request, slug, pk)
    policy.check("accept", request.user, held, reading.newest)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = context_of(request, reading) | {"decision_form": form, "told": []}
        context["history"] = audit.history_of(held, reading.scope)
        return render(request, "actionplans/report.html", context, status=400)
    actions.accept_report(
        report=held,
        by=request.user,
        note=form.cleaned_data["note"],
        seen_round=form.cleaned_data["round"],
    )
    messages.success(request, _("The report is accepted. The quarter is locked now."))
    return redirect(held)


@signed_in
@require_http_methods(["GET", "POST"])
def report_return(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Send a report back with a note on the whole or on a line."""
    reading, held = begun(request, slug, pk)
    policy.check("return", request.user, held, reading.newest)
    newest = reading.newest
    if newest is None:
        raise Http404
    form = ReturnReportForm(
        request.POST if request.method == "POST" else None,
        lines=shown(newest.content),
        initial={"round": newest.number},
    )
    status = 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_report(
                report=held,
                by=request.user,
                note=form.cleaned_data["note"],
                line_notes=form.line_notes(),
                seen_round=form.cleaned_data["round"],
            )
        except Conflict as conflict:
            form.add_error(None, conflict.reason)
            status = conflict.status
        else:
            messages.success(request, _("The report is sent back with your notes."))
            return redirect(held)
    told = [newest.submitted_by.name]
    context = context_of(request, reading) | {"form": form, "told": told}
    return render(request, "actionplans/report_return.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def report_reopen(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Open an accepted report again, with the reason."""
    reading, held = begun(request, slug, pk)
    policy.check("reopen", request.user, held, reading.newest)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_report(report=held, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The report is open again, and its quarter with it."))
        return redirect(held)
    told = names(actions.writers(held, reading.newest))
    context = context_of(request, reading) | {"form": form, "told": told}
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/report_reopen.html", context, status=status)


@signed_in
@require_safe
def report_round(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One round of the report as it went up: wording, names and times."""
    reading, _held = begun(request, slug, pk)
    row = next((row for row in reading.rounds if row.number == number), None)
    if row is None:
        raise Http404
    lines = shown(row.content, row.line_notes)
    context = context_of(request, reading) | {
        "round": row,
        "lines": lines,
        "sums": sums(lines),
        "words": words_of(row.content),
        "unplanned": unplanned_of(row.content),
    }
    return render(request, "actionplans/report_round.html", context)
