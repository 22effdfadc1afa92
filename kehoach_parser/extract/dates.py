"""Vietnamese dates to EDTF (ISO 8601-2), and cycles to RFC 5545 rules.

The grammar of dates is notation, not knowledge of plans, so it stands here and not in the rules: days (15/9/2023,
20.7.2020, "01 tháng 3 năm 2026"), months ("tháng 12/2025"), quarters ("Quí IV-2025"), half-years, years and periods,
lists ("26, 27/12/2011") and ranges ("ngày 28/12 đến 05/01/2026"). What a date means for somebody (trước, đến, từ) is
said by the words before it, which are no part of a mention here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import regex

from .points import DateMention, Point

_YEAR = r"(?:19|20)\d\d"
_AND = r"(?: ?[,;-] ?| +và +| +đến +)"
_DAYS = rf"\d{{1,2}}(?!\d)(?:{_AND}\d{{1,2}}(?!\d)){{0,6}}"
_OF_YEAR = rf"(?: ?[/.-] ?|,? +(?:của +)?năm +){_YEAR}(?!\d)"
# A number in front of "/", "." or "tháng" is a day; "tháng", "quý", "năm" and "giai đoạn" say what follows them.
# "1/2 ngày", "2/3 số hộ", "1/2,5" are fractions; "20/8 - 10/9/2025" is from day to day.
_WHOLE_DAY = rf"\d{{1,2}} ?/ ?\d{{1,2}} ?/ ?{_YEAR}"
_COUNTED = r" (?:ngày|buổi|giờ|tháng|số|tổng|tiết|diện)"
# "01/4 - 30/4" is from day to day as well, "1/2 - 2/3" is not: a day of two digits, and nothing that is counted behind.
_TWO_DIGITS = r"(?:0[1-9]|[12]\d|3[01]) ?/ ?(?:0?[1-9]|1[0-2])(?![\d/%]|[.,]\d)"
_NOT_COUNTED = rf"(?!{_COUNTED}| (?:xã|hộ|thôn|trường|người|đơn vị|phường|huyện|chỉ tiêu|tiêu chí|thành viên|học sinh))"
_NO_FRACTION = rf"(?! ?[/.] ?\d| ?- ?(?!{_WHOLE_DAY}|{_TWO_DIGITS}{_NOT_COUNTED})\d|,\d|%|{_COUNTED})"
_DAY = (
    rf"(?<!tuần )(?<!tuần thứ )(?<!(?:đợt|lần|vòng|bước|kỳ|khóa) )(?P<days>{_DAYS}) ?(?:"
    rf"/ ?(?P<month>\d{{1,2}})(?!\d)(?P<year> ?/ ?{_YEAR}(?!\d)| +năm +{_YEAR}(?!\d)|{_NO_FRACTION})"
    rf"|(?P<dot>[.-]) ?(?P<month>\d{{1,2}}) ?(?P=dot) ?(?P<year>{_YEAR})(?!\d)"
    rf"| *tháng +(?P<month>\d{{1,2}})(?!\d)(?P<year>{_OF_YEAR}|))"
)
# "ngày 15 của tháng": a day whose month is said otherwise; "ngày 1, 2" is none when it counts something.
_DAY_ONLY = rf"(?<=ngày +)(?P<only>{_DAYS})(?! ?[/.-] ?\d|,\d| +(?:ngày|tháng +\d|giờ|năm|lần|đợt|buổi|người|%))"
_UNTIL = rf"(?P<until>(?: ?- ?| +(?:đến|tới) +)(?:0?[1-9]|1[0-2]) ?/ ?{_YEAR}(?!\d))"  # "tháng 10/2026 - 02/2027"
_MONTH = rf"tháng +(?P<months>{_DAYS})(?P<year>{_OF_YEAR}|(?! ?[/.] ?\d|,\d|%)){_UNTIL}?"
_ONE_QUARTER = r"(?:i{1,3}|iv|[1-4])(?!\w)"
_QUARTER = rf"qu[ýí] +(?P<quarters>{_ONE_QUARTER}(?:{_AND}(?:qu[ýí] +)?{_ONE_QUARTER}){{0,3}})(?P<year>{_OF_YEAR}|)"
_HALF = rf"(?:0?6|sáu) +tháng +(?P<half>đầu|cuối)(?: +của)? +năm(?P<year> +{_YEAR}(?!\d)|)"
_NAMED = rf"năm(?: +học)?|giai +đoạn(?: +từ)?(?: +năm)?|(?:nhiệm|thời) +kỳ|từ(?= +{_YEAR})"
_YEARS = rf"{_YEAR}(?!\d)(?:(?: *[-,] *| +và +| +đến +(?:hết +)?)(?:năm +)?{_YEAR}(?!\d)){{0,5}}"
_PERIOD = rf"(?:(?:đầu|giữa|cuối|các) +)?(?P<named>{_NAMED}) +(?P<years>{_YEARS})"
_ATOM = regex.compile(rf"(?:ngày +)?(?:{_DAY}|{_DAY_ONLY})|{_MONTH}|{_QUARTER}|{_HALF}|{_PERIOD}")
# Every date but "quý IV" and "sáu tháng đầu năm" holds digits: finding those first and looking back at the word before
# them is four times faster than trying the whole grammar at every letter.
_DIGITS = regex.compile(r"(?<![\w/.,%])\d{1,4}+(?!\d|\.\d{3}|,\d|%)")
_WORD_ENDS = frozenset("ygýímcnỳừ ")  # the last letters of the words that may stand before a number of a date
_AFTER_DAY = re.compile(r" ?[/.,;-] ?\d| +(?:và|đến) +\d| *tháng +[\dđc]")
_WORD_BEFORE = regex.compile(
    r"(?r)(?<!\w)(?:ngày|tháng|qu[ýí]|(?:(?:đầu|giữa|cuối|các) +)?(?:năm(?: +học)?|giai +đoạn(?: +từ)?(?: +năm)?)"
    r"|(?:nhiệm|thời) +kỳ|từ) +"
)
_SPELLED = ("quý ", "quí ", "sáu tháng ")
# What stands alone only in a cell or after a label that says it is a time: "2026 - 2030", "12/2025".
# "09 - 10/2026" is from month to month where nothing names another thing by its first number ("Đợt 1 - 10/2026").
_CELL_START = r"(?<=(?:^|[^\w ]|(?<!\w)(?:từ|trong|khoảng|dự kiến)) {0,3})"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_CELL_MONTHS = (
    rf"{_CELL_START}(?:t\.? ?)?(?P<months>{_MONTH_NUMBER} ?(?:-|đến) ?(?:t\.? ?)?{_MONTH_NUMBER})(?P<year> ?/ ?{_YEAR})"
)
_CELL_MONTH = rf"(?:t\.? ?)?(?P<months>\d{{1,2}})(?P<year> ?/ ?{_YEAR})"
_CELL = rf"(?<![\w/.,%])(?:{_CELL_MONTHS}|{_CELL_MONTH}|(?P<years>{_YEAR}(?: ?- ?{_YEAR})?))(?![\d%/]|[.,]\d)"
# A date left blank to be filled in by hand: "Tháng  /2026", "… / … /2026"; of it only the year is known.
_BLANK = rf"(?<![\d/])(?:(?:ngày|tháng) *)?(?:[.…_ ]{{0,12}}/){{1,2}} ?(?P<years>{_YEAR})(?!\d)"
_BARE = regex.compile(f"{_CELL}|{_BLANK}")
_HOUR = r"(?:\d{1,2} ?(?:giờ|h|g|:) ?(?:\d{2})?(?: ?phút)?['’]?,? *)?"
_WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? *)?"
_RANGE = regex.compile(rf" ?(?:-|,? *(?:cho +)?(?:đến|tới))(?: +(?:hết|cuối|đầu|giữa))? *{_HOUR}{_WEEKDAY}(?:ngày +)?$")
# "từ tháng 01 đến ngày bầu cử 15/3/2026": the last day has a name.
_NAMED_DAY = regex.compile(r",? *(?:đến|tới)(?: +hết)? +ngày(?: +\p{L}+){1,3} +[(]?(?:ngày +)?$")
_LIST = regex.compile(r"(?: ?[,;]| +và| +hoặc| +&)(?: +cả| +hết| +trong)? *(?:sáng +|chiều +)?$")
_NUMBER = regex.compile(r"\d+|i+v?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def find_dates(
    folded: str, start: int = 0, end: int | None = None, default_year: int | None = None, *, bare: bool = False
) -> list[DateMention]:
    """Return the dates in ``folded[start:end]``, in the order of the text; ``folded`` is ``fold(text)``.

    Dates without a year take it from their neighbour in a list or a range, else ``default_year`` (``inferred`` is then
    True), else they stay without (``edtf`` None). Days or months in a row that follow one another are one interval,
    others a mention each. ``bare``: also what is a date only in a time cell ("2026 - 2030", "12/2025").

    >>> [mention.edtf for mention in find_dates("từ ngày 28/12 đến ngày 05/01/2026")]
    ['2025-12-28/2026-01-05']
    """
    stop = len(folded) if end is None else end
    atoms = [mention for match in _matches(folded, start, stop) for mention in _read(match)]
    if bare:
        taken = [(atom.start, atom.end) for atom in atoms]
        for match in _BARE.finditer(folded, start, stop):
            if not any(left < match.end() and match.start() < right for left, right in taken):
                atoms.extend(_read_bare(match))
        atoms.sort(key=lambda atom: atom.start)
    return [_with_year(mention, default_year) for mention in _joined(folded, atoms)]


def _matches(folded: str, start: int, stop: int) -> Iterator[regex.Match[str]]:
    """Yield the matches of the grammar in ``folded[start:stop]``, none overlapping."""
    places: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(folded, start, stop):
        at = digits.start()
        word = at > 1 and folded[at - 2] in _WORD_ENDS and _WORD_BEFORE.match(folded, max(start, at - 28), at)
        if word:
            places.append((word.start(), at))
        elif _AFTER_DAY.match(folded, digits.end()):
            places.append((at, at))
    for spelled in _SPELLED:
        at = folded.find(spelled, start, stop)
        while at >= 0:
            places.append((at, at))
            at = folded.find(spelled, at + 1, stop)
    places.sort()
    done = start
    for at, number in places:
        if number < done:
            continue
        match = (at >= done and _ATOM.match(folded, at, stop)) or _ATOM.match(folded, number, stop)
        if match:
            done = match.end()
            yield match


def _read(match: regex.Match[str]) -> Iterator[DateMention]:
    """Yield the mentions of one match: several when it lists days that do not follow one another."""
    year = _year_of(match["year"])
    if match["days"] is not None:
        month = int(match["month"])
        yield from _series(match, "days", [Point(year, month, day) for day in _numbers(match["days"])])
    elif match["only"] is not None:
        yield from _series(match, "only", [Point(day=day) for day in _numbers(match["only"])])
    elif match["months"] is not None:
        months = [Point(year, month) for month in _numbers(match["months"])]
        if match["until"] and len(months) == 1:
            until = Point(_year_of(match["until"]), int(match["until"][:-4].strip(" -/đếntới")))
            yield DateMention(match.start(), match.end(), _fill(months[0], until)[0], until)
        else:
            yield from _series(match, "months", months)
    elif match["quarters"] is not None:
        yield from _series(match, "quarters", [Point(year, quarter=quarter) for quarter in _numbers(match["quarters"])])
    elif match["half"] is not None:
        first, last = (1, 6) if match["half"] == "đầu" else (7, 12)
        yield DateMention(match.start(), match.end(), Point(year, first), Point(year, last))
    else:
        named = not match["named"].startswith("năm") and match["named"] != "từ"
        yield from _series(match, "years", [Point(year) for year in _numbers(match["years"])], named=named)


def _read_bare(match: regex.Match[str]) -> Iterator[DateMention]:
    if match["months"]:
        year = _year_of(match["year"])
        yield from _series(match, "months", [Point(year, month) for month in _numbers(match["months"])])
    else:
        yield from _series(match, "years", [Point(year) for year in _numbers(match["years"])])


def _year_of(words: str | None) -> int | None:
    return int(words[-4:]) if words else None


def _numbers(words: str) -> list[int]:
    return [_ROMAN.get(found) or int(found) for found in _NUMBER.findall(words.replace("quý", ""))]


def _series(match: regex.Match[str], group: str, points: list[Point], *, named: bool = False) -> Iterator[DateMention]:
    """Yield one mention for ``points`` that are one date or follow one another, else one for each of them."""
    words = match[group]
    ranged = len(points) == 2 and ("-" in words or "đến" in words)
    if len(points) == 1:
        yield DateMention(match.start(), match.end(), points[0], named=named)
    elif ranged or _follow(points):
        first, last = points[0], points[-1]
        if ranged and first.unit == "month" and first.year and (first.month or 0) > (last.month or 0):
            points[0] = replace(first, year=first.year - 1)  # "12 - 02/2027" begins in the year before
        yield DateMention(match.start(), match.end(), points[0], points[-1], named=named)
    else:
        offset = match.start(group)
        places = [found.span() for found in _NUMBER.finditer(words)]
        if len(places) != len(points):  # "quý I, quý II": the word itself holds no number, but stay safe
            places = [(0, len(words))] * len(points)
        for index, (point, (left, right)) in enumerate(zip(points, places, strict=True)):
            begin = match.start() if index == 0 else offset + left
            finish = match.end() if index == len(points) - 1 else offset + right
            yield DateMention(begin, finish, point, named=named)


def _follow(points: list[Point]) -> bool:
    """Whether each point is the day, month, quarter or year right after the one before."""
    unit = points[0].unit
    for one, two in pairwise(points):
        if unit == "day" and (one.month, one.year) != (two.month, two.year):
            if not (two.day == 1 and one.month and one.year and two.month == one.month % 12 + 1):
                return False
            if one.day != monthrange(one.year, one.month)[1]:
                return False
            continue
        left, right = getattr(one, unit), getattr(two, unit)
        if left is None or right is None or right - left != 1:
            return False
    return True


def _joined(folded: str, atoms: list[DateMention]) -> Iterator[DateMention]:
    """Yield ``atoms`` with the two ends of a range as one mention, and the years of lists handed on."""
    ranges: list[DateMention] = []
    for atom in atoms:
        if ranges and atom.last is None and ranges[-1].last is None and 0 <= atom.start - ranges[-1].end <= 48:
            before = ranges[-1]
            ranged = _RANGE.match(folded, before.end, atom.start) and (
                before.unit == atom.unit or _runs_on(folded, before, atom)
            )
            if ranged or (atom.unit == "day" and _NAMED_DAY.match(folded, before.end, atom.start)):
                first, last = _fill(before.first, atom.first)
                ranges[-1] = replace(before, end=atom.end, first=first, last=last)
                continue
        ranges.append(atom)
    group: list[DateMention] = []
    for mention in ranges:
        if group:
            gap = mention.start - group[-1].end
            if mention.unit == group[-1].unit and 0 <= gap <= 24 and _LIST.match(folded, group[-1].end, mention.start):
                group.append(mention)
                continue
            yield from _listed(group)
        group = [mention]
    if group:
        yield from _listed(group)


def _runs_on(folded: str, before: DateMention, atom: DateMention) -> bool:
    """Whether "từ … đến …" goes from one unit to another: "từ ngày 15/3 đến hết tháng 10/2022".

    Between two that each have a year a dash says the same, "từ" or not: "8/2026 - 14/9/2026".
    """
    between = folded[before.end : atom.start]
    if before.unit == "year" or "," in between:
        return False  # "từ năm 2025, đến ngày 30/6/2026 hoàn thành …": the first is when a thing began
    dated = {before.unit, atom.unit} == {"day", "month"} and before.first.year and atom.first.year
    if dated and before.first.precedes(atom.first):
        return True
    said = folded.startswith("từ", before.start) or folded.endswith(
        ("từ ", "từ đầu ", "từ cuối ", "từ giữa "), 0, before.start
    )
    return said and "-" not in between and not (before.unit == "day" and before.first.month is None)


def _fill(first: Point, last: Point) -> tuple[Point, Point]:
    """Return both ends of a range with the month and year that only one of them names."""
    if first.unit == "day" and first.month is None:
        first = replace(first, month=last.month)
    if first.year is None and last.year is not None:
        before = (first.month or first.quarter or 0) > (last.month or last.quarter or 0)
        first = replace(first, year=last.year - 1 if before else last.year)
    elif last.year is None and first.year is not None:
        after = (last.month or last.quarter or 0) < (first.month or first.quarter or 0)
        last = replace(last, year=first.year + 1 if after else first.year)
    return first, last


def _listed(group: list[DateMention]) -> Iterator[DateMention]:
    """Yield the members of a list: as one interval when they follow one another, else one by one."""
    if len(group) == 1:
        yield group[0]
        return
    year, month = group[-1].first.year, group[-1].first.month
    filled: list[DateMention] = []
    for mention in group:
        points = []
        for point in (mention.first, mention.last):
            if point is None:
                continue
            if point.unit == "day" and point.month is None:
                point = replace(point, month=month)
            points.append(point if point.year else replace(point, year=year))
        filled.append(replace(mention, first=points[0], last=points[1] if len(points) > 1 else None))
    if all(mention.last is None for mention in filled) and _follow([mention.first for mention in filled]):
        yield replace(filled[0], end=filled[-1].end, last=filled[-1].first)
    else:
        yield from filled


def _with_year(mention: DateMention, year: int | None) -> DateMention:
    """Return ``mention`` in ``year`` where it names none; the second end of a range may fall in the next."""
    if mention.first.year is not None or year is None or (mention.first.unit == "day" and mention.first.month is None):
        return mention
    first, last = replace(mention.first, year=year), mention.last
    if last is not None:
        last = replace(last, year=year)
        if last.order() < first.order():
            last = replace(last, year=year + 1)
    return replace(mention, first=first, last=last, inferred=True)
