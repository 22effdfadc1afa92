"""rules/header.yaml: how the parts of form of a document are recognised, line by line."""

from __future__ import annotations

from functools import cached_property

import regex
from pydantic import model_validator

from ..rules import Rules, Strict, compile_pattern
from ..text import fold

# What may stand before the first word of a line: bullets, table rules, Markdown left-overs, brackets of a stamp.
LEADING = regex.compile(r"[^\p{Lu}\p{Ll}\p{N}(\[]{0,40}")


class FormRule(Strict):
    """One pattern for one kind of line; ``search`` lets it stand anywhere in the line."""

    id: str
    note: str = ""
    pattern: str
    search: bool = False
    examples: tuple[dict[str, str], ...]
    not_examples: tuple[str, ...]


class FormRules(Strict):
    """rules/header.yaml."""

    fragments: dict[str, str]
    patterns: tuple[FormRule, ...]
    bodies: tuple[str, ...]
    organs: tuple[str, ...]
    abbreviations: dict[str, str]
    names: tuple[str, ...]
    place_words: tuple[str, ...]
    places: tuple[str, ...]
    surnames: frozenset[str]

    @model_validator(mode="after")
    def _compile(self) -> FormRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @cached_property
    def compiled(self) -> dict[str, regex.Pattern[str]]:
        """The patterns by the last part of their id."""
        return {rule.id.removeprefix("header/"): compile_pattern(rule.pattern, self.fragments, rule.id) for rule in self.patterns}

    def match(self, name: str, line: str) -> regex.Match[str] | None:
        """Return where the folded ``line``, which begins with a letter, meets the pattern ``name`` from its beginning."""
        return self.compiled[name].match(line)

    def search(self, name: str, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the first place of the folded ``text[start:end]`` that meets the pattern ``name``."""
        return self.compiled[name].search(text, start, len(text) if end is None else end)

    @cached_property
    def body(self) -> regex.Pattern[str]:
        """The beginning of the name of a body, in folded text."""
        return compile_pattern(r"(?:" + "|".join(self.bodies) + r")(?!\p{L})", self.fragments, "bodies")

    @cached_property
    def anchors(self) -> regex.Pattern[str]:
        """Lines that may begin a document, its list of recipients, its signature or an appendix: one pass over the text.

        The pattern begins with the newline before the line: a literal first character makes it ten times as fast as ``^``.
        """
        return regex.compile(r"\n" + self._anchor)

    @cached_property
    def first_anchor(self) -> regex.Pattern[str]:
        """The same for the first line of a text."""
        return regex.compile(self._anchor)

    @cached_property
    def _anchor(self) -> str:
        kind = self.fragments["type"]
        return (
            r"[^\p{L}\p{N}\n]{0,12}+(?:(?P<type>(?:h[ỏo]a \p{L}{2,4}[\]|)\s]{1,6})?(?:" + kind + r"))\b"
            r"|(?P<article>điều (?:1|một)\b)|(?P<recipients>n[ơớ]i (?:nhận|gửi)\b)|(?P<keep>lưu\b)"
            r"|(?P<authority>(?:t[/.]?m|k[/.]?t|t[/.]?l|tuq|t/uq)[.:/ ])"
            r"|(?P<appendix>phụ lục|phụ biểu|mẫu biểu|biểu|mẫu)\b|(?P<attached>(?:ban hành |đính )?kèm theo))"
        )

    @cached_property
    def opened(self) -> regex.Pattern[str]:
        """The abbreviations, longest first, as whole words of unfolded text."""
        words = sorted(self.abbreviations, key=len, reverse=True)
        return regex.compile(r"(?<![\p{L}&])(?:" + "|".join(regex.escape(word) for word in words) + r")(?![\p{L}&])")

    def open(self, name: str) -> str:
        """Return ``name`` with its abbreviations opened.

        >>> from kehoach_parser.rules import Rules
        >>> read_form(Rules.load()).open("Hội LHPN huyện")
        'Hội Liên hiệp Phụ nữ huyện'
        """
        return self.opened.sub(lambda found: self.abbreviations[found[0]], name)

    @cached_property
    def known_names(self) -> tuple[regex.Pattern[str], dict[str, str]]:
        """Names and provinces as folded words, longest first, with their right spelling."""
        spelling = {fold(name): name for name in (*self.names, *self.places)}
        words = sorted(spelling, key=len, reverse=True)
        return regex.compile(r"\b(?:" + "|".join(regex.escape(word) for word in words) + r")\b"), spelling


def read_form(rules: Rules) -> FormRules:
    """Return rules/header.yaml, compiled."""
    return rules.read("header.yaml", FormRules)


def is_upper(text: str) -> bool:
    """Say whether the letters of ``text`` are capitals, bar a few that OCR or a name may bring.

    >>> is_upper("TỈNH BẮC NINH"), is_upper("Phòng Nội vụ")
    (True, False)
    """
    if text.isupper():
        return True
    small = sum(map(str.islower, text))
    return small * 8 <= sum(map(str.isupper, text)) > 0
