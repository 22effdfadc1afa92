"""Repairs of what OCR misreads, before the text is fixed: only where the words around leave no second reading.

Two sources: the patterns and phrases of ``rules/ocr.yaml``, and the words that the rule files themselves use, where a
word with other marks stands between the same neighbours. A repair never changes the number of words, so that every
word keeps its place on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import regex

from ..text import fold
from .ocr_lexicon import Lexicon, load_lexicon
from .ocr_rules import DOUBLED, OcrRules, Repair, load_rules
from .page_parts import Piece
from .syllables import bare, is_spoken

_WORD = regex.compile(r"\p{L}+")
_DIGITS = str.maketrans("lI|iOo", "111100")
_SURE = 96.0  # confidence from which a word of the page is believed against its neighbours
_SMALL_ROMAN = regex.compile(r"(?:i{0,2}[vx]|[vx]i{0,3})\.")
_ARABIC = regex.compile(r"(\d{1,2})\.")
_SMEARED = regex.compile(r"(?:[Il|]1|1[Il|]|[l|])\.")  # "1.", or "11." after "10."
_BLOT = regex.compile(r"(?![Đđ])\p{L}[.:;,]")  # "3." read as "Ấ:": no division is numbered with such a letter
_AHEAD = 80  # lines in which the number after a blotted one is looked for


def repair_lines(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Return the lines of one page (a piece for each word) with their misread words repaired, in place."""
    rules = load_rules()
    pieces = [piece for line in lines for piece in line]
    words = [word for line in lines for word in _repair_patterns([piece.text for piece in line], rules)]
    # A phrase may go over the end of a line.
    _repair_phrases(words, rules)
    _repair_case(words)
    _repair_by_neighbours(words, [piece.confidence for piece in pieces], load_lexicon())
    for piece, word in zip(pieces, words, strict=True):
        piece.text = word
    return list(lines)


def repair_words(words: Sequence[str], rules: OcrRules) -> list[str]:
    """Return the words of one line after the patterns and phrases of ``rules``.

    >>> repair_words("KÉ HOẠCH".split(), load_rules())
    ['KẾ', 'HOẠCH']
    """
    repaired = _repair_patterns(words, rules)
    _repair_phrases(repaired, rules)
    return repaired


def _repair_patterns(words: Sequence[str], rules: OcrRules) -> list[str]:
    text = unicodedata.normalize("NFC", " ".join(words))
    for repair, pattern in rules.compiled:
        text = _apply(text, repair, pattern)
    repaired = text.split(" ")
    return repaired if len(repaired) == len(words) else [unicodedata.normalize("NFC", word) for word in words]


def _apply(text: str, repair: Repair, pattern: regex.Pattern[str]) -> str:
    out, at = [], 0
    for match in pattern.finditer(fold(text)):
        name = "wrong" if "wrong" in pattern.groupindex else 0
        start, end = match.span(name)
        written = text[start:end]
        if repair.digits:
            right = written.translate(_DIGITS)
        else:
            right = repair.right if repair.as_written else _like(written, repair.right)
        if start >= at and right.count(" ") == written.count(" "):
            out += [text[at:start], right]
            at = end
    return "".join(out) + text[at:] if out else text


def _like(written: str, right: str) -> str:
    """``right`` in capitals, with a capital, or in small letters, as ``written`` is."""
    if written.isupper() and sum(map(str.isalpha, written)) > 1:
        return right.upper()
    if written[:1].isupper():
        return right[:1].upper() + right[1:]
    return right


def _core(word: str) -> tuple[int, int]:
    match = _WORD.search(word)
    return match.span() if match else (0, 0)


def _put(words: list[str], i: int, right: str) -> None:
    start, end = _core(words[i])
    words[i] = words[i][:start] + _like(words[i][start:end], right) + words[i][end:]


