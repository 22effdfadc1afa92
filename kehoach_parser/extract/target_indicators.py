"""Which indicator of a baseline a target is about, told by what is counted (rules/indicators.yaml)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from ..rules import Strict, compile_quick, expand

_HINT = re.compile("nữ|dân tộc thiểu số|dtts")


class IndicatorRule(Strict):
    """One indicator: every pattern of ``all`` and none of ``none`` must be in the clause, and one of ``words``.

    ``words`` are what no clause of the indicator does without: without one of them no pattern is tried.
    ``only``: it belongs to values or to duties; ``restricted``: to values that a condition restricts, and to duties.
    """

    id: str
    title: str
    note: str
    words: tuple[str, ...]
    all: tuple[str, ...]
    none: tuple[str, ...]
    only: Literal["value", "duty"] | None = None
    restricted: bool = False
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class IndicatorRules(Strict):
    """rules/indicators.yaml."""

    fragments: dict[str, str]
    indicators: tuple[IndicatorRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _compile(self) -> IndicatorRules:
        _ = self.compiled
        return self

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of all indicators, each once."""
        return tuple(dict.fromkeys(word for rule in self.indicators for word in rule.words))

    @cached_property
    def compiled(
        self,
    ) -> tuple[tuple[IndicatorRule, tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]], ...]:
        """Each indicator with its compiled patterns."""

        known: dict[str, re.Pattern[str]] = {}  # one object for each source: find_indicator searches it once

        def build(rule: IndicatorRule, sources: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
            for source in sources:
                known[source] = known.get(source) or compile_quick(expand(source, self.fragments, rule.id), {}, rule.id)
            return tuple(known[source] for source in sources)

        return tuple((rule, build(rule, rule.all), build(rule, rule.none)) for rule in self.indicators)


def find_indicator(
    clause: str, rules: IndicatorRules, *, duty: bool = False, condition: str | None = None
) -> str | None:
    """Return the id of the indicator that the folded ``clause`` states a value for, or None.

    ``condition``: the folded words that restrict the value, if any; ``duty``: the clause is an absolute duty.
    """
    if not _HINT.search(clause):
        return None
    looked: dict[re.Pattern[str], bool] = {}

    def has(pattern: re.Pattern[str]) -> bool:
        found = looked.get(pattern)
        if found is None:
            found = looked[pattern] = pattern.search(clause) is not None
        return found

    there = {word for word in rules.words if word in clause}
    for rule, needed, refused in rules.compiled:
        if there.isdisjoint(rule.words):
            continue
        if (rule.only == "value" and duty) or (rule.only == "duty" and not duty):
            continue
        if rule.restricted and not (duty or condition):
            continue
        if all(map(has, needed)) and not any(map(has, refused)):
            return rule.id
    return None
