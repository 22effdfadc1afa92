"""The words of one Word paragraph: runs, fields, notes, tracked changes, old fonts, text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from .counting import roman
from .docx_boxes import ALTERNATE, boxes_of, chosen, hangs_below
from .docx_package import Element, W
from .docx_styles import Manner, Style, Styles, read_manner
from .encodings import convert_by_font
from .syllables import syllable_share

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What only wraps the words, and what was taken out or is no part of them.
_WRAPPING = "ins moveTo hyperlink smartTag customXml sdt sdtContent dir bdo ruby rubyBase"
WRAPPERS = frozenset(W + tag for tag in _WRAPPING.split())
_TAKEN_OUT = frozenset(W + tag for tag in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "delText", "instrText"))
_FIXED = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",  # the code of "ư" in TCVN3; elsewhere it is no letter and falls away later
}  # fmt: skip
_OLD_FONTS = (".vn", "vni-", "vni ")
# Fields whose result is about the pages, not of the plan: a table of contents would repeat every heading.
_NAVIGATION = regex.compile(r"\s*(?:TOC|PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|INDEX)\b", regex.IGNORECASE)
# Text that is set in the font Symbol; comparators and degrees matter.
_SYMBOLS = {
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0B0: "°", 0xF0B1: "±", 0xF0B4: "×", 0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈", 0xF0AE: "→",
    0xF0DE: "⇒", 0xF0B7: "•", 0xF0BC: "…", 0xF0A2: "′", 0xF0B2: "″", 0xF025: "%", 0xF02D: "-", 0xF03C: "<", 0xF03E: ">",
    0xF03D: "=", 0xF02B: "+", 0xF044: "Δ", 0xF0E5: "∑",
}  # fmt: skip
_UNICODE = regex.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")  # letters that no old font has a code for


@dataclass(frozen=True, slots=True)
class Words:
    """What a paragraph says: its text with soft breaks as newlines, the bold stretches, the boxes beside it."""

    text: str
    bold: list[tuple[int, int]]
    before: list[Element]
    after: list[Element]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a note: "footnotes" or "endnotes", the id in that part, and the mark as it is shown."""

    part: str
    identity: str
    mark: str


