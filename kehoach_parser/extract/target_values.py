"""Numbers as targets write them: shape, unit, comparator, change ("tăng trên 03%", "dưới 4/100.000", "giảm 1/2 số hộ")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex
from pydantic import model_validator

from ..models import Change, Comparator
from ..rules import Strict, compile_pattern, expand
from .numbers import NUMBER, NUMBER_WORDS, parse_fraction, parse_number, parse_words

Kind = Literal["percent", "permille", "rate", "fraction", "multiple", "count"]

_BEFORE = 48  # how far before a number its comparator and its verb are looked for
_REACH_OF_FROM = 48  # "từ 50% số xã trở lên": how far after the number "trở lên" may stand
_LONGEST_UNIT = 4  # words
_FAR = 220
# A number after one of these counts nothing: "tháng 6", "điều 5", "lần thứ 3".
_LABELS = frozenset(
    "ngày tháng năm quý khóa thứ số điều khoản điểm đợt mục chương phần biểu mẫu bảng tiết nhóm lớp loại hạng tuần câu cấp độ"
    " quyển tập kỳ bước trang top tuổi giờ phiên vòng tổ khu đội phường quận nghị".split()
)
_WORD_FRACTION = rf"(?P<over>{NUMBER_WORDS}) phần (?P<under>hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)\b|(?P<half>một nửa)\b"


class ReadingExample(Strict):
    """A phrase in an objectives section and what is to be read in it."""

    text: str
    value: str | None = None
    value_max: str | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    change: Change | None = None
    due: str | None = None


class ShapeRule(Strict):
    """What follows a number and makes it a quantity of a kind."""

    id: str
    kind: Kind
    note: str
    tail: str
    examples: tuple[ReadingExample, ...]
    not_examples: tuple[str, ...]


class ComparatorRule(Strict):
    """The words before or after a number that compare it."""

    comparator: Comparator
    before: tuple[str, ...]
    after: tuple[str, ...]


class ChangeRule(Strict):
    """The words that make a number a change: right before it (``near``) or earlier in its clause (``far``)."""

    change: Change
    near: str
    far: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(slots=True)
class Quantity:
    """A number with its unit at ``[start, end)``; ``lead`` is where its comparator ("đạt ít nhất") begins.

    ``value`` is None when the number can be read two ways. ``has_from``: "từ" stands before it.
    """

    start: int
    end: int
    lead: int
    rule: str
    kind: Kind
    value: int | float | None
    value_max: int | float | None
    unit: str
    comparator: Comparator
    has_from: bool = False
    change: Change | None = None


class ValueRules(Strict):
    """rules/targets/values.yaml."""

    fragments: dict[str, str]
    shapes: tuple[ShapeRule, ...]
    comparators: tuple[ComparatorRule, ...]
    between: tuple[str, ...]
    changes: tuple[ChangeRule, ...]
    unit_stops: tuple[str, ...]

    @model_validator(mode="after")
    def _compile(self) -> ValueRules:
        _ = (self.numbers, self.words, self.before, self.after, self.lead, self.near, self.far, self.stops)
        return self

    @cached_property
    def numbers(self) -> regex.Pattern[str]:
        """Digits with what follows: groups ``a``, ``b`` (end of a range) and ``s0``, ``s1`` … for the shapes."""
        tails = "|".join(f"(?P<s{i}>{expand(shape.tail, self.fragments, shape.id)})" for i, shape in enumerate(self.shapes))
        number = f"(?:{NUMBER})"
        source = rf"(?<![\w.,/])(?<!\d[:-])(?P<a>{number})(?: ?%? ?(?:-|đến|tới) ?(?P<b>{number}))?(?:{tails})"
        return compile_pattern(source, {}, "targets/values.yaml: shapes")

    @cached_property
    def words(self) -> regex.Pattern[str]:
        """Numbers in words: "ba phần tư số hộ", "hai mươi phần trăm", "ít nhất hai mươi mô hình"."""
        source = (
            rf"(?<!\p{{L}})(?:{_WORD_FRACTION}|(?P<percent>{NUMBER_WORDS}) phần trăm\b"
            rf"|(?<={self._comparing}(?: là| có)? )(?P<count>{NUMBER_WORDS})(?= \p{{L}}))"
        )
        return compile_pattern(source, {}, "targets/values.yaml: words")

    @cached_property
    def _comparing(self) -> str:
        return "(?:" + "|".join(regex.escape(w) for rule in self.comparators for w in rule.before if w[0].isalpha() and (w == "khoảng" or " " in w)) + ")"

    @cached_property
    def before(self) -> regex.Pattern[str]:
        """The comparator that ends where the number begins; the group is the comparator."""
        groups = "|".join(f"(?P<{rule.comparator}>{_any(rule.before)})" for rule in self.comparators)
        return regex.compile(rf"(?<!\p{{L}})(?:{groups})(?: +(?:{_any(self.between)})){{0,2}} *$")

    @cached_property
    def after(self) -> regex.Pattern[str]:
        """The comparator after the number, "trở lên"."""
        groups = "|".join(f"(?P<{rule.comparator}>{_any(rule.after)})" for rule in self.comparators if rule.after)
        return regex.compile(rf" *(?:/ *năm *)?(?:{groups})(?!\p{{L}})")

    @cached_property
    def lead(self) -> regex.Pattern[str]:
        """Words without a comparison that lead to the number ("đạt từ")."""
        return regex.compile(r"(?<!\p{L})(?:(?:đạt|từ|là|chiếm|bằng|mức|ở mức|khoảng) +)+$")

    @cached_property
    def near(self) -> regex.Pattern[str]:
        """The change whose words end where the comparator begins; the group is the change."""
        groups = "|".join(f"(?P<{rule.change}>{rule.near})" for rule in self.changes)
        return compile_pattern(rf"(?<!\p{{L}})(?:{groups})(?: đạt| từ| là)? ?$", self.fragments, "targets/values.yaml: near")

    @cached_property
    def far(self) -> regex.Pattern[str]:
        """The change that an earlier word of the clause tells; the group is the change."""
        groups = "|".join(f"(?P<{rule.change}>{rule.far})" for rule in self.changes if rule.far)
        return compile_pattern(rf"(?<!\p{{L}})(?:{groups}) ?$", self.fragments, "targets/values.yaml: far")

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words that end the name of a counted thing (their first word)."""
        return frozenset(word.split()[0] for word in self.unit_stops)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(regex.escape(word).replace(r"\ ", " +") for word in sorted(words, key=len, reverse=True))


def find_quantities(folded: str, start: int, end: int, rules: ValueRules) -> list[Quantity]:
    """Return the quantities in ``folded[start:end]`` in order: every number with a unit that can be a target's."""
    found = [quantity for match in rules.numbers.finditer(folded, start, end) for quantity in _read(folded, start, match, rules)]
    if _NUMBER_WORD_HINT.search(folded, start, end):
        found += _read_words(folded, start, end, rules)
        found.sort(key=lambda quantity: quantity.start)
    return found


_NUMBER_WORD_HINT = regex.compile(
    r" phần (?:trăm|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)\b|một nửa"
    r"|(?:ít nhất|tối thiểu|khoảng|tối đa|không quá|không dưới)(?: là| có)? (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) "
)


def _read(folded: str, floor: int, match: regex.Match[str], rules: ValueRules) -> Iterator[Quantity]:
    shape = rules.shapes[int((match.lastgroup or "s0")[1:])]
    kind: Kind = shape.kind
    number = match.start("a")
    tail = match[match.lastgroup or 0]
    end = match.end()
    value_max: int | float | None = None
    counted = kind == "count"
    if counted:
        label = folded[max(floor, number - 8) : number].split()
        if label and label[-1] in _LABELS and not folded[number - 1].isalpha():
            return
        unit, end = _read_unit(folded, end, rules)
        if not unit:
            return
    elif kind in ("percent", "permille"):
        unit = kind
    elif kind == "rate":
        end = _read_unit(folded, end, rules, 5)[1]
        unit = folded[match.start(match.lastgroup or 0) : end].strip()
    elif kind == "multiple":
        unit = "lần"
    else:
        unit, end = _read_unit(folded, end, rules)
        if not unit:
            return
    value = parse_number(match["a"], counted=counted)
    if match["b"] is not None:
        value_max = parse_number(match["b"], counted=counted)
        if kind == "fraction" or value is None or value_max is None or value_max <= value:
            number, value, value_max = match.start("b"), value_max, None
    if counted and value_max is None and value is not None and 1900 <= value <= 2100 and "." not in match[0]:
        return  # a bare year
    if kind == "fraction":
        value = parse_fraction(value, parse_number(tail.strip().lstrip("/").split()[0]))
        if value is None:
            return
    yield _compare(folded, floor, Quantity(number, end, number, shape.id, kind, value, value_max, unit, "eq"), rules)


