"""Where the words of a Word document stand, byte by byte, so that marks can be set and nothing else moves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import regex

from ..errors import ReadError
from ..text import canonical, fold

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_UNREAD = ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sdtPr")
_AS_BLANK = ("tab", "br", "cr", "ptab", "noBreakHyphen")


@dataclass(slots=True)
class Letters:
    """A stretch of raw text in one ``w:t``: its characters, and the byte at which they begin."""

    text: str
    byte: int


@dataclass(slots=True)
class Child:
    """What stands directly in a paragraph, from byte ``start`` to ``end``; a run that can be split knows its format."""

    start: int
    end: int = 0
    splittable: bool = False
    properties: tuple[int, int] | None = None


@dataclass(slots=True)
class Word:
    """One character of a paragraph: which child it stands in, the byte it begins at, and whether one may cut there."""

    child: int
    byte: int
    cuttable: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph (``w:p``): where its content begins and ends, its children and its characters.

    A paragraph in a text box hangs on a child of another one: ``inside`` names both, and no comment can stand in it.
    """

    number: int
    inside: tuple[int, int] | None
    begin: int = 0
    end: int = 0
    empty_tag: bool = False
    children: list[Child] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def find(self, quote: str, occurrence: int = 0) -> tuple[int, int] | None:
        """Return the first and the last character of ``quote``, its ``occurrence``-th (the last there is, if fewer).

        Blanks, case, tone style and the form of letters (NFC, NFD) do not count.
        """
        plain, places = _plain(self.text)
        wanted = _plain(list(canonical(quote)))[0].strip()
        if not wanted:
            return None
        at, found = plain.find(wanted), -1
        while at >= 0:
            found = at
            if occurrence == 0:
                break
            occurrence -= 1
            at = plain.find(wanted, at + 1)
        return (places[found], places[found + len(wanted) - 1]) if found >= 0 else None


def _plain(letters: list[str]) -> tuple[str, list[int]]:
    """Return the letters folded, blanks run together, and for each character which letter it came from."""
    out: list[str] = []
    places: list[int] = []
    index, count = 0, len(letters)
    while index < count:
        start = index
        cluster = letters[index]
        index += 1
        while index < count and unicodedata.combining(letters[index]):
            cluster += letters[index]
            index += 1
        for char in canonical(cluster):
            if char.isspace():
                if out and out[-1] != " ":
                    out.append(" ")
                    places.append(start)
            else:
                out.append(char)
                places.append(start)
    return fold("".join(out)), places


