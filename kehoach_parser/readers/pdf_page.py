"""The text layer of one PDF page as pieces with boxes, and its ruling lines, by PDFium.

PDFium is asked for the text of the page once and then only for what the lines need (boxes of whole runs, fonts of
words that may differ): a call costs microseconds, and a page has thousands of letters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import regex

from .page_parts import Page, Piece, Ruling

_GAP = 1.6  # letter sizes of blank between two runs of one line: two columns, not two words
_BLANK_WIDTH = 0.12  # letter sizes between two letters that are a blank
_RULE = 3.0  # points: a box that is thinner is a line
_SHORTEST_RULE = 6.0
_MOST_OBJECTS = 20_000  # drawings on one page; a page with more is a map or a picture, and its lines rule no table
_MOST_SEGMENTS = 400
_BREAK = regex.compile("\r\n|[\r\n]|[\x02\ufffe]")
_WORD = regex.compile(r"\S+")
_BLANK = regex.compile(r"\s{3}|\.{4}|……")  # left to be filled in, and perhaps filled by words that stand elsewhere
_MARK = regex.compile(r"\d{1,2}$")
_BOLD = regex.compile(r"bold|black|heavy|demi|-bd\b|,bd\b", regex.IGNORECASE)

Shown = Callable[[float, float], tuple[float, float]]  # a point of the file as it is shown


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """Return the text layer and the ruling lines of ``page``."""
    width, height = page.get_size()
    shown = _shown(page)
    texts = page.get_textpage()
    try:
        rulings = list(_rulings(page, shown)) if texts.count_chars() else []
        pieces = _Text(texts, shown, rulings).lines()
    finally:
        texts.close()
    return Page(number, width, height, pieces, rulings)


def covered_by_picture(page: pypdfium2.PdfPage) -> bool:
    """Say whether one picture covers most of ``page``: a scan, whatever text lies behind it."""
    width, height = page.get_size()
    if pdfium.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        return False
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.7 * width * height:
            return True
    return False


def _shown(page: pypdfium2.PdfPage) -> Shown:
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    if turn == 90:
        return lambda x, y: (y - bottom, x - left)
    if turn == 180:
        return lambda x, y: (right - x, y - bottom)
    if turn == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


class _Text:
    """The text of a page, run by run."""

    def __init__(self, texts: pypdfium2.PdfTextPage, shown: Shown, rulings: list[Ruling]) -> None:
        self._raw = texts.raw
        columns = [ruling for ruling in rulings if ruling.vertical]
        self._ruled = (min((c.start for c in columns), default=0.0), max((c.end for c in columns), default=0.0))
        self._shown = shown
        count = pdfium.FPDFText_CountChars(self._raw)
        text = texts.get_text_range() if count else ""
        if len(text) != count:  # letters outside the first plane, or none at all: then one by one
            text = "".join(chr(pdfium.FPDFText_GetUnicode(self._raw, i) or 0xFFFD) for i in range(count))
        self.text = text
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(side) for side in self._sides]
        self._loose = pdfium.FS_RECTF()
        self._fonts: dict[int, bool] = {}
        self._objects: dict[int, tuple[bool, float]] = {}

    def lines(self) -> list[list[Piece]]:
        """Return the pieces of each line of the page, in the order of the file."""
        found = []
        at = 0
        for cut in (*_BREAK.finditer(self.text), None):
            end = cut.start() if cut else len(self.text)
            # A hyphen at a line end is given as a mark of its own, and the two lines as one.
            hyphen = "-" if cut and cut[0] in "\x02\ufffe" else ""
            start = at
            while start < end and self.text[start].isspace():
                start += 1
            stop = end
            while stop > start and self.text[stop - 1].isspace():
                stop -= 1
            if stop > start and (pieces := self._pieces(start, stop)):
                pieces[-1].text += hyphen
                found.append(pieces)
            at = cut.end() if cut else end
        return found

    def _pieces(self, start: int, end: int) -> list[Piece]:
        boxes = self._boxes(start, end)
        if not boxes:
            return []
        if any(after[0] < before[2] - 1 for before, after in pairwise(boxes)):
            return self._by_place(start, end, boxes)
        bold, size = self._look(start)
        x0, top, x1, bottom = boxes[0]
        words = self.text[start:end]
        blank = bool(_BLANK.search(words))
        if len(boxes) == 1 and not blank:
            return [Piece(words, x0, top, x1, bottom, size or bottom - top, bold)]
        ruled = self._ruled[0] < (top + bottom) / 2 < self._ruled[1]
        return self._runs(start, end, blank or ruled or _has_gap(boxes))

    def _boxes(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        boxes = []
        left, top, right, bottom = self._sides
        for i in range(pdfium.FPDFText_CountRects(self._raw, start, end - start)):
            pdfium.FPDFText_GetRect(self._raw, i, *self._refs)
            boxes.append(self._box(left.value, top.value, right.value, bottom.value))
        return boxes

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        x0, y0 = self._shown(left, top)
        x1, y1 = self._shown(right, bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _runs(self, start: int, end: int, apart: bool) -> list[Piece]:
        """The words of a line, those of one look and without a gap between them as one piece."""
        pieces: list[Piece] = []
        begin, before = start, self._look(start)
        cuts: list[tuple[int, int, tuple[bool, float]]] = []  # start, end, look of each run
        last = start
        for match in _WORD.finditer(self.text, start, end):
            look = self._look(match.start())
            mark = _MARK.search(match[0])
            if look != before or apart:
                if match.start() > begin:
                    cuts.append((begin, last, before))
                begin, before = match.start(), look
            if mark and mark.start() and (raised := self._look(match.end() - 1))[1] < 0.8 * look[1]:
                at = match.start() + mark.start()  # a raised figure: the mark of a footnote
                cuts += [(begin, at, before), (at, match.end(), raised)]
                begin, before = match.end(), look
            last = match.end()
        if last > begin:
            cuts.append((begin, last, before))
        for first, stop, (bold, size) in cuts:
            while first < stop and self.text[first].isspace():
                first += 1
            boxes = self._boxes(first, stop) if stop > first else []
            if not boxes:
                continue
            x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
            top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
            glued = bool(pieces) and first > start and not self.text[first - 1].isspace()
            pieces.append(Piece(self.text[first:stop], x0, top, x1, bottom, size or bottom - top, bold, glued))
        return pieces

    def _by_place(self, start: int, end: int, boxes: list[tuple[float, float, float, float]]) -> list[Piece]:
        """The letters of a line from left to right, where the file writes those of a second font after the others.

        PDFium takes the places of letters that come later for blanks; so blanks are told by the places of letters.
        """
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        text, raw, loose, shown, look = self.text, self._raw, self._loose, self._shown, self._look
        read_box = pdfium.FPDFText_GetLooseCharBox
        letters = []
        for i in range(start, end):
            if not text[i].isspace():
                read_box(raw, i, loose)
                one, _ = shown(loose.left, loose.top)
                other, _ = shown(loose.right, loose.bottom)
                letters.append((one, other, i, look(i)) if one < other else (other, one, i, look(i)))
        letters.sort()
        sizes = [size for _, _, _, (_, size) in letters]
        size = max(set(sizes), key=sizes.count) or bottom - top
        pieces: list[Piece] = []
        for x0, x1, i, (bold, _) in letters:
            blank = x0 - pieces[-1].x1 if pieces else 0.0
            if pieces and blank <= _GAP * size and bold == pieces[-1].bold:
                pieces[-1].text += (" " if blank > _BLANK_WIDTH * size else "") + text[i]
                pieces[-1].x1 = max(x1, pieces[-1].x1)
            else:
                glued = bool(pieces) and blank <= _BLANK_WIDTH * size
                pieces.append(Piece(text[i], x0, top, x1, bottom, size, bold, glued))
        return pieces

    def _look(self, index: int) -> tuple[bool, float]:
        """Whether the letter is bold, and its size in points."""
        item = pdfium.FPDFText_GetTextObject(self._raw, index)
        if not item:
            return False, pdfium.FPDFText_GetFontSize(self._raw, index)
        key = ctypes.addressof(item.contents)
        look = self._objects.get(key)
        if look is None:
            look = self._objects[key] = (
                self._is_bold(pdfium.FPDFTextObj_GetFont(item)),
                round(pdfium.FPDFText_GetFontSize(self._raw, index), 1),
            )
        return look

    def _is_bold(self, font: Any) -> bool:
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        bold = self._fonts.get(key)
        if bold is None:
            name = ctypes.create_string_buffer(128)
            length = pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            weight = pdfium.FPDFFont_GetWeight(font)
            bold = self._fonts[key] = bool(_BOLD.search(name.value[:length].decode("utf-8", "replace"))) or weight > 600
        return bold


def _has_gap(boxes: list[tuple[float, float, float, float]]) -> bool:
    height = max(box[3] - box[1] for box in boxes)
    ordered = sorted(boxes)
    reach = ordered[0][2]
    for x0, _, x1, _ in ordered[1:]:
        if x0 - reach > _GAP * height:
            return True
        reach = max(reach, x1)
    return False


def _rulings(page: pypdfium2.PdfPage, shown: Shown) -> Iterator[Ruling]:
    if pdfium.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        return
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if right - left <= _RULE or top - bottom <= _RULE:
            yield from _ruling(*shown(left, top), *shown(right, bottom))
        elif item.level == 0:
            yield from _sides(item.raw, shown)


def _ruling(x0: float, y0: float, x1: float, y1: float) -> Iterator[Ruling]:
    width, height = abs(x1 - x0), abs(y1 - y0)
    if height <= _RULE and width > max(height, _SHORTEST_RULE):
        yield Ruling(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif width <= _RULE and height > _SHORTEST_RULE:
        yield Ruling(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _sides(path: Any, shown: Shown) -> Iterator[Ruling]:
    """The straight lines of a stroked drawing: a frame, or a whole table in one stroke."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(path)
    if not stroke.value or count > _MOST_SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = shown(
            matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _ruling(*before, *here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _ruling(*here, *first)
        before = here
