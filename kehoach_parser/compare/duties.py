"""What a baseline asks of bodies outside the chain of command, and whether a plan's dates of report can be kept."""

from __future__ import annotations

from ..baseline import Baseline, DutyBody
from ..plan import Plan
from ..report import DutyRuling, DutyStatus, Quote, ReportingLine
from .matching import View
from .task_coverage import find_quote


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
        found: tuple[Quote, ...] = find_quote(view, compiled.duties[body.id, duty.id], stretches)
        note = None
        status: DutyStatus = "met"
        if not found:
            if not stretches and not is_committee:
                status, note = "not_applicable", "Kế hoạch nội bộ của một cơ quan, không giao việc cho tổ chức này."
            else:
                status = "missing"
                note = None if stretches else "Kế hoạch không có mục nào đề nghị tổ chức này."
        rulings.append(DutyRuling(agency=body.agency, duty=duty.title, status=status, evidence=found, note=note))
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


def list_reporting(plan: Plan) -> tuple[ReportingLine, ...]:
    """Return who has to report to whom by when, one line for each task that names the body that receives the report."""
    lines = []
    for assignment in plan.assignments:
        for task in assignment.tasks:
            if not task.reports_to:
                continue
            deadlines = [plan.deadlines[index] for index in task.deadlines if index < len(plan.deadlines)]
            by = next((found for deadline in deadlines if (found := deadline.rrule or deadline.date)), None)
            evidence = Quote(quote=task.span.of(plan.text), span=task.span, section=assignment.section)
            to = tuple(body.text for body in task.reports_to)
            lines.append(ReportingLine(agency=assignment.agency.text, to=to, by=by, evidence=evidence))
    return tuple(lines)
