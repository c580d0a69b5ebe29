"""What no template may hold, for the content security policy and against forged forms."""

import re
from pathlib import Path

import pytest

from config.settings.base import BASE_DIR

TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
SCRIPT = re.compile(r"<script\b(?P<rest>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
DATA = 'type="application/json"'  # not run by a browser
FORM = re.compile(r"<form\b(?P<rest>[^>]*)>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)
# One tag's attribute names; values are taken out first.
VALUES = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
HANDLER = re.compile(r"(?<![\w-])on[a-z]+\b(?=\s*=)", re.IGNORECASE)


def name_of(path: Path) -> str:
    return str(path.relative_to(BASE_DIR / "templates"))


def problems(text: str) -> list[str]:
    text = COMMENT.sub("", text)
    found = []
    for tag in TAG.finditer(text):
        rest = tag["rest"]
        if re.search(r"(?<![\w-])style\s*=", VALUES.sub("=", rest)):
            found.append(f"style= in <{tag['name']}>")
        if HANDLER.search(VALUES.sub("=", rest)):
            found.append(f"on...= in <{tag['name']}>")
        if re.search(r"javascript:", rest, re.IGNORECASE):
            found.append(f"javascript: in <{tag['name']}>")
    if re.search(r"<style\b", text, re.IGNORECASE):
        found.append("<style>")
    if any(
        script["body"].strip() and DATA not in script["rest"] for script in SCRIPT.finditer(text)
    ):
        found.append("script with its text inside")
    for form in FORM.finditer(text):
        posts = re.search(r"method\s*=\s*[\"']?post", form["rest"], re.IGNORECASE)
        if posts and "csrf_token" not in form["body"]:
            found.append("<form method=post> without csrf_token")
    if re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", text):
        found.append("text that is not escaped")
    return found


# template -> what may stand there, and why.
ALLOWED: dict[str, tuple[set[str], str]] = {
    "bootstrap5/field.html": ({"text that is not escaped"}, "help texts, which are all our own"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_the_policy_refuses(path):
    allowed = ALLOWED.get(name_of(path), (set(), ""))[0]
    assert set(problems(path.read_text(encoding="utf-8"))) == allowed


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<p style="color: red">', "style= in <p>"),
        ('<a href="#" onclick="go()">', "on...= in <a>"),
        ("<script>go()</script>", "script with its text inside"),
        ('<form method="post"><button></button></form>', "<form method=post> without csrf_token"),
        ('<a href="javascript:go()">', "javascript: in <a>"),
        ("{{ words|safe }}", "text that is not escaped"),
    ],
)
def test_the_guard_sees_what_it_looks_for(text, problem):
    assert problem in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p class="style" data-on="1" title="style=1">',
        '<script src="/static/x.js" defer></script>',
        '<form method="post">{% csrf_token %}</form>',
        '<form method="get"></form>',
        "{# <p style='x'> #}",
    ],
)
def test_the_guard_lets_the_rest_pass(text):
    assert not problems(text)


def test_no_static_file_of_ours_puts_styles_or_handlers_into_the_page():
    """Scripts of ours set classes; the policy would refuse a style or handler set as text."""
    found = [
        path.name
        for path in sorted((BASE_DIR / "static" / "js").glob("*.js"))
        if re.search(
            r"\binnerHTML\s*=|\beval\(|new Function|setAttribute\(\s*[\"'](style|on\w+)",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not found
