"""Which counted things are results: those after a verb of result, and those that a list or a colon states."""

from __future__ import annotations

import re

import regex

from ..rules import LETTERS
from .target_clauses import skip_marker
from .target_filters import Place
from .target_kit import REACH, Stretch, TargetKit
from .target_values import Quantity

_DURATION = frozenset(["ngày", "tháng", "năm", "giờ", "phút", "tuần", "quý", "buổi", "tiết"])
_TIME_SAVED = re.compile(r"thời gian|rút ngắn|thời hạn|tuổi thọ|số năm|giảm")
_OPENING = 4  # a value this near the beginning of its sentence is what the sentence states
_LISTED = re.compile(r".*(?:, | và )")
LIST_GOES_ON = re.compile(r"[^;:.\d]{0,60}(?:, | và )")
_TIME_WORD = r"(?:đến|tới|hết|trước|vào|trong|từ nay|cuối|năm|ngày|tháng|giai đoạn)\b"
_TIME = regex.compile(rf"(?:{_TIME_WORD}|[\d/., -])++")
_LONGEST_TIME = 60
_OPENING_TIME = regex.compile(
    rf"(?:(?:{_TIME_WORD}|[\d/.,: -])++)?"
    r"(?:(?:toàn (?:tỉnh|huyện|xã|thành phố|ngành) )?có (?:thêm )?)?"
)
# "12 xã đạt chuẩn", "500 hộ thoát nghèo": what becomes of the things that open a statement.
_BECOMES = re.compile(
    r"(?![^;:.,(]{0,60} còn lại)[^;:.,(\d]{0,60}?(?<!đã)(?<!đang) (?:đạt|được|về đích|thoát(?! nước)|hoàn thành)"
    rf"(?![{LETTERS}])(?! (?:thực hiện|triển khai|xác định|chọn|lựa chọn|giao|nêu|quy định|phân công))"
)
# What divides a plan is no thing that it brings about.
_PART_OF_PLAN = re.compile(
    r"(?:nhiệm vụ|nhóm|giải pháp|nội dung|chỉ tiêu|mục tiêu|yêu cầu|bước|giai đoạn|phần|nguyên tắc|quan điểm|trụ cột"
    rf"|đột phá|khâu|lĩnh vực|tiêu chí|chương trình|mặt|vấn đề|đợt)(?![{LETTERS}])"
)
_DATES = re.compile(
    r"(?:(?:đến|tới|hết|cuối|vào|trong) )*(?:năm|giai đoạn|tháng|quý) \d[\d/]*(?: ?- ?\d{4})?"
    r"|trên 0?1(?:[.]?0{3}|0[.]?000)? (?=vạn dân|dân|ha\b|đơn vị)"
)
# What stands before a colon and is filled in, not reached.
_FORM = re.compile(
    rf"(?<![{LETTERS}])(?:điện thoại|fax|địa (?:điểm|bàn|chỉ)|đối tượng|thành phần|phạm vi|tài khoản|mã số|bao gồm|gồm"
    rf"|sau|cụ thể|thời (?:gian|lượng|hạn)|căn cứ|theo|hiện|đã|ước|nhiệm vụ|giải pháp|nội dung|chế độ)(?![{LETTERS}])"
)
_WORDS = regex.compile(r"\W*+(?:[\p{L}-]++[ ,/]*+){1,12}(?:: ?)?")
_ELEMENT = re.compile(r"[;:(]|, | và |trong đó:? ?")
_ELEMENT_END = re.compile(r"[;()]|, |\.(?:\s|$)| và ")
_YEAR_IS = re.compile(r"năm 20\d\d(?: ?:| là)? $")
_NAMED_IN_LIST = regex.compile(r"[^;:.\d]{0,60}, (?:trong đó:? )?\p{L}++(?: \p{L}++){0,5} ")
_SUMS = re.compile(r"(?:mức|kinh phí|giá trị)")
# Verbs of aid that promise where a clause begins with them.
_AID = re.compile(
    r"(?:(?:phấn đấu|tiếp tục|mỗi năm|hằng năm|hàng năm) )?"
    r"(?:hỗ trợ|cấp|cấp mới|trang bị|cung cấp|mở|mở mới|phục vụ|giúp)(?: (?:cho|được|mới|thêm))? "
)


