"""Spreadsheets: what goes in comes out, and nothing in them runs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.exports import (
    LONGEST_CELL,
    LONGEST_TITLE,
    Sheet,
    csv_bytes,
    csv_response,
    looks_like_formula,
    sheet_title,
    xlsx_bytes,
    xlsx_response,
    xml_text,
)

DANGEROUS = [
    "=1+1",
    "=HYPERLINK('http://x','y')",
    "+66 81 234 5678",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "＝1+1",
    "-",
    "\x00=1",
    "\tplain",
]
TEXT = {"s", "inlineStr"}
HARMLESS = ["-5", "-12.50", "12", "น้ำ", "a=b", "'=1", "", " ", "1-2", "#N/A", "x\n=1"]

text = st.one_of(
    st.text(), st.text(alphabet="=+-@\t\r\n '\"\0\ud800x1น้ำ😀"), st.sampled_from(DANGEROUS)
)
values = st.one_of(
    text,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)).filter(lambda d: 1 < d.year < 9999),
)


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("value", DANGEROUS)
def test_what_looks_like_a_formula(value: str) -> None:
    assert looks_like_formula(value)


@pytest.mark.parametrize("value", HARMLESS)
def test_what_is_harmless(value: str) -> None:
    assert not looks_like_formula(value)


# --- CSV --------------------------------------------------------------------------------------


def test_csv_holds_what_was_given() -> None:
    when = datetime(2026, 1, 15, 7, 5, tzinfo=UTC)
    rows = [['น้ำ, "ปี่"\nกู้', Decimal("12000.50"), -5, date(2026, 1, 15), when, None, True]]
    lines = read_csv(csv_bytes(rows, ["ก", gettext_lazy("Budget"), "c", "d", "e", "f", "g"]))
    assert lines[1] == [
        'น้ำ, "ปี่"\nกู้',
        "12000.50",
        "-5",
        "2026-01-15",
        "2026-01-15 14:05",
        "",
        "True",
    ]


def test_csv_numbers_are_bare_and_exact() -> None:
    content = csv_bytes([[Decimal("1E+3"), Decimal("-0.10"), 10**40, "=1"]], ["a"]).decode()
    assert content.splitlines()[1] == f'1000,-0.10,{10**40},"\'=1"'


@given(st.lists(st.lists(values, min_size=1, max_size=4), max_size=4))
def test_no_csv_cell_runs(rows: list[list[Any]]) -> None:
    lines = read_csv(csv_bytes(rows, ["=head"]))
    assert len(lines) == len(rows) + 1
    assert lines[0] == ["'=head"]
    for line in lines:
        assert not any(looks_like_formula(cell) for cell in line)


def test_csv_response() -> None:
    response = csv_response("แผน 1/2569\r\nX: y.csv", [["a"]], ["b"])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "private, no-store"


# --- XLSX -------------------------------------------------------------------------------------


def test_xlsx_holds_numbers_dates_and_text_as_such() -> None:
    when = datetime(2026, 1, 15, 7, 5, tzinfo=UTC)
    row = ["น้ำ", Decimal("12000.50"), -5, date(2026, 1, 15), when, None, "=1+1"]
    content = xlsx_bytes(
        [Sheet("แผน", ["a", "b", "c", "d", "e", "f", "g"], [row], notes=["แผนปฏิบัติการ"])],
        title="แผน",
    )
    sheet = read_xlsx(content)["แผน"]
    assert sheet["A1"].value == "แผนปฏิบัติการ"
    cells = sheet[4]
    assert [cell.value for cell in cells] == [
        "น้ำ",
        12000.5,
        -5,
        datetime(2026, 1, 15),  # noqa: DTZ001
        datetime(2026, 1, 15, 14, 5),  # noqa: DTZ001
        None,
        "=1+1",
    ]
    assert [cell.data_type[0] for cell in cells[1:6]] == ["n", "n", "d", "d", "n"]
    assert cells[6].data_type in TEXT
    assert cells[6].quotePrefix
    assert cells[3].number_format.startswith("[$-107041E]")
    assert {cell.font.name for cell in cells} == {"Sarabun"}
    assert sheet["A3"].font.bold
    assert sheet.freeze_panes == "A4"


def test_english_workbooks_show_the_common_era() -> None:
    content = xlsx_bytes([Sheet("x", ["d"], [[date(2026, 1, 15)]])], language="en")
    assert read_xlsx(content)["x"]["A2"].number_format == "d mmm yyyy"


@settings(max_examples=60)
@given(st.lists(st.lists(values, max_size=4), max_size=4), text)
def test_no_xlsx_cell_runs(rows: list[list[Any]], title: str) -> None:
    content = xlsx_bytes([Sheet(title, ["=head", title], rows, notes=[title])], title=title)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b'"e"' not in xml
    for row in read_xlsx(content).worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type in TEXT | {"n", "b", "d"}


def test_dangerous_text_stays_what_it_was() -> None:
    rows = [[value] for value in [*DANGEROUS, *HARMLESS]]
    sheet = read_xlsx(xlsx_bytes([Sheet("x", ["h"], rows)])).worksheets[0]
    for (given_text,), (cell,) in zip(rows, sheet.iter_rows(min_row=2), strict=True):
        assert (cell.value or "") == xml_text(given_text)


def test_numbers_a_spreadsheet_would_change_are_text() -> None:
    row = [10**15, Decimal("NaN"), float("inf"), date(1880, 1, 1), 1101700230673]
    sheet = read_xlsx(xlsx_bytes([Sheet("x", list("abcde"), [row])])).worksheets[0]
    shown = [cell.value for cell in sheet[2]]
    assert shown == ["1000000000000000", "NaN", "inf", "1880-01-01", 1101700230673]


@given(text)
def test_cell_text_fits(value: str) -> None:
    assert len(xml_text(value * 3).encode("utf-16-le")) // 2 <= LONGEST_CELL


@pytest.mark.parametrize("value", ["ก" * 40_000, "😀" * 20_000, "a" * LONGEST_CELL])
def test_enormous_cells_are_cut_and_say_so(value: str) -> None:
    cut = xml_text(value)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cut == value or cut.endswith("…")


@given(st.lists(text, max_size=6))
def test_sheet_names_keep_the_rules(titles: list[str]) -> None:
    names: set[str] = set()
    for title in titles:
        name = sheet_title(title, names)
        assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_TITLE
        assert not set(name) & set("[]:*?/\\\0")
        assert name[0] != "'"
        assert name.casefold() not in names | {"history"}
        names.add(name.casefold())


def test_sheet_names() -> None:
    assert sheet_title("แผน 1/2569") == "แผน 1 2569"
    assert sheet_title("History") == "History (2)"
    assert sheet_title("Plan", ["plan"]) == "Plan (2)"
    assert sheet_title("'[]'") == "Sheet"


def test_two_sheets_of_one_name() -> None:
    book = read_xlsx(xlsx_bytes([Sheet("แผน", ["a"], []), Sheet("แผน", ["a"], [])]))
    assert book.sheetnames == ["แผน", "แผน (2)"]


def test_xlsx_response() -> None:
    response = xlsx_response("แผน.xlsx", [Sheet("x", ["a"], [])])
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")
