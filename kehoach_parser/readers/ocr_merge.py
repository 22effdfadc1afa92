"""Two readings of one line to one: where they differ, the word that is Vietnamese, the date that is one, the surer one.

Tesseract reads a line of a page and the same line cut out alone with different errors; figures on which the readings
do not agree are marked as unsure, whatever tesseract thinks of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import regex

from ..text import fold
from .ocr import OcrLine, OcrWord
from .ocr_lexicon import Lexicon
from .syllables import is_spoken

_MARKER = 60.0  # confidence of a first word that only one reading has
_DISPUTED = 50.0  # confidence of figures on which two readings differ
_LETTERS = regex.compile(r"\p{L}+")
_DATE = regex.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
# The marker of a heading or an item, at the beginning of a line.
_NUMBERING = regex.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.|\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđ]\)|[-–+]|[IVX]{1,4}\.")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WELL_FORMED = regex.compile(
    r"[(\"“]?(?:\d{1,3}(?:\.\d{3})*(?:,\d+)?%?|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:19|20)\d\d)?"
    r"|(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?|\d{1,5}/(?:(?:19|20)\d\d/)?\p{Lu}[\p{L}\d&-]*|\d{1,2}(?:\.\d{1,2}){0,3}\.?)"
    r"[)\"”.,;:]*"
)


def merge_readings(first: OcrLine, second: OcrLine, lexicon: Lexicon) -> OcrLine:
    """Return the words of the line that both readings, weighed against each other, give."""
    if not second:
        return first
    if not first:
        return second
    texts = [word.text for word in first], [word.text for word in second]
    merged: OcrLine = []
    for kind, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            merged += [
                replace(one, confidence=max(one.confidence, other.confidence))
                for one, other in zip(first[a:b], second[c:d], strict=True)
            ]
            continue
        before = merged[-1].text if merged else ""
        after = first[b].text if b < len(first) else ""
        if b - a == d - c and all(map(_overlap, first[a:b], second[c:d])):
            for one, other in zip(first[a:b], second[c:d], strict=True):
                pick = _better([one], [other], before, after, lexicon)
                merged += pick
                before = pick[-1].text
        elif a == 0 and c == d and first[0].confidence >= _MARKER:
            merged += first[:b]  # the number of a heading, which a line cut out alone often loses
        else:
            merged += _better(first[a:b], second[c:d], before, after, lexicon)
    return merged


def _overlap(one: OcrWord, other: OcrWord) -> bool:
    return min(one.left + one.width, other.left + other.width) - max(one.left, other.left) > 0.5 * min(
        one.width, other.width
    )


def _better(
    one: Sequence[OcrWord], other: Sequence[OcrWord], before: str, after: str, lexicon: Lexicon
) -> list[OcrWord]:
    """The better of two readings of the same place; both may be empty, as one may have seen a spot."""
    if not one or not other:
        words = list(one or other)
        kept = [word for word in words if word.confidence >= 60 and _sense(word.text) == 1 and len(word.text) > 1]
        if kept:
            return kept
        return [word for word in words if word.text in ("-", "–", "+")][:1] if not before else []
    scores = [_score(words, before, after, lexicon) for words in (one, other)]
    best = list(one if scores[0] >= scores[1] else other)
    disputed = "".join(c for word in one for c in word.text if c.isdecimal()) != "".join(
        c for word in other for c in word.text if c.isdecimal()
    )
    if disputed:
        best = [
            replace(word, confidence=min(word.confidence, _DISPUTED)) if any(map(str.isdigit, word.text)) else word
            for word in best
        ]
    return best


def _score(words: Sequence[OcrWord], before: str, after: str, lexicon: Lexicon) -> float:
    letters = sum(len(word.text) for word in words)
    total = sum(word.confidence * len(word.text) for word in words) / max(letters, 1) / 100
    total += sum(_sense(word.text) for word in words) / len(words)
    if not before and _NUMBERING.fullmatch(words[0].text):
        total += 0.5
    total += sum(0.4 for word in words if _DATE.search(word.text))
    total += sum(0.3 for word in words if _YEAR.search(word.text))
    if len(words) == 1:
        word = fold(words[0].text).strip(".,;:()")
        total += 0.4 * ((fold(before), word) in lexicon.pairs) + 0.4 * ((word, fold(after)) in lexicon.pairs)
    return total


def _sense(word: str) -> float:
    """1 for what can stand in a Vietnamese plan: a syllable with a tone it can bear, a number, a date, a sign."""
    if any(map(str.isdigit, word)):
        return 1.0 if _WELL_FORMED.fullmatch(word) else 0.0
    letters = _LETTERS.findall(word)
    if not letters:
        return 0.5
    return 1.0 if all(one.isupper() or is_spoken(one) for one in letters) else 0.0
