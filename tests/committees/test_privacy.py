"""Personal numbers in free texts, however they are written."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.privacy import NATIONAL_ID, PHONE, find_personal, is_national_id, refuse_personal


@pytest.mark.parametrize(
    ("text", "found", "what"),
    [
        ("เลข 1101700230708", "1101700230708", NATIONAL_ID),
        ("1-1017-00230-70-8", "1-1017-00230-70-8", NATIONAL_ID),
        ("1 1017 00230 70 8", "1 1017 00230 70 8", NATIONAL_ID),
        ("๑๑๐๑๗๐๐๒๓๐๗๐๘", "๑๑๐๑๗๐๐๒๓๐๗๐๘", NATIONAL_ID),
        ("โทร.081-234-5678 ครับ", "081-234-5678", PHONE),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "๐๘๑ ๒๓๔ ๕๖๗๘", PHONE),
        ("0812345678", "0812345678", PHONE),
        ("+66 81 234 5678", "+66 81 234 5678", PHONE),
        ("(053) 711 234", "053) 711 234", PHONE),
        ("053-711234", "053-711234", PHONE),
        ("02–123–4567", "02–123–4567", PHONE),
    ],
)
def test_what_is_found(text, found, what):
    assert [(row.text, row.what) for row in find_personal(text)] == [(found, what)]
    with pytest.raises(ValidationError, match="looks like"):
        refuse_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1101700230709",  # the last digit does not check
        "งบประมาณ 84,000 บาท ปี 2569",
        "วันที่ 18 กันยายน 2562 เวลา 09.30",
        "0011700230708",
        "คำสั่งที่ 768/2556",
        "12345678901234567890",
        "311 คน (หญิง 239 ชาย 72)",
        "ผู้เข้าร่วม 100 200 300 400",
    ],
)
def test_what_is_left_alone(text):
    assert find_personal(text) == []
    refuse_personal(text)


def test_each_of_several_is_named():
    found = find_personal("0812345678 และ 1101700230708")
    assert [row.what for row in found] == [PHONE, NATIONAL_ID]


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_of_ten_last_digits_one_checks(first):
    good = [last for last in "0123456789" if is_national_id(first + last)]
    assert len(good) == (first[0] != "0")


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    for row in find_personal(text):
        assert row.text in text
