"""Fiscal years, quarters, and dates as people write and read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.thai import thai_digits
from committees import calendar
from committees.calendar import (
    DateError,
    Quarter,
    fiscal_year,
    format_date,
    format_range,
    format_time,
    midnight,
    overlaps,
    parse_date,
    quarter,
    quarters_between,
    quarters_of,
    year_label,
)

TODAY = date(2026, 1, 15)
days = st.dates(min_value=date(1857, 1, 1), max_value=date(2157, 12, 31))
languages = st.sampled_from(["th", "en"])


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2025, 9, 30), 2568, 4),
        (date(2025, 10, 1), 2569, 1),
        (date(2025, 12, 31), 2569, 1),
        (date(2026, 1, 1), 2569, 2),
        (date(2026, 4, 1), 2569, 3),
        (date(2026, 7, 1), 2569, 4),
        (date(2026, 9, 30), 2569, 4),
        (date(2021, 10, 1), 2565, 1),
    ],
)
def test_quarter_of_a_date(day: date, year: int, number: int) -> None:
    assert fiscal_year(day) == year
    assert quarter(day) == Quarter(year, number)


@given(days)
def test_every_day_is_in_one_quarter_of_its_year(day: date) -> None:
    found = quarter(day)
    assert day in found
    assert [q for q in quarters_of(fiscal_year(day)) if day in q] == [found]
    assert calendar.fiscal_year_start(found.year) <= day <= calendar.fiscal_year_end(found.year)


@given(days)
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    found = quarter(day)
    assert found.next.start == found.end + timedelta(days=1)
    assert found.next.previous == found
    assert found.previous < found < found.next


def test_quarter_labels() -> None:
    assert Quarter(2569, 1).label("th") == "ไตรมาส 1/2569"
    assert Quarter(2569, 1).label("en") == "Q1/2569"
    assert year_label(2569, "th") == "ปีงบประมาณ 2569"
    assert year_label(2569, "en") == "FY 2569"
    with override("en"):
        assert str(Quarter(2569, 4)) == "Q4/2569"
    with pytest.raises(ValueError, match="no quarter 5"):
        Quarter(2569, 5)


def test_quarters_a_line_touches() -> None:
    assert list(quarters_between(date(2025, 12, 31), date(2026, 4, 1))) == [
        Quarter(2569, 1),
        Quarter(2569, 2),
        Quarter(2569, 3),
    ]
    assert list(quarters_between(date(2026, 4, 1), date(2025, 4, 1))) == []


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((1, 5), (5, 9), True),
        ((1, 5), (6, 9), False),
        ((6, 9), (1, 5), False),
        ((1, None), (9, 9), True),
        ((5, None), (1, 4), False),
        ((1, None), (2, None), True),
        ((1, 9), (3, None), True),
    ],
)
def test_overlaps(one: tuple[int, int | None], other: tuple[int, int | None], shared: bool) -> None:
    def run(ends: tuple[int, int | None]) -> tuple[date, date | None]:
        return date(2026, 1, ends[0]), ends[1] and date(2026, 1, ends[1])

    assert overlaps(*run(one), *run(other)) is shared
    assert overlaps(*run(other), *run(one)) is shared


def test_days_begin_in_bangkok(monkeypatch: pytest.MonkeyPatch) -> None:
    assert midnight(date(2026, 1, 15)) == datetime(2026, 1, 14, 17, tzinfo=UTC)
    late = datetime(2026, 1, 14, 17, 0, tzinfo=UTC)
    assert calendar.bangkok_date(late) == date(2026, 1, 15)
    monkeypatch.setattr(calendar.timezone, "now", lambda: late)
    assert calendar.today() == date(2026, 1, 15)
    assert format_time(late, "th") == "00:00 น."
    assert format_time(late, "en") == "00:00"


@pytest.mark.parametrize(
    "text",
    [
        "15/1/2569",
        "15/01/2569",
        "15-1-2569",
        "15.1.2569",
        "15 1 2569",
        "15/1/2026",
        "๑๕/๑/๒๕๖๙",
        "15 ม.ค. 2569",
        "15 ม.ค.2569",
        "15มค2569",
        "15 ม. ค. 2569",
        "15 มกราคม 2569",
        "๑๕ มกราคม ๒๕๖๙",
        "15 มกราคม พ.ศ. 2569",
        "15 มกราคม พ.ศ.๒๕๖๙",
        "15 มกราคม ค.ศ. 2026",
        "วันที่ 15 มกราคม 2569",
        "วันพฤหัสบดีที่ 15 มกราคม 2569",
        "15 Jan 2026",
        "15 JANUARY 2026",
        "15-Jan-2026",
        "15 January 2569",
        "15 Jan BE 2569",
        "Jan 15, 2026",
        "January 15 2026",
        "Thursday 15 January 2026",
        "2026-01-15",
        "2026-1-15",
        "2569-01-15",
        "๒๕๖๙-๐๑-๑๕",
        "  15 / 1 / 2569 \n",
        "15\u00a0ม.ค.\u200b 2569",
    ],
)
def test_ways_to_write_a_date(text: str) -> None:
    assert parse_date(text, TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write a date, for example 15 Jan 2026."),
        ("   ", "Write a date"),
        ("soon", "This is not a date we can read"),
        ("15", "This is not a date we can read"),
        ("15/1", "This is not a date we can read"),
        ("15/1/2569 or later", "This is not a date we can read"),
        ("15/1/69", "four digits: 15 Jan 2026, not 69"),
        ("๑๕ ม.ค. ๖๙", "four digits: 15 Jan 2026, not 69"),
        ("31/4/2569", "There is no 31 April 2026"),
        ("29/2/2569", "There is no 29 February 2026"),
        ("0/1/2569", "There is no 0 January 2026"),
        ("1/15/2569", "There is no month 15. Write the day first"),
        ("1/0/2569", "There is no month 0"),
        ("15 Foo 2569", "We do not know the month “Foo”"),
        ("15/1/2399", "too far away. Write a year from 1857 to 2157"),
        ("15/1/2701", "too far away"),
        ("15/1/1856", "too far away"),
        ("15 Jan CE 2569", "too far away"),
        ("15 มกราคม พ.ศ. 2026", "too far away"),
        ("15/1/999999999", "too far away"),
        ("9" * 500, "This is not a date we can read"),
        ("1/1/" + "9" * 5000, "This is not a date we can read"),
        ("-15/1/2569", "This is not a date we can read"),
        ("15/1/2569\x00", None),
    ],
)
def test_what_is_no_date_is_told_why(text: str, message: str | None) -> None:
    with override("en"):
        if message is None:
            assert parse_date(text, TODAY) == TODAY
        else:
            with pytest.raises(DateError) as caught:
                parse_date(text, TODAY)
            assert message in str(caught.value)


def test_the_months_of_a_leap_year() -> None:
    assert parse_date("29/2/2567", TODAY) == date(2024, 2, 29)


@given(days, languages, st.sampled_from(["short", "long", "full", "official"]))
def test_what_is_written_is_read_again(day: date, language: str, style: str) -> None:
    text = format_date(day, language, style)
    assert parse_date(text) == day
    assert parse_date(thai_digits(text)) == day


@given(days)
def test_figures_are_read_again(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year + 543}") == day


@given(st.one_of(st.text(), st.text(alphabet="0123456789๐๙/-. ม.คกพJanศ,")))
def test_any_text_is_a_date_or_a_message(text: str) -> None:
    try:
        found = parse_date(text)
    except DateError:
        return
    assert date(1857, 1, 1) <= found <= date(2157, 12, 31)


@pytest.mark.parametrize(
    ("language", "style", "digits", "text"),
    [
        ("th", "short", None, "12 ต.ค. 2568"),
        ("en", "short", None, "12 Oct 2025"),
        ("th", "long", None, "12 ตุลาคม 2568"),
        ("en", "long", None, "12 October 2025"),
        ("th", "full", None, "วันอาทิตย์ที่ 12 ตุลาคม 2568"),
        ("en", "full", None, "Sunday 12 October 2025"),
        ("th", "official", None, "๑๒ ตุลาคม ๒๕๖๘"),
        ("th", "official", "arabic", "12 ตุลาคม 2568"),
        ("th", "short", "thai", "๑๒ ต.ค. ๒๕๖๘"),
        ("en", "official", None, "12 October 2025"),
    ],
)
def test_format_date(language: str, style: str, digits: str | None, text: str) -> None:
    assert format_date(date(2025, 10, 12), language, style, digits) == text


def test_the_active_language_is_the_default() -> None:
    with override("en"):
        assert format_date(TODAY) == "15 Jan 2026"
    with override("th"):
        assert format_date(TODAY) == "15 ม.ค. 2569"


@pytest.mark.parametrize(
    ("start", "end", "thai", "english"),
    [
        (date(2025, 10, 1), date(2025, 12, 31), "ต.ค.–ธ.ค. 2568", "Oct–Dec 2025"),
        (date(2026, 2, 1), date(2026, 2, 28), "ก.พ. 2569", "Feb 2026"),
        (date(2025, 10, 1), date(2026, 9, 30), "ต.ค. 2568 – ก.ย. 2569", "Oct 2025 – Sep 2026"),
        (date(2026, 1, 12), date(2026, 1, 15), "12–15 ม.ค. 2569", "12–15 Jan 2026"),
        (date(2026, 1, 12), date(2026, 2, 3), "12 ม.ค. – 3 ก.พ. 2569", "12 Jan – 3 Feb 2026"),
        (
            date(2025, 12, 12),
            date(2026, 2, 3),
            "12 ธ.ค. 2568 – 3 ก.พ. 2569",
            "12 Dec 2025 – 3 Feb 2026",
        ),
        (date(2026, 1, 1), date(2026, 1, 1), "1 ม.ค. 2569", "1 Jan 2026"),
        (date(2026, 1, 12), None, "ตั้งแต่ 12 ม.ค. 2569", "from 12 Jan 2026"),
    ],
)
def test_format_range(start: date, end: date | None, thai: str, english: str) -> None:
    assert format_range(start, end, "th") == thai
    assert format_range(start, end, "en") == english


def test_official_range_has_thai_digits() -> None:
    text = format_range(date(2025, 10, 1), date(2025, 12, 31), "th", "official")
    assert text == "ตุลาคม–ธันวาคม ๒๕๖๘"
