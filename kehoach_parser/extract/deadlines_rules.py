"""rules/deadlines.yaml as compiled objects: what the words around a date mean, and how cycles are said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex
from pydantic import model_validator

from ..models import Bound
from ..rules import Rules, Strict, WordFinder, compile_pattern

_WHERE = "deadlines.yaml"


class Example(Strict):
    """A phrase and the deadline that must be read in it."""

    text: str
    quote: str
    bound: Bound
    date: str | None = None
    rrule: str | None = None


class Reading(Strict):
    """A way of reading a date that its place decides, not the words around it."""

    id: str
    note: str
    examples: tuple[Example, ...] = ()
    not_examples: tuple[str, ...] = ()


class Rule(Reading):
    """What all rules with words of their own have."""

    pattern: str


class LeadRule(Rule):
    """Words that end right before a date; without a bound they say that the date binds nobody."""

    bound: Bound | None = None


class CycleRule(Rule):
    """How often. ``starts``: words at most ``back`` characters after the start; ``dated``: only with a date."""

    starts: tuple[str, ...]
    back: int = 0
    rrule: str | None = None
    dated: bool = False


class DemandRule(Rule):
    """When asked: ``before`` must end where it starts, ``needs`` stand in its sentence; a slot needs neither."""

    starts: tuple[str, ...]
    before: str
    needs: str
    in_slot: bool = False


class EventRule(Rule):
    """So long after something."""

    starts: tuple[str, ...]
    bound: Bound


class SlotRule(Rule):
    """Labels and titles that announce a time; ``standing`` and ``event`` are read only there."""

    starts: tuple[str, ...]
    title: str
    standing: str
    event: str
    lead: str


class Words(Strict):
    """A list of words that decides a doubtful case; ``place`` says where it is looked for."""

    place: tuple[Literal["opens", "ends", "holds"], ...]
    pattern: str
    note: str


class DeadlineRules(Strict):
    """The file."""

    fragments: dict[str, str]
    leads: tuple[LeadRule, ...]
    cycles: tuple[CycleRule, ...]
    on_demand: tuple[DemandRule, ...]
    events: tuple[EventRule, ...]
    slots: SlotRule
    readings: tuple[Reading, ...]
    words: dict[str, Words]

    @model_validator(mode="after")
    def _compile(self) -> DeadlineRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @classmethod
    def of(cls, rules: Rules) -> DeadlineRules:
        """Return the deadline rules of a rule folder."""
        return rules.read(_WHERE, cls)

    @property
    def all(self) -> tuple[Reading, ...]:
        """Every rule that has examples."""
        return (*self.leads, *self.cycles, *self.on_demand, *self.events, self.slots, *self.readings)

    @cached_property
    def compiled(self) -> Compiled:
        """The patterns, compiled once for these rules."""

        def build(source: str, where: str) -> regex.Pattern[str]:
            return compile_pattern(source, self.fragments, f"{_WHERE}: {where}")

        def lists(place: str, form: str) -> dict[str, regex.Pattern[str]]:
            return {
                name: build(form.replace("WORDS", entry.pattern), name)
                for name, entry in self.words.items()
                if place in entry.place
            }

        return Compiled(
            lead=build(rf"(?r)(?<!\w)(?:{_any_of(self.leads)}) ?{{clock}}", "leads"),
            cycles=_by_start(
                (rule.starts, rule, build(rf"(?<!\w)(?:{rule.pattern})", rule.id)) for rule in self.cycles
            ),
            demands=_by_start((rule.starts, rule, build(rule.pattern, rule.id)) for rule in self.on_demand),
            befores={rule.id: build(rf"(?r)(?<!\w)(?:{rule.before}) ?", rule.id) for rule in self.on_demand},
            needs={rule.id: build(rf"(?<!\w)(?:{rule.needs})(?!\w)", rule.id) for rule in self.on_demand},
            events=_by_start((rule.starts, rule, build(rule.pattern, rule.id)) for rule in self.events),
            label=build(self.slots.pattern, "slots"),
            title=build(self.slots.title, "slots.title"),
            standing=build(rf"(?<!\w)(?:{self.slots.standing})(?!\w)", "slots.standing"),
            event=build(self.slots.event, "slots.event"),
            lead_label=build(rf"(?<!\w)(?:{self.slots.lead}) ?:", "slots.lead"),
            opens=lists("opens", r"[ ,(:\-+•*]{0,24}(?:WORDS)(?!\w)"),
            ends=lists("ends", r"(?r)(?<!\w)(?:WORDS) ?"),
            holds=lists("holds", r"(?<!\w)(?:WORDS)(?!\w)"),
            clock_before=build(r"(?r)(?<!\w){clock}", "clock"),
            hour_after=build(r"[ ,(]{1,3}trước {hour}(?<! )", "hour"),
            hour_before=build(r"(?r)(?<!\w)trước (?:{hour}|{clock}),? ?", "hour"),
            words=WordFinder(
                [
                    *(word for cycle in self.cycles for word in cycle.starts),
                    *(word for demand in self.on_demand for word in demand.starts),
                    *(word for event in self.events for word in event.starts),
                    *self.slots.starts,
                ]
            ),
            clause_open=build(r'[ \-+•*,:.()\d"]*(?:và|hoặc|thực hiện|tổ chức)? ?', "clause"),
        )


def _any_of(rules: tuple[Rule, ...]) -> str:
    """Return one pattern for all rules, in their order; the group that matched is ``r`` and the number of its rule."""
    return "|".join(f"(?P<r{number}>{rule.pattern})" for number, rule in enumerate(rules))


def _by_start(rules: object) -> dict[str, list[tuple[Rule, regex.Pattern[str]]]]:
    """Return the rules under each of the words that they start with."""
    table: dict[str, list[tuple[Rule, regex.Pattern[str]]]] = {}
    for starts, rule, pattern in rules:  # type: ignore[attr-defined]
        for word in starts:
            table.setdefault(word, []).append((rule, pattern))
    return table


Table = dict[str, list[tuple[Rule, regex.Pattern[str]]]]


@dataclass(frozen=True)
class Compiled:
    """Patterns ready to run: ``opens`` match at a place, ``ends`` backwards from one, ``holds`` are searched.

    ``words`` are all the words that a cycle, a request, an event or a label of a time begins with.
    """

    lead: regex.Pattern[str]
    cycles: Table
    demands: Table
    befores: dict[str, regex.Pattern[str]]
    needs: dict[str, regex.Pattern[str]]
    events: Table
    label: regex.Pattern[str]
    title: regex.Pattern[str]
    standing: regex.Pattern[str]
    event: regex.Pattern[str]
    lead_label: regex.Pattern[str]
    hour_after: regex.Pattern[str]
    opens: dict[str, regex.Pattern[str]]
    ends: dict[str, regex.Pattern[str]]
    holds: dict[str, regex.Pattern[str]]
    clock_before: regex.Pattern[str]
    hour_before: regex.Pattern[str]
    clause_open: regex.Pattern[str]
    words: WordFinder
