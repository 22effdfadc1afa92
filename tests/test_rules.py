"""Rules are read strictly, and every mistake is said with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kehoach_parser import RuleError, Rules
from kehoach_parser.rules import Strict, compile_any, compile_pattern, compile_quick, expand, read_yaml


class Word(Strict):
    id: str
    value: str


class Words(Strict):
    words: tuple[Word, ...] = ()


def write(folder: Path, text: str, name: str = "words.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_scalar_is_a_string(tmp_path: Path) -> None:
    path = write(tmp_path, "[no, 010, 12:30, 1_000, 2025-01-01, null, 1.10, yes, ~]")
    assert read_yaml(path) == ["no", "010", "12:30", "1_000", "2025-01-01", "null", "1.10", "yes", "~"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words: [{id: a, value: b}]\nwords: []", "dòng 2: khóa 'words' viết hai lần"),
        ("words: [{id: a, id: b, value: c}]", "khóa 'id' viết hai lần"),
        ("words: [{id: a, value: b, wordd: c}]", "words → 0 → wordd"),
        ("words: [{id: a}]", "words → 0 → value"),
        ("words: [", "YAML sai"),
        ("words: \t- a", "YAML sai"),
        ("just words", "cả tệp"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RuleError) as caught:
        Rules(tmp_path).read("words.yaml", Words)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_bytes(b"words: [\xff]")
    with pytest.raises(RuleError, match="UTF-8"):
        Rules(tmp_path).read("words.yaml", Words)


def test_a_missing_file_or_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="không có tệp luật"):
        Rules(tmp_path).read("words.yaml", Words)
    with pytest.raises(RuleError, match="không có thư mục luật"):
        Rules.load(tmp_path / "nowhere")


def test_a_folder_is_one_file_in_pieces(tmp_path: Path) -> None:
    write(tmp_path, "words: [{id: a, value: x}]", "words/a.yaml")
    write(tmp_path, "words: [{id: b, value: y}]", "words/b.yaml")
    assert [word.id for word in Rules(tmp_path).read("words", Words).words] == ["a", "b"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "words: []")
    rules = Rules(tmp_path)
    assert rules.read("words.yaml", Words) is rules.read("words.yaml", Words)


def test_the_digest_changes_with_a_word(tmp_path: Path) -> None:
    write(tmp_path, "words: []")
    before = Rules(tmp_path).digest
    assert Rules(tmp_path).digest == before
    write(tmp_path, "words: [] # và nay có chú thích")
    assert Rules(tmp_path).digest != before


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("đạt {num} ?%", "đạt   60%", "đạt   60%"),
        ("đạt {num} ?%", "đạt 60  %", "đạt 60  %"),
        ("đạt {num} ?%", "đạt60%", None),
        ("[ \\-]x", "a x", " x"),
        (r"a\ b", "a b", "a b"),
        (r"\p{Lu}|ủy", "ủy", "ủy"),
    ],
)
def test_compile_pattern(pattern: str, text: str, found: str | None) -> None:
    match = compile_pattern(pattern, {"num": r"\d+"}).search(text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"đạt {num} ?%(?!\p{L})", "đạt  60 % và 5%; đạt 70%số xã"),
        (r"(?<!\p{L})sở [\p{L}\p{N} -]+", "cơsở a; sở y tế 2 - tư pháp"),
        (r"\p{L}+", "ủy ban2ðặc ρό_x"),
        (r"[^\p{L}]+", "a - 1b"),
        (r"\[\p{L}\]", "[ủ] [1]"),
    ],
)
def test_the_standard_re_reads_patterns_as_regex_does(pattern: str, text: str) -> None:
    quick = compile_quick(pattern, {"num": r"\d+"})
    assert isinstance(quick, re.Pattern)
    plain = compile_pattern(pattern, {"num": r"\d+"})
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in plain.finditer(text)] != []


def test_what_the_standard_re_cannot_read_is_left_to_regex() -> None:
    pattern = compile_any("(?<=sở|bộ ?)y tế")
    assert not isinstance(pattern, re.Pattern)
    assert pattern.search("bộ y tế") is not None
    with pytest.raises(RuleError):
        compile_any("đạt (")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("Đạt", "viết thường"),
        ("uỷ ban", "viết thường"),
        ("2021–2025", "viết thường"),
        ("đạt {so}", "{so}"),
        ("đạt (", "biểu thức sai"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_pattern(pattern, {}, "tệp.yaml: mã")
    assert said in str(caught.value)
    assert str(caught.value).startswith("tệp.yaml: mã")


def test_fragments_may_hold_fragments_but_no_circles() -> None:
    assert expand("{a}", {"a": "x{b}", "b": "y"}) == "(?:x(?:y))"
    with pytest.raises(RuleError, match="vòng tròn"):
        expand("{a}", {"a": "{b}", "b": "{a}"})
