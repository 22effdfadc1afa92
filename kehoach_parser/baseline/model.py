"""Baselines: what a plan is held against, read from ``rules/baselines`` or made from another plan."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

import regex
from pydantic import Field, model_validator

from ..errors import RuleError
from ..plan import Plan
from ..rules import Rules, Strict, WordFinder, compile_pattern, expand, read_yaml, validate
from ..slow_patterns import refuse_slow
from ..text import fold, squeeze
from .from_plan import groups_of, provisions_of
from .heads import HeadedPattern, heads_of
from .provisions import DutyBody, FundingItem, Reporting, Status, TargetProvision, TaskGroup

Pattern = regex.Pattern[str]


class Compiled:
    """The patterns of one baseline, compiled once."""

    def __init__(self, baseline: Baseline) -> None:
        def one(sources: tuple[str, ...], where: str) -> Pattern | None:
            if not sources:
                return None
            joined = "|".join(f"(?:{source})" for source in sources)
            return compile_pattern(joined, baseline.fragments, f"{baseline.id}, {where}")

        def headed(sources: tuple[str, ...], where: str) -> HeadedPattern | None:
            pattern = one(sources, where)
            if pattern is None:
                return None
            return HeadedPattern(pattern, heads_of("|".join(expand(source, baseline.fragments) for source in sources)))

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
            (group.id, point.id): headed(point.patterns, f"{group.id}.{point.id}")
            for group in baseline.tasks
            for point in group.points
        }
        self.funding = {item.id: headed(item.patterns, item.id) for item in baseline.funding}
        self.bodies = {body.id: one((body.agency_pattern,), body.id) for body in baseline.duties}
        self.duties = {
            (body.id, duty.id): headed(duty.patterns, f"{body.id}.{duty.id}")
            for body in baseline.duties
            for duty in body.duties
        }
        patterns = (*self.points.values(), *self.funding.values(), *self.duties.values())
        self.heads = WordFinder(head for pattern in patterns if pattern is not None for head in pattern.heads)


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
        """Return how the baseline is called in a sentence: "Quyết định 2282/QĐ-TTg", or its issuer or title."""
        if self.doc_type and self.number:
            return f"{self.doc_type} {self.number}"
        return f"Kế hoạch của {self.issuer}" if self.from_text is not None and self.issuer else self.title

    @classmethod
    def load(cls, name: str | Path, rules: Rules | None = None) -> Baseline:
        """Return a baseline by its id or number ("2282", "515/QĐ-TTg"), or from a YAML file of your own.

        Raises RuleError when there is no such baseline (the message lists those there are), the file is wrong, or it
        holds a pattern that is slow on hostile text.
        """
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            own = validate(path, read_yaml(path), cls)
            refuse_slow(own, str(path))
            return own
        wanted = fold(str(name))
        known = list_baselines(rules)
        for baseline in known:
            if wanted in (fold(baseline.id), fold(baseline.number or ""), fold(baseline.name)):
                return baseline
        raise RuleError(
            f"Không có chuẩn {name!r}; có: {', '.join(baseline.id for baseline in known)}, hoặc một tệp .yaml."
        )

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
            targets=provisions_of(plan, where),
            tasks=groups_of(plan, where),
            from_text=plan.text,
        )


def list_baselines(rules: Rules | None = None) -> tuple[Baseline, ...]:
    """Return the baselines that come with the rules, in the order of their file names, newest national act first."""
    return _baselines_of(rules or Rules.load())


@lru_cache(maxsize=16)
def _baselines_of(rules: Rules) -> tuple[Baseline, ...]:
    folder = rules.folder / "baselines"
    found = [rules.read(f"baselines/{path.name}", Baseline) for path in sorted(folder.glob("*.yaml"))]
    return tuple(
        sorted(
            found,
            key=lambda baseline: (baseline.doc_type != "Quyết định", -int(baseline.date[:4] if baseline.date else 0)),
        )
    )
