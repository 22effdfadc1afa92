"""Letterheads and signature blocks that are set in two columns by tabs or blanks instead of a table."""

from __future__ import annotations

import regex

from .events import Event, Paragraph
from .joining import starts_item
from .layout_tables import is_layout_table
from .plaintext import TAB, close_blanks, find_block

_COLUMNS = regex.compile(rf"\S[^{TAB}]{{0,200}}?(?:{TAB}| {{3}})[ {TAB}]{{0,80}}\S")
_MARKER = regex.compile(rf"(\S{{1,8}}){TAB}")
_LOOK = 2  # lines of a block of which one has the words of a letterhead or a signature


def set_in_columns(events: list[Event]) -> list[Event]:
    """Return ``events`` with every block in two columns read column by column, as a table would be."""
    if not any(isinstance(event, Paragraph) and ("\t" in event.text or "   " in event.text) for event in events):
        return events
    out: list[Event] = []
    run: list[Paragraph] = []
    for event in events:
        if isinstance(event, Paragraph):
            run.append(event)
            continue
        out += _read_run(run)
        run = []
        out.append(event)
    return out + _read_run(run)


def _read_run(run: list[Paragraph]) -> list[Event]:
    """Return paragraphs that follow one another, with the blocks among them in the order of reading."""
    owners: list[int] = []
    lines: list[str] = []
    for number, paragraph in enumerate(run):
        for line in paragraph.text.split("\n"):
            owners.append(number)
            lines.append(_without_tab_after_marker(close_blanks(line.replace("\t", TAB))))
    out: list[Event] = []
    done = i = 0
    while i < len(lines):
        block = None
        if (TAB in lines[i] or "   " in lines[i]) and _starts_block(lines, i):
            block = find_block(lines, i)
        if block is None:
            i += 1
            continue
        out += _whole(run, owners, lines, done, i)
        for column in (block.left, block.right):
            for place, (number, words) in enumerate(column):
                out.append(_line(run[owners[number]], words, apart=place == 0))
        done = i = block.end
    return out + _whole(run, owners, lines, done, len(lines)) if done else list(run)


def _without_tab_after_marker(line: str) -> str:
    match = _MARKER.match(line.lstrip())
    return line.replace(TAB, " ", 1) if match and starts_item(f"{match[1]} x") else line


def _starts_block(lines: list[str], i: int) -> bool:
    if not _COLUMNS.match(lines[i].strip(TAB + " ")):
        return False
    return any(is_layout_table([[line.replace(TAB, " "), "x"]]) for line in lines[i : i + _LOOK])


def _whole(run: list[Paragraph], owners: list[int], lines: list[str], start: int, end: int) -> list[Event]:
    """Return the lines from ``start`` to ``end`` as paragraphs, those cut of which a block took some lines."""
    out: list[Event] = []
    i = start
    while i < end:
        owner = owners[i]
        stop = i
        while stop < end and owners[stop] == owner:
            stop += 1
        complete = (i == 0 or owners[i - 1] != owner) and (stop == len(owners) or owners[stop] != owner)
        if complete:
            out.append(run[owner])
        else:
            out += [_line(run[owner], line.replace(TAB, " "), apart=False) for line in lines[i:stop]]
        i = stop
    return out


def _line(paragraph: Paragraph, words: str, *, apart: bool) -> Paragraph:
    marked = sum(end - start for start, end in paragraph.bold)
    bold = [(0, len(words))] if marked * 10 > len(paragraph.text) * 8 else []
    return Paragraph(words, bold, paragraph.heading, apart, paragraph.number)
