"""What a reader must say of a plan that was read by OCR: that it was, and which numbers, dates and names are unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from ..document import Document
from ..models import Finding, Span
from .page_parts import Page, Piece

_LOW_FIGURE, _LOW_NAME = 75.0, 60.0  # confidence
_MOST_LINES = 30
_MOST_WORDS = 6  # named in one message
_NAME = regex.compile(r"[\"“(]?\p{Lu}\p{Ll}{1,7}[\")”.,;:]*")
_FIGURE = regex.compile(r"\d")


def find_doubts(document: Document, pages: Sequence[Page]) -> Document:
    """Return ``document`` with a finding that it was read by OCR, and one for each line of unsure figures and names.

    ``pages`` are those that were read by OCR.
    """
    if not pages:
        return document
    lines: dict[int, list[tuple[int, int]]] = {}
    reach = _page_spans(document)
    for page in pages:
        start, end = reach.get(page.number, (0, len(document.text)))
        at: dict[str, int] = {}
        for line in page.pieces:
            for i, piece in enumerate(line):
                if not _is_unsure(piece, i):
                    continue
                found = document.text.find(piece.text, at.get(piece.text, start), end)
                if found < 0:
                    continue
                at[piece.text] = found + len(piece.text)
                lines.setdefault(document.lines.at(found), []).append((found, found + len(piece.text)))
    findings = [_read_by_ocr(pages, sum(map(len, lines.values())))]
    findings += [_low_confidence(document.text, sorted(lines[number])) for number in sorted(lines)[:_MOST_LINES]]
    return replace(document, findings=(*document.findings, *findings))


def _is_unsure(piece: Piece, place: int) -> bool:
    if _FIGURE.search(piece.text):
        return piece.confidence < _LOW_FIGURE
    # The first word of a line has a capital anyway.
    return place > 0 and piece.confidence < _LOW_NAME and bool(_NAME.fullmatch(piece.text))


def _page_spans(document: Document) -> dict[int, tuple[int, int]]:
    reach: dict[int, tuple[int, int]] = {}
    for block in document.blocks:
        if block.page is not None:
            start, end = reach.get(block.page, (block.span.start, block.span.end))
            reach[block.page] = min(start, block.span.start), max(end, block.span.end)
    return reach


def _read_by_ocr(pages: Sequence[Page], unsure: int) -> Finding:
    which = ", ".join(str(page.number) for page in pages[:12]) + (", …" if len(pages) > 12 else "")
    words = sum(len(line) for page in pages for line in page.pieces)
    mean = sum(piece.confidence for page in pages for line in page.pieces for piece in line) / max(words, 1)
    return Finding(
        code="read-by-ocr",
        severity="warning",
        message=(
            f"Văn bản đọc bằng nhận dạng chữ (OCR), trang {which}; độ tin cậy trung bình {mean:.0f}%, "
            f"{unsure} số, ngày hoặc tên chưa chắc. Hãy đối chiếu với bản gốc trước khi dùng số liệu."
        ),
        quote="",
    )


def _low_confidence(text: str, spans: list[tuple[int, int]]) -> Finding:
    words = ", ".join(f"“{text[start:end]}”" for start, end in spans[:_MOST_WORDS])
    start, end = spans[0][0], spans[min(len(spans), _MOST_WORDS) - 1][1]
    return Finding(
        code="low-confidence",
        severity="warning",
        message=f"OCR đọc chưa chắc: {words}; hãy đối chiếu với bản gốc",
        quote=text[start:end],
        span=Span(start=start, end=end),
    )
