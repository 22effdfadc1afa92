"""What a plan and a report say, as titled tables of words: the terminal and Markdown print the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..messages import say
from ..models import Finding, Span
from ..plan import Plan
from ..report import Report
from ..review import tell
from ..rulings import Local, Quote, ReportingLine
from ..text import sentence_at, squeeze
from .telling import tell_report
from .wording import show_date, show_time
from .words import show_amount, show_difference, show_floor, show_value

_QUOTE = 160
# A quote shorter than this is shown with so many characters around it.
_SHORT = 40
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Label:
    """A word that stands for a value and may be coloured by it: a status, a severity."""

    words: str
    value: str


Cell = str | Label | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: its title (a key ``title.…`` of messages), its columns (``column.…``) and its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]


def make_label(kind: str, value: str, language: str) -> Label:
    """Return the label of a ``status`` or ``severity``.

    >>> make_label("status", "late", "vi").words
    'Chậm hơn'
    """
    return Label(say(f"{kind}.{value}", language), value)


def head_of_plan(plan: Plan, language: str = "vi") -> tuple[str, str]:
    """Return the line that says what the plan is (type, number, issuer, date, period), and its title."""
    header = plan.header
    number = "/".join(part for part in (header.number, header.symbol) if part)
    when = show_date(header.date, language) if header.date else say("no_date", language)
    period = show_date(header.period, language) if header.period else None
    first = [header.doc_type, number, header.issuer, when, period]
    return " · ".join(part for part in first if part), header.title or ""


def list_plan(plan: Plan, language: str = "vi") -> list[Listing]:
    """Return the targets, deadlines, assignments and findings of a plan; a part that is empty is left out."""
    return _full(
        Listing(
            "targets",
            ("section", "value", "due", "quote"),
            tuple((one.section, show_value(one, language), one.due, _cut(one.quote)) for one in plan.targets),
        ),
        Listing(
            "deadlines",
            ("section", "due", "agency", "quote", "task"),
            tuple(
                (one.section, show_time(one, language), one.agency, _cut(one.quote), _cut(one.task, 90))
                for one in plan.deadlines
            ),
        ),
        Listing(
            "assignments",
            ("section", "agency", "role", "tasks", "partners"),
            tuple(
                (
                    one.section,
                    one.agency.text,
                    say(f"role.{one.role}", language),
                    str(len(one.tasks)),
                    "; ".join(dict.fromkeys(squeeze(body.text) for task in one.tasks for body in task.partners)),
                )
                for one in plan.assignments
            ),
        ),
        list_findings(plan.findings, language, plan.text),
    )


def list_unclaimed(plan: Plan) -> Listing:
    """Return every number that nothing claimed, with the sentence it stands in."""
    rows = tuple((one.quote, _cut(sentence_at(plan.text, one.span.start))) for one in plan.unclaimed)
    return Listing("unclaimed", ("number", "quote"), rows)


def list_findings(findings: Iterable[Finding], language: str = "vi", text: str | None = None) -> Listing:
    """Return the findings, the gravest first; with the plan's ``text`` a short quote comes with the words around it."""
    grave = ("error", "warning", "style")
    rows = tuple(
        (
            make_label("severity", one.severity, language),
            tell(one, language).message,
            _cut(show_context(text, one.span) if text and one.span else one.quote),
        )
        for one in sorted(findings, key=lambda one: grave.index(one.severity))
    )
    return Listing("findings", ("severity", "message", "quote"), rows)


def show_context(text: str, span: Span) -> str:
    """Return the words of ``span`` with those around it in its line when they are few, so that people see the place.

    >>> show_context("Các sở, ngành bố trí kính phí để thực hiện Kế hoạch này.", Span(start=21, end=29))
    'Các sở, ngành bố trí kính phí để thực hiện Kế hoạch…'
    """
    if span.end - span.start >= _SHORT:
        return span.of(text)
    left = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    right = text.find("\n", span.end)
    line_end = len(text) if right < 0 else right
    right = min(line_end, span.end + _AROUND)
    opened = left > 0 and text[left - 1] != "\n"
    closed = right < line_end
    if opened:
        left = text.find(" ", left - 1, span.start) + 1 or span.start
    if closed:
        right = max(text.rfind(" ", span.end, right + 1), span.end)
    return ("…" if opened else "") + text[left:right].strip() + ("…" if closed else "")


