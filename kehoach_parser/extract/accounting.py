"""Every number accounted for (law 5): claimed by a result, explained, or listed as unclaimed.

The list of unclaimed numbers is the recall gauge that needs no gold: a target that no rule has read shows there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex
from pydantic import model_validator

from ..models import Deadline, Explained, Section, Span, Target, Unclaimed, make
from ..rules import AnyPattern, Strict, compile_any
from .context import Context

NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_REACH = 60  # how far from a number a pattern may look, in characters
_WORD = regex.compile(r"[\p{L}\d]+")
_PERCENT = regex.compile(r" ?(?:%|‰|phần trăm)")
_JOINED = regex.compile(r" ?(?:[,;/.&-]|và|hoặc|đến) ?|")


class ExplanationRule(Strict):
    """A kind of number that is no result, and why: by the words right before or after it, or by a pattern."""

    id: str
    reason: str
    note: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    pattern: str | None = None
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class Keep(Strict):
    """Phrases that leave a number unexplained although a shorter phrase would explain it."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class ExplanationRules(Strict):
    """rules/explanations.yaml."""

    keep: Keep
    explanations: tuple[ExplanationRule, ...]

    @model_validator(mode="after")
    def _compile(self) -> ExplanationRules:
        self.pattern  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @cached_property
    def before(self) -> dict[str, ExplanationRule | None]:
        """Phrase to rule; None for a phrase that keeps the number unexplained."""
        return self._phrases("before")

    @cached_property
    def after(self) -> dict[str, ExplanationRule | None]:
        """Phrase to rule; None for a phrase that keeps the number unexplained."""
        return self._phrases("after")

    def _phrases(self, side: str) -> dict[str, ExplanationRule | None]:
        phrases: dict[str, ExplanationRule | None] = dict.fromkeys(getattr(self.keep, side))
        for rule in self.explanations:
            phrases.update(dict.fromkeys(getattr(rule, side), rule))
        return phrases

    @cached_property
    def pattern(self) -> AnyPattern:
        """All patterns as one; group ``r0``, ``r1`` … tells which rule matched."""
        parts = (f"(?P<r{index}>{rule.pattern})" for index, rule in enumerate(self.explanations) if rule.pattern)
        return compile_any("|".join(parts), {}, "explanations.yaml")

    def explain(self, folded: str, numbers: list[tuple[int, int]]) -> dict[int, ExplanationRule]:
        """Return the rule that explains each number that one explains, by the number's start."""
        found: dict[int, ExplanationRule] = {}
        for start, end in numbers:
            rule = self._explain_by_words(folded, start, end)
            if rule is not None:
                found[start] = rule
        _spread(folded, numbers, found)
        _spread(folded, numbers[::-1], found)
        if len(found) < len(numbers):
            self._explain_by_patterns(folded, [number for number in numbers if number[0] not in found], found)
            _spread(folded, numbers, found)
        return found

    def _explain_by_words(self, folded: str, start: int, end: int) -> ExplanationRule | None:
        if _PERCENT.match(folded, end):
            return None
        words = folded[max(0, start - 36) : start].replace(":", " ").split(" ")
        before = [word.strip('("') for word in words[-5:] if word]
        if start and folded[start - 1] in " (:":
            for size in (3, 2, 1):
                phrase = " ".join(before[-size:])
                if phrase in self.before:
                    return self.before[phrase]
        if folded[end : end + 1] == " ":
            after = [match[0] for match in _WORD.finditer(folded, end + 1, end + 28)][:3]
            for size in (3, 2, 1):
                phrase = " ".join(after[:size])
                if phrase in self.after:
                    return self.after[phrase]
        return None

    def _explain_by_patterns(
        self, folded: str, numbers: list[tuple[int, int]], found: dict[int, ExplanationRule]
    ) -> None:
        left = iter([number for number in numbers if not _PERCENT.match(folded, number[1])])
        start, end = next(left, (-1, -1))
        for low, high in _neighbourhoods(folded, numbers):
            for match in self.pattern.finditer(folded, low, high):
                while 0 <= start < match.start():
                    start, end = next(left, (-1, -1))
                while match.start() <= start and end <= match.end():
                    found[start] = self.explanations[int((match.lastgroup or "r0")[1:])]
                    start, end = next(left, (-1, -1))


