"""The parsed plan: the contract as one object, with its doors to JSON, rows, data frames and places."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from .models import (
    SCHEMA_VERSION,
    Assignment,
    Block,
    Citation,
    Deadline,
    Explained,
    Finding,
    Frozen,
    Header,
    Section,
    Source,
    Span,
    Target,
    Unclaimed,
)

if TYPE_CHECKING:
    import pandas

RowKind = Literal["targets", "deadlines", "assignments", "sections", "citations", "findings", "unclaimed", "explained"]


class Plan(Frozen):
    """A KẾ HOẠCH read into sections, targets, deadlines and assignments. All spans are offsets into ``text``.

    >>> from kehoach_parser import parse
    >>> plan = parse(text="KẾ HOẠCH\\nBình đẳng giới năm 2025\\n\\nI. MỤC TIÊU\\n1. Đến năm 2025 đạt 60% cơ quan có lãnh đạo là nữ.")
    >>> plan.targets[0].value, plan.targets[0].due
    (60, '2025')
    """

    schema_version: str = SCHEMA_VERSION
    source: Source = Field(default_factory=Source)
    text: str
    header: Header = Field(default_factory=Header)
    citations: tuple[Citation, ...] = ()
    sections: tuple[Section, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    findings: tuple[Finding, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    explained: tuple[Explained, ...] = ()
    blocks: tuple[Block, ...] = ()

    def to_json(self, *, indent: int | None = 1) -> str:
        """Return the plan as JSON text, as ``kehoach parse FILE --format json`` prints it."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Plan:
        """Return the plan that ``to_json`` wrote; ``Plan.from_json(plan.to_json()) == plan``."""
        return cls.model_validate_json(data)

    def to_html(self, language: str = "vi") -> str:
        """Return the plan as one HTML page that needs nothing else; ``language`` ("vi", "en"): its labels."""
        from .reports.html import render_plan

        return render_plan(self, language)

    def save(self, path: str | Path) -> None:
        """Write the plan as JSON (UTF-8)."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def where(self, span: Span) -> Block | None:
        """Return the block of the source file in which ``span`` begins: its page, paragraph or line."""
        index = bisect_right(self.blocks, span.start, key=lambda block: block.span.start) - 1
        return self.blocks[index] if index >= 0 else None

    def rows(self, kind: RowKind = "targets") -> list[dict[str, Any]]:
        """Return one part of the plan as plain dicts, one a row, ready for csv or a data frame.

        An assignment gives one row for each of its tasks; a section one row without its children.
        """
        if kind == "assignments":
            return [row for assignment in self.assignments for row in _assignment_rows(assignment)]
        if kind == "sections":
            found = [section for root in self.sections for section in root.walk()]
            return [_flat(section.model_dump(exclude={"children"})) for section in found]
        return [_flat(item.model_dump()) for item in getattr(self, kind)]

    def to_frame(self, kind: RowKind = "targets") -> pandas.DataFrame:
        """Return ``rows(kind)`` as a pandas data frame; ImportError says what to install when pandas is absent."""
        try:
            import pandas
        except ImportError:
            raise ImportError("Cần pandas: pip install pandas") from None
        return pandas.DataFrame(self.rows(kind))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    span = row.pop("span", None)
    if span is not None:
        row["start"], row["end"] = span["start"], span["end"]
    places = row.pop("places", None)
    if places is not None:
        row["places"] = len(places)
    return row


def _assignment_rows(assignment: Assignment) -> list[dict[str, Any]]:
    agency = assignment.agency
    head = {
        "section": assignment.section,
        "agency": agency.text,
        "canonical": agency.canonical,
        "agency_id": agency.id,
        "level": agency.level,
        "role": assignment.role,
        "rule": assignment.rule,
    }
    return [
        {
            **head,
            "task": task.text,
            "partners": "; ".join(partner.text for partner in task.partners),
            "reports_to": "; ".join(body.text for body in task.reports_to),
            "deadlines": task.deadlines,
            "start": task.span.start,
            "end": task.span.end,
        }
        for task in assignment.tasks
    ] or [{**head, "task": None, "start": assignment.span.start, "end": assignment.span.end}]
