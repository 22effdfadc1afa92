"""rules/citations.yaml: the shapes of numbers, the names of types, and the words around a citation."""

from __future__ import annotations

from functools import cached_property

import regex
from pydantic import model_validator

from ..rules import Strict, compile_pattern


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
            r"(?<![\p{L}\d/:.,-])(?=\d)(?:" + "|".join(parts) + ")", self.fragments, "citations/forms"
        )

    @cached_property
    def type_before(self) -> regex.Pattern[str]:
        """A name of a type, longest first."""
        return compile_pattern(r"(?<!\p{L})(?:" + "|".join(sorted(self.types, key=len, reverse=True)) + r")(?!\p{L})")

    @cached_property
    def dated(self) -> regex.Pattern[str]:
        """The date after a number."""
        return compile_pattern(self.date, self.fragments, "citations/date")

    @cached_property
    def end_always(self) -> regex.Pattern[str]:
        """Words that end the name of an issuer in any case, and the marks that do."""
        words = self.issuer_ends["always"]
        return compile_pattern(
            rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})|[;:\n(),.\"\[]", self.fragments, "citations/issuer_ends"
        )

    @cached_property
    def end_verb(self) -> regex.Pattern[str]:
        """Words that end the name of an issuer where they are written small."""
        words = self.issuer_ends["verbs"]
        return compile_pattern(
            rf"(?<!\p{{L}})(?:(?:{words})(?!\p{{L}})|và \p{{L}})", self.fragments, "citations/issuer_ends"
        )

    @cached_property
    def compiled(self) -> dict[str, regex.Pattern[str]]:
        """The patterns of the phrases, by the last part of their id."""
        return {
            phrase.id.removeprefix("citations/"): compile_pattern(phrase.pattern, self.fragments, phrase.id)
            for phrase in self.phrases
        }

    def phrase(self, name: str) -> regex.Pattern[str]:
        """Return the pattern of the phrase ``citations/<name>``."""
        return self.compiled[name]
