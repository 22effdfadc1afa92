"""Which local target is about which provision: by its indicator, by the wording of its sentence, by likeness."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from ..baseline import Baseline, Places, TargetProvision, due_year, plan_years
from ..models import Section, Span, Target
from ..plan import Plan
from ..text import fold, squeeze

# "đã đạt", "tính đến 31/12/2020" tell what was reached; they commit to nothing.
_PAST = regex.compile(
    r"\b(?:đã đạt|đạt được|tính đến|hiện nay|hiện có|thực trạng|kết quả (?:đạt|thực hiện)|so với năm)\b"
)
_SENTENCE_EDGE = regex.compile(r"[.;!?](?= +\p{Lu}|\s*$)")
_CLAUSE_EDGE = regex.compile(r"[.;:,](?= )")
# How far a sentence is followed; a paragraph may be as long as the text.
_FAR = 1500
_YEARS = regex.compile(r"\b20\d\d\b")
_BULLETS = ("-", "+", "•", "*", "a)", "b)", "c)", "d)", "đ)")
_LONGEST_LIST = 12
# The largest plans have some three hundred; each keeps its sentence and is held against every provision.
_MOST_TARGETS = 1000
# In a plan of up to this many years its end is the only year that an undated target can mean.
_SHORT_PLAN = 6
# "đến năm 2030 đạt trên 75%": nothing but a year, a verb and a value, so it is about what stands before it.
_BARE = regex.compile(
    r"(?:\W|\d|và|đến|hết|cuối|vào|trong|năm|giai đoạn|phấn đấu|đạt|có|từ|trở lên|ít nhất|tối thiểu|trên|khoảng|lên|"
    r"tăng|là|chiếm|phần trăm|không thấp hơn|dưới|không quá)*+\Z"
)
_SYLLABLE = regex.compile(r"\p{L}+")


@dataclass(frozen=True)
class Candidate:
    """A local target, the folded sentence that it stands in, and its year: None when the text leaves it open.

    ``lead`` is what the sentence hangs on: the line with a colon above a bullet, the heading of its section.
    """

    target: Target
    sentence: str
    year: int | None
    lead: str = ""

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """The pairs of syllables of the sentence, for likeness."""
        return _pairs(self.sentence)


class View:
    """A plan as the comparison sees it: its folded text, sections by place, targets with their sentences."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._places: dict[int, Places] = {}

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self.plan.text)

    def places(self, baseline: Baseline) -> Places:
        """Return where the first words of the baseline's patterns stand in the folded text."""
        found = self._places.get(id(baseline))
        if found is None:
            found = self._places[id(baseline)] = baseline.compiled.heads.find(self.folded)
        return found

    @cached_property
    def sections(self) -> list[Section]:
        """All sections in the order of the text."""
        return [section for root in self.plan.sections for section in root.walk()]

    def chain_at(self, offset: int) -> list[Section]:
        """Return the sections that hold ``offset``, from the outermost to the innermost."""
        chain: list[Section] = []
        level = self.plan.sections
        while level:
            index = bisect_right(level, offset, key=lambda section: section.span.start) - 1
            if index < 0 or offset >= level[index].span.end:
                break
            chain.append(level[index])
            level = level[index].children
        return chain

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        chain = self.chain_at(offset)
        return chain[-1] if chain else None

    def sentence(self, span: Span) -> str:
        """Return the folded sentence around ``span``, inside its line."""
        start, end = self.sentence_bounds(span)
        return self.folded[start:end]

    def sentence_bounds(self, span: Span) -> tuple[int, int]:
        """Return where the sentence around ``span`` begins and ends."""
        text = self.plan.text
        left, right = max(0, span.start - _FAR), min(len(text), span.end + _FAR)
        start = max(text.rfind("\n", left, span.start) + 1, left)
        end = text.find("\n", max(span.end - 1, span.start), right)
        end = right if end < 0 else end
        for edge in _SENTENCE_EDGE.finditer(text, start, end):
            if edge.end() <= span.start:
                start = edge.end()
            elif edge.start() >= span.end - 1:
                end = edge.start()
                break
        return start, end

    def clip(self, span: Span, longest: int, inside: Span | None = None) -> Span:
        """Return the sentence around ``span``; where it is longer than ``longest`` characters, cut at clauses or words.

        ``inside`` takes the place of the sentence. All of ``span`` stays, whatever its length.
        """
        text = self.plan.text
        left, right = (inside.start, inside.end) if inside else self.sentence_bounds(span)
        if right - left > longest:
            room = max(longest - (span.end - span.start), 0)
            low = max(left, span.start - room // 2)
            high = min(right, max(low + longest, span.end))
            if low > left:
                clause = _CLAUSE_EDGE.search(text, low, span.start)
                low = clause.end() if clause else text.find(" ", low - 1, span.start) + 1 or span.start
            if high < right:
                edges = [edge.start() for edge in _CLAUSE_EDGE.finditer(text, span.end, high)]
                high = edges[-1] if edges else max(text.rfind(" ", span.end, high + 1), span.end)
            left, right = low, high
        while left < span.start and text[left].isspace():
            left += 1
        while right > span.end and text[right - 1].isspace():
            right -= 1
        return Span(start=left, end=right)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The targets with their sentences; what tells a past result is left out."""
        found: list[Candidate] = []
        for target in self.plan.targets[:_MOST_TARGETS]:
            sentence = self.sentence(target.span)
            subject = fold(target.subject or "")
            words = sentence if subject and subject in sentence else f"{subject} {sentence}" if subject else sentence
            if not (_PAST.search(words) and target.indicator is None):
                found.append(Candidate(target, words, self.year_of(target), self.lead_of(target.span.start)))
        return found

    def year_of(self, target: Target) -> int | None:
        """Return the year by which a target is due; None when it was only taken from the end of a long plan."""
        year = due_year(target)
        if not target.due_inferred or year is None:
            return year
        own = _YEARS.findall(target.quote)
        if len(set(own)) == 1:
            return int(own[0])
        first, last = plan_years(self.plan)
        if last != year or (first is not None and year - first < _SHORT_PLAN):
            return year
        heads = self.chain_at(target.span.start)
        named = any(str(year) in self.head_of(section) for section in heads if section.marker)
        return year if named else None

    def head_of(self, section: Section) -> str:
        """Return the folded first line of a section."""
        end = self.folded.find("\n", section.span.start, section.span.end)
        return self.folded[section.span.start : end if end >= 0 else section.span.end]

    def lead_of(self, offset: int) -> str:
        """Return the folded line with a colon above the bullets in which ``offset`` stands, "" when there is none."""
        start = self.folded.rfind("\n", max(0, offset - _FAR), offset) + 1
        for _ in range(_LONGEST_LIST):
            if not self.folded.startswith(_BULLETS, start) or start == 0:
                break
            above = self.folded.rfind("\n", max(0, start - _FAR), start - 1) + 1
            line = self.folded[above : start - 1].rstrip()
            if line.endswith(":"):
                return line
            start = above
        return ""


def match_targets(view: View, baseline: Baseline) -> dict[str, list[Candidate]]:
    """Return, for each provision by id, the local targets that are about it, in the order of the text."""
    known = {provision.id for provision in baseline.targets}
    matched: dict[str, list[Candidate]] = {provision.id: [] for provision in baseline.targets}
    before: tuple[str, int] | None = None
    for candidate in view.candidates:
        indicator = candidate.target.indicator
        sentence_start = view.sentence_bounds(candidate.target.span)[0]
        if indicator is None and before is not None and before[1] == sentence_start and _is_bare(candidate.target):
            indicator = before[0]
        if indicator is None:
            indicator = _by_wording(candidate.sentence, baseline)
            if indicator is None and candidate.lead:
                indicator = _by_wording(f"{candidate.lead} {candidate.sentence}", baseline)
        elif indicator not in known and not _is_ruled(indicator, baseline):
            indicator = _by_wording(candidate.sentence, baseline)
        if indicator in known:
            matched[indicator].append(candidate)
        before = (indicator, sentence_start) if indicator else None
    if baseline.from_text is not None:
        _match_by_subject(view, baseline, matched)
    return matched


def _is_bare(target: Target) -> bool:
    return bool(_BARE.match(fold(target.quote)))


def _is_ruled(indicator: str, baseline: Baseline) -> bool:
    """An indicator that replaces an exception ("50% số ngành có tỷ lệ nữ dưới 30%") is not the provision itself."""
    return any(provision.exception and provision.exception.replaced_by == indicator for provision in baseline.targets)


def _by_wording(sentence: str, baseline: Baseline) -> str | None:
    compiled = baseline.compiled
    for provision in baseline.targets:
        wording, not_wording = compiled.wording[provision.id], compiled.not_wording[provision.id]
        if wording is not None and wording.search(sentence) and not (not_wording and not_wording.search(sentence)):
            return provision.id
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
    wanted = _pairs(provision.quote)
    for candidate in view.candidates:
        if id(candidate.target) in taken:
            continue
        share = _share(candidate.pairs, wanted)
        if share > best_share:
            best, best_share = candidate, share
    return best


def likeness(left: str, right: str) -> float:
    """Return how alike two stretches of text are, from 0 to 1: the share of pairs of syllables that both have.

    >>> round(likeness("cán bộ nữ trong quy hoạch", "cán bộ nữ trong diện quy hoạch"), 2)
    0.73
    """
    return _share(_pairs(left), _pairs(right))


def _share(left: Counter[tuple[str, str]], right: Counter[tuple[str, str]]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _pairs(text: str) -> Counter[tuple[str, str]]:
    syllables = _SYLLABLE.findall(fold(squeeze(text)))
    return Counter(pairwise(syllables))
