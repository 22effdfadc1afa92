"""Where the parts of a document stand: letterhead, body, closing, signature, recipients, appendices."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..rules import Rules


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix (Phụ lục): ``text[start:end]`` with its heading line included; ``path`` is "Phụ lục" or "Phụ lục I"."""

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets of the parts, all at line starts. ``body_start`` is the first line after the trích yếu (title); ``body_end``
    is where the closing formula ("Trên đây là …"), the recipients or the signature begin, whichever comes first. Appendices
    come after it. ``noise`` are stretches that do not belong to the plan (web menus, a wrapping decision)."""

    body_start: int
    body_end: int
    appendices: tuple[Appendix, ...] = ()
    noise: tuple[tuple[int, int], ...] = ()


def find_layout(document: Document, rules: Rules) -> Layout:
    """Return where the parts of ``document`` stand."""
    return Layout(0, len(document.text))
