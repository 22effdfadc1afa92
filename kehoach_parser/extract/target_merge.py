"""One target for one promise: what an appendix or a table repeats is a second place of the first mention."""

from __future__ import annotations

import re

from ..models import Target
from ..rules import LETTERS
from .context import Context

_ALIKE = 0.75
_MOST_COMPARED = 24  # a table may hold thousands of cells of the same value
_WORD = re.compile(rf"[{LETTERS}]{{2,}}")


def merge_targets(targets: list[Target], context: Context) -> tuple[Target, ...]:
    """Return the targets with those that an appendix or a table repeats joined to their mention in the body.

    Two rows of one table stay apart, and so do two statements of the body: plans do promise the same twice.
    """
    merged: list[Target] = []
    body: dict[tuple[object, ...], list[tuple[int, set[str]]]] = {}
    for target in targets:
        unit = target.unit if target.unit in ("percent", "permille") else ""
        key = (target.value, target.value_max, unit, target.comparator)
        if not _repeats(target, context):
            body.setdefault(key, []).append((len(merged), _words(target)))
            merged.append(target)
            continue
        words = _words(target) if key in body else set()
        known = body.get(key, ())[:_MOST_COMPARED]
        likeness, index = max(
            ((_likeness(merged[n], theirs, target, words), n) for n, theirs in known), default=(0.0, 0)
        )
        if likeness < _ALIKE:
            merged.append(target)
            continue
        first = merged[index]
        places = (*first.places, *target.places)
        merged[index] = first.model_copy(update={"places": places, "agency": first.agency or target.agency})
    return tuple(merged)


def _repeats(target: Target, context: Context) -> bool:
    start = target.span.start
    return start >= context.layout.body_end or context.document.table_at(start) is not None


def _likeness(one: Target, mine: set[str], other: Target, theirs: set[str]) -> float:
    """Return the share of the words of the shorter quote that the other has too; 0 when they are due at other times."""
    if one.due != other.due and not (one.due_inferred or other.due_inferred):
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _words(target: Target) -> set[str]:
    return set(_WORD.findall(target.quote.lower()))
