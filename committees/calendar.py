"""Dates as the committees use them: Bangkok days, Buddhist Era years, fiscal years, quarters.

Pure functions. Data keep ISO dates; Thai shows the Buddhist Era (B.E. = C.E. + 543) and English the
Common Era. Fiscal years are always named by their Buddhist Era year, in English too.

The fiscal year runs from 1 October to 30 September and is named by the Buddhist Era year in
which it ends (Budget Procedures Act B.E. 2561, section 4).
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.thai import arabic_digits, clean_line, thai_digits

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543

#: Years that are taken, in the Buddhist Era. A year from 2400 on is read as Buddhist Era.
FIRST_BE_YEAR = 2400
LAST_BE_YEAR = 2700

MONTHS: dict[str, tuple[str, ...]] = {
    "th": (
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS: dict[str, tuple[str, ...]] = {
    "th": (
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def language_or_active(language: str | None = None) -> str:
    """ "th" or "en": the one given, else the active one, else Thai."""
    chosen = language or get_language() or "th"
    return "en" if chosen.startswith("en") else "th"


# --- Now and the day's edges ------------------------------------------------------------------


def today() -> date:
    """The date in Bangkok now."""
    return timezone.now().astimezone(BANGKOK).date()


# `parse_date` has a parameter of the same name.
_today = today


def midnight(day: date) -> datetime:
    """The moment the day begins in Bangkok, aware."""
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def bangkok_date(moment: datetime) -> date:
    """The date in Bangkok at an aware moment."""
    return moment.astimezone(BANGKOK).date()


def be_year(day: date) -> int:
    """The Buddhist Era year of a date (the calendar year, not the fiscal one)."""
    return day.year + BE_OFFSET


# --- Fiscal years and quarters ----------------------------------------------------------------


def fiscal_year(day: date) -> int:
    """The fiscal year a date falls in: 1 October 2025 to 30 September 2026 is 2569."""
    return day.year + BE_OFFSET + (day.month >= 10)


def fiscal_year_start(year: int) -> date:
    """1 October of the calendar year before."""
    return date(year - BE_OFFSET - 1, 10, 1)


def fiscal_year_end(year: int) -> date:
    """30 September of the year that names the fiscal year."""
    return date(year - BE_OFFSET, 9, 30)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """One quarter of a fiscal year. Q1 is October to December, Q4 July to September."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"There is no quarter {self.number}.")

    @property
    def start(self) -> date:
        """Its first day."""
        calendar_year = self.year - BE_OFFSET - (self.number == 1)
        return date(calendar_year, (10, 1, 4, 7)[self.number - 1], 1)

    @property
    def end(self) -> date:
        """Its last day."""
        last_month = self.start.month + 2
        return date(self.start.year, last_month, monthrange(self.start.year, last_month)[1])

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return quarter(self.end + timedelta(days=1))

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return quarter(self.start - timedelta(days=1))

    @property
    def short(self) -> str:
        """ "1/2569", the same in both languages."""
        return f"{self.number}/{self.year}"

    def label(self, language: str | None = None) -> str:
        """ "ไตรมาส 1/2569" or "Q1/2569"."""
        prefix = "Q" if language_or_active(language) == "en" else "ไตรมาส "
        return prefix + self.short

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.label()


