"""The lines of a letterhead, cut and joined so that each holds one part of form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from ..document import Document
from .form import LEADING


def head_lines(document: Document, stretch: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the lines of a stretch of form, without the marks around their words."""
    lines = document.lines
    for line in range(lines.at(stretch[0]), len(lines)):
        if lines.starts[line] >= stretch[1]:
            return
        lead = LEADING.match(document.folded, lines.starts[line], lines.ends[line])
        start = lead.end() if lead else lines.starts[line]
        end = lines.ends[line]
        while end > start and document.text[end - 1] in " *_|":
            end -= 1
        if end > start:
            yield start, end


# Where a letterhead that was run together on one line begins a part of form, and where the motto ends.
_CUT = regex.compile(
    r" (?=s[ốô] ?: ?[\d.…_ ]{0,12}+/ ?\p{L}|cộng h\p{L}{1,2} xã hội|độc lập ?[-–] ?tự do)"
    r"|(?<=chủ nghĩa việt nam|tự do ?[-–] ?hạnh phúc) "
)


def cut_head(folded: str, lines: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of form that a flattened letterhead has on one line apart."""
    for start, end in lines:
        at = start
        if "số" in folded[start:end] or " tự do" in folded[start:end] or "xã hội" in folded[start:end]:
            for cut in _CUT.finditer(folded, start, end):
                if cut.start() > at and not folded.startswith("căn cứ", start):
                    yield at, cut.start()
                    at = cut.end()
        if end > at:
            yield at, end


def whole_dates(folded: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines with "Hải Dương, ngày" and "05 tháng 6 năm 2023" as one."""
    at = 0
    while at < len(lines):
        start, end = lines[at]
        at += 1
        if at < len(lines) and folded.endswith("ngày", start, end) and _DAY_LINE.match(folded, lines[at][0]):
            end = lines[at][1]
            at += 1
        yield start, end


_DAY_LINE = regex.compile(r"\d{1,2} ?tháng ")
