"""Comment marks in a Word document: where they are set, and the document with them.

A mark stands between two runs, or inside of a run that is parted in two of the same format; nothing else moves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

import regex

from ..models import Span
from ..plan import Plan
from .word_notes import Note
from .word_scan import Paragraph, Scan


@dataclass
class _Point:
    """The marks at one byte: ends of comments, comments on nothing, beginnings; ``run``: the format of a parted run."""

    run: bytes | None = None
    ends: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


_Cut = tuple[int, bytes | None]  # a byte, and the format of the run that is parted there


def _at(byte: int) -> _Cut:
    return byte, None


class Marks:
    """The comment marks of a document, by the byte at which they are set."""

    def __init__(self, data: bytes, scan: Scan) -> None:
        self._data = data
        self._scan = scan
        self._points: defaultdict[int, _Point] = defaultdict(_Point)

    def place(self, plan: Plan, note: Note, identity: int) -> bool:
        """Set the marks of a comment; False when the document has no paragraph for it."""
        found = self._find(plan, note)
        if found is None:
            return False
        paragraph, words = found
        if paragraph.inside is not None:  # Word allows no comment in a text box: it goes to what the box hangs on
            outer = self._scan.paragraphs[paragraph.inside[0]]
            child = outer.children[paragraph.inside[1]]
            begin, end = _at(child.start), _at(child.end)
        elif words is None:
            begin, end = _at(paragraph.begin), _at(paragraph.end)
        else:
            begin, end = self._cut_before(paragraph, words[0]), self._cut_after(paragraph, words[1])
        for byte, run in (begin, end):
            self._points[byte].run = run
        if begin[0] == end[0]:
            self._points[begin[0]].empty.append(identity)
        else:
            self._points[begin[0]].starts.append(identity)
            self._points[end[0]].ends.append(identity)
        return True

    def _find(self, plan: Plan, note: Note) -> tuple[Paragraph, tuple[int, int] | None] | None:
        """Return the paragraph of a note and its first and last character there; None for the whole paragraph."""
        numbers = _numbers(plan, note.span, len(self._scan.paragraphs))
        near = [self._scan.paragraphs[number] for number in numbers if number in self._scan.paragraphs]
        near = [paragraph for paragraph in near if not paragraph.empty_tag]
        if not note.whole:
            for quote in _quotes(plan.text, note.span):
                for paragraph in near:
                    words = paragraph.find(quote, _occurrence(plan.text, note.span, quote))
                    if words is not None:
                        return paragraph, words
        full = [paragraph for paragraph in near if "".join(paragraph.text).strip()]
        if full:
            return full[0], None
        rest = (paragraph for paragraph in self._scan.paragraphs.values() if "".join(paragraph.text).strip())
        chosen = near[0] if near else next(rest, None)
        return (chosen, None) if chosen is not None else None

    def _cut_before(self, paragraph: Paragraph, index: int) -> _Cut:
        """Return the byte before a character, with the format of the run that is parted there, if one is."""
        word = paragraph.words[index]
        child = paragraph.children[word.child]
        # A part of a run that ends in a blank would lose it: the cut goes before the blanks.
        first = index
        while first > 0 and paragraph.words[first - 1].child == word.child and paragraph.text[first - 1].isspace():
            first -= 1
        alone = first == 0 or paragraph.words[first - 1].child != word.child
        before, after = paragraph.words[first], paragraph.words[max(first - 1, 0)]
        if alone or not (before.cuttable and after.cuttable and _joined(paragraph, first)):
            return _at(child.start)
        return before.byte, self._format(child.properties)

    def _cut_after(self, paragraph: Paragraph, index: int) -> _Cut:
        word = paragraph.words[index]
        child = paragraph.children[word.child]
        following = index + 1
        if following == len(paragraph.words) or paragraph.words[following].child != word.child:
            return _at(child.end)
        cut = word.cuttable and paragraph.words[following].cuttable and _joined(paragraph, following)
        if not cut or paragraph.text[index].isspace():
            return _at(child.end)
        return paragraph.words[following].byte, self._format(child.properties)

    def _format(self, properties: tuple[int, int] | None) -> bytes:
        return self._data[slice(*properties)] if properties else b""

    def document(self) -> bytes:
        """Return the document with all marks set."""
        namespace = "" if self._scan.prefix_bound else f' xmlns:w="{self._scan.namespace}"'
        out, at = [], 0
        for byte in sorted(self._points):
            point = self._points[byte]
            start = f'<w:commentRangeStart{namespace} w:id="%d"/>'
            end = f'<w:commentRangeEnd{namespace} w:id="%d"/><w:r{namespace}><w:commentReference w:id="%d"/></w:r>'
            parts = [end % (one, one) for one in point.ends]
            parts += [start % one + end % (one, one) for one in point.empty]
            parts += [start % one for one in point.starts]
            marks = "".join(parts).encode()
            if point.run is not None:
                prefix = _prefix_of_run(self._data, byte)
                again = b'<%sr>%s<%st xml:space="preserve">' % (prefix, point.run, prefix)
                marks = b"</%st></%sr>%s%s" % (prefix, prefix, marks, again)
            out += [self._data[at:byte], marks]
            at = byte
        return b"".join([*out, self._data[at:]])


_OPENED = regex.compile(rb"<([\w.-]+:)?t(?:\s[^<>]*)?>")


def _prefix_of_run(data: bytes, byte: int) -> bytes:
    """Return the prefix that Word's elements have at a byte inside of a ``w:t``: nearly always ``w:``."""
    opened = data.rindex(b"<", 0, byte)
    match = _OPENED.match(data, opened)
    return (match[1] or b"") if match else b"w:"


def _joined(paragraph: Paragraph, index: int) -> bool:
    """Say whether two characters that follow each other stand in one ``w:t``, with nothing between their bytes."""
    before = paragraph.words[index - 1]
    return paragraph.words[index].byte - before.byte == len(paragraph.text[index - 1].encode())


def _numbers(plan: Plan, span: Span, count: int) -> range:
    """Return the numbers of the paragraphs in which a span may stand: its own, and up to the next block of the text.

    Of a row of a table the block names the first paragraph only.
    """
    index = bisect_right(plan.blocks, span.start, key=lambda block: block.span.start) - 1
    first = plan.blocks[index].paragraph if index >= 0 else None
    if first is None:
        return range(0)
    following = plan.blocks[index + 1].paragraph if index + 1 < len(plan.blocks) else count + 1
    return range(first, max(following or 0, first + 1))


_LABEL = regex.compile(r"[\p{L}\d]{1,5}(?:\.\d{1,3}){0,4}[.)/:]\s+|[-+*•]\s+")


def _quotes(text: str, span: Span) -> list[str]:
    """Return the words to look for: the first line of the span, without an automatic number, its longest cell."""
    line = span.of(text).strip().split("\n")[0]
    wanted = [line]
    if label := _LABEL.match(line):
        wanted.append(line[label.end() :])
    if " | " in line:
        wanted.append(max(line.split(" | "), key=len))
    return [quote for quote in wanted if quote.strip()]


def _occurrence(text: str, span: Span, quote: str) -> int:
    """Return how often ``quote`` stands in the line before the span does."""
    line = text.rfind("\n", 0, span.start) + 1
    return text.count(quote, line, span.start)
