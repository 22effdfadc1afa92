"""The pieces of a page to rows of lines: what stands beside each other is one row, a wide blank parts two lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from .page_parts import Line, Piece

Row = list[Line]  # from left to right

_GAP = 1.6  # letter sizes of blank that part two columns
_STAMPED = 0.6  # the same between what the file writes as two lines: a number in its blank is nearer, or two cells
_GLUE = 0.12  # letter sizes of blank below which two pieces are one word
_RAISED = 0.8


def make_rows(pieces: Iterable[Sequence[Piece]], page: int, scanned: bool = False) -> list[Row]:
    """Return the rows of a page from top to bottom.

    Pieces that the file writes in another order (a number stamped into its blank) come where they are seen.
    """
    segments: list[list[Piece]] = []
    for line in pieces:
        start = 0
        for i in range(1, len(line)):
            if line[i].x0 - line[i - 1].x1 > _GAP * line[i].size or line[i].x0 < line[i - 1].x0:
                segments.append(list(line[start:i]))
                start = i
        segments.append(list(line[start:]))
    segments.sort(key=_middle)
    rows: list[list[list[Piece]]] = []
    for segment in segments:
        if rows and _fits(rows[-1], segment, scanned):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_lines(row, page) for row in rows]


def _middle(segment: list[Piece]) -> float:
    longest = max(segment, key=lambda piece: len(piece.text))
    return longest.middle


def _fits(row: list[list[Piece]], segment: list[Piece], scanned: bool) -> bool:
    """Say whether ``segment`` stands beside what is in ``row``, and not above or below any of it.

    Two that stand over one another as well are one row only where one fills a blank of the other, which OCR never
    gives as two.
    """
    beside = False
    size = segment[0].size
    for one in row:
        overlap = _overlap(one, segment)
        if min(one[-1].x1, segment[-1].x1) - max(one[0].x0, segment[0].x0) > 0.5 * size:
            if scanned or overlap < 0.8:
                return False
            beside = True
        else:
            beside = beside or overlap > 0.5
    return beside


def _overlap(one: list[Piece], other: list[Piece]) -> float:
    """The share of the lower one's height at which both stand."""
    first, second = max(one, key=lambda p: len(p.text)), max(other, key=lambda p: len(p.text))
    height = min(first.bottom - first.top, second.bottom - second.top)
    return (min(first.bottom, second.bottom) - max(first.top, second.top)) / max(height, 0.1)


def _lines(row: list[list[Piece]], page: int) -> Row:
    if len(row) == 1:
        return [_line(row[0], page)]
    pieces = sorted((piece for segment in row for piece in segment), key=lambda piece: piece.x0)
    follows = {id(b): a for segment in row for a, b in pairwise(segment)}
    lines: Row = []
    current: list[Piece] = []
    for piece in pieces:
        if not current:
            current = [piece]
            continue
        gap = piece.x0 - current[-1].x1
        apart = _GAP if follows.get(id(piece)) is current[-1] else _STAMPED
        if gap > apart * max(piece.size, current[-1].size):
            lines.append(_line(current, page))
            current = [piece]
            continue
        if follows.get(id(piece)) is not current[-1]:
            piece.glued = gap < _GLUE * piece.size
        current.append(piece)
    lines.append(_line(current, page))
    return lines


def _line(pieces: list[Piece], page: int) -> Line:
    """A line; a small raised figure in it is the mark of a footnote."""
    if len(pieces) > 1:
        size = max(pieces, key=lambda piece: len(piece.text)).size
        for i, piece in enumerate(pieces):
            if piece.size < _RAISED * size and piece.text.isdigit() and len(piece.text) < 3:
                piece.text = f"[{piece.text}]"
                piece.glued = i > 0
                if i == 0 and not pieces[1].glued:
                    continue
                if i == 0:
                    pieces[1].glued = False
    return Line(pieces, page)
