"""Member organisations of the civil-society committee with a person each, and answered surveys."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import User
from accounts.thai import sort_key
from committees.calendar import fiscal_year, today
from members.actions import memberships, survey_answers, survey_rounds, surveys
from members.actions import seats as seat_actions
from members.models import Organisation, Survey, SurveyBallot, SurveyQuestion
from tests.world import World

YEAR = fiscal_year(today())
# What a whole answer to the first questions says, question by question.
WHOLE: tuple[Any, ...] = (4, 5, 2, 3, 1, [0, 3], "ประชุมให้สั้นลง")


def make_members(world: World, *others: str) -> dict[str, tuple[User, Organisation]]:
    """World Vision and FOCUS as members, and others with a person each; by name."""
    found = {
        "world_vision": (world.cct_chair, world.organisations["world_vision"]),
        "focus": (world.cct_secretary, world.organisations["focus"]),
    }
    for name in others:
        person = User.objects.create_user(f"{name}@example.org", name_th=f"คน{name}")
        person.set_password("only-for-tests-1234")
        person.save()
        body = Organisation.objects.create(
            province_id=57, kind="cso", name_th=f"มูลนิธิ{name}", name_en=name, sort_key=sort_key(name)
        )
        seat_actions.give_seat(
            committee=world.cct,
            person=person,
            values={"organisation": body, "role": "member", "starts": today()},
            by=None,
        )
        found[name] = (person, body)
    since = today() - dt.timedelta(days=500)
    for _person, body in found.values():
        memberships.record_existing(
            committee=world.cct, organisation=body, since=since, by=world.cct_secretary
        )
    return {name: (world.fresh(person), body) for name, (person, body) in found.items()}


def open_survey(world: World, year: int = YEAR, days: int = 10) -> Survey:
    """A survey of the committee, open, with the first questions."""
    survey = surveys.start_survey(committee=world.cct, fiscal_year=year, by=world.cct_chair)
    return survey_rounds.open_survey(
        survey=survey, last_day=today() + dt.timedelta(days=days), by=world.cct_chair
    )


def said(survey: Survey, values: tuple[Any, ...] = WHOLE) -> dict[str, Any]:
    """These values as answers to the survey's questions, in their order; None leaves one out."""
    questions = SurveyQuestion.objects.filter(survey=survey)
    return {
        str(question.pk): value
        for question, value in zip(questions, values, strict=False)
        if value is not None
    }


def answer(
    survey: Survey,
    member: tuple[User, Organisation],
    values: tuple[Any, ...] = WHOLE,
    version: int = 0,
) -> SurveyBallot:
    person, body = member
    return survey_answers.hand_in(
        survey=survey,
        organisation=body,
        answers=said(survey, values),
        version=version,
        by=person,
    )


def closed_survey(
    world: World, members: dict[str, tuple[User, Organisation]], *answers: Any, year: int = YEAR
) -> Survey:
    """A closed survey that this many members answered, one after the other."""
    survey = open_survey(world, year)
    for member, values in zip(members.values(), answers, strict=False):
        answer(survey, member, values)
    return survey_rounds.close_survey(survey=survey, by=world.cct_chair)
