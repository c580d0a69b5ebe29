"""What people write as Markdown comes out as harmless HTML."""

from __future__ import annotations

import re

import pytest

from committees.markdown import blocks, render

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <b onclick=alert(1)>bold</b>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example/)",
    "[x](/sign-out/)",
    "[x]( javascript:alert(1) )",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    '[x](https://ok.example "a\\" onmouseover=alert(1) b=\\"")',
    "![x](https://tracker.example/p.png)",
    "![x](javascript:alert(1))",
    "<!-- --><svg/onload=alert(1)>",
    "```html\n<script>alert(1)</script>\n```",
    "| a |\n|---|\n| <script>alert(1)</script> |",
]
TAGS = {"p", "a", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "br", "em", "strong"}


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_written_becomes_anything_but_harmless_elements(text: str) -> None:
    html = str(render(text))
    for tag, rest in re.findall(r"</?([a-zA-Z0-9!-]+)((?:\"[^\"]*\"|[^>\"])*)>", html):
        assert tag in TAGS, html
        names = re.findall(r"([a-z-]+)=\"", re.sub(r"\"[^\"]*\"", '""', rest))
        assert set(names) <= {"href", "rel", "title", "class"}, html
    for address in re.findall(r"href=\"([^\"]*)\"", html):
        assert address.startswith(("http://", "https://", "mailto:")), html


def test_a_safe_link_opens_without_handing_over_our_page() -> None:
    html = render("[the law](https://example.org/act)")
    assert 'href="https://example.org/act"' in html
    assert 'rel="noopener nofollow"' in html


def test_headings_stand_below_those_of_the_page() -> None:
    assert "<h3>One</h3>" in render("# One")
    assert "<h6>Six</h6>" in render("###### Six")


def test_thai_lists_and_emphasis_come_out_whole() -> None:
    html = render("1. เป็นช่องทางสื่อสาร\n2. ประสาน**ความร่วมมือ**")
    assert html.count("<li>") == 2
    assert "<strong>ความร่วมมือ</strong>" in html


def test_a_single_line_break_is_kept() -> None:
    assert "<br" in render("line one\nline two")


@pytest.mark.parametrize("text", ["", "\0", "*" * 5000, "[" * 5000, "> " * 500, "\u202e"])
def test_odd_input_does_not_break_it(text: str) -> None:
    assert isinstance(str(render(text)), str)


def test_papers_get_the_text_in_pieces_without_markup() -> None:
    found = blocks(
        "# หัวข้อ\n\nย่อหน้า **หนา** [ที่](https://x.example)\n\n"
        "3. หนึ่ง\n4. สอง\n   - ย่อย\n\n<b>x</b>\n\n    code"
    )
    assert [(b.kind, b.mark, b.depth, b.text) for b in found] == [
        ("heading", "", 0, "หัวข้อ"),
        ("paragraph", "", 0, "ย่อหน้า หนา ที่"),
        ("item", "3.", 1, "หนึ่ง"),
        ("item", "4.", 1, "สอง"),
        ("item", "•", 2, "ย่อย"),
        ("paragraph", "", 0, "<b>x</b>"),
        ("paragraph", "", 0, "code"),
    ]
