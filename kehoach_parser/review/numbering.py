"""Checks of numbers of divisions and rows: written twice, left out; headings that promise what does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from ..models import Section
from ..text import fold
from .subject import Hit, Subject

_LAST_NUMBER = regex.compile(r"(\d{1,2})\D*$")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ROMAN_MARKER = regex.compile(r"^[IVX]+\W*$")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_FIRST_PART = regex.compile(r"(?m)^[\W\d]{0,4}I\s{0,2}[.)/:\-]|\bPHẦN (?:I|THỨ NHẤT|MỘT)\b")


def check_numbers(subject: Subject) -> Iterator[Hit]:
    """C08: among siblings, a number twice or a number left out. Numbering that begins again from 1 is another list."""
    for siblings in _families(subject):
        read = [_read_marker(section.marker or "") for section in siblings]
        yield from _missing_first(subject, siblings, read)
        for at in range(1, len(siblings)):
            (kind_before, before), (kind, here) = read[at - 1], read[at]
            if before is None or here is None or kind != kind_before or here == before + 1:
                continue
            following = read[at + 1][1] if at + 1 < len(read) else None
            if here == before and here >= 1 and following in (None, here + 1):
                start, end = _head(subject, siblings[at])
                yield Hit("duplicate-number", start, end, {"other": (siblings[at].marker or "").strip()})
            elif lost := _lost_between(subject, siblings, at, before, here, following):
                start, end = _head(subject, siblings[at])
                yield Hit("skipped-number", start, end, {"other": lost})


def _missing_first(subject: Subject, siblings: list[Section], read: list[tuple[str, int | None]]) -> Iterator[Hit]:
    """The divisions begin with II, and no I stands anywhere: surely lost only among the parts of the whole plan."""
    if read[:2] != [("roman", 2), ("roman", 3)] or siblings[0].level > 1:
        return
    if not _FIRST_PART.search(subject.text, 0, siblings[0].span.start):
        start, end = _head(subject, siblings[0])
        yield Hit("skipped-number", start, end, {"other": "I"})


def _lost_between(
    subject: Subject, siblings: list[Section], at: int, before: int, here: int, following: int | None
) -> str | None:
    """Return the number or letters left out before sibling ``at``, None when there is none or it may stand there."""
    if following not in (None, here + 1) or here <= before or len(siblings) < 3:
        return None
    if _read_marker(siblings[at].marker or "")[0] == "letter":
        lost = _LETTERS[before : here - 1]
        # Many leave out đ, none leaves out e.
        return (
            ", ".join(lost)
            if len(lost) <= 2 and set(lost) - {"đ"} and not _stands(subject, siblings, at, lost)
            else None
        )
    if here != before + 2 or _stands(subject, siblings, at, str(before + 1)):
        return None
    return str(before + 1)


def _families(subject: Subject) -> Iterator[list[Section]]:
    yield [root for root in subject.plan.sections if root.marker]
    for section in subject.sections:
        children = [child for child in section.children if child.marker]
        if len(children) > 1:
            yield children


@lru_cache(maxsize=4096)
def _read_marker(written: str) -> tuple[str, int | None]:
    """Return the kind of a marker as written and its value (None for what does not count): the same in every plan.

    >>> _read_marker("IV."), _read_marker("1.2."), _read_marker("đ)")
    (('roman', 4), ('digitsTrue', 2), ('letter', 5))
    """
    marker = written.strip()
    low = fold(marker)
    if _ROMAN_MARKER.match(marker):
        total, high = 0, 0
        for letter in reversed(low.rstrip(".-)/ ")):
            worth = _ROMAN.get(letter, 0)
            total += worth if worth >= high else -worth
            high = max(high, worth)
        return "roman", total or None
    if marker[:1].isdecimal():
        match = _LAST_NUMBER.search(low)
        return f"digits{marker.count('.') > 1}", int(match[1]) if match else None
    letter = low.rstrip(".)")
    kind = "letter" if marker.rstrip(".)")[:1].isalpha() and len(marker.rstrip(".)")) == 1 else "other"
    return kind, _LETTERS.index(letter) + 1 if len(letter) == 1 and letter in _LETTERS else None


def _stands(subject: Subject, siblings: list[Section], at: int, lost: str) -> bool:
    """Whether a lost number, or one of the lost letters, is written somewhere between two siblings."""
    between = subject.text[siblings[at - 1].span.start : siblings[at].span.start]
    if lost.isdecimal():
        return bool(regex.search(rf"(?<![\d/.]){lost}\s?[.)/:\-]|\b{lost}\b\s*\n", between))
    return bool(regex.search(rf"(?m)(?<!\p{{L}})[{lost}{lost.upper()}]\s?[.)/]", between))


def _head(subject: Subject, section: Section) -> tuple[int, int]:
    end = subject.text.find("\n", section.span.start, section.span.end)
    end = section.span.end if end < 0 else end
    return section.span.start, subject.cut(section.span.start, end, 120)


def check_rows(subject: Subject) -> Iterator[Hit]:
    """C08 in tables: a first column that counts 1, 2, 3 … and leaves a number out."""
    text = subject.text
    for table in subject.document.tables:
        before: int | None = None
        run = 0
        for row in table.rows:
            if not row or row[0].column != 0:
                continue
            cell = text[row[0].start : row[0].end].strip().rstrip(".")
            if not (cell.isdecimal() and len(cell) <= 3):
                continue
            here = int(cell)
            run = run + 1 if before is not None and here == before + 1 else 1 if here == 1 else run
            if before is not None and here == before + 2 and run >= 3:
                end = row[1].end if len(row) > 1 else row[0].end
                yield Hit("skipped-number", row[0].start, end, {"other": str(before + 1)})
            before = here


def check_promises(subject: Subject) -> Iterator[Hit]:
    """C09: a heading that lists what follows ("ĐỐI TƯỢNG, PHẠM VI, THỜI GIAN") and leaves one of them out."""
    parts = subject.check("heading-without-content").words["parts"]
    for section in subject.sections:
        if len(section.children) < 2 or not section.title or len(section.title) > 120:
            continue
        title = fold(section.title)
        promised = [part for part in parts if part in title]
        if len(promised) < 2:
            continue
        body = subject.folded[section.span.start + len(section.title or "") + 4 : section.span.end]
        for part in promised:
            if part not in body:
                start, end = _head(subject, section)
                yield Hit("heading-without-content", start, end, {"other": part})
