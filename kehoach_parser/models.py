"""What a parsed plan is made of: frozen objects that mirror the JSON contract, and nothing else.

Field names are English, values keep the Vietnamese of the document. Dates are EDTF (ISO 8601-2) strings,
repeats are RFC 5545 RRULEs, a percentage is a plain number (60, not 0.6), and what is absent is ``None``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

SectionKind = Literal[
    "purpose",
    "requirements",
    "objectives",
    "content",
    "scope",
    "tasks",
    "funding",
    "implementation",
    "reporting",
    "closing",
    "other",
]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Change = Literal["increase_by", "decrease_by", "increase_to", "decrease_to", "maintain"]
Bound = Literal["before", "by", "in", "from", "every", "on_demand"]
Role = Literal["responsible", "requested"]
Severity = Literal["error", "warning", "style"]


class Frozen(BaseModel):
    """Base of every object: immutable, and an unknown field is an error rather than a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=Frozen)
_new, _put = object.__new__, object.__setattr__


def make(model: type[Model], **values: Any) -> Model:
    """Return a ``model`` of values that are ours: every field, in its order. Nothing is checked, in half the time.

    >>> make(Span, start=2, end=5) == Span(start=2, end=5)
    True
    """
    made = _new(model)
    _put(made, "__dict__", values)
    _put(made, "__pydantic_fields_set__", set(values))
    _put(made, "__pydantic_extra__", None)
    _put(made, "__pydantic_private__", None)
    return made


class Span(Frozen):
    """A half-open stretch ``text[start:end]`` of the canonical text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span marks in ``text``."""
        return text[self.start : self.end]


class Source(Frozen):
    """The file that was read: its name, kind, fingerprint and size (``characters`` of canonical text)."""

    name: str | None = None
    media_type: str = "text/plain"
    sha256: str = ""
    characters: int = 0
    pages: int | None = None


class Signer(Frozen):
    """One signature: the TM./KT./TL. lines joined by a blank, the position line, the name."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None
    span: Span | None = None


class Recipient(Frozen):
    """One line under *Nơi nhận*, without its bullet."""

    text: str
    span: Span


class Header(Frozen):
    """The parts of form of Nghị định 30/2020/NĐ-CP, Điều 8; ``spans`` gives the place of each one found."""

    doc_type: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    period: str | None = None
    urgency: str | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    spans: dict[str, Span] = Field(default_factory=dict)


class Citation(Frozen):
    """Another document cited by number; ``issuer`` is as written at its fullest mention of the whole text."""

    text: str
    doc_type: str | None
    number: str
    date: str | None
    issuer: str | None
    title: str | None
    span: Span
    rule: str


class Section(Frozen):
    """A division of the plan. Top-level sections tile the text; children tile the rest of their parent."""

    path: str
    marker: str | None
    title: str | None
    kind: SectionKind
    level: int
    span: Span
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


class Target(Frozen):
    """A result that the plan commits to reach: one value for one year. ``value`` None is an absolute duty."""

    quote: str
    span: Span
    section: str | None
    indicator: str | None = None
    subject: str | None = None
    comparator: Comparator | None = None
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    change: Change | None = None
    due: str | None = None
    due_inferred: bool = False
    condition: str | None = None
    exception: str | None = None
    agency: str | None = None
    rule: str
    places: tuple[Span, ...] = ()


class Deadline(Frozen):
    """Time by which, or how often, somebody must do something: an EDTF ``date`` or an ``rrule``."""

    quote: str
    span: Span
    section: str | None
    bound: Bound
    date: str | None = None
    rrule: str | None = None
    inferred: bool = False
    agency: str | None = None
    task: str | None = None
    rule: str


class Agency(Frozen):
    """A body as written, opened in full (``canonical``), and its gazetteer ``id`` and ``level`` when known."""

    text: str
    canonical: str | None = None
    id: str | None = None
    level: str | None = None
    span: Span | None = None


class Task(Frozen):
    """One thing to do; ``deadlines`` are indexes into ``Plan.deadlines``."""

    text: str
    span: Span
    partners: tuple[Agency, ...] = ()
    reports_to: tuple[Agency, ...] = ()
    deadlines: tuple[int, ...] = ()


class Assignment(Frozen):
    """Who has to do something, in which section, and what."""

    agency: Agency
    role: Role
    section: str | None
    span: Span
    tasks: tuple[Task, ...] = ()
    rule: str


class Finding(Frozen):
    """A slip that a checker should report, with the words it is about."""

    code: str
    severity: Severity
    message: str
    quote: str
    span: Span | None = None
    suggestion: str | None = None


class Unclaimed(Frozen):
    """A number of the text that nothing claimed."""

    quote: str
    span: Span


class Explained(Frozen):
    """A number that is no target, deadline, citation or marker, and why (condition, past result, age …)."""

    quote: str
    span: Span
    reason: str


class Block(Frozen):
    """Where a stretch of text stands in the source file: a page, a line or a paragraph, counted from 1."""

    span: Span
    page: int | None = None
    line: int | None = None
    paragraph: int | None = None
