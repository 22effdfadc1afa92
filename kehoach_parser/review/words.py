"""What the words of a text point to, in one pass: each word, and each pair of neighbours, is judged once for all texts.

The words of plans are few and come back in every plan, and so do most pairs: a text costs one look into a dict and one
into a set for each of its words, and only what is odd costs more. What is kept is a pure function of the words and
the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice, pairwise

from .compounds import EDGES, PairJudge, Suspect
from .rules import Checks, Slip, Spelling
from .syllables import can_be_judged, is_syllable, is_vietnamese_text

# Words and pairs kept in memory: many times what plans use, and a bound for text that is no language.
_MOST_WORDS, _MOST_PAIRS = 40_000, 120_000
_LONGEST_SYLLABLES = 12
_WORD = re.compile(r"\S+")
_LARGE = 500_000  # characters; a plan has a tenth of that
_BATCH = 20_000  # words of a larger text that are in memory at once

Four = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Clues:
    """What the words of a text point to.

    ``pieces``: what checks look for; ``slips`` that may stand there; ``impossible`` syllables; ``suspects``: neighbours
    that are nearly a compound; ``twice``: four words in a row, of which the first comes again as the second or third.
    """

    pieces: frozenset[str]
    slips: tuple[Slip, ...]
    impossible: frozenset[str]
    suspects: tuple[Suspect, ...]
    twice: frozenset[Four]


@dataclass(slots=True, eq=False)
class _Word:
    """A word as blanks part it: without the marks at its edges, with its pieces; ``wrong``: no such syllable.

    ``plain_next``: the words that say nothing by themselves, and nothing after this one.
    """

    word: str
    bare: str = ""
    pieces: tuple[str, ...] = ()
    wrong: bool = False
    says: bool = field(init=False)  # something by itself
    plain_next: set[_Word] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.says = self.wrong or bool(self.pieces)


class _Seen(dict[str, _Word]):
    """The words seen so far; a new one is looked at."""

    def __init__(self, look: Callable[[str], _Word]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, word: str) -> _Word:
        return self.setdefault(word, self._look(word))  # another thread may have been faster


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """What two neighbours say together: pieces, that they should be another word, slips that may stand there."""

    pieces: tuple[str, ...]
    suspect: Suspect | None
    slips: tuple[int, ...]


class _Pieces:
    """Pieces that are looked for together; few words hold one."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = tuple(pieces)
        self._any = re.compile("|".join(map(re.escape, self._pieces)) or r"(?!)")

    def inside(self, words: str) -> tuple[str, ...]:
        return tuple(piece for piece in self._pieces if piece in words) if self._any.search(words) else ()


_START, _END = _Word(""), _Word("")  # before the first word of a text, and after its last


