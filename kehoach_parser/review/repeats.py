"""Words and paragraphs written twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import regex

from .compounds import EDGES
from .rules import read_spelling
from .subject import Hit, Subject

_AROUND_NUMBER = {"ở", "tại", "đạt", "của", "cho"}
_CLOSING = '.,;:!?)”"'
# A paragraph this long is not written twice in a row on purpose.
_LONG = 60
_BULLETS = "-+*•"
# Each phrase is looked for in the whole text: what has more of them is no language.
_MOST_PHRASES = 200


def check_repeats(subject: Subject) -> Iterator[Hit]:
    """C28: two words written twice ("chuyên môn chuyên môn"), one word twice ("của của", "cơ quan quan tham mưu")."""
    spelling = read_spelling(subject.rules)
    phrases: dict[str, bool] = {}
    for first, second, third, fourth in subject.clues.twice:
        if first == second and _is_word(first) and first not in spelling.echoes:
            phrases[f"{first} {first}"] = first in spelling.once
        if first != third:
            continue
        if second[0].isdecimal() and first in _AROUND_NUMBER:
            phrases[f"{first} {second} {first}"] = True
        elif fourth.rstrip(_CLOSING) == second and _is_word(first) and _is_word(second):
            phrases[f"{first} {second} {first} {second}"] = True
    for phrase, sure in islice(sorted(phrases.items()), _MOST_PHRASES):
        pattern = rf"(?<![\p{{L}}\p{{N}}]){regex.escape(phrase)}(?![\p{{L}}\p{{N}}])"
        for match in regex.finditer(pattern, subject.folded):
            words = subject.text[match.start() : match.end()]
            if not words.islower():
                continue
            if (sure and not subject.folded.startswith(" hóa", match.end())) or _is_idle(subject, *match.span()):
                yield Hit("repeated-words", match.start(), match.end(), {"other": words})


def _is_idle(subject: Subject, start: int, end: int) -> bool:
    """One word twice, where the second makes no word with what follows ("quốc gia gia nhập") and says nothing alone."""
    word = subject.folded[start:end].split()[0]
    before = subject.folded[max(0, start - 24) : start].split()
    after = [piece.strip(EDGES) for piece in subject.folded[end : end + 40].split()[:2]]
    judge = subject.pairs
    follows = after[0] if after else ""
    if follows and judge.is_word(word, follows):
        return False
    # "lập chương trình trình Hội đồng": the word before ends with what then stands alone.
    if before and judge.is_word(before[-1], word) and judge.is_free(word):
        return False
    if not follows or not subject.folded[end : end + 1].isspace() or not follows.isalpha():
        return True
    return judge.is_free(follows) or (len(after) > 1 and judge.is_word(follows, after[1]))


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def check_paragraphs(subject: Subject) -> Iterator[Hit]:
    """A long item of a list that stands twice in a row, whole, or once more with an end of its own.

    A heading that its first paragraph repeats is no slip: both must be items with one bullet, or wholly the same.
    """
    before, start = "", 0
    for line in subject.text.split("\n"):
        here = line.strip(" .;,")
        is_twice = len(before) >= _LONG and here.startswith(before) and (here == before or before[0] in _BULLETS)
        if is_twice and not subject.in_table(start):
            yield Hit("repeated-words", start, start + len(line), {"other": f"{here[:40]}…"})
        before, start = here, start + len(line) + 1
