"""A sentence for each gap, in the plan's own numbering, offered in the report and never inserted."""

from __future__ import annotations

from ..baseline import Baseline, Milestone, TargetProvision
from ..models import Section
from ..rulings import TaskRuling
from ..text import fold
from .matching import Candidate, View
from .verdicts import number

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_FIGURES = ("chỉ tiêu", "cụ thể")


class Numbering:
    """The numbers that new sentences get: on from the last one of the objectives, and of the tasks."""

    def __init__(self, view: View) -> None:
        self._last = {
            "objectives": _last_marker(_home_of_figures(view)),
            "tasks": _last_marker(next((root for root in view.plan.sections if root.kind == "tasks"), None)),
        }

    def next(self, kind: str) -> str:
        """Return the next marker with its blank ("4. ", "e) "), a dash where nothing is numbered."""
        following = follow(self._last[kind])
        if following is None:
            return "- "
        self._last[kind] = following
        return f"{following} "


def sentence_for_target(
    numbering: Numbering,
    baseline: Baseline,
    provision: TargetProvision,
    milestone: Milestone | None,
    candidate: Candidate | None,
) -> str:
    """Return a sentence that closes the gap, in the words of the provision: a new number, or the place to change."""
    quote = provision.quote[:1].upper() + provision.quote[1:]
    text = quote if milestone is None else f"Đến năm {milestone.year}: {provision.title} {_value(milestone)}"
    clause = ", ".join(filter(None, (provision.clause, baseline.name)))
    if candidate is not None and candidate.target.section:
        return f"Sửa mục {candidate.target.section}: {text} ({clause})."
    return f"{numbering.next('objectives')}{text} ({clause})."


def sentence_for_task(numbering: Numbering, baseline: Baseline, ruling: TaskRuling) -> str:
    """Return a sentence for a group of tasks that is absent, or for the points that it lacks."""
    text = ruling.title if ruling.status == "missing" else "; ".join(ruling.lacking)
    clause = ", ".join(filter(None, (ruling.clause, baseline.name)))
    return f"{numbering.next('tasks')}{text} ({clause})."


def _value(milestone: Milestone) -> str:
    words = {"lt": "dưới", "le": "không quá", "gt": "trên", "approx": "khoảng"}.get(milestone.comparator, "đạt ít nhất")
    return f"{words} {number(milestone.value)}%"


def _home_of_figures(view: View) -> Section | None:
    """Return the division that takes a new target: "2. Chỉ tiêu cụ thể" inside the objectives, else the objectives."""
    home = next((root for root in view.plan.sections if root.kind == "objectives"), None)
    if home is None:
        return None
    inner = [
        section
        for section in home.walk()
        if section is not home and section.children and any(word in fold(section.title or "") for word in _FIGURES)
    ]
    return inner[-1] if inner else home


def _last_marker(home: Section | None) -> str:
    return (home.children[-1].marker or "").strip() if home is not None and home.children else ""


def follow(marker: str) -> str | None:
    """Return the marker that comes after ``marker``; None where nothing can follow.

    >>> follow("3."), follow("1.2."), follow("đ)"), follow("-")
    ('4.', '1.3.', 'e)', None)
    """
    stem = marker.strip().rstrip(".)-/ ")
    tail = marker.strip()[len(stem) :] or "."
    *parents, last = stem.split(".")
    if last.isdecimal():
        following = str(int(last) + 1)
    elif last and last in _LETTERS and last != _LETTERS[-1]:
        following = _LETTERS[_LETTERS.index(last) + 1]
    else:
        return None
    return ".".join([*parents, following]) + tail
