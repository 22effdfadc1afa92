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
    import polars
    from matplotlib.axes import Axes
    from spacy.language import Language
    from spacy.tokens import Doc

    from .frames import Schema
    from .nlp.keywords import Keyword

RowKind = Literal["targets", "deadlines", "assignments", "sections", "citations", "findings", "unclaimed", "explained"]


class Plan(Frozen):
    """A KẾ HOẠCH read into sections, targets, deadlines and assignments. All spans are offsets into ``text``.

    >>> from kehoach_parser import parse
    >>> plan = parse(text="KẾ HOẠCH\\nBình đẳng\\n\\nI. MỤC TIÊU\\n1. Đến năm 2025 đạt 60% cơ quan có nữ lãnh đạo.")
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

    def to_excel(self, path: str | Path, language: str = "vi") -> None:
        """Write the plan as an Excel file: targets, assignments, deadlines, findings, each a sheet ready to print."""
        from .reports.excel import render_plan

        Path(path).write_bytes(render_plan(self, language))

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

    def to_csv(self, kind: RowKind = "targets") -> str:
        """Return ``rows(kind)`` as comma-separated values with a line of column names."""
        from .frames import to_csv

        return to_csv(self.rows(kind), _schema(kind))

    def to_frame(self, kind: RowKind = "targets") -> pandas.DataFrame:
        """Return ``rows(kind)`` as a pandas data frame; ImportError says what to install when pandas is absent."""
        from .frames import to_pandas

        return to_pandas(self.rows(kind), _schema(kind))

    def to_polars(self, kind: RowKind = "targets") -> polars.DataFrame:
        """Return ``rows(kind)`` as a polars data frame; ImportError says what to install when polars is absent."""
        from .frames import to_polars

        return to_polars(self.rows(kind), _schema(kind))

    def to_spacy(self, nlp: Language | None = None) -> Doc:
        """Return the plan as a spaCy Doc with the span groups targets, deadlines, agencies and sections.

        ``doc.text == plan.text``; a token is a syllable, a mark or white space. ``nlp`` lends its vocabulary;
        ``nlp(doc)`` then runs its pipes.

        >>> from kehoach_parser import parse
        >>> doc = parse(text="KẾ HOẠCH\\nNăm 2025\\n\\nI. MỤC TIÊU\\n1. Đạt 60% năm 2025.").to_spacy()
        >>> [(span.text, span.label_) for span in doc.spans["targets"]]
        [('Đạt 60% năm 2025', 'TARGET')]
        """
        from .nlp.docs import make_doc

        return make_doc(self, nlp)

    def keywords(self, n: int = 10) -> list[Keyword]:
        """Return the ``n`` phrases that the plan keeps coming back to, the heaviest first (by underthesea, offline)."""
        from .nlp.keywords import find_keywords

        return find_keywords(self, n)

    def show(self, group: str = "all") -> None:
        """Show the text with the spans of one group, or of all but the sections, in a notebook (displaCy)."""
        from .reports.notebook import show_spans

        show_spans(self, group)

    def plot(self) -> Axes:
        """Draw the deadlines along the years (matplotlib); ImportError says what to install when it is absent."""
        from .reports.plots import timeline

        return timeline(self)

    def _repr_html_(self) -> str:
        from .reports.notebook import plan_html

        return plan_html(self)


_MODELS: dict[str, type[Frozen]] = {
    "targets": Target,
    "deadlines": Deadline,
    "sections": Section,
    "citations": Citation,
    "findings": Finding,
    "unclaimed": Unclaimed,
    "explained": Explained,
}


def _schema(kind: RowKind) -> Schema:
    from .frames import schema_of

    if kind != "assignments":
        return schema_of(_MODELS[kind])
    texts = ("section", "agency", "canonical", "agency_id", "level", "role", "rule", "task", "partners", "reports_to")
    return {**dict.fromkeys(texts, "text"), "deadlines": "counts", "start": "count", "end": "count"}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    span = row.pop("span") or {"start": None, "end": None}
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
    if not assignment.tasks:
        none = {"task": None, "partners": "", "reports_to": "", "deadlines": ()}
        return [{**head, **none, "start": assignment.span.start, "end": assignment.span.end}]
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
    ]
