"""Thai text: dictionary order, digits, and cleaning of what people type.

Pure functions. The database has no Thai collation, so every list sorts by a column that
`sort_key` fills.
"""

import re
import unicodedata
from decimal import Decimal
from itertools import chain

#: Longest key `sort_key` gives; a column of this length always takes one.
SORT_KEY_LENGTH = 400

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

_LEADING_VOWEL_AND_CONSONANT = re.compile("([เแโใไ])([ก-ฮ])")
# Mai tai khu, the four tone marks, thanthakhat, nikhahit, yamakkan: they order words only
# where nothing else differs, in the order of their code points.
_THAI_MARKS = range(0x0E47, 0x0E4F)
_FIRST_MARK = 0x0E47
# Mai yamok (repeat) and paiyan noi (abbreviation) are signs, not letters.
_THAI_SIGNS = "\u0e2f\u0e46"


def arabic_digits(text: str) -> str:
    """The text with Thai digits turned into Arabic ones."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """The text with Arabic digits turned into Thai ones."""
    return text.translate(_TO_THAI)


def sort_key(text: str) -> str:
    """A key whose plain order is the order of the Royal Institute dictionary.

    Letters first: a leading vowel (เ แ โ ใ ไ) counts after its consonant. Tone marks and the
    like decide only between words that are otherwise the same. Numbers stand before Thai, in
    the order of their value; Thai stands before Latin, as in the Thai collation of Unicode;
    case does not matter, nor which punctuation or how many spaces stand between words, and a
    shorter name stands before a longer one that begins with it.

    The key holds digits and small ASCII letters only, so that every collation, and Python,
    order it alike.
    """
    # What lies beyond this cannot reach into the key, and enormous text must not cost time.
    text = unicodedata.normalize("NFKD", text[: SORT_KEY_LENGTH * 2].casefold())
    # Compatibility decomposition takes SARA AM apart; it is one vowel here.
    text = _compose_sara_am(arabic_digits(text))
    text = _LEADING_VOWEL_AND_CONSONANT.sub(r"\2\1", text)
    letters: list[str] = []
    marks: list[str] = []
    for element in re.findall(r"[0-9]+|.", text, re.DOTALL):
        mark = _mark_weight(element)
        if mark:
            if letters:
                marks[-1] += mark
            continue
        letter = _letter_weight(element)
        if letter == "1" and (not letters or letters[-1] == "1"):
            continue
        if letter:
            letters.append(letter)
            marks.append("1")
    if letters and letters[-1] == "1":
        letters.pop()
        marks.pop()
    # "0" and "1" are lower than every weight, so trailing plain letters need no writing out.
    tail = "".join(marks).rstrip("1")
    key = "".join(letters) + (f"0{tail}" if tail else "")
    return key[:SORT_KEY_LENGTH]


def _letter_weight(element: str) -> str:
    """Weight of one letter or one run of digits; "" for what does not count, "1" for a gap."""
    code = ord(element[0])
    if element[0] in "0123456789":
        # By value: the length first, then the digits.
        digits = element.lstrip("0")[:99]
        return f"2{len(digits):02}{digits}"
    if 0x0E01 <= code <= 0x0E45 and element not in _THAI_SIGNS and code != 0x0E3F:
        return chr(ord("a") + ((code - 0x0E00) >> 4)) + f"{code & 15:x}"
    if "a" <= element <= "z":
        return "m" + element
    category = unicodedata.category(element)
    if element in _THAI_SIGNS or (category in {"Cc", "Cf", "Cs"} and not element.isspace()):
        return ""
    if category[0] in "LN":
        return f"z{code:06x}"
    return "1"


def _mark_weight(element: str) -> str:
    """Weight of a mark that decides only between otherwise equal words; "" for others."""
    code = ord(element[0])
    if code in _THAI_MARKS:
        return chr(ord("a") + code - _FIRST_MARK)
    if code == 0x0E3A or (unicodedata.category(element[0])[0] == "M" and not _is_thai(code)):
        return f"z{code:06x}"
    return ""


def _is_thai(code: int) -> bool:
    return 0x0E00 <= code <= 0x0E7F


# What cannot be seen: joiners, zero-width spaces, direction marks and overrides, soft hyphen,
# byte order mark, interlinear notes, tags and other format characters (category Cf), controls
# (Cc) but newline and tab, and lone halves of surrogate pairs (Cs), which no database takes.
_KEPT_CONTROLS = "\n\t"
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")
_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_MARKS_ABOVE = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_AM_PARTS = re.compile("([\u0e48-\u0e4b]*)\u0e4d([\u0e48-\u0e4b]*)\u0e32")
_AM_BEFORE_TONE = re.compile("\u0e33([\u0e48-\u0e4b]+)")


def clean_text(text: str) -> str:
    """What was typed, in the one form in which it is kept, searched and compared.

    Composed form (NFC); one kind of line end; nothing invisible; Thai marks in writing order;
    SARA AM as one character; the two SARA E that look like SARA AE as the one; no spaces at
    the ends of lines or of the whole.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = "".join(c for c in text if c in _KEPT_CONTROLS or not _is_invisible(c))
    text = _ODD_SPACES.sub(" ", text)
    text = unicodedata.normalize("NFC", text)
    text = text.replace("เเ", "แ")
    text = _MARKS_ABOVE.sub(_in_writing_order, text)
    text = _compose_sara_am(text)
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def clean_line(text: str) -> str:
    """`clean_text` on one line: every run of white space is one space."""
    return clean_text(" ".join(clean_text(text).split()))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def _in_writing_order(match: re.Match[str]) -> str:
    """Vowels above and below before tone marks, as keyboards of the standard write them."""
    marks = match.group()
    vowels = (m for m in marks if m < "\u0e47")
    others = (m for m in marks if m >= "\u0e47")
    return "".join(chain(vowels, others))


def _compose_sara_am(text: str) -> str:
    text = _AM_PARTS.sub("\\1\\2\u0e33", text)
    return _AM_BEFORE_TONE.sub("\\1\u0e33", text)


_ONES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def baht_words(amount: Decimal) -> str:
    """An amount in words, as official papers repeat it: "แปดหมื่นสี่พันบาทถ้วน".

    Amounts are not negative and have at most two decimal places.
    """
    baht, satang = divmod(int(amount * 100), 100)
    words = f"{_number_words(baht)}บาท" if baht or not satang else ""
    return words + (f"{_number_words(satang)}สตางค์" if satang else "ถ้วน")


def _number_words(number: int) -> str:
    if number == 0:
        return "ศูนย์"
    millions, rest = divmod(number, 1_000_000)
    words = f"{_number_words(millions)}ล้าน" if millions else ""
    digits = str(rest) if rest else ""
    for index, digit in enumerate(digits):
        place, value = len(digits) - index - 1, int(digit)
        if value == 0:
            continue
        if place == 0 and value == 1 and number > 1:
            words += "เอ็ด"
        elif place == 1 and value == 1:
            words += "สิบ"
        elif place == 1 and value == 2:
            words += "ยี่สิบ"
        else:
            words += _ONES[value] + _PLACES[place]
    return words
