"""Which tables lay out a page (a letterhead, signatures, a box) rather than hold data."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..text import fold
from .builder import tidy

_LAYOUT_WORDS = regex.compile(
    r"cộng h[òo]a xã h[ội]{2} chủ nghĩa|độc lập ?- ?tự do|đảng cộng sản việt nam|nơi nhận ?:|^ ?nơi nhận ?$"
    r"|^ ?(?:tm|kt|tl|tuq|q|t/m|k/t|t/l)\. ?\p{L}|^ ?(?:t/m|k/t|t/l) ?\p{L}|^ ?số ?: ?[\d.…]{0,12} ?/ ?\p{L}",
    regex.MULTILINE,
)
# Where a task table happens to hold one of these words it is longer or wider than any letterhead.
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 6, 4


def is_layout_table(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the cells ``rows`` lay out a page (letterhead, signatures, a box) rather than hold data.

    >>> is_layout_table([["UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 63/KH-UBND", "Hà Nội, ngày 1/2"]])
    True
    >>> is_layout_table([["STT", "Nhiệm vụ"], ["1", "Tập huấn"], ["2", "Báo cáo"]])
    False
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    filled = [row for row in filled if row]
    if not filled:
        return True
    widest = max(len(row) for row in filled)
    if widest == 1:
        return True
    if len(filled) > _LAYOUT_ROWS or widest > _LAYOUT_COLUMNS:
        return False
    return any(_says_layout(cell) for row in filled for cell in row)


def _says_layout(cell: str) -> bool:
    words = fold(tidy(cell))
    return bool(_LAYOUT_WORDS.search(words) or _LAYOUT_WORDS.search(words.replace("\n", " ")))
