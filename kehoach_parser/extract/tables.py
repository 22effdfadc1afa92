"""What a table says: which column is the task, the lead, the partners, the time; which the indicator, the years."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import regex

from ..document import Cell, Document, Table
from ..rules import Rules, Strict, compile_pattern
from ..text import squeeze
from .table_groups import HAS_LETTER, Grid, group_title

Kind = Literal["tasks", "targets", "timetable", "other"]
Row = dict[int, Cell]


@dataclass(frozen=True)
class TableView:
    """A table understood.

    ``columns`` maps a role (number, task, lead, partners, time, product, indicator, unit, value, result, note …) to
    column numbers; ``heads`` gives the words over each column ("Mục tiêu năm 2030"). ``rows`` are the rows of data by
    column, merged cells carried down, without headers and group rows; ``groups`` holds, for each row, the cell of the
    group row over it ("I. NÂNG CAO NHẬN THỨC"), ``tails`` the rows that go on with it after a page break, and
    ``spans`` its place in the text, tails included.
    """

    table: Table
    kind: Kind
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    heads: dict[int, str] = field(default_factory=dict)
    groups: tuple[Cell | None, ...] = ()
    tails: tuple[tuple[Row, ...], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def cells(self, index: int, role: str) -> tuple[Cell, ...]:
        """Return the filled cells of row ``index`` under ``role``, those of its tails after its own."""
        columns = self.columns.get(role, ())
        rows = (self.rows[index], *self.tails[index])
        return tuple(row[c] for row in rows for c in columns if c in row and row[c].end > row[c].start)


class ColumnRule(Strict):
    """One way to head a column: its role, and the words that must be the whole head."""

    role: str
    pattern: str
    note: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class TableRules(Strict):
    """rules/tables.yaml: the heads of columns, in the order in which they are tried."""

    fragments: dict[str, str]
    columns: tuple[ColumnRule, ...]

    @cached_property
    def compiled(self) -> tuple[tuple[str, regex.Pattern[str]], ...]:
        """The patterns with their roles."""
        return tuple(
            (rule.role, compile_pattern(rule.pattern, self.fragments, f"tables.yaml: {rule.role}"))
            for rule in self.columns
        )

    def role_of(self, head: str) -> str | None:
        """Return the role of a column with these folded words over it, or None.

        >>> TableRules.of(Rules.load()).role_of("cơ quan chủ trì")
        'lead'
        """
        words = _bare_head(head) if len(head) <= 160 else ""
        if not words or len(words) > 80 or _NO_HEAD.match(words):
            return None
        return next((role for role, pattern in self.compiled if pattern.fullmatch(words)), None)

    @staticmethod
    def of(rules: Rules) -> TableRules:
        """Return the table rules of a rule folder."""
        return rules.read("tables.yaml", TableRules)


# A plain number is data, unless it can be a year.
_NO_HEAD = regex.compile(r"\W*\d(?!\d{3}\b)")
_BRACKETED = regex.compile(r"\([^()]{0,80}\)|\[[0-9]{1,3}\]")


def _bare_head(head: str) -> str:
    return squeeze(_BRACKETED.sub(" ", head).replace("*", " ")).strip(" .:;,")


# "1 | 2 | 3", "(1) | (2)", "A | B | 1": a row that numbers the columns.
_COLUMN_NUMBER = regex.compile(r"\(?(?:[0-9]{1,2}|[a-zđ])\)?(?: ?= ?[0-9()+x* -]{1,30})?")


def read_tables(document: Document, rules: Rules) -> tuple[TableView, ...]:
    """Return the tables of ``document`` with their columns understood, one view for each table, in their order.

    A table without a header of its own that follows a table of the same width goes on with that table's columns.
    """
    if not document.tables:
        return ()
    own = TableRules.of(rules)
    views: list[TableView] = []
    for table in document.tables:
        view = _read_table(Grid(document, table), own, views[-1] if views else None)
        views.append(view)
    return tuple(views)


def _read_table(grid: Grid, rules: TableRules, before: TableView | None) -> TableView:
    table = grid.table
    heads, first = _read_heads(grid, rules)
    if not heads:
        if before is None or before.kind == "other" or not _goes_on(grid, before):
            return _fill_rows(grid, rules, TableView(table, "other"), 0)
        blank = replace(before, table=table, rows=(), groups=(), tails=(), spans=())
        return _fill_rows(grid, rules, blank, 0)
    columns: dict[str, list[int]] = {}
    for column, head in sorted(heads.items()):
        role = _role(rules, head)
        if role is not None:
            columns.setdefault(role, []).append(column)
    if "body" in columns and "indicator" in columns and "unit" not in columns:
        columns["unit"] = columns.pop("body")  # "Chỉ tiêu | Đơn vị | 2025 | 2030"
    if "indicator" in columns and "unit" in columns and not columns.keys() & {"value", "task"}:
        _find_values(columns)
    if "inspector" in columns and "audience" in columns and "lead" not in columns:
        columns["lead"] = columns.pop("inspector")  # "Đơn vị được kiểm tra | Đơn vị kiểm tra"
    fixed = {role: tuple(numbers) for role, numbers in columns.items()}
    names = {column: " ".join(part for part in head if part) for column, head in heads.items()}
    return _fill_rows(grid, rules, TableView(table, _kind(fixed), fixed, heads=names), first)


def _find_values(columns: dict[str, list[int]]) -> None:
    """Take for the values a column behind the unit that would name something else: "Chỉ tiêu | Đơn vị | Mục tiêu"."""
    for role in ("indicator", "product"):
        names = columns.get(role, [])
        behind = [column for column in names if column > columns["unit"][0]]
        if behind and behind != columns["indicator"]:
            columns[role] = [column for column in names if column not in behind]
            columns["value"] = behind
            return


def _kind(columns: dict[str, tuple[int, ...]]) -> Kind:
    work = columns.get("task")
    if "indicator" in columns and not work:
        return "targets"
    if work and "time" in columns and columns["time"][0] < work[0] and "partners" not in columns:
        return "timetable"
    if work and ("lead" in columns or "partners" in columns or "time" in columns or "product" in columns):
        return "tasks"
    if "time" in columns and "lead" in columns:
        return "timetable"
    if ("unit" in columns and "value" in columns) or len(columns.get("value", ())) > 1:
        return "targets"
    return "other"


def _role(rules: TableRules, head: tuple[str, ...]) -> str | None:
    """Return the role of a head: of its two rows together, else of the lower one, else of the upper one."""
    if len(head) > 1 and all(head):
        return rules.role_of(" ".join(head)) or rules.role_of(head[-1]) or rules.role_of(head[0])
    return next((rules.role_of(part) for part in head if part), None)


def _read_heads(grid: Grid, rules: TableRules) -> tuple[dict[int, tuple[str, ...]], int]:
    """Return the head of each column (one or two rows of words) and the number of the first row of data."""
    rows = grid.table.rows
    top = next(
        (i for i, row in enumerate(rows[:4]) if _is_head(rules, [grid.words(c) for c in grid.filled(row)])), None
    )
    if top is None:
        return {}, 0
    row, after = rows[top], top + 1
    upper: dict[int, str] = {}
    for cell in row:
        for column in range(cell.column, cell.column + cell.width):
            upper[column] = grid.words(cell)
    lower: dict[int, str] = _second_head(grid, rules, row, rows[after]) if after < len(rows) else {}
    if lower:
        return {c: (upper.get(c, ""), lower.get(c, "")) for c in sorted(upper.keys() | lower.keys())}, after + 1
    return {column: (words,) for column, words in upper.items()}, after


def _is_head(rules: TableRules, words: list[str]) -> bool:
    known = [role for role in map(rules.role_of, words) if role is not None]
    return len(set(known)) >= 2 and 2 * len(known) >= len(words)


def _second_head(grid: Grid, rules: TableRules, row: tuple[Cell, ...], below: tuple[Cell, ...]) -> dict[int, str]:
    """Return the words of a second header row, which parts a wide head ("Mục tiêu" over "2025 | 2030"), or nothing."""
    filled = grid.filled(below)
    if not filled or _numbers_columns(grid, filled):
        return {}
    wide = {c for cell in row if cell.width > 1 for c in range(cell.column, cell.column + cell.width)}
    open_columns = wide | {cell.column for cell in row if not grid.words(cell)}
    known = [rules.role_of(grid.words(cell)) for cell in filled]
    parts = [cell for cell in filled if cell.column in open_columns]
    if wide and len(parts) == len(filled) and not any(grid.is_upper(c) and c.width > 2 for c in parts):
        return {c.column: grid.words(c) for c in filled}
    if open_columns and len(parts) >= 2 and 2 * sum(role is not None for role in known) > len(filled):
        return {c.column: grid.words(c) for c in filled}
    return {}


def _numbers_columns(grid: Grid, filled: list[Cell]) -> bool:
    if len(filled) < 3 or any(cell.end - cell.start > 40 for cell in filled):
        return False
    words = [grid.words(cell).strip("* ") for cell in filled]
    if not all(_COLUMN_NUMBER.fullmatch(word) for word in words):
        return False
    digits = [int(word.strip("()")) for word in words if word.strip("()").isdecimal()]
    return digits == sorted(set(digits)) and (not digits or digits[0] <= 2)


def _fill_rows(grid: Grid, rules: TableRules, view: TableView, first: int) -> TableView:
    rows: list[Row] = []
    groups: list[Cell | None] = []
    tails: list[list[Row]] = []
    spans: list[tuple[int, int]] = []
    group: Cell | None = None
    standing: Row = {}
    number = view.columns.get("number", (-1,))[0]
    for row in grid.table.rows[first:]:
        filled = grid.filled(row)
        if not filled or _numbers_columns(grid, filled) or _repeats_head(grid, rules, view, filled):
            continue
        title = group_title(grid, number, filled, bool(rows))
        if title is not None:
            group, standing = title, {}
            continue
        cells = {cell.column: cell for cell in row}
        if rows and _continues(grid, view, cells, filled):
            tails[-1].append(cells)
            spans[-1] = (spans[-1][0], row[-1].end)
            continue
        # A column that the row does not have at all belongs to a cell merged over rows: it still holds.
        if standing:
            covered = {c for cell in row for c in range(cell.column, cell.column + cell.width)}
            cells = {c: cell for c, cell in standing.items() if c not in covered} | cells
        standing = cells
        rows.append(cells)
        groups.append(group)
        tails.append([])
        spans.append((row[0].start, row[-1].end))
    return replace(view, rows=tuple(rows), groups=tuple(groups), tails=tuple(map(tuple, tails)), spans=tuple(spans))


def _continues(grid: Grid, view: TableView, cells: Row, filled: list[Cell]) -> bool:
    """Say whether a row only goes on with the row above, which a page break has cut."""
    keys = [c for role in ("number", "lead") for c in view.columns.get(role, ())]
    if not view.columns.get("number") or not all(c in cells for c in keys):
        return False
    taken = {cell.column for cell in filled}
    return not any(c in taken for c in keys)


def _repeats_head(grid: Grid, rules: TableRules, view: TableView, filled: list[Cell]) -> bool:
    if len(filled) < 2 or rules.role_of(grid.words(filled[0])) is None:
        return False
    words = [grid.words(cell) for cell in filled]
    if len(words) > 2 and len({role for role in map(rules.role_of, words) if role is not None}) == len(words):
        return True  # a header of its own in the middle of the table
    return all(
        view.heads.get(cell.column) and word in view.heads[cell.column]
        for cell, word in zip(filled, words, strict=True)
    )


def _goes_on(grid: Grid, before: TableView) -> bool:
    """Say whether a table without a header has the columns of the one before, with nothing said between them."""
    between = grid.text[before.table.end : grid.table.start]
    if len(between) > 200 or HAS_LETTER.search(between):
        return False
    width = max((row[-1].column + row[-1].width for row in grid.table.rows if row), default=0)
    return width == max(before.heads, default=-1) + 1
