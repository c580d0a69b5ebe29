"""Numbers and addresses by which somebody is recognised, however they are written in a text."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.fields import LineField, MailField, PhoneField, ReasonField, TextField
from committees.papers import PDF, file_name
from committees.privacy import (
    EMAIL,
    FOREIGN_ID,
    NATIONAL_ID,
    PASSPORT,
    PHONE,
    find_personal,
    is_national_id,
    refuse_personal,
    without_personal,
)


@pytest.mark.parametrize(
    ("text", "found", "what"),
    [
        ("เลข 1101700230708", "1101700230708", NATIONAL_ID),
        ("1-1017-00230-70-8", "1-1017-00230-70-8", NATIONAL_ID),
        ("1 1017 00230 70 8", "1 1017 00230 70 8", NATIONAL_ID),
        ("1.1017.00230.70.8", "1.1017.00230.70.8", NATIONAL_ID),
        ("๑๑๐๑๗๐๐๒๓๐๗๐๘", "๑๑๐๑๗๐๐๒๓๐๗๐๘", NATIONAL_ID),
        ("１１０１７００２３０７０８", "１１０１７００２３０７０８", NATIONAL_ID),
        ("1 1 0 1 7 0 0 2 3 0 7 0 8", "1 1 0 1 7 0 0 2 3 0 7 0 8", NATIONAL_ID),
        ("11017\u200b00230\u200b708", "11017\u200b00230\u200b708", NATIONAL_ID),
        ("11017\ufe0f00230\u3164708", "11017\ufe0f00230\u3164708", NATIONAL_ID),
        ("1\n1017\r\n00230\t70\n8", "1\n1017\r\n00230\t70\n8", NATIONAL_ID),
        ("1_1017_00230_70_8", "1_1017_00230_70_8", NATIONAL_ID),
        ("1, 1017, 00230, 70, 8", "1, 1017, 00230, 70, 8", NATIONAL_ID),
        ("ปี 2569 1101700230708", "1101700230708", NATIONAL_ID),
        ("2569 11017 00230 708", "11017 00230 708", NATIONAL_ID),
        ("วันที่ 15/1/2569 1-1017-00230-70-8", "1-1017-00230-70-8", NATIONAL_ID),
        ("11017002307080812345678", "11017002307080812345678", NATIONAL_ID),
        ("ID1101700230708B", "1101700230708", NATIONAL_ID),
        ("โทร.081-234-5678 ครับ", "081-234-5678", PHONE),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "๐๘๑ ๒๓๔ ๕๖๗๘", PHONE),
        ("0812345678", "0812345678", PHONE),
        ("+66 81 234 5678", "+66 81 234 5678", PHONE),
        ("+66 (0)81-234-5678", "+66 (0)81-234-5678", PHONE),
        ("+856 20 5551 2345", "+856 20 5551 2345", PHONE),
        ("(053) 711 234", "053) 711 234", PHONE),
        ("053-711234", "053-711234", PHONE),
        ("02–123–4567", "02–123–4567", PHONE),
        ("ที่ 12 โทร 053 711 234 ต่อ 5", "053 711 234", PHONE),
        ("เขียนถึง som.chai@example.or.th ได้", "som.chai@example.or.th", EMAIL),
        ("name @ example.org", "name @ example.org", EMAIL),
        ("หนังสือเดินทางเลขที่ AA 1234567", "AA 1234567", PASSPORT),
        ("passport no. mb123456", "mb123456", PASSPORT),
        ("พาสปอร์ต ๑๒๓๔๕๖๗๘๙", "๑๒๓๔๕๖๗๘๙", PASSPORT),
        ("AA1234567 (passport)", "AA1234567", PASSPORT),
        ("หนังสือผ่านแดน เลขที่ 0012345", "0012345", PASSPORT),
        ("ໜັງສືຜ່ານແດນ ເລກທີ P1234567", "P1234567", PASSPORT),
        ("နိုင်ငံကူးလက်မှတ် MC234567", "MC234567", PASSPORT),
        ("12/KaMaNa(N)123456", "12/KaMaNa(N)123456", FOREIGN_ID),
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
        "งบประมาณ 84,000 บาท ปี 2569 รวม 1,000,000.00 และ 12000000.50 บาท",
        "วันที่ 18 กันยายน 2562 เวลา 09.30",
        "1-1-2569 - 30-9-2569 และ 2026-11-22 2026-11-23 9 คน",
        "15/1/2569 - 20/10/2569 9 คน เวลา 08.30-12.00 13 คน",
        "19.9083331234567, 99.8321234567 (20.43315 99.8765)",
        "ปีงบประมาณ 2568 2569 2570 2571",
        "คำสั่งที่ 768/2556",
        "12345678901234567890",
        "311 คน (หญิง 239 ชาย 72)",
        "ผู้เข้าร่วม 100 200 300 400",
        "ช่วยทำหนังสือเดินทาง 12 เล่ม ค่าหนังสือเดินทาง 1200000 บาท",
        "มูลนิธิเลขทะเบียน 0105536000123",
        "พบกันที่ LINE @bala",
        "1 แห่ง 1017 คน 00230 บาท 70 ครั้ง 8 วัน",
        "เลขบัญชี 123-4-56789-0 รหัส อปท. 05570901 รหัสไปรษณีย์ 57130 57140 57150",
        "20.4333, 99.8833 ถึง 20.2750, 100.4167 และ 47Q 592345 2257890",
        "เลขที่ ชร 0018.1/ว 1234 และ มท 0310.1/ว 0612 ลงวันที่ 3 ก.พ. 2566",
    ],
)
def test_what_is_left_alone(text):
    assert find_personal(text) == []
    refuse_personal(text)


def test_each_of_several_is_named_in_the_order_of_the_text():
    found = find_personal("0812345678 และ 1101700230708 หรือ a@example.org")
    assert [row.what for row in found] == [PHONE, NATIONAL_ID, EMAIL]


def _id(first, last=None):
    return first + next(last for last in "0123456789" if is_national_id(first + last))


people = st.text(alphabet="0123456789", min_size=12, max_size=12).filter(lambda d: d[0] != "0")
digits = st.sampled_from(["0123456789", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９", "០១២៣៤៥៦៧៨៩"])


@given(
    people.map(_id),
    digits,
    st.sampled_from([" ", "  ", "-", "–", " - ", "\u00a0", "\u200b", "\u2060"]),
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.sampled_from(["", "เลขบัตร ", "นางสาว ก ", "(", "ปี พ.ศ. 2569: "]),
    st.sampled_from(["", " ครับ", ")", ", 12 คน", "."]),
)
def test_a_national_id_is_found_however_it_is_parted(number, script, gap, gaps, before, after):
    parted = number[0] + "".join(
        (gap if parts else "") + digit for parts, digit in zip(gaps, number[1:], strict=True)
    )
    written = parted.translate(str.maketrans("0123456789", script))
    found = find_personal(before + written + after)
    assert [(row.text, row.what) for row in found] == [(written, NATIONAL_ID)]


@given(
    st.integers(1, 31),
    st.integers(1, 12),
    st.integers(2443, 2643),
    st.sampled_from("/.-"),
    st.decimals(0, 9_999_999_999, places=2),
    st.integers(1, 999),
    st.floats(5, 21),
    st.floats(97, 106),
)
def test_dates_amounts_orders_and_coordinates_are_no_numbers_of_people(
    day, month, year, mark, amount, order, latitude, longitude
):
    text = (
        f"{day}{mark}{month}{mark}{year} - {day:02}{mark}{month:02}{mark}{year + 1} {amount:,} บาท"
        f" คำสั่งที่ {order}/{year} ({latitude:.6f}, {longitude:.6f}) {year} {year + 1}"
    )
    assert find_personal(text) == []


@given(st.text(alphabet="0123456789", min_size=13, max_size=13))
def test_thirteen_digits_that_do_not_check_are_left_alone(number):
    found = [row.what for row in find_personal(f"เลขที่รับ {number}")]
    assert (NATIONAL_ID in found) == is_national_id(number)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_of_ten_last_digits_one_checks(first):
    good = [last for last in "0123456789" if is_national_id(first + last)]
    a_person = first[0] != "0" or first[1] == "0" or first[5:7] == "89"
    assert len(good) == a_person


@given(st.text(alphabet=st.characters() | st.sampled_from("0123 -@.+()/"), max_size=80))
def test_any_text_is_read(text):
    for row in find_personal(text):
        assert row.text in text
    assert not [row for row in find_personal(without_personal(text)) if row.text not in text]


def test_long_odd_texts_are_read_quickly():
    started = time.process_time()
    for text in ("1 2 " * 1250, "passport " * 600, "a." * 2500 + "@", "081-" * 1250):
        find_personal(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("field", "takes_contacts"),
    [
        (TextField(), False),
        (LineField(), False),
        (ReasonField(), False),
        (TextField(personal="numbers"), True),
        (LineField(personal="allowed"), True),
    ],
)
def test_fields_refuse_what_people_are_recognised_by(field, takes_contacts):
    if field.personal != "allowed":
        with pytest.raises(ValidationError, match="a woman of about 30"):
            field.clean("เธอชื่อ ก เลข 1-1017-00230-70-8")
    if takes_contacts:
        assert field.clean("โทร 053 711 234") == "โทร 053 711 234"
    else:
        with pytest.raises(ValidationError, match="among its contacts"):
            field.clean("โทร 053 711 234")


def test_ways_to_reach_somebody_are_no_place_for_an_id():
    assert PhoneField().clean("081 234 5678") and MailField().clean("a@example.org")
    with pytest.raises(ValidationError, match="looks like"):
        PhoneField().clean("1 1017 00230 70 8")


def test_the_name_of_a_file_keeps_no_number_of_a_person():
    assert file_name("สำเนาบัตร 1101700230708.pdf", PDF) == "สำเนาบัตร.pdf"
    assert file_name("1101700230708.pdf", PDF) == "file.pdf"
    assert file_name("คำสั่ง 768-2556.pdf", PDF) == "คำสั่ง 768-2556.pdf"
