"""Which quantities of a sentence are values of targets, and why the others are none."""

from __future__ import annotations

import re
from itertools import pairwise

import regex

from ..rules import LETTERS
from .target_counts import LIST_GOES_ON, opens_sentence, states_count
from .target_filters import FilterRule, Place, find_reason
from .target_kit import REACH, TargetKit
from .target_values import Quantity

_NO_RESULT = "số lượng được nêu trong nội dung, không phải kết quả cam kết"
_NO_PROMISE = "tỷ lệ được nêu, không phải kết quả cam kết"
_NESTED = "số nằm trong mô tả của chỉ tiêu khác"
# "90% xã đạt từ 15 tiêu chí trở lên", "72 xã đạt 19 tiêu chí": what the counted bodies have reached picks them.
_REACHED = regex.compile(
    r"(?!.* còn lại) ?\p{L}++(?: \p{L}++){0,7} (?:đạt|có) (?:(?:từ|dưới|trên|ít nhất|tối thiểu) )?"
)
_BLANK = "tỷ lệ không gắn với nội dung nào"
_SEPARATES = re.compile(rf"[,;:(.]|(?<![{LETTERS}])(?:và|đạt|lên|xuống|còn|là|năm|phấn đấu|trong đó)(?![{LETTERS}])")
_HAS = regex.compile(r"^[^,;:.(]*(?<! và)(?<!,) có $")  # "100% hộ … có ít nhất 01 người"
# "100% xã, phường, thị trấn có ít nhất 04 tin": the commas stand inside one noun.
_UNITS = re.compile(
    r"(?:xã|phường|thị trấn|đặc khu|huyện|thị xã|thôn|bản|ấp|khu phố|sở|ban|ngành|cơ quan|đơn vị|cán bộ|công chức"
    r"|doanh nghiệp|tổ chức)"
    r"(?:, (?:xã|phường|thị trấn|đặc khu|huyện|thị xã|thành phố|thôn|bản|ấp|khu phố|ban|ngành|đơn vị|địa phương"
    r"|công chức|viên chức|người lao động|doanh nghiệp|tổ chức|hợp tác xã|trường học)(?: |(?=,)))+"
)
_WORD = re.compile(rf"[{LETTERS}]{{2,}}")


def choose_values(
    kit: TargetKit, sentence: tuple[int, int], quantities: list[Quantity], place: Place, duty: bool
) -> tuple[list[Quantity], list[Quantity]]:
    """Return the quantities of a sentence that are values of targets, and those that a change starts from."""
    kept: list[Quantity] = []
    bases: list[Quantity] = []
    waiting: list[tuple[Quantity, FilterRule]] = []
    for quantity in quantities:
        aim = (
            kit.clauses.aims.search(kit.folded, kit.near(sentence, quantity.start, quantity.end)[0], quantity.start)
            is not None
        )
        if quantity.kind == "count" and not states_count(kit, sentence, quantity, place, aim, kept):
            continue
        rule = find_reason(kit.folded, sentence, quantity, place, aim, kit.filters)
        if rule is not None and rule.needs_other:
            waiting.append((quantity, rule))
            continue
        reason = rule.reason if rule else _why_not(kit, sentence, quantity, place, aim, kept)
        if reason is None:
            kept.append(quantity)
        else:
            kit.rejected.append((quantity.start, quantity.end, reason))
            if rule is not None and rule.base:
                bases.append(quantity)
    for quantity, rule in waiting:
        if kept or duty or not place.objective:
            kit.rejected.append((quantity.start, quantity.end, rule.reason))
        else:
            kept.append(quantity)
    kept.sort(key=lambda quantity: quantity.start)
    for one, other in pairwise(kept):
        # "Hình thành ít nhất 100 doanh nghiệp khởi nghiệp, 50 doanh nghiệp khoa học": one verb, one "ít nhất".
        bare = one.kind == other.kind == "count" and other.comparator == "eq" and other.lead == other.start
        if bare and one.comparator != "eq" and LIST_GOES_ON.fullmatch(kit.folded, one.end, other.start):
            other.comparator = one.comparator
    return kept, bases


def _why_not(
    kit: TargetKit, sentence: tuple[int, int], quantity: Quantity, place: Place, aim: bool, kept: list[Quantity]
) -> str | None:
    """Return why a quantity that no filter caught is still no target, or None when it is one."""
    if kept and 0 <= quantity.lead - kept[-1].end <= REACH:
        gap = _UNITS.sub("xã ", kit.folded[kept[-1].end : quantity.lead])
        led = kit.folded[quantity.lead : quantity.start]
        if not _SEPARATES.search(gap) and not _SEPARATES.search(led):
            return _NESTED
        if quantity.kind == "count" and kept[-1].kind == "percent" and _HAS.search(gap):
            return _NESTED
        if (
            quantity.kind == "count"
            and kept[-1].kind in ("percent", "count")
            and "đồng" not in quantity.unit
            and _REACHED.fullmatch(_UNITS.sub("xã ", kit.folded[_unit_start(kept[-1]) : quantity.start]))
        ):
            return _NESTED
        if quantity.kind == kept[-1].kind and (";" not in gap or (quantity.kind == "rate" and place.objective)):
            return None  # "1,7 lần vào năm 2025 và 1,4 lần vào năm 2030"
    near = kit.near(sentence, quantity.start, quantity.end)
    opens = opens_sentence(kit, sentence, quantity)
    if quantity.kind in ("percent", "permille"):
        if len(_WORD.findall(kit.folded, *near)) < 2 and kit.lead_in(sentence[0]) is None:
            return _BLANK
        if place.objective or aim or quantity.value == 100:
            return None
        return None if opens or kit.clauses.promises.search(kit.folded, *near) else _NO_PROMISE
    if quantity.kind == "count":
        return None
    if aim or (place.objective and (opens or quantity.comparator != "eq" or _moves(kit, sentence, quantity))):
        return None
    return _NO_RESULT


def _unit_start(quantity: Quantity) -> int:
    """Return where the words after the number begin: the unit of a count is the noun that "đạt" follows."""
    own = quantity.kind == "count" and quantity.named_at is None
    return quantity.end - len(quantity.unit) if own else quantity.end


def _moves(kit: TargetKit, sentence: tuple[int, int], quantity: Quantity) -> bool:
    before = kit.folded[max(sentence[0], quantity.lead - 60) : quantity.start]
    return kit.clauses.results.search(before) is not None or quantity.lead < quantity.start
