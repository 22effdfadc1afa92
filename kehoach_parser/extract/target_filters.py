"""Why a number that looks like a target is none: a condition, a past result, a threshold, an age, a rate of tax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import model_validator

from ..models import Section, SectionKind
from ..rules import AnyPattern, Strict, compile_any
from .context import Context
from .target_figures import is_list_of_figures, states_figures
from .target_value_rules import Kind
from .target_values import Quantity

_BEFORE = 200
_AFTER = 110
_SENTENCE = 400
_HEADING = 200


class FilterRule(Strict):
    """One kind of false friend. Every pattern that is given must be found; the file's head says where each looks."""

    id: str
    reason: str
    note: str
    before: str | None = None
    not_before: str | None = None
    after: str | None = None
    unit: str | None = None
    sentence: str | None = None
    heading: str | None = None
    kinds: tuple[SectionKind, ...] = ()
    only: tuple[Kind, ...] = ()
    unless: tuple[Literal["aim", "objectives"], ...] = ()
    needs_other: bool = False
    outside: bool = False
    base: bool = False
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A rule with its patterns."""

    rule: FilterRule
    before: AnyPattern | None
    not_before: AnyPattern | None
    after: AnyPattern | None
    unit: AnyPattern | None
    sentence: AnyPattern | None
    heading: AnyPattern | None


class FilterRules(Strict):
    """rules/targets/filters.yaml."""

    fragments: dict[str, str]
    filters: tuple[FilterRule, ...]

    @model_validator(mode="after")
    def _compile(self) -> FilterRules:
        _ = self.compiled
        return self

    @cached_property
    def compiled(self) -> tuple[Filter, ...]:
        """The rules with their patterns; those that look before a number are anchored where it begins."""

        def build(rule: FilterRule, source: str | None, form: str = "(?:{})") -> AnyPattern | None:
            return compile_any(form.replace("{}", source), self.fragments, rule.id) if source else None

        return tuple(
            Filter(
                rule,
                build(rule, rule.before, "(?:{})(?: đạt| mức| là| ở mức)? ?$"),
                build(rule, rule.not_before, "(?:{})$"),
                build(rule, rule.after),
                build(rule, rule.unit),
                build(rule, rule.sentence),
                build(rule, rule.heading),
            )
            for rule in self.filters
        )

    @cached_property
    def _meant(self) -> dict[tuple[SectionKind, bool, bool, Kind], tuple[Filter, ...]]:
        return {}

    def meant(self, place: Place, aim: bool, kind: Kind) -> tuple[Filter, ...]:
        """Return the rules that speak of quantities of ``kind`` at such a place, with or without an aim said there."""
        key = (place.kind, place.objective, aim, kind)
        found = self._meant.get(key)
        if found is None:
            found = self._meant[key] = tuple(
                item
                for item in self.compiled
                if not (aim and "aim" in item.rule.unless)
                and not (place.objective and (item.rule.outside or "objectives" in item.rule.unless))
                and (not item.rule.kinds or place.kind in item.rule.kinds)
                and (not item.rule.only or kind in item.rule.only)
            )
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: the kind of its section, whether it states results, and the divisions that hold it."""

    kind: SectionKind
    objective: bool
    quota: bool = False  # a heading over it names "chỉ tiêu": each number of it is one
    chain: tuple[Section, ...] = ()

    def heads(self, folded: str) -> Iterator[str]:
        """Return the folded first line of each division that holds the number."""
        return (_head(folded, section.span.start) for section in self.chain)


def _head(folded: str, start: int) -> str:
    stop = folded.find("\n", start, start + _HEADING)
    return folded[start : stop if stop >= 0 else start + _HEADING]


_NAMES_TARGETS = re.compile(
    r"(?=.*tiêu)\W*(?:[\divx]{1,5}[.)]\s*){0,3}[^.;]{0,60}\b(?:chỉ tiêu|mục tiêu)"
    r"(?! (?:quốc gia|(?:cần )?tuyển|biên chế|giao quân))\b[^.;]{0,80}:?$"
)


_NOWHERE = Place("other", False)
# "Dự báo các chỉ tiêu đến năm 2026" states results, when its division is of one of these kinds.
_OPEN = frozenset(["content", "other", "scope"])


class Places:
    """The places of a context, one for each section."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[int, Place] = {}
        self._quotas: dict[int, bool] = {}

    @cached_property
    def _is_list(self) -> bool:
        return is_list_of_figures(self._context)

    def at(self, offset: int) -> Place:
        """Return the place of ``offset``."""
        chain = self._context.outline.chain_at(offset)
        if not chain:
            return _NOWHERE
        key = chain[-1].span.start
        place = self._known.get(key)
        if place is None:
            kind = chain[-1].kind
            objective, quota = kind == "objectives", False
            if objective:
                quota = self._is_quota(chain, len(chain) - 1)
            elif kind in _OPEN:
                objective = _NAMES_TARGETS.match(_head(self._context.document.folded, key)) is not None
                if not objective and self._is_list:
                    last = chain[-1]
                    end = last.children[0].span.start if last.children else last.span.end
                    objective = quota = states_figures(self._context, key, end)
            place = self._known[key] = Place(kind, objective, quota, chain)
        return place

    def _is_quota(self, chain: tuple[Section, ...], depth: int) -> bool:
        """Say whether the heading of ``chain[depth]`` or one over it names "chỉ tiêu"."""
        start = chain[depth].span.start
        found = self._quotas.get(start)
        if found is None:
            named = "chỉ tiêu" in _head(self._context.document.folded, start)
            found = self._quotas[start] = named or (depth > 0 and self._is_quota(chain, depth - 1))
        return found


def find_reason(
    folded: str, sentence: tuple[int, int], quantity: Quantity, place: Place, aim: bool, rules: FilterRules
) -> FilterRule | None:
    """Return the first rule that tells why ``quantity`` is no target; the caller weighs a ``needs_other`` one."""
    low, high = max(sentence[0], quantity.start - _SENTENCE), min(sentence[1], quantity.end + _SENTENCE)
    before = folded[max(low, quantity.start - _BEFORE) : quantity.start]
    after = folded[quantity.end : min(high, quantity.end + _AFTER)]
    for item in rules.meant(place, aim, quantity.kind):
        if item.unit is not None and not item.unit.match(quantity.unit):
            continue
        if item.after is not None and not item.after.match(after):
            continue
        if item.before is not None and not item.before.search(before):
            continue
        if item.not_before is not None and item.not_before.search(before):
            continue
        if item.sentence is not None and not item.sentence.search(folded, low, high):
            continue
        if item.heading is not None and not any(item.heading.search(head) for head in place.heads(folded)):
            continue
        return item.rule
    return None


def iter_examples(rules: FilterRules) -> Iterator[tuple[FilterRule, str, str, bool]]:
    """Yield each example as (rule, heading or "", text, rejected); "@heading@ text" stands under that heading."""
    for rule in rules.filters:
        for texts, rejected in ((rule.examples, True), (rule.not_examples, False)):
            for text in texts:
                heading, _, rest = text[1:].partition("@") if text.startswith("@") else ("", "", text)
                yield rule, heading, rest.strip(), rejected
