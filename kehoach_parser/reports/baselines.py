"""A baseline as people read it: each provision with its clause, its words, and where it is known from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..baseline import Baseline, DutyBody, FundingItem, Milestone, TargetProvision, TaskGroup
from ..baseline.provisions import Evidence
from ..messages import say
from .explaining import Explanation, Line
from .listings import Listing
from .wording import show_date
from .words import show_number

_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ ", "eq": ""}
# What a reader of the JSON can do nothing with: the patterns by which a plan's words are found.
_PATTERNS = {
    *("fragments", "programme_pattern", "from_text", "wording", "not_wording", "counted", "miscounted", "narrower"),
    *("soft", "patterns", "agency_pattern", "kept", "not_examples"),
}


def list_baselines_of(baselines: Iterable[Baseline], language: str = "vi") -> Listing:
    """Return the table of all baselines."""
    rows = tuple(
        (
            one.id,
            one.name,
            show_date(one.period, language) if one.period else None,
            one.title,
            str(len(one.targets)),
            str(len(one.tasks)),
            say(f"known.{one.status}", language),
            one.last_checked,
        )
        for one in baselines
    )
    columns = ("id", "baseline", "period", "title", "targets", "groups", "known", "checked")
    return Listing("baselines", columns, rows)


def explain_baseline(baseline: Baseline, language: str = "vi") -> Iterator[tuple[str, list[Explanation]]]:
    """Yield the parts of a baseline (keys ``title.…``): itself, its targets, tasks, funding, duties, reporting."""

    def explain(subject: str, *lines: Line) -> Explanation:
        return Explanation(subject, None, tuple(line for line in lines if line[1]))

    number = ", ".join(filter(None, (baseline.number, show_date(baseline.date, language) if baseline.date else None)))
    yield (
        "baselines",
        [
            explain(
                f"{baseline.name}: {baseline.title}" if baseline.name != baseline.title else baseline.title,
                ("number", number),
                ("issuer", baseline.issuer or ""),
                ("period", show_date(baseline.period, language) if baseline.period else ""),
                ("known", say(f"known.{baseline.status}", language)),
                *[("sources", source) for source in baseline.sources],
                ("checked", baseline.last_checked or ""),
                ("note", baseline.note or ""),
            )
        ],
    )
    yield "targets", [_explain_target(one, language) for one in baseline.targets]
    yield "tasks", [_explain_group(one, language) for one in baseline.tasks]
    yield "funding", [_explain_simple(one, one.title, language) for one in baseline.funding]
    yield "duties", [_explain_body(one, language) for one in baseline.duties]
    due = baseline.reporting.deadline or say("no_reporting_date", language)
    yield "reporting", [explain(due, ("note", baseline.reporting.note or ""))]


def dump_baseline(baseline: Baseline) -> dict[str, object]:
    """Return a baseline as plain data, without the patterns by which plans are read."""
    cleaned = _without(baseline.model_dump(mode="json"))
    assert isinstance(cleaned, dict)
    return cleaned


def _without(node: object) -> object:
    if isinstance(node, dict):
        return {key: _without(value) for key, value in node.items() if key not in _PATTERNS}
    if isinstance(node, list):
        return [_without(value) for value in node]
    return node


def _explain_target(one: TargetProvision, language: str) -> Explanation:
    lines: list[Line] = [
        ("clause", one.clause or ""),
        ("words", f"“{one.quote}”"),
        ("milestones", "; ".join(_show_milestone(milestone, one.unit) for milestone in one.milestones)),
        ("counts", say(f"counts.{one.counts}", language)),
        ("binds", one.binds or ""),
        ("exception", f"“{one.exception.quote}”" if one.exception else ""),
        ("origin", one.origin or ""),
        *_known(one, language),
        ("note", one.note or ""),
        ("note", one.unmeasurable or ""),
    ]
    return _made(f"{one.title} [{one.id}]", lines)


def _explain_group(one: TaskGroup, language: str) -> Explanation:
    points: list[Line] = [
        ("point", f"{point.title} ({say(f'known.{point.status}', language)}, {point.last_checked})")
        for point in one.points
    ]
    return _made(f"{one.title} [{one.id}]", [("clause", one.clause or ""), *points, *_known(one, language)])


def _explain_body(one: DutyBody, language: str) -> Explanation:
    duties: list[Line] = [("point", duty.title) for duty in one.duties]
    return _made(f"{one.agency} [{one.id}]", [("clause", one.clause or ""), *duties, *_known(one, language)])


def _explain_simple(one: FundingItem, title: str, language: str) -> Explanation:
    return _made(f"{title} [{one.id}]", [("clause", one.clause or ""), *_known(one, language)])


def _known(one: Evidence, language: str) -> list[Line]:
    return [
        ("known", say(f"known.{one.status}", language)),
        *[("sources", source) for source in one.sources],
        ("echoed_by", "; ".join(one.echoed_by)),
        ("caution", one.caution or ""),
        ("checked", one.last_checked),
    ]


def _show_milestone(milestone: Milestone, unit: str) -> str:
    sign = _SIGNS.get(milestone.comparator, "")
    amount = f"{show_number(milestone.value)}{'%' if unit == 'percent' else f' {unit}' if unit != 'none' else ''}"
    return f"{milestone.year}: {sign}{amount}"


def _made(subject: str, lines: Sequence[Line]) -> Explanation:
    return Explanation(subject, None, tuple(line for line in lines if line[1]))
