"""Score one plan against its gold, part by part. The gold guide in ``corpus/README.md`` says what each field means."""

from __future__ import annotations

import regex

from ..models import Agency, Assignment, Citation, Deadline, Header, Section, Span, Target, Task
from ..plan import Plan
from .gold import GoldAssignment, GoldCitation, GoldDeadline, GoldHeader, GoldPlan, GoldSection, GoldTarget
from .likeness import normalise, overlaps, same_path, same_unit, year_of
from .tally import Tally

_HEADER_FIELDS = ("doc_type", "issuer", "number", "symbol", "place", "date", "title", "period")
_SIGNER_FIELDS = ("authority", "position", "name")
# A quote of the gold may begin before, or end after, the words that the parser quotes: how far it is looked for.
_BEFORE, _AFTER, _NEAR = 120, 160, 60


def score_plan(gold: GoldPlan, plan: Plan) -> Tally:
    """Return the counts for every part that ``gold`` annotates."""
    tally = Tally()
    _score_header(tally, gold.header, plan.header)
    if gold.citations is not None:
        _score_citations(tally, gold.citations, plan)
    if gold.sections is not None:
        _score_sections(tally, gold.sections, plan)
    if gold.targets is not None:
        _score_targets(tally, gold.targets, gold.may_targets, plan)
    if gold.deadlines is not None:
        _score_deadlines(tally, gold, gold.deadlines, plan)
    if gold.assignments is not None:
        _score_assignments(tally, gold.assignments, plan)
    for finding in gold.findings:  # recall only: a plan may have more slips than the annotator saw
        found = any(finding.code == one.code and overlaps(finding.quote, one.quote) for one in plan.findings)
        tally.judge("findings", found, f"{finding.code}: {finding.quote[:60]}")
    return tally


def _score_header(tally: Tally, gold: GoldHeader, header: Header) -> None:
    for field in _HEADER_FIELDS:
        if gold.gives(field):
            wanted, got = getattr(gold, field), getattr(header, field)
            tally.judge("header", normalise(wanted) == normalise(got), f"{field}: cần {wanted!r}, đọc {got!r}")
    if gold.signer is not None:
        signer = header.signers[0] if header.signers else None
        for field in _SIGNER_FIELDS:
            if gold.signer.gives(field):
                wanted, got = getattr(gold.signer, field), getattr(signer, field, None)
                ok = normalise(wanted) == normalise(got)
                tally.judge("header", ok, f"signer.{field}: cần {wanted!r}, đọc {got!r}")
    if gold.gives("recipients"):
        count = len(header.recipients)
        tally.judge("header", count == (gold.recipients or 0), f"recipients: cần {gold.recipients}, đọc {count}")


def _score_citations(tally: Tally, gold: tuple[GoldCitation, ...], plan: Plan) -> None:
    first_mentions: dict[str, Citation] = {}
    for citation in plan.citations:
        first_mentions.setdefault(normalise(citation.number), citation)

    def same(wanted: GoldCitation, found: Citation) -> bool:
        return (
            normalise(wanted.number) == normalise(found.number)
            and normalise(wanted.doc_type) == normalise(found.doc_type)
            and wanted.date == found.date
            and (not wanted.issuer or normalise(wanted.issuer) == normalise(found.issuer))
        )

    def show(one: GoldCitation | Citation) -> str:
        return f"{one.doc_type} {one.number} {one.date} {one.issuer}"

    tally.pair("citations", gold, list(first_mentions.values()), same, show, show)


def _score_sections(tally: Tally, gold: tuple[GoldSection, ...], plan: Plan) -> None:
    numbered = [section for root in plan.sections for section in root.walk() if section.marker]

    def same(wanted: GoldSection, found: Section) -> bool:
        if normalise(wanted.path) != normalise(found.path):
            return False
        starts = normalise(wanted.starts)
        return starts in _opening(plan.text, found) or starts in normalise(found.title)

    pairs = tally.pair(
        "sections",
        gold,
        numbered,
        same,
        lambda wanted: f"{wanted.path} {wanted.starts}",
        lambda found: f"{found.path} {(found.title or '')[:60]}",
    )
    for wanted, found in pairs:
        if wanted.kind is not None:
            ok = wanted.kind == found.kind
            tally.judge("section kind", ok, f"{wanted.path}: cần {wanted.kind}, đọc {found.kind}")


def _opening(text: str, section: Section) -> str:
    """Return the first words of ``section`` after its marker, normalised."""
    head = section.span.of(text)[:400]
    return normalise(regex.sub(r"^\W*" + regex.escape(section.marker or ""), "", head))[:300]


