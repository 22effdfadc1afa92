"""Two drafts of one plan, by meaning: what was promised, by when, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..models import Deadline, Frozen, Target
from ..plan import Plan
from ..report import Quote
from ..text import fold, squeeze
from .matching import likeness
from .verdicts import number

_ALIKE = 0.6


class Change(Frozen):
    """One difference between two drafts: what part of the plan, how it changed, and the words of both sides."""

    part: Literal["target", "deadline", "agency", "title", "period"]
    kind: Literal["changed", "new", "gone"]
    before: str | None = None
    after: str | None = None
    old: Quote | None = None
    new: Quote | None = None


def compare_plans(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return what changed from ``old`` to ``new``: targets, deadlines, bodies, title, period. Moved text is no change.

    >>> from kehoach_parser import parse
    >>> draft = "KẾ HOẠCH\\nI. MỤC TIÊU\\n1. Đến năm 2025, {}% cán bộ được tập huấn."
    >>> changes = compare_plans(parse(text=draft.format(90)), parse(text=draft.format(75)))
    >>> [(change.before, change.after) for change in changes]
    [('90%', '75%')]
    """
    changes: list[Change] = []
    for part, before, after in (
        ("title", old.header.title, new.header.title),
        ("period", old.header.period, new.header.period),
    ):
        if fold(squeeze(before or "")) != fold(squeeze(after or "")):
            changes.append(Change(part=part, kind="changed", before=before, after=after))  # type: ignore[arg-type]
    changes += _pair("target", old.targets, new.targets, _target_words, _target_value)
    changes += _pair("deadline", old.deadlines, new.deadlines, _deadline_words(old, new), _deadline_value)
    changes += _agencies(old, new)
    return tuple(changes)


def _pair(
    part: Literal["target", "deadline"],
    old: Sequence[Any],
    new: Sequence[Any],
    words: Callable[[Any], str],
    value: Callable[[Any], str],
) -> list[Change]:
    """Pair what is said of the same thing, likest first: two values are a change, what is left is new or gone."""
    olds = [(item, words(item)) for item in old]
    news = [(item, words(item)) for item in new]
    same = {(words_, value(item)) for item, words_ in olds} & {(words_, value(item)) for item, words_ in news}
    left = [pair for pair in olds if (pair[1], value(pair[0])) not in same]
    right = [pair for pair in news if (pair[1], value(pair[0])) not in same]
    scored = sorted(
        (
            (likeness(a[1], b[1]) if a[1] != b[1] else 1.0, -i, -j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
        ),
        reverse=True,
    )
    changes: list[Change] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for score, minus_i, minus_j in scored:
        i, j = -minus_i, -minus_j
        if score < _ALIKE or i in taken_left or j in taken_right:
            continue
        taken_left.add(i)
        taken_right.add(j)
        before, after = value(left[i][0]), value(right[j][0])
        if before != after:
            changes.append(
                Change(
                    part=part,
                    kind="changed",
                    before=before,
                    after=after,
                    old=_quote(left[i][0]),
                    new=_quote(right[j][0]),
                )
            )
    changes += [
        Change(part=part, kind="gone", before=value(item), old=_quote(item))
        for i, (item, _) in enumerate(left)
        if i not in taken_left
    ]
    changes += [
        Change(part=part, kind="new", after=value(item), new=_quote(item))
        for j, (item, _) in enumerate(right)
        if j not in taken_right
    ]
    return changes


def _quote(item: Target | Deadline) -> Quote:
    return Quote(quote=item.quote, span=item.span, section=item.section)


def _target_words(target: Target) -> str:
    return " ".join(filter(None, (target.indicator, fold(squeeze(target.subject or target.quote)), target.condition)))


_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}


def _target_value(target: Target) -> str:
    upper = f"-{number(target.value_max)}" if target.value_max is not None else ""
    unit = "%" if target.unit == "percent" else f" {target.unit}" if target.unit else ""
    due = f" ({target.due})" if target.due and not target.due_inferred else ""
    return f"{_SIGNS.get(target.comparator or '', '')}{number(target.value)}{upper}{unit}" + (
        "" if target.value is not None else due
    )


def _deadline_words(old: Plan, new: Plan) -> Callable[[Deadline], str]:
    """What a deadline is for: its task, else the sentence around it without the time words themselves."""

    def words(deadline: Deadline) -> str:
        text = fold(squeeze(f"{deadline.agency or ''} {deadline.task or ''}"))
        plan = old if deadline in old.deadlines else new
        start = plan.text.rfind("\n", 0, deadline.span.start) + 1
        before = plan.text[max(start, deadline.span.start - 120) : deadline.span.start]
        return f"{text} {fold(squeeze(before))}".replace(fold(deadline.quote), " ").strip()

    return words


def _deadline_value(deadline: Deadline) -> str:
    return f"{deadline.bound} {deadline.rrule or deadline.date or deadline.quote}"


def _agencies(old: Plan, new: Plan) -> list[Change]:
    """The bodies that have to do something, by their full names: who is gone, who is new."""

    def named(plan: Plan) -> dict[str, Quote]:
        found: dict[str, Quote] = {}
        for assignment in plan.assignments:
            name = fold(squeeze(assignment.agency.canonical or assignment.agency.text))
            span = assignment.agency.span or assignment.span
            found.setdefault(name, Quote(quote=span.of(plan.text), span=span, section=assignment.section))
        return found

    before, after = named(old), named(new)
    gone = [
        Change(part="agency", kind="gone", before=quote.quote, old=quote)
        for name, quote in before.items()
        if name not in after
    ]
    come = [
        Change(part="agency", kind="new", after=quote.quote, new=quote)
        for name, quote in after.items()
        if name not in before
    ]
    return gone + come
