"""Canonical text, its folded view of equal length, and the line helpers that everything else stands on.

The text is made canonical once, when it is read; afterwards nothing rewrites it. Patterns run on ``fold(text)``, which
has exactly the same length, so that a match in the folded view is a place in the text that people see.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

import regex

# Blanks that Word and web pages put where people typed a space, and marks that carry no letter.
_BLANKS = dict.fromkeys(
    map(ord, "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"), None)
# Controls: to a terminal they are commands, and marks of direction make a reader see what is not written.
_DROPPED |= dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x1F, 0x7F])
_DROPPED |= dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
# Bytes of windows-1252 that were taken for Latin-1: the dashes and quotes that they are, as browsers read them.
_MISTAKEN = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_CANONICAL = _BLANKS | _DROPPED | _MISTAKEN | _BREAKS
# Sets of single characters are searched with the standard re: over a plan four times as fast as regex (26, 104 us).
_NEEDS_CANONICAL = re.compile("[" + "".join(re.escape(chr(c)) for c in _CANONICAL) + "\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Old tone placement (oà, uỷ) against the new one (òa, ủy): both are current, often in one document.
_OLD_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only in open syllables: not "toàn", "khoét". Pairs that are no old tone ("oỳ"), "quý", and letters of other scripts
# are sorted out at the match; "²", the mark of a note, is none.
_OPEN_SYLLABLE = re.compile(r"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?![a-zà-öø-ɏḀ-ỿ])")

# One character for one character: dashes, quotes, and the look-alike letters met in symbols ("TT-BTС" with U+0421).
_ONE_TO_ONE = str.maketrans(
    "–—−‐‑‒―“”„‟«»‘’‚ð"
    "авсеоркхутмнісјѕ"
    "ꞏ·∙•●▪◦",
    "-------\"\"\"\"\"\"'''đ"
    "abceopkxytmhicjs"
    "•••••••",
)  # fmt: skip
_PLAIN = {chr(odd): chr(plain) for odd, plain in _ONE_TO_ONE.items()}
# With them the scripts that Vietnamese does not use: a pattern's \d takes their digits ("２０２５") for digits.
_FOLDABLE = re.compile("[" + "".join(map(re.escape, _PLAIN)) + "\u0590-\u1dff\u2c00-\U0010ffff]")
_DIGIT = regex.compile(r"\d")
_LARGE = 200_000  # letters that are folded at once


def canonical(raw: str) -> str:
    """Return ``raw`` as the text that all spans index: NFC, ``\\n`` line ends, plain blanks, no invisible marks.

    >>> canonical("Kế hoạch\\r\\nsố\\u00a063")
    'Kế hoạch\\nsố 63'
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw
    if _NEEDS_CANONICAL.search(text):
        text = text.translate(_CANONICAL)
        if _SURROGATE.search(text):
            # A lone surrogate cannot be written to any file; U+FFFD says that something stood there.
            text = text.encode("utf-8", "replace").decode("utf-8")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the matching view of ``text``, as long as it: lower case, plain dashes, quotes and digits, one tone style.

    >>> fold("Uỷ ban – “quý” ２０２５")
    'ủy ban - "quý" 2025'
    """
    if text.isascii():
        return text.lower()
    if len(text) > _LARGE:  # lower() takes twelve bytes a letter for a moment
        return "".join(fold(piece) for piece in _pieces(text))
    low = text.lower()
    if len(low) != len(text):  # a few letters ("İ") grow when lowered; they stay as they are
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = _FOLDABLE.sub(_make_plain, low)  # few letters change: ten times as fast as translate
    return _OPEN_SYLLABLE.sub(_move_tone, low)


def _pieces(text: str) -> Iterator[str]:
    """Yield ``text`` in pieces that end with a blank or a newline, where no letter looks at another."""
    start = 0
    while start < len(text):
        end = start + _LARGE
        cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1 if end < len(text) else 0
        yield text[start : cut or end]
        start = cut or end


def _make_plain(match: re.Match[str]) -> str:
    letter = match[0]
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    # What regex takes for a digit and Python has not heard of yet, as int() would say: no digit.
    return _PLAIN.get(letter) or ("\ufffd" if _DIGIT.match(letter) else letter)


def _move_tone(match: re.Match[str]) -> str:
    """After q the u belongs to the consonant: "quý" is written in one way only."""
    before, after = match.start() - 1, match.end()
    if before >= 0 and match.string[before] == "q":
        return match[0]
    if after < len(match.string) and match.string[after].isalpha():
        return match[0]
    return _OLD_TONE.get(match[0], match[0])


class Lines:
    """The lines of a text, one logical paragraph each: ``starts[i]`` and ``ends[i]`` (newline left out)."""

    __slots__ = ("ends", "starts")

    def __init__(self, text: str) -> None:
        starts = [0]
        ends: list[int] = []
        find = text.find
        at = find("\n")
        while at >= 0:
            ends.append(at)
            starts.append(at + 1)
            at = find("\n", at + 1)
        ends.append(len(text))
        self.starts = starts
        self.ends = ends

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Return the number of the line that holds ``offset``, counted from 0."""
        return bisect_right(self.starts, offset) - 1


# A full stop ends a sentence only before a blank and a capital or the end; "TP. Hồ Chí Minh", "đ/c", "1.1." do not.
_SENTENCE_END = regex.compile(
    r"(?<!\b(?:(?i:tp|tt|pct|ths|ts|gs|pgs|bs|ks|st|v\.v)|\p{Lu}))(?:[!?…]|\.)(?=\s+[\p{Lu}\"“(]|\s*$)"
)


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of ``text[start:end]`` as half-open offsets; blanks at the edges are left out.

    >>> split_sentences("Đạt 60%. Đến năm 2030 đạt 75%.", 0, 30)
    [(0, 8), (9, 30)]
    """
    cuts = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    sentences = []
    at = start
    for cut in [*cuts, end]:
        while at < cut and text[at].isspace():
            at += 1
        stop = cut
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        if stop > at:
            sentences.append((at, stop))
        at = cut
    return sentences


def sentence_at(text: str, offset: int) -> str:
    """Return the sentence of the paragraph in which ``offset`` stands; between two sentences, the whole paragraph.

    >>> sentence_at("Đạt 60%. Đến năm 2030 đạt 75%.", 12)
    'Đến năm 2030 đạt 75%.'
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    sentences = split_sentences(text, start, end)
    return next((text[begin:stop] for begin, stop in sentences if begin <= offset < stop), text[start:end])


def squeeze(text: str) -> str:
    """Return ``text`` with every run of white space as one blank and none at the edges."""
    return " ".join(text.split())


_LAST_IN_BRACKET = regex.compile(r"[\p{L}\d]{1,5}\)[.,;:]?$")


def closes_bracket(before: str, line: str) -> bool:
    """Say whether ``line`` is no marker, but what is left of a bracket that ``before`` has open.

    >>> closes_bracket("ĐỀ ÁN (GIAI ĐOẠN", "II)"), closes_bracket("ĐỀ ÁN", "II)")
    (True, False)
    """
    return before.count("(") > before.count(")") and _LAST_IN_BRACKET.match(line) is not None
