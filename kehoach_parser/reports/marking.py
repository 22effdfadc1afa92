"""The places of a plan that the HTML page shows in its text, and the text cut into pieces that carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..messages import say
from ..models import Section, Span
from ..plan import Plan
from ..report import Report
from ..review import tell
from ..rulings import Quote
from ..text import Lines, squeeze
from .wording import show_place, show_time
from .words import show_value

KINDS = ("target", "deadline", "agency", "citation", "finding", "unclaimed", "evidence")
_LABEL = 110


@dataclass(frozen=True, slots=True)
class Mark:
    """One place to show: ``number`` counts within its kind, ``label`` are its words, ``detail`` says what it is."""

    kind: str
    number: int
    span: Span
    label: str
    detail: str = ""
    section: str = ""
    place: str = ""
    severity: str | None = None

    @property
    def id(self) -> str:
        """Return the name of the place in the page."""
        return f"{self.kind}-{self.number}"


@dataclass(slots=True)
class Piece:
    """A stretch of one line with one set of kinds; ``begins`` are the marks that start with it."""

    start: int
    text: str
    classes: str = ""
    begins: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """A line of the text: ``level`` from 1 for a heading, 0 for text; ``anchors``: the sections that begin here."""

    level: int
    anchors: list[str]
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline."""

    anchor: str
    level: int
    title: str


class Marks:
    """All marks of a plan, with the names of the places that tables link to."""

    def __init__(self, plan: Plan, reports: Sequence[Report], language: str) -> None:
        self._plan = plan
        self._language = language
        self._sections = [section for root in plan.sections for section in root.walk()]
        self.by_kind: dict[str, list[Mark]] = {kind: [] for kind in KINDS}
        self._ids: dict[tuple[str, int, int], str] = {}
        for target in plan.targets:
            detail = " · ".join(filter(None, (show_value(target, language), target.due)))
            for span in (target.span, *target.places):
                self._add("target", span, target.quote, detail, target.section)
        for deadline in plan.deadlines:
            detail = " · ".join(filter(None, (show_time(deadline, language), deadline.agency)))
            self._add("deadline", deadline.span, deadline.quote, detail, deadline.section)
        for assignment in plan.assignments:
            role = say(f"role.{assignment.role}", language)
            self._add("agency", assignment.agency.span, assignment.agency.text, role, assignment.section)
            for task in assignment.tasks:
                for bodies, part in ((task.partners, "role.partner"), (task.reports_to, "role.reports_to")):
                    for body in bodies:
                        self._add("agency", body.span, body.text, say(part, language), assignment.section)
        for citation in plan.citations:
            self._add("citation", citation.span, citation.text, citation.title or "")
        for finding in plan.findings:
            message = tell(finding, language).message
            self._add("finding", finding.span, finding.quote, message, severity=finding.severity)
        for number in plan.unclaimed:
            self._add("unclaimed", number.span, plan.text[max(0, number.span.start - 40) : number.span.end + 40])
        for quote in _evidence(reports):
            if self._name(quote.span, ("target",)) is None:
                self._add("evidence", quote.span, quote.quote, "", quote.section)

    def __iter__(self) -> Iterator[Mark]:
        return (mark for marks in self.by_kind.values() for mark in marks)

    def anchor(self, span: Span | None, *kinds: str) -> str | None:
        """Return the name of the place that shows exactly ``span``, of one of ``kinds`` (default: any)."""
        return self._name(span, kinds or KINDS) if span is not None else None

    def place(self, span: Span) -> str:
        """Return where ``span`` stands in the file, in words: "trang 3"; "" when the reader does not know."""
        return show_place(self._plan, span, self._language)

    def _name(self, span: Span, kinds: Sequence[str]) -> str | None:
        return next((name for kind in kinds if (name := self._ids.get((kind, span.start, span.end)))), None)

    def _add(
        self,
        kind: str,
        span: Span | None,
        label: str,
        detail: str = "",
        section: str | None = None,
        severity: str | None = None,
    ) -> None:
        """Add a mark; a second agency or proof on the same words is the same mark, two findings are two."""
        if span is None or span.end <= span.start or span.end > len(self._plan.text):
            return
        key = (kind, span.start, span.end)
        if key in self._ids and kind != "finding":
            return
        marks = self.by_kind[kind]
        words = squeeze(label)
        words = words if len(words) <= _LABEL else words[: _LABEL - 1] + "…"
        mark = Mark(kind, len(marks) + 1, span, words, squeeze(detail), section or "", self.place(span), severity)
        marks.append(mark)
        self._ids.setdefault(key, mark.id)

    def outline(self) -> list[Entry]:
        """Return the sections that have a number or a title, in the order of the text."""
        return [
            Entry(f"section-{index}", section.level, words)
            for index, section in enumerate(self._sections)
            if (words := _section_words(section, self._plan.text))
        ]

    def paragraphs(self) -> list[Paragraph]:
        """Return the text line by line, cut where marks begin or end. Joined by newlines it is the text again."""
        text, lines = self._plan.text, Lines(self._plan.text)
        anchors: dict[int, list[str]] = {}
        levels: dict[int, int] = {}
        for index, section in enumerate(self._sections):
            line = lines.at(section.span.start)
            anchors.setdefault(line, []).append(f"section-{index}")
            if section.title and _is_heading(section, text[lines.starts[line] : lines.ends[line]]):
                levels.setdefault(line, min(section.level, 4))
        cutter = _Cutter(text, self)
        return [
            Paragraph(levels.get(line, 0), anchors.get(line, []), cutter.cut(lines.starts[line], lines.ends[line]))
            for line in range(len(lines))
        ]


