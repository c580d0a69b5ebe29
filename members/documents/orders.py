"""An appointment order as a PDF in the official Thai form (form 4), and an English reading copy.

The place of the garuda stays free: the office prints on its own letterhead. What is not settled
yet (number, day, who signs) is a dotted line to write on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from committees.documents import Digits, Language, Pen, compile_paper

TEMPLATE = Path(__file__).parent.parent / "typst" / "order.typ"


@dataclass(frozen=True)
class PostLine:
    """One numbered post: what it is, and its function in the body. `note` says what changes."""

    title: str
    function: str
    note: str = ""


@dataclass(frozen=True)
class BodySection:
    """A body with its posts and duties, or what an amending order says of it in `lead`."""

    number: str
    name: str
    posts: Sequence[PostLine]
    duties: Sequence[str] = ()
    ends: date | None = None
    lead: str = ""


@dataclass(frozen=True)
class OrderDocument:
    """The words of an order, as its reader may see them."""

    issuer: str
    subject: str
    reason: str
    legal_basis: str
    objectives: Sequence[str]
    closing: str
    sections: Sequence[BodySection]
    number: int | None = None
    year: int | None = None
    starts: date | None = None
    signed_on: date | None = None
    signer_name: str = ""
    signer_post: str = ""
    #: The subject and reference of the order it amends, where it amends one.
    amended: str = ""
    is_draft: bool = False
    language: Language = "th"
    blank: str = field(default="." * 24)


_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "order": "คำสั่ง{issuer}",
        "number": "ที่ {number}/{year}",
        "subject": "เรื่อง {subject}",
        "objectives": "โดยมีวัตถุประสงค์ ดังนี้",
        "therefore": "จึงแต่งตั้งคณะกรรมการ โดยมีองค์ประกอบและหน้าที่ ดังต่อไปนี้",
        "amending": "จึงให้แก้ไขเพิ่มเติม{amended} ดังต่อไปนี้ นอกจากนี้ให้คงเดิม",
        "composition": "องค์ประกอบ",
        "duties": "หน้าที่",
        "ends": "ให้สิ้นสุดลงเมื่อพ้นวันที่ {day}",
        "starts": "ทั้งนี้ ตั้งแต่วันที่ {day} เป็นต้นไป",
        "starts_now": "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
        "given": "สั่ง ณ วันที่ {day}",
        "given_blank": "สั่ง ณ วันที่ {blank} พ.ศ. {short}",
        "page": "หน้า {page}/{pages}",
        "draft": "ร่าง",
        "garuda": "ที่สำหรับตราครุฑ",
        "reading_copy": "",
    },
    "en": {
        "order": "Order of {issuer}",
        "number": "No. {number}/{year}",
        "subject": "Subject: {subject}",
        "objectives": "Objectives",
        "therefore": "The following are appointed, composed and charged with duties as follows.",
        "amending": "{amended} is amended as follows. All else stays as it is.",
        "composition": "Composition",
        "duties": "Duties",
        "ends": "It ends after {day}.",
        "starts": "In force from {day}.",
        "starts_now": "In force from the day it is signed.",
        "given": "Given on {day}",
        "given_blank": "Given on {blank} B.E. {short}",
        "page": "Page {page}/{pages}",
        "draft": "DRAFT",
        "garuda": "Place of the garuda",
        "reading_copy": "Reading copy. The order in Thai alone is in force.",
    },
}


def order_pdf(document: OrderDocument, digits: Digits | None = None) -> bytes:
    """The order as a PDF: Thai digits in Thai unless Arabic ones are asked for."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def order_pictures(document: OrderDocument, digits: Digits | None = None) -> list[bytes]:
    """The same pages as PNG pictures, for looking at them."""
    pages = compile_paper(TEMPLATE, _paper(document, digits), "png")
    return pages if isinstance(pages, list) else [pages]


def _paper(document: OrderDocument, digits: Digits | None) -> dict[str, Any]:
    words = _WORDS[document.language]
    pen = Pen(document.language, digits, words)
    text = pen.text
    number = pen.number(document.number) if document.number else "." * 8
    year = pen.number(document.year) if document.year else "." * 8
    starts = words["starts_now"]
    if document.starts:
        starts = words["starts"].format(day=_day(pen, document.starts))
    given = words["given_blank"].format(blank=document.blank, short="." * 10)
    if document.signed_on:
        given = words["given"].format(day=_day(pen, document.signed_on))
    lead = words["therefore"]
    if document.amended:
        lead = words["amending"].format(amended=text(document.amended))
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "title": words["order"].format(issuer=text(document.issuer)),
        "number": words["number"].format(number=number, year=year),
        "subject": words["subject"].format(subject=text(document.subject)),
        "paragraphs": [text(one) for one in (document.reason, document.legal_basis) if one],
        "objectives": [
            f"({pen.number(at)}) {text(one)}" for at, one in enumerate(document.objectives, 1)
        ],
        "lead": lead,
        "sections": [_section(one, pen) for one in document.sections],
        "closing": text(document.closing),
        "starts": starts,
        "given": given,
        "signer_name": text(document.signer_name),
        "signer_post": text(document.signer_post),
        "draft": document.is_draft,
    }


def _day(pen: Pen, day: date) -> str:
    """A day as an order writes it: with "พ.ศ." written out in Thai."""
    said = pen.day(day)
    if pen.language != "th":
        return said
    head, _space, year = said.rpartition(" ")
    return f"{head} พ.ศ. {year}".replace(" ", "\u00a0")


def _section(section: BodySection, pen: Pen) -> dict[str, Any]:
    return {
        "number": pen.number(section.number),
        "name": pen.text(section.name),
        "lead": pen.text(section.lead),
        "posts": [
            {
                "number": pen.number(f"{section.number}.{at}"),
                "title": pen.text(post.title),
                "function": pen.text(post.function),
                "note": pen.text(post.note),
            }
            for at, post in enumerate(section.posts, 1)
        ],
        "duties": [
            f"({pen.number(at)}) {pen.text(duty)}" for at, duty in enumerate(section.duties, 1)
        ],
        "ends": pen.words["ends"].format(day=_day(pen, section.ends)) if section.ends else "",
    }
