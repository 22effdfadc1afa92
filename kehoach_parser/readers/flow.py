"""Lines of a file in, whole paragraphs out: what ``joining`` says of each pair of lines is done here."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from ..text import fold
from .builder import DocumentBuilder, Place
from .joining import Gap, carries_on, ends_paragraph, is_closed, joint

_PAGE_NUMBER = regex.compile(r"(?:trang )?[-–]? ?\d{1,3} ?[-–]?(?: ?/ ?\d{1,3})?")
_LONGEST = 10_000  # characters: no paragraph of a plan is longer, and a hostile text must not grow one without end


@dataclass(slots=True)
class _Pending:
    text: str
    heading: int | None
    bold: list[tuple[int, int]]
    places: list[tuple[int, Place]]


def _is_bold(line: _Pending) -> bool:
    return bool(line.bold) and sum(end - start for start, end in line.bold) * 10 > len(line.text) * 9


@dataclass(slots=True)
class Flow:
    """Collects the lines of a file and hands whole paragraphs to a builder.

    A number that stands alone where a page broke a sentence is a page number, and is left out.
    """

    builder: DocumentBuilder
    _pending: _Pending | None = None
    _held: list[_Pending] = field(default_factory=list)

    def add(
        self,
        text: str,
        gap: Gap,
        place: Place,
        *,
        heading: int | None = None,
        bold: list[tuple[int, int]] | None = None,
    ) -> None:
        """Add one line (blanks at its edges cut); ``gap`` is what stands between it and the line before."""
        line = _Pending(text, heading, bold or [], [(0, place)])
        before = self._pending
        if before is None:
            self._pending = line
            return
        if self._joins(before, line, gap):
            self._held.clear()
            between = joint(before.text, text)
            shift = len(before.text) + len(between)
            before.text += between + text
            before.bold += [(start + shift, end + shift) for start, end in line.bold]
            before.places.append((shift, place))
            return
        if gap == "line" and len(text) < 12 and heading is None and self._may_be_page_number(before, text):
            self._held.append(line)
            return
        self.flush()
        self._pending = line

    def _joins(self, before: _Pending, line: _Pending, gap: Gap) -> bool:
        if gap == "hard" or len(before.text) > _LONGEST or (gap == "line" and ends_paragraph(before.text)):
            return False
        if (before.heading is None) != (line.heading is None):
            return False
        if before.heading is not None and (before.heading != line.heading or not line.text[0].islower()):
            return False
        if gap == "line" and line.text[0].isupper() and _is_bold(before) and not _is_bold(line):
            return False  # a heading, whatever it ends with
        return carries_on(before.text, line.text, gap)

    def _may_be_page_number(self, before: _Pending, text: str) -> bool:
        if self._held or before.heading is not None or is_closed(before.text) or len(before.text) <= 40:
            return False
        return bool(_PAGE_NUMBER.fullmatch(fold(text)))

    def flush(self) -> None:
        """Hand over what is still held; the next line begins a new paragraph."""
        if self._pending is not None:
            for line in (self._pending, *self._held):
                self.builder.placed(line.text, line.heading, line.bold, line.places)
        self._pending = None
        self._held.clear()
