"""How a workbook looks: one table a sheet, colours that also read in grey, and a page that is ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4, LANDSCAPE_MARGINS = 9, {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.6}
# LibreOffice does not fit the height of a row to wrapped text when it opens a file, so the height is reckoned here: a
# column holds so many letters of the report's font for each unit of its width.
_LETTERS, _LINE_HEIGHT, _MAX_HEIGHT = 1.17, 14.5, 405.0
MAX_CELL = 32_000  # Excel refuses a cell of more than 32,767 characters
KEY = "#"  # begins the key of a row, in the last column
_EMPTY_ROWS = 15
# A cell that begins with one of these stays text when somebody edits it or saves the sheet as csv.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

# Each style says itself twice: by hue, and by lightness or weight for a page printed in grey.
STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "center": {"align": "center"},
    "number": {"align": "center"},
    "difference": {"align": "center", "num_format": "+General;-General;0"},
    "quiet": {"font_color": "#595959", "italic": True},
    "good": {"bg_color": "#E2F0D9", "align": "center"},
    "better": {"bg_color": "#C6E0B4", "align": "center", "bold": True},
    "bad": {"bg_color": "#F4B183", "align": "center", "bold": True},
    "worst": {"bg_color": "#A61C1C", "font_color": "#FFFFFF", "align": "center", "bold": True},
    "doubt": {"bg_color": "#FFF2CC", "align": "center", "italic": True},
    "none": {"bg_color": "#F2F2F2", "font_color": "#595959", "align": "center"},
    "warn": {"bg_color": "#FFF2CC"},
    "fix": {"bg_color": "#EAF2FB", "num_format": "@", "locked": False},
    "title": {"bold": True, "font_size": 15, "border": 0, "text_wrap": False},
    "name": {"border": 0, "text_wrap": False},
    "label": {"bold": True, "bg_color": "#F2F2F2"},
    "plain": {"border": 0},
    "head": {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "align": "center", "valign": "vcenter"},
    "fix_head": {"bold": True, "bg_color": "#9DC3E6", "align": "center", "valign": "vcenter"},
}
_BASE = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}


@dataclass(frozen=True)
class Mark:
    """A value with the style that it is shown in."""

    value: str | float | None
    style: str = ""


Cell = str | int | float | Mark | None


@dataclass(frozen=True)
class Column:
    """One column: its head as shown, its width in characters, the style of its cells.

    ``fix`` marks a column that reviewers write in; ``choices`` are then offered as a list.
    """

    head: str
    width: float
    style: str = ""
    fix: bool = False
    choices: tuple[str, ...] = ()


@dataclass
class Table:
    """A sheet that holds one table. ``keys`` names each row for the way back, unseen; a row without one has none."""

    name: str
    columns: Sequence[Column]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def add(self, key: str, *cells: Cell) -> None:
        """Add a row; the columns to be filled in by reviewers are left out of ``cells``."""
        self.rows.append(cells)
        self.keys.append(key)


class Book:
    """A workbook in memory, written by xlsxwriter; the same content gives the same bytes."""

    def __init__(self, title: str, footer: str, page: str) -> None:
        """``footer`` stands at the left of each printed page; ``page`` is the pattern of its number ("Trang &P/&N")."""
        import xlsxwriter

        self._buffer = BytesIO()
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook: Workbook = xlsxwriter.Workbook(self._buffer, {"in_memory": True, **never})
        # No clock: a file that says when it was made would differ each time.
        made = datetime(2000, 1, 1, tzinfo=timezone.utc).replace(tzinfo=None)
        self.workbook.set_properties({"title": title[:200], "created": made})
        self._footer = f"&L&9{_header_text(footer)}&R&9{page}"
        self._formats: dict[tuple[str, str, bool], Format] = {}

    def style(self, name: str, over: str = "", quoted: bool = False) -> Format:
        """Return the style ``name`` laid over the style ``over``."""
        key = (name, over, quoted)
        found = self._formats.get(key)
        if found is None:
            properties = {**_BASE, **STYLES[over], **STYLES[name], **({"quote_prefix": True} if quoted else {})}
            found = self._formats[key] = self.workbook.add_format(properties)
        return found

    def sheet(self, name: str, title: str) -> Worksheet:
        """Return a new sheet, ready to print on A4 across, as wide as the page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**LANDSCAPE_MARGINS)
        sheet.set_header(f"&C&12&B{_header_text(title)}")
        sheet.set_footer(self._footer)
        sheet.hide_gridlines(2)
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, over: str = "") -> None:
        """Write one cell; text is always text, never a formula or a link."""
        mark = cell if isinstance(cell, Mark) else Mark(cell)
        value = mark.value
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.style(mark.style, over))
        elif isinstance(value, str):
            words = value if len(value) <= MAX_CELL else value[:MAX_CELL] + "…"
            sheet.write_string(
                row, column, words, self.style(mark.style, over, quoted=words.startswith(_FORMULA_SIGNS))
            )
        else:
            sheet.write_number(row, column, value, self.style(mark.style, over))

    def row(self, sheet: Worksheet, row: int, cells: Sequence[Cell], widths: Sequence[float]) -> None:
        """Set the height of a row so that all of its words are seen."""
        lines = max((_count_lines(cell, width) for cell, width in zip(cells, widths, strict=False)), default=1)
        sheet.set_row(row, min(lines * _LINE_HEIGHT + 3, _MAX_HEIGHT))

    def table(self, table: Table, title: str) -> None:
        """Write a sheet with one table: its head stays in view and is repeated on every page, its rows can be filtered.

        The columns of reviewers are not printed; the last column, hidden, names each row.
        """
        sheet = self.sheet(table.name, title)
        columns = table.columns
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            self.write(sheet, 0, index, Mark(column.head, "fix_head" if column.fix else "head"))
        self.row(sheet, 0, [column.head for column in columns], [column.width * 0.8 for column in columns])
        own = [index for index, column in enumerate(columns) if not column.fix]
        widths = [columns[index].width for index in own]
        fixes = [index for index, column in enumerate(columns) if column.fix]
        for number, (cells, key) in enumerate(zip(table.rows, table.keys, strict=True), 1):
            for index, cell in zip(own, cells, strict=True):
                self.write(sheet, number, index, cell, columns[index].style)
            for index in fixes:
                self.write(sheet, number, index, None, "fix" if key else "none")
            sheet.write_string(number, len(columns), key)
            self.row(sheet, number, cells, widths)
        last = max(1, len(table.rows))
        for number in range(last + 1, last + 1 + _EMPTY_ROWS):  # for what was not read
            for index in range(len(columns)):
                self.write(sheet, number, index, None, "fix" if columns[index].fix else columns[index].style)
        for index in fixes:
            if columns[index].choices:
                rule = {"validate": "list", "source": list(columns[index].choices), "error_type": "warning"}
                sheet.data_validation(1, index, last + _EMPTY_ROWS, index, rule)
        sheet.set_column(len(columns), len(columns), 6, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, own[-1])

    def hidden(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Write a sheet that people do not see, for the way back."""
        sheet = self.workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for index, words in enumerate(row):
                sheet.write_string(number, index, words[:MAX_CELL])
        sheet.very_hidden()

    def data(self) -> bytes:
        """Return the file."""
        self.workbook.close()
        return self._buffer.getvalue()


def _count_lines(cell: Cell, width: float) -> int:
    value = cell.value if isinstance(cell, Mark) else cell
    if not isinstance(value, str):
        return 1
    room = max(1, int(width * _LETTERS))
    return sum(max(1, -(-len(line) // room)) for line in value.split("\n"))


def _header_text(words: str) -> str:
    # "&" begins a code in the head and foot of a page, and all of it holds 255 characters.
    return words[:110].replace("&", "&&")
