"""What a value counts, on what condition, and with what exception."""

from __future__ import annotations

import re

import regex

from ..rules import LETTERS
from .target_clauses import NOT_WORDS, ClauseRules
from .target_due import Due
from .target_values import Quantity


def find_subject(
    folded: str, quote: tuple[int, int], quantity: Quantity, due: Due | None, rules: ClauseRules
) -> tuple[int, int] | None:
    """Return the words of the quote that name what is counted: after the value, or before it ("Tỷ lệ … đạt 40%")."""
    start, end = quote
    ahead = _words_before(folded, start, quantity.lead, rules)
    behind = _words_after(folded, quantity, end, due)
    if ahead and behind:
        if quantity.kind == "count" and _MEASURE.match(quantity.unit):
            return ahead
        if _IS_LABEL.fullmatch(folded, ahead[1], quantity.lead) and _is_named_by_label(folded, quantity, end):
            return ahead
        shares = _WHOLE.match(folded, behind[0]) or _SHARES.search(folded, start, quantity.start)
        if not shares and not rules.first.match(folded, start) and not rules.first.match(folded, ahead[0]):
            return behind
    return ahead or behind


_IS_LABEL = re.compile(r" ?: ?")
_SHARES = re.compile(r"chiếm (?:\w+ ){0,3}$")
_MOST_IN_UNIT = 2
_REST = re.compile(r"[ .,;]*(?:\([^()]*\)?)?[ .,;)]*")


def _is_named_by_label(folded: str, quantity: Quantity, end: int) -> bool:
    """Tell whether the label tells what is counted: "Nghề may: 30 người (150 giờ)" says no more of the people."""
    short = quantity.kind == "count" and len(quantity.unit.split()) <= _MOST_IN_UNIT
    return short and _REST.fullmatch(folded, quantity.end, max(end, quantity.end)) is not None


_MEASURE = re.compile(
    r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) (?:tỷ|đồng|usd|tấn|m[23]?|kwh|ha)|đồng|usd|ha|hecta|tấn|tạ|kg"
    r"|km2?|m[23]?|lít|điểm|tuổi|năm|ngày|giờ"
    rf"|phút|kwh|mw|lần)(?![{LETTERS}])"
)
# "chiếm 45% GRDP", "đạt 100% kế hoạch": what follows is the whole, what is counted stands before.
_WHOLE = re.compile(
    rf"(?:grdp|gdp|dân số|kế hoạch|dự toán|tổng (?:sản phẩm|chi|thu|mức|kinh phí|vốn)|ngân sách)(?![{LETTERS}])"
)


def _words_before(folded: str, start: int, lead: int, rules: ClauseRules) -> tuple[int, int] | None:
    match = rules.leads.match(folded[start:lead])
    start += match.end() if match else 0
    end = lead
    while end > start:
        word = _LAST_LEAD.search(folded, start, end)
        if word is None:
            break
        end = word.start()
    purpose = _PURPOSE.search(folded, start, end)
    start = purpose.end() if purpose else start
    bracketed = _COUNTED_OUT.search(folded, start, end)
    end = bracketed.start() if bracketed else end
    base = _BASE.search(folded, start, end)
    end = base.start() if base else end
    while end > start and folded[end - 1] in NOT_WORDS:
        end -= 1
    shortest = 2 if folded.startswith(":", end) else 3  # "Bò: 900 con"
    return (start, end) if end - start >= shortest else None


# "Xây dựng chính sách để nâng tỷ lệ hồ sơ số hóa": the rate is counted, not the work for it.
_PURPOSE = re.compile(
    r" (?:để|nhằm)(?: (?:nâng|tăng|giảm|đưa|bảo đảm|đảm bảo|duy trì))? (?=(?:tỷ lệ|tỉ lệ|tỷ trọng|tổng số|chỉ số) )"
)
# "Điểm trường B 15/15 (100%)", "15/15 = 100%": the share says again what the fraction says.
_COUNTED_OUT = re.compile(r" \d[\d.]* ?/ ?\d[\d.]* ?[(=] ?$|\($")
_BASE = regex.compile(r" (?:(?:giảm|tăng|nâng) )?từ (?:mức )?\d[\d.,]* ?(?:[%‰/]|lần|\p{L}+ ?\p{L}* ?/)[^;]*$")
_LAST_LEAD = re.compile(
    rf"(?<![{LETTERS}])(?:(?:đến |vào |trong |hết )*năm \d{{4}}|phấn đấu|duy trì|đạt|có|chiếm"
    r"|(?<!trở )(?:lên|xuống)|không để|còn|tăng|giảm|từ|là|mức|ở|tại|cho"
    r"|bình quân|hàng năm|hằng năm|và|đến|tới|gấp)[\s,:]*$"
)


