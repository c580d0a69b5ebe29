"""M4, the workshop: points and votes from phones on a live board; a recommendation and back."""

import pytest

from tests.stories.walk import LANGUAGES, choose, free_year, head, one, press, send, state, words

pytestmark = pytest.mark.story("M4")

BASE = "/committees/cct/workshops/"
WRITTEN = {
    "th": {
        "title": "ทบทวนเครือข่าย",
        "money": "ค่าใช้จ่ายตกอยู่กับไม่กี่องค์กร",
        "cost": "องค์กรเดียวจ่ายค่าสถานที่ทุกครั้ง",
        "chat": "ตกลงกันในแชตแล้วตามงานไม่ได้",
        "typed": "ข้อที่ยังเขียนไม่เสร็จ",
        "what": "แสวงหาแหล่งทุนร่วมกันในนามเครือข่าย",
    },
    "en": {
        "title": "Our year together",
        "money": "A few organisations pay for everything",
        "cost": "One member pays for the room every time",
        "chat": "Nobody follows up what was agreed in chats",
        "typed": "a point that is not finished",
        "what": "Look for funds together as a network",
    },
}
HEADINGS = ("strengths", "weaknesses", "opportunities", "threats")


def card(page, text):
    return page.locator(".board-point", has_text=text)


def add(page, heading, text):
    """Write a point on a phone: choose the heading, write, press."""
    page.locator(f".heading-choice.heading-{heading}").click()
    page.fill("#id_text", text)
    page.locator("#add-point button[type=submit]").click()
    card(page, text).wait_for()
    from playwright.sync_api import expect  # only where there is a browser

    expect(page.locator("#id_text")).to_have_value("")


