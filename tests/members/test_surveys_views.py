"""The pages of the survey, as people press through them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.calendar import today
from members.actions import survey_rounds, surveys
from members.models import Survey, SurveyBallot, SurveyQuestion
from tests.members.survey_cast import WHOLE, YEAR, answer, closed_survey, make_members, open_survey
from tests.world import World

pytestmark = pytest.mark.django_db
BASE = f"/committees/cct/surveys/{YEAR}/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def members(world: World) -> dict[str, Any]:
    return make_members(world, "เอ", "บี", "ซี")


def sent(survey: Survey, *values: Any, version: int = 0, **other: Any) -> dict[str, Any]:
    """A form with these answers, as a browser sends it."""
    questions = SurveyQuestion.objects.filter(survey=survey)
    data: dict[str, Any] = {"version": version, **other}
    for question, value in zip(questions, values, strict=False):
        if value is not None:
            data[f"q{question.pk}"] = value
    return data


def text(answer_: Any) -> str:
    found: str = answer_.content.decode()
    return found


# --- From the first question to the results -----------------------------------------------------


def test_the_chair_begins_writes_opens_and_closes_it(world, members):
    chair = world.client("cct_chair", "en")
    assert "Begin a survey" in text(chair.get("/committees/cct/year/"))
    assert chair.post("/committees/cct/surveys/new/", {"fiscal_year": YEAR}).url == BASE
    page = text(chair.get(BASE))
    assert "The members share clear goals." in page
    survey = Survey.objects.get(fiscal_year=YEAR)
    key = "6d3c2f5e-7b1a-4f6d-9a38-1d2f3c4b5a69"
    question = {
        "text_th": "ประชุมที่ใดสะดวก",
        "choices_th": "เชียงราย\nแม่สาย",
        "choices_en": "Chiang Rai\nMae Sai",
        "form_key": key,
    }
    for _twice in range(2):
        assert chair.post(f"{BASE}questions/new/single/", question).url == BASE
    row = SurveyQuestion.objects.get(survey=survey, text_th="ประชุมที่ใดสะดวก")
    assert (row.choices_th, row.required) == (["เชียงราย", "แม่สาย"], False)
    assert chair.post(f"{BASE}questions/{row.pk}/move/up/").status_code == 302
    assert chair.post(f"{BASE}questions/{row.pk}/remove/").status_code == 302
    day = (today() + dt.timedelta(days=20)).isoformat()
    edit = {"intro_th": "ตอบตามจริง", "intro_en": "", "last_day": day, "version": survey.version}
    assert chair.post(f"{BASE}edit/", edit).url == BASE
    assert "ตอบตามจริง" in text(chair.get(BASE))
    opening = text(chair.get(f"{BASE}open/"))
    assert "5 member organisations are asked" in opening
    assert world.cct_member.name_en in opening
    assert chair.post(f"{BASE}open/", {"last_day": day}).url == BASE
    assert chair.post(f"{BASE}remind/").status_code == 302
    assert chair.post(f"{BASE}remind/").status_code == 409
    assert "5 organisations have not answered" in text(chair.get(f"{BASE}close/"))
    assert chair.post(f"{BASE}close/").url == BASE
    assert chair.post(f"{BASE}close/").status_code == 409


def test_two_who_change_it_at_once_see_both(world):
    survey = surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    edit = {"intro_th": "แรก", "intro_en": "", "last_day": "", "version": 1}
    assert world.client("cct_chair").post(f"{BASE}edit/", edit).status_code == 302
    second = world.client("cct_secretary").post(f"{BASE}edit/", edit | {"intro_th": "ที่สอง"})
    assert second.status_code == 409
    assert "แรก" in text(second)
    assert "ที่สอง" in text(second)
    question = SurveyQuestion.objects.filter(survey=survey).first()
    words = {"text_th": "ก ข ค", "low_th": "น้อย", "high_th": "มาก", "version": 1}
    address = f"{BASE}questions/{question.pk}/"
    assert world.client("cct_chair").post(address, words).status_code == 302
    second = world.client("cct_secretary").post(address, words | {"text_th": "ง จ ฉ"})
    assert second.status_code == 409
    assert "ก ข ค" in text(second)
    assert "ง จ ฉ" in text(second)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"choices_th": "หนึ่ง"}, "at least two choices"),
        ({"choices_th": "ก\nก"}, "are the same"),
        ({"choices_th": "ก\nข", "choices_en": "a"}, "2 choices in Thai and 1 in English"),
        ({"choices_th": "\n".join(str(number) for number in range(13))}, "at most 12"),
        ({"choices_th": "ก" * 151 + "\nข"}, "at most 150 letters"),
    ],
)
def test_choices_that_cannot_be_kept_come_back_as_they_were_typed(world, data, wrong):
    surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    client = world.client("cct_chair", "en")
    page = client.post(f"{BASE}questions/new/several/", {"text_th": "คำถาม", **data})
    assert page.status_code == 200
    assert wrong in text(page)
    assert data["choices_th"].split("\n")[0] in text(page)


def test_a_kind_of_question_that_there_is_not(world):
    surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    assert world.client("cct_chair").get(f"{BASE}questions/new/matrix/").status_code == 404


def test_a_year_that_has_a_survey_is_said_so(world):
    surveys.start_survey(committee=world.cct, fiscal_year=YEAR, by=world.cct_chair)
    client = world.client("cct_chair", "en")
    assert "already has a survey" in text(
        client.post("/committees/cct/surveys/new/", {"fiscal_year": YEAR})
    )
    assert f'value="{YEAR + 1}"' in text(client.get("/committees/cct/surveys/new/"))


# --- Answering ------------------------------------------------------------------------------------


def test_answers_are_kept_as_one_goes_and_handed_in(world, members):
    survey = open_survey(world)
    client = world.client(members["เอ"][0], "en")
    address = f"{BASE}answer/"
    assert "Nothing is kept yet." in text(client.get(address))
    kept = client.post(address, sent(survey, "4"), **HTMX)
    assert kept.status_code == 200
    assert "Kept, and not handed in yet." in text(kept)
    assert 'name="version" value="1"' in text(kept)
    assert client.post(address, sent(survey, "4", "5", version=1, keep="1")).status_code == 302
    page = text(client.get(address))
    assert page.count(" checked") == 2
    early = client.post(address, sent(survey, "4", "5", version=2, hand_in="1"))
    assert "Answer this question." in text(early)
    whole = sent(survey, "4", "5", "3", "2", "1", ["0", "3"], "สั้นลง", version=2, hand_in="1")
    assert client.post(address, whole).url == BASE
    assert SurveyBallot.objects.get().handed_in == SurveyBallot.objects.get().kept
    assert "Handed in as it stands here." in text(client.get(address))
    client.post(address, sent(survey, "1", version=3), **HTMX)
    assert "What you handed in before counts" in text(client.get(address))


def test_a_personal_number_is_refused_and_what_was_typed_stays(world, members):
    survey = open_survey(world)
    client = world.client(members["เอ"][0], "en")
    typed = "โทรหาสมชาย ๐๘๑-๒๓๔-๕๖๗๘"
    data = sent(survey, "4", "5", "3", "2", "1", [], typed, keep="1")
    page = client.post(f"{BASE}answer/", data)
    assert "looks like a phone number" in text(page)
    assert typed in text(page)
    assert not SurveyBallot.objects.exists()
    quiet = client.post(f"{BASE}answer/", data, **HTMX)
    assert quiet.status_code == 422
    assert "Not kept" in text(quiet)


def test_two_of_one_organisation_see_both_answers(world, members):
    survey = open_survey(world)
    first, second = world.client("cct_chair", "en"), world.client("cct_member", "en")
    assert first.post(f"{BASE}answer/", sent(survey, "1", keep="1")).status_code == 302
    page = second.post(f"{BASE}answer/", sent(survey, "5", keep="1"))
    assert page.status_code == 409
    assert "Somebody else of your organisation answered meanwhile" in text(page)
    assert "5 agree fully" in text(page)
    again = second.post(f"{BASE}answer/", sent(survey, "5", version=1, keep="1"))
    assert again.status_code == 302
    assert list(SurveyBallot.objects.get().kept.values()) == [5]


def test_a_page_that_keeps_itself_does_not_run_into_itself(world, members):
    survey = open_survey(world)
    client = world.client("cct_chair", "en")
    one, other = {"writer": "6d3c2f5e-7b1a-4f6d-9a38-1d2f3c4b5a69"}, {"writer": "x"}
    assert client.post(f"{BASE}answer/", sent(survey, "1", **one), **HTMX).status_code == 200
    # On a slow line: sent before the page has heard that its first words were kept.
    whole = sent(survey, "4", "5", "3", "2", "1", hand_in="1", **one)
    assert client.post(f"{BASE}answer/", whole).status_code == 302
    assert SurveyBallot.objects.get().version == 2
    second = world.client("cct_member", "en")
    assert second.post(f"{BASE}answer/", sent(survey, "1", keep="1")).status_code == 409
    assert second.post(f"{BASE}answer/", sent(survey, "1", keep="1", **other)).status_code == 200


@pytest.mark.parametrize("odd", ["9", "-1", "x", "1.5", "๓ ", ["1", "2"], "", "\x00"])
def test_odd_answers_are_answered_plainly(world, members, odd):
    survey = open_survey(world)
    client = world.client("cct_chair", "en")
    page = client.post(f"{BASE}answer/", sent(survey, odd, keep="1"))
    assert page.status_code in (200, 302)
    for kept in SurveyBallot.objects.values_list("kept", flat=True):
        assert set(kept.values()) <= {1, 2, 3, 4, 5}
    assert client.get(f"{BASE}answer/?for=x").status_code == 200
    for other in (members["เอ"][1].pk, 10**20):
        assert client.get(f"{BASE}answer/?for={other}").status_code in (200, 404)


def test_nobody_opens_the_answer_of_another_organisation(world, members):
    survey = open_survey(world)
    answer(survey, members["เอ"])
    page = world.client("cct_chair", "en").get(f"{BASE}answer/?for={members['เอ'][1].pk}")
    assert page.status_code == 404


def test_completion_is_seen_by_who_runs_the_survey_alone(world, members):
    survey = open_survey(world)
    answer(survey, members["เอ"])
    for name, seen in (("cct_chair", True), ("cct_secretary", True), ("cct_member", False)):
        assert ("Who has answered" in text(world.client(name, "en").get(BASE))) is seen
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    above = text(world.client("nok", "en").get(BASE))
    assert "1 of 5 member organisations answered" in above
    assert "Who has answered" not in above
    assert "The members share clear goals." not in above


# --- Results --------------------------------------------------------------------------------------


def rows_of(content: bytes, sheet: int) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_results_stand_on_the_page_in_the_charts_and_in_the_files(world, members):
    closed_survey(world, members, *[WHOLE] * 4, year=YEAR - 1)
    closed_survey(world, members, *[WHOLE] * 5)
    client = world.client("cct_member", "en")
    page = text(client.get(f"{BASE}results/"))
    assert "5 of 5 member organisations answered" in page
    assert f"compared with {YEAR - 1} (4 answers)" in page
    assert page.count("ประชุมให้สั้นลง") == 5
    assert page.count("<img") == 7  # the means, and six questions
    picture = client.get(f"{BASE}results/overview.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in picture["Content-Security-Policy"]
    question = SurveyQuestion.objects.filter(survey__fiscal_year=YEAR).first()
    assert client.get(f"{BASE}results/{question.pk}.svg").status_code == 200
    for odd in ("0", "x", "overview2", str(10**30)):
        assert client.get(f"{BASE}results/{odd}.svg").status_code == 404
    book = client.get(f"{BASE}results/list.xlsx").content
    summary = [row for row in rows_of(book, 0) if row[0] == 1]
    assert summary[0][3:6] == [5, 4, 4]
    spread = [row for row in rows_of(book, 1) if row[1] == question.text_en]
    assert [row[3] for row in spread] == [0, 0, 0, 5, 0]
    file = client.get(f"{BASE}results/list.csv").content.decode("utf-8-sig")
    assert file.count("ประชุมให้สั้นลง") == 5
    assert client.get(f"{BASE}results/list.pdf").status_code == 404


def test_below_four_nothing_is_shown_anywhere(world, members):
    closed_survey(world, members, *[WHOLE] * 5, year=YEAR - 1)
    survey = closed_survey(world, members, *[WHOLE] * 3)
    client = world.client("cct_chair", "en")
    page = text(client.get(f"{BASE}results/"))
    assert "Too few answers to show" in page
    assert "ประชุมให้สั้นลง" not in page
    assert "<img" not in page
    assert client.get(f"{BASE}results/overview.svg").status_code == 404
    for pk in SurveyQuestion.objects.filter(survey=survey).values_list("pk", flat=True):
        assert client.get(f"{BASE}results/{pk}.svg").status_code == 404
    file = client.get(f"{BASE}results/list.csv").content.decode("utf-8-sig")
    assert file.count("fewer than four") == 7
    assert "ประชุมให้สั้นลง" not in file
    rows = rows_of(client.get(f"{BASE}results/list.xlsx").content, 0)
    assert [row[3:6] for row in rows if row[0] == 1] == [["fewer than four", None, None]]


def test_a_question_few_answered_is_kept_back_alone(world, members):
    closed_survey(world, members, WHOLE, WHOLE, WHOLE, (1, 1, 1, 1, 0))
    client = world.client("cct_chair", "en")
    page = text(client.get(f"{BASE}results/"))
    assert page.count("Fewer than 4 answered this question") == 2
    assert "ประชุมให้สั้นลง" not in page
    question = SurveyQuestion.objects.get(survey__fiscal_year=YEAR, kind="several")
    assert client.get(f"{BASE}results/{question.pk}.svg").status_code == 404


# --- How much is asked of the database ----------------------------------------------------------


def asked_by(client: Any, address: str) -> int:
    """How many queries of the page itself, without those that stand around every request."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum("members_" in query["sql"] or "app_survey" in query["sql"] for query in asked)


def test_pages_ask_the_same_however_many_surveys_there_are(world, members):
    counts = []
    for year in (YEAR - 1, YEAR):
        closed_survey(world, members, *[WHOLE] * 4, year=year)
        closed_survey(world, members, *[WHOLE] * 4, year=year - 10)
        client = world.client("cct_chair")
        address = f"/committees/cct/surveys/{year}/"
        pages = ("/committees/cct/year/", address, f"{address}results/")
        counts.append([asked_by(client, page) for page in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_the_answer_form_asks_the_same_with_one_and_with_many_questions(world, members):
    survey = open_survey(world)
    counts = []
    for _many in range(2):
        counts.append(asked_by(world.client("cct_chair"), f"{BASE}answer/"))
        keep = SurveyQuestion.objects.filter(survey=survey).first()
        SurveyQuestion.objects.filter(survey=survey).exclude(pk=keep.pk).delete()
    assert counts[0] == counts[1] <= 7
