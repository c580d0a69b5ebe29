"""M2, the memorandum: a new version is written and opened, heads sign it on a phone, the secretary
records from paper; and an election gives an office.
"""

import pytest

from committees.calendar import today
from tests.stories.walk import LANGUAGES, head, press

pytestmark = pytest.mark.story("M2")

BASE = "/committees/cct/mou/"
PDF = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
VISION = {
    "th": "เด็กทุกคนในจังหวัดเชียงราย**ปลอดภัย** <script>document.title='x'</script>",
    "en": "Every child in Chiang Rai is **safe** <script>document.title='x'</script>",
}
OWN = {"th": "เพื่อความเข้าใจเด็ก", "en": "FOCUS"}
OFFICES = {"th": ("vice_chair", 1), "en": ("deputy_secretary", 3)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_version_is_written_opened_and_signed(walker, stack, shot, language):
    secretary = walker.enter("chutima", language, at=BASE)
    shot(secretary, language, "desktop", "mou-list")
    press(secretary, "main .list .row-head a")
    shot(secretary, language, "desktop", "mou-signed")
    secretary.locator(".page-head-actions summary").click()
    press(secretary, ".page-head-actions form button")

    # What is typed is shown as it would look, and nothing of it runs.
    secretary.fill(f"#id_vision_{language}", VISION[language])
    secretary.click("button[name=preview]")
    secretary.locator("#mou-preview strong").first.wait_for(state="attached")
    assert secretary.locator("#mou-preview script").count() == 0
    assert secretary.title() != "x"
    shot(secretary, language, "desktop", "mou-write")
    press(secretary, "main form .buttons .btn-primary")
    path = secretary.url.removeprefix(stack.url)
    press(secretary, ".page-head-actions .btn-primary")
    shot(secretary, language, "desktop", "mou-open")
    press(secretary, "main form button[type=submit]")
    assert "0 " in secretary.locator(".facts").inner_text()

    # On the phone of a member's head it waits, and is signed.
    phone = walker.enter("kanlaya", language, "phone", at="/")
    task = phone.locator(f".tasks a[href*='{path}sign/']")
    assert task.count() == 1
    task.click()
    phone.wait_for_url("**/sign/**")
    shot(phone, language, "phone", "mou-sign")
    assert phone.input_value("#id_signatory_name")
    phone.set_input_files("#id_paper", files=[PDF])
    press(phone, "main form .btn-primary")
    assert phone.url.endswith(path)
    shot(phone, language, "phone", "mou-version")
    phone.goto("/")
    assert phone.locator(f".tasks a[href*='{path}sign/']").count() == 0

    # The secretary sees who is missing, and records one from the paper, not without it.
    secretary.goto(f"{path}?show=missing")
    before = secretary.locator("table.rows tbody tr").count()
    # Not her own organisation, for which she signs without a paper.
    press(secretary, f"table.rows tbody tr:not(:has-text('{OWN[language]}')) a[href*='/sign/']")
    secretary.fill("#id_signatory_name", "ดร. มานะ ชูใจ")
    secretary.fill("#id_signatory_post", "ผู้อำนวยการ")
    secretary.fill("#id_signed_on", today().isoformat())
    press(secretary, "main form .btn-primary")
    assert secretary.locator(".error-summary").count() == 1
    assert secretary.input_value("#id_signatory_name") == "ดร. มานะ ชูใจ"
    shot(secretary, language, "desktop", "mou-record")
    secretary.set_input_files("#id_paper", files=[PDF])
    press(secretary, "main form .btn-primary")
    secretary.goto(f"{path}?show=missing")
    assert secretary.locator("table.rows tbody tr").count() == before - 1
    assert secretary.request.get(f"{path}paper.pdf").body().startswith(b"%PDF")
    assert walker.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_election_gives_an_office(walker, stack, shot, language):
    office, option = OFFICES[language]
    page = walker.enter("chutima", language, at="/committees/cct/offices/")
    shot(page, language, "desktop", "offices")
    press(page, ".page-head-actions .btn-primary")
    page.select_option("#id_office", office)
    for name in ("held_on", "takes_office"):
        page.fill(f"#id_{name}", today().isoformat())
    for number, votes in ((0, "9"), (1, "9")):
        page.locator(f"#id_c{number}-seat").select_option(index=option + number)
        page.fill(f"#id_c{number}-votes", votes)
    winner = page.locator("#id_c0-seat option:checked").inner_text()
    page.check("#id_c0-elected")
    page.check("[name=method][value=secret_ballot]")
    press(page, "main form .buttons .btn-primary")
    # As many votes for both: it is asked how the tie was decided, and nothing typed is lost.
    assert page.locator(".error-summary").count() == 1
    assert page.input_value("#id_c1-votes") == "9"
    shot(page, language, "desktop", "election-tie")
    page.fill("#id_c1-votes", "4")
    press(page, "main form .buttons .btn-primary")
    assert winner.split(" · ")[1] in page.locator("main").inner_text()
    shot(page, language, "desktop", "election")
    phone = walker.enter("kanlaya", language, "phone", at="/committees/cct/offices/")
    assert winner.split(" · ")[1] in phone.locator("main").inner_text()
    shot(phone, language, "phone", "offices")
    assert head(phone)
    assert walker.errors == []
