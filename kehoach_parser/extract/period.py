"""The time that a plan runs over: from its trích yếu, else from a numbered "Thời gian thực hiện"."""

from __future__ import annotations

import regex

from ..text import fold

_Y = r"(?:19|20)\d\d"
_TO = r" ?(?:-|đến hết năm|đến năm|đến hết|đến) ?"

# A day is no period: "thời điểm 0h00 ngày 01 tháng 01 năm 2026", "Luật … ngày 26/11/2013".
_DAY = regex.compile(
    r"ngày \d{1,2}(?:[/.-]\d{1,2}[/.-]" + _Y + r"| tháng \d{1,2} năm " + _Y + r")|\b\d{1,2}[/.-]\d{1,2}[/.-]" + _Y
)
_NUMBERED = regex.compile(r"\b\d{1,5}(?:/" + _Y + r")? ?[-/] ?\p{L}[\p{L}\d]*(?:[-/.] ?\p{L}+)*")
_QUOTED = regex.compile(r'"[^"]{0,600}(?:"|$)')
_WHERE = regex.compile(r"trên địa bàn|trong (?:ngành|toàn)|(?:tại|của) (?:tỉnh|huyện|xã|phường|thành phố|đơn vị)")
# The year of a law, a term of office, or a school year that the plan only begins, ends or prepares is not the plan's.
_NOT_ITS_OWN = regex.compile(
    r"(?<!pháp )(?:luật|hiến pháp|pháp lệnh) [^,;\"]{2,80} năm "
    + _Y
    + r"|(?:đại biểu|đại hội|hội đồng nhân dân|bầu cử)[^;\"]{0,160}nhiệm kỳ "
    + _Y
    + _TO
    + _Y
    + r"|(?:đầu|cuối|hè|kết thúc|tốt nghiệp|khai giảng|tựu trường|trước) năm học "
    + _Y
    + _TO
    + _Y
    + r"|(?:tầm nhìn|định hướng)(?: đến)? năm "
    + _Y
    + r"|(?:kỷ niệm|chào mừng)[^;\"]{0,80}\d+ năm [^;\"]{0,60}\("
    + _Y
    + _TO
    + _Y
    + r"\)"
)

_RANGE = regex.compile(
    r"(?:giai đoạn|thời kỳ|nhiệm kỳ|năm học|các năm|trong năm|\d{1,2} năm,?|năm|từ)"
    r"(?: \d{1,2} năm,?| giai đoạn| từ| các){0,3}(?: năm)? (?P<a>"
    + _Y
    + r")"
    + _TO
    + r"(?P<b>"
    + _Y
    + r")\b|(?<![\d/.])(?P<c>"
    + _Y
    + r") ?- ?(?P<d>"
    + _Y
    + r")(?![\d/])"
)
_OPEN = regex.compile(
    r"(?<!đến )(?<!đến hết )(?<!đến cuối )năm (?P<a>"
    + _Y
    + r") (?:và|và các|và những) (?:các |những )?năm tiếp theo|từ năm (?P<b>"
    + _Y
    + r")(?! ?(?:-|đến))"
)
_UNTIL = regex.compile(r"đến (?:hết |cuối )?năm (?P<a>" + _Y + r")")
_QUARTER = regex.compile(r"qu[ýí] (?P<q>iv|i{1,3}|[1-4])[ ,/-]{1,2}(?:năm )?(?P<y>" + _Y + r")")
_HALF = regex.compile(r"(?:6|06|sáu) tháng (?P<half>đầu|cuối) năm (?P<y>" + _Y + r")")
_MONTH = regex.compile(r"tháng (?P<m>1[0-2]|0?[1-9])(?:/| năm )(?P<y>" + _Y + r")")
_YEARS = regex.compile(r"năm (?P<a>" + _Y + r")(?: và|,)(?: năm)? (?P<b>" + _Y + r")")
_YEAR = regex.compile(r"năm (?P<a>" + _Y + r")")
_LAST_YEAR = regex.compile(r"(?<!đến )(?<!từ )(?<!hết )năm (?P<a>" + _Y + r")\W{0,3}$")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def period_of_title(title: str) -> tuple[str, int, int] | None:
    """Return the EDTF period that a trích yếu names, and where in ``title`` it stands.

    A period inside the name of a cited document ("Quyết định số 2282/QĐ-TTg … Chương trình “… giai đoạn 2021-2030”") is
    that document's; the plan's own stands outside the quotation.

    >>> period_of_title("Bình đẳng giới tỉnh Hà Tĩnh giai đoạn 2016 - 2020")[0]
    '2016/2020'
    >>> period_of_title("Phòng, chống ma túy đến năm 2030 trên địa bàn tỉnh")[0]
    '../2030'
    """
    folded = fold(title)
    cited = _NUMBERED.search(folded)
    unquoted = _QUOTED.sub(_stars, folded)
    if cited is not None:
        at = max((match.end() for match in _WHERE.finditer(unquoted)), default=-1)
        closed = unquoted.rfind("*") + 1
        tail = max(at, closed)
        own = _read("*" * tail + unquoted[tail:]) if tail > cited.end() else None
        return own or _read_carried_out(unquoted, cited.end())
    return _read(unquoted) or (_read(folded) if "*" in unquoted else None)


