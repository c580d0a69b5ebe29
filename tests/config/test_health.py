"""What a load balancer asks, and what it gets while a piece is away."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from config import checks, health


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "10.1.2.3"})


def test_alive_without_a_database(client):
    # No database mark: a query here would fail the test.
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"process": "ok"}


@pytest.mark.django_db
def test_ready(client):
    answer = client.get("/readyz")
    assert answer.json() == {"database": "ok", "broker": "ok"}
    assert answer.status_code == 200


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away(cursor):
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "role_problem", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "migrations missing"


@pytest.mark.django_db
def test_not_ready_while_the_broker_is_away(client, settings, broker):
    settings.CELERY_BROKER_URL = broker.url()
    assert client.get("/readyz").status_code == 200
    broker.stop()
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "unreachable"


@pytest.mark.django_db
def test_a_process_that_runs_as_the_owner_does_not_serve(settings):
    with connection.cursor() as cursor:
        settings.DATABASE_ROLE = "web"  # the connection is the owner's all the same
        assert "owns tables" in checks.role_problem(cursor)
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_WEB_ROLE}")
        assert checks.role_problem(cursor) == ""
        cursor.execute("RESET ROLE")
        settings.DATABASE_ROLE = "owner"
        settings.ROW_SECURITY_SET_ROLE = None
        assert "owner" in checks.role_problem(cursor)


@pytest.mark.django_db
def test_the_system_check_says_so(settings):
    settings.DATABASE_ROLE = "web"
    (error,) = checks.check_web_role(None, databases=["default"])
    assert error.id == "atip.E001"
    with pytest.raises(checks.ImproperlyConfigured, match="DATABASE_URL"):
        checks.refuse_unsafe_role()
