"""P2: a quarter's plan goes from draft over the deputy chief's phone to the province."""

import re

import pytest

from tests.stories.walk import (
    LANGUAGES,
    PEOPLE,
    Line,
    choose,
    draft_plan,
    head,
    line_id,
    link_in,
    one,
    press,
    quarter_path,
    send,
    sheet,
    state,
    status_of,
    words,
)

pytestmark = pytest.mark.story("P2")

LINES = {
    "th": (
        Line(
            "ตั้งและฝึกอบรมกลุ่มเฝ้าระวังการค้ามนุษย์ระดับหมู่บ้านตามแนวชายแดน",
            indicator="จำนวนหมู่บ้านที่มีกลุ่มเฝ้าระวัง",
            target="12 หมู่บ้าน",
        ),
        Line(
            "รณรงค์ยุติความรุนแรงต่อเด็กและสตรีและการค้ามนุษย์",
            (11, 16),
            (11, 30),
            budget="35000",
            target="700 คน",
        ),
        Line("ตรวจเฝ้าระวังช่องทางธรรมชาติร่วมกันทุกเดือน", (10, 1), (9, 30), target="12 ครั้ง"),
    ),
    "en": (
        Line(
            "Set up and train village watch groups along the border",
            indicator="villages with a watch group",
            target="12 villages",
        ),
        Line(
            "Campaign against violence and trafficking",
            (11, 16),
            (11, 30),
            budget="35000",
            target="700 people",
        ),
        Line("Watch the natural crossings together", (10, 1), (9, 30), target="12 times"),
    ),
}
REASON = {
    "th": "งบประมาณยังไม่มีหนังสือยืนยันจากเทศบาล โปรดปรับ",
    "en": "The municipality has not confirmed the money yet: please adjust.",
}
NOTE = {"th": "ปรับงบประมาณตามที่ท้วงแล้ว", "en": "The budget is adjusted as you asked."}
GOOD = {"th": "ดีมาก ขอให้เชิญเทศบาลด้วย", "en": "Good, and add the municipality."}


def label_of(year, language):
    return f"1/{year}" if language == "th" else f"Q1/{year}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_people_take_a_plan_from_draft_to_received(
    walker, stack, mailbox, shot, language, tmp_path
):
    campaign = LINES[language][1].what
    walker.speak(language, "pranee", "somchai", "nok")
    pranee = walker.enter("pranee", language)
    year = draft_plan(pranee, stack, "mae-sai", LINES[language])
    path = quarter_path(stack, "mae-sai", year, 1)

    # The secretary, at a desk: reads what submitting does and whom it tells, and submits.
    to_somchai = mailbox("somchai")
    pranee.goto(f"/committees/mae-sai/plans/year/{year}/")
    shot(pranee, language, "desktop", "year")
    press(pranee, f"a[href='{path}']")
    assert status_of(pranee) == state(language, "draft")
    shot(pranee, language, "desktop", "draft")
    press(pranee, "a[href$='/submit/']")
    assert name_of(stack, "somchai", language) in pranee.locator(".told").inner_text()
    shot(pranee, language, "desktop", "submit")
    press(pranee, "main form button[type=submit]")
    assert status_of(pranee) == state(language, "submitted")
    assert pranee.locator(".line-what a").count() == 0, "what is submitted is locked"
    shot(pranee, language, "desktop", "submitted")

    # The deputy chief, on a phone: the bell, the notice, and there is all he needs.
    mail = to_somchai.one()
    assert link_in(mail, stack) == stack.url + path
    assert label_of(year, language) in mail["Subject"]
    assert name_of(stack, "pranee", language) in mail.get_content()
    assert campaign not in mail.as_string(), "what a plan says stays in the product"
    somchai = walker.enter("somchai", language, "phone")
    shot(somchai, language, "phone", "home")
    press(somchai, "a.top-icon[href='/notices/']")
    shot(somchai, language, "phone", "notices")
    press(somchai, "main .list li:first-child a")
    assert somchai.url == stack.url + path
    assert head(somchai).endswith(label_of(year, language))
    assert "35,000" in somchai.locator("main").inner_text()
    shot(somchai, language, "phone", "decide")

    # He returns it, with a reason at one line.
    to_pranee = mailbox("pranee")
    press(somchai, "a[href$='/return/']")
    reason = somchai.get_by_label(campaign)
    reason.fill(REASON[language])
    shot(somchai, language, "phone", "return")
    press(somchai, "main form button[type=submit]")
    assert status_of(somchai) == state(language, "returned")
    shot(somchai, language, "phone", "returned")

    # The secretary comes from the mail, reads why at the line, changes it and submits again.
    pranee.goto(link_in(to_pranee.one(), stack))
    row = pranee.locator("tr", has_text=campaign)
    assert REASON[language] in row.inner_text()
    shot(pranee, language, "desktop", "returned")
    choose(pranee, campaign)
    pranee.fill("[name=budget]", "๒๘,๐๐๐" if language == "th" else "28,000")
    shot(pranee, language, "desktop", "change-line")
    press(pranee, "main form button[type=submit]")
    pranee.goto(path)
    to_somchai = mailbox("somchai")
    press(pranee, "a[href$='/submit/']")
    press(pranee, "main form button[type=submit]")

    # Three presses, sign-in apart: the bell, the notice, approve. What changed is marked.
    to_somchai.one()
    to_pranee, to_nok = mailbox("pranee"), mailbox("nok")
    somchai.goto("/")
    press(somchai, "a.top-icon[href='/notices/']")
    press(somchai, "main .list li:first-child a")
    changed = somchai.locator("tr", has_text=campaign)
    assert "28,000" in changed.locator("ins").all_inner_texts()[0]
    assert "35,000" in changed.locator("del").all_inner_texts()[0]
    assert somchai.locator("tr.is-changed").count() == 1
    shot(somchai, language, "phone", "second-round")
    press(somchai, "button[form=decide]")
    assert status_of(somchai) == state(language, "approved")
    shot(somchai, language, "phone", "approved")

    # PSDHS is told once, finds it on the home page, and receives it with a word.
    to_pranee.one()
    assert label_of(year, language) in to_nok.one()["Subject"]
    nok = walker.enter("nok", language)
    shot(nok, language, "desktop", "psdhs-home")
    press(nok, f".tasks a[href='{path}']")
    nok.fill("main [name=note]", GOOD[language])
    shot(nok, language, "desktop", "receive")
    press(nok, "button[form=decide]")
    assert status_of(nok) == state(language, "received")
    shot(nok, language, "desktop", "received")

    # Locked for good; names, times and the wording of both rounds stay.
    for who in ("pranee", "somchai", "nok"):
        assert name_of(stack, who, language) in nok.locator("#rounds").inner_text()
    assert GOOD[language] in nok.locator(".history").inner_text()
    nok.goto(f"{path}rounds/1/")
    assert "35,000" in nok.locator("tr", has_text=campaign).inner_text()
    assert REASON[language] in nok.locator("tr", has_text=campaign).inner_text()
    shot(nok, language, "desktop", "round-1")
    nok.goto(f"{path}compare/?from=1&to=2")
    assert nok.locator("tr.is-changed").count() == 1
    shot(nok, language, "desktop", "compare")
    refused = send(pranee, f"{path}submit/", at="/me/")
    assert refused.status == 409
    line = line_id(stack, "mae-sai", year, campaign)
    late = f"/committees/mae-sai/plans/year/{year}/lines/{line}/"
    values = LINES[language][1].values(stack, "mae-sai", year) | {"version": "2"}
    assert send(pranee, late, values | {"what": "x y z"}).status in (400, 409)
    assert one(stack, "SELECT what FROM actionplans_planline WHERE id = %s", line) == campaign

    # Taken away on paper and as a spreadsheet, by whoever may read it.
    paper, table = download(nok, path, "pdf"), download(nok, path, "xlsx")
    assert paper.startswith(b"%PDF")
    assert len(paper) > 10_000
    cells = {str(cell) for row in sheet(table) for cell in row}
    assert {row.what for row in LINES[language]} <= cells


