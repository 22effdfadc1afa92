"""Baselines: what a plan is held against, read from ``rules/baselines`` or made from another plan."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

import regex
from pydantic import Field, model_validator

from ..errors import RuleError
from ..models import Comparator, Target
from ..plan import Plan
from ..report import TargetStatus
from ..rules import Rules, Strict, compile_pattern, read_yaml, validate
from ..text import fold, squeeze

Status = Literal["verified", "echoed"]
Pattern = regex.Pattern[str]


class Evidence(Strict):
    """How sure a provision is: ``verified`` on a page that reports the act, or ``echoed`` by local plans."""

    status: Status
    sources: tuple[str, ...] = ()
    echoed_by: tuple[str, ...] = ()
    last_checked: str
    caution: str | None = None

    @model_validator(mode="after")
    def _has_source(self) -> Evidence:
        if self.status == "verified" and not self.sources:
            raise ValueError("điều 'verified' phải có sources (địa chỉ trang đã đọc)")
        if self.status == "echoed" and not self.echoed_by:
            raise ValueError("điều 'echoed' phải có echoed_by (kế hoạch nào chép lại)")
        return self


class Milestone(Strict):
    """A value to reach by the end of a year."""

    year: int
    comparator: Comparator
    value: int | float
    wording: str | None = None


class ExceptionClause(Evidence):
    """Words that relax a provision; ``kept`` matches a plan that keeps them, ``replaced_by`` is a local indicator."""

    quote: str
    kept: str
    replaced_by: str | None = None


class Example(Strict):
    """A sentence with the verdict that must follow for each year (``any`` for a provision without a year)."""

    text: str
    verdicts: dict[str, TargetStatus]


class TargetProvision(Evidence):
    """A target of the baseline. Patterns run on the folded sentence of a local target:

    ``wording``: it is about this indicator; ``not_wording``: it is not, though it looks so; ``counted``: it counts what the
    provision counts; ``miscounted``: it counts something else (``confused_with``: indicators that do); ``narrower``: it covers less; ``soft``: it binds nobody.
    """

    id: str
    clause: str | None = None
    title: str
    quote: str
    origin: str | None = None
    counts: Literal["agencies", "persons", "other"] = "other"
    unit: str = "percent"
    binds: str | None = None
    note: str | None = None
    milestones: tuple[Milestone, ...] = ()
    exception: ExceptionClause | None = None
    absolute_counts_as: int | float | None = None
    confused_with: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    not_wording: tuple[str, ...] = ()
    counted: str | None = None
    miscounted: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    soft: str | None = None
    unmeasurable: str | None = None
    examples: tuple[Example, ...] = ()


class TaskPoint(Evidence):
    """One point of a group of tasks; ``patterns`` run on the folded text of the plan's tasks."""

    id: str
    title: str
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


class TaskGroup(Evidence):
    """A group of tasks and solutions with its points."""

    id: str
    clause: str | None = None
    title: str
    points: tuple[TaskPoint, ...]


class FundingItem(Evidence):
    """A source of funds that the baseline names."""

    id: str
    title: str
    clause: str | None = None
    patterns: tuple[str, ...]


class Duty(Strict):
    """One thing that a body is asked to do."""

    id: str
    title: str
    patterns: tuple[str, ...]


class DutyBody(Evidence):
    """A body outside the chain of command and what the baseline asks of it."""

    id: str
    agency: str
    agency_pattern: str
    clause: str | None = None
    duties: tuple[Duty, ...]


class Reporting(Strict):
    """The reporting date that the baseline sets, or a note that none is known."""

    deadline: str | None = None
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _null(cls, data: object) -> object:
        # Every YAML scalar is a string, so an absent date is written as the word null.
        if isinstance(data, dict) and data.get("deadline") in ("null", ""):
            return {**data, "deadline": None}
        return data


