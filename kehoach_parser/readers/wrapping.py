"""Texts whose paragraphs are broken into lines of about one width, and where their paragraphs end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from ..text import fold
from .joining import is_capital, is_closed, marker_end, starts_item

_WRAP_MIN, _WRAP_MAX = 50, 140
_SAMPLE = 600  # lines that are looked at to tell whether a file is hard-wrapped
_SETS_OUT = regex.compile(r"(?:căn cứ|thực hiện|triển khai|nhằm|trên cơ sở)(?= )")
# Headings of the second level: what stands under them in small letters is their text.
_KNOWN_HEADING = regex.compile(
    r"(?:mục đích|yêu cầu|mục đích(?:,| và| -) yêu cầu|ý nghĩa|quan điểm|phương châm"
    r"|(?:mục tiêu|yêu cầu|chỉ tiêu|nhiệm vụ|giải pháp|quan điểm)(?: chung| cụ thể| tổng quát| chủ yếu| trọng tâm)?"
    r"|nhiệm vụ(?:,| và) giải pháp(?: chủ yếu| trọng tâm| cụ thể)?|nội dung(?: thực hiện| cụ thể)?"
    r"|(?:nguồn )?kinh phí(?: thực hiện)?|đối tượng|phạm vi|thời gian(?: thực hiện)?|địa điểm|hình thức|thành phần"
    r"|tổ chức thực hiện|chế độ (?:thông tin,? )?báo cáo|phân công (?:nhiệm vụ|thực hiện)) ?:?"
)
_DOCUMENT = regex.compile(r"(?:kế hoạch|chương trình|đề án|nghị quyết|chỉ thị|quyết định|dự án|luật|chiến lược)\b")
_BODY_HEADING = regex.compile(r"(?:các )?(?:sở|ban|phòng|công an|ubnd|ủy ban nhân dân|văn phòng|trung tâm|hội|đoàn) ")
_CHARGES = regex.compile(r"(?:chủ trì|phối hợp|tham mưu|chịu trách nhiệm|là (?:cơ quan|đơn vị)|có trách nhiệm)\b")


def is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether paragraphs are broken into lines of about one width, as in a terminal or a plain-text mail."""
    inner = [
        (line, after)
        for line, after in pairwise(lines[:_SAMPLE])
        if len(line) > 20 and after.strip(" |") and "|" not in line
    ]
    if len(inner) < 4:
        return False
    sizes = sorted(len(line) for line, _ in inner)
    long = sum(1 for size in sizes if size > _WRAP_MAX)
    broken = sum(1 for line, after in inner if not is_closed(line.rstrip()) and not starts_item(after.lstrip("* ")))
    return long * 20 < len(inner) and sizes[len(sizes) * 3 // 4] >= _WRAP_MIN and broken * 2 > len(inner)


def width_of(lines: Sequence[str]) -> int:
    """Return the width to which most long lines of a wrapped text go; 0 where empty lines part its paragraphs.

    The text of most collections of law has no empty lines: there a paragraph ends where its last line is not full.
    """
    closed = [after for line, after in pairwise(lines[:_SAMPLE]) if len(line) > 20 and is_closed(line.rstrip())]
    while closed and not closed[-1].strip():
        closed.pop()
    if sum(1 for after in closed if after.strip()) * 2 <= len(closed):
        return 0
    sizes = sorted(size for size in map(len, lines[:_SAMPLE]) if _WRAP_MIN <= size <= _WRAP_MAX)
    return sizes[len(sizes) * 9 // 10] if sizes else 0


def ended(line: str, following: str, width: int) -> bool:
    """Say whether ``line`` stopped though the next word, with a capital, had room, and its paragraph with it."""
    if len(line) + 1 + len(following.partition(" ")[0]) > width - 2:
        return False
    return ends_before(line.lstrip("* "), following)


def ends_before(line: str, following: str) -> bool:
    """Say whether a line of a wrapped text that had room for more, before a capital letter, ends its paragraph.

    The page's tags stood on the first line of a paragraph too, so that it is short as well: "Chủ tịch", "UBND tỉnh".
    Only a heading is sure to end, a sentence that is closed, and what stands before the opening of the body.

    >>> ends_before("2. Yêu cầu", "Các cơ quan bám sát"), ends_before("b) Đề nghị Chủ tịch", "UBND các xã")
    (True, False)
    """
    if is_closed(line):
        return line[-1] != ":" or not starts_item(line)
    if is_capital(following):
        return False
    folded = fold(following[:16])
    if _SETS_OUT.match(folded):
        return True
    if is_capital(line):
        return line.count(" ") > 1
    at = marker_end(line)
    if not at:
        return False
    words = fold(line[at:]).strip()
    return (bool(_KNOWN_HEADING.fullmatch(words)) and not _DOCUMENT.match(folded)) or bool(
        _BODY_HEADING.match(words) and _CHARGES.match(folded)
    )
