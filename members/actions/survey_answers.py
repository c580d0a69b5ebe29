"""Answering the survey: one answer for each member organisation, which may change until closing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import notices as committee_notices
from committees.errors import Conflict, WrongState
from members.actions.surveys import locked_survey, recorded, tenant_of
from members.models import (
    Organisation,
    Survey,
    SurveyBallot,
    SurveyParticipation,
    SurveyQuestion,
)
from members.policy import surveys as policy


@transaction.atomic
def keep_answers(
    *,
    survey: Survey,
    organisation: Organisation,
    answers: Mapping[str, Any],
    version: int,
    by: User,
    writer: uuid.UUID | None = None,
) -> SurveyBallot:
    """Keep what has been written so far; what was handed in before stays as it is.

    `version` is that of the ballot shown, 0 where there was none; `writer` the page that writes,
    which does not run into itself. Leaves no trace in the history:
    nothing was said yet. Raises NotAllowed, WrongState, Conflict.
    """
    ballot = _ballot(survey, organisation, answers, (version, writer), by)
    ballot.save()
    return ballot


@transaction.atomic
def hand_in(
    *,
    survey: Survey,
    organisation: Organisation,
    answers: Mapping[str, Any],
    version: int,
    by: User,
    writer: uuid.UUID | None = None,
) -> SurveyBallot:
    """Hand in the organisation's answer, or change the one handed in.

    Side effects: the organisation counts as having answered; an audit event that says so, and not
    what. Raises NotAllowed, WrongState (closed, a required question left open), Conflict.
    """
    ballot = _ballot(survey, organisation, answers, (version, writer), by)
    required = SurveyQuestion.objects.filter(survey=survey, required=True)
    if any(str(pk) not in ballot.kept for pk in required.values_list("pk", flat=True)):
        raise WrongState(_("Answer every question that must be answered, then hand it in."))
    if not ballot.kept:
        raise WrongState(_("Nothing has been answered yet."))
    ballot.handed_in = ballot.kept
    ballot.save()
    part, _created = SurveyParticipation.objects.get_or_create(
        survey=ballot.survey, organisation=organisation, defaults=tenant_of(ballot.survey.committee)
    )
    if not part.answered:
        part.answered = True
        part.save(update_fields=["answered"])
    recorded(
        "survey_answered",
        ballot.survey,
        by,
        after={"organisation": committee_notices.names(organisation)},
    )
    return ballot


def _ballot(
    survey: Survey,
    organisation: Organisation,
    answers: Mapping[str, Any],
    shown: tuple[int, uuid.UUID | None],
    by: User,
) -> SurveyBallot:
    """The organisation's ballot with these answers, not saved yet; the survey is locked."""
    locked = locked_survey(survey)
    policy.check_answer(by, locked, organisation)
    ballot = SurveyBallot.objects.filter(survey=locked, organisation=organisation).first()
    version, writer = shown
    own = ballot is not None and writer is not None and ballot.writer == writer
    if not own and (ballot.version if ballot else 0) != version:
        raise Conflict(
            _("Somebody else of your organisation answered meanwhile. Look at both below.")
        )
    if ballot is None:
        ballot = SurveyBallot(
            survey=locked, organisation=organisation, version=0, **tenant_of(locked.committee)
        )
    known = SurveyQuestion.objects.filter(survey=locked).values_list("pk", flat=True)
    ballot.survey = locked
    ballot.kept = {str(pk): answers[str(pk)] for pk in known if not _is_empty(answers.get(str(pk)))}
    ballot.writer = writer
    ballot.version += 1
    return ballot


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])
