"""Dates and repeats in words: what the reports for people print instead of EDTF and RRULE."""

from __future__ import annotations

import calendar
from datetime import date

import regex

from ..messages import say
from ..models import Deadline, Span
from ..plan import Plan

_QUARTERS = ("I", "II", "III", "IV")
_POINT = regex.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")
_CYCLES = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}


def days_of(edtf: str | None) -> tuple[date, date] | None:
    """Return the first and the last day of an EDTF date or interval; None when it is not one that plans write.

    >>> days_of("2025-Q4")
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    """
    if not edtf:
        return None
    first, _, last = edtf.partition("/")
    begin, end = _point(first), _point(last or first)
    return (begin[0], end[1]) if begin and end else None


def _point(edtf: str) -> tuple[date, date] | None:
    match = _POINT.fullmatch(edtf)
    if match is None:
        return None
    year = int(match["year"])
    quarter = int(match["quarter"] or 0)
    months = (3 * quarter - 2, 3 * quarter) if quarter else (int(match["month"] or 1), int(match["month"] or 12))
    try:
        last = int(match["day"] or calendar.monthrange(year, months[1])[1])
        return date(year, months[0], int(match["day"] or 1)), date(year, months[1], last)
    except (ValueError, calendar.IllegalMonthError):
        return None


def show_date(edtf: str, language: str = "vi") -> str:
    """Return an EDTF date as people write it; what is not one comes back as it is.

    >>> show_date("2025-06-30"), show_date("2025-Q4"), show_date("2026-01/2026-03"), show_date("2021/2030")
    ('30/06/2025', 'quý IV/2025', 'tháng 1/2026 - tháng 3/2026', 'năm 2021 - 2030')
    """
    first, _, last = edtf.partition("/")
    begin, end = _POINT.fullmatch(first), _POINT.fullmatch(last or first)
    if begin is None or end is None:
        return edtf
    if not last:
        return _show_point(begin, language)
    if not (begin["month"] or begin["quarter"] or end["month"] or end["quarter"]):
        return say("date.years", language, first=first, last=last)
    return f"{_show_point(begin, language)} - {_show_point(end, language)}"


def _show_point(point: regex.Match[str], language: str) -> str:
    year = point["year"]
    if point["day"]:
        return f"{point['day']}/{point['month']}/{year}"
    if point["quarter"]:
        return say("date.quarter", language, quarter=_QUARTERS[int(point["quarter"]) - 1], year=year)
    if point["month"]:
        return say("date.month", language, month=int(point["month"]), year=year)
    return say("date.year", language, year=year)


def parts_of(rrule: str) -> dict[str, str]:
    """Return the parts of an RRULE by name.

    >>> parts_of("FREQ=YEARLY;BYMONTH=11")
    {'FREQ': 'YEARLY', 'BYMONTH': '11'}
    """
    pairs = (part.partition("=") for part in rrule.removeprefix("RRULE:").split(";"))
    return {name: value for name, _, value in pairs if name}


def show_repeat(rrule: str, language: str = "vi") -> str:
    """Return an RRULE in words, as they stand in plans.

    >>> show_repeat("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"), show_repeat("FREQ=MONTHLY;INTERVAL=6")
    ('15/11 hằng năm', '6 tháng một lần')
    """
    parts = parts_of(rrule)
    unit = _CYCLES.get(parts.get("FREQ", ""))
    if unit is None:
        return rrule
    interval = parts.get("INTERVAL", "1")
    cycle = say(f"cycle.{unit}", language) if interval == "1" else say(f"cycles.{unit}", language, count=interval)
    months = [month for month in parts.get("BYMONTH", "").split(",") if month]
    days = [day for day in parts.get("BYMONTHDAY", "").split(",") if day]
    when = ""
    if days and months:
        when = ", ".join(f"{days[-1]}/{month}" for month in months)
    elif months:
        run = len(months) > 2 and int(months[-1]) - int(months[0]) == len(months) - 1
        shown = f"{months[0]} - {months[-1]}" if run else ", ".join(months)
        when = say("date.months", language, months=shown)
    elif days:
        when = say("date.days", language, days=", ".join(days))
    return f"{when} {cycle}".strip()


def show_time(deadline: Deadline, language: str = "vi") -> str:
    """Return when a deadline is, in words: "trước 15/11 hằng năm", "đến năm 2030", "khi có yêu cầu".

    A time that the plan names without a date ("thường xuyên") is given as it is written.
    """
    bound = say(f"bound.{deadline.bound}", language)
    if deadline.rrule:
        words = show_repeat(deadline.rrule, language)
        return words if deadline.bound == "every" else f"{bound} {words}"
    if deadline.date:
        return f"{bound} {show_date(deadline.date, language)}"
    return bound if deadline.bound == "on_demand" else deadline.quote


def show_place(plan: Plan, span: Span, language: str = "vi") -> str:
    """Return where ``span`` begins in the source file: "trang 3", "đoạn 12", "dòng 40"; "" if nobody knows."""
    block = plan.where(span)
    if block is None:
        return ""
    for name in ("page", "paragraph", "line"):
        number = getattr(block, name)
        if number is not None:
            return say(f"place.{name}", language, number=number)
    return ""
