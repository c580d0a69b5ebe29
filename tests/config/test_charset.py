"""What says it is not in UTF-8 is refused before Django reads it."""

from typing import Any

import pytest

from config.charset import is_utf8, only_utf8


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/plain; charset=utf-8",
        'multipart/form-data; boundary=x; charset="UTF8"',
        "text/plain; charset=unheard-of",
        "text/plain; charset=\x00",
        "; charset",
    ],
)
def test_utf_8_and_nothing_said_pass(content_type: str) -> None:
    assert is_utf8(content_type)


@pytest.mark.parametrize(
    "charset", ["=idna", "=hex", "=unicode_escape", "=UTF-16", '="tis-620"', "*=utf-8''idna"]
)
def test_another_charset_is_answered_with_400(charset: str) -> None:
    said: list[Any] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        raise AssertionError("Django must not see it.")

    body = only_utf8(application)(
        {"CONTENT_TYPE": f"text/plain; charset{charset}"},
        lambda status, headers: said.append(status),
    )
    assert (said, list(body)) == (["400 Bad Request"], [b"This request is not in UTF-8.\n"])
