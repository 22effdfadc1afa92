"""Pages of text with places, and PDF files put together by hand, for the tests of the PDF and scan readers."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach_parser.document import Document
from kehoach_parser.readers.builder import DocumentBuilder, make_source
from kehoach_parser.readers.page_flow import write_pages
from kehoach_parser.readers.page_parts import Page, Piece, Ruling

LEFT, RIGHT, STEP = 85.0, 540.0, 20.0
LETTER = 6.0  # the width of a letter of size 13


def piece(text: str, x: float, y: float, *, size: float = 13.0, bold: bool = False, glued: bool = False) -> Piece:
    """A piece of text whose letters are all of one width."""
    return Piece(text, x, y, x + len(text) * LETTER * size / 13, y + size, size, bold, glued)


def full(text: str, x: float, y: float) -> Piece:
    """A line that reaches the right edge, as in justified text."""
    return Piece(text, x, y, RIGHT, y + 13.0, 13.0)


def page(number: int, *lines: Sequence[Piece], rulings: Sequence[Ruling] = ()) -> Page:
    """A page of A4."""
    return Page(number, 595.0, 842.0, [list(line) for line in lines], list(rulings))


def read_pages(*pages: Page) -> Document:
    """The document that the pages make."""
    builder = DocumentBuilder()
    write_pages(pages, builder)
    return builder.build(make_source(b"", None, "application/pdf", len(pages)))


def frame(x0: float, x1: float, y0: float, y1: float) -> list[Ruling]:
    """The four sides of a box."""
    return [
        *(Ruling(False, y, x0, x1) for y in (y0, y1)),
        *(Ruling(True, x, y0, y1) for x in (x0, x1)),
    ]


def make_pdf(pages: int, *, further: str = "", trailer: str = "") -> bytes:
    """A PDF file of empty pages, put together by hand; ``trailer`` goes into its trailer, ``further`` are objects."""
    kids = " ".join(["3 0 R"] * pages)
    objects = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj",
        *([further] if further else []),
    ]
    out = "%PDF-1.4\n"
    places = []
    for one in objects:
        places.append(len(out))
        out += one + "\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    start = len(out)
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R{trailer}>>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("latin-1")
