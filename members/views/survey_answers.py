"""Answering the annual survey for one's organisation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees import access
from committees.errors import Conflict
from committees.http import PersonRequest, safe_int, signed_in
from members.actions import survey_answers as actions
from members.forms.surveys import AnswerForm, name_of
from members.models import Organisation, QuestionKind, Survey, SurveyBallot, SurveyQuestion
from members.policy import surveys as policy
from members.policy.speaking import organisations_spoken_for
from members.views.surveys import inner_survey, questions_of


@signed_in
@require_http_methods(["GET", "POST"])
def survey_answer(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The form: kept as one goes, handed in on purpose, changed until the survey closes.

    Who speaks for several organisations says with `?for=` which one answers here.
    """
    survey = inner_survey(request, slug, year)
    organisations = _organisations(request, survey)
    organisation = _chosen(request, organisations)
    policy.check_answer(request.user, survey, organisation)
    page = {"organisation": organisation, "organisations": organisations}
    questions = questions_of(request, survey)
    ballot = _ballot(survey, organisation)
    if request.method != "POST":
        return _page(request, survey, ballot, _form(ballot, questions), page)
    handing_in = "hand_in" in request.POST
    form = AnswerForm(
        request.POST,
        questions=questions,
        answers=ballot.kept if ballot else {},
        handing_in=handing_in,
    )
    if not form.is_valid():
        status = 422 if request.htmx else 200  # type: ignore[attr-defined]
        return _page(request, survey, ballot, form, page, status=status)
    act = actions.hand_in if handing_in else actions.keep_answers
    try:
        saved = act(
            survey=survey,
            organisation=organisation,
            answers=form.answers(),
            version=form.cleaned_data["version"],
            writer=form.cleaned_data["writer"],
            by=request.user,
        )
    except Conflict:
        return _conflict(request, survey, questions, form, page)
    return _done(request, survey, saved, page, handed_in=handing_in)


def _done(
    request: PersonRequest,
    survey: Survey,
    ballot: SurveyBallot,
    page: dict[str, Any],
    *,
    handed_in: bool,
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "members/_survey_kept.html", {"ballot": ballot, "just_now": True})
    if handed_in:
        messages.success(request, _("Thank you. The answer of your organisation is handed in."))
        return redirect(survey)
    messages.success(request, _("Your answers are kept. They count once you hand them in."))
    return redirect(f"{request.path}?for={page['organisation'].pk}")


def _organisations(request: PersonRequest, survey: Survey) -> list[Organisation]:
    """Those for which the person speaks here, by name; else the ones it sits here for."""
    scope = access.scope_of(request.user)
    spoken = organisations_spoken_for(request.user, {survey.committee_id})
    ids = {organisation_id for _committee_id, organisation_id in spoken}
    rows = Organisation.objects.visible_to(scope)
    if ids:
        return list(rows.filter(pk__in=ids).order_by("sort_key", "pk"))
    own = rows.filter(seats__person=request.user, seats__committee=survey.committee)
    return list(own.distinct().order_by("sort_key", "pk"))


def _chosen(request: PersonRequest, organisations: list[Organisation]) -> Organisation:
    asked = safe_int(request.GET.get("for", ""))
    if asked is None:
        if not organisations:
            raise Http404
        return organisations[0]
    for organisation in organisations:
        if organisation.pk == asked:
            return organisation
    raise Http404


def _ballot(survey: Survey, organisation: Organisation) -> SurveyBallot | None:
    """The ballot of an organisation for which the person answers; nobody else reads it."""
    return SurveyBallot.objects.filter(survey=survey, organisation=organisation).first()


def _form(ballot: SurveyBallot | None, questions: list[SurveyQuestion]) -> AnswerForm:
    return AnswerForm(
        questions=questions,
        answers=ballot.kept if ballot else {},
        handing_in=True,
        initial={"version": ballot.version if ballot else 0, "writer": uuid.uuid4()},
    )


def _page(
    request: PersonRequest,
    survey: Survey,
    ballot: SurveyBallot | None,
    form: AnswerForm,
    page: dict[str, Any],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        # What cannot be kept yet is said quietly; the whole form comes back when it is handed in.
        context = {"ballot": ballot, "problems": form.errors or more.get("conflict")}
        return render(request, "members/_survey_kept.html", context, status=status)
    context = {
        "survey": survey,
        "committee": survey.committee,
        "ballot": ballot,
        "form": form,
        **page,
        **more,
    }
    return render(request, "members/survey_answer.html", context, status=status)


def _conflict(
    request: PersonRequest,
    survey: Survey,
    questions: list[SurveyQuestion],
    form: AnswerForm,
    page: dict[str, Any],
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps yours and takes their version."""
    ballot = _ballot(survey, page["organisation"])
    theirs = ballot.kept if ballot else {}
    data = request.POST.copy()
    data["version"] = str(ballot.version if ballot else 0)
    again = AnswerForm(data, questions=questions, answers=theirs, handing_in=form.handing_in)
    again.is_valid()
    mine = form.answers()
    rows = [
        {
            "label": again.fields[name_of(question.pk)].label,
            "theirs": _words(question, theirs.get(str(question.pk))),
            "yours": _words(question, mine.get(str(question.pk))),
        }
        for question in questions
        if theirs.get(str(question.pk)) != mine.get(str(question.pk))
    ]
    conflict = {"rows": rows, "theirs_url": f"{request.path}?for={page['organisation'].pk}"}
    return _page(request, survey, ballot, again, page, status=409, conflict=conflict)


def _words(question: SurveyQuestion, value: Any) -> str:
    """An answer as one reads it."""
    if value is None:
        return ""
    if question.kind == QuestionKind.TEXT:
        return str(value)
    options = dict(question.options)
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(options.get(number, "–") for number in chosen)
