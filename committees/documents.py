"""Official papers as PDF, set by typst in Sarabun.

Form: the Prime Minister's Office Regulation on Correspondence, B.E. 2526 - Sarabun 16 point, A4,
left margin 3 cm, right 2 cm, Thai digits unless the committee chooses Arabic ones, Buddhist Era
dates. Whoever calls fills the dataclasses with what the reader may see; all of it reaches the
template as data (JSON), never as typst source.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import fontpkg_sarabun
import typst

from accounts.thai import baht_words, clean_text, thai_digits
from committees.calendar import BANGKOK, Quarter, format_date, format_range

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]
Act = Literal["submitted", "approved", "received"]

TEMPLATES = Path(__file__).parent / "typst"
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"


@dataclass(frozen=True)
class LineRow:
    """One line of a plan, worded as the paper shall show it."""

    what: str
    pillar: str
    responsible: str
    starts: date
    ends: date
    supporting: Sequence[str] = ()
    places: Sequence[str] = ()
    budget: Decimal = Decimal(0)
    funding: str = ""
    indicator: str = ""
    target: str = ""


@dataclass(frozen=True)
class SignatureRow:
    """Who did what with the plan, and when; without a name there is a place to sign."""

    act: Act
    name: str = ""
    post: str = ""
    at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True)
class QuarterPlanDocument:
    """A committee's plan of one quarter."""

    committee_name: str
    province_name: str
    quarter: Quarter
    state_label: str
    lines: Sequence[LineRow]
    signatures: Sequence[SignatureRow]
    generated_at: datetime
    language: Language = "th"
    #: A paper that is not final says so across each page.
    is_draft: bool = False
    #: One sentence under the heading, such as which round of the plan this is.
    note: str = ""

    @property
    def total(self) -> Decimal:
        """The budgets of all lines together."""
        return sum((line.budget for line in self.lines), Decimal(0))


# The words of the paper itself. Here and not in the message files, because the paper has its own
# language, not the reader's, and its Thai is fixed by the form.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "แผนปฏิบัติการรายไตรมาส",
        "quarter": "ไตรมาส {short} ({period})",
        "year": "ปีงบประมาณ พ.ศ. {year}",
        "province": "จังหวัด{province}",
        "state": "สถานะ",
        "draft": "ร่าง",
        "number": "ที่",
        "what": "โครงการ/กิจกรรม\nด้าน",
        "pillar": "ด้าน",
        "agencies": "หน่วยงานรับผิดชอบหลัก\nหน่วยงานสนับสนุน",
        "supporting": "สนับสนุน",
        "places": "พื้นที่\nระยะเวลา",
        "budget": "งบประมาณ (บาท)\nแหล่งงบประมาณ",
        "indicator": "ตัวชี้วัด\nเป้าหมาย",
        "target": "เป้าหมาย",
        "none": "–",
        "total": "รวม {count} โครงการ/กิจกรรม",
        "in_words": "({words})",
        "empty": "ไม่มีโครงการ/กิจกรรมในไตรมาสนี้",
        "submitted": "ผู้เสนอ",
        "approved": "ผู้อนุมัติ",
        "received": "ผู้รับทราบ (จังหวัด)",
        "sign": "ลงชื่อ",
        "date": "วันที่",
        "at": "{date} เวลา\u00a0{time}\u00a0น.",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์เมื่อ {at}",
    },
    "en": {
        "title": "Quarterly action plan",
        "quarter": "Q{short} ({period})",
        "year": "Fiscal year B.E. {year}",
        "province": "{province} province",
        "state": "Status",
        "draft": "DRAFT",
        "number": "No.",
        "what": "Activity\nPillar",
        "pillar": "Pillar",
        "agencies": "Responsible agency\nSupporting agencies",
        "supporting": "Supporting",
        "places": "Places\nDates",
        "budget": "Budget (baht)\nFunding source",
        "indicator": "Indicator\nTarget",
        "target": "Target",
        "none": "–",
        "total": "Activities: {count} · Total",
        "in_words": "",
        "empty": "No activities in this quarter",
        "submitted": "Submitted by",
        "approved": "Approved by",
        "received": "Received for the province by",
        "sign": "Signed",
        "date": "Date",
        "at": "{date}, {time}",
        "page": "Page {page}/{pages}",
        "generated": "Printed {at}",
    },
}


