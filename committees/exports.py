"""Spreadsheets: rows as CSV and XLSX that open well in Thai and cannot run as formulas.

What goes in is what the caller may see; nothing here reads the database.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from typing import IO, Any, cast

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from committees.calendar import BANGKOK

Value = str | float | Decimal | date | Promise | None  # int, bool and datetime are among them
Row = Sequence[Value]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

#: Limits of the format.
LONGEST_CELL = 32_767
LONGEST_TITLE = 31
MOST_ROWS = 1_048_576

# --- Text that is safe in a spreadsheet -------------------------------------------------------

# Characters XML 1.0 has no place for; half surrogates cannot be written at all.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet takes these for the beginning of a formula, the wide ones in some languages too.
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def xml_text(text: str) -> str:
    """The text without characters XML forbids, with plain line ends, at most a cell long."""
    text = _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _shortened(text)


def _shortened(text: str) -> str:
    """At most a cell long, counted as spreadsheets do, in UTF-16 units."""
    if len(text) * 2 <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    return units[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", errors="ignore") + "…"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet may run the text: it begins, after what is not seen, with = + - @.

    So may one that begins with a tab or a carriage return. A plain negative number is harmless.
    """
    if _NUMBER.fullmatch(text):
        return False
    if text[:1] in ("\t", "\r"):
        return True
    for character in text:
        if character.isspace() or unicodedata.category(character)[0] == "C":
            continue
        return bool(_FORMULA.match(character))
    return False


# --- CSV --------------------------------------------------------------------------------------


def csv_bytes(rows: Iterable[Row], headers: Sequence[str | Promise]) -> bytes:
    """Rows as CSV in UTF-8 with a byte order mark, by which Excel knows Thai.

    Text that could run as a formula gets an apostrophe before it. Dates are ISO dates and moments
    Bangkok time; all text is quoted, so that a semicolon parts nothing.
    """
    buffer = io.BytesIO()
    write_csv(buffer, rows, headers)
    return buffer.getvalue()


def write_csv(target: IO[bytes], rows: Iterable[Row], headers: Sequence[str | Promise]) -> None:
    """The same into a file, row by row, so that a long list takes no more memory than a short."""
    target.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_csv_value(capfirst(str(header))) for header in headers])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
    text.flush()
    text.detach()


class _Number(float):
    """A number that is written with exactly the digits it has."""

    def __new__(cls, value: Decimal | int) -> "_Number":
        number = super().__new__(cls, 0)
        number.digits = format(value, "f" if isinstance(value, Decimal) else "d")
        return number

    digits: str

    def __repr__(self) -> str:
        return self.digits

    __str__ = __repr__


def _csv_value(value: Value) -> str | float:
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and _finite(value):
        return _Number(value)
    if isinstance(value, datetime):
        return _bangkok(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = _NO_XML.sub("", str(value))
    return f"'{text}" if looks_like_formula(text) else text


def csv_response(
    filename: str, rows: Iterable[Row], headers: Sequence[str | Promise]
) -> HttpResponse:
    """The CSV as a file to keep."""
    return _download(filename, csv_bytes(rows, headers), CSV)


# --- XLSX -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings of its columns, its rows."""

    title: str | Promise
    headers: Sequence[str | Promise]
    rows: Iterable[Row]
    #: Lines above the headings: what this is, of whom, of when.
    notes: Sequence[str | Promise] = field(default_factory=tuple)


_FONT = "Sarabun"
_NORMAL = Font(name=_FONT, size=11)
_BOLD = Font(name=_FONT, size=11, bold=True)
_HEAD = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1D3F72")
_LINE = Border(bottom=Side(style="thin", color="DCD8CF"))
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_NARROWEST, _WIDEST = 8, 60
_LOOKED_AT = 500
_DATE = "d mmm yyyy"
# Arabic digits (01), the Thai Buddhist calendar (07), the Thai language (041E): a real date that
# is shown with its Buddhist Era year.
_THAI_DATE = "[$-107041E]d mmm yyyy"


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str = "", language: str = "th") -> bytes:
    """Sheets as one workbook: numbers as numbers, dates as dates, every text as text."""
    buffer = io.BytesIO()
    write_xlsx(buffer, sheets, title=title, language=language)
    return buffer.getvalue()


def write_xlsx(
    target: IO[bytes], sheets: Sequence[Sheet], *, title: str = "", language: str = "th"
) -> None:
    """The same into a file. Rows are taken one by one and written aside; none is kept in memory.

    Raises ValueError where a sheet would hold more rows than the format can.
    """
    book = Workbook(write_only=True)
    book.properties.title = xml_text(title) or None
    book.properties.creator = None
    names: set[str] = set()
    for sheet in sheets:
        name = sheet_title(str(sheet.title), names)
        names.add(name.casefold())
        _write_sheet(book.create_sheet(name), sheet, _THAI_DATE if language == "th" else _DATE)
    book.save(target)


def xlsx_response(
    filename: str, sheets: Sequence[Sheet], *, title: str = "", language: str = "th"
) -> HttpResponse:
    """The workbook as a file to keep."""
    return _download(filename, xlsx_bytes(sheets, title=title, language=language), XLSX)


