"""Which words of a text could matter to a check: each different word is judged once, for all texts.

The words of plans are few and come back in every plan, so that a text costs one set difference (20 us) where looking at
each of its 800 different words costs half a millisecond. What is kept is a pure function of the word and the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .rules import Checks, Slip, Spelling
from .syllables import can_be_judged, is_syllable, is_vietnamese_text

# What may stand at the edges of a word.
EDGES = ".,;:!?()[]{}\"'“”‘’…/|-+*•"
# Words kept in memory: many times what plans use, and a bound for text that is no language.
_MOST_KEPT = 60_000
_LONGEST_SYLLABLES = 12


@dataclass(frozen=True, slots=True)
class Clues:
    """What the words of a text point to: pieces that checks look for, slips, and syllables that cannot be."""

    pieces: frozenset[str]
    slips: tuple[Slip, ...]
    impossible: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is not plain: without the marks at its edges, with its pieces; ``wrong``: no such syllable."""

    bare: str
    pieces: tuple[str, ...]
    wrong: bool


class WordJudge:
    """Judges words by the anchors of ``rules/findings.yaml``, by ``rules/spelling.yaml``, by pieces for code."""

    def __init__(self, checks: Checks, spelling: Spelling, pieces: Iterable[str]) -> None:
        anchors = {anchor for check in checks.checks for group in check.anchors.values() for anchor in group}
        self._pieces = sorted({*map(piece_of, anchors), *pieces})
        self._any_piece = re.compile("|".join(map(re.escape, self._pieces)))
        self._slips = spelling.slips_in_order
        self._slips_by_word: dict[str, tuple[int, ...]] = {}
        real = {word for slip in self._slips for word in slip.right.lower().split()}
        for number, slip in enumerate(self._slips):
            # A slip is looked for where its strangest word stands: one that no right spelling has, else the longest.
            strange = max(slip.words, key=lambda word: (word not in real, len(word)))
            self._slips_by_word[strange] = (*self._slips_by_word.get(strange, ()), number)
        self._never, self._valid = frozenset(spelling.never), frozenset(spelling.valid)
        self._plain: set[str] = set()
        self._others: dict[str, _Word] = {}

    def judge(self, words: set[str]) -> Clues:
        """Return what the folded ``words`` of a text, as blanks part them, point to."""
        others = [self._others.get(word) or self._look(word) for word in words - self._plain]
        vocabulary = words.union([word.bare for word in others])
        numbers = sorted(n for word in vocabulary & self._slips_by_word.keys() for n in self._slips_by_word[word])
        return Clues(
            frozenset(piece for word in others for piece in word.pieces),
            tuple(slip for slip in map(self._slips.__getitem__, numbers) if vocabulary.issuperset(slip.words)),
            frozenset(word.bare for word in others if word.wrong),
        )

    def _look(self, word: str) -> _Word:
        bare = word.strip(EDGES)
        pieces = tuple(piece for piece in self._pieces if piece in word) if self._any_piece.search(word) else ()
        judged = _Word(bare, pieces, bare in self._never or self._is_impossible(bare))
        if len(self._plain) + len(self._others) < _MOST_KEPT:
            if bare == word and not pieces and not judged.wrong:
                self._plain.add(word)
            else:
                self._others[word] = judged
        return judged

    def _is_impossible(self, word: str) -> bool:
        if word.isascii() or not word.isalpha() or len(word) > _LONGEST_SYLLABLES:
            return False
        if is_syllable(word) or word in self._valid:
            return False
        return can_be_judged(word) and not is_vietnamese_text(word)


@lru_cache(maxsize=1024)
def piece_of(anchor: str) -> str:
    """Return the longest piece without blanks of an anchor: a text with the anchor has a word with that piece.

    >>> piece_of("đạt tỷ lệ"), piece_of("(cntt)")
    ('đạt', '(cntt)')
    """
    return max(anchor.split(), key=len)
