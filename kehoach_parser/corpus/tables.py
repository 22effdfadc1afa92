"""The tables of a corpus: their columns, and the rows that one plan gives.

Rows travel as columns (a list a column, in the order of the schema): that is how they go into the journal and into
Parquet. Every row starts with the document id, the sha256 of the file's bytes; offsets are code points of ``text`` in
the table ``texts``.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from ..document import Document
from ..models import Agency, Section, Span
from ..plan import Plan
from ..report import Report
from ..rules import Rules
from ..rulings import Quote
from .readable_id import Province, find_province, readable_id
from .stored import pack_layout

# Types: s string, i int32, f float64, b bool, x bytes, and lists of them: [s], [i]; spans are [start, end] pairs.
SCHEMAS: dict[str, dict[str, str]] = {
    "plans": {
        "document_id": "s", "readable_id": "s", "status": "s", "media_type": "s", "pages": "i", "characters": "i",
        "doc_type": "s", "issuer": "s", "parent_issuer": "s", "number": "s", "symbol": "s", "place": "s", "date": "s",
        "year": "i", "title": "s", "period": "s", "urgency": "s", "province": "s", "province_now": "s",
        "province_from": "s", "signers": "[s]", "recipients": "[s]", "sections": "i", "targets": "i", "deadlines": "i",
        "assignments": "i", "citations": "i", "findings": "i", "unclaimed": "i",
    },
    "sections": {
        "document_id": "s", "n": "i", "path": "s", "marker": "s", "title": "s", "kind": "s", "level": "i",
        "start": "i", "end": "i",
    },
    "targets": {
        "document_id": "s", "n": "i", "quote": "s", "start": "i", "end": "i", "section": "s", "indicator": "s",
        "subject": "s", "comparator": "s", "value": "f", "value_max": "f", "unit": "s", "change": "s", "due": "s",
        "due_inferred": "b", "condition": "s", "exception": "s", "agency": "s", "rule": "s", "places": "[i]",
    },
    "deadlines": {
        "document_id": "s", "n": "i", "quote": "s", "start": "i", "end": "i", "section": "s", "bound": "s", "date": "s",
        "rrule": "s", "inferred": "b", "agency": "s", "task": "s", "rule": "s",
    },
    "assignments": {
        "document_id": "s", "n": "i", "section": "s", "agency": "s", "canonical": "s", "agency_id": "s", "level": "s",
        "role": "s", "task_n": "i", "task": "s", "start": "i", "end": "i", "partners": "[s]", "reports_to": "[s]",
        "deadlines": "[i]", "rule": "s",
    },
    "citations": {
        "document_id": "s", "n": "i", "text": "s", "doc_type": "s", "number": "s", "date": "s", "issuer": "s",
        "title": "s", "start": "i", "end": "i", "rule": "s",
    },
    "findings": {
        "document_id": "s", "n": "i", "code": "s", "severity": "s", "message": "s", "quote": "s", "start": "i",
        "end": "i", "suggestion": "s",
    },
    "unclaimed": {"document_id": "s", "n": "i", "quote": "s", "start": "i", "end": "i"},
    "verdicts": {
        "document_id": "s", "n": "i", "baseline": "s", "part": "s", "item": "s", "title": "s", "due": "s",
        "status": "s", "reason": "s", "clause": "s", "national_value": "f", "national_comparator": "s",
        "national_quote": "s", "value": "f", "value_max": "f", "unit": "s", "comparator": "s", "local_due": "s",
        "quote": "s", "start": "i", "end": "i", "section": "s", "note": "s",
    },
    "signatures": {"document_id": "s", "date": "s", "minhash": "x"},
    "texts": {"document_id": "s", "text": "s", "layout": "s"},
}  # fmt: skip

DUPLICATES = {"document_id": "s", "path": "s", "group": "s", "kind": "s", "likeness": "f"}

Columns = dict[str, list[list[Any]]]


def rows_of_text(document: Document, document_id: str) -> Columns:
    """Return the row of ``texts``: the text once, and what the reader knew of its layout."""
    return {"texts": [[document_id], [document.text], [pack_layout(document)]]}


def rows_of_plan(
    plan: Plan, document_id: str, status: str, reports: Sequence[Report], signature: bytes, rules: Rules
) -> tuple[str, Columns]:
    """Return the readable id of a plan and its rows in every table but ``texts``."""
    province = find_province(plan, rules)
    name = readable_id(plan, province, rules)
    sections = [section for root in plan.sections for section in root.walk()]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "plans": [(name, status, *_plan_cells(plan, province, sections))],
        "sections": [
            (n, s.path, s.marker, s.title, s.kind, s.level, s.span.start, s.span.end) for n, s in enumerate(sections)
        ],
        "targets": [
            (n, t.quote, t.span.start, t.span.end, t.section, t.indicator, t.subject, t.comparator, t.value,
             t.value_max, t.unit, t.change, t.due, t.due_inferred, t.condition, t.exception, t.agency, t.rule,
             [offset for place in t.places for offset in (place.start, place.end)])
            for n, t in enumerate(plan.targets)
        ],
        "deadlines": [
            (n, d.quote, d.span.start, d.span.end, d.section, d.bound, d.date, d.rrule, d.inferred, d.agency, d.task,
             d.rule)
            for n, d in enumerate(plan.deadlines)
        ],
        "assignments": _assignment_rows(plan),
        "citations": [
            (n, c.text, c.doc_type, c.number, c.date, c.issuer, c.title, c.span.start, c.span.end, c.rule)
            for n, c in enumerate(plan.citations)
        ],
        "findings": [
            (n, f.code, f.severity, f.message, f.quote, *_ends(f.span), f.suggestion)
            for n, f in enumerate(plan.findings)
        ],
        "unclaimed": [(n, u.quote, u.span.start, u.span.end) for n, u in enumerate(plan.unclaimed)],
        "verdicts": [
            (n, *row) for n, row in enumerate(row for report in reports for row in _verdict_rows(report))
        ],
        "signatures": [(plan.header.date, base64.b64encode(signature).decode("ascii"))],
    }  # fmt: skip
    columns = {
        table: [[document_id] * len(found), *([*column] for column in zip(*found, strict=True))]
        for table, found in rows.items()
        if found
    }
    return name, columns


def _plan_cells(plan: Plan, province: Province | None, sections: list[Section]) -> tuple[Any, ...]:
    header = plan.header
    return (
        plan.source.media_type, plan.source.pages, len(plan.text), header.doc_type, header.issuer,
        header.parent_issuer, header.number, header.symbol, header.place, header.date,
        int(header.date[:4]) if header.date and header.date[:4].isdecimal() else None, header.title, header.period,
        header.urgency, province.name if province else None, province.now if province else None,
        province.known_from if province else None,
        [", ".join(filter(None, (signer.position, signer.name))) for signer in header.signers],
        [recipient.text for recipient in header.recipients],
        len(sections), len(plan.targets), len(plan.deadlines), len(plan.assignments), len(plan.citations),
        len(plan.findings), len(plan.unclaimed),
    )  # fmt: skip


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span is not None else (None, None)


def _names(agencies: Sequence[Agency]) -> list[str]:
    return [agency.text for agency in agencies]


def _assignment_rows(plan: Plan) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for n, assignment in enumerate(plan.assignments):
        agency = assignment.agency
        head = (n, assignment.section, agency.text, agency.canonical, agency.id, agency.level, assignment.role)
        if not assignment.tasks:
            rows.append((*head, None, None, assignment.span.start, assignment.span.end, [], [], [], assignment.rule))
        rows.extend(
            (*head, task_n, task.text, task.span.start, task.span.end, _names(task.partners), _names(task.reports_to),
             list(task.deadlines), assignment.rule)
            for task_n, task in enumerate(assignment.tasks)
        )  # fmt: skip
    return rows


def _verdict_rows(report: Report) -> list[tuple[Any, ...]]:
    """Return one row for the verdict, then one for each provision: the words of both sides and how they stand."""
    baseline = report.baseline.id
    rows: list[tuple[Any, ...]] = [
        (baseline, "plan", None, report.baseline.title, None, report.verdict, *(None,) * 14, report.baseline.reason)
    ]
    for ruling in report.targets:
        local, national = ruling.local, ruling.national
        rows.append(
            (baseline, "target", ruling.indicator, ruling.title, ruling.due, ruling.status, ruling.reason,
             national.clause, national.value, national.comparator, national.quote,
             local.value if local else None, local.value_max if local else None, local.unit if local else None,
             local.comparator if local else None, local.due if local else None, local.quote if local else None,
             *_ends(local.span if local else None), local.section if local else None, ruling.note)
        )  # fmt: skip
    rows.extend(
        _evidence_row(baseline, "task", task.id, task.title, task.status, task.coverage, task.clause, task.evidence,
                      task.note)
        for task in report.tasks
    )  # fmt: skip
    rows.extend(
        _evidence_row(baseline, "funding", item.id, item.title, item.status, None, None, item.evidence, None)
        for item in report.funding
    )
    rows.extend(
        _evidence_row(baseline, "duty", duty.agency, duty.duty, duty.status, None, None, duty.evidence, duty.note)
        for duty in report.duties
    )
    return rows


def _evidence_row(
    baseline: str,
    part: str,
    item: str,
    title: str,
    status: str,
    coverage: str | None,
    clause: str | None,
    evidence: tuple[Quote, ...],
    note: str | None,
) -> tuple[Any, ...]:
    first = evidence[0] if evidence else None
    return (
        baseline, part, item, title, None, status, coverage, clause, None, None, None, None, None, None, None, None,
        first.quote if first else None, *_ends(first.span if first else None), first.section if first else None, note,
    )  # fmt: skip
