"""A budget proposal as an official letter: as PDF, and as a Word file the office goes on with.

The place of the garuda and the number stay free where the office fills them in itself.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from actionplans.models import BudgetProposal, BudgetProposalLine
from committees.calendar import format_range
from committees.documents import Digits, Language, Pen, compile_paper
from committees.exports import xml_text
from committees.fields import baht

TEMPLATE = Path(__file__).parent.parent / "typst" / "proposal.typ"
FONT = "TH Sarabun New"
BLANK = "." * 30

_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "number": "ที่",
        "subject": "เรื่อง",
        "to": "เรียน",
        "enclosed": "สิ่งที่ส่งมาด้วย",
        "enclosed_plan": "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ.\u00a0{year} จำนวน 1 ชุด",
        "opening": "ด้วย{committee} ได้จัดทำแผนปฏิบัติการประจำปีงบประมาณ พ.ศ.\u00a0{year}"
        " เพื่อป้องกันและปราบปรามการค้ามนุษย์ในพื้นที่จังหวัด{province}",
        "asks": "ในการนี้ จึงขอรับการสนับสนุนงบประมาณ จำนวน {count} โครงการ/กิจกรรม"
        " เป็นเงินทั้งสิ้น {amount} บาท ({words}) ดังนี้",
        "no": "ที่",
        "what": "โครงการ/กิจกรรม",
        "when": "ระยะเวลา",
        "amount": "จำนวนเงิน (บาท)",
        "sum": "รวมเป็นเงินทั้งสิ้น",
        "closing": "จึงเรียนมาเพื่อโปรดพิจารณาให้การสนับสนุน จะเป็นพระคุณยิ่ง",
        "respect": "ขอแสดงความนับถือ",
        "contact": "ผู้ประสานงาน {name}",
        "phone": "โทร. {phone}",
        "email": "อีเมล {email}",
        "draft": "ร่าง",
        "province": "จังหวัด{province}",
    },
    "en": {
        "number": "No.",
        "subject": "Subject",
        "to": "To",
        "enclosed": "Enclosed",
        "enclosed_plan": "Annual action plan for fiscal year {year}, one copy",
        "opening": "The {committee} has drawn up its action plan for fiscal year {year} to prevent"
        " and suppress trafficking in persons in {province} province.",
        "asks": "We therefore ask for support of {amount} baht{words} for {count} of its"
        " activities, as follows.",
        "no": "No.",
        "what": "Activity",
        "when": "When",
        "amount": "Amount (baht)",
        "sum": "Total",
        "closing": "We would be grateful if you would consider this request.",
        "respect": "Yours respectfully",
        "contact": "Contact: {name}",
        "phone": "Tel. {phone}",
        "email": "E-mail {email}",
        "draft": "DRAFT",
        "province": "{province} province",
    },
}

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def number_words(number: int) -> str:
    """A whole number in Thai words, as amounts are written out: 21 is ยี่สิบเอ็ด."""
    if number >= 1_000_000:
        millions, rest = divmod(number, 1_000_000)
        # One after millions is เอ็ด, as after tens.
        last = "เอ็ด" if rest == 1 else number_words(rest)
        return number_words(millions) + "ล้าน" + (last if rest else "")
    digits = str(number)
    words = ""
    for index, digit in enumerate(digits):
        place, value = len(digits) - index - 1, int(digit)
        if not value:
            continue
        if place == 1 and value in (1, 2):
            words += ("สิบ", "ยี่สิบ")[value - 1]
        elif place == 0 and value == 1 and number > 10:
            words += "เอ็ด"
        else:
            words += _DIGITS[value] + _PLACES[place]
    return words or "ศูนย์"


def baht_words(amount: Decimal) -> str:
    """An amount in Thai words: หนึ่งหมื่นสองพันบาทถ้วน, ห้าบาทห้าสิบสตางค์."""
    whole, satang = divmod(int(amount * 100), 100)
    text = f"{number_words(whole)}บาท" if whole or not satang else ""
    return text + (f"{number_words(satang)}สตางค์" if satang else "ถ้วน")


@dataclass(frozen=True)
class AskedRow:
    """One line of the plan with the amount asked for it."""

    what: str
    when: str
    amount: Decimal


@dataclass(frozen=True)
class ProposalDocument:
    """The words of the letter."""

    committee: str
    province: str
    addressee: str
    head: str
    subject: str
    reason: str
    letter: str
    contact: Sequence[str]
    rows: Sequence[AskedRow]
    total: Decimal
    year: int
    language: Language = "th"
    sent_on: date | None = None
    reference: str = ""
    is_draft: bool = False


def document_of(
    proposal: BudgetProposal, lines: Sequence[BudgetProposalLine], language: Language
) -> ProposalDocument:
    """The letter of a proposal that the reader was allowed to see, with its lines."""
    words = _WORDS[language]
    contact = [words["contact"].format(name=proposal.contact_name)]
    if proposal.contact_phone:
        contact.append(words["phone"].format(phone=proposal.contact_phone))
    if proposal.contact_email:
        contact.append(words["email"].format(email=proposal.contact_email))
    return ProposalDocument(
        committee=proposal.committee.name_in(language),
        province=proposal.committee.province.name_in(language),
        addressee=proposal.addressee,
        head=proposal.head,
        subject=proposal.subject,
        reason=proposal.reason,
        letter=proposal.letter,
        contact=contact,
        rows=[
            AskedRow(row.what, format_range(row.line.starts, row.line.ends, language), row.asked)
            for row in lines
        ],
        total=proposal.asked,
        year=proposal.plan.fiscal_year,
        language=language,
        sent_on=proposal.sent_on,
        reference=proposal.reference,
        is_draft=proposal.sent_on is None,
    )


def proposal_pdf(document: ProposalDocument, digits: Digits | None = None) -> bytes:
    """The letter as a PDF, in Thai digits by default where it is Thai."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def proposal_pictures(document: ProposalDocument, digits: Digits | None = None) -> list[bytes]:
    """The same pages as pictures, for looking at them."""
    pages = compile_paper(TEMPLATE, _paper(document, digits), "png")
    return pages if isinstance(pages, list) else [pages]


