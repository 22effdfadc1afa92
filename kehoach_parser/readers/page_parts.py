"""What a page is made of, for PDF text and for OCR alike: pieces of text, lines of them, and ruling lines.

Lengths are points (1/72 inch); the origin is the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Piece:
    """A stretch of one line with one look. ``glued``: no blank stands between it and the piece before it.

    ``confidence`` is what OCR thinks of it (0 to 100); text that a file holds as text has 100.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    glued: bool = False
    confidence: float = 100.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """Pieces that stand beside each other, from left to right."""

    pieces: list[Piece]
    page: int
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        pieces = self.pieces
        first = pieces[0]
        if len(pieces) == 1:
            self.x0, self.x1, self.top, self.bottom = first.x0, first.x1, first.top, first.bottom
            self.size, self.text = first.size, first.text.strip()
            return
        self.x0, self.x1 = first.x0, max(piece.x1 for piece in pieces)
        longest = max(pieces, key=lambda piece: len(piece.text))
        self.top, self.bottom, self.size = longest.top, longest.bottom, longest.size
        self.text = "".join(
            piece.text if i == 0 or piece.glued else " " + piece.text for i, piece in enumerate(pieces)
        ).strip()

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def bold(self) -> list[tuple[int, int]]:
        """The stretches of ``text`` in bold letters."""
        found: list[tuple[int, int]] = []
        at = 0
        for i, piece in enumerate(self.pieces):
            at += 0 if i == 0 or piece.glued else 1
            if piece.bold:
                found.append((at, at + len(piece.text)))
            at += len(piece.text)
        return found


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line: ``at`` is its y (or x, when ``vertical``), from ``start`` to ``end`` along it."""

    vertical: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page: its number (from 1), its size, the pieces of text on it, and its ruling lines.

    ``pieces`` of one inner list stand on one line of the file, in the order of the file. A piece does not reach over a
    ruling line. ``scanned``: the pieces are words that OCR has read.
    """

    number: int
    width: float
    height: float
    pieces: list[list[Piece]]
    rulings: list[Ruling]
    scanned: bool = False

    @property
    def text(self) -> str:
        """The words of the page, one line of the file a line."""
        return "\n".join(" ".join(piece.text for piece in line) for line in self.pieces)
