"""The deadlines of a plan as a calendar (iCalendar, RFC 5545) that Outlook, Google and telephones read.

A day is an event of that day; "quý IV/2025" or "năm 2030" one of its last day, with the words of the plan beside it.
What comes back every year is one event with an RRULE until the end of the plan's period. What names no day ("thường
xuyên", "hằng ngày", "khi có yêu cầu") is in no calendar, and is handed back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from ..errors import ReadError
from ..messages import say
from ..models import Deadline
from ..plan import Plan
from ..text import sentence_at, squeeze
from .wording import days_of, parts_of, show_place, show_time

ALARM = timedelta(days=7)
_TITLE, _AGENCY, _LONGEST = 110, 60, 600
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule that finds no day in so many days ("30/2 hằng năm") never will; eight years hold every leap day.
_SEARCH = 8 * 366


@dataclass(frozen=True)
class Entry:
    """One event: all of the days from ``start`` up to, without, ``end``; ``rule`` are the parts of its RRULE."""

    deadline: Deadline
    start: date
    end: date
    rule: dict[str, str] | None


def render_calendar(plan: Plan, today: date | None = None, language: str = "vi") -> tuple[bytes, list[Deadline]]:
    """Return the calendar as a file (.ics), and the deadlines that have no day and are not in it.

    Repeats begin on or after ``today`` (default: the plan's date) and not before the plan's period. Raises ReadError
    when no date is known at all, and ImportError that says what to install when icalendar is absent.
    """
    try:
        from icalendar import Alarm, Calendar, Event, vRecur
    except ImportError:
        raise ImportError("Cần icalendar: pip install 'kehoach-parser[calendar]'") from None
    since = _beginning(plan, today)
    if since is None:
        raise ReadError(say("calendar.no_date", "vi"), say("calendar.no_date", "en"))
    entries, left = _entries(plan, since)
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach-parser//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", squeeze(plan.header.title or plan.source.name or say("title.deadlines", language)))
    stamp = datetime(since.year, since.month, since.day, tzinfo=timezone.utc)
    seen: Counter[str] = Counter()
    for entry in entries:
        event = Event()
        identity = _identity(plan, entry.deadline)
        seen[identity] += 1
        event.add("uid", f"{identity}-{seen[identity]}@kehoach-parser")
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.start)
        event.add("dtend", entry.end)
        if entry.rule:
            event.add("rrule", vRecur.from_ical(";".join(f"{name}={value}" for name, value in entry.rule.items())))
        summary = _summary(plan, entry.deadline, language)
        event.add("summary", summary)
        event.add("description", _description(plan, entry.deadline, language))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM)
        alarm.add("description", summary)
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical(), left


def _beginning(plan: Plan, today: date | None) -> date | None:
    """Return the day from which repeats are counted; of a plan without any date the first day of its deadlines."""
    written = days_of(plan.header.date)
    period = days_of(plan.header.period)
    first = today or (written[0] if written else None)
    known = [day for day in (first, period[0] if period else None) if day is not None]
    if known:
        return max(known)
    return min((days[0] for one in plan.deadlines if (days := days_of(one.date)) is not None), default=None)


def _entries(plan: Plan, since: date) -> tuple[list[Entry], list[Deadline]]:
    period = days_of(plan.header.period)
    entries, left = [], []
    for deadline in plan.deadlines:
        entry = _repeat(deadline, since, period[1] if period else None) if deadline.rrule else _once(deadline)
        if entry is None:
            left.append(deadline)
        else:
            entries.append(entry)
    return entries, left


def _once(deadline: Deadline) -> Entry | None:
    days = days_of(deadline.date)
    if days is None or days[1] == date.max:
        return None
    first, last = days
    if deadline.bound == "from":
        last = first
    elif not all(len(part) == len("2025-06-30") for part in (deadline.date or "").split("/")):
        first = last  # a month, a quarter, a year: its last day
    return Entry(deadline, first, last + timedelta(days=1), None)


def _repeat(deadline: Deadline, since: date, until: date | None) -> Entry | None:
    rule = _complete(parts_of(deadline.rrule or ""), deadline.bound == "in")
    if rule is None:
        return None
    start = next(_days_that_fit(rule, since), None)
    if start is None or start == date.max:
        return None
    if until is not None and until >= start:
        rule = {**rule, "UNTIL": until.strftime("%Y%m%d")}
    return Entry(deadline, start, start + timedelta(days=1), rule)


def _complete(rule: dict[str, str], within: bool) -> dict[str, str] | None:
    """Return a rule that names its day: the last one of its month, quarter or year where the plan names none.

    ``within``: of a run of months ("từ tháng 3 đến tháng 11 hằng năm") the last one counts.
    """
    cycle = rule.get("FREQ")
    if cycle == "WEEKLY":
        return rule if rule.get("BYDAY") in _WEEKDAYS else None
    if cycle == "MONTHLY" and "BYMONTHDAY" not in rule and rule.get("INTERVAL") in ("3", "6"):
        months = "3,6,9,12" if rule["INTERVAL"] == "3" else "6,12"
        return {"FREQ": "YEARLY", "BYMONTH": months, "BYMONTHDAY": "-1"}
    if cycle not in ("MONTHLY", "YEARLY") or any(not _is_list(rule.get(name)) for name in ("BYMONTH", "BYMONTHDAY")):
        return None
    full = dict(rule)
    if cycle == "YEARLY":
        months = full.setdefault("BYMONTH", "12")
        if within and _is_run(months):
            full["BYMONTH"] = months.rpartition(",")[2]
    days = full.setdefault("BYMONTHDAY", "-1")
    if _is_run(days):
        full["BYMONTHDAY"] = days.rpartition(",")[2]
    return full


def _is_list(values: str | None) -> bool:
    return values is None or all(value.removeprefix("-").isdecimal() for value in values.split(","))


def _is_run(values: str) -> bool:
    numbers = [int(value) for value in values.split(",")]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _days_that_fit(rule: dict[str, str], since: date) -> Iterator[date]:
    months = {int(month) for month in rule.get("BYMONTH", "").split(",") if month} or set(range(1, 13))
    days = {int(day) for day in rule.get("BYMONTHDAY", "").split(",") if day}
    for ahead in range(_SEARCH):
        try:
            day = since + timedelta(days=ahead)
            next_day = day + timedelta(days=1)
        except OverflowError:
            return
        if "BYDAY" in rule:
            if _WEEKDAYS[day.weekday()] == rule["BYDAY"]:
                yield day
        elif day.month in months and (day.day in days or (-1 in days and next_day.month != day.month)):
            yield day


def _identity(plan: Plan, deadline: Deadline) -> str:
    """Return a name that stays the same as long as the file does: its fingerprint and the place of the words."""
    source = f"{plan.source.sha256}:{deadline.span.start}:{deadline.span.end}:{deadline.date}:{deadline.rrule}"
    return hashlib.sha256(source.encode()).hexdigest()[:32]


def _summary(plan: Plan, deadline: Deadline, language: str) -> str:
    who = f"[{_cut(squeeze(deadline.agency), _AGENCY)}] " if deadline.agency else ""
    what = squeeze(deadline.task or sentence_at(plan.text, deadline.span.start))
    when = show_time(deadline, language)
    return who + _cut(f"{when[:1].upper()}{when[1:]}: {what}", _TITLE)


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def _description(plan: Plan, deadline: Deadline, language: str) -> str:
    header = plan.header
    sentence = squeeze(sentence_at(plan.text, deadline.span.start))[:_LONGEST]
    number = "/".join(part for part in (header.number, header.symbol) if part)
    source = " ".join(part for part in (header.doc_type, number, header.issuer) if part)
    section = f"{say('column.section', language)} {deadline.section}" if deadline.section else ""
    lines = [
        say("calendar.written", language, words=squeeze(deadline.quote)),
        sentence,
        " - ".join(part for part in (source, section, show_place(plan, deadline.span, language)) if part),
    ]
    if deadline.inferred:
        lines.append(say("due_inferred", language))
    return "\n".join(line for line in lines if line)