def states_count(
    kit: TargetKit, sentence: tuple[int, int], quantity: Quantity, place: Place, aim: bool, kept: list[Quantity]
) -> bool:
    """Tell whether a number with a unit other than a percentage may be a result: only where results are stated."""
    if quantity.named_at is not None:
        return bool(kept) and kept[-1].unit == quantity.unit  # it is what the number before it is
    states = (
        quantity.comparator != "eq"
        and kit.folded.startswith("có ", sentence[0])
        and quantity.lead - sentence[0] <= _OPENING
    )
    listed = bool(kept) and kept[-1].kind == "count" and LIST_GOES_ON.fullmatch(kit.folded, kept[-1].end, quantity.lead)
    planned = not (place.objective or aim or states) and (listed or kit.is_planned(sentence, quantity))
    if not (place.objective or aim or states or planned):
        return False
    near = kit.near(sentence, quantity.start, quantity.end)
    before = kit.folded[max(sentence[0], quantity.lead - 60) : quantity.lead]
    if (
        quantity.unit.split()[0] in _DURATION
        and "tuổi" not in quantity.unit
        and not _TIME_SAVED.search(kit.folded, *near)
    ):
        return False
    if planned:
        return True
    after = bool(kept) and kept[-1].kind == "count" and quantity.start - kept[-1].end <= REACH
    gap = kit.folded[kept[-1].end : quantity.start] if after else ""
    if "trong đó" in gap and ";" not in gap:
        return True
    if gap and _LISTED.fullmatch(gap[-5:]):
        return ";" not in gap
    if place.objective and _is_stated_by_its_place(kit, sentence, quantity, place, kept):
        return True
    stated = kit.clauses.results.search(before) is not None
    clause = kit.clause(sentence, quantity.start, quantity.end)
    if quantity.comparator != "eq" or (place.objective and _is_whole_clause(kit, clause, quantity)):
        return True
    direct = stated or kit.folded[quantity.lead : quantity.start].strip() in (
        "đạt",
        "đạt từ",
        "chiếm",
        "ở mức",
        "mức",
        "bằng",
    )
    if direct and (place.quota or not kit.clauses.weak_results.search(before)):
        return True
    return direct and kit.clauses.needs.search(kit.folded, *near) is not None


def _is_stated_by_its_place(
    kit: TargetKit, sentence: Stretch, quantity: Quantity, place: Place, kept: list[Quantity]
) -> bool:
    """Tell whether a count among objectives is a result without a verb of result before it."""
    if _PART_OF_PLAN.match(quantity.unit):
        return False
    low, high = _element(kit, sentence, quantity)
    before = kit.folded[low : quantity.lead]
    first = _without_marker(kit, kit.clause(sentence, quantity.start, quantity.end)[0], quantity.lead)
    begins = kept or low <= first or _OPENING_TIME.fullmatch(kit.folded, first, low)
    if (
        begins
        and _OPENING_TIME.fullmatch(before)
        and _BECOMES.match(kit.folded, quantity.end - len(quantity.unit), high)
    ):
        return True  # "12 xã đạt chuẩn", "Đến năm 2025: có 05 khu du lịch được công nhận"
    if _AID.fullmatch(before):
        return True
    counted = [one for one in kept[-3:] if one.kind == "count"]
    if not counted:
        return place.quota and kit.folded.endswith(": ", sentence[0], quantity.start)
    last = counted[-1]
    if quantity.start - last.end > REACH:
        return False
    gap = kit.folded[kept[-1].end : quantity.lead]
    if ";" in gap:
        return False
    if _YEAR_IS.search(kit.folded, max(last.end, quantity.start - 16), quantity.start):
        return True  # "38 nghìn người vào năm 2025 và năm 2030 là 45 nghìn người"
    same = last.unit.split()[0] == quantity.unit.split()[0] and not kit.folded[quantity.end : high].strip(" .,")
    if same and "trong đó" in kit.folded[last.end : quantity.lead]:
        return True
    return same and kept[-1] is last and _NAMED_IN_LIST.fullmatch(gap) is not None


def _element(kit: TargetKit, sentence: Stretch, quantity: Quantity) -> Stretch:
    """Return the part of a list that holds a count: between commas, brackets, colons and "và"."""
    low, high = kit.clause(sentence, quantity.start, quantity.end)
    for match in _ELEMENT.finditer(kit.folded, low, quantity.lead):
        if match[0] != ":":
            low = match.end()
    end = _ELEMENT_END.search(kit.folded, quantity.end, high)
    return _without_marker(kit, low, quantity.lead), end.start() if end else high


def _without_marker(kit: TargetKit, low: int, high: int) -> int:
    while low < high and kit.folded[low] in " -+*•":
        low += 1
    return skip_marker(kit.folded, low, high)


def _is_whole_clause(kit: TargetKit, clause: Stretch, quantity: Quantity) -> bool:
    """Tell whether a clause is what is counted and its number: "Số bác sĩ trên vạn dân: 15 bác sĩ"."""
    for low, high in (clause, _element(kit, clause, quantity)):
        low = _without_marker(kit, low, quantity.lead)
        if kit.folded[quantity.end : high].strip(" .,"):
            continue
        head = _DATES.sub("", kit.folded[low : quantity.lead])
        if _HAS_DIGIT.search(head) or _HAS_DIGIT.search(kit.folded, quantity.lead, quantity.start):
            continue
        if kit.clauses.first.match(head) and ((low, high) == clause or not _SUMS.match(head)):
            return True
        if head.rstrip().endswith(":") and _WORDS.fullmatch(head) and not _FORM.search(head):
            return not _PART_OF_PLAN.match(quantity.unit)
    return False


_HAS_DIGIT = re.compile(r"\d")


def opens_sentence(kit: TargetKit, sentence: tuple[int, int], quantity: Quantity) -> bool:
    """Nothing but a time stands before the value: "Có 30% diện tích …", "Đến năm 2030, ba phần tư số cơ quan …"."""
    if quantity.lead - sentence[0] <= _OPENING:
        return True
    begin = skip_marker(kit.folded, *sentence)
    return quantity.lead - begin <= _LONGEST_TIME and _TIME.fullmatch(kit.folded, begin, quantity.lead) is not None
