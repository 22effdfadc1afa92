"""Checks of words: known slips, letters of a damaged font, misspelt compounds, syllables that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .compounds import stands_alone
from .rules import read_spelling
from .subject import Hit, Subject

_MAX_FROM_SCAN = 20


def check_slips(subject: Subject) -> Iterator[Hit]:
    """C28: words that are wrong wherever they stand ("tự nghiện"), by a list with what must not stand beside them."""
    for slip in subject.clues.slips:
        if slip.wrong not in subject.folded:
            continue
        for match in slip.pattern.finditer(subject.folded):
            if subject.claim(match.start(), match.end()):
                yield _slip(subject, match.start(), match.end(), slip.right, code=slip.code)


def check_letters(subject: Subject) -> Iterator[Hit]:
    """C28: letters that Vietnamese has not, left by a damaged font ("đội ngǜ"); the right ones where they are known."""
    damaged = read_spelling(subject.rules).damaged
    if not any(letter in subject.text for letter in damaged):
        return
    letters = "".join(damaged)
    table = str.maketrans(damaged)
    for match in regex.finditer(rf"\p{{L}}*[{letters}][\p{{L}}{letters}]*", subject.text):
        if subject.claim(match.start(), match.end()):
            right = match[0].translate(table)
            yield _slip(subject, match.start(), match.end(), right, severity="warning")


def check_compounds(subject: Subject) -> Iterator[Hit]:
    """C28: two neighbours that are no word and one mark away from a frequent compound ("thị hành", "kính phí").

    An error where the wrong syllable occurs in no word that plans use ("tuyên tuyền"), else a warning.
    """
    text, folded, judge = subject.text, subject.folded, subject.pairs
    for suspect in subject.clues.suspects:
        first, second = suspect.pair
        words = f"{first} {second}"
        for start in _places(folded, words):
            end = start + len(words)
            is_name = text[end - len(second)].isupper() or (text[start].isupper() and text[start + 1].isupper())
            if is_name or not stands_alone(judge, folded, start, end, suspect.pair):
                continue
            if subject.claim(start, end):
                severity = None if suspect.sure else "warning"
                yield _slip(subject, start, end, suspect.right, severity=severity)


def _places(text: str, words: str) -> Iterator[int]:
    """Yield where ``words`` stand as whole words."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
        at = text.find(words, end)


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
            if subject.claim(match.start(), match.end()):
                yield _slip(subject, match.start(), match.end(), "")


def _slip(
    subject: Subject, start: int, end: int, right: str, *, code: str = "spelling", severity: str | None = None
) -> Hit:
    return Hit(code, start, end, {"other": subject.text[start:end], "right": right}, severity)
