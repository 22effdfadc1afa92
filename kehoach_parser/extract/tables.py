"""What a table says: which column is the task, the lead, the partners, the time; which the indicator, the unit, the years."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..document import Cell, Document, Table
from ..rules import Rules


@dataclass(frozen=True)
class TableView:
    """A table understood: ``kind`` is tasks, targets, timetable or other; ``columns`` maps a role (number, task, lead,
    partners, time, product, indicator, unit, value, note …) to column numbers; ``rows`` are the rows of data, with merged
    cells carried down."""

    table: Table
    kind: str
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rows: tuple[dict[int, Cell], ...] = ()


def read_tables(document: Document, rules: Rules) -> tuple[TableView, ...]:
    """Return the tables of ``document`` with their columns understood."""
    return ()
