"""rules/citations.yaml: the shapes of numbers, the names of types, and the words around a citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import regex
from pydantic import model_validator

from ..rules import Strict, compile_pattern, compile_quick

_LONGEST = 400  # characters of a number with its symbol
_MOST_FIGURES = 6  # one more than a number has: of more figures it is none


class NumberForm(Strict):
    """One shape of number and symbol."""

    id: str
    note: str
    pattern: str
    examples: tuple[dict[str, str], ...]
    not_examples: tuple[str, ...]


class Phrase(Strict):
    """Words around a number; ``match``: the pattern begins where the words begin."""

    id: str
    note: str
    pattern: str
    match: bool = False
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class CitationRules(Strict):
    """rules/citations.yaml."""

    fragments: dict[str, str]
    forms: tuple[NumberForm, ...]
    types: tuple[str, ...]
    codes: dict[str, str]
    mixed: frozenset[str]
    date: str
    issuer_ends: dict[str, str]
    phrases: tuple[Phrase, ...]

    @model_validator(mode="after")
    def _compile(self) -> CitationRules:
        for name in ("number", "type_before", "dated", "end_always", "end_verb", "compiled"):
            getattr(self, name)
        return self

    @cached_property
    def number(self) -> regex.Pattern[str]:
        """All forms as one pattern; the group ``f0``, ``f1`` … that matched names the form."""
        parts = []
        for index, form in enumerate(self.forms):
            named = form.pattern.replace("(?P<number>", f"(?P<n{index}>").replace("(?P<symbol>", f"(?P<s{index}>")
            parts.append(f"(?P<f{index}>{named})")
        return compile_pattern(
            r"(?:(?<![\p{L}\d/:.,-])|(?<=\bs[ốô]))(?=\d)(?:" + "|".join(parts) + ")", self.fragments, "citations/forms"
        )

    def find_numbers(self, folded: str) -> Iterator[regex.Match[str]]:
        """Yield the numbers of documents in a folded text, as a search for ``number`` would.

        Every form has a slash or a dash behind its first figures, or behind the type next to them: these are looked
        for, in a third of the time.
        """
        end = 0
        for start in sorted({start for mark in "/-" for start in _figures_before(folded, mark)}):
            match = self.number.match(folded, start, start + _LONGEST) if start >= end else None
            if match is not None:
                yield match
                end = match.end()

    @cached_property
    def type_before(self) -> re.Pattern[str]:
        """A name of a type, longest first."""
        return compile_quick(r"(?<!\p{L})(?:" + "|".join(sorted(self.types, key=len, reverse=True)) + r")(?!\p{L})")

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """The date after a number."""
        return compile_quick(self.date, self.fragments, "citations/date")

    @cached_property
    def end_always(self) -> re.Pattern[str]:
        """Words that end the name of an issuer in any case, and the marks that do."""
        words = self.issuer_ends["always"]
        return compile_quick(
            rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})|[;:\n(),.\"\[]", self.fragments, "citations/issuer_ends"
        )

    @cached_property
    def end_verb(self) -> re.Pattern[str]:
        """Words that end the name of an issuer where they are written small."""
        words = self.issuer_ends["verbs"]
        return compile_quick(
            rf"(?<!\p{{L}})(?:(?:{words})(?!\p{{L}})|và \p{{L}})", self.fragments, "citations/issuer_ends"
        )

    @cached_property
    def compiled(self) -> dict[str, re.Pattern[str]]:
        """The patterns of the phrases, by the last part of their id."""
        return {
            phrase.id.removeprefix("citations/"): compile_quick(phrase.pattern, self.fragments, phrase.id)
            for phrase in self.phrases
        }

    def phrase(self, name: str) -> re.Pattern[str]:
        """Return the pattern of the phrase ``citations/<name>``."""
        return self.compiled[name]


_LOST_SIGN = regex.compile(r"(?<!\d)(?P<figures>\d{1,5}) ?(?:kh|hd|tb|nq|qđ|cv|ct|ctr|ttr|bc|kl) ?$")


_POINT = regex.compile(r"(?<!\d)(?P<figures>\d{1,3})\.$")


def _figures_before(folded: str, mark: str) -> Iterator[int]:
    """Yield where the figures begin that stand before each ``mark``, with a letter or blanks between ("12a /")."""
    at = folded.find(mark)
    while at >= 0:
        start = at
        while start and folded[start - 1] == " ":
            start -= 1
        if start and folded[start - 1].isalpha() and (lost := _LOST_SIGN.search(folded, max(at - 12, 0), at)):
            yield lost.start("figures")  # "298 KH/TWĐTN": the sign between number and type is lost
        elif start and "a" <= folded[start - 1] <= "z":
            start -= 1
        end = start
        while start and folded[start - 1].isdecimal() and end - start < _MOST_FIGURES:
            start -= 1
        if start < end and (point := _POINT.search(folded, max(start - 4, 0), start)):
            yield point.start("figures")  # "66.7/2025/NQ-CP"
        elif start < end:
            yield start
        at = folded.find(mark, at + 1)
