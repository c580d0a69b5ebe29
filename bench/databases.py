"""The databases of the bench: their own, beside the site's, and used again while they fit."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from committees.calendar import quarter, today
from config import embedded

HERE = Path(__file__).parent
NAMES = {"full": "atip_bench", "tenth": "atip_bench_tenth"}


def address(url: str, scale: str) -> str:
    """The address of the bench's database on the server of this address."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{NAMES[scale]}"))


def environment(scale: str, role: str) -> dict[str, str]:
    """What a process needs to work on the bench's database and on no other."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATABASE_URL": address(os.environ["DATABASE_URL"], scale),
        "DATABASE_OWNER_URL": address(os.environ["DATABASE_OWNER_URL"], scale),
        "DATABASE_ROLE": role,
        "KEY_PREFIX": f"bench-{scale}",
        "SECRET_KEY": "only-for-the-bench",
        "SECOND_FACTOR_REQUIRED": "1",
        "DEBUG": "0",
    }


def floor_address(scale: str) -> str:
    """Whom the hand-written SQL runs as: somebody no row policy binds, where we know of one.

    On a server of somebody else's it is the owner, whom the policies let through after a look.
    """
    url = os.environ["DATABASE_OWNER_URL"]
    servers = embedded.servers("run")
    if servers.use is None or urlsplit(url).port != servers.postgres.port():
        return address(url, scale)
    password = servers.secrets()["superuser"]
    host = f"{embedded.SUPERUSER}:{password}@127.0.0.1:{servers.postgres.port()}"
    return f"postgresql://{host}/{NAMES[scale]}"


def stamp() -> str:
    """What a loaded database must have been made from to be used again."""
    made = hashlib.sha256()
    for name in ("world.py", "volume.py", "activities.py", "load.py"):
        made.update((HERE / name).read_bytes())
    return f"{made.hexdigest()[:16]} {quarter(today()).label('en')}"


def ready(scale: str) -> None:
    """See that the database of this scale is there, filled, and up to date."""
    if stamped(scale) == stamp():
        run(["manage.py", "migrate", "--verbosity=0"], scale)
        print(f"{NAMES[scale]}: loaded before, used again.")
        return
    print(f"{NAMES[scale]}: loading ...", flush=True)
    began = time.monotonic()
    recreate(scale)
    run(["-m", "bench.load", scale], scale)
    with embedded.cursor(address(os.environ["DATABASE_OWNER_URL"], scale)) as cursor:
        cursor.execute("CREATE TABLE bench_stamp AS SELECT %s::text AS stamp", [stamp()])
    print(f"{NAMES[scale]}: loaded in {time.monotonic() - began:.0f} s.", flush=True)


COUNTED = {
    "committees": "committees_committee",
    "people": "accounts_user",
    "seats": "members_seat",
    "quarterly plans": "actionplans_quarterplan",
    "plan lines": "actionplans_planline",
    "frozen lines": "actionplans_roundline",
    "activities": "actionplans_activity",
    "reports": "actionplans_report",
    "audit events": "committees_auditevent",
}


def contents(scale: str) -> str:
    """How much there is in the database of this scale."""
    with embedded.cursor(floor_address(scale)) as cursor:
        cursor.execute("SET app.maintenance = 'on'")
        counts = []
        for name, table in COUNTED.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(f"{cursor.fetchone()[0]:,} {name}")
    return f"{NAMES[scale]}: {', '.join(counts)}"


def run(arguments: list[str], scale: str) -> None:
    """Run a piece of ours as the owner of the bench's database."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environment(scale, "owner"), cwd=embedded.BASE_DIR, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed; see above.")


def stamped(scale: str) -> str:
    """The stamp of the database, or ''."""
    try:
        with embedded.cursor(address(os.environ["DATABASE_OWNER_URL"], scale)) as cursor:
            cursor.execute("SELECT to_regclass('bench_stamp') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return ""
            cursor.execute("SELECT stamp FROM bench_stamp")
            return str(cursor.fetchone()[0])
    except psycopg2.OperationalError:
        return ""


def recreate(scale: str) -> None:
    """Throw the old database of this scale away and make an empty one."""
    name = sql.Identifier(NAMES[scale])
    try:
        with embedded.cursor(os.environ["DATABASE_OWNER_URL"]) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    except psycopg2.errors.InsufficientPrivilege as error:
        raise SystemExit(
            "The bench makes databases of its own: give the owner of DATABASE_OWNER_URL the right"
            " to (ALTER ROLE ... CREATEDB), or unset DATABASE_URL to use a server of our own."
        ) from error
