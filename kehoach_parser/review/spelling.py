"""Checks of words: syllables that cannot be, known slips, words written twice."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .rules import read_spelling
from .subject import Hit, Subject

_MAX_FROM_SCAN = 20


def check_slips(subject: Subject) -> Iterator[Hit]:
    """C28: words that are wrong wherever they stand ("tự nghiện"), by a list with what must not stand beside them."""
    told: set[int] = set()
    for slip in subject.clues.slips:
        if slip.wrong not in subject.folded:
            continue
        for match in slip.pattern.finditer(subject.folded):
            places = set(range(match.start(), match.end()))
            if told & places:
                continue
            told |= places
            start, end = subject.around(match.start(), match.end(), before=24, after=24)
            yield Hit(slip.code, start, end, {"other": subject.text[match.start() : match.end()], "right": slip.right})


def check_syllables(subject: Subject) -> Iterator[Hit]:
    """C28: a word that no rule of onset, rhyme and tone allows ("quán triểt"), or that never occurs ("triễn")."""
    wrong = subject.clues.impossible
    if not wrong or len(wrong) > _MAX_FROM_SCAN:
        return  # many: a damaged text layer, not a writer's slips
    never = set(read_spelling(subject.rules).never)
    for word in sorted(wrong):
        for match in regex.finditer(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(word)}(?![\p{{L}}\p{{N}}])", subject.folded):
            if subject.text[match.start()].isupper() and word not in never:
                continue  # a proper name
            start, end = subject.around(match.start(), match.end(), before=24, after=24)
            yield Hit("spelling", start, end, {"other": subject.text[match.start() : match.end()], "right": ""})


_AROUND_NUMBER = {"ở", "tại", "đạt", "của", "cho"}


def check_repeats(subject: Subject) -> Iterator[Hit]:
    """C28: two words written twice ("chuyên môn chuyên môn"), small words that never are ("của của", "ở 100% ở")."""
    singles = read_spelling(subject.rules).once
    phrases: set[str] = set()
    words = [*subject.words, "", "", ""]
    # One pass over all words that keeps the few places where something comes twice.
    four = zip(words, words[1:], words[2:], words[3:])  # noqa: B905 - ends with the last word
    for first, second, third, fourth in [(a, b, c, d) for a, b, c, d in four if a == c or a == b]:
        if first == second and first in singles:
            phrases.add(f"{first} {first}")
        if first != third:
            continue
        if second[0].isdigit() and first in _AROUND_NUMBER:
            phrases.add(f"{first} {second} {first}")
        elif fourth.rstrip(_CLOSING) == second and _is_word(first) and _is_word(second):
            phrases.add(f"{first} {second} {first} {second}")
    for phrase in sorted(phrases):
        for match in regex.finditer(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(phrase)}(?![\p{{L}}\p{{N}}])", subject.text):
            start, end = subject.around(match.start(), match.end(), before=16, after=16)
            yield Hit("repeated-words", start, end, {"other": match[0]})


_CLOSING = '.,;:!?)”"'


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.isalpha()
