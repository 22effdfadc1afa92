"""Which strings can be a Vietnamese syllable: onset, rhyme and tone, by rule. Nothing is guessed from a dictionary."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_ALPHABET = set("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_VOWELS = set("aăâeêioôơuưy")

# Rhymes without tone, after any onset that may stand before their first letter.
_RHYMES_TEXT = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê
êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang
oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôông
ôôc ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn
uông uôt uơ uơt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu uyêc ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn
ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ych ym yn ynh yp yt
"""
_RHYMES = _RHYMES_TEXT.split()
# After "qu", whose u belongs to the consonant.
_QU_RHYMES_TEXT = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât ây e en eo ep et ê êch ên ênh
êt êu i ich in inh it iu iên iêt ic y ych yên yêt ym yn ynh yp yt yu ơ ơi ơn ơt ôc ôn
"""
_QU_RHYMES = _QU_RHYMES_TEXT.split()
_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "ngh",
    "nh",
    "p",
    "ph",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
_STOPS = ("c", "ch", "p", "t")


def _fits(onset: str, rhyme: str) -> bool:
    front = rhyme[0] in "iêey"
    if onset == "c":
        return not front
    if onset == "k":
        return front
    if onset in ("g", "ng"):
        return not front or (onset == "g" and rhyme in ("i", "in", "iêng", "iêt", "iêm", "iêc", "ip", "it"))
    if onset in ("gh", "ngh"):
        return front and rhyme[0] != "y"
    return True


_SHAPES = frozenset(
    [
        *_RHYMES,
        *(onset + rhyme for onset in _ONSETS for rhyme in _RHYMES if _fits(onset, rhyme)),
        *("qu" + rhyme for rhyme in _QU_RHYMES),
        *("gi" + rhyme[1:] for rhyme in _RHYMES if rhyme.startswith("i")),
    ]
)


@lru_cache(maxsize=65536)
def split_tone(word: str) -> tuple[str, str | None] | None:
    """Return a lower-case word without its tone, and the tone; None when it carries two tones.

    >>> split_tone("triệt"), split_tone("triểt")
    (('triêt', 'nặng'), ('triêt', 'hỏi'))
    """
    letters, tone = [], None
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            if tone is not None:
                return None
            tone = _TONES[mark]
        else:
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters)), tone


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Return whether a lower-case word can be one Vietnamese syllable.

    >>> is_syllable("triệt"), is_syllable("triểt"), is_syllable("nghành"), is_syllable("quyết")
    (True, False, False, True)
    """
    parted = split_tone(word)
    if parted is None:
        return False
    bare, tone = parted
    if bare not in _SHAPES:
        return False
    return not bare.endswith(_STOPS) or tone in ("sắc", "nặng", None)


@lru_cache(maxsize=4096)
def is_vietnamese_text(word: str) -> bool:
    """Return whether a word is made of syllables, one or a few run together ("ôtô", "sựtham"): no sure slip."""
    return _parts(word, 4)


def _parts(word: str, left: int) -> bool:
    if not word:
        return True
    if not left:
        return False
    return any(is_syllable(word[:size]) and _parts(word[size:], left - 1) for size in range(min(7, len(word)), 0, -1))


def can_be_judged(word: str) -> bool:
    """Return whether a word is all Vietnamese letters with a vowel and a mark: no foreign word, no abbreviation."""
    parted = split_tone(word)
    bare = parted[0] if parted else unicodedata.normalize("NFC", word)
    letters = set(bare)
    return parted is None or (letters <= _ALPHABET and bool(letters & _VOWELS))
