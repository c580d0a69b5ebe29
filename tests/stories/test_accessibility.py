"""For everybody: axe finds nothing, keys are enough, scripts are not needed, paper is clean."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.stories.walk import (
    Line,
    draft_plan,
    link_in,
    one,
    press,
    quarter_path,
    send,
    state,
    status_of,
)

AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Who looks at which pages; {submitted} and the like are filled in from the demonstration.
PAGES = {
    "pranee": [
        "/",
        "/plans/",
        "/plans/?q=zzz",
        "/notices/",
        "/search/?q=เฝ้าระวัง",
        "/search/?q=zzzz",
        "/me/",
        "/province/57/",
        "/province/57/team/",
        "/committees/mae-sai/team/propose/",
        "/committees/mae-sai/",
        "/committees/mae-sai/edit/",
        "/committees/mae-sai/history/",
        "/committees/mae-sai/seats/",
        "/committees/mae-sai/seats/new/",
        "/committees/mae-sai/seats/{seat}/end/",
        "/committees/mae-sai/plans/new/",
        "/committees/mae-sai/plans/year/{year}/",
        "/committees/mae-sai/plans/year/{year}/lines/new/",
        "{draft}",
        "{draft}submit/",
        "{received}",
        "{received}rounds/1/",
        "{received}compare/",
        "{received}amend/",
        "/activities/",
        "/committees/mae-sai/activities/new/",
        "/tasks/",
        "/exports/",
        "/plans/carried/",
        "/committees/mae-sai/plans/year/{year}/tasks/",
        "/committees/mae-sai/plans/year/{year}/reports/",
        "/committees/mae-sai/plans/year/{year}/indicators/",
        "/committees/mae-sai/plans/year/{year}/indicators/targets/",
        "/committees/mae-sai/plans/year/{year}/figures/",
        "/committees/mae-sai/plans/year/{year}/contributions/",
        "/committees/mae-sai/plans/year/{year}/proposals/",
        "/committees/mae-sai/plans/year/{year}/proposals/new/",
        "/committees/mae-sai/plans/year/{year}/neighbours/",
        "/committees/mae-sai/plans/year/{year}/neighbours/gaps/",
        "/committees/mae-sai/plans/year/{year}/calendar/",
        "/committees/mae-sai/plans/year/{year}/carry/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/no/such/page",
    ],
    "boonsri": ["/", "{submitted}", "{submitted}return/"],
    "nok": [
        "/",
        "/plans/",
        "/province/57/?people=all",
        "/province/57/borders/",
        "{approved}",
        "/provinces/57/plans/reports/",
        "/provinces/57/plans/overlaps/",
        "/provinces/57/plans/overlaps/gaps/",
        "/provinces/57/plans/indicators/",
        "/provinces/57/plans/figures/",
        "/provinces/57/plans/calendar/",
    ],
    "observer": ["/", "/plans/", "/province/57/"],
}
PLAIN = ["/account/login/", "/account/password/reset/", "/invitations/no-such-link/"]


@pytest.fixture
def places(stack):
    """The addresses that hold keys, from the demonstration."""
    found = {
        name: one(
            stack,
            "SELECT '/committees/' || c.slug || '/plans/' || q.id || '/'"
            " FROM actionplans_quarterplan q JOIN committees_committee c ON c.id = q.committee_id"
            " WHERE q.state = %s AND c.slug = %s AND NOT EXISTS ("
            # An accepted report locks its quarter.
            "  SELECT FROM actionplans_report r"
            "  WHERE r.quarter_id = q.id AND r.state = 'accepted')"
            " ORDER BY q.fiscal_year, q.quarter LIMIT 1",
            name,
            slug,
        )
        for name, slug in (
            ("draft", "mae-sai"),
            ("received", "mae-sai"),
            ("submitted", "chiang-khong"),
            ("approved", "chiang-saen"),
        )
    }
    year = "SELECT min(fiscal_year) FROM actionplans_quarterplan WHERE state = 'draft'"
    seat = (
        "SELECT s.id FROM members_seat s JOIN committees_committee c ON c.id = s.committee_id"
        " WHERE c.slug = 'mae-sai' AND s.role = 'member' AND s.ended_at IS NULL"
        " ORDER BY s.id LIMIT 1"
    )
    return found | {"year": one(stack, year), "seat": one(stack, seat)}


def faults(page):
    """What axe finds, as lines one can act upon."""
    found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]


def too_wide(page):
    """Whether the page scrolls sideways, and what reaches beyond the window."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll('body *')]
            .filter((one) => one.getBoundingClientRect().right > width + 1)
            .slice(0, 5).map((one) => location.pathname + ' ' + one.outerHTML.slice(0, 120));
        }"""
    )


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing(walker, places, who, device):
    page = walker.enter(who, "th", device)
    wrong = []
    for path in PAGES[who]:
        answer = page.goto(path.format(**places))
        assert answer.ok or path == "/no/such/page", path
        wrong += faults(page) + too_wide(page)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_before_sign_in(walker, device):
    page = walker.open("th", device)
    wrong = []
    for path in PLAIN:
        page.goto(path)
        wrong += faults(page) + too_wide(page)
    page.goto("/account/login/")
    press(page, "main form button[type=submit]")
    wrong += faults(page) + too_wide(page)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", PAGES)
def test_no_page_in_english_scrolls_sideways_on_a_phone(walker, places, who):
    page = walker.enter(who, "en", "phone")
    wrong = []
    for path in PAGES[who]:
        page.goto(path.format(**places))
        wrong += too_wide(page)
    assert not wrong, "\n".join(wrong)


def test_the_keyboard_is_enough(walker, places):
    page = walker.enter("pranee", at=places["draft"])
    keys = page.keyboard

    def focused(what):
        return page.evaluate(f"document.activeElement.matches({what!r})")

    # The first stop leads past the frame.
    keys.press("Tab")
    assert focused("a.skip")
    assert page.locator("a.skip").bounding_box()["y"] >= 0, "the skip link shows itself"
    keys.press("Enter")
    assert focused("main")
    # The next stops are the path and then the main action; each shows where one is.
    for _step in range(8):
        keys.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
            " || s.boxShadow !== 'none'; })()"
        )
        assert outline, page.evaluate("document.activeElement.outerHTML")
        if focused(".page-head-actions a.btn-primary"):
            break
    assert focused(".page-head-actions a.btn-primary")
    # A menu opens with Enter, closes with Escape, and gives the focus back.
    keys.press("Tab")
    assert focused(".page-head-actions summary")
    keys.press("Enter")
    menu = page.locator(".page-head-actions details")
    assert menu.get_attribute("open") is not None
    keys.press("Tab")
    assert focused(".page-head-actions .menu-list a")
    keys.press("Escape")
    assert menu.get_attribute("open") is None
    assert focused(".page-head-actions summary")
    # The main action by Enter.
    keys.press("Shift+Tab")
    with page.expect_navigation():
        keys.press("Enter")
    assert page.url.endswith("/submit/")


def test_a_plan_is_approved_without_scripts(walker, stack, mailbox):
    pranee = walker.enter("pranee", scripts=False)
    year = draft_plan(pranee, stack, "mae-sai", [Line("ทำได้โดยไม่ต้องใช้สคริปต์")])
    path = quarter_path(stack, "mae-sai", year, 1)
    box = mailbox("somchai")
    pranee.goto(path)
    press(pranee, ".page-head-actions a.btn-primary")
    press(pranee, "main form button[type=submit]")
    assert status_of(pranee) == state("th", "submitted")
    somchai = walker.enter("somchai", "th", "phone", link_in(box.one(), stack), scripts=False)
    # Menus are the browser's own.
    somchai.locator("nav.bottom summary").click()
    assert somchai.locator("nav.bottom .more-sheet a").first.is_visible()
    somchai.locator("nav.bottom summary").click()
    press(somchai, "button[form=decide]")
    assert status_of(somchai) == state("th", "approved")


def test_paper_carries_no_navigation(walker, places):
    page = walker.enter("boonsri", at=places["submitted"])
    page.emulate_media(media="print")
    for part in (".rail", ".top", "nav.bottom", ".page-head-actions", ".skip", ".actionbar"):
        for one_part in page.locator(part).all():
            assert not one_part.is_visible(), part
    assert page.locator("main table").first.is_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="screen")


def test_a_closed_form_asks_before_it_is_left(walker, places):
    page = walker.enter("pranee", at=f"/committees/mae-sai/plans/year/{places['year']}/lines/new/")
    page.fill("[name=what]", "ยังไม่ได้บันทึก")
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", answer)
    page.goto("/")
    assert asked == ["beforeunload"]


def test_what_was_typed_is_forgotten_at_sign_out(walker, stack):
    page = walker.enter("anong")
    year = draft_plan(page, stack, "mae-sai-rehabilitation", [])
    page.goto(f"/committees/mae-sai-rehabilitation/plans/year/{year}/lines/new/")
    page.fill("[name=what]", "เก็บไว้ในเครื่อง")
    page.locator("[name=what]").blur()
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"
    deadline = time.monotonic() + 10
    while page.evaluate(kept) != 1:
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)
    assert send(page, f"/committees/mae-sai-rehabilitation/plans/year/{year}/lines/new/").status
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    page.locator(".top details.me summary").click()
    with page.expect_navigation():
        page.locator(".top form[data-forget-drafts] button").click()
    assert page.evaluate(kept) == 0
