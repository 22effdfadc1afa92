"""What one local target is worth against one milestone: met, exceeded, weaker, late, missing, unclear."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ..baseline import Baseline, Milestone, TargetProvision
from ..models import Target
from ..notes import note
from ..rulings import Reason, TargetStatus
from ..text import fold
from .matching import Candidate

_CEILINGS = {"le", "lt"}
# "tăng thêm 5%" is a step from an unknown place; "tăng tỷ lệ … lên 50%" is a place.
_STEP = regex.compile(r"\b(?:tăng|giảm)(?: thêm| bình quân| ít nhất| tối thiểu| trên| từ| khoảng| mỗi năm)* \d")


@dataclass(frozen=True)
class Ruling:
    """A verdict with the target that it rests on, the reason when it is not a plain pass, and a note in Vietnamese."""

    status: TargetStatus
    candidate: Candidate | None = None
    reason: Reason | None = None
    note: str | None = None


def number(value: int | float | None) -> str:
    """Return a value as Vietnamese prints it: 98,5 with a comma."""
    return "…" if value is None else f"{value:g}".replace(".", ",")


def judge(milestone: Milestone, provision: TargetProvision, candidates: list[Candidate], baseline: Baseline) -> Ruling:
    """Return the verdict on one milestone, given the local targets that are about its provision.

    The year decides first: the same year, else an earlier one that already reaches the value, else a later one.
    """
    year = milestone.year
    usable = [candidate for candidate in candidates if _has_figure(candidate, provision)]
    same = [candidate for candidate in usable if candidate.year == year]
    if same:
        return _settle([_weigh(candidate, milestone, provision, baseline) for candidate in same], milestone)
    dated = sorted((candidate for candidate in usable if candidate.year is not None), key=lambda found: found.year or 0)
    for candidate in dated:
        ruling = _weigh(candidate, milestone, provision, baseline)
        if (candidate.year or 0) < year and ruling.status in ("met", "exceeded"):
            return Ruling("exceeded", candidate, None, note("early", year=candidate.year, wanted=year))
    for candidate in dated:
        if (candidate.year or 0) < year or _is_another_milestone(candidate, milestone, provision):
            continue
        ruling = _weigh(candidate, milestone, provision, baseline)
        if ruling.status in ("met", "exceeded"):
            return Ruling("late", candidate, "period", note("late", year=candidate.year, wanted=year))
    undated = [candidate for candidate in usable if candidate.year is None]
    if undated:
        return Ruling("unclear", undated[0], "no_year", note("no_year"))
    return Ruling("missing", note=note("missing_year", year=year))


def _has_figure(candidate: Candidate, provision: TargetProvision) -> bool:
    return candidate.target.value is not None or provision.absolute_counts_as is not None


def _is_another_milestone(candidate: Candidate, milestone: Milestone, provision: TargetProvision) -> bool:
    """The 75 % (or a mere 70 %) of 2030 belongs to the milestone of 2030; a 60 % of 2030 is the late one of 2025."""
    due, value = candidate.year, _in_percent(candidate.target, provision)
    return any(
        other.year == due
        and other.year != milestone.year
        and value is not None
        and abs(value - other.value) <= abs(value - milestone.value)
        for other in provision.milestones
    )


def _is_fraction(target: Target, provision: TargetProvision) -> bool:
    """ "Ba phần tư số cơ quan" is a share as good as 75 %."""
    value = target.value
    return provision.unit == "percent" and target.unit != "percent" and isinstance(value, float) and 0 < value < 1


def _in_percent(target: Target, provision: TargetProvision) -> int | float | None:
    value = target.value
    return value * 100 if value is not None and _is_fraction(target, provision) else value


def _settle(rulings: list[Ruling], milestone: Milestone) -> Ruling:
    """One verdict from several targets for the same year: all must agree, or the text contradicts itself."""
    good = [ruling for ruling in rulings if ruling.status in ("met", "exceeded")]
    bad = [ruling for ruling in rulings if ruling.status not in ("met", "exceeded")]
    if not bad:
        return next((ruling for ruling in good if ruling.status == "met"), good[0])
    if not good:
        return bad[0]
    if all(ruling.reason in ("persons", "scope", "relative", "unit", "no_figure") for ruling in bad):
        return good[0]
    values = ", ".join(dict.fromkeys(f"{number(r.candidate.target.value)}%" for r in rulings if r.candidate))
    return Ruling("unclear", bad[0].candidate, "conflict", note("conflict", values=values, year=milestone.year))


def _weigh(candidate: Candidate, milestone: Milestone, provision: TargetProvision, baseline: Baseline) -> Ruling:
    """Return the verdict on one target, its year apart."""
    target = candidate.target
    compiled = baseline.compiled
    value = target.value
    if value is None:
        if provision.absolute_counts_as is None:
            return Ruling("unclear", candidate, "no_figure", note("no_figure"))
        value = provision.absolute_counts_as
    elif _is_fraction(target, provision):
        value *= 100
    elif provision.unit != "none" and target.unit != provision.unit:
        words = note("unit", unit=target.unit) if target.unit else note("unknown_unit")
        return Ruling("unclear", candidate, "unit", words)
    miscounted, counted = compiled.miscounted[provision.id], compiled.counted[provision.id]
    if miscounted and miscounted.search(candidate.sentence) and not (counted and counted.search(candidate.sentence)):
        return Ruling("unclear", candidate, "persons", note("persons"))
    if target.change in ("increase_by", "decrease_by") and _STEP.search(fold(target.quote)):
        return Ruling("unclear", candidate, "relative", note("relative"))
    ruling = _compare(value, target, milestone, candidate)
    narrower = compiled.narrower[provision.id]
    if ruling.status in ("met", "exceeded") and narrower and narrower.search(candidate.sentence):
        return Ruling("weaker", candidate, "scope", note("scope"))
    return ruling


def _compare(value: int | float, target: Target, milestone: Milestone, candidate: Candidate) -> Ruling:
    wanted, comparator = milestone.value, target.comparator
    gap = {"value": number(value), "wanted": number(wanted)}
    if milestone.comparator in _CEILINGS:
        if comparator in ("ge", "gt"):
            return Ruling("weaker", candidate, "comparator", note("floor_for_ceiling"))
        if value > wanted or (value == wanted and milestone.comparator == "lt" and comparator != "lt"):
            return Ruling("weaker", candidate, "value", note("above_ceiling", **gap))
        return Ruling("exceeded" if value < wanted else "met", candidate)
    if comparator in _CEILINGS:
        return Ruling("weaker", candidate, "comparator", note("ceiling_for_floor"))
    if value < wanted:
        return Ruling("weaker", candidate, "value", note("below", **gap))
    if comparator == "approx" and value == wanted and milestone.comparator != "approx":
        return Ruling("weaker", candidate, "comparator", note("approx"))
    if milestone.comparator == "gt" and value == wanted and comparator != "gt":
        return Ruling("weaker", candidate, "comparator", note("not_above", wanted=number(wanted)))
    return Ruling("exceeded" if value > wanted else "met", candidate)
