"""One document while its deadlines are read: its time words and slots, and where lines, clauses and titles end."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import regex

from ..models import Bound
from ..text import fold
from .context import Context
from .deadlines_cues import Cue, Slot, find_cues, find_slots
from .deadlines_rules import Compiled, DeadlineRules
from .deadlines_scope import CLAUSE, SENTENCE, clause
from .points import Point

_OPENING = 600  # characters that the words after a date may take


@dataclass(slots=True)
class Found:
    """One deadline on its way: where its words stand, and what they say."""

    start: int
    end: int
    bound: Bound
    rule: str
    date: str | None = None
    rrule: str | None = None
    inferred: bool = False
    slot: Slot | None = None


class Scene:
    """What the steps of reading share. ``used`` holds the starts of the cycles that a date has taken."""

    def __init__(self, context: Context, rules: DeadlineRules) -> None:
        self.context = context
        self.folded = context.document.folded
        self.lines = context.document.lines
        self.compiled: Compiled = rules.compiled
        self.lead_rules = rules.leads
        self.slot_rule = rules.slots
        articles = context.layout.articles
        # The articles of the decision that carries the plan give duties too.
        self.begin = min(context.layout.body_start, articles[0]) if articles else context.layout.body_start
        self.today, self.year = _plan_date(context)
        self.last_year = _last_year(context.header.period)
        self.is_school_year = "năm học" in fold(context.header.title or "")
        self._blocked = sorted(_blocked(context))
        self.words = self.compiled.words.find(self.folded, self.begin)
        cues = find_cues(self.folded, self.begin, self.compiled, self.words)
        self.cues: list[Cue] = [cue for cue in cues if not self.is_blocked(cue.start)]
        self.slots: list[Slot] = find_slots(context, self.compiled, rules.slots.starts, self.begin, self.words)
        self.used: set[int] = set()

    def is_blocked(self, at: int) -> bool:
        """Whether ``at`` lies in a citation, a part of form, or noise."""
        index = bisect_right(self._blocked, (at, len(self.folded))) - 1
        return index >= 0 and at < self._blocked[index][1]

    def slot_at(self, at: int) -> Slot | None:
        """Return the time slot that holds ``at``."""
        index = bisect_right(self.slots, at, key=lambda slot: slot.start) - 1
        return self.slots[index] if index >= 0 and at < self.slots[index].end else None

    def line(self, at: int) -> tuple[int, int]:
        """Return the start and end of the line that holds ``at``."""
        line = self.lines.at(at)
        return self.lines.starts[line], self.lines.ends[line]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the sentence, or the cell, around ``[start, end)``."""
        return clause(self.folded, *self.line(start), start, end, SENTENCE)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the clause around ``[start, end)``: a sentence is cut at its semicolons."""
        return clause(self.folded, *self.line(start), start, end, CLAUSE)

    def in_heading(self, at: int) -> bool:
        """Whether ``at`` stands in the title of a division."""
        section = self.context.outline.at(at)
        if section is None or not section.title:
            return False
        end = section.span.start + len(section.marker or "") + len(section.title)
        return at < min(end + 3, self.line(end - 1)[1])  # blanks and stars may stand before the title

    def in_objectives(self, at: int) -> bool:
        """Whether ``at`` stands in a division of objectives, where a year is a target's due."""
        section = self.context.outline.at(at)
        return section is not None and section.kind == "objectives"

    def in_schedule(self, at: int) -> bool:
        """Whether ``at`` stands in a division that is named for its times ("Tiến độ thực hiện")."""
        chain = self.context.outline.chain_at(at)
        return any(section.title and self.compiled.title.match(fold(section.title)) for section in chain)

    def is_quoted(self, at: int) -> bool:
        """Whether a quotation is open at ``at``."""
        return (bisect_right(self._quotes, at) - bisect_right(self._quotes, self.line(at)[0] - 1)) % 2 == 1

    @cached_property
    def _quotes(self) -> list[int]:
        return [match.start() for match in _QUOTE.finditer(self.folded)]

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """Return the cycles that begin in ``[start, end)``."""
        first = bisect_right(self.cues, start - 1, key=lambda cue: cue.start)
        return self.cues[first : bisect_right(self.cues, end - 1, key=lambda cue: cue.start)]

    def opens(self, words: str, at: int, end: int | None = None) -> regex.Match[str] | None:
        """Match the word list ``words`` at ``at``, blanks and commas passed over, in the next few words."""
        # Without an end regex looks for the fixed words of a pattern up to the end of the text, at every call.
        stop = at + _OPENING if end is None else min(end, at + _OPENING)
        return self.compiled.opens[words].match(self.folded, at, stop)

    def ends(self, words: str, start: int, at: int) -> regex.Match[str] | None:
        """Match the word list ``words`` backwards from ``at``, not beyond ``start``."""
        return self.compiled.ends[words].match(self.folded, start, at) if at > start else None

    def holds(self, words: str, start: int, end: int) -> regex.Match[str] | None:
        """Find the word list ``words`` in ``[start, end)``."""
        return self.compiled.holds[words].search(self.folded, start, end)


_QUOTE = regex.compile('"')


def _plan_date(context: Context) -> tuple[Point | None, int | None]:
    """Return the plan's own date, and the year that a date without one takes: of its period when that is one year."""
    header = context.header
    today = _point(header.date)
    period = [_point(part) for part in (header.period or "").split("/")]
    years = {point.year for point in period if point is not None}
    if len(period) <= 2 and len(years) == 1 and all(period):
        return today, years.pop()
    return today, today.year if today else None


def _last_year(period: str | None) -> int:
    """Return the last year of the plan's period; without a period no year is the last."""
    years = _YEAR.findall(period or "")
    return max(map(int, years), default=9999)


_YEAR = regex.compile(r"\d{4}")
_ISO = regex.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def _point(date: str | None) -> Point | None:
    match = _ISO.fullmatch(date or "")
    if match is None:
        return None
    return Point(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)


def _blocked(context: Context) -> list[tuple[int, int]]:
    """Return the stretches whose dates bind nobody: cited documents, the parts of form, what is no part of the plan."""
    header = context.header
    spans = [citation.span for citation in context.citations]
    # The line that gives the plan's period ("Thời gian thực hiện: …") is a deadline as well.
    spans += [span for part, span in header.spans.items() if part != "period"]
    spans += [recipient.span for recipient in header.recipients]
    spans += [signer.span for signer in header.signers if signer.span is not None]
    stretches = [(span.start, span.end) for span in spans]
    layout = context.layout
    for start, end in layout.noise:
        if (start, end) == layout.decision and layout.articles is not None:
            stretches += [(start, layout.articles[0]), (layout.articles[1], end)]
        else:
            stretches.append((start, end))
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]