def _words_after(folded: str, quantity: Quantity, end: int, due: Due | None) -> tuple[int, int] | None:
    start = quantity.end
    if due is not None and start <= due.start < end:
        match = _BEFORE_DUE.search(folded, start, due.start)
        end = match.start() if match else due.start
    if quantity.kind in ("count", "fraction", "rate"):
        return None if quantity.kind == "rate" else _own_unit(folded, quantity, end)
    while start < end and folded[start] in NOT_WORDS:
        start += 1
    if folded.startswith("/năm", start) or _NO_SUBJECT.match(folded, start, end):
        return None
    while end > start and folded[end - 1] in NOT_WORDS:
        end -= 1
    end -= folded.endswith(")", start, end) and "(" not in folded[start:end]
    return (start, end) if end - start >= 3 else None


_BEFORE_DUE = regex.compile(r"(?<!\p{L})(?:(?:ngay|vào|trong|đến|tới|hết|cuối|trước) *)+$")
_NO_SUBJECT = re.compile(
    r"[()]|(?:/ ?năm|trở lên|trên|so|mức|thì|mới|phải|vào|trong|đến|so|và|năm|mỗi|hàng|hằng|theo"
    rf"|tại|ở|của|được|từ)(?![{LETTERS}])"
)


def _own_unit(folded: str, quantity: Quantity, end: int) -> tuple[int, int] | None:
    start = quantity.end - len(quantity.unit)
    while end > quantity.end and (folded[end - 1] in NOT_WORDS or folded[end - 1] == "("):
        end -= 1
    end -= folded.endswith(")", start, end) and "(" not in folded[start:end]
    return (start, max(end, quantity.end)) if quantity.unit and quantity.named_at is None else None


_CONDITION_HINT = re.compile(
    r"có (?:t[ỷỉ] lệ|người|đông|nhiều)|nếu|khi có|đủ (?:điều kiện|tiêu chuẩn)|thuộc"
    rf"|% (?:số |các )?[{LETTERS}]+[{LETTERS}, ]{{0,40}} có "
)
_EXCEPTION_HINT = re.compile(r"điều chỉnh|xác định|áp dụng|trừ|không (?:bao gồm|kể|tính)")


def find_condition(folded: str, low: int, high: int, quantity: Quantity, rules: ClauseRules) -> tuple[int, int] | None:
    """Return the words of the clause ``[low, high)`` that restrict the value; the value itself is none of them."""
    if not _CONDITION_HINT.search(folded, low, high):
        return None
    for pattern in rules.condition:
        for match in pattern.finditer(folded, low, high):
            if match.end() <= quantity.lead or match.start() >= quantity.end:
                end = match.end()
                while end > match.start() and folded[end - 1] in " ,;:(":
                    end -= 1
                start = match.start()
                if folded[start] == "(" and folded[end - 1] == ")":
                    start, end = start + 1, end - 1
                return start, end
    return None


def find_exception(folded: str, low: int, high: int, rules: ClauseRules) -> tuple[int, int] | None:
    """Return the words of ``[low, high)`` that relax a target."""
    if not _EXCEPTION_HINT.search(folded, low, high):
        return None
    for pattern in rules.exception:
        match = pattern.search(folded, low, high)
        if match is not None:
            end = match.end()
            while end > match.start() and folded[end - 1] in " ,;:.":
                end -= 1
            return match.start(), end
    return None


def share_subjects(subjects: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Let a value without a subject take the one before it, else the one after: "đạt 60% và … đạt 75% các cơ quan"."""
    shared = list(subjects)
    for index, subject in enumerate(shared):
        if subject is None and index:
            shared[index] = shared[index - 1]
    for index in range(len(shared) - 2, -1, -1):
        shared[index] = shared[index] or shared[index + 1]
    return shared
