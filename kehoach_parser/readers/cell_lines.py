"""The lines of a table cell: which of them only a narrow column has broken."""

from __future__ import annotations

import regex

from ..text import fold
from .joining import BEFORE_NUMBER, CUT_SYMBOL, HANGING, is_closed, joint, starts_item

# What a cell may break behind: the words before a day, "quý" before its numeral, the first word of a name.
_BEFORE_DATE = regex.compile(r"\b(?:trước|chậm nhất|hạn|vào|ngày|tháng|quý|năm|giai đoạn|đến hết|đến)$")
_QUARTER = regex.compile(r"(?:I{1,3}|IV)\b")
_HEAD_ALONE = regex.compile(
    r"(?:^|[;,+] ?|- )(?:ủy ban|văn phòng|trạm|sở|bộ|phòng|ban|chi cục|cục|trung tâm|hội|liên đoàn|đài|ban quản lý)$"
)
# Small words that begin a name of their own: a column may hold names in small letters.
_NEW_NAME = regex.compile(
    r"(?:các|công an|quân sự|trạm|trường|hội(?! đồng)|đoàn|phòng(?!,| chống)|sở|ban(?! hành)|tổ(?! chức)|trung tâm"
    r"|cán bộ|phó|trưởng thôn|bí thư|giáo viên)(?!\p{L})"
)
_FAR = 24
_TAKES_UNITS = regex.compile(r"(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)$")


def join_cell(text: str) -> str:
    """Return the words of a table cell with the lines joined that a narrow column has broken.

    Lines that may be an item each stay apart: a column of names has no marks between them.

    >>> join_cell("Sở Khoa học\\nvà Công nghệ"), join_cell("Trước\\nngày 30/9"), join_cell("Sở Y tế\\nSở Nội vụ")
    ('Sở Khoa học và Công nghệ', 'Trước ngày 30/9', 'Sở Y tế\\nSở Nội vụ')
    """
    if "\n" not in text:
        return text
    first, *rest = text.split("\n")
    pieces, item, before = [first], first, first  # ``item``: the line that ``before`` goes on
    for line in rest:
        if _goes_on_in_cell(item, before, line):
            pieces += (joint(before, line), line)
        else:
            pieces += ("\n", line)
            item = line
        before = line
    return "".join(pieces)


def _goes_on_in_cell(item: str, previous: str, following: str) -> bool:
    if not previous or not following or is_closed(previous):
        return False
    tail = fold(previous[-_FAR:])
    if tail.endswith("quý") and _QUARTER.match(following):
        return True
    if starts_item(following) or _first_word(item) == _first_word(following):
        return False  # "đến năm 2028", "đến năm 2030": lines that begin alike are a list
    follows = fold(following[:_FAR])
    waits = HANGING.search(tail) or _TAKES_UNITS.search(tail) or previous.endswith((" -", " –"))
    if _NEW_NAME.match(follows) and not waits:
        return False
    if following[0].islower():
        return True
    if _HEAD_ALONE.search(tail) or CUT_SYMBOL.search(previous[-3:]) or previous.endswith((" -", " –")):
        return True
    if following[0].isdecimal():
        return bool(BEFORE_NUMBER.search(tail) or _BEFORE_DATE.search(tail))
    return bool(HANGING.search(tail)) and not tail.endswith(",")


def _first_word(line: str) -> str:
    return line.split(" ", 1)[0].lower()
