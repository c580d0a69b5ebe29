"""Opening the survey, reminding of it, and closing it, which cuts answers off from names."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import rls
from committees.calendar import bangkok_date, today
from committees.errors import WrongState
from committees.models import Committee
from members.actions.surveys import locked_survey, recorded, tenant_of
from members.models import (
    Membership,
    QuestionKind,
    Seat,
    Survey,
    SurveyAnswer,
    SurveyBallot,
    SurveyParticipation,
    SurveyQuestion,
    SurveyReminder,
)
from members.notices import surveys as notices
from members.policy import surveys as policy
from members.policy.speaking import TAKING_PART
from members.workflow.surveys import OPEN, SURVEY

# Days before the last one on which those who have not answered are reminded.
STAGES = (7, 1)


# --- Opening, reminding ---------------------------------------------------------------------------


@transaction.atomic
def open_survey(*, survey: Survey, last_day: dt.date, by: User) -> Survey:
    """Lock the questions and ask every member organisation.

    Side effects: a row for each organisation asked, audit event, notices to those who speak for
    them. Raises NotAllowed, WrongState (opened already, no question, no day ahead, no members).
    """
    locked = locked_survey(survey)
    transition = policy.check_step("open", by, locked)
    policy.check_last_day(last_day)
    if not SurveyQuestion.objects.filter(survey=locked).exists():
        raise WrongState(_("Write at least one question before you open the survey."))
    members = member_ids(locked.committee)
    if not members:
        raise WrongState(_("This committee has no member organisation that could answer."))
    tenant = tenant_of(locked.committee)
    SurveyParticipation.objects.bulk_create(
        SurveyParticipation(survey=locked, organisation_id=pk, **tenant) for pk in sorted(members)
    )
    locked.state = transition.target
    locked.last_day = last_day
    locked.opened_at = timezone.now()
    locked.version += 1
    locked.save()
    event = recorded(transition.verb, locked, by, after={"day": notices.last_day(locked)})
    notices.tell(transition.notice, locked, event, speakers(locked.committee, members))
    return locked


def member_ids(committee: Committee) -> set[int]:
    """The organisations that are members today, in grace too."""
    members = Membership.objects.members(today()).filter(committee=committee)
    return set(members.values_list("organisation_id", flat=True))


def speakers(committee: Committee, organisation_ids: Iterable[int]) -> list[User]:
    """The people who speak for any of these organisations here today, as `policy.speaking` says."""
    held = list(
        Seat.objects.current(today())
        .filter(
            committee=committee,
            organisation_id__in=list(organisation_ids),
            role__in=TAKING_PART,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("pk")
    )
    headed = {seat.organisation_id for seat in held if seat.heads}
    found = {
        seat.person_id: seat.person
        for seat in held
        if seat.heads or seat.organisation_id not in headed
    }
    return list(found.values())


@transaction.atomic
def remind(*, survey: Survey, by: User) -> int:
    """Remind those who have not answered, once a day by hand; returns how many people were told.

    Raises NotAllowed, WrongState (not open, all have answered, reminded today already).
    """
    locked = locked_survey(survey)
    policy.check_remind(by, locked)
    if not waiting_ids(locked):
        raise WrongState(_("Every member organisation has answered."))
    if not _mark_stage(locked, today().isoformat()):
        raise WrongState(_("They have been reminded today already. Wait until tomorrow."))
    return _remind(locked, by)


@transaction.atomic
def remind_due() -> int:
    """Remind of each open survey whose stage has come; returns how many people were told.

    Runs as the system. A stage that was missed is not made up for: the nearest one is sent, and
    those before it count as sent. Run twice, it tells nobody twice.
    """
    told = 0
    rows = Survey.objects.filter(state=OPEN, last_day__gte=today()).order_by("pk")
    for survey in rows.select_related("committee"):
        locked = locked_survey(survey)
        stages = _stages_due(locked)
        # Counted from the last day as it is now: where that was moved they come once more.
        fresh = [
            stage for stage in stages if _mark_stage(locked, f"{stage}:{locked.last_day:%y%m%d}")
        ]
        if stages and stages[-1] in fresh:
            told += _remind(locked, None)
    return told


def _stages_due(survey: Survey) -> list[int]:
    """The stages that have come, the nearest to the end last."""
    if survey.state != OPEN or survey.last_day is None or survey.opened_at is None:
        return []
    opened = bangkok_date(survey.opened_at)
    days = [(stage, survey.last_day - dt.timedelta(days=stage)) for stage in STAGES]
    return [stage for stage, day in days if opened < day <= today()]


def _mark_stage(survey: Survey, stage: str) -> bool:
    """Write that the stage was sent; False where it stood already. The survey is locked."""
    if SurveyReminder.objects.filter(survey=survey, stage=stage).exists():
        return False
    SurveyReminder.objects.create(survey=survey, stage=stage, **tenant_of(survey.committee))
    return True


def _remind(survey: Survey, by: User | None) -> int:
    people = speakers(survey.committee, waiting_ids(survey))
    if not people:
        return 0
    event = recorded("survey_reminded", survey, by)
    notices.tell("survey_reminder", survey, event, people)
    return len(people)


def waiting_ids(survey: Survey) -> set[int]:
    """The member organisations that have not answered."""
    answered = SurveyParticipation.objects.filter(survey=survey, answered=True)
    return member_ids(survey.committee) - set(answered.values_list("organisation_id", flat=True))


# --- Closing --------------------------------------------------------------------------------------


@transaction.atomic
def close_survey(*, survey: Survey, by: User) -> Survey:
    """Close the survey before its last day is over. Raises NotAllowed, WrongState.

    There is no way back. Side effects as of `_close`.
    """
    locked = locked_survey(survey)
    policy.check_step("close", by, locked)
    return _close(locked, by)


@transaction.atomic
def close_due() -> int:
    """Close every survey whose last day is over; returns how many. Runs as the system."""
    rows = Survey.objects.filter(state=OPEN, last_day__lt=today()).select_related("committee")
    closed = 0
    for survey in rows.order_by("pk"):
        locked = locked_survey(survey)
        if locked.state == OPEN:
            _close(locked, None)
            closed += 1
    return closed


def _close(survey: Survey, by: User | None) -> Survey:
    """Take the ballots apart, and tell everybody inside that the results can be read.

    Runs as a named part of the system where it touches ballots: nobody may read them all. Answers
    are written in an order and under numbers left to chance, in one breath, so that neither their
    order nor their time says whose they are; drafts that were not handed in are dropped.
    """
    transition = SURVEY.check_state("close", survey.state)
    with rls.acting_as_system("closing a survey"):
        ballots = SurveyBallot.objects.filter(survey=survey)
        handed_in = list(
            ballots.filter(handed_in__isnull=False).values_list("handed_in", flat=True)
        )
        _scatter(survey, [answers for answers in handed_in if answers is not None])
        ballots.delete()
    parts = SurveyParticipation.objects.filter(survey=survey)
    survey.state = transition.target
    survey.closed_at = timezone.now()
    survey.asked = parts.count()
    survey.answered = len(handed_in)
    survey.above = not survey.committee.closed
    survey.version += 1
    survey.save()
    counts = {"asked": survey.asked, "answered": survey.answered}
    event = recorded(transition.verb, survey, by, after=counts, above=True)
    notices.tell(transition.notice, survey, event, _everybody(survey.committee))
    return survey


def _scatter(survey: Survey, ballots: list[dict[str, Any]]) -> None:
    """Write each answer as a row of its own, shuffled."""
    questions = {str(row.pk): row for row in SurveyQuestion.objects.filter(survey=survey)}
    tenant = tenant_of(survey.committee)
    rows = [
        SurveyAnswer(
            survey=survey, question=questions[key], **_content(questions[key], value), **tenant
        )
        for ballot in ballots
        for key, value in ballot.items()
        if key in questions
    ]
    secrets.SystemRandom().shuffle(rows)
    SurveyAnswer.objects.bulk_create(rows)


def _content(question: SurveyQuestion, value: Any) -> dict[str, Any]:
    if question.kind == QuestionKind.TEXT:
        return {"words": str(value)}
    return {"numbers": sorted(value) if isinstance(value, list) else [value]}


def _everybody(committee: Committee) -> list[User]:
    """The people who take part in the committee today."""
    seats = Seat.objects.current(today()).filter(
        committee=committee, role__in=TAKING_PART, person__is_active=True
    )
    people = {seat.person_id: seat.person for seat in seats.select_related("person")}
    return list(people.values())
