"""Checks of what a plan cites: dates, kinds and symbols, the act that its programme comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from ..models import Citation
from ..text import fold
from .rules import read_acts
from .subject import Hit, Subject

_CODE = regex.compile(r"^\d+[\p{L}]?(?:/\d{4})?/(?P<state>\p{L}+)(?:-|$)|^\d+-(?P<party>\p{L}+)/")
_FULL_DATE = regex.compile(r"\d{4}-\d\d-\d\d")


def check_dates(subject: Subject) -> Iterator[Hit]:
    """C01: one act, two dates. Two acts may share a number in different years, so only a near miss is a slip."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation, number, kind in subject.cited:
        if citation.date and _FULL_DATE.fullmatch(citation.date):
            groups.setdefault((kind, number), []).append(citation)
    for mentions in groups.values():
        if len(mentions) < 2:
            continue
        dates = Counter(citation.date for citation in mentions)
        if len(dates) < 2:
            continue
        usual = dates.most_common(1)[0][0] or ""
        for citation in mentions:
            if citation.date != usual and _near(citation.date or "", usual):
                yield Hit("citation-date-conflict", citation.span.start, citation.span.end, {"other": show_date(usual)})


def _near(left: str, right: str) -> bool:
    """Dates of one act: the same year, or one part alone that differs (a mistyped year, month or day)."""
    differing = sum(a != b for a, b in zip(left.split("-"), right.split("-"), strict=False))
    return differing == 1 or left[:4] == right[:4]


def show_date(date: str) -> str:
    """Return an ISO date as it is written in a plan.

    >>> show_date("2022-01-27")
    '27/01/2022'
    """
    return "/".join(reversed(date.split("-")))


def check_registry(subject: Subject) -> Iterator[Hit]:
    """C02: a known act with another date than its own."""
    known = read_acts(subject.rules).by_number
    for citation, number, kind in subject.cited:
        act = known.get(number)
        if act is None or not citation.date or not _FULL_DATE.fullmatch(citation.date):
            continue
        if kind == fold(act.doc_type) and citation.date != act.date and _near(citation.date, act.date):
            yield Hit("citation-wrong-date", citation.span.start, citation.span.end, {"other": show_date(act.date)})


def check_types(subject: Subject) -> Iterator[Hit]:
    """C03: a kind of document whose symbol is of another kind ("Kế hoạch số 251/QĐ-UBND")."""
    codes_of = subject.check("citation-type-conflict").folded_words
    for citation, _, kind in subject.cited:
        allowed = codes_of.get(kind)
        match = _CODE.match(citation.number.replace(" ", "")) if allowed is not None else None
        if allowed is None or match is None:
            continue
        code = fold(match["state"] or match["party"])
        if code not in allowed and any(code in codes for codes in codes_of.values()):
            yield Hit(
                "citation-type-conflict",
                citation.span.start,
                citation.span.end,
                {"other": match["state"] or match["party"]},
            )


def check_names(subject: Subject) -> Iterator[Hit]:
    """C03: one document under two names, of which one fits its symbol ("Công văn số 7886/HD-BNV", a Hướng dẫn)."""
    codes_of = subject.check("citation-type-conflict").folded_words
    named: dict[str, set[str]] = {}
    for _, number, kind in subject.cited:
        named.setdefault(number.replace(" ", ""), set()).add(kind)
    for citation, number, kind in subject.cited:
        others = named[number.replace(" ", "")] - {kind, ""}
        match = _CODE.match(citation.number.replace(" ", "")) if kind and others else None
        if match is None or kind in codes_of:
            continue
        code = match["state"] or match["party"]
        if any(fold(code) in codes_of.get(other, ()) for other in others):
            yield Hit("citation-type-conflict", citation.span.start, citation.span.end, {"other": code})


def check_blanks(subject: Subject) -> Iterator[Hit]:
    """A cited document whose number or day is left blank ("Kế hoạch số /KH-SGDĐT ngày tháng 5 năm 2026")."""
    own = [span for name, span in subject.plan.header.spans.items() if name in ("number", "symbol", "date")]
    for code in ("blank-number", "blank-date"):
        for match in subject.matches(code, "cited"):
            start, end = match.span("blank")
            if not any(span.start < end and start < span.end for span in own):
                yield Hit(code, start, end, {"other": ""})


def check_order(subject: Subject) -> Iterator[Hit]:
    """C04: an act cited before it was issued, or issued on the plan's own day."""
    own = subject.date or ""
    if not _FULL_DATE.fullmatch(own):
        return
    seen: set[str] = set()
    for citation in subject.plan.citations:
        date = citation.date or ""
        if not _FULL_DATE.fullmatch(date) or date < own or citation.number in seen:
            continue
        seen.add(citation.number)
        code = "citation-same-day" if date == own else "citation-future-date"
        yield Hit(code, citation.span.start, citation.span.end, {"other": show_date(own)})


def check_baseline(subject: Subject) -> Iterator[Hit]:
    """C05: the programme is named, the act that approved it is not."""
    for act in read_acts(subject.rules).acts:
        if act.programme and subject.has(act.programme):
            number = fold(act.number)
            if number not in subject.folded and number not in subject.folded.replace(" ", ""):
                span = subject.name_span
                yield Hit("baseline-not-cited", span.start, span.end, {"other": f"{act.doc_type} {act.number}"})
