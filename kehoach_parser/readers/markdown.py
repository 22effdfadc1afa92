"""Markdown, as converters and crawlers write it: headings, emphasis, pipe tables, flattened tables, notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

import regex

from .builder import CellText, DocumentBuilder, Place
from .flattened import align, split_rows
from .flow import Flow
from .inline import HARD_BREAK, Inline, strip_marks
from .joining import Gap, carries_on, is_form, joint
from .layout_tables import is_layout_table
from .wrapping import ended, is_wrapped, width_of

_HEADING = regex.compile(r"(#{1,6})(?:[ \t]+|(?=\*))(.*?)[ \t]*#*")
_RULE = regex.compile(r"(?:[-*_=~–—+] ?){3,}(?:[oO0]{2,3}(?:[-*_=~–—+] ?){2,})?|\*(?: ?\*){0,3}")
_CELL_RULE = regex.compile(r"[-–—_=]{4,}")  # under a letterhead; a dash alone is the content of a cell
_DELIMITER = regex.compile(r"\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?")
_BAR = regex.compile(r"(?<!\\)\|")
_NOTE = regex.compile(r"(?:\[\^([\p{L}\d]{1,8})\]:|(?:\*{0,2})\[(\d{1,3})\](?:\*{0,2}))[ \t]*")
_HEADED = regex.compile(r"^#{1,6}[ \t]+\S", regex.MULTILINE)
_TYPE = regex.compile(r"\**(?:KẾ HOẠCH|QUYẾT ĐỊNH)\**")
_STARRED = regex.compile(r"\*\*\S|(?<![\p{L}\d*])\*[\p{L}\d(][^*\n]{0,300}\*")
_BARRED = regex.compile(r"^\|[ \t]*$|^\|.{1,2000}\|[ \t]*$| \| [^|\n]{0,400} \| ", regex.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Say whether ``text`` holds marks of Markdown."""
    if "*" in text and _STARRED.search(text):
        return True
    if "|" in text and _BARRED.search(text):
        return True
    return ("#" in text and bool(_HEADED.search(text))) or "[^" in text


def read_markdown(text: str, builder: DocumentBuilder) -> None:
    """Hand the paragraphs, tables and notes of ``text`` (canonical, line ends ``\\n``) to ``builder``."""
    _Reader(text, builder).read()


