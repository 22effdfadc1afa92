"""Rows of task tables and timetables: each body in the column of the lead has the row's task."""

from __future__ import annotations

import regex

from ..document import Cell
from ..models import Agency, Assignment, Span, Task
from .assignment_cells import CellReader
from .assignment_roles import Body
from .assignment_tasks import Linker, unique
from .tables import TableView


def read_table(cells: CellReader, linker: Linker, view: TableView) -> list[Assignment]:
    """Return the assignments of a table's rows: one for each body that leads a row."""
    if "lead" not in view.columns or not ("task" in view.columns or "indicator" in view.columns):
        return []
    found: list[Assignment] = []
    above: dict[str, tuple[list[Body], list[Agency]]] = {}
    path = cells.reader.context.outline.path_at(view.table.start)
    for index in range(len(view.rows)):
        cell = _task_cell(view, index)
        if cell is None:
            continue
        leads, partners = _read_cells(cells, view, index, "lead", above)
        joined, others = _read_cells(cells, view, index, "partners", above)
        partners = [*partners, *(body.agency for body in joined), *others]
        if not leads:
            continue
        own = {_name(body.agency) for body in leads}
        for note in view.cells(index, "note"):
            partners += [person for person in cells.persons_in(note.start, note.end) if _name(person) not in own]
        tasks = _row_tasks(linker, cell, unique(partners), view.spans[index])
        start, end = view.spans[index]
        span = Span(start=start, end=end)
        # Whoever stands in the column of the lead has the row's task, mass organisations too: a table asks nobody.
        found += [
            Assignment(
                agency=body.agency,
                role="responsible",
                section=path,
                span=span,
                tasks=tasks,
                rule="assignments/hang-bang",
            )
            for body in leads
        ]
    return found


_DITTO = regex.compile(r"\W*(?:nt|như trên|như mục trên)\W*|\s*\"\s*")


def _read_cells(
    cells: CellReader, view: TableView, index: int, role: str, above: dict[str, tuple[list[Body], list[Agency]]]
) -> tuple[list[Body], list[Agency]]:
    """Return who leads and who helps by a row's cells of one role; "Như trên", "nt" repeat the row above."""
    leads: list[Body] = []
    helpers: list[Agency] = []
    for cell in view.cells(index, role):
        if role in above and _DITTO.fullmatch(cells.reader.folded, cell.start, cell.end):
            return above[role]
        bodies, others = cells.read(cell.start, cell.end)
        leads += bodies
        helpers += others
    if leads or helpers:
        above[role] = (leads, helpers)
    return leads, helpers


def _name(agency: Agency) -> str:
    return (agency.canonical or agency.text).replace(" ", "").casefold()


def _task_cell(view: TableView, index: int) -> Cell | None:
    """Return the cell that says what a row is about: where two columns do ("Hoạt động | Nội dung"), the longer one."""
    cells = view.cells(index, "task") or view.cells(index, "indicator")
    return max(cells, key=lambda cell: cell.end - cell.start, default=None)


def _row_tasks(linker: Linker, cell: Cell, partners: tuple[Agency, ...], row: tuple[int, int]) -> tuple[Task, ...]:
    """Return the tasks of a row: one, or one for each paragraph where the cell holds several."""
    text = linker.reader.text
    parts: list[tuple[int, int]] = []
    at = cell.start
    for piece in text[cell.start : cell.end].split("\n"):
        stop = at + len(piece)
        if piece.strip():
            parts.append((at + len(piece) - len(piece.lstrip(" -+*•")), stop))
        at = stop + 1
    if any(not text[start].isupper() and not text[start].isdecimal() for start, _ in parts[1:]):
        parts = [(parts[0][0], cell.end)]  # lines of one sentence
    return tuple(linker.task(start, stop, partners=partners, around=(row,)) for start, stop in parts)
