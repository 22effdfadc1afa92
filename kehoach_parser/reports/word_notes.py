"""What a review has to say to the writer of a plan, each with the words that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ..messages import say
from ..models import Section, Span
from ..plan import Plan
from ..report import Report
from ..review import tell as tell_finding
from ..rulings import is_gap
from .telling import tell_report
from .words import show_difference, show_floor

GRAVITY = ("error", "warning", "style")


@dataclass(frozen=True)
class Note:
    """One comment: where in the plan's text it belongs, its bold first line, and the lines below."""

    span: Span
    title: str
    lines: tuple[str, ...] = ()
    whole: bool = False  # the whole paragraph, not the words of the span alone


def collect_notes(report: Report, plan: Plan, language: str = "vi") -> list[Note]:
    """Return the comments: the verdicts at the title, each gap, each finding, in the order of the text."""

    def tell(key: str, /, **values: object) -> str:
        return say(key, language, **values)

    report = tell_report(report, language)
    title = _title(plan)
    notes: list[Note] = []
    for one in (report, *report.others):
        head = f"{tell('verdict')}: {tell(f'verdict.{one.verdict}')}"
        notes.append(Note(title, head, tuple(filter(None, (one.baseline.title, one.baseline.reason))), whole=True))
        objectives, tasks, bodies = (_heading(plan, *kinds) or title for kinds in _HOMES)
        for ruling in one.targets:
            if not is_gap(ruling.status):
                continue
            floor = show_floor(ruling.national, language)
            due = f" ({ruling.due})" if ruling.due else ""
            asked = f"{tell('column.baseline')}: {floor}{due} - “{ruling.national.quote}”"
            difference = show_difference(ruling, language)
            parts = (
                asked if floor else f"{tell('column.baseline')}: “{ruling.national.quote}”",
                f"{tell('column.difference')}: {difference}" if difference else "",
                ruling.note or "",
                f"{tell('suggested')}: {ruling.suggestion}" if ruling.suggestion else "",
            )
            span, whole = (ruling.local.span, False) if ruling.local else (objectives, True)
            head = f"{tell(f'status.{ruling.status}')}: {ruling.title}{due}"
            notes.append(Note(span, head, tuple(filter(None, parts)), whole))
        for task in one.tasks:
            if is_gap(task.shown):
                lacking = task.note or (f"{tell('column.lacking')}: {'; '.join(task.lacking)}" if task.lacking else "")
                advice = f"{tell('suggested')}: {task.suggestion}" if task.suggestion else ""
                span, whole = (task.evidence[0].span, False) if task.evidence else (tasks, True)
                lines = tuple(filter(None, (lacking, advice)))
                notes.append(Note(span, f"{tell(f'status.{task.shown}')}: {task.title}", lines, whole))
        for duty in one.duties:
            if is_gap(duty.status):
                span, whole = (duty.evidence[0].span, False) if duty.evidence else (bodies, True)
                head = f"{tell(f'status.{duty.status}')}: {duty.agency} - {duty.duty}"
                notes.append(Note(span, head, (duty.note,) if duty.note else (), whole))
    told = (tell_finding(finding, language) for finding in plan.findings)
    for finding in sorted(told, key=lambda one: GRAVITY.index(one.severity)):
        below = (f"{tell('column.suggestion')}: {finding.suggestion}",) if finding.suggestion else ()
        head = f"{tell(f'severity.{finding.severity}')}: {finding.message}"
        notes.append(Note(finding.span or title, head, below, whole=finding.span is None))
    return sorted(notes, key=lambda note: note.span.start)


_HOMES = (("objectives",), ("tasks", "content"), ("implementation", "tasks"))


def _title(plan: Plan) -> Span:
    spans = plan.header.spans
    return spans.get("title") or spans.get("doc_type") or Span(start=0, end=0)


def _heading(plan: Plan, *kinds: str) -> Span | None:
    """Return where the heading of the first section of one of ``kinds`` stands."""
    sections: list[Section] = [section for section in plan.sections if section.marker]
    for kind in kinds:
        for section in sections:
            if section.kind == kind:
                end = plan.text.find("\n", section.span.start, section.span.end)
                return Span(start=section.span.start, end=section.span.end if end < 0 else end)
    return None
