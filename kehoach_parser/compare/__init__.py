"""A plan against a baseline: every provision with its verdict and the words of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..baseline import (
    Baseline,
    Milestone,
    TargetProvision,
    choose_baselines,
    due_year,
    is_plan,
    mismatch,
    plan_years,
)
from ..models import Span, Target
from ..pipeline import parse
from ..plan import Plan
from ..report import (
    BaselineRef,
    ExceptionRuling,
    Local,
    National,
    Quote,
    Report,
    TargetRuling,
    TaskRuling,
    Verdict,
    is_gap,
)
from ..rules import Rules
from ..text import fold
from .duties import rule_duties
from .matching import Candidate, View, match_targets, propose
from .referring import find_unread, refers_to
from .sentences import sentence_for_target, sentence_for_task
from .task_coverage import rule_funding, rule_tasks
from .verdicts import Ruling, judge

__all__ = ["check", "diff", "diff_chain"]


def check(
    source: str | Path | Plan | None = None,
    baseline: str | Baseline | None = None,
    *,
    text: str | None = None,
    rules: Rules | None = None,
) -> Report:
    """Return how a plan (a file, a text or a parsed plan) stands against ``baseline``.

    ``baseline`` is an id ("2282"), a YAML file of your own, or a Baseline; None takes the ones that the plan itself cites or
    names, the main one first and the rest in ``Report.others``. Raises ReadError when the file cannot be read and RuleError
    when there is no such baseline.

    >>> check(text="KẾ HOẠCH\\nThực hiện Quyết định số 515/QĐ-TTg giai đoạn 2016 - 2020", baseline="2282").verdict
    'baseline_mismatch'
    """
    plan = source if isinstance(source, Plan) else parse(source, text=text, rules=rules)
    if isinstance(baseline, Baseline):
        return diff(plan, baseline, rules=rules)
    if baseline is not None:
        return diff(plan, Baseline.load(baseline, rules), rules=rules)
    choices = choose_baselines(plan, rules) if is_plan(plan) else ()
    if not choices:
        verdict: Verdict = "baseline_mismatch" if is_plan(plan) else "not_a_plan"
        reason = "Kế hoạch không dẫn và không nêu tên văn bản nào trong các chuẩn đang có."
        return Report(
            plan=plan.source.name,
            baseline=BaselineRef(id="", title="", reason=reason if verdict == "baseline_mismatch" else NOT_A_PLAN),
            verdict=verdict,
            findings=plan.findings,
        )
    reports = [diff(plan, choice.baseline, reason=choice.reason, rules=rules) for choice in choices]
    return reports[0].model_copy(update={"others": tuple(reports[1:])})


NOT_A_PLAN = "Văn bản không có tên loại kế hoạch và không có các phần của một kế hoạch."


def diff(plan: Plan, baseline: Baseline, *, reason: str | None = None, rules: Rules | None = None) -> Report:
    """Return how ``plan`` stands against ``baseline``; ``reason`` says why that one was taken (default: asked for)."""
    ref = BaselineRef(id=baseline.id, title=f"{baseline.name}: {baseline.title}", reason=reason or f"Được yêu cầu: {baseline.name}.")
    if not is_plan(plan):
        return Report(plan=plan.source.name, baseline=ref.model_copy(update={"reason": NOT_A_PLAN}), verdict="not_a_plan")
    wrong = None if baseline.from_text is not None else mismatch(plan, baseline, rules)
    if wrong is not None:
        return Report(
            plan=plan.source.name,
            baseline=ref.model_copy(update={"reason": wrong}),
            verdict="baseline_mismatch",
            findings=plan.findings,
        )
    view = View(plan)
    matched = match_targets(view, baseline)
    targets = tuple(ruling for provision in baseline.targets for ruling in _rule_provision(view, baseline, provision, matched))
    tasks = tuple(
        ruling.model_copy(update={"suggestion": sentence_for_task(view, baseline, ruling)}) if ruling.lacking else ruling
        for ruling in rule_tasks(view, baseline)
    )
    duties = rule_duties(view, baseline)
    taken = {id(candidate.target) for found in matched.values() for candidate in found}
    extra = tuple(target for target in plan.targets if id(target) not in taken)
    gaps = any(is_gap(ruling.status) for ruling in (*targets, *tasks, *duties))
    return Report(
        plan=plan.source.name,
        baseline=ref,
        verdict="gaps" if gaps else "ok",
        targets=targets,
        tasks=tasks,
        funding=rule_funding(view, baseline),
        duties=duties,
        findings=plan.findings,
        extra=extra,
        notes=tuple(filter(None, (baseline.note, baseline.reporting.note))),
    )


def diff_chain(plan: Plan, chain: Sequence[Baseline], *, rules: Rules | None = None) -> Report:
    """Return how ``plan`` stands against several baselines, the highest first: Decision, province, …

    The first report is the main one; the others stand in ``others``. A provision that the plan fails on two levels is
    marked with the link that breaks first.
    """
    reports = [diff(plan, baseline, rules=rules) for baseline in chain]
    broken_above: dict[tuple[str, str | None], str] = {}
    marked = []
    for report in reports:
        rulings = []
        for ruling in report.targets:
            key = (ruling.indicator, ruling.due)
            above = broken_above.get(key)
            if is_gap(ruling.status) and above:
                note = f"{ruling.note or ''} Cũng lệch so với {above}.".strip()
                ruling = ruling.model_copy(update={"note": note})
            elif is_gap(ruling.status):
                broken_above[key] = report.baseline.title.partition(":")[0]
            rulings.append(ruling)
        marked.append(report.model_copy(update={"targets": tuple(rulings)}))
    return marked[0].model_copy(update={"others": tuple(marked[1:])})


def _rule_provision(
    view: View, baseline: Baseline, provision: TargetProvision, matched: dict[str, list[Candidate]]
) -> list[TargetRuling]:
    candidates = matched[provision.id]
    relaxed = _exception(view, baseline, provision) if candidates else None
    if not provision.milestones:
        ruling = _rule_quality(view, baseline, provision, candidates)
        return [_finish(view, baseline, provision, None, ruling, relaxed)]
    rulings = []
    taken = {id(candidate.target) for found in matched.values() for candidate in found}
    for milestone in provision.milestones:
        ruling = judge(milestone, provision, candidates, baseline)
        if ruling.status == "missing":
            ruling = _why_missing(view, baseline, provision, milestone, taken) or ruling
        rulings.append(_finish(view, baseline, provision, milestone, ruling, relaxed))
    return rulings


def _why_missing(
    view: View, baseline: Baseline, provision: TargetProvision, milestone: Milestone, taken: set[int]
) -> Ruling | None:
    """Return a better word than missing, if there is one: out of the plan's years, or said without a figure."""
    first, last = plan_years(view.plan)
    if first is not None and first > milestone.year:
        return Ruling("not_applicable", None, "period", f"Kế hoạch bắt đầu từ năm {first}, sau mốc {milestone.year}.")
    if last is not None and last < milestone.year:
        return Ruling("not_applicable", None, "period", f"Kế hoạch kết thúc năm {last}, trước mốc {milestone.year}.")
    for candidate in view.candidates:
        target = candidate.target
        if target.indicator in provision.confused_with and due_year(target) in (milestone.year, None):
            return Ruling("unclear", candidate, "persons", "Con số này tính trên số người; chuẩn tính trên số cơ quan.")
    if refers_to(view, baseline) is not None:
        return Ruling("unclear", None, "reference", f"Chỉ dẫn chiếu các chỉ tiêu của {baseline.name}, không nêu con số.")
    unread = find_unread(view, baseline, provision, milestone.year)
    if unread is not None:
        return Ruling("unclear", None, "unread", f"Có câu về chỉ tiêu này nhưng không đọc được con số: “{unread}”.")
    like = propose(view, provision, taken)
    if like is not None and due_year(like.target) == milestone.year:
        return Ruling("unclear", like, "likeness", "Câu gần giống điều của chuẩn; cần người đọc xác nhận.")
    return None