def sheet_title(title: str, taken: Iterable[str] = ()) -> str:
    """A name a sheet may have: allowed characters, at most 31 of them, not used yet.

    `taken` are the names in use, in small letters.
    """
    name = re.sub(r"[\[\]:*?/\\]", " ", _NO_XML.sub("", title))
    name = " ".join(name.split()).strip("'")
    name = _cut(name, LONGEST_TITLE).strip("' ") or "Sheet"
    used = set(taken) | {"history"}  # Excel keeps this one for itself
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        suffix = f" ({number})"
        candidate = _cut(name, LONGEST_TITLE - len(suffix)) + suffix
    return candidate


def _cut(text: str, most: int) -> str:
    """The beginning of a text, so many UTF-16 units long at most."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", errors="ignore")


# `target` is openpyxl's write-only sheet, of which its type stubs know too little.
def _write_sheet(target: Any, sheet: Sheet, date_format: str) -> None:
    # How wide the columns are is said before the rows, so some are looked at first.
    rows = iter(sheet.rows)
    first = [list(row) for row in islice(rows, _LOOKED_AT)]
    head = len(sheet.notes) + (1 if sheet.notes else 0) + 1
    for index, width in enumerate(_widths(sheet.headers, first), start=1):
        target.column_dimensions[get_column_letter(index)].width = width
    target.freeze_panes = f"A{head + 1}"
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = 9  # A4
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"{head}:{head}"
    for note in sheet.notes:
        target.append([_text_cell(target, str(note), _BOLD, _TOP)])
    if sheet.notes:
        target.append([])
    target.append([_head_cell(target, capfirst(str(header))) for header in sheet.headers])
    for number, row in enumerate(chain(first, rows), start=head + 1):
        if number > MOST_ROWS:
            raise ValueError(f"A sheet holds {MOST_ROWS:,} rows; these are more.")
        target.append([_cell(target, value, date_format) for value in row])


def _head_cell(target: Any, text: str) -> Cell:
    cell = _text_cell(target, text, _HEAD, _WRAPPED)
    cell.fill = _HEAD_FILL
    return cell


def _cell(target: Any, value: Value, date_format: str) -> Cell:
    cell = _typed_cell(target, value, date_format)
    cell.border = _LINE
    return cell


def _typed_cell(target: Any, value: Value, date_format: str) -> Cell:
    if isinstance(value, datetime):
        value = _bangkok(value)
    number_format = _number_format(value, date_format)
    if number_format is None or value is None or isinstance(value, (str, Promise)):
        text = "" if value is None else str(value)
        return _text_cell(target, text, _NORMAL, _WRAPPED)
    cell = WriteOnlyCell(target, value=cast(Any, value))
    cell.font, cell.alignment, cell.number_format = _NORMAL, _TOP, number_format
    return cell


def _number_format(value: Value, date_format: str) -> str | None:
    """How a spreadsheet shows the value as what it is; None for what is kept as text."""
    if isinstance(value, bool):
        return "General"
    if isinstance(value, (int, float, Decimal)):
        # Spreadsheets keep fifteen digits; more would change silently.
        if not _finite(value) or not -(10**15) < value < 10**15:
            return None
        return "#,##0.00" if value % 1 else "#,##0"
    if isinstance(value, date):
        # Spreadsheets count the days from 1900.
        if value.year <= 1900:
            return None
        return f"{date_format} hh:mm" if isinstance(value, datetime) else date_format
    return None


def _text_cell(target: Any, text: str, font: Font, alignment: Alignment) -> Cell:
    text = xml_text(text)
    cell = WriteOnlyCell(target, value=text or None)
    if text:
        # Whatever it looks like, it is text: never a formula, never an error value.
        cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    if looks_like_formula(text):
        # Stays text when someone edits the cell, too.
        cell.quotePrefix = True
    return cell


def _widths(headers: Sequence[str | Promise], rows: Sequence[Row]) -> Iterator[int]:
    for index, header in enumerate(headers):
        cells = (row[index] for row in rows if index < len(row))
        widest = max((_width(cell) for cell in cells), default=0)
        yield max(_NARROWEST, min(_WIDEST, max(_width(str(header)), widest) + 2))


def _width(value: Value) -> int:
    """About how many letters wide a value is; Thai marks above and below take no room."""
    if isinstance(value, datetime):
        return 18
    if isinstance(value, date):
        return 12
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return len(f"{value:,}") if _finite(value) else 8
    lines = str(value if value is not None else "")[:2000].split("\n")
    return max(sum(not unicodedata.category(c).startswith("M") for c in line) for line in lines)


def _finite(value: float | Decimal) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) or isfinite(value)


def _bangkok(moment: datetime) -> datetime:
    """Bangkok time without its zone, which spreadsheets do not know."""
    return moment.astimezone(BANGKOK).replace(tzinfo=None) if moment.tzinfo else moment


def _download(filename: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    header = content_disposition_header(as_attachment=True, filename=file_name(filename))
    response["Content-Disposition"] = header or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(name: str) -> str:
    """The name as a file may have it: separators and controls have no place there."""
    return re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", name).strip() or "file"
