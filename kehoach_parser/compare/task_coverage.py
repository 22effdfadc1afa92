"""Which groups of tasks, points and sources of funds of a baseline a plan carries, with the local words."""

from __future__ import annotations

from ..baseline import Baseline, HeadedPattern, Places, TaskGroup
from ..models import Span
from ..notes import note
from ..rulings import Coverage, PointRuling, Quote, TaskRuling, TaskStatus
from .matching import View, likeness

# What a body outside the plan's chain is asked for, what the plan is for, and who pays is not a task of the plan.
_NOT_TASKS = {"purpose", "requirements", "objectives", "scope", "funding", "implementation", "reporting", "closing"}
_QUOTE_LENGTH = 240


def task_stretches(view: View) -> list[tuple[int, int]]:
    """Return the stretches of the text that hold tasks; the whole text when the plan shows no such division."""
    kept: list[tuple[int, int]] = []
    marked = False
    for root in view.plan.sections:
        marked = marked or bool(root.marker)
        if root.kind in _NOT_TASKS or (root.kind == "other" and not root.marker and marked):
            continue
        if root.marker or root.kind in ("tasks", "content"):
            kept.append((root.span.start, root.span.end))
    return kept or [(0, len(view.folded))]


def rule_tasks(view: View, baseline: Baseline) -> tuple[TaskRuling, ...]:
    """Return one ruling for each group of tasks: present when one of its points is, with what is lacking."""
    stretches = task_stretches(view)
    if baseline.from_text is not None:
        return tuple(_rule_by_likeness(view, group, stretches) for group in baseline.tasks)
    return tuple(_rule_group(view, baseline, group, stretches) for group in baseline.tasks)


def _rule_group(view: View, baseline: Baseline, group: TaskGroup, stretches: list[tuple[int, int]]) -> TaskRuling:
    points = []
    for point in group.points:
        pattern = baseline.compiled.points[group.id, point.id]
        found = find_quote(view, pattern, stretches, view.places(baseline))
        points.append(
            PointRuling(id=point.id, title=point.title, status="present" if found else "missing", evidence=found)
        )
    return _ruling(group, tuple(points))


def _rule_by_likeness(view: View, group: TaskGroup, stretches: list[tuple[int, int]]) -> TaskRuling:
    """Two plans name the same task in nearly the same words; anything less is no evidence."""
    best: tuple[float, Quote | None] = (0.0, None)
    for section in view.sections:
        if section.marker and any(start <= section.span.start < end for start, end in stretches):
            words = (
                section.title or view.plan.text[section.span.start : min(section.span.end, section.span.start + 200)]
            )
            share = likeness(words, group.title)
            if share > best[0]:
                head = Span(start=section.span.start, end=section.span.start)
                span = view.clip(head, _QUOTE_LENGTH, inside=section.span)
                best = (share, Quote(quote=span.of(view.plan.text), span=span, section=section.path))
    found = (best[1],) if best[0] >= 0.5 and best[1] is not None else ()
    point = PointRuling(id=group.id, title=group.title, status="present" if found else "missing", evidence=found)
    return _ruling(group, (point,))


def _ruling(group: TaskGroup, points: tuple[PointRuling, ...]) -> TaskRuling:
    present = [point for point in points if point.status == "present"]
    lacking = tuple(point.title for point in points if point.status == "missing")
    status: TaskStatus = "present" if present else "missing"
    coverage: Coverage = "none" if not present else "partial" if lacking else "full"
    why = note("partial", lacking="; ".join(lacking)) if coverage == "partial" else None
    evidence = tuple(quote for point in present for quote in point.evidence[:1])
    return TaskRuling(
        id=group.id,
        title=group.title,
        clause=group.clause,
        status=status,
        coverage=coverage,
        evidence=evidence,
        points=points,
        lacking=lacking,
        note=why,
    )


def find_quote(
    view: View, pattern: HeadedPattern | None, stretches: list[tuple[int, int]], places: Places
) -> tuple[Quote, ...]:
    """Return the first sentence in ``stretches`` that ``pattern`` matches, as evidence; empty when none does.

    ``places`` are ``view.places`` of the pattern's baseline.
    """
    if pattern is None:
        return ()
    for start, end in stretches:
        match = pattern.search(view.folded, start, end, places)
        if match is not None:
            span = view.clip(Span(start=match.start(), end=match.end()), _QUOTE_LENGTH)
            section = view.section_at(match.start())
            return (Quote(quote=span.of(view.plan.text), span=span, section=section.path or None if section else None),)
    return ()


def rule_funding(view: View, baseline: Baseline) -> tuple[PointRuling, ...]:
    """Return which sources of funds the plan names, looked for in its funding section, else in its whole text."""
    own = [(root.span.start, root.span.end) for root in view.plan.sections if root.kind == "funding"]
    stretches = own or [(0, len(view.folded))]
    rulings = []
    for item in baseline.funding:
        found = find_quote(view, baseline.compiled.funding[item.id], stretches, view.places(baseline))
        rulings.append(
            PointRuling(id=item.id, title=item.title, status="present" if found else "missing", evidence=found)
        )
    return tuple(rulings)