def _rule_quality(view: View, baseline: Baseline, provision: TargetProvision, candidates: list[Candidate]) -> Ruling:
    """A provision without a figure is met by the words that bind, not by words that only encourage."""
    soft = baseline.compiled.soft[provision.id]
    if candidates:
        binding = [candidate for candidate in candidates if not (soft and soft.search(candidate.sentence))]
        if binding:
            return Ruling("met", binding[0])
        return Ruling("weaker", candidates[0], "softened", "Chỉ khuyến khích, không bắt buộc.")
    wording = baseline.compiled.wording[provision.id]
    if wording is not None:
        for section in view.sections or ():
            if section.children or section.kind not in ("objectives", "other", "content"):
                continue
            match = wording.search(view.folded, section.span.start, section.span.end)
            if match is not None:
                sentence = view.sentence(Span(start=match.start(), end=match.end()))
                start, end = view.sentence_bounds(Span(start=match.start(), end=match.end()))
                span = Span(start=start, end=end)
                target = Target(quote=span.of(view.plan.text), span=span, section=section.path or None, rule=f"baseline/{provision.id}")
                candidate = Candidate(target, sentence)
                if soft and soft.search(sentence):
                    return Ruling("weaker", candidate, "softened", "Chỉ khuyến khích, không bắt buộc.")
                return Ruling("met", candidate)
    if refers_to(view, baseline) is not None:
        return Ruling("unclear", None, "reference", f"Chỉ dẫn chiếu các chỉ tiêu của {baseline.name}, không nêu nội dung.")
    return Ruling("missing", note="Không có chỉ tiêu này.")


