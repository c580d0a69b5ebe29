"""P1: the coming year is begun with what is left and what PSDHS asks for; money is asked for."""

import datetime as dt

import pytest

from committees.calendar import format_date, today
from tests.stories.walk import (
    Line,
    choose,
    draft_plan,
    line_id,
    office_of,
    press,
    state,
    status_of,
)

pytestmark = pytest.mark.story("P1")

ASKED = {
    "th": "ทุกอำเภอตั้งกลุ่มเฝ้าระวังระดับหมู่บ้าน",
    "en": "Every district sets up village watch groups",
}
LEFT = {"th": "ตรวจสถานประกอบการร่วมกัน", "en": "Inspect workplaces together"}


@pytest.mark.parametrize(("language", "device"), [("th", "desktop"), ("en", "phone")])
def test_the_coming_year_is_begun(walker, stack, shot, language, device):
    page = walker.enter("pranee", language, device)
    lines = [Line(LEFT[language], budget="20000"), Line("2", starts=(4, 1), ends=(5, 31))]
    last = draft_plan(page, stack, "mae-sai", lines)
    year = last + 1

    # PSDHS asks the districts for a line of that year.
    psdhs = walker.enter("nok", language, device, f"/provinces/57/plans/asked/new/?year={year}")
    psdhs.fill("[name=what]", ASKED[language])
    psdhs.check("[name=pillar][value=counter_trafficking]")
    psdhs.fill("[name=target]", "12")
    psdhs.fill("[name=hint]", "ตามแนวทางของ ศปคม.จังหวัด")
    shot(psdhs, language, device, "ask")
    press(psdhs, "main form button[type=submit]")
    shot(psdhs, language, device, "asked-matrix")

    # The secretary begins the plan, with what is left of the year before.
    page.goto(f"/committees/mae-sai/plans/year/{year}/season/")
    shot(page, language, device, "season")
    press(page, "main form button[type=submit]")
    page.goto(f"/committees/mae-sai/plans/year/{year}/season/")
    press(page, f"a[href$='/{year}/carry/']")
    page.check(f"#line-{line_id(stack, 'mae-sai', last, LEFT[language])}")
    shot(page, language, device, "carry")
    press(page, "main form button[type=submit]")
    row = page.locator("#lines tr", has_text=LEFT[language])
    assert "20,000" in row.inner_text()

    # Then the line PSDHS asks for, worded as it fits, and another way: as it stands.
    press(page, f"a[href$='/{year}/asked/']")
    shot(page, language, device, "asked")
    choose(page, ASKED[language])
    assert page.input_value("[name=what]") == ASKED[language]
    page.select_option("[name=responsible]", str(office_of(stack, "mae-sai")))
    page.check("[name=funding][value=own_remit]")
    shot(page, language, device, "asked-line")
    press(page, "main form button[type=submit]")
    assert page.locator("#lines tbody tr").count() == 2
    shot(page, language, device, "plan")
    psdhs.reload()
    taken = psdhs.locator(".asked-matrix").get_by_text(state(language, "asked_taken"), exact=True)
    assert taken.count() == 1
    page.goto(f"/committees/mae-sai/plans/year/{year}/calendar/")
    shot(page, language, device, "calendar")
    psdhs.goto("/provinces/57/plans/calendar/")
    shot(psdhs, language, device, "province-calendar")
    psdhs.goto("/provinces/57/plans/money/")
    shot(psdhs, language, device, "province-money")


@pytest.mark.parametrize(("language", "device"), [("en", "desktop"), ("th", "phone")])
def test_money_is_asked_of_a_municipality(walker, stack, shot, language, device):
    page = walker.enter("pranee", language, device)
    year = draft_plan(page, stack, "mae-sai", [Line(LEFT[language]), Line("2")])
    line = line_id(stack, "mae-sai", year, LEFT[language])
    page.goto(f"/committees/mae-sai/plans/year/{year}/proposals/")
    shot(page, language, device, "none")
    press(page, ".page-head-actions a.btn-primary")
    page.fill("[name=addressee]", "เทศบาลตำบลเวียงพางคำ")
    page.fill("[name=head]", "นายกเทศมนตรี")
    page.fill(f"[name=asked_{line}]", "20,000")
    page.fill("[name=reason]", "งบประมาณปกติของหน่วยงานไม่เพียงพอ")
    shot(page, language, device, "write")
    press(page, "main form button[type=submit]")
    shot(page, language, device, "prepared")
    letter = page.request.get(page.url + "letter.docx")
    assert letter.body()[:2] == b"PK"
    assert page.request.get(page.url + "letter.pdf").body()[:4] == b"%PDF"
    press(page, ".page-head-actions a.btn-primary")
    sent = today() - dt.timedelta(days=3)
    page.fill("[name=sent_on]", format_date(sent, language))
    page.fill("[name=reference]", "ชร 1/2570")
    press(page, "main form button[type=submit]")
    press(page, ".page-head-actions a.btn-primary")
    page.fill("[name^=granted_]", "5,000")
    shot(page, language, device, "answer")
    press(page, "main form button[type=submit]")
    assert status_of(page) == state(language, "granted_in_part")
    shot(page, language, device, "granted")
    page.goto(f"/committees/mae-sai/plans/year/{year}/")
    row = page.locator("#lines tr", has_text=LEFT[language])
    assert "5,000" in row.inner_text()
    assert "เวียงพางคำ" in row.inner_text()
    page.goto(f"/committees/mae-sai/plans/year/{year}/proposals/")
    shot(page, language, device, "list")
    assert page.locator("main tbody tr").count() == 1
