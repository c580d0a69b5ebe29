"""Form fields that take what people write and say plainly what is wrong with it.

Every field takes Thai digits, shows again exactly what was typed when it could not be taken,
and never fails on odd input: each refusal says what is wrong and how to mend it.

Every field of free text refuses numbers by which somebody is recognised (`committees.privacy`).
How much, `personal` says: `"refuse"`, what all do by themselves, takes no national ID, no passport
and no telephone number and no e-mail address; `"numbers"` takes the last two, for texts that say
how an office is reached; `"allowed"` takes all, and stands with its reason in the guard that looks
at every form (tests/guards/test_privacy.py).
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.thai import arabic_digits, clean_line, clean_text
from committees.calendar import (
    BE_OFFSET,
    FIRST_BE_YEAR,
    LAST_BE_YEAR,
    DateError,
    format_date,
    language_or_active,
    parse_date,
    today,
)
from committees.privacy import refuse_personal

Personal = Literal["refuse", "numbers", "allowed"]

#: Twelve digits, two of them satang.
MOST_BAHT = Decimal("9999999999.99")


# No date and no number is longer; what lies beyond is not worth the time of reading it.
_LONGEST_VALUE = 1000


def _typed(value: object) -> str:
    """What was typed, as one line with Arabic digits; never fails."""
    return "" if value is None else arabic_digits(clean_line(str(value)[:_LONGEST_VALUE]))


class _KeepsWhatWasTyped(forms.Field):
    """The widget shows again the text itself, never a changed form of it."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again. NUL cannot be shown nor stored, so it goes."""
        value = super().bound_data(data, initial)
        return value.replace("\0", "") if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Two ways to write the same thing are no change."""
        if self.disabled:
            return False
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


# --- Dates ------------------------------------------------------------------------------------


class DateInput(forms.TextInput):
    """One text field; below it, in words, the date that was understood.

    Works without scripts: the words come with the page after each send. With scripts
    (static/js/dates.js) they follow the typing, and a small calendar opens beside the field.
    """

    template_name = "committees/widgets/date_input.html"

    def format_value(self, value: Any) -> str | None:
        """A date in the reader's language; typed text as it was typed."""
        if isinstance(value, date):
            return format_date(value)
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the date in words and what the script needs, all in the reader's language."""
        # Translators: under a date field; {date} stands for the date in words.
        sentence = gettext("That is {date}")
        own = {
            "data-date-input": language_or_active(),
            "data-date-today": today().isoformat(),
            "data-date-sentence": sentence,
            "autocomplete": "off",
            "size": "20",
        }
        context = super().get_context(name, value, own | (attrs or {}))
        context["widget"]["understood"] = self._understood(value, sentence)
        return context

    @staticmethod
    def _understood(value: Any, sentence: str) -> str:
        if not value:
            return ""
        try:
            day = value if isinstance(value, date) else parse_date(str(value))
        except DateError:
            return ""
        return sentence.replace("{date}", format_date(day, style="full"))


