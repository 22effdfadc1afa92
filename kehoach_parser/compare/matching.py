"""Which local target is about which provision: by its indicator, by the wording of its sentence, by likeness."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from ..baseline import Baseline, TargetProvision
from ..models import Section, Span, Target
from ..plan import Plan
from ..text import fold, squeeze

# "đã đạt", "tính đến 31/12/2020" tell what was reached; they commit to nothing.
_PAST = regex.compile(
    r"\b(?:đã đạt|đạt được|tính đến|hiện nay|hiện có|thực trạng|kết quả (?:đạt|thực hiện)|so với năm)\b"
)
_SENTENCE_EDGE = regex.compile(r"\n|[.;!?](?= +\p{Lu}|\s*\n|\s*$)")
_SYLLABLE = regex.compile(r"\p{L}+")


@dataclass(frozen=True)
class Candidate:
    """A local target with the folded sentence that it stands in (its subject and heading words before it)."""

    target: Target
    sentence: str


class View:
    """A plan as the comparison sees it: its folded text, sections by place, targets with their sentences."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.folded = fold(plan.text)

    @cached_property
    def sections(self) -> list[Section]:
        """All sections in the order of the text."""
        return [section for root in self.plan.sections for section in root.walk()]

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        found = None
        for section in self.sections:
            if section.span.start <= offset < section.span.end:
                found = section
        return found

    def sentence(self, span: Span) -> str:
        """Return the folded sentence around ``span``, inside its line."""
        start, end = self.sentence_bounds(span)
        return self.folded[start:end]

    def sentence_bounds(self, span: Span) -> tuple[int, int]:
        """Return where the sentence around ``span`` begins and ends."""
        text = self.plan.text
        line_start = text.rfind("\n", 0, span.start) + 1
        start = line_start
        for edge in _SENTENCE_EDGE.finditer(text, line_start, span.start):
            start = edge.end()
        edge_after = _SENTENCE_EDGE.search(text, max(span.end - 1, span.start))
        return start, edge_after.start() if edge_after else len(text)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The targets with their sentences; what tells a past result is left out."""
        found = []
        for target in self.plan.targets:
            sentence = self.sentence(target.span)
            subject = fold(target.subject or "")
            words = sentence if subject and subject in sentence else f"{subject} {sentence}" if subject else sentence
            if not (_PAST.search(words) and target.indicator is None):
                found.append(Candidate(target, words))
        return found


def match_targets(view: View, baseline: Baseline) -> dict[str, list[Candidate]]:
    """Return, for each provision by id, the local targets that are about it, in the order of the text."""
    compiled = baseline.compiled
    known = {provision.id for provision in baseline.targets}
    matched: dict[str, list[Candidate]] = {provision.id: [] for provision in baseline.targets}
    for candidate in view.candidates:
        indicator = candidate.target.indicator
        if indicator is not None and indicator in known:
            matched[indicator].append(candidate)
        elif indicator is None or not _is_ruled(indicator, baseline):
            provision = _by_wording(candidate.sentence, baseline)
            if provision is not None:
                matched[provision.id].append(candidate)
    if compiled.wording and baseline.from_text is not None:
        _match_by_subject(view, baseline, matched)
    return matched


def _is_ruled(indicator: str, baseline: Baseline) -> bool:
    """An indicator that replaces an exception ("50% số ngành có tỷ lệ nữ dưới 30%") is not the provision itself."""
    return any(provision.exception and provision.exception.replaced_by == indicator for provision in baseline.targets)


def _by_wording(sentence: str, baseline: Baseline) -> TargetProvision | None:
    compiled = baseline.compiled
    for provision in baseline.targets:
        wording, not_wording = compiled.wording[provision.id], compiled.not_wording[provision.id]
        if wording is not None and wording.search(sentence) and not (not_wording and not_wording.search(sentence)):
            return provision
    return None


def _match_by_subject(view: View, baseline: Baseline, matched: dict[str, list[Candidate]]) -> None:
    """Match the targets of two plans that no rule names by what they count: nearly the same words."""
    taken = {id(candidate) for found in matched.values() for candidate in found}
    for provision in baseline.targets:
        if matched[provision.id]:
            continue
        for candidate in view.candidates:
            if (
                id(candidate) not in taken
                and likeness(candidate.target.subject or candidate.sentence, provision.title) >= 0.8
            ):
                matched[provision.id].append(candidate)
                taken.add(id(candidate))


def propose(view: View, provision: TargetProvision, taken: set[int]) -> Candidate | None:
    """Return the local target that is most like the provision's own words, when likeness is all there is; else None."""
    best, best_share = None, 0.55
    for candidate in view.candidates:
        if id(candidate.target) in taken:
            continue
        share = likeness(candidate.sentence, provision.quote)
        if share > best_share:
            best, best_share = candidate, share
    return best


def likeness(left: str, right: str) -> float:
    """Return how alike two stretches of text are, from 0 to 1: the share of pairs of syllables that both have.

    >>> round(likeness("cán bộ nữ trong quy hoạch", "cán bộ nữ trong diện quy hoạch"), 2)
    0.73
    """
    pairs_left, pairs_right = _pairs(left), _pairs(right)
    total = sum(pairs_left.values()) + sum(pairs_right.values())
    return 2 * sum((pairs_left & pairs_right).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[tuple[str, str]]:
    syllables = _SYLLABLE.findall(fold(squeeze(text)))
    return Counter(pairwise(syllables))
