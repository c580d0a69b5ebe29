"""The questions of a survey that is still being written."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.errors import Conflict
from committees.http import PersonRequest, conflict_rows, scoped, signed_in
from members.actions import surveys as actions
from members.forms.surveys import QuestionForm
from members.models import QuestionKind, Survey, SurveyQuestion
from members.policy import surveys as policy
from members.views.surveys import conflict_of, inner_survey


def question_of(request: PersonRequest, survey: Survey, pk: int) -> SurveyQuestion:
    """A question of this survey, or 404."""
    question = scoped(SurveyQuestion, request.user, pk=pk, survey=survey)
    question.survey = survey
    return question


@signed_in
@require_http_methods(["GET", "POST"])
def survey_question_new(request: PersonRequest, slug: str, year: int, kind: str) -> HttpResponse:
    """Add a question of this kind."""
    if kind not in QuestionKind.values:
        raise Http404
    survey = inner_survey(request, slug, year)
    policy.check_edit(request.user, survey)
    form = QuestionForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid():
        actions.add_question(
            survey=survey,
            values={"kind": kind, **form.values()},
            form_key=form.cleaned_data["form_key"] or uuid.uuid4(),
            by=request.user,
        )
        messages.success(request, _("The question is added."))
        return redirect(_back(survey))
    return _page(request, survey, form, kind)


@signed_in
@require_http_methods(["GET", "POST"])
def survey_question_edit(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Change a question."""
    survey = inner_survey(request, slug, year)
    question = question_of(request, survey, pk)
    policy.check_edit(request.user, survey)
    initial = QuestionForm.initial_of(question)
    if request.method != "POST":
        form = QuestionForm(kind=question.kind, initial=initial)
        return _page(request, survey, form, question.kind, question=question)
    form = QuestionForm(request.POST, kind=question.kind, initial=initial)
    if not form.is_valid():
        return _page(request, survey, form, question.kind, question=question)
    try:
        actions.change_question(
            question=question,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict:
        return _conflict(request, survey, pk, form)
    messages.success(request, _("The question is saved."))
    return redirect(_back(survey))


def _conflict(request: PersonRequest, survey: Survey, pk: int, form: QuestionForm) -> HttpResponse:
    question = question_of(request, survey, pk)
    initial = QuestionForm.initial_of(question)
    data = request.POST.copy()
    data["version"] = str(question.version)
    again = QuestionForm(data, kind=question.kind, initial=initial)
    again.is_valid()
    conflict = conflict_of(request, survey, "survey_question_changed") | {
        "rows": conflict_rows(form, initial),
        "theirs_url": survey.get_absolute_url(),
    }
    return _page(
        request, survey, again, question.kind, status=409, question=question, conflict=conflict
    )


def _page(
    request: PersonRequest,
    survey: Survey,
    form: QuestionForm,
    kind: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "survey": survey,
        "committee": survey.committee,
        "form": form,
        "kind": QuestionKind(kind),
        **more,
    }
    return render(request, "members/survey_question.html", context, status=status)


@signed_in
@require_POST
def survey_question_remove(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Take a question out."""
    survey = inner_survey(request, slug, year)
    actions.remove_question(question=question_of(request, survey, pk), by=request.user)
    messages.success(request, _("The question is taken out."))
    return redirect(_back(survey))


@signed_in
@require_POST
def survey_question_move(
    request: PersonRequest, slug: str, year: int, pk: int, way: str
) -> HttpResponse:
    """Move a question one place up or down."""
    if way not in ("up", "down"):
        raise Http404
    survey = inner_survey(request, slug, year)
    question = question_of(request, survey, pk)
    actions.move_question(question=question, up=way == "up", by=request.user)
    return redirect(f"{_back(survey)}#question-{pk}")


def _back(survey: Survey) -> str:
    return reverse("survey", args=[survey.committee.slug, survey.fiscal_year])
