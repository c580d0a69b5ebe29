"""Walking the product as its people do: who they are, what they press, which mail they get."""

import datetime as dt
import io
import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import openpyxl
from celery import Celery
from django.conf import settings
from django.utils.translation import gettext, override

from committees.calendar import Quarter, fiscal_year, today
from committees.templatetags import ui
from tests.conftest import DEVICES
from tests.stack import Stack, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PEOPLE = {
    # Mae Sai
    "pranee": "pranee@maesai.example.org",  # secretary
    "anong": "anong@maesai.example.org",  # deputy secretary; secretary of two groups
    "somchai": "somchai@maesai.example.org",  # deputy chief
    "thanakorn": "thanakorn@maesai.example.org",  # district chief: chair
    "supaporn": "supaporn@maesai.example.org",  # member; chair of the rehabilitation group
    "kanda": "kanda@maesai.example.org",  # member of the prevention group alone
    "amnat": "amnat@maesai.example.org",  # secretary of the closed suppression group
    "wichai": "wichai@maesai.example.org",  # member of the closed suppression group alone
    # Chiang Khong, Wiang Kaen, Chiang Saen
    "malee": "malee@chiangkhong.example.org",
    "boonsri": "boonsri@chiangkhong.example.org",
    "waraphon": "waraphon@wiangkaen.example.org",
    "siriphon": "siriphon@wiangkaen.example.org",
    "saifon": "saifon@chiangsaen.example.org",
    "laddawan": "laddawan@chiangsaen.example.org",
    "songphon": "songphon@chiangsaen.example.org",
    # The civil-society committee
    "arunee": "arunee@cct.example.org",  # chair
    "chutima": "chutima@cct.example.org",  # secretary
    "nittaya": "nittaya@cct.example.org",  # steering committee member
    "kanlaya": "kanlaya@cct.example.org",  # steering committee member
    "ekaphan": "ekaphan@cct.example.org",  # member: Destiny Rescue
    "rungrot": "rungrot@cct.example.org",  # member: House of Love
    "suphansa": "suphansa@cct.example.org",  # member: ADRA
    "watchara": "watchara@cct.example.org",  # member: Bala Foundation
    "siphrai": "siphrai@cct.example.org",  # member in grace: Women Empowerment for Change
    # Chiang Rai and Nan
    "nok": "nok@psdhs-chiangrai.example.org",
    "nuan": "nuan@psdhs-nan.example.org",
    "nida": "nida@chaloem.example.org",
    "thidarat": "thidarat@worldvision.example.org",  # sits in both provinces
    "observer": "aphinya@datip.example.org",
}
LANGUAGES = ("th", "en")


def state(language: str, code: str) -> str:
    """The word for a state in a language."""
    with override(language):
        return str(ui.status_of(code).label)


def words(language: str, text: str, **values: Any) -> str:
    """A text of the product in a language."""
    with override(language):
        found = gettext(text)
    return found % values if values else found


@dataclass
class Seen:
    """What the browsers of one test complained of."""

    errors: list[str] = field(default_factory=list)


class Browsers:
    """The browsers of a test session. A new one costs a second, so the last few are kept.

    One is kept for each person and device; between tests it forgets what it stored, but not who
    has signed in.
    """

    KEPT = 8

    def __init__(self, browser: "Browser", url: str) -> None:
        self.browser = browser
        self.url = url
        self.seen = Seen()
        self.sessions: dict[str, Any] = {}
        self.idle: OrderedDict[tuple[str, str, bool], Page] = OrderedDict()

    def fresh(self, device: str, *, scripts: bool) -> "Page":
        """A browser that knows nobody."""
        context = self.browser.new_context(
            base_url=self.url,
            locale="th",
            timezone_id="Asia/Bangkok",
            java_script_enabled=scripts,
            # One walk tries what works without connection; the others ask the server themselves.
            service_workers="block",
            **DEVICES[device],
        )
        context.set_default_timeout(45_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.seen.errors.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))
        return page

    def of(self, who: str, device: str, *, scripts: bool) -> "Page":
        """The browser kept for a person, or a fresh one with the person's session."""
        page = self.idle.pop((who, device, scripts), None)
        if page is None:
            page = self.fresh(device, scripts=scripts)
            if who in self.sessions:
                page.context.add_cookies([self.sessions[who]])
        return page

    def keep(self, key: tuple[str, str, bool], page: "Page") -> None:
        """Take a browser back after a test."""
        page.goto("about:blank")
        forget = page.context.new_cdp_session(page)
        forget.send(
            "Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "local_storage"}
        )
        forget.detach()
        if key in self.idle:
            page.context.close()
            return
        self.idle[key] = page
        if len(self.idle) > self.KEPT:
            _key, oldest = self.idle.popitem(last=False)
            oldest.context.close()

    def _console(self, kind: str, text: str) -> None:
        # A refused request (403, 404, 409) and a cut connection are logged as errors too.
        if kind == "error" and "Failed to load resource" not in text:
            self.seen.errors.append(text)

    def _answer(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "/static/" in url):
            self.seen.errors.append(f"{status} {url}")


