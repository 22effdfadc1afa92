"""Plain text: one paragraph a line or hard-wrapped, letterheads set in two columns by tabs, tables by tabs."""

from __future__ import annotations

from typing import NamedTuple

import regex

from .builder import DocumentBuilder, Place, tidy
from .flow import Flow
from .joining import Gap
from .layout_tables import is_layout_table
from .upright import is_number_head, read_upright
from .wrapping import is_wrapped

TAB = "\ue009"  # a tab while the text is made canonical, which would make a blank of it

# Each run of blanks is looked at once, from its beginning and without giving any back: a line may be all blanks.
_COLUMNS = regex.compile(rf"(\S.*?)(?<![ {TAB}])(?> *+{TAB}[ {TAB}]*+| {{3,}}+)(\S.*)")
_RULE = regex.compile(r"(?:[-*_=~–—+] ?){3,}(?:[oO0]{2,3}(?:[-*_=~–—+] ?){2,})?")
_LEFT_OVER = regex.compile(r"(?:!\[\]\([^()]*+\)|[| ])++")  # of an image without a name, of the cells of a letterhead
# Blanks that are left to be filled in by hand, which part no columns: "Số:      /KH-UBND", "ngày     tháng".
_TO_FILL = regex.compile(
    r"((?:\b[Ss]ố ?:|[Nn]gày|[Tt]háng|[Nn]ăm)) {3,}|( ?/) {3,}|(?<! ) {3,}+(?=/)|(\bSố) {3,}(?=[-–] ?\p{Lu}{2,4}/)"
)
_TYPE = regex.compile(r"KẾ HOẠCH|QUYẾT ĐỊNH")
# Who signs beside somebody else: the offices stand in one line, the names of both in a later one.
_OFFICE = regex.compile(
    r"(?:PHÊ )?DUYỆT(?: CỦA)?\b.{0,40}|NGƯỜI LẬP\b.{0,30}|(?:PHÓ )?(?:HIỆU TRƯỞNG|TỔ TRƯỞNG|GIÁM ĐỐC|BÍ THƯ|CHỦ TỊCH)"
    r"|KẾ TOÁN(?: TRƯỞNG)?|TỔ TRƯỞNG CHUYÊN MÔN|TỔNG PHỤ TRÁCH(?: ĐỘI)?"
)
_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}")
_BLOCK = 40  # lines that a letterhead or a signature block may take
_SHORT = 90


def read_plaintext(text: str, builder: DocumentBuilder) -> None:
    """Hand the paragraphs of ``text`` (canonical, tabs as ``TAB``) to ``builder``."""
    raw = [close_blanks(line) for line in text.split("\n")]
    flow = Flow(builder)
    wrapped = is_wrapped(raw)
    width = max((len(line) for line in raw if len(line) <= 140), default=0) if wrapped else 0
    before = ""
    i = 0
    while i < len(raw):
        line = raw[i].replace(TAB, " ").strip()
        if not line or _RULE.fullmatch(line) or (line[0] in "!|" and _LEFT_OVER.fullmatch(line)):
            before = ""
            i += 1
            continue
        if (TAB in raw[i] or "   " in raw[i]) and _COLUMNS.search(raw[i].strip(TAB + " ")):
            end = _read_columns(raw, i, builder, flow)
            if end > i:
                before = ""
                i = end
                continue
        if is_number_head(line) and (upright := read_upright(raw, i)) is not None:
            rows, lines, i = upright
            flow.flush()
            rows = [[cell.replace(TAB, " ").strip() for cell in row] for row in rows]
            builder.table(rows, places=[Place(line=n + 1) for n in lines])
            before = ""
            continue
        gap: Gap = "line"
        if wrapped and before:
            # A line is broken off where its next word had no room; a shorter one ends its paragraph.
            full = len(before) + 1 + len(line.partition(" ")[0]) > width - 2
            indented = raw[i][:1] in (" ", TAB) and not before[:1].isspace()
            gap = "hard" if indented else "wrap" if full else "line"
        flow.add(tidy(line, is_canonical=True), gap, Place(line=i + 1))
        before = raw[i].replace(TAB, " ").rstrip()
        i += 1
    flow.flush()