def _read_carried_out(unquoted: str, after: int) -> tuple[str, int, int] | None:
    """Return the period of what a plan carries out, where the trích yếu names it in its own words.

    "Thực hiện Nghị quyết số 48/NQ-CP … Chiến lược … đến năm 2030, tầm nhìn đến năm 2050": the plan runs as long.
    """
    clear = _NOT_ITS_OWN.sub(_stars, _DAY.sub(_stars, "*" * after + unquoted[after:]))
    return _read(clear) if _RANGE.search(clear) or _UNTIL.search(clear) else None


def _stars(match: regex.Match[str]) -> str:
    return "*" * len(match[0])


def _read(folded: str) -> tuple[str, int, int] | None:
    """Return the period in folded words; their length is kept, so that the offsets hold."""
    clear = _NOT_ITS_OWN.sub(_stars, _DAY.sub(_stars, folded))
    match = _RANGE.search(clear)
    if match:
        first, last = (match["a"], match["b"]) if match["a"] else (match["c"], match["d"])
        own = _LAST_YEAR.search(clear, match.end())
        if own and first <= own["a"] <= last:
            # "Chương trình … giai đoạn 2021-2025 … năm 2023": the programme's period, then the plan's year.
            return own["a"], own.start(), own.end("a")
        if not clear[: match.start()].endswith(("khóa ", "nhiệm kỳ ")) and first <= last:
            return (first if first == last else f"{first}/{last}"), match.start(), match.end()
    match = _OPEN.search(clear)
    if match:
        return f"{match['a'] or match['b']}/..", match.start(), match.end()
    match = _QUARTER.search(clear)
    if match:
        return f"{match['y']}-Q{_QUARTERS[match['q']]}", match.start(), match.end()
    match = _HALF.search(clear)
    if match:
        months = ("01", "06") if match["half"] == "đầu" else ("07", "12")
        return f"{match['y']}-{months[0]}/{match['y']}-{months[1]}", match.start(), match.end()
    match = _MONTH.search(clear)
    if match:
        return f"{match['y']}-{int(match['m']):02}", match.start(), match.end()
    match = _UNTIL.search(clear)
    if match:
        return f"../{match['a']}", match.start(), match.end()
    match = _YEARS.search(clear)
    if match and int(match["b"]) == int(match["a"]) + 1:
        return f"{match['a']}/{match['b']}", match.start(), match.end()
    found = {match["a"]: match for match in _YEAR.finditer(clear)}
    if len(found) == 1:
        year, match = found.popitem()
        return year, match.start(), match.end()
    return None


