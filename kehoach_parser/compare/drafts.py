"""Two drafts of one plan, by meaning: what was promised, by when, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..models import Deadline, Frozen, Span, Target
from ..plan import Plan
from ..rulings import Quote
from ..text import fold, squeeze
from .matching import likeness
from .verdicts import number

_ALIKE = 0.6
# So many pairs of what changed are weighed by likeness; two texts with more in common than that are no drafts of one.
_MOST_PAIRS = 60_000
_CEILINGS = {"le", "lt"}
_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}


class Change(Frozen):
    """One difference between two drafts: what part of the plan, how it changed, and the words of both sides.

    ``weaker`` says that the new draft promises less: a lower value, a later day, something or somebody gone.
    """

    part: Literal["target", "deadline", "agency", "title", "period"]
    kind: Literal["changed", "new", "gone"]
    before: str | None = None
    after: str | None = None
    weaker: bool = False
    old: Quote | None = None
    new: Quote | None = None


@dataclass(frozen=True)
class _Item:
    """One thing that a draft says: of what (``words``), what (``value``), by when (``due``), and where."""

    words: str
    value: str
    due: str
    quote: Quote
    of: Target | Deadline


def compare_plans(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return what changed from ``old`` to ``new``: targets, deadlines, bodies, title, period. Moved text is no change.

    >>> from kehoach_parser import parse
    >>> draft = "KẾ HOẠCH\\nI. MỤC TIÊU\\n1. Đến năm 2025, {}% cán bộ được tập huấn."
    >>> changes = compare_plans(parse(text=draft.format(90)), parse(text=draft.format(75)))
    >>> [(change.before, change.after, change.weaker) for change in changes]
    [('90%', '75%', True)]
    """
    changes: list[Change] = []
    for part, before, after in (
        ("title", old.header.title, new.header.title),
        ("period", old.header.period, new.header.period),
    ):
        if fold(squeeze(before or "")) != fold(squeeze(after or "")):
            changes.append(Change(part=part, kind="changed", before=before, after=after))  # type: ignore[arg-type]
    changes += _pair("target", _targets(old), _targets(new))
    changes += _pair("deadline", _deadlines(old), _deadlines(new))
    changes += _agencies(old, new)
    return tuple(changes)


