"""Numbers as targets write them, with unit, comparator and change: "tăng trên 03%", "giảm 1/2 số hộ"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..models import Change, Comparator
from ..rules import LETTERS
from .numbers import parse_fraction, parse_number, parse_words
from .target_value_rules import Kind, ShapeRule, ValueRules

_BEFORE = 48  # how far before a number its comparator and its verb are looked for
_REACH_OF_LIMIT = 110  # and how far "không để" of "không để … vượt quá"
_REACH_OF_FROM = 48  # "từ 50% số xã trở lên": how far after the number "trở lên" may stand
_LONGEST_UNIT = 4  # words
_FAR = 220
# So many of all that there are ("8/12 xã"); of people and households a share is meant ("9/10 hộ").
_ONE_OF_ALL = re.compile(
    r"(?:xã|phường|thị trấn|đặc khu|huyện|thôn|bản|ấp|khóm|khu phố|tổ dân phố|tiêu chí|chỉ tiêu|mục tiêu|nhiệm vụ"
    rf"|trường|trạm|chi bộ|cơ quan|đơn vị|sở)(?![{LETTERS}])"
)
_FEWEST_OF_ALL = 6  # "3/4 cơ quan" is a share
# A number after one of these counts nothing: "tháng 6", "điều 5", "lần thứ 3".
_LABELS = frozenset(
    "ngày tháng năm quý khóa thứ số điều khoản điểm đợt mục chương phần biểu mẫu bảng tiết nhóm lớp loại hạng tuần"  # noqa: SIM905
    " câu cấp độ quyển tập kỳ bước trang top tuổi giờ phiên vòng tổ khu đội phường quận nghị".split()
)


@dataclass(slots=True)
class Quantity:
    """A number with its unit at ``[start, end)``; ``lead`` is where its comparator ("đạt ít nhất") begins.

    ``value`` is None when the number can be read two ways. ``has_from``: "từ" stands before it.
    ``named_at``: where the unit stands, when the number takes it from the one before it.
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
    named_at: int | None = None


def find_quantities(folded: str, start: int, end: int, rules: ValueRules, *, counts: bool = True) -> list[Quantity]:
    """Return the quantities in ``folded[start:end]`` in order: every number with a unit that can be a target's.

    ``counts``: numbers of counted things too, not only percentages, rates, fractions and multiples.
    """
    found: list[Quantity] = []
    for match in rules.numbers.finditer(folded, start, end):
        shape = rules.shapes[int((match.lastgroup or "s0")[1:])]
        if counts or shape.kind != "count":
            found += _read(folded, start, match, shape, rules)
    if _NUMBER_WORD_HINT.search(folded, start, end):
        found += _read_words(folded, start, end, rules)
        found.sort(key=lambda quantity: quantity.start)
    if counts and folded.find("năm 20", start, end) >= 0:
        found += [second for one in found for second in _go_on(folded, start, end, one, rules)]
        found.sort(key=lambda quantity: quantity.start)
    return found


def _go_on(folded: str, floor: int, end: int, one: Quantity, rules: ValueRules) -> Iterator[Quantity]:
    """Yield the numbers of later years that leave the thing counted by ``one`` unsaid: "… và 200 vào năm 2030"."""
    named_at = folded.rfind(one.unit, one.start, one.end)
    while one.kind in ("count", "rate") and (match := rules.second.match(folded, one.end, end)) is not None:
        value = parse_number(match["a"], counted=True)
        if value is None or (1900 <= value <= 2100 and "." not in match["a"]):
            return
        second = Quantity(*match.span("a"), match.start("a"), one.rule, one.kind, value, None, one.unit, "eq")
        second.named_at = named_at
        one = _compare(folded, floor, second, rules)
        yield one


_NUMBER_WORD_HINT = re.compile(
    r" phần (?:trăm|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)\b|một nửa"
    r"|(?:ít nhất|tối thiểu|khoảng|tối đa|không quá|không dưới)(?: là| có)?"
    r" (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) "
)


