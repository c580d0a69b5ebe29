"""The annual survey: its way, who answers for whom, and that nobody learns who said what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees import home, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.gather import asked_alone
from committees.models import AuditEvent, Notice
from members import survey_results
from members.actions import memberships, survey_answers, survey_rounds, surveys
from members.models import (
    LEAST,
    Seat,
    Survey,
    SurveyAnswer,
    SurveyBallot,
    SurveyParticipation,
    SurveyQuestion,
    SurveyReminder,
)
from members.parts import surveys as parts
from members.policy import surveys as policy
from members.tasks.surveys import survey_day
from members.workflow.surveys import CLOSED, DRAFT, OPEN, SURVEY
from tests.members.survey_cast import (
    WHOLE,
    YEAR,
    answer,
    closed_survey,
    make_members,
    open_survey,
    said,
)
from tests.world import World

pytestmark = pytest.mark.django_db
OTHERS = ("เอ", "บี", "ซี")
Members = dict[str, Any]


@pytest.fixture
def members(world: World) -> Members:
    """Five member organisations, each with somebody who speaks for it."""
    return make_members(world, *OTHERS)


def moved(survey: Survey, **fields: Any) -> Survey:
    """The survey as if time had passed."""
    Survey.objects.filter(pk=survey.pk).update(**fields)
    return Survey.objects.select_related("committee").get(pk=survey.pk)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


# --- The way, from the table ----------------------------------------------------------------------

WHO = (
    "cct_chair",
    "cct_secretary",
    "cct_steering",
    "cct_member",
    "pranee",
    "nok",
    "nuan",
    "national_observer",
    "stranger",
)
RUNS = {"cct_chair", "cct_secretary"}


@pytest.mark.parametrize("state", SURVEY.states)
@pytest.mark.parametrize("action", sorted(SURVEY.transitions))
def test_who_may_take_which_step_from_where(world, action, state):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    survey = moved(survey, state=state, last_day=today())
    for name in WHO:
        person = world.fresh(world.people[name])
        if name not in RUNS:
            with pytest.raises(NotAllowed):
                policy.check_step(action, person, survey)
        elif state in SURVEY.transitions[action].sources:
            assert policy.check_step(action, person, survey).target in (OPEN, CLOSED)
        else:
            with pytest.raises(WrongState, match=str(SURVEY.transitions[action].refusal)):
                policy.check_step(action, person, survey)


def test_there_is_no_way_back_from_closed():
    assert not [row for row in SURVEY.transitions.values() if CLOSED in row.sources]


def test_only_a_civil_society_committee_asks(world):
    with pytest.raises(NotAllowed, match="civil-society"):
        surveys.start_survey(committee=world.mae_sai, fiscal_year=YEAR, by=world.pranee)


# --- Writing it -----------------------------------------------------------------------------------


def test_the_first_survey_begins_with_questions_and_the_next_takes_them_over(world, members):
    first = closed_survey(world, members, year=YEAR - 1)
    before = list(SurveyQuestion.objects.filter(survey=first))
    assert len(before) == 7
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_secretary)
    after = list(SurveyQuestion.objects.filter(survey=survey))
    assert [row.key for row in after] == [row.key for row in before]
    assert all(new.is_like(old) for new, old in zip(after, before, strict=True))
    with pytest.raises(WrongState, match="already has a survey"):
        surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)


def test_questions_are_added_changed_moved_and_taken_out_until_it_opens(world, members):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    values = {"kind": "text", "text_th": "อื่น ๆ", "required": False}
    key = SurveyQuestion(form_key=None).key
    rows = [
        surveys.add_question(survey=survey, values=values, form_key=key, by=world.cct_chair)
        for _twice in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    assert SurveyQuestion.objects.filter(survey=survey).count() == 8
    surveys.move_question(question=rows[0], up=True, by=world.cct_secretary)
    order = list(SurveyQuestion.objects.filter(survey=survey).values_list("pk", flat=True))
    assert order[6] == rows[0].pk
    changed = surveys.change_question(
        question=rows[0], values={"text_th": "อื่น ๆ ที่อยากบอก"}, version=1, by=world.cct_chair
    )
    assert (changed.version, changed.key) == (2, rows[0].key)
    with pytest.raises(Conflict):
        surveys.change_question(
            question=rows[0], values={"text_th": "ทับ"}, version=1, by=world.cct_chair
        )
    surveys.remove_question(question=changed, by=world.cct_chair)
    surveys.remove_question(question=changed, by=world.cct_chair)
    assert SurveyQuestion.objects.filter(survey=survey).count() == 7
    survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)
    question = SurveyQuestion.objects.filter(survey=survey).first()
    for act in (
        lambda: surveys.add_question(
            survey=survey, values=values, form_key=changed.key, by=world.cct_chair
        ),
        lambda: surveys.change_question(
            question=question, values={"text_th": "ใหม่"}, version=1, by=world.cct_chair
        ),
        lambda: surveys.remove_question(question=question, by=world.cct_chair),
        lambda: surveys.move_question(question=question, up=False, by=world.cct_chair),
    ):
        with pytest.raises(WrongState, match="locked"):
            act()


def test_other_choices_make_another_question(world):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    question = SurveyQuestion.objects.get(survey=survey, kind="single")
    changed = surveys.change_question(
        question=question, values={"choices_th": ["ก", "ข"]}, version=1, by=world.cct_chair
    )
    assert changed.key != question.key
    assert not changed.is_like(question)


def test_others_do_not_write_the_survey(world):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    for name in ("cct_member", "cct_steering", "nok", "pranee"):
        with pytest.raises(NotAllowed):
            surveys.change_survey(
                survey=survey, values={"intro_th": "ก"}, version=1, by=world.people[name]
            )


# --- Opening, extending, reminding ----------------------------------------------------------------


def test_opening_asks_every_member_and_tells_who_speaks_for_it(world, members):
    survey = open_survey(world)
    assert set(
        SurveyParticipation.objects.filter(survey=survey).values_list("organisation_id", flat=True)
    ) == {body.pk for _person, body in members.values()}
    assert told("survey_opened") == {
        "cct_secretary@example.org",
        "cct_steering@example.org",
        "cct_member@example.org",
        *(f"{name}@example.org" for name in OTHERS),
    }  # not the chair, who did it
    assert survey.above is False


def test_where_a_head_sits_only_the_head_is_asked_and_answers(world, members):
    Seat.objects.filter(person=world.cct_chair, committee=world.cct).update(heads=True)
    survey = open_survey(world)
    assert "cct_member@example.org" not in told("survey_opened")
    with pytest.raises(NotAllowed, match="speaks for"):
        answer(survey, (world.cct_member, members["world_vision"][1]))
    assert answer(survey, members["world_vision"]).handed_in


@pytest.mark.parametrize("days", [-1, -400])
def test_it_does_not_open_until_a_day_that_is_over(world, members, days):
    with pytest.raises(WrongState, match="past"):
        open_survey(world, days=days)


def test_it_does_not_open_without_members_or_questions(world):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    with pytest.raises(WrongState, match="no member"):
        survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)
    SurveyQuestion.objects.filter(survey=survey).delete()
    with pytest.raises(WrongState, match="at least one question"):
        survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)


def test_while_open_only_the_last_day_moves(world, members):
    survey = open_survey(world)
    with pytest.raises(WrongState, match="locked"):
        surveys.change_survey(
            survey=survey, values={"intro_th": "ก"}, version=survey.version, by=world.cct_chair
        )
    later = today() + dt.timedelta(days=30)
    changed = surveys.change_survey(
        survey=survey, values={"last_day": later}, version=survey.version, by=world.cct_chair
    )
    assert changed.last_day == later
    with pytest.raises(Conflict):
        surveys.change_survey(
            survey=survey, values={"last_day": later}, version=survey.version, by=world.cct_chair
        )


def test_by_hand_those_who_have_not_answered_are_reminded_once_a_day(world, members):
    survey = open_survey(world)
    answer(survey, members["เอ"])
    assert survey_rounds.remind(survey=survey, by=world.cct_chair) == 6
    assert "เอ@example.org" not in told("survey_reminder")
    assert "บี@example.org" in told("survey_reminder")
    with pytest.raises(WrongState, match="today already"):
        survey_rounds.remind(survey=survey, by=world.cct_secretary)
    for name in ("world_vision", "focus", "บี", "ซี"):
        answer(survey, members[name])
    with pytest.raises(WrongState, match="Every member"):
        survey_rounds.remind(survey=survey, by=world.cct_chair)


def reminders(survey: Survey) -> list[str]:
    return sorted(SurveyReminder.objects.filter(survey=survey).values_list("stage", flat=True))


def run_task() -> tuple[int, int]:
    closed, reminded = survey_day.apply().get()
    return closed, reminded


def test_stages_are_reminded_of_once_however_often_the_task_runs(world, members):
    survey = open_survey(world, days=30)
    opened = timezone.now() - dt.timedelta(days=40)
    assert run_task() == (0, 0)
    moved(survey, last_day=today() + dt.timedelta(days=8), opened_at=opened)
    assert run_task() == (0, 0)
    moved(survey, last_day=today() + dt.timedelta(days=7))
    assert [run_task() for _time in range(3)] == [(0, 7), (0, 0), (0, 0)]
    moved(survey, last_day=today() + dt.timedelta(days=1))
    assert [run_task() for _time in range(2)] == [(0, 7), (0, 0)]
    assert [stage[0] for stage in reminders(survey)] == ["1", "7", "7"]


def test_a_last_day_that_was_put_off_is_reminded_of_once_more(world, members):
    opened = timezone.now() - dt.timedelta(days=40)
    survey = moved(open_survey(world, days=7), opened_at=opened)
    assert run_task() == (0, 7)
    survey = world.fresh(survey)
    later = today() + dt.timedelta(days=20)
    survey = surveys.change_survey(
        survey=survey, values={"last_day": later}, version=survey.version, by=world.cct_chair
    )
    assert run_task() == (0, 0)
    moved(survey, last_day=today() + dt.timedelta(days=6))  # as after a fortnight
    assert [run_task() for _time in range(2)] == [(0, 7), (0, 0)]


def test_after_missed_runs_only_the_nearest_stage_is_sent(world, members):
    survey = open_survey(world, days=30)
    opened = timezone.now() - dt.timedelta(days=40)
    moved(survey, last_day=today(), opened_at=opened)
    assert [run_task() for _time in range(2)] == [(0, 7), (0, 0)]
    assert [stage[0] for stage in reminders(survey)] == ["1", "7"]
    assert Notice.objects.filter(kind="survey_reminder").count() == 7


def test_a_stage_from_before_the_opening_is_no_reminder(world, members):
    open_survey(world, days=5)
    assert run_task() == (0, 0)


def test_the_task_closes_after_the_last_day_and_not_before(world, members):
    survey = open_survey(world)
    answer(survey, members["เอ"])
    moved(survey, last_day=today())
    assert run_task()[0] == 0
    moved(survey, last_day=today() - dt.timedelta(days=3))
    with pytest.raises(WrongState, match="closed"):  # the task is late, the day is not
        answer(survey, members["บี"])
    assert [run_task()[0] for _time in range(2)] == [1, 0]
    survey = world.fresh(survey)
    assert (survey.state, survey.asked, survey.answered, survey.above) == (CLOSED, 5, 1, True)
    event = AuditEvent.objects.get(verb="survey_closed")
    assert (event.actor_id, event.above) == (None, True)


# --- Answering ------------------------------------------------------------------------------------


def test_one_answer_for_each_organisation_changed_until_closing(world, members):
    survey = open_survey(world)
    assert answer(survey, (world.cct_member, members["world_vision"][1])).version == 1
    with pytest.raises(Conflict):
        answer(survey, members["world_vision"])
    answer(survey, members["world_vision"], (1, 1, 1, 1, 0), version=1)
    ballot = SurveyBallot.objects.get(survey=survey)
    assert ballot.handed_in == said(survey, (1, 1, 1, 1, 0))
    assert SurveyParticipation.objects.filter(survey=survey, answered=True).count() == 1


def test_what_is_kept_does_not_count_until_it_is_handed_in(world, members):
    survey = open_survey(world)
    person, body = members["เอ"]
    kept = survey_answers.keep_answers(
        survey=survey, organisation=body, answers=said(survey, (3,)), version=0, by=person
    )
    assert (kept.kept, kept.handed_in) == (said(survey, (3,)), None)
    assert not AuditEvent.objects.filter(verb="survey_answered").exists()
    assert not SurveyParticipation.objects.get(survey=survey, organisation=body).answered
    answer(survey, members["เอ"], version=1)
    survey_answers.keep_answers(
        survey=survey, organisation=body, answers=said(survey, (1,)), version=2, by=person
    )
    assert SurveyBallot.objects.get(survey=survey).handed_in == said(survey)


def test_required_questions_and_unknown_ones(world, members):
    survey = open_survey(world)
    with pytest.raises(WrongState, match="must be answered"):
        answer(survey, members["เอ"], (4, 5, 2))
    person, body = members["เอ"]
    ballot = survey_answers.hand_in(
        survey=survey,
        organisation=body,
        answers=said(survey) | {"999999": 1, "x": 2},
        version=0,
        by=person,
    )
    assert ballot.handed_in == said(survey)


def test_who_may_not_answer(world, members):
    survey = open_survey(world)
    for person, name, reason in (
        (world.cct_chair, "เอ", "speaks for"),
        (world.nok, "เอ", "reads here"),
        (world.pranee, "focus", "reads here"),
    ):
        with pytest.raises(NotAllowed, match=reason):
            answer(survey, (person, members[name][1]))
    membership = memberships.Membership.objects.get(organisation=members["บี"][1])
    membership.withdrawn_on = today()
    membership.save()
    with pytest.raises(NotAllowed, match="not a member"):
        answer(survey, members["บี"])


def test_an_organisation_that_joins_meanwhile_answers_too(world, members):
    survey = open_survey(world)
    joined = make_members(world, "ดี")["ดี"]
    answer(survey, joined)
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    survey = world.fresh(survey)
    assert (survey.asked, survey.answered) == (6, 1)


def test_no_answer_before_opening_and_after_closing(world, members):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    with pytest.raises(WrongState, match="not been opened"):
        answer(survey, members["เอ"])
    survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    with pytest.raises(WrongState, match="closed"):
        answer(survey, members["เอ"])


# --- Nobody learns who said what ------------------------------------------------------------------


def test_closing_takes_the_ballots_apart(world, members):
    survey = open_survey(world)
    texts = ["หนึ่ง", "สอง", "สาม", "สี่"]
    for number, (name, text) in enumerate(zip(("เอ", "บี", "ซี", "focus"), texts, strict=True)):
        answer(survey, members[name], (number + 1, 1, 1, 1, 0, [number], text))
    survey_answers.keep_answers(
        survey=survey,
        organisation=members["world_vision"][1],
        answers=said(survey, (5, 5, 5, 5, 3, [], "ไม่ได้ส่ง")),
        version=0,
        by=world.cct_chair,
    )
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    assert not SurveyBallot.objects.exists()
    rows = list(SurveyAnswer.objects.filter(survey=survey))
    assert len(rows) == 28
    assert sorted(row.words for row in rows if row.words) == sorted(texts)
    columns = {field.attname for field in SurveyAnswer._meta.concrete_fields}
    assert columns == {
        "id",
        "survey_id",
        "question_id",
        "committee_id",
        "province_id",
        "numbers",
        "words",
    }
    parts_left = {field.attname for field in SurveyParticipation._meta.concrete_fields}
    assert not {name for name in parts_left if name.endswith("_at") or name.endswith("_on")}
    traces = AuditEvent.objects.filter(verb__startswith="survey_").values_list("before", "after")
    assert not [text for text in texts if text in str(list(traces))]


def test_answers_are_written_in_an_order_left_to_chance(world, members, monkeypatch):
    class Turned:
        """Chance that turns everything round."""

        def shuffle(self, rows: list[SurveyAnswer]) -> None:
            rows.reverse()

    monkeypatch.setattr("members.actions.survey_rounds.secrets.SystemRandom", Turned)
    survey = open_survey(world)
    for number, member in enumerate(members.values(), start=1):
        answer(survey, member, (number, 1, 1, 1, 0))
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    first = SurveyQuestion.objects.filter(survey=survey).first()
    with connection.cursor() as cursor:  # as they lie in the table
        cursor.execute(
            "SELECT numbers[1] FROM members_surveyanswer WHERE question_id = %s ORDER BY ctid",
            [first.pk],
        )
        assert [row[0] for row in cursor.fetchall()] == [5, 4, 3, 2, 1]


def test_only_who_speaks_for_an_organisation_reads_its_ballot(world, members):
    survey = open_survey(world)
    answer(survey, members["เอ"])
    answer(survey, members["focus"])

    def read_by(person: Any) -> set[int]:
        with rls.acting_as(person.pk):
            return set(SurveyBallot.objects.values_list("organisation_id", flat=True))

    focus, other = members["focus"][1].pk, members["เอ"][1].pk
    assert read_by(members["เอ"][0]) == {other}
    assert read_by(world.cct_secretary) == read_by(world.cct_steering) == {focus}
    for person in (world.cct_chair, world.nok, world.governor, world.pranee, world.nuan):
        assert read_by(person) == set()
    # Where a head sits, the ballot is read by the head alone.
    Seat.objects.filter(person=world.cct_steering, committee=world.cct).update(heads=True)
    assert read_by(world.cct_secretary) == set()
    assert read_by(world.cct_steering) == {focus}
    Seat.objects.filter(person=world.cct_steering, committee=world.cct).update(
        ended_at=timezone.now()
    )
    assert read_by(world.cct_steering) == set()
    assert read_by(world.cct_secretary) == {focus}


def counted(person: Any, survey: Survey) -> tuple[int, int]:
    """Rows the database gives this person of numbers and of texts."""
    with rls.acting_as(person.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM app_survey_counts(%s)", [survey.pk])
        numbers = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM app_survey_texts(%s)", [survey.pk])
        return numbers, cursor.fetchone()[0]


def test_the_database_gives_results_to_people_inside_and_after_closing_only(world, members):
    survey = open_survey(world)
    for member in members.values():
        answer(survey, member)
    assert counted(world.cct_chair, survey) == (0, 0)
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    assert counted(world.cct_member, survey) == (8, 5)
    for person in (world.nok, world.governor, world.pranee, world.nuan, world.national_observer):
        assert counted(person, survey) == (0, 0)
    for person in (world.cct_chair, world.cct_member, world.nok):
        with rls.acting_as(person.pk):
            assert SurveyAnswer.objects.count() == 0


def test_nobody_writes_or_changes_answers_past_the_acts(world, members):
    survey = closed_survey(world, members, *[WHOLE] * 5)
    question = SurveyQuestion.objects.filter(survey=survey).first()
    tenant = {"committee": world.cct, "province_id": 57}
    for statement in (
        lambda: SurveyAnswer.objects.bulk_create(
            [SurveyAnswer(survey=survey, question=question, numbers=[1], **tenant)]
        ),
        lambda: SurveyAnswer.objects.update(words="x"),
        lambda: SurveyAnswer.objects.all().delete(),
        lambda: SurveyParticipation.objects.update(survey=survey),
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            rls.acting_as(world.cct_chair.pk),
        ):
            statement()


def results(world: World, survey: Survey, person: str = "cct_member") -> list[Any]:
    scope = world.scope(person)
    with rls.acting_as(world.people[person].pk):
        row = Survey.objects.get(pk=survey.pk)
        before = survey_results.previous_of(row, scope)
        return survey_results.results_of(row, scope, before)


def test_fewer_than_four_answers_show_nothing(world, members):
    survey = closed_survey(world, members, *[WHOLE] * (LEAST - 1))
    assert counted(world.cct_chair, survey) == (0, 0)
    found = results(world, survey)
    assert len(found) == 7
    assert not any(result.shown or result.counts or result.texts for result in found)
    assert survey_results.overview_of(found, survey, None) is None
    assert all(survey_results.chart_of(result, survey, None) is None for result in found)


def test_a_count_written_by_hand_opens_nothing(world, members):
    survey = closed_survey(world, members, *[WHOLE] * (LEAST - 1))
    moved(survey, asked=16, answered=16)
    assert counted(world.cct_chair, survey) == (0, 0)


def test_a_question_that_fewer_than_four_answered_shows_nothing(world, members):
    short = (4, 5, 2, 3, 1)
    survey = closed_survey(world, members, WHOLE, WHOLE, WHOLE, short, short)
    found = results(world, survey)
    assert [result.answers for result in found] == [5, 5, 5, 5, 5, None, None]
    assert (found[5].counts, found[6].texts) == ({}, ())


def test_results_are_counted_right(world, members):
    rows = [
        (first, 5, 2, 3, first % 4, choice, "ดี")
        for first, choice in zip((1, 2, 4, 4, 5), ([0], [0, 1], [1], [0], [3]), strict=True)
    ]
    found = results(world, closed_survey(world, members, *rows))
    assert found[0].counts == {1: 1, 2: 1, 4: 2, 5: 1}
    assert found[0].mean == pytest.approx(3.2)
    assert found[0].shares == [20, 20, 0, 40, 20]
    assert found[5].counts == {0: 3, 1: 2, 3: 1}
    assert found[5].shares == [60, 40, 0, 20]
    assert found[6].texts == ("ดี",) * 5
    assert found[6].mean is None


def test_last_year_stands_beside_the_same_question_only_where_both_are_shown(world, members):
    few = (1, 1, 1, 1, 0)
    before = closed_survey(world, members, WHOLE, WHOLE, WHOLE, few, year=YEAR - 1)
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    questions = list(SurveyQuestion.objects.filter(survey=survey))
    surveys.change_question(
        question=questions[4], values={"choices_th": ["ก", "ข"]}, version=1, by=world.cct_chair
    )
    surveys.change_question(
        question=questions[0], values={"text_th": "เป้าหมายร่วม"}, version=1, by=world.cct_chair
    )
    survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)
    for member in members.values():
        answer(survey, member)
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    found = results(world, survey)
    assert [result.before is not None for result in found] == [True] * 4 + [False] * 3
    assert found[0].before.mean == pytest.approx(3.25)
    assert found[0].reworded
    assert not found[1].reworded
    chart = survey_results.chart_of(found[0], survey, before)
    assert [series.label for series in chart.series] == [str(YEAR), str(YEAR - 1)]
    assert results(world, before)[0].before is None  # nothing lies before it


def test_two_years_with_too_few_answers_are_not_compared(world, members):
    closed_survey(world, members, WHOLE, WHOLE, WHOLE, year=YEAR - 1)
    survey = closed_survey(world, members, *[WHOLE] * 5)
    assert not any(result.before for result in results(world, survey))


def test_from_above_a_closed_survey_is_a_count_and_nothing_else(world, members):
    survey = open_survey(world)
    with rls.acting_as(world.nok.pk):
        assert not Survey.objects.exists()
    answer(survey, members["เอ"])
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    with rls.acting_as(world.nok.pk):
        row = Survey.objects.get()
        assert (row.asked, row.answered) == (5, 1)
        assert not SurveyQuestion.objects.exists()
        assert not SurveyParticipation.objects.exists()
        assert not SurveyReminder.objects.exists()
    with pytest.raises(NotAllowed):
        policy.check_results(world.fresh(world.nok), world.fresh(survey))


def test_results_wait_for_closing(world, members):
    survey = open_survey(world)
    with pytest.raises(WrongState):
        policy.check_results(world.fresh(world.cct_chair), survey)


# --- What waits -----------------------------------------------------------------------------------


def waits(world: World, person: Any) -> list[home.Waiting]:
    person = world.fresh(person)
    with rls.acting_as(person.pk):
        return asked_alone(parts.waiting(person, parts.access.scope_of(person)))


def test_a_survey_waits_for_who_answers_until_it_is_answered(world, members):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    assert [row.verb for row in waits(world, world.cct_secretary)] == ["Open"]
    assert waits(world, world.cct_member) == []
    survey_rounds.open_survey(survey=survey, last_day=today(), by=world.cct_chair)
    assert [row.verb for row in waits(world, world.cct_member)] == ["Answer"]
    assert [row.due for row in waits(world, members["เอ"][0])] == [today()]
    assert waits(world, world.nok) == waits(world, world.pranee) == []
    answer(survey, (world.cct_member, members["world_vision"][1]))
    assert waits(world, world.cct_member) == waits(world, world.cct_chair) == []
    assert len(waits(world, members["บี"][0])) == 1
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    assert waits(world, members["บี"][0]) == []


def test_what_waits_is_asked_in_two_queries(world, members):
    open_survey(world)
    person = world.fresh(world.cct_chair)
    scope = parts.access.scope_of(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(asked_alone(parts.waiting(person, scope))) == 1
    assert len(asked) == 2


def test_refusals_say_why(world):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    with pytest.raises(Refused) as refused:
        policy.check_edit(world.fresh(world.cct_member), survey)
    assert "Only the chair" in refused.value.reason
    assert survey.state == DRAFT
