"""P1: a committee drafts the plan of the coming fiscal year; the quarters follow from the dates."""

import pytest

from committees.calendar import format_date
from tests.stories.walk import LANGUAGES, choose, day_in, free_year, head, office_of, press, words

pytestmark = pytest.mark.story("P1")

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WATCH = {
    "th": "ตั้งและฝึกอบรมกลุ่มเฝ้าระวังการค้ามนุษย์ระดับหมู่บ้าน",
    "en": "Set up and train village watch groups",
}
CROSSINGS = {
    "th": "ตรวจเฝ้าระวังช่องทางธรรมชาติร่วมกันทุกเดือน",
    "en": "Watch the natural crossings together, every month",
}
# As people write dates: Thai digits and the Buddhist year, or the English way.
DAYS = {
    "th": lambda day: f"{day.day}/{day.month}/{day.year + 543}".translate(THAI),
    "en": lambda day: f"{day.day} {format_date(day, 'en').split()[1]} {day.year}",
}
MONEY = {"th": "๑๒,๕๐๐.๕๐", "en": "12,500.50"}


def quarter_lines(page):
    """How many lines each of the four quarters has, as their cards say."""
    found = page.locator(".quarter-card p").all_inner_texts()
    return [int(text.split()[0]) for text in found]


@pytest.mark.parametrize(("language", "device"), [("th", "desktop"), ("en", "phone")])
def test_a_year_is_drafted_line_by_line(walker, stack, shot, language, device):
    assert language in LANGUAGES
    page = walker.enter("pranee", language, device)
    year = free_year(stack, "mae-sai")
    press(page, ("aside.rail" if device == "desktop" else "nav.bottom") + " a[href='/plans/']")
    shot(page, language, device, "plans")
    press(page, ".page-head-actions a.btn-primary")
    # From July on the coming year is offered; any other can be written, in Thai digits too.
    written = str(year)
    page.fill("[name=fiscal_year]", written.translate(THAI) if language == "th" else written)
    shot(page, language, device, "start")
    press(page, "main form button[type=submit]")
    assert str(year) in head(page)
    shot(page, language, device, "empty")

    # The first line, with everything a line has.
    choose(page, words(language, "Add the first line"))
    starts, ends = day_in(year, (11, 2)), day_in(year, (1, 29))
    page.fill("[name=what]", WATCH[language])
    page.check("[name=pillar][value=counter_trafficking]")
    page.select_option("[name=responsible]", str(office_of(stack, "mae-sai")))
    supporting = page.locator("[name=supporting]").nth(1)
    supporting.check()
    page.check("[name=places][value='570901']")
    page.fill("[name=starts]", DAYS[language](starts))
    said = page.locator(".date-said").first
    assert format_date(starts, language, "full") in said.inner_text()
    page.fill("[name=ends]", DAYS[language](ends))
    page.check("[name=funding][value=lao]")
    page.fill("[name=budget]", MONEY[language])
    page.fill("[name=indicator]", "12")
    page.fill("[name=target]", "12")
    shot(page, language, device, "line")
    press(page, "main form button[type=submit]")
    row = page.locator("tr", has_text=WATCH[language])
    assert "12,500.50" in row.inner_text()
    assert quarter_lines(page) == [1, 1, 0, 0]

    # A line of the whole year lies in each quarter, within the agencies' own remit.
    press(page, ".page-head-actions a.btn-primary")
    page.fill("[name=what]", CROSSINGS[language])
    page.check("[name=pillar][value=counter_trafficking]")
    page.select_option("[name=responsible]", str(office_of(stack, "mae-sai")))
    page.fill("[name=starts]", DAYS[language](day_in(year, (10, 1))))
    page.fill("[name=ends]", DAYS[language](day_in(year, (9, 30))))
    press(page, "main form button[type=submit]")
    assert quarter_lines(page) == [2, 2, 1, 1]
    shot(page, language, device, "two-lines")

    # Other dates, other quarters.
    choose(page, WATCH[language])
    page.fill("[name=starts]", DAYS[language](day_in(year, (4, 1))))
    page.fill("[name=ends]", DAYS[language](day_in(year, (6, 30))))
    press(page, "main form button[type=submit]")
    assert quarter_lines(page) == [1, 1, 2, 1]
    shot(page, language, device, "moved")
    press(page, ".quarter-card >> nth=2 >> a")
    assert page.locator("tr", has_text=WATCH[language]).count() == 1
    shot(page, language, device, "quarter-3")

    # Removing is undone where it was done.
    page.goto(f"/committees/mae-sai/plans/year/{year}/")
    row = page.locator("tr", has_text=WATCH[language])
    with page.expect_navigation():
        row.locator("button").click()
    assert quarter_lines(page) == [1, 1, 1, 1]
    numbers = page.locator("#lines tbody .line-number").all_inner_texts()
    assert numbers == ["1"], "what is left is counted from one"
    shot(page, language, device, "removed")
    press(page, "#removed button")
    assert quarter_lines(page) == [1, 1, 2, 1]
