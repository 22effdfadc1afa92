"""Law 5: every number is claimed, explained, or listed."""

from __future__ import annotations

import pytest

from kehoach_parser import Rules, parse
from kehoach_parser.extract.accounting import NUMBER, ExplanationRules
from kehoach_parser.text import fold

RULES = Rules.load().read("explanations.yaml", ExplanationRules)


@pytest.mark.parametrize("rule", RULES.explanations, ids=lambda rule: rule.id)
def test_rule_reads_its_examples(rule):
    for example in rule.examples:
        folded = fold(example)
        stretches = [(start, end) for start, end, _ in RULES.explain(folded, 0, len(folded))]
        for number in NUMBER.finditer(folded):
            assert any(start <= number.start() and number.end() <= end for start, end in stretches), example
    for example in rule.not_examples:
        folded = fold(example)
        assert rule.id not in {found.id for *_, found in RULES.explain(folded, 0, len(folded))}, example


def test_a_percentage_is_never_explained_away():
    folded = fold("tăng 12% năm 2026, 45,5% cán bộ, nhóm 30%, cấp 20 %, năm 2026 60%")
    stretches = [(start, end) for start, end, _ in RULES.explain(folded, 0, len(folded))]
    for number in NUMBER.finditer(folded):
        if folded[number.end() : number.end() + 2].strip().startswith("%"):
            assert not any(start <= number.start() and number.end() <= end for start, end in stretches), number


def test_what_nothing_understands_is_listed():
    plan = parse(text="KẾ HOẠCH\nCông tác\n\nI. NỘI DUNG\nHệ số zq 77 theo Luật Đất đai năm 2024.")
    assert [item.quote for item in plan.unclaimed] == ["77"]
    assert [item.reason for item in plan.explained] == ["năm của văn bản được dẫn"]


def test_each_number_is_accounted_for_once():
    plan = parse(text="KẾ HOẠCH\nCông tác\n\nI. NỘI DUNG\n1. Cử 02 cán bộ dự 03 lớp, hệ số zq 1,5 và 2.000.")
    listed = [item.span.start for item in (*plan.unclaimed, *plan.explained)]
    assert len(listed) == len(set(listed))