def _read(folded: str, floor: int, match: regex.Match[str], shape: ShapeRule, rules: ValueRules) -> Iterator[Quantity]:
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
        whole = parse_number(tail.strip().lstrip("/").split()[0])
        share = parse_fraction(value, whole)
        if share is None:
            return
        if whole is None or whole < _FEWEST_OF_ALL or not _ONE_OF_ALL.match(unit):
            value = share  # else "85/102 xã": so many of all that there are
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


_MAGNITUDE = re.compile(r" (?:nghìn|ngàn|triệu|tỷ|tỉ) ")
_YEARS = re.compile(rf" năm(?! (?:19|20)?\d)(?![{LETTERS}])")
_EACH = re.compile(r"[^/]+/ ?(?:năm|tháng|quý|tuần|ngày)")
_UNIT_WORD = re.compile(rf" ?/? ?(?!đối với )[{LETTERS}\d]+(?:[-&/][{LETTERS}]+)*")


def _read_unit(folded: str, at: int, rules: ValueRules, longest: int = _LONGEST_UNIT) -> tuple[str, int]:
    """Return the name of the counted thing after ``at``, up to a verb or preposition, and where it ends."""
    end = at
    first = _YEARS.match(folded, at)
    if first is not None:
        return "năm", first.end()
    if _MAGNITUDE.match(folded, at):
        longest += 1
    for _ in range(longest):
        match = _UNIT_WORD.match(folded, end)
        if match is None or match[0].strip(" /") in rules.stops or match[0].strip()[0].isdecimal():
            break
        end = match.end()
        if _EACH.fullmatch(match[0]) and not folded.startswith("/", end):
            break  # "12 lớp/năm bồi dưỡng nghiệp vụ"
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
    if quantity.comparator in ("eq", "gt"):
        _limit(folded, floor, quantity, rules)
    after = rules.after.match(folded, quantity.end)
    distant = None
    if after is None and quantity.has_from:
        stop = folded.find("trở ", quantity.end, quantity.end + _REACH_OF_FROM)
        if stop >= 0 and not _CLAUSE_END.search(folded, quantity.end, stop):
            distant = rules.after.match(folded, stop)
    if distant is not None and quantity.comparator == "eq":
        quantity.comparator = distant.lastgroup  # type: ignore[assignment]
    if after is not None:
        if quantity.comparator == "eq":
            quantity.comparator = after.lastgroup  # type: ignore[assignment]
        if quantity.kind != "count":
            quantity.end = after.end()
    elif quantity.has_from and quantity.comparator == "eq" and quantity.value_max is None:
        quantity.comparator = "ge"
    return quantity


def _limit(folded: str, floor: int, quantity: Quantity, rules: ValueRules) -> None:
    """Make a share that shall not be passed ("không để tỷ lệ nợ xấu vượt quá 3%") one at most so high."""
    low = max(floor, quantity.start - _REACH_OF_LIMIT)
    match = None
    if folded.find("không ", low, quantity.start) >= 0:
        match = rules.limit.search(folded[low : quantity.start])
    if match is not None:
        quantity.comparator = "le"
        quantity.lead = low + match.start("above")


_CLAUSE_END = regex.compile(r"[;:.]|\d")


def read_change(folded: str, floor: int, quantity: Quantity, rules: ValueRules) -> Change | None:
    """Return what the words of the clause, which begins at ``floor``, make of ``quantity``."""
    low = max(floor, quantity.lead - _FAR)
    if rules.change_word.search(folded, low, quantity.start) is None:
        return None
    before = folded[low : quantity.lead]
    near = rules.near.search(before[-_BEFORE:])
    if near is None and quantity.lead < quantity.start:
        near = rules.near.search(folded[max(low, quantity.start - _BEFORE) : quantity.start])
    told = near or rules.far.search(folded[low : quantity.start])
    change: Change | None = told.lastgroup if told else None  # type: ignore[assignment]
    if change == "decrease_by" and quantity.comparator in ("lt", "le") and "giảm" not in before[-12:]:
        return "decrease_to"  # "giảm tỷ lệ hộ nghèo dưới 3%" tells where it shall stand
    return change
