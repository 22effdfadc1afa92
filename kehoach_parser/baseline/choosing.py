"""Which baseline a plan is to be held against, from the plan's own words, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from ..notes import note
from ..plan import Plan
from ..rules import Rules
from ..text import fold
from .model import Baseline, list_baselines
from .years import years_of

How = Literal["cited", "named", "targets"]

# A document that is no plan has none of these as its name, and less than two of the parts that plans are made of.
_PLAN_NAMES = ("kế hoạch", "chương trình", "đề án", "phương án")
_PLAN_LINE = regex.compile(r"^\W{0,4}(?:dự thảo )?kế hoạch\b", regex.MULTILINE)
_PLAN_KINDS = {"purpose", "requirements", "objectives", "content", "tasks", "implementation"}


@dataclass(frozen=True)
class Choice:
    """A baseline that a plan carries out: how that is known, and the sentence that says so."""

    baseline: Baseline
    how: How
    reason: str


def is_plan(plan: Plan) -> bool:
    """Return whether a text can be a plan at all: by its name, a line of its own, or by the parts it has."""
    named = fold(plan.header.doc_type or "")
    if any(name in named for name in _PLAN_NAMES):
        return True
    if _PLAN_LINE.search(fold(plan.text[:6000])):
        return True
    kinds = {section.kind for root in plan.sections for section in root.walk() if section.marker}
    return not named and len(kinds & _PLAN_KINDS) >= 2


def relate(plan: Plan, baseline: Baseline, folded: str) -> Choice | None:
    """Return how ``plan`` is tied to ``baseline``: it cites it, names its programme, or has its targets; else None.

    ``folded`` is the plan's folded text.
    """
    number = fold(baseline.number or "")
    for citation in plan.citations:
        if number and fold(citation.number) == number:
            return Choice(baseline, "cited", note("cited", name=baseline.name))
    if number and number in folded:
        return Choice(baseline, "cited", note("cited", name=baseline.name))
    programme = baseline.compiled.programme
    if programme is not None and programme.search(folded):
        programme_name = baseline.programme or "chương trình"
        return Choice(baseline, "named", note("named", programme=programme_name, name=baseline.name))
    own = {provision.id for provision in baseline.targets}
    shared = {target.indicator for target in plan.targets if target.indicator} & own
    if shared:
        return Choice(baseline, "targets", note("same_targets", name=baseline.name))
    return None


def overlaps(plan: Plan, baseline: Baseline) -> bool:
    """Return whether the plan's years and the baseline's have one in common; unknown years are not held against it."""
    first, last = plan_years(plan)
    start, end = years_of(baseline.period)
    return not (
        (last is not None and start is not None and last < start)
        or (first is not None and end is not None and first > end)
    )


def plan_years(plan: Plan) -> tuple[int | None, int | None]:
    """Return the first and last year of a plan; an open start is the year in which the plan was issued."""
    first, last = years_of(plan.header.period)
    issued = years_of(plan.header.date)[0]
    return (first if first is not None else issued, last)


def choose_baselines(plan: Plan, rules: Rules | None = None, *, folded: str | None = None) -> tuple[Choice, ...]:
    """Return the baselines that ``plan`` carries out, the main one first; empty when it carries out none of them.

    A baseline cited or named in the title comes before one cited in the text, that before one whose targets are shared.
    ``folded`` is the plan's folded text, where the caller has it.
    """
    found = []
    folded = fold(plan.text) if folded is None else folded
    title = fold(plan.header.title or "")
    for order, baseline in enumerate(list_baselines(rules)):
        choice = relate(plan, baseline, folded)
        if choice is None or not overlaps(plan, baseline):
            continue
        programme = baseline.compiled.programme
        in_title = bool((baseline.number and fold(baseline.number) in title) or (programme and programme.search(title)))
        rank = (not in_title, {"cited": 0, "named": 1, "targets": 2}[choice.how], order)
        found.append((rank, choice))
    found.sort(key=lambda pair: pair[0])
    certain = [choice for _, choice in found if choice.how != "targets"]
    return tuple(certain or [choice for _, choice in found[:1]])


def mismatch(plan: Plan, baseline: Baseline, rules: Rules | None = None, *, folded: str | None = None) -> str | None:
    """Return why ``baseline`` does not fit ``plan``, or None when it fits; ``folded`` as for ``choose_baselines``."""
    if not overlaps(plan, baseline):
        first, last = plan_years(plan)
        years = f"{first or '…'}-{last or '…'}"
        theirs = (baseline.period or "").replace("/", "-")
        return note("other_period", years=years, name=baseline.name, theirs=theirs)
    folded = fold(plan.text) if folded is None else folded
    related = relate(plan, baseline, folded)
    if related is not None and related.how != "targets":
        return None
    if all(baseline.id != known.id for known in list_baselines(rules)):
        return None  # a baseline of the user's own, whom nobody needs to cite
    others = [
        choice
        for choice in choose_baselines(plan, rules, folded=folded)
        if choice.baseline.id != baseline.id and choice.how != "targets"
    ]
    if others and related is None:
        other = others[0].baseline.name
        return note("other_programme", other=other, name=baseline.name)
    if related is None:
        return note("unrelated", name=baseline.name)
    return None
