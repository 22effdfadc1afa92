"""The section tree, from the numbering that the text itself shows."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..models import Section, Span
from ..rules import Rules
from .layout import Layout


@dataclass(frozen=True)
class Outline:
    """The section tree and where its sections begin."""

    roots: tuple[Section, ...]

    def at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        return None

    def path_at(self, offset: int) -> str | None:
        """Return the path of the innermost numbered section (or appendix) that holds ``offset``."""
        return None


def segment(document: Document, layout: Layout, rules: Rules) -> Outline:
    """Return the sections of ``document``; they tile the text."""
    length = len(document.text)
    return Outline((Section(path="", marker=None, title=None, kind="other", level=0, span=Span(start=0, end=length)),))
