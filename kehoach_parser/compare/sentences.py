"""A sentence for each gap, in the plan's own numbering, offered in the report and never inserted."""

from __future__ import annotations

from ..baseline import Baseline, Milestone, TargetProvision
from ..models import Section
from ..report import TaskRuling
from .matching import View
from .verdicts import number

_LETTERS = "abcdđeghiklmnopqrstuvxy"


def sentence_for_target(view: View, provision: TargetProvision, milestone: Milestone | None) -> str:
    """Return a sentence that closes the gap: the next number of the objectives and the words of the provision."""
    home = next((root for root in view.plan.sections if root.kind == "objectives"), None)
    head = next_marker(home)
    text = provision.quote if milestone is None else f"Đến năm {milestone.year}: {provision.title} {_value(milestone)}"
    return f"{head}{text}."


def sentence_for_task(view: View, baseline: Baseline, ruling: TaskRuling) -> str:
    """Return a sentence for a group of tasks that is absent, or for the points that it lacks."""
    home = next((root for root in view.plan.sections if root.kind == "tasks"), None)
    text = ruling.title if ruling.status == "missing" else "; ".join(ruling.lacking)
    return f"{next_marker(home)}{text} ({ruling.clause}, {baseline.name})."


def _value(milestone: Milestone) -> str:
    words = {"lt": "dưới", "le": "không quá", "gt": "trên", "approx": "khoảng"}.get(milestone.comparator, "đạt ít nhất")
    return f"{words} {number(milestone.value)}%"


def next_marker(home: Section | None) -> str:
    """Return the marker that follows the last child of ``home`` ("4. ", "e) "), a dash when there is none to follow."""
    if home is None or not home.children:
        return "- "
    marker = home.children[-1].marker or ""
    stem = marker.strip().rstrip(".)-/ ")
    tail = marker.strip()[len(stem) :] or "."
    *parents, last = stem.split(".")
    if last.isdigit():
        following = str(int(last) + 1)
    elif last in _LETTERS and last != _LETTERS[-1]:
        following = _LETTERS[_LETTERS.index(last) + 1]
    else:
        return "- "
    return ".".join([*parents, following]) + tail + " "
