"""E5: lists are searched, filtered and taken away, holding exactly what one may see."""

import pytest

from tests.stories.walk import LANGUAGES, link_in, one, press, sheet, words

pytestmark = pytest.mark.story("E5")


def table(page):
    """The first column of the list on the page, each as one line."""
    cells = page.locator("main table.rows tbody tr td:first-child").all_inner_texts()
    return [text.splitlines()[0].strip() for text in cells]


def everywhere(page):
    """All pages of a list, one after the other."""
    found = table(page)
    while page.locator("main .pager a[rel=next]").count():
        press(page, "main .pager a[rel=next]")
        found += table(page)
    return found


def taken(page, form="xlsx"):
    """What the link of the Download menu brings."""
    page.locator(".toolbar-end details summary").last.click()
    link = page.locator(f".toolbar-end a[href*='.{form}']")
    with page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename.endswith(f".{form}")
    return coming.value.path().read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_plans_are_filtered_and_taken_away(walker, shot, language):
    page = walker.enter("nok", language, at="/plans/")
    shot(page, language, "desktop", "plans")
    everything = len(everywhere(page))
    page.goto("/plans/")
    # A select sends itself; the address keeps what was asked.
    with page.expect_navigation():
        page.select_option("[name=state]", "received")
    with page.expect_navigation():
        page.select_option("[name=quarter]", "2")
    assert "state=received" in page.url
    assert "quarter=2" in page.url
    page.fill("main [name=q]", {"th": "แม่ส", "en": "mae s"}[language])
    with page.expect_navigation():
        page.press("main [name=q]", "Enter")
    shown = table(page)
    assert 0 < len(shown) < everything
    name = {"th": "อำเภอแม่สาย", "en": "Mae Sai"}[language]
    assert all(row.startswith(name) for row in shown)
    shot(page, language, "desktop", "filtered")
    rows = sheet(taken(page))
    body = [row for row in rows if any(name in str(cell) for cell in row)]
    assert len(body) == len(shown)
    # Nothing fits: the page says so and offers the way back.
    page.goto("/plans/?q=zzzz")
    assert table(page) == []
    shot(page, language, "desktop", "nothing")
    press(page, "main .empty a")
    assert len(table(page)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_list_holds_for_each_what_each_may_see(walker, language):
    seen = {}
    for who in ("nok", "pranee", "kanda", "nuan"):
        page = walker.enter(who, language, at="/plans/")
        listed = everywhere(page)
        page.goto("/plans/")
        rows = sheet(page.request.get("/plans/export.xlsx").body()) if listed else []
        header = next((i for i, row in enumerate(rows) if sum(c is not None for c in row) > 3), -1)
        body = [row for row in rows[header + 1 :] if sum(cell is not None for cell in row) > 3]
        assert len(body) == len(listed), who
        seen[who] = {row.split(" · ")[0] for row in listed}
    district = {"th": "อำเภอแม่สาย", "en": "Mae Sai"}[language]
    neighbour = {"th": "อำเภอเชียงของ", "en": "Chiang Khong"}[language]
    assert {district, neighbour} <= seen["nok"]
    assert district in seen["pranee"]
    assert neighbour not in seen["pranee"]
    assert district not in seen["kanda"]
    assert seen["nuan"]
    assert not seen["nuan"] & seen["nok"]


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_seats_are_searched_and_taken_away(walker, stack, shot, language, device):
    page = walker.enter("pranee", language, device, "/committees/mae-sai/seats/")
    everybody = everywhere(page)
    assert len(everybody) > 10
    shot(page, language, device, "seats")
    page.goto("/committees/mae-sai/seats/")
    page.fill("main [name=q]", {"th": "โรงพยาบาล", "en": "hospital"}[language])
    with page.expect_navigation():
        page.press("main [name=q]", "Enter")
    found = table(page)
    assert 0 < len(found) < len(everybody)
    shot(page, language, device, "found")
    page.goto("/committees/mae-sai/seats/")
    text = {str(cell) for row in sheet(taken(page)) for cell in row}
    listed = {
        name
        for name in everybody
        if one(stack, f"SELECT 1 FROM accounts_user WHERE name_{language} = %s", name)
    }
    assert listed <= text
    # A member of a group below does not read the district's seats, nor takes them away.
    kanda = walker.enter("kanda", language)
    assert kanda.request.get("/committees/mae-sai/seats/list.xlsx").status in (403, 404)
    assert kanda.request.get("/committees/mae-sai/seats/list.csv").status in (403, 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roster_of_the_province(walker, stack, shot, language):
    page = walker.enter("nok", language, at="/province/57/?people=all")
    shot(page, language, "desktop", "everybody")
    body = page.request.get("/province/57/roster.xlsx").body()
    rows = [row for number in (0, 1) for row in sheet(body, number)]
    text = " ".join(str(cell) for row in rows for cell in row)
    assert {"th": "สมชาย กันทะวงค์", "en": "Somchai Kanthawong"}[language] in text
    assert {"th": "นิดา ใบยา", "en": "Nida Baiya"}[language] not in text, "Nan is elsewhere"
    # Who sits in a closed group alone is not on it.
    assert {"th": "วิชัย สิงห์แก้ว", "en": "Wichai Singkaeo"}[language] not in text
    page.goto("/province/57/?q=" + {"th": "แม่สาย", "en": "Mae Sai"}[language])
    assert words(language, "Committees and who sits in them") in page.locator("main").inner_text()
    shot(page, language, "desktop", "searched")


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_finds_by_a_part_of_a_word_in_either_language(walker, shot, language):
    page = walker.enter("pranee", language)
    page.fill("#top-q", "somchai")
    with page.expect_navigation():
        page.press("#top-q", "Enter")
    name = {"th": "สมชาย กันทะวงค์", "en": "Somchai Kanthawong"}[language]
    assert name in page.locator("main").inner_text()
    page.goto("/search/?q=เฝ้าระวัง")
    groups = page.locator("main section.panel")
    assert groups.count() >= 2
    for index in range(groups.count()):
        said = groups.nth(index).locator(".count-quiet").inner_text().rstrip("+")
        assert int(said.replace(",", "")) >= groups.nth(index).locator("li").count() > 0
    shot(page, language, "desktop", "search")


MANY = 2_400


@pytest.fixture
def long_directory(stack):
    """So many organisations in Nan that their list is built beside the requests."""
    with stack.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_organisation (province_id, name_th, name_en, short_th, short_en,"
            " kind, registration, pillars, target_groups, districts, website, sort_key, version)"
            " SELECT 55, 'มูลนิธิทดสอบ ' || n, 'Test foundation ' || n, '', '', 'cso', '', '{}', '',"
            " '{}', '', 'z' || lpad(n::text, 6, '0'), 0 FROM generate_series(1, %s) n",
            [MANY],
        )
    yield
    with stack.cursor() as cursor:
        cursor.execute("DELETE FROM members_organisation WHERE name_en LIKE 'Test foundation %'")


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_a_long_list_is_built_while_one_goes_on(
    walker, stack, shot, mailbox, long_directory, language, device
):
    page = walker.enter("nuan", language, device, "/organisations/")
    mail = mailbox("nuan")
    page.locator(".toolbar-end details summary").last.click()
    press(page, ".toolbar-end a[href*='.xlsx']")
    # A page that says how far it is, and that one can leave.
    address = page.url
    assert "/exports/" in address
    shot(page, language, device, "being-built")
    assert page.locator("#export").count() == 1
    # It changes by itself once the file is there, and one is told.
    page.locator("#export a[href$='/file/']").wait_for(timeout=60_000)
    shot(page, language, device, "ready")
    assert link_in(mail.one(), stack).endswith(address.removeprefix(stack.url))
    page.goto("/exports/")
    shot(page, language, device, "my-downloads")
    with page.expect_download() as coming:
        page.locator("main a[href$='/file/']").first.click()
    rows = sheet(coming.value.path().read_bytes())
    names = {row[1] for row in rows}
    assert {f"Test foundation {number}" for number in range(1, MANY + 1)} <= names
    # Something changes meanwhile: what is saved then is built anew, and holds it.
    with stack.cursor() as cursor:
        cursor.execute("DELETE FROM members_organisation WHERE name_en = 'Test foundation 7'")
    page.goto(address)
    press(page, "#export a[href$='/file/']")
    assert page.url == address
    shot(page, language, device, "built-anew")
    page.locator("#export a[href$='/file/']").wait_for(timeout=60_000)
    with page.expect_download() as coming:
        page.locator("#export a[href$='/file/']").click()
    names = {row[1] for row in sheet(coming.value.path().read_bytes())}
    assert "Test foundation 7" not in names
    assert "Test foundation 8" in names
    # It is hers alone.
    nok = walker.enter("nok", language)
    assert nok.request.get(address).status == 404
    assert nok.request.get(f"{address}file/").status == 404
