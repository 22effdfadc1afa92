"""One way to put a document together, for every format: paragraphs, tables and footnotes in, a Document out.

A reader says what it sees, in the order of the file; the builder owns the offsets. What it makes is the same for all:

* one paragraph a line, blanks squeezed, no empty lines; a soft line break inside a paragraph ends the line;
* a table of data becomes one line for each row, cells joined by ``" | "``, with the offsets of every cell; a cell of
  several paragraphs keeps its newlines, but for lines that only a narrow column has broken;
* a letterhead, a signature block or a box that is set as a table is laid out, not data: its cells are read one after
  the other, row by row, and each of their paragraphs is a line of its own (``is_layout_table`` tells the two apart);
* footnotes stand at the end of the text, whatever page they came from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import TypeAdapter

from ..document import Cell, Document, Table
from ..models import Block, Finding, Source
from ..text import canonical
from .cell_lines import join_cell
from .moves import Moves

CELL_JOINT = " | "


class Place(NamedTuple):
    """Where something stands in the file, each counted from 1; what the format does not know is None."""

    page: int | None = None
    line: int | None = None
    paragraph: int | None = None


_NOWHERE = Place()
_BLANKS = re.compile(r"\s{2,}|[^\S ]")
_LARGE = 200_000  # characters of one paragraph
_BLOCKS = TypeAdapter(tuple[Block, ...])  # all in one call: thrice as fast as one object after the other


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell to be written: its paragraphs joined by newlines, and how many columns it spans.

    ``column`` counts from 0; None is the column after the cell before it. A cell that only carries on a cell above it
    (merged over rows) is left out of its row, and the next cell then names its column.
    """

    text: str
    width: int = 1
    column: int | None = None
    bold: bool = False


def tidy(raw: str, *, is_canonical: bool = False) -> str:
    """Return ``raw`` as canonical text with every run of blanks as one, none at the edges of a line, no empty lines.

    ``is_canonical`` says that it is canonical text, cut and joined.

    >>> tidy(" Số:   63 \\n\\n/KH-BTV")
    'Số: 63\\n/KH-BTV'
    """
    text = raw if is_canonical else canonical(raw)
    if "\n" not in text:
        # Nearly every paragraph is tidy already: taking it apart would cost four times as much.
        if "  " in text or text[:1].isspace() or text[-1:].isspace() or "\x1f" in text:
            # A paragraph of megabytes is not taken apart into words, which would need twenty times its size.
            return " ".join(text.split()) if len(text) < _LARGE else _BLANKS.sub(" ", text).strip()
        return text
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def make_source(data: bytes, name: str | None, media_type: str, pages: int | None = None) -> Source:
    """Return the description of a file; ``characters`` is filled in by ``DocumentBuilder.build``."""
    return Source(name=name, media_type=media_type, sha256=hashlib.sha256(data).hexdigest(), pages=pages)