class DateField(_KeepsWhatWasTyped):
    """A date in any of the ways people write one; see `committees.calendar.parse_date`."""

    widget = DateInput
    default_error_messages = {
        "required": _("Write a date, for example 15/1/2569."),
        "early": _("This is before %(day)s. Write that day or a later one."),
        "late": _("This is after %(day)s. Write that day or an earlier one."),
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "help_text", _("For example 15/1/2569, 15 Jan 2026 or 2026-01-15; Thai digits too.")
        )
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The date, or None where nothing was written."""
        if isinstance(value, date):
            return value
        if not _typed(value):
            return None
        try:
            return parse_date(str(value))
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        """Also within the bounds, where the field has some."""
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(
                self.error_messages["early"],
                code="early",
                params={"day": format_date(self.earliest)},
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                self.error_messages["late"], code="late", params={"day": format_date(self.latest)}
            )


# --- Numbers ----------------------------------------------------------------------------------

# Thousands may be parted by commas, but then rightly, so that 1,5 is not taken for 15.
_PLAIN_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?", re.ASCII)
_BAHT = re.compile(r"^฿\s?|\s?(?:บาทถ้วน|บาท|baht|thb|฿)\.?$", re.IGNORECASE)
_DASHES = str.maketrans("−–—", "---")


def _number_input(mode: str, width: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", "class": width})


class _NumberField(_KeepsWhatWasTyped):
    default_error_messages = {
        "required": _("Write a number, for example 12."),
        "negative": _("This is below zero. Write 0 or more."),
        "commas": _("The commas part thousands, as in 12,000. Look at the number again."),
        "invalid": _("This is not a number. Write it in digits, for example 12,000."),
        "small": _("This is too small. Write %(least)s or more."),
        "large": _("This is too large. Write %(most)s or less."),
    }

    def _fail(self, code: str, **params: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _digits(self, text: str) -> str:
        """The number as digits and at most one full stop, or the message why not."""
        text = text.translate(_DASHES)
        if text.startswith("-") and _PLAIN_NUMBER.fullmatch(text[1:].strip()):
            if text.strip("-0., "):
                raise self._fail("negative")
            text = text[1:].strip()
        if not _PLAIN_NUMBER.fullmatch(text):
            only_marks = re.fullmatch(r"[\d.,]*\d[\d.,]*", text) and "," in text
            raise self._fail("commas" if only_marks else "invalid")
        return text.replace(",", "")


class MoneyField(_NumberField):
    """An amount in baht, as Decimal with two places: 12,000 · ๑๒,๐๐๐ · 12000.50 บาท."""

    default_error_messages = {
        "required": _("Write an amount in baht, for example 12,000. Write 0 if there is none."),
        "invalid": _("This is not an amount. Write it in digits, for example 12,000 or 12,000.50."),
        "negative": _("An amount cannot be below zero. Write 0 or more."),
        "satang": _("An amount has at most two digits after the full stop, as in 12,000.50."),
        "large": _("This amount is too large. Write at most %(most)s baht."),
    }

    def __init__(self, *, most: Decimal = MOST_BAHT, **kwargs: Any) -> None:
        self.most = min(most, MOST_BAHT)
        kwargs.setdefault("widget", _number_input("decimal", "w-money"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The amount, or None where nothing was written."""
        if isinstance(value, (Decimal, int)):
            return Decimal(value)
        text = _typed(value)
        if not text:
            return None
        digits = self._digits(_BAHT.sub("", text).strip())
        satang = digits.partition(".")[2].rstrip("0")
        if len(satang) > 2:
            raise self._fail("satang")
        # The length first: reading enormous numbers costs time.
        if len(digits.partition(".")[0].lstrip("0")) > 12 or Decimal(digits) > self.most:
            raise self._fail("large", most=f"{self.most:,}")
        return Decimal(digits).quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        """A stored amount with commas, without satang where there are none."""
        return baht(value) if isinstance(value, (Decimal, int)) else value


def baht(amount: Decimal | int) -> str:
    """An amount with commas: 12,000 or 12,000.50."""
    text = f"{amount:,.2f}"
    return text.removesuffix(".00")


