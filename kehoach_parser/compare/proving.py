"""Does a baseline hold together? It must meet itself, and its example sentences must give their verdicts."""

from __future__ import annotations

from collections.abc import Callable

from ..baseline import Baseline, TargetProvision
from ..pipeline import parse
from ..plan import Plan
from ..report import Report
from ..rules import Rules


def prove_with(diff: Callable[[Plan, Baseline], Report], baseline: Baseline, rules: Rules | None = None) -> list[str]:
    """Return what is wrong with ``baseline``, one line each; empty when all its own words give what they must."""
    faults = []
    for provision in baseline.targets:
        wanted = {str(milestone.year): "met" for milestone in provision.milestones} or {"any": "met"}
        if provision.origin is None or provision.milestones:
            faults += _try(diff, baseline, provision, provision.quote, wanted, rules)
        for example in provision.examples:
            faults += _try(diff, baseline, provision, example.text, dict(example.verdicts), rules)
    return faults


def _try(
    diff: Callable[[Plan, Baseline], Report],
    baseline: Baseline,
    provision: TargetProvision,
    sentence: str,
    wanted: dict[str, str],
    rules: Rules | None,
) -> list[str]:
    period = (baseline.period or "").replace("/", "-")
    aim = sentence.rstrip(".")
    text = (
        f"KẾ HOẠCH\nBình đẳng giới giai đoạn {period}\n\n"
        f"Thực hiện {baseline.doc_type} số {baseline.number}, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        f"I. MỤC TIÊU\n1. {aim[:1].upper()}{aim[1:]}.\n\nII. NHIỆM VỤ\n1. Tuyên truyền."
    )
    plan = parse(text=text, rules=rules)
    found = {
        ruling.due or "any": ruling.status
        for ruling in diff(plan, baseline).targets
        if ruling.indicator == provision.id
    }
    return [
        f"{baseline.id}, {provision.id}, {year}: phải là {status}, được {found.get(year)}: {sentence}"
        for year, status in wanted.items()
        if found.get(year) != status
    ]
