"""Pages to a document: rows to paragraphs, grids to tables, small print at the foot of a page to footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from ..text import fold
from .builder import CellText, DocumentBuilder, Place
from .flow import Flow
from .grids import Grid, find_grids
from .joining import Gap, carries_on, is_capital, joint
from .layout_tables import is_layout_table
from .page_columns import split_columns
from .page_gaps import Edges, find_edges, first_word, gap_between
from .page_noise import drop_noise
from .page_parts import Line, Page, Piece
from .page_rows import Row, make_rows
from .page_tables import RuledTable, cell_rows, is_rest, merge_rows, repeated

_SMALL = 0.93  # of the size of the body: footnotes are set smaller
_NOTE = regex.compile(r"\[?(\d{1,2})[\])]?\s*(?=\S)")
# What the name of a body begins with: no part of the name in the line above.
_BODY = regex.compile(
    r"(?:sở|ủy ban|ubnd|ban|bch|bộ|hội|hđnd|hội đồng|trường|phòng|khoa|trung tâm|chi cục|cục|tổng cục|đảng|tỉnh|huyện"
    r"|thành|thị|quận|xã|phường|văn phòng|công ty|bệnh viện|liên đoàn|mặt trận|mttq|đoàn|tiểu ban|viện|học viện"
    r"|thanh tra|công an|cơ quan|số|kho bạc|chi nhánh|ngân hàng|tòa án|đài|báo|tạp chí|tổ|nhóm)\b"
)


def write_pages(pages: Sequence[Page], builder: DocumentBuilder) -> None:
    """Hand the paragraphs, tables and footnotes of ``pages`` to ``builder``."""
    tables: list[list[RuledTable]] = []
    rows: list[list[Row]] = []
    for page in pages:
        free, ruled = _part(page)
        tables.append(ruled)
        rows.append(make_rows(free, page.number, page.scanned))
    drop_noise(rows, [(page.width, page.height) for page in pages])
    body = _body_size(rows)
    writer = _Writer(builder)
    for page, page_rows, page_tables in zip(pages, rows, tables, strict=True):
        notes = [] if page.scanned else _take_footnotes(page_rows, body)
        writer.write_page(page, page_rows, page_tables)
        for note in notes:
            builder.footnote(note, page=page.number)
    writer.close()


def _part(page: Page) -> tuple[list[list[Piece]], list[RuledTable]]:
    """Part the pieces of a page into those in tables and the others."""
    grids = find_grids(page.rulings)
    if not grids:
        return page.pieces, []
    inside: list[dict[int, list[list[Piece]]]] = [{} for _ in grids]
    free: list[list[Piece]] = []
    for line in page.pieces:
        rest: list[Piece] = []
        last: tuple[int, int] | None = None
        for piece in line:
            x, y = (piece.x0 + piece.x1) / 2, piece.middle
            place = next(((g, grid.cell_at(x, y)) for g, grid in enumerate(grids) if grid.holds(x, y)), None)
            if place is None or place[1] is None:
                rest.append(piece)
                last = None
                continue
            here = (place[0], place[1])
            lines = inside[here[0]].setdefault(here[1], [])
            if here == last:
                lines[-1].append(piece)
            else:
                lines.append([piece])
            last = here
        if rest:
            free.append(rest)
    return free, [
        RuledTable(
            grid, page.number, {cell: make_rows(lines, page.number, page.scanned) for cell, lines in cells.items()}
        )
        for grid, cells in zip(grids, inside, strict=True)
    ]


def _body_size(pages: Sequence[list[Row]]) -> float:
    sizes: dict[float, int] = {}
    for rows in pages:
        for row in rows:
            for line in row:
                size = round(line.size * 2) / 2
                sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _take_footnotes(rows: list[Row], body: float) -> list[str]:
    """Take the footnotes at the foot of a page out of ``rows``; return each with its mark as ``[1]``."""
    first = len(rows)
    for i in range(len(rows) - 1, -1, -1):
        if len(rows[i]) > 1 or rows[i][0].size >= _SMALL * body:
            break
        if _NOTE.match(rows[i][0].text):
            first = i
    notes: list[str] = []
    for row in rows[first:]:
        text = row[0].text
        match = _NOTE.match(text)
        expected = notes and int(notes[-1][1 : notes[-1].index("]")]) + 1
        if match and (not notes or int(match[1]) == expected):
            notes.append(f"[{match[1]}] {text[match.end() :]}")
        else:
            notes[-1] += joint(notes[-1], text) + text
    del rows[first:]
    return notes


def _is_recipient(line: Line, width: float) -> bool:
    return line.x1 < 0.6 * width and (line.text[0] in "-–+" or line.text[0].islower())


@dataclass(slots=True)
class _Open:
    """A table that may go on upon the next page."""

    grid: Grid
    rows: list[list[CellText]]
    places: list[Place]
    page: int


@dataclass(slots=True)
class _Writer:
    builder: DocumentBuilder
    flow: Flow = field(init=False)
    table: _Open | None = None
    above: Line | None = None
    first: Line | None = None  # of the paragraph of the line above
    before: Edges | None = None
    held: tuple[list[Line], list[Line]] | None = None  # a signature block at the end of a page

    def __post_init__(self) -> None:
        self.flow = Flow(self.builder)

    def write_page(self, page: Page, rows: list[Row], tables: list[RuledTable]) -> None:
        edges = (
            find_edges([row[0] for row in rows if len(row) == 1] or [line for row in rows for line in row], page.width)
            if rows
            else None
        )
        if edges and self.before and abs(edges.left - self.before.left) > 40:
            self.above = None  # turned, or set otherwise
        start = 0
        for table in sorted(tables, key=lambda one: one.top):
            end = start
            while end < len(rows) and rows[end][0].middle < table.top:
                end += 1
            self._rows(rows[start:end], edges, page.width)
            self._table(table)
            start = end
        self._rows(rows[start:], edges, page.width)
        self.before = edges

    def close(self) -> None:
        self._write_held()
        self.flow.flush()
        self._close_table()

    def _rows(self, rows: list[Row], edges: Edges | None, width: float) -> None:
        if not rows or edges is None:
            return
        self._close_table()
        for part in split_columns(rows):
            if isinstance(part, tuple):
                self._write_held()
                self.held = part
                continue
            lines = part
            if self.held is not None:
                lines = self._take_recipients(self.held[0], part, width)
                self._write_held()
            for line in lines:
                self._line(line, edges)

    def _take_recipients(self, left: list[Line], lines: list[Line], width: float) -> list[Line]:
        """Move the recipients that the page end cut off to the others; return the remaining lines."""
        count = 0
        if left and left[-1].page != lines[0].page:
            while count < len(lines) and _is_recipient(lines[count], width):
                count += 1
        left += lines[:count]
        return lines[count:]

    def _write_held(self) -> None:
        if self.held is not None:
            for column in self.held:
                self._column(column)
            self.held = None

    def _column(self, lines: list[Line]) -> None:
        """One side of a letterhead or signature block: a line each, but for names that fill their column."""
        self.flow.flush()
        width = max((line.x1 - line.x0 for line in lines), default=0.0)
        above: Line | None = None
        for line in lines:
            gap: Gap = "line"
            if above is not None:
                full = above.x1 - above.x0 + first_word(line) > width - 0.3 * line.size
                alike = above.pieces[0].bold == line.pieces[0].bold and is_capital(above.text) and is_capital(line.text)
                if line.text[0].islower() or (full and alike and not _BODY.match(fold(line.text))):
                    gap = "wrap"
            self.flow.add(line.text, gap, Place(page=line.page), bold=line.bold)
            above = line
        self.flow.flush()
        self.above = None

    def _line(self, line: Line, edges: Edges) -> None:
        gap: Gap = "hard"
        if self.above is not None:
            gap = gap_between(self.above, line, self.first or self.above, edges)
        if self.above is None or not carries_on(self.above.text, line.text, gap):
            self.first = line
        self.flow.add(line.text, gap, Place(page=line.page), bold=line.bold)
        self.above = line

    # --- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: RuledTable) -> None:
        self._write_held()
        self.flow.flush()
        self.above = None
        rows = cell_rows(table)
        if not rows:
            return
        if is_layout_table([[cell.text for cell in row] for row in rows]):
            self._close_table()
            self.builder.layout_table(rows, page=table.page)
            return
        if self.table is not None and self._goes_on(table.grid):
            rows = rows[repeated(self.table.rows, rows) :]
            if rows and is_rest(self.table.rows[-1], rows[0]):
                self.table.rows[-1] = merge_rows(self.table.rows[-1], rows.pop(0))
        else:
            self._close_table()
            self.table = _Open(table.grid, [], [], table.page)
        self.table.rows += rows
        self.table.places += [Place(page=table.page)] * len(rows)
        self.table.page = table.page
        self.table.grid = table.grid

    def _goes_on(self, grid: Grid) -> bool:
        assert self.table is not None
        before = self.table.grid.xs
        return len(before) == len(grid.xs) and all(abs(a - b) < 8 for a, b in zip(before, grid.xs, strict=True))

    def _close_table(self) -> None:
        if self.table is not None:
            self.builder.table(self.table.rows, places=self.table.places)
            self.table = None
