"""Is it Vietnamese? The share of words that are built as Vietnamese syllables are, which tells a right decoding from a
wrong one, and a sound text layer from one with lost letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"), None)
_WORD = regex.compile(r"[^\s\d\-–—/.,;:!?()\[\]\"“”'‘’…%+*&|]+")
_SYLLABLE = regex.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:uyê|uya|uyu|uây|uôi|uêu|oai|oay|oao|oeo|iêu|yêu|ươi|ươu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iê|yê|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uă|ue|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu"
    r"|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_STOPPED = regex.compile(r"(?:[cpt]|ch)$")
_HIGH_TONES = frozenset("\u0301\u0323")
_SAMPLE = 40_000


def is_syllable(word: str) -> bool:
    """Say whether ``word`` is built like a Vietnamese syllable.

    >>> is_syllable("hoạch"), is_syllable("ho¹ch"), is_syllable("strength")
    (True, False, False)
    """
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare))


def syllable_share(text: str, *, marked_only: bool = False) -> float:
    """Return the share (0 to 1) of the words of ``text`` that are Vietnamese syllables; 0 when it has no words.

    With ``marked_only`` only words with a letter outside ASCII count: the measure of a decoding.
    """
    words = _WORD.findall(text[:_SAMPLE])
    if marked_only:
        words = [word for word in words if not word.isascii()]
    if not words:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def is_spoken(word: str) -> bool:
    """Say whether ``word`` is a syllable with a tone that it can bear: after a stop, one of two.

    >>> is_spoken("cấp"), is_spoken("câp")
    (True, False)
    """
    if not is_syllable(word):
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in letters if ord(c) not in _TONES)
    return not _STOPPED.search(plain) or not _HIGH_TONES.isdisjoint(letters)


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """Return the letters of ``word`` without any mark, in lower case.

    >>> bare("ĐẲNG")
    'dang'
    """
    low = unicodedata.normalize("NFD", word.lower())
    return "".join("d" if c == "đ" else c for c in low if not unicodedata.combining(c))
