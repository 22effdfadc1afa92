"""Tables of a .docx: the grid with its merged cells, and which tables only lay out the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from .builder import CellText
from .docx_numbering import integer
from .docx_package import Element, W
from .events import Event, Note, Paragraph, TableData
from .layout_tables import is_layout_table

_INSIDE = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_LONG_CELL = 25  # lines: a cell that holds more is a page set in a table
_WIDEST = 100


@dataclass(slots=True)
class _Cell:
    """A cell with what stands in it; ``goes_on``: it carries on the cell above it."""

    column: int
    width: int
    goes_on: bool
    number: int
    events: list[Event] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for event in self.events if not isinstance(event, Note) for line in event.lines())

    @property
    def bold(self) -> bool:
        paragraphs = [event for event in self.events if isinstance(event, Paragraph) and event.text.strip()]
        return bool(paragraphs) and all(
            sum(end - start for start, end in event.bold) >= len(event.text.strip()) for event in paragraphs
        )

    @property
    def nests(self) -> bool:
        """Whether a table of data stands in the cell."""
        return any(isinstance(event, TableData) for event in self.events)


def read_table(
    table: Element, read_blocks: Callable[[Element], list[Event]], number_of: Callable[[Element], int]
) -> list[Event]:
    """Return the table ``w:tbl`` as one table of data, or, when it lays out a page, what stands in its cells.

    ``read_blocks`` reads what stands in a cell and is called once for each, in the order of the document.
    """
    rows = [cells for row in _inside(table, W + "tr") if (cells := _read_row(row, read_blocks, number_of))]
    _merge_down(rows)
    shown = [[cell for cell in row if not cell.goes_on] for row in rows]
    notes: list[Event] = [e for row in shown for cell in row for e in cell.events if isinstance(e, Note)]
    texts = [[cell.text for cell in row] for row in shown]
    wraps = len(rows) <= 2 and any(cell.nests for row in shown for cell in row)
    if wraps or any(t.count("\n") > _LONG_CELL for row in texts for t in row) or is_layout_table(texts):
        return [event for row in shown for cell in row for event in _apart(cell.events)]
    data = TableData(
        [[CellText(cell.text, width=cell.width, column=cell.column, bold=cell.bold) for cell in row] for row in shown],
        rows[0][0].number if rows else 0,
        [row[0].number for row in rows],
    )
    return [data, *notes]


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the children ``tag`` of ``parent``, through content controls and accepted changes."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _INSIDE:
            yield from _inside(child, tag)


def _read_row(
    row: Element, read_blocks: Callable[[Element], list[Event]], number_of: Callable[[Element], int]
) -> list[_Cell]:
    properties = row.find(W + "trPr")
    column = 0
    if properties is not None:
        if properties.find(W + "del") is not None:
            return []
        before = properties.find(W + "gridBefore")
        column = min(integer(before.get(W + "val"), 0), _WIDEST) if before is not None else 0
    cells: list[_Cell] = []
    for element in _inside(row, W + "tc"):
        own = element.find(W + "tcPr")
        width, down, along = 1, None, None
        if own is not None:
            if own.find(W + "cellDel") is not None:
                continue
            span = own.find(W + "gridSpan")
            width = max(1, min(integer(span.get(W + "val"), 1), _WIDEST)) if span is not None else 1
            down, along = own.find(W + "vMerge"), own.find(W + "hMerge")
        events = read_blocks(element)
        if along is not None and along.get(W + "val") != "restart" and cells:
            cells[-1].width += width
            cells[-1].events += events
        else:
            goes_on = down is not None and down.get(W + "val") != "restart"
            cells.append(_Cell(column, width, goes_on, number_of(element), events))
        column += width
    return cells


def _merge_down(rows: list[list[_Cell]]) -> None:
    """Keep "goes on" only where there is a cell above to carry on; what Word hides there is given to that cell."""
    above: dict[int, _Cell] = {}
    for row in rows:
        current: dict[int, _Cell] = {}
        for cell in row:
            owner = above.get(cell.column)
            if cell.goes_on and owner is not None:
                owner.events += [event for event in cell.events if isinstance(event, Note) or any(event.lines())]
                current[cell.column] = owner
            else:
                cell.goes_on = False
                current[cell.column] = cell
        above = current


def _apart(events: list[Event]) -> list[Event]:
    """The paragraphs of a cell of a letterhead: never joined to the cell before."""
    for i, event in enumerate(events):
        if isinstance(event, Paragraph):
            return [*events[:i], replace(event, apart=True), *events[i + 1 :]]
    return events
