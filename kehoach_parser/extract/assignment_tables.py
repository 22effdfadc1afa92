"""Rows of task tables and timetables: each body in the column of the lead has the row's task."""

from __future__ import annotations

import regex

from ..document import Cell
from ..models import Agency, Assignment, Span, Task
from ..text import fold
from .assignment_bodies import Body
from .assignment_cells import CellReader
from .assignment_roles import Reader
from .assignment_tasks import Linker, unique
from .tables import TableView


def read_table(cells: CellReader, linker: Linker, view: TableView) -> list[Assignment]:
    """Return the assignments of a table's rows: one for each body that leads a row."""
    role = _lead_role(cells, view)
    if role is None:
        return []
    found: list[Assignment] = []
    above: dict[str, tuple[list[Body], list[Agency]]] = {}
    path = cells.reader.context.outline.path_at(view.table.start)
    for index in range(len(view.rows)):
        cell = _task_cell(view, index)
        if cell is None:
            continue
        leads, partners = _read_cells(cells, view, index, role, above)
        joined, others = _read_cells(cells, view, index, "partners", above)
        partners = [*partners, *(body.agency for body in joined), *others]
        if not leads:
            continue
        own = {_name(body.agency) for body in leads}
        for note in view.cells(index, "note"):
            partners += [person for person in cells.persons_in(note.start, note.end) if _name(person) not in own]
        # A time cell merged over rows stands in the first of them, and holds for all.
        times = [(time.start, time.end) for time in view.cells(index, "time")]
        tasks = _row_tasks(linker, cell, unique(partners), [view.spans[index], *times])
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


def _lead_role(cells: CellReader, view: TableView) -> str | None:
    """Return the role of the column that names who has the rows' tasks: None where no column does.

    A column of bodies or of people tells of duties where the table stands under an assignment of duties, or says so in
    its head; elsewhere they are those who are trained, or the members of a committee ("Nhiệm vụ: Trưởng ban").
    """
    columns = view.columns
    if "lead" in columns:
        return "lead" if "task" in columns or "indicator" in columns else None
    role = "person" if "person" in columns else "body"
    if role not in columns or len(columns[role]) > 1 or len(columns.get("task", ())) != 1:
        return None
    reader = cells.reader
    head = fold(view.heads.get(columns["task"][0], ""))
    if not _DUTIES.search(head):
        return None
    chain = reader.context.outline.chain_at(view.table.start)
    titles = (fold(section.title or "") for section in chain)
    assigns = bool(chain) and chain[-1].kind == "implementation"
    if not assigns and not _ASSIGNS.search(head) and not any(_ASSIGNS.search(title) for title in titles):
        return None
    work = [cell for index in range(len(view.rows)) if (cell := _task_cell(view, index)) is not None]
    duties = sum(_tells_of_duty(reader, cell) for cell in work)
    return role if 2 * duties > len(work) else None


def _tells_of_duty(reader: Reader, cell: Cell) -> bool:
    """Say whether a cell begins with a verb, or has one behind a part played ("Tổ trưởng: chỉ đạo chung")."""
    start = _words_at(reader.folded, cell)
    if reader.begins_with_verb(start, cell.end):
        return True
    marks = _AFTER_PART.finditer(reader.folded, start, min(cell.end, start + _LONGEST_PART))
    return any(reader.begins_with_verb(mark.end(), cell.end) for mark in marks)


def _words_at(folded: str, cell: Cell) -> int:
    at = cell.start
    while at < cell.end and folded[at] in " -+*•\n":
        at += 1
    return at


_DUTIES = regex.compile(r"nhiệm vụ|công việc|phần việc|phân công|được giao")
_ASSIGNS = regex.compile(r"phân công|giao nhiệm vụ|giao việc|được giao")
_AFTER_PART = regex.compile(r"[:;,] ?")
_LONGEST_PART = 80
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
        if role == "person":
            leads.append(Body(cells.reader.named(cell.start, cell.end), False, cell.start, cell.end))
            continue
        bodies, others = cells.read(cell.start, cell.end, helping=role == "partners")
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


def _row_tasks(
    linker: Linker, cell: Cell, partners: tuple[Agency, ...], around: list[tuple[int, int]]
) -> tuple[Task, ...]:
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
    return tuple(linker.task(start, stop, partners=partners, around=around) for start, stop in parts)