class IntField(_NumberField):
    """A whole number within bounds, in either digits."""

    default_error_messages = {
        "whole": _("Write a whole number, without a fraction."),
    }

    def __init__(self, *, least: int = 0, most: int = 1_000_000_000, **kwargs: Any) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("widget", _number_input("numeric", "w-short"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, or None where nothing was written."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = _typed(value)
        if not text:
            return None
        whole, _stop, fraction = self._digits(text).partition(".")
        if fraction.strip("0"):
            raise self._fail("whole")
        whole = whole.lstrip("0") or "0"
        if len(whole) > len(str(self.most)) or int(whole) > self.most:
            raise self._fail("large", most=f"{self.most:,}")
        if int(whole) < self.least:
            raise self._fail("small", least=f"{self.least:,}")
        return int(whole)


_YEAR = re.compile(
    r"(?:ปีงบประมาณ|ปี|fy)?\s?(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s?(\d{4})", re.IGNORECASE | re.ASCII
)


class YearField(_KeepsWhatWasTyped):
    """A fiscal year as its Buddhist Era number; takes the Common Era year too (2026 is 2569)."""

    widget = _number_input("numeric", "w-short")
    default_error_messages = {
        "required": _("Write a fiscal year, for example 2569."),
        "invalid": _("This is not a year. Write its four digits, for example 2569."),
        "range": _("This year is too far away. Write a fiscal year from %(first)s to %(last)s."),
    }

    def __init__(
        self, *, first: int = FIRST_BE_YEAR, last: int = LAST_BE_YEAR, **kwargs: Any
    ) -> None:
        self.first, self.last = first, last
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The Buddhist Era year, or None where nothing was written."""
        text = _typed(value)
        if not text:
            return None
        found = re.fullmatch(
            r"(?:ปีงบประมาณ|ปี|fy)?\s?(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s?(\d{4})", text.lower()
        )
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year = int(found[1])
        if year < FIRST_BE_YEAR:
            year += BE_OFFSET
        if not self.first <= year <= self.last:
            raise ValidationError(
                self.error_messages["range"],
                code="range",
                params={"first": self.first, "last": self.last},
            )
        return year


# --- Text -------------------------------------------------------------------------------------


class TextField(_KeepsWhatWasTyped, forms.CharField):
    """Text over several lines, kept in its clean form (`accounts.thai.clean_text`).

    The browser is not told the greatest length: it would cut what is pasted without a word.
    """

    widget: forms.Widget | type[forms.Widget] = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {
        "required": _("Write something here."),
        "nul": _(
            "An invisible sign that cannot be kept was in this text. It has been taken out; read "
            "the text over and send it again."
        ),
        "long": _("This is too long: %(length)s letters. Shorten it to %(most)s."),
        "short": _("This is too short. Write at least %(least)s letters."),
    }

    #: What the field takes of what people are recognised by, where it is not told otherwise.
    personal: Personal = "refuse"

    def __init__(
        self,
        *,
        most: int = 5000,
        least: int = 0,
        personal: Personal | None = None,
        **kwargs: Any,
    ) -> None:
        self.most, self.least = most, least
        self.personal = personal or self.personal
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)
        # `to_python` below refuses NUL with a message one can act on.
        self.validators = []

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The greatest length for a counter beside the field."""
        return super().widget_attrs(widget) | {"data-longest": str(self.most)}

    def to_python(self, value: Any) -> str:
        """The clean text."""
        text = "" if value is None else str(value)
        if "\0" in text:
            raise ValidationError(self.error_messages["nul"], code="nul")
        return self.clean_form(text)

    def clean_form(self, text: str) -> str:
        """The form in which the text is kept."""
        return clean_text(text)

    def validate(self, value: str) -> None:
        """There if it must be, and neither too long nor too short."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                self.error_messages["long"],
                code="long",
                params={"length": f"{len(value):,}", "most": f"{self.most:,}"},
            )
        if value and len(value) < self.least:
            raise ValidationError(
                self.error_messages["short"], code="short", params={"least": self.least}
            )
        # Last, and only where the length is known to be sane.
        if value and self.personal != "allowed":
            refuse_personal(value, contacts=self.personal == "refuse")


class LineField(TextField):
    """Text on one line."""

    widget = forms.TextInput

    def __init__(self, *, most: int = 200, **kwargs: Any) -> None:
        super().__init__(most=most, **kwargs)

    def clean_form(self, text: str) -> str:
        """The form in which the text is kept."""
        return clean_line(text)


class ReasonField(TextField):
    """Why something is returned, ended or dropped: words that others can act on."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "required": _("Say why, in a sentence the others can act on."),
        "empty": _("This says nothing yet. Say why, in a sentence the others can act on."),
    }

    def __init__(self, *, most: int = 2000, **kwargs: Any) -> None:
        super().__init__(most=most, **kwargs)

    def validate(self, value: str) -> None:
        """Also some letters, not only "-" or "..."."""
        super().validate(value)
        if value and sum(c.isalnum() for c in value) < 3:
            raise ValidationError(self.error_messages["empty"], code="empty")


class WebsiteField(LineField):
    """The address of a website; "www.example.org" will do."""

    # Numbers in an address name pages, and an address with others is another address.
    personal: Personal = "allowed"

    default_error_messages = {
        "invalid": _("This is not the address of a website. Write it like www.example.org."),
    }

    def clean_form(self, text: str) -> str:
        line = super().clean_form(text)
        return f"https://{line}" if line and "://" not in line else line

    def validate(self, value: str) -> None:
        """An address a browser can open, and nothing that runs."""
        super().validate(value)
        if value:
            try:
                URLValidator(schemes=["http", "https"])(value)
            except ValidationError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MailField(LineField):
    """An e-mail address, or nothing."""

    personal: Personal = "numbers"

    default_error_messages = {
        "invalid": _("This is not an e-mail address. Write it like name@example.org."),
    }

    def validate(self, value: str) -> None:
        """One address in its plain form."""
        super().validate(value)
        if value:
            try:
                EmailValidator()(unicodedata.normalize("NFKC", value))
            except ValidationError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class PhoneField(LineField):
    """A telephone number as people write it: digits, spaces, + - ( ) and an extension."""

    personal: Personal = "numbers"

    default_error_messages = {
        "invalid": _(
            "This is not a telephone number. Write it in digits, for example 053 711 222."
        ),
    }

    def clean_form(self, text: str) -> str:
        return arabic_digits(super().clean_form(text))

    def validate(self, value: str) -> None:
        """Enough digits to call it."""
        super().validate(value)
        if value and not 3 <= sum(c.isdigit() for c in value) <= 30:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
