"""The checks as data: what each says in Vietnamese and English, its patterns and words, its examples."""

from __future__ import annotations

from functools import cached_property

import regex
from pydantic import Field, model_validator

from ..models import Severity
from ..rules import Rules, Strict, compile_pattern
from ..text import fold

Pattern = regex.Pattern[str]


class CheckExample(Strict):
    """A text in which the check must find ``quote``."""

    text: str
    quote: str


class Check(Strict):
    """One check. ``vi`` and ``en`` may use {quote} and what the check tells as detail; so may the two suggestions,
    ``suggestion`` in Vietnamese and ``advice`` in English.

    ``anchors``: a pattern of that name runs only over lines that hold one of these words, which most lines do not.
    """

    code: str
    list: tuple[str, ...]
    severity: Severity
    vi: str
    en: str
    suggestion: str | None = None
    advice: str | None = None
    note: str
    patterns: dict[str, str] = Field(default_factory=dict)
    anchors: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    examples: tuple[CheckExample, ...]
    not_examples: tuple[str, ...]

    @model_validator(mode="after")
    def _enough_examples(self) -> Check:
        if len(self.examples) < 2 or len(self.not_examples) < 2:
            raise ValueError(f"{self.code}: cần ít nhất hai examples và hai not_examples")
        return self

    @cached_property
    def folded_words(self) -> dict[str, frozenset[str]]:
        """The words by name, folded."""
        return {name: frozenset(map(fold, words)) for name, words in self.words.items()}

    @cached_property
    def words_of_folded(self) -> dict[str, tuple[str, ...]]:
        """The words by their folded name."""
        return {fold(name): words for name, words in self.words.items()}

    @cached_property
    def compiled(self) -> dict[str, Pattern]:
        """The patterns by name, compiled once."""
        return {name: compile_pattern(source, {}, f"{self.code}.{name}") for name, source in self.patterns.items()}


class ReaderText(Strict):
    """What a reader says of a file, as it writes it (``vi``), and in English."""

    code: str
    vi: str
    en: str


class Checks(Strict):
    """``rules/findings.yaml``."""

    checks: tuple[Check, ...]
    readers: tuple[ReaderText, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> Checks:
        codes = [check.code for check in self.checks]
        twice = {code for code in codes if codes.count(code) > 1}
        if twice:
            raise ValueError(f"mã viết hai lần: {', '.join(sorted(twice))}")
        for check in self.checks:
            _ = check.compiled
        return self

    @cached_property
    def by_code(self) -> dict[str, Check]:
        """The checks by their code."""
        return {check.code: check for check in self.checks}

    @cached_property
    def of_readers(self) -> dict[str, ReaderText]:
        """The texts of readers by their code."""
        return {text.code: text for text in self.readers}


class KnownAct(Strict):
    """An act whose date is known: a citation of it with another date is wrong. ``programme``: its folded name."""

    number: str
    doc_type: str
    date: str
    issuer: str
    title: str
    programme: str | None = None
    source: str


class Acts(Strict):
    """``rules/acts.yaml``."""

    acts: tuple[KnownAct, ...]

    @cached_property
    def by_number(self) -> dict[str, KnownAct]:
        """The acts by their folded number."""
        return {fold(act.number): act for act in self.acts}


class Slip(Strict):
    """Words that are always wrong: ``wrong`` (folded) for ``right``, unless ``after``/``before`` stand next to them.

    ``not_after`` and ``not_before`` are alternatives of the word before and of the words after.
    """

    wrong: str
    right: str
    code: str = "spelling"
    not_after: str | None = None
    not_before: str | None = None

    @model_validator(mode="after")
    def _is_folded(self) -> Slip:
        if self.wrong != fold(self.wrong):
            raise ValueError(f"{self.wrong!r}: viết theo bản gập (chữ thường, dấu thanh kiểu mới)")
        return self

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that must all stand in a text before it is searched."""
        return tuple(self.wrong.split())

    @cached_property
    def pattern(self) -> Pattern:
        """The whole words, with what may not stand around them."""
        before = rf"(?<!\b(?:{self.not_after}) )" if self.not_after else ""
        after = rf"(?! (?:{self.not_before})\b)" if self.not_before else ""
        return compile_pattern(rf"{before}\b{self.wrong}\b{after}", {}, f"spelling: {self.wrong}")


class Spelling(Strict):
    """``rules/spelling.yaml``."""

    slips: tuple[Slip, ...]
    never: tuple[str, ...]
    valid: tuple[str, ...]
    not_twice: tuple[str, ...]
    echo: tuple[str, ...]
    damaged: dict[str, str]

    @cached_property
    def once(self) -> frozenset[str]:
        """The words that are never written twice in a row."""
        return frozenset(self.not_twice)

    @cached_property
    def echoes(self) -> frozenset[str]:
        """The words that may be written twice in a row."""
        return frozenset(self.echo)

    @cached_property
    def slips_in_order(self) -> tuple[Slip, ...]:
        """The slips in the order in which they are told; the first one takes the words that two of them share."""
        found: dict[str, list[Slip]] = {}
        for slip in self.slips:
            found.setdefault(slip.words[0], []).append(slip)
        return tuple(slip for slips in found.values() for slip in slips)


def read_checks(rules: Rules) -> Checks:
    """Return the checks of ``rules``."""
    return rules.read("findings.yaml", Checks)


def read_acts(rules: Rules) -> Acts:
    """Return the known acts of ``rules``."""
    return rules.read("acts.yaml", Acts)


def read_spelling(rules: Rules) -> Spelling:
    """Return the spelling lists of ``rules``."""
    return rules.read("spelling.yaml", Spelling)
