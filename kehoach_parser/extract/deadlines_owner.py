"""Deadlines that name nobody themselves bind whom the task that they belong to is assigned to."""

from __future__ import annotations

from ..models import Assignment, Deadline


def bind_deadlines(
    deadlines: tuple[Deadline, ...], assignments: tuple[Assignment, ...], text: str
) -> tuple[Deadline, ...]:
    """Return the deadlines, those without an agency with the bodies of the task that they stand in.

    An agency of which the deadline has only the first words ("Khoa Kiểm soát bệnh tật" of "Khoa Kiểm soát bệnh tật và
    HIV/AIDS") is written as the assignment has it.
    Of several assignments that hold a deadline the innermost counts; bodies of one heading stay together, as written.
    """
    missing = {index for index, deadline in enumerate(deadlines) if deadline.agency is None}
    owners: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        for task in assignment.tasks:
            for index in task.deadlines:
                if index in missing or _begins(deadlines[index].agency, assignment.agency.text):
                    owners.setdefault(index, []).append(assignment)
    if not owners:
        return deadlines
    return tuple(
        deadline.model_copy(update={"agency": _named(owners[index], text)}) if index in owners else deadline
        for index, deadline in enumerate(deadlines)
    )


def _begins(name: str | None, whole: str) -> bool:
    """Say whether ``name`` is the first words of ``whole`` and no more."""
    return name is not None and len(name) < len(whole) and whole.startswith(name) and not whole[len(name)].isalnum()


def _named(owners: list[Assignment], text: str) -> str:
    """Return the words for the bodies of the innermost of these assignments."""
    inner = max(owner.span.start for owner in owners)
    spans = [owner.agency.span for owner in owners if owner.span.start == inner and owner.agency.span is not None]
    if not spans:
        return owners[-1].agency.text
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return " ".join(text[start:end].split()) if end - start < _LONGEST else owners[-1].agency.text


_LONGEST = 400