_D = r"(?P<%s>\d{1,2})"
_DATE = r"\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]" + _Y + r")?| tháng \d{1,2}(?:,? năm " + _Y + r")?)?"
_FROM_TO = regex.compile(
    r"(?:từ )?(?:ngày )?(?P<from>" + _DATE + r") ?(?:-|đến(?: hết)?) ?(?:ngày )?(?P<to>" + _DATE + r")(?![\d/])"
)
_LISTED = regex.compile(
    r"(?P<first>\d{1,2})(?:, ?\d{1,2}){0,6},? ?(?:và|-|,|đến) ?(?P<to>\d{1,2}(?:[/.-]\d{1,2}[/.-]"
    + _Y
    + r"| tháng \d{1,2},? năm "
    + _Y
    + r"))"
)
_MONTHS = regex.compile(
    r"(?:từ )?tháng (?P<m1>\d{1,2})(?:/| năm )?(?P<y1>"
    + _Y
    + r")? ?(?:-|đến(?: hết)?) ?(?:tháng )?(?P<m2>\d{1,2})(?:/| năm )(?P<y2>"
    + _Y
    + r")"
)
# "Từ tháng 10/2025 đến khi tổ chức thành công Đại hội": the end is an event, not a date.
_FROM_EVENT = regex.compile(
    r"từ (?:(?:ngày )?(?P<from>"
    + _DATE
    + r")|tháng (?P<m>\d{1,2})(?:/| năm )(?P<y>"
    + _Y
    + r")),? (?:cho )?(?:đến|tới) (?:khi|hết đợt|khi kết|nay|lúc|\p{L}{3,} \p{L}{2,} (?!\d))(?!hết)"
)
_UP_TO = regex.compile(r"(?:đến|tới)(?: hết)? ?$")
_SINCE = regex.compile(r"(?:từ|kể từ|bắt đầu từ) ?$")
_PARTS = regex.compile(r"(?P<d>\d{1,2})(?:(?:[/.-]| tháng )(?P<m>\d{1,2}))?(?:(?:[/.-]|,? năm )(?P<y>" + _Y + r"))?$")


def period_of_line(value: str) -> str | None:
    """Return the EDTF period that the words after "Thời gian thực hiện:" name; None where they name none.

    >>> period_of_line("03 ngày: 24, 25 và 26 tháng 8 năm 2026.")
    '2026-08-24/2026-08-26'
    >>> period_of_line("Từ năm 2026 đến năm 2030")
    '2026/2030'
    """
    folded = fold(value)
    match = _FROM_EVENT.search(folded)
    if match:
        start = _iso(match["from"], None) if match["from"] else None
        start = start or (f"{match['y']}-{int(match['m']):02}" if match["m"] and int(match["m"]) <= 12 else None)
        return f"{start}/.." if start else None
    match = _FROM_TO.search(folded)
    if match:
        read = _span_of_days(match["from"], match["to"])
        if read:
            return read
    match = _LISTED.search(folded)
    if match:
        read = _span_of_days(match["first"], match["to"])
        if read:
            return read
    match = _MONTHS.search(folded)
    if match and 1 <= int(match["m1"]) <= 12 and 1 <= int(match["m2"]) <= 12:
        return f"{match['y1'] or match['y2']}-{int(match['m1']):02}/{match['y2']}-{int(match['m2']):02}"
    days = list(_DAY.finditer(folded))
    if len(days) == 1:
        day = _iso(days[0][0].removeprefix("ngày "), None)
        # "Từ ngày phát động đến hết ngày 31/3/2025": only the end is a date.
        if day and _UP_TO.search(folded, 0, days[0].start()):
            return f"../{day}"
        return f"{day}/.." if day and _SINCE.search(folded, 0, days[0].start()) else day
    found = _read(folded) if not days else None
    if found and len(found[0]) == len("2026-09") and _SINCE.search(folded, 0, found[1]):
        return f"{found[0]}/.."
    return found[0] if found else None


def _span_of_days(first: str, last: str) -> str | None:
    end = _iso(last, None)
    if end is None:
        return None
    start = _iso(first, end)
    return f"{start}/{end}" if start is not None and start < end else None


def _iso(words: str, later: str | None) -> str | None:
    """Return a day as ISO; month and year that it leaves out are those of the ``later`` day."""
    match = _PARTS.match(words.strip())
    if match is None:
        return None
    year = match["y"] or (later[:4] if later else None)
    month = match["m"] or (later[5:7] if later else None)
    if year is None or month is None or not (1 <= int(month) <= 12 and 1 <= int(match["d"]) <= 31):
        return None
    return f"{year}-{int(month):02}-{int(match['d']):02}"
