"""The results of a closed survey: the page, its charts, its files. All read `survey_results`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, charts, downloads, exports
from committees.http import PersonRequest, signed_in
from members import survey_results as reading
from members.models import LEAST, QuestionKind, Survey
from members.policy import surveys as policy
from members.survey_results import QuestionResult, mean_words
from members.views.surveys import inner_survey

OVERVIEW = "overview"


def _read(
    request: PersonRequest, slug: str, year: int
) -> tuple[Survey, Survey | None, list[QuestionResult]]:
    survey = inner_survey(request, slug, year)
    policy.check_results(request.user, survey)
    scope = access.scope_of(request.user)
    before = reading.previous_of(survey, scope)
    return survey, before, reading.results_of(survey, scope, before)


@signed_in
@require_safe
def survey_results(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Each question with its chart, its table and its texts; beside it the year before."""
    survey, before, results = _read(request, slug, year)
    overview = reading.overview_of(results, survey, before)
    shown = [(result, _shown(result, survey, before)) for result in results]
    context = {
        "survey": survey,
        "committee": survey.committee,
        "before": before if any(result.before for result in results) else None,
        "results": shown,
        "enough": survey.answered >= LEAST,
        "least": LEAST,
        "overview": overview
        and charts.shown(overview, _chart_url(survey, OVERVIEW), first=_("Question")),
        "print_of": survey.committee.name,
    }
    return render(request, "members/survey_results.html", context)


def _shown(result: QuestionResult, survey: Survey, before: Survey | None) -> dict[str, Any] | None:
    chart = reading.chart_of(result, survey, before)
    if chart is None:
        return None
    return charts.shown(chart, _chart_url(survey, result.question.pk), first=_("Answer"))


def _chart_url(survey: Survey, which: object) -> str:
    return reverse("survey_chart", args=[survey.committee.slug, survey.fiscal_year, which])


@signed_in
@require_safe
def survey_chart(request: PersonRequest, slug: str, year: int, which: str) -> HttpResponse:
    """The picture of one question, or of the means of all."""
    survey, before, results = _read(request, slug, year)
    chart = None
    if which == OVERVIEW:
        chart = reading.overview_of(results, survey, before)
    else:
        for result in results:
            if str(result.question.pk) == which:
                chart = reading.chart_of(result, survey, before)
    if chart is None:
        raise Http404
    return charts.served(request, chart)


@signed_in
@require_safe
@downloads.download
def survey_export(request: PersonRequest, slug: str, year: int, form: str) -> downloads.Download:
    """What the page shows, as a spreadsheet; nothing it keeps back."""
    survey, before, results = _read(request, slug, year)
    name = reading.print_name(survey.committee, survey)
    headers, rows = _spread(results, survey, before)
    answered = _("%(answered)s of %(asked)s member organisations answered") % {
        "answered": survey.answered,
        "asked": survey.asked,
    }
    notes = [name, survey.committee.name, answered]
    summary = exports.Sheet(_("Questions"), *_summary(results, survey, before), notes)
    answers = exports.Sheet(_("Answers"), headers, rows, [name])
    # A CSV file has one sheet: the answers.
    sheets = [answers] if form == downloads.CSV else [summary, answers]
    return downloads.Download(name, sheets)


def _summary(
    results: list[QuestionResult], survey: Survey, before: Survey | None
) -> tuple[list[str], list[exports.Row]]:
    headers = [_("No."), _("Question"), _("Kind"), _("Answers"), _("Mean")]
    if before is not None:
        headers.append(_("Mean %(year)s") % {"year": before.fiscal_year})
    rows: list[exports.Row] = []
    for result in results:
        row: list[exports.Value] = [
            result.number,
            result.question.text,
            result.question.get_kind_display(),
            result.answers if result.shown else _("fewer than four"),
            _rounded(result.mean),
        ]
        if before is not None:
            row.append(_rounded(result.before.mean if result.before else None))
        rows.append(row)
    return headers, rows


def _spread(
    results: list[QuestionResult], survey: Survey, before: Survey | None
) -> tuple[list[str], list[exports.Row]]:
    """One row for each option of each question, and one for each text."""
    headers = [_("No."), _("Question"), _("Answer"), _("Chosen by"), _("Per cent")]
    if before is not None:
        headers.append(_("Per cent %(year)s") % {"year": before.fiscal_year})
    rows: list[exports.Row] = []
    for result in results:
        first: list[exports.Value] = [result.number, result.question.text]
        if not result.shown:
            rows.append([*first, _("fewer than four")])
        elif result.question.kind == QuestionKind.TEXT:
            rows += [[*first, words] for words in result.texts]
        else:
            earlier = result.before.shares if result.before else [None] * len(result.rows)
            rows += [
                [*first, words, count, _rounded(share), *([_rounded(past)] if before else [])]
                for (words, count, share), past in zip(result.rows, earlier, strict=True)
            ]
    return headers, rows


def _rounded(value: float | None) -> exports.Value:
    return None if value is None else float(mean_words(value))
