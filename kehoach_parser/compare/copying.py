"""How much of a plan is copied: from a baseline, from the parent plan, from an older plan; and what is its own."""

from __future__ import annotations

from collections import defaultdict

import regex

from ..models import Span
from ..plan import Plan
from ..report import Copied, Quote
from ..text import fold, split_sentences

_SYLLABLE = regex.compile(r"\p{L}+")
_MIN_SYLLABLES = 8
_COPIED = 0.8


def share_copied(plan: Plan, other: str, *, source: str) -> Copied:
    """Return the share (0 to 1) of the plan's sentences that stand, nearly word for word, in the text ``other``.

    Sentences under eight syllables (headings, names) are not counted. A sentence is copied when four fifths of its runs
    of three syllables stand in one sentence of ``other``; time grows with the length of both texts, not their product.
    """
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, (start, end) in enumerate(_sentences(other)):
        for run in _runs(other[start:end]):
            index[run].add(number)
    counted = 0
    copied = []
    section_starts = [(section.span.start, section.path) for root in plan.sections for section in root.walk()]
    for start, end in _sentences(plan.text):
        runs = _runs(plan.text[start:end])
        if len(runs) < _MIN_SYLLABLES - 2:
            continue
        counted += 1
        votes: dict[int, int] = defaultdict(int)
        for run in runs:
            places = index.get(run, ())
            if len(places) <= 50:
                for place in places:
                    votes[place] += 1
        if votes and max(votes.values()) >= _COPIED * len(runs):
            path = next((path for at, path in reversed(section_starts) if at <= start), None)
            copied.append(Quote(quote=plan.text[start:end], span=Span(start=start, end=end), section=path or None))
    return Copied(
        source=source, share=len(copied) / counted if counted else 0.0, sentences=counted, copied=tuple(copied)
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    found = []
    at = 0
    for line in text.split("\n"):
        found.extend(split_sentences(text, at, at + len(line)))
        at += len(line) + 1
    return found


def _runs(sentence: str) -> list[tuple[str, ...]]:
    syllables = _SYLLABLE.findall(fold(sentence))
    return list(zip(syllables, syllables[1:], syllables[2:]))  # noqa: B905 - runs end where the sentence ends
