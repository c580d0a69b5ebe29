"""P3: a task goes to a person of a member agency, and the supervisor there endorses it or not."""

import datetime as dt
import re

import pytest

from committees.calendar import today
from tests.stories.walk import (
    LANGUAGES,
    PEOPLE,
    Line,
    choose,
    draft_plan,
    line_id,
    link_in,
    one,
    press,
    status_of,
    words,
)

pytestmark = pytest.mark.story("P3")

LINE = {
    "th": Line("เยี่ยมบ้านเด็กกลุ่มเสี่ยงร่วมกันทุกตำบล", (10, 1), (12, 20)),
    "en": Line("Visit children at risk together in every sub-district", (10, 1), (12, 20)),
}
TASK = {
    "th": "ทำตารางเยี่ยมบ้านของทั้งแปดตำบล",
    "en": "Draw up the timetable of visits for all eight sub-districts",
}
DESCRIPTION = {
    "th": "ระบุเฉพาะตำบลและหน่วยงาน ไม่ต้องมีชื่อเด็ก",
    "en": "Name sub-districts and agencies only, never a child.",
}
SUPERVISOR = {"th": "นพ.ธีรวัฒน์ คำปัน", "en": "Dr Theerawat Khampan"}
REASON = {
    "th": "เดือนนี้มีรณรงค์วัคซีน ไม่มีกำลังคนพอ",
    "en": "The vaccination drive takes everybody this month.",
}
RESULT = {"th": "ส่งตารางให้ทุกตำบลแล้ว", "en": "Every sub-district has the timetable."}


