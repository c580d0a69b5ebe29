"""E4: whatever is entered, the answer is clear, and nothing typed is lost."""

import pytest

from tests.stories.walk import (
    LANGUAGES,
    Line,
    day_in,
    draft_plan,
    head,
    line_id,
    office_of,
    one,
    press,
    words,
)

pytestmark = pytest.mark.story("E4")

ODD = "<script>alert(1)</script> '\"; DROP TABLE -- ก็ไม่ได้ที่สุด 🙂 ำ่้"
WORK = {"th": "เยี่ยมบ้านเด็กกลุ่มเสี่ยงระดับตำบล", "en": "Home visits to children at risk"}


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_odd_input_gets_a_clear_answer_and_stays(walker, stack, shot, language, device):
    page = walker.enter("pranee", language, device)
    year = draft_plan(page, stack, "mae-sai", [])
    new = f"/committees/mae-sai/plans/year/{year}/lines/new/"
    page.goto(new)
    page.fill("[name=what]", ODD)
    page.check("[name=pillar][value=education]")
    page.fill("[name=starts]", "32/13/2569")
    page.fill("[name=ends]", "yesterday")
    page.check("[name=funding][value=donor]")
    page.fill("[name=budget]", "-12e99")
    page.fill("[name=target]", "๙" * 300)
    press(page, "main form button[type=submit]")
    # Said on top, with a way to each field, and at the field.
    summary = page.locator("[data-error-summary]")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert summary.locator("a").count() >= 4
    shot(page, language, device, "summary")
    summary.locator("a[href='#id_starts']").click()
    assert page.evaluate("document.activeElement.name") == "starts"
    for name in ("starts", "ends", "budget", "target"):
        block = page.locator(".field", has=page.locator(f"[name={name}]"))
        assert block.locator(".field-error").count() == 1, name
        assert page.locator(f"[name={name}]").get_attribute("aria-invalid") == "true"
    # And everything typed stands there still.
    assert page.input_value("[name=what]") == ODD
    assert page.input_value("[name=starts]") == "32/13/2569"
    assert page.input_value("[name=budget]") == "-12e99"
    assert page.input_value("[name=target]") == "๙" * 300
    assert page.is_checked("[name=pillar][value=education]")
    # Put right, it is taken, and the odd text is only text.
    page.select_option("[name=responsible]", str(office_of(stack, "mae-sai")))
    page.fill("[name=starts]", day_in(year, (10, 1)).isoformat())
    page.fill("[name=ends]", day_in(year, (12, 31)).isoformat())
    page.fill("[name=budget]", "๑,๕๐๐ บาท" if language == "th" else "1,500")
    page.fill("[name=target]", "-")
    press(page, "main form button[type=submit]")
    assert page.locator("tr", has_text="DROP TABLE").count() == 1
    assert "1,500" in page.locator("tr", has_text="DROP TABLE").inner_text()
    shot(page, language, device, "taken")


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_addresses_get_a_page_that_says_so(walker, shot, language):
    page = walker.enter("pranee", language, "phone")
    for path in (
        "/committees/mae-sai/plans/99999999999999999999999/",
        "/committees/mae-sai/plans/year/9999/",
        "/committees/mae-sai%00/",
        "/province/5709999999/",
        "/notices/00000000-0000-0000-0000-000000000000/",
        "/no/such/page",
    ):
        answer = page.goto(path)
        assert answer.status == 404, path
        assert head(page) == words(language, "This page cannot be found")
        assert page.locator("main a").count() >= 1, "there is a way on"
    shot(page, language, "phone", "not-found")
    for path in (
        "/plans/?year=๒๕๖๙&quarter=9&state=%00&after=x~y&sort=%F0%9F%99%82",
        "/search/?q=%00%F0%9F%99%82%25_%5C&in=x",
        "/committees/mae-sai/seats/?q=%27%22%3E%3Cb%3E&after=-1",
        "/province/57/?kind=x&people=%E0%B8",
    ):
        assert page.goto(path).status == 200, path
    shot(page, language, "phone", "odd-query")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_people_change_one_line(walker, stack, shot, language):
    pranee = walker.enter("pranee", language)
    year = draft_plan(pranee, stack, "mae-sai", [Line(WORK[language], target="80 %")])
    line = line_id(stack, "mae-sai", year, WORK[language])
    path = f"/committees/mae-sai/plans/year/{year}/lines/{line}/"
    anong = walker.enter("anong", language, "phone", path)
    pranee.goto(path)
    pranee.fill("[name=target]", "90 %")
    press(pranee, "main form button[type=submit]")
    # Anong had the older version before her.
    anong.fill("[name=target]", "95 %")
    anong.fill("[name=indicator]", "เยี่ยมภายใน 7 วัน")
    press(anong, "main form button[type=submit]")
    conflict = anong.locator(".conflict")
    assert {"th": "ปราณี", "en": "Pranee"}[language] in conflict.locator("h2").inner_text()
    both = conflict.locator("tr", has_text="90 %").inner_text()
    assert "95 %" in both
    assert anong.input_value("[name=target]") == "95 %"
    assert anong.input_value("[name=indicator]") == "เยี่ยมภายใน 7 วัน"
    shot(anong, language, "phone", "conflict")
    # Having seen both she decides, and that is saved.
    anong.fill("[name=target]", "92 %")
    press(anong, "main form button[type=submit]")
    pranee.goto(path)
    assert pranee.input_value("[name=target]") == "92 %"
    assert pranee.input_value("[name=indicator]") == "เยี่ยมภายใน 7 วัน"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_connection_loses_nothing(walker, stack, shot, language):
    page = walker.enter("pranee", language, "phone")
    year = draft_plan(page, stack, "mae-sai", [])
    new = f"/committees/mae-sai/plans/year/{year}/lines/new/"
    page.goto(new)
    page.fill("[name=what]", WORK[language])
    page.check("[name=pillar][value=child_protection]")
    page.check("[name=places][value='570902']")
    page.fill("[name=target]", "80 %")
    shot(page, language, "phone", "typed")
    page.context.set_offline(True)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    # Back again: it is offered, and put back by one press.
    page.goto(new)
    offer = page.locator(".drafts-offer")
    assert words(language, "Put it back") in offer.inner_text()
    assert page.input_value("[name=what]") == ""
    shot(page, language, "phone", "offered")
    offer.locator("button").first.click()
    assert page.input_value("[name=what]") == WORK[language]
    assert page.is_checked("[name=pillar][value=child_protection]")
    assert page.is_checked("[name=places][value='570902']")
    assert page.input_value("[name=target]") == "80 %"
    shot(page, language, "phone", "put-back")
    # Sent at last, it is forgotten on the device, and stands in the plan once.
    page.select_option("[name=responsible]", str(office_of(stack, "mae-sai")))
    page.fill("[name=starts]", day_in(year, (10, 1)).isoformat())
    page.fill("[name=ends]", day_in(year, (12, 31)).isoformat())
    press(page, "main form button[type=submit]")
    assert page.locator("tr", has_text=WORK[language]).count() == 1
    page.goto(new)
    assert page.locator(".drafts-offer").count() == 0