def download(page, path, form):
    """What the link in the quiet menu brings; the paper opens in the browser's own reader."""
    page.goto(path)
    page.locator(".page-head details[data-menu] summary").last.click()
    link = page.locator(f"a[href='{path}plan.{form}']")
    assert link.is_visible()
    if form == "pdf":
        answer = page.request.get(link.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()
    with page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()


def name_of(stack, who, language):
    return one(stack, f"SELECT name_{language} FROM accounts_user WHERE email = %s", PEOPLE[who])


def test_the_link_in_the_mail_leads_over_sign_in_to_the_plan(walker, stack, mailbox):
    pranee = walker.enter("pranee")
    year = draft_plan(pranee, stack, "mae-sai", LINES["th"])
    path = quarter_path(stack, "mae-sai", year, 1)
    box = mailbox("somchai")
    assert send(pranee, f"{path}submit/").ok
    somchai = walker.open("th", "phone")
    somchai.goto(link_in(box.one(), stack))
    assert re.search("/account/login/", somchai.url)
    somchai.fill("input[name=login]", PEOPLE["somchai"])
    somchai.fill("input[name=password]", "saladaeng-doitung")
    press(somchai, "main form button[type=submit]")
    assert somchai.url == stack.url + path
    assert somchai.locator("button[form=decide]").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_press_approve_at_once(walker, stack, shot, language):
    # A group in which the chair approves, and so does the chair of the district above it.
    anong = walker.enter("anong", language)
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE committees_committee SET approver = 'approve_as_chief'"
            " WHERE slug = 'mae-sai-rehabilitation'"
        )
    year = draft_plan(anong, stack, "mae-sai-rehabilitation", LINES[language][:2])
    path = quarter_path(stack, "mae-sai-rehabilitation", year, 1)
    assert send(anong, f"{path}submit/").ok
    pages = [walker.enter(who, language, "phone", path) for who in ("supaporn", "thanakorn")]
    for page in pages:
        assert page.locator("button[form=decide]").is_visible()
    # Both forms are on their way before either answer is read.
    for page in pages:
        page.evaluate("setTimeout(() => document.querySelector('button[form=decide]').click(), 0)")
    for page in pages:
        page.locator("button[form=decide]").wait_for(state="detached")
        page.wait_for_load_state()
    lost = [page for page in pages if page.locator("[data-error-page]").count()]
    assert len(lost) == 1, "one wins and the other is told"
    told = words(language, "This plan does not wait for approval any more.")
    assert told in lost[0].locator("main").inner_text()
    shot(lost[0], language, "phone", "too-late")
    won = next(page for page in pages if page not in lost)
    assert status_of(won) == state(language, "approved")
    assert (
        one(
            stack,
            "SELECT count(*) FROM actionplans_round r JOIN actionplans_quarterplan q"
            " ON q.id = r.quarter_plan_id WHERE q.fiscal_year = %s AND r.decision = 'approved'"
            " AND q.committee_id = (SELECT id FROM committees_committee WHERE slug = %s)",
            year,
            "mae-sai-rehabilitation",
        )
        == 1
    )