def give(page, stack, language, box_address):
    """The secretary gives Supaporn a task under a line of her own and asks the supervisor."""
    line = LINE[language]
    year = draft_plan(page, stack, "mae-sai", [line])
    page.goto(f"/committees/mae-sai/plans/year/{year}/")
    key = line_id(stack, "mae-sai", year, line.what)
    press(page, f"a[href$='/lines/{key}/tasks/new/']")
    page.fill("[name=what]", TASK[language])
    seat = one(
        stack,
        "SELECT s.id FROM members_seat s JOIN accounts_user u ON u.id = s.person_id"
        " JOIN committees_committee c ON c.id = s.committee_id"
        " WHERE u.email = %s AND c.slug = 'mae-sai' AND s.ended_at IS NULL",
        PEOPLE["supaporn"],
    )
    page.select_option("[name=owner]", str(seat))
    page.fill("[name=due]", (today() + dt.timedelta(days=10)).isoformat())
    page.fill("[name=description]", DESCRIPTION[language])
    yield year
    press(page, "main form button[type=submit]")
    if page.locator("[name=who][value=other][type=radio]").count():
        page.check("[name=who][value=other]")
    page.fill("[name=name]", SUPERVISOR[language])
    page.fill("[name=email]", box_address)
    yield year
    press(page, "main form button[type=submit]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisor_without_account_endorses_by_a_link(walker, stack, mailbox, shot, language):
    address = f"boss-{language}@maesai-health.example.org"
    walker.speak(language, "pranee", "supaporn", "somchai")
    pranee = walker.enter("pranee", language)
    to_supaporn, to_boss = mailbox("supaporn"), mailbox(address)
    steps = give(pranee, stack, language, address)
    year = next(steps)
    shot(pranee, language, "desktop", "give")
    next(steps)
    shot(pranee, language, "desktop", "supervisor")
    next(steps, None)
    path = pranee.url.removeprefix(stack.url)
    pending = words(language, "The link works until %(day)s.").partition("%")[0]
    panel = pranee.locator("#endorsement")
    assert SUPERVISOR[language] in panel.inner_text()
    assert pending.strip() in panel.inner_text()
    shot(pranee, language, "desktop", "waits-for-supervisor")

    # The owner is told, and has it on the first page, on a phone.
    mail = to_supaporn.one()
    assert link_in(mail, stack) == stack.url + path
    assert TASK[language] not in mail.as_string(), "what people wrote stays in the product"
    supaporn = walker.enter("supaporn", language, "phone")
    assert supaporn.locator(f".tasks a[href='{path}']").count() == 1
    shot(supaporn, language, "phone", "home")

    # The supervisor has no account: the mail, one page with these facts and no other, one press.
    link = link_in(to_boss.one(), stack)
    boss = walker.open(language, "phone")
    boss.goto(link)
    facts = boss.locator("main").inner_text()
    assert TASK[language] in facts
    assert LINE[language].what in facts
    assert DESCRIPTION[language] not in facts
    assert boss.locator("a[href*='/committees/']").count() == 0
    shot(boss, language, "phone", "endorse")
    assert state_of(stack, path) == "pending", "opening the page endorses nothing"
    press(boss, "button[value=endorse]")
    shot(boss, language, "phone", "thanks")
    boss.goto(link)
    assert boss.locator("[data-error-page]").count() == 1, "the link works once"
    assert state_of(stack, path) == "endorsed"

    # It shows: on the task, in the list of the year, at its line.
    supaporn.goto(path)
    assert SUPERVISOR[language] in supaporn.locator("#endorsement").inner_text()
    shot(supaporn, language, "phone", "task")
    pranee.goto(f"/committees/mae-sai/plans/year/{year}/")
    shot(pranee, language, "desktop", "year")
    press(pranee, ".line-tasks a")
    assert TASK[language] in pranee.locator("table.rows").inner_text()
    shot(pranee, language, "desktop", "list")

    # She does it and says so; another person verifies.
    press(supaporn, ".page-head a.btn-primary")
    supaporn.fill("[name=result]", RESULT[language])
    shot(supaporn, language, "phone", "done")
    press(supaporn, "main form button[type=submit]")
    somchai = walker.enter("somchai", language, at=path)
    assert RESULT[language] in somchai.locator("#result").inner_text()
    somchai.goto(f"{path}step/verify/")
    press(somchai, "main form button[type=submit]")
    assert state_of(stack, path, "state") == "verified"
    shot(somchai, language, "desktop", "verified")
    supaporn.goto("/")
    assert supaporn.locator(f".tasks a[href='{path}']").count() == 0


def test_a_supervisor_declines_and_it_waits_with_the_secretary(walker, stack, mailbox, shot):
    language, address = "en", "boss-no@maesai-health.example.org"
    walker.speak(language, "pranee", "supaporn")
    pranee = walker.enter("pranee", language)
    to_boss = mailbox(address)
    for _step in give(pranee, stack, language, address):
        pass
    path = pranee.url.removeprefix(stack.url)
    boss = walker.open(language)
    boss.goto(link_in(to_boss.one(), stack))
    boss.locator("details.stop summary").click()
    press(boss, "button[value=decline]")
    assert state_of(stack, path) == "pending", "who declines says why"
    boss.fill("[name=reason]", REASON[language])
    shot(boss, language, "desktop", "decline")
    press(boss, "button[value=decline]")
    assert state_of(stack, path) == "refused"
    pranee.goto("/")
    assert pranee.locator(f".tasks a[href='{path}']").count() == 1
    pranee.goto(path)
    assert REASON[language] in pranee.locator("#endorsement").inner_text()
    shot(pranee, language, "desktop", "declined")
    choose(pranee, words(language, "Go on without endorsement"))
    pranee.fill("[name=reason]", "The chief agreed with the hospital.")
    shot(pranee, language, "desktop", "go-on")
    press(pranee, "main form button[type=submit]")
    assert status_of(pranee)
    pranee.goto("/")
    assert pranee.locator(f".tasks a[href='{path}']").count() == 0
    shot(walker.enter("supaporn", language, "phone", "/tasks/"), language, "phone", "my-tasks")
    shot(walker.enter("supaporn", language, "desktop", "/tasks/"), language, "desktop", "my-tasks")


def state_of(stack, path, column="endorsement"):
    key = int(re.findall(r"\d+", path)[-1])
    return one(stack, f"SELECT {column} FROM actionplans_task WHERE id = %s", key)
