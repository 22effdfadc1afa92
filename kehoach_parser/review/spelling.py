"""Checks of words: syllables that cannot be, known slips, words written twice."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .rules import read_spelling
from .subject import Hit, Subject
from .syllables import can_be_judged, is_syllable, is_vietnamese_text

_MAX_FROM_SCAN = 20


def check_slips(subject: Subject) -> Iterator[Hit]:
    """C28: words that are wrong wherever they stand ("tự nghiện"), by a list with what must not stand beside them."""
    spelling = read_spelling(subject.rules)
    vocabulary = subject.vocabulary
    for first, slips in spelling.slips_by_word.items():
        if first not in vocabulary:
            continue
        for slip in slips:
            if not all(word in vocabulary for word in slip.words):
                continue
            for match in slip.pattern.finditer(subject.folded):
                start, end = subject.around(match.start(), match.end(), before=24, after=24)
                yield Hit(slip.code, start, end, {"other": subject.text[match.start() : match.end()], "right": slip.right})


def check_syllables(subject: Subject) -> Iterator[Hit]:
    """C28: a lower-case word that no rule of onset, rhyme and tone allows ("quán triểt"), or that never occurs ("triễn")."""
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


_TWO_TWICE = regex.compile(r"\b(\p{Ll}{2,} \p{Ll}{2,}) \1\b")
_SAME_AROUND_NUMBER = regex.compile(r"\b(ở|tại|đạt|của|cho) (\d[\d.,]{0,8}%?) \1\b")


def check_repeats(subject: Subject) -> Iterator[Hit]:
    """C28: two words written twice ("chuyên môn chuyên môn"), and small words that never stand twice ("của của")."""
    text, words = subject.text, subject.words
    singles = set(read_spelling(subject.rules).not_twice)
    one = {left for left, right in zip(words, words[1:]) if left == right and left in singles}  # noqa: B905
    for word in sorted(one):
        for match in regex.finditer(rf"(?<!\p{{L}}){regex.escape(word)} {regex.escape(word)}(?!\p{{L}})", text):
            start, end = subject.around(match.start(), match.end(), before=16, after=16)
            yield Hit("repeated-words", start, end, {"other": match[0]})
    if any(a == b for a, b in zip(words, words[2:])):  # noqa: B905
        for match in _TWO_TWICE.finditer(text):
            start, end = subject.around(match.start(), match.end(), before=16, after=0)
            yield Hit("repeated-words", start, end, {"other": match[0]})
        for match in _SAME_AROUND_NUMBER.finditer(text):
            start, end = subject.around(match.start(), match.end(), before=0, after=16)
            yield Hit("repeated-words", start, end, {"other": match[0]})
