"""P5: each quarter a committee reports line by line; the province accepts, reopens, sums up."""

import re

import pytest
from playwright.sync_api import expect

from tests.stories.walk import (
    LANGUAGES,
    Line,
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

pytestmark = pytest.mark.story("P5")

LINES = {
    "th": (
        Line("ตั้งกลุ่มเฝ้าระวังระดับหมู่บ้านตามแนวชายแดน", indicator="จำนวนหมู่บ้าน", target="12 หมู่บ้าน"),
        Line("รณรงค์ยุติความรุนแรงต่อเด็กและสตรี", (11, 16), (11, 30), budget="35000", target="700 คน"),
    ),
    "en": (
        Line("Set up village watch groups", indicator="villages", target="12 villages"),
        Line("Campaign against violence", (11, 16), (11, 30), budget="35000", target="700 people"),
    ),
}
WHY = {"th": "น้ำท่วมเส้นทาง เลื่อนไปต้นเดือน", "en": "The road was flooded; put off to next month."}
NOTE = {"th": "ใช้งบไปเท่าใด โปรดระบุ", "en": "How much was spent? Please say."}
REOPEN = {"th": "ตัวเลขค่าใช้จ่ายไม่ตรงกับใบเสร็จ", "en": "The cost does not match the receipts."}


def past_plan(walker, stack, language):
    """A plan of a year long over, received by the province: its reports are late."""
    pranee = walker.enter("pranee", language)
    first = one(
        stack,
        "SELECT min(fiscal_year) FROM actionplans_plan p JOIN committees_committee c"
        " ON c.id = p.committee_id WHERE c.slug = 'mae-sai'",
    )
    year = first - 1
    assert send(pranee, "/committees/mae-sai/plans/new/", {"fiscal_year": str(year)}).ok
    for line in LINES[language]:
        path = f"/committees/mae-sai/plans/year/{year}/lines/new/"
        assert send(pranee, path, line.values(stack, "mae-sai", year)).ok
    quarter = quarter_path(stack, "mae-sai", year, 1)
    assert send(pranee, f"{quarter}submit/").ok
    for who, step in (("somchai", "approve"), ("nok", "receive")):
        page = walker.enter(who, language)
        assert send(page, f"{quarter}{step}/", {"round": "1"}, at="/me/").ok
    return year, quarter


def row_of(page, what):
    """The part of the form that is about a line."""
    return page.locator("fieldset.report-line", has_text=what)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quarter_is_reported_line_by_line_and_locked(walker, stack, mailbox, shot, language):
    watch, campaign = (line.what for line in LINES[language])
    year, quarter = past_plan(walker, stack, language)
    path = f"{quarter}report/"
    saved = words(language, "Saved.")

    # The secretary sees which reports are due, begins one, and answers; each line saves itself.
    pranee = walker.enter("pranee", language, at=f"/committees/mae-sai/plans/year/{year}/reports/")
    assert state(language, "late") in pranee.locator("main").inner_text()
    shot(pranee, language, "desktop", "year")
    press(pranee, f"main a[href='{path}']")
    shot(pranee, language, "desktop", "begin")
    press(pranee, ".page-head form button")
    shot(pranee, language, "desktop", "write-empty")
    anong = walker.enter("anong", language, at=f"{path}write/")
    line = row_of(pranee, watch)
    line.locator("input[value=done]").check()
    expect(line.locator(".report-mark")).to_contain_text(saved)
    late = row_of(pranee, campaign)
    late.locator("input[value=late]").check()
    expect(late.locator(".report-mark .survey-kept")).not_to_contain_text(saved)
    late.locator("textarea[name$=-reason]").fill(WHY[language])
    late.locator("textarea[name$=-reason]").blur()
    expect(late.locator(".report-mark")).to_contain_text(saved)
    expect(pranee.locator("#report-progress progress")).to_have_attribute("value", "2")
    shot(pranee, language, "desktop", "write")

    # Her deputy had it open: the line both wrote is shown side by side, what is typed stays.
    theirs = row_of(anong, watch)
    theirs.locator("input[value=under_way]").check()
    expect(theirs.locator(".conflict-table")).to_be_visible()
    assert theirs.locator("input[value=under_way]").is_checked()
    shot(anong, language, "desktop", "conflict")

    # It goes up, and PSDHS is told; what is written stays in the product.
    to_nok = mailbox("nok")
    press(pranee, "button[name=then]")
    shot(pranee, language, "desktop", "submit")
    press(pranee, "main form button[type=submit]")
    assert status_of(pranee) == state(language, "report_submitted")
    mail = to_nok.one()
    assert WHY[language] not in mail.as_string()

    # PSDHS finds it on the board of the province, and sends it back with a note at a line.
    nok = walker.enter("nok", language, at=f"/provinces/57/plans/reports/?year={year}")
    assert nok.locator(f"a[href='{path}'] .status").inner_text() == state(
        language, "report_submitted"
    )
    shot(nok, language, "desktop", "board")
    shot_phone = walker.enter("nok", language, "phone", f"/provinces/57/plans/reports/?year={year}")
    shot(shot_phone, language, "phone", "board")
    nok.goto(link_in(mail, stack))
    shot(nok, language, "desktop", "decide")
    press(nok, "a[href$='/return/']")
    nok.get_by_label(campaign).fill(NOTE[language])
    press(nok, "main form button[type=submit]")
    assert status_of(nok) == state(language, "report_returned")

    # On a phone, without scripts: the note stands at its line, the whole form is one press.
    phone = walker.enter("pranee", language, "phone", f"{path}write/", scripts=False)
    assert NOTE[language] in row_of(phone, campaign).inner_text()
    shot(phone, language, "phone", "write")
    row_of(phone, campaign).locator("input[name$=-spent]").fill(
        "๒๘,๐๐๐" if language == "th" else "28,000"
    )
    press(phone, "button[name=then]")
    press(phone, "main form button[type=submit]")
    assert status_of(phone) == state(language, "report_submitted")
    shot(phone, language, "phone", "report")

    # Accepted, the quarter is locked.
    nok.goto(path)
    assert "28,000" in nok.locator("tr", has_text=campaign).inner_text()
    press(nok, "button[form=decide]")
    assert status_of(nok) == state(language, "report_accepted")
    shot(nok, language, "desktop", "accepted")
    assert send(pranee, f"{quarter}amend/", {"reason": "xyz"}, at="/me/").status == 409
    assert send(pranee, f"{path}write/", at="/me/").status == 409

    # The next province does not know it; PSDHS reopens it, on the record.
    nuan = walker.enter("nuan", language)
    assert send(nuan, f"{path}reopen/", {"reason": REOPEN[language]}, at="/me/").status == 404
    press(nok, "a[href$='/reopen/']")
    nok.fill("[name=reason]", REOPEN[language])
    shot(nok, language, "desktop", "reopen")
    press(nok, "main form button[type=submit]")
    assert status_of(nok) == state(language, "report_reopened")
    assert REOPEN[language] in nok.locator(".history").inner_text()

    # The year is summed up only when every report is accepted; the page says which is missing.
    press(nok, f"a[href$='/year/{year}/reports/']")
    nok.goto(f"/provinces/57/plans/reports/?year={year}")
    press(nok, "a[href$='/summary/']")
    assert nok.locator(f"#missing a[href='{path}']").count() == 1
    press(nok, "#make button[type=submit]")
    assert nok.locator("#make .note").count() == 1
    shot(nok, language, "desktop", "missing")
    assert send(pranee, f"{path}submit/").ok
    assert send(nok, f"{path}accept/", {"round": "3"}, at="/me/").ok
    nok.goto(nok.url)  # anew, and not what was sent once more
    press(nok, "#make button[type=submit]")
    assert "28,000" in nok.locator("main").inner_text()
    shot(nok, language, "desktop", "summary")
    summary = re.sub(r"^https?://[^/]+", "", nok.url)
    paper = nok.request.get(f"{summary[:-1]}.pdf").body()
    assert paper.startswith(b"%PDF")
    assert "28000" in str(sheet(nok.request.get(f"{summary[:-1]}.xlsx").body()))

    # The report on paper and as a spreadsheet.
    assert nok.request.get(f"{quarter}report.pdf").body().startswith(b"%PDF")
    cells = {
        str(cell) for row in sheet(nok.request.get(f"{quarter}report.xlsx").body()) for cell in row
    }
    assert {watch, campaign, WHY[language]} <= cells