def _score_targets(tally: Tally, gold: tuple[GoldTarget, ...], may: tuple[str, ...], plan: Plan) -> None:
    def same(wanted: GoldTarget, found: Target) -> bool:
        if wanted.value != found.value or wanted.value_max != found.value_max:
            return False
        if wanted.value is not None and not (
            same_unit(wanted.unit, found.unit) and wanted.comparator == found.comparator
        ):
            return False
        return (
            (wanted.due is None or year_of(wanted.due) == year_of(found.due))
            and same_path(wanted.path, found.section)
            and overlaps(wanted.quote, found.quote)
        )

    pairs = tally.pair(
        "targets",
        gold,
        plan.targets,
        same,
        lambda wanted: f"{wanted.path} {wanted.value} {wanted.due} {wanted.quote[:70]}",
        lambda found: f"{found.section} {found.comparator} {found.value} {found.due} {found.quote[:70]}",
        excused=lambda found: any(overlaps(quote, found.quote) for quote in may),
    )
    for wanted, found in pairs:
        for field in ("indicator", "change"):
            if value := getattr(wanted, field):
                ok = normalise(value) == normalise(getattr(found, field))
                tally.judge(f"target {field}", ok, f"{wanted.quote[:50]}: cần {value!r}, đọc {getattr(found, field)!r}")
        for field in ("condition", "exception"):
            if value := getattr(wanted, field):
                ok = overlaps(value, getattr(found, field) or "")
                tally.judge(f"target {field}", ok, f"{wanted.quote[:50]}: cần {value!r}, đọc {getattr(found, field)!r}")


def _score_deadlines(tally: Tally, gold: GoldPlan, deadlines: tuple[GoldDeadline, ...], plan: Plan) -> None:
    target_quotes = [target.quote for target in gold.targets or ()]

    def around(span: Span, before: int, after: int) -> str:
        return normalise(plan.text[max(0, span.start - before) : span.end + after])

    def same(wanted: GoldDeadline, found: Deadline) -> bool:
        if wanted.gives("rrule") and normalise(wanted.rrule) != normalise((found.rrule or "").removeprefix("RRULE:")):
            return False
        if wanted.gives("date") and wanted.date != found.date:
            return False
        if wanted.bound != found.bound:
            return False
        if overlaps(wanted.quote, found.quote):
            return True
        expression = wanted.expression or wanted.quote
        return overlaps(expression, found.quote) and normalise(wanted.quote) in around(found.span, _BEFORE, _AFTER)

    def excused(found: Deadline) -> bool:
        window, words = around(found.span, _NEAR, _NEAR), normalise(found.quote)
        if any(normalise(quote) in window for quote in gold.may_deadlines):
            return True
        return any(overlaps(quote, found.quote) or words in normalise(quote) for quote in target_quotes)

    pairs = tally.pair(
        "deadlines",
        deadlines,
        plan.deadlines,
        same,
        lambda wanted: f"{wanted.bound} {wanted.rrule or wanted.date} {wanted.quote[:70]}",
        lambda found: f"{found.bound} {found.rrule or found.date} {found.quote[:70]}",
        excused,
    )
    for wanted, found in pairs:
        if wanted.agency:
            ok = overlaps(wanted.agency, found.agency or "")
            tally.judge("deadline agency", ok, f"{wanted.quote[:40]}: cần {wanted.agency}, đọc {found.agency}")


def _score_assignments(tally: Tally, gold: tuple[GoldAssignment, ...], plan: Plan) -> None:
    def same(wanted: GoldAssignment, found: Assignment) -> bool:
        names = {normalise(wanted.agency), normalise(wanted.canonical or wanted.agency)}
        return (
            same_path(wanted.path, found.section)
            and wanted.role == found.role
            and not names.isdisjoint(_names(found.agency))
        )

    pairs = tally.pair(
        "assignments",
        gold,
        plan.assignments,
        same,
        lambda wanted: f"{wanted.path} {wanted.role} {wanted.agency}",
        lambda found: f"{found.section} {found.role} {found.agency.text}",
    )
    for wanted, found in pairs:
        whose = f"{wanted.path} {wanted.agency}"
        if wanted.tasks is not None:
            count = len(found.tasks)
            tally.judge("assignment tasks", count == wanted.tasks, f"{whose}: cần {wanted.tasks} việc, đọc {count}")
        if wanted.first is not None:
            first = normalise(wanted.first)
            ok = any(first in normalise(_words(plan, task)) for task in found.tasks)
            tally.judge("assignment tasks", ok, f"{whose}: không có việc bắt đầu bằng {wanted.first[:40]!r}")
        partners = {name for task in found.tasks for body in task.partners for name in _names(body)}
        reports_to = {name for task in found.tasks for body in task.reports_to for name in _names(body)}
        for part, wanted_names, names in (
            ("assignment partners", wanted.partners, partners),
            ("assignment reports_to", wanted.reports_to, reports_to),
        ):
            for name in map(normalise, wanted_names):
                tally.judge(part, any(name in one or one in name for one in names), f"{whose}: {name}")


def _names(agency: Agency) -> set[str]:
    return {normalise(agency.text), normalise(agency.canonical)} - {""}


def _words(plan: Plan, task: Task) -> str:
    return task.span.of(plan.text) or task.text
