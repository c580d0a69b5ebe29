"""People who answer and close a survey at the same moment: real connections, real commits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from committees.errors import Refused
from members.actions import survey_answers, survey_rounds
from members.models import Survey, SurveyAnswer, SurveyBallot, SurveyParticipation
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.actionplans.walk import as_person
from tests.members.survey_cast import YEAR, make_members, open_survey, said
from tests.world import World

# One database for all of them, on one worker.
pytestmark = pytest.mark.xdist_group("concurrency")


def lock(survey: Survey) -> str:
    return f"SELECT id FROM members_survey WHERE id = {survey.pk} FOR UPDATE"


def came(call: Callable[[], Any]) -> object:
    """ "done", or the status of a refusal."""
    try:
        call()
    except Refused as refused:
        assert refused.reason
        return refused.status
    return "done"


def test_one_answer_counts_and_none_is_lost_when_people_press_at_once(committed: World) -> None:  # noqa: F811
    world = committed
    members = make_members(world, "เอ")
    body = members["world_vision"][1]
    survey = open_survey(world, YEAR)

    def handing_in(person: Any, organisation: Any, first: int) -> Callable[[], object]:
        return lambda: came(
            lambda: as_person(
                person,
                survey_answers.hand_in,
                survey=survey,
                organisation=organisation,
                answers=said(survey, (first, 1, 1, 1, 0)),
                version=0,
            )
        )

    # Two of one organisation: one answer counts, the other person is told.
    found = at_once(
        lock(survey), handing_in(world.cct_chair, body, 1), handing_in(world.cct_member, body, 5)
    )
    assert sorted(found, key=str) == [409, "done"]
    ballot = SurveyBallot.objects.get(survey=survey)
    assert ballot.version == 1
    assert ballot.handed_in == said(survey, (1 if found[0] == "done" else 5, 1, 1, 1, 0))

    # Two who close it, and one who hands in at that very moment: counted, or told that it is late.
    person, other = members["เอ"]
    closing = [
        lambda who=who: came(lambda: as_person(who, survey_rounds.close_survey, survey=survey))
        for who in (world.cct_chair, world.cct_secretary)
    ]
    found = at_once(lock(survey), handing_in(person, other, 3), *closing)
    assert sorted(found[1:], key=str) == [409, "done"]
    in_time = found[0] == "done"
    assert in_time or found[0] == 409
    row = Survey.objects.get(pk=survey.pk)
    assert (row.asked, row.answered) == (3, 1 + in_time)
    assert SurveyAnswer.objects.filter(survey=survey).count() == 5 * row.answered
    parts = SurveyParticipation.objects.filter(survey=survey, answered=True)
    assert parts.count() == row.answered
    assert not SurveyBallot.objects.exists()
