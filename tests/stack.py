"""The whole product as it runs: gunicorn, a Celery worker and beat, on a database of its own.

The processes connect as the web role, so that row-level security holds as in production. The
database is a copy of one that was migrated and filled with the demonstration once a test run.
"""

import contextlib
import email
import email.policy
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from actionplans.management.commands.load_demo import PASSWORD
from config.settings.base import BASE_DIR

if TYPE_CHECKING:
    from playwright.sync_api import Page

START_SECONDS = 180


def with_path(url: str, path: str) -> str:
    """The same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


class Stack:
    """A running copy of the product."""

    def __init__(self, folder: Path, run: str, worker: str) -> None:
        self.folder = folder
        self.run = run
        self.worker = worker
        self.template = f"stack_{run}"
        self.migrated = f"migrated_{run}"
        self.database = f"stack_{run}_{worker}"
        self.mail_folder = folder / "mail"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        # localhost and not 127.0.0.1: passkeys need a name.
        self.url = f"http://localhost:{self.port}"

    # --- Starting and stopping --------------------------------------------------------------

    def start(self) -> None:
        """Copy the database, start the three processes, wait until pages can be served."""
        self.mail_folder.mkdir(parents=True)
        self.build_template()
        with self.admin() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{self.template}"')
        self.start_web()
        self.start_worker()
        self.start_beat()
        self.wait()

    def start_web(self) -> None:
        """Start gunicorn."""
        self.launch("web", "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.conf.py",
                    "--bind", f"127.0.0.1:{self.port}", "--workers", "1",
                    "--worker-tmp-dir", str(self.folder))  # fmt: skip

    def start_worker(self) -> None:
        """Start the Celery worker."""
        self.launch("worker", "celery", "-A", "config", "worker", "--loglevel", "INFO",
                    "--concurrency", "1", "--pool", "solo", "--without-gossip",
                    "--without-mingle")  # fmt: skip

    def start_beat(self) -> None:
        """Start Celery beat."""
        self.launch("beat", "celery", "-A", "config", "beat", "--loglevel", "INFO",
                    "--schedule", str(self.folder / "beat"))  # fmt: skip

    def stop_process(self, name: str) -> None:
        """Stop one of the processes, as a broken machine would."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Stop everything and drop the database."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        with self.admin() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def launch(self, name: str, *arguments: str) -> None:
        """Start a program of the virtual environment with its output in a file."""
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=BASE_DIR,
            env=self.environment(self.database),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def environment(self, database: str) -> dict[str, str]:
        """What the processes find in their environment."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
        kept.pop("DATABASE_ROLE", None)
        return kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            "DATABASE_URL": with_path(os.environ["DATABASE_URL"], database),
            "DATABASE_OWNER_URL": with_path(os.environ["DATABASE_OWNER_URL"], database),
            "KEY_PREFIX": self.database,
            "EMAIL_URL": f"file://{self.mail_folder}",
            # One folder for the copied database and its copies: names are random.
            "PAPERS_ROOT": str(BASE_DIR / "var" / "test" / f"papers-{self.run}"),
            "SITE_URL": self.url,
            "SECRET_KEY": "only-for-tests",
            "SWEEP_SECONDS": "5",
            # Many people sign in from one address here.
            "SIGN_IN_LIMITS": "0",
        }

    def wait(self) -> None:
        """Wait until /readyz says yes."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise RuntimeError(f"The {name} process ended:\n{self.log(name)}")
            if self.ready():
                return
            time.sleep(0.2)
        raise RuntimeError(f"The site did not come up:\n{self.log('web')}")

    def ready(self) -> bool:
        """Does /readyz say yes?"""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=20) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def log(self, name: str) -> str:
        """The last lines a process wrote."""
        text = (self.folder / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-40:])

    # --- The database -------------------------------------------------------------------------

    def build_template(self) -> None:
        """Make the database that is copied: migrated, and filled with the demonstration."""
        self.built_once(self.template, self.build_migrated(), "load_demo")

    def build_migrated(self) -> str:
        """Make the database that every other of this run is copied from; returns its name."""
        self.built_once(self.migrated, "template1", "migrate", "--verbosity", "0")
        return self.migrated

    def built_once(self, name: str, source: str, *command: str) -> None:
        """Copy a database and run a command on it: whichever xdist worker comes first does it."""
        lock = BASE_DIR / "var" / "test" / f"{name}.lock"
        with lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with self.admin() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    return
                building = f"{name}_building"
                cursor.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{building}" TEMPLATE "{source}"')
            self.manage(building, *command)
            with self.admin() as cursor:
                cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')

    def manage(self, database: str, *arguments: str) -> str:
        """Run a management command on a database."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=self.environment(database),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{result.stdout}{result.stderr}")
        return result.stdout

    @contextlib.contextmanager
    def admin(self) -> Iterator["psycopg2.extensions.cursor"]:
        """An autocommitting cursor of the owner, outside the stack's database."""
        with self.cursor(urlsplit(os.environ["DATABASE_OWNER_URL"]).path.strip("/")) as cursor:
            yield cursor

    @contextlib.contextmanager
    def cursor(self, database: str | None = None) -> Iterator["psycopg2.extensions.cursor"]:
        """An autocommitting cursor of the owner that sees every row of the stack's database."""
        connection = psycopg2.connect(
            with_path(os.environ["DATABASE_OWNER_URL"], database or self.database),
            options="-c app.maintenance=on",
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    # --- E-mail ---------------------------------------------------------------------------------

    def mails(self) -> list[EmailMessage]:
        """Every e-mail sent so far, oldest first."""
        found: list[EmailMessage] = []
        for path in sorted(self.mail_folder.glob("*.log")):
            # Django's file backend ends each message with a line of dashes.
            for text in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                if text.strip():
                    message = email.message_from_bytes(text, policy=email.policy.default)
                    assert isinstance(message, EmailMessage)
                    found.append(message)
        return found

    def wait_for_mail(self, to: str, seconds: float = 20) -> EmailMessage:
        """The newest e-mail to an address; waits until there is one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.mails()):
                if to in str(message["To"]):
                    return message
            time.sleep(0.2)
        raise AssertionError(f"No e-mail to {to} came.\n{self.log('worker')}")


def migrated_database(run: str) -> str:
    """The name of a database with every migration of this run applied, made if need be."""
    return Stack(BASE_DIR, run, "main").build_migrated()


def forget_templates(run: str) -> None:
    """Drop the databases that were copied from, at the end of a test run."""
    stack = Stack(BASE_DIR, run, "main")
    with stack.admin() as cursor:
        for name in (stack.template, stack.migrated):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            (BASE_DIR / "var" / "test" / f"{name}.lock").unlink(missing_ok=True)
    shutil.rmtree(stack.environment(stack.template)["PAPERS_ROOT"], ignore_errors=True)


def sign_in(page: "Page", address: str, password: str = PASSWORD) -> None:
    """Sign a person of the demonstration in, from wherever the browser is."""
    from playwright.sync_api import TimeoutError as TooLong  # only where there is a browser

    for _try in range(3):
        page.goto("/account/login/", wait_until="load")
        if "/account/login" not in page.url:
            return  # the try before got through after all
        page.fill("input[name=login]", address)
        page.fill("input[name=password]", password)
        page.locator("input[name=password]").press("Enter")
        try:
            page.wait_for_url(lambda url: "/account/login" not in url, timeout=20_000)
        except TooLong:
            continue
        return
    raise AssertionError(f"{address} could not sign in: {page.locator('main').inner_text()}")
