"""Plans that are nothing but a list of figures: each line a name, a colon, a number and its unit."""

from __future__ import annotations

import re

from ..rules import LETTERS
from .context import Context

# A plan that is nothing but figures has no division of these kinds; a report on how things stand has.
_SPOKEN = frozenset(["objectives", "purpose", "requirements", "tasks", "implementation", "funding", "scope"])
_FEWEST = 8
_FEWEST_NAMED = 3
_FIGURE = re.compile(
    rf"\W*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)] )?(?P<name>[{LETTERS}][^:;\n]{{1,110}}): ?"
    r"(?:(?:đạt|trên|dưới|khoảng|từ|là|tỉnh giao|huyện giao|[≥≤<>]) ?){0,3}"
    rf"\d[\d.,]*(?: ?- ?\d[\d.,]*)? ?(?P<unit>[%‰]|[{LETTERS}]+)"
)
# Names of what is measured; a list of who gets how many places has none of them.
_MEASURED = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ suất|tổng (?:số|diện tích|sản lượng|đàn|giá trị|mức)|diện tích|sản lượng|năng suất|dân số|số hộ"
    r"|số người|số lao động|thu nhập|giá trị|tốc độ|bình quân|tuổi thọ|độ che phủ|mức giảm|quy mô)"
)
# Lines that give a sum of money, a time or an address, and those that tell how things stand.
_OTHER = re.compile(
    r"kinh phí|ngân sách|dự toán|tiền|nguồn|điện thoại|tài khoản|thời gian|thời lượng|địa (?:chỉ|điểm)|đại biểu|tiết"
    r"|hiện có|hiện nay|ước|đã |kết quả|năm trước|thiệt hại|đợt"
)
_NO_RESULT = frozenset(["đồng", "triệu", "tỷ", "nghìn", "giờ", "h", "phút", "ngày", "tháng", "năm", "tiết", "buổi"])


def is_list_of_figures(context: Context) -> bool:
    """Tell whether a plan without a word of objectives is a list of figures: its lines are its objectives."""
    if not (context.header.doc_type or "").lower().startswith("kế hoạch"):
        return False
    if any(section.kind in _SPOKEN for section in context.outline.all):
        return False
    named, figures, lines = _count(context, context.layout.body_start, context.layout.body_end)
    return figures >= _FEWEST and named >= _FEWEST_NAMED and 2 * figures >= lines


def states_figures(context: Context, start: int, end: int) -> bool:
    """Tell whether most lines between ``start`` and ``end`` are figures with their names."""
    _, figures, lines = _count(context, start, end)
    return figures > 0 and 2 * figures >= lines


def _is_heading(context: Context, start: int) -> bool:
    section = context.outline.at(start)
    return section is not None and section.span.start == start


def _count(context: Context, start: int, end: int) -> tuple[int, int, int]:
    """Return how many figures name what is measured, how many there are, and how many lines there are to hold them."""
    named = figures = lines = 0
    folded = context.document.folded
    for line in range(context.document.lines.at(start), len(context.document.lines.starts)):
        low, high = context.document.lines.starts[line], context.document.lines.ends[line]
        if low >= end:
            break
        if high <= low or folded[high - 1] == ":":
            continue
        match = _FIGURE.match(folded, low, high)
        if match is not None and match["unit"] not in _NO_RESULT and not _OTHER.search(match["name"]):
            figures += 1
            named += _MEASURED.match(match["name"]) is not None
        elif _is_heading(context, low):
            continue
        lines += 1
    return named, figures, lines
