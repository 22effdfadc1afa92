"""Word files (.docx, .docm): every paragraph as Word shows it, with its automatic number, in the order of the document.

Kept: tables with merged and nested cells, footnotes and endnotes, text boxes, inserted (tracked) text, fields' results,
content controls. Left out: page headers and footers, comments, deleted (tracked) and hidden text, tables of contents.
``blocks`` count the paragraphs (``w:p``) of the main part, in its order, those in tables and boxes too, from 1.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from ..document import Document
from ..models import Source
from .builder import DocumentBuilder, make_source
from .docx_boxes import ALTERNATE, chosen
from .docx_columns import set_in_columns
from .docx_numbering import Numbering
from .docx_package import Element, Package, R, W, open_package
from .docx_runs import RunReader
from .docx_styles import Style, Styles, numbering_of, outline_of
from .docx_tables import read_table
from .events import Event, Note, Paragraph, emit
from .joining import starts_item
from .limits import Limits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_BODY_TEXT = 9
_BULLETS = frozenset("-+*•")


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in a .docx file; ReadError when it is broken, locked or beyond ``limits``."""
    return read_as(make_source(data, name, MEDIA_TYPE), data, name, limits)


def read_as(source: Source, data: bytes, name: str, limits: Limits) -> Document:
    """Return the document in the .docx ``data`` that was made of the file ``source``."""
    builder = DocumentBuilder()
    emit(read_events(open_package(data, name, limits)), builder)
    return builder.build(source)


def read_events(package: Package) -> list[Event]:
    """Return what stands in the document, in order: paragraphs, tables of data, notes."""
    main = package.related("", "officeDocument", "word/document.xml")
    root = package.xml(main)
    body = root.find(W + "body") if root is not None else None
    if root is None or body is None:
        return []

    def part(kind: str) -> Element | None:
        return package.xml(package.related(main, kind, posixpath.join(posixpath.dirname(main), f"{kind}.xml")))

    begins = sum(1 for mark in body.iter(W + "fldChar") if mark.get(W + "fldCharType") == "begin")
    ends = sum(1 for mark in body.iter(W + "fldChar") if mark.get(W + "fldCharType") == "end")
    styles = Styles(part("styles"))
    numbering, endnotes = part("numbering"), _endnote_format(body, part("settings"))
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(W + "p"), 1)}
    votes = 0
    while True:
        runs = RunReader(styles, balanced=begins == ends, endnote_format=endnotes, votes=votes)
        reader = _Reader(package, main, styles, Numbering(numbering), runs, numbers)
        events = reader.blocks(body)
        if not (runs.undecided and runs.votes < 0 and votes == 0):
            break
        votes = runs.votes  # the document is Unicode under the name of an old font: what could be either is, too
    if not any(isinstance(event, Note) for event in events):
        return events
    # A note is written in a part of its own; its paragraphs are joined to one.
    notes = {kind: {note.get(W + "id"): note for note in _children(part(kind))} for kind in ("footnotes", "endnotes")}
    return [reader.note(event, notes) if isinstance(event, Note) else event for event in events]


def _children(root: Element | None) -> list[Element]:
    return list(root) if root is not None else []


def _endnote_format(body: Element, settings: Element | None) -> str:
    for root in [body] if settings is None else [body, settings]:
        for properties in root.iter(W + "endnotePr"):
            kind = properties.find(W + "numFmt")
            if kind is not None:
                return kind.get(W + "val") or "decimal"
    return "lowerRoman"