class WordJudge:
    """Judges words by the anchors of ``rules/findings.yaml``, by ``rules/spelling.yaml``, by pieces for code."""

    def __init__(self, checks: Checks, spelling: Spelling, pieces: Iterable[str], pair_judge: PairJudge) -> None:
        anchors = {anchor for check in checks.checks for group in check.anchors.values() for anchor in group}
        wanted = sorted(map(piece_of, {*anchors, *pieces}))
        self._pieces = _Pieces(piece for piece in wanted if " " not in piece)
        self._pieces_of_two = _Pieces(piece for piece in wanted if " " in piece)
        self._slips = spelling.slips_in_order
        self._slips_by_pair: dict[tuple[str, str], tuple[int, ...]] = {}
        right = {pair for slip in self._slips for pair in pairwise(slip.right.lower().split())}
        real = {word for pair in right for word in pair}
        for number, slip in enumerate(self._slips):
            # A slip is looked for where two of its words stand that are right nowhere: else at its strangest word.
            strange = max(
                pairwise(slip.words),
                key=lambda pair: (
                    pair not in right and not pair_judge.is_word(*pair),
                    *max((word not in real, len(word)) for word in pair),
                ),
            )
            self._slips_by_pair[strange] = (*self._slips_by_pair.get(strange, ()), number)
        self._never, self._valid = frozenset(spelling.never), frozenset(spelling.valid)
        self._pair_judge = pair_judge
        self._words = _Seen(self._look)
        self._pairs: dict[tuple[_Word, _Word], _Pair] = {}
        self._plain_pairs = 0

    def judge(self, text: str) -> Clues:
        """Return what the words of a folded text point to."""
        telling: set[_Word] = set()
        pairs: set[_Pair] = set()
        twice: set[Four] = set()
        for words in _batches(text):
            self._forget()
            read = [_START, *map(self._words.__getitem__, words), _END, _END, _END]
            fours = zip(read, read[1:], read[2:], read[3:])  # noqa: B905 - ends with the last word
            for a, b, c, d in [(a, b, c, d) for a, b, c, d in fours if b not in a.plain_next or a is c]:
                if b.says:
                    telling.add(b)
                if a is b or a is c:
                    twice.add((a.word, b.word, c.word, d.word))
                if b not in a.plain_next:
                    pair = self._pairs.get((a, b)) or self._look_at_pair(a, b)
                    if pair is not _PLAIN:
                        pairs.add(pair)
        numbers = sorted({number for pair in pairs for number in pair.slips})
        suspects = {pair.suspect.pair: pair.suspect for pair in pairs if pair.suspect is not None}
        said = chain((word.pieces for word in telling), (pair.pieces for pair in pairs))
        return Clues(
            frozenset(piece for pieces in said for piece in pieces),
            tuple(self._slips[number] for number in numbers),
            frozenset(word.bare for word in telling if word.wrong),
            tuple(suspects[words] for words in sorted(suspects)),
            frozenset(twice),
        )

    def _forget(self) -> None:
        """Begin anew when too much is kept."""
        if len(self._words) > _MOST_WORDS or self._plain_pairs + len(self._pairs) > _MOST_PAIRS:
            self._words, self._pairs, self._plain_pairs = _Seen(self._look), {}, 0

    def _look_at_pair(self, first: _Word, second: _Word) -> _Pair:
        suspect = self._pair_judge.look(first.word, second.word)
        slips = self._slips_by_pair.get((first.bare, second.bare), ())
        pieces = self._pieces_of_two.inside(f" {first.word} {second.word} ")
        pair = _Pair(pieces, suspect, slips) if pieces or suspect or slips else _PLAIN
        if first is _START or second is _END:
            return pair
        if pair is _PLAIN and not second.says and first is not second:
            first.plain_next.add(second)
            self._plain_pairs += 1
        else:
            self._pairs[first, second] = pair
        return pair

    def _look(self, word: str) -> _Word:
        bare = word.strip(EDGES)
        return _Word(word, bare, self._pieces.inside(word), bare in self._never or self._is_impossible(bare))

    def _is_impossible(self, word: str) -> bool:
        if word.isascii() or not word.isalpha() or len(word) > _LONGEST_SYLLABLES:
            return False
        if is_syllable(word) or word in self._valid:
            return False
        return can_be_judged(word) and not is_vietnamese_text(word)


_PLAIN = _Pair((), None, ())


def _batches(text: str) -> Iterator[list[str]]:
    """Yield the words of ``text`` as blanks part them; those of a large text in batches that share three words."""
    if len(text) < _LARGE:
        yield text.split()
        return
    words = (match[0] for match in _WORD.finditer(text))
    batch = list(islice(words, _BATCH))
    while batch:
        following = list(islice(words, _BATCH))
        yield batch + following[:3]
        batch = following


@lru_cache(maxsize=1024)
def piece_of(anchor: str) -> str:
    """Return the last two words of an anchor, or its only one: a text with the anchor has words with that piece.

    A blank at an edge of the piece says that the word ends there.

    >>> piece_of("đạt tỷ lệ"), piece_of("số /"), piece_of("(cntt)"), piece_of("số  ")
    (' tỷ lệ', 'số /', '(cntt)', 'số')
    """
    words = anchor.split()
    if len(words) == 1:
        return words[0]
    before = " " if len(words) > 2 or anchor[0] == " " else ""
    after = " " if anchor[-1] == " " else ""
    return f"{before}{words[-2]} {words[-1]}{after}"