def _exception(view: View, baseline: Baseline, provision: TargetProvision) -> ExceptionRuling | None:
    clause = provision.exception
    if clause is None:
        return None
    local = [
        Quote(quote=target.quote, span=target.span, section=target.section)
        for target in view.plan.targets
        if clause.replaced_by and target.indicator == clause.replaced_by
    ]
    if local:
        return ExceptionRuling(status="replaced", national=clause.quote, local=tuple(local))
    kept = baseline.compiled.exception[provision.id]
    match = kept.search(view.folded) if kept is not None else None
    if match is None:
        return ExceptionRuling(status="dropped", national=clause.quote)
    span = Span(start=match.start(), end=match.end())
    section = view.section_at(span.start)
    quote = Quote(quote=span.of(view.plan.text), span=span, section=section.path or None if section else None)
    return ExceptionRuling(status="kept", national=clause.quote, local=(quote,))


_EXCEPTION_NOTES = {
    "replaced": "Ngoại lệ cho ngành có dưới 30% nữ được thay bằng chỉ tiêu riêng của địa phương.",
    "dropped": "Không nhắc lại ngoại lệ cho ngành có dưới 30% nữ (kế hoạch chặt hơn).",
}


def _finish(
    view: View,
    baseline: Baseline,
    provision: TargetProvision,
    milestone: Milestone | None,
    ruling: Ruling,
    relaxed: ExceptionRuling | None,
) -> TargetRuling:
    notes = [ruling.note] if ruling.note else []
    if ruling.candidate is not None:
        target = ruling.candidate.target
        if target.due_inferred and milestone is not None:
            notes.append(f"Năm {due_year(target)} được suy ra từ đề mục hoặc giai đoạn của kế hoạch.")
        if relaxed is not None and relaxed.status in _EXCEPTION_NOTES:
            notes.append(_EXCEPTION_NOTES[relaxed.status])
        if provision.unmeasurable and _is_small(view.plan):
            notes.append(provision.unmeasurable)
    settled = TargetRuling(
        indicator=provision.id,
        due=str(milestone.year) if milestone else None,
        title=provision.title,
        status=ruling.status,
        reason=ruling.reason,
        national=National(
            clause=provision.clause,
            quote=provision.quote,
            value=milestone.value if milestone else None,
            comparator=milestone.comparator if milestone else None,
            year=str(milestone.year) if milestone else None,
            counts=provision.counts,
            status=provision.status,
            origin=provision.origin,
            sources=provision.sources or provision.echoed_by,
        ),
        local=_local(ruling.candidate.target) if ruling.candidate else None,
        note=" ".join(notes) or None,
        exception=relaxed if ruling.candidate is not None else None,
    )
    if is_gap(settled.status):
        return settled.model_copy(update={"suggestion": sentence_for_target(view, provision, milestone)})
    return settled


def _is_small(plan: Plan) -> bool:
    issuer = fold(plan.header.issuer or "")
    return any(f"nhân dân {level} " in issuer for level in ("xã", "phường", "thị trấn", "đặc khu"))


def _local(target: Target) -> Local:
    return Local(
        quote=target.quote,
        span=target.span,
        section=target.section,
        value=target.value,
        value_max=target.value_max,
        comparator=target.comparator,
        unit=target.unit,
        due=target.due,
        due_inferred=target.due_inferred,
        condition=target.condition,
        exception=target.exception,
    )


