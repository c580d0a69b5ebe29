"""The servers of a development machine survive what happens to such machines."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from config import embedded, supervisor
from config.settings.base import BASE_DIR

SECRET = {name: f"only-for-tests-{name}" for name in ("superuser", "atip_owner", "atip_web")}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder inside the project, where PostgreSQL's own account can reach it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    path = BASE_DIR / "var" / "test" / f"embedded-{os.getpid()}-{worker}"
    path.mkdir(parents=True)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def postgres(folder: Path) -> Iterator[embedded.Postgres]:
    server = embedded.Postgres(folder, SECRET, fast=False)
    yield server
    server.stop()


def ask(server: embedded.Postgres, user: str, query: str) -> object:
    with embedded.cursor(server.url(user)) as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def test_the_roles_are_what_the_rights_are_built_on(postgres):
    postgres.start()
    role = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert ask(postgres, "atip_owner", role) == (False, False, False)
    assert ask(postgres, "atip_web", role) == (False, False, False)
    create = "SELECT has_schema_privilege('public', 'CREATE')"
    assert ask(postgres, "atip_owner", create) == (True,)
    assert ask(postgres, "atip_web", create) == (False,)
    (version,) = ask(postgres, "atip_web", "SHOW server_version_num")
    assert int(version) // 10000 == 18
    # Thai words have trigrams only where the locale knows Thai letters.
    assert ask(postgres, "atip_web", "SELECT 'แมสาย' ~ '^\\w+$'") == (True,)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(postgres.url("atip_web").replace("only-for-tests", "wrong"))


def test_a_killed_server_starts_again_with_its_data(postgres):
    postgres.start()
    with embedded.cursor(postgres.url("atip_owner")) as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
    killed = postgres.process()
    killed.kill()
    killed.wait(10)
    assert (postgres.data / "postmaster.pid").exists()
    postgres.start()
    assert ask(postgres, "atip_owner", "SELECT one FROM kept") == (1,)


def test_a_pid_file_that_names_another_program_is_no_obstacle(postgres):
    postgres.start()
    lines = postgres.pid_file()
    postgres.stop()
    lines[0] = str(os.getpid())
    (postgres.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert postgres.process() is None
    postgres.start()
    assert ask(postgres, "atip_web", "SELECT 1") == (1,)


def test_starting_twice_is_starting_once(postgres):
    postgres.start()
    first = postgres.process().pid
    postgres.start()
    assert postgres.process().pid == first


def test_a_server_reached_by_another_path_is_the_same_server(postgres, folder):
    postgres.start()
    other = folder.with_name(f"{folder.name}-link")
    other.symlink_to(folder)
    try:
        again = embedded.Postgres(other, SECRET, fast=False)
        again.start()
        assert again.process().pid == postgres.process().pid
        assert ask(again, "atip_web", "SELECT 1") == (1,)
    finally:
        other.unlink()


def test_an_interrupted_first_start_is_made_good(postgres):
    postgres.data.mkdir()
    (postgres.data / "half").touch()
    postgres.start()
    assert ask(postgres, "atip_web", "SELECT 1") == (1,)


def test_valkey_keeps_its_queue_through_a_kill(broker, tmp_path):
    import redis

    with redis.Redis.from_url(broker.url()) as client:
        client.rpush("queue", "one")
    time.sleep(1.2)  # it writes to disk each second
    killed = broker.process()
    killed.kill()
    killed.wait(10)
    assert not broker.running()
    broker.start()
    with redis.Redis.from_url(broker.url()) as client:
        assert client.lrange("queue", 0, -1) == [b"one"]


def test_valkey_is_not_mistaken_for_another_program(broker):
    process = broker.process()
    broker.state.write_text(json.dumps({"pid": os.getpid(), "port": 1}))
    assert broker.process() is None
    process.terminate()
    process.wait(10)


def test_without_the_package_a_server_on_the_path_serves(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(embedded.MissingError, match="install valkey-server or redis-server"):
        embedded.valkey_program()
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert embedded.valkey_program() == str(program)


def test_without_postgresql_one_sentence(monkeypatch):
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(embedded.MissingError, match="run `make`, or set DATABASE_URL"):
        embedded.binaries()


def test_the_last_to_leave_stops_the_servers():
    program = (
        "import os, sys; from config import embedded;"
        "os.environ.pop('DATABASE_URL', None); os.environ.pop('REDIS_URL', None);"
        "embedded.ensure(sys.argv[1]); print('up', flush=True); sys.stdin.read()"
    )
    name = f"shared-{os.getpid()}"
    command = [sys.executable, "-c", program, name]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": BASE_DIR}
    try:
        first = subprocess.Popen(command, **pipes)
        assert first.stdout.readline() == "up\n"
        second = subprocess.Popen(command, **pipes)
        assert second.stdout.readline() == "up\n"
        postgres = embedded.servers(name).postgres
        server = postgres.process()
        first.communicate()
        assert server.is_running()
        second.communicate()
        with pytest.raises(psutil.NoSuchProcess):
            psutil.Process(server.pid)
    finally:
        shutil.rmtree(BASE_DIR / "var" / name)


# --- make run ---------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1", "๘๐๐๐x"])
def test_an_odd_port_gets_a_sentence(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(embedded.MissingError, match="PORT must be a number"):
        supervisor.chosen_port()


def test_a_taken_port_is_noticed():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert not supervisor.port_is_free(other.getsockname()[1])
    assert supervisor.port_is_free(embedded.free_port())


def test_what_a_killed_run_left_is_stopped_and_nothing_else(tmp_path, monkeypatch):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        born = psutil.Process(left.pid).create_time()
        children = tmp_path / "processes"
        children.write_text(f"{left.pid} {born}\n{other.pid} 12345.0\nodd line\n999999999 1.0\n")
        monkeypatch.setattr(supervisor, "CHILDREN", children)
        supervisor.stop_leftovers()
        assert not psutil.pid_exists(left.pid)
        assert other.poll() is None
        assert not children.exists()
    finally:
        left.kill()
        other.kill()
        other.wait()
