"""A committee's annual survey: its page, its questions, opening, reminding and closing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import access, audit
from committees.calendar import fiscal_year, today
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, conflict_rows, inside, scoped, signed_in
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.roles import Permission
from members.actions import survey_rounds
from members.actions import surveys as actions
from members.forms.surveys import SurveyForm, SurveyNewForm, SurveyOpenForm
from members.models import (
    LEAST,
    Membership,
    Survey,
    SurveyParticipation,
    SurveyQuestion,
)
from members.policy import surveys as policy
from members.policy.speaking import organisations_spoken_for
from members.views.seats import committee_of
from members.workflow.surveys import DRAFT, OPEN

TOGETHER = Survey.objects.select_related("committee__province", "committee__parent")
# How long a survey is usually open.
USUAL_DAYS = 21
HISTORY = 30


def survey_of(request: PersonRequest, slug: str, year: int) -> Survey:
    """The survey of this address that the person may see, or 404."""
    return scoped(TOGETHER, request.user, committee__slug=slug, fiscal_year=year)


def inner_survey(request: PersonRequest, slug: str, year: int) -> Survey:
    """The same, for what only people inside the committee may open at all."""
    survey = survey_of(request, slug, year)
    inside(request.user, survey)
    return survey


def questions_of(request: PersonRequest, survey: Survey) -> list[SurveyQuestion]:
    """The survey's questions in their order."""
    scope = access.scope_of(request.user)
    rows = SurveyQuestion.objects.visible_to(scope).filter(survey=survey)
    return list(rows.order_by("position", "pk"))


