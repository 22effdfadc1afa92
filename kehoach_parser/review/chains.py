"""Who reports to whom by when, as a plan says it, and whether the dates of the chain can be kept."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ..models import Agency, Assignment, Deadline, Task
from ..plan import Plan
from ..text import fold

_DAYS = regex.compile(r"FREQ=YEARLY(?:;INTERVAL=1)?;BYMONTH=(?P<months>[\d,]+);BYMONTHDAY=(?P<day>\d+)")
_FULL_DATE = regex.compile(r"\d{4}-\d\d-\d\d")
_SENTENCE_END = regex.compile(r"[.!?]\s+\p{Lu}|\n")
# "… gửi Bộ Tài chính. Thời gian hoàn thành: Trước ngày 31/5/2026"
_LABEL = regex.compile(r"[Tt]hời (?:gian|hạn)[^.:\n]{0,40}:\s*\Z")
_FAR = 400


@dataclass(frozen=True)
class Line:
    """One report: the body that owes it, the task that says so, who receives it, and by when (None: not said)."""

    assignment: Assignment
    task: Task
    to: tuple[Agency, ...]
    deadline: Deadline | None


def list_lines(plan: Plan) -> list[Line]:
    """Return one line for each task that names who receives a report, in the order of the text."""
    return [
        Line(assignment, task, task.reports_to, _deadline_of(plan, task))
        for assignment in plan.assignments
        for task in assignment.tasks
        if task.reports_to
    ]


def _deadline_of(plan: Plan, task: Task) -> Deadline | None:
    """The date that stands in one sentence with the receiver: one with a day before one without, then the nearest."""
    found = []
    places = [body.span for body in task.reports_to if body.span is not None] or [task.span]
    for index in task.deadlines:
        deadline = plan.deadlines[index] if index < len(plan.deadlines) else None
        if deadline is None or not (deadline.rrule or deadline.date):
            continue
        for place in places:
            start, end = sorted((place.start, deadline.span.start))
            if end - start <= _FAR and _is_said_of_it(plan.text, start, end):
                vague = not _DAYS.match(deadline.rrule or "") and not _FULL_DATE.fullmatch(deadline.date or "")
                found.append((vague, end - start, index))
    return plan.deadlines[min(found)[2]] if found else None


def _is_said_of_it(text: str, start: int, end: int) -> bool:
    """One sentence holds both, or the date stands after a label of its own at the end of the task."""
    if not _SENTENCE_END.search(text, start, end):
        return True
    return text.count("\n", start, end) <= 1 and bool(_LABEL.search(text, max(start, end - 60), end))


def find_limit(line: Line, lines: list[Line]) -> tuple[Deadline, bool] | None:
    """Return by when the body that receives ``line`` has to report itself, and whether ``line`` comes too late for it.

    None when one of them has no day, or the days cannot be compared.
    """
    if line.deadline is None:
        return None
    receivers = {name_of(body) for body in line.to}
    found: list[tuple[bool, Deadline]] = []
    for other in lines:
        if other is line or other.deadline is None or name_of(other.assignment.agency) not in receivers:
            continue
        later = _is_later(line.deadline, other.deadline)
        if later is not None:
            found.append((later, other.deadline))
    if not found:
        return None
    later, limit = next((pair for pair in found if pair[0]), found[0])
    return limit, later


def name_of(body: Agency) -> str:
    """Return the name by which two mentions of a body are the same."""
    return fold(body.canonical or body.text).replace("ubnd", "ủy ban nhân dân")


def show_day(deadline: Deadline) -> str:
    """Return a day as plans write it: "20/11", "15/12/2026"."""
    days = _yearly_days(deadline.rrule)
    if days:
        return ", ".join(f"{day:02}/{month:02}" for month, day in days)
    return "/".join(reversed((deadline.date or "").split("-")))


def _is_later(one: Deadline, other: Deadline) -> bool | None:
    """Whether the first comes after the second: two days of a year, or two full dates; None for what has no order."""
    days, limits = _yearly_days(one.rrule), _yearly_days(other.rrule)
    if days and limits and len(days) == len(limits):
        return any(day > limit for day, limit in zip(days, limits, strict=True))
    if _FULL_DATE.fullmatch(one.date or "") and _FULL_DATE.fullmatch(other.date or ""):
        return (one.date or "") > (other.date or "")
    return None


def _yearly_days(rrule: str | None) -> list[tuple[int, int]]:
    match = _DAYS.match(rrule or "")
    return [(int(month), int(match["day"])) for month in match["months"].split(",")] if match else []