class Walker:
    """Opens browsers for the people of one test."""

    def __init__(self, browsers: Browsers, stack: Stack) -> None:
        self.browsers = browsers
        self.stack = stack
        self.used: list[tuple[tuple[str, str, bool] | None, Page]] = []
        browsers.seen = Seen()

    @property
    def errors(self) -> list[str]:
        """What the consoles of this test's browsers said, and servers that failed."""
        return self.browsers.seen.errors

    def open(self, language: str = "th", device: str = "desktop") -> "Page":
        """A fresh browser that knows nobody."""
        page = self.browsers.fresh(device, scripts=True)
        self.used.append((None, page))
        self._read_in(page, language)
        return page

    def enter(
        self,
        who: str,
        language: str = "th",
        device: str = "desktop",
        at: str = "/",
        *,
        scripts: bool = True,
    ) -> "Page":
        """A browser in which this person is signed in, reading in this language."""
        address = PEOPLE[who]
        self.speak(language, who)
        page = self.browsers.of(who, device, scripts=scripts)
        self.used.append(((who, device, scripts), page))
        self._read_in(page, language)
        page.goto(at)
        if "/account/login/" in page.url:
            sign_in(page, address)
            cookies = page.context.cookies(self.stack.url)
            self.browsers.sessions[who] = next(c for c in cookies if c["name"] == "sessionid")
            page.goto(at)
        return page

    def speak(self, language: str, *people: str) -> None:
        """Let people have chosen this language, for their pages and their mail."""
        with self.stack.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_user SET language = %s WHERE email = ANY(%s)",
                [language, [PEOPLE[who] for who in people]],
            )

    def close(self, *, keep: bool) -> None:
        """Give the browsers back; those of a test that failed are not used again."""
        for key, page in self.used:
            if key and keep:
                self.browsers.keep(key, page)
            else:
                page.context.close()

    def _read_in(self, page: "Page", language: str) -> None:
        page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": self.stack.url}]
        )


def press(page: "Page", target: str) -> None:
    """Press what a selector finds, and wait for the page that comes."""
    with page.expect_navigation():
        page.locator(target).first.click()


def choose(page: "Page", label: str) -> None:
    """Press the link or button of this name, and wait for the page that comes."""
    found = page.get_by_role("link", name=label, exact=True).or_(
        page.get_by_role("button", name=label, exact=True)
    )
    with page.expect_navigation():
        found.first.click()


def status_of(page: "Page") -> str:
    """The state shown beside the heading, in words."""
    return page.locator(".page-head .status").first.inner_text().strip()


def head(page: "Page") -> str:
    """The heading."""
    return page.locator("h1").inner_text().strip()


