"""One provision of a baseline and the plan: the verdict, its evidence on both sides, the fate of the exception."""

from __future__ import annotations

from ..baseline import Baseline, Milestone, TargetProvision, plan_years
from ..models import Span, Target
from ..notes import note
from ..plan import Plan
from ..rulings import ExceptionRuling, Local, National, Quote, TargetRuling, is_gap
from ..text import fold
from .matching import Candidate, View, propose
from .referring import find_unread, refers_to
from .sentences import Numbering, sentence_for_target
from .verdicts import Ruling, judge


def rule_provision(
    view: View,
    baseline: Baseline,
    provision: TargetProvision,
    matched: dict[str, list[Candidate]],
    numbering: Numbering,
) -> list[TargetRuling]:
    """Return one ruling for each milestone of ``provision``, or one in all when it has no milestone."""
    candidates = matched[provision.id]
    relaxed = _exception(view, baseline, provision) if candidates else None
    if not provision.milestones:
        ruling = _rule_quality(view, baseline, provision, candidates)
        return [_finish(view, baseline, provision, None, ruling, relaxed, numbering)]
    rulings = []
    taken = {id(candidate.target) for found in matched.values() for candidate in found}
    for milestone in provision.milestones:
        ruling = judge(milestone, provision, candidates, baseline)
        if ruling.status not in ("met", "exceeded", "weaker"):
            ruling = _out_of_period(view.plan, milestone) or ruling
        if ruling.status == "missing":
            ruling = _why_missing(view, baseline, provision, milestone, taken) or ruling
        rulings.append(_finish(view, baseline, provision, milestone, ruling, relaxed, numbering))
    return rulings


def _out_of_period(plan: Plan, milestone: Milestone) -> Ruling | None:
    """A milestone before the plan's first year or after its last one is not the plan's to reach."""
    first, last = plan_years(plan)
    if first is not None and first > milestone.year:
        return Ruling("not_applicable", None, "period", note("starts_after", year=first, wanted=milestone.year))
    if last is not None and last < milestone.year:
        return Ruling("not_applicable", None, "period", note("ends_before", year=last, wanted=milestone.year))
    return None


def _why_missing(
    view: View, baseline: Baseline, provision: TargetProvision, milestone: Milestone, taken: set[int]
) -> Ruling | None:
    """Return a better word than missing, if there is one: said of persons, by reference, or in words nobody reads."""
    for candidate in view.candidates:
        target = candidate.target
        if target.indicator in provision.confused_with and candidate.year in (milestone.year, None):
            return Ruling("unclear", candidate, "persons", note("persons"))
    if refers_to(view, baseline) is not None:
        return Ruling("unclear", None, "reference", note("reference", name=baseline.name))
    unread = find_unread(view, baseline, provision, milestone.year)
    if unread is not None:
        return Ruling("unclear", None, "unread", note("unread", quote=unread))
    like = propose(view, provision, taken)
    if like is not None and like.year == milestone.year:
        return Ruling("unclear", like, "likeness", note("likeness"))
    return None


def _rule_quality(view: View, baseline: Baseline, provision: TargetProvision, candidates: list[Candidate]) -> Ruling:
    """A provision without a figure is met by the words that bind, not by words that only encourage."""
    soft = baseline.compiled.soft[provision.id]
    if candidates:
        binding = [candidate for candidate in candidates if not (soft and soft.search(candidate.sentence))]
        if binding:
            return Ruling("met", binding[0])
        return Ruling("weaker", candidates[0], "softened", note("softened"))
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
                target = Target(
                    quote=span.of(view.plan.text),
                    span=span,
                    section=section.path or None,
                    rule=f"baseline/{provision.id}",
                )
                candidate = Candidate(target, sentence, None)
                if soft and soft.search(sentence):
                    return Ruling("weaker", candidate, "softened", note("softened"))
                return Ruling("met", candidate)
    if refers_to(view, baseline) is not None:
        return Ruling("unclear", None, "reference", note("reference_only", name=baseline.name))
    return Ruling("missing", note=note("missing"))


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


def _finish(
    view: View,
    baseline: Baseline,
    provision: TargetProvision,
    milestone: Milestone | None,
    ruling: Ruling,
    relaxed: ExceptionRuling | None,
    numbering: Numbering,
) -> TargetRuling:
    notes = [ruling.note] if ruling.note else []
    if ruling.candidate is not None:
        target = ruling.candidate.target
        if target.due_inferred and milestone is not None and ruling.candidate.year is not None:
            notes.append(note("inferred", year=ruling.candidate.year))
        if relaxed is not None and relaxed.status != "kept":
            notes.append(note(f"exception.{relaxed.status}"))
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
        sentence = sentence_for_target(numbering, baseline, provision, milestone, ruling.candidate)
        return settled.model_copy(update={"suggestion": sentence})
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
