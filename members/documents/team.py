"""The contact list of the multidisciplinary team as a PDF, to hang by the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from committees.documents import Digits, Language, Pen, compile_paper

TEMPLATE = Path(__file__).parent.parent / "typst" / "team.typ"


@dataclass(frozen=True)
class ContactRow:
    """Somebody who can be called, worded as the paper shall show it."""

    name: str
    post: str
    organisation: str
    discipline: str
    languages: str
    phone: str
    email: str
    hours: str
    places: str


@dataclass(frozen=True)
class ContactList:
    """The people of the version in force, and who printed the list."""

    committee_name: str
    province_name: str
    number: int
    order_number: str
    valid_until: date | None
    taken_by: str
    generated_at: datetime
    rows: Sequence[ContactRow]
    language: Language = "th"


# The words of the paper itself, fixed as in `committees.documents`.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "บัญชีรายชื่อทีมสหวิชาชีพ",
        "province": "จังหวัด{province}",
        "version": "ฉบับที่ {number} ตามคำสั่งผู้ว่าราชการจังหวัดที่ {order}",
        "until": "ใช้ได้ถึงวันที่ {day}",
        "secret": "ข้อมูลส่วนบุคคล ใช้ในการประสานงานเท่านั้น ห้ามเผยแพร่",
        "number": "ที่",
        "name": "ชื่อ\nตำแหน่ง",
        "organisation": "หน่วยงาน\nสาขา",
        "phone": "โทรศัพท์\nอีเมล",
        "hours": "เวลาติดต่อ",
        "languages": "ภาษา\nพื้นที่",
        "empty": "ไม่มีรายชื่อ",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์โดย {who} เมื่อ {at}",
    },
    "en": {
        "title": "Multidisciplinary team: contact list",
        "province": "{province} province",
        "version": "Version {number}, by the Governor's order {order}",
        "until": "Valid until {day}",
        "secret": "Personal data. For coordination only; do not publish or pass on.",
        "number": "No.",
        "name": "Name\nPost",
        "organisation": "Organisation\nDiscipline",
        "phone": "Telephone\nE-mail",
        "hours": "Reachable",
        "languages": "Languages\nPlaces",
        "empty": "Nobody is on this list",
        "page": "Page {page}/{pages}",
        "generated": "Printed by {who} at {at}",
    },
}


def contact_list_pdf(document: ContactList, digits: Digits | None = "arabic") -> bytes:
    """The list as a PDF; in Arabic digits unless Thai ones are asked for: numbers are dialled."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def _paper(document: ContactList, digits: Digits | None) -> dict[str, Any]:
    words = _WORDS[document.language]
    pen = Pen(document.language, digits, words)
    until = pen.day(document.valid_until) if document.valid_until else ""
    version = words["version"].format(
        number=pen.number(document.number), order=pen.text(document.order_number)
    )
    generated = words["generated"].format(
        who=pen.text(document.taken_by), at=pen.moment(document.generated_at)
    )
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "version": version,
        "until": words["until"].format(day=until) if until else "",
        "generated": generated,
        "rows": [_row(number, row, pen) for number, row in enumerate(document.rows, 1)],
    }


def _row(number: int, row: ContactRow, pen: Pen) -> dict[str, str]:
    return {
        "number": pen.number(number),
        "name": pen.text(row.name),
        "post": pen.text(row.post),
        "organisation": pen.text(row.organisation),
        "discipline": pen.text(row.discipline),
        "languages": pen.text(row.languages),
        "phone": pen.number(row.phone),
        "email": pen.text(row.email),
        # A line ends between days and hours, never within either.
        "hours": pen.text(row.hours).replace("–", "\u2060–\u2060"),
        "places": pen.text(row.places),
    }
