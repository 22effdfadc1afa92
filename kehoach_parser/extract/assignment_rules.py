"""rules/assignments.yaml: the calls, duties, labels and formulas by which plans assign tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import regex
from pydantic import model_validator

from ..rules import Rules, Strict, compile_pattern, compile_quick

Pattern = re.Pattern[str]


class PhraseRule(Strict):
    """A phrase with its examples; ``role`` is what the phrase makes of the body or of the words after it."""

    id: str
    role: str = ""
    note: str
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class FormRule(Strict):
    """A form of assigning that is told by its place, not by a pattern."""

    id: str
    note: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class OutsideRule(Strict):
    """Bodies that a state issuer can only ask, never order."""

    issuers: str
    bodies: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The patterns of rules/assignments.yaml, compiled."""

    calls: tuple[tuple[PhraseRule, Pattern], ...]
    call: Pattern
    duties: tuple[tuple[PhraseRule, Pattern], ...]
    duty: Pattern
    strong_word: Pattern
    strong_or_call: Pattern
    strong_later: Pattern
    openers: Pattern
    dated_openers: Pattern
    formula: Pattern
    situation: Pattern
    labels: tuple[tuple[PhraseRule, Pattern], ...]
    partners: regex.Pattern[str]
    reports: Pattern
    report_gap: Pattern
    report_not: Pattern
    addressees: Pattern
    state_issuer: Pattern
    outside: Pattern
    company: Pattern
    compound: Pattern
    attributive: Pattern
    lead_verb: Pattern
    verb: Pattern
    name_tail: Pattern
    restriction: Pattern
    person: Pattern
    body: Pattern
    orderer: Pattern


class AssignmentRules(Strict):
    """rules/assignments.yaml."""

    fragments: dict[str, str]
    forms: tuple[FormRule, ...]
    verbs: tuple[PhraseRule, ...]
    calls: tuple[PhraseRule, ...]
    duties: tuple[PhraseRule, ...]
    strong: str
    openers: str
    dated_openers: str
    formulas: tuple[PhraseRule, ...]
    situations: tuple[PhraseRule, ...]
    labels: tuple[PhraseRule, ...]
    partners: str
    reports: str
    report_gap: str
    report_not: str
    addressees: str
    outside: OutsideRule
    company: str
    compounds: str
    attributive: str
    lead_verbs: str
    name_tails: str
    restrictions: str
    persons: str
    name_stops: str
    bodies: str
    orderers: str

    @model_validator(mode="after")
    def _compile(self) -> AssignmentRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @property
    def all_fragments(self) -> dict[str, str]:
        """The fragments of the file, and ``dong_tu``: any of its verbs."""
        return {**self.fragments, "dong_tu": "|".join(rule.pattern for rule in self.verbs)}

    @cached_property
    def compiled(self) -> Compiled:
        """All patterns; a wrong one raises RuleError with its id."""

        fragments = self.all_fragments

        def one(pattern: str, where: str) -> Pattern:
            return compile_quick(pattern, fragments, f"assignments.yaml: {where}")

        def many(rules: tuple[PhraseRule, ...]) -> tuple[tuple[PhraseRule, Pattern], ...]:
            return tuple((rule, one(rule.pattern, rule.id)) for rule in rules)

        def any_of(rules: tuple[PhraseRule, ...], where: str) -> Pattern:
            return one("|".join(f"(?:{rule.pattern})" for rule in rules), where)

        stop = self.name_stops
        body_end = rf"(?= ?(?:\Z|[\n:;,(|]|\.(?:\s|\Z)| (?:và|-|{stop}) |{self.duties[0].pattern}))"
        return Compiled(
            calls=many(self.calls),
            call=any_of(self.calls, "calls"),
            duties=many(self.duties),
            duty=any_of(self.duties, "duties"),
            strong_word=one(rf"(?:{self.strong})(?!\p{{L}})", "strong"),
            strong_or_call=one(rf"(?:{self.strong})(?!\p{{L}})|[.;] (?=(?:giao|đề nghị|yêu cầu|phân công) )", "strong"),
            strong_later=one(rf"[^.;:()\n]{{0,90}}?[ ,)]((?:{self.strong})(?!\p{{L}}))", "strong"),
            openers=one(self.openers, "openers"),
            dated_openers=one(self.dated_openers, "dated_openers"),
            formula=any_of(self.formulas, "formulas"),
            situation=any_of(self.situations, "situations"),
            labels=many(self.labels),
            # Two words that are seldom there: regex looks for them faster.
            partners=compile_pattern(self.partners, fragments, "assignments.yaml: partners"),
            reports=one(self.reports, "reports"),
            report_gap=one(self.report_gap, "report_gap"),
            report_not=one(self.report_not, "report_not"),
            addressees=one(self.addressees, "addressees"),
            state_issuer=one(self.outside.issuers, "outside.issuers"),
            outside=one(self.outside.bodies, "outside.bodies"),
            company=one(self.company, "company"),
            attributive=one(self.attributive, "attributive"),
            lead_verb=one(self.lead_verbs, "lead_verbs"),
            name_tail=one(self.name_tails, "name_tails"),
            restriction=one(self.restrictions, "restrictions"),
            person=one(self.persons, "persons"),
            verb=one(r"(?:{trang_tu},? ){0,4}(?:{dong_tu}|{trang_tu})(?!\p{L})", "dong_tu"),
            compound=one(self.compounds, "compounds"),
            orderer=one(self.orderers, "orderers"),
            body=one(
                rf"(?:{self.bodies})(?:(?! (?:{stop})(?!\p{{L}})) [\p{{L}}\p{{N}}&/.-]+){{0,12}}?{body_end}", "bodies"
            ),
        )

    @staticmethod
    def of(rules: Rules) -> AssignmentRules:
        """Return the assignment rules of a rule folder."""
        return rules.read("assignments.yaml", AssignmentRules)