@signed_in
@require_safe
def survey(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """What is asked, how many have answered, and what this person can do now."""
    row = survey_of(request, slug, year)
    scope = access.scope_of(request.user)
    sees_inside = scope.sees_inside(row)
    runs = sees_inside and allows(policy.check_completion, request.user, row)
    context: dict[str, Any] = {
        "survey": row,
        "committee": row.committee,
        "sees_inside": sees_inside,
        "questions": questions_of(request, row) if sees_inside else [],
        "may": _may(request, row) if sees_inside else {},
        "runs": runs,
        "least": LEAST,
        "over": row.state == OPEN and row.last_day is not None and row.last_day < today(),
        "history": audit.history_of(row, scope, HISTORY),
        "print_of": row.committee.name,
    }
    if runs and row.state != DRAFT:
        context["completion"] = completion_of(request, row)
    return render(request, "members/survey.html", context)


def _may(request: PersonRequest, row: Survey) -> dict[str, bool]:
    user = request.user
    return {
        "edit": allows(policy.check_edit, user, row),
        "extend": row.state == OPEN and allows(policy.check_change, user, row, {"last_day": None}),
        "open": allows(policy.check_step, "open", user, row),
        "close": allows(policy.check_step, "close", user, row),
        "remind": allows(policy.check_remind, user, row),
        "answer": row.state == OPEN and bool(answering_ids(request, row)),
        "results": allows(policy.check_results, user, row),
    }


def answering_ids(request: PersonRequest, row: Survey) -> list[int]:
    """The member organisations for which this person may answer now."""
    if not allows(policy.check_is_open, row):
        return []
    if not access.can(request.user, Permission.TAKE_PART, row.committee):
        return []
    spoken = organisations_spoken_for(request.user, {row.committee_id})
    ids = {organisation_id for _committee_id, organisation_id in spoken}
    members = (
        Membership.objects.members(today())
        .visible_to(access.scope_of(request.user))
        .filter(committee=row.committee, organisation_id__in=ids)
    )
    return sorted(set(members.values_list("organisation_id", flat=True)))


def completion_of(request: PersonRequest, row: Survey) -> dict[str, Any]:
    """Which organisations have answered, for those who run the survey; not what, and not when."""
    parts = (
        SurveyParticipation.objects.visible_to(access.scope_of(request.user))
        .filter(survey=row)
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation_id")
    )
    rows = list(parts)
    return {
        "rows": rows,
        "answered": sum(part.answered for part in rows),
        "asked": len(rows),
    }


# --- Beginning and changing it --------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def survey_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin the survey of a year."""
    committee = committee_of(request, slug)
    inside(request.user, committee)
    policy.check_run(request.user, committee)
    form = SurveyNewForm(
        request.POST if request.method == "POST" else None,
        initial={"fiscal_year": _offered(request, committee)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start_survey(
                committee=committee, fiscal_year=form.cleaned_data["fiscal_year"], by=request.user
            )
        except WrongState as refused:
            form.add_error("fiscal_year", refused.reason)
        else:
            messages.success(
                request, _("The survey is begun. Look at its questions, then open it.")
            )
            return redirect(row)
    return render(request, "members/survey_new.html", {"committee": committee, "form": form})


def _offered(request: PersonRequest, committee: Committee) -> int:
    """The running year, or the first after it that has no survey."""
    rows = Survey.objects.visible_to(access.scope_of(request.user)).filter(committee=committee)
    taken = set(rows.values_list("fiscal_year", flat=True))
    year = fiscal_year(today())
    while year in taken:
        year += 1
    return year


@signed_in
@require_http_methods(["GET", "POST"])
def survey_edit(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Change the introduction, or the last day while people answer."""
    row = inner_survey(request, slug, year)
    policy.check_change(request.user, row, {})
    if request.method != "POST":
        return _edit_page(request, row, SurveyForm(survey=row))
    form = SurveyForm(request.POST, survey=row)
    if not form.is_valid():
        return _edit_page(request, row, form)
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        actions.change_survey(survey=row, values=values, version=version, by=request.user)
    except Conflict:
        return _edit_conflict(request, slug, year, form)
    messages.success(request, _("The survey is saved."))
    return redirect(row)


def _edit_page(
    request: PersonRequest, row: Survey, form: SurveyForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"survey": row, "committee": row.committee, "form": form, **more}
    return render(request, "members/survey_edit.html", context, status=status)


def _edit_conflict(request: PersonRequest, slug: str, year: int, form: SurveyForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    row = inner_survey(request, slug, year)
    data = request.POST.copy()
    data["version"] = str(row.version)
    again = SurveyForm(data, survey=row)
    again.is_valid()
    conflict = conflict_of(request, row, "survey_changed") | {
        "rows": conflict_rows(form, SurveyForm.initial_of(row)),
        "theirs_url": row.get_absolute_url(),
    }
    return _edit_page(request, row, again, 409, conflict=conflict)


def conflict_of(request: PersonRequest, row: Survey, verb: str) -> dict[str, Any]:
    """Who did this last, and when."""
    events = AuditEvent.objects.visible_to(access.scope_of(request.user)).filter(
        committee_id=row.committee_id, verb=verb, subject_id=str(row.pk)
    )
    last = events.order_by("-at", "-id").first()
    return {"who": last.actor if last else _("Somebody"), "at": last.at if last else None}


# --- Its steps ------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def survey_open(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Lock the questions and ask the members."""
    row = inner_survey(request, slug, year)
    policy.check_step("open", request.user, row)
    first = row.last_day or today() + dt.timedelta(days=USUAL_DAYS)
    form = SurveyOpenForm(
        request.POST if request.method == "POST" else None, initial={"last_day": first}
    )
    if request.method == "POST" and form.is_valid():
        try:
            survey_rounds.open_survey(
                survey=row, last_day=form.cleaned_data["last_day"], by=request.user
            )
        except WrongState as refused:
            form.add_error(None, ValidationError(refused.reason))
        else:
            messages.success(request, _("The survey is open. Every member organisation is told."))
            return redirect(row)
    members = survey_rounds.member_ids(row.committee)
    context = {
        "survey": row,
        "committee": row.committee,
        "form": form,
        "consequence": _("The questions are locked, and the member organisations are asked."),
        "details": _opening_details(len(members)),
        "told": [person.name for person in survey_rounds.speakers(row.committee, members)],
    }
    return render(request, "members/survey_open.html", context)


def _opening_details(members: int) -> list[str]:
    found = [
        ngettext(
            "%(count)d member organisation is asked, for one answer.",
            "%(count)d member organisations are asked, for one answer each.",
            members,
        )
        % {"count": members},
        _("Results are shown after closing, without names, and only from %(least)d answers on.")
        % {"least": LEAST},
    ]
    if members < LEAST:
        found.append(_("With so few members the results can never be shown."))
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def survey_close(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Close it before its last day."""
    row = inner_survey(request, slug, year)
    policy.check_step("close", request.user, row)
    if request.method == "POST":
        survey_rounds.close_survey(survey=row, by=request.user)
        messages.success(request, _("The survey is closed."))
        return redirect(row)
    completion = completion_of(request, row)
    missing = completion["asked"] - completion["answered"]
    details = [_("Answers that were written and not handed in are deleted.")]
    if missing:
        details.insert(
            0,
            ngettext(
                "%(count)d organisation has not answered and cannot any more.",
                "%(count)d organisations have not answered and cannot any more.",
                missing,
            )
            % {"count": missing},
        )
    if completion["answered"] < LEAST:
        details.append(_("There are fewer than four answers, so no results will be shown, ever."))
    context = {
        "survey": row,
        "committee": row.committee,
        "consequence": _(
            "Answers are cut off from names for good. A closed survey is never opened again."
        ),
        "details": details,
    }
    return render(request, "members/survey_close.html", context)


@signed_in
@require_POST
def survey_remind(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Remind those who have not answered."""
    row = inner_survey(request, slug, year)
    told = survey_rounds.remind(survey=row, by=request.user)
    messages.success(
        request,
        ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", told)
        % {"count": told},
    )
    return redirect(row)
