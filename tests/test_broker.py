"""The broker or the worker gone while people work: nothing is lost, and nothing comes twice.

The running product on a database and a broker of its own, because both are broken here.
"""

import http.cookiejar
import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings

from actionplans.management.commands.load_demo import PASSWORD
from config import embedded
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("broker")]

PRANEE, SOMCHAI = "pranee@maesai.example.org", "somchai@maesai.example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class OwnBroker(Stack):
    """A running copy of the product with a broker that can be taken away."""

    def __init__(self, folder: Path, run: str, worker: str, broker: embedded.Valkey) -> None:
        super().__init__(folder, run, worker)
        self.broker = broker
        self.broker_url = broker.url()

    def environment(self, database: str) -> dict[str, str]:
        return super().environment(database) | {
            "REDIS_URL": self.broker_url,
            "SWEEP_SECONDS": "2",
        }

    def bring_broker_back(self) -> None:
        """Start the broker where it was: the same port, the same data."""
        port = int(urllib.parse.urlsplit(self.broker_url).port or 0)
        with self.broker.log.open("ab") as log:
            process = subprocess.Popen(
                [embedded.valkey_program(), str(self.broker.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.broker.state.write_text(json.dumps({"pid": process.pid, "port": port}))
        wait_until(self.broker.answers, "the broker did not come back")

    def queue(self, task: str, *arguments: str) -> None:
        """Put a task into the queue, as a broker does that delivers one again."""
        app = Celery(broker=self.broker_url, set_as_current=False)
        app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
            "global_keyprefix": f"{self.database}-"
        }
        app.send_task(task, args=arguments)
        app.close()

    def notices(self, kind: str, reader: str) -> list[tuple[str, bool]]:
        """(id, sent) of what this reader was told."""
        with self.cursor() as cursor:
            cursor.execute(
                "SELECT n.id::text, n.emailed_at IS NOT NULL FROM committees_notice n"
                " JOIN accounts_user u ON u.id = n.recipient_id"
                " WHERE n.kind = %s AND u.email = %s AND n.created_at > %s",
                [kind, reader, self.since],
            )
            return cursor.fetchall()

    def make_older(self) -> None:
        """What waits was written some minutes ago."""
        with self.cursor() as cursor:
            cursor.execute(
                "UPDATE committees_notice SET created_at = created_at - interval '2 minutes'"
                " WHERE emailed_at IS NULL AND created_at > %s",
                [self.since],
            )

    def mails_to(self, reader: str) -> int:
        return sum(1 for message in self.mails() if reader in str(message["To"]))


class Person:
    """Somebody at a browser without scripts."""

    def __init__(self, stack: Stack, address: str) -> None:
        self.stack = stack
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.send("/account/login/", login=address, password=PASSWORD)

    def open(self, path: str) -> str:
        with self.opener.open(self.stack.url + path, timeout=30) as answer:
            return answer.read().decode()

    def send(self, path: str, form_at: str = "", **fields: object) -> int:
        """Fill in the form of a page and send it; the status after all redirects."""
        token = TOKEN.search(self.open(form_at or path))
        assert token, "the page has no form"
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        request = urllib.request.Request(self.stack.url + path, data)  # noqa: S310
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


def wait_until(true: Callable[[], object], otherwise: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBroker]:
    folder = tmp_path_factory.mktemp("broker")
    broker = embedded.Valkey(folder, {"valkey": "only-for-tests"})
    broker.start()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    running = OwnBroker(folder, settings.TEST_RUN, f"{worker}_broker", broker)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        broker.stop()


@pytest.fixture
def draft(own: OwnBroker) -> str:
    """The path of Mae Sai's plan of a quarter, a draft with lines, whatever was done to it."""
    with own.cursor() as cursor:
        cursor.execute("SELECT now() - interval '1 second'")
        (own.since,) = cursor.fetchone()
        cursor.execute(
            "SELECT q.id FROM actionplans_quarterplan q"
            " JOIN committees_committee c ON c.id = q.committee_id"
            " WHERE c.slug = 'mae-sai' AND q.state = 'draft' AND q.draft_line_count > 0"
            " ORDER BY q.id LIMIT 1"
        )
        (pk,) = cursor.fetchone()
    return f"/committees/mae-sai/plans/{pk}/"


def state_of(own: OwnBroker, path: str) -> str:
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM actionplans_quarterplan WHERE id = %s", [path.split("/")[-2]]
        )
        return cursor.fetchone()[0]


def take_back(own: OwnBroker, path: str) -> None:
    """Put the plan where the next test finds it."""
    assert Person(own, PRANEE).send(f"{path}withdraw/", path) == 200
    assert state_of(own, path) == "draft"


def test_a_submission_while_the_broker_is_down_is_told_once_when_it_is_back(own, draft):
    pranee = Person(own, PRANEE)
    before = own.mails_to(SOMCHAI)
    own.broker.stop()
    began = time.monotonic()
    assert pranee.send(f"{draft}submit/", note="While the broker sleeps") == 200
    assert time.monotonic() - began < 15
    assert state_of(own, draft) == "submitted"
    assert [sent for _id, sent in own.notices("plan_submitted", SOMCHAI)] == [False]
    assert own.mails_to(SOMCHAI) == before

    own.bring_broker_back()
    own.make_older()
    wait_until(lambda: own.mails_to(SOMCHAI) > before, "the sweep found nothing")
    for notice, _sent in own.notices("plan_submitted", SOMCHAI):
        own.queue("committees.tasks.send_notice", notice)
    own.queue("committees.tasks.sweep_notices")
    time.sleep(5)  # two more sweeps
    assert own.mails_to(SOMCHAI) == before + 1
    take_back(own, draft)


def test_a_worker_killed_in_the_middle_loses_nothing_and_sends_once(own, draft):
    pranee = Person(own, PRANEE)
    before = own.mails_to(SOMCHAI)
    with own.cursor() as cursor:
        own.stop_process("worker")
        assert pranee.send(f"{draft}submit/", note="") == 200
        # The reader cannot be looked up: the new worker stands still in the middle of its task.
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
        own.start_worker()

        def stands_still() -> bool:
            with own.cursor() as watcher:
                watcher.execute(
                    "SELECT count(*) FROM pg_locks"
                    " WHERE NOT granted AND relation = 'accounts_user'::regclass"
                )
                return watcher.fetchone()[0] > 0

        wait_until(stands_still, "the worker did not take the task")
        own.stop_process("worker")
        cursor.execute("ROLLBACK")
    assert own.mails_to(SOMCHAI) == before
    own.start_worker()
    own.make_older()
    wait_until(lambda: own.mails_to(SOMCHAI) > before, "nothing came after the worker was back")
    time.sleep(5)
    assert own.mails_to(SOMCHAI) == before + 1
    with own.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM committees_notice WHERE emailed_at IS NULL")
        assert cursor.fetchone() == (0,)
    take_back(own, draft)


def test_a_task_delivered_again_sends_nothing_again(own, draft):
    pranee = Person(own, PRANEE)
    before = own.mails_to(SOMCHAI)
    assert pranee.send(f"{draft}submit/", note="") == 200
    wait_until(lambda: own.mails_to(SOMCHAI) == before + 1, "no mail came")
    ((notice, _sent),) = own.notices("plan_submitted", SOMCHAI)
    for _ in range(3):
        own.queue("committees.tasks.send_notice", notice)
    own.queue("committees.tasks.send_notice", "00000000-0000-0000-0000-000000000000")
    time.sleep(3)
    assert own.mails_to(SOMCHAI) == before + 1
    take_back(own, draft)
