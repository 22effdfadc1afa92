"""Bytes to text: Unicode, windows-1258, and the fonts of the 1990s (TCVN3 "ABC", VNI-Windows, VIQR).

The old fonts show Vietnamese letters for Latin-1 codes, so that their text is Latin-1 to every program: "Céng hßa" is
"Cộng hòa" set in .VnTime. Which it is, is found by decoding and counting Vietnamese syllables; where a document names
its fonts, ``convert_by_font`` needs no guess.
"""

from __future__ import annotations

import contextlib
import unicodedata

import regex

from .syllables import syllable_share

# The letters in the order of each table: vowel by vowel, the plain letter and then the five tones.
_TONE_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # bằng, huyền, hỏi, ngã, sắc, nặng


def _toned(vowel: str) -> list[str]:
    return [unicodedata.normalize("NFC", vowel + mark) for mark in _TONE_MARKS]


# TCVN 5712:1993 VN3: one byte a letter; "-" where the letter is plain ASCII. Capitals have a byte only without tone.
_TCVN3_CODES = {
    "a": "-- B5 B6 B7 B8 B9",
    "ă": "A8 BB BC BD BE C6",
    "â": "A9 C7 C8 C9 CA CB",
    "e": "-- CC CE CF D0 D1",
    "ê": "AA D2 D3 D4 D5 D6",
    "i": "-- D7 D8 DC DD DE",
    "o": "-- DF E1 E2 E3 E4",
    "ô": "AB E5 E6 E7 E8 E9",
    "ơ": "AC EA EB EC ED EE",
    "u": "-- EF F1 F2 F3 F4",
    "ư": "AD F5 F6 F7 F8 F9",
    "y": "-- FA FB FC FD FE",
}
_TCVN3_SINGLE = {"đ": "AE", "Ă": "A1", "Â": "A2", "Ê": "A3", "Ô": "A4", "Ơ": "A5", "Ư": "A6", "Đ": "A7"}

