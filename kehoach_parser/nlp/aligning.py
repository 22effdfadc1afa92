"""Where the words of a plan stand in the text that it was read from.

A reader drops Markdown marks, joins wrapped lines and composes letters, so that the plan's text is not the text that
was given. Its words are the same, in the same order, and each paragraph knows on which line it began.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import regex

from ..models import Span
from ..plan import Plan
from ..text import Lines, canonical

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# In a raw text soft hyphens and zero-width marks stand inside words.
_RAW_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}\u00ad\u200b-\u200d\u2060\ufeff]*")
_BREAK = regex.compile("[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# Between two words of one paragraph a reader leaves out a page number or a running head, not more.
_REACH = 40


class Alignment:
    """The places of a plan's words in ``raw``, paragraph by paragraph: a slip in one does not reach the next."""

    def __init__(self, plan: Plan, raw: str) -> None:
        self._text, self._raw = plan.text, raw
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._places: list[tuple[int, int]] = []
        if plan.text != raw:
            self._align(plan, raw)

    def place(self, span: Span) -> tuple[int, int] | None:
        """Return where the words of ``span`` stand in ``raw``, with the marks at their edges; None when they do not."""
        if self._text == self._raw:
            return span.start, span.end
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        if first > last:
            return None
        start, end = self._places[first][0], self._places[last][1]
        head, tail = self._text[span.start : self._starts[first]], self._text[self._ends[last] : span.end]
        if head and self._raw.endswith(head, 0, start):
            start -= len(head)
        if tail and self._raw.startswith(tail, end):
            end += len(tail)
        return (start, end) if start < end else None

    def _align(self, plan: Plan, raw: str) -> None:
        found = [(match.start(), match.end(), _spell(match[0])) for match in _RAW_WORD.finditer(raw)]
        starts = [start for start, _, _ in found]
        line_starts = Lines(_with_plain_breaks(raw)).starts
        at = 0
        for block in plan.blocks:
            if block.line is not None and block.line <= len(line_starts):
                at = bisect_left(starts, line_starts[block.line - 1])
            for match in _WORD.finditer(plan.text, block.span.start, block.span.end):
                word = match[0]
                here = next((n for n in range(at, min(at + _REACH, len(found))) if found[n][2] == word), None)
                if here is not None:
                    self._starts.append(match.start())
                    self._ends.append(match.end())
                    self._places.append(found[here][:2])
                    at = here + 1


def _spell(word: str) -> str:
    return word if word.isascii() else canonical(word)


def _with_plain_breaks(raw: str) -> str:
    """Return ``raw`` at its own length with every line break that a reader knows as one ``\\n``."""
    return _BREAK.sub("\n", raw.replace("\r\n", " \n").replace("\r", "\n"))
