"""Tables that a copy of a web page sets with one cell on each line: the head from "STT" on, then rows 1, 2, 3 …"""

from __future__ import annotations

from collections.abc import Sequence

from ..text import fold
from .joining import is_closed, starts_item

_NUMBER_HEADS = frozenset(["tt", "stt", "số tt", "số thứ tự"])
_FEWEST, _MOST = 3, 10  # columns
_LONGEST_HEAD = 60


def is_number_head(line: str) -> bool:
    """Say whether ``line`` is the head of the first column alone."""
    return len(line) < 12 and fold(line).rstrip(".") in _NUMBER_HEADS


def read_upright(raw: Sequence[str], start: int) -> tuple[list[list[str]], list[int], int] | None:
    """Return rows, the line of each row, and the line after the table whose head begins at ``start``.

    Every row must hold as many cells as the head, and the rows must count from 1 without a gap: a cell that was left
    empty has no line, and then nobody can say which column the others belong to. None where that is so.
    """
    head, end = _take(raw, start, _MOST + 1)
    width = next((at for at in range(1, len(head)) if head[at][1].rstrip(".") in ("1", "01")), 0)
    if width < _FEWEST or any(len(cell) > _LONGEST_HEAD or is_closed(cell) for _, cell in head[:width]):
        return None
    rows, end = [head[:width]], head[width][0]
    while True:
        row, after = _take(raw, end, width)
        if len(row) < width or not _is_number(row[0][1], len(rows)):
            break
        if any(_is_number(cell, len(rows) + 1) or starts_item(cell) for _, cell in row[1:-1]):
            return None
        rows.append(row)
        end = after
    if len(rows) < 3 or (row and (_is_number(row[0][1], len(rows)) or not _ends(row[0][1]))):
        return None
    return [[cell for _, cell in row] for row in rows], [row[0][0] for row in rows], end


def _take(raw: Sequence[str], start: int, count: int) -> tuple[list[tuple[int, str]], int]:
    """Return the next ``count`` lines that are not empty, with their numbers, and the line after them."""
    found: list[tuple[int, str]] = []
    line = start
    while line < len(raw) and len(found) < count:
        if words := " ".join(raw[line].split()):
            found.append((line, words))
        line += 1
    return found, line


def _is_number(cell: str, count: int) -> bool:
    return len(cell) < 6 and cell.rstrip(".").isdecimal() and int(cell.rstrip(".")) == count


def _ends(cell: str) -> bool:
    """Say whether ``cell`` stands under the table: a marker, a heading in capitals, a line longer than a cell's."""
    return starts_item(cell) or cell.isupper() or len(cell) > _LONGEST_HEAD or cell.endswith(":")