def quarter_plan_pdf(document: QuarterPlanDocument, digits: Digits | None = None) -> bytes:
    """The quarter's plan as a PDF.

    Digits are Thai by default in Thai, and always Arabic in English.
    """
    pdf = compile_paper(TEMPLATES / "quarter_plan.typ", _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def quarter_plan_pictures(
    document: QuarterPlanDocument, digits: Digits | None = None
) -> list[bytes]:
    """The same pages as PNG pictures, for looking at them."""
    pages = compile_paper(TEMPLATES / "quarter_plan.typ", _paper(document, digits), "png")
    return pages if isinstance(pages, list) else [pages]


def compile_paper(template: Path, data: dict[str, Any], kind: Literal["pdf", "png"]) -> Any:
    """A paper from its typst file and plain data: the bytes, or those of each page."""
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        format=kind,
        ppi=110,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once: Sarabun, and what typst brings for other scripts. None of the machine's own."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


# --- From the dataclasses to plain data -------------------------------------------------------


class Pen:
    """Writes words, numbers and dates in the paper's language and digits.

    `words` are the paper's own; those of the quarterly plan where none are given.
    """

    def __init__(
        self, language: Language, digits: Digits | None, words: dict[str, str] | None = None
    ) -> None:
        self.language = language
        self.words = _WORDS[language] if words is None else words
        self.thai = language == "th" and digits != "arabic"
        self.digits: Digits = "thai" if self.thai else "arabic"

    def number(self, text: object) -> str:
        """A number in the paper's digits."""
        return thai_digits(str(text)) if self.thai else str(text)

    def text(self, text: str) -> str:
        """Words of people: clean, in the paper's digits, with places to break long runs.

        Words with Latin letters (addresses, abbreviations) keep their digits.
        """
        text = clean_text(text)
        if self.thai:
            text = _WORD_WITH_DIGITS.sub(
                lambda m: m[0] if _LATIN.search(m[0]) else thai_digits(m[0]), text
            )
        return _LONG_RUN.sub(lambda m: _PIECE.sub("\\1\u200b", m[0]), text)

    def money(self, amount: Decimal) -> str:
        """An amount with commas, without satang where there are none."""
        return self.number(f"{amount:,.2f}".removesuffix(".00"))

    def day(self, day: date) -> str:
        """A date in the official form."""
        return format_date(day, self.language, "official", self.digits)

    def period(self, start: date, end: date, style: str = "short") -> str:
        """A run of days; a line may end after the dash only."""
        text = format_range(start, end, self.language, style, self.digits)
        return _unbroken(text).replace("–\u00a0", "– ")

    def moment(self, moment: datetime) -> str:
        """Date and time in Bangkok; official papers part hours and minutes by a full stop."""
        local = moment.astimezone(BANGKOK)
        clock = f"{local:%H.%M}" if self.language == "th" else f"{local:%H:%M}"
        day = self.day(local.date())
        at = _WORDS[self.language]["at"]
        return at.format(date=_unbroken(day), time=self.number(clock))


def _unbroken(text: str) -> str:
    """The text with spaces at which no line ends."""
    return text.replace(" ", "\u00a0")


_LATIN = re.compile("[A-Za-z]")
_WORD_WITH_DIGITS = re.compile(r"\S*\d\S*")
# Typst breaks Thai between words by itself, but a long address, a long number or one letter held
# down only where it is told to.
_LONG_RUN = re.compile(r"[^\s\u0e00-\u0e7f]{20,}|([ก-ฮ])\1{9,}")
_PIECE = re.compile(r"(.{8})(?=.)")


def _paper(document: QuarterPlanDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits)
    words = pen.words
    quarter = document.quarter
    period = pen.period(quarter.start, quarter.end, "long")
    total = document.total
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "committee": pen.text(document.committee_name),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "quarter_short": pen.number(quarter.label(document.language)),
        "quarter": words["quarter"].format(short=pen.number(quarter.short), period=period),
        "year": words["year"].format(year=pen.number(quarter.year)),
        "state": pen.text(document.state_label),
        "draft": document.is_draft,
        "note": pen.text(document.note),
        "lines": [_line(number, line, pen) for number, line in enumerate(document.lines, 1)],
        "count": words["total"].format(count=pen.number(len(document.lines))),
        "total": pen.money(total),
        "in_words": words["in_words"].format(words=baht_words(total)) if total else "",
        "signatures": [_signature(signature, pen) for signature in document.signatures],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }


# Letters in one cell beyond which a line may not fit on one page.
_LONG_CELL = 250


def _line(number: int, line: LineRow, pen: Pen) -> dict[str, Any]:
    cells = (
        line.what + line.pillar,
        line.responsible + "".join(line.supporting),
        "".join(line.places),
        line.funding,
        line.indicator + line.target,
    )
    return {
        "long": max(len(cell) + 20 * cell.count("\n") for cell in cells) > _LONG_CELL,
        "number": pen.number(number),
        "what": pen.text(line.what),
        "pillar": pen.text(line.pillar),
        "responsible": pen.text(line.responsible),
        "supporting": [pen.text(name) for name in line.supporting],
        "places": [pen.text(place) for place in line.places],
        "when": pen.period(line.starts, line.ends),
        "budget": pen.money(line.budget) if line.budget else pen.words["none"],
        "funding": pen.text(line.funding),
        "indicator": pen.text(line.indicator),
        "target": pen.text(line.target),
    }


def _signature(signature: SignatureRow, pen: Pen) -> dict[str, str]:
    return {
        "act": pen.words[signature.act],
        "name": pen.text(signature.name),
        "post": pen.text(signature.post),
        "at": pen.moment(signature.at) if signature.at else "",
        "comment": pen.text(signature.comment),
    }
