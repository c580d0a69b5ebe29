"""Longer texts of people (an MoU, an order) as Markdown, turned into HTML that cannot do harm.

Raw HTML is shown as it was typed, pictures are not drawn, and a link leads to http, https or
mailto only. What comes out holds headings, paragraphs, lists, tables, emphasis and links.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# A text stands inside a page that has its own title and headings.
_DEEPER = 2
_LEAST_HEADING = 6


class _Renderer(MarkdownIt):
    """Markdown as we take it; only these addresses become links."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  (the package's name)
        return bool(_SAFE_ADDRESS.match(url))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = _Renderer("commonmark", {"html": False, "linkify": False, "breaks": True})
    reader.enable("table").disable("image")
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    return reader


def render(text: str) -> SafeString:
    """The text as HTML; safe whatever was written. Headings begin at the third level."""
    return mark_safe(_markdown().render(text))  # noqa: S308  (html is off, links are checked)


def _link(self: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
    tokens[number].attrSet("rel", "noopener nofollow")
    return str(self.renderToken(tokens, number, options, env))


def _heading(self: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
    token = tokens[number]
    token.tag = f"h{min(int(token.tag[1:]) + _DEEPER, _LEAST_HEADING)}"
    return str(self.renderToken(tokens, number, options, env))