def _neighbourhoods(folded: str, numbers: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines around ``numbers``, merged where they touch, so that no place is looked at twice."""
    low = high = -1
    for start, end in numbers:
        left = max(folded.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
        right = folded.find("\n", end, end + _REACH)
        right = min(end + _REACH, len(folded)) if right < 0 else right
        if left > high:
            if high >= 0:
                yield low, high
            low = left
        high = max(high, right)
    if high >= 0:
        yield low, high


def _spread(folded: str, numbers: list[tuple[int, int]], found: dict[int, ExplanationRule]) -> None:
    """Let a number share the reason of the one before it (in the order given) that it is joined to."""
    for (start, end), (next_start, next_end) in itertools.pairwise(numbers):
        if start not in found or next_start in found:
            continue
        low, high = (end, next_start) if end <= next_start else (next_end, start)
        if high - low <= 6 and _JOINED.fullmatch(folded, low, high) and not _PERCENT.match(folded, next_end):
            found[next_start] = found[start]


@dataclass(frozen=True)
class Accounts:
    """The numbers that nothing claimed, and those that are explained."""

    unclaimed: tuple[Unclaimed, ...] = ()
    explained: tuple[Explained, ...] = ()


def account_numbers(
    context: Context,
    targets: tuple[Target, ...],
    deadlines: tuple[Deadline, ...],
    reasons: Iterable[tuple[int, int, str]] = (),
) -> Accounts:
    """Return what no result claimed. ``reasons`` are stretches that were read and rejected, each with its why."""
    document = context.document
    text = document.text
    numbers = [match.span() for match in NUMBER.finditer(text)]
    left = _outside(numbers, _claims(context, targets, deadlines))
    explained: list[Explained] = []
    if left:
        left = _explain(text, left, sorted(reasons), explained)
    if left:
        rules = context.rules.read("explanations.yaml", ExplanationRules).explain(document.folded, left)
        reasons_found = [(start, end, rules[start].reason) for start, end in left if start in rules]
        left = _explain(text, left, reasons_found, explained)
    if left:
        left = _explain(text, left, sorted(_table_reasons(context)), explained)
    explained.sort(key=lambda item: item.span.start)
    return Accounts(
        tuple(make(Unclaimed, quote=text[start:end], span=make(Span, start=start, end=end)) for start, end in left),
        tuple(explained),
    )


def _claims(
    context: Context, targets: tuple[Target, ...], deadlines: tuple[Deadline, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches whose numbers a result has taken, in no order."""
    header = context.header
    for span in header.spans.values():
        yield span.start, span.end
    for recipient in header.recipients:
        yield recipient.span.start, recipient.span.end
    for signer in header.signers:
        if signer.span:
            yield signer.span.start, signer.span.end
    for citation in context.citations:
        yield citation.span.start, citation.span.end
    for section in context.outline.all:
        if section.marker:
            yield section.span.start, section.span.start + len(section.marker)
        elif section.path:
            yield from _number_of_appendix(context, section)
    for target in targets:
        yield target.span.start, target.span.end
        for place in target.places:
            yield place.start, place.end
    for deadline in deadlines:
        yield deadline.span.start, deadline.span.end


def _number_of_appendix(context: Context, section: Section) -> Iterator[tuple[int, int]]:
    """Yield the place of the number in the heading of an appendix; other numbers of that line are its own words."""
    number = NUMBER.search(section.path)
    if number is None:
        return
    lines, start = context.document.lines, section.span.start
    end = lines.ends[lines.at(start)]
    named = context.document.folded.find(section.path.lower(), start, end)
    at = named + number.start() if named >= 0 else context.document.folded.rfind(number[0], start, end)
    if at >= 0:
        yield at, at + len(number[0])


def _outside(numbers: list[tuple[int, int]], claims: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the numbers that no claim holds."""
    left = []
    ordered = sorted(claims)
    index, reach = 0, -1
    for start, end in numbers:
        while index < len(ordered) and ordered[index][0] <= start:
            reach = max(reach, ordered[index][1])
            index += 1
        if end > reach:
            left.append((start, end))
    return left


def _explain(
    text: str, numbers: list[tuple[int, int]], reasons: list[tuple[int, int, str]], explained: list[Explained]
) -> list[tuple[int, int]]:
    """Move the numbers that lie in a reason to ``explained``; return the others."""
    left = []
    index = 0
    open_reason = (-1, -1, "")
    for start, end in numbers:
        while index < len(reasons) and reasons[index][0] <= start:
            if reasons[index][1] > open_reason[1]:
                open_reason = reasons[index]
            index += 1
        if end <= open_reason[1]:
            span = make(Span, start=start, end=end)
            explained.append(make(Explained, quote=text[start:end], span=span, reason=open_reason[2]))
        else:
            left.append((start, end))
    return left


def _table_reasons(context: Context) -> Iterator[tuple[int, int, str]]:
    """Yield the tables of data that carry neither targets nor tasks: samples, prices, coordinates, budgets."""
    understood = {view.table.start: view.kind for view in context.tables}
    for table in context.document.tables:
        kind = understood.get(table.start, "other")
        reason = "ô của bảng số liệu" if kind == "other" else "số thứ tự hoặc số liệu trong bảng"
        yield table.start, table.end, reason
