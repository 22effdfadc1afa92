"""Baselines one above the other (Decision, province, commune): for each gap, between which two the chain breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..baseline import Baseline, TaskGroup
from ..errors import RuleError
from ..notes import note
from ..pipeline import parse
from ..report import Report
from ..rules import Rules
from ..rulings import TargetRuling, TaskRuling, is_gap
from ..text import fold
from .verdicts import number

Ruling = TypeVar("Ruling", TargetRuling, TaskRuling)

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Said:
    """What a baseline in between has instead of what is asked: the key of its note and the note's values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def open_baseline(name: str | Path, rules: Rules | None = None) -> Baseline:
    """Return a baseline by its id ("2282"), from a YAML file of one's own, or another plan (a file) as a baseline.

    Raises RuleError when there is none of that name, ReadError when the file cannot be read.
    """
    path = Path(name)
    try:
        return Baseline.load(name, rules)
    except RuleError:
        if path.suffix in _YAML or not path.is_file():
            raise
    return Baseline.from_plan(parse(path, rules=rules))


def mark_links(reports: Sequence[Report], chain: Sequence[Baseline], name: str) -> list[Report]:
    """Return the reports of one plan, called ``name``, on each baseline of ``chain``, each gap with its broken link."""
    marked = []
    failed: dict[tuple[str, str | None], str] = {}
    for level, report in enumerate(reports):
        baseline, below = chain[level], chain[level + 1 :]
        targets = []
        for ruling in report.targets:
            if is_gap(ruling.status):
                above = failed.setdefault((ruling.indicator, ruling.due), baseline.name)
                ruling = _mark_target(ruling, baseline, below, name)
                if above != baseline.name:
                    ruling = ruling.model_copy(update={"note": f"{ruling.note} {note('also_against', name=above)}"})
            targets.append(ruling)
        tasks = tuple(
            _mark_task(ruling, baseline, below, name) if is_gap(ruling.status) or ruling.lacking else ruling
            for ruling in report.tasks
        )
        marked.append(report.model_copy(update={"targets": tuple(targets), "tasks": tasks}))
    return marked


def _mark_target(ruling: TargetRuling, baseline: Baseline, below: Sequence[Baseline], name: str) -> TargetRuling:
    """The first baseline below that lacks the target, or asks for less, breaks the chain; else the plan itself does."""
    above = baseline
    for one in below:
        said = _said_by(one, ruling)
        if said is not None:
            return _with_link(ruling, f"{above.name} → {one.name}", said)
        above = one
    return _with_link(ruling, f"{above.name} → {name}", None)


def _said_by(baseline: Baseline, ruling: TargetRuling) -> Said | None:
    """What a baseline in between has instead of what is asked: None when it asks for as much."""
    provision = next((one for one in baseline.targets if one.id == ruling.indicator), None)
    if provision is None:
        return Said("target")
    if ruling.due is None or ruling.national.value is None:
        return None
    milestone = next((one for one in provision.milestones if str(one.year) == ruling.due), None)
    if milestone is None:
        return Said("year", {"year": ruling.due})
    ceiling = ruling.national.comparator in ("le", "lt")
    less = milestone.value > ruling.national.value if ceiling else milestone.value < ruling.national.value
    return Said("value", {"value": number(milestone.value), "year": ruling.due}) if less else None


def _mark_task(ruling: TaskRuling, baseline: Baseline, below: Sequence[Baseline], name: str) -> TaskRuling:
    above = baseline
    group = next((one for one in baseline.tasks if one.id == ruling.id), None)
    for one in below:
        if one.from_text is not None and group is not None and not _carries(one, baseline, group, ruling):
            return _with_link(ruling, f"{above.name} → {one.name}", Said("task"))
        above = one
    return _with_link(ruling, f"{above.name} → {name}", None)


def _carries(plan: Baseline, baseline: Baseline, group: TaskGroup, ruling: TaskRuling) -> bool:
    """Whether a plan in between has the words of every point that is lacking below it."""
    text = fold(plan.from_text or "")
    points = [point for point in group.points if point.title in ruling.lacking]
    patterns = [baseline.compiled.points[group.id, point.id] for point in points]
    return all(pattern is None or pattern.search(text) for pattern in patterns)


def _with_link(ruling: Ruling, link: str, said: Said | None) -> Ruling:
    words = note(f"broken_link.{said.key}", link=link, **said.values) if said else note("broken_link", link=link)
    return ruling.model_copy(update={"link": link, "note": " ".join(filter(None, (ruling.note, words)))})