# VNI-Windows: a letter and, for most, a second character that carries the marks (capital after a capital).
_VNI_TONES = ("", "ø", "û", "õ", "ù", "ï")
_VNI_MARKED = {
    "a": ("a", _VNI_TONES),
    "ă": ("a", ("ê", "è", "ú", "ü", "é", "ë")),
    "â": ("a", ("â", "à", "å", "ã", "á", "ä")),
    "e": ("e", _VNI_TONES),
    "ê": ("e", ("â", "à", "å", "ã", "á", "ä")),
    "o": ("o", _VNI_TONES),
    "ô": ("o", ("â", "à", "å", "ã", "á", "ä")),
    "ơ": ("ô", _VNI_TONES),
    "u": ("u", _VNI_TONES),
    "ư": ("ö", _VNI_TONES),
    "y": ("y", _VNI_TONES[:5]),
}
_VNI_SINGLE = {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ"}

_VIQR_TONES = ("", "`", "?", "~", "'", ".")
_VIQR_MARKED = {
    "a": "a", "ă": "a(", "â": "a^", "e": "e", "ê": "e^", "i": "i", "o": "o", "ô": "o^", "ơ": "o+", "u": "u", "ư": "u+",
    "y": "y",
}  # fmt: skip


def _tcvn3_table() -> dict[int, str]:
    table = {int(code, 16): letter for letter, code in _TCVN3_SINGLE.items()}
    for vowel, codes in _TCVN3_CODES.items():
        for letter, code in zip(_toned(vowel), codes.split(), strict=True):
            if code != "--":
                table[int(code, 16)] = letter
    return table


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for vowel, (base, marks) in _VNI_MARKED.items():
        for letter, mark in zip(_toned(vowel), marks, strict=False):
            if base + mark != letter:
                table[base + mark] = letter
                table[base.upper() + mark.upper()] = letter.upper()
                if mark:
                    table[base.upper() + mark] = letter.upper()
    for letter, code in _VNI_SINGLE.items():
        table[code] = letter
        table[code.upper()] = letter.upper()
    return table


def _viqr_table() -> dict[str, str]:
    table = {"dd": "đ", "DD": "Đ", "Dd": "Đ"}
    for vowel, base in _VIQR_MARKED.items():
        for letter, mark in zip(_toned(vowel), _VIQR_TONES, strict=True):
            if base + mark != letter:
                table[base + mark] = letter
                table[(base + mark).upper()] = letter.upper()
    return table


_TCVN3 = _tcvn3_table()
_VNI = _vni_table()
_VIQR = _viqr_table()
_VNI_PAIR = regex.compile("|".join(map(regex.escape, sorted(_VNI, key=len, reverse=True))))
# A full stop or a question mark that ends a sentence is no tone.
_VIQR_UNIT = regex.compile(
    r"\\(?P<escaped>[(^+`?~'.dD])|[dD]d|DD|(?P<vowel>[aA][(^]?|[eE]\^?|[oO][\^+]?|[uU]\+?|[iIyY])"
    r"(?P<tone>[`~']|[?.](?=[?.,;:]|\p{L}|[ \t]+\p{Ll}))?"
)
_SYMBOL_FONT = {0xF000 + code: code for code in range(0x20, 0x100)}  # how Word stores text in a font without charset
_CP1252 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_BEYOND_LATIN1 = regex.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")


def from_tcvn3(text: str) -> str:
    """Return text of a TCVN3 (ABC, .VnTime) font, as Latin-1 characters, in Unicode.

    >>> from_tcvn3("KÕ ho¹ch sè 63")
    'Kế hoạch số 63'
    """
    return _raise_capitals(text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Return text of a VNI-Windows font, as Latin-1 characters, in Unicode.

    >>> from_vni("Keá hoaïch soá 63")
    'Kế hoạch số 63'
    """
    return _VNI_PAIR.sub(lambda match: _VNI[match[0]], text)


def from_viqr(text: str) -> str:
    """Return VIQR (RFC 1456) text in Unicode; a mark after a backslash stands for itself.

    >>> from_viqr("Ke^' hoa.ch so^' 63.")
    'Kế hoạch số 63.'
    """

    def letter(match: regex.Match[str]) -> str:
        if match["escaped"]:
            return str(match["escaped"])
        return _VIQR.get(match[0], match[0])

    return _VIQR_UNIT.sub(letter, text)


def convert_by_font(text: str, font_name: str | None) -> str:
    """Return ``text`` that is set in ``font_name`` in Unicode; text of other fonts, or in Unicode already, unchanged.

    Runs that stand together in one font are to be joined first: VNI writes one letter in two characters.

    >>> convert_by_font("céng hßa", ".VnTimeH"), convert_by_font("và", "Times New Roman")
    ('CỘNG HÒA', 'và')
    """
    font = (font_name or "").strip().lower()
    if not font.startswith((".vn", "vni-", "vni ")) or _BEYOND_LATIN1.search(text):
        return text
    plain = text.translate(_SYMBOL_FONT)
    if font.startswith("vni"):
        return from_vni(plain)
    unicode = plain.translate(_TCVN3)
    # Fonts with H at the end show capitals for the codes of small letters.
    return unicode.upper() if font.endswith("h") else unicode


def decode(data: bytes) -> str:
    """Return the text in ``data``, whatever its encoding; bytes that stand for nothing become U+FFFD."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    if zeros := data[:4096].count(b"\x00"):
        little = data[1:4096:2].count(0) * 2 > zeros
        return data.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return repair(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error.start):
            return data.decode("utf-8", "replace")
    latin = data.decode("latin-1").translate(_CP1252)
    windows = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    readings = [latin, windows, from_tcvn3(latin), from_vni(latin)]
    return max(readings, key=lambda text: syllable_share(text, marked_only=True))


def repair(text: str) -> str:
    """Return ``text`` converted when it is the Latin-1 view of an old font, VIQR, or UTF-8 read as windows-1252."""
    if _BEYOND_LATIN1.search(text):
        return text
    if text.isascii():
        reading = from_viqr(text)
        marks = sum(1 for c in reading if not c.isascii())
        return reading if marks * 12 > len(text) and syllable_share(reading) > 0.85 else text
    readings = [text, from_tcvn3(text), from_vni(text)]
    with contextlib.suppress(UnicodeError):
        readings.append(text.encode("cp1252").decode("utf-8"))
    shares = [syllable_share(reading, marked_only=True) for reading in readings]
    best = max(range(len(readings)), key=shares.__getitem__)
    return readings[best] if shares[best] > max(0.6, shares[0] + 0.2) else text


def _nearly_utf8(data: bytes, first_error: int) -> bool:
    """A few broken bytes in a UTF-8 file do not make it another encoding."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    whole = sum(1 for byte in data if 0xC2 <= byte <= 0xF4)
    return first_error > 0 and broken * 20 < whole


def _raise_capitals(text: str) -> str:
    """TCVN3 has no capitals with tones: "CéNG HßA" is shown as "CỘNG HÒA" by a font of capitals.

    A word goes to capitals when its ASCII letters are capitals, at least two of them, or when the next word's are.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        words = line.split(" ")
        capitals = [_ascii_capitals(word) for word in words]
        if max(capitals) < 2:
            continue
        for i, count in enumerate(capitals):
            if count >= 0 and max(capitals[max(i - 1, 0) : i + 2]) >= 2:
                words[i] = words[i].upper()
        lines[number] = " ".join(words)
    return "\n".join(lines)


def _ascii_capitals(word: str) -> int:
    """How many ASCII capitals ``word`` has; -1 when it has a small ASCII letter too."""
    if any("a" <= c <= "z" for c in word):
        return -1
    return sum(1 for c in word if "A" <= c <= "Z")