def quarter(day: date) -> Quarter:
    """The quarter a date falls in."""
    return Quarter(fiscal_year(day), (day.month + 2) // 3 % 4 + 1)


def quarters_of(year: int) -> tuple[Quarter, Quarter, Quarter, Quarter]:
    """The four quarters of a fiscal year."""
    return Quarter(year, 1), Quarter(year, 2), Quarter(year, 3), Quarter(year, 4)


def quarters_between(start: date, end: date) -> Iterator[Quarter]:
    """Every quarter that the days from start to end, both included, touch."""
    current = quarter(start)
    while current.start <= end:
        yield current
        current = current.next


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two runs of days share a day. Last days belong to them; None is without end."""
    return (other_end is None or start <= other_end) and (end is None or other_start <= end)


def year_label(year: int, language: str | None = None) -> str:
    """ "ปีงบประมาณ 2569" or "FY 2569"."""
    prefix = "FY" if language_or_active(language) == "en" else "ปีงบประมาณ"
    return f"{prefix} {year}"


# --- Writing dates ----------------------------------------------------------------------------


def format_date(
    day: date,
    language: str | None = None,
    style: str = "short",
    digits: str | None = None,
) -> str:
    """A date in words.

    Styles: "short" (15 ม.ค. 2569, 15 Jan 2026), "long" (15 มกราคม 2569, 15 January 2026), "full"
    (with the weekday) and "official" (๑๕ มกราคม ๒๕๖๙). Digits are "thai" or "arabic"; Thai ones
    are the default of the official style in Thai alone.
    """
    language = language_or_active(language)
    months = SHORT_MONTHS if style == "short" else MONTHS
    text = f"{day.day} {months[language][day.month - 1]} {_shown_year(day, language)}"
    if style == "full":
        weekday = WEEKDAYS[language][day.weekday()]
        text = f"{weekday} {text}" if language == "en" else f"วัน{weekday}ที่ {text}"
    return _in_digits(text, language, style, digits)


def format_range(
    start: date,
    end: date | None,
    language: str | None = None,
    style: str = "short",
    digits: str | None = None,
) -> str:
    """A run of days, as short as it can be said.

    Whole months leave the days out ("ต.ค.–ธ.ค. 2568"), and what both ends share is said once
    ("12–15 ม.ค. 2569"). Without an end: "ตั้งแต่ 12 ม.ค. 2569", "from 12 Jan 2026".
    """
    language = language_or_active(language)
    if end is None:
        prefix = "from" if language == "en" else "ตั้งแต่"
        return f"{prefix} {format_date(start, language, style, digits)}"
    if end == start:
        return format_date(start, language, style, digits)
    months = (SHORT_MONTHS if style == "short" else MONTHS)[language]
    first, last = months[start.month - 1], months[end.month - 1]
    first_year, last_year = _shown_year(start, language), _shown_year(end, language)
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        if first_year != last_year:
            text = f"{first} {first_year} – {last} {last_year}"
        elif first != last:
            text = f"{first}–{last} {last_year}"
        else:
            text = f"{first} {last_year}"
    elif first_year != last_year:
        text = f"{start.day} {first} {first_year} – {end.day} {last} {last_year}"
    elif first != last:
        text = f"{start.day} {first} – {end.day} {last} {last_year}"
    else:
        text = f"{start.day}–{end.day} {last} {last_year}"
    return _in_digits(text, language, style, digits)


def format_time(moment: datetime, language: str | None = None) -> str:
    """The time of day in Bangkok: "14:05 น.", "14:05"."""
    text = f"{moment.astimezone(BANGKOK):%H:%M}"
    return text if language_or_active(language) == "en" else f"{text} น."


def _shown_year(day: date, language: str) -> int:
    return day.year if language == "en" else be_year(day)


def _in_digits(text: str, language: str, style: str, digits: str | None) -> str:
    wanted = digits or ("thai" if style == "official" and language == "th" else "arabic")
    return thai_digits(text) if wanted == "thai" else text


# --- Reading dates ----------------------------------------------------------------------------


class DateError(ValueError):
    """A text is no date that can be taken. Its message is for the person who wrote it."""


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for table in (MONTHS, SHORT_MONTHS):
        for months in table.values():
            for number, name in enumerate(months, start=1):
                names[_bare(name)] = number
    names["sept"] = 9
    return names


def _bare(name: str) -> str:
    """A month's name without full stops and in small letters: "ม.ค." is "มค"."""
    return name.replace(".", "").replace(" ", "").casefold()


_MONTH_NUMBERS = _month_names()
_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|b\.?e\.?|c\.?e\.?|a\.?d\.?)"
_NUMBER = r"\d{1,9}"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 15/1/2569, 15-1-2569, 15.1.2569, 15 1 2569
        rf"(?P<day>{_NUMBER})\s?[/.\-– ]\s?(?P<month>{_NUMBER})\s?[/.\-– ]\s?(?P<year>{_NUMBER})",
        # 15 ม.ค. 2569, 15 มกราคม พ.ศ. 2569, 15 Jan 2026
        rf"(?P<day>{_NUMBER})\s?[/\-– ]?\s?(?P<name>[^\W\d][^\d]{{0,30}}?)\s?[/\-– ,]?\s?"
        rf"(?:{_ERA}\s?)?(?P<year>{_NUMBER})",
        # January 15, 2026
        rf"(?P<name>[^\W\d][^\d]{{0,30}}?)\s?(?P<day>{_NUMBER})\s?(?:,\s?|\s)"
        rf"(?:{_ERA}\s?)?(?P<year>{_NUMBER})",
    )
)
# 2026-01-15: the year first is known by its length.
_ISO = re.compile(r"(?P<year>\d{4,9})\s?[/.\-–]\s?(?P<month>\d{1,9})\s?[/.\-–]\s?(?P<day>\d{1,9})")
_LEAD = re.compile(r"^(?:วัน\S{0,12}ที่|วันที่|ที่)\s*|^(?:[a-z]{3,9}day),?\s+", re.IGNORECASE)
_LONGEST = 100


