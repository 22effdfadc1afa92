"""Why a result is what it is: for every verdict, and everything read out, the rule, the words, and the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..messages import say
from ..models import Finding, Span
from ..plan import Plan
from ..report import Report
from ..review import tell
from ..rulings import DutyRuling, Quote, ReportingLine, TargetRuling, TaskRuling
from ..text import squeeze
from .listings import Label, make_label, show_reporting
from .telling import tell_report
from .wording import show_place, show_time
from .words import show_amount, show_floor, show_value

# A named line: a key ``explain.…`` of messages, and the words.
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One result: what it is about, how it stands, and the lines that say why."""

    subject: str
    status: Label | None
    lines: tuple[Line, ...]


def explain_plan(plan: Plan, language: str = "vi") -> Iterator[tuple[str, list[Explanation]]]:
    """Yield the parts of a plan (keys ``title.…``) with an explanation for everything that was read out."""

    def explain(subject: str, quote: str, span: Span, rule: str) -> Explanation:
        lines = [("words", _quoted(quote)), ("place", _where(plan, span, None, language)), ("rule", rule)]
        return Explanation(squeeze(subject) or _quoted(quote), None, _full(lines))

    yield (
        "targets",
        [
            explain(" · ".join(filter(None, (show_value(one, language), one.due))), one.quote, one.span, one.rule)
            for one in plan.targets
        ],
    )
    yield "deadlines", [explain(show_time(one, language), one.quote, one.span, one.rule) for one in plan.deadlines]
    yield (
        "assignments",
        [
            explain(one.agency.canonical or one.agency.text, one.agency.text, one.agency.span or one.span, one.rule)
            for one in plan.assignments
        ],
    )
    yield (
        "citations",
        [explain(f"{one.doc_type or ''} {one.number}", one.text, one.span, one.rule) for one in plan.citations],
    )
    yield "findings", [_explain_finding(plan, one, language) for one in plan.findings]


def explain_report(report: Report, language: str = "vi") -> Iterator[tuple[str, list[Explanation]]]:
    """Yield the parts of a report (keys ``title.…``) with an explanation for every verdict."""
    report = tell_report(report, language)
    yield "targets", [_explain_target(report, one, language) for one in report.targets]
    yield "tasks", [_explain_task(report, one, language) for one in report.tasks]
    yield "duties", [_explain_duty(report, one, language) for one in report.duties]
    yield "reporting", [_explain_reporting(report, one, language) for one in report.reporting]
    yield "findings", [_explain_finding(report.checked, one, language) for one in report.findings]


def _explain_target(report: Report, ruling: TargetRuling, language: str) -> Explanation:
    national, local = ruling.national, ruling.local
    asked = " ".join(filter(None, (show_floor(national, language), _quoted(national.quote))))
    lines = [("baseline", _in_baseline(report, national.clause, asked))]
    rule = f"{report.baseline.id}/{ruling.indicator}"
    if local is None:
        lines.append(("words", say("none", language)))
    else:
        got = ", ".join(filter(None, (show_amount(local, language), local.due)))
        lines.append(("words", " ".join(filter(None, (got, _quoted(local.quote))))))
        lines.append(("place", _where(report.checked, local.span, local.section, language)))
        reading = [one.rule for one in report.checked.targets if one.span == local.span] if report.checked else []
        rule = " → ".join((*reading[:1], rule))
    lines += [("rule", rule), ("why", ruling.note or ""), ("suggestion", ruling.suggestion or "")]
    subject = f"{ruling.title} ({ruling.due})" if ruling.due else ruling.title
    return Explanation(subject, make_label("status", ruling.status, language), _full(lines))


def _explain_task(report: Report, ruling: TaskRuling, language: str) -> Explanation:
    lines = [
        ("baseline", _in_baseline(report, ruling.clause, ruling.title)),
        *_evidence(report, ruling.evidence, language),
        ("lacking", "; ".join(ruling.lacking)),
        ("rule", f"{report.baseline.id}/{ruling.id}"),
        ("why", ruling.note or ""),
        ("suggestion", ruling.suggestion or ""),
    ]
    return Explanation(ruling.title, make_label("status", ruling.shown, language), _full(lines))


def _explain_duty(report: Report, ruling: DutyRuling, language: str) -> Explanation:
    lines = [
        ("baseline", _in_baseline(report, None, ruling.duty)),
        *_evidence(report, ruling.evidence, language),
        ("why", ruling.note or ""),
    ]
    return Explanation(ruling.agency, make_label("status", ruling.status, language), _full(lines))


def _explain_reporting(report: Report, line: ReportingLine, language: str) -> Explanation:
    late = make_label("status", "late", language) if line.in_time is False else None
    by = line.words or say("reporting.open", language)
    lines = [*_evidence(report, (line.evidence,), language), ("why", show_reporting(line, language))]
    return Explanation(f"{line.agency} → {'; '.join(line.to)}: {by}", late, _full(lines))


def _explain_finding(plan: Plan | None, finding: Finding, language: str) -> Explanation:
    finding = tell(finding, language)
    place = _where(plan, finding.span, None, language) if finding.span else ""
    lines = [
        ("words", _quoted(finding.quote) if finding.quote else ""),
        ("place", place),
        ("rule", f"findings/{finding.code}"),
        ("suggestion", finding.suggestion or ""),
    ]
    return Explanation(finding.message, make_label("severity", finding.severity, language), _full(lines))


def _evidence(report: Report, evidence: Sequence[Quote], language: str) -> list[Line]:
    lines = []
    for quote in evidence:
        lines.append(("words", _quoted(quote.quote)))
        lines.append(("place", _where(report.checked, quote.span, quote.section, language)))
    return lines or [("words", say("none", language))]


def _in_baseline(report: Report, clause: str | None, words: str) -> str:
    name = report.baseline.title.partition(":")[0]
    return ": ".join(filter(None, (", ".join(filter(None, (name, clause))), words)))


def _where(plan: Plan | None, span: Span, section: str | None, language: str) -> str:
    """Return the place in the file, the section and the offsets: "dòng 12, mục II.1, ký tự 912-1010"."""
    if plan is not None and section is None:
        section = section_of(plan, span)
    parts = [
        show_place(plan, span, language) if plan else "",
        say("explain.section", language, path=section) if section else "",
        say("explain.characters", language, start=span.start, end=span.end),
    ]
    return ", ".join(part for part in parts if part)


def section_of(plan: Plan, span: Span) -> str | None:
    """Return the path of the innermost section in which ``span`` begins; None above the first numbered one."""
    path = None
    level = plan.sections
    while (inner := next((one for one in level if one.span.start <= span.start < one.span.end), None)) is not None:
        path, level = inner.path or path, inner.children
    return path


def _quoted(words: str) -> str:
    return f"“{squeeze(words)}”"


def _full(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line[1])
