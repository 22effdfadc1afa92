"""Times that a narrow column breaks over the lines of a cell: "Trước | ngày 30/9/2026", "Từ 01/3 | đến 30/9"."""

from __future__ import annotations

import regex

from .context import Context

# A line that ends so is not over; a line that begins so, in small letters, goes on with the one before.
_OPEN = regex.compile(
    r"(?r)(?<!\w)(?:trước|ngày|tháng|qu[ýí]|năm|từ|đến|tới|hết|(?:chậm|muộn) nhất|trong|vào|hoàn thành|xong|giai đoạn"
    r"|h[àằ]ng|mỗi|thường|định|cuối|đầu|giữa|và|của) ?|[/-] ?"
)
_GOES_ON = regex.compile(r" ?(?:(?:của|và|h[àằ]ng|mỗi)(?!\w)|[/-] ?\d)")
# The end of a range follows its beginning ("từ 01/3 | đến 30/9"), a year what has none ("tháng 3 | năm 2026").
_ENDS = regex.compile(r" ?(?:đến|tới)(?!\w)")
_BEGINS = regex.compile(r"(?<!\w)từ ")
_NAMES_YEAR = regex.compile(r" ?(?:tháng \d{1,2}(?!\d)|năm (?:19|20)\d\d)")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\w)tháng \d{1,2} ?$")
_BULLETS = ("- ", "+ ", "• ")


def join_cells(context: Context) -> tuple[str, list[tuple[int, int]]]:
    """Return the folded text with blanks for the breaks inside the times of cells, and the cells that had such."""
    folded, text = context.document.folded, context.document.text
    breaks: list[int] = []
    cells: list[tuple[int, int]] = []
    for view in context.tables:
        for row in range(len(view.rows)):
            for cell in view.cells(row, "time"):
                found = [at for at in _breaks(folded, cell.start, cell.end) if _is_inside(folded, text, cell.start, at)]
                if found:
                    breaks += found
                    cells.append((cell.start, cell.end))
    if not breaks:
        return folded, []
    letters = list(folded)
    for at in breaks:
        letters[at] = " "
    return "".join(letters), sorted(set(cells))


def _breaks(folded: str, start: int, end: int) -> list[int]:
    """Return where the lines of ``[start, end)`` end."""
    found: list[int] = []
    at = folded.find("\n", start, end)
    while at >= 0:
        found.append(at)
        at = folded.find("\n", at + 1, end)
    return found


def _is_inside(folded: str, text: str, start: int, at: int) -> bool:
    """Whether the break at ``at`` stands within a time, not between two."""
    if folded.startswith(_BULLETS, at + 1):
        return False
    if _OPEN.match(folded, start, at):
        return True
    if text[at + 1 : at + 3].strip()[:1].isupper():
        return False
    line = max(start, folded.rfind("\n", start, at) + 1)
    if _ENDS.match(folded, at + 1):
        return _BEGINS.search(folded, line, at) is not None
    if year := _NAMES_YEAR.match(folded, at + 1):
        dated = _YEAR.search(folded, line, at)
        return dated is None or (dated[0].startswith("tháng") and "năm" in year[0])
    return _GOES_ON.match(folded, at + 1) is not None
