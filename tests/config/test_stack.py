"""The product as it runs: three processes as the web role, and a browser before them."""

import time
import urllib.request

import pytest


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


def test_a_wrong_password_says_so_and_keeps_the_address(page):
    page.fill("input[name=login]", "somchai@maesai.example.org")
    page.fill("input[name=password]", "not-the-password")
    page.locator("main form").locator("button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.input_value("input[name=login]") == "somchai@maesai.example.org"