class _Reader:
    def __init__(self, text: str, builder: DocumentBuilder) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.builder = builder
        self.flow = Flow(builder)
        self.soft: Gap = "wrap" if is_wrapped(self.lines) else "line"
        self.width = width_of(self.lines) if self.soft == "wrap" else 0
        self.noted: set[str] = set()
        self.offsets: list[int] = []  # of the lines, once a note asks for them

    def read(self) -> None:
        lines = self.lines
        total = len(lines)
        paragraph: list[int] = []
        i = 0
        while i < total:
            line = lines[i].strip()
            first = line[:1]
            if not line or first in "|#-*_=~–—+" or first in "`>" or (first == "[" and not paragraph):
                if first == "|":
                    self._paragraph(paragraph)
                    paragraph = []
                    i = self._flattened(i) if line == "|" else self._pipes(i)
                    continue
                if not line or _RULE.fullmatch(line):
                    if not self._inside_bold(paragraph, line):
                        self._paragraph(paragraph)
                        paragraph = []
                        i += 1
                        continue
                elif first == "#" and (heading := _HEADING.fullmatch(line)):
                    self._paragraph(paragraph)
                    paragraph = []
                    self._heading(heading[2], len(heading[1]), i)
                    i += 1
                    continue
                elif first == "`" and line.startswith("```"):
                    i += 1
                    continue
                elif first == ">":
                    lines[i] = line.lstrip("> ")
                    continue
                elif first == "[" and (note := _NOTE.match(line)) and self._is_note(note, i):
                    i = self._note(note, i)
                    continue
            elif " | " in line and i + 1 < total and self._barred(i):
                self._paragraph(paragraph)
                paragraph = []
                i = self._pipes(i)
                continue
            paragraph.append(i)
            i += 1
        self._paragraph(paragraph)
        self.flow.flush()

    def _inside_bold(self, paragraph: list[int], line: str) -> bool:
        """A line of nothing but ``**`` closes the emphasis that the paragraph has opened; it rules nothing off."""
        return bool(paragraph) and line in ("*", "**", "***")

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _heading(self, raw: str, level: int, number: int) -> None:
        inline = strip_marks(raw.strip())
        if inline.text.strip():
            self.flow.add(inline.text, "line", Place(line=number + 1), heading=level, bold=inline.bold)

    def _paragraph(self, numbers: list[int], first: Gap = "line") -> None:
        if numbers:
            self._lines([self.lines[n] for n in numbers], numbers, first, self.soft)

    def _lines(self, raw: list[str], numbers: Sequence[int], first: Gap, soft: Gap) -> None:
        """Hand on source lines that stand together; ``first`` is the gap before them, ``soft`` that between them."""
        if len(raw) == 1:
            inline = strip_marks(raw[0].strip())
            if HARD_BREAK not in inline.text:
                if inline.text.strip():
                    self.flow.add(inline.text.strip(), first, Place(line=numbers[0] + 1), bold=_stripped(inline))
                return
        marked = "\n".join(
            [
                (line.strip() + HARD_BREAK if line.endswith("  ") else line.strip().removesuffix("\\") + HARD_BREAK)
                if line.endswith(("  ", "\\"))
                else line.strip()
                for line in raw
            ]
        )
        inline = strip_marks(marked)
        gap = first
        at = 0
        source = -1
        spans = sorted(inline.bold + inline.slanted)
        starts_bold = 0  # bold stretches before this one have ended
        before = ""
        for piece in inline.text.split("\n"):
            start, end = at, at + len(piece)
            at = end + 1
            if not piece.startswith(HARD_BREAK) or start == 0:
                source = min(source + 1, len(numbers) - 1)
            words = piece.strip(" \t" + HARD_BREAK)
            if words:
                shift = start + len(piece) - len(piece.lstrip(" \t" + HARD_BREAK))
                while starts_bold < len(inline.bold) and inline.bold[starts_bold][1] <= shift:
                    starts_bold += 1
                bold = []
                for index in range(starts_bold, len(inline.bold)):
                    first_bold, last_bold = inline.bold[index]
                    if first_bold >= end:
                        break
                    bold.append((max(first_bold - shift, 0), min(last_bold - shift, len(words))))
                if gap == "wrap" and self.width and words[0].isupper() and ended(before, words, self.width):
                    gap = "line"
                before = raw[source].strip()
                self.flow.add(words, gap, Place(line=numbers[source] + 1), bold=bold)
                gap = soft
            if piece.endswith(HARD_BREAK):
                gap = "hard"
            elif words and _open_at(spans, end):
                gap = "inside"
            elif not words and gap == "inside" and not _open_at(spans, end):
                gap = soft

    # --- tables -----------------------------------------------------------------------------------------------------

    def _flattened(self, start: int) -> int:
        """Read the flattened table that begins with the bar at line ``start``; return the line after it."""
        lines = self.lines
        total = len(lines)
        gaps: list[list[int]] = []
        current: list[int] = []
        after = start + 1
        blank = False
        i = start + 1
        while i < total:
            line = lines[i].strip()
            if line == "|":
                gaps.append(current)
                current, blank = [], False
                after = i + 1
            elif line:
                if blank and not current:
                    break  # text after an empty line belongs to no cell
                if not current and _TYPE.fullmatch(line) and any(is_form(lines[n]) for gap in gaps for n in gap):
                    break  # under a letterhead or a signature, in a text that has lost its empty lines
                if not _CELL_RULE.fullmatch(line):
                    current.append(i)
            else:
                blank = True
                if not current and _only_blank_until_text(lines, i):
                    break
            i += 1
        if not gaps:
            return start + 1
        self.flow.flush()
        texts = [self._cell(gap) or (" " if gap else "") for gap in gaps]
        rows, columns = split_rows(texts)
        if is_layout_table([[texts[k] for k in row] for row in rows]):
            for row in rows:
                for k in row:
                    if gaps[k]:
                        self._lines([lines[n] for n in gaps[k]], gaps[k], "hard", "line")
                        self.flow.flush()
            return after
        numbers = [next((gaps[k][0] for k in row if gaps[k]), start) for row in rows]
        cells = align([[texts[k] for k in row] for row in rows], columns)
        self.builder.table(cells, places=[Place(line=n + 1) for n in numbers])
        return after

    def _cell(self, numbers: list[int]) -> str:
        if not numbers:
            return ""
        if len(numbers) == 1:
            return _cell_text(self.lines[numbers[0]])
        return _cell_text("\n".join(self.lines[n].strip() for n in numbers))

    def _barred(self, i: int) -> bool:
        """Rows of cells joined by " | " without outer bars, as this library itself prints them."""
        after = self.lines[i + 1]
        if _DELIMITER.fullmatch(after.strip()):
            return True
        if not after.strip():
            return self._goes_on(i + 1, len(_BAR.findall(self.lines[i].strip())))
        return " | " in after and self.lines[i].count(" | ") + after.count(" | ") > 2

    def _goes_on(self, blank: int, bars: int) -> bool:
        """Say whether a table of so many bars goes on behind an empty line: a copy of a page sets one between rows."""
        after = self.lines[blank + 1].strip() if blank + 1 < len(self.lines) else ""
        below = self.lines[blank + 2].strip() if blank + 2 < len(self.lines) else ""
        return bars > 2 and not _DELIMITER.fullmatch(below) and len(_BAR.findall(after)) == bars

    def _pipes(self, start: int) -> int:
        """Read the pipe table that begins at line ``start``; return the line after it."""
        rows: list[list[CellText]] = []
        places: list[Place] = []
        i = start
        outer = self.lines[start].strip().startswith("|")
        while i < len(self.lines):
            line = self.lines[i].strip()
            delimiter = _DELIMITER.fullmatch(line)
            if not line and i > start and self._goes_on(i, len(_BAR.findall(self.lines[i - 1].strip()))):
                i += 1
                continue
            if not line or line == "|" or (not delimiter and (line[0] != "|" if outer else " | " not in line + " ")):
                break
            if not delimiter:
                rows.append(_pipe_cells(line) if outer else [CellText(_cell_text(c)) for c in _BAR.split(line)])
                places.append(Place(line=i + 1))
            i += 1
        self.flow.flush()
        texts = [[cell.text for cell in row] for row in rows]
        if is_layout_table(texts):
            for row, place in zip(rows, places, strict=True):
                self.builder.layout_table([row], line=place.line)
        else:
            self.builder.table(rows if outer else align(texts, max(map(len, texts))), places=places)
        return max(i, start + 1)

    # --- notes ------------------------------------------------------------------------------------------------------

    def _is_note(self, note: regex.Match[str], i: int) -> bool:
        """[1] at the head of a paragraph is a note when the text has referred to it before."""
        if note[1]:
            return True
        mark = f"[{note[2]}]"
        if mark in self.noted:
            return False
        self.noted.add(mark)
        if not self.offsets:
            self.offsets = [0, *accumulate(len(line) + 1 for line in self.lines)]
        return 0 <= self.text.find(mark) < self.offsets[i]

    def _note(self, note: regex.Match[str], start: int) -> int:
        """Read the note that begins at line ``start``; return the line after it."""
        words = [self.lines[start].strip()[note.end() :]]
        i = start + 1
        while i < len(self.lines):
            line = self.lines[i].strip()
            if not line or line[0] in "|#" or _NOTE.match(line):
                break
            words.append(line)
            i += 1
        body = strip_marks("\n".join(words)).text.replace(HARD_BREAK, "")
        self.flow.flush()
        self.builder.footnote(f"[{note[1] or note[2]}] {' '.join(body.split())}", line=start + 1)
        return i