class _Cutter:
    """Walks once over the text with the marks that are open, and cuts each line at their ends."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self._text = text
        self._begins: dict[int, list[Mark]] = {}
        self._ends: dict[int, list[Mark]] = {}
        for mark in marks:
            self._begins.setdefault(mark.span.start, []).append(mark)
            self._ends.setdefault(mark.span.end, []).append(mark)
        self._cuts = sorted({*self._begins, *self._ends})
        self._next = 0
        self._open: Counter[str] = Counter()

    def cut(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of the line ``text[start:end]``; lines must be asked for in their order."""
        pieces = []
        at = start
        begins: list[Mark] = []
        while self._next < len(self._cuts) and self._cuts[self._next] <= end:
            cut = self._cuts[self._next]
            if cut > at:
                pieces.append(self._piece(at, cut, begins))
                begins = []
            at = max(at, cut)
            for mark in self._ends.get(cut, ()):
                self._open.subtract(_classes(mark))
            for mark in self._begins.get(cut, ()):
                self._open.update(_classes(mark))
                begins.append(mark)
            self._next += 1
        if at < end or begins:
            pieces.append(self._piece(at, end, begins))
        return pieces

    def _piece(self, start: int, end: int, begins: list[Mark]) -> Piece:
        names = [name for name in self._open if self._open[name] > 0]
        return Piece(start, self._text[start:end], " ".join(sorted(names)), begins)


def _classes(mark: Mark) -> list[str]:
    return [mark.kind] if mark.severity is None else [mark.kind, mark.severity]


def _evidence(reports: Sequence[Report]) -> Iterator[Quote]:
    """Yield the words of the plan on which a verdict of the reports stands."""
    for report in reports:
        for ruling in report.targets:
            if ruling.local is not None:
                yield Quote(quote=ruling.local.quote, span=ruling.local.span, section=ruling.local.section)
            if ruling.exception is not None:
                yield from ruling.exception.local
        for group in report.tasks:
            yield from group.evidence
            for point in group.points:
                yield from point.evidence
        for point in report.funding:
            yield from point.evidence
        for duty in report.duties:
            yield from duty.evidence


def _section_words(section: Section, text: str) -> str:
    if section.title:
        return squeeze(f"{section.marker or ''} {section.title}")
    if not section.marker:
        return ""
    words = squeeze(text[section.span.start : section.span.start + _LABEL].partition("\n")[0])
    return words if len(words) < 70 else words[:69] + "…"


def _is_heading(section: Section, line: str) -> bool:
    """Return whether the line is the heading alone, without the text of the section run in behind it."""
    return line.rstrip(" .:;").endswith((section.title or "").rstrip(" .:;"))
