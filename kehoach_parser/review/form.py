"""Checks of form: header, date line, signature, recipients (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .subject import Hit, Subject

# In a scan the number and the day may be there, written by hand, and not read: what stands in their place is no blank.
_WRITTEN_BY_HAND = regex.compile(r"[sS][ốỐ]\s?[:.]?[\s._…]*[^\s._…/:]")
_BLANK_DAY = regex.compile(r"ngày[\s._…]*tháng[\s._…\d]*(?:năm|\Z)")
_ISSUED_WITH = regex.compile(r"[^\p{L}]{1,12}(?:được )?(?:ban hành )?kèm theo (?:quyết định|nghị quyết)\b")
_BLANK_BEFORE_SLASH = regex.compile(r"\d +/|/ +\p{L}")


def check_header(subject: Subject) -> Iterator[Hit]:
    """C06: number, symbol, date: absent, or left blank as in a draft."""
    header, spans = subject.plan.header, subject.plan.header.spans
    name = subject.name_span
    if not any((header.number, header.symbol, header.date, header.place)):
        if "title" in spans and _ISSUED_WITH.match(subject.folded, spans["title"].end):
            return  # the act that carries the plan has the header
        yield Hit("missing-header", name.start, name.end)
        return
    if header.number is None and header.symbol is None:
        yield Hit("missing-number", name.start, name.end)
    elif header.number is None and "symbol" in spans:
        start, end = _number_line(subject, spans["symbol"].start, spans["symbol"].end)
        if not (subject.is_scan and _WRITTEN_BY_HAND.search(subject.text, start, spans["symbol"].start)):
            yield Hit("blank-number", start, end)
    if header.date is not None and len(header.date) < 10 and "date" in spans:
        start, end = spans["date"].start, spans["date"].end
        if not (subject.is_scan and not _BLANK_DAY.search(subject.folded, start, end)):
            yield Hit("blank-date", start, end, {"other": header.date})


def _number_line(subject: Subject, start: int, end: int) -> tuple[int, int]:
    line = subject.text.rfind("\n", 0, start) + 1
    at = subject.folded.rfind("số", line, start)
    return (at if at >= 0 else start), end


def check_date_line(subject: Subject) -> Iterator[Hit]:
    """C07: "Điện Biên ngày 18 tháng 02": the comma after the place is missing."""
    spans = subject.plan.header.spans
    if "place" in spans and "date" in spans:
        place, date = spans["place"], spans["date"]
        between = subject.text[place.end : date.start]
        if 0 < len(between) <= 3 and "," not in between and not between.strip():
            yield Hit("date-line-comma", place.start, date.end)


def check_symbol_blank(subject: Subject) -> Iterator[Hit]:
    """The number and its symbol are written together: "63/KH-BTV", not "63 /KH-BTV"."""
    spans = subject.plan.header.spans
    if subject.plan.header.number and "number" in spans and "symbol" in spans:
        start, end = spans["number"].start, spans["symbol"].end
        if _BLANK_BEFORE_SLASH.search(subject.text, start, end):
            yield Hit("symbol-blank", start, end)


def check_signature(subject: Subject) -> Iterator[Hit]:
    """C34: a name without the office that signs."""
    for signer in subject.plan.header.signers:
        if signer.name and not signer.authority and not signer.position and signer.span is not None:
            yield Hit("signature-title-missing", signer.span.start, signer.span.end)


def check_recipients(subject: Subject) -> Iterator[Hit]:
    """C33: the line "Lưu" closes the list with a full stop."""
    recipients = subject.plan.header.recipients
    kept = [recipient for recipient in recipients if recipient.text.lower().startswith("lưu")]
    if recipients and kept and kept[-1] is recipients[-1]:
        line_end = subject.text.find("\n", kept[-1].span.end)
        line = subject.text[kept[-1].span.start : line_end if line_end >= 0 else len(subject.text)].strip()
        if line and line[-1] not in ".)/":
            yield Hit("recipients-form", kept[-1].span.start, kept[-1].span.end)


def check_end_mark(subject: Subject) -> Iterator[Hit]:
    """C35: the body ends with ./."""
    if "./." in subject.text or not subject.plan.header.signers:
        return
    span = subject.name_span
    yield Hit("end-mark-missing", span.start, span.end)
