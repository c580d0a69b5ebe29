"""P4: a draft is opened to neighbours, who read and comment on it; the overlap shows to both."""

import pytest

from tests.stories.walk import (
    Line,
    choose,
    free_year,
    head,
    line_id,
    one,
    press,
    send,
    state,
    status_of,
    words,
)

pytestmark = pytest.mark.story("P4")

OURS = {"th": "ตั้งกลุ่มเฝ้าระวังตามแนวชายแดนแม่สาย", "en": "Set up watch groups along Mae Sai"}
THEIRS = {"th": "อบรมกลุ่มเฝ้าระวังริมโขงเชียงแสน", "en": "Train watch groups along Chiang Saen"}
ALONE = {"th": "สำรวจเด็กไร้สัญชาติในโรงเรียน", "en": "Survey stateless children in schools"}
SAID = {"th": "เรามีวิทยากรที่ไปช่วยได้", "en": "We have a trainer who could come along"}
ANSWER = {"th": "ยินดีมาก นัดคุยวันศุกร์", "en": "Gladly; let us talk on Friday"}
AGREED = {"th": "เชียงแสนส่งวิทยากร", "en": "Chiang Saen sends a trainer"}


def drafted(page, stack, committee, year, *lines):
    """A plan of this year with these lines."""
    base = f"/committees/{committee}/plans/"
    assert send(page, f"{base}new/", {"fiscal_year": str(year)}).ok
    for line in lines:
        answer = send(page, f"{base}year/{year}/lines/new/", line.values(stack, committee, year))
        assert answer.ok, answer.status


