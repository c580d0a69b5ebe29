"""The whole bench: databases, rounds in turn at both scales, real HTTP, and the table."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import databases
from bench.roles import TIMED
from config import embedded

MOST_QUERIES = 12
MOST_RATIO = 2.0
# Pages put together from the parts of every noun, and pages of figures.
DASHBOARDS = ("home", "committee page", "province page", "year figures", "province figures")
MOST_DASHBOARD_RATIO = 3.0
MOST_GROWTH = 1.2
MOST_MS = 50.0
WARM_UP = 3
CLIENTS = 4
GUNICORN_WORKERS = 2


@dataclass
class Result:
    """What was measured of one page as one person."""

    facts: dict[str, Any]
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    tenth: list[float] = field(default_factory=list)
    per_second: float = 0.0

    @property
    def ms(self) -> float:
        return median(self.page)

    @property
    def ratio(self) -> float | None:
        """How much more than the floor measured beside it: the median over the runs."""
        return paired(self.page, self.floor)

    @property
    def growth(self) -> float | None:
        """How much more than the same page at a tenth: the median over the runs."""
        return paired(self.page, self.tenth)

    def keep(self, here: dict[str, float], tenth: dict[str, float] | None = None) -> None:
        """File the times of one run."""
        self.page.append(here["page"])
        if "floor" in here:
            self.floor.append(here["floor"])
        if tenth:
            self.tenth.append(tenth["page"])

    @property
    def missed(self) -> list[str]:
        """The limits this page does not keep."""
        found = []
        if self.facts["queries"] > MOST_QUERIES:
            found.append("queries")
        dashboard = self.facts["page"] in DASHBOARDS
        if self.ratio and self.ratio > (MOST_DASHBOARD_RATIO if dashboard else MOST_RATIO):
            found.append("floor")
        if self.growth and self.growth > MOST_GROWTH:
            found.append("growth")
        if self.facts["role"] in TIMED and self.ms > MOST_MS:
            found.append("ms")
        return found


def paired(first: list[float], second: list[float]) -> float | None:
    """The median of one over the other, run by run: what slows both down falls out."""
    return median(a / b for a, b in zip(first, second, strict=True)) if second else None


class Worker:
    """A process that measures on one database."""

    def __init__(self, scale: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", databases.floor_address(scale)],
            env=databases.environment(scale, "web"),
            cwd=embedded.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str) -> Any:
        """One command, one answer."""
        assert self.process.stdin and self.process.stdout  # noqa: S101 - opened above
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("The measuring process stopped; see above.")
        return json.loads(line)

    def stop(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait(20)


def main(arguments: list[str] | None = None) -> int:
    """Load what is missing, measure, print; 0 also where something falls short."""
    options = read_options(arguments)
    embedded.ensure("run")
    if not os.environ.get("DATABASE_OWNER_URL"):
        raise SystemExit("Set DATABASE_OWNER_URL too: the bench makes databases of its own.")
    scales = ["full", "tenth"] if options.scale == "full" else ["tenth"]
    for scale in scales:
        databases.ready(scale)
    for scale in scales:
        print(databases.contents(scale), flush=True)
    began = time.monotonic()
    results = measure(scales, options.only, options.runs)
    if options.http:
        over_http(scales[0], results)
    print_table(results, options)
    print(f"Measured in {time.monotonic() - began:.0f} s.{busy()}")
    return 0


def busy() -> str:
    """Whether others worked on the machine meanwhile: the load is more than our own."""
    load, cores = os.getloadavg()[1], os.cpu_count() or 1
    if load < cores + 2:  # four clients and two workers are our own
        return ""
    return (
        f" The machine was busy with other things (load {load:.1f} on {cores} cores):"
        " milliseconds and requests a second are worse than they would be alone."
    )


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--scale",
        choices=["full", "tenth"],
        default="full",
        help="tenth: the small database alone, for a quick look; no growth is measured",
    )
    parser.add_argument("--only", default="", help='part of "page role", e.g. "search PSDHS"')
    parser.add_argument("--runs", type=int, default=15, help="runs after the warm-up")
    parser.add_argument("--no-http", dest="http", action="store_false", help="skip real HTTP")
    return parser.parse_args(arguments)


def measure(scales: list[str], only: str, runs: int) -> list[Result]:
    """Each page at both scales in turn, so that what disturbs the machine disturbs both."""
    workers = {scale: Worker(scale) for scale in scales}
    try:
        facts = {scale: worker.ask(f"prepare {only}") for scale, worker in workers.items()}
        results = [Result(case) for case in facts[scales[0]]]
        if not results:
            raise SystemExit(f"No page and role holds {only!r}.")
        for number in range(WARM_UP + runs):
            for index in random.sample(range(len(results)), len(results)):
                times = {
                    scale: workers[scale].ask(f"run {index}")
                    for scale in random.sample(scales, len(scales))
                }
                if number >= WARM_UP:
                    results[index].keep(*(times[scale] for scale in scales))
        sessions = workers[scales[0]].ask("sessions")
    finally:
        for worker in workers.values():
            worker.stop()
    for result in results:
        result.facts["cookie"] = sessions[result.facts["role"]]
    return results


# --- Real HTTP --------------------------------------------------------------------------------


def over_http(scale: str, results: list[Result], seconds: float = 1.0) -> None:
    """Requests a second through gunicorn, page by page."""
    with gunicorn(scale) as port:
        for result in results:
            if result.facts["posted"]:
                continue
            load(port, result.facts, 0.2)
            result.per_second = load(port, result.facts, seconds)


@contextmanager
def gunicorn(scale: str) -> Iterator[int]:
    """The site on the bench's database, as the web role, on a port of its own."""
    port = embedded.free_port()
    log = (embedded.BASE_DIR / "var" / "bench-gunicorn.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            f"--bind=127.0.0.1:{port}",
            f"--workers={GUNICORN_WORKERS}",
            "--threads=2",
            "--log-level=warning",
            "--no-control-socket",
        ],
        env=databases.environment(scale, "web"),
        cwd=embedded.BASE_DIR,
        stdout=log,
        stderr=log,
    )
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit("gunicorn did not start; var/bench-gunicorn.log says why.")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def answers(port: int) -> bool:
    """Whether the site is up."""
    try:
        fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz", "")
    except OSError:
        return False
    return True


