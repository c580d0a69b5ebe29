"""An MoU as an official paper: its text, and a table of those who sign it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from committees.documents import Digits, Language, Pen, compile_paper
from committees.markdown import Block, blocks
from members.models import PARTS, MouVersion
from members.signatories import FORMER, Signatory
from members.workflow.mou import DRAFT, SUPERSEDED

TEMPLATE = Path(__file__).parent.parent / "typst" / "mou.typ"


@dataclass(frozen=True)
class SignedRow:
    """An organisation in the table of signatures; without a name there is a place to sign."""

    organisation: str
    name: str = ""
    post: str = ""
    day: date | None = None


@dataclass(frozen=True)
class MouDocument:
    """A version of an MoU with its text in pieces, and who signs it."""

    name: str
    committee_name: str
    province_name: str
    number: int
    parts: Sequence[tuple[str, Sequence[Block]]]
    rows: Sequence[SignedRow]
    generated_at: datetime
    opened_on: datetime | None = None
    partner: str = ""
    language: Language = "th"
    is_draft: bool = False
    is_superseded: bool = False


# The words of the paper itself, fixed as in `committees.documents`.
_WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "บันทึกข้อตกลงความร่วมมือ",
        "version": "ฉบับที่ {number}",
        "opened": "เปิดให้ลงนามเมื่อ {day}",
        "province": "จังหวัด{province}",
        "between": "ระหว่าง",
        "and": "กับ",
        "members_of": "องค์กรสมาชิกของ{committee}",
        "vision": "วิสัยทัศน์",
        "mission": "พันธกิจ",
        "objectives": "วัตถุประสงค์",
        "principles": "หลักการดำเนินงาน",
        "signatures": "การลงนาม",
        "declared": "องค์กรตามรายชื่อต่อไปนี้ได้อ่านและเข้าใจข้อความในบันทึกข้อตกลงฉบับนี้แล้ว จึงลงนามไว้เป็นหลักฐาน",
        "number": "ที่",
        "organisation": "องค์กร",
        "signatory": "ผู้ลงนาม\nตำแหน่ง",
        "signature": "ลายมือชื่อ",
        "day": "วันที่ลงนาม",
        "on_record": "ลงนามแล้ว",
        "draft": "ร่าง",
        "superseded": "ยกเลิกแล้ว มีฉบับใหม่แทน",
        "nobody": "ยังไม่มีองค์กรที่ต้องลงนาม",
        "page": "หน้า {page}/{pages}",
        "generated": "พิมพ์เมื่อ {at}",
        "at": "{date} เวลา\u00a0{time}\u00a0น.",
    },
    "en": {
        "title": "Memorandum of Understanding",
        "version": "Version {number}",
        "opened": "Open for signature since {day}",
        "province": "{province} province",
        "between": "between",
        "and": "and",
        "members_of": "member organisations of the {committee}",
        "vision": "Vision",
        "mission": "Mission",
        "objectives": "Objectives",
        "principles": "Organising principles",
        "signatures": "Signatures",
        "declared": "The organisations below have read and understood this memorandum and sign it.",
        "number": "No.",
        "organisation": "Organisation",
        "signatory": "Signed by\nPost",
        "signature": "Signature",
        "day": "Date",
        "on_record": "Signed",
        "draft": "DRAFT",
        "superseded": "Superseded by a newer version",
        "nobody": "No organisation has to sign yet",
        "page": "Page {page}/{pages}",
        "generated": "Printed {at}",
        "at": "{date}, {time}",
    },
}


def document_of(
    version: MouVersion, everybody: Sequence[Signatory], language: Language
) -> MouDocument:
    """The paper's content in a language; a part not written in it stands in the other one."""
    mou, committee = version.mou, version.committee
    rows = [_row(row, language) for row in everybody if row.state != FORMER]
    return MouDocument(
        name=mou.name_in(language),
        committee_name=committee.name_in(language),
        province_name=committee.province.name_in(language),
        number=version.number,
        parts=[(part, blocks(version.text(part, language))) for part in PARTS],
        rows=rows,
        generated_at=timezone.now(),
        opened_on=version.opened_at,
        partner=mou.partner.name_in(language) if mou.partner else "",
        language=language,
        is_draft=version.state == DRAFT,
        is_superseded=version.state == SUPERSEDED,
    )


def _row(row: Signatory, language: Language) -> SignedRow:
    name = row.organisation.name_in(language)
    if row.signature is None:
        return SignedRow(name)
    signature = row.signature
    return SignedRow(name, signature.signatory_name, signature.signatory_post, signature.signed_on)


def mou_pdf(document: MouDocument, digits: Digits | None = None) -> bytes:
    """The MoU as a PDF, in Thai digits by default where it is Thai."""
    pdf = compile_paper(TEMPLATE, _paper(document, digits), "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF.")
    return pdf


def mou_pictures(document: MouDocument, digits: Digits | None = None) -> list[bytes]:
    """The same pages as PNG pictures, for looking at them."""
    pages = compile_paper(TEMPLATE, _paper(document, digits), "png")
    return pages if isinstance(pages, list) else [pages]


def _paper(document: MouDocument, digits: Digits | None) -> dict[str, Any]:
    pen = Pen(document.language, digits, _WORDS[document.language])
    words = pen.words
    committee = pen.text(document.committee_name)
    opened = pen.day(timezone.localdate(document.opened_on)) if document.opened_on else ""
    return {
        "language": document.language,
        "thai_digits": pen.thai,
        "words": words,
        "draft": document.is_draft,
        "superseded": words["superseded"] if document.is_superseded else "",
        # A name that says already what it is needs no title above it.
        "title": "" if document.name.startswith(words["title"]) else words["title"],
        "name": pen.text(document.name),
        "committee": committee,
        "members_of": words["members_of"].format(committee=committee),
        "partner": pen.text(document.partner),
        "province": words["province"].format(province=pen.text(document.province_name)),
        "version": words["version"].format(number=pen.number(document.number)),
        "opened": words["opened"].format(day=opened) if opened else "",
        "parts": [
            {"heading": words[part], "blocks": [_block(block, pen) for block in found]}
            for part, found in document.parts
            if found
        ],
        "rows": [_signed(number, row, pen) for number, row in enumerate(document.rows, 1)],
        "generated": words["generated"].format(at=pen.moment(document.generated_at)),
    }


def _block(block: Block, pen: Pen) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "text": pen.text(block.text),
        "mark": pen.number(block.mark),
        "depth": block.depth,
    }


def _signed(number: int, row: SignedRow, pen: Pen) -> dict[str, str]:
    return {
        "number": pen.number(number),
        "organisation": pen.text(row.organisation),
        "name": pen.text(row.name),
        "post": pen.text(row.post),
        "day": pen.day(row.day) if row.day else "",
    }
