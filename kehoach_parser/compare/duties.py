"""What a baseline asks of bodies outside the chain of command, and whether a plan's dates of report can be kept."""

from __future__ import annotations

from ..baseline import Baseline, DutyBody
from ..notes import note
from ..review.chains import find_limit, list_lines, show_day
from ..rulings import DutyRuling, DutyStatus, Quote, ReportingLine
from .matching import View
from .task_coverage import find_quote

_QUOTE_LENGTH = 240


def rule_duties(view: View, baseline: Baseline) -> tuple[DutyRuling, ...]:
    """Return one ruling for each duty: met when the plan asks the body for it, in that body's own paragraph.

    A plan that a unit issues for itself (not a People's Committee, not the body) has nobody to ask: not_applicable.
    """
    return tuple(ruling for body in baseline.duties for ruling in _rule_body(view, baseline, body))


def _rule_body(view: View, baseline: Baseline, body: DutyBody) -> list[DutyRuling]:
    compiled = baseline.compiled
    named = compiled.bodies[body.id]
    issuer = (view.plan.header.issuer or "").lower()
    is_own = bool(issuer and named and named.search(issuer))
    is_committee = not issuer or "ủy ban nhân dân" in issuer.replace("uỷ", "ủy")
    if is_own:
        stretches = [(0, len(view.folded))]
    else:
        stretches = [(match, end) for match, end in _paragraphs_of(view, body, baseline)]
    rulings = []
    for duty in body.duties:
        found: tuple[Quote, ...] = find_quote(view, compiled.duties[body.id, duty.id], stretches, view.places(baseline))
        why = None
        status: DutyStatus = "met"
        if not found:
            if not stretches and not is_committee:
                status, why = "not_applicable", note("internal")
            else:
                status = "missing"
                why = None if stretches else note("not_asked")
        rulings.append(DutyRuling(agency=body.agency, duty=duty.title, status=status, evidence=found, note=why))
    return rulings


def _paragraphs_of(view: View, body: DutyBody, baseline: Baseline) -> list[tuple[int, int]]:
    """The sections that are the body's own: its name stands in their first words, whether numbered or not."""
    named = baseline.compiled.bodies[body.id]
    found = []
    for section in view.sections:
        if named is None or section.children or section.kind not in ("implementation", "tasks", "other"):
            continue
        head = view.folded[section.span.start : section.span.start + 240]
        if section.marker and named.search(head.split(":")[0].split("\n")[0]):
            found.append((section.span.start, section.span.end))
    if not found and named is not None:
        text = view.folded
        for match in named.finditer(text):
            line = text.rfind("\n", 0, match.start()) + 1
            if "đề nghị" in text[line : match.start()]:
                end = text.find("\n", match.end())
                found.append((line, end if end >= 0 else len(text)))
    return found


def list_reporting(view: View) -> tuple[ReportingLine, ...]:
    """Return who has to report to whom by when, and whether that is in time for the receiver's own report."""
    plan = view.plan
    lines = list_lines(plan)
    found = []
    for line in lines:
        limit = find_limit(line, lines)
        timely = None
        if limit is not None and line.deadline is not None:
            last = show_day(limit[0])
            timely = note("after_limit" if limit[1] else "in_time", day=last)
        place = next((body.span for body in line.to if body.span is not None), line.task.span)
        span = view.clip(place, _QUOTE_LENGTH, inside=line.task.span if place != line.task.span else None)
        deadline = line.deadline
        found.append(
            ReportingLine(
                agency=line.assignment.agency.text,
                to=tuple(body.text for body in line.to),
                by=(deadline.rrule or deadline.date) if deadline else None,
                words=deadline.quote if deadline else None,
                in_time=None if limit is None else not limit[1],
                limit=show_day(limit[0]) if limit else None,
                note=timely,
                evidence=Quote(quote=span.of(plan.text), span=span, section=line.assignment.section),
            )
        )
    return tuple(found)
