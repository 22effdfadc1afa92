"""Targets that stand in tables (Chỉ tiêu | Đơn vị tính | 2025 | 2030): one for each cell of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..document import Cell
from ..models import Comparator
from .context import Context
from .numbers import parse_number
from .tables import TableView
from .target_due import DueRules, find_dues
from .target_value_rules import ValueRules

_VALUE = regex.compile(
    r"^(?P<cmp>[≥≤<>=~]{1,2}|\p{L}[\p{L} ]{1,20})? *(?P<a>\d[\d.,]*)(?: *- *(?P<b>\d[\d.,]*))? *(?P<unit>%|‰)?"
    r" *(?P<after>trở lên|trở xuống)?[ .;]*$"
)
_UNIT_IN_NAME = regex.compile(r"\((?:đơn vị(?: tính)?: ?|đvt: ?)?(?P<unit>%|‰|\p{L}[^()\d]{0,23})\)\s*$")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNITS = {
    "%": "percent",
    "‰": "permille",
    "phần trăm": "percent",
    "tỷ lệ %": "percent",
    "tỷ lệ (%)": "percent",
    "% ": "percent",
}
# Columns that tell how things stand, not what shall be reached.
_PAST = regex.compile(r"hiện trạng|thực hiện|ước|kết quả|đến nay|cơ sở|xuất phát|baseline|năm trước|so sánh|tăng/giảm")


_AIM = regex.compile(r"mục tiêu|chỉ tiêu|phấn đấu|kế hoạch|cần đạt")


@dataclass(frozen=True, slots=True)
class CellTarget:
    """A value in a cell with the words that it belongs to; ``row`` is the stretch that the quote may take."""

    cell: Cell
    indicator: Cell
    value: int | float
    value_max: int | float | None
    unit: str
    comparator: Comparator
    due: str | None
    lead: Cell | None


def read_target_table(context: Context, view: TableView, values: ValueRules, dues: DueRules) -> Iterator[CellTarget]:
    """Yield the values of a table of targets, row by row; a cell that is no plain number is left alone."""
    document = context.document
    names = view.columns.get("indicator", ())
    columns = _year_columns(view, dues)
    if not names or not columns:
        return
    for index, row in enumerate(view.rows):
        indicator = next((row[c] for c in names if c in row and row[c].end > row[c].start), None)
        if indicator is None:
            continue
        name = document.folded[indicator.start : indicator.end]
        units = view.cells(index, "unit")
        unit = _unit(document.folded[units[0].start : units[0].end] if units else "", name)
        lead = next(iter(view.cells(index, "lead")), None)
        for column, due in columns:
            cell = row.get(column)
            if cell is None or cell.end <= cell.start:
                continue
            match = _VALUE.match(document.folded[cell.start : cell.end].strip())
            if match is None:
                continue
            own = {"%": "percent", "‰": "permille"}.get(match["unit"] or "", "") or unit
            value = parse_number(match["a"].rstrip(".,"), counted=own not in ("percent", "permille"))
            if value is None or not own:
                continue
            value_max = parse_number(match["b"].rstrip(".,")) if match["b"] else None
            yield CellTarget(cell, indicator, value, value_max, own, _comparator(match, values), due, lead)


def _year_columns(view: TableView, dues: DueRules) -> list[tuple[int, str | None]]:
    """Return the columns whose head names a year or says that it is the target, with that year."""
    columns: list[tuple[int, str | None]] = []
    for column in sorted(view.columns.get("value", ())):
        head = view.heads.get(column, "").lower()
        if _PAST.search(head):
            continue
        found = find_dues(head, 0, len(head), dues)
        year = _YEAR.findall(head)
        if found or year or _AIM.search(head):
            columns.append((column, found[-1].date if found else year[-1] if year else None))
    return columns


def _unit(cell: str, name: str) -> str:
    cell = " ".join(cell.split()).strip(" .")
    if cell:
        return _UNITS.get(cell, cell)
    match = _UNIT_IN_NAME.search(name)
    if match:
        return _UNITS.get(match["unit"].strip(), match["unit"].strip())
    return "percent" if name.lstrip().startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) else ""


def _comparator(match: regex.Match[str], values: ValueRules) -> Comparator:
    if match["after"]:
        return "ge" if match["after"] == "trở lên" else "le"
    if match["cmp"]:
        found = values.before.search(match["cmp"].strip() + " ")
        if found:
            return found.lastgroup  # type: ignore[return-value]
    return "eq"
