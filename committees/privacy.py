"""What must not stand in a free text: numbers and addresses by which somebody is recognised.

`refuse_personal` is the one check. Form fields of `committees.fields` ask it by themselves; lists
that are brought in as files ask it for each cell, and names of files are freed from what it finds.

What counts as a national ID number: thirteen digits, in any script's digits, of which the last
checks the others, written in one run, as 1-4-5-2-1, digit by digit, or parted by spaces or by
dashes however one likes; also where other figures stand beside them. What may look like one and is
none is left alone: dates, times, amounts, pairs of coordinates, and the registration numbers of
companies and foundations, which begin with 0 (those of people without status do too, and are known
by their 89 or their 00).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Personal:
    """What was found: the text as it was written, and what it looks like."""

    text: str
    what: str | Promise


NATIONAL_ID = _("a Thai national ID number")
FOREIGN_ID = _("a Myanmar identity number")
PASSPORT = _("the number of a passport or border pass")
PHONE = _("a phone number")
EMAIL = _("an e-mail address")
#: How somebody is reached: refused only where a case may be described.
CONTACTS = (PHONE, EMAIL)

_WHO = _(
    "“%(text)s” looks like %(what)s. It is not kept here, because others read this and nobody may"
    " be recognised by it. Take it out; write the reference number of the case instead, or words"
    " such as “a woman of about 30”."
)
_REACHED = _(
    "“%(text)s” looks like %(what)s. It is not kept here, because others read this and nobody may"
    " be recognised by it. Take it out; how an organisation is reached stands among its contacts."
)


def find_personal(text: str, *, contacts: bool = True) -> list[Personal]:
    """National ID, passport and phone numbers and e-mail addresses, in the order of the text.

    Without `contacts` phone numbers and e-mail addresses are left alone.
    """
    return [
        Personal(text[start:end], what)
        for start, end, what in _spans(text)
        if contacts or what not in CONTACTS
    ]


def refuse_personal(text: str, *, contacts: bool = True) -> None:
    """Raise ValidationError where a text holds such a number: what, why, and what to write."""
    found = find_personal(text, contacts=contacts)
    if found:
        raise ValidationError(
            _REACHED if found[0].what in CONTACTS else _WHO,
            code="personal",
            params={"text": found[0].text, "what": found[0].what},
        )


def without_personal(text: str) -> str:
    """The text without national ID and passport numbers, for names of files."""
    for start, end, what in reversed(_spans(text)):
        if what not in CONTACTS:
            text = text[:start] + text[end:]
    return text


def is_national_id(digits: str) -> bool:
    """Whether thirteen digits make the ID number of a person: the last one checks the others."""
    if len(digits) != 13 or not digits.isascii() or not digits.isdigit():
        return False
    if digits[0] == "0" and digits[1] != "0" and digits[5:7] != "89":
        return False  # a company, a foundation, an association
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


# --- Reading --------------------------------------------------------------------------------------


class _Span(NamedTuple):
    start: int
    end: int
    what: str | Promise


def _spans(text: str) -> list[_Span]:
    plain, places = _plain(text)
    if "@" not in plain and not any(c.isdigit() for c in plain):
        return []
    found = [*_emails(plain), *_foreign(plain), *_passports(plain), *_shaped(plain)]
    for stretch in _STRETCH.finditer(_without_dates(plain)):
        for start, end, what in _numbers(stretch[0], stretch.start(), plain):
            if not any(start < other.end and other.start < end for other in found):
                found.append(_Span(start, end, what))
    found.sort(key=lambda span: span.start)
    return [_Span(places[start], places[end - 1] + 1, what) for start, end, what in found]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with ASCII digits, dashes and spaces and without signs that are not seen.

    The second part says for each letter where it stands in the text itself.
    """
    letters, places = [], []
    for place, letter in enumerate(text):
        simple = _simple(letter)
        letters.append(simple)
        places.extend([place] * len(simple))
    return "".join(letters), places


def _simple(letter: str) -> str:
    if letter.isascii():
        return letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(letter)
    if category == "Cf" or _UNSEEN.match(letter):
        return ""
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    wide = unicodedata.normalize("NFKC", letter)
    return wide if len(wide) == 1 else letter