@dataclass(slots=True)
class _Reader:
    package: Package
    main: str
    styles: Styles
    numbering: Numbering
    runs: RunReader
    numbers: dict[Element, int]
    _carried: Paragraph | None = None  # a paragraph whose end was deleted (tracked): its words go before the next one's
    _marks: list[tuple[str, str, str]] = field(default_factory=list)

    def blocks(self, parent: Element) -> list[Event]:
        """Return the paragraphs and tables in ``parent`` (a body, a cell, a text box)."""
        events: list[Event] = []
        run: list[Event] = []  # what stands outside tables, where columns may be set by tabs
        for child in parent:
            if child.tag == W + "tbl":
                run += self._take_carried()
                events += set_in_columns(run) + read_table(child, self.blocks, self._first_number)
                run = []
            else:
                run += self._block(child)
        run += self._take_carried()
        return events + (run if parent.tag == W + "tc" else set_in_columns(run))

    def _take_carried(self) -> list[Paragraph]:
        carried, self._carried = self._carried, None
        return [carried] if carried is not None else []

    def _block(self, child: Element) -> list[Event]:
        tag = child.tag
        if tag == W + "p":
            return self.paragraph(child)
        if tag in _WRAPPERS:
            return [] if tag == W + "sdt" and _is_contents(child) else self.blocks(child)
        if tag == ALTERNATE:
            return [event for inner in chosen(child) for event in self._block(inner)]
        if tag == W + "altChunk":
            return self._chunk(child.get(R + "id") or "")
        return []

    def _first_number(self, parent: Element) -> int:
        return self.numbers.get(next(parent.iter(W + "p"), None), 0)

    def paragraph(self, element: Element) -> list[Event]:
        """Return the paragraph ``element`` with its number, and the text boxes and notes that hang on it."""
        properties = element.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        identity = named.get(W + "val") if named is not None else None
        style = self.styles.paragraph(identity)
        ahead = self._take_carried()
        first_note = len(self.runs.notes)
        words = self.runs.read(element, style)
        number = self.numbers.get(element, 0)
        events: list[Event] = [event for box in words.before for event in self.blocks(box)]
        text, bold = words.text, words.bold
        for carried in ahead:
            shift = len(carried.text)
            text, bold = carried.text + text, carried.bold + [(a + shift, b + shift) for a, b in bold]
        if _end_is_deleted(properties):
            self._carried = Paragraph(text, bold, None, False, number)
        elif not style.contents:
            events += self._numbered(element, properties, identity, style, Paragraph(text, bold, None, False, number))
        events += [event for box in words.after for event in self.blocks(box)]
        for mark in self.runs.notes[first_note:]:
            self._marks.append((mark.part, mark.identity, mark.mark))
            events.append(Note(str(len(self._marks) - 1), number))
        return events

    def _numbered(
        self, element: Element, properties: Element | None, identity: str | None, style: Style, plain: Paragraph
    ) -> list[Event]:
        num, level = numbering_of(properties)
        if num is None:
            num = style.num
            if level is None and num is not None:
                level = self.numbering.level_of_style(num, identity or "")
            if level is None:
                level = style.level
        label = self.numbering.label(num, level or 0) if num not in (None, "0") else ""
        text = plain.text.strip()
        if not text:
            # Only in a cell (the column STT) does a number stand by itself.
            if label and label not in _BULLETS and _is_in_cell(element):
                return [Paragraph(label, [], None, True, plain.number)]
            return []
        outline = outline_of(properties)
        outline = style.outline if outline is None else outline
        heading = outline + 1 if outline is not None and 0 <= outline < _BODY_TEXT else None
        if label and not (label in _BULLETS and starts_item(text)):
            blank = "" if text[0] in ".):/" else " "
            lead = len(plain.text) - len(plain.text.lstrip())
            bold_first = bool(plain.bold) and plain.bold[0][0] <= lead
            numbered = plain.prefixed(label + blank)
            bold = [(0, numbered.bold[0][1]), *numbered.bold[1:]] if bold_first else numbered.bold
            return [Paragraph(numbered.text, bold, heading, True, plain.number)]
        return [Paragraph(plain.text, plain.bold, heading, False, plain.number)]

    def note(self, placed: Note, notes: dict[str, dict[str | None, Element]]) -> Note:
        """Return the note that ``placed`` stands for, with its mark and its words."""
        part, identity, mark = self._marks[int(placed.text)]
        element = notes[part].get(identity)
        paragraphs = element.iter(W + "p") if element is not None else ()
        lines = [self.runs.read(paragraph, self.styles.paragraph(None)).text for paragraph in paragraphs]
        text = " ".join(" ".join(lines).split())
        return Note(f"{mark} {text}".strip() if text else "", placed.number)

    def _chunk(self, identity: str) -> list[Event]:
        """Return what stands in a whole HTML file that a program put into the document instead of paragraphs."""
        link = self.package.relations(self.main).get(identity)
        data = self.package.bytes_of(link.target) if link is not None else None
        if not data or not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return []
        from . import html  # only where there is one

        return html.read_events(html.decode_html(data))


def _end_is_deleted(properties: Element | None) -> bool:
    mark = properties.find(W + "rPr") if properties is not None else None
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _is_in_cell(element: Element) -> bool:
    return next(element.iterancestors(W + "tc"), None) is not None


def _is_contents(control: Element) -> bool:
    """Say whether a content control is Word's table of contents."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and (gallery.get(W + "val") or "").lower() == "table of contents"
