"""What the later steps know: everything that the earlier steps found, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..models import Citation, Header
from ..rules import Rules
from .agencies import Mentions
from .layout import Layout
from .outline import Outline
from .tables import TableView


@dataclass(frozen=True)
class Context:
    """The document with its layout, header, outline, citations, agency mentions and understood tables."""

    document: Document
    rules: Rules
    layout: Layout
    header: Header
    outline: Outline
    citations: tuple[Citation, ...]
    mentions: Mentions
    tables: tuple[TableView, ...]