def parse_date(text: str, today: date | None = None) -> date:
    """The date a person wrote, or `DateError` saying what is wrong and how to mend it.

    Takes 15/1/2569, 15-1-2569, 15 ม.ค. 2569, 15 มกราคม 2569, 15 Jan 2026, 2026-01-15 and the same
    in Thai digits. A year from 2400 on is Buddhist Era, one below is Common Era, unless the era
    is written (พ.ศ., ค.ศ.). Years in two digits are refused, because 69 is a year of each era.
    `today` gives the example in messages.
    """
    example = format_date(today or _today())
    line = arabic_digits(clean_line(text[: _LONGEST * 2]))
    if not line:
        raise DateError(_("Write a date, for example %(example)s.") % {"example": example})
    found = _match(line)
    if found is None:
        raise DateError(
            _("This is not a date we can read. Write day, month and year, for example %(example)s.")
            % {"example": example}
        )
    return _checked_date(found, example)


def _match(line: str) -> dict[str, str] | None:
    if len(line) > _LONGEST:
        return None
    line = _LEAD.sub("", line, count=1)
    iso = _ISO.fullmatch(line)
    if iso:
        return iso.groupdict()
    for form in _FORMS:
        match = form.fullmatch(line)
        if match:
            return {name: value for name, value in match.groupdict().items() if value}
    return None


def _checked_date(found: dict[str, str], example: str) -> date:
    day = int(found["day"])
    year = _common_year(found["year"], found.get("era", ""), example)
    if "name" in found:
        month = _MONTH_NUMBERS.get(_bare(found["name"]), 0)
        if not month:
            raise DateError(
                _("We do not know the month “%(month)s”. Write it like this: %(example)s.")
                % {"month": found["name"].strip(), "example": example}
            )
    else:
        month = int(found["month"])
        if not 1 <= month <= 12:
            raise DateError(
                _("There is no month %(month)s. Write the day first, then the month: %(example)s.")
                % {"month": month, "example": example}
            )
    try:
        return date(year, month, day)
    except ValueError:
        language = language_or_active()
        raise DateError(
            _("There is no %(day)s %(month)s %(year)s. Look at the calendar again.")
            % {
                "day": day,
                "month": MONTHS[language][month - 1],
                "year": _shown_year(date(year, 1, 1), language),
            }
        ) from None


def _common_year(digits: str, era: str, example: str) -> int:
    """The Common Era year of what was written as year."""
    if len(digits.lstrip("0")) < 3:
        raise DateError(
            _("Write the year with four digits: %(example)s, not %(year)s.")
            % {"example": example, "year": digits}
        )
    year = int(digits)
    letters = _bare(era)
    if letters in {"พศ", "be"} or (not letters and year >= FIRST_BE_YEAR):
        year -= BE_OFFSET
    if not FIRST_BE_YEAR <= year + BE_OFFSET <= LAST_BE_YEAR:
        raise DateError(
            _("The year %(year)s is too far away. Write a year from %(first)s to %(last)s.")
            % {
                "year": digits,
                "first": _shown_year(date(FIRST_BE_YEAR - BE_OFFSET, 1, 1), language_or_active()),
                "last": _shown_year(date(LAST_BE_YEAR - BE_OFFSET, 1, 1), language_or_active()),
            }
        )
    return year
