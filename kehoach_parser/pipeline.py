"""The order of the steps from a file to a Plan, on one screen."""

from __future__ import annotations

from pathlib import Path

from .document import Document
from .extract.accounting import account_numbers
from .extract.agencies import find_agencies
from .extract.assignments import extract_assignments
from .extract.citations import extract_citations
from .extract.context import Context
from .extract.deadlines import extract_deadlines
from .extract.deadlines_owner import bind_deadlines
from .extract.header import extract_header
from .extract.layout import find_layout
from .extract.sections import segment
from .extract.tables import read_tables
from .extract.targets import read_targets
from .plan import Plan
from .readers import read_file, read_text
from .review import review
from .rules import Rules


def parse(
    source: str | Path | None = None, *, text: str | None = None, rules: Rules | None = None, style: bool = False
) -> Plan:
    """Return the plan in the file ``source``, or in ``text``; ``style`` adds findings on matters of style.

    Raises ReadError when the file cannot be read; a text never raises, whatever is in it.

    >>> parse(text="KẾ HOẠCH\\nCông tác năm 2025").header.doc_type
    'KẾ HOẠCH'
    """
    if (source is None) == (text is None):
        raise TypeError("parse() cần đúng một trong hai: đường dẫn tệp, hoặc text=...")
    document = read_text(text) if text is not None else read_file(Path(source or ""))
    return parse_document(document, rules or Rules.load(), style=style)


def parse_document(document: Document, rules: Rules, *, style: bool = False) -> Plan:
    """Return the plan in a document that a reader has read."""
    layout = find_layout(document, rules)
    header = extract_header(document, layout, rules)
    outline = segment(document, layout, rules)
    citations = extract_citations(document, layout, header, rules)
    mentions = find_agencies(document, header, rules)
    tables = read_tables(document, rules)
    context = Context(document, rules, layout, header, outline, citations, mentions, tables)
    reading = read_targets(context)
    targets = reading.targets
    deadlines = extract_deadlines(context)
    assignments = extract_assignments(context, deadlines)
    deadlines = bind_deadlines(deadlines, assignments, document.text)
    accounts = account_numbers(context, targets, deadlines, reading.rejected)
    plan = Plan.model_construct(
        source=document.source,
        text=document.text,
        header=header,
        citations=citations,
        sections=outline.roots,
        targets=targets,
        deadlines=deadlines,
        assignments=assignments,
        findings=document.findings,
        unclaimed=accounts.unclaimed,
        explained=accounts.explained,
        blocks=document.blocks,
    )
    return plan.model_copy(update={"findings": (*document.findings, *review(plan, document, rules, style=style))})
