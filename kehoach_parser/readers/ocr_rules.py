"""``rules/ocr.yaml``: what OCR misreads, and what it is to be."""

from __future__ import annotations

from functools import cached_property

import regex
from pydantic import Field

from ..rules import Rules, Strict, compile_pattern
from ..text import fold
from .syllables import bare

DOUBLED = regex.compile(r"([aeiou])\1")


class Example(Strict):
    """What OCR read, and what must come out."""

    text: str
    value: str


class Repair(Strict):
    """A pattern on the folded line; its group ``wrong`` (or the whole) becomes ``right``, or true digits."""

    id: str
    note: str
    pattern: str
    right: str = ""
    digits: bool = False
    as_written: bool = False
    examples: tuple[Example, ...]
    not_examples: tuple[str, ...]


class Phrase(Strict):
    """Words that no others share their bare letters with (with ``capitals``: no others in capitals).

    ``wrong`` is an example of them misread.
    """

    right: str
    wrong: str
    capitals: bool = False


class Numerals(Strict):
    """How the Roman numeral of a heading looks when it is misread."""

    note: str
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class OcrRules(Strict):
    """``rules/ocr.yaml``."""

    fragments: dict[str, str] = Field(default_factory=dict)
    repairs: tuple[Repair, ...]
    phrases: tuple[Phrase, ...]
    numerals: Numerals

    @cached_property
    def compiled(self) -> tuple[tuple[Repair, regex.Pattern[str]], ...]:
        return tuple((one, compile_pattern(one.pattern, self.fragments, f"ocr.yaml: {one.id}")) for one in self.repairs)

    @cached_property
    def _numeral(self) -> regex.Pattern[str]:
        return compile_pattern(self.numerals.pattern, self.fragments, "ocr.yaml: numerals")

    def is_numeral(self, marker: str) -> bool:
        """Say whether ``marker`` may be a Roman numeral made of ones."""
        return bool(self._numeral.fullmatch(fold(marker)))

    @cached_property
    def by_letters(self) -> dict[str, list[tuple[tuple[str, ...], bool]]]:
        """The phrases by the bare letters of their first word, longest first, each with ``capitals``."""
        found: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for phrase in sorted(self.phrases, key=lambda one: -len(one.right)):
            words = tuple(phrase.right.split())
            found.setdefault(DOUBLED.sub(r"\1", bare(words[0])), []).append((words, phrase.capitals))
        return found


def load_rules() -> OcrRules:
    """Return ``rules/ocr.yaml`` of the package."""
    return Rules.load().read("ocr.yaml", OcrRules)
