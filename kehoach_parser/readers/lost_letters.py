"""Has a text layer lost letters? A PDF whose font names its letters wrongly gives "K OA ÔNG NG Ệ T ÔNG T N".

Three measures: the share of words that are built as Vietnamese syllables, the share of words that carry Vietnamese
marks at all, and lines of splinters: what is left of syllables when a font (often only the bold one) drops letters is
consonants without a vowel and rhymes without a consonant, which seldom stand alone in a sound text.
"""

from __future__ import annotations

import unicodedata

import regex

from .syllables import syllable_share

BROKEN, SOUND = 0.6, 0.9
_FEW = 8  # words: too few to be judged by
_MARKED = 0.25  # of the words of a page carry marks; in sound text it is four in five
_SPLINTERED = 0.4  # of the words of a line
_LINES = 2  # lines of splinters that condemn a text layer, or one in a hundred

_WORD = regex.compile(r"(?<![\p{L}\d/-])\p{L}+(?![\p{L}\d/.-])")
_CONSONANTS = regex.compile(r"[bcdđghklmnpqrstvx]|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr", regex.IGNORECASE)
_RHYME = regex.compile(r"[aăâeêioôơuưy]\p{L}*")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"), None)
# Syllables without a first consonant that do stand alone, without their tones.
_ALONE = """
ai am an ang anh ao ap at au ach a ăn ăng ăm âm ân âng âp ât âu ây âc em eo ep e êm êt êch ê in im inh ich it iu i oa
oai oan oanh oat oăt oe oc oi o ông ôc ôm ôn ôi ôt ôp ô ơn ơi ơt ơ uc ui um un ung up ut u uân uât uê uôi uôm uôn uông
uôt uôc uy uych uyên uynh ưa ưc ưng ưt ưu ư ươc ươm ươn ương ươp ươt y yêm yên yêng yêt yêu ac ưn iêc iêt
"""
# Of those, the ones that no word has with this tone: "ông" stands alone, "ộng" is left of "động", "cộng".
_TONED = """
ộng ồng ổng ống ọa oà ỏa õa ộ ĩa ệt iệt ẩm ạnh ành ộc ộn ệ ế ề ỉ ị ì í ĩ ự ọc ỉnh ình ính ĩnh ịnh ãnh ạng àng áng ảng
ãng ạch ộp ỗ ố ờ ỡ ỏi ọi òi ới ời ợi ởi ụ ũ ực ựng ừng ững ài ãi ận ần ẫn ật ất iên iện iến iền iển iễn iệm iệp iếp iệu
iều iếu iểu uyết uyệt uyền uyện ược ượng ường ưởng ướng ượt
"""
_ALONE_WORDS, _SPLINTERS = frozenset(_ALONE.split()), frozenset(_TONED.split())


def is_splinter(word: str) -> bool:
    """Say whether ``word`` (letters only) looks like the rest of a syllable that has lost letters.

    >>> is_splinter("NG"), is_splinter("ỆP"), is_splinter("Ủy"), is_splinter("UBND")
    (True, True, False, False)
    """
    low = word.lower()
    if _CONSONANTS.fullmatch(low):
        return True
    if not _RHYME.match(unicodedata.normalize("NFD", low)[:1]):
        return False
    if low in _SPLINTERS:
        return True
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", low).translate(_TONES))
    return bare not in _ALONE_WORDS and len(low) < 5 and not low.isascii()


def splintered_lines(text: str) -> int:
    """Return how many lines of ``text`` are mostly splinters of syllables."""
    count = 0
    for line in unicodedata.normalize("NFC", text).split("\n"):
        words = _WORD.findall(line)
        if len(words) > 3 and sum(map(is_splinter, words)) >= _SPLINTERED * len(words):
            count += 1
    return count


def soundness(text: str) -> float:
    """Return how sound the text layer of a page is, from 0 (lost letters) to 1; too few words are sound.

    >>> soundness("UBND TINH KIEN GIANG KE HOACH ve viec " * 10)
    0.0
    """
    text = unicodedata.normalize("NFC", text)
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(words) < _FEW:
        return 1.0
    if len(words) > 40 and sum(not word.isascii() for word in words) < _MARKED * len(words):
        return 0.0
    return syllable_share(text)


def find_broken(pages: list[str]) -> list[bool]:
    """Return for each page whether its text layer has lost letters.

    Where one page has, the font is at fault, and a page that is nearly sound is held to be broken too.
    """
    shares = [soundness(page) for page in pages]
    lines = sum(page.count("\n") + 1 for page in pages)
    suspect = sum(map(splintered_lines, pages)) >= max(_LINES, lines // 100) or min(shares, default=1.0) < BROKEN
    return [share < (SOUND if suspect else BROKEN) for share in shares]
