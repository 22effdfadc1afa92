"""Law 5: every number is claimed, explained, or listed."""

from __future__ import annotations

import pytest

from kehoach_parser import Rules, parse
from kehoach_parser.extract.accounting import NUMBER, ExplanationRules
from kehoach_parser.text import fold

RULES = Rules.load().read("explanations.yaml", ExplanationRules)


def explained(text: str) -> dict[str, str]:
    """The numbers of ``text`` that a rule explains, with the rule's id."""
    folded = fold(text)
    numbers = [match.span() for match in NUMBER.finditer(folded)]
    found = RULES.explain(folded, numbers)
    return {folded[start:end]: found[start].id for start, end in numbers if start in found}


@pytest.mark.parametrize("rule", RULES.explanations, ids=lambda rule: rule.id)
def test_rule_reads_its_examples(rule):
    for example in rule.examples:
        assert explained(example).keys() == set(NUMBER.findall(example)), example
        assert rule.id in explained(example).values(), example
    for example in rule.not_examples:
        assert rule.id not in explained(example).values(), example


def test_a_percentage_is_never_explained_away():
    for text in ("tăng 12% năm 2026", "45,5% cán bộ", "nhóm 30%", "cấp 20 %", "năm 2026 60%", "khóa 5, 40 phần trăm"):
        numbers = {number for number in NUMBER.findall(text) if len(number) < 4 or "," in number}
        assert "12" not in explained(text) and not (numbers - {"5"}) & explained(text).keys(), text


def test_a_missed_deadline_stays_visible():
    assert explained("xong trước ngày 15/9/2026 và chậm nhất 10") == {}


def test_what_nothing_understands_is_listed():
    plan = parse(text="KẾ HOẠCH\nCông tác\n\nI. NỘI DUNG\nHệ số zq 77 theo Luật Đất đai năm 2024.")
    assert [item.quote for item in plan.unclaimed] == ["77"]
    assert [item.reason for item in plan.explained] == ["năm được nhắc đến"]


def test_each_number_is_accounted_for_once():
    plan = parse(text="KẾ HOẠCH\nCông tác\n\nI. NỘI DUNG\n1. Cử 02 cán bộ dự 03 lớp, hệ số zq 1,5 và 2.000.")
    listed = [item.span.start for item in (*plan.unclaimed, *plan.explained)]
    assert len(listed) == len(set(listed))
