"""Checks of years and days: periods that are over, impossible or overlapping; a day that is not that weekday."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import regex

from ..models import SectionKind
from ..text import sentence_at
from .subject import DAY_RANGES, PERIODS, WEEKDAYS, Hit, Subject

_PERIOD = regex.compile(
    r"(?P<word>giai đoạn|nhiệm kỳ|thời kỳ|trong các năm|từ năm)(?: từ)?(?: năm)? ?"
    r"(?P<first>\d{4}) ?(?:-|đến(?: năm)?) ?(?P<last>\d{4})\b"
)
_NEXT = regex.compile(r"\s?(?:,|;|và)(?: giai đoạn)? ?(?P<first>\d{4}) ?- ?(?P<last>\d{4})\b")
_TASK_KINDS: set[SectionKind] = {"tasks", "implementation", "funding", "reporting"}
# How far a sentence is followed to the left; a paragraph may be as long as the text.
_NEAR = 800
_OPEN_QUOTE = '“"'


def check_periods(subject: Subject) -> Iterator[Hit]:
    """C10, C11: periods that end before they begin, overlap, or are over before the plan begins."""
    for match in subject.matches_at(_PERIOD, *PERIODS):
        first, last = int(match["first"]), int(match["last"])
        if last < first or first > 2100 or last > 2150 or first < 1900:
            yield Hit("impossible-period", match.start(), match.end())
            continue
        following = _NEXT.match(subject.folded, match.end())
        if following and int(following["first"]) == last and last - first >= 3 and int(following["last"]) - last >= 3:
            yield Hit("period-overlap", match.start(), following.end())
        if match["word"] == "giai đoạn" and _is_left_over(subject, match.start(), match.end(), last):
            start, end = subject.around(match.start(), match.end(), before=40, after=0)
            yield Hit("stale-period", start, end, {"other": str(subject.first_year)})


def _is_left_over(subject: Subject, start: int, end: int, last: int) -> bool:
    """A period that ended before the plan began, in a task to be done: not in a name, a citation, a look back."""
    begin = subject.first_year
    if begin is None or last >= begin:
        return False
    section = subject.section_at(start)
    if section is None or section.kind not in _TASK_KINDS:
        return False
    if any(citation.span.start <= start < citation.span.end + 200 for citation in subject.plan.citations):
        return False
    line = max(subject.text.rfind("\n", max(0, start - _NEAR), start) + 1, start - _NEAR, 0)
    before = subject.text[line:start]
    if any(before.count(mark) % 2 if mark == '"' else before.count(mark) > before.count("”") for mark in _OPEN_QUOTE):
        return False
    sentence = sentence_at(subject.folded[line : end + _NEAR // 2], start - line)
    check = subject.check("stale-period")
    return bool(check.compiled["doing"].search(sentence)) and not check.compiled["looking_back"].search(sentence)


_NUMBERS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_DAY = r"(?P<day>\d{1,2})(?: ?[/.-] ?| tháng )(?P<month>\d{1,2})(?: ?[/.-] ?| năm )(?P<year>\d{4})"
_WEEKDAY = regex.compile(r"thứ (?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])\b|(?P<sunday>chủ nhật)\b")
_DAY_AFTER = regex.compile(rf"(?: ?[,(] ?| )(?:ngày )?{_DAY}\b")
_DAY_BEFORE = regex.compile(rf"\b(?:ngày )?{_DAY} ?[,(] ?\Z")
_ORDINAL = regex.compile(r"\b(?:lần|kỳ|khóa|phiên|đợt|hạng|hội nghị) \Z")
_RANGE = regex.compile(
    r"từ (?:ngày )?(?P<d1>\d{1,2})[/.-](?P<m1>\d{1,2})[/.-](?P<y1>\d{4}) ?(?:đến|-|tới)(?: hết)?(?: ngày)? "
    r"?(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})\b"
)


def check_days(subject: Subject) -> Iterator[Hit]:
    """A date with the wrong weekday; a stretch of days that ends before it begins."""
    for weekday in subject.matches_at(_WEEKDAY, *WEEKDAYS):
        match = _DAY_AFTER.match(subject.folded, weekday.end()) or _DAY_BEFORE.search(
            subject.folded, max(0, weekday.start() - 40), weekday.start()
        )
        if match is None or _ORDINAL.search(subject.folded, max(0, weekday.start() - 12), weekday.start()):
            continue
        day = _date(match["year"], match["month"], match["day"])
        said = 6 if weekday["sunday"] else _NUMBERS[weekday["weekday"]]
        if day is not None and day.weekday() != said:
            start, end = min(match.start(), weekday.start()), max(match.end(), weekday.end())
            end += subject.text[end : end + 1] == ")"
            yield Hit("date-conflict", start, end, {"other": _weekday_name(day)})
    for match in subject.matches_at(_RANGE, *DAY_RANGES):
        first, last = _date(match["y1"], match["m1"], match["d1"]), _date(match["y2"], match["m2"], match["d2"])
        if first is not None and last is not None and last < first:
            yield Hit("date-conflict", match.start(), match.end(), {"other": "ngày cuối trước ngày đầu"})


# The year is looked for first: it begins with a fixed letter, and few places have one.
_YEARS = (re.compile(r"/(\d{4})(?![\d/-])"), re.compile(r" năm (\d{4})(?!\d)"))
_DAYS_BEFORE = (
    re.compile(r"(?<![\d/.-])([0-3]?\d)/([01]?\d)\Z"),
    re.compile(r"ngày ([0-3]?\d) tháng ([01]?\d)\Z"),
)
_FIRST_YEAR, _LAST_YEAR = 500, 2200
_LONGEST_DAY = 16  # letters of "ngày 31 tháng 12"


def check_calendar(subject: Subject) -> Iterator[Hit]:
    """A day that no calendar has (31/02/2021), or that lies in another age (15/5/3021)."""
    for years, before in zip(_YEARS, _DAYS_BEFORE, strict=True):
        for year in years.finditer(subject.folded):
            match = before.search(subject.folded, max(0, year.start() - _LONGEST_DAY), year.start())
            if match is None or not (1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12):
                continue  # "12/15/2000": a symbol or a ratio
            around = subject.folded[max(0, match.start() - 24) : year.end() + 24]
            if "âm lịch" in around or "lịch âm" in around:
                continue  # a month of the moon may have thirty days
            if not _FIRST_YEAR <= int(year[1]) <= _LAST_YEAR or _date(year[1], match[2], match[1]) is None:
                yield Hit("date-conflict", match.start(), year.end(), {"other": "không có ngày ấy"})


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _weekday_name(day: datetime.date) -> str:
    return "Chủ nhật" if day.weekday() == 6 else f"thứ {('Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy')[day.weekday()]}"


_FULL_DATE = regex.compile(r"\d{4}-\d\d-\d\d")
_BINDING = {"by", "before", "in"}


def check_overdue(subject: Subject) -> Iterator[Hit]:
    """A day by which something is to be done, that was over before the plan was issued.

    A first step of a series may well be over when the plan is signed, so this is for a person to look at.
    """
    issued = subject.date or ""
    if not _FULL_DATE.fullmatch(issued):
        return
    for deadline in subject.plan.deadlines:
        last = (deadline.date or "").rpartition("/")[2]
        if deadline.inferred or deadline.bound not in _BINDING or not _FULL_DATE.fullmatch(last) or last >= issued:
            continue
        written = f"trước ngày ban hành kế hoạch ({'/'.join(reversed(issued.split('-')))})"
        yield Hit("date-conflict", deadline.span.start, deadline.span.end, {"other": written}, "warning")


_COUNTED = regex.compile(
    r"\b0?(?P<count>[2-9]|10) năm[ (,]{1,3}(?:giai đoạn )?\(?(?P<first>(?:19|20)\d\d) ?- ?(?P<last>20\d\d)\b"
)


def check_counted_periods(subject: Subject) -> Iterator[Hit]:
    """ "05 năm (2020 - 2025)" where the same text has "05 năm 2021 - 2025": one of them counts its years wrongly."""
    found = list(_COUNTED.finditer(subject.folded))
    right = {(m["count"], m["last"]): m for m in found if int(m["last"]) - int(m["first"]) + 1 == int(m["count"])}
    for match in found:
        other = right.get((match["count"], match["last"]))
        if other is not None and other["first"] != match["first"]:
            there = subject.text[other.start() : other.end()]
            yield Hit("date-conflict", match.start(), match.end(), {"other": f"nơi khác ghi “{there}”"}, "warning")
