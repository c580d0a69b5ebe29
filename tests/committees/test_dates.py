"""Dates in templates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.utils import timezone
from django.utils.translation import override

from committees.calendar import Quarter

NOW = datetime(2026, 1, 15, 7, 5, tzinfo=UTC)  # 14:05 in Bangkok


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def shown(source: str, language: str = "th", **context: object) -> str:
    with override(language):
        template = engines["django"].from_string("{% load dates %}" + source)
        return template.render(context)


@pytest.mark.parametrize(
    ("name", "value", "thai", "english"),
    [
        ("day", date(2026, 1, 15), "15 ม.ค. 2569", "15 Jan 2026"),
        ("day", NOW.replace(hour=18), "16 ม.ค. 2569", "16 Jan 2026"),
        ("day_long", date(2026, 1, 15), "15 มกราคม 2569", "15 January 2026"),
        (
            "day_full",
            date(2026, 1, 15),
            "วันพฤหัสบดีที่ 15 มกราคม 2569",
            "Thursday 15 January 2026",
        ),
        ("be_year", date(2026, 1, 15), "2569", "2569"),
        ("year_label", 2569, "ปีงบประมาณ 2569", "FY 2569"),
        ("quarter_label", Quarter(2569, 2), "ไตรมาส 2/2569", "Q2/2569"),
        ("quarter_label", date(2026, 1, 15), "ไตรมาส 2/2569", "Q2/2569"),
        ("moment", NOW, "วันนี้ 14:05 น.", "today 14:05"),
        ("moment", NOW - timedelta(days=1), "เมื่อวาน 14:05 น.", "yesterday 14:05"),
        ("moment", NOW - timedelta(days=9), "6 ม.ค. 2569 14:05 น.", "6 Jan 2026, 14:05"),
        ("ago", NOW - timedelta(seconds=20), "เมื่อสักครู่", "just now"),
        ("ago", NOW - timedelta(minutes=5), "5 นาทีก่อน", "5 minutes ago"),
        ("ago", NOW - timedelta(minutes=61), "1 ชั่วโมงก่อน", "1 hour ago"),
        ("ago", NOW - timedelta(hours=20), "เมื่อวาน", "yesterday"),
        ("ago", NOW - timedelta(days=2), "2 วันก่อน", "2 days ago"),
        ("ago", NOW - timedelta(days=40), "6 ธ.ค. 2568", "6 Dec 2025"),
        ("ago", NOW + timedelta(minutes=5), "อีก 5 นาที", "in 5 minutes"),
        ("ago", date(2026, 1, 15), "วันนี้", "today"),
        ("ago", date(2026, 1, 16), "พรุ่งนี้", "tomorrow"),
        ("ago", date(2026, 1, 18), "อีก 3 วัน", "in 3 days"),
    ],
)
def test_filters(name: str, value: object, thai: str, english: str) -> None:
    source = "{{ value|" + name + " }}"
    assert shown(source, "th", value=value) == thai
    assert shown(source, "en", value=value) == english


@pytest.mark.parametrize(
    "name",
    "day day_long day_full be_year year_label quarter_label moment ago".split(" "),  # noqa: SIM905
)
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_shown_for_nothing(name: str, value: object) -> None:
    assert shown("{{ value|" + name + " }}", value=value) == ""


def test_date_range() -> None:
    source = "{{ start|date_range:end }}"
    start = date(2025, 10, 1)
    assert shown(source, start=start, end=date(2025, 12, 31)) == "ต.ค.–ธ.ค. 2568"
    assert shown(source, "en", start=start, end=None) == "from 1 Oct 2025"
    assert shown(source, start=None, end=None) == ""


def test_when() -> None:
    assert shown("{% when value %}", "en", value=NOW) == (
        '<time datetime="2026-01-15T14:05:00+07:00" title="Thursday 15 January 2026 14:05">'
        "today 14:05</time>"
    )
    assert shown("{% when value %}", value=date(2026, 1, 13)) == (
        '<time datetime="2026-01-13" title="วันอังคารที่ 13 มกราคม 2569">13 ม.ค. 2569</time>'
    )
    assert ">2 วันก่อน<" in shown('{% when value "ago" %}', value=date(2026, 1, 13))
    assert shown("{% when value %}", value=None) == ""