class Compiled:
    """The patterns of one baseline, compiled once."""

    def __init__(self, baseline: Baseline) -> None:
        def one(sources: tuple[str, ...], where: str) -> Pattern | None:
            if not sources:
                return None
            joined = "|".join(f"(?:{source})" for source in sources)
            return compile_pattern(joined, baseline.fragments, f"{baseline.id}, {where}")

        def each(name: str) -> dict[str, Pattern | None]:
            found = {}
            for provision in baseline.targets:
                value = getattr(provision, name)
                sources = (value,) if isinstance(value, str) else value or ()
                found[provision.id] = one(sources, f"{provision.id}.{name}")
            return found

        self.programme = one((baseline.programme_pattern,) if baseline.programme_pattern else (), "programme_pattern")
        self.wording = each("wording")
        self.not_wording = each("not_wording")
        self.counted = each("counted")
        self.miscounted = each("miscounted")
        self.narrower = each("narrower")
        self.soft = each("soft")
        self.exception = {
            provision.id: one((provision.exception.kept,), f"{provision.id}.exception")
            for provision in baseline.targets
            if provision.exception
        }
        self.points = {
            (group.id, point.id): one(point.patterns, f"{group.id}.{point.id}")
            for group in baseline.tasks
            for point in group.points
        }
        self.funding = {item.id: one(item.patterns, item.id) for item in baseline.funding}
        self.bodies = {body.id: one((body.agency_pattern,), body.id) for body in baseline.duties}
        self.duties = {
            (body.id, duty.id): one(duty.patterns, f"{body.id}.{duty.id}")
            for body in baseline.duties
            for duty in body.duties
        }


class Baseline(Strict):
    """What a plan can be held against: a decision of the centre, or another plan.

    >>> baseline = Baseline.load("2282")
    >>> [provision.id for provision in baseline.targets][:2]
    ['key-leaders', 'planned-cadres']
    """

    id: str
    doc_type: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str
    period: str | None = None
    programme: str | None = None
    programme_pattern: str | None = None
    status: Status = "verified"
    sources: tuple[str, ...] = ()
    last_checked: str | None = None
    note: str | None = None
    fragments: dict[str, str] = Field(default_factory=dict)
    targets: tuple[TargetProvision, ...] = ()
    tasks: tuple[TaskGroup, ...] = ()
    funding: tuple[FundingItem, ...] = ()
    duties: tuple[DutyBody, ...] = ()
    reporting: Reporting = Reporting()
    from_text: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Baseline:
        for kind, ids in (
            ("targets", [provision.id for provision in self.targets]),
            ("tasks", [group.id for group in self.tasks]),
            ("duties", [body.id for body in self.duties]),
        ):
            twice = {name for name in ids if ids.count(name) > 1}
            if twice:
                raise ValueError(f"{kind}: mã viết hai lần: {', '.join(sorted(twice))}")
        _ = self.compiled
        return self

    @cached_property
    def compiled(self) -> Compiled:
        """The patterns, compiled; a wrong one raises RuleError with its place."""
        return Compiled(self)

    @property
    def name(self) -> str:
        """Return how the baseline is called in a sentence: "Quyết định 2282/QĐ-TTg", or its title."""
        return f"{self.doc_type} {self.number}" if self.doc_type and self.number else self.title

    @classmethod
    def load(cls, name: str | Path, rules: Rules | None = None) -> Baseline:
        """Return a baseline by its id or number ("2282", "515/QĐ-TTg"), or from a YAML file of your own.

        Raises RuleError when there is no such baseline (the message lists those there are) or the file is wrong.
        """
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            return validate(path, read_yaml(path), cls)
        wanted = fold(str(name))
        known = list_baselines(rules)
        for baseline in known:
            if wanted in (fold(baseline.id), fold(baseline.number or ""), fold(baseline.name)):
                return baseline
        raise RuleError(f"Không có chuẩn {name!r}; có: {', '.join(baseline.id for baseline in known)}, hoặc một tệp .yaml.")

    @classmethod
    def from_plan(cls, plan: Plan) -> Baseline:
        """Return another plan as a baseline: its targets with their years, and its groups of tasks by their titles.

        A province's plan can so be the baseline of a commune's; what the national act says is checked apart.
        """
        header = plan.header
        number = f"{header.number}/{header.symbol}" if header.number and header.symbol else None
        label = squeeze(" ".join(filter(None, (header.doc_type, header.title)))) or plan.source.name or "kế hoạch"
        where = " ".join(filter(None, ("Kế hoạch", number, "của", header.issuer))) if header.issuer else label
        return cls(
            id=number or plan.source.name or "plan",
            doc_type="Kế hoạch" if number else None,
            number=number,
            date=header.date,
            issuer=header.issuer,
            title=label,
            period=header.period,
            targets=_provisions_of(plan, where),
            tasks=_groups_of(plan, where),
            from_text=plan.text,
        )


