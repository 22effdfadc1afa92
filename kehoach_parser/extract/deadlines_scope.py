"""Whom a deadline binds, and to do what: the clause around it, the subject of its sentence, the heading over it."""

from __future__ import annotations

import regex

from ..text import squeeze
from .agencies import Mention
from .context import Context
from .deadlines_cues import Slot, opens_item
from .deadlines_rules import Compiled

_LONGEST_TASK = 400
_ITEM_BEFORE, _ITEM_AFTER = 1600, 700  # how far the label of the lead stands from that of the time
_SENTENCES_BACK = 6  # a paragraph keeps its subject; further back it is another matter
_FLOOR = 1500  # a sentence longer than this is no sentence; looking further back would cost time for nothing


def clause(folded: str, line_start: int, line_end: int, at: int, end: int, marks: tuple[str, ...]) -> tuple[int, int]:
    """Return the stretch of the line that holds ``[at, end)`` between two of ``marks``.

    >>> clause("a. b trước ngày 5/6; c", 0, 22, 11, 19, (". ", ";"))
    (2, 19)
    """
    left = max(line_start, at - _FLOOR)
    for mark in marks:
        found = folded.rfind(mark, left, at)
        if found >= 0:
            left = found + len(mark.rstrip())
    right = min(line_end, end + _FLOOR)
    for mark in marks:
        found = folded.find(mark, end, right)
        if found >= 0:
            right = found
    return left, right


_WHEN = regex.compile(r"[ ,]*(?:\([^()\n]{0,80}\))?[ ,]*(?:trước|chậm nhất|trong|theo|khi|vào|định kỳ)(?!\w)")
_ROLE = regex.compile(r",? ?\(?(?<!\w)(?:(?:là cơ quan )?chủ trì|phối hợp|phụ trách)(?!\w)")
CLAUSE = (";", ". ", " |", "| ")
SENTENCE = (". ", " |", "| ")


