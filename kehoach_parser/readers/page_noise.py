"""What stands on a page and is no part of the plan: page numbers, running heads, stamps of electronic signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from ..text import fold
from .page_parts import Line
from .page_rows import Row

_EDGE = 0.13  # of the height of a page: where its number and its running head stand
_NUMBER = regex.compile(r"[-–—~.•|_ ]*(?:(?:trang|page) ?)?\d{1,3}(?: ?/ ?\d{1,3})?[-–—~.•|_ ]*")
_GAZETTE = regex.compile(r"(?:\d{1,3} )?công báo ?/ ?số|công báo ?(?:/|số) ?\d|^\d{0,3} ?công báo$")
_FIGURES = regex.compile(r"\d+")
_STAMP = regex.compile(
    r"(?:được )?ký (?:số )?bởi ?:|người ký ?:|digitally signed by|signed by ?:|signature not verified|signature valid"
    r"|chữ ký (?:số )?(?:hợp lệ|không hợp lệ)|ký bởi ?:"
)
_STAMP_GOES_ON = regex.compile(
    r"e-?mail ?:|cơ quan ?:|tổ chức ?:|đơn vị ?:|thời gian ký|ngày ký ?:|giờ ký|ký ngày ?:|chức vụ ?:"
    r"|(?:signing )?(?:date|time) ?:|reason ?:|location ?:|dn ?:|cn ?=|ou? ?=|oid\.|foxit|version ?:"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4} \d{1,2}:\d{2}|\d{4}[./-]\d{1,2}[./-]\d{1,2} \d{1,2}:\d{2}"
    r"|\d{1,2}:\d{2}:\d{2}|[+-]\d{2}[:']\d{2}"
)
_STAMP_LINES = 8


def drop_noise(pages: Sequence[list[Row]], sizes: Sequence[tuple[float, float]]) -> None:
    """Take the noise out of the rows of all ``pages``, in place; ``sizes`` are their widths and heights."""
    for rows in pages:
        _drop_stamps(rows)
    _drop_running_heads(pages, [height for _, height in sizes])
    for rows, (width, height) in zip(pages, sizes, strict=True):
        _drop_page_number(rows, width, height)


def _drop_stamps(rows: list[Row]) -> None:
    for i, row in enumerate(rows):
        for line in [line for line in row if _STAMP.match(fold(line.text[:40]))]:
            left, size, floor = line.x0, line.size, line.bottom
            row.remove(line)
            taken = 0
            for below in rows[i + 1 :]:
                for one in below:
                    if abs(one.x0 - left) > 3 * size or one.top - floor > 1.2 * size or taken == _STAMP_LINES:
                        continue
                    words = fold(one.text)
                    # What a stamp wraps ("Cơ quan: Sở Y tế, Ủy ban nhân dân | tỉnh …") is set as small and as near.
                    if _STAMP_GOES_ON.search(words) or (one.size <= 10.5 and abs(one.size - size) < 0.6):
                        floor = one.bottom
                        below.remove(one)
                        taken += 1
                        break
    rows[:] = [row for row in rows if row]


def _edges(rows: list[Row], height: float) -> list[Row]:
    near = [row for row in rows[:3] if row[0].bottom < _EDGE * height]
    return near + [row for row in rows[-3:] if row[0].top > (1 - _EDGE) * height]


def _key(row: Row, height: float) -> tuple[str, bool]:
    return _FIGURES.sub("#", fold(" ".join(line.text for line in row))), row[0].top < height / 2


def _drop_running_heads(pages: Sequence[list[Row]], heights: Sequence[float]) -> None:
    edges = [_edges(rows, height) for rows, height in zip(pages, heights, strict=True)]
    seen = Counter(
        key
        for rows, height in zip(edges, heights, strict=True)
        for key in {_key(row, height) for row in rows}
        if len(key[0]) > 3
    )
    for rows, height, near in zip(pages, heights, edges, strict=True):
        for row in near:
            key = _key(row, height)
            often = seen[key] >= 2 and seen[key] * 5 >= 2 * (len(pages) - 1)
            if often or _GAZETTE.search(key[0].replace("#", "1")):
                rows.remove(row)


def _drop_page_number(rows: list[Row], width: float, height: float) -> None:
    for i in (0, -1):
        if len(rows) > 1 and len(rows[i]) == 1:
            line = rows[i][0]
            edge = line.bottom < _EDGE * height if i == 0 else line.top > (1 - _EDGE) * height
            scanned = line.pieces[0].confidence < 100
            if (
                edge
                and len(line.text) < 16
                and (_NUMBER.fullmatch(fold(line.text)) or (scanned and _is_short(line, width)))
            ):
                del rows[i]


def _is_short(line: Line, width: float) -> bool:
    """A sign or two in the middle of the edge of a scanned page is its number, misread."""
    return len(line.text) < 4 and abs((line.x0 + line.x1) / 2 - width / 2) < 0.15 * width
