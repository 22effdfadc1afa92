"""The six laws, on every real plan at hand and on random text."""

from __future__ import annotations

import functools
import json
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml
from conftest import SEEDS, every_plan, parsed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laws import (
    VARIANTS,
    check_accounts,
    check_all,
    check_length,
    check_numbers,
    check_tiles,
    check_values,
    check_words,
    check_years,
    readings,
    results,
    with_old_tones,
)

from kehoach_parser import Plan, Rules, parse
from kehoach_parser.text import canonical, fold

# --- 1. Same length ---------------------------------------------------------------------------------------------------


def test_law_1_every_character_keeps_its_place() -> None:
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert len(fold(everything)) == len(everything)


@given(st.text())
@settings(derandomize=True, max_examples=200)
def test_law_1_on_random_text(raw: str) -> None:
    text = canonical(raw)
    assert len(fold(text)) == len(text)
    assert canonical(text) == text


@every_plan
def test_law_1_on_plans(plan_path: Path) -> None:
    check_length(parsed(plan_path).text)


# --- 2. The words are there -------------------------------------------------------------------------------------------


@functools.cache
def rule_ids() -> frozenset[str]:
    """Return every id that stands in a rule file."""
    found: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("id"), str):
                found.add(node["id"])
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    for path in Rules.load().folder.rglob("*.yaml"):
        collect(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
    return frozenset(found)


@every_plan
def test_law_2_the_words_are_there(plan_path: Path) -> None:
    check_words(parsed(plan_path))


@every_plan
def test_law_2_the_rule_exists(plan_path: Path) -> None:
    plan = parsed(plan_path)
    for item in (*plan.targets, *plan.deadlines, *plan.citations, *plan.assignments):
        assert {item.rule, item.rule.partition("/")[2]} & rule_ids(), f"no rule file has {item.rule!r}"


@every_plan
def test_law_2_the_header_stands_in_the_text(plan_path: Path) -> None:
    header, text = parsed(plan_path).header, parsed(plan_path).text
    for field in ("number", "symbol", "place", "title"):
        value = getattr(header, field)
        if value is not None:
            assert field in header.spans, field
            assert "".join(fold(value).split()) in "".join(fold(header.spans[field].of(text)).split()), field


# --- 3. Tiles ---------------------------------------------------------------------------------------------------------


@every_plan
def test_law_3_sections_tile_the_text(plan_path: Path) -> None:
    check_tiles(parsed(plan_path))


# --- 4. No guess ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "value"), [("374.125 hộ", 374125), ("98,5%", 98.5), ("05 lớp", 5), ("giảm 1/2", 0.5), ("1.234,5", 1234.5)]
)
def test_readings(words: str, value: float) -> None:
    assert value in readings(words)


@every_plan
def test_law_4_no_value_is_invented(plan_path: Path) -> None:
    check_values(parsed(plan_path))


@every_plan
def test_law_4_no_year_is_invented(plan_path: Path) -> None:
    check_years(parsed(plan_path))


# --- 5. Every number accounted for ------------------------------------------------------------------------------------


@every_plan
def test_law_5_every_number_is_accounted_for(plan_path: Path) -> None:
    check_numbers(parsed(plan_path))


@every_plan
def test_law_5_a_number_has_one_account(plan_path: Path) -> None:
    check_accounts(parsed(plan_path))


# --- 6. Same in, same out ---------------------------------------------------------------------------------------------


def read_raw(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@every_plan
def test_law_6_same_in_same_out(plan_path: Path) -> None:
    raw = read_raw(plan_path)
    assert results(parse(text=raw)) == results(parse(text=raw))


@pytest.mark.parametrize("variant", VARIANTS)
@every_plan
def test_law_6_forms_of_the_same_text(plan_path: Path, variant: str) -> None:
    raw = read_raw(plan_path)
    assert results(parse(text=VARIANTS[variant](raw))) == results(parse(text=raw))


@every_plan
def test_law_6_old_tone_marks(plan_path: Path) -> None:
    raw = unicodedata.normalize("NFC", read_raw(plan_path))
    old, new = parse(text=with_old_tones(raw)), parse(text=raw)
    assert fold(json.dumps(results(old), ensure_ascii=False)) == fold(json.dumps(results(new), ensure_ascii=False))


def test_with_old_tones() -> None:
    assert with_old_tones("ỦY BAN, Ủy ban, xã hội hóa, quý, toàn") == "UỶ BAN, Uỷ ban, xã hội hoá, quý, toàn"


# --- Any text at all --------------------------------------------------------------------------------------------------


def lines_of_plans() -> list[str]:
    return sorted({line for path in SEEDS for line in read_raw(path).splitlines() if 0 < len(line) < 400})


NOISE = ["I.", "1.", "a)", "- ", "| ", "|---|---|", "Điều 1.", "Số:   /KH-UBND", "ngày   tháng   năm 2026", "%", "**"]
JOINTS = ["\n", "\n\n", " ", "\r\n", "\t"]


@given(st.text())
@settings(derandomize=True, max_examples=50, deadline=None)
def test_parse_of_random_text_never_raises(raw: str) -> None:
    check_all(parse(text=raw))


@given(st.lists(st.sampled_from([*lines_of_plans(), *NOISE]), max_size=25), st.sampled_from(JOINTS))
@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.large_base_example])
def test_parse_of_shuffled_lines_never_raises(lines: list[str], joint: str) -> None:
    check_all(parse(text=joint.join(lines)))


@given(st.sampled_from(SEEDS), st.integers(0, 20_000), st.integers(0, 3_000))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_parse_of_a_torn_plan_never_raises(path: Path, start: int, length: int) -> None:
    check_all(parse(text=read_raw(path)[start : start + length]))


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\ufeff", "|", "%", "I", "KẾ HOẠCH", "\ud800", "\x00", "(" * 500, "1." * 500, "a\n" * 500]
)
def test_parse_of_odd_text_never_raises(text: str) -> None:
    check_all(parse(text=text))


@every_plan
def test_a_plan_survives_json(plan_path: Path) -> None:
    plan = parsed(plan_path)
    assert Plan.from_json(plan.to_json()) == plan
