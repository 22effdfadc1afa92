"""What stands in a file with paragraphs of its own (web page, Word), in order, on its way to the builder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .builder import CellText, DocumentBuilder, Place
from .flow import Flow
from .joining import Gap


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``bold`` are stretches of ``text``; ``apart`` it is never joined to the one before."""

    text: str
    bold: list[tuple[int, int]]
    heading: int | None
    apart: bool
    number: int

    def lines(self) -> list[str]:
        """The text, a line for each break."""
        return [words for line in self.text.split("\n") if (words := " ".join(line.split()))]

    def prefixed(self, label: str) -> Paragraph:
        """The paragraph with the number or bullet of its list item before it."""
        lead = len(self.text) - len(self.text.lstrip())
        moved = [(max(a - lead, 0) + len(label), max(b - lead, 0) + len(label)) for a, b in self.bold]
        return replace(self, text=label + self.text[lead:], bold=moved)


@dataclass(frozen=True, slots=True)
class TableData:
    """A table of data; ``row_numbers`` where its rows are numbered apart from the table."""

    rows: list[list[CellText]]
    number: int
    row_numbers: Sequence[int] = ()

    def lines(self) -> list[str]:
        """The rows, a line each."""
        return [" ".join(cell.text.replace("\n", " ") for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    text: str
    number: int

    def lines(self) -> list[str]:
        """The note, as one line."""
        return [self.text]


Event = Paragraph | TableData | Note


def emit(events: list[Event], builder: DocumentBuilder) -> None:
    """Hand the events to the builder."""
    flow = Flow(builder)
    for event in events:
        if isinstance(event, Paragraph):
            gap: Gap = "hard" if event.heading is not None or event.apart else "line"
            offset = 0
            for line in event.text.split("\n"):
                words = line.strip()
                if words:
                    start = offset + len(line) - len(line.lstrip())
                    bold = [
                        (max(a - start, 0), min(b - start, len(words)))
                        for a, b in event.bold
                        if a < start + len(words) and b > start
                    ]
                    flow.add(words, gap, Place(paragraph=event.number), heading=event.heading, bold=bold)
                    gap = "line"
                offset += len(line) + 1
        elif isinstance(event, TableData):
            flow.flush()
            builder.table(
                event.rows, paragraph=event.number, places=[Place(paragraph=number) for number in event.row_numbers]
            )
        else:
            builder.footnote(event.text, paragraph=event.number)
    flow.flush()
