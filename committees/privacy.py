"""What must not stand in a free text: personal numbers, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.thai import arabic_digits

# A run of digits with what people put between them. The end of a run is no such sign.
_RUN = re.compile(r"(?<![\d])\+?\d(?:[ \t\u00a0\u200b.()/–—-]{0,3}\d){8,16}(?!\d)")
# Thai numbers: fixed lines 0 2-7 with nine digits, mobiles 0 6, 8, 9 with ten; abroad +66.
_PHONE = re.compile(r"(?:0[2-7]\d{7}|0[689]\d{8}|(?:00)?66[2-7]\d{7}|(?:00)?66[689]\d{8})")


@dataclass(frozen=True)
class Personal:
    """What was found: the text as it was written, and what it looks like."""

    text: str
    what: str | Promise


NATIONAL_ID = _("a Thai national ID number")
PHONE = _("a phone number")


def find_personal(text: str) -> list[Personal]:
    """The national ID and phone numbers in a text, in Thai or Arabic digits, however parted.

    A national ID number has thirteen digits of which the last checks the others; a number that
    fails this check is left alone, as are amounts and dates.
    """
    return list(_found(text))


def refuse_personal(text: str) -> None:
    """Raise ValidationError, naming it, where a text holds a personal number."""
    found = find_personal(text)
    if found:
        raise ValidationError(
            _(
                "“%(text)s” looks like %(what)s. Take it out: nobody may be recognised by what is"
                " written here."
            ),
            code="personal",
            params={"text": found[0].text, "what": found[0].what},
        )


def _found(text: str) -> Iterator[Personal]:
    plain = arabic_digits(text)
    for match in _RUN.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        # The same places in the text itself: each digit stands for one digit.
        written = text[match.start() : match.end()]
        if is_national_id(digits):
            yield Personal(written, NATIONAL_ID)
        elif _PHONE.fullmatch(digits):
            yield Personal(written, PHONE)


def is_national_id(digits: str) -> bool:
    """Whether thirteen digits make a Thai national ID number: the last one checks the others."""
    if len(digits) != 13 or digits[0] == "0":
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])
