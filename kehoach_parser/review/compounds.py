"""Words spelt wrongly inside a frequent compound: two neighbours that are no word, one mark away from one.

"thị hành" is no word and "thi hành" is one of every plan. Nothing is guessed where the writer may have meant what
stands there: not when a syllable can stand alone, not when it belongs to the word before or after, not in names.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from ..rules import Rules, Strict
from ..text import fold
from .syllables import split_tone

Pair = tuple[str, str]

# What may stand at the edges of a word.
EDGES = ".,;:!?()[]{}\"'“”‘’…/|-+*•"
_OPENING = "([{\"'“‘*"
_VOWEL = regex.compile("[aăâeêioôơuưy]")
_SAME_SOUND = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_WORD_BEFORE = regex.compile(r"(\p{L}+) +\Z")
_WORD_AFTER = regex.compile(r" +(\p{L}+)")


class Compounds(Strict):
    """``rules/compounds.yaml``: compounds by their first syllable, right pairs that look like one, free syllables."""

    compounds: dict[str, str]
    pairs: str
    alone: str

    @cached_property
    def words(self) -> frozenset[Pair]:
        """The compounds."""
        return frozenset((first, second) for first, seconds in self.compounds.items() for second in seconds.split())

    @cached_property
    def known(self) -> frozenset[Pair]:
        """Every pair that is right."""
        return self.words.union(_pair(words) for words in self.pairs.split(", "))

    @cached_property
    def free(self) -> frozenset[str]:
        """Syllables that can stand alone."""
        return frozenset(self.alone.split())

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable of these lists."""
        return self.free.union(syllable for pair in self.known for syllable in pair)


def _pair(words: str) -> Pair:
    first, second = words.split()
    return first, second


@dataclass(frozen=True, slots=True)
class Suspect:
    """A pair that is no word: the compound that it must be, and whether the wrong syllable occurs in no list at all."""

    pair: Pair
    right: str
    sure: bool


def read_compounds(rules: Rules) -> Compounds:
    """Return the compounds of ``rules``."""
    return rules.read("compounds.yaml", Compounds)


class PairJudge:
    """Judges neighbouring words by ``rules/compounds.yaml``."""

    def __init__(self, compounds: Compounds) -> None:
        self._compounds = compounds
        self._firsts: dict[str, list[str]] = defaultdict(list)
        self._seconds: dict[str, list[str]] = defaultdict(list)
        self._bare_first: dict[Pair, list[str]] = defaultdict(list)
        self._bare_second: dict[Pair, list[str]] = defaultdict(list)
        for first, second in sorted(compounds.words):
            self._firsts[second].append(first)
            self._seconds[first].append(second)
            self._bare_first[bare_letters(first), second].append(first)
            self._bare_second[first, bare_letters(second)].append(second)

    def is_word(self, first: str, second: str) -> bool:
        """Return whether two syllables are a known word."""
        return (first, second) in self._compounds.known

    def is_free(self, syllable: str) -> bool:
        """Return whether a syllable can stand alone."""
        return syllable in self._compounds.free

    def look(self, first: str, second: str) -> Suspect | None:
        """Return what two neighbours (folded, as blanks part them) must be, when they are no word but nearly one."""
        if not first.isalpha():
            first = first.lstrip(_OPENING)
        if not second.isalpha():
            second = second.rstrip(EDGES)
        if len(first) < 2 or len(second) < 2 or not (first.isalpha() and second.isalpha()):
            return None
        if (first, second) in self._compounds.known:
            return None
        rights = {f"{right} {second}": first for right in self._right_firsts(first, second)}
        rights |= {f"{first} {right}": second for right in self._right_seconds(first, second)}
        if not rights:
            return None
        # Several compounds are as near as each other: the slip is certain, its correction is not.
        right = next(iter(rights)) if len(rights) == 1 else " / ".join(rights)
        sure = all(wrong not in self._compounds.syllables for wrong in rights.values())
        return Suspect((first, second), right, sure)

    def _right_firsts(self, first: str, second: str) -> Iterator[str]:
        if first in self._compounds.free:
            return
        yield from (
            right for right in self._bare_first.get((bare_letters(first), second), ()) if _differs(first, right)
        )
        if self._is_unheard_of(first):
            yield from (right for right in self._firsts.get(second, ()) if _one_letter_off(first, right))

    def _right_seconds(self, first: str, second: str) -> Iterator[str]:
        if second in self._compounds.free:
            return
        near = self._bare_second.get((first, bare_letters(second)), ())
        yield from (right for right in near if _differs(second, right))
        if self._is_unheard_of(second):
            yield from (right for right in self._seconds.get(first, ()) if _one_letter_off(second, right))

    def _is_unheard_of(self, syllable: str) -> bool:
        return syllable not in self._compounds.syllables and bool(_VOWEL.search(bare_letters(syllable)))


def stands_alone(judge: PairJudge, folded: str, start: int, end: int, pair: Pair) -> bool:
    """Return whether neither syllable of the pair at ``start:end`` makes a word with the word beside it."""
    before = _WORD_BEFORE.search(folded, max(0, start - 12), start)
    after = _WORD_AFTER.match(folded, end)
    return not (before and judge.is_word(before[1], pair[0])) and not (after and judge.is_word(pair[1], after[1]))


@lru_cache(maxsize=16384)
def bare_letters(word: str) -> str:
    """Return a folded word without any mark.

    >>> bare_letters("đường")
    'duong'
    """
    parted = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).replace("đ", "d")


def _differs(written: str, right: str) -> bool:
    """ "lí" for "lý", "kì" for "kỳ" are two ways to write one word."""
    return written.translate(_SAME_SOUND) != right.translate(_SAME_SOUND)


def _one_letter_off(written: str, right: str) -> bool:
    """The same tone, and one letter put in, left out or taken for another ("tuyền", "truyền")."""
    one, other = split_tone(written), split_tone(right)
    if one is None or other is None or one[1] != other[1] or not _differs(fold(written), right):
        return False
    short, long = sorted((one[0], other[0]), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
