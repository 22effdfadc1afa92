"""Checks of words: syllables that cannot be, known slips, words written twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from .rules import read_spelling
from .subject import Hit, Subject
from .syllables import can_be_judged, is_syllable, is_vietnamese_text

_MAX_FROM_SCAN = 20


def check_slips(subject: Subject) -> Iterator[Hit]:
    """C28: words that are wrong wherever they stand ("tự nghiện"), by a list with what must not stand beside them."""
    spelling = read_spelling(subject.rules)
    vocabulary = subject.vocabulary
    told: set[int] = set()
    for first, slips in spelling.slips_by_word.items():
        if first not in vocabulary:
            continue
        for slip in slips:
            if not all(word in vocabulary for word in slip.words) or slip.wrong not in subject.folded:
                continue
            for match in slip.pattern.finditer(subject.folded):
                places = set(range(match.start(), match.end()))
                if told & places:
                    continue
                told |= places
                start, end = subject.around(match.start(), match.end(), before=24, after=24)
                yield Hit(
                    slip.code, start, end, {"other": subject.text[match.start() : match.end()], "right": slip.right}
                )


def check_syllables(subject: Subject) -> Iterator[Hit]:
    """C28: a word that no rule of onset, rhyme and tone allows ("quán triểt"), or that never occurs ("triễn")."""
    spelling = read_spelling(subject.rules)
    never, valid = set(spelling.never), set(spelling.valid)
    wrong = [word for word in subject.vocabulary if word in never or _is_impossible(word, valid)]
    if len(wrong) > _MAX_FROM_SCAN:
        return  # a damaged text layer, not a writer's slips
    for word in sorted(wrong):
        for match in regex.finditer(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(word)}(?![\p{{L}}\p{{N}}])", subject.folded):
            if subject.text[match.start()].isupper() and word not in never:
                continue  # a proper name
            start, end = subject.around(match.start(), match.end(), before=24, after=24)
            yield Hit("spelling", start, end, {"other": subject.text[match.start() : match.end()], "right": ""})


def _is_impossible(word: str, valid: set[str]) -> bool:
    if word.isascii() or not word.isalpha() or len(word) > 12 or is_syllable(word) or word in valid:
        return False
    return can_be_judged(word) and not is_vietnamese_text(word)


_AROUND_NUMBER = {"ở", "tại", "đạt", "của", "cho"}


def check_repeats(subject: Subject) -> Iterator[Hit]:
    """C28: two words written twice ("chuyên môn chuyên môn"), small words that never are ("của của", "ở 100% ở")."""
    words = subject.words
    singles = set(read_spelling(subject.rules).not_twice)
    phrases = {f"{left} {left}" for left, right in pairwise(words) if left == right and left in singles}
    for at in [at for at, (left, right) in enumerate(zip(words, words[2:])) if left == right]:  # noqa: B905
        first, second = words[at], words[at + 1]
        if second[0].isdigit() and first in _AROUND_NUMBER:
            phrases.add(f"{first} {second} {first}")
        elif at + 3 < len(words) and words[at + 3].rstrip(_CLOSING) == second and _is_word(first) and _is_word(second):
            phrases.add(f"{first} {second} {first} {second}")
    for phrase in sorted(phrases):
        for match in regex.finditer(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(phrase)}(?![\p{{L}}\p{{N}}])", subject.text):
            start, end = subject.around(match.start(), match.end(), before=16, after=16)
            yield Hit("repeated-words", start, end, {"other": match[0]})


_CLOSING = '.,;:!?)”"'


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.isalpha()
