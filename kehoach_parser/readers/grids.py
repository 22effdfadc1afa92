"""Ruling lines to tables: which lines make a grid, and which fields of the grid are one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .page_parts import Ruling

_NEAR = 2.5  # points: two lines nearer than this are one
_REACH = 4.0  # points by which lines that should meet may miss each other
_MOST_RULINGS = 4_000
_MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its first row and column, and how many of each it spans."""

    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the positions of its lines from left to right and from top to bottom, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    owner: tuple[tuple[int, ...], ...]  # for each row and column, the index of the cell that holds the field

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that holds the point, or None."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None

    def holds(self, x: float, y: float) -> bool:
        """Say whether the point stands inside."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Return the ruled tables among ``rulings``, from top to bottom; frames around one cell are none."""
    if len(rulings) < 4 or len(rulings) > _MOST_RULINGS:
        return []
    across = _joined([ruling for ruling in rulings if not ruling.vertical])
    down = _joined([ruling for ruling in rulings if ruling.vertical])
    grids = []
    for rows, columns in _groups(across, down):
        grid = _grid(rows, columns)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: grid.top)


def _joined(rulings: list[Ruling]) -> list[Ruling]:
    """Lines on one another or end to end as one line."""
    found: list[Ruling] = []
    tracks: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda one: one.at):
        if tracks and ruling.at - tracks[-1][-1].at <= _NEAR and ruling.at - tracks[-1][0].at <= 2 * _NEAR:
            tracks[-1].append(ruling)
        else:
            tracks.append([ruling])
    for track in tracks:
        at = sum(one.at for one in track) / len(track)
        track.sort(key=lambda one: one.start)
        start, end = track[0].start, track[0].end
        for one in track[1:]:
            if one.start <= end + _REACH:
                end = max(end, one.end)
            else:
                found.append(Ruling(one.vertical, at, start, end))
                start, end = one.start, one.end
        found.append(Ruling(track[0].vertical, at, start, end))
    return found


def _meet(row: Ruling, column: Ruling) -> bool:
    return (
        row.start - _REACH <= column.at <= row.end + _REACH and column.start - _REACH <= row.at <= column.end + _REACH
    )


def _groups(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that hang together."""
    if len(across) * len(down) > 400_000:
        return []
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if _meet(row, column):
                parent[root(i)] = root(len(across) + j)
    rows: defaultdict[int, list[Ruling]] = defaultdict(list)
    columns: defaultdict[int, list[Ruling]] = defaultdict(list)
    for i, row in enumerate(across):
        rows[root(i)].append(row)
    for j, column in enumerate(down):
        columns[root(len(across) + j)].append(column)
    return [(rows[key], columns[key]) for key in rows if key in columns]


def _positions(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _REACH:
            found.append(value)
    return found


def _grid(rows: list[Ruling], columns: list[Ruling]) -> Grid | None:
    # A table that a page cuts off has no line there: its columns still end somewhere.
    ys = _positions([row.at for row in rows] + [end for column in columns for end in (column.start, column.end)])
    xs = _positions([column.at for column in columns] + [end for row in rows for end in (row.start, row.end)])
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width < 2 or height * width > _MOST_FIELDS or len(columns) < 2:
        return None
    parent = list(range(height * width))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(height):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(width - 1):
            if not any(abs(one.at - xs[c + 1]) <= _REACH and one.start <= middle <= one.end for one in columns):
                parent[root(r * width + c + 1)] = root(r * width + c)
    for c in range(width):
        middle = (xs[c] + xs[c + 1]) / 2
        for r in range(height - 1):
            if not any(abs(one.at - ys[r + 1]) <= _REACH and one.start <= middle <= one.end for one in rows):
                parent[root((r + 1) * width + c)] = root(r * width + c)
    fields: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for r in range(height):
        for c in range(width):
            fields[root(r * width + c)].append((r, c))
    cells = []
    owner = [[0] * width for _ in range(height)]
    for index, places in enumerate(sorted(fields.values(), key=min)):
        top, left = min(r for r, _ in places), min(c for _, c in places)
        cells.append(Cell(top, left, max(r for r, _ in places) - top + 1, max(c for _, c in places) - left + 1))
        for r, c in places:
            owner[r][c] = index
    if len(cells) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owner)))
