"""How much of a plan is copied: from a baseline, from the parent plan, from an older plan; and what is its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import regex

from ..baseline import Baseline
from ..models import Span
from ..plan import Plan
from ..rulings import Copied, Copying, Quote
from ..text import fold, split_sentences

_SYLLABLE = regex.compile(r"\p{L}+")
_MIN_SYLLABLES = 8
_COPIED = 0.8
_MOST_PLACES = 50

Run = tuple[str, str, str]


def share_copied(plan: Plan, other: str, *, source: str) -> Copied:
    """Return the share (0 to 1) of the plan's sentences that stand, nearly word for word, in the text ``other``.

    Sentences under eight syllables (headings, names) are not counted. A sentence is copied when four fifths of its runs
    of three syllables stand in one sentence of ``other``; time grows with the length of both texts, not their product.
    """
    return _copied_from(plan, _counted(plan), other, source)


def find_copies(plan: Plan, sources: Sequence[tuple[str, str]]) -> Copying:
    """Return what ``plan`` takes from each of ``sources`` (name, text), and the sentences that none of them has."""
    counted = _counted(plan)
    copied = tuple(_copied_from(plan, counted, text, name) for name, text in sources)
    taken = {(quote.span.start, quote.span.end) for one in copied for quote in one.copied}
    own = [(start, end) for start, end, _ in counted if (start, end) not in taken]
    return Copying(
        plan=plan.source.name,
        sentences=len(counted),
        sources=copied,
        own_share=len(own) / len(counted) if counted else 0.0,
        own=tuple(_quotes(plan, own)),
    )


def words_of(baseline: Baseline) -> str:
    """Return all that a baseline says, one provision a line; the text itself where it was made from a plan."""
    if baseline.from_text is not None:
        return baseline.from_text
    lines = [baseline.title]
    for provision in baseline.targets:
        lines.append(provision.quote)
        if provision.exception is not None:
            lines.append(provision.exception.quote)
    lines += [title for group in baseline.tasks for title in (group.title, *(point.title for point in group.points))]
    lines += [item.title for item in baseline.funding]
    lines += [duty.title for body in baseline.duties for duty in body.duties]
    return "\n".join(lines)


def _counted(plan: Plan) -> list[tuple[int, int, list[Run]]]:
    """The sentences that are long enough to tell where they come from, with their runs."""
    found = [(start, end, _runs(plan.text[start:end])) for start, end in _sentences(plan.text)]
    return [(start, end, runs) for start, end, runs in found if len(runs) >= _MIN_SYLLABLES - 2]


def _copied_from(plan: Plan, counted: Sequence[tuple[int, int, list[Run]]], other: str, source: str) -> Copied:
    index: dict[Run, set[int]] = defaultdict(set)
    for place, (start, end) in enumerate(_sentences(other)):
        for run in _runs(other[start:end]):
            index[run].add(place)
    copied = []
    for start, end, runs in counted:
        votes: dict[int, int] = defaultdict(int)
        for run in runs:
            places = index.get(run, ())
            if len(places) <= _MOST_PLACES:
                for place in places:
                    votes[place] += 1
        if votes and max(votes.values()) >= _COPIED * len(runs):
            copied.append((start, end))
    share = len(copied) / len(counted) if counted else 0.0
    return Copied(source=source, share=share, sentences=len(counted), copied=tuple(_quotes(plan, copied)))


def _quotes(plan: Plan, places: Iterable[tuple[int, int]]) -> list[Quote]:
    starts = [(section.span.start, section.path) for root in plan.sections for section in root.walk()]
    found = []
    at, path = 0, ""
    for start, end in places:
        while at < len(starts) and starts[at][0] <= start:
            path = starts[at][1]
            at += 1
        found.append(Quote(quote=plan.text[start:end], span=Span(start=start, end=end), section=path or None))
    return found


def _sentences(text: str) -> list[tuple[int, int]]:
    found = []
    at = 0
    for line in text.split("\n"):
        found.extend(split_sentences(text, at, at + len(line)))
        at += len(line) + 1
    return found


def _runs(sentence: str) -> list[Run]:
    syllables = _SYLLABLE.findall(fold(sentence))
    return list(zip(syllables, syllables[1:], syllables[2:]))  # noqa: B905 - runs end where the sentence ends
