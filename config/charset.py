"""Refuse what says it is written in anything but UTF-8.

Nothing of ours sends it. Python knows many codecs, some of which fail in ways of their own, before
Django can answer with a page, or make text that no page can show; so this stands before Django.
"""

import codecs
from collections.abc import Iterable
from email.message import Message
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

ANSWER = b"This request is not in UTF-8.\n"


def only_utf8(application: WSGIApplication) -> WSGIApplication:
    """The application behind an answer of 400 to every other charset."""

    def guarded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if is_utf8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(ANSWER)))]
        start_response("400 Bad Request", headers)
        return [ANSWER]

    return guarded


def is_utf8(content_type: str) -> bool:
    """Whether a content type names no charset, UTF-8, or one that nobody knows and so ignores."""
    header = Message()
    header["Content-Type"] = content_type
    named = header.get_content_charset()
    try:
        return not named or codecs.lookup(named).name == "utf-8"
    except (LookupError, ValueError):
        return True
