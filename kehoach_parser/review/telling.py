"""Findings in another language: a message is read back by the template that wrote it, and written by the other one."""

from __future__ import annotations

from functools import lru_cache

import regex

from ..models import Finding
from ..rules import Rules
from .rules import Check, ReaderText, read_checks

_FIELD = regex.compile(r"\{(\w+)\}")


def explain(finding: Finding, rules: Rules | None = None, language: str = "en") -> str:
    """Return what a finding says in ``language`` ("vi" or "en"); a finding that no rule knows keeps its words."""
    return tell(finding, language, rules).message


def tell(finding: Finding, language: str, rules: Rules | None = None) -> Finding:
    """Return ``finding`` with its message and suggestion in ``language``: what was found stays as it is.

    >>> told = tell(Finding(code="duplicate-number", severity="error",
    ...             message="Số 2. viết hai lần trong cùng một cấp.", quote="2. Sở Nội vụ"), "en")
    >>> told.message
    'The number 2. stands twice: “2. Sở Nội vụ”.'
    """
    if language == "vi":
        return finding
    texts = read_checks(rules or Rules.load())
    rule: Check | ReaderText | None = texts.by_code.get(finding.code) or texts.of_readers.get(finding.code)
    if rule is None:
        return finding
    values = {"quote": finding.quote, "other": "…", "right": "…", **_read_back(rule.vi, finding.message)}
    advice = None
    if isinstance(rule, Check) and finding.suggestion:
        values |= _read_back(rule.suggestion or "", finding.suggestion)
        advice = (rule.advice or "").format_map(values).strip() or finding.suggestion
    return finding.model_copy(update={"message": rule.en.format_map(values).strip(), "suggestion": advice})


def _read_back(template: str, written: str) -> dict[str, str]:
    """Return the values with which ``template`` becomes ``written``; empty when it does not."""
    match = _inverse(template).fullmatch(written)
    return {} if match is None else {name: value for name, value in match.groupdict().items() if value}


@lru_cache(maxsize=256)
def _inverse(template: str) -> regex.Pattern[str]:
    pieces = _FIELD.split(template)
    seen: set[str] = set()
    source = ""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            source += regex.escape(piece)
        elif piece in seen:
            source += f"(?P={piece})"
        else:
            seen.add(piece)
            source += f"(?P<{piece}>.*?)"
    return regex.compile(source, regex.DOTALL)
