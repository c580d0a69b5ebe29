"""Files people hand in: what is taken, in which form it is kept, and where.

`PaperField` takes a file by what it holds, never by its name; `store` keeps it; the page `paper`
hands it out again. Pictures are written anew, so that where and with which telephone they were
taken does not stay in them.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import unicodedata
import uuid
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from accounts.models import User
from accounts.thai import clean_line
from committees.models import Committee, Export, Paper
from committees.privacy import without_personal

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    DOCX: ".docx",
    XLSX: ".xlsx",
}
PICTURES = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}
# What a browser shows by itself; the rest is only ever saved.
SHOWN = frozenset({PDF, JPEG, PNG, WEBP})

LONGEST_NAME = 120
MOST_PIXELS = 50_000_000  # a page scanned at 600 dpi has 35 million
LONGEST_SIDE = 4000
MOST_PARTS, MOST_UNPACKED = 5000, 300 * 1024 * 1024
# Parts of an office file that run, or that carry what runs.
_RUNS = ("vbaproject", "vbadata", "activex", ".bin.exe", "macrosheets")
# What reading a damaged or locked part of one raises.
_BROKEN_PARTS = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)


@dataclass(frozen=True)
class Upload:
    """A file that was taken: its clean name, its type and its bytes as they are kept."""

    name: str
    content_type: str
    content: bytes


class PaperField(forms.FileField):
    """A file: PDF, picture, Word or Excel. Cleans to an `Upload`.

    `types` narrows what is taken, for example `{PDF}` where only a signed copy will do.
    """

    widget = forms.FileInput
    default_error_messages = {
        "required": _("Choose a file."),
        "invalid": _("No file arrived. Choose it again."),
        "missing": _("No file arrived. Choose it again."),
        "empty": _("This file is empty. Choose another one."),
        "large": _(
            "This file is %(size)s; at most %(most)s are taken. Scan it again in a lower quality."
        ),
        "type": _("This is not a file that can be taken here. Choose %(types)s."),
        "broken": _("This file cannot be opened. Save or scan it again, then choose it again."),
        "macros": _("This file holds macros, which are programs. Save it without them."),
        "pixels": _("This picture is too large to open. Scan or take it again in a lower quality."),
    }

    def __init__(self, *, types: frozenset[str] | set[str] | None = None, **kwargs: Any) -> None:
        self.types = frozenset(types or EXTENSIONS)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser offers at first."""
        endings = [ending for kind, ending in EXTENSIONS.items() if kind in self.types]
        return super().widget_attrs(widget) | {"accept": ",".join(endings)}

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """The file as it is kept, or None where none was chosen and none is needed."""
        if not isinstance(data, UploadedFile):
            if self.required:
                raise self._fail("required")
            return None
        self.check_size(data)
        content = data.read()
        kind = kind_of(content)
        if kind is None or kind not in self.types:
            raise self._fail("type", types=", ".join(self.endings()))
        return Upload(file_name(data.name or "", kind), kind, self.kept_form(kind, content))

    def check_size(self, data: UploadedFile) -> None:
        """Something, and not too much."""
        most = settings.PAPER_MAX_BYTES
        if not data.size:
            raise self._fail("empty")
        if data.size > most:
            raise self._fail("large", size=filesizeformat(data.size), most=filesizeformat(most))

    def kept_form(self, kind: str, content: bytes) -> bytes:
        """The bytes that are kept; refuses what is broken or runs."""
        try:
            if kind in PICTURES.values():
                return bare_picture(content)
            if kind in {DOCX, XLSX}:
                check_office_file(content)
        except _RefusedFile as error:
            raise self._fail(error.code) from error
        return content

    def endings(self) -> list[str]:
        """The kinds of file taken, as people call them."""
        found = [ending[1:].upper() for kind, ending in EXTENSIONS.items() if kind in self.types]
        return [name for name in found if name != "WEBP"]

    def _fail(self, code: str, **params: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class _RefusedFile(Exception):  # noqa: N818  (named as what it says)
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# --- What a file is -----------------------------------------------------------------------------


def kind_of(content: bytes) -> str | None:
    """The type of a file by its first bytes; None for what is not taken."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    return None


def _office_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = set(file.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    if "[Content_Types].xml" not in parts:
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None


def check_office_file(content: bytes) -> None:
    """Refuse a Word or Excel file that holds programs, or that unpacks to more than is sane."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = file.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _RefusedFile("broken")
        if any(word in part.filename.lower() for part in parts for word in _RUNS):
            raise _RefusedFile("macros")
        try:
            with file.open("[Content_Types].xml") as listing:
                types = listing.read(1024 * 1024).lower()
        except _BROKEN_PARTS as error:
            raise _RefusedFile("broken") from error
        if b"macroenabled" in types or b"vbaproject" in types:
            raise _RefusedFile("macros")


def bare_picture(content: bytes) -> bytes:
    """The picture written anew, upright and no larger than is read well, without anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own bound; ours is asked below
            picture = Image.open(io.BytesIO(content), formats=list(PICTURES))
        if picture.width * picture.height > MOST_PIXELS:
            raise _RefusedFile("pixels")
        kind = str(picture.format)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _written(upright, kind)
    except Image.DecompressionBombError as error:
        raise _RefusedFile("pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, KeyError) as error:
        raise _RefusedFile("broken") from error


def _written(picture: Image.Image, kind: str) -> bytes:
    clear = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if clear and kind != "JPEG" else "RGB"
    if picture.mode == "L":
        mode = "L" if kind != "WEBP" else "RGB"
    plain = Image.new(mode, picture.size)
    plain.paste(picture.convert(mode))
    buffer = io.BytesIO()
    plain.save(buffer, kind, **({} if kind == "PNG" else {"quality": 88}))
    return buffer.getvalue()


def file_name(raw: str, kind: str) -> str:
    """The name a file is kept under: clean, short, with the ending of what it is.

    A number of a national ID or passport is left out of it; telephones number pictures alike, so
    the file itself is taken.
    """
    base = PurePosixPath(clean_line(raw[-1000:]).replace("\\", "/")).name
    stem = base.rpartition(".")[0] if "." in base else base
    stem = without_personal(stem)
    kept = "".join(c for c in stem if c not in '<>:"|?*%;' and unicodedata.category(c) != "So")
    ending = EXTENSIONS[kind]
    return (kept.strip(" .")[: LONGEST_NAME - len(ending)].strip(" .") or "file") + ending


# --- Keeping ------------------------------------------------------------------------------------


def storage() -> Storage:
    """Where the files lie."""
    return storages["papers"]


@transaction.atomic
def store(*, committee: Committee, upload: Upload, by: User | None, above: bool = True) -> Paper:
    """Keep a file and its row. The caller has authorised the act it belongs to.

    The file is written first; when the transaction is undone it is removed again. `above` lets
    those who oversee the committee open it too, where the committee is open to them.
    """
    name = secrets.token_hex(20)
    key = storage().save(f"{name[:2]}/{name}", ContentFile(upload.content))
    remove_when_undone(key)
    return Paper.objects.create(
        committee=committee,
        province_id=committee.province_id,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        key=key,
        above=above and not committee.closed,
        uploaded_by=by,
    )


def show_above(papers: Iterable[uuid.UUID], *, above: bool) -> None:
    """Let those who oversee the committee open these papers, or no longer.

    The caller has authorised the act, and asks for True only where the committee is open.
    """
    Paper.objects.filter(pk__in=list(papers)).update(above=above)


@transaction.atomic
def remove(paper: Paper) -> None:
    """Remove a file and its row for good. The caller has authorised the act, and nothing names it.

    The file goes after the commit, so that an act that is undone leaves it.
    """
    key = paper.key
    paper.delete()
    transaction.on_commit(lambda: storage().delete(key))


def remove_when_undone(key: str) -> None:
    """Tie the file to the transaction.

    What waits for a commit is thrown away when its transaction or savepoint is undone, and goes
    with it. It stands before all else that waits, so that nothing that fails after the commit can
    keep it from being heard.
    """
    transaction.on_commit(_Written(key, storage().delete))
    connection.run_on_commit.insert(0, connection.run_on_commit.pop())


class _Written:
    """A file that waits for its commit: thrown away uncalled, it takes the file along."""

    def __init__(self, key: str, remove: Callable[[str], None]) -> None:
        self.key, self.remove, self.committed = key, remove, False

    def __call__(self) -> None:
        self.committed = True

    def __del__(self) -> None:
        if not self.committed:
            self.remove(self.key)


# --- Checking -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Something wrong between rows and files: `what` is missing, changed or ownerless."""

    key: str
    what: str


def faults() -> Iterator[Fault]:
    """Compare every row with its file, and every file with the rows.

    Sees only the rows the database role may see: run it as the owner, over everything. A file that
    is just being handed in has no row yet, so run it again before believing an ownerless one.
    """
    known = set()
    for paper in Paper.objects.order_by("pk").iterator():
        known.add(paper.key)
        if not storage().exists(paper.key):
            yield Fault(paper.key, "missing")
        elif _hash_of(paper.key) != paper.sha256:
            yield Fault(paper.key, "changed")
    known |= set(Export.objects.exclude(key="").values_list("key", flat=True))
    for key in _keys():
        if key not in known:
            yield Fault(key, "ownerless")


def _hash_of(key: str) -> str:
    digest = hashlib.sha256()
    with storage().open(key, "rb") as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def _keys() -> Iterator[str]:
    try:
        folders, _files = storage().listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in sorted(storage().listdir(folder)[1]):
            yield f"{folder}/{name}"