def fetch(connection: http.client.HTTPConnection, url: str, cookie: str) -> int:
    """One request over a connection that is kept open where the server lets us."""
    connection.request("GET", url, headers={"Cookie": f"sessionid={cookie}"})
    response = connection.getresponse()
    response.read()
    return response.status


def load(port: int, facts: dict[str, Any], seconds: float) -> float:
    """How many requests a second four clients get answered."""
    until = time.monotonic() + seconds
    done = [0] * CLIENTS
    wrong: list[int] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            status = fetch(connection, facts["url"], facts["cookie"])
            if status != facts["status"]:
                wrong.append(status)
            done[number] += 1
        connection.close()

    began = time.monotonic()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{facts['page']} answered {wrong[0]} over HTTP, not {facts['status']}.")
    return sum(done) / (time.monotonic() - began)


# --- The table --------------------------------------------------------------------------------


def print_table(results: list[Result], options: argparse.Namespace) -> None:
    """Every page and person, what was measured, and what falls short of the limits."""
    print()
    print(
        f"{'page':<17}{'as':<20}{'ms':>7}{'best':>7}{'queries':>9}{'(all)':>7}{'floor':>8}"
        f"{'ratio':>7}{'growth':>8}{'req/s':>8}{'kB':>6}"
    )
    short = 0
    for result in results:
        facts = result.facts
        missed = result.missed
        short += bool(missed)
        remark = f"  falls short: {', '.join(missed)}" if missed else ""
        if facts["status"] not in (200, 302):
            remark = f"  answers {facts['status']}, as the rules ask{remark}"
        for problem in facts["differs"]:
            remark += f"  [{problem}]"
        floor = f"{median(result.floor):8.1f}" if result.floor else f"{'-':>8}"
        print(
            f"{facts['page']:<17}{facts['role']:<20}{result.ms:7.1f}{min(result.page):7.1f}{facts['queries']:>9}"
            f"{facts['statements']:>7}{floor}{number(result.ratio):>7}"
            f"{number(result.growth):>8}{result.per_second:8.0f}{facts['bytes'] / 1024:6.0f}"
            f"{remark}"
        )
    print()
    print(
        f"{len(results) - short} of {len(results)} keep every limit: at most {MOST_QUERIES} queries"
        f' (set_config and reading the session counted; "all" also counts BEGIN and COMMIT),'
        f" {MOST_RATIO} times the floor ({MOST_DASHBOARD_RATIO} for dashboards), growth"
        f" {MOST_GROWTH},"
    )
    print(
        f"{MOST_MS:.0f} ms in the median for {', '.join(TIMED)}."
        f" Medians of {options.runs} runs, in an order of chance, after {WARM_UP} to warm up;"
        f" req/s: gunicorn, {GUNICORN_WORKERS} workers, {CLIENTS} clients."
    )


def number(value: float | None) -> str:
    """A number of the table, or a dash."""
    return f"{value:.2f}" if value is not None else "-"
