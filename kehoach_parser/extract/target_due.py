"""By when a target is due: the years of its sentence, else those of the headings over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex
from pydantic import model_validator

from ..rules import Strict, compile_pattern
from .context import Context

Way = Literal["backward", "forward", "plain"]
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BEFORE = 32
_NAME = 170  # how far before a period the name of a programme may begin
_LONGEST_LEAD_IN = 240
_LINES_BACK = 80
# Every time that a value can be due at has its year; its other words stand this near.
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEAR, _AFTER_YEAR = 40, 30


class DueExample(Strict):
    """A phrase and the EDTF date that is read in it."""

    text: str
    date: str


class DueRules(Strict):
    """rules/targets/due.yaml."""

    fragments: dict[str, str]
    pattern: str
    not_due: str
    named: str
    backward: str
    forward: str
    examples: tuple[DueExample, ...]
    not_examples: tuple[str, ...]

    @model_validator(mode="after")
    def _compile(self) -> DueRules:
        _ = self.compiled
        return self

    @cached_property
    def compiled(self) -> tuple[regex.Pattern[str], ...]:
        """The patterns ``pattern``, ``not_due``, ``named``, ``backward`` and ``forward``."""
        sources = ("".join(self.pattern.splitlines()), self.not_due, self.named, self.backward, self.forward)
        return tuple(
            compile_pattern(
                source if index in (0, 2) else rf"(?<!\p{{L}})(?:{source})", self.fragments, "targets/due.yaml"
            )
            for index, source in enumerate(sources)
        )


@dataclass(slots=True)
class Due:
    """A time at ``[start, end)`` as an EDTF ``date``; ``way`` is the side on which its value stands."""

    start: int
    end: int
    date: str
    way: Way


# "Tầm nhìn đến năm 2045: đô thị hóa đạt 90%": at the head of a sentence it dates what follows.
_OPENS_VISION = regex.compile(r"(?:tầm nhìn|định hướng)(?: đến)?(?: hết| cuối)? ?")


def _is_vision(folded: str, start: int, match: regex.Match[str]) -> bool:
    opens = _OPENS_VISION.fullmatch(folded, start, match.start()) is not None
    return opens and folded[match.end() : match.end() + 1] in (",", ":")


def find_dues(folded: str, start: int, end: int, rules: DueRules) -> list[Due]:
    """Return the times in ``folded[start:end]`` that a value can be due at, in order."""
    found: list[Due] = []
    pattern, not_due, named, backward, forward = rules.compiled
    for match in _times(folded, start, end, pattern):
        at = match.start()
        before = folded[max(start, at - _BEFORE) : at]
        if not_due.search(before) and not _is_vision(folded, start, match):
            continue
        if match["last"] is not None and named.search(folded[max(start, at - _NAME) : at]):
            continue
        way: Way = "plain"
        if backward.search(before):
            way = "backward"
        elif forward.search(before):
            way = "forward"
        elif match["day"] is not None or match["m"] is not None:
            continue  # a date without "đến", "trước", "vào" tells when something was, not when it is due
        found.append(Due(at, match.end(), _date(match), way))
    return found


def _times(folded: str, start: int, end: int, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """Yield the matches of ``pattern`` in the stretch, looked for around its years only; most sentences have none."""
    if folded.find("20", start, end) < 0 and folded.find("19", start, end) < 0:
        return
    for year in _YEAR.finditer(folded, start, end):
        at = year.start()
        if at >= start:
            match = pattern.search(folded, max(start, at - _BEFORE_YEAR), min(end, at + _AFTER_YEAR))
            if match is not None:
                start = match.end()
                yield match


def _date(match: regex.Match[str]) -> str:
    if match["day"] is not None:
        return f"{match['of']}-{int(match['month']):02d}-{int(match['day']):02d}"
    if match["m"] is not None:
        return f"{match['my']}-{int(match['m']):02d}"
    if match["quarter"] is not None:
        quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
        return f"{match['qy']}-Q{quarter}"
    return match["last"] or match["year"] or match["bare"] or match["until"]


class Enclosing:
    """The dates that the headings and lead-in lines over a place give ("b) Đến hết năm 2030:")."""

    def __init__(self, context: Context, rules: DueRules) -> None:
        self._context = context
        self._rules = rules
        self._folded = context.document.folded
        self._headings: dict[int, str | None] = {}
        period = (context.header.period or "").rsplit("/", 1)[-1].strip(".")
        self.period_end: str | None = period or None

    def at(self, offset: int) -> str | None:
        """Return the date of the nearest lead-in line or heading over the line of ``offset`` that gives one date."""
        lines = self._context.document.lines
        here = lines.at(offset)
        chain = self._context.outline.chain_at(offset)
        for depth in range(len(chain) - 1, -1, -1):
            first = lines.at(chain[depth].span.start)
            if depth == len(chain) - 1:
                found = self._lead_in(here, first)
                if found:
                    return found
            if first < here:
                found = self._heading(first)
                if found:
                    return found
        return self._lead_in(here, max(0, here - _LINES_BACK)) if not chain else None

    def _heading(self, line: int) -> str | None:
        """Return the one date of a heading line; two different ones leave it open."""
        if line not in self._headings:
            lines = self._context.document.lines
            stop = min(lines.ends[line], lines.starts[line] + _LONGEST_LEAD_IN)
            vision = _VISION.match(self._folded, lines.starts[line], stop)
            if vision is not None:
                self._headings[line] = vision["year"]
                return vision["year"]
            dates = {due.date: due for due in find_dues(self._folded, lines.starts[line], stop, self._rules)}
            self._headings[line] = next(iter(dates)) if len(dates) == 1 else _agree(dates)
        return self._headings[line]

    def _lead_in(self, here: int, first: int) -> str | None:
        """Return the date of the nearest line above that ends in a colon and encloses this one."""
        lines = self._context.document.lines
        folded = self._folded
        closed = {_bullet(folded, lines.starts[here])}
        for line in range(here - 1, max(first, here - _LINES_BACK), -1):
            start, end = lines.starts[line], lines.ends[line]
            if end <= start:
                continue
            bullet = _bullet(folded, start)
            if bullet in closed and bullet:
                continue
            if folded[end - 1] == ":" and end - start <= _LONGEST_LEAD_IN:
                found = self._heading(line)
                if found:
                    return found
            if bullet:
                closed.add(bullet)
        return None


# "2. Tầm nhìn đến năm 2045" dates what stands under it; beside another year such words only look ahead.
_VISION = regex.compile(
    r"\W*(?:[\divx]{1,4}(?:\.\d{1,2}){0,3}[.)]? |[a-zđ][.)] )?(?:mục tiêu )?(?:tầm nhìn|định hướng)"
    r"(?: (?:mục tiêu|phát triển|chung|đến|tới|hết|cuối|năm)){0,5} (?P<year>20\d\d)\W*$"
)


def _agree(dates: dict[str, Due]) -> str | None:
    """Of several dates of a heading take the one that says "đến": "Mục tiêu giai đoạn 2026-2030, đến năm 2030"."""
    ends = [date for date, due in dates.items() if due.way == "forward"]
    return ends[0] if len(ends) == 1 else None


def _bullet(folded: str, start: int) -> str:
    first = folded[start : start + 1]
    return first if first in "-+•*" else ""
