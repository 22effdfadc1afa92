"""One target for one promise: what an appendix or a table repeats is a second place of the first mention."""

from __future__ import annotations

import regex

from ..models import Target
from .context import Context

_ALIKE = 0.75
_MOST_COMPARED = 24  # a table may hold thousands of cells of the same value
_WORD = regex.compile(r"\p{L}{2,}")


def merge_targets(targets: list[Target], context: Context) -> tuple[Target, ...]:
    """Return the targets with those that an appendix or a table repeats joined to the first mention."""
    merged: list[Target] = []
    by_value: dict[tuple[object, ...], list[int]] = {}
    for target in targets:
        key = (
            target.value,
            target.value_max,
            target.unit if target.unit in ("percent", "permille") else "",
            target.value is None,
        )
        again = None
        if _repeats(target, context):
            again = max(
                by_value.get(key, ())[:_MOST_COMPARED], key=lambda n: _likeness(merged[n], target), default=None
            )
            if again is not None and _likeness(merged[again], target) < _ALIKE:
                again = None
        if again is None:
            by_value.setdefault(key, []).append(len(merged))
            merged.append(target)
        else:
            first = merged[again]
            merged[again] = first.model_copy(
                update={"places": (*first.places, *target.places), "agency": first.agency or target.agency}
            )
    return tuple(merged)


def _repeats(target: Target, context: Context) -> bool:
    start = target.span.start
    return start >= context.layout.body_end or context.document.table_at(start) is not None


def _likeness(one: Target, other: Target) -> float:
    """Return the share of the words of the shorter quote that the other has too; 0 when they are due at other times."""
    if one.comparator != other.comparator:
        return 0.0
    if one.due != other.due and not (one.due_inferred or other.due_inferred):
        return 0.0
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _words(target: Target) -> set[str]:
    return {word.lower() for word in _WORD.findall(target.quote)}
