"""The report of a quarter, and the summary of a year, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from committees.calendar import Quarter
from committees.documents import Digits, Language, Pen, compile_paper

TYPST = Path(__file__).parent.parent / "typst"


@dataclass(frozen=True)
class ReportLineRow:
    """One line of a report, worded as the paper shall show it."""

    number: int
    what: str
    who: str
    carried: bool
    state: str
    why: str
    indicator: str
    target: str
    value: str
    budget: Decimal
    spent: Decimal
    facts: str


@dataclass(frozen=True)
class ReportSignature:
    """Who did what with the report, and when; without a name there is a place to sign."""

    act: Literal["submitted", "accepted", "made"]
    name: str = ""
    post: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ReportDocument:
    """A committee's report of one quarter. `unplanned`: a sentence and what was done."""

    committee_name: str
    province_name: str
    quarter: Quarter
    state_label: str
    lines: Sequence[ReportLineRow]
    facts: Sequence[str]
    words: Sequence[tuple[str, str]]
    unplanned: tuple[str, Sequence[str]]
    signatures: Sequence[ReportSignature]
    generated_at: datetime
    language: Language = "th"
    is_draft: bool = False


@dataclass(frozen=True)
class SummaryDocument:
    """A year's summary: tables with the headings of their columns, as they are shown."""

    committee_name: str
    province_name: str
    year: int
    number: int
    note: str
    outdated: str
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]
    signatures: Sequence[ReportSignature]
    generated_at: datetime
    language: Language = "th"


# The words of the papers themselves, fixed as in `committees.documents`.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "รายงานผลการดำเนินงานตามแผนปฏิบัติการรายไตรมาส",
        "summary": "สรุปผลการดำเนินงานประจำปี",
        "quarter": "ไตรมาส {short} ({period})",
        "year": "ปีงบประมาณ พ.ศ. {year}",
        "province": "จังหวัด{province}",
        "state": "สถานะ",
        "draft": "ร่าง",
        "number": "ที่",
        "what": "โครงการ/กิจกรรม\nหน่วยงานรับผิดชอบ",
        "result": "ผลการดำเนินงาน",
        "indicator": "ตัวชี้วัด / เป้าหมาย\nผลที่ได้",
        "money": "งบประมาณ\nใช้ไป (บาท)",
        "facts": "กิจกรรมที่บันทึก",
        "carried": "ยกมาจากไตรมาสก่อน",
        "target": "เป้าหมาย",
        "value": "ผล",
        "none": "–",
        "empty": "ไม่มีโครงการ/กิจกรรม",
        "unplanned": "กิจกรรมนอกแผน",
        "submitted": "ผู้รายงาน",
        "accepted": "ผู้รับรองรายงาน (จังหวัด)",
        "made": "ผู้จัดทำสรุป",
        "sign": "ลงชื่อ",
        "date": "วันที่",
        "version": "ฉบับที่ {number}",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์เมื่อ {at}",
    },
    "en": {
        "title": "Progress report on the quarterly action plan",
        "summary": "Yearly summary",
        "quarter": "Q{short} ({period})",
        "year": "Fiscal year B.E. {year}",
        "province": "{province} province",
        "state": "Status",
        "draft": "DRAFT",
        "number": "No.",
        "what": "Activity\nResponsible agency",
        "result": "What became of it",
        "indicator": "Indicator / target\nValue",
        "money": "Budget\nSpent (baht)",
        "facts": "Activities logged",
        "carried": "from the quarter before",
        "target": "Target",
        "value": "Value",
        "none": "–",
        "empty": "No activities",
        "unplanned": "Done beside the plan",
        "submitted": "Reported by",
        "accepted": "Accepted for the province by",
        "made": "Made by",
        "sign": "Signed",
        "date": "Date",
        "version": "Version {number}",
        "page": "Page {page}/{pages}",
        "generated": "Printed {at}",
    },
}


def report_pdf(document: ReportDocument, digits: Digits | None = None) -> bytes:
    """The quarter's report as a PDF, in Thai digits by default where it is Thai."""
    return _compiled("report.typ", _report(document, digits))


def summary_pdf(document: SummaryDocument, digits: Digits | None = None) -> bytes:
    """The year's summary as a PDF, in Thai digits by default where it is Thai."""
    return _compiled("year_summary.typ", _summary(document, digits))


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    pdf = compile_paper(TYPST / template, data, "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def _report(document: ReportDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits, _WORDS[document.language])
    words, quarter = pen.words, document.quarter
    said, done = document.unplanned
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "draft": document.is_draft,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "quarter_short": pen.number(quarter.label(document.language)),
        "quarter": words["quarter"].format(
            short=pen.number(quarter.short), period=pen.period(quarter.start, quarter.end, "long")
        ),
        "year": words["year"].format(year=pen.number(quarter.year)),
        "state": pen.text(document.state_label),
        "facts": pen.text(" · ".join(fact for fact in document.facts if fact)),
        "lines": [_line(row, pen) for row in document.lines],
        "texts": [[pen.text(heading), pen.text(text)] for heading, text in document.words],
        "unplanned": {"facts": pen.text(said), "items": [pen.text(text) for text in done]},
        "signatures": [_signature(row, pen) for row in document.signatures],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }


def _line(row: ReportLineRow, pen: Pen) -> dict[str, Any]:
    return {
        "number": pen.number(row.number),
        "what": pen.text(row.what),
        "who": pen.text(row.who),
        "carried": row.carried,
        "state": pen.text(row.state),
        "why": pen.text(row.why),
        "indicator": pen.text(row.indicator),
        "target": pen.text(row.target),
        "value": pen.text(row.value),
        "budget": pen.money(row.budget) if row.budget else pen.words["none"],
        "spent": pen.money(row.spent) if row.spent else pen.words["none"],
        "facts": pen.text(row.facts),
    }


def _signature(row: ReportSignature, pen: Pen) -> dict[str, str]:
    return {
        "act": pen.words[row.act],
        "name": pen.text(row.name),
        "post": pen.text(row.post),
        "at": pen.moment(row.at) if row.at else "",
    }


def _summary(document: SummaryDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits, _WORDS[document.language])
    words = pen.words
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "year": words["year"].format(year=pen.number(document.year)),
        "version": words["version"].format(number=pen.number(document.number)),
        "note": pen.text(document.note),
        "outdated": pen.text(document.outdated),
        "tables": [
            {
                "title": pen.text(title),
                "heads": [pen.text(head) for head in heads],
                "rows": [[pen.text(cell) for cell in row] for row in rows],
            }
            for title, heads, rows in document.tables
        ],
        "signatures": [_signature(row, pen) for row in document.signatures],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }
