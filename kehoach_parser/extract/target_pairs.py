"""Which of the years of a sentence is the due of which of its values."""

from __future__ import annotations

import re
from bisect import bisect_left

import regex

from .target_due import Due

_GAP = 60  # a time that leads a value stands at most this far before it
_BRACKET = 120
# A number in a bracket, not the length or the number of a programme ("kế hoạch 5 năm", "số 12").
_OWN_NUMBER = re.compile(r"(?<![\d.,/])(?<!số )\d[\d.,]*(?![\d.,/]| ?(?:năm|[-/]))")


def pair_dues(values: list[tuple[int, int]], dues: list[Due], folded: str) -> list[Due | None]:
    """Return the due of each value of one sentence; ``values`` are their stretches, both lists in order.

    Year-first ("đến năm 2025 đạt 60% và đến năm 2030 đạt 75%") and value-first ("đạt 40% vào năm 2025 và 50% vào năm
    2030") are told apart by what comes first and by the word before the year; a leading year holds until the next.
    """
    given: list[Due | None] = [None] * len(values)
    groups = _by_bracket(values, dues, folded)
    for members, times in groups.values():
        for index, due in zip(members, _pair([values[n] for n in members], times, folded), strict=True):
            given[index] = due
    return given


def is_bracketed(due: Due, dues: list[Due], folded: str) -> bool:
    """Tell whether a time stands in a bracket with a number of its own, which it dates: "đạt 38% (năm 2021 là 33%)"."""
    return _bracket(due, dues, folded) is not None


def _bracket(due: Due, dues: list[Due], folded: str) -> tuple[int, int] | None:
    """Return the bracket around a time that holds more numbers than times."""
    start = folded.rfind("(", max(0, due.start - _BRACKET), due.start)
    end = folded.find(")", due.end, due.end + _BRACKET)
    if start < 0 or end < 0 or folded.find(")", start, due.start) >= 0 or folded.find("(", due.end, end) >= 0:
        return None
    at = start
    for other in dues[bisect_left(dues, start, key=lambda one: one.start) :]:
        if other.start >= end:
            break
        if _OWN_NUMBER.search(folded, at, other.start):
            return start, end
        at = other.end
    return (start, end) if _OWN_NUMBER.search(folded, at, end) else None


def _by_bracket(
    values: list[tuple[int, int]], dues: list[Due], folded: str
) -> dict[tuple[int, int] | None, tuple[list[int], list[Due]]]:
    """Return the values (by index) and the times that can belong together: those of one bracket, and all others."""
    groups: dict[tuple[int, int] | None, tuple[list[int], list[Due]]] = {None: ([], [])}
    for due in dues:
        groups.setdefault(_bracket(due, dues, folded), ([], []))[1].append(due)
    brackets = [bracket for bracket in groups if bracket is not None]
    for index, (start, _) in enumerate(values):
        at = bisect_left(brackets, (start, 0)) - 1
        groups[brackets[at] if at >= 0 and start < brackets[at][1] else None][0].append(index)
    return groups


def _pair(values: list[tuple[int, int]], dues: list[Due], folded: str) -> list[Due | None]:
    given: list[Due | None] = [None] * len(values)
    if not dues or not values:
        return given
    starts_with_value = values[0][0] < dues[0].start
    begins = [due.start for due in dues]
    alternating = starts_with_value and _alternate(values, dues)
    used: set[int] = set()
    for index, (start, end) in enumerate(values):
        following = values[index + 1][0] if index + 1 < len(values) else len(folded)
        first = bisect_left(begins, end)
        behind = first if first < len(dues) and begins[first] < following else None
        before = bisect_left(begins, start) - 1
        ahead = before if before >= 0 and dues[before].end <= start else None
        if behind is not None and not (
            alternating or _binds_back(end, behind, following, dues, ahead, starts_with_value, index, folded)
        ):
            behind = None
        if behind is not None:
            given[index] = dues[behind]
            used.add(behind)
        elif ahead is not None and ahead not in used:
            given[index] = dues[ahead]
    _share_back(values, given, folded)
    return given


def _alternate(values: list[tuple[int, int]], dues: list[Due]) -> bool:
    return len(values) == len(dues) and all(
        value[1] <= due.start and (n + 1 == len(values) or due.end <= values[n + 1][0])
        for n, (value, due) in enumerate(zip(values, dues, strict=True))
    )


def _binds_back(
    end: int, behind: int, following: int, dues: list[Due], ahead: int | None, first: bool, index: int, folded: str
) -> bool:
    """Tell whether the time ``dues[behind]`` belongs to the value that ends before it, at ``end``."""
    due = dues[behind]
    gap = folded[end : due.start]
    if ";" in gap:
        return False
    if due.way == "backward" or _is_its_own(gap, due, dues, ahead, folded):
        return True
    leads_next = following - due.end <= _GAP and following < len(folded) and not _STOPS_LEADING.match(folded, due.end)
    if leads_next and (due.way == "forward" or ahead is not None or _ANEW.search(gap)):
        return False
    # A sentence that names its year first keeps it; a later year without "vào" restricts something else.
    return ahead is None or first


def _is_its_own(gap: str, due: Due, dues: list[Due], ahead: int | None, folded: str) -> bool:
    """Tell whether a bare year dates the value before it: it stands right behind it, or ends its clause and is later.

    "Mỏ khai thác năm 2027; công suất 50% năm 2028, 80% năm 2030"; "Năm 2027 làm xong, 90% hồ sơ được số hóa năm 2029".
    """
    if due.way != "plain" or not folded.startswith(("năm ", "quý ", "tháng "), due.start):
        return False
    if not gap.strip():
        return not _LEADS_ON.match(folded, due.end)
    later = ahead is not None and due.date[:4] > dues[ahead].date[:4]
    return later and _ENDS_CLAUSE.match(folded, due.end) is not None and not _OF_A_YEAR.search(gap)


_LEADS_ON = re.compile(r" ?(?:đạt|là|có|còn|phấn đấu|tăng|giảm|lên|xuống|[:\d])")
_ENDS_CLAUSE = re.compile(r" ?(?:[;,.\n)]| và |$)")
_OF_A_YEAR = re.compile(
    r"[,.:(]|(?:kế hoạch|dự toán|chỉ tiêu|chuẩn(?: nghèo)?|của|so với|cùng kỳ|từ|đến|tới|hết|trước|trong) ?$"
)
_STOPS_LEADING = regex.compile(r"\s*(?:,? và |;|,? còn )")
_ANEW = regex.compile(r"(?:,| và|;) *$|(?:,| và|;) (?:từ nay |bảo đảm |đảm bảo |phấn đấu |đến |tới |hết |cuối )+$")


def _share_back(values: list[tuple[int, int]], given: list[Due | None], folded: str) -> None:
    """Let a value without a year take the year that closes its list: "dưới 5% … và dưới 10% … vào năm 2030"."""
    for index in range(len(values) - 2, -1, -1):
        later = given[index + 1]
        if given[index] is None and later is not None and later.start > values[index + 1][1]:
            gap = folded[values[index][1] : values[index + 1][0]]
            if ";" not in gap and "." not in gap:
                given[index] = later
