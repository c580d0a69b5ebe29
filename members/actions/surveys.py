"""Writing the annual survey of a committee, question by question, until it is opened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import audit
from committees.errors import WrongState
from committees.models import AuditEvent, Committee
from committees.policy import check_version
from members.models import Survey, SurveyQuestion
from members.policy import surveys as policy
from members.survey_questions import FIRST_QUESTIONS

MOST_QUESTIONS = 40
_COPIED = (
    "key",
    "kind",
    "text_th",
    "text_en",
    "low_th",
    "low_en",
    "high_th",
    "high_en",
    "choices_th",
    "choices_en",
    "required",
)


@transaction.atomic
def start_survey(*, committee: Committee, fiscal_year: int, by: User) -> Survey:
    """Begin the survey of a fiscal year, with the questions of the newest one before it.

    The first survey of a committee begins with `FIRST_QUESTIONS`. Side effect: an audit event.
    Raises NotAllowed, or WrongState where the year has a survey.
    """
    policy.check_run(by, committee)
    Committee.objects.select_for_update(no_key=True, of=("self",)).get(pk=committee.pk)
    others = Survey.objects.filter(committee=committee)
    if others.filter(fiscal_year=fiscal_year).exists():
        raise WrongState(_("This year already has a survey."))
    before = others.filter(fiscal_year__lt=fiscal_year).order_by("-fiscal_year").first()
    tenant = tenant_of(committee)
    survey = Survey.objects.create(
        fiscal_year=fiscal_year,
        intro_th=before.intro_th if before else "",
        intro_en=before.intro_en if before else "",
        created_by=by,
        **tenant,
    )
    survey.committee = committee
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(survey=survey, position=position, **values, **tenant)
        for position, values in enumerate(_first_questions(before), start=1)
    )
    recorded("survey_started", survey, by)
    return survey


def _first_questions(before: Survey | None) -> list[dict[str, Any]]:
    if before is None:
        return [dict(values) for values in FIRST_QUESTIONS]
    return [
        {name: getattr(question, name) for name in _COPIED}
        for question in SurveyQuestion.objects.filter(survey=before)
    ]


@transaction.atomic
def change_survey(*, survey: Survey, values: Mapping[str, Any], version: int, by: User) -> Survey:
    """Change the introduction or the last day; `version` is the one that was shown.

    While people answer, only the last day moves, and never into the past. Raises NotAllowed,
    WrongState, Conflict.
    """
    locked = locked_survey(survey)
    policy.check_change(by, locked, values)
    check_version(locked, version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    recorded("survey_changed", locked, by)
    return locked


@transaction.atomic
def add_question(
    *, survey: Survey, values: Mapping[str, Any], by: User, form_key: uuid.UUID
) -> SurveyQuestion:
    """Add a question at the end; the same form sent again gives the question it made before.

    Raises NotAllowed, WrongState (locked, or more than anybody answers).
    """
    locked = locked_survey(survey)
    policy.check_edit(by, locked)
    questions = SurveyQuestion.objects.filter(survey=locked)
    made = questions.filter(form_key=form_key).first()
    if made is not None:
        return made
    if questions.count() >= MOST_QUESTIONS:
        raise WrongState(_("No more questions fit. Take one out first."))
    last = questions.aggregate(last=Max("position"))["last"] or 0
    question = SurveyQuestion.objects.create(
        survey=locked,
        position=last + 1,
        form_key=form_key,
        **values,
        **tenant_of(locked.committee),
    )
    recorded("survey_question_added", locked, by, after=_question_facts(question))
    return question


@transaction.atomic
def change_question(
    *, question: SurveyQuestion, values: Mapping[str, Any], version: int, by: User
) -> SurveyQuestion:
    """Change a question; `version` is the one that was shown.

    With other choices it is another question: it gets a new key and is no longer laid beside last
    year's. Raises NotAllowed, WrongState, Conflict.
    """
    survey = locked_survey(question.survey)
    locked = SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    policy.check_edit(by, survey)
    check_version(locked, version)
    before, choices = _question_facts(locked), list(locked.choices_th)
    for name, value in values.items():
        setattr(locked, name, value)
    if locked.choices_th != choices:
        locked.key = uuid.uuid4()
    locked.version += 1
    locked.save()
    recorded("survey_question_changed", survey, by, before=before, after=_question_facts(locked))
    return locked


@transaction.atomic
def remove_question(*, question: SurveyQuestion, by: User) -> None:
    """Take a question out while the survey is written. Raises NotAllowed, WrongState."""
    survey = locked_survey(question.survey)
    policy.check_edit(by, survey)
    found = SurveyQuestion.objects.filter(pk=question.pk).first()
    if found is None:
        return
    facts = _question_facts(found)
    found.delete()
    recorded("survey_question_removed", survey, by, before=facts)


@transaction.atomic
def move_question(*, question: SurveyQuestion, up: bool, by: User) -> None:
    """Let a question change places with its neighbour. Raises NotAllowed, WrongState."""
    survey = locked_survey(question.survey)
    policy.check_edit(by, survey)
    rows = list(SurveyQuestion.objects.filter(survey=survey))
    at = next((at for at, row in enumerate(rows) if row.pk == question.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, start=1):
        row.position = position
    SurveyQuestion.objects.bulk_update(rows, ["position"])
    recorded("survey_question_moved", survey, by, after=_question_facts(question))


def locked_survey(survey: Survey) -> Survey:
    """The survey as it is now, with its committee; whoever else wants it waits."""
    return (
        Survey.objects.select_for_update(no_key=True, of=("self",))
        .select_related("committee__province", "committee__parent")
        .get(pk=survey.pk)
    )


def tenant_of(committee: Committee) -> dict[str, Any]:
    """The columns that say whose a row is."""
    return {"committee": committee, "province_id": committee.province_id}


def recorded(verb: str, survey: Survey, by: User | None, **kwargs: Any) -> AuditEvent:
    """Write an act on the survey into the history; `year` leads back to its page."""
    after = {"year": survey.fiscal_year, **kwargs.pop("after", {})}
    return audit.record(
        actor=by, committee=survey.committee, verb=verb, subject=survey, after=after, **kwargs
    )


def _question_facts(question: SurveyQuestion) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "text": {"th": question.text_th, "en": question.text_en or question.text_th},
        "choices": list(question.choices_th),
        "required": question.required,
    }
