"""What a plan is about, in its own words: the phrases that it keeps coming back to."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from math import log2
from typing import TYPE_CHECKING

from ..models import Frozen
from ..rules import Rules, Strict
from ..text import fold
from .words import normalize_words, segment_words

if TYPE_CHECKING:
    from ..plan import Plan

_LONGEST = 4  # words; longer runs are formulas, such as the title of the decision repeated in every section
_LEAST = 2  # times


class Keyword(Frozen):
    """A phrase of a plan, how often it stands there, and how much it weighs against the others."""

    words: str
    count: int
    score: float


class KeywordRules(Strict):
    """``rules/keywords.yaml``: the words at which no keyword begins or ends."""

    note: str
    function_words: tuple[str, ...]
    common_words: tuple[str, ...]

    @cached_property
    def empty(self) -> frozenset[str]:
        """The words of both lists, folded."""
        return frozenset(fold(words) for words in (*self.function_words, *self.common_words))


def find_keywords(plan: Plan, n: int = 10, rules: Rules | None = None) -> list[Keyword]:
    """Return the ``n`` phrases of two syllables or more that weigh most, the heaviest first; equal ones by alphabet.

    A phrase weighs its count, less the count of the longer phrase that mostly holds it, times the logarithm of its
    length. Takes about a tenth of a second for a plan of 14 kB, and twice that once to load underthesea.
    """
    empty = (rules or Rules.load()).read("keywords.yaml", KeywordRules).empty
    counts = _count_phrases(fold(plan.text), empty)
    held = Counter[tuple[str, ...]]()
    for phrase, count in counts.items():
        for part in _parts(phrase):
            held[part] = max(held[part], count)
    weights = {phrase: log2(_syllables(phrase)) * (count - held[phrase]) for phrase, count in counts.items()}
    ranked = sorted(weights, key=lambda phrase: (-weights[phrase], phrase))
    return [
        Keyword(
            words=normalize_words(" ".join(phrase).replace("_", " ")),
            count=counts[phrase],
            score=round(weights[phrase], 2),
        )
        for phrase in ranked[:n]
        if weights[phrase] > 0
    ]


def _count_phrases(view: str, empty: frozenset[str]) -> dict[tuple[str, ...], int]:
    """Return how often each run of words without a mark between them stands in the text, if more than once."""
    counts: Counter[tuple[str, ...]] = Counter()
    run: list[str] = []
    last = 0
    for word in segment_words(view):
        is_word = word.form.replace("_", "").isalpha()
        if not is_word or view[last : word.start] != " ":
            _add_run(run, counts, empty)
            run = []
        if is_word:
            run.append(word.form)
        last = word.end
    _add_run(run, counts, empty)
    return {phrase: count for phrase, count in counts.items() if count >= _LEAST}


def _add_run(run: list[str], counts: Counter[tuple[str, ...]], empty: frozenset[str]) -> None:
    edges = [word.replace("_", " ") not in empty for word in run]
    for start in range(len(run)):
        if not edges[start]:
            continue
        for stop in range(start + 1, min(start + _LONGEST, len(run)) + 1):
            phrase = tuple(run[start:stop])
            if edges[stop - 1] and _syllables(phrase) > 1 and " ".join(phrase).replace("_", " ") not in empty:
                counts[phrase] += 1


def _parts(phrase: tuple[str, ...]) -> list[tuple[str, ...]]:
    size = len(phrase)
    return [phrase[start:stop] for start in range(size) for stop in range(start + 1, size + 1) if stop - start < size]


def _syllables(phrase: tuple[str, ...]) -> int:
    return sum(word.count("_") + 1 for word in phrase)