def step(page, action):
    """Take the workshop on, past what it says will follow."""
    press(page, f".page-head-actions a[href$='/steps/{action}/']")
    press(page, "main form button[type=submit]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workshop_from_phones_to_a_plan_line_and_back(walker, stack, shot, language):
    said = {key: f"{text} ({language})" for key, text in WRITTEN[language].items()}
    chair = walker.enter("arunee", language, at=BASE + "new/")
    chair.fill("[name=title]", said["title"])
    chair.fill("[name=votes_each]", "3")
    chair.check("[name=counting][value=live]")
    shot(chair, language, "desktop", "workshop-prepare")
    press(chair, "main form button[type=submit]")
    path = chair.url.removeprefix(stack.url)
    nittaya = walker.enter("nittaya", language, "phone", at=path)
    kanlaya = walker.enter("kanlaya", language, "phone", at=path)

    # Opened at the desk: both phones come along by themselves, and write.
    step(chair, "open")
    for phone in (nittaya, kanlaya):
        phone.locator("#add-point").wait_for()
    add(nittaya, "weaknesses", said["money"])
    kanlaya.fill("#id_text", said["typed"])
    add(nittaya, "threats", said["chat"])
    for page in (chair, kanlaya):
        card(page, said["money"]).wait_for()
        card(page, said["chat"]).wait_for()
    assert kanlaya.input_value("#id_text") == said["typed"], "what is being typed stays"
    add(kanlaya, "weaknesses", said["cost"])
    assert card(kanlaya, said["cost"]).locator(".own-mark").count() == 1
    assert card(nittaya, said["money"]).locator(".menu").count() == 1, "one's own can be changed"
    shot(kanlaya, language, "phone", "workshop-points")

    # What looks like a telephone number is refused at once, and stays in the field.
    nittaya.fill("#id_text", "081-234-5678")
    nittaya.locator("#add-point button[type=submit]").click()
    nittaya.locator("#point-errors .error-summary").wait_for()
    assert nittaya.input_value("#id_text") == "081-234-5678"
    nittaya.fill("#id_text", "")

    # Two that say the same become one, for all; the screen of the room follows.
    card(chair, said["cost"]).wait_for()
    chair.locator(".board-point", has_text=said["cost"]).locator("summary").click()
    shot(chair, language, "desktop", "workshop-board")
    press(chair, f".board-point:has-text('{said['cost']}') a[href$='/sort/']")
    chair.get_by_label(said["money"]).check()
    shot(chair, language, "desktop", "workshop-merge")
    press(chair, "main form button[type=submit]")
    merged = card(nittaya, said["money"]).locator(".board-merged", has_text=said["cost"])
    merged.wait_for()

    # The vote: on the phones at once, and no more than one has.
    step(chair, "vote")
    for phone in (nittaya, kanlaya):
        phone.locator(".vote-button").first.wait_for()
    shot(nittaya, language, "phone", "workshop-vote")
    for count in (1, 2, 3):
        card(nittaya, said["money"]).locator("[id^=more-]").click()
        card(nittaya, said["money"]).locator(".vote-mine", has_text=str(count)).wait_for()
    assert nittaya.locator("[id^=more-]").count() == 0, "all votes are spent"
    card(kanlaya, said["chat"]).locator("[id^=more-]").click()
    for page in (chair, kanlaya):
        card(page, said["money"]).locator(".vote-count", has_text="3").wait_for()
    chair.goto(path + "screen/")
    card(chair, said["chat"]).locator(".vote-count", has_text="1").wait_for()
    shot(chair, language, "desktop", "workshop-screen")

    # The result, a recommendation with its owner, and the workshop closes.
    chair.goto(path)
    step(chair, "recommend")
    first = chair.locator(".board-column.heading-weaknesses .board-point").first
    assert said["money"] in first.inner_text()
    with chair.expect_navigation():
        first.locator("a[href*='recommendations/new']").click()
    assert chair.get_by_label(said["money"]).is_checked()
    chair.fill("[name=text]", said["what"])
    owner = one(stack, "SELECT id FROM members_organisation WHERE name_en = 'Center for Girls'")
    chair.select_option("[name=owner]", str(owner))
    chair.select_option("[name=quarter]", index=2)
    shot(chair, language, "desktop", "workshop-recommend")
    press(chair, "main form button[type=submit]")
    nittaya.locator("#recommendations", has_text=said["what"]).wait_for()
    shot(chair, language, "desktop", "workshop-result")
    step(chair, "close")

    # Whose it is finds it waiting; the secretary puts it into a plan line, and gets back from it.
    nittaya.locator("[data-live-board][data-state=closed]").wait_for()  # it came along by itself
    nittaya.goto("/")
    assert said["what"] in nittaya.locator(".tasks").inner_text()
    chutima = walker.enter("chutima", language)
    year = free_year(stack, "cct")
    assert send(chutima, "/committees/cct/plans/new/", {"fiscal_year": str(year)}).ok
    chutima.goto(path)
    choose(chutima, f"1. {said['what']}")
    page = chutima.url
    shot(chutima, language, "desktop", "recommendation")
    choose(chutima, words(language, "Put into a plan line"))
    press(chutima, f"main a[href*='/year/{year}/']")
    assert chutima.input_value("[name=what]") == said["what"]
    assert chutima.get_by_label(said["what"]).is_checked()
    chutima.check("[name=pillar][value=counter_trafficking]")
    chutima.fill("[name=starts]", f"{year - 544}-11-01")
    chutima.fill("[name=ends]", f"{year - 543}-01-31")
    shot(chutima, language, "desktop", "recommendation-line")
    press(chutima, "main form button[type=submit]")
    row = chutima.locator("tr", has_text=said["what"])
    shot(chutima, language, "desktop", "plan-line")
    with chutima.expect_navigation():
        row.locator("a[href*='/recommendations/']").click()
    assert chutima.url == page
    assert head(chutima) == said["what"]
    assert said["what"] in chutima.locator("#went").inner_text()
    assert chutima.locator(".page-head .status").first.inner_text().strip() == state(
        language, "rec_taken_up"
    )
    shot(chutima, language, "desktop", "recommendation-back")

    # From above the recommendation is read, and neither points nor votes.
    nok = walker.enter("nok", language, "phone", at=path)
    text = nok.locator("main").inner_text()
    assert said["what"] in text
    assert said["money"] not in text
    assert said["chat"] not in text
    shot(nok, language, "phone", "workshop-above")