def list_report(report: Report, language: str = "vi", *, main: bool = True) -> list[Listing]:
    """Return the tables of a report: targets, tasks, duties, reporting, own targets, findings; no empty one.

    ``main`` False leaves out what is the same for every baseline: who reports to whom, and the findings.
    """
    report = tell_report(report, language)
    own = (list_reporting(report, language), list_findings_of(report, language)) if main else ()
    return _full(
        Listing(
            "targets",
            ("indicator", "due", "national", "local", "difference", "status", "note"),
            tuple(_target_rows(report, language)),
        ),
        Listing(
            "tasks",
            ("task", "status", "evidence", "lacking"),
            tuple(
                (
                    group.title,
                    make_label("status", group.shown, language),
                    _show_evidence(group.evidence),
                    "; ".join(group.lacking),
                )
                for group in report.tasks
            ),
        ),
        Listing(
            "duties",
            ("agency", "duty", "status", "evidence"),
            tuple(
                (duty.agency, duty.duty, make_label("status", duty.status, language), _show_evidence(duty.evidence))
                for duty in report.duties
            ),
        ),
        *own[:1],
        Listing(
            "extra",
            ("section", "value", "due", "quote"),
            tuple((one.section, show_value(one, language), one.due, _cut(one.quote)) for one in report.extra),
        ),
        *own[1:],
    )


def list_findings_of(report: Report, language: str = "vi") -> Listing:
    """Return the findings of the plan that was checked."""
    return list_findings(report.findings, language, report.checked.text if report.checked else None)


def list_reporting(report: Report, language: str = "vi") -> Listing:
    """Return who reports to whom by when; the status says whether that is in time for the receiver's own report."""
    rows = tuple(
        (
            line.agency,
            "; ".join(line.to),
            line.words or say("reporting.open", language),
            make_label("status", "late", language) if line.in_time is False else None,
            show_reporting(line, language),
        )
        for line in report.reporting
    )
    return Listing("reporting", ("agency", "to", "by", "status", "note"), rows)


def show_reporting(line: ReportingLine, language: str = "vi") -> str:
    """Return whether a report is in time for the one that its receiver owes, in words; "" when that cannot be told."""
    if line.in_time is None:
        return ""
    words = say("reporting.in_time" if line.in_time else "reporting.too_late", language)
    return words if line.limit is None else f"{words} ({line.limit})"


def _target_rows(report: Report, language: str) -> Iterable[Sequence[Cell]]:
    for _, rulings in groupby(report.targets, key=lambda ruling: ruling.indicator):
        for number, ruling in enumerate(rulings):
            yield (
                "" if number else ruling.title,
                ruling.due,
                show_floor(ruling.national, language) or _cut(ruling.national.quote),
                _show_local(ruling.local, language),
                show_difference(ruling, language),
                make_label("status", ruling.status, language),
                ruling.note,
            )


def _full(*listings: Listing) -> list[Listing]:
    return [listing for listing in listings if listing.rows]


def _cut(words: str | None, size: int = _QUOTE) -> str:
    plain = squeeze(words or "")
    return plain if len(plain) <= size else plain[: size - 1] + "…"


def _show_local(local: Local | None, language: str) -> str:
    if local is None:
        return say("none", language)
    section = f" ({local.section})" if local.section else ""
    return (show_amount(local, language) or _cut(local.quote)) + section


def _show_evidence(evidence: Sequence[Quote]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    return f"{first.section}: {_cut(first.quote)}" if first.section else _cut(first.quote)
