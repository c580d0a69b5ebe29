"""The product as it runs: three processes as the web role, and a browser before them."""

import re
import time
import urllib.request

import pytest

from tests.stack import sign_in


def test_every_process_is_the_web_role(stack):
    with stack.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [stack.database],
        )
        assert cursor.fetchall() == [("atip_web",)]


def test_the_scheduler_gives_the_worker_something_to_do(stack):
    deadline = time.monotonic() + 90
    while "sweep_notices" not in stack.log("worker"):
        assert time.monotonic() < deadline, stack.log("beat")
        time.sleep(0.5)


def test_the_log_keeps_searches_and_forms_to_itself(stack):
    urllib.request.urlopen(f"{stack.url}/account/login/?next=/canary-in-a-query/").read()  # noqa: S310
    assert "canary-in-a-query" not in stack.log("web")


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_file_of_the_sign_in_page_is_there(open_page, language):
    page = open_page(language)
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.reload(wait_until="networkidle")
    assert not missing
    assert page.locator("html").get_attribute("lang") == language
    font = page.evaluate("document.fonts.ready.then(f => [...f].some(x => x.status === 'loaded'))")
    assert font, "Sarabun was not loaded"


def test_a_forgotten_password_on_the_way_back_in(open_page, stack):
    page = open_page("en")
    page.goto("/account/password/reset/")
    page.fill("input[name=email]", "pranee@maesai.example.org")
    page.locator("main form").locator("button[type=submit]").click()
    page.wait_for_load_state()
    mail = stack.wait_for_mail("pranee@maesai.example.org")
    link = re.search(r"https?://\S+/account/password/reset/key/\S+", mail.get_content())
    assert link, mail.get_content()
    page.goto(link.group())
    page.fill("input[name=password1]", "rain-over-doi-tung")
    page.fill("input[name=password2]", "rain-over-doi-tung")
    page.locator("main form").locator("button[type=submit]").click()
    page.wait_for_load_state()
    other = open_page("th", "phone")
    sign_in(other, "pranee@maesai.example.org", "rain-over-doi-tung")
    assert other.url.rstrip("/") == stack.url


def test_a_wrong_password_says_so_and_keeps_the_address(page):
    page.fill("input[name=login]", "somchai@maesai.example.org")
    page.fill("input[name=password]", "not-the-password")
    page.locator("main form").locator("button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.input_value("input[name=login]") == "somchai@maesai.example.org"