@pytest.mark.parametrize(
    ("language", "device"), [("th", "desktop"), ("en", "phone")], ids=["th-desktop", "en-phone"]
)
def test_a_draft_is_opened_commented_and_joined_up(walker, stack, shot, language, device):
    ours = walker.enter("pranee", language, device)
    theirs = walker.enter("saifon", language, device)
    year = max(free_year(stack, "mae-sai"), free_year(stack, "chiang-saen"))
    mine = Line(OURS[language], (11, 2), (1, 29), more={"places": "5709"})
    drafted(ours, stack, "mae-sai", year, mine, Line(ALONE[language], pillar="stateless"))
    drafted(theirs, stack, "chiang-saen", year,
            Line(THEIRS[language], (12, 1), (2, 20), more={"places": "5708"}))  # fmt: skip
    neighbours = f"/committees/{{}}/plans/year/{year}/neighbours/"
    opened = f"/committees/{{}}/plans/year/{year}/opened/"

    # Before it is opened nobody outside reads it, and nothing of it shows.
    theirs.goto(neighbours.format("chiang-saen"))
    assert OURS[language] not in theirs.content()
    assert theirs.request.get(opened.format("mae-sai")).status == 404

    # Pranee opens her draft to Chiang Saen alone, without the money.
    ours.goto(neighbours.format("mae-sai"))
    assert status_of(ours) == state(language, "draft_kept")
    shot(ours, language, device, "before")
    choose(ours, words(language, "Open the draft to neighbours"))
    ours.check("[name=audience][value=chosen]")
    guest = one(stack, "SELECT id FROM committees_committee WHERE slug = 'chiang-saen'")
    ours.check(f"[name=guests][value='{guest}']")
    shot(ours, language, device, "open")
    press(ours, "main form button[type=submit]")
    assert status_of(ours) == state(language, "draft_open")
    shot(ours, language, device, "opened")

    # Chiang Saen reads it and sees where the two meet; of the rest of Mae Sai it sees nothing.
    theirs.goto(neighbours.format("chiang-saen"))
    meeting = theirs.locator(".overlap", has_text=OURS[language])
    assert THEIRS[language] in meeting.inner_text()
    assert ALONE[language] not in theirs.locator("#overlaps").inner_text()
    shot(theirs, language, device, "overlap")
    press(theirs, "#opened .list a")
    assert str(year) in head(theirs)
    assert ALONE[language] in theirs.content()
    for path in (f"/committees/mae-sai/plans/year/{year}/", neighbours.format("mae-sai"),
                 "/committees/mae-sai/history/"):  # fmt: skip
        assert theirs.request.get(path).status == 404, path
    line = line_id(stack, "mae-sai", year, OURS[language])
    row = theirs.locator(f"#line-{line}")
    row.locator("summary").click()
    row.locator("textarea").fill(SAID[language])
    shot(theirs, language, device, "comment")
    with theirs.expect_navigation():
        row.locator("form button").click()
    assert SAID[language] in theirs.locator(f"#line-{line} .said").inner_text()

    # It waits for Pranee at home, until she answers and takes it up.
    ours.goto("/")
    waiting = ours.locator(f"a[href='{opened.format('mae-sai')}']")
    assert waiting.count()
    with ours.expect_navigation():
        waiting.first.click()
    comment = ours.locator(f"#line-{line} .said-one")
    assert SAID[language] in comment.inner_text()
    comment.locator("textarea").fill(ANSWER[language])
    shot(ours, language, device, "answer")
    with ours.expect_navigation():
        comment.locator("button[value=take_up]").click()
    assert ANSWER[language] in comment.inner_text()
    ours.goto("/")
    assert not ours.locator(f"a[href='{opened.format('mae-sai')}']").count()
    ours.goto(f"/committees/mae-sai/plans/year/{year}/")
    assert ours.locator(f"a[href='{opened.format('mae-sai')}#line-{line}']").count() == 1

    # Chiang Saen opens its draft as well, so that the overlap shows to both; what was agreed too.
    assert send(theirs, neighbours.format("chiang-saen") + "open/", {"audience": "all"}).ok
    theirs.goto(neighbours.format("chiang-saen"))
    assert ANSWER[language] in theirs.locator("#said").inner_text()
    press(theirs, ".overlap-go a")
    theirs.check("[name=outcome][value=joined]")
    theirs.fill("[name=word]", AGREED[language])
    shot(theirs, language, device, "talk")
    press(theirs, "main form button[type=submit]")
    ours.goto(neighbours.format("mae-sai"))
    meeting = ours.locator(".overlap", has_text=THEIRS[language])
    assert AGREED[language] in meeting.inner_text()
    assert state(language, "overlap_joined") in meeting.inner_text()
    shot(ours, language, device, "agreed")

    # Where nothing is planned, in a matrix and in words.
    ours.goto(neighbours.format("mae-sai") + "gaps/")
    assert ours.locator(".gap-words li").count() >= 3
    shot(ours, language, device, "gaps")

    # Closed again, it is out of reach at once.
    answer = send(ours, neighbours.format("mae-sai") + "close/")
    assert answer.ok
    assert theirs.request.get(opened.format("mae-sai")).status == 404
    theirs.goto(neighbours.format("chiang-saen"))
    assert OURS[language] not in theirs.locator("#overlaps").inner_text()


@pytest.mark.parametrize("language", ["th", "en"])
def test_psdhs_reads_overlaps_and_gaps_of_what_went_up(walker, shot, language):
    page = walker.enter("nok", language, at="/province/57/neighbours/")
    assert page.locator("tbody tr").count() == 18
    shot(page, language, "desktop", "districts")
    press(page, "tbody tr >> nth=0 >> a")
    shot(page, language, "desktop", "district")
    page.goto("/provinces/57/plans/overlaps/")
    assert head(page)
    shot(page, language, "desktop", "province-overlaps")
    press(page, ".page-head-actions a")
    table = page.locator(".gap-matrix")
    assert table.locator("tbody tr").count() == 18
    assert table.locator("tbody th[scope=row]").count() == 18
    shot(page, language, "desktop", "province-gaps")
    with page.expect_navigation():
        page.select_option("[name=pillar]", "education")
    assert table.locator("thead th[scope=col]").count() == 5
