"""Ruled tables of pages: the lines of each cell to paragraphs, and rows that a page end cut put together."""

from __future__ import annotations

from dataclasses import dataclass

from .builder import CellText
from .grids import Grid
from .joining import Gap, carries_on, is_closed, joint
from .page_parts import Line
from .page_rows import Row


@dataclass(slots=True)
class RuledTable:
    """A table on a page, with the rows of lines in each of its cells."""

    grid: Grid
    page: int
    lines: dict[int, list[Row]]

    @property
    def top(self) -> float:
        return self.grid.top


def cell_rows(table: RuledTable) -> list[list[CellText]]:
    """Return the rows of the table; those without a word are left out."""
    grid = table.grid
    rows: list[list[CellText]] = [[] for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(grid.cells):
        lines = [_joined(row) for row in table.lines.get(index, [])]
        right = grid.xs[cell.column + cell.width]
        text = "\n".join(_paragraphs(lines, right))
        bold = bool(lines) and all(piece.bold for line in lines for piece in line.pieces)
        rows[cell.row].append(CellText(text, cell.width, cell.column, bold))
    for row in rows:
        row.sort(key=lambda cell: cell.column or 0)
    return [row for row in rows if any(cell.text for cell in row)]


def _joined(row: Row) -> Line:
    return row[0] if len(row) == 1 else Line([piece for line in row for piece in line.pieces], row[0].page)


def _paragraphs(lines: list[Line], right: float) -> list[str]:
    """The paragraphs of one cell: a line goes on where its next word had no room."""
    found: list[str] = []
    above: Line | None = None
    for line in lines:
        words = line.text
        first = (line.x1 - line.x0) * (len(words.split(" ", 1)[0]) + 1) / max(len(words), 1)
        full = above is not None and above.x1 + first > right - 0.8 * line.size
        gap: Gap = "line"
        if full:
            gap = "wrap" if words[0] in "-+–•" else "inside"
        if found and carries_on(found[-1], words, gap):
            # "St | t" in a column too narrow for its word
            broken = len(found[-1]) < 4 and len(words) < 4 and found[-1].isalpha() and words.isalpha()
            found[-1] += ("" if broken else joint(found[-1], words)) + words
        else:
            found.append(words)
        above = line
    return found


def repeated(before: list[list[CellText]], rows: list[list[CellText]]) -> int:
    """How many rows at the top of ``rows`` repeat the head of the table."""
    count = 0
    while count < min(len(before), len(rows), 4) and [c.text for c in before[count]] == [c.text for c in rows[count]]:
        count += 1
    return count


def is_rest(above: list[CellText], row: list[CellText]) -> bool:
    """Say whether ``row`` is the rest of the row that the page end cut."""
    if not row or row[0].text or len(row) != len(above):
        return False
    filled = [(a.text, b.text) for a, b in zip(above, row, strict=True) if b.text]
    if 2 * len(filled) < len(row) and all(a and not is_closed(a) for a, _ in filled):
        return True
    return any(b[0].islower() or (a and not is_closed(a) and b[0].isdecimal()) for a, b in filled)


def merge_rows(above: list[CellText], row: list[CellText]) -> list[CellText]:
    """Return the row that the page end cut, whole."""
    merged = []
    for a, b in zip(above, row, strict=True):
        text = a.text
        if b.text:
            goes_on = bool(a.text) and carries_on(a.text.rsplit("\n", 1)[-1], b.text, "wrap")
            text += (joint(a.text, b.text) if goes_on else "\n" if a.text else "") + b.text
        merged.append(CellText(text, a.width, a.column, a.bold))
    return merged
