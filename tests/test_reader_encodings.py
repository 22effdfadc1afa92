"""Old encodings, letter by letter and in sentences."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from kehoach_parser.readers import encodings
from kehoach_parser.readers.encodings import convert_by_font, decode, from_tcvn3, from_viqr, from_vni, repair
from kehoach_parser.readers.syllables import is_syllable, syllable_share

SMALL = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
SENTENCE = (
    "Kế hoạch thực hiện Quyết định số 2282/QĐ-TTg của Thủ tướng Chính phủ; tỷ lệ nữ đạt 60% vào năm 2025, "
    "những địa phương có người dân tộc thiểu số phải có cán bộ lãnh đạo; hằng năm báo cáo kết quả trước ngày 15/11"
)
# Typed by hand from the tables of the fonts, not by the code under test.
TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ"
VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
)
VIQR = (
    "a` a? a~ a' a. a( a(` a(? a(~ a(' a(. a^ a^` a^? a^~ a^' a^. dd e` e? e~ e' e. e^ e^` e^? e^~ e^' e^. "
    "i` i? i~ i' i. o` o? o~ o' o. o^ o^` o^? o^~ o^' o^. o+ o+` o+? o+~ o+' o+. "
    "u` u? u~ u' u. u+ u+` u+? u+~ u+' u+. y` y? y~ y' y."
)


def test_every_small_letter_of_tcvn3() -> None:
    assert from_tcvn3(TCVN3) == SMALL


def test_every_letter_of_vni_small_and_capital() -> None:
    assert from_vni(VNI).replace(" ", "") == SMALL
    assert from_vni(VNI.upper()).replace(" ", "") == SMALL.upper()


def test_every_letter_of_viqr_small_and_capital() -> None:
    marked = VIQR.replace(" ", "x")  # a letter after the mark, so that a full stop is a tone
    assert from_viqr(marked + "x").replace("x", "") == SMALL
    assert from_viqr(marked.upper() + "X").replace("X", "") == SMALL.upper()


def test_tcvn3_agrees_with_iconv() -> None:
    if shutil.which("iconv") is None:
        pytest.skip("iconv is not installed")
    codes = bytes(code for code in range(0xA1, 0xFF) if code in encodings._TCVN3)
    theirs = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=codes, capture_output=True, check=True
    ).stdout.decode()
    assert codes.decode("latin-1").translate(encodings._TCVN3) == unicodedata.normalize("NFC", theirs)


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("céng hßa", ".VnTimeH", "CỘNG HÒA"),
        ("KÕ ho¹ch", ".VnTime", "Kế hoạch"),
        ("§iÒu 1", ".VnArial", "Điều 1"),
        ("KÕ".translate({0xD5: 0xF0D5}), ".VnTime", "Kế"),
        ("Keá hoaïch", "VNI-Times", "Kế hoạch"),
        ("Kế hoạch", ".VnTime", "Kế hoạch"),
        ("và", "Times New Roman", "và"),
        ("và", None, "và"),
    ],
)
def test_the_font_decides(text: str, font: str | None, shown: str) -> None:
    assert convert_by_font(text, font) == shown


def encode_tcvn3(text: str) -> str:
    back = {letter: chr(code) for code, letter in encodings._TCVN3.items()}
    return "".join(back.get(c, c) for c in text)


def encode_vni(text: str) -> str:
    back = {letter: code for code, letter in encodings._VNI.items() if code[1:2].islower() or len(code) == 1}
    return "".join(back.get(c, c) for c in text)


def encode_viqr(text: str) -> str:
    back = {letter: code for code, letter in encodings._VIQR.items()}
    return "".join(back.get(c, c) for c in text)


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-16-le"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        encode_tcvn3(SENTENCE.replace("Đ", "§")).encode("latin-1"),
        encode_tcvn3(SENTENCE).encode("utf-8"),
        encode_vni(SENTENCE).encode("cp1252"),
        encode_vni(SENTENCE).encode("utf-8"),
        encode_viqr(SENTENCE).encode("ascii"),
        SENTENCE.encode() + b"\xff",
    ],
    ids=["utf8", "bom", "nfd", "utf16", "utf16be", "utf16le", "utf16be-bom", "tcvn3", "tcvn3-in-utf8", "vni",
         "vni-in-utf8", "viqr", "one-bad-byte"],
)  # fmt: skip
def test_the_encoding_is_found(data: bytes) -> None:
    assert unicodedata.normalize("NFC", decode(data)).rstrip("\ufffd") == SENTENCE


def test_windows_1258() -> None:
    combining = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for letter in SENTENCE:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in combining)
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in combining)) + tone)
    assert decode("".join(out).encode("cp1258")) == SENTENCE


def test_utf8_read_as_windows_1252_is_repaired() -> None:
    plan = "Kế hoạch báo cáo kết quả, hạn chế tác hại"
    assert repair(plan.encode().decode("cp1252")) == plan


@pytest.mark.parametrize(
    "text",
    [
        "The plan of 2025 is ready. It's done? Yes.",
        "Résumé et café à Genève, où l'été",
        "a.b.c 1.2.3 (x^2) u+v",
        "",
        "12 34",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert decode(text.encode()) == text


def test_capitals_of_a_font_of_capitals() -> None:
    assert from_tcvn3("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert from_tcvn3("Bé Néi vô") == "Bộ Nội vụ"


@pytest.mark.parametrize(
    "word", ["nghiêng", "khoét", "quyết", "uỷ", "ủy", "ban", "ĐẦU", "tuyên", "khuỷu", "gìn", "thuở"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ho¹ch", "strong", "K", "NG", "qđ", "wifi", "Ệng1"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_text_layer_with_lost_letters_is_seen() -> None:
    assert syllable_share("K OA ÔNG NG Ệ T ÔNG T N ỘNG OÀ XÃ Ộ NG NG") < 0.6
    assert syllable_share(SENTENCE) > 0.9


def test_the_seeds_survive_every_encoding(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.*")):
        text = path.read_text(encoding="utf-8-sig")
        plain = "".join(c for c in text if c.isascii() or c.lower() in SMALL).replace("Ð", "Đ")
        capitals_out = "".join(c if c.isascii() or c in encodings._TCVN3.values() else c.lower() for c in plain)
        assert decode(encode_vni(plain).encode("cp1252")) == plain
        coded = encode_tcvn3(capitals_out).encode("latin-1")
        assert decode(coded).lower() == capitals_out.lower()
