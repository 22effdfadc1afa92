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

# Behind a sign more may be said ("≥ 3% và tăng dần", "≤ 50 thế giới").
_VALUE = regex.compile(
    r"^(?:(?P<sign>[≥≤<>=~]{1,2})|(?P<cmp>\p{L}[\p{L} ]{1,20}))? *"
    r"(?P<a>\d[\d.,]*)(?: *- *(?P<b>\d[\d.,]*))? *(?P<unit>%|‰)?"
    r" *(?P<after>trở lên|trở xuống)?(?:(?(sign)[ ,](?!tháng|năm|ngày|lần)\p{L}[^\d;]{1,80}|))?[ .;]*$"
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


_FIGURES = regex.compile(r"\W*(?:số lượng|kết quả(?: cần đạt| phải đạt| dự kiến)?|mức(?: đạt)?|giá trị|tỷ lệ)\W*")
_MOST_PARTS = 8
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
        unit = _unit(document.text[units[0].start : units[0].end] if units else "", name)
        lead = next(iter(view.cells(index, "lead")), None)
        by = _year_of_group(document.folded, view.groups[index] if index < len(view.groups) else None, dues)
        for column, due in columns:
            cell = row.get(column)
            if cell is None or cell.end <= cell.start:
                continue
            for part in document.folded[cell.start : cell.end].split(";")[:_MOST_PARTS]:
                match = _VALUE.match(part.strip())
                if match is None:
                    continue
                own = {"%": "percent", "‰": "permille"}.get(match["unit"] or "", "") or unit
                value = parse_number(match["a"].rstrip(".,"), counted=own not in ("percent", "permille"))
                if value is None or not own:
                    continue
                value_max = parse_number(match["b"].rstrip(".,")) if match["b"] else None
                yield CellTarget(cell, indicator, value, value_max, own, _comparator(match, values), due or by, lead)


_LEADS_TO_YEAR = regex.compile(
    r"[\W\d]*(?:[ivx]{1,5}\W+)?(?:(?:các )?(?:mục tiêu|chỉ tiêu)(?: cụ thể)? ?)?"
    r"(?:(?:phấn đấu|đến|tới|hết|cuối|vào|trong|giai đoạn) ?){0,3}"
)


def _year_of_group(folded: str, group: Cell | None, dues: DueRules) -> str | None:
    """Return the year that the title of a group of rows is all about: "Đến năm 2030", not "Dự án A năm 2025"."""
    if group is None:
        return None
    found = find_dues(folded, group.start, group.end, dues)
    if len(found) != 1 or not _LEADS_TO_YEAR.fullmatch(folded, group.start, found[0].start):
        return None
    return found[0].date


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
    if not columns and view.columns.get("unit"):
        # A head that says no more than that figures stand below it ("Số lượng", "Kết quả"), when no other does.
        columns = [
            (c, None) for c in view.columns.get("value", ()) if _FIGURES.fullmatch(view.heads.get(c, "").lower())
        ]
    return columns


def _unit(cell: str, name: str) -> str:
    cell = " ".join(cell.split()).strip(" .")
    if cell:
        return _UNITS.get(cell.lower(), cell)
    match = _UNIT_IN_NAME.search(name)
    if match:
        return _UNITS.get(match["unit"].strip(), match["unit"].strip())
    return "percent" if name.lstrip().startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) else ""


def _comparator(match: regex.Match[str], values: ValueRules) -> Comparator:
    if match["after"]:
        return "ge" if match["after"] == "trở lên" else "le"
    words = match["sign"] or match["cmp"]
    if words:
        found = values.before.search(words.strip() + " ")
        if found:
            return found.lastgroup  # type: ignore[return-value]
    return "eq"
