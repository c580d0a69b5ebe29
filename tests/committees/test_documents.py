"""Official papers: what reaches the template, and that every paper can be set."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.calendar import Quarter
from committees.documents import (
    Language,
    LineRow,
    QuarterPlanDocument,
    SignatureRow,
    _paper,
    quarter_plan_pdf,
    quarter_plan_pictures,
)

MARKUP = '#set page(fill: red) $x^2$ *bold* _it_ \\ #panic("x") <b>&amp;</b> // c @ref `x` [y] 😀'

LINE = LineRow(
    what="จัดตั้งกลุ่มเฝ้าระวังที่ปี่ น้ำ กู้ ฏิ อบรม 30 คน COVID-19",
    pillar="การต่อต้านการค้ามนุษย์",
    responsible="สถานีตำรวจภูธรแม่สาย",
    supporting=["เทศบาลตำบลแม่สาย"],
    places=["ต.แม่สาย", "ต.โป่งผา"],
    starts=date(2025, 11, 12),
    ends=date(2025, 12, 31),
    budget=Decimal("12000.50"),
    funding="องค์การบริหารส่วนตำบลโป่งผา",
    indicator="จำนวนหมู่บ้าน",
    target="12 หมู่บ้าน",
)
PLAN = QuarterPlanDocument(
    committee_name="คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอแม่สาย",
    province_name="เชียงราย",
    quarter=Quarter(2569, 1),
    state_label="อนุมัติ",
    lines=[LINE, replace(LINE, budget=Decimal(0))],
    signatures=[
        SignatureRow("submitted", "ปราณี ใจดี", "เลขานุการ", datetime(2025, 9, 20, 3, 5, tzinfo=UTC)),
        SignatureRow("approved", "สมชาย แก้วมูล", "ปลัดอำเภอ", None, "ดี"),
        SignatureRow("received"),
    ],
    generated_at=datetime(2025, 9, 23, 18, 0, tzinfo=UTC),
)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def english(**changes: Any) -> QuarterPlanDocument:
    line = LineRow(
        what="Train 30 volunteers",
        pillar="counter-trafficking",
        responsible="Mae Sai Police Station",
        starts=date(2025, 11, 12),
        ends=date(2025, 12, 31),
        budget=Decimal(12000),
        funding="municipality",
    )
    plain = QuarterPlanDocument(
        committee_name="Mae Sai District Committee",
        province_name="Chiang Rai",
        quarter=Quarter(2569, 1),
        state_label="approved",
        lines=[line],
        signatures=[SignatureRow("submitted", "Pranee Jaidee", "secretary")],
        generated_at=PLAN.generated_at,
        language="en",
    )
    return replace(plain, **changes)


def test_thai_papers_have_thai_digits_and_buddhist_years() -> None:
    paper = _paper(PLAN, None)
    assert paper["quarter"].replace("\u00a0", " ") == "ไตรมาส ๑/๒๕๖๙ (ตุลาคม–ธันวาคม ๒๕๖๘)"
    assert paper["year"] == "ปีงบประมาณ พ.ศ. ๒๕๖๙"
    assert paper["province"] == "จังหวัดเชียงราย"
    assert paper["generated"].replace("\u00a0", " ") == "พิมพ์เมื่อ ๒๔ กันยายน ๒๕๖๘ เวลา ๐๑.๐๐ น."
    assert paper["total"] == "๑๒,๐๐๐.๕๐"
    assert paper["in_words"] == "(หนึ่งหมื่นสองพันบาทห้าสิบสตางค์)"
    first, second = paper["lines"]
    assert first["number"] == "๑"
    # Digits inside words with Latin letters are part of a name.
    assert first["what"].endswith("อบรม ๓๐ คน COVID-19")
    assert first["when"].replace("\u00a0", " ") == "๑๒ พ.ย. – ๓๑ ธ.ค. ๒๕๖๘"
    assert second["budget"] == "–"


def test_a_committee_may_choose_arabic_digits() -> None:
    paper = _paper(PLAN, "arabic")
    assert paper["total"] == "12,000.50"
    assert "๐" not in str(paper["lines"])
    assert paper["year"] == "ปีงบประมาณ พ.ศ. 2569"


def test_an_english_paper_says_all_of_it() -> None:
    (page,) = pages(quarter_plan_pdf(english(note="Round 2"), digits="thai"))
    for words in (
        "Quarterly action plan",
        "Mae Sai District Committee",
        "Q1/2569",
        "Fiscal year B.E. 2569",
        "Chiang Rai province",
        "Status: approved",
        "Round 2",
        "Train 30 volunteers",
        "31 Dec 2025",
        "12,000",
        "Activities: 1 · Total",
        "Submitted by",
        "(Pranee Jaidee)",
        "Page 1/1",
        "Printed 24 September 2025, 01:00",
    ):
        assert words in page.replace("\u00a0", " ")


def test_a_thai_paper_is_set_and_named() -> None:
    content = quarter_plan_pdf(PLAN)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("แผนปฏิบัติการรายไตรมาส")
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)  # A4, lying
    assert "๑/๒๕๖๙" in reader.pages[0].extract_text()


@pytest.mark.parametrize("count", [0, 1, 60])
def test_any_number_of_lines(count: int) -> None:
    plan = english(lines=[english().lines[0]] * count)
    found = pages(quarter_plan_pdf(plan))
    together = "\n".join(found)
    assert together.count("Train 30") == count
    if count:
        assert f"Activities: {count} · Total" in together
        assert f"Page {len(found)}/{len(found)}" in found[-1]
    else:
        assert "No activities in this quarter" in together
    # The headings are on every page that has a part of the table.
    assert sum("Funding source" in page for page in found) >= len(found) - 1


def test_what_people_write_is_never_typst() -> None:
    line = LineRow(
        MARKUP, MARKUP, MARKUP, date(2025, 10, 1), date(2025, 10, 1), [MARKUP], [MARKUP],
        Decimal("9999999999.99"), MARKUP, MARKUP, MARKUP,
    )  # fmt: skip
    plan = english(
        committee_name=MARKUP,
        note=MARKUP,
        lines=[line],
        signatures=[SignatureRow("approved", MARKUP, MARKUP, PLAN.generated_at, MARKUP)],
    )
    together = "\n".join(pages(quarter_plan_pdf(plan)))
    assert "#set page(fill: red) $x^2$ *bold* _it_ \\" in together
    assert "<b>&amp;</b>" in together


@pytest.mark.parametrize(
    "text",
    ["คำที่ยาวมาก " * 2000, "ก" * 5000, "x" * 5000, "น้ำ\n" * 300, "", "\0\ud800\u202e", "๙" * 500],
    ids=["words", "one letter", "no space", "lines", "nothing", "invisible", "digits"],
)
def test_enormous_and_odd_texts(text: str) -> None:
    line = replace(LINE, what=text, places=[text], supporting=[text], funding=text)
    plan = replace(PLAN, lines=[line], note=text[:1000], province_name=text[:100])
    assert pages(quarter_plan_pdf(plan))


@settings(max_examples=25)
@given(st.text(), st.sampled_from(["th", "en"]), st.booleans())
def test_any_text_is_set(text: str, language: Language, is_draft: bool) -> None:
    line = replace(LINE, what=text, indicator=text)
    plan = replace(PLAN, lines=[line], note=text, language=language, is_draft=is_draft)
    assert quarter_plan_pdf(plan).startswith(b"%PDF")


def test_pictures_of_the_pages() -> None:
    found = quarter_plan_pictures(PLAN)
    assert found
    assert all(picture.startswith(b"\x89PNG") for picture in found)
