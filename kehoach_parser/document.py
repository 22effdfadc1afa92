"""What a reader hands over: the text, one logical paragraph a line, and what its format knew about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .models import Block, Finding, Source
from .text import Lines, fold


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: ``text[start:end]``; ``column`` counts from 0, ``width`` is its column span."""

    start: int
    end: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data (a letterhead or a signature block set as a table is plain text): rows of cells.

    In the text the cells of a row are joined by ``" | "`` and rows by a newline; a cell of several paragraphs keeps
    its newlines, so that a row may run over several lines. A cell merged over rows stands in its first row only.
    """

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    """A file as text: ``text`` is canonical, and every other field points into it.

    ``headings``: the start offset of each line that the format itself calls a heading, with its level (1: highest);
    ``bold``: stretches set in bold; ``footnotes``: stretches that are footnotes (they stand at the end of the text);
    ``findings``: what the reader itself has to say (a page that was read by OCR, a broken font).
    """

    text: str
    source: Source
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: dict[int, int] = field(default_factory=dict)
    bold: tuple[tuple[int, int], ...] = ()
    footnotes: tuple[tuple[int, int], ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The matching view: ``fold(text)``, of the same length."""
        return fold(self.text)

    @cached_property
    def lines(self) -> Lines:
        """The paragraphs, one a line."""
        return Lines(self.text)

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self.tables]

    def table_at(self, offset: int) -> Table | None:
        """Return the table that holds ``offset``, if one does."""
        index = bisect_right(self._table_starts, offset) - 1
        if index >= 0 and offset < self.tables[index].end:
            return self.tables[index]
        return None

    @cached_property
    def _bold_starts(self) -> list[int]:
        return [start for start, _ in self.bold]

    def bold_until(self, offset: int) -> int | None:
        """Return where the bold stretch that holds ``offset`` ends, or None when ``offset`` is not bold."""
        index = bisect_right(self._bold_starts, offset) - 1
        if index >= 0 and offset < self.bold[index][1]:
            return self.bold[index][1]
        return None
