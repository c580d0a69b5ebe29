"""Longer texts of people (an MoU, an order) as Markdown, turned into HTML that cannot do harm.

Raw HTML is shown as it was typed, pictures are not drawn, and a link leads to http, https or
mailto only. What comes out holds headings, paragraphs, lists, tables, emphasis and links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# A text stands inside a page that has its own title and headings.
_DEEPER = 2
_LEAST_HEADING = 6
_LISTS = ("ordered_list_open", "bullet_list_open")


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


@dataclass(frozen=True)
class Block:
    """A piece of a text for papers: a heading, a paragraph or an item of a list.

    `mark` is the item's number, or '•'; `depth` counts lists inside each other from 1.
    """

    kind: Literal["heading", "paragraph", "item"]
    text: str
    mark: str = ""
    depth: int = 0


def blocks(text: str) -> list[Block]:
    """The text in pieces without any markup, for papers that are not HTML."""
    found: list[Block] = []
    lists: list[int] = []
    mark, heading = "", False
    for token in _markdown().parse(text):
        if token.type in _LISTS:
            # 0 counts nothing: the items have a point each.
            ordered = token.type == "ordered_list_open"
            lists.append(int(token.attrGet("start") or 1) if ordered else 0)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = f"{lists[-1]}." if lists[-1] else "•"
            lists[-1] += bool(lists[-1])
        elif token.type.startswith("heading_"):
            heading = token.type == "heading_open"
        elif token.type in ("inline", "fence", "code_block"):
            found.append(_block(_plain(token), mark, len(lists), heading=heading))
            mark = ""
    return found


def _block(words: str, mark: str, depth: int, *, heading: bool) -> Block:
    if heading:
        return Block("heading", words)
    return Block("item", words, mark, depth) if depth else Block("paragraph", words)


def _plain(inline: Any) -> str:
    if not inline.children:
        return str(inline.content).strip("\n")
    pieces = []
    for child in inline.children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        else:
            pieces.append(child.content)
    return "".join(pieces)