# Signs of other kinds that take no room, or are seen as nothing: joiners, selectors, blank letters.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
# Dates, times and pairs of coordinates are taken out before numbers are looked for.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_HARMLESS = re.compile(
    rf"(?<![\d/.-])(?:{_DAY}([/.-]){_MONTH}\1(?:\d{{4}}|\d\d)"
    rf"|\d{{4}}([/-]){_MONTH}\2{_DAY})(?!\d|[/.-]\d)"
    r"|(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d|[.:]\d)"
    r"|(?<![\d.])1?\d{1,2}\.\d{4,17}[ ,]{1,3}1?\d{1,2}\.\d{4,17}(?![\d.])",
    re.ASCII,
)


def _without_dates(plain: str) -> str:
    return _HARMLESS.sub(lambda match: "\0" * len(match[0]), plain)


# Digits with what people put between them.
_STRETCH = re.compile(r"\d(?:[ .()/-]{0,4}\d)+", re.ASCII)
# Thai numbers: fixed lines 0 2-7 with nine digits, mobiles 0 6, 8, 9 with ten; abroad 66.
_PHONE = re.compile(r"0[2-7]\d{7}|0[689]\d{8}|(?:00)?660?[2-7]\d{7}|(?:00)?660?[689]\d{8}")
_ID_SHAPE = [1, 4, 5, 2, 1]
# In longer stretches more groups than these are figures of a table.
_MOST_GROUPS = 6


class _Window(NamedTuple):
    """Some groups of digits that stand beside each other."""

    first: int
    last: int
    digits: str
    lengths: list[int]
    between: list[str]

    @property
    def evenly(self) -> bool:
        """Parted by spaces alone, or by dashes alone."""
        kinds = {gap.strip(" ") for gap in self.between}
        return kinds <= {""} or kinds <= {"-"}


def _numbers(stretch: str, offset: int, plain: str) -> Iterator[_Span]:
    """ID numbers in their usual forms first, then phone numbers, then ID numbers oddly parted."""
    groups = list(re.finditer(r"\d+", stretch))
    windows = list(_windows(stretch, groups))
    taken: set[int] = set()
    for what, test in (
        (NATIONAL_ID, _is_id),
        (PHONE, _is_phone),
        (NATIONAL_ID, _is_odd_id),
    ):
        for window in windows:
            start = offset + groups[window.first].start()
            abroad = plain[max(start - 1, 0) : start] == "+"
            if not test(window, len(groups), abroad):
                continue
            inside = set(range(window.first, window.last + 1))
            if not inside & taken:
                taken |= inside
                yield _Span(start - abroad, offset + groups[window.last].end(), what)


def _windows(stretch: str, groups: list[re.Match[str]]) -> Iterator[_Window]:
    """Runs of groups with as many digits as a number has, the longest from each place first."""
    for first in range(len(groups)):
        found = []
        digits, lengths, between = "", [], []
        for last in range(first, min(first + 15, len(groups))):
            if last > first:
                between.append(stretch[groups[last - 1].end() : groups[last].start()])
            digits += groups[last][0]
            lengths.append(len(groups[last][0]))
            if len(digits) > 15:
                if last == first:  # one long run
                    found.append(_Window(first, last, digits, lengths[:], between[:]))
                break
            if len(digits) == 13 or (len(digits) >= 9 and (digits[0] in "06" or not first)):
                found.append(_Window(first, last, digits, lengths[:], between[:]))
        yield from reversed(found)


def _is_id(window: _Window, groups: int, _abroad: bool) -> bool:
    if window.first == window.last:
        return _holds_id(window.digits)
    alone = len(window.lengths) == groups
    one_by_one = len(window.lengths) == 13
    usual = window.lengths == _ID_SHAPE or ((alone or one_by_one) and window.evenly)
    return usual and is_national_id(window.digits)


def _holds_id(digits: str) -> bool:
    """One run: an ID number, or one that another number follows or precedes without a gap."""
    if is_national_id(digits):
        return True
    ends = ((digits[:13], digits[13:]), (digits[-13:], digits[:-13]))
    return any(
        is_national_id(number) and (is_national_id(rest) or _PHONE.fullmatch(rest))
        for number, rest in ends
    )


