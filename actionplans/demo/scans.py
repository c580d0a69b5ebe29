"""Small PDFs in the place of signed copies, for the demonstration."""

from __future__ import annotations

import json

import typst

from committees.documents import FONTS

SOURCE = b"""
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 3cm)
#set text(font: "Sarabun", size: 16pt, lang: "th", top-edge: "ascender", bottom-edge: "descender")
#align(center, text(size: 20pt, weight: "bold", data.title))
#for line in data.lines [#par(line)]
#v(2cm)
#align(right, data.signed)
"""


def scan(title: str, *lines: str, signed: str = "") -> bytes:
    """A page with a title, some lines, and who signed."""
    data = {"title": title, "lines": lines, "signed": signed}
    pdf = typst.compile(
        SOURCE,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf
