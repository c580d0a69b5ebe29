"""The result of a SWOT workshop as a PDF: the board with its votes, and what is recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from committees.documents import Digits, Language, Pen, compile_paper

TEMPLATE = Path(__file__).parent.parent / "typst" / "workshop.typ"


@dataclass(frozen=True)
class PointRow:
    """A point, the points merged into it, and its votes."""

    text: str
    merged: Sequence[str]
    votes: int


@dataclass(frozen=True)
class HeadingRow:
    """One heading of the board."""

    title: str
    points: Sequence[PointRow]


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation as the paper shows it."""

    number: int
    text: str
    owner: str
    person: str
    due: str
    state: str


@dataclass(frozen=True)
class WorkshopDocument:
    """A workshop's result. Without `headings` (for those above) it holds recommendations alone."""

    committee_name: str
    province_name: str
    title: str
    topic: str
    held_on: date
    headings: Sequence[HeadingRow]
    recommendations: Sequence[RecommendationRow]
    generated_at: datetime
    language: Language = "th"
    is_final: bool = True


# The words of the paper itself, fixed as in `committees.documents`.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "ผลการประชุมเชิงปฏิบัติการวิเคราะห์ SWOT",
        "held": "วันที่ {day}",
        "province": "จังหวัด{province}",
        "topic": "หัวข้อ",
        "board": "ผลการวิเคราะห์",
        "votes": "{count} คะแนน",
        "none": "–",
        "recommendations": "ข้อเสนอแนะ",
        "number": "ที่",
        "text": "ข้อเสนอแนะ",
        "owner": "องค์กรรับผิดชอบ",
        "due": "กำหนดเสร็จ",
        "state": "สถานะ",
        "empty": "ยังไม่มีข้อเสนอแนะ",
        "draft": "ร่าง",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์เมื่อ {at}",
    },
    "en": {
        "title": "Result of the SWOT workshop",
        "held": "{day}",
        "province": "{province} province",
        "topic": "Topic",
        "board": "Analysis",
        "votes": "votes: {count}",
        "none": "–",
        "recommendations": "Recommendations",
        "number": "No.",
        "text": "Recommendation",
        "owner": "Owner",
        "due": "Due",
        "state": "Status",
        "empty": "No recommendations yet",
        "draft": "DRAFT",
        "page": "Page {page}/{pages}",
        "generated": "Printed {at}",
    },
}


def workshop_pdf(document: WorkshopDocument, digits: Digits | None = None) -> bytes:
    """The workshop's result as a PDF, in Thai digits by default where it is Thai."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def _paper(document: WorkshopDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits, _WORDS[document.language])
    words = pen.words
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "draft": not document.is_final,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "title": pen.text(document.title),
        "topic": pen.text(document.topic),
        "held": words["held"].format(day=pen.day(document.held_on)),
        "headings": [_heading(row, pen) for row in document.headings],
        "recommendations": [
            {
                "number": pen.number(row.number),
                "text": pen.text(row.text),
                "owner": pen.text(row.owner),
                "person": pen.text(row.person),
                "due": pen.text(row.due),
                "state": pen.text(row.state),
            }
            for row in document.recommendations
        ],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }


def _heading(row: HeadingRow, pen: Pen) -> dict[str, Any]:
    return {
        "title": pen.text(row.title),
        "points": [
            {
                "text": pen.text(point.text),
                "merged": [pen.text(text) for text in point.merged],
                "votes": pen.words["votes"].format(count=pen.number(point.votes))
                if point.votes
                else "",
            }
            for point in row.points
        ],
    }