def _is_phone(window: _Window, _groups: int, abroad: bool) -> bool:
    if not abroad and window.digits[0] not in "06":
        return False
    gaps = "".join(window.between)
    if "/" in gaps or ("." in gaps and gaps.strip(".")):
        return False
    if abroad:
        return True  # the country's number, then the rest
    return bool(_PHONE.fullmatch(window.digits))


def _is_odd_id(window: _Window, _groups: int, _abroad: bool) -> bool:
    return (
        len(window.digits) == 13
        and len(window.lengths) <= _MOST_GROUPS
        and window.evenly
        and is_national_id(window.digits)
    )


# --- Addresses and papers ------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}+ ?@ ?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}",
    re.IGNORECASE | re.ASCII,
)
# 12/KaMaNa(N)123456, in Latin or Myanmar letters.
_SHAPED = re.compile(
    r"(?<!\d)(\d)[\W_]{1,4}(\d{4})[\W_]{1,4}(\d{5})[\W_]{1,4}(\d\d)[\W_]{1,4}(\d)(?!\d)"
)
_FOREIGN = re.compile(r"(?<!\d)\d{1,2} ?/ ?[^\W\d]{1,20} ?\([^\W\d]{1,12}\) ?\d{6}(?!\d)")
_PASSPORT_WORD = re.compile(
    r"passports?|laissez.passer|border.?pass(?:es)?|certificate of identity|travel document"
    r"|หนังสือเดินทาง|พาสปอร์[ตท]|พาสปอต|หนังสือผ่านแดน|บัตรผ่านแดน|ใบผ่านแดน|หนังสือสำคัญประจำตัว"
    r"|ໜັງສືຜ່ານແດນ|ຫນັງສືຜ່ານແດນ|ໜັງສືເດີນທາງ|ບັດຜ່ານແດນ|ພາສປອດ"
    r"|နိုင်ငံကူးလက်မှတ်|ပတ်စပို့|နယ်စပ်ဖြတ်ကျော်|护照|護照",
    re.IGNORECASE,
)
_LETTERED = r"(?<![a-z0-9])[a-z]{1,3}[ -]?\d(?:[ -]?\d){4,8}[a-z]?(?![a-z0-9])"
# What may stand between the word and a number without letters.
_LINK = r"[\s:.,#()=/-]{0,4}"
_AFTER = re.compile(
    rf".{{0,30}}?({_LETTERED})"
    rf"|{_LINK}(?:(?:no|nr|number|numbers|is|เลขที่|หมายเลข|เลข|คือ|ที่|ເລກທີ|အမှတ်){_LINK}){{0,3}}"
    r"(\d{7,10}(?![\d.]|,\d| ?(?:บาท|baht)))",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_BEFORE = re.compile(rf"({_LETTERED})[^a-z0-9]{{0,12}}$", re.IGNORECASE | re.ASCII)
_REACH = 45


def _emails(plain: str) -> Iterator[_Span]:
    for match in _EMAIL.finditer(plain):
        yield _Span(match.start(), match.end(), EMAIL)


def _foreign(plain: str) -> Iterator[_Span]:
    for match in _FOREIGN.finditer(plain):
        yield _Span(match.start(), match.end(), FOREIGN_ID)


def _shaped(plain: str) -> Iterator[_Span]:
    """ID numbers in their usual groups, parted by whatever signs or line ends."""
    for match in _SHAPED.finditer(plain):
        if is_national_id("".join(match.groups())):
            yield _Span(match.start(), match.end(), NATIONAL_ID)


def _passports(plain: str) -> Iterator[_Span]:
    """What looks like the number of a passport, close behind or before the word."""
    last = -1
    for word in _PASSPORT_WORD.finditer(plain):
        start = max(word.start() - _REACH, 0)
        before = _BEFORE.search(plain[start : word.start()])
        after = _AFTER.match(plain[word.end() : word.end() + _REACH])
        for match, offset in ((before, start), (after, word.end())):
            if match is None:
                continue
            group = 1 if match[1] else 2
            if offset + match.start(group) > last:
                last = offset + match.end(group)
                yield _Span(offset + match.start(group), last, PASSPORT)