def _read_words(folded: str, start: int, end: int, rules: ValueRules) -> Iterator[Quantity]:
    by_kind = {shape.kind: shape.id for shape in rules.shapes}
    for match in rules.words.finditer(folded, start, end):
        value: int | float | None
        stop = match.end()
        if match["percent"] is not None:
            kind: Kind = "percent"
            value, unit = parse_words(match["percent"]), "percent"
        else:
            kind = "count" if match["count"] is not None else "fraction"
            unit, stop = _read_unit(folded, stop, rules)
            if kind == "count":
                value = parse_words(match["count"])
            elif match["half"] is not None:
                value = 0.5
            else:
                value = parse_fraction(parse_words(match["over"]), parse_words(match["under"]))
        if unit and value is not None:
            quantity = Quantity(match.start(), stop, match.start(), by_kind[kind], kind, value, None, unit, "eq")
            yield _compare(folded, start, quantity, rules)


_UNIT_WORD = regex.compile(r" ?/? ?[\p{L}\d]+(?:[-&/]\p{L}+)*")


def _read_unit(folded: str, at: int, rules: ValueRules, longest: int = _LONGEST_UNIT) -> tuple[str, int]:
    """Return the name of the counted thing after ``at``, and where it ends: a few words, up to a verb or preposition."""
    end = at
    for _ in range(longest):
        match = _UNIT_WORD.match(folded, end)
        if match is None or match[0].strip(" /") in rules.stops or match[0].strip()[0].isdigit():
            break
        end = match.end()
    return folded[at:end].strip(), end


def _compare(folded: str, floor: int, quantity: Quantity, rules: ValueRules) -> Quantity:
    """Fill in comparator, change and ``lead`` of ``quantity``, and its end when "trở lên" follows."""
    low = max(floor, quantity.start - _BEFORE)
    before = folded[low : quantity.start]
    match = rules.before.search(before)
    if match is not None:
        quantity.comparator = match.lastgroup  # type: ignore[assignment]
        quantity.lead = low + match.start()
        quantity.has_from = " từ" in match[0]
    else:
        match = rules.lead.search(before)
        if match is not None:
            quantity.lead = low + match.start()
            quantity.has_from = before.rstrip().endswith("từ")
    after = rules.after.match(folded, quantity.end)
    if after is None and quantity.has_from:
        stop = folded.find("trở ", quantity.end, quantity.end + _REACH_OF_FROM)
        if stop >= 0 and not _CLAUSE_END.search(folded, quantity.end, stop):
            after = rules.after.match(folded, stop)
    if after is not None:
        if quantity.comparator == "eq":
            quantity.comparator = after.lastgroup  # type: ignore[assignment]
        if quantity.kind != "count":
            quantity.end = after.end()
    elif quantity.has_from and quantity.comparator == "eq" and quantity.value_max is None:
        quantity.comparator = "ge"
    return quantity


_CLAUSE_END = regex.compile(r"[;:.]|\d")


def read_change(folded: str, floor: int, quantity: Quantity, rules: ValueRules) -> Change | None:
    """Return what the words of the clause, which begins at ``floor``, make of ``quantity``."""
    low = max(floor, quantity.lead - _FAR)
    before = folded[low : quantity.lead]
    match = rules.near.search(before[-_BEFORE:]) or rules.near.search(folded[max(low, quantity.start - _BEFORE) : quantity.start])
    match = match or rules.far.search(folded[low : quantity.start])
    change: Change | None = match.lastgroup if match else None  # type: ignore[assignment]
    if change == "decrease_by" and quantity.comparator in ("lt", "le") and "giảm" not in before[-12:]:
        return "decrease_to"  # "giảm tỷ lệ hộ nghèo dưới 3%" tells where it shall stand
    return change
