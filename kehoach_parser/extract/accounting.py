"""Every number accounted for (law 5): claimed by a result, explained, or listed as unclaimed.

The list of unclaimed numbers is the recall gauge that needs no gold: a target that no rule has read shows there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex
from pydantic import model_validator

from ..models import Deadline, Explained, Span, Target, Unclaimed
from ..rules import Strict, compile_pattern, expand
from .context import Context

NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_REACH = 160  # how far from a number an explanation may begin or end, in characters


class ExplanationRule(Strict):
    """A kind of number that is no result, and why."""

    id: str
    reason: str
    note: str = ""
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class ExplanationRules(Strict):
    """rules/explanations.yaml."""

    fragments: dict[str, str]
    explanations: tuple[ExplanationRule, ...]

    @model_validator(mode="after")
    def _compile(self) -> ExplanationRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """All rules as one pattern; group ``r0``, ``r1`` … tells which rule matched."""
        parts = (
            f"(?P<r{index}>{expand(rule.pattern, self.fragments, rule.id)})"
            for index, rule in enumerate(self.explanations)
        )
        return compile_pattern("|".join(parts), {}, "explanations.yaml")

    def explain(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int, ExplanationRule]]:
        """Yield the expressions in ``folded[start:end]`` that a rule explains."""
        for match in self.compiled.finditer(folded, start, end):
            yield *match.span(), self.explanations[int((match.lastgroup or "r0")[1:])]


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
        rules = context.rules.read("explanations.yaml", ExplanationRules)
        found = [
            (start, end, rule.reason)
            for low, high in _neighbourhoods(text, left)
            for start, end, rule in rules.explain(document.folded, low, high)
        ]
        left = _explain(text, left, sorted(found), explained)
    if left:
        left = _explain(text, left, sorted(_table_reasons(context)), explained)
    explained.sort(key=lambda item: item.span.start)
    return Accounts(
        tuple(
            Unclaimed.model_construct(quote=text[start:end], span=Span.model_construct(start=start, end=end))
            for start, end in left
        ),
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
            yield section.span.start, context.document.lines.ends[context.document.lines.at(section.span.start)]
    for target in targets:
        yield target.span.start, target.span.end
        for place in target.places:
            yield place.start, place.end
    for deadline in deadlines:
        yield deadline.span.start, deadline.span.end


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
            span = Span.model_construct(start=start, end=end)
            explained.append(Explained.model_construct(quote=text[start:end], span=span, reason=open_reason[2]))
        else:
            left.append((start, end))
    return left


def _neighbourhoods(text: str, numbers: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines around ``numbers``, merged where they touch."""
    low = high = -1
    for start, end in numbers:
        left = max(text.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
        right = text.find("\n", end, end + _REACH)
        right = min(end + _REACH, len(text)) if right < 0 else right
        if left > high:
            if high >= 0:
                yield low, high
            low = left
        high = max(high, right)
    if high >= 0:
        yield low, high


def _table_reasons(context: Context) -> Iterator[tuple[int, int, str]]:
    """Yield the tables of data that carry neither targets nor tasks: samples, prices, coordinates, budgets."""
    understood = {view.table.start: view.kind for view in context.tables}
    for table in context.document.tables:
        kind = understood.get(table.start, "other")
        reason = "ô của bảng số liệu" if kind == "other" else "số thứ tự hoặc số liệu trong bảng"
        yield table.start, table.end, reason