def list_baselines(rules: Rules | None = None) -> tuple[Baseline, ...]:
    """Return the baselines that come with the rules, in the order of their file names, newest national act first."""
    source = rules or Rules.load()
    folder = source.folder / "baselines"
    found = [source.read(f"baselines/{path.name}", Baseline) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda baseline: (baseline.doc_type != "Quyết định", -int(baseline.date[:4] if baseline.date else 0))))


def _provisions_of(plan: Plan, where: str) -> tuple[TargetProvision, ...]:
    grouped: dict[str, list[Target]] = {}
    for target in plan.targets:
        key = target.indicator or fold(squeeze(target.subject or target.quote))
        grouped.setdefault(key, []).append(target)
    provisions = []
    for number, (_, targets) in enumerate(grouped.items(), start=1):
        first = targets[0]
        milestones = {
            (year, target.value): Milestone(year=year, comparator=target.comparator or "ge", value=target.value)
            for target in targets
            if target.value is not None and (year := due_year(target)) is not None
        }
        provisions.append(
            TargetProvision(
                id=first.indicator or f"muc-tieu-{number}",
                clause=f"Mục {first.section}" if first.section else None,
                title=squeeze(first.subject or first.quote)[:160],
                quote=" … ".join(dict.fromkeys(target.quote for target in targets)),
                unit=first.unit or "none",
                milestones=tuple(milestones.values()),
                status="echoed",
                echoed_by=(where,),
                last_checked=plan.header.date or "",
            )
        )
    return tuple(provisions)


def _groups_of(plan: Plan, where: str) -> tuple[TaskGroup, ...]:
    checked = plan.header.date or ""
    groups = []
    for root in plan.sections:
        if root.kind != "tasks":
            continue
        for section in root.children:
            title = squeeze(section.title or section.span.of(plan.text)[:160])
            if section.marker and title:
                point = TaskPoint(id=section.path, title=title[:200], status="echoed", echoed_by=(where,), last_checked=checked)
                groups.append(
                    TaskGroup(
                        id=section.path,
                        clause=f"Mục {section.path}",
                        title=title[:200],
                        points=(point,),
                        status="echoed",
                        echoed_by=(where,),
                        last_checked=checked,
                    )
                )
    unique = {group.id: group for group in groups}
    return tuple(unique.values())


_YEAR = regex.compile(r"\b(?:19|20|21)\d\d\b")


def years_of(period: str | None) -> tuple[int | None, int | None]:
    """Return the first and last year of an EDTF period; an open end is None.

    >>> years_of("2021/2030"), years_of("../2030"), years_of("2022-05")
    ((2021, 2030), (None, 2030), (2022, 2022))
    """
    if not period:
        return None, None
    left, _, right = period.partition("/")
    first, last = _YEAR.search(left), _YEAR.search(right or left)
    return (int(first[0]) if first else None, int(last[0]) if last else None)


def due_year(target: Target) -> int | None:
    """Return the year by whose end a target is due; the last year of an interval."""
    return years_of(target.due)[1]
