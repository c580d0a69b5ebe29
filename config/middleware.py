"""Small things every request passes: how big, how long signed in, never kept by a browser."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

GetResponse = Callable[[HttpRequest], HttpResponse]
DRAIN_AT_MOST = 64 * 1024 * 1024
REFRESH_SECONDS = 60


class BodyLimitMiddleware:
    """Answer a body that is too large with 413 and a page, before anything reads it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        with_files = request.content_type == "multipart/form-data"
        limit = settings.REQUEST_BODY_LIMIT if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdecimal() or int(length) <= limit:
            return self.get_response(request)
        drain(request, int(length))
        return HttpResponse(render_to_string("413.html"), status=413)


def drain(request: HttpRequest, length: int) -> None:
    """Read the body and forget it: a browser shows the answer only once it has sent everything."""
    left = min(length, DRAIN_AT_MOST)
    while left > 0 and (chunk := request.read(min(left, 1024 * 1024))):
        left -= len(chunk)


class NoStoreMiddleware:
    """Keep pages out of the browser's cache: offices share computers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SessionEndMiddleware:
    """End a session that lay idle, or that is older than a working day however busy it was."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key and not session.session_key.isalnum():
            # No key of ours, and with NUL in it one the database would not even look for.
            session = request.session = type(session)()
        # Reading the key costs nothing; a visitor without a cookie gets no session from this.
        if session.session_key and session.get("_auth_user_id"):
            now = int(time.time())
            began = session.setdefault("began", now)
            seen = session.get("seen", now)
            if (
                now - began > settings.SESSION_COOKIE_AGE
                or now - seen > settings.SESSION_IDLE_SECONDS
            ):
                session.flush()
            elif "seen" not in session or now - seen >= REFRESH_SECONDS:
                session["seen"] = now
        return self.get_response(request)
