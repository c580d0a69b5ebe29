"""A handover as a PDF: the post, who passes it to whom, and each section as the reader reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from committees.documents import Digits, Language, Pen, compile_paper

TEMPLATE = Path(__file__).parent.parent / "typst" / "handover.typ"


class RowText(Protocol):
    """What the paper shows of a row."""

    @property
    def text(self) -> str: ...
    @property
    def sub(self) -> str: ...


class SectionText(Protocol):
    """What the paper shows of a section."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def empty(self) -> str: ...
    @property
    def rows(self) -> Sequence[RowText]: ...


@dataclass(frozen=True)
class HandoverDocument:
    """A post and all that goes with it. Whoever calls fills in what the reader may see."""

    committee_name: str
    province_name: str
    post: str
    organisation: str
    predecessor: str
    predecessor_until: date | None
    successor: str
    successor_from: date | None
    taken_at: datetime | None
    sections: Sequence[SectionText]
    generated_at: datetime
    language: Language = "th"


# The words of the paper itself, fixed as in `committees.documents`.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "บันทึกการส่งมอบงานในหน้าที่",
        "province": "จังหวัด{province}",
        "post": "ตำแหน่ง",
        "organisation": "หน่วยงาน",
        "predecessor": "ผู้ส่งมอบ",
        "until": "ปฏิบัติหน้าที่ถึงวันที่ {day}",
        "successor": "ผู้รับมอบ",
        "since": "ปฏิบัติหน้าที่ตั้งแต่วันที่ {day}",
        "nobody": "ยังไม่มีผู้รับตำแหน่ง",
        "taken": "ยืนยันการรับมอบงานเมื่อวันที่ {at}",
        "open": "ยังไม่ได้ยืนยันการรับมอบงาน",
        "draft": "ร่าง",
        "sign": "ลงชื่อ",
        "date": "วันที่",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์เมื่อ {at}",
    },
    "en": {
        "title": "Record of handover of duties",
        "province": "{province} province",
        "post": "Post",
        "organisation": "Organisation",
        "predecessor": "Handed over by",
        "until": "in office until {day}",
        "successor": "Taken over by",
        "since": "in office from {day}",
        "nobody": "nobody has the post yet",
        "taken": "Taking over was confirmed on {at}",
        "open": "Taking over has not been confirmed yet",
        "draft": "DRAFT",
        "sign": "Signed",
        "date": "Date",
        "page": "Page {page}/{pages}",
        "generated": "Printed {at}",
    },
}


def handover_pdf(document: HandoverDocument, digits: Digits | None = None) -> bytes:
    """The handover as a PDF, in Thai digits by default where it is Thai."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def handover_pictures(document: HandoverDocument, digits: Digits | None = None) -> list[bytes]:
    """The same pages as PNG pictures, for looking at them."""
    pages = compile_paper(TEMPLATE, _paper(document, digits), "png")
    return pages if isinstance(pages, list) else [pages]


def _paper(document: HandoverDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits, _WORDS[document.language])
    words = pen.words
    until, since = document.predecessor_until, document.successor_from
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "draft": document.taken_at is None,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "post": pen.text(document.post),
        "organisation": pen.text(document.organisation),
        "predecessor": pen.text(document.predecessor),
        "until": words["until"].format(day=pen.day(until)) if until else "",
        "successor": pen.text(document.successor) or words["nobody"],
        "named": bool(document.successor),
        "since": words["since"].format(day=pen.day(since)) if since else "",
        "taken": words["taken"].format(at=pen.moment(document.taken_at))
        if document.taken_at
        else words["open"],
        "sections": [_section(number, row, pen) for number, row in enumerate(document.sections, 1)],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }


def _section(number: int, section: SectionText, pen: Pen) -> dict[str, Any]:
    return {
        "number": pen.number(number),
        "title": pen.text(section.title),
        "text": pen.text(section.text),
        "empty": pen.text(section.empty),
        "rows": [{"text": pen.text(row.text), "sub": pen.text(row.sub)} for row in section.rows],
    }
