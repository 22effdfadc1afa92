"""Columns without ruling lines: a letterhead and a signature block are read side by side, not line by line."""

from __future__ import annotations

import regex

from ..text import fold
from .layout_tables import is_layout_table
from .page_parts import Line
from .page_rows import Row

_TYPE = regex.compile(
    r"(?:kế hoạch|quyết định|công văn|thông báo|chương trình|hướng dẫn|đề án|phương án|phụ lục .{0,10})\W*"
)
_FAR = 3.0  # letter sizes of blank below which a row still belongs to the column above it
_WIDE = 5.0  # letter sizes of blank that part two texts of one row
_SIGNED = 12.0  # the same for the name below a signature


def split_columns(rows: list[Row]) -> list[list[Line] | tuple[list[Line], list[Line]]]:
    """Return the rows in reading order: lists of lines, and pairs (left column, right column).

    Rows with wide blanks that make no letterhead or signature block are read line by line.
    """
    found: list[list[Line] | tuple[list[Line], list[Line]]] = []
    plain: list[Line] = []
    i = 0
    while i < len(rows):
        end, split = _block_end(rows, i) if len(rows[i]) > 1 else (i, 0.0)
        if end > i:
            start = i
            while plain and _one_sided_above(plain[-1], rows[start]):
                start -= 1
                rows[start] = [plain.pop()]
            columns = _columns(rows[start:end], split)
            if is_layout_table([["\n".join(line.text for line in column) for column in columns]]):
                if plain:
                    found.append(plain)
                found.append(columns)
                plain = []
                i = end
                continue
            plain += [line for row in rows[start:i] for line in row]
        plain += _parts(rows[i])
        i += 1
    if plain:
        found.append(plain)
    return found


def _one_sided_above(line: Line, row: Row) -> bool:
    """A line above the block that stands in one of its columns only ("UBND TỈNH …" higher than the motto)."""
    if row[0].top - line.bottom > 1.5 * line.size or len(row) < 2:
        return False
    split = (row[0].x1 + row[1].x0) / 2
    return (line.x1 < split - line.size or line.x0 > split + line.size) and line.text.isupper()


def _block_end(rows: list[Row], start: int) -> tuple[int, float]:
    """Return the row after the last one of the two-column block that begins with row ``start``, and its middle."""
    low, high = rows[start][0].x1, rows[start][1].x0
    end, split = start + 1, (low + high) / 2
    floors = {True: rows[start][0].bottom, False: rows[start][1].bottom}
    for i in range(start + 1, len(rows)):
        row = rows[i]
        if len(row) == 1 and _TYPE.fullmatch(fold(row[0].text)):
            break
        left = [line for line in row if line.x1 < high]
        right = [line for line in row if line.x0 > low]
        if len(left) + len(right) != len(row):
            new_low = max([low, *(line.x1 for line in row if line.x0 < low)])
            if len(row) < 2 or new_low >= min(high, row[1].x0):
                break
        size = row[0].size
        far = _SIGNED if right else _FAR
        if row[0].top - max(floors.values()) > far * size:
            break
        if left:
            low = max(low, max(line.x1 for line in left))
            floors[True] = left[-1].bottom
        if right:
            high = min(high, min(line.x0 for line in right))
            floors[False] = right[-1].bottom
        if low >= high:
            break
        end = i + 1
        split = (low + high) / 2
    return end, split


def _columns(rows: list[Row], split: float) -> tuple[list[Line], list[Line]]:
    sides: tuple[list[list[Line]], list[list[Line]]] = ([], [])
    for row in rows:
        left = [line for line in row if (line.x0 + line.x1) / 2 < split]
        for side, lines in zip(sides, (left, row[len(left) :]), strict=True):
            if lines:
                side.append(lines)
    return _one_each(sides[0]), _one_each(sides[1])


def _one_each(side: list[list[Line]]) -> list[Line]:
    """The lines of each row of a column as one: a date whose day is left blank has a gap."""
    return [Line([piece for line in row for piece in line.pieces], row[0].page) for row in side]


def _parts(row: Row) -> list[Line]:
    """The lines of a row that is no part of a block: one where a tab parts them, several where the blank is wide."""
    parts: list[list[Line]] = []
    for line in row:
        if parts and line.x0 - parts[-1][-1].x1 < _WIDE * line.size:
            parts[-1].append(line)
        else:
            parts.append([line])
    return [
        part[0] if len(part) == 1 else Line([piece for line in part for piece in line.pieces], part[0].page)
        for part in parts
    ]
