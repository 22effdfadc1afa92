"""Slips inside one plan: every check of ``rules/findings.yaml``, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from ..document import Document
from ..models import Finding, Severity, Span, make
from ..plan import Plan
from ..rules import Rules
from . import agencies, citations, content, form, marks, numbering, periods, repeats, spelling
from .rules import read_checks
from .subject import Hit, Subject
from .telling import explain, tell

__all__ = ["explain", "review", "tell"]

# A check that finds more than this in one plan has found a habit; the rest adds nothing.
_MOST = 100

_CHECKS: tuple[Callable[[Subject], Iterator[Hit]], ...] = (
    citations.check_dates,
    citations.check_registry,
    citations.check_types,
    citations.check_names,
    citations.check_blanks,
    citations.check_order,
    citations.check_baseline,
    form.check_header,
    form.check_date_line,
    form.check_signature,
    numbering.check_numbers,
    numbering.check_rows,
    numbering.check_promises,
    periods.check_periods,
    periods.check_days,
    periods.check_calendar,
    periods.check_overdue,
    periods.check_counted_periods,
    marks.check_quotations,
    marks.check_straight_quotations,
    marks.check_parentheses,
    marks.check_stops,
    marks.check_symbols,
    spelling.check_slips,
    spelling.check_letters,
    spelling.check_compounds,
    spelling.check_syllables,
    repeats.check_repeats,
    repeats.check_paragraphs,
    content.check_targets_present,
    content.check_deadlines_present,
    content.check_target_conflicts,
    content.check_range_and_floor,
    content.check_share_without_value,
    content.check_comparison,
    content.check_annexes,
    content.check_missing_words,
    content.check_other_plan,
    content.check_report_chain,
    agencies.check_outdated,
    agencies.check_units,
    agencies.check_corrupt,
    agencies.check_script,
    agencies.check_abbreviations,
)
# Matters of style: only when asked for.
_STYLE_CHECKS: tuple[Callable[[Subject], Iterator[Hit]], ...] = (
    form.check_symbol_blank,
    form.check_recipients,
    form.check_end_mark,
    content.check_lead,
    content.check_parts,
    content.check_self_reference,
    agencies.check_fixed_names,
    agencies.check_mixed_words,
)


def review(plan: Plan, document: Document, rules: Rules, *, style: bool = False) -> tuple[Finding, ...]:
    """Return the findings about ``plan`` itself, in the order of the text; ``style`` adds matters of style.

    In a text that was read by OCR a slip of writing may be the reader's own: there errors are told as warnings.
    """
    subject = Subject(plan, document, rules)
    checks = read_checks(rules).by_code
    found: dict[tuple[str, int, int], Finding] = {}
    for check in (*_CHECKS, *_STYLE_CHECKS) if style else _CHECKS:
        for hit in islice(check(subject), _MOST):
            rule = checks[hit.code]
            severity: Severity = hit.severity or rule.severity  # type: ignore[assignment]
            if severity == "style" and not style:
                continue
            if severity == "error" and subject.is_scan:
                severity = "warning"
            quote = document.text[hit.start : hit.end]
            values = {"quote": quote, "other": "", "right": "", **hit.detail}
            found.setdefault(
                (hit.code, hit.start, hit.end),
                make(
                    Finding,
                    code=hit.code,
                    severity=severity,
                    message=rule.vi.format_map(values).strip(),
                    quote=quote,
                    span=make(Span, start=hit.start, end=hit.end),
                    suggestion=(rule.suggestion or "").format_map(values).strip() or None,
                ),
            )
    return tuple(sorted(found.values(), key=_place))


def _place(finding: Finding) -> tuple[int, str]:
    return (finding.span.start if finding.span else 0, finding.code)