def _repair_phrases(words: list[str], rules: OcrRules) -> None:
    cores = [word[slice(*_core(word))] for word in words]
    # A vowel whose marks are smeared is read twice: "KÉẺ".
    letters = [DOUBLED.sub(r"\1", bare(core)) for core in cores]
    i = 0
    while i < len(words):
        for phrase, only_capitals in rules.by_letters.get(letters[i], ()):
            end = i + len(phrase)
            if end > len(words) or letters[i:end] != [DOUBLED.sub(r"\1", bare(word)) for word in phrase]:
                continue
            # Words of one phrase have nothing but blanks between them, and most of their marks are there.
            if any(not words[j][-1].isalpha() for j in range(i, end - 1)):
                continue
            wrong = [j for j in range(i, end) if fold(cores[j]) != fold(phrase[j - i])]
            # In small letters at least half of the words must be right; marks over capitals are lost more often.
            if (only_capitals or 2 * len(wrong) > len(phrase)) and not all(core.isupper() for core in cores[i:end]):
                continue
            for j in wrong:
                _put(words, j, phrase[j - i])
            i = end - 1
            break
        i += 1


def _repair_case(words: list[str]) -> None:
    """Small letters for a syllable whose marks make it look like capitals ("TỶ lệ", "đơn vỊ", "ở" as "Ở")."""
    for i, word in enumerate(words):
        bare_word = word.strip(".,;:")
        if not is_spoken(bare_word) or bare_word.islower() or fold(bare_word) == bare(bare_word):
            continue
        if word[0].islower():
            words[i] = word.lower()
        elif (
            bare_word.isupper() and i + 1 < len(words) and words[i + 1].islower() and i and "đ" not in bare_word.lower()
        ):
            before = words[i - 1]
            if before.islower() and before[-1].isalpha():
                words[i] = word.lower()
            elif len(bare_word) > 1 and not before[-1].isalpha():
                words[i] = word.capitalize()


def _repair_by_neighbours(words: list[str], confidences: Iterable[float], lexicon: Lexicon) -> None:
    for i, confidence in enumerate(confidences):
        word = words[i]
        start, end = _core(word)
        if end - start < 2 or start > 1 or any(c.isdecimal() for c in word):
            continue
        # A neighbour counts when nothing but a blank stands between.
        before = fold(words[i - 1]) if i and words[i - 1].isalpha() and start == 0 else ""
        after_word = words[i + 1] if i + 1 < len(words) and end == len(word) else ""
        after = fold(after_word[slice(*_core(after_word))]) if after_word and _core(after_word)[0] == 0 else ""
        right = lexicon.repair(before, fold(word[start:end]), after, sure=confidence >= _SURE)
        if right is not None:
            _put(words, i, right)


def repair_numerals(pages: Sequence[Sequence[list[Piece]]]) -> None:
    """Repair, in place, what numbers the lines of a list where it is misread.

    That is its first number ("l.", "I1."), a number that became a letter with marks ("Ấ:" between "2." and "4."), and a
    small Roman numeral of a heading ("v.").
    """
    lines = [line for page in pages for line in page if len(line) > 1]
    before = 0
    for index, line in enumerate(lines):
        marker, opens = line[0].text, line[1].text[:1].isupper()
        if is_heading([piece.text for piece in line[1:4]]):
            before = 0
            if _SMALL_ROMAN.fullmatch(marker):
                line[0].text = marker.upper()
        elif match := _ARABIC.fullmatch(marker):
            before = int(match[1])
        elif opens and _is_misread(marker, before, lines[index + 1 : index + _AHEAD]):
            before += 1
            line[0].text = f"{before}."


def _is_misread(marker: str, before: int, below: Sequence[list[Piece]]) -> bool:
    """Say whether the number after ``before`` was read as ``marker``; the list goes on in ``below``."""
    if _SMEARED.fullmatch(marker):
        return before in (0, 10)
    if not before or marker.isascii() or not _BLOT.fullmatch(marker):
        return False
    return _next_number(below) in (None, 1, before + 2)


def _next_number(lines: Sequence[list[Piece]]) -> int | None:
    """Return the next number of the list that goes on in ``lines``, None when a heading ends it first."""
    for line in lines:
        if is_heading([piece.text for piece in line[1:4]]):
            return None
        if match := _ARABIC.fullmatch(line[0].text):
            return int(match[1])
    return None


def is_heading(words: Sequence[str]) -> bool:
    """Say whether the first words after a marker are those of a heading in capitals."""
    return all(word.upper() == word for word in words) and any(len(word) > 1 and word[0].isalpha() for word in words)
