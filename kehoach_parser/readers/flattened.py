"""Tables that a web crawler flattened: one cell between lines that hold a lone ``|``, and nothing that ends a row.

A row of n cells was written as n + 1 bars, so that between two rows stand two bars with nothing between them: just
what an empty cell looks like. Which empty gaps end a row is found by trying the likeliest numbers of columns and taking
the one under which most rows are whole, by dynamic programming over the empty gaps (linear in the number of bars, as a
row is never wider than ``MAX_COLUMNS``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import regex

from ..text import fold
from .builder import CellText

MAX_COLUMNS = 40
_TRIED = 4  # numbers of columns that are tried in full
# What a row costs that lacks cells, that has none but empty ones, and an empty cell in a row. As a short row costs just
# what a hole does, a whole row is not torn at a hole, and whether a short one is hangs on what stands after the hole.
_SHORT, _VOID, _HOLE = 0.75, 3.0, 0.75
_WIDE = 1.5  # a row that has more cells than the others
_DIVIDE = 0.8  # what an empty cell in a row costs more when an ordinal and a title follow: there a row begins
_TITLE = 15

_ORDINAL = regex.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|\p{L}|[-+*])[.)]?")
_NUMBER = regex.compile(r"[-+≥≤<>~]? ?\d[\d.,/ %-]*")
_PLAIN_HEAD = regex.compile(
    r"(?:s?tt|số tt|ghi chú|đơn vị(?: tính)?|đvt|nội dung.*|nhiệm vụ.*|tên .*|tổng.*|chủ trì|phối hợp)", regex.DOTALL
)
_SHAPE = regex.compile(r"\d+")


def split_rows(cells: Sequence[str]) -> tuple[list[range], int]:
    """Return the stretches of ``cells`` that are rows, and the number of columns; the cells between only separate.

    A cell of blanks (the crawler kept its emphasis: ``** **``) is a cell, never a separation.

    >>> rows, columns = split_rows(["TT", "Việc", "", "1", "Họp", "", "2", ""])
    >>> [list(row) for row in rows], columns
    ([[0, 1], [3, 4], [6, 7]], 2)
    """
    total = len(cells)
    empty = [i for i, cell in enumerate(cells) if not cell]
    ends = [*empty, total]
    longest = max(end - start - 1 for start, end in zip([-1, *empty], ends, strict=True))
    if longest > MAX_COLUMNS or not total:
        return [range(i, i + 1) for i in range(total) if cells[i]], 1
    first = ends[0] or longest or 1
    divides = [0, *accumulate(_begins_row(cells, end + 1) for end in ends)]
    starts = [_start_cost(cells[end + 1] if end + 1 < total else "") for end in [-1, *ends]]
    best: tuple[float, int, list[range]] | None = None
    for columns in _likely_columns(empty, longest, first, total):
        cost, rows = _segment(cells, ends, columns, divides, starts, max(columns, longest))
        cost += abs(columns - first) * 0.2
        if best is None or cost < best[0] - 1e-9:
            best = (cost, columns, rows)
    assert best is not None  # the header's number of columns is always tried
    return best[2], best[1]


def _likely_columns(empty: list[int], longest: int, first: int, total: int) -> list[int]:
    """The numbers of columns at whose distance most empty gaps repeat, the longest run of cells, the header's."""
    bits = bytearray(total // 8 + 1)
    for i in empty:
        bits[i >> 3] |= 1 << (i & 7)
    mask = int.from_bytes(bits, "little")
    scores = sorted(
        ((-bin(mask & (mask >> (columns + 1))).count("1"), columns) for columns in range(1, MAX_COLUMNS + 1)),
    )
    likely = [columns for score, columns in scores[:_TRIED]]
    return list(dict.fromkeys([min(first, MAX_COLUMNS), max(longest, 1), *likely]))


def _begins_row(cells: Sequence[str], at: int) -> bool:
    """An ordinal followed by words of some length: the beginning of a row rather than two cells in its middle."""
    if at + 1 >= len(cells) or len(cells[at + 1]) < _TITLE or not _ORDINAL.fullmatch(cells[at]):
        return False
    return not _NUMBER.fullmatch(cells[at + 1])


def _start_cost(cell: str) -> float:
    """How unlikely a row begins with ``cell``: ordinals begin rows, sums do not."""
    if _ORDINAL.fullmatch(cell):
        return 0.0
    return 0.6 if _NUMBER.fullmatch(cell) else 0.1 if cell == "" else 0.2


def _segment(
    cells: Sequence[str], ends: list[int], columns: int, divides: list[int], starts: list[float], widest: int
) -> tuple[float, list[range]]:
    """Cut into rows of at most ``widest`` cells: the cost counts rows that have not ``columns`` cells, and holes."""
    # best[k]: cost of the rows up to the separator ends[k - 1], and the separator before; best[0] is the start.
    stops = [-1, *ends]
    costs = [0.0]
    back = [-1]
    low = 0
    for k in range(1, len(stops)):
        stop = stops[k]
        while low < k and stop - stops[low] - 1 > widest:
            low += 1
        cheapest, chosen = float("inf"), -1
        for j in range(low, k):
            width = stop - stops[j] - 1
            if width < 1:
                width = 0  # two bars too many: an empty row
            # The holes of the row are the empty gaps between the two separators.
            cost = costs[j] + (k - j - 1) * _HOLE + (divides[k - 1] - divides[j]) * _DIVIDE
            if width > columns:
                cost += _WIDE + (width - columns) * 0.2
            elif width < columns:
                cost += _SHORT + (columns - width) * 0.01
                if k - j - 1 >= width:
                    cost += _VOID
                else:
                    cost += starts[j]
            if cost < cheapest:
                cheapest, chosen = cost, j
        costs.append(cheapest)
        back.append(chosen)
    rows: list[range] = []
    k = len(stops) - 1
    while k > 0:
        rows.append(range(stops[back[k]] + 1, stops[k]))
        k = back[k]
    rows.reverse()
    return costs[-1], rows


def align(rows: Sequence[Sequence[str]], columns: int) -> list[list[CellText]]:
    """Return the rows with the column of every cell; in rows that lack cells (merged with the cells above or beside
    them) the places are those whose columns look most like them.

    >>> [[(c.text, c.column, c.width) for c in row] for row in align([["TT", "Chỉ tiêu"], ["I. Kinh tế"]], 2)][1]
    [('I. Kinh tế', 0, 2)]
    """
    rows = [_narrow(row, columns) if len(row) > columns else row for row in rows]
    whole = [row for row in rows if len(row) == columns]
    profile = _Profile(whole, columns)
    placed: list[list[CellText]] = []
    skip = 0
    if len(rows) > 1 and 1 < len(rows[0]) < columns:
        placed = _two_level_head(rows[0], rows[1], columns, profile)
        skip = len(placed)
    for row in rows[skip:]:
        if len(row) >= columns:
            placed.append([CellText(text, column=i) for i, text in enumerate(row)])
        elif len(row) == 1:
            placed.append([CellText(row[0], width=columns, column=0)])
        elif len(row) == 2 and _ORDINAL.fullmatch(row[0]) and not _NUMBER.fullmatch(row[1]):
            placed.append([CellText(row[0], column=0), CellText(row[1], width=columns - 1, column=1)])
        else:
            placed.append([CellText(t, column=c) for t, c in zip(row, profile.fit(row), strict=True)])
    return placed


def _narrow(row: Sequence[str], columns: int) -> list[str]:
    """Leave blank cells out of a row that has too many cells, from the left, as far as needed."""
    kept = list(row)
    for i in range(len(kept) - 1, -1, -1):
        if len(kept) > columns and not kept[len(kept) - 1 - i].strip():
            del kept[len(kept) - 1 - i]
    return kept


class _Profile:
    """What the cells of each column look like in the whole rows: numbers, ordinals, recurring words."""

    def __init__(self, rows: Sequence[Sequence[str]], columns: int) -> None:
        self.columns = columns
        filled = [max(1, sum(1 for row in rows if row[c])) for c in range(columns)]
        self.numeric = [sum(1 for row in rows if _NUMBER.fullmatch(row[c])) / filled[c] for c in range(columns)]
        self.length = [sum(len(row[c]) for row in rows) / filled[c] for c in range(columns)]
        self.void = [sum(1 for row in rows if not row[c]) / max(1, len(rows)) for c in range(columns)]
        self.words = [{_key(row[c]) for row in rows if row[c]} for c in range(columns)]

    def like(self, text: str, column: int) -> float:
        """How well ``text`` suits ``column``: about -1 to 2."""
        if not text:
            return 0.5 * self.void[column]
        longer, shorter = max(len(text), self.length[column]), min(len(text), self.length[column])
        score = 0.5 * shorter / max(longer, 1)
        if _NUMBER.fullmatch(text):
            return score + self.numeric[column]
        if _key(text) in self.words[column]:
            score += 1.0
        return score + 0.6 - self.numeric[column]

    def fit(self, row: Sequence[str]) -> list[int]:
        """The columns of the cells of a row that is not whole, in order.

        Each place where columns are skipped costs; at the edges less, as merged cells stand there more often.
        """
        spare = self.columns - len(row)
        best = [0.0] + [-0.1] * spare  # with s columns skipped so far
        choice: list[list[int]] = []
        for i, text in enumerate(row):
            step: list[int] = []
            scores: list[float] = []
            top, top_at = float("-inf"), 0  # the best with fewer columns skipped
            for s in range(spare + 1):
                if i > 0 and top - 0.35 > best[s]:
                    value, came = top - 0.35, top_at
                else:
                    value, came = best[s], s
                if best[s] > top:
                    top, top_at = best[s], s
                step.append(came)
                scores.append(value + self.like(text, i + s))
            best = scores
            choice.append(step)
        s = max(range(spare + 1), key=lambda s: best[s] + (0.0 if s == spare else -0.1))
        placed = []
        for i in range(len(row) - 1, -1, -1):
            placed.append(i + s)
            s = choice[i][s]
        return placed[::-1]


def _key(text: str) -> str:
    return " ".join(fold(text[:40]).split()[:2])


def _two_level_head(top: Sequence[str], below: Sequence[str], columns: int, profile: _Profile) -> list[list[CellText]]:
    """Place a header of two rows: some cells of the first span the cells of the second. Empty when it is none."""
    below = list(below)
    while below and not below[-1]:
        below.pop()
    spanning = len(top) + len(below) - columns
    if spanning < 1 or spanning > len(top) or len(below) < 2 * spanning:
        return []
    shapes = [_SHAPE.sub("0", fold(text)) for text in top]
    best, best_at = float("-inf"), 0
    for at in range(len(top) - spanning + 1):
        chosen = range(at, at + spanning)
        score = 0.0
        for i in chosen:
            if _PLAIN_HEAD.fullmatch(shapes[i]):
                score -= 1.0
            if any(shapes[i] == shapes[j] for j in range(len(top)) if j not in chosen):
                score -= 1.0
        # The columns below a spanned header mostly look alike.
        kinds = profile.numeric[at : at + len(below)]
        score -= max(kinds) - min(kinds)
        if score > best:
            best, best_at = score, at
    widths = _share(below, spanning)
    head: list[CellText] = []
    children: list[int] = []
    column = 0
    for i, text in enumerate(top):
        width = 1
        if best_at <= i < best_at + spanning:
            width = widths[i - best_at]
            children += range(column, column + width)
        head.append(CellText(text, width=width, column=column))
        column += width
    return [head, [CellText(text, column=c) for text, c in zip(below, children, strict=True)]]


def _share(below: Sequence[str], spanning: int) -> list[int]:
    """How many of the cells below each of ``spanning`` cells takes: as equal as can be, but like ones together."""
    each, more = divmod(len(below), spanning)
    if spanning == 2:
        shapes = [_SHAPE.sub("0", fold(text)) for text in below]
        cut = min(
            range(1, len(below)),
            key=lambda k: (shapes[k - 1] == shapes[k], abs(2 * k - len(below))),
        )
        return [cut, len(below) - cut]
    return [each + (1 if i < more else 0) for i in range(spanning)]
