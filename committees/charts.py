"""Charts as SVG pictures: flat, in the colours of the tokens, in Sarabun, each beside its table.

A page shows `shown(chart, url)` through `_components/chart.html`; the address answers
`served(request, chart)`. Titles and tables are text of the page, so that a picture which does not
load takes nothing away. Pictures carry their own font, and neither script nor outside address.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement

import fontpkg_sarabun
import pygal
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pygal.etree import etree
from pygal.style import Style

from accounts.thai import clean_line

# pygal takes lxml where another package brought it; drawn the same way, pictures are the same.
etree.to_etree()

Kind = Literal["bar", "stacked", "line", "columns"]

# The tokens of static/css/tokens.css; a picture cannot read them there.
INK, MUTED, LINE, SURFACE = "#1c2430", "#5a6472", "#dcd8cf", "#ffffff"
# One after the other: primary, attention, good, neutral, bad, info.
COLOURS = ("#1d3f72", "#c08a2b", "#1f6b3d", "#858c97", "#a3262c", "#6f9cc7")
# From least to most, for scales: bad to good through a neutral middle.
SCALE = ("#a3262c", "#d9a08b", "#c9c4b8", "#8fb6a0", "#1f6b3d")

# The kinds whose labels stand side by side below.
STANDING = ("line", "columns")

WIDTH = 720
SHORT_NAME = 16  # letters, of which five names stand side by side below a chart
ROW = 40  # of a chart with lying bars
LONGEST_LABEL = 28  # letters; the table has the whole text
# What an embedded picture may load: nothing but the style and font inside it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


def plain(value: float | None) -> str:
    """A figure as charts and tables write it; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(value: float | None) -> str:
    """A share as whole per cent."""
    return "–" if value is None else f"{value:.0f} %"


@dataclass(frozen=True)
class Series:
    """One row of figures, one for each label; None leaves a gap."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `title` and `description` are for those who do not see it.

    `bar`: lying bars, one group a label; `stacked`: lying bars whose series add up; `line`: series
    over labels in their order; `columns`: standing bars whose series add up, for months in their
    order, the figures in the table alone. `most` is the end of the scale of figures, where one is
    meant; `marks` are shorter labels for the picture.
    """

    kind: Kind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    description: str = ""
    most: float | None = None
    marks: Sequence[str] = ()
    colours: Sequence[str] = COLOURS
    formatter: Callable[[float | None], str] = field(default=plain)


def svg(chart: Chart) -> bytes:
    """The chart as an SVG picture; the same chart gives the same bytes."""
    drawn = _KINDS[chart.kind](_config(chart))
    drawn.uuid = "c"
    # Lying bars are drawn from the bottom up; people read from the top down.
    step = 1 if chart.kind in STANDING else -1
    drawn.x_labels = [_label(text, LONGEST_LABEL) for text in chart.marks or chart.labels][::step]
    for series in chart.series:
        drawn.add(_label(series.label, LONGEST_LABEL), list(series.values)[::step])
    drawn.add_xml_filter(lambda root: _cleaned(root, chart))
    content: bytes = drawn.render()
    return content