class Scan:
    """The paragraphs of a document part, numbered from 1 as the reader numbers them, and its namespaces."""

    def __init__(self, data: bytes, name: str) -> None:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b'encoding="utf-16' in data[:100].lower():
            raise ReadError(
                f"{name} không lưu bằng UTF-8; hãy mở bằng Word, lưu lại dạng .docx rồi thử lại",
                f"{name} is not stored in UTF-8; save it again with Word",
            )
        self.paragraphs: dict[int, Paragraph] = {}
        self.namespace = _WORD[0]
        self.prefix_bound = False
        self.comment_ids: list[int] = []
        self._data = data
        self._stack: list[tuple[str, int]] = []  # the local name ("" outside of Word's namespace) and the byte
        self._open: list[Paragraph] = []
        self._unread = 0
        self._preserve: list[bool] = []
        self._letters: list[Letters] | None = None
        self._in_cdata = False
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartCdataSectionHandler = self._cdata
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ReadError(f"{name} có phần XML bị hỏng ({error})", f"{name} has broken XML ({error})") from None

    def _doctype(self, *_: Any) -> None:
        raise ReadError("tệp Word khai báo DTD; hãy lưu lại bằng Word", "the Word file declares a DTD; save it again")

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if prefix == "w" and uri in _WORD and not self._stack:
            self.prefix_bound = True
            self.namespace = uri

    def _cdata(self) -> None:
        self._in_cdata = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        uri, _, local = name.rpartition("}")
        tag = local if uri in _WORD else ""
        byte = self._parser.CurrentByteIndex
        paragraph = self._open[-1] if self._open else None
        depth = len(self._stack)
        self._stack.append((tag, byte))
        if tag == "p":
            inside = (self._open[0].number, len(self._open[0].children) - 1) if self._open else None
            opened = Paragraph(len(self.paragraphs) + 1, inside, begin=_tag_end(self._data, byte))
            self.paragraphs[opened.number] = opened
            self._open.append(opened)
            return
        if tag in _UNREAD:
            self._unread += 1
        if tag in ("commentReference", "commentRangeStart"):
            identity = attributes.get(f"{uri}}}id", "")
            self.comment_ids.append(int(identity) if identity.isdecimal() else 0)
        if paragraph is None:
            return
        if depth and self._stack[depth - 1][0] == "p":
            if tag == "pPr":
                return
            paragraph.children.append(Child(byte, splittable=tag == "r"))
        elif tag == "rPr" and depth > 1 and self._stack[depth - 2][0] == "p" and paragraph.children:
            paragraph.children[-1].properties = (byte, 0)
        if tag == "t":
            self._letters = []
            self._in_cdata = False
            self._preserve.append(attributes.get("http://www.w3.org/XML/1998/namespace}space") == "preserve")
        elif tag in _AS_BLANK and not self._unread:
            paragraph.text.append("-" if tag == "noBreakHyphen" else " ")
            paragraph.words.append(Word(len(paragraph.children) - 1, byte, False))

    def _characters(self, text: str) -> None:
        if self._letters is not None:
            self._letters.append(Letters(text, self._parser.CurrentByteIndex))

    def _end(self, name: str) -> None:
        tag, begin = self._stack.pop()
        end = _tag_end(self._data, begin)
        empty = self._data[end - 2 : end] == b"/>"
        byte = begin  # of the closing tag; <w:p/> is its own
        if not empty:
            byte = self._parser.CurrentByteIndex
            end = _tag_end(self._data, byte)
        if tag in _UNREAD:
            self._unread -= 1
        if tag == "p":
            closed = self._open.pop()
            closed.end, closed.empty_tag = byte, empty
            return
        if not self._open:
            return
        paragraph = self._open[-1]
        depth = len(self._stack)
        if depth and self._stack[-1][0] == "p":
            if tag == "pPr":
                paragraph.begin = end
            elif paragraph.children:
                paragraph.children[-1].end = end
        elif tag == "rPr" and depth > 1 and self._stack[-2][0] == "p" and paragraph.children:
            paragraph.children[-1].properties = (begin, end)
        if tag == "t" and self._letters is not None:
            preserved = self._preserve.pop()
            if not self._unread:
                self._take(paragraph, self._letters, preserved, depth)
            self._letters = None

    def _take(self, paragraph: Paragraph, letters: list[Letters], preserved: bool, depth: int) -> None:
        child = len(paragraph.children) - 1
        direct = depth > 1 and self._stack[-2][0] == "p" and not self._in_cdata and paragraph.children[child].splittable
        whole = "".join(part.text for part in letters)
        # Word drops blanks at the edges of text that does not ask to keep them; a part of it that did would show them.
        direct = direct and (preserved or whole == whole.rstrip())
        for part in letters:
            byte = part.byte
            for char in part.text:
                paragraph.text.append(char)
                paragraph.words.append(Word(child, byte, direct))
                byte += len(char.encode())


# A ">" inside of an attribute does not end a tag.
_TAG = regex.compile(rb"<(?:[^\"'>]++|\"[^\"]*\"|'[^']*')*+>")


def _tag_end(data: bytes, byte: int) -> int:
    """Return the byte after the tag that begins at ``byte``."""
    match = _TAG.match(data, byte)
    return match.end() if match else byte


def append_child(data: bytes, child: str, name: str) -> bytes:
    """Return an XML part with ``child`` added as the last child of its root; every other byte stays."""
    begin, end = _root(data, name)
    opened = _tag_end(data, begin)
    if data[opened - 2 : opened] == b"/>":
        tag = data[begin + 1 : opened].split(None, 1)[0].rstrip(b"/>")
        return data[: opened - 2] + b">" + child.encode() + b"</" + tag + b">" + data[opened:]
    return data[:end] + child.encode() + data[end:]


def _root(data: bytes, name: str) -> tuple[int, int]:
    """Return the byte at which the root begins, and that of its closing tag."""
    begins: list[int] = []
    ends: list[int] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: begins.append(parser.CurrentByteIndex)
    parser.EndElementHandler = lambda *_: ends.append(parser.CurrentByteIndex)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadError(f"{name} có phần XML bị hỏng ({error})", f"{name} has broken XML ({error})") from None
    return begins[0], ends[-1]


def iter_children(data: bytes, tag: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of every element ``tag`` of an XML part; all names are local, without namespace."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition("}")[2] == tag:
            found.append({key.rpartition("}")[2]: value for key, value in attributes.items()})

    parser.StartElementHandler = start
    parser.Parse(data, True)
    yield from found