class Binder:
    """Finds the body that is bound, and the task; it holds what it has already looked up for this document."""

    def __init__(self, context: Context, compiled: Compiled) -> None:
        self._context = context
        self._compiled = compiled
        self._text = context.document.text
        self._folded = context.document.folded

    def agency(self, start: int, end: int, slot: Slot | None) -> str | None:
        """Return the words for the body that the time at ``[start, end)`` binds, or None when it is not plain."""
        if slot is not None and slot.row is not None:
            return self._cell(slot.row, "lead")
        line = self._context.document.lines.at(start)
        line_start, line_end = self._context.document.lines.starts[line], self._context.document.lines.ends[line]
        if slot is not None:
            return self._labelled(start, end, line_end) or self._heading(start)
        return self._subject(line_start, line_end, start, end) or self._heading(start)

    def task(self, start: int, end: int, slot: Slot | None) -> str | None:
        """Return the words of the clause that the time binds: the task cell, the title over a slot, or the clause."""
        if slot is not None and slot.row is not None:
            return self._cell(slot.row, "task")
        if slot is not None:
            section = self._context.outline.at(start)
            return squeeze(section.title)[:_LONGEST_TASK] if section and section.title else None
        line = self._context.document.lines.at(start)
        left, right = clause(
            self._folded,
            self._context.document.lines.starts[line],
            self._context.document.lines.ends[line],
            start,
            end,
            CLAUSE,
        )
        words = squeeze(self._text[left:right]).strip(" -+•*.;,:")
        return words[:_LONGEST_TASK] or None

    def _cell(self, row: tuple[int, int], role: str) -> str | None:
        table, index = row
        cells = self._context.tables[table].cells(index, role)
        return squeeze(self._text[cells[0].start : cells[0].end]).strip(" -;,.") or None if cells else None

    def _labelled(self, start: int, end: int, line_end: int) -> str | None:
        """Return the value of the nearest "Đơn vị chủ trì: …" of the same item, before it or else after it."""
        section = self._context.outline.at(start)
        floor = max(section.span.start if section else 0, start - _ITEM_BEFORE)
        roof = min(section.span.end if section else len(self._text), end + _ITEM_AFTER)
        found = None
        for match in self._compiled.lead_label.finditer(self._folded, floor, roof):
            if found is not None and match.start() >= line_end:
                break
            if opens_item(self._folded, match.start()):
                found = match
        if found is None:
            return None
        stops = [self._folded.find(mark, found.end(), roof) for mark in ("\n", ";", ". ", " |")]
        stop = min([at for at in stops if at >= 0], default=roof)
        # "Đơn vị thực hiện: Sở A chủ trì, phối hợp với Sở B": who leads, not what each does.
        role = _ROLE.search(self._folded, found.end() + 1, stop)
        return squeeze(self._text[found.end() : role.start() if role else stop]).strip(" -;,.*_") or None

    def _subject(self, line_start: int, line_end: int, start: int, end: int) -> str | None:
        """Return the subject of the sentence, or of the sentence before it in the same paragraph."""
        left, right = clause(self._folded, line_start, line_end, start, end, SENTENCE)
        found = self._first_subject(left, start) or self._first_subject(end, min(end + 60, right), after=True)
        for _ in range(_SENTENCES_BACK):
            if found is not None or left <= line_start:
                break
            right = left
            left, _ = clause(self._folded, line_start, line_end, max(left - 2, line_start), left, SENTENCE)
            if left >= right - 1:
                break
            found = self._first_subject(left, right)
        return squeeze(found) if found else None

    def _first_subject(self, left: int, right: int, *, after: bool = False) -> str | None:
        mentions = self._context.mentions.between(left, right)
        for index, mention in enumerate(mentions):
            if not self._leads(mention, left, first=index == 0 and not after):
                continue
            last = mention
            for joined in mentions[index + 1 :]:
                between = self._folded[last.end : joined.start]
                if len(between) > 8 or between.strip(" ,;") not in ("", "và", "các", "và các"):
                    break
                last = joined
            listed = self._folded[left : mention.start].rstrip().endswith((",", " của"))
            if self._acts(last.end) and not (listed and self._only_when(last.end)):
                return self._text[mention.start : last.end]
            if index == 0 and not after and not self._folded[left : mention.start].strip(" -+•*"):
                return self._text[mention.start : last.end]
        return None

    def _leads(self, mention: Mention, left: int, *, first: bool) -> bool:
        """Whether a subject may begin at ``mention``: at the start, after a comma, a colon, "giao", "đề nghị"."""
        before = self._folded[max(left, mention.start - 24) : mention.start].rstrip()
        return (
            not before.strip(" -+•*()")
            or before[-1] in ",:;)"
            or before.endswith(
                ("giao", "đề nghị", "yêu cầu", "tháng", "năm", "quý", "định kỳ", "đối với", "các", "của")
            )
            or (first and len(before) < 16 and not any(c.isalpha() for c in before.split(" ")[-1]))
        )

    def _acts(self, end: int) -> bool:
        """Whether what follows ``end`` is a deed of the body that ends there; brackets and a comma are passed over."""
        at = end
        while at < len(self._folded) and self._folded[at] in " ,":
            at += 1
        if self._folded.startswith("(", at):
            close = self._folded.find(")", at, at + 160)
            if close >= 0:
                at = close + 1
        return self._compiled.opens["subjects"].match(self._folded, at, min(at + 60, len(self._folded))) is not None

    def _only_when(self, end: int) -> bool:
        """Whether only a time follows: in "báo cáo Bộ Y tế, UBND tỉnh trước ngày …" the last is told, not bound."""
        return _WHEN.match(self._folded, end) is not None

    def _heading(self, start: int) -> str | None:
        """Return the body that the nearest heading above names first."""
        for section in reversed(self._context.outline.chain_at(start)):
            if not section.title:
                continue
            begin = section.span.start + len(section.marker or "")
            limit = begin + len(section.title) + 8
            for mention in self._context.mentions.between(section.span.start, min(limit, section.span.end)):
                before = self._folded[begin : mention.start].strip(" .)-:*#_")
                if before in ("", "đề nghị", "giao", "trách nhiệm của", "đối với", "yêu cầu", "các", "nhiệm vụ của"):
                    return squeeze(self._title_names(mention, limit))
                break
        return None

    def _title_names(self, mention: Mention, limit: int) -> str:
        """Return the bodies of a heading: several that are joined there stay together."""
        end = mention.end
        for joined in self._context.mentions.between(mention.end, limit):
            if self._folded[end : joined.start].strip() not in ("", ",", ";", "và", ", các", "và các", "các", "-"):
                break
            end = joined.end
        return self._text[mention.start : end]
