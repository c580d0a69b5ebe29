"""Annual surveys: open (`cct`), being written (`written`) and closed (`done`) ones of the
civil-society committee, and closed ones of committees that hold none in truth, laid by hand.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from committees.calendar import fiscal_year, today
from committees.models import Committee
from members.actions import survey_rounds, surveys
from members.models import (
    Membership,
    Organisation,
    Survey,
    SurveyAnswer,
    SurveyBallot,
    SurveyParticipation,
    SurveyQuestion,
    SurveyReminder,
)
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "pranee",
    "nok",
    "cct_chair",
    "cct_secretary",
    "cct_steering",
    "cct_member",
    "nuan",
    "national_observer",
)
TARGETS = {
    "cct": "cct",
    "written": "cct",
    "done": "cct",
    "maesai": "mae_sai",
    "closed": "mae_sai_suppression",
    "khong": "chiang_khong",
    "nan": "nan_border",
}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})
YEARS = {"cct": 0, "written": 1}  # the others are of last year
DATA = {
    "survey_new": {"fiscal_year": "2590"},
    "survey_edit": {"version": 1, "last_day": "2590-01-01"},
    "survey_open": {"last_day": "1/1/2590"},
    "survey_answer": {"version": 0, "keep": "1"},
    "survey_question_new": {"text_th": "ควรทำอะไรต่อไป"},
    "survey_question_edit": {
        "text_th": "ควรทำอะไร",
        "low_th": "น้อย",
        "high_th": "มาก",
        "version": 1,
    },
}

# visitor stranger former | pranee nok | chair secretary steering member | nuan national_observer
ON_ROWS = """
year                     cct     GET  : 302 404 404 404 200 200 200 200 200 404 404
year                     cct     POST : 302 405 405 405 405 405 405 405 405 405 405
year                     maesai  GET  : 302 404 404 200 200 404 404 404 404 404 404
year                     maesai  POST : 302 405 405 405 405 405 405 405 405 405 405
year                     closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
year                     closed  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_new               cct     GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_new               cct     POST : 302 404 404 404 404 302 302 403 403 404 404
survey_new               maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_new               maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_new               closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_new               closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey                   cct     GET  : 302 404 404 404 404 200 200 200 200 404 404
survey                   cct     POST : 302 405 405 405 405 405 405 405 405 405 405
survey                   written GET  : 302 404 404 404 404 200 200 200 200 404 404
survey                   written POST : 302 405 405 405 405 405 405 405 405 405 405
survey                   done    GET  : 302 404 404 404 200 200 200 200 200 404 404
survey                   done    POST : 302 405 405 405 405 405 405 405 405 405 405
survey                   maesai  GET  : 302 404 404 200 200 404 404 404 404 404 404
survey                   maesai  POST : 302 405 405 405 405 405 405 405 405 405 405
survey                   closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey                   closed  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_edit              cct     GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_edit              cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_edit              written GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_edit              written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_edit              done    GET  : 302 404 404 404 404 409 409 403 403 404 404
survey_edit              done    POST : 302 404 404 404 404 409 409 403 403 404 404
survey_edit              maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_edit              maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_edit              closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_edit              closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_open              cct     GET  : 302 404 404 404 404 409 409 403 403 404 404
survey_open              cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_open              written GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_open              written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_open              maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_open              maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_open              closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_open              closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_close             cct     GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_close             cct     POST : 302 404 404 404 404 302 302 403 403 404 404
survey_close             written GET  : 302 404 404 404 404 409 409 403 403 404 404
survey_close             written POST : 302 404 404 404 404 409 409 403 403 404 404
survey_close             maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_close             maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_close             closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_close             closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_remind            cct     GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_remind            cct     POST : 302 404 404 404 404 302 302 403 403 404 404
survey_remind            written GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_remind            written POST : 302 404 404 404 404 409 409 403 403 404 404
survey_remind            maesai  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_remind            maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_remind            closed  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_remind            closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_answer            cct     GET  : 302 404 404 404 404 200 200 200 200 404 404
survey_answer            cct     POST : 302 404 404 404 404 302 302 302 302 404 404
survey_answer            written GET  : 302 404 404 404 404 409 409 409 409 404 404
survey_answer            written POST : 302 404 404 404 404 409 409 409 409 404 404
survey_answer            done    GET  : 302 404 404 404 404 409 409 409 409 404 404
survey_answer            done    POST : 302 404 404 404 404 409 409 409 409 404 404
survey_answer            maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_answer            maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_answer            closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_answer            closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_question_new      cct     GET  : 302 404 404 404 404 409 409 403 403 404 404
survey_question_new      cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_question_new      written GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_question_new      written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_question_new      maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_question_new      maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_question_new      closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_question_new      closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_question_edit     cct     GET  : 302 404 404 404 404 409 409 403 403 404 404
survey_question_edit     cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_question_edit     written GET  : 302 404 404 404 404 200 200 403 403 404 404
survey_question_edit     written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_question_edit     maesai  GET  : 302 404 404 403 404 404 404 404 404 404 404
survey_question_edit     maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_question_edit     closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_question_edit     closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_question_remove   cct     GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_remove   cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_question_remove   written GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_remove   written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_question_remove   maesai  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_remove   maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_question_remove   closed  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_remove   closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_question_move     cct     GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_move     cct     POST : 302 404 404 404 404 409 409 403 403 404 404
survey_question_move     written GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_move     written POST : 302 404 404 404 404 302 302 403 403 404 404
survey_question_move     maesai  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_move     maesai  POST : 302 404 404 403 404 404 404 404 404 404 404
survey_question_move     closed  GET  : 302 405 405 405 405 405 405 405 405 405 405
survey_question_move     closed  POST : 302 404 404 404 404 404 404 404 404 404 404
survey_results           cct     GET  : 302 404 404 404 404 409 409 409 409 404 404
survey_results           cct     POST : 302 405 405 405 405 405 405 405 405 405 405
survey_results           done    GET  : 302 404 404 404 404 200 200 200 200 404 404
survey_results           done    POST : 302 405 405 405 405 405 405 405 405 405 405
survey_results           maesai  GET  : 302 404 404 200 404 404 404 404 404 404 404
survey_results           maesai  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_results           closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_results           closed  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_export            cct     GET  : 302 404 404 404 404 409 409 409 409 404 404
survey_export            cct     POST : 302 405 405 405 405 405 405 405 405 405 405
survey_export            done    GET  : 302 404 404 404 404 200 200 200 200 404 404
survey_export            done    POST : 302 405 405 405 405 405 405 405 405 405 405
survey_export            maesai  GET  : 302 404 404 200 404 404 404 404 404 404 404
survey_export            maesai  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_export            closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_export            closed  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_chart             cct     GET  : 302 404 404 404 404 409 409 409 409 404 404
survey_chart             cct     POST : 302 405 405 405 405 405 405 405 405 405 405
survey_chart             done    GET  : 302 404 404 404 404 200 200 200 200 404 404
survey_chart             done    POST : 302 405 405 405 405 405 405 405 405 405 405
survey_chart             maesai  GET  : 302 404 404 200 404 404 404 404 404 404 404
survey_chart             maesai  POST : 302 405 405 405 405 405 405 405 405 405 405
survey_chart             closed  GET  : 302 404 404 404 404 404 404 404 404 404 404
survey_chart             closed  POST : 302 405 405 405 405 405 405 405 405 405 405
"""

INSIDE_ALONE = {
    "members_surveyquestion",
    "members_surveyparticipation",
    "members_surveyreminder",
}
# Who speaks for whom, from the cast alone: (person, committee) -> name of the organisation.
SPEAKS = {
    ("cct_chair", "cct"): "world_vision",
    ("cct_member", "cct"): "world_vision",
    ("cct_secretary", "cct"): "focus",
    ("cct_steering", "cct"): "focus",
    ("malee", "chiang_khong"): "khong_office",
    ("boonsri", "chiang_khong"): "khong_office",
    ("pranee", "mae_sai"): "office",
    ("anong", "mae_sai"): "office",
    ("somchai", "mae_sai"): "office",
    ("chief", "mae_sai"): "office",
    ("inspector", "mae_sai_suppression"): "police",
    ("sup_chief", "mae_sai_suppression"): "police",
    ("wichai", "mae_sai_suppression"): "police",
    ("nida", "nan_border"): "nan_office",
    ("nattha", "nan_border"): "nan_office",
}
ANSWERING = {
    "cct": "focus",
    "mae_sai": "office",
    "mae_sai_suppression": "police",
    "chiang_khong": "khong_office",
    "nan_border": "nan_office",
}
# Numbers of (person, committee, organisation) in the world that was built last.
_SPEAKING: set[tuple[int, int, int]] = set()
SEES = {
    "members_surveyballot": lambda reach, row: (
        (reach.user_id, row.committee_id, row.organisation_id) in _SPEAKING
    ),
    "members_surveyanswer": lambda reach, row: False,
}


def build(world: World) -> dict[str, Survey]:
    """A survey of each target; closed ones with four answers, so that a leak would show."""
    year = fiscal_year(today())
    _SPEAKING.clear()
    _SPEAKING.update(
        (world.people[person].pk, world.committees[committee].pk, world.organisations[body].pk)
        for (person, committee), body in SPEAKS.items()
    )
    for name in ("world_vision", "focus"):
        _member(world.cct, world.organisations[name])
    rows = {
        target: _closed(world, name, year - 1)
        for target, name in TARGETS.items()
        if target not in YEARS
    }
    opened = surveys.start_survey(committee=world.cct, fiscal_year=year, by=world.cct_chair)
    rows["cct"] = survey_rounds.open_survey(
        survey=opened, last_day=today() + dt.timedelta(days=9), by=world.cct_chair
    )
    rows["written"] = surveys.start_survey(
        committee=world.cct, fiscal_year=year + 1, by=world.cct_chair
    )
    return rows


def _member(committee: Committee, body: Organisation) -> None:
    day = today()
    members = Membership.objects.filter(committee=committee, organisation=body)
    if not members.members(day).exists():
        Membership.objects.create(
            committee=committee,
            province_id=committee.province_id,
            organisation=body,
            since=day,
            first_since=day,
            due_from=day + dt.timedelta(days=300),
            until=day + dt.timedelta(days=365),
            grace_until=day + dt.timedelta(days=395),
        )


def _closed(world: World, name: str, year: int) -> Survey:
    committee, body = world.committees[name], world.organisations[ANSWERING[name]]
    tenant: dict[str, Any] = {"committee": committee, "province_id": committee.province_id}
    survey = Survey.objects.create(
        fiscal_year=year,
        state="survey_closed",
        above=not committee.closed,
        last_day=today(),
        opened_at="2026-01-01T00:00:00Z",
        closed_at="2026-02-01T00:00:00Z",
        asked=5,
        answered=4,
        created_by=world.cct_chair,
        **tenant,
    )
    tenant["survey"] = survey
    scale = SurveyQuestion.objects.create(kind="scale", text_th="เป้าหมายร่วม", position=1, **tenant)
    words = SurveyQuestion.objects.create(kind="text", text_th="อื่น ๆ", position=2, **tenant)
    for number in (1, 2, 3, 4):
        SurveyAnswer.objects.create(question=scale, numbers=[number], **tenant)
        SurveyAnswer.objects.create(question=words, words=f"คำตอบ {number}", **tenant)
    SurveyParticipation.objects.create(organisation=body, answered=True, **tenant)
    SurveyBallot.objects.create(organisation=body, kept={str(scale.pk): 1}, **tenant)
    SurveyReminder.objects.create(stage="7", **tenant)
    return survey


def arguments(world: World, rows: dict[str, Survey], name: str, target: str) -> dict[str, Any]:
    """The survey's year, its first question, its files."""
    survey = rows[target]
    questions = SurveyQuestion.objects.filter(survey=survey).order_by("position")
    return {
        "slug": world.committees[TARGETS[target]].slug,
        "year": survey.fiscal_year,
        "pk": questions.values_list("pk", flat=True).first(),
        "kind": "text",
        "way": "down",
        "form": "csv",
        "which": "overview",
    }


def mark(world: World, rows: dict[str, Survey], word: Any) -> None:
    """Introductions, questions and answers stay inside."""
    for target, survey in rows.items():
        inner = word(TARGETS[target], "inside")
        Survey.objects.filter(pk=survey.pk).update(intro_th=inner, intro_en=inner)
        SurveyQuestion.objects.filter(survey=survey).update(text_th=inner, text_en=inner)
        SurveyAnswer.objects.filter(survey=survey).exclude(words="").update(words=inner)


def pages(world: World, rows: dict[str, Survey]) -> list[str]:
    """Addresses that read their query."""
    return [f"/committees/{world.cct.slug}/surveys/{rows['cct'].fiscal_year}/answer/?for=1"]
