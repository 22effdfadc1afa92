"""What every check looks at: the plan, its folded text, its words and its years, each made once and only when asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import regex

from ..document import Document
from ..models import Citation, Section, Span
from ..plan import Plan
from ..rules import Rules
from ..text import fold
from .compounds import PairJudge, read_compounds
from .rules import Check, Pattern, read_acts, read_checks, read_spelling
from .words import Clues, WordJudge, piece_of

Match = regex.Match[str]

_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Hit:
    """What a check found: the place, and words for its message (``other``, ``right`` …)."""

    code: str
    start: int
    end: int
    detail: dict[str, str] = field(default_factory=dict)
    severity: str | None = None


class Subject:
    """A plan under review."""

    def __init__(self, plan: Plan, document: Document, rules: Rules) -> None:
        self.plan = plan
        self.document = document
        self.rules = rules
        self.text = document.text
        self.folded = document.folded
        self._claimed: list[tuple[int, int]] = []

    def check(self, code: str) -> Check:
        """Return the rule of the check ``code``."""
        return read_checks(self.rules).by_code[code]

    def matches(self, code: str, name: str) -> Iterator[Match]:
        """Yield the matches of a pattern of the check ``code``: in lines with one of its anchors, if it has any."""
        check = self.check(code)
        pattern, anchors = check.compiled[name], check.anchors.get(name)
        if anchors is None:
            yield from pattern.finditer(self.folded)
            return
        for start, end in sorted({line for anchor in anchors for line in self._lines_with(anchor)}):
            yield from pattern.finditer(self.folded, start, end)

    def _lines_with(self, anchor: str) -> Iterator[tuple[int, int]]:
        """Yield where the lines with ``anchor`` begin and end, their newlines included."""
        if piece_of(anchor) not in self.clues.pieces:
            return
        folded, start, end = self.folded, 0, 0
        while (at := folded.find(anchor, end)) >= 0:
            start = folded.rfind("\n", end, at) + 1 or end
            end = folded.find("\n", at) + 1 or len(folded)
            yield start, end

    def matches_at(self, pattern: Pattern, *anchors: str) -> Iterator[Match]:
        """Yield the matches of a pattern that begins with one of ``anchors``, trying it nowhere else.

        The anchors must be among those that WordJudge was told of.
        """
        for anchor in anchors:
            if piece_of(anchor) not in self.clues.pieces:
                continue
            at = self.folded.find(anchor)
            while at >= 0:
                match = pattern.match(self.folded, at)
                if match is not None:
                    yield match
                at = self.folded.find(anchor, at + 1)

    @cached_property
    def clues(self) -> Clues:
        """What the words of the text point to."""
        return judge_of(self.rules).judge(self.folded)

    @property
    def pairs(self) -> PairJudge:
        """The judge of neighbouring words by the rules."""
        return pair_judge_of(self.rules)

    def claim(self, start: int, end: int) -> bool:
        """Keep ``start:end`` for one finding of spelling; False when another one has told of these words already."""
        if any(begin < end and start < stop for begin, stop in self._claimed):
            return False
        self._claimed.append((start, end))
        return True

    def has(self, anchor: str) -> bool:
        """Return whether the text holds ``anchor``: words of the rules, or a piece that WordJudge was told of."""
        return piece_of(anchor) in self.clues.pieces and anchor in self.folded

    @cached_property
    def cited(self) -> list[tuple[Citation, str, str]]:
        """The citations, each with its number and its kind of document folded."""
        return [(cited, fold(cited.number), fold(cited.doc_type or "")) for cited in self.plan.citations]

    @cached_property
    def sections(self) -> list[Section]:
        """All sections in the order of the text."""
        return [section for root in self.plan.sections for section in root.walk()]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.start for section in self.sections]

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        for index in range(bisect_right(self._section_starts, offset) - 1, -1, -1):
            if offset < self.sections[index].span.end:
                return self.sections[index]
        return None

    @cached_property
    def is_scan(self) -> bool:
        """Whether the text was read by OCR, or comes from a damaged text layer: slips may be the reader's."""
        return any("ocr" in finding.code or "scan" in finding.code for finding in self.document.findings)

    @cached_property
    def date(self) -> str | None:
        """The plan's own date (EDTF), None when it has none."""
        return self.plan.header.date

    @cached_property
    def first_year(self) -> int | None:
        """The first year that the plan is for: of its period, else of its date."""
        start = (self.plan.header.period or "").partition("/")[0]
        found = _YEAR.search(start) or _YEAR.search(self.date or "")
        return int(found[0]) if found else None

    @cached_property
    def name_span(self) -> Span:
        """Where the plan says that it is a plan; else its first line."""
        span = self.plan.header.spans.get("doc_type")
        if span is not None:
            return span
        at = self.folded.find("kế hoạch")
        if at >= 0:
            return Span(start=at, end=at + len("kế hoạch"))
        return Span(start=0, end=min(len(self.text), max(self.text.find("\n"), 0) or len(self.text)))

    def around(self, start: int, end: int, before: int = 60, after: int = 60) -> tuple[int, int]:
        """Return the stretch around ``start:end``, cut at words and inside the line."""
        text = self.text
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        left = max(line_start, start - before)
        while left > line_start and not text[left - 1].isspace():
            left -= 1
        right = min(line_end, end + after)
        while right < line_end and not text[right].isspace():
            right += 1
        return left, right

    def cut(self, start: int, end: int, most: int) -> int:
        """Return ``end``, or the end of the last whole word of ``text[start:end]`` within ``most`` characters."""
        if end - start <= most:
            return end
        blank = self.folded.rfind(" ", start + most // 2, start + most + 1)
        return blank if blank > 0 else start + most

    def in_table(self, offset: int) -> bool:
        """Return whether ``offset`` stands in a data table."""
        return self.document.table_at(offset) is not None


# What checks in code look for: doubled stops, a comma after a preposition; how periods, days, stretches of days begin.
STOPS = ("..", ",,", ";;", ",.", ";.", "::")
STRAY_COMMAS = (" trên, ", " của, ", " với, ", " bằng, ")
PERIODS = ("giai đoạn", "nhiệm kỳ", "thời kỳ", "trong các năm", "từ năm")
WEEKDAYS = (*(f"thứ {day}" for day in ("hai", "ba", "tư", "năm", "sáu", "bảy", *"234567")), "chủ nhật")
DAY_RANGES = ("từ ngày", *(f"từ {digit}" for digit in "0123456789"))
_ANCHORS = (*STOPS, *STRAY_COMMAS, *PERIODS, *WEEKDAYS, *DAY_RANGES)
_JUDGES: dict[Rules, WordJudge] = {}
_PAIR_JUDGES: dict[Rules, PairJudge] = {}


def judge_of(rules: Rules) -> WordJudge:
    """Return the judge of words by ``rules``, made once for each."""
    judge = _JUDGES.get(rules)
    if judge is None:
        programmes = (act.programme for act in read_acts(rules).acts if act.programme)
        anchors = (*_ANCHORS, *programmes)
        judge = _JUDGES[rules] = WordJudge(read_checks(rules), read_spelling(rules), anchors, pair_judge_of(rules))
    return judge


def pair_judge_of(rules: Rules) -> PairJudge:
    """Return the judge of neighbouring words by ``rules``, made once for each."""
    judge = _PAIR_JUDGES.get(rules)
    if judge is None:
        judge = _PAIR_JUDGES[rules] = PairJudge(read_compounds(rules))
    return judge
