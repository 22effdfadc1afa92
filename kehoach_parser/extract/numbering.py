"""The markers that number a division: Phần I, A., I., Điều 1., 1., 1.1., a), a.1), 1), (1).

Levels follow Nghị định 30/2020/NĐ-CP, Phụ lục I (phần, chương, mục, khoản, điểm), with what plans add to it (1.1., 1)).
Letters run in the Vietnamese order: after ``d)`` comes ``đ)``, after ``e)`` comes ``g)``; f, j, w, z are not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

LETTERS = "abcdđeghiklmnopqrstuvxy"

# Families in the order of rank: a division of a lower rank is never inside one of a higher rank.
PART, CHAPTER, CAPITAL, ROMAN, ARTICLE, ARABIC, DECIMAL, LETTER, LETTER_DECIMAL, BRACKET, BRACKETS = range(11)

_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}

# At a line start; a blank, a letter or a quotation must follow the marker.
_MARKER_SOURCE = r"""[\ ]*(?:
      (?P<part>phần|chương)\ +
        (?:thứ\ +(?P<ordinal>\p{L}+)|(?P<part_roman>[ivxl]{1,6})|(?P<part_arabic>\d{1,2})
            |(?P<part_letter>[a-h])(?=[:.\-]|$))(?=[\s:.\-]|$)[:.\-]?
    | (?P<article>điều)\ +(?P<article_number>\d{1,3})[.:]
    | (?P<roman>[ivxl]{1,6})\ ?(?:[.\-/:)](?=[^\d\n]|$))[.\-/]?
    | \((?P<brackets>\d{1,2}|[a-zđ])\)
    | (?P<letter>[a-zđ])(?:\.?(?P<letter_number>\d{1,2}))?(?:
        \ ?[.)](?=[\s\p{L}"(]|$)|/\.?(?=\ +\p{L})|\ ?[-–:](?=\ ?\p{L}))
    | (?P<arabic>\d{1,3})(?P<decimals>(?:\.\ ?\d{1,2}(?!\d)){0,4})
        (?P<mark>\ ?[.)/\-:][.\-/]?|(?<=\.\ ?\d{1,2})(?=\ +\p{L}))(?=[\s\p{L}"(\[]|$)
    )[\ ]*"""
_FIRST_MARKER = regex.compile(_MARKER_SOURCE, regex.VERBOSE | regex.MULTILINE)
# One pass over the folded text. The newline before a line is looked for ten times as fast as "^" is.
_MARKER = regex.compile(r"\n" + _MARKER_SOURCE, regex.VERBOSE | regex.MULTILINE)


_SYMBOL = regex.compile(r"(?:QĐ|NQ|CT|KH|TT|NĐ|KL|TB|HD|CV|CĐ|BC|ĐA|LN|QC)[\p{L}\d]{0,8}[-/]\p{Lu}")


@dataclass(slots=True)
class Marker:
    """A line that begins like a numbered division: ``text[start:end]`` is the marker, ``rest`` where its words begin.

    ``label`` is what it adds to a path ("II", "1", "1.1", "đ"), ``value`` its place in its sequence (1, 2, 3 …),
    ``numbers`` the components of a decimal marker; ``is_weak`` for a capital letter that only a run of them can number.
    """

    start: int
    end: int
    rest: int
    family: int
    label: str
    value: int
    numbers: tuple[int, ...] = ()
    is_weak: bool = False


def find_markers(text: str, folded: str, start: int, end: int) -> Iterator[Marker]:
    """Yield what looks like a marker at the start of each line of ``text[start:end]``."""
    found = list(_find_markers(text, folded, start, end))
    if not any(marker.is_weak for marker in found):
        return iter(found)
    # "A- MỤC TIÊU", "B- NHIỆM VỤ" number divisions; "B - Tên vật tư" alone explains a letter.
    weak = [marker for marker in found if marker.is_weak and _is_title(text, marker.rest)]
    values = [marker.value for marker in weak]
    run = len(values) > 1 and values[0] == 1 and all(this < later < this + 3 for this, later in pairwise(values))
    kept = {marker.start for marker in weak} if run else set()
    return (marker for marker in found if not marker.is_weak or marker.start in kept)


def _is_title(text: str, rest: int) -> bool:
    end = text.find("\n", rest)
    title = text[rest : end if end >= 0 else len(text)]
    return title.isupper() and len(title) > 3


def _find_markers(text: str, folded: str, start: int, end: int) -> Iterator[Marker]:
    if start == 0:
        first = _FIRST_MARKER.match(folded, 0, end)
        marker = _read_marker(first, 0, text) if first is not None else None
        if marker is not None:
            yield marker
    for match in _MARKER.finditer(folded, max(start - 1, 0), end):
        marker = _read_marker(match, match.start() + 1, text)
        if marker is not None:
            yield marker


def _read_marker(match: regex.Match[str], start: int, text: str) -> Marker | None:
    rest = match.end()
    while text[start] == " ":
        start += 1
    end = rest
    while end > start and text[end - 1] == " ":
        end -= 1
    first = text[start]
    if end == rest and rest < len(text) and text[rest].islower():  # "V.v.", "1.mm": no blank, no capital
        return None
    # All groups of the pattern at once: asked for one by one they take longer than the match.
    groups = match.groups()
    part, ordinal, part_roman, part_arabic, part_letter, article, article_number, roman = groups[:8]
    brackets, letter, letter_number, arabic, decimals, mark = groups[8:]
    if arabic:
        if mark[-1:] in ("/", "-") and text[rest - 1] in "/-" and _SYMBOL.match(text, rest):
            return None  # "31/CT-TTg ngày …", the rest of a citation
        number = int(arabic)
        if decimals:
            numbers = (number, *(int(piece) for piece in decimals.replace(" ", "").split(".") if piece))
            return Marker(start, end, rest, DECIMAL, ".".join(map(str, numbers)), numbers[-1], numbers)
        return Marker(start, end, rest, BRACKET if ")" in mark else ARABIC, str(number), number)
    if part:
        if part_letter:
            value = ord(part_letter) - ord("a") + 1 if text[match.start("part_letter")].isupper() else 0
        else:
            value = (
                _ORDINALS.get(ordinal, 0) if ordinal else roman_value(part_roman) if part_roman else int(part_arabic)
            )
        if not value or not first.isupper():
            return None
        family = PART if part == "phần" else CHAPTER
        return Marker(start, end, rest, family, text[start:end].rstrip(" :.-"), value)
    if article:
        value = int(article_number)
        return Marker(start, end, rest, ARTICLE, f"Điều {article_number}", value) if first.isupper() else None
    if roman and first.isupper():
        written = text[start : start + len(roman)]
        value = roman_value(roman)
        if written.isupper() and value and roman == to_roman(value).lower():
            return Marker(start, end, rest, ROMAN, written, value)
        return None
    if brackets:
        value = int(brackets) if brackets.isdecimal() else letter_value(brackets)
        return Marker(start, end, rest, BRACKETS, brackets, value) if value else None
    letter = letter or roman  # "v)" is both
    value = letter_value(letter) if len(letter) == 1 else 0
    if not value:
        return None
    if first.isupper():
        if text[end - 1] == ")" or letter_number:
            return None
        return Marker(start, end, rest, CAPITAL, first, value, is_weak=text[start + 1 : end].strip() not in (".", "/"))
    if text[end - 1] in "-–:" and (text[end - 1] != "-" or text[start + 1] != "-" or end == rest):
        return None  # "a - b", "e-mail"
    if letter_number:
        inner = int(letter_number)
        return Marker(start, end, rest, LETTER_DECIMAL, f"{letter}.{letter_number}", inner, (value, inner))
    return Marker(start, end, rest, LETTER, letter, value)


def letter_value(letter: str) -> int:
    """Return the place of ``letter`` in the Vietnamese order of points, 0 for one that is not used (f, j, w, z)."""
    return LETTERS.find(letter) + 1


def roman_value(numeral: str) -> int:
    """Return the value of a lower-case Roman numeral up to 89."""
    total = 0
    for this, following in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN_DIGITS[this]
        total += -value if _ROMAN_DIGITS.get(following, 0) > value else value
    return total


def to_roman(value: int) -> str:
    """Return ``value`` (1 to 89) as a Roman numeral."""
    written = []
    for size, numeral in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, value = divmod(value, size)
        written.append(numeral * count)
    return "".join(written)
