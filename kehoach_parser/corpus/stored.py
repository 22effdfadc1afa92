"""A read document kept beside its text, so that new rules run on it without the file and without the readers."""

from __future__ import annotations

import json
from typing import Any

from ..document import Cell, Document, Table
from ..models import Block, Finding, Source, Span


def pack_layout(document: Document) -> str:
    """Return all that a reader found besides the text, as compact JSON."""
    return json.dumps(
        {
            "blocks": [
                (block.span.start, block.span.end, block.page, block.line, block.paragraph) for block in document.blocks
            ],
            "tables": [
                (
                    table.start,
                    table.end,
                    [[(cell.start, cell.end, cell.column, cell.width) for cell in row] for row in table.rows],
                )
                for table in document.tables
            ],
            "headings": list(document.headings.items()),
            "bold": document.bold,
            "footnotes": document.footnotes,
            "findings": [finding.model_dump() for finding in document.findings],
            "media_type": document.source.media_type,
            "pages": document.source.pages,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unpack(text: str, layout: str, document_id: str, name: str | None) -> Document:
    """Return the document that ``pack_layout`` packed; ``name`` is the name of its file."""
    data: dict[str, Any] = json.loads(layout)
    return Document(
        text=text,
        source=Source(
            name=name,
            media_type=data["media_type"],
            sha256=document_id,
            characters=len(text),
            pages=data["pages"],
        ),
        blocks=tuple(
            Block(span=Span(start=start, end=end), page=page, line=line, paragraph=paragraph)
            for start, end, page, line, paragraph in data["blocks"]
        ),
        tables=tuple(
            Table(start, end, tuple(tuple(Cell(*cell) for cell in row) for row in rows))
            for start, end, rows in data["tables"]
        ),
        headings=dict(data["headings"]),
        bold=tuple((start, end) for start, end in data["bold"]),
        footnotes=tuple((start, end) for start, end in data["footnotes"]),
        findings=tuple(Finding.model_validate(finding) for finding in data["findings"]),
    )
