"""What every test may use: databases a worker, the running product, a browser, pictures."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from config import embedded
from config.celery import app as celery
from config.settings.base import BASE_DIR
from tests.scenarios import STORIES
from tests.stack import Stack, forget_templates, migrated_database
from tests.world import _cast, _django_db_helper, _ground, world  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PICTURES = BASE_DIR / "var" / "stories"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What a test asks of the browser's window by name.
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
# For `make stories`, and for who runs a walk alone; nobody looks at those of a whole test run.
PICTURES_WANTED = "STORIES_REPORT" in os.environ or "PYTEST_XDIST_WORKER" not in os.environ
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


# --- The test run -----------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests of one file on one worker, and know their stories."""
    for item in items:
        for mark in item.iter_markers("story"):
            if mark.args[0] not in STORIES:
                raise pytest.UsageError(f"{item.nodeid}: no story {mark.args[0]!r}.")
        names = set(getattr(item, "fixturenames", ()))
        if names & {"stack", "browser"}:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """What takes longest begins first; tests of the cast follow each other, so it is laid once."""
    names = getattr(item, "fixturenames", ())
    if item.get_closest_marker("browser"):
        return 0
    return 1 if "world" in names else 2


def pytest_sessionstart(session: pytest.Session) -> None:
    """Drop the databases that killed test runs left behind."""
    # Celery reads its settings at first use and keeps them: not while a test has set others.
    assert celery.conf.broker_url == settings.CELERY_BROKER_URL
    if hasattr(session.config, "workerinput"):
        return
    owner = psycopg2.connect(settings.DATABASE_OWNER_URL)
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^(test_atip|stack|migrated)_[0-9]+'"
        )
        for (name,) in cursor.fetchall():
            run = re.findall(r"\d+", name)[0]
            if not psutil.pid_exists(int(run)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    owner.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop the database the stacks were copied from, once every worker is done, and the papers."""
    shutil.rmtree(settings.PAPERS_ROOT, ignore_errors=True)
    if not hasattr(session.config, "workerinput"):
        forget_templates(settings.TEST_RUN)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool
) -> None:
    """Copy the databases of all workers from one in which the migrations ran once."""
    if not django_db_keepdb:
        template = migrated_database(settings.TEST_RUN)
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test counts the sign-in attempts of another.

    Only keys of this worker go: clear() would empty the whole server, and with it the queue of a
    running product on another worker.
    """
    yield
    client = cache._cache.get_client(None, write=True)
    if keys := list(client.scan_iter(f"{settings.KEY_PREFIX}:*", count=1000)):
        client.delete(*keys)


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """Words met outside a request are those of the sources; a request speaks its own language."""
    with translation.override("en"):
        yield


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[embedded.Valkey]:
    """A broker of the test's own, to stop and start at will."""
    server = embedded.Valkey(tmp_path, {"valkey": "only-for-tests"})
    server.start()
    yield server
    server.stop()


# --- The running product ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product on a database of its own, filled with the demonstration."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    running = Stack(tmp_path_factory.mktemp("stack"), settings.TEST_RUN, worker)
    try:
        running.start()
        yield running
    finally:
        running.stop()


# --- The browser ------------------------------------------------------------------------------


def no_browser(reason: str) -> None:
    """Skip, or in CI fail: there a missing browser is a broken machine."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        no_browser("No Chromium on this machine: `make browser` installs it where it can.")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        except sync_api.Error as error:
            no_browser(f"Chromium does not start: {str(error).splitlines()[0]}")
        yield running
        running.close()


@pytest.fixture
def open_page(browser: "Browser", stack: Stack) -> Iterator[Callable[..., "Page"]]:
    """Open a fresh browser (no cookies of another person) at the sign-in page.

    `page = open_page(language="en", device="phone")`. Anything the page logs as an error, a refused
    inline script among it, fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(language: str = "th", device: str = "desktop") -> "Page":
        context = browser.new_context(
            base_url=stack.url,
            locale=language,
            timezone_id="Asia/Bangkok",
            **DEVICES[device],
        )
        context.set_default_timeout(45_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if is_trouble(message.text) else None,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": stack.url}])
        page.goto("/account/login/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not errors, errors


def is_trouble(text: str) -> bool:
    """Is this console line the page's own fault? A refused request (403, 404, 409) is not."""
    return "Content Security Policy" in text or "Uncaught" in text


@pytest.fixture
def page(open_page: Callable[..., "Page"]) -> "Page":
    """A fresh Thai desktop browser at the sign-in page."""
    return open_page()


# --- Stories ----------------------------------------------------------------------------------


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Save a picture of a page a story passes: `shot(page, "th", "phone", "approve")`.

    It becomes var/stories/P2-th-phone-03-approve.png: story, language, device, step, name.
    """
    marks = list(request.node.iter_markers("story"))
    story = str(marks[0].args[0]) if marks else "X"
    steps: dict[tuple[str, str], int] = {}

    def take(page: "Page", language: str, device: str, name: str) -> Path:
        step = steps[language, device] = steps.get((language, device), 0) + 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{story}-{language}-{device}-{step:02}-{name}.png"
        if not PICTURES_WANTED:
            return path
        # As tall as the page, so that bars fixed to the window's edge stand where they belong.
        size = page.viewport_size
        assert size is not None
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        page.screenshot(path=path, scale="css")
        page.set_viewport_size(size)
        return path

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note how each story went, for `make stories`."""
    report = yield
    target = os.environ.get("STORIES_REPORT")
    if target and (report.when == "call" or report.outcome != "passed"):
        for mark in item.iter_markers("story"):
            line = json.dumps(
                {"story": mark.args[0], "test": item.nodeid, "outcome": report.outcome}
            )
            with Path(target).open("a") as file:
                file.write(line + "\n")
    return report