def sheet(body: bytes, number: int = 0) -> list[list[Any]]:
    """The rows of a sheet of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return [list(row) for row in book.worksheets[number].iter_rows(values_only=True)]


# --- Mail ---------------------------------------------------------------------------------------


class Mailbox:
    """The mail of one person since the box was opened."""

    def __init__(self, stack: Stack, address: str) -> None:
        self.stack = stack
        self.address = address
        self.seen = len(self._all())

    def _all(self) -> list[EmailMessage]:
        return [mail for mail in self.stack.mails() if self.address in str(mail["To"])]

    def new(self) -> list[EmailMessage]:
        """What came since the box was opened."""
        return self._all()[self.seen :]

    def wait(self, count: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """Wait until this many came."""
        deadline = time.monotonic() + seconds
        while len(found := self.new()) < count:
            if time.monotonic() > deadline:
                log = self.stack.log("worker")
                raise AssertionError(f"{len(found)} mails to {self.address}, not {count}.\n{log}")
            time.sleep(0.1)
        return found

    def one(self) -> EmailMessage:
        """The one mail that came; a second one is a mistake."""
        found = self.wait()
        assert len(found) == 1, [mail["Subject"] for mail in found]
        return found[0]


def link_in(mail: EmailMessage, stack: Stack) -> str:
    """The first address of the site in a mail."""
    found = re.search(re.escape(stack.url) + r"/\S+", mail.get_content())
    assert found, mail.get_content()
    return found.group()


def run_task(stack: Stack, name: str) -> None:
    """Give the running worker a task, as the clock would."""
    app = Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.broker_transport_options = {"global_keyprefix": f"{stack.database}-"}
    app.conf.task_serializer = "json"
    app.send_task(name, ignore_result=True)
    app.close()


# --- Plans --------------------------------------------------------------------------------------


@dataclass
class Line:
    """A line of a plan as the tests write it. Days are (month, day) of the fiscal year."""

    what: str
    starts: tuple[int, int] = (10, 5)
    ends: tuple[int, int] = (11, 30)
    pillar: str = "counter_trafficking"
    budget: str = ""
    indicator: str = ""
    target: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def values(self, stack: Stack, committee: str, year: int) -> dict[str, str]:
        """The fields of the form."""
        return {
            "what": self.what,
            "pillar": self.pillar,
            "responsible": str(office_of(stack, committee)),
            "starts": day_in(year, self.starts).isoformat(),
            "ends": day_in(year, self.ends).isoformat(),
            "funding": "lao" if self.budget else "own_remit",
            "budget": self.budget,
            "indicator": self.indicator,
            "target": self.target,
            **self.more,
        }


def day_in(year: int, day: tuple[int, int]) -> dt.date:
    """A (month, day) within a fiscal year."""
    start = Quarter(year, 1).start
    return dt.date(start.year + (day[0] < start.month), *day)


def one(stack: Stack, query: str, *values: Any) -> Any:
    """One value of the stack's database."""
    with stack.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row and row[0]


def free_year(stack: Stack, committee: str) -> int:
    """The first fiscal year for which a committee has no plan, the coming one or later."""
    last = one(
        stack,
        "SELECT max(fiscal_year) FROM actionplans_plan p JOIN committees_committee c"
        " ON c.id = p.committee_id WHERE c.slug = %s",
        committee,
    )
    return 1 + (last or fiscal_year(today()))


def office_of(stack: Stack, committee: str) -> int:
    """The organisation of a committee's secretary."""
    return int(
        one(
            stack,
            "SELECT s.organisation_id FROM members_seat s JOIN committees_committee c"
            " ON c.id = s.committee_id WHERE c.slug = %s AND s.role = 'secretary'"
            " ORDER BY s.ended_at NULLS FIRST LIMIT 1",
            committee,
        )
    )


def line_id(stack: Stack, committee: str, year: int, what: str) -> int:
    """The key of a line of a plan, by what it says."""
    return int(
        one(
            stack,
            "SELECT l.id FROM actionplans_planline l JOIN actionplans_plan p ON p.id = l.plan_id"
            " JOIN committees_committee c ON c.id = l.committee_id"
            " WHERE c.slug = %s AND p.fiscal_year = %s AND l.what = %s",
            committee,
            year,
            what,
        )
    )


def send(page: "Page", path: str, values: dict[str, str] | None = None, at: str = "") -> Any:
    """Post a form as the browser of this person would, without drawing its page."""
    token = page.request.get(at or path).text()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', token)
    assert found, path
    origin = "/".join(page.url.split("/")[:3])
    return page.request.post(
        path,
        form={"csrfmiddlewaretoken": found[1], **(values or {})},
        headers={"Referer": origin + (at or path), "Origin": origin},
    )


def draft_plan(page: "Page", stack: Stack, committee: str, lines: Iterable[Line]) -> int:
    """Draft a plan for a year of its own; returns the year. `page` is its secretary's browser."""
    year = free_year(stack, committee)
    answer = send(page, f"/committees/{committee}/plans/new/", {"fiscal_year": str(year)})
    assert answer.ok, answer.status
    for line in lines:
        path = f"/committees/{committee}/plans/year/{year}/lines/new/"
        answer = send(page, path, line.values(stack, committee, year))
        assert answer.ok, re.sub(r"<[^>]+>", " ", answer.text())[-2000:]
    return year


def quarter_path(stack: Stack, committee: str, year: int, quarter: int) -> str:
    """The address of a quarterly plan."""
    pk = one(
        stack,
        "SELECT q.id FROM actionplans_quarterplan q JOIN committees_committee c"
        " ON c.id = q.committee_id WHERE c.slug = %s AND q.fiscal_year = %s AND q.quarter = %s",
        committee,
        year,
        quarter,
    )
    return f"/committees/{committee}/plans/{pk}/"
