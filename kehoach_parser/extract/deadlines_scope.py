"""Whom a deadline binds, and to do what: the clause around it, the subject of its sentence, the heading over it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex

from ..text import squeeze
from .agencies import Mention
from .context import Context
from .deadlines_cues import Slot, opens_item
from .deadlines_rules import Compiled
from .lead_cell import lead_part

_LONGEST_TASK = 400
_ITEM_BEFORE, _ITEM_AFTER = 1600, 700  # how far the label of the lead stands from that of the time
_SENTENCES_BACK = 6  # a paragraph keeps its subject; further back it is another matter
_CLAUSES_BACK = 6  # between semicolons, the same
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
_BULLET = regex.compile(r"\s*(?:[-+•]|\*(?!\*)|[a-zđ]\)|\d{1,2}(?:[.)] |/ ))")
_TRIM = " -+•*_.;:,()"
# Words of a schedule that name a work: three at least, and not where it is held or the time itself.
_WORK = regex.compile(
    r"^(?!(?:tại|ở|địa điểm|thời|dự kiến|từ|trong|vào|buổi|sáng|chiều|tối|ngày|tháng|quý|đợt|giai đoạn|bước|vòng)"
    r"(?!\w))"
    r"(?:[^\W\d]\w{0,24}(?:,? |$)){3}"
)
_COMMA = regex.compile(r"(?P<part>[^\n]{2,1500}?) ?,(?: và| còn)?(?: (?:giao|đề nghị|yêu cầu))?(?: các)? ?")
CLAUSE = (";", ". ", " |", "| ")
SENTENCE = (". ", " |", "| ")


class Binder:
    """Finds the body that is bound, and the task; it holds what it has already looked up for this document."""

    def __init__(self, context: Context, compiled: Compiled) -> None:
        self._context = context
        self._compiled = compiled
        self._text = context.document.text
        self._folded = context.document.folded
        self._cited = [(citation.span.start, citation.span.end) for citation in context.citations]

    def agency(self, start: int, end: int, slot: Slot | None) -> str | None:
        """Return the words for the body that the time at ``[start, end)`` binds, or None when it is not plain."""
        if slot is not None and slot.row is not None:
            return self._cell(slot.row, "lead")
        line = self._context.document.lines.at(start)
        line_start, line_end = self._context.document.lines.starts[line], self._context.document.lines.ends[line]
        if slot is not None:
            own = self._own_work(start, end) if slot.weak else None
            subject = self._subject(line_start, line_end, start, end) if own else None
            return subject or self._labelled(start, end, line_end) or self._heading(start)
        subject = self._subject(line_start, line_end, start, end)
        return subject or self._lead_before(line_start, start) or self._heading(start)

    def task(self, start: int, end: int, slot: Slot | None) -> str | None:
        """Return the words of the clause that the time binds: the task cell, the title over a slot, or the clause."""
        if slot is not None and slot.row is not None:
            return self._cell(slot.row, "task")
        if slot is not None:
            own = self._own_work(start, end) if slot.weak else None
            section = self._context.outline.at(start)
            return own or (squeeze(section.title)[:_LONGEST_TASK] if section and section.title else None)
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

    def _own_work(self, start: int, end: int) -> str | None:
        """Return what the item of a schedule says is done at ``[start, end)``: "20/9: in kỷ yếu", "In kỷ yếu: 20/9".

        An item that only says when, or where, has no work of its own; that is then the title's.
        """
        line = self._context.document.lines.at(start)
        line_start, line_end = self._context.document.lines.starts[line], self._context.document.lines.ends[line]
        if line_start != start and not _BULLET.match(self._folded, line_start, line_end):
            return None  # a sentence under the title speaks of the whole
        left, right = clause(self._folded, line_start, line_end, start, end, CLAUSE)
        before, after = self._text[left:start].strip(_TRIM), self._text[end:right].strip(_TRIM)
        if not _WORK.search(before.lower()) and not _WORK.search(after.lower()):
            return None
        if self._folded[left:start].rstrip(" *_").endswith(":") and not _WORK.search(after.lower()):
            words = before
        elif not before and self._folded[end:right].lstrip(" *_").startswith(":"):
            words = after
        else:
            words = self._text[left:right]
        return squeeze(words).strip(_TRIM)[:_LONGEST_TASK] or None

    def _cell(self, row: tuple[int, int], role: str) -> str | None:
        table, index = row
        cells = self._context.tables[table].cells(index, role)
        if not cells:
            return None
        start, end = cells[0].start, cells[0].end
        if role == "lead":
            start, end = lead_part(self._folded, start, end)
        return squeeze(self._text[start:end]).strip(" -;,.") or None

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
        return self._value(found.end(), roof) if found else None

    def _value(self, start: int, roof: int) -> str | None:
        """Return the bodies that a label ending at ``start`` names."""
        stops = [self._folded.find(mark, start, roof) for mark in ("\n", ";", ". ", " |")]
        stop = min([at for at in stops if at >= 0], default=roof)
        # "Đơn vị thực hiện: Sở A chủ trì, phối hợp với Sở B": who leads, not what each does.
        role = _ROLE.search(self._folded, start + 1, stop)
        return squeeze(self._text[start : role.start() if role else stop]).strip(" -;,.*_") or None

    def _lead_before(self, line_start: int, start: int) -> str | None:
        """Return the body that a label earlier in the line names: "Đơn vị chủ trì: Sở A. Báo cáo hằng quý."."""
        found = None
        for match in self._compiled.lead_label.finditer(self._folded, max(line_start, start - _FLOOR), start):
            if opens_item(self._folded, match.start()):
                found = match
        if found is None:
            return None
        body = next(iter(self._context.mentions.between(found.end(), start)), None)
        named = body is not None and not self._folded[found.end() : body.start].strip(" *_")
        return self._value(found.end(), start) if named else None

    def _subject(self, line_start: int, line_end: int, start: int, end: int) -> str | None:
        """Return the subject of the clause, of the clauses before it, or of a sentence before in the same paragraph.

        Between semicolons each body has its own time. A clause without a body keeps the one of the clauses before it,
        when there is one ("Sở A rà soát; UBND các xã triển khai; báo cáo trước …" may bind both), never that of the
        next.
        """
        left, right = clause(self._folded, line_start, line_end, start, end, SENTENCE)
        opened, closed = clause(self._folded, left, right, start, end, (";",))
        found = self._last_subject(opened, start, listed=opened > left)
        found = found or self._first_subject(end, min(end + 60, closed), after=True)
        earlier: list[tuple[int, int]] = []
        for _ in range(_CLAUSES_BACK):
            if found is not None or opened <= left or len(earlier) > 1:
                break
            before = opened - 1
            opened, _ = clause(self._folded, left, right, before, before, (";",))
            other = self._last_subject(opened, before, listed=opened > left)
            if other is not None:
                earlier.append(other)
        if len(earlier) > 1:
            return None
        found = found or next(iter(earlier), None)
        right = start
        for _ in range(_SENTENCES_BACK):
            if found is not None or left <= line_start or right - left >= _FLOOR:
                break
            right = left
            left, _ = clause(self._folded, line_start, line_end, max(left - 2, line_start), left, SENTENCE)
            if left >= right - 1:
                break
            found = self._first_subject(left, right)
        return squeeze(self._text[found[0] : found[1]]) if found else None

    def _first_subject(self, left: int, right: int, *, after: bool = False) -> tuple[int, int] | None:
        return next(self._subjects(left, right, after=after), None)

    def _last_subject(self, left: int, right: int, *, listed: bool) -> tuple[int, int] | None:
        """Return the subject of ``[left, right)``: its first one, or one that takes over after a comma.

        "Sở A rà soát, UBND các xã hoàn thành …": the second acts. In "phối hợp với Sở B, UBND các xã tổ chức …" it only
        goes on with a list, since a body or no time stands before the comma.
        """
        found: tuple[int, int] | None = None
        for subject in self._subjects(left, right, listed=listed):
            if found is None or self._takes_over(found[1], subject[0]):
                found = subject
        return found

    def _takes_over(self, end: int, start: int) -> bool:
        """Whether the words from ``end`` of a subject to ``start`` of the next are a part of the sentence by itself."""
        part = _COMMA.fullmatch(self._folded, end, start)
        if part is None:
            return False
        return part["part"][-1:].isdecimal() or not self._context.mentions.between(end, start)

    def _subjects(
        self, left: int, right: int, *, after: bool = False, listed: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Yield the places of the bodies that act; ``listed``: a semicolon stands before, that may part recipients."""
        mentions = [item for item in self._context.mentions.between(left, right) if not self._is_issuer(item)]
        for index, mention in enumerate(mentions):
            if not self._leads(mention, left, first=index == 0 and not after):
                continue
            last = mention
            for joined in mentions[index + 1 :]:
                between = self._folded[last.end : joined.start]
                if len(between) > 8 or between.strip(" ,;") not in ("", "và", "các", "và các"):
                    break
                last = joined
            before = self._folded[left : mention.start].strip(" -+•*")
            in_list = before.endswith((",", "của")) or (listed and not before)
            acts = self._acts(last.end) and not (in_list and self._only_when(last.end))
            # "…; các sở, ngành: trước ngày …" says whose time it is.
            named = (
                before in ("", "đối với", "các", "giao") and self._folded[last.end : last.end + 2].strip()[:1] == ":"
            )
            named = named or before in ("giao", "đề nghị", "yêu cầu")
            if acts or (named and not after) or (index == 0 and not after and not before and not listed):
                yield mention.start, last.end

    def _is_issuer(self, mention: Mention) -> bool:
        """Whether ``mention`` issued a cited document: "Kế hoạch số … của Tỉnh ủy hoàn thành trong …" binds others."""
        index = bisect_right(self._cited, (mention.start, len(self._folded))) - 1
        return index >= 0 and mention.start < self._cited[index][1]

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
            if self._folded[end : joined.start].isspace() and "\n" in self._folded[end : joined.start]:
                break  # the sentence below begins with the name again
            if self._folded[end : joined.start].strip() not in ("", ",", ";", "và", ", các", "và các", "các", "-"):
                break
            end = joined.end
        return self._text[mention.start : end]