def test_pressed_twice_it_is_done_once(walker, stack):
    page = walker.enter("pranee")
    year = draft_plan(page, stack, "mae-sai", [])
    new = f"/committees/mae-sai/plans/year/{year}/lines/new/"
    page.goto(new)
    for name, value in Line(WORK["th"]).values(stack, "mae-sai", year).items():
        if name in ("pillar", "funding"):
            page.check(f"[name={name}][value={value}]")
        elif name == "responsible":
            page.select_option("[name=responsible]", value)
        else:
            page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").dblclick()
    assert page.locator("tr", has_text=WORK["th"]).count() == 1
    # Back, and sent again: the line it made before.
    page.go_back()
    if page.locator("main form button[type=submit]").count():
        press(page, "main form button[type=submit]")
    page.goto(f"/committees/mae-sai/plans/year/{year}/")
    assert page.locator("tr", has_text=WORK["th"]).count() == 1


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_nobody_can_be_recognised_by_what_is_written(walker, stack, shot, language, device):
    page = walker.enter("pranee", language, device)
    year = draft_plan(page, stack, "mae-sai", [])
    page.goto(f"/committees/mae-sai/plans/year/{year}/lines/new/")
    number = {"th": "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", "en": "1-1017-00230-70-8"}[language]
    typed = f"{WORK[language]} {number}"
    page.fill("[name=what]", typed)
    page.check("[name=pillar][value=education]")
    page.fill("[name=target]", {"th": "โทร 081-234-5678", "en": "call 081-234-5678"}[language])
    page.fill("[name=indicator]", "คำสั่งที่ 768/2556")
    press(page, "main form button[type=submit]")
    # Said at the field: what it looks like, why it is not kept, and what to write instead.
    for name, what, instead in (
        ("what", "a Thai national ID number", "“a woman of about 30”"),
        ("target", "a phone number", "contacts"),
    ):
        block = page.locator(".field", has=page.locator(f"[name={name}]"))
        said = block.locator(".field-error").inner_text()
        assert words(language, what) in said
        if language == "en":
            assert instead in said
    assert (
        page.locator(".field", has=page.locator("[name=indicator]")).locator(".field-error").count()
        == 0
    ), "the number of an order is nobody's"
    shot(page, language, device, "refused")
    # Nothing typed is lost; put into other words it is taken.
    assert page.input_value("[name=what]") == typed
    assert page.is_checked("[name=pillar][value=education]")
    assert one(stack, "SELECT count(*) FROM actionplans_planline WHERE what = %s", typed) == 0
