"""A plan against a baseline: every provision with its verdict and the words of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..baseline import Baseline, choose_baselines, is_plan, mismatch
from ..notes import note
from ..pipeline import parse
from ..plan import Plan
from ..report import Report
from ..rules import Rules
from ..rulings import BaselineRef, Verdict, is_gap
from ..text import squeeze
from .chaining import mark_links, open_baseline
from .copying import find_copies, share_copied, words_of
from .drafts import Change, compare_plans
from .duties import list_reporting, rule_duties
from .matching import View, match_targets
from .proving import prove_with
from .rulings import rule_provision
from .sentences import Numbering, sentence_for_task
from .task_coverage import rule_funding, rule_tasks

__all__ = [
    "Change",
    "check",
    "compare_plans",
    "diff",
    "diff_chain",
    "find_copies",
    "open_baseline",
    "prove",
    "share_copied",
    "words_of",
]


def check(
    source: str | Path | Plan | None = None,
    baseline: str | Baseline | None = None,
    *,
    text: str | None = None,
    rules: Rules | None = None,
) -> Report:
    """Return how a plan (a file, a text or a parsed plan) stands against ``baseline``.

    ``baseline`` is an id ("2282"), a YAML file of your own, or a Baseline; None takes the ones that the plan itself
    cites or names, the main one first and the rest in ``Report.others``. Raises ReadError when the file cannot be read
    and RuleError when there is no such baseline.

    >>> check(text="KẾ HOẠCH\\nThực hiện Quyết định số 515/QĐ-TTg giai đoạn 2016 - 2020", baseline="2282").verdict
    'baseline_mismatch'
    """
    plan = source if isinstance(source, Plan) else parse(source, text=text, rules=rules)
    if isinstance(baseline, Baseline):
        return diff(plan, baseline, rules=rules)
    if baseline is not None:
        return diff(plan, Baseline.load(baseline, rules), rules=rules)
    view = View(plan)
    choices = choose_baselines(plan, rules, folded=view.folded) if is_plan(plan) else ()
    if not choices:
        verdict: Verdict = "baseline_mismatch" if is_plan(plan) else "not_a_plan"
        reason = note("none_cited" if verdict == "baseline_mismatch" else "not_a_plan")
        return Report(
            plan=plan.source.name,
            baseline=BaselineRef(id="", title="", reason=reason),
            verdict=verdict,
            findings=plan.findings,
        ).about(plan)
    reports = [_diff(view, choice.baseline, choice.reason, rules) for choice in choices]
    return reports[0].model_copy(update={"others": tuple(reports[1:])})


def diff(plan: Plan, baseline: Baseline, *, reason: str | None = None, rules: Rules | None = None) -> Report:
    """Return how ``plan`` stands against ``baseline``; ``reason`` says why that one was taken (default: asked for)."""
    return _diff(View(plan), baseline, reason, rules)


def _diff(view: View, baseline: Baseline, reason: str | None, rules: Rules | None) -> Report:
    plan = view.plan
    ref = BaselineRef(
        id=baseline.id, title=f"{baseline.name}: {baseline.title}", reason=reason or note("asked", name=baseline.name)
    )
    if not is_plan(plan):
        return Report(
            plan=plan.source.name, baseline=ref.model_copy(update={"reason": note("not_a_plan")}), verdict="not_a_plan"
        ).about(plan)
    wrong = None if baseline.from_text is not None else mismatch(plan, baseline, rules, folded=view.folded)
    if wrong is not None:
        return Report(
            plan=plan.source.name,
            baseline=ref.model_copy(update={"reason": wrong}),
            verdict="baseline_mismatch",
            findings=plan.findings,
        ).about(plan)
    matched = match_targets(view, baseline)
    numbering = Numbering(view)
    targets = tuple(
        ruling
        for provision in baseline.targets
        for ruling in rule_provision(view, baseline, provision, matched, numbering)
    )
    tasks = tuple(
        ruling.model_copy(update={"suggestion": sentence_for_task(numbering, baseline, ruling)})
        if ruling.lacking
        else ruling
        for ruling in rule_tasks(view, baseline)
    )
    duties = rule_duties(view, baseline)
    taken = {id(candidate.target) for found in matched.values() for candidate in found}
    extra = tuple(target for target in plan.targets if id(target) not in taken)
    gaps = (
        any(is_gap(ruling.status) for ruling in targets)
        or any(is_gap(ruling.status) for ruling in tasks)
        or any(is_gap(ruling.status) for ruling in duties)
    )
    return Report(
        plan=plan.source.name,
        baseline=ref,
        verdict="gaps" if gaps else "ok",
        targets=targets,
        tasks=tasks,
        funding=rule_funding(view, baseline),
        duties=duties,
        reporting=list_reporting(view),
        findings=plan.findings,
        extra=extra,
        notes=tuple(filter(None, (baseline.note, baseline.reporting.note))),
    ).about(plan)


def diff_chain(plan: Plan, chain: Sequence[Baseline], *, rules: Rules | None = None) -> Report:
    """Return how ``plan`` stands against several baselines, the highest first: Decision, province, …

    The first report is the main one; the others stand in ``others``. Each gap says in ``link`` between which two of the
    chain it arises: at the first baseline below that asks for less, or at the plan itself.
    """
    reports = [diff(plan, baseline, rules=rules) for baseline in chain]
    header = plan.header
    number = f"{header.number}/{header.symbol}" if header.number and header.symbol else ""
    name = squeeze(f"{(header.doc_type or 'kế hoạch').capitalize()} {number or 'này'}")
    marked = mark_links(reports, chain, name)
    return marked[0].model_copy(update={"others": tuple(marked[1:])})


def prove(baseline: Baseline, rules: Rules | None = None) -> list[str]:
    """Return what is wrong with a baseline; empty when all is well.

    Compared with its own provisions it must give only ``met``, and each example sentence its verdicts.

    >>> prove(Baseline.load("2282"))
    []
    """
    return prove_with(lambda plan, own: diff(plan, own, rules=rules), baseline, rules)
