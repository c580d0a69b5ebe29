"""What a list of organisations may hold: its columns, and how each cell is understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.thai import clean_line
from committees.calendar import DateError, parse_date, today
from committees.fields import LineField, MailField, PhoneField, WebsiteField
from committees.roles import ROLES
from members.matching import Matcher, normalised
from members.models import OrganisationKind, Pillar

LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, an example for the form to fill in, other headings."""

    key: str
    label: str | Promise
    example: str | Promise
    others: tuple[str, ...] = ()
    members: bool = False  # only where a civil-society committee brings its members

    @property
    def headings(self) -> set[str]:
        """Every way to write its heading, in the form in which headings are compared."""
        found = {normalised(other) for other in (self.key, *self.others)}
        for language in LANGUAGES:
            with override(language):
                found.add(normalised(str(self.label)))
        return found


COLUMNS = (
    Column("name_th", gettext_lazy("name in Thai"), "มูลนิธิบาลา", ("ชื่อ", "ชื่อองค์กร", "name thai")),
    Column(
        "name_en",
        gettext_lazy("name in English"),
        "Bala Foundation",
        ("organization", "organisation", "name", "ชื่ออังกฤษ"),
    ),
    Column("short_th", gettext_lazy("short name in Thai"), "", ("ชื่อย่อ",)),
    Column("short_en", gettext_lazy("short name in English"), "", ("abbreviation", "short name")),
    Column(
        "kind",
        gettext_lazy("kind"),
        OrganisationKind.CSO.label,
        ("type", "ประเภทองค์กร", "type of organisation"),
    ),
    Column(
        "registration",
        gettext_lazy("registration number"),
        "",
        ("registration", "registration no", "เลขที่จดทะเบียน", "เลขทะเบียน"),
    ),
    Column("pillars", gettext_lazy("pillars"), Pillar.CHILD_PROTECTION.label, ("pillar", "เสาหลัก")),
    Column("target_groups", gettext_lazy("target groups"), "", ("target group", "กลุ่มเป้าหมาย")),
    Column(
        "districts",
        gettext_lazy("districts served"),
        "",
        ("district", "districts", "อำเภอ", "พื้นที่", "พื้นที่ทำงาน"),
    ),
    Column("website", gettext_lazy("website"), "", ("web", "เว็บไซต์")),
    Column(
        "contact_name", gettext_lazy("contact: name"), "", ("contact", "contact person", "ผู้ติดต่อ")
    ),
    Column("contact_post", gettext_lazy("contact: post"), ""),
    Column("contact_phone", gettext_lazy("contact: telephone"), "", ("phone", "โทรศัพท์", "โทร")),
    Column("contact_email", gettext_lazy("contact: e-mail"), "", ("email", "e-mail", "อีเมล")),
    Column(
        "since",
        gettext_lazy("member since"),
        "18/9/2562",
        ("since", "joined", "เป็นสมาชิกตั้งแต่"),
        members=True,
    ),
    Column(
        "office",
        gettext_lazy("office"),
        "",
        ("role", "position", "ตำแหน่ง", "บทบาท"),
        members=True,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
# The column our own lists of rows left out add; it is not read.
REMARK = gettext_lazy("what is to be put right")


def is_remark(heading: str) -> bool:
    """Whether a column is the one that our own lists of rows left out add."""
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(normalised(str(REMARK)))
    return normalised(heading) in found


def columns_for(members: bool) -> list[Column]:
    """The columns read, with membership and office where a committee brings its members."""
    return [column for column in COLUMNS if members or not column.members]


def read_headings(cells: list[str], members: bool) -> dict[int, str]:
    """Which column of the file holds what: place in the row -> key. The first of two counts."""
    known = {heading: column.key for column in columns_for(members) for heading in column.headings}
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        key = known.get(normalised(cell))
        if key and key not in found.values():
            found[place] = key
    return found


# --- Cells ------------------------------------------------------------------------------------


class Problem(Exception):  # noqa: N818  (named as what it says)
    """A cell cannot be taken; the text says what is wrong and how to mend it."""


_PARTS = re.compile(r"[,;/|\n、，]| และ | and |\s{2,}")

LINES: dict[str, Field] = {
    "name_th": LineField(most=250, least=2, required=False),
    "name_en": LineField(most=250, least=2, required=False),
    "short_th": LineField(most=80, required=False),
    "short_en": LineField(most=80, required=False),
    "registration": LineField(most=60, required=False, personal="numbers"),
    "target_groups": LineField(most=500, required=False),
    "website": WebsiteField(most=200, required=False),
    "contact_name": LineField(most=150, least=2, required=False),
    "contact_post": LineField(most=150, required=False),
    "contact_phone": PhoneField(most=40, required=False),
    "contact_email": MailField(most=254, required=False),
}

_PILLAR_WORDS: dict[Any, tuple[str, ...]] = {
    Pillar.COUNTER_TRAFFICKING: (
        "CTIP",
        "counter human trafficking",
        "anti-trafficking",
        "counter trafficking in persons",
        "ต่อต้านการค้ามนุษย์",
        "การค้ามนุษย์",
    ),
    Pillar.CHILD_PROTECTION: ("protection", "คุ้มครองเด็ก"),
    Pillar.STATELESS: ("stateless", "stateless children", "เด็กไร้สัญชาติ", "ไร้สัญชาติ"),
    Pillar.EDUCATION: ("การศึกษาเด็ก",),
}
_KIND_WORDS: dict[Any, tuple[str, ...]] = {
    OrganisationKind.CSO: ("CSO", "NGO", "มูลนิธิ", "สมาคม", "foundation", "association"),
    OrganisationKind.LAO: ("LAO", "อปท", "เทศบาล", "อบต"),
    OrganisationKind.GOVERNMENT: ("government", "ราชการ", "หน่วยงานรัฐ"),
    OrganisationKind.INTERNATIONAL: ("international", "INGO"),
}
_OFFICE_WORDS: dict[Any, tuple[str, ...]] = {
    "vice_chair": ("deputy chair", "vice-chair", "vice chairperson"),
    "chair": ("chairperson", "chairman", "ประธานกรรมการ"),
    "steering": ("steering committee", "steering", "กรรมการอำนวยการ"),
    "member": ("member", "members", "สมาชิก"),
}
OFFICES = ("chair", "vice_chair", "secretary", "deputy_secretary", "steering", "member")


def _words(labels: Iterable[tuple[str, Any]], more: dict[Any, tuple[str, ...]]) -> dict[str, str]:
    """Every way to write one of several values -> the value."""
    found: dict[str, str] = {}
    for value, label in labels:
        ways = {normalised(value)} | {normalised(way) for way in more.get(value, ())}
        for language in LANGUAGES:
            with override(language):
                ways.add(normalised(str(label)))
        found |= dict.fromkeys(ways, value)
    return found


def pillar_words() -> dict[str, str]:
    """Every way to write a pillar."""
    return _words(Pillar.choices, _PILLAR_WORDS)


def kind_words() -> dict[str, str]:
    """Every way to write what an organisation is."""
    return _words(OrganisationKind.choices, _KIND_WORDS)


def office_words() -> dict[str, str]:
    """Every way to write an office of a civil-society committee."""
    return _words([(slug, ROLES[slug].label) for slug in OFFICES], _OFFICE_WORDS)


def parts(text: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [part for piece in _PARTS.split(text) if (part := clean_line(piece))]


_SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)


def read_line(key: str, text: str) -> str:
    """A text as it is kept. Raises Problem."""
    if key in ("registration", "contact_phone") and _SHORTENED.fullmatch(text):
        raise Problem(
            _("The program shortened this number to “%(text)s”. Write it as text, in full.")
            % {"text": text}
        )
    if key == "contact_phone" and re.fullmatch(r"[1-9]\d{7,8}", text):
        text = f"0{text}"  # a cell that holds a number has lost the zero it begins with
    try:
        return str(LINES[key].clean(text))
    except ValidationError as error:
        raise Problem(" ".join(error.messages)) from error


def read_one(words: dict[str, str], text: str, labels: Callable[[], str]) -> str:
    """One of several values. Raises Problem that names them all."""
    value = words.get(normalised(text))
    if value is None:
        raise Problem(
            _("“%(text)s” is not known here. Write one of: %(known)s.")
            % {"text": text[:60], "known": labels()}
        )
    return value


def read_since(text: str) -> dt.date:
    """The day a membership began. Raises Problem."""
    try:
        day = parse_date(text[:100])
    except DateError as error:
        raise Problem(str(error)) from error
    if day > today():
        raise Problem(_("This day lies in the future."))
    return day


def labels_of(choices: Iterable[tuple[str, Any]]) -> str:
    """The values one may write, as a list in words."""
    return ", ".join(str(label) for _value, label in choices)


# --- Districts --------------------------------------------------------------------------------

_DISTRICT = re.compile(r"^(?:อำเภอ|อ\.|เขต|amphoe|district of)\s*|\s*district$", re.IGNORECASE)


class Districts:
    """The districts of a province, found by what people write."""

    def __init__(self, areas: Iterable[Any]) -> None:
        self.areas = {area.code: area for area in areas}
        names = [
            (area.code, name)
            for area in self.areas.values()
            for name in (area.name_th, area.name_en)
        ]
        self.exact = {normalised(name): code for code, name in names}
        # The district of the provincial capital goes by its province's name too.
        self.matcher = Matcher(names)

    def find(self, text: str) -> int | None:
        """The district of exactly this name, with or without the word for district."""
        bare = _DISTRICT.sub("", clean_line(text))
        return self.exact.get(normalised(bare)) or self.exact.get(normalised(text))

    def like(self, text: str) -> list[int]:
        """The districts whose names are most like it."""
        bare = _DISTRICT.sub("", clean_line(text))
        return [code for code, _score in self.matcher.nearest(bare, least=0.35)]
