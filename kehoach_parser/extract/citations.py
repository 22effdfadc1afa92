"""Other documents cited by number."""

from __future__ import annotations

from ..document import Document
from ..models import Citation, Header
from ..rules import Rules
from .layout import Layout


def extract_citations(document: Document, layout: Layout, header: Header, rules: Rules) -> tuple[Citation, ...]:
    """Return every mention of another document by number, in the order of the text."""
    return ()
