"""Styles of a .docx: what a paragraph or a run has that does not say it itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from .docx_numbering import integer
from .docx_package import Element, W

_HEADING = regex.compile(r"heading ([1-9])")
_CONTENTS = regex.compile(r"toc (?:[1-9]|heading)|table of figures")
_OFF = frozenset({"0", "false", "off", "none"})
_FONTS = W + "rFonts"
_SWITCHES = frozenset({W + "b", W + "caps", W + "vanish"})
_BODY_TEXT = 9  # outline level of paragraphs that are no headings
_CHAIN = 20  # styles based on styles; a ring of them ends here


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run is shown, as far as it changes its letters: None is "as the style above says"."""

    font: str | None = None
    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None

    def over(self, base: Manner) -> Manner:
        """This manner, where it says nothing that of ``base``."""
        if self == _NOTHING:
            return base
        return Manner(
            self.font if self.font is not None else base.font,
            self.bold if self.bold is not None else base.bold,
            self.capitals if self.capitals is not None else base.capitals,
            self.hidden if self.hidden is not None else base.hidden,
        )


_NOTHING = Manner()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it takes from the styles it is based on. ``num`` "0" is: no number."""

    manner: Manner = _NOTHING
    outline: int | None = None
    num: str | None = None
    level: int | None = None
    contents: bool = False


_PLAIN = Style()


def read_manner(properties: Element | None) -> Manner:
    """Return what the run properties ``w:rPr`` say of the letters."""
    if properties is None:
        return _NOTHING
    font: str | None = None
    switches: dict[str, bool] = {}
    for child in properties:
        tag = child.tag
        if tag == _FONTS:
            # The letters beyond ASCII, which old fonts show as others, are set in the font of hAnsi.
            font = child.get(W + "hAnsi") or child.get(W + "ascii") or child.get(W + "cs")
            if font is None and (child.get(W + "hAnsiTheme") or child.get(W + "asciiTheme")):
                font = ""  # a font of the theme: Unicode
        elif tag in _SWITCHES:
            switches[tag] = child.get(W + "val") not in _OFF
    if font is None and not switches:
        return _NOTHING
    return Manner(font, switches.get(W + "b"), switches.get(W + "caps"), switches.get(W + "vanish"))


def numbering_of(properties: Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that the paragraph properties ``w:pPr`` name."""
    element = properties.find(W + "numPr") if properties is not None else None
    if element is None:
        return None, None
    num, level = element.find(W + "numId"), element.find(W + "ilvl")
    return (
        num.get(W + "val") if num is not None else None,
        integer(level.get(W + "val"), 0) if level is not None else None,
    )


def outline_of(properties: Element | None) -> int | None:
    """Return the outline level (0 is the highest, 9 is body text) that ``w:pPr`` names."""
    element = properties.find(W + "outlineLvl") if properties is not None else None
    return integer(element.get(W + "val"), _BODY_TEXT) if element is not None else None


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._read: dict[str, Style] = {}
        self._paragraphs: dict[str | None, Style] = {}
        self._default: dict[str, str] = {}
        self.base = _NOTHING
        if root is None:
            return
        self.base = read_manner(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in root.findall(W + "style"):
            identity = element.get(W + "styleId") or ""
            self._elements[identity] = element
            if element.get(W + "default") in ("1", "true", "on"):
                self._default[element.get(W + "type") or ""] = identity

    def paragraph(self, identity: str | None) -> Style:
        """Return the paragraph style ``identity``, or the default one, over the defaults of the document."""
        if identity not in self._paragraphs:
            style = self.named(identity if identity in self._elements else self._default.get("paragraph"))
            self._paragraphs[identity] = replace(style, manner=style.manner.over(self.base))
        return self._paragraphs[identity]

    def run(self, identity: str | None) -> Manner:
        """Return what the character style ``identity`` says."""
        return self.named(identity).manner if identity else _NOTHING

    def named(self, identity: str | None, depth: int = 0) -> Style:
        """Return the style ``identity`` with what it takes from the styles below it; a plain one when it is unknown."""
        if identity is None or identity not in self._elements or depth > _CHAIN:
            return _PLAIN
        if identity not in self._read:
            self._read[identity] = self._build(self._elements[identity], depth)
        return self._read[identity]

    def _build(self, element: Element, depth: int) -> Style:
        based = element.find(W + "basedOn")
        base = self.named(based.get(W + "val"), depth + 1) if based is not None else _PLAIN
        name_element = element.find(W + "name")
        name = (name_element.get(W + "val") or "").lower() if name_element is not None else ""
        properties = element.find(W + "pPr")
        num, level = numbering_of(properties)
        outline = outline_of(properties)
        if outline is None and (heading := _HEADING.fullmatch(name)):
            outline = int(heading[1]) - 1
        return Style(
            manner=read_manner(element.find(W + "rPr")).over(base.manner),
            outline=outline if outline is not None else base.outline,
            num=num if num is not None else base.num,
            level=level if level is not None else base.level,
            contents=bool(_CONTENTS.fullmatch(name)) or base.contents,
        )