@dataclass(slots=True)
class _Piece:
    text: str
    manner: Manner


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True
    dropped: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in the order of the document; fields and the count of notes go on from one to the next.

    ``balanced``: every field that begins ends too; else none is dropped, since the rest of the text would go with it.
    ``votes``: paragraphs of old fonts that were sound once converted, less those that were sound before; ``undecided``:
    some were sound either way.
    """

    styles: Styles
    balanced: bool = True
    endnote_format: str = "lowerRoman"
    votes: int = 0
    undecided: bool = False
    notes: list[NoteMark] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _silent: int = 0  # the fields around this place whose code, or whose result, is not said
    _counts: dict[str, int] = field(default_factory=lambda: {"footnotes": 0, "endnotes": 0})

    def read(self, paragraph: Element, style: Style) -> Words:
        """Return the words of ``paragraph`` (``w:p``), which has ``style``."""
        properties = paragraph.find(W + "pPr")
        before: list[Element] = []
        after: list[Element] = []
        pieces: list[_Piece] = []
        for child in paragraph:
            if child is not properties:
                self._element(child, style.manner, pieces, before, after)
        # A field whose code is never closed does not swallow the next paragraph.
        while self._fields and self._fields[-1].in_code:
            self._fields.pop()
            self._silent -= 1
        text, bold = self._join(pieces)
        return Words(text, bold, before, after)

    def _element(
        self, element: Element, manner: Manner, pieces: list[_Piece], before: list[Element], after: list[Element]
    ) -> None:
        tag = element.tag
        if tag == W + "r":
            self._run(element, manner, pieces, before, after)
        elif tag in WRAPPERS:
            for child in element:
                self._element(child, manner, pieces, before, after)
        elif tag == W + "fldSimple":
            if not _NAVIGATION.match(element.get(W + "instr") or ""):
                for child in element:
                    self._element(child, manner, pieces, before, after)
        elif tag == ALTERNATE:
            for child in chosen(element):
                self._element(child, manner, pieces, before, after)
        elif isinstance(tag, str) and tag.startswith(_MATH):
            text = "".join(part.text or "" for part in element.iter(_MATH + "t"))
            self._say(text, manner, pieces)

    def _run(
        self, run: Element, manner: Manner, pieces: list[_Piece], before: list[Element], after: list[Element]
    ) -> None:
        properties = run.find(W + "rPr")
        if properties is not None and len(properties):
            named = properties.find(W + "rStyle")
            direct = read_manner(properties)
            if named is not None:
                manner = _toggled(direct, self.styles.run(named.get(W + "val")), manner)
            else:
                manner = direct.over(manner)
        for child in run:
            self._content(child, manner, pieces, before, after)

    def _content(
        self, child: Element, manner: Manner, pieces: list[_Piece], before: list[Element], after: list[Element]
    ) -> None:
        tag = child.tag
        if tag == W + "t":
            text = child.text or ""
            if child.get(_SPACE) != "preserve":
                text = text.strip(" \t\r\n")  # not the non-breaking blank
            self._say(text.replace("\n", " "), manner, pieces)
        elif tag in _FIXED:
            self._say(_FIXED[tag], manner, pieces)
        elif tag in _TAKEN_OUT:
            if tag == W + "instrText" and self._fields and self._fields[-1].in_code:
                self._fields[-1].code += (child.text or "")[:40]
        elif tag == W + "fldChar":
            self._mark_field(child.get(W + "fldCharType") or "")
        elif tag == W + "sym":
            self._symbol(child, manner, pieces)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self._say(self._note("footnotes" if tag == W + "footnoteReference" else "endnotes", child), manner, pieces)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            for box in boxes_of(child):
                (after if hangs_below(box) else before).append(box)
        elif tag == ALTERNATE:
            for inner in chosen(child):
                self._content(inner, manner, pieces, before, after)
        elif tag in WRAPPERS:
            for inner in child:
                self._element(inner, manner, pieces, before, after)

    def _say(self, text: str, manner: Manner, pieces: list[_Piece]) -> None:
        if not text or manner.hidden or self._silent:
            return
        if pieces and pieces[-1].manner == manner:
            pieces[-1].text += text
        else:
            pieces.append(_Piece(text, manner))

    def _mark_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
            self._silent += 1
        elif kind == "separate" and self._fields and self._fields[-1].in_code:
            top = self._fields[-1]
            top.in_code = False
            top.dropped = self.balanced and bool(_NAVIGATION.match(top.code))
            self._silent -= not top.dropped
        elif kind == "end" and self._fields:
            top = self._fields.pop()
            self._silent -= top.in_code or top.dropped

    def _symbol(self, element: Element, manner: Manner, pieces: list[_Piece]) -> None:
        try:
            code = int(element.get(W + "char") or "", 16)
        except ValueError:
            return
        if 0x20 <= code < 0x100:
            code += 0xF000
        if 0xF000 <= code < 0xF100:
            self._say(chr(code), Manner(element.get(W + "font"), manner.bold, None, manner.hidden), pieces)
        elif 0x20 <= code < 0xD800:
            self._say(chr(code), manner, pieces)

    def _note(self, part: str, element: Element) -> str:
        identity = element.get(W + "id") or ""
        if element.get(W + "customMarkFollows") in ("1", "true", "on"):
            mark = ""  # the author's own sign follows as text, and stands before the note as well
        else:
            self._counts[part] += 1
            number = self._counts[part]
            plain = part == "footnotes" or self.endnote_format != "lowerRoman" or number > 3999
            mark = f"[{number}]" if plain else f"[{roman(number).lower()}]"
        self.notes.append(NoteMark(part, identity, mark))
        return mark

    def _join(self, pieces: list[_Piece]) -> tuple[str, list[tuple[int, int]]]:
        old = [piece for piece in pieces if (piece.manner.font or "").lower().startswith(_OLD_FONTS)]
        convert = bool(old) and self._is_old("".join(piece.text for piece in old), old)
        out: list[str] = []
        bold: list[tuple[int, int]] = []
        at = 0
        joined = False  # only blanks since the last bold stretch
        for piece in pieces:
            text, manner = piece.text, piece.manner
            if convert:
                text = convert_by_font(text, manner.font)
            if manner.font is not None and manner.font.lower().startswith("symbol"):
                text = text.translate(_SYMBOLS)
            if manner.capitals:
                text = text.upper()
            if text.strip():
                if manner.bold:
                    start = bold.pop()[0] if joined else at
                    bold.append((start, at + len(text)))
                joined = bool(manner.bold)
            out.append(text)
            at += len(text)
        return "".join(out), bold

    def _is_old(self, raw: str, pieces: list[_Piece]) -> bool:
        """Old fonts stay the font of a style long after its text was converted: the syllables decide."""
        if raw.isascii():
            return True
        if _UNICODE.search(raw):
            self.votes -= 1
            return False
        converted = syllable_share("".join(convert_by_font(p.text, p.manner.font) for p in pieces), marked_only=True)
        as_is = syllable_share(raw, marked_only=True)
        if converted == as_is:
            self.undecided = True
            return self.votes >= 0
        self.votes += 1 if converted > as_is else -1
        return converted > as_is


def _toggled(direct: Manner, named: Manner, manner: Manner) -> Manner:
    """Bold in the style of the run and in that of the paragraph is bold in neither; only the run itself overrules."""
    both = direct.over(named).over(manner)
    if direct.bold is None and named.bold and manner.bold:
        return Manner(both.font, False, both.capitals, both.hidden)
    return both
