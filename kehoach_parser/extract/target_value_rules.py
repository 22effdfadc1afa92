"""The rules for numbers of targets (rules/targets/values.yaml), compiled."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

import regex
from pydantic import model_validator

from ..models import Change, Comparator
from ..rules import LETTERS, Strict, compile_pattern, compile_quick, expand
from .numbers import NUMBER, NUMBER_WORDS

Kind = Literal["percent", "permille", "rate", "fraction", "multiple", "count"]

_WORD_FRACTION = (
    rf"(?P<over>{NUMBER_WORDS}) phần (?P<under>hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)\b|(?P<half>một nửa)\b"
)


class ReadingExample(Strict):
    """A phrase in an objectives section and what is to be read in it."""

    text: str
    value: str | None = None
    value_max: str | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    change: Change | None = None
    due: str | None = None


class ShapeRule(Strict):
    """What follows a number and makes it a quantity of a kind."""

    id: str
    kind: Kind
    note: str
    tail: str
    examples: tuple[ReadingExample, ...]
    not_examples: tuple[str, ...]


class ComparatorRule(Strict):
    """The words before or after a number that compare it."""

    comparator: Comparator
    before: tuple[str, ...]
    after: tuple[str, ...]


class ChangeRule(Strict):
    """The words that make a number a change: right before it (``near``) or earlier in its clause (``far``).

    ``words`` are what neither of the two does without: without one of them no pattern is tried.
    """

    change: Change
    words: tuple[str, ...]
    near: str
    far: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class ValueRules(Strict):
    """rules/targets/values.yaml."""

    fragments: dict[str, str]
    shapes: tuple[ShapeRule, ...]
    comparators: tuple[ComparatorRule, ...]
    between: tuple[str, ...]
    not_above: str
    not_above_examples: tuple[str, ...]
    not_above_not_examples: tuple[str, ...]
    changes: tuple[ChangeRule, ...]
    unnamed: str
    unnamed_examples: tuple[ReadingExample, ...]
    unnamed_not_examples: tuple[str, ...]
    unit_stops: tuple[str, ...]

    @model_validator(mode="after")
    def _compile(self) -> ValueRules:
        _ = (self.numbers, self.words, self.before, self.after, self.lead, self.near, self.far, self.stops)
        _ = (self.change_word, self.limit, self.second)
        return self

    @cached_property
    def numbers(self) -> regex.Pattern[str]:
        """Digits with what follows: groups ``a``, ``b`` (end of a range) and ``s0``, ``s1`` … for the shapes."""
        tails = "|".join(
            f"(?P<s{i}>{expand(shape.tail, self.fragments, shape.id)})" for i, shape in enumerate(self.shapes)
        )
        number = f"(?:{NUMBER})"
        source = rf"(?<![\w.,/])(?<!\d[:-])(?P<a>{number})(?: ?%? ?(?:-|đến|tới) ?(?P<b>{number}))?(?:{tails})"
        return compile_pattern(source, {}, "targets/values.yaml: shapes")

    @cached_property
    def second(self) -> regex.Pattern[str]:
        """The second number ``a`` of a thing that is named with the first; begins where that one ends."""
        fragments = {**self.fragments, "number": NUMBER}
        return compile_pattern("".join(self.unnamed.splitlines()), fragments, "targets/values.yaml: unnamed")

    @cached_property
    def words(self) -> regex.Pattern[str]:
        """Numbers in words: "ba phần tư số hộ", "hai mươi phần trăm", "ít nhất hai mươi mô hình"."""
        source = (
            rf"(?<!\p{{L}})(?:{_WORD_FRACTION}|(?P<percent>{NUMBER_WORDS}) phần trăm\b"
            rf"|(?<={self._comparing}(?: là| có)? )(?P<count>{NUMBER_WORDS})(?= \p{{L}}))"
        )
        return compile_pattern(source, {}, "targets/values.yaml: words")

    @cached_property
    def _comparing(self) -> str:
        return (
            "(?:"
            + "|".join(
                regex.escape(w)
                for rule in self.comparators
                for w in rule.before
                if w[0].isalpha() and (w == "khoảng" or " " in w)
            )
            + ")"
        )

    @cached_property
    def before(self) -> re.Pattern[str]:
        """The comparator that ends where the number begins; the group is the comparator."""
        groups = "|".join(f"(?P<{rule.comparator}>{_any(rule.before)})" for rule in self.comparators)
        return re.compile(rf"(?<![{LETTERS}])(?:{groups})(?: +(?:{_any(self.between)})){{0,2}} *$")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """The comparator after the number, "trở lên"."""
        groups = "|".join(f"(?P<{rule.comparator}>{_any(rule.after)})" for rule in self.comparators if rule.after)
        return re.compile(rf" *(?:/ *năm *)?(?:{groups})(?![{LETTERS}])")

    @cached_property
    def limit(self) -> regex.Pattern[str]:
        """ "Không để … vượt quá", ending where the number begins."""
        return compile_pattern(self.not_above, self.fragments, "targets/values.yaml: not_above")

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """Words without a comparison that lead to the number ("đạt từ")."""
        return re.compile(rf"(?<![{LETTERS}])(?:(?:đạt|từ|là|chiếm|bằng|mức|ở mức|khoảng) +){{1,6}}$")

    @cached_property
    def near(self) -> regex.Pattern[str]:
        """The change whose words end where the comparator begins; the group is the change."""
        groups = "|".join(f"(?P<{rule.change}>{rule.near})" for rule in self.changes)
        return compile_pattern(
            rf"(?<!\p{{L}})(?:{groups})(?: đạt| từ| là)? ?$", self.fragments, "targets/values.yaml: near"
        )

    @cached_property
    def change_word(self) -> re.Pattern[str]:
        """A word without which no change is told."""
        return compile_quick("|".join(word for rule in self.changes for word in rule.words))

    @cached_property
    def far(self) -> re.Pattern[str]:
        """The change that an earlier word of the clause tells; the group is the change."""
        groups = "|".join(f"(?P<{rule.change}>{rule.far})" for rule in self.changes if rule.far)
        return compile_quick(rf"(?<!\p{{L}})(?:{groups}) ?$", self.fragments, "targets/values.yaml: far")

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words that end the name of a counted thing (their first word)."""
        return frozenset(word.split()[0] for word in self.unit_stops)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(regex.escape(word).replace(r"\ ", " +") for word in sorted(words, key=len, reverse=True))
