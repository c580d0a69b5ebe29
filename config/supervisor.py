"""`make run`: one process that starts the whole product, watches it, and stops it again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

import psutil

from config import embedded

BASE_DIR = embedded.BASE_DIR
FOLDER = BASE_DIR / "var" / "run"
CHILDREN = FOLDER / "processes"
READY_SECONDS = 120
STOP_SECONDS = 20
RELOADING = os.environ.get("DEBUG", "") not in {"", "0"}


class Stopped(SystemExit):
    """Somebody asked us to stop."""


def main() -> int:
    """Run until told to stop; every way out stops what was started."""
    signal.signal(signal.SIGTERM, stop_asked)
    signal.signal(signal.SIGINT, stop_asked)
    signal.signal(signal.SIGHUP, stop_asked)
    supervisor = Supervisor()
    try:
        return supervisor.run()
    except embedded.MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        # A second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()


def stop_asked(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly way out."""
    raise Stopped(0)


class Supervisor:
    """The processes of the site."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.port = 0
        self.started = False

    def run(self) -> int:
        """Start everything in order, say where it is, and watch."""
        began = time.monotonic()
        self.port = chosen_port()
        servers = embedded.servers("run")
        with servers.only_one():
            stop_leftovers()
            if not port_is_free(self.port):
                raise embedded.MissingError(
                    f"Port {self.port} is taken by another program: choose one with"
                    f" `make run PORT={self.port + 1}`."
                )
            self.started = True
            say("Starting PostgreSQL and Valkey ...")
            embedded.ensure("run")
            if not os.environ.get("DATABASE_OWNER_URL"):
                raise embedded.MissingError(
                    "DATABASE_URL names the site's role; set DATABASE_OWNER_URL too, for the role"
                    " that owns the tables."
                )
            os.environ.setdefault("SITE_URL", f"http://localhost:{self.port}")
            say("Bringing the tables up to date ...")
            manage("migrate", "--verbosity", "0")
            self.load_demonstration()
            self.start()
            self.wait()
            self.announce(time.monotonic() - began)
            return self.watch()

    def load_demonstration(self) -> None:
        """Fill an empty site, once; what people did to it since stays."""
        with embedded.cursor(os.environ["DATABASE_OWNER_URL"]) as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM accounts_user)")
            if cursor.fetchone() == (True,):
                return
        say("Loading the demonstration (first time only) ...")
        manage("load_demo")

    def start(self) -> None:
        """Start web server, worker and beat."""
        say("Starting web server, worker and scheduler ...")
        reload_ = ["--reload"] if RELOADING else []
        self.launch("web", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}",
                    "--workers", "2", "--threads", "4", "--worker-tmp-dir", str(FOLDER),
                    "--log-level", "warning", "--no-control-socket", *reload_)  # fmt: skip
        self.launch("worker", "celery", "-A", "config", "worker", "--concurrency", "2",
                    "--loglevel", "INFO")  # fmt: skip
        self.launch("beat", "celery", "-A", "config", "beat", "--loglevel", "INFO",
                    "--schedule", str(FOLDER / "beat"), "--pidfile=")  # fmt: skip

    def launch(self, name: str, *arguments: str) -> None:
        """Start a program of the virtual environment, in a session of its own, with a log file."""
        with (FOLDER / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own programs and arguments
                [sys.executable, "-m", *arguments],
                cwd=BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )
        self.processes[name] = process
        with CHILDREN.open("a") as file:
            file.write(f"{process.pid} {psutil.Process(process.pid).create_time()}\n")

    def wait(self) -> None:
        """Wait until the site says that it can serve."""
        deadline = time.monotonic() + READY_SECONDS
        answer = ""
        while time.monotonic() < deadline:
            self.check_alive()
            answer = ask(f"http://127.0.0.1:{self.port}/readyz")
            if answer == "ready":
                return
            time.sleep(0.1)
        raise embedded.MissingError(f"The site did not come up: {answer or 'no answer'}.")

    def check_alive(self) -> None:
        """A process that ended by itself ends the run, with its last words."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                log = FOLDER / f"{name}.log"
                last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                raise embedded.MissingError(
                    f"{last}\nThe {name} process ended; {embedded.shown(log)} says why."
                )

    def announce(self, seconds: float) -> None:
        """Say where the site is and who can sign in."""
        people = manage("load_demo", "--people", capture=True)
        say("")
        say(people.rstrip())
        say("")
        say(f"  {os.environ['SITE_URL']}    (ready after {seconds:.0f} s; Ctrl-C stops it)")
        say(f"  E-mail is kept in {embedded.shown(FOLDER / 'mail')}, logs in var/run/*.log")
        say("")

    def watch(self) -> int:
        """Sleep until somebody stops us or a process ends."""
        while True:
            self.check_alive()
            time.sleep(1)

    def stop(self) -> None:
        """Stop the processes; the servers stop when this process lets go of them."""
        if self.processes:
            say("Stopping ...")
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                kill_tree(process.pid)
                process.wait()
        if self.started:
            CHILDREN.unlink(missing_ok=True)


def chosen_port() -> int:
    """The port of the environment, or one sentence."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise embedded.MissingError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def port_is_free(port: int) -> bool:
    """Could we listen there? (As gunicorn does: a port just left counts as free.)"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise embedded.MissingError(
                f"Port {port} needs more rights than you have: choose one above 1023 with PORT=..."
            ) from error
        except OSError:
            return False
    return True


def stop_leftovers() -> None:
    """End the processes of a run that was killed: they hold the port and run old code."""
    if not CHILDREN.exists():
        return
    for line in CHILDREN.read_text().splitlines():
        pid, _, created = line.partition(" ")
        try:
            process = psutil.Process(int(pid))
            # The number may belong to another program by now; the moment of birth cannot.
            if abs(process.create_time() - float(created)) < 0.01:
                kill_tree(process.pid)
        except (psutil.Error, ValueError):
            continue
    CHILDREN.unlink()


def kill_tree(pid: int) -> None:
    """End a process and its children, politely and then not."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return
    for act in ("terminate", "kill"):
        for process in family:
            try:
                getattr(process, act)()
            except psutil.Error:
                pass
        _gone, family = psutil.wait_procs(family, timeout=5)


def ask(url: str) -> str:
    """ "ready", or what is not."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
            return "ready"
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")
    except OSError:
        return ""


def manage(*arguments: str, capture: bool = False) -> str:
    """Run a management command; its failure ends the run with its words."""
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "text": True} if capture else {}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments], cwd=BASE_DIR, **options
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        raise embedded.MissingError(f"`manage.py {arguments[0]}` failed.")
    return output or ""


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201 - this is what the command is for


if __name__ == "__main__":
    sys.exit(main())
