"""What stands between two lines of a page, by where they begin and end: the same paragraph, or another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .joining import Gap, is_capital, is_closed, starts_item
from .page_parts import Line

_INDENT = 0.8  # letter sizes
_LOOSE = 1.4  # of the usual distance of two lines: a new paragraph begins


@dataclass(slots=True)
class Edges:
    """The column that a text is set in, and the usual distance of its lines.

    ``justified``: all lines but the last of a paragraph end at the right edge.
    """

    left: float
    right: float
    step: float
    justified: bool

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def find_edges(lines: Sequence[Line], width: float) -> Edges:
    long = [line for line in lines if line.x1 - line.x0 > 0.5 * width] or list(lines)
    lefts, rights = sorted(line.x0 for line in long), sorted(line.x1 for line in long)
    steps = [
        below.middle - above.middle
        for above, below in pairwise(lines)
        if 0 < below.middle - above.middle < 4 * below.size
    ]
    right = rights[len(rights) * 9 // 10]
    # The lines of a scan end where they end: there nothing is even.
    even = sum(abs(line.x1 - right) < 1.0 for line in long if line.pieces[0].confidence == 100)
    return Edges(lefts[len(lefts) // 10], right, median(steps) if steps else 0.0, even > 0.4 * len(long) > 1.5)


def _is_centred(line: Line, edges: Edges) -> bool:
    return (
        _in_the_middle(line, edges)
        and line.x0 - edges.left > 1.5 * line.size
        and edges.right - line.x1 > 1.2 * line.size
    )


def _is_even(line: Line, edges: Edges) -> bool:
    """Say whether a long line has the same small blank on both sides: a title of full lines."""
    left, right = line.x0 - edges.left, edges.right - line.x1
    return left > 4 and right > 4 and abs(left - right) < 3


def _in_the_middle(line: Line, edges: Edges) -> bool:
    return abs((line.x0 + line.x1) / 2 - edges.middle) < 1.2 * line.size


def first_word(line: Line) -> float:
    """How wide the first word of the line is, with the blank before it."""
    return (line.x1 - line.x0) * (len(line.text.split(" ", 1)[0]) + 1) / max(len(line.text), 1)


def gap_between(above: Line, below: Line, first: Line, edges: Edges) -> Gap:
    """What stands between two lines of one column; ``first`` is the first line of the paragraph of the upper one."""
    size = below.size
    step = below.middle - above.middle if above.page == below.page else 0.0
    loose = edges.step > 0 and step > _LOOSE * edges.step
    words = below.text
    centred = _is_centred(above, edges) or _is_even(above, edges)
    if (centred and _in_the_middle(below, edges)) or _is_centred(below, edges):
        return _centred_gap(above, below, loose, edges)
    indented = below.x0 - edges.left > _INDENT * size
    ends = above.x1 + first_word(below) <= edges.right - 0.3 * size  # there was room for another word
    if ends or (edges.justified and above.x1 < edges.right - 3 and not words[0].islower()):
        return "hard" if indented and not words[0].islower() else "line"
    if not indented:
        if loose and is_closed(above.text):
            return "line"
        if first.x0 - below.x0 > _INDENT * size:
            return "inside"
        # Paragraphs that are not indented: a line that happens to be full may still be the last of one.
        return "line" if is_closed(above.text) and words[0].isupper() and not edges.justified else "wrap"
    if words[0].islower():
        return "wrap"
    begins = first is above
    if abs(below.x0 - above.x0) < 0.4 * size:
        # The second line of a paragraph that is indented as a whole, or a new paragraph like the one before it.
        return "line" if begins and is_closed(above.text) else "wrap"
    if begins and below.x0 > above.x0 and starts_item(above.text):
        return "wrap"  # the lines of an item hang below its first word
    return "hard"


def _centred_gap(above: Line, below: Line, loose: bool, edges: Edges) -> Gap:
    """A title of several lines is one paragraph; the lines of a letterhead, in capitals, are one each."""
    alike = above.pieces[0].bold == below.pieces[0].bold and abs(above.size - below.size) < 1
    if loose or not alike or not _in_the_middle(above, edges):
        return "line"
    full = above.x1 - above.x0 + first_word(below) > edges.right - edges.left - 0.3 * below.size
    if is_capital(above.text) or is_capital(below.text):
        return "wrap" if full else "line"
    return "wrap"
