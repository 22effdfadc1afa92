"""Who does what: the assignments of a plan one task a row, with what a reviewer has to ask about each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex
from pydantic import model_validator

from ..models import Agency, Assignment, Deadline, Task
from ..plan import Plan
from ..rules import Rules, Strict, compile_pattern
from ..text import fold

Flag = Literal["no_lead", "two_leads", "no_deadline", "not_recipient"]


@dataclass(frozen=True)
class Duty:
    """One task of one body. ``task`` is None where the plan names the body and nothing that it has to do.

    ``part``: "lead" (chủ trì) or "join" (phối hợp) where the words of the task say so.
    """

    assignment: Assignment
    task: Task | None
    part: Literal["lead", "join"] | None
    deadlines: tuple[Deadline, ...]
    flags: tuple[Flag, ...]


class Cover(Strict):
    """A line under *Nơi nhận* that stands for many bodies: those whose names begin with one of ``agencies``."""

    id: str
    note: str
    agencies: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class Words(Strict):
    """A pattern of the words of a name or a task."""

    id: str
    note: str
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class RecipientRules(Strict):
    """rules/recipients.yaml."""

    covers: tuple[Cover, ...]
    group: Words
    joining: Words
    leading: Words

    @model_validator(mode="after")
    def _compile(self) -> RecipientRules:
        assert self.compiled and self.is_group and self.joins and self.leads
        return self

    @cached_property
    def compiled(self) -> tuple[tuple[tuple[str, ...], regex.Pattern[str]], ...]:
        """For each cover the beginnings of names and the pattern of the line."""
        return tuple((cover.agencies, compile_pattern(cover.pattern, where=cover.id)) for cover in self.covers)

    @cached_property
    def is_group(self) -> regex.Pattern[str]:
        """Names of many bodies at once."""
        return compile_pattern(self.group.pattern, where=self.group.id)

    @cached_property
    def joins(self) -> regex.Pattern[str]:
        """The words of a task that is only joined, not led."""
        return compile_pattern(self.joining.pattern, where=self.joining.id)

    @cached_property
    def leads(self) -> regex.Pattern[str]:
        """The words of a task that is led."""
        return compile_pattern(self.leading.pattern, where=self.leading.id)


def list_duties(plan: Plan, rules: Rules | None = None) -> list[Duty]:
    """Return every task of every body in the order of the plan, with its flags.

    ``no_lead``: the task is only joined, and nobody is named who leads it; ``two_leads``: several bodies have the same
    task and none is told to lead; ``no_deadline``; ``not_recipient``: the plan is not sent to the body.
    """
    words = (rules or Rules.load()).read("recipients.yaml", RecipientRules)

    def is_group(agency: Agency) -> bool:
        return words.is_group.match(_name(agency)) is not None

    holders: dict[tuple[int, int], set[str]] = defaultdict(set)
    for assignment in plan.assignments:
        if assignment.role == "responsible" and not is_group(assignment.agency):
            for held in assignment.tasks:
                holders[held.span.start, held.span.end].add(_name(assignment.agency))
    duties = []
    for assignment in plan.assignments:
        outside = not _is_recipient(plan, assignment.agency, words)
        tasks: tuple[Task | None, ...] = assignment.tasks or (None,)
        for task in tasks:
            flags: list[Flag] = []
            part: Literal["lead", "join"] | None = None
            deadlines: tuple[Deadline, ...] = ()
            if task is not None:
                deadlines = tuple(plan.deadlines[index] for index in task.deadlines if index < len(plan.deadlines))
                own = fold(task.text)
                part = "lead" if words.leads.search(own) else "join" if words.joins.match(own) else None
                if assignment.role == "responsible":
                    if task.partners and part == "join" and all(map(is_group, task.partners)):
                        flags.append("no_lead")
                    sharing = holders[task.span.start, task.span.end]
                    if len(sharing) > 1 and part != "lead" and not is_group(assignment.agency):
                        flags.append("two_leads")
                if not deadlines:
                    flags.append("no_deadline")
            if outside:
                flags.append("not_recipient")
            duties.append(Duty(assignment, task, part, deadlines, tuple(flags)))
    return duties


def _name(agency: Agency) -> str:
    return fold(agency.canonical or agency.text)


_WORD = regex.compile(r"[\p{L}\d]+")


def _is_recipient(plan: Plan, agency: Agency, words: RecipientRules) -> bool:
    """Return whether the plan is sent to ``agency``, by name or among many; in doubt it is."""
    lines = [fold(recipient.text) for recipient in plan.header.recipients]
    name = _name(agency)
    if not lines or agency.level is None or words.is_group.match(name) or name in fold(plan.header.issuer or ""):
        return True
    if any(name in line or fold(agency.text) in line for line in lines):
        return True
    for beginnings, pattern in words.compiled:
        if name.startswith(beginnings) and any(pattern.search(line) for line in lines):
            return True
    # "Các phòng: LĐTB&XH", "Sở NNMT": the first letters of the name, the kind of body and "và" aside.
    letters = [word[0] for word in _WORD.findall(name) if word != "và"]
    short = {"".join(letters[skip:]) for skip in range(3) if len(letters) - skip > 1}
    return any(short & {"".join(_WORD.findall(part)) for part in line.replace(",", " ").split()} for line in lines)