def _pair(part: Literal["target", "deadline"], old: Sequence[_Item], new: Sequence[_Item]) -> list[Change]:
    """Pair what is said of the same thing, likest first: two values are a change, what is left is new or gone."""
    same = {(item.words, item.value, item.due) for item in old} & {(item.words, item.value, item.due) for item in new}
    left = [item for item in old if (item.words, item.value, item.due) not in same]
    right = [item for item in new if (item.words, item.value, item.due) not in same]
    by_words = len(left) * len(right) > _MOST_PAIRS
    scored = sorted(
        (
            (_affinity(a, b, exact=by_words), -i, -j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if not by_words or a.words == b.words
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, minus_i, minus_j in scored:
        if score < _ALIKE:
            break
        if -minus_i not in partner and -minus_j not in taken:
            partner[-minus_i] = -minus_j
            taken.add(-minus_j)
    changes = []
    for i, item in enumerate(left):
        other = right[partner[i]] if i in partner else None
        if other is None:
            before = _show(item, with_due=True)
            changes.append(Change(part=part, kind="gone", before=before, weaker=True, old=item.quote))
        elif (item.value, item.due) != (other.value, other.due):
            with_due = item.due != other.due
            before, after = _show(item, with_due=with_due), _show(other, with_due=with_due)
            weaker = _is_weaker(item, other)
            changes.append(
                Change(
                    part=part,
                    kind="changed",
                    before=before,
                    after=after,
                    weaker=weaker,
                    old=item.quote,
                    new=other.quote,
                )
            )
    changes += [
        Change(part=part, kind="new", after=_show(item, with_due=True), new=item.quote)
        for j, item in enumerate(right)
        if j not in taken
    ]
    return changes


def _affinity(one: _Item, other: _Item, *, exact: bool) -> float:
    """How sure two items speak of one thing: their words, then the same day, then the same value."""
    alike = 1.0 if exact or one.words == other.words else likeness(one.words, other.words)
    return alike + 0.02 * (one.due == other.due) + 0.01 * (one.value == other.value) if alike >= _ALIKE else alike


def _show(item: _Item, *, with_due: bool) -> str:
    if isinstance(item.of, Deadline):
        return item.quote.quote
    return f"{item.value} ({item.due})" if with_due and item.due and item.value else item.value or item.due


def _is_weaker(old: _Item, new: _Item) -> bool:
    """Whether the new draft asks for less: a lower floor, a higher ceiling, a later day, a looser word."""
    if new.due > old.due and old.due:
        return True
    if isinstance(old.of, Deadline) or isinstance(new.of, Deadline):
        return not new.due and bool(old.due)
    before, after = old.of.value, new.of.value
    if before is not None and after is None:
        return True
    if before is None or after is None:
        return False
    falls = old.of.comparator in _CEILINGS or old.of.change == "decrease_to"
    if before != after:
        return after > before if falls else after < before
    looser = {"approx"} if falls else {"approx", *_CEILINGS}
    return new.of.comparator in looser and old.of.comparator not in looser


def _targets(plan: Plan) -> list[_Item]:
    return [
        _Item(
            " ".join(filter(None, (one.indicator, fold(squeeze(one.subject or one.quote)), one.condition))),
            _value(one),
            one.due or "",
            Quote(quote=one.quote, span=one.span, section=one.section),
            one,
        )
        for one in plan.targets
    ]


def _value(target: Target) -> str:
    if target.value is None:
        return ""
    upper = f"-{number(target.value_max)}" if target.value_max is not None else ""
    unit = "%" if target.unit == "percent" else f" {target.unit}" if target.unit else ""
    return f"{_SIGNS.get(target.comparator or '', '')}{number(target.value)}{upper}{unit}"


def _deadlines(plan: Plan) -> list[_Item]:
    """What a deadline is for: its task and body, and the words before it in its paragraph; its day alone may change."""
    found = []
    for one in plan.deadlines:
        start = max(plan.text.rfind("\n", 0, one.span.start) + 1, one.span.start - 120)
        before = plan.text[start : one.span.start]
        words = fold(squeeze(f"{one.agency or ''} {one.task or ''} {before}")).replace(fold(one.quote), " ").strip()
        day = one.rrule or one.date or ""
        quote = Quote(quote=one.quote, span=one.span, section=one.section)
        found.append(_Item(words, one.bound, _sortable(day), quote, one))
    return found


def _sortable(day: str) -> str:
    """A day as it can be compared: a date as it stands, a day of every year by its month and day."""
    if not day.startswith("FREQ="):
        return day
    fields = dict(field.split("=", 1) for field in day.split(";") if "=" in field)
    month, date = fields.get("BYMONTH", "").split(",")[0], fields.get("BYMONTHDAY", "").split(",")[0]
    return f"{month:0>2}-{date:0>2}" if month and date else day


def _agencies(old: Plan, new: Plan) -> list[Change]:
    """The bodies that have to do something, by their full names: who is gone, who is new."""

    def named(plan: Plan) -> dict[str, Quote]:
        found: dict[str, Quote] = {}
        for assignment in plan.assignments:
            name = fold(squeeze(assignment.agency.canonical or assignment.agency.text))
            span: Span = assignment.agency.span or assignment.span
            found.setdefault(name, Quote(quote=span.of(plan.text), span=span, section=assignment.section))
        return found

    before, after = named(old), named(new)
    gone = [
        Change(part="agency", kind="gone", before=quote.quote, weaker=True, old=quote)
        for name, quote in before.items()
        if name not in after
    ]
    come = [
        Change(part="agency", kind="new", after=quote.quote, new=quote)
        for name, quote in after.items()
        if name not in before
    ]
    return gone + come
