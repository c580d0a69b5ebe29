"""Dates in templates, in the reader's language: {% load dates %}.

Every filter gives "" for nothing, so that an open end needs no `if`.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from committees import calendar
from committees.calendar import (
    BANGKOK,
    Quarter,
    bangkok_date,
    format_date,
    format_range,
    format_time,
    language_or_active,
)

register = template.Library()

Day = date | datetime | None

# Here and not in the message files: what belongs together is said in one place, and dates are
# also written outside a request, where the language is given.
_DAYS = {
    "th": {0: "วันนี้", -1: "เมื่อวาน", 1: "พรุ่งนี้"},
    "en": {0: "today", -1: "yesterday", 1: "tomorrow"},
}
_UNITS = {"th": ("นาที", "ชั่วโมง", "วัน"), "en": ("minute", "hour", "day")}
#: From so many days on the date itself says more than their number.
_DATE_AFTER = 30


def _day(value: Day) -> date | None:
    """The day in Bangkok; a datetime is a date too, so it is asked for first."""
    return bangkok_date(value) if isinstance(value, datetime) else value or None


def _written(value: Day, style: str) -> str:
    day = _day(value)
    return format_date(day, style=style) if day else ""


@register.filter
def day(value: Day) -> str:
    """15 ม.ค. 2569 · 15 Jan 2026"""
    return _written(value, "short")


@register.filter
def day_long(value: Day) -> str:
    """15 มกราคม 2569 · 15 January 2026"""
    return _written(value, "long")


@register.filter
def day_full(value: Day) -> str:
    """วันพฤหัสบดีที่ 15 มกราคม 2569 · Thursday 15 January 2026"""
    return _written(value, "full")


@register.filter
def date_range(start: Day, end: Day) -> str:
    """ต.ค.–ธ.ค. 2568 · Oct–Dec 2025; without an end: ตั้งแต่ 1 ต.ค. 2568 · from 1 Oct 2025"""
    first = _day(start)
    return format_range(first, _day(end)) if first else ""


@register.filter
def be_year(value: Day) -> int | str:
    """2569: the Buddhist Era year of a date."""
    found = _day(value)
    return calendar.be_year(found) if found else ""


@register.filter
def year_label(value: int | None) -> str:
    """ปีงบประมาณ 2569 · FY 2569"""
    return calendar.year_label(value) if value else ""


@register.filter
def quarter_label(value: Quarter | Day) -> str:
    """ไตรมาส 1/2569 · Q1/2569, of a quarter or of a date in it."""
    if isinstance(value, Quarter):
        return value.label()
    found = _day(value)
    return calendar.quarter(found).label() if found else ""


@register.filter
def moment(value: datetime | None) -> str:
    """วันนี้ 14:05 น. · 15 ม.ค. 2569 14:05 น. · yesterday 14:05 · 15 Jan 2026, 14:05"""
    if not value:
        return ""
    language = language_or_active()
    found = bangkok_date(value)
    near = _DAYS[language].get((found - calendar.today()).days)
    comma = "," if language == "en" and not near else ""
    return f"{near or format_date(found)}{comma} {format_time(value)}"


@register.filter
def ago(value: Day) -> str:
    """เมื่อสักครู่ · 5 นาทีก่อน · เมื่อวาน · 2 วันก่อน · อีก 3 วัน; beyond a month the date."""
    found = _day(value)
    if not found:
        return ""
    language = language_or_active()
    days = (found - calendar.today()).days
    if isinstance(value, datetime):
        away = value - timezone.now()
        if abs(away) < timedelta(minutes=1):
            return "just now" if language == "en" else "เมื่อสักครู่"
        if abs(away) < timedelta(hours=1):
            return _distance(int(away / timedelta(minutes=1)), 0, language)
        if days == 0:
            return _distance(int(away / timedelta(hours=1)), 1, language)
    if days in _DAYS[language]:
        return _DAYS[language][days]
    return format_date(found) if abs(days) > _DATE_AFTER else _distance(days, 2, language)


def _distance(count: int, unit: int, language: str) -> str:
    number, word = abs(count), _UNITS[language][unit]
    if language == "th":
        return f"{number} {word}ก่อน" if count < 0 else f"อีก {number} {word}"
    words = f"{number} {word}" if number == 1 else f"{number} {word}s"
    return f"{words} ago" if count < 0 else f"in {words}"


@register.simple_tag
def when(value: Day, style: str = "") -> SafeString | str:
    """A `<time>` element: {% when seat.starts %}, {% when event.at %}, {% when plan.due "ago" %}.

    A day is shown as `day`, a moment as `moment`; the style "ago", "day", "day_long" or "day_full"
    chooses. The full date is in the title, and the machine's form in `datetime`.
    """
    found = _day(value)
    if not value or not found:
        return ""
    styles = {"ago": ago, "day": day, "day_long": day_long, "day_full": day_full}
    if isinstance(value, datetime):
        local = value.astimezone(BANGKOK)
        text = styles[style](value) if style else moment(value)
        title = f"{format_date(found, style='full')} {format_time(value)}"
        machine = local.isoformat(timespec="seconds")
    else:
        text = styles[style](value) if style else day(value)
        title = format_date(found, style="full")
        machine = found.isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, title, text)