class DocumentBuilder:
    """Collects what a reader finds, in the order of the file, and builds the Document.

    >>> builder = DocumentBuilder()
    >>> builder.paragraph("KẾ HOẠCH", heading=1, bold=True, line=1)
    >>> builder.table([["STT", "Nhiệm vụ"], ["1", "Tập huấn"]], line=3)
    >>> builder.build(make_source(b"", None, "text/plain")).text
    'KẾ HOẠCH\\nSTT | Nhiệm vụ\\n1 | Tập huấn'
    """

    def __init__(self, *, is_canonical: bool = False) -> None:
        """``is_canonical``: paragraphs come from canonical text, cut and joined."""
        self._is_canonical = is_canonical
        self._lines: list[str] = []
        self._at = 0
        self._places: list[tuple[int, Place]] = []
        self._tables: list[Table] = []
        self._headings: dict[int, int] = {}
        self._bold: list[tuple[int, int]] = []
        self._findings: list[Finding] = []
        self._notes: list[tuple[str, Place]] = []

    def paragraph(
        self,
        text: str,
        *,
        heading: int | None = None,
        bold: bool | Sequence[tuple[int, int]] = (),
        page: int | None = None,
        line: int | None = None,
        paragraph: int | None = None,
        places: Sequence[tuple[int, Place]] = (),
    ) -> None:
        """Add a paragraph. An empty one is left out; newlines in ``text`` are soft breaks and give lines of their own.

        ``bold`` is True for the whole, or the bold stretches as offsets into ``text`` as given. ``places`` (offset into
        ``text``, place) is for a paragraph that runs over several lines or pages of the file.
        """
        self.placed(text, heading, bold, [(0, Place(page, line, paragraph)), *places])

    def placed(
        self,
        text: str,
        heading: int | None,
        bold: bool | Sequence[tuple[int, int]],
        places: Sequence[tuple[int, Place]],
    ) -> None:
        """Add a paragraph as ``paragraph`` does; ``places`` begins with the place of its first word."""
        clean = tidy(text, is_canonical=self._is_canonical)
        if not clean:
            return
        start = self._at
        if heading is not None:
            self._headings[start] = heading
        self._place(start, places[0][1])
        if bold is True:
            self._mark_bold(start, start + len(clean))
        elif bold or len(places) > 1:
            moves = Moves(text, clean)
            for first, last in bold or ():
                self._mark_bold(start + moves.start(first), start + moves.end(last))
            for offset, place in places[1:]:
                self._place(start + moves.start(offset), place)
        self._write(clean)

    def layout_table(
        self,
        rows: Iterable[Iterable[CellText | str]],
        *,
        page: int | None = None,
        line: int | None = None,
        paragraph: int | None = None,
    ) -> None:
        """Add the cells of a letterhead or signature table as plain paragraphs: row by row, cell by cell."""
        for row in rows:
            for cell in row:
                text, bold = (cell, False) if isinstance(cell, str) else (cell.text, cell.bold)
                self.paragraph(text, bold=bold, page=page, line=line, paragraph=paragraph)

    def table(
        self,
        rows: Iterable[Sequence[CellText | str]],
        *,
        page: int | None = None,
        line: int | None = None,
        paragraph: int | None = None,
        places: Sequence[Place] = (),
    ) -> None:
        """Add a table of data. ``places`` gives the place of each row, where the rows stand in different ones.

        A row without any word is left out. The caller sends layout tables to ``layout_table``.
        """
        start = self._at
        built: list[tuple[Cell, ...]] = []
        for number, row in enumerate(rows):
            place = places[number] if number < len(places) else Place(page, line, paragraph)
            cells = self._row(row, place)
            if cells:
                built.append(cells)
        if built:
            self._tables.append(Table(start, self._at - 1, tuple(built)))

    def _row(self, row: Sequence[CellText | str], place: Place) -> tuple[Cell, ...]:
        texts = [join_cell(tidy(cell if isinstance(cell, str) else cell.text)) for cell in row]
        if not any(texts):
            return ()
        cells: list[Cell] = []
        at, column = self._at, 0
        for text, cell in zip(texts, row, strict=True):
            width = 1
            if not isinstance(cell, str):
                width = cell.width
                column = cell.column if cell.column is not None else column
                if cell.bold and text:
                    self._mark_bold(at, at + len(text))
            cells.append(Cell(at, at + len(text), column, width))
            column += width
            at += len(text) + len(CELL_JOINT)
        self._place(self._at, place)
        self._write(CELL_JOINT.join(texts))
        return tuple(cells)

    def footnote(
        self, text: str, *, page: int | None = None, line: int | None = None, paragraph: int | None = None
    ) -> None:
        """Add a footnote with its mark as it is read ("[1] Quyết định …"); it will stand at the end of the text."""
        clean = tidy(text)
        if clean:
            self._notes.append((clean, Place(page, line, paragraph)))

    def finding(self, finding: Finding) -> None:
        """Add what the reader itself has to say of the file."""
        self._findings.append(finding)

    @property
    def length(self) -> int:
        """How many characters the text has so far: where the next paragraph will start."""
        return self._at

    def build(self, source: Source) -> Document:
        """Return the document; ``source.characters`` is set to the length of its text."""
        footnotes = []
        for note, place in self._notes:
            footnotes.append((self._at, self._at + len(note)))
            self._place(self._at, place)
            self._write(note)
        self._notes = []
        text = "\n".join(self._lines)
        return Document(
            text,
            source.model_copy(update={"characters": len(text)}),
            blocks=self._blocks(len(text)),
            tables=tuple(self._tables),
            headings=self._headings,
            bold=tuple(self._bold),
            footnotes=tuple(footnotes),
            findings=tuple(self._findings),
        )

    def _write(self, clean: str) -> None:
        self._lines.append(clean)
        self._at += len(clean) + 1

    def _mark_bold(self, start: int, end: int) -> None:
        # Two stretches of one line with at most a blank between them are one.
        if self._bold and self._bold[-1][1] >= self._at and start - self._bold[-1][1] <= 1:
            start = min(start, self._bold.pop()[0])
        if end > start:
            self._bold.append((start, end))

    def _place(self, start: int, place: Place) -> None:
        if self._places:
            last, before = self._places[-1]
            if last >= start:
                if last == start:
                    self._places[-1] = (start, place)
                return
            if before == place:
                return
        self._places.append((start, place))

    def _blocks(self, length: int) -> tuple[Block, ...]:
        ends = [*(start for start, _ in self._places[1:]), length]
        return _BLOCKS.validate_python(
            [
                {
                    "span": {"start": start, "end": end},
                    "page": place.page,
                    "line": place.line,
                    "paragraph": place.paragraph,
                }
                for (start, place), end in zip(self._places, ends, strict=False)
                if place != _NOWHERE
            ]
        )
