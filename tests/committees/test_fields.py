"""Form fields: what they take, what they refuse, what they show again."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from committees.calendar import FIRST_BE_YEAR, LAST_BE_YEAR, MONTHS, SHORT_MONTHS
from committees.fields import (
    DateField,
    IntField,
    LineField,
    MoneyField,
    ReasonField,
    TextField,
    YearField,
    baht,
)


class Line(forms.Form):
    """One of each."""

    starts = DateField()
    budget = MoneyField(required=False)
    people = IntField(least=1, most=500, required=False)
    year = YearField(required=False)
    title = LineField(most=20)
    about = TextField(required=False)
    reason = ReasonField(required=False)


def refusal(field: forms.Field, value: Any) -> str:
    with override("en"), pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


odd = st.one_of(
    st.text(),
    st.text(alphabet="0123456789๐๑๙,.-+eE฿ บาทNaIinfity_/\0\n"),
    st.sampled_from(["NaN", "Infinity", "-Infinity", "1e999999999", "1E5", "0x10", "9" * 5_000]),
)


@given(odd)
@pytest.mark.parametrize("field", Line.base_fields.values(), ids=Line.base_fields.keys())
def test_odd_input_gives_a_value_or_a_message(field: forms.Field, value: str) -> None:
    with suppress(ValidationError):
        field.clean(value)


@given(odd)
def test_a_form_of_odd_input_is_shown_again(value: str) -> None:
    form = Line(dict.fromkeys(Line.base_fields, value))
    form.is_valid()
    assert form.as_p()
    assert all(all(messages) for messages in form.errors.values())


# --- Dates ------------------------------------------------------------------------------------


def test_a_date_is_taken_in_many_forms() -> None:
    for text in ("15/1/2569", "๑๕ ม.ค. ๒๕๖๙", "2026-01-15", " 15 Jan 2026 "):
        assert DateField().clean(text) == date(2026, 1, 15)
    assert DateField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "Write a date, for example 15/1/2569."),
        ("31/4/2569", "There is no 31 April 2026."),
        ("15/1/69", "Write the year with four digits"),
        ("14/1/2569", "This is before 15 Jan 2026. Write that day or a later one."),
        ("1/2/2569", "This is after 31 Jan 2026. Write that day or an earlier one."),
    ],
)
def test_a_date_is_refused_with_a_reason(value: str, message: str) -> None:
    field = DateField(earliest=date(2026, 1, 15), latest=date(2026, 1, 31))
    assert message in refusal(field, value)


def test_a_date_field_shows_what_was_typed_and_what_was_understood() -> None:
    with override("th"):
        shown = str(Line({"starts": "15-1-2569"})["starts"])
        assert 'value="15-1-2569"' in shown
        assert "วันพฤหัสบดีที่ 15 มกราคม 2569" in shown
        refused = str(Line({"starts": "31/4/2569 <b>"})["starts"])
        assert 'value="31/4/2569 &lt;b&gt;"' in refused
        assert "<b>" not in refused
        assert '<output class="date-said d-block" for="id_starts"></output>' in refused


def test_a_stored_date_is_shown_in_the_readers_language() -> None:
    form = Line(initial={"starts": date(2026, 1, 15)})
    with override("th"):
        assert 'value="15 ม.ค. 2569"' in str(form["starts"])
    with override("en"):
        shown = str(form["starts"])
        assert 'value="15 Jan 2026"' in shown
        assert "Thursday 15 January 2026" in shown


def test_the_same_date_in_other_words_is_no_change() -> None:
    field = DateField()
    assert not field.has_changed(date(2026, 1, 15), "15 ม.ค. 2569")
    assert field.has_changed(date(2026, 1, 15), "16 ม.ค. 2569")
    assert field.has_changed(date(2026, 1, 15), "someday")
    assert not field.has_changed(None, "")


def test_the_script_knows_the_same_months() -> None:
    script = (Path(__file__).parents[2] / "static/js/dates.js").read_text(encoding="utf-8")
    for tables in (MONTHS, SHORT_MONTHS):
        for months in tables.values():
            assert json.dumps(" ".join(months), ensure_ascii=False) in script
    assert str(FIRST_BE_YEAR) in script
    assert str(LAST_BE_YEAR) in script


# --- Numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12000", "12000.00"),
        ("12,000", "12000.00"),
        ("๑๒,๐๐๐", "12000.00"),
        ("12000 บาท", "12000.00"),
        ("12,000.50บาท", "12000.50"),
        ("฿12,000", "12000.00"),
        ("฿ 12 baht", "12.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("12.", "12.00"),
        ("12.5000", "12.50"),
        ("000012", "12.00"),
        ("9,999,999,999.99", "9999999999.99"),
        (" 1,234,567 ", "1234567.00"),
    ],
)
def test_an_amount(text: str, amount: str) -> None:
    taken = MoneyField().clean(text)
    assert str(taken) == amount


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write an amount in baht"),
        ("-5", "An amount cannot be below zero"),
        ("−5 บาท", "An amount cannot be below zero"),
        ("12,00", "The commas part thousands"),
        ("1.200,50", "The commas part thousands"),
        ("12.345", "at most two digits after the full stop"),
        ("10,000,000,000", "too large. Write at most 9,999,999,999.99 baht"),
        ("9" * 1_000_000, "too large"),
        ("NaN", "This is not an amount"),
        ("Infinity", "This is not an amount"),
        ("1e5", "This is not an amount"),
        ("about 500", "This is not an amount"),
        ("1_000", "This is not an amount"),
        ("12 000", "This is not an amount"),
    ],
)
def test_an_amount_is_refused_with_a_reason(text: str, message: str) -> None:
    assert message in refusal(MoneyField(), text)


@given(st.decimals(min_value=0, max_value=9_999_999_999, places=2))
def test_an_amount_is_shown_and_taken_again(amount: Decimal) -> None:
    assert MoneyField().clean(baht(amount)) == amount


def test_an_amount_is_shown_with_commas_and_kept_as_typed() -> None:
    assert 'value="12,000"' in str(Line(initial={"budget": Decimal("12000.00")})["budget"])
    assert 'value="twelve ๒"' in str(Line({"budget": "twelve ๒"})["budget"])
    assert not MoneyField().has_changed(Decimal("12000.00"), "12,000 บาท")


@pytest.mark.parametrize(("text", "number"), [("5", 5), ("๕๐๐", 500), ("007", 7), ("5.0", 5)])
def test_a_whole_number(text: str, number: int) -> None:
    assert IntField(least=1, most=500).clean(text) == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0", "too small. Write 1 or more"),
        ("501", "too large. Write 500 or less"),
        ("9" * 1_000_000, "too large"),
        ("-3", "below zero"),
        ("2.5", "whole number"),
        ("ten", "This is not a number"),
        ("", "Write a number"),
    ],
)
def test_a_whole_number_is_refused_with_a_reason(text: str, message: str) -> None:
    assert message in refusal(IntField(least=1, most=500), text)


@pytest.mark.parametrize(
    "text", ["2569", "๒๕๖๙", "2026", "พ.ศ. 2569", "ปีงบประมาณ 2569", "FY 2569", "ค.ศ. 2026"]
)
def test_a_fiscal_year(text: str) -> None:
    assert YearField().clean(text) == 2569


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("69", "four digits"),
        ("next", "This is not a year"),
        ("2701", "Write a fiscal year from 2560 to 2580"),
        ("1500", "too far away"),
        ("", "Write a fiscal year"),
    ],
)
def test_a_fiscal_year_is_refused_with_a_reason(text: str, message: str) -> None:
    assert message in refusal(YearField(first=2560, last=2580), text)


# --- Text -------------------------------------------------------------------------------------


def test_text_is_kept_clean() -> None:
    assert TextField().clean(" น\u0e4d\u0e49\u0e32 \r\n ok\u200b ") == "น้ำ\n ok"
    assert LineField().clean(" แม่ \n สาย ") == "แม่ สาย"


def test_text_is_refused_with_a_reason() -> None:
    assert "25 letters. Shorten it to 20" in refusal(LineField(most=20), "ก" * 25)
    assert "Write at least 10" in refusal(TextField(least=10), "short")
    assert "Write something here" in refusal(TextField(), " \u200b \n ")
    assert "read the text over and send it again" in refusal(TextField(), "a\0b")


def test_refused_text_can_be_sent_again() -> None:
    form = Line({"title": "a\0b", "about": "c\0d", "starts": "15/1/2569\0"})
    form.is_valid()
    shown = form.as_p()
    assert "\0" not in shown
    assert 'value="ab"' in shown


def test_no_browser_cuts_what_is_pasted() -> None:
    shown = Line().as_p()
    assert "maxlength" not in shown
    assert 'data-longest="5000"' in shown


@pytest.mark.parametrize("text", ["-", "...", "ok"])
def test_a_reason_says_something(text: str) -> None:
    assert "This says nothing yet" in refusal(ReasonField(), text)
    assert ReasonField().clean("เพิ่ม อบต.") == "เพิ่ม อบต."
    assert "Say why" in refusal(ReasonField(), "")


def test_the_same_text_is_no_change() -> None:
    assert not TextField().has_changed("น้ำ", "นํ้า ")
    assert not TextField(required=False).has_changed(None, "")
    assert TextField().has_changed("a", "b\0")