def _paper(document: ProposalDocument, digits: Digits | None) -> dict[str, Any]:
    words = _WORDS[document.language]
    pen = Pen(document.language, digits, words)
    thai = document.language == "th"
    spelled = baht_words(document.total) if thai else ""
    year = pen.number(document.year)
    province = pen.text(document.province)
    return {
        "language": document.language,
        "words": words,
        "draft": document.is_draft,
        "number": pen.number(document.reference) if document.reference else BLANK,
        "committee": pen.text(document.committee),
        "province": words["province"].format(province=province),
        "day": pen.day(document.sent_on) if document.sent_on else BLANK,
        "subject": pen.text(document.subject),
        "to": pen.text(f"{document.head}{' ' if thai else ', '}{document.addressee}"),
        "enclosed": pen.number(words["enclosed_plan"].format(year=year)),
        "opening": words["opening"].format(
            committee=pen.text(document.committee), year=year, province=province
        ),
        "reason": [pen.text(part) for part in document.reason.splitlines() if part.strip()],
        "asks": words["asks"].format(
            count=pen.number(len(document.rows)),
            amount=pen.number(baht(document.total)),
            words=spelled,
        ),
        "rows": [
            {
                "no": pen.number(number),
                "what": pen.text(row.what),
                "when": pen.text(row.when),
                "amount": pen.number(baht(row.amount)),
            }
            for number, row in enumerate(document.rows, start=1)
        ],
        "total": pen.number(baht(document.total)),
        "closing": [
            pen.text(part)
            for part in (document.letter or words["closing"]).splitlines()
            if part.strip()
        ],
        "contact": [pen.text(line) for line in document.contact],
    }


# --- The same as a Word file ----------------------------------------------------------------------


def proposal_docx(document: ProposalDocument, digits: Digits | None = None) -> bytes:
    """The letter as a Word file, with the same words in the same order."""
    data = _paper(document, digits)
    words = data["words"]
    book = Document()
    _set_up(book)
    _line(book, "")
    _line(book, f"{words['number']}  {data['number']}")
    _line(book, f"{data['committee']}\n{data['province']}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(book, data["day"], align=WD_ALIGN_PARAGRAPH.CENTER)
    for label, text in (
        ("subject", data["subject"]),
        ("to", data["to"]),
        ("enclosed", data["enclosed"]),
    ):
        _line(book, f"{words[label]}  {text}")
    for text in (data["opening"], *data["reason"], data["asks"]):
        _line(book, text, indent=True)
    _table(book, data)
    for text in data["closing"]:
        _line(book, text, indent=True)
    _line(book, words["respect"], align=WD_ALIGN_PARAGRAPH.CENTER, before=18)
    _line(book, f"\n\n({BLANK})\n{BLANK}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(book, "\n".join(data["contact"]), before=18)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _set_up(book: Any) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(16)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    # Thai is written with the sizes of complex scripts.
    size = style.element.rPr.makeelement(qn("w:szCs"), {qn("w:val"): "32"})
    style.element.rPr.append(size)
    style.paragraph_format.space_after = Pt(0)


def _line(
    book: Any, text: str, *, align: Any = None, indent: bool = False, before: int = 6
) -> None:
    paragraph = book.add_paragraph(xml_text(text))
    paragraph.paragraph_format.space_before = Pt(before)
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(2.5)


def _table(book: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    table = book.add_table(rows=1, cols=4)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, name in zip(table.rows[0].cells, ("no", "what", "when", "amount"), strict=True):
        cell.text = words[name]
        cell.paragraphs[0].runs[0].bold = True
    rows = [[row["no"], row["what"], row["when"], row["amount"]] for row in data["rows"]]
    for values in [*rows, ["", words["sum"], "", data["total"]]]:
        cells = table.add_row().cells
        for cell, value in zip(cells, values, strict=True):
            cell.text = xml_text(value)
        cells[3].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in table.rows:
        for cell, width in zip(row.cells, (1.2, 8.3, 3.5, 3), strict=True):
            cell.width = Cm(width)