def served(request: HttpRequest, chart: Chart) -> HttpResponse:
    """The picture as an answer of its own, which may do nothing but be looked at.

    Kept by the browser but asked for again each time, so that rights that ended end here too.
    """
    content = svg(chart)
    response = HttpResponse(content, content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def shown(chart: Chart, url: str, *, first: str = "", note: str = "") -> dict[str, Any]:
    """The context of `_components/chart.html`: the picture's address and size, and its table.

    `first` heads the column of labels; `note` stands below in small letters.
    """
    return {
        "title": chart.title,
        "url": url,
        "width": WIDTH,
        "height": _height(chart),
        "first": first,
        "headers": [series.label for series in chart.series],
        "rows": [
            (label, [chart.formatter(series.values[at]) for series in chart.series])
            for at, label in enumerate(chart.labels)
        ],
        "note": note,
    }


# --- How it looks -----------------------------------------------------------------------------

_KINDS = {
    "bar": pygal.HorizontalBar,
    "stacked": pygal.HorizontalStackedBar,
    "line": pygal.Line,
    "columns": pygal.StackedBar,
}


def _height(chart: Chart) -> int:
    if chart.kind in STANDING:
        return 340
    each = ROW if chart.kind == "stacked" else max(ROW, 26 * len(chart.series))
    return 36 + each * max(len(chart.labels), 1) + (34 if len(chart.series) > 1 else 0)


def _config(chart: Chart) -> Any:
    lying = chart.kind not in STANDING
    highest = [chart.most] if chart.most is not None else []
    return pygal.Config(
        style=_style(chart),
        css=("file://style.css", "file://graph.css", f"inline:{_CSS}"),
        js=(),
        width=WIDTH,
        height=_height(chart),
        explicit_size=True,
        show_legend=len(chart.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=_legend_columns(chart),
        legend_box_size=12,
        truncate_label=200,  # they are cut already, by what is seen of them
        truncate_legend=200,
        print_values=chart.kind != "columns",
        print_zeroes=chart.kind != "stacked",
        print_values_position="center" if chart.kind == "stacked" else "top",
        value_formatter=chart.formatter,
        show_x_guides=False,
        show_y_guides=not lying,
        show_x_labels=not lying,  # of lying bars these are the figures below
        range=(0, *highest) if highest else None,
        include_x_axis=True,
        margin=8,
        margin_right=_room_for_values(chart),
        spacing=10,
        rounded_bars=2 if chart.kind == "bar" else None,
        stroke_style={"width": 3},
        dots_size=4,
        pretty_print=False,
        disable_xml_declaration=False,
        no_data_text="",
    )


def _legend_columns(chart: Chart) -> int:
    """As many beside each other as their names leave room for."""
    longest = max((_seen(_label(series.label)) for series in chart.series), default=0)
    return min(len(chart.series), 5 if longest <= SHORT_NAME else 2)


def _room_for_values(chart: Chart) -> int:
    """What the longest figure behind a lying bar needs."""
    if chart.kind != "bar":
        return 32
    written = [chart.formatter(value) for series in chart.series for value in series.values]
    return 16 + 8 * max((len(text) for text in written), default=2)


def _seen(text: str) -> int:
    """How many letters are seen side by side: marks above and below take no room."""
    return sum(unicodedata.category(character) != "Mn" for character in text)


def _style(chart: Chart) -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=LINE,
        opacity="1",
        opacity_hover="1",
        transition="none",
        colors=tuple(chart.colours),
        font_family="Sarabun, sans-serif",
        label_font_size=15,
        major_label_font_size=15,
        value_font_size=15,
        legend_font_size=15,
        value_colors=tuple(_value_colour(colour, chart) for colour in chart.colours),
        guide_stroke_dasharray="none",
        major_guide_stroke_dasharray="none",
    )


def _value_colour(colour: str, chart: Chart) -> str:
    """Figures stand on the bars of a stack, and in ink beside everything else."""
    if chart.kind != "stacked":
        return INK
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return SURFACE if red * 299 + green * 587 + blue * 114 < 128_000 else INK


# Over the sheets of the package, whose rules begin with the chart's id.
_CSS = """
#chart-c text { font-family: Sarabun, sans-serif }
#chart-c .axis .line, #chart-c .axis .guide.line, #chart-c .axis .major.guide.line {
  stroke: #dcd8cf; stroke-width: 1 }
#chart-c .axis.y .major.line { stroke: #dcd8cf }
#chart-c .axis text, #chart-c .axis text.major { fill: #1c2430 }
#chart-c .line-graph .series .line { stroke-width: 3; stroke-opacity: 1 }
#chart-c .horizontalbar-graph .text-overlay text.value {
  text-anchor: start; transform: translate(-4px, 0) }
#chart-c .line-graph .text-overlay text.value { transform: translate(-15px, -27px) }
"""


def _label(text: str, most: int | None = None) -> str:
    """On one line; cut after so many letters, where marks above and below take no room."""
    line = clean_line(text) or "–"
    if most is None:
        return line
    seen = 0
    for at, character in enumerate(line):
        seen += unicodedata.category(character) != "Mn"
        if seen > most:
            return line[:at].rstrip() + "…"
    return line


def _cleaned(root: Element, chart: Chart) -> Element:
    """Without what only a script would use; with the words for those who do not see it."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _is_for_scripts(child):
                parent.remove(child)
    title, description = Element("title", id="title"), Element("desc", id="desc")
    title.text, description.text = _label(chart.title), _label(chart.description or chart.title)
    root.insert(0, title)
    root.insert(1, description)
    root.set("role", "img")
    root.set("aria-labelledby", "title desc")
    font = SubElement(root, "style")
    font.text = f'@font-face {{ font-family: "Sarabun"; src: url("{_font()}") format("woff") }}'
    return root


def _is_for_scripts(node: Element) -> bool:
    # Comments have a function for a tag.
    return (
        not isinstance(node.tag, str)
        or node.tag in ("title", "desc", "script")
        or node.get("class") == "plot tooltip-overlay"
    )


@lru_cache(maxsize=1)
def _font() -> str:
    """Sarabun as an address that holds it: a picture may load nothing from elsewhere."""
    file = Path(fontpkg_sarabun.__file__).parent / "files" / "Sarabun-Regular.ttf"
    return "data:font/woff;base64," + base64.b64encode(_woff(file.read_bytes())).decode()


# Signatures are of the whole file, and hints for grey screens of another time.
_NOT_DRAWN = {b"DSIG", b"gasp"}


def _woff(font: bytes) -> bytes:
    """A TrueType font in WOFF 1.0: each table compressed, about half as large."""
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * at) for at in range(count)]
    tables = [
        (tag, checksum, font[start : start + length])
        for tag, checksum, start, length in entries
        if tag not in _NOT_DRAWN
    ]
    position = 44 + 20 * len(tables)
    directory, body = b"", b""
    for tag, checksum, data in tables:
        packed = min(data, zlib.compress(data, 9), key=len)  # of two alike the plain one
        directory += struct.pack(
            ">4sIIII", tag, position + len(body), len(packed), len(data), checksum
        )
        body += packed + b"\0" * (-len(packed) % 4)
    full = 12 + 16 * len(tables) + sum(len(data) + -len(data) % 4 for _t, _c, data in tables)
    header = struct.pack(
        ">4s4sIHHIHHIIIII",
        b"wOFF",
        font[:4],
        position + len(body),
        len(tables),
        0,
        full,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    return header + directory + body
