"""The picture of a page made ready for OCR: turned straight, its ruling lines measured and wiped out.

Tesseract reads ruling lines as letters and runs the cells of a table together; so lines are taken out, and tables are
cut into cells that are read one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from .grids import Grid, find_grids
from .page_parts import Ruling

DPI = 300
_DARK = 140  # grey value below which a point is ink
_SKEW_POINTS = 60_000
_MOST_SKEW, _SKEW_STEP, _LEAST_SKEW = 3.0, 0.1, 0.15  # degrees
# No stroke of a letter is as long; the feet of letters in a row may look like a line, the stems never do.
_ACROSS_INCHES, _DOWN_INCHES = 0.5, 0.35
_THICK = 9  # points of the picture: what is thicker is a bar of a stamp or the edge of the scan
_MARGIN = 3  # points of the picture that a cell is cut smaller than its lines

_FIELD = 10  # points of the picture: the side of the fields in which columns are looked for
_SPECKS = 6  # dark points of a field that are dirt
_LINE_FIELDS = (2, 9)  # how many fields a line of text is high
_STROKES = 4  # fields of ink in a row that are a pen's stroke or dirt, and no line of text
_WIDE_GUTTER, _NARROW_GUTTER = 10, 5  # fields: a blank that begins a block, and one that carries it on
_APART = 40  # fields without ink that end a block; a signature stands in them

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


Cut = tuple[Grey, int, int]


@dataclass(frozen=True, slots=True)
class Clean:
    """A page ready for OCR: the picture without its tables and lines, the lines in points, and the tables' cells.

    ``cells`` gives for each picture of a cell where its upper left corner stands on the page, ``columns`` the same for
    the sides of a letterhead or signature block, which stand at different heights. ``whole`` is the page without its
    lines, but with tables and columns.
    """

    grey: Grey
    rulings: list[Ruling]
    cells: list[Cut]
    columns: list[Cut]
    whole: Grey


def clean_page(grey: Grey, *, rules: bool = True) -> Clean:
    """Return the page straightened, with its ruling lines found and wiped out and the cells of its tables apart.

    ``rules`` False leaves the lines alone (a photograph has none that are straight).
    """
    straight = straighten(grey)
    if not rules:
        return Clean(straight, [], [], [], straight)
    ink = straight < _DARK
    across, across_mask = _long_runs(ink, _ACROSS_INCHES)
    down, down_mask = _long_runs(ink.T, _DOWN_INCHES)
    scale = 72.0 / DPI
    rulings = [Ruling(False, at * scale, start * scale, end * scale) for at, start, end in across]
    rulings += [Ruling(True, at * scale, start * scale, end * scale) for at, start, end in down]
    grids = find_grids(rulings)
    wiped = straight.copy()
    wiped[_grown(across_mask, 0) | _grown(down_mask.T, 1)] = 255
    whole = wiped.copy()
    cells = [cell for grid in grids for cell in _cells(wiped, grid)]
    for grid in grids:
        x0, x1, y0, y1 = (int(v / scale) for v in (grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]))
        wiped[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2] = 255
    columns: list[Cut] = []
    for x0, gutter, x1, y0, y1 in _side_by_side(wiped < _DARK):
        for left, right in ((x0, gutter), (gutter, x1)):
            columns.append((np.pad(wiped[y0:y1, left:right], 20, constant_values=255), left - 20, y0 - 20))
        wiped[y0:y1, x0:x1] = 255
    return Clean(wiped, rulings, cells, columns, whole)


def find_unread(page: Grey, boxes: Sequence[tuple[int, int, int, int]]) -> list[Cut]:
    """Return the stretches of ink that look like a line of text and that no box (left, top, right, bottom) covers."""
    full = _fields(page < _DARK)
    for left, top, right, bottom in boxes:
        full[max(top // _FIELD - 1, 0) : bottom // _FIELD + 2, max(left // _FIELD - 1, 0) : right // _FIELD + 2] = False
    edge = full.shape[1] // 30
    full[:, :edge] = full[:, full.shape[1] - edge :] = False
    found = []
    for start, end in _stretches(full.sum(axis=1) > 0):
        columns = np.flatnonzero(full[start:end].any(axis=0))
        if _LINE_FIELDS[0] <= end - start <= _LINE_FIELDS[1] and len(columns) > 2:
            x0, x1 = max(int(columns[0]) - 1, 0) * _FIELD, (int(columns[-1]) + 2) * _FIELD
            y0, y1 = max(start - 1, 0) * _FIELD, (end + 1) * _FIELD
            found.append((np.pad(page[y0:y1, x0:x1], 10, constant_values=255), x0 - 10, y0 - 10))
    return found


def _fields(ink: Mask) -> Mask:
    """The page in squares: where there is more than dirt."""
    height, width = (side // _FIELD for side in ink.shape)
    dark = ink[: height * _FIELD, : width * _FIELD].reshape(height, _FIELD, width, _FIELD).sum(axis=(1, 3))
    return np.asarray(dark > _SPECKS, dtype=np.bool_)


def _side_by_side(ink: Mask) -> list[tuple[int, int, int, int, int]]:
    """Return the blocks of two columns as (left, gutter, right, top, bottom) in points of the picture.

    A block begins in a row with a wide blank in its middle and goes on as long as a part of that blank stays empty.
    """
    full = _fields(ink)
    height, width = full.shape
    edge = width // 30
    full[:, :edge] = full[:, width - edge :] = False  # shadows of the paper's edge
    blank = full.sum(axis=1) <= _STROKES
    found = []
    row = 0
    while row < height:
        gutter = None if blank[row] else _gutter(full[row], width // 5, width - width // 5, _WIDE_GUTTER)
        if gutter is None:
            row += 1
            continue
        top, bottom, gutter = _block(full, blank, row, gutter)
        middle = (gutter[0] + gutter[1]) // 2
        sides = (full[top:bottom, :middle], full[top:bottom, middle:])
        if bottom > top and min(_count_lines(side.sum(axis=1) > 1) for side in sides) > 1:
            found.append((0, middle * _FIELD, ink.shape[1], top * _FIELD, bottom * _FIELD))
            row = bottom
        while row < height and not blank[row]:  # on to the next line of text
            row += 1
    return found


def _block(full: Mask, blank: Mask, row: int, gutter: tuple[int, int]) -> tuple[int, int, tuple[int, int]]:
    """Return where the block around ``row`` begins and ends, and the gutter that stays empty in all of it.

    Both lie in blank rows, so that no line of text is cut; where there is none, the block is empty.
    """
    top = row
    while top > 0 and not blank[top - 1]:
        narrower = _longest_blank(full[top - 1], *gutter)
        if narrower is None:
            return row, row, gutter
        gutter = narrower
        top -= 1
    end, last, kept = row, row, (row, gutter)
    while end + 1 < len(full) and end + 1 - last < _APART:
        narrower = _longest_blank(full[end + 1], *gutter)
        if narrower is None:
            break
        gutter = narrower
        end += 1
        if not blank[end]:
            last = end
        elif last == end - 1:
            kept = (end, gutter)
    else:
        kept = (min(last + 1, len(full)), gutter)
    return top, kept[0], kept[1]


def _gutter(row: npt.NDArray[Any], low: int, high: int, least: int) -> tuple[int, int] | None:
    """The widest blank of a row between its ink, within ``low`` to ``high``."""
    places = np.flatnonzero(row)
    if len(places) < 2:
        return None
    gaps = np.diff(places)
    best = int(gaps.argmax())
    start, end = int(places[best]) + 1, int(places[best + 1])
    if end - start < least or end < low or start > high:
        return None
    return start, end


def _longest_blank(row: npt.NDArray[Any], start: int, end: int) -> tuple[int, int] | None:
    blanks = _stretches(~row[start:end])
    if not blanks:
        return None
    first, last = max(blanks, key=lambda blank: blank[1] - blank[0])
    return (start + first, start + last) if last - first >= _NARROW_GUTTER else None


def _count_lines(filled: npt.NDArray[Any]) -> int:
    return sum(1 for start, end in _stretches(filled) if end - start > 1)


def count_strokes(cut: Grey) -> int:
    """Return how many upright strokes the picture of a Roman numeral of ones has."""
    ink = cut < _DARK
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return 0
    tall = ink[rows[0] : rows[-1] + 1].sum(axis=0) > 0.7 * (rows[-1] + 1 - rows[0])
    return len(_stretches(tall))


def straighten(grey: Grey) -> Grey:
    """Return the page turned so that its lines run level; a page that is level within a tenth stays as it is."""
    angle = _skew(grey)
    if abs(angle) < _LEAST_SKEW:
        return grey
    image = Image.fromarray(grey).rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(image, dtype=np.uint8)


def _skew(grey: Grey) -> float:
    """Return by how many degrees the lines fall to the left: the turn that packs the ink into the fewest rows."""
    small = grey[::3, ::3] < _DARK
    ys, xs = np.nonzero(small)
    if len(xs) < 200:
        return 0.0
    stride = len(xs) // _SKEW_POINTS + 1
    ys, xs = ys[::stride], xs[::stride]
    steps = round(_MOST_SKEW / _SKEW_STEP)
    best, angle = 0.0, 0.0
    for step in sorted(range(-steps, steps + 1), key=abs):
        slope = np.tan(np.radians(step * _SKEW_STEP))
        rows = np.bincount((ys - xs * slope + small.shape[1]).astype(np.int64)).astype(np.float64)
        packed = float((rows * rows).sum())
        if packed > best * 1.0001:
            best, angle = packed, step * _SKEW_STEP
    return angle


def _long_runs(ink: Mask, inches: float) -> tuple[list[tuple[float, float, float]], Mask]:
    """Return the long thin runs of ink along the rows as (row, start, end), and a mask of their points."""
    length = round(inches * DPI)
    height, width = ink.shape
    mask = np.zeros_like(ink)
    if width <= length:
        return [], mask
    # A line of a scan has holes and steps: ink in the row or in one beside it counts.
    near = ink.copy()
    near[1:] |= ink[:-1]
    near[:-1] |= ink[1:]
    full = (_sums(near, length) >= 0.98 * length) & (_sums(ink, length) >= 0.8 * length)
    rows = np.nonzero(full.any(axis=1))[0]
    runs: list[tuple[float, float, float]] = []
    for row in rows:
        for start, end in _stretches(full[row]):
            first, last = start + 1, end + length
            middle = (first + last) // 2
            probe = slice(max(first, middle - length), min(last, middle + length))
            above = ink[max(row - _THICK, 0), probe].mean() if row > _THICK else 0.0
            below = ink[min(row + _THICK, height - 1), probe].mean() if row < height - _THICK else 0.0
            if above > 0.8 or below > 0.8:
                continue
            mask[row, first:last] = near[row, first:last]
            runs.append((float(row), float(first), float(last)))
    return runs, mask


def _sums(ink: Mask, length: int) -> npt.NDArray[np.int32]:
    """How many points are dark in each stretch of ``length`` points along the rows."""
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    return np.asarray(sums[:, length:] - sums[:, :-length], dtype=np.int32)


def _stretches(row: npt.NDArray[Any]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _grown(mask: Mask, axis: int) -> Mask:
    """The points of the lines and those that touch them."""
    grown: Mask = mask.copy()
    for shift in (1, 2):
        grown |= np.roll(mask, shift, axis=axis)
        grown |= np.roll(mask, -shift, axis=axis)
    return grown


def _cells(page: Grey, grid: Grid) -> list[Cut]:
    scale = DPI / 72.0
    cells = []
    for cell in grid.cells:
        x0 = round(grid.xs[cell.column] * scale) + _MARGIN
        x1 = round(grid.xs[cell.column + cell.width] * scale) - _MARGIN
        y0 = round(grid.ys[cell.row] * scale) + _MARGIN
        y1 = round(grid.ys[cell.row + cell.height] * scale) - _MARGIN
        cut = page[y0:y1, x0:x1]
        if cut.size and (cut < _DARK).sum() > 25:
            cells.append((np.pad(cut, 20, constant_values=255), x0 - 20, y0 - 20))
    return cells
