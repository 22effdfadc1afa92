"""The rows of a table that name a group of rows, and no row of their own ("I. NÂNG CAO NHẬN THỨC")."""

from __future__ import annotations

import regex

from ..document import Cell, Document, Table
from ..text import squeeze

_GROUP_MARK = regex.compile(r"(?:[ivxlc]{1,6}|[a-hđ])(?:[.)/:]|\b)")
_GROUP_START = regex.compile(r"(?:[ivxlc]{1,6}|[a-hđ])[.)/:] ?\S")
_FEWEST_COPIES = 3
_LONGEST_WORD = 7
HAS_LETTER = regex.compile(r"\p{L}")


class Grid:
    """The words of a table's cells, folded and squeezed once."""

    def __init__(self, document: Document, table: Table) -> None:
        self.text = document.text
        self.folded = document.folded
        self.table = table

    def words(self, cell: Cell) -> str:
        return squeeze(self.folded[cell.start : cell.end])

    def filled(self, row: tuple[Cell, ...]) -> list[Cell]:
        return [cell for cell in row if self.folded[cell.start : cell.end].strip()]

    def is_upper(self, cell: Cell) -> bool:
        words = self.text[cell.start : cell.end]
        return words.isupper() and len(words) > 3


def group_title(grid: Grid, number: int, filled: list[Cell], inside: bool) -> Cell | None:
    """Return the cell that names a group of rows, when the row does nothing else.

    ``number``: the column of numbers, -1 where there is none.
    """
    marks = [cell for cell in filled if cell.column == number and cell.width == 1]
    rest = [cell for cell in filled if cell not in marks]
    if _repeats_title(grid, marks, rest):
        return rest[0]
    if len(rest) > 1 or (not rest and not inside and marks and not HAS_LETTER.search(grid.words(marks[0]))):
        return None
    if not rest:  # the title stands in the column of numbers ("I. NÂNG CAO NHẬN THỨC")
        return marks[0] if len(grid.words(marks[0])) > 6 else None
    title = rest[0]
    words = grid.words(title)
    if not HAS_LETTER.search(words):
        return None
    if marks:
        return title if _GROUP_MARK.fullmatch(grid.words(marks[0]).strip("* ")) or grid.is_upper(title) else None
    if len(grid.filled(tuple(filled))) == 1 and (title.width > 1 or title.column <= max(number, 0)):
        return title
    return title if _GROUP_START.match(words) or grid.is_upper(title) else None


def _repeats_title(grid: Grid, marks: list[Cell], rest: list[Cell]) -> bool:
    """Say whether all cells but the number hold the same words: converters write a merged cell into every column."""
    if len(rest) < 2 or not HAS_LETTER.search(words := grid.words(rest[0])):
        return False
    before = grid.words(marks[0]).strip("* ") if marks else ""
    if any(grid.words(cell) != words for cell in rest[1:]):
        return False
    # "Có | Có", "Sở Y tế | Sở Y tế" are cells of their own; what is copied but twice needs the number of a group.
    lettered = _GROUP_MARK.fullmatch(before) is not None
    numbered = not before or before == words or lettered or before.strip(".)").isdecimal()
    return numbered and len(words) > _LONGEST_WORD and (lettered or len(rest) >= _FEWEST_COPIES)