def _only_blank_until_text(lines: Sequence[str], i: int) -> bool:
    """Say whether the empty lines from ``i`` end with something else than a bar: the table is over."""
    for line in lines[i : i + 6]:
        if line.strip():
            return line.strip() != "|"
    return True


def _cell_text(raw: str) -> str:
    """The paragraphs of one cell joined by newlines, without marks."""
    text = strip_marks(raw).text.strip()
    if "\n" not in text:
        return text.replace(HARD_BREAK, "")
    out: list[str] = []
    gap: Gap = "wrap"
    for piece in text.split("\n"):
        words = piece.strip(" \t" + HARD_BREAK)
        if words:
            if out and carries_on(out[-1], words, gap):
                out[-1] += joint(out[-1], words) + words
            else:
                out.append(words)
        gap = "hard" if piece.endswith(HARD_BREAK) else "wrap"
    return "\n".join(out)


def _pipe_cells(line: str) -> list[CellText]:
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells: list[CellText] = []
    for raw in _BAR.split(inner):
        if raw == "" and cells:  # bars that touch: the cell before spans this column
            before = cells[-1]
            cells[-1] = CellText(before.text, before.width + 1, bold=before.bold)
        else:
            bold = raw.strip().startswith("**") and raw.strip().endswith("**")
            cells.append(CellText(_cell_text(raw.replace("\\|", "|")), bold=bold))
    return cells


def _open_at(spans: list[tuple[int, int]], offset: int) -> bool:
    i = bisect_left(spans, (offset, 0)) - 1
    return i >= 0 and spans[i][1] > offset


def _stripped(inline: Inline) -> list[tuple[int, int]]:
    shift = len(inline.text) - len(inline.text.lstrip())
    return [(max(a - shift, 0), max(b - shift, 0)) for a, b in inline.bold] if shift else inline.bold
