"""Size of a body, life of a session, and headers on every answer."""

import time

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config import middleware
from config.cache import ForgivingRedisCache


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("application/x-www-form-urlencoded", 10_000_000),
        ("application/x-www-form-urlencoded", 3_000_000),
        ("multipart/form-data; boundary=b", 13_000_000),
        ("text/plain", 10_000_000),
    ],
)
def test_a_body_too_large_gets_a_page(kind, size):
    answer = Client().post("/account/login/", data=b"a" * size, content_type=kind)
    assert answer.status_code == 413
    assert b"<h1>" in answer.content
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_session_cookie_that_is_no_key_is_no_session():
    cookie = f'{django_settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaaaaa"'
    answer = Client().get("/account/login/", headers={"Cookie": cookie})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_headers_of_a_page():
    answer = Client().get("/account/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"]
    cookie = answer.cookies[django_settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def pass_through(session: SessionStore) -> None:
    request = RequestFactory().get("/")
    request.session = session
    middleware.SessionEndMiddleware(lambda _request: HttpResponse())(request)


def signed_in(began: float, seen: float) -> SessionStore:
    session = SessionStore()
    session.update({"_auth_user_id": "1", "began": int(began), "seen": int(seen)})
    session.save()
    return session


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("began_ago", "seen_ago", "alive"),
    [
        (0, 0, True),
        (11 * 3600, 30, True),
        (11 * 3600, 3 * 3600, False),  # left alone too long
        (13 * 3600, 30, False),  # in use, but since yesterday
    ],
)
def test_sessions_end(began_ago, seen_ago, alive):
    now = time.time()
    session = signed_in(now - began_ago, now - seen_ago)
    pass_through(session)
    assert ("_auth_user_id" in session) is alive


@pytest.mark.django_db
def test_use_keeps_a_session_and_costs_a_write_a_minute_at_most():
    now = time.time()
    busy = signed_in(now - 600, now - 10)
    busy.modified = False
    pass_through(busy)
    assert not busy.modified
    idle = signed_in(now - 600, now - 120)
    pass_through(idle)
    assert idle["seen"] >= int(now)


@pytest.mark.django_db
def test_a_visitor_gets_no_session():
    session = SessionStore()
    pass_through(session)
    assert not session.modified


def test_a_cache_that_is_away_is_an_empty_one():
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    assert cache.get("a") is None
    assert cache.get("a", 7) == 7
    assert cache.get("a", default=7) == 7
    assert cache.get_many(["a"]) == {}
    assert cache.set("a", 1) is None
    assert cache.add("a", 1) is True
    assert cache.incr("a") == 1
    assert cache.delete("a") is False
    assert cache.touch("a") is False
    assert "a" not in cache
