"""Vietnamese numbers: 374.125; 98,5; 05; hai mươi; ba phần tư.

A dot groups thousands and a comma opens the decimals; both habits are broken in real plans ("1.5%", "1,000 người"), so
what can be read two ways is None (it is kept as written by the caller) and never guessed.
"""

from __future__ import annotations

import regex

# Groups of three after dots, then decimals; or plain digits with one decimal mark. Used inside other patterns.
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?"

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_WORD = "|".join(sorted({*_DIGITS, *_SCALES, "mười", "mươi", "trăm", "linh", "lẻ"}, key=len, reverse=True))
# At most eight words, so that a long line of number words costs no more than its length.
NUMBER_WORDS = rf"(?:{_WORD})(?:[ ](?:{_WORD})){{0,8}}"

_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+")
_ENGLISH = regex.compile(r"\d{1,3}(?:,\d{3}){2,}")


def parse_number(words: str, *, counted: bool = False) -> int | float | None:
    """Return the number that ``words`` writes in digits, or None when it can be read two ways.

    ``counted``: whole things are counted (people, houses), so that "1,000" may be an English thousand: None.

    >>> parse_number("374.125"), parse_number("98,5"), parse_number("05"), parse_number("1.5")
    (374125, 98.5, 5, 1.5)
    >>> parse_number("2,500", counted=True) is None
    True
    """
    whole, comma, decimals = words.partition(",")
    if _ENGLISH.fullmatch(words):
        return _whole(words.replace(",", ""))
    if comma:
        if counted and len(decimals) == 3 and "." not in whole and whole != "0":
            return None
        digits = whole.replace(".", "") if _GROUPED.fullmatch(whole) or "." not in whole else ""
        return _decimal(digits, decimals) if digits.isdecimal() and decimals.isdecimal() else None
    if "." not in words:
        return _whole(words) if words.isdecimal() else None
    if _GROUPED.fullmatch(words) and not words.startswith("0"):
        return _whole(words.replace(".", ""))
    digits, _, decimals = words.partition(".")
    return _decimal(digits, decimals) if digits.isdecimal() and decimals.isdecimal() else None


def _whole(digits: str) -> int | None:
    # Python refuses to read more than 4300 digits; such a run of digits is no quantity anyway.
    return int(digits) if len(digits) <= 18 else None


def _decimal(digits: str, decimals: str) -> int | float | None:
    if len(digits) + len(decimals) > 18:
        return None
    value = float(f"{digits}.{decimals}")
    return int(value) if value.is_integer() else value


def parse_words(words: str) -> int | None:
    """Return the whole number that ``words`` spells (folded, one blank between words), or None.

    "Trăm", "tỷ" without a number before them count nothing ("hàng trăm", "tỷ lệ"), and "không" alone says no.

    >>> parse_words("hai mươi"), parse_words("một trăm linh năm"), parse_words("ba nghìn hai trăm"), parse_words("tỷ")
    (20, 105, 3200, None)
    """
    total = below_thousand = 0
    digit: int | None = None
    for word in words.split():
        if word in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[word]
        elif word == "mười":
            below_thousand += 10
        elif word == "mươi":
            if digit is None:
                return None
            below_thousand, digit = below_thousand + digit * 10, None
        elif word == "trăm":
            if digit is None:
                return None
            below_thousand, digit = digit * 100, None
        elif word in _SCALES:
            count = below_thousand + (digit or 0)
            if not count:
                return None
            total, below_thousand, digit = total + count * _SCALES[word], 0, None
        elif word not in ("linh", "lẻ"):
            return None
    return total + below_thousand + (digit or 0) or None


def parse_fraction(over: int | float | None, under: int | float | None) -> float | int | None:
    """Return ``over / under`` to four places; None when it is no proper fraction.

    >>> parse_fraction(3, 4), parse_fraction(2, 3), parse_fraction(4, 0) is None
    (0.75, 0.6667, True)
    """
    if over is None or not under or over > under:
        return None
    value = round(over / under, 4)
    return int(value) if value == int(value) else value
