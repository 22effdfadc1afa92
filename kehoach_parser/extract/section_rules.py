"""rules/sections.yaml: what a heading says its division is about."""

from __future__ import annotations

import re
from functools import cached_property

import regex
from pydantic import model_validator

from ..models import SectionKind
from ..rules import Strict, compile_pattern, compile_quick


class KindRule(Strict):
    """What a heading says its division is about."""

    id: str
    kind: SectionKind
    note: str = ""
    pattern: str
    in_text: bool = False
    bare: bool = False
    alone: bool = False
    when_body: str | None = None
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class SectionRules(Strict):
    """rules/sections.yaml."""

    fragments: dict[str, str]
    kinds: tuple[KindRule, ...]

    @model_validator(mode="after")
    def _compile(self) -> SectionRules:
        _ = (self.compiled, self._any)  # a wrong pattern is an error of loading, not of parsing
        return self

    @cached_property
    def compiled(self) -> tuple[tuple[KindRule, re.Pattern[str], regex.Pattern[str] | None], ...]:
        """Each rule with its heading pattern (to ``match``) and its body pattern (to ``search``)."""
        return tuple(
            (
                rule,
                compile_quick(rule.pattern, self.fragments, rule.id),
                compile_pattern(rule.when_body, self.fragments, rule.id) if rule.when_body else None,
            )
            for rule in self.kinds
        )

    @cached_property
    def _any(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """The heading patterns in their order as one, for headings and for numbered paragraphs: one look for all."""
        numbered = [(number, rule) for number, rule in enumerate(self.kinds) if rule.in_text]
        return self._join(list(enumerate(self.kinds))), self._join(numbered)

    def _join(self, rules: list[tuple[int, KindRule]]) -> re.Pattern[str]:
        source = "|".join(f"(?P<k{number}>{rule.pattern})" for number, rule in rules)
        return compile_quick(source, self.fragments, "sections.yaml")

    def find_rule(
        self, heading: str, folded: str = "", start: int = 0, end: int | None = None, *, is_heading: bool = True
    ) -> KindRule | None:
        """Return the first rule that the folded ``heading`` meets (and ``folded[start:end]``, where it asks for it)."""
        found = self._any[0 if is_heading else 1].match(heading)
        if found is None:
            return None
        first = int((found.lastgroup or "k0")[1:])
        for number, (rule, pattern, body) in enumerate(self.compiled[first:]):
            if (
                (is_heading or rule.in_text)
                and (number == 0 or pattern.match(heading))
                and (body is None or body.search(folded, start, end))
            ):
                return rule
        return None
