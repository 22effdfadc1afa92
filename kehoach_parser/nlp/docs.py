"""A plan as a spaCy ``Doc`` with its targets, deadlines, agencies and sections as span groups; many as a ``DocBin``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, SpanGroup

from ..models import Agency, Span
from ..plan import Plan
from .aligning import Alignment
from .tokens import SyllableTokenizer, blank

GROUPS = ("targets", "deadlines", "agencies", "sections")
USER_DATA = "kehoach"

# (span, label, knowledge-base id, attributes)
Entry = tuple[Span, str, str, dict[str, Any]]


def make_doc(plan: Plan, nlp: Language | None = None) -> Doc:
    """Return ``plan`` as a Doc of syllables with the vocabulary of ``nlp``; ``doc.text == plan.text``.

    Its span groups are those of ``add_groups``. Hand the Doc to ``nlp(doc)`` to run the pipeline over it.
    """
    doc = SyllableTokenizer((nlp or _plain()).vocab)(plan.text)
    add_groups(doc, plan)
    return doc


def add_groups(doc: Doc, plan: Plan) -> None:
    """Set the span groups ``targets``, ``deadlines``, ``agencies`` and ``sections`` of ``doc``, and ``doc._.plan``.

    A span has the label of its group (TARGET, DEADLINE …), as ``kb_id_`` what it means (indicator, date or repeat,
    agency id, kind of section) and as ``id_`` its number in the plan. ``group.attrs["items"]`` holds for each span, in
    the same order, the rest as plain data. Words that do not stand in ``doc`` are left out.
    """
    alignment = Alignment(plan, doc.text)
    makers = {"targets": _targets, "deadlines": _deadlines, "agencies": _agencies, "sections": _sections}
    for name in GROUPS:
        spans, items = [], []
        for number, (span, label, meaning, item) in enumerate(makers[name](plan)):
            place = alignment.place(span)
            if place is None:
                continue
            found = doc.char_span(*place, label=label, kb_id=meaning, span_id=str(number), alignment_mode="expand")
            if found is not None:
                spans.append(found)
                items.append(item)
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans, attrs={"items": items})
    doc.user_data[USER_DATA] = plan.to_json(indent=None)


def make_docbin(plans: Iterable[Plan], nlp: Language | None = None) -> DocBin:
    """Return many plans as one DocBin; its ``get_docs(nlp.vocab)`` gives them back, groups and all."""
    docbin = DocBin(store_user_data=True)
    for plan in plans:
        docbin.add(make_doc(plan, nlp))
    return docbin


def save_docbin(plans: Iterable[Plan], path: str | Path) -> int:
    """Write many plans as one DocBin file, the input of ``spacy train``; return how many."""
    docbin = make_docbin(plans)
    docbin.to_disk(path)
    return len(docbin)


def plan_of(doc: Doc) -> Plan:
    """Return the plan of a Doc made here or by the pipe ``kehoach``: what ``doc._.plan`` gives."""
    return Plan.from_json(doc.user_data[USER_DATA])


if not Doc.has_extension("plan"):
    Doc.set_extension("plan", getter=plan_of)


@cache
def _plain() -> Language:
    return blank()


def _targets(plan: Plan) -> Iterator[Entry]:
    for one in plan.targets:
        yield one.span, "TARGET", one.indicator or "", one.model_dump(mode="json", exclude={"span", "places"})


def _deadlines(plan: Plan) -> Iterator[Entry]:
    for one in plan.deadlines:
        yield one.span, "DEADLINE", one.date or one.rrule or "", one.model_dump(mode="json", exclude={"span"})


def _agencies(plan: Plan) -> Iterator[Entry]:
    """Every agency that has something to do, in the order of the text, with its roles there."""
    found: dict[tuple[int, int], tuple[Agency, set[str], str | None]] = {}

    def note(agency: Agency, role: str, section: str | None) -> None:
        span = agency.span
        if span is not None and span.start < span.end:
            found.setdefault((span.start, span.end), (agency, set(), section))[1].add(role)

    for one in plan.assignments:
        note(one.agency, one.role, one.section)
        for task in one.tasks:
            for partner in task.partners:
                note(partner, "partner", one.section)
            for body in task.reports_to:
                note(body, "reports_to", one.section)
    for (start, end), (agency, roles, section) in sorted(found.items(), key=lambda item: item[0]):
        item = {**agency.model_dump(mode="json", exclude={"span"}), "roles": sorted(roles), "section": section}
        yield Span(start=start, end=end), "AGENCY", agency.id or "", item


def _sections(plan: Plan) -> Iterator[Entry]:
    for root in plan.sections:
        for one in root.walk():
            yield one.span, "SECTION", one.kind, one.model_dump(mode="json", exclude={"span", "children"})
