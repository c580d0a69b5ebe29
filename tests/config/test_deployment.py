"""The production shape in docker-compose.yml keeps its promises."""

import re
import subprocess

import pytest
import yaml

from config.settings.base import BASE_DIR

TEXT = (BASE_DIR / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]


def test_the_services():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "database", "valkey", "caddy"}
    assert SERVICES["database"]["image"] == "postgres:18"


def test_every_lasting_service_has_a_health_check():
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {
        "migrate"
    }


def test_the_site_waits_for_the_migrations():
    for name in ("web", "worker", "beat"):
        condition = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_only_migrations_know_the_owner():
    knows = {
        name
        for name, service in SERVICES.items()
        if "DATABASE_OWNER_URL" in service.get("environment", {})
    }
    assert knows == {"migrate"}


def test_no_secret_has_a_default():
    for name in re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)", TEXT):
        assert re.search(rf"\$\{{{name}:\?", TEXT), f"{name} may be left out"
        assert not re.search(rf"\$\{{{name}:?-", TEXT), f"{name} has a default"


def test_every_variable_is_in_the_example_and_empty_there():
    example = (BASE_DIR / ".env.example").read_text()
    for name in set(re.findall(r"(?<!\$)\$\{(\w+):\?", TEXT)):
        assert re.search(rf"^{name}=$", example, re.MULTILINE), name


def test_database_and_broker_are_not_published():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"caddy"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["database"]["networks"] == ["inside"]
    assert SERVICES["valkey"]["networks"] == ["inside"]


def test_the_image_does_not_run_as_root():
    lines = (BASE_DIR / "Dockerfile").read_text().splitlines()
    assert "USER atip" in lines


@pytest.mark.parametrize(
    "script",
    [
        ".ci/run",
        "deploy/init-database.sh",
        "deploy/release.sh",
        "tools/browser.sh",
        "tools/check.sh",
    ],
)
def test_scripts_can_be_read_by_their_shell(script):
    path = BASE_DIR / script
    shell = path.read_text().splitlines()[0].split()[-1].rpartition("/")[2]
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0
    assert path.stat().st_mode & 0o100
