"""Reading tables people hand in: CSV as Windows and Excel write it, and XLSX.

Nothing is run and nothing is guessed: what cannot be read is refused with what to do about it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _

from committees.errors import Refused

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
LONGEST_CELL = 2000
# An XLSX is a packed file; what is packed tighter than this was made to fill the memory.
MOST_UNPACKED = 60 * 1024 * 1024
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Row = tuple[int, list[str]]


class Unreadable(Refused):
    """The file cannot be read as a table; the reason says what to do."""

    status = 400


def read_table(content: bytes) -> list[Row]:
    """The rows that hold something, each with its number in the file. Raises Unreadable."""
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable(_("This file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 2 MB. Split it, or take pictures out of it."))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            _("This is an Excel file of an old kind or with a password. Save it as XLSX without.")
        )
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(_text(content))
    filled = [(number, _short(row)) for number, row in rows if any(row)]
    if len(filled) > MOST_ROWS + 20:
        raise Unreadable(_("This file has more than 2,000 rows. Split it into several files."))
    return filled


def _short(row: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    while row and not row[-1]:
        row = row[:-1]
    return row


# --- XLSX -------------------------------------------------------------------------------------


def _xlsx(content: bytes) -> list[Row]:
    broken = _("This Excel file cannot be opened. Save it again as XLSX, or as CSV in UTF-8.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unreadable(broken)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()
        rows = []
        filled = 0
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            cells = [_cell(value) for value in row]
            if any(cells):
                filled += 1
                rows.append((number, cells))
            if filled > MOST_ROWS + 20 or number > 100 * MOST_ROWS:
                break
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part of the file leads to
        raise Unreadable(broken) from error
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    """Without what our own files put before a text that could run as a formula."""
    text = text.replace("\0", "")[:LONGEST_CELL].strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@＝＋－＠") else text


# --- CSV --------------------------------------------------------------------------------------


def _text(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-874."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        # Latin letters have their zero in the second byte, or in the first.
        second = content[1::2].count(0) >= content[0::2].count(0)
        encodings = ["utf-16-le" if second else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp874"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text, anything=encoding == "utf-8-sig"):
            return text
    raise Unreadable(
        _("This file is neither CSV nor XLSX. Save the list as XLSX, or as CSV in UTF-8.")
    )


def _is_text(text: str, *, anything: bool) -> bool:
    """Whether it is text at all; of encodings in which any bytes are letters, Thai and Latin."""
    if any(c < " " and c not in "\t\r\n\v\f" for c in text):
        return False
    return anything or all(c < "\u0e80" or "\u2000" <= c <= "\u20ff" or c == "\ufeff" for c in text)


def _csv(text: str) -> list[Row]:
    head = "\n".join(text.splitlines()[:5])
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        for number, row in enumerate(reader, 1):
            rows.append((number, [_plain(cell) for cell in row[:MOST_COLUMNS]]))
            if number > 20 * MOST_ROWS:
                break
    except csv.Error as error:
        raise Unreadable(
            _("This CSV file is broken: a quotation mark is left open. Save it again as XLSX.")
        ) from error
    return rows
