"""Thai text: order, digits, cleaning."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.thai import (
    SORT_KEY_LENGTH,
    arabic_digits,
    baht_words,
    clean_line,
    clean_text,
    sort_key,
    thai_digits,
)

# In the order of the Royal Institute dictionary; checked against the Thai collation of ICU.
WORDS = """
กก กกุธภัณฑ์ กง ก่ง ก้ง กฎ กบ กรม กระทรวง กรุงเทพ กรุงเทพมหานคร กล่อง กลุ่ม กวาง กะ กะทิ กัก
กัน กั้น กา ก่า ก้า กาณ์ การ การณ์ การด การ์ด กำ ก้ำ กำนัน กิ กิน กี่ กึ่ง กุ้ง กู่ กู้ เก เกง
เก็ง เก่ง เก้ง เก๋ง เกม เกาะ เกี่ยว แก แก่ แก้ แก้ว โก โกรธ ใกล้ ไก ไก่ ไกล ขอ ข้อ ขา ข่า ข้า
เขต เขา เข่า เข้า แขง แข็ง แข่ง คณะ คน ค้น ความ คำ ค่ำ ค้ำ งาน จังหวัด เจ้า ฉาก ชาติ เชียงของ
เชียงราย เชียงแสน เชียงใหม่ ซ้ำ ดี เด็ก ต่าง ต่างกัน ตำบล แต่ง ถนน เถื่อน ทหาร เทิง ธรรม น่าน
นายอำเภอ น้ำ บ้าน ประธาน ปลัด ปลา ปี ปี่ เปลา เปล่า แผน ฝ่าย พะเยา พาน ฟ้า ภาค มติ แม่จัน
แม่ฟ้าหลวง แม่ลาว แม่สรวย แม่สาย ยุติธรรม รถ รือ ฤกษ์ ฤดู ล้าน เลขานุการ เวียงแก่น
เวียงชัย เวียงป่าเป้า ศูนย์ สตรี สังคม เสียหาย ใส่ หญิง หน่วย หมู่บ้าน เหยื่อ องค์กร อนุ
อำเภอ เอกสาร ฮ้อ
"""

thai = st.text(alphabet=[chr(c) for c in range(0x0E01, 0x0E5C) if not 0x0E3A < c < 0x0E3F])
mixed = st.text(alphabet=st.one_of(st.sampled_from("กขเแไ่้ำา ๆฯ.-aAé19๑\t\n"), st.characters()))
untidy = st.text(
    alphabet=st.sampled_from("กนเแำาํ่้๊๋ัิีุู็์ฺ๎ \n\r\t\0\u200b\u200d\u202e\ufeff\u2028é\u0301a\x85")
)


def test_words_stand_in_dictionary_order() -> None:
    words = WORDS.split()
    assert sorted(set(words), key=sort_key) == words


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("เก", "ขา"),  # a leading vowel counts after its consonant
        ("เก็ง", "เก่ง"),
        ("เก่ง", "เกม"),  # a tone mark weighs less than any letter after it
        ("ปลา", "เปลา"),
        ("น้ำ", "นำ้ใจ"),
        ("หมู่ 2", "หมู่ 10"),  # numbers by value, in either digits
        ("หมู่ ๒", "หมู่ 10"),
        ("หมู่ 2", "หมู่ ๑๐"),
        ("10", "ก"),
        ("ฮ้อ", "ABC"),
        ("apple", "Banana"),
        ("resume", "résumé"),
        ("résumé", "resumes"),
        ("เชียง ราย", "เชียงของ"),  # nothing before something: words end first
        ("", "ก"),
        ("zoo", "ລາວ"),
    ],
)
def test_one_stands_before_the_other(first: str, then: str) -> None:
    assert sort_key(first) < sort_key(then)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mae Sai", "mae  sai"),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("หมู่ ๒", "หมู่ 2"),
        ("ต่าง ๆ", "ต่าง"),
        ("(กลุ่ม)", "กลุ่ม"),
        ("น้ำ", "น\u0e49\u0e4d\u0e32"),
        ("ก\u200bา", "กา"),
    ],
)
def test_what_sorts_alike(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(mixed)
def test_keys_are_plain_and_short(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= SORT_KEY_LENGTH
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


@given(thai, thai)
def test_a_beginning_stands_first(text: str, more: str) -> None:
    # "ก" then "า": what is added after a whole word never moves it down.
    whole = text + " "
    assert sort_key(whole) <= sort_key(whole + "ก" + more)


@given(mixed)
def test_case_and_outer_space_do_not_matter(text: str) -> None:
    assert sort_key(f" {text} ") == sort_key(text)
    assert sort_key(text.upper().lower()) == sort_key(text.upper())


def test_enormous_text_is_quick_and_bounded() -> None:
    assert len(sort_key("ก้" * 5_000_000)) == SORT_KEY_LENGTH
    assert sort_key("9" * 5000) > sort_key("8" * 5000)


@given(st.text())
def test_digits_go_there_and_back(text: str) -> None:
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)
    assert thai_digits(arabic_digits(text)) == thai_digits(text)


def test_digits() -> None:
    assert arabic_digits("๑๒ ตุลาคม ๒๕๖๘") == "12 ตุลาคม 2568"
    assert thai_digits("ข้อ 30 วรรค 9") == "ข้อ ๓๐ วรรค ๙"


@given(st.one_of(st.text(), untidy))
def test_clean_text_is_settled_and_visible(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == clean.strip()
    assert not [
        c for c in clean if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t"
    ]
    clean.encode()


@given(st.one_of(st.text(), untidy))
def test_clean_line_is_one_settled_line(text: str) -> None:
    clean = clean_line(text)
    assert clean_line(clean) == clean_text(clean) == clean
    assert len(clean.splitlines()) <= 1
    assert "  " not in clean


@given(st.text(alphabet="กขคงจabc 123ำาิี"))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean_text(text) == text.strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ก\u0e49\u0e39", "กู้"),
        ("เเม่สาย", "แม่สาย"),
        ("ปี่\u200b น้ำ\ufeff", "ปี่ น้ำ"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("หนึ่ง  \r\nสอง\t\r\n\r\n", "หนึ่ง\nสอง"),
        ("e\u0301", "é"),
        ("แม่\u00a0สาย", "แม่ สาย"),
        ("\ud800x", "x"),
        ("ฏิ ปี่ กู้ ที่", "ฏิ ปี่ กู้ ที่"),
        ("👩‍⚕️ ok", "👩⚕️ ok"),
    ],
)
def test_clean_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_clean_line() -> None:
    assert clean_line(" แม่ \n สาย\t 1 ") == "แม่ สาย 1"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("84000", "แปดหมื่นสี่พันบาทถ้วน"),
        ("12000.50", "หนึ่งหมื่นสองพันบาทห้าสิบสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("21345678.91", "ยี่สิบเอ็ดล้านสามแสนสี่หมื่นห้าพันหกร้อยเจ็ดสิบแปดบาทเก้าสิบเอ็ดสตางค์"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert baht_words(Decimal(amount)) == words
