"""The words around values: the rules for them, and the stretch of a sentence that states each value."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from pydantic import model_validator

from ..rules import AnyPattern, Strict, compile_any
from ..text import split_sentences
from .target_due import Due
from .target_values import Quantity

_LONGEST_HEAD = 320  # of a quote before its value
_LONGEST_TAIL = 320  # and after it
_LONGEST_LABEL = 80
Stretch = tuple[int, int]


class WordRule(Strict):
    """A pattern with its examples."""

    id: str
    note: str
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class NamedRule(Strict):
    """A rule that is all code: its name and what it does."""

    id: str
    note: str


class ClauseRules(Strict):
    """rules/targets/clauses.yaml."""

    fragments: dict[str, str]
    aim: str
    promise: str
    result: str
    weak: str
    counts_need: str
    planned: str
    planned_examples: tuple[str, ...]
    planned_not_examples: tuple[str, ...]
    starter: str
    lead: str
    subject_first: str
    grade: str
    duties: tuple[WordRule, ...]
    cell: NamedRule
    conditions: tuple[WordRule, ...]
    exceptions: tuple[WordRule, ...]

    @model_validator(mode="after")
    def _compile(self) -> ClauseRules:
        _ = (self.aims, self.promises, self.results, self.weak_results, self.needs, self.cut, self.leads, self.first)
        _ = (self.future, self.grades, self.duty, self.condition, self.exception)
        return self

    def _pattern(self, source: str, where: str) -> AnyPattern:
        return compile_any(source, self.fragments, f"targets/clauses.yaml: {where}")

    @cached_property
    def aims(self) -> AnyPattern:
        """The clause says that the plan aims."""
        return self._pattern(self.aim, "aim")

    @cached_property
    def promises(self) -> AnyPattern:
        """The sentence promises a result, in weaker words."""
        return self._pattern(self.promise, "promise")

    @cached_property
    def results(self) -> AnyPattern:
        """The words that end right before a counted thing state a result."""
        return self._pattern(f"(?:{self.result})(?:[:] ?)? ?$", "result")

    @cached_property
    def weak_results(self) -> AnyPattern:
        """Of these words, the ones that describe as often as they promise."""
        strong = r"(?<!(?:xây|trồng|sửa|làm|đào tạo|thành lập|kết nạp)(?: (?:mới|chữa|thêm|được))? )"
        return self._pattern(rf"(?<!\p{{L}}){self.weak}(?: [^;]{{0,20}})? ?{strong}$", "weak")

    @cached_property
    def needs(self) -> AnyPattern:
        """A sentence that may promise counted things."""
        return self._pattern(self.counts_need, "counts_need")

    @cached_property
    def future(self) -> AnyPattern:
        """Words that say where a thing shall stand in a year to come; they end where its number begins."""
        return self._pattern(rf"(?:{self.planned})[^;.:\d]{{0,20}}$", "planned")

    @cached_property
    def cut(self) -> AnyPattern:
        """A separator after which the statement of another value begins."""
        return self._pattern(
            rf"(?:;|,(?: và| còn)?| và| còn|\(|\.|:)\s*(?={self.starter}(?!\p{{L}})|trong đó)", "starter"
        )

    @cached_property
    def leads(self) -> AnyPattern:
        """The words at a beginning that only lead to the value."""
        return self._pattern(
            rf"^(?:\s*(?:{self.lead})(?!\p{{L}})|\s*(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?|[\s,:;.-])+", "lead"
        )

    @cached_property
    def first(self) -> AnyPattern:
        """A beginning that names what is counted."""
        return self._pattern(self.subject_first, "subject_first")

    @cached_property
    def grades(self) -> AnyPattern:
        """A grade, from the beginning of its statement to its number."""
        return self._pattern(self.grade, "grade")

    @cached_property
    def duty(self) -> AnyPattern:
        """An absolute duty."""
        return self._pattern("|".join(f"(?:{rule.pattern})" for rule in self.duties), "duties")

    @cached_property
    def condition(self) -> tuple[AnyPattern, ...]:
        """The conditions, in the order of the file."""
        return tuple(self._pattern(rule.pattern, rule.id) for rule in self.conditions)

    @cached_property
    def exception(self) -> tuple[AnyPattern, ...]:
        """The exceptions, in the order of the file."""
        return tuple(self._pattern(rule.pattern, rule.id) for rule in self.exceptions)


_MARKER = re.compile(
    # "20.000 hộ" begins with a thousand, not with the number of a paragraph.
    r"\s*(?:[-+*•o>✓]\s+|[-+•*]|(?!\d{1,2}(?:\.\d{3})+ [^\W\d_])"
    r"\(?\d{1,2}(?:\.\d{1,2}){0,4}[.)]\s*(?:\d{1,2}\.\s*)?|\d{1,2}(?:\.\d{1,2}){1,4}\s+|\(?[a-zđ]\d?(?:[.)]|/(?=\s))\s*"
    r"|[ivx]{1,5}[.)]\s*)"
)
NOT_WORDS = " \t\n.,;:|-"


def cut_sentences(text: str, start: int, end: int, *, cells: bool) -> list[tuple[int, int]]:
    """Return the sentences of a line; in a table each cell is apart (``cells``)."""
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        stop = text.find(" | ", at, end) if cells else -1
        stop = end if stop < 0 else stop
        found += split_sentences(text, at, stop)
        at = stop + 3 if stop < end else end
    return found


def skip_marker(folded: str, start: int, end: int) -> int:
    """Return where the words of a paragraph begin, after its bullet or number."""
    for _ in range(2):
        match = _MARKER.match(folded, start, end)
        if match is None or match.end() >= end:
            break
        start = match.end()
    while start < end and folded[start].isspace():
        start += 1
    return start


def cut_quotes(
    folded: str, sentence: tuple[int, int], quantities: list[Quantity], dues: list[Due | None], rules: ClauseRules
) -> list[tuple[int, int]]:
    """Return for each value of a sentence the stretch that states it; the stretches do not overlap."""
    low, high = sentence
    low = skip_marker(folded, low, high)
    borders = [low]
    for one, other in pairwise(quantities):
        borders.append(_border(folded, one, other, rules))
    borders.append(high)
    quotes = []
    for index, quantity in enumerate(quantities):
        start, end = borders[index], borders[index + 1]
        for announced in _ANNOUNCES.finditer(folded, start, quantity.lead):
            start = announced.end()
        semicolon = folded.rfind(";", start, quantity.lead)
        if semicolon >= 0:
            start = semicolon + 1
        semicolon = folded.find(";", quantity.end, end)
        if semicolon >= 0:
            end = semicolon
        due = dues[index]
        if due is not None and quantity.end <= due.start < end:
            end = max(end, due.end)
        start, end = _shorten(folded, start, end, quantity)
        start, end = _close(folded, start, end, quantity)
        quotes.append(_trim(folded, start, end, quantity))
    return quotes


# "…, cụ thể: phấn đấu …", "Bảo đảm an toàn, gồm: tỷ lệ …": what is announced is a statement of its own.
_ANNOUNCES = re.compile(r"(?:cụ thể(?: là| như sau)?|gồm|trong đó|như sau|sau đây): ")
# "Tốt: 90%, Khá: 9%": the label of the second value; "(100%), bản B 15/15 (100%)": the words before its bracket.
_OWN_LABEL = re.compile(r"(?:[,;)]| và) *(?P<label>[^\W\d][^,;:()%\d]{0,60}): ?$")
_OWN_BRACKET = re.compile(r"\)? ?(?:[,;]|và ) ?(?=[^()]*\($)")


def _close(folded: str, start: int, end: int, quantity: Quantity) -> Stretch:
    """Cut a stretch so that no bracket in it stays open or closes what it has not opened."""
    depth, opened = 0, start
    for mark in _BRACKETS.finditer(folded, start, end):
        at = mark.start()
        if mark[0] == "(":
            depth, opened = depth + 1, at
        elif depth:
            depth -= 1
        elif at < quantity.lead:
            start = at + 1
        else:
            return start, at
    if depth and opened >= quantity.end:
        return start, opened
    return (opened + 1, end) if depth and opened < quantity.lead else (start, end)


_BRACKETS = re.compile(r"[()]")


def _border(folded: str, one: Quantity, other: Quantity, rules: ClauseRules) -> int:
    """Return where the statement of ``other`` begins, between two values."""
    gap_end = other.lead
    if one.end >= gap_end:
        return gap_end
    semicolon = folded.rfind(";", one.end, gap_end)
    if semicolon >= 0:
        return semicolon + 1
    gap = folded[one.end : gap_end]
    label = _OWN_LABEL.search(gap[-_LONGEST_LABEL:]) or _OWN_BRACKET.match(gap)
    if label is not None:
        if label.re is _OWN_BRACKET:
            return one.end + label.end()
        return gap_end - min(len(gap), _LONGEST_LABEL) + label.start("label")
    opened = gap.rfind("(")
    if opened >= 0 and gap.find(")", opened) < 0:
        return one.end + opened + 1
    cuts = [match.end() for match in rules.cut.finditer(folded, one.end, gap_end + 1)]
    if cuts:
        return min(cuts[-1] if folded[cuts[0] : cuts[0] + 2] != "tỷ" else cuts[0], gap_end)
    for mark in (" và ", ", "):
        at = folded.rfind(mark, one.end, gap_end)
        if at >= 0:
            return at + len(mark)
    return gap_end


def _shorten(folded: str, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    if quantity.lead - start > _LONGEST_HEAD:
        at = folded.find(", ", quantity.lead - _LONGEST_HEAD, quantity.lead)
        start = (
            at + 2 if at >= 0 else folded.find(" ", quantity.lead - _LONGEST_HEAD, quantity.lead) + 1 or quantity.lead
        )
    if end - quantity.end > _LONGEST_TAIL:
        at = folded.rfind(", ", quantity.end, quantity.end + _LONGEST_TAIL)
        at = at if at >= 0 else folded.rfind(" ", quantity.end, quantity.end + _LONGEST_TAIL)
        end = at if at >= 0 else quantity.end
    return start, end


def _trim(folded: str, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    while start < quantity.lead and folded[start] in NOT_WORDS:
        start += 1
    if folded.startswith("và ", start):
        start += 3
    while end > quantity.end and (folded[end - 1] in NOT_WORDS or folded[end - 1] == "("):
        end -= 1
    if end > quantity.end and folded[end - 1] == ")" and "(" not in folded[start:end]:
        end -= 1
    if end - 3 >= quantity.end and folded.endswith(" và", 0, end):
        end -= 3
    return start, end
