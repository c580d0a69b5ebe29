"""P6: an activity is logged on a phone in under a minute, also where there is no connection."""

import io
import re
import time

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.conftest import DEVICES
from tests.stack import sign_in
from tests.stories.walk import LANGUAGES, PEOPLE, choose, head, one, press, words

pytestmark = pytest.mark.story("P6")

NEW = "/committees/cct/activities/new/"
KEPT = (
    "No connection. What you wrote is kept on this device, photos too. It is sent by itself when"
    " the connection is back; you may close this page."
)
KEPT_BARE = (
    "Kept on this device. When the connection is back, open the site: it waits there for you to"
    " look at it and send it."
)
SIGN_IN = "You are signed out. What you wrote is kept on this device; sign in, and it is sent."
WHAT = {"th": "รณรงค์ตลาดเช้าบ้านหัวฝาย", "en": "Morning market campaign"}


def picture(name="photo.jpg", colour="green"):
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(buffer, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def fill(page, what, *, reached="๒๕๐"):
    """The one screen: kind, line, what, where, how many."""
    page.locator("label[for='id_kind_0']").click()
    page.select_option("#id_line", "unplanned")
    page.fill("#id_title", what)
    page.locator("#id_area").select_option(index=1)
    page.fill("#id_reached", reached)


def either(text):
    """The text in any of the languages."""
    return re.compile("|".join(re.escape(words(language, text)) for language in LANGUAGES))


def logged(stack, what):
    return one(stack, "SELECT count(*) FROM actionplans_activity WHERE title = %s", what)


@pytest.mark.parametrize(("language", "device"), [("th", "desktop"), ("en", "phone")])
def test_the_published_totals_stand_above_the_list(walker, shot, language, device):
    # First, because walks after it log more.
    page = walker.enter("nok", language, device, "/activities/")
    shot(page, language, device, "list")
    page.locator(".more-filters > summary").click()
    with page.expect_navigation():
        page.select_option("#filter-tests", "1")
    figures = page.locator(".figures").first
    for text in ("16", "311", "239", "72", "14 %"):
        expect(figures).to_contain_text(text)
    shot(page, language, device, "totals")


@pytest.mark.parametrize(
    ("language", "device"),
    [("th", "phone"), ("en", "phone"), ("en", "desktop")],
)
def test_a_focal_point_logs_corrects_withdraws_and_puts_back(walker, stack, shot, language, device):
    what = f"{WHAT[language]} {device}"
    page = walker.enter("rungrot", language, device)
    if device == "phone":
        press(page, ".bottom-add")
    else:
        page.goto(NEW)
    begun = time.monotonic()
    shot(page, language, device, "form")
    fill(page, what)
    button = page.locator("button[type=submit]:visible").get_by_text(
        words(language, "Log the activity")
    )
    if device == "phone":
        # Every control is at least as large as a thumb needs.
        for control in page.locator(".activity-form .choice-tiles label").all():
            assert control.bounding_box()["height"] >= 44
    # Pressed twice: one activity.
    with page.expect_navigation(url=re.compile(r"/activities/\d+/$")):
        button.first.dblclick()
    assert time.monotonic() - begun < 60
    assert head(page) == what
    expect(page.locator("main")).to_contain_text("250")
    assert logged(stack, what) == 1
    shot(page, language, device, "logged")

    press(page, ".page-head-actions .btn-primary")
    page.fill("#id_reached", "300")
    page.locator(".form-part summary").first.click()
    page.fill("#id_women", "12")
    page.fill("#id_men", "8")
    page.fill("#id_reason", "Counted again")
    shot(page, language, device, "correct")
    choose(page, words(language, "Save the correction"))
    expect(page.locator("main")).to_contain_text("300")
    press(page, "#versions a")
    expect(page.locator(".changes")).to_contain_text("250")
    shot(page, language, device, "version")
    page.go_back()
    page.goto(page.url + "withdraw/")
    page.fill("#id_reason", "Logged twice")
    press(page, ".confirm button")
    shot(page, language, device, "withdrawn")
    choose(page, words(language, "Put it back"))
    assert one(stack, "SELECT version FROM actionplans_activity WHERE title = %s", what) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_without_connection_is_sent_when_it_is_back(walker, stack, shot, language):
    what = f"{WHAT[language]} offline"
    page = walker.enter("ekaphan", language, "phone", NEW)
    fill(page, what)
    page.locator(".form-part > summary").nth(5).click()
    page.set_input_files("#id_uploads", [picture(), picture("b.jpg", "blue")])
    page.context.set_offline(True)
    page.locator(".form-first-save button").click()
    expect(page.locator("#messages")).to_contain_text(words(language, KEPT))
    expect(page.locator(".waiting-forms")).to_contain_text(what)
    # The form stays as it was; a second press makes no second one.
    assert page.input_value("#id_title") == what
    page.locator(".form-first-save button").click()
    shot(page, language, "phone", "waiting")
    assert logged(stack, what) == 0
    # The page is closed before the connection is back: it is sent from whichever page comes next.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/notices/")
    expect(page.locator("#messages")).to_contain_text(what)
    shot(page, language, "phone", "sent")
    assert logged(stack, what) == 1
    press(page, "#messages a")
    expect(page.locator(".photos img")).to_have_count(2)
    expect(page.locator(".waiting-forms")).to_have_count(0)
    shot(page, language, "phone", "photos")


def test_who_was_signed_out_meanwhile_signs_in_and_it_is_sent(walker, stack):
    what = "Signed out meanwhile"
    page = walker.open("en", "phone")
    sign_in(page, PEOPLE["suphansa"])
    page.goto(NEW)
    fill(page, what)
    page.context.clear_cookies(name="sessionid")
    page.locator(".form-first-save button").click()
    expect(page.locator("#messages")).to_contain_text(words("th", SIGN_IN))
    # Somebody else at the same phone sees nothing of it, and sends nothing.
    sign_in(page, PEOPLE["watchara"])
    page.goto("/notices/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".waiting-forms")).to_have_count(0)
    page.context.clear_cookies(name="sessionid")
    sign_in(page, PEOPLE["suphansa"])
    page.goto("/notices/")
    expect(page.locator("#messages")).to_contain_text(what)
    assert logged(stack, what) == 1


def test_signing_out_asks_about_what_waits_and_throws_it_away(walker, stack):
    what = "Thrown away"
    page = walker.open("en")
    sign_in(page, PEOPLE["suphansa"])
    page.goto(NEW)
    fill(page, what)
    page.route("**/activities/new/", lambda route: route.abort())
    page.locator(".buttons button[type=submit]").click()
    expect(page.locator(".waiting-forms")).to_contain_text(what)
    page.unroute_all()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/account/logout/")
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
    assert len(asked) == 1
    sign_in(page, PEOPLE["suphansa"])
    page.goto("/notices/")
    expect(page.locator(".waiting-forms")).to_have_count(0)
    assert logged(stack, what) == 0


def test_without_scripts_everything_can_be_logged(walker, stack, shot):
    what = "Training without scripts"
    page = walker.enter("rungrot", "en", "phone", NEW, scripts=False)
    fill(page, what)
    for part in page.locator(".form-part > summary").all():
        part.click()
    page.fill("#id_women", "10")
    page.fill("#id_men", "5")
    page.fill("#id_adults", "14")
    page.fill("#id_tested", "15")
    page.fill("#id_before", "40")
    page.fill("#id_after", "๖๒.๕")
    page.select_option("#id_gift-0-kind", "cash")
    page.select_option("#id_gift-0-organisation", index=1)
    page.fill("#id_gift-0-amount", "1,200")
    page.locator(".buttons button[type=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text("By age it is 14 people, by sex 15")
    assert page.input_value("#id_after") == "๖๒.๕"
    shot(page, "en", "phone", "no-scripts-wrong")
    page.fill("#id_adults", "15")
    page.set_input_files("#id_uploads", [picture()])
    page.locator(".buttons button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(what)
    expect(page.locator("#how-many")).to_contain_text("22.5 %")
    expect(page.locator("#gifts")).to_contain_text("1,200")
    assert logged(stack, what) == 1


def test_the_form_opens_without_connection_and_holds_nothing_of_the_committee(
    browsers, stack, shot
):
    context = browsers.browser.new_context(base_url=stack.url, locale="en", **DEVICES["phone"])
    context.add_cookies([{"name": "django_language", "value": "en", "url": stack.url}])
    page = context.new_page()
    try:
        sign_in(page, PEOPLE["nittaya"])
        page.goto(NEW)
        with stack.cursor() as cursor:
            cursor.execute(
                "SELECT l.what FROM actionplans_planline l JOIN committees_committee c"
                " ON c.id = l.committee_id WHERE c.slug = 'cct'"
            )
            lines = [row[0] for row in cursor.fetchall()]
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        context.set_offline(True)
        page.goto("/activities/")
        # In the language of the page from which the browser fetched it.
        expect(page.locator("h1")).to_have_text(either("No connection"))
        assert lines and not any(line in page.content() for line in lines)
        shot(page, "en", "phone", "shell")
        page.locator("label[for='id_kind_1']").click()
        page.fill("#id_title", "Written in the hills")
        page.fill("#id_reached", "40")
        page.locator(".buttons button[type=submit]").click()
        expect(page.locator("#messages")).to_contain_text(either(KEPT_BARE))
        context.set_offline(False)
        page.goto("/notices/")
        press(page, ".waiting-forms a")
        expect(page.locator("#id_title")).to_have_value("Written in the hills")
        page.select_option("#id_line", "unplanned")
        page.locator("#id_area").select_option(index=1)
        shot(page, "en", "phone", "finish")
        with page.expect_navigation(url=re.compile(r"/activities/\d+/$")):
            page.locator(".form-first-save button").click()
        expect(page.locator("h1")).to_have_text("Written in the hills")
        expect(page.locator(".waiting-forms")).to_have_count(0)
    finally:
        context.close()
