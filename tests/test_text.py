"""Canonical text, the folded view, lines and sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS, every_seed

from kehoach_parser.text import Lines, canonical, fold, sentence_at, split_sentences, squeeze


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("số\u00a063\u202f/KH", "số 63 /KH"),
        ("\ufeffKẾ\u200b HOẠCH", "KẾ HOẠCH"),
        ("bi\u0300nh", "bình"),
        ("dòng một\u2028dòng hai\x0bba", "dòng một\ndòng hai\nba"),
        ("Quý\tIV", "Quý IV"),
        ("\ud800", "?"),  # a lone surrogate cannot be written to any file
        ("", ""),
    ],
)
def test_canonical(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UỶ BAN", "ủy ban"),
        ("Uỷ ban – “quý”", 'ủy ban - "quý"'),
        ("văn hoá, hoà bình", "văn hóa, hòa bình"),
        ("văn hoá² hoàn thiện hoàЖ", "văn hóa² hoàn thiện hoàж"),  # the mark of a note ends a syllable
        ("toàn, khoét, quý, quỳ, quỹ", "toàn, khoét, quý, quỳ, quỹ"),
        ("khoẻ, loé", "khỏe, lóe"),
        ("thuỷ lợi, tuỳ, luỹ", "thủy lợi, tùy, lũy"),
        ("TT-BTС", "tt-btc"),  # the last letter is Cyrillic
        ("ðiện", "điện"),
        ("İ", "İ"),  # it would grow to two characters
        ("• · ▪", "• • •"),
        ("‘một’ ‑ hai", "'một' - hai"),
        ("２０２５, 20๓5, 20𝟎4", "2025, 2035, 2004"),  # a pattern's \d takes them all
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert len(fold(text)) == len(text)


@every_seed
def test_fold_of_folded_is_itself(seed: Path) -> None:
    folded = fold(canonical(seed.read_text(encoding="utf-8")))
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Đạt 60%. Đến năm 2030 đạt 75%.", ["Đạt 60%.", "Đến năm 2030 đạt 75%."]),
        ("Sở Y tế TP. Hồ Chí Minh chủ trì. Các sở phối hợp", ["Sở Y tế TP. Hồ Chí Minh chủ trì.", "Các sở phối hợp"]),
        ("theo Mục 1.1. và 2.000 hộ", ["theo Mục 1.1. và 2.000 hộ"]),
        ("Ai làm? Sở Nội vụ.", ["Ai làm?", "Sở Nội vụ."]),
        ("  ", []),
        ("", []),
    ],
)
def test_split_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text, 0, len(text))] == sentences


def test_sentence_at_stays_in_its_paragraph() -> None:
    text = "I. MỤC TIÊU\nĐạt 60%. Đạt 75%.\nII. NHIỆM VỤ"
    assert sentence_at(text, text.index("60")) == "Đạt 60%."
    assert sentence_at(text, text.index("75")) == "Đạt 75%."
    assert sentence_at(text, text.index("NHIỆM")) == "NHIỆM VỤ"
    assert sentence_at(text, 0) == "I. MỤC TIÊU"


@pytest.mark.parametrize("text", ["", "a", "a\n", "\na", "một\nhai\n\nba"])
def test_lines(text: str) -> None:
    lines = Lines(text)
    assert [text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)] == text.split("\n")
    for offset in range(len(text) + 1):
        at = lines.at(offset)
        assert lines.starts[at] <= offset <= lines.ends[at]


def test_lines_of_a_plan() -> None:
    text = canonical(SEEDS[0].read_text(encoding="utf-8"))
    assert len(Lines(text)) == text.count("\n") + 1


def test_squeeze() -> None:
    assert squeeze("  Sở \n Y  tế ") == "Sở Y tế"
