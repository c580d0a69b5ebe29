"""Production starts with whole and strong settings, and with nothing less."""

import os
import subprocess
import sys

import pytest

from config.settings.base import BASE_DIR

LONG = "k3Jx8vQz1LmWn7RtYb5PdHs9GfCa2UeX4oIiZwTqNrMjBvKyLpDgSh6F0E"
GOOD = {
    "SECRET_KEY": LONG,
    "ALLOWED_HOSTS": "plans.go.th",
    "CSRF_TRUSTED_ORIGINS": "https://plans.go.th",
    "SITE_URL": "https://plans.go.th",
    "DATABASE_URL": "postgresql://atip_web:k3Jx8vQz1LmWn7RtYb5P@db/atip",
    "DATABASE_OWNER_URL": "postgresql://atip_owner:Hs9GfCa2UeX4oIiZwTqN@db/atip",
    "REDIS_URL": "redis://:rMjBvKyLpDgSh6F0Ek3J@valkey:6379/0",
    "EMAIL_URL": "smtp://mail:8vQz1LmWn7RtYb5PdHs9@mail.go.th:587",
    "DEFAULT_FROM_EMAIL": "plans@plans.go.th",
    "PAPERS_ROOT": "/srv/papers",
}


def load(changes: dict[str, str | None], show: str = "''") -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own; None takes a variable away."""
    environment = {k: v for k, v in (GOOD | changes).items() if v is not None}
    program = f"from config.settings import production as s; print({show})"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_whole_settings_start():
    result = load({}, "s.SESSION_COOKIE_SECURE, s.SECOND_FACTOR_REQUIRED, s.DEBUG, s.DATABASE_ROLE")
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "True True False web"


def test_the_site_uses_the_web_role_and_migrations_the_owner():
    assert load({}, "s.DATABASES['default']['USER']").stdout.strip() == "atip_web"
    owner = load({"DATABASE_ROLE": "owner"}, "s.DATABASES['default']['USER']")
    assert owner.stdout.strip() == "atip_owner"


def test_the_site_itself_needs_no_owner_address():
    assert load({"DATABASE_OWNER_URL": None}).returncode == 0
    refused = load({"DATABASE_OWNER_URL": None, "DATABASE_ROLE": "owner"})
    assert "DATABASE_OWNER_URL is not set" in refused.stderr


@pytest.mark.parametrize(
    "name",
    [name for name in GOOD if name != "DATABASE_OWNER_URL"],
)
def test_a_missing_setting_is_named(name):
    result = load({name: None})
    assert result.returncode != 0
    assert f"{name} is not set" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-" + LONG),
        ("SECRET_KEY", "change-me-" + LONG),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "plans.go.th, *"),
        ("CSRF_TRUSTED_ORIGINS", "http://plans.go.th"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.go.th"),
        ("SITE_URL", "http://plans.go.th"),
        ("SITE_URL", "plans.go.th"),
        ("DATABASE_URL", "mysql://a:b@c/d"),
        ("DATABASE_URL", "postgresql://atip_web@db/atip"),
        ("DATABASE_URL", "postgresql://atip_web:password@db/atip"),
        ("DATABASE_URL", "postgresql://postgres:k3Jx8vQz1LmWn7RtYb5P@db/atip"),
        ("DATABASE_URL", "postgresql://atip_owner:k3Jx8vQz1LmWn7RtYb5P@db/atip"),
        ("REDIS_URL", "redis://valkey:6379/0"),
        ("REDIS_URL", "redis://:password@valkey:6379/0"),
        ("REDIS_URL", "amqp://valkey"),
        ("EMAIL_URL", "console://"),
        ("EMAIL_URL", "mail.go.th"),
        ("DEFAULT_FROM_EMAIL", "plans"),
        ("PAPERS_ROOT", "papers"),
        ("DEBUG", "1"),
        ("SECOND_FACTOR_REQUIRED", "perhaps"),
        ("DATABASE_ROLE", "postgres"),
    ],
)
def test_a_weak_setting_is_named(name, value):
    result = load({name: value})
    assert result.returncode != 0
    assert name in result.stderr.strip().rpartition("ImproperlyConfigured")[2]


def test_every_problem_is_said_at_once():
    result = load({"SECRET_KEY": None, "REDIS_URL": None})
    assert "SECRET_KEY is not set" in result.stderr
    assert "REDIS_URL is not set" in result.stderr


def test_secrets_are_not_repeated():
    result = load({"DATABASE_URL": "postgresql://atip_web:hunter2@db/atip"})
    assert result.returncode != 0
    assert "hunter2" not in result.stderr


def test_djangos_own_deployment_check_has_nothing_to_say():
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "HSTS_INCLUDE_SUBDOMAINS": "1",
            **GOOD,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


S3 = {
    "PAPERS_ROOT": None,
    "PAPERS_S3_BUCKET": "papers",
    "PAPERS_S3_ENDPOINT": "https://s3.go.th",
    "PAPERS_S3_KEY": "key",
    "PAPERS_S3_SECRET": "secret",
}


def test_papers_lie_in_a_bucket_where_one_is_set_and_stay_private():
    show = "s.STORAGES['papers']['BACKEND'], s.STORAGES['papers']['OPTIONS']['default_acl']"
    result = load(S3, show)
    assert result.stdout.strip() == "storages.backends.s3.S3Storage private", result.stderr
    asked = (
        "__import__('django').setup(), __import__('committees.papers').papers.storage().bucket_name"
    )
    assert (
        "'papers'"
        in load(S3 | {"DJANGO_SETTINGS_MODULE": "config.settings.production"}, f"({asked})").stdout
    )


@pytest.mark.parametrize("name", [name for name in S3 if name != "PAPERS_ROOT"])
def test_half_a_bucket_is_refused_by_name(name):
    result = load(S3 | {name: None})
    assert result.returncode != 0
    assert f"{name} is not set" in result.stderr


def test_a_bucket_over_an_open_line_is_refused():
    assert "https://" in load(S3 | {"PAPERS_S3_ENDPOINT": "http://s3.go.th"}).stderr
