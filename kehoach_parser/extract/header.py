"""The parts of form of a document (Nghị định 30/2020/NĐ-CP, Điều 8; Hướng dẫn 36-HD/VPTW for Party documents)."""

from __future__ import annotations

from ..document import Document
from ..models import Header
from ..rules import Rules
from .layout import Layout


def extract_header(document: Document, layout: Layout, rules: Rules) -> Header:
    """Return the header of ``document``: what it lacks is None."""
    return Header()
