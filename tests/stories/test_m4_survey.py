"""M4, the survey: the chair opens it, members answer once each, results come without names."""

import datetime as dt

import pytest

from committees.calendar import fiscal_year, today
from tests.stories.walk import LANGUAGES, choose, head, one, press, send, state, status_of, words

pytestmark = pytest.mark.story("M4")

# A year of its own for each language; the demonstration has this year's and those before.
YEARS = {"th": fiscal_year(today()) + 1, "en": fiscal_year(today()) + 3}
ANSWERS = {"th": "ประชุมให้สั้นลงและส่งเอกสารก่อน", "en": "Shorter meetings, papers before them"}


def questions_of(stack, year):
    """(id, kind) of each question, in their order."""
    with stack.cursor() as cursor:
        cursor.execute(
            "SELECT q.id, q.kind FROM members_surveyquestion q"
            " JOIN members_survey s ON s.id = q.survey_id WHERE s.fiscal_year = %s"
            " ORDER BY q.position",
            [year],
        )
        return cursor.fetchall()


def whole(questions, text, version="0"):
    """A whole answer, as a form sends it."""
    values = {"scale": "4", "single": "1", "several": "2", "text": text}
    return {"version": version, "hand_in": "1"} | {f"q{pk}": values[kind] for pk, kind in questions}


def begin(chair, year):
    """A survey of this year, open for ten days."""
    base = f"/committees/cct/surveys/{year}/"
    assert send(chair, "/committees/cct/surveys/new/", {"fiscal_year": str(year)}).ok
    day = (today() + dt.timedelta(days=10)).isoformat()
    assert send(chair, f"{base}open/", {"last_day": day}).ok
    return base


def asked_before(stack, year):
    """How many questions the newest survey before this year's asks; they are carried over."""
    return one(
        stack,
        "SELECT count(*) FROM members_surveyquestion q JOIN members_survey s ON s.id = q.survey_id"
        " JOIN committees_committee c ON c.id = s.committee_id WHERE c.slug = 'cct'"
        " GROUP BY s.fiscal_year HAVING s.fiscal_year < %s ORDER BY s.fiscal_year DESC LIMIT 1",
        year,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_survey_from_its_questions_to_results_without_names(walker, stack, shot, language):
    year = YEARS[language]
    chair = walker.enter("arunee", language, at="/committees/cct/year/")
    shot(chair, language, "desktop", "survey-years")
    choose(chair, words(language, "Begin a survey"))
    chair.fill("[name=fiscal_year]", str(year))
    press(chair, "main form button[type=submit]")
    base = chair.url.removeprefix(stack.url)
    shot(chair, language, "desktop", "survey-draft")
    assert chair.locator(".survey-questions > li").count() == asked_before(stack, year)
    chair.goto(f"{base}questions/new/single/")
    chair.fill("[name=text_th]", "ประชุมที่ใดสะดวก")
    chair.fill("[name=choices_th]", "เชียงราย\nแม่สาย")
    shot(chair, language, "desktop", "survey-question")
    press(chair, "main form button[type=submit]")
    chair.goto(f"{base}open/")
    shot(chair, language, "desktop", "survey-open")
    press(chair, "main form button[type=submit]")
    assert status_of(chair) == state(language, "survey_open")
    questions = questions_of(stack, year)

    # A member finds it on the first page, answers on a phone, and what is written is kept.
    phone = walker.enter("nittaya", language, "phone")
    entry = phone.locator(f"a[href*='{base}answer/']").first
    with phone.expect_navigation():
        entry.click()
    with phone.expect_response(lambda answer: "/answer/" in answer.url):
        phone.check(f"[name=q{questions[0][0]}][value='5']")
    phone.get_by_text(words(language, "Kept, and not handed in yet.")).wait_for()
    shot(phone, language, "phone", "survey-answer")
    phone.reload()
    assert phone.locator(f"[name=q{questions[0][0]}][value='5']").is_checked()
    press(phone, "button[name=hand_in]")
    assert words(language, "Answer this question.") in phone.locator("main").inner_text()
    shot(phone, language, "phone", "survey-missing")
    for pk, kind in questions:
        if kind in ("scale", "single"):
            phone.check(f"[name=q{pk}][value='1']")
        elif kind == "text":
            phone.fill(f"[name=q{pk}]", ANSWERS[language])
    press(phone, "button[name=hand_in]")
    assert head(phone).endswith(str(year))

    # Others without scripts, or from elsewhere; nobody answers for somebody else, or twice.
    for who in ("arunee", "chutima", "kanlaya"):
        page = walker.enter(who, language, at="/me/") if who != "arunee" else chair
        assert send(page, f"{base}answer/", whole(questions, ANSWERS[language])).ok
    assert send(chair, f"{base}answer/", whole(questions, "x")).status == 409
    focus = one(
        stack,
        "SELECT b.organisation_id FROM members_surveyballot b"
        " JOIN members_survey s ON s.id = b.survey_id"
        " JOIN members_seat t ON t.organisation_id = b.organisation_id"
        " JOIN accounts_user u ON u.id = t.person_id"
        " WHERE s.fiscal_year = %s AND u.email = 'chutima@cct.example.org' LIMIT 1",
        year,
    )
    assert chair.request.get(f"{base}answer/?for={focus}").status == 404
    assert chair.request.get(f"{base}results/").status == 409
    chair.goto(base)
    assert chair.locator("#completion .status-good").count() == 4
    shot(chair, language, "desktop", "survey-completion")

    chair.goto(f"{base}close/")
    press(chair, "main form button[type=submit]")
    choose(chair, words(language, "Read the results"))
    main = chair.locator("main").inner_text()
    assert main.count(ANSWERS[language]) == 4
    for name in ("นิตยา", "Nittaya", "FOCUS", "World Vision"):
        assert name not in main
    # The picture can be shown: decoding one that is broken fails.
    chair.locator(".chart img").first.evaluate("img => img.decode()")
    chair.evaluate("document.querySelectorAll('img').forEach(img => img.loading = 'eager')")
    chair.wait_for_load_state("networkidle")
    shot(chair, language, "desktop", "survey-results")
    phone.goto(f"{base}results/")
    shot(phone, language, "phone", "survey-results")
    left = one(
        stack,
        "SELECT count(*) FROM members_surveyballot b JOIN members_survey s ON s.id = b.survey_id"
        " WHERE s.fiscal_year = %s",
        year,
    )
    assert left == 0, "the ballots are gone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_fewer_than_four_answers_show_nothing(walker, stack, shot, language):
    year = YEARS[language] + 1
    chair = walker.enter("arunee", language, at="/me/")
    base = begin(chair, year)
    questions = questions_of(stack, year)
    for who in ("arunee", "chutima", "kanlaya"):
        page = walker.enter(who, language, at="/me/") if who != "arunee" else chair
        assert send(page, f"{base}answer/", whole(questions, ANSWERS[language])).ok
    assert send(chair, f"{base}close/", at="/me/").ok
    chair.goto(f"{base}results/")
    main = chair.locator("main").inner_text()
    assert words(language, "Too few answers to show") in main
    assert ANSWERS[language] not in main
    shot(chair, language, "desktop", "survey-too-few")
    assert chair.request.get(f"{base}results/overview.svg").status == 404
    file = chair.request.get(f"{base}results/list.csv").text()
    assert ANSWERS[language] not in file
    # From above one sees that there was a survey, and no more.
    nok = walker.enter("nok", language, at=base)
    assert words(language, "The questions and the results stay inside the committee.") in (
        nok.locator("main").inner_text()
    )
    assert nok.request.get(f"{base}results/").status == 404
