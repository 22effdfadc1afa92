"""Words of time that are no dates: cycles ("hằng năm"), requests ("đột xuất"), days after an event; and time slots."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from .context import Context
from .deadlines_rules import Compiled, CycleRule, Table
from .points import DateMention, Point

_LONGEST_SLOT = 600  # a longer value is a text, not a time


@dataclass(slots=True)
class Cue:
    """A cycle at ``[start, end)``; ``rrule`` None when it does not say how long ("định kỳ")."""

    start: int
    end: int
    rule: str
    rrule: str | None
    dated: bool = False


@dataclass(slots=True)
class Slot:
    """A place that announces a time: after a label, in a time cell, or (``weak``) under a title such as "Thời gian".

    ``row`` is the table and the row of a time cell. ``limit``: the label is a "hạn", a bare day is the last one.
    """

    start: int
    end: int
    weak: bool = False
    row: tuple[int, int] | None = None
    limit: bool = False


# What may stand between a date and the cycle at the end of its list: "trước ngày 01/6 và 15/11 hằng năm".
LIST_TO_CYCLE = regex.compile(
    r"(?:(?: ?,| và) (?:(?:ngày )?\d{1,2}(?:/\d{1,2}| tháng \d{1,2}|)|tháng \d{1,2}|(?:qu[ýí] )?i{1,3}v?)){1,6}"
    r" ?\(?$"
)

Places = dict[str, list[int]]


def places(table: Table, found: Places) -> list[tuple[int, str]]:
    """Return where the start words of ``table`` stand, in the order of the text; ``found`` are those of all tables."""
    return sorted((at, word) for word, starts in found.items() if word in table for at in starts)


# "hằng quý, 6 tháng, năm": what follows a cycle in a list drops its word.
_MORE = regex.compile(
    r"(?:,| và| hoặc| hay|/) ?(?P<words>(?:h[àằ]ng |mỗi |0?1 |một |cả )?(?P<unit>quý|(?:0?6|sáu) tháng|tháng|tuần|năm))"
    r"(?!\w| *\d| (?:học|sau|trước))"
)
_REGULARLY = regex.compile(r"định kỳ,? \(?(?:vào )?(?:các )?")
_UNITS = {"quý": "FREQ=MONTHLY;INTERVAL=3", "tháng": "FREQ=MONTHLY", "tuần": "FREQ=WEEKLY", "năm": "FREQ=YEARLY"}


def find_cues(folded: str, start: int, compiled: Compiled, found: Places) -> list[Cue]:
    """Return the cycles said in ``folded`` from ``start`` on, none overlapping."""
    cues: list[Cue] = []
    done = start
    for at, word in places(compiled.cycles, found):
        for rule, pattern in compiled.cycles[word]:
            assert isinstance(rule, CycleRule)
            if rule.back:
                match = pattern.search(folded, max(done, at - rule.back), at + len(word) + 8)
            else:
                match = pattern.match(folded, at) if at >= done else None
            if match is None:
                continue
            rrule = rule.rrule
            if rrule and "{n}" in rrule:
                count = int(match["n"])
                rrule = rrule.replace("{n}", str(count)).removesuffix(";INTERVAL=1") if count else None
            elif rrule and "{3n}" in rrule:
                rrule = rrule.replace("{3n}", str(3 * int(match["n"]))) if int(match["n"]) else None
            begin = match.start()
            if (
                not rule.dated
                and cues
                and cues[-1].rrule is None
                and _REGULARLY.fullmatch(folded, cues[-1].start, begin)
            ):
                begin = cues.pop().start  # "định kỳ 02 lần/năm" is one
            cues.append(Cue(begin, match.end(), rule.id, rrule, rule.dated))
            done = match.end()
            while more := _MORE.match(folded, done):
                if rrule is None or rule.dated:
                    break
                unit = more["unit"]
                following = _UNITS.get(unit, "FREQ=MONTHLY;INTERVAL=6")
                cues.append(Cue(more.start("words"), more.end(), rule.id, following))
                done = more.end()
            break
    return cues


# The day of a month that a quarter names: "ngày 05 tháng cuối cùng của mỗi quý", "ngày 10 tháng đầu quý sau".
_QUARTER_MONTH = regex.compile(
    r" *(?:của )?tháng (?P<which>cuối|đầu|giữa|thứ (?:nhất|hai|ba|[123]))"
    r"(?: cùng| tiên)?(?: của)?(?: (?:h[àằ]ng|mỗi|từng))? quý(?: sau| tiếp theo)?"
)
_LAST, _MIDDLE, _FIRST = "3,6,9,12", "2,5,8,11", "1,4,7,10"
_MONTHS = {
    **dict.fromkeys(("cuối", "thứ ba", "thứ 3"), _LAST),
    **dict.fromkeys(("giữa", "thứ hai", "thứ 2"), _MIDDLE),
    **dict.fromkeys(("đầu", "thứ nhất", "thứ 1"), _FIRST),
}


def quarter_day(folded: str, mention: DateMention) -> tuple[int, str] | None:
    """Return the end and the RRULE of a day in each quarter, when ``mention`` (a bare "ngày 05") is one."""
    match = _QUARTER_MONTH.match(folded, mention.end, mention.end + 80)
    if match is None:
        return None
    return match.end(), f"FREQ=YEARLY;BYMONTH={_MONTHS[match['which']]};BYMONTHDAY={mention.first.day}"


def repeat(mention: DateMention, cycle: str | None) -> str | None:
    """Return the RRULE of a date that comes back: a day and month every year, a bare day every month.

    None when the two do not fit together (a bare day "every year").
    """
    first, last = mention.first, mention.last
    every = cycle if cycle and cycle.startswith("FREQ=YEARLY") else "FREQ=YEARLY"
    if first.unit == "day" and first.month is None:
        return (
            f"FREQ=MONTHLY;BYMONTHDAY={_run(first.day, last.day if last else None)}"
            if cycle == "FREQ=MONTHLY"
            else None
        )
    if first.unit == "day":
        if last is None or last.month == first.month:
            return f"{every};BYMONTH={first.month};BYMONTHDAY={_run(first.day, last.day if last else None)}"
        return every
    if first.unit == "month":
        return f"{every};BYMONTH={_months_run(first.month, last.month if last else None)}"
    if first.unit == "quarter":
        return f"{every};BYMONTH={_months_run(*_months(first, last))}"
    return None


def _months(first: Point, last: Point | None) -> tuple[int, int]:
    return 3 * (first.quarter or 1) - 2, 3 * ((last or first).quarter or 1)


def _months_run(first: int | None, last: int | None) -> str:
    """Return the months from ``first`` to ``last``; a season may pass over New Year ("từ tháng 11 đến tháng 4").

    >>> _months_run(11, 2)
    '1,2,11,12'
    """
    if first is not None and last is not None and last < first <= 12:
        return ",".join(str(month) for month in (*range(1, last + 1), *range(first, 13)))
    return _run(first, last)


def _run(first: int | None, last: int | None) -> str:
    if first is None or last is None or last < first:
        return str(first)
    return ",".join(str(number) for number in range(first, last + 1))


def find_slots(context: Context, compiled: Compiled, starts: tuple[str, ...], begin: int, found: Places) -> list[Slot]:
    """Return the places that announce a time, in the order of the text, none overlapping."""
    folded, lines = context.document.folded, context.document.lines
    slots: dict[int, Slot] = {}
    for index, view in enumerate(context.tables):
        for row in range(len(view.rows)):
            for cell in view.cells(row, "time"):
                end = min(cell.end, cell.start + _LONGEST_SLOT)
                slots.setdefault(cell.start, Slot(cell.start, end, row=(index, row)))
    for word in starts:
        for at in found.get(word, ()):
            match = compiled.label.match(folded, at)
            if match and opens_item(folded, at):
                line_end = lines.ends[lines.at(at)]
                end = _value_end(folded, match.end(), min(line_end, match.end() + _LONGEST_SLOT))
                if folded[match.end() : end].strip(" *_"):
                    slots.setdefault(match.end(), Slot(match.end(), end, limit="hạn" in match[0]))
                else:
                    slots.setdefault(match.end(), Slot(match.end(), _block_end(context, line_end), weak=True))
    for section in context.outline.all:
        if section.title and section.span.start >= begin:
            title = folded.find(section.title[:12].lower(), section.span.start, section.span.start + 40)
            if title >= 0 and compiled.title.match(folded, title):
                own = section.children[0].span.start if section.children else section.span.end
                slots.setdefault(title, Slot(title, min(own, title + 2 * _LONGEST_SLOT), weak=True))
    ordered: list[Slot] = []
    for slot in sorted(slots.values(), key=lambda slot: (slot.start, slot.weak)):
        if ordered and slot.start < ordered[-1].end:
            if not ordered[-1].weak:
                continue
            ordered[-1] = Slot(ordered[-1].start, slot.start, weak=True)
        ordered.append(slot)
    return ordered


def opens_item(folded: str, at: int) -> bool:
    """Whether a label that starts at ``at`` opens its line, sentence, or item."""
    before = at - 1
    while before >= 0 and folded[before] in " *_(":
        before -= 1
    return before < 0 or folded[before] in "\n|;.:-+•)>0123456789" or (before == 0)


def _value_end(folded: str, start: int, line_end: int) -> int:
    """Return where the value after a label ends: at the cell, the semicolon, or the sentence."""
    ends = [folded.find(mark, start, line_end) for mark in (" |", ";", ". ")]
    return min([end for end in ends if end >= 0], default=line_end)


def _block_end(context: Context, start: int) -> int:
    """Return the end of the lines under an empty label: at most six, within its division."""
    lines = context.document.lines
    section = context.outline.at(start)
    last = min(lines.at(start) + 6, len(lines) - 1)
    end = lines.ends[last]
    if section is not None:
        own = section.children[0].span.start if section.children and section.children[0].span.start > start else None
        end = min(end, own or section.span.end)
    return max(min(end, start + 2 * _LONGEST_SLOT), start)