def close_blanks(line: str) -> str:
    """Return ``line`` with the blanks that are left for a number or a date as one.

    >>> close_blanks("Số:        /KH-UBND      Hà Nội, ngày     tháng 5 năm 2022")
    'Số: /KH-UBND      Hà Nội, ngày tháng 5 năm 2022'
    """
    return _TO_FILL.sub(lambda match: f"{match[1] or match[2] or match[3] or ''} ", line) if "   " in line else line


def _read_columns(raw: list[str], start: int, builder: DocumentBuilder, flow: Flow) -> int:
    """Read a table set by tabs, or a block in two columns; return the line after it, or ``start`` if it is neither."""
    tabs = raw[start].strip().count(TAB)
    lines = _tabbed(raw, start, tabs) if tabs > 1 else []
    if len(lines) > 1:
        rows = [[cell.strip() for cell in raw[line].split(TAB)] for line in lines]
        if not is_layout_table(rows):
            flow.flush()
            builder.table(rows, places=[Place(line=line + 1) for line in lines])
            return lines[-1] + 1
    block = find_block(raw, start)
    if block is None:
        return start
    for column in (block.left, block.right):
        gap: Gap = "hard"
        for i, words in column:
            flow.add(words, gap, Place(line=i + 1))
            gap = "line"
        flow.flush()
    return block.end


def _tabbed(raw: list[str], start: int, tabs: int) -> list[int]:
    """Return the lines of a table from ``start`` on; in a copy of a web page one empty line stands between its rows."""
    lines = [start]
    line = start + 1
    while line < len(raw):
        if raw[line].strip(" ").count(TAB) == tabs:
            lines.append(line)
        elif raw[line].strip() or line > lines[-1] + 1:
            break
        line += 1
    return lines


class Block(NamedTuple):
    """A letterhead or a signature block: its two columns as (number of the line, words), and the line after it."""

    left: list[tuple[int, str]]
    right: list[tuple[int, str]]
    end: int


def find_block(raw: list[str], start: int) -> Block | None:
    """Return the block in two columns that begins at line ``start`` (tabs as ``TAB``); None when there is none."""
    left: list[tuple[int, str]] = []
    right: list[tuple[int, str]] = []
    end = start
    first = _COLUMNS.fullmatch(raw[start].strip(TAB + " "))
    signed = first is not None and all(_OFFICE.fullmatch(words.strip(TAB + " ")) for words in first.groups())
    for i in range(start, min(start + _BLOCK, len(raw))):
        line = raw[i].strip(TAB + " ")
        if _RULE.fullmatch(line):
            continue
        if not line:
            # Room is left for the hands of those who sign.
            below = (words for words in raw[i + 1 : i + (6 if signed else 2)] if not signed or words.strip(TAB + " "))
            if not _COLUMNS.fullmatch(next(below, "").strip(TAB + " ")):
                break
            continue
        if left and right and _TYPE.fullmatch(line):
            break  # under a letterhead without an empty line between
        if len(line) < 2 * _SHORT and (match := _COLUMNS.fullmatch(line)):
            left.append((i, match[1]))
            right.append((i, match[2]))
        elif len(line) < _SHORT:
            (right if raw[i][:1] in (" ", TAB) else left).append((i, line))
        else:
            break
        end = i + 1
    both = signed and len(left) > 1 and all(_NAME.fullmatch(column[-1][1].strip(TAB + " ")) for column in (left, right))
    if not both and not is_layout_table([["\n".join(words for _, words in column) for column in (left, right)]]):
        return None

    def tidied(column: list[tuple[int, str]]) -> list[tuple[int, str]]:
        return [(i, " ".join(words.replace(TAB, " ").split())) for i, words in column if not _RULE.fullmatch(words)]

    return Block(tidied(left), tidied(right), end)
