"""Aims said in words: absolute duties are targets without a value, good intentions are none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kehoach_parser import parse
from kehoach_parser.text import fold, squeeze

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases" / "qualitative.yaml").read_text(encoding="utf-8"))
PLANS = HERE.parent / "corpus" / "plans"


def plan_of(name: str) -> Path:
    return next(PLANS.glob(f"{name}.*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_words_alone_are_no_value(case: dict[str, str]) -> None:
    phrase = case["text"]
    sentence = phrase if case["reading"] == "none" else f"Ở những nơi có đông lao động nữ {phrase}"
    plan = parse(text=f"KẾ HOẠCH\nCông tác cán bộ nữ giai đoạn 2021 - 2030\n\nII. MỤC TIÊU\n1. {sentence}.")
    found = [(target.value, target.due) for target in plan.targets]
    assert found == ([] if case["reading"] == "none" else [(None, "2030")])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_words_stand_in_their_plan(case: dict[str, str]) -> None:
    plan = parse(plan_of(case["plan"]))
    at = fold(squeeze(plan.text)).find(fold(case["text"]))
    assert at >= 0
    values = [target for target in plan.targets if fold(case["text"]) in fold(target.quote)]
    assert all(target.value is None for target in values)
