"""From a date to a deadline: the words before it give the bound, a cycle beside it makes it come back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

import regex

from ..models import Bound
from .dates import find_dates
from .deadlines_bare import clocked, follows_deed, is_due
from .deadlines_cues import LIST_TO_CYCLE, Cue, Slot, quarter_day, repeat
from .deadlines_leads import STRONG, Lead, lead_of
from .deadlines_past import is_past
from .deadlines_scene import Found, Scene
from .deadlines_years import announces, heads_deed, is_review_year, year_binds
from .points import DateMention

_ALONE = "deadlines/ngay-lich"
_OF_DEED = "deadlines/ngay-cua-viec"
_PART = "deadlines/dau-giua-cuoi"
_REVIEW = "deadlines/nam-so-ket"
_OF_YEAR = "deadlines/nam-cua-viec"
_LOOKED_AT = "deadlines/moc-kiem-tra"
_TERM_BEGINS = 8
_DATA_REACH = 40  # "tính từ ngày … năm trước đến ngày …": the end of a period of data follows its beginning

# A list goes on ("trước ngày 01/6 và 15/11"): the next date has the bound of the one before.
_GOES_ON = regex.compile(r"(?: ?[,;]| và| hoặc| &){1,2} ?(?:cả |hết )?$")

# "Sơ kết vào tháng 6, tổng kết vào tháng 12 hằng năm": the cycle behind the last date is that of the report before too.
_TO_SHARED_CYCLE = regex.compile(
    r"[^;.\n]{3,90}?(?:ngày|tháng) \d{1,2}(?: ?/ ?\d{1,2}| tháng \d{1,2})? ?,? ?\(?(?=h[àằ]ng năm|mỗi năm)"
)
_REVIEWED = regex.compile(r"báo cáo|sơ kết|tổng kết|đánh giá")
_HALF_OR_WHOLE = ("FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY")


def read_dates(scene: Scene) -> Iterator[Found]:
    """Yield the deadlines that a date outside the time slots makes."""
    before: tuple[DateMention, Found] | None = None
    void = 0
    for mention in find_dates(scene.folded, scene.begin, None, scene.year):
        slot = scene.slot_at(mention.start)
        if scene.is_blocked(mention.start) or (slot is not None and not slot.weak):
            before = None
            continue
        lead = lead_of(scene, mention)
        if mention.start < void or (lead is not None and lead[1] is None):
            void = mention.end + _DATA_REACH
            continue
        mention = _this_or_next_year(scene, mention)
        found = _read_date(scene, mention, lead, slot, before)
        if found is not None and before is not None and _GOES_ON.match(scene.folded[before[0].end : mention.start]):
            _use_both_halves(scene, before[1], found)
        before = (mention, found) if found is not None else None
        if found is not None:
            yield found


def read_slot(scene: Scene, slot: Slot) -> list[Found]:
    """Return what a time slot says: its dates, else its cycle, "thường xuyên", or the event after which to begin."""
    found = _slot_dates(scene, slot)
    for cue in scene.cues_in(slot.start, slot.end):
        if cue.start not in scene.used and not cue.dated:
            scene.used.add(cue.start)
            found.append(Found(cue.start, cue.end, "every", cue.rule, rrule=cue.rrule, slot=slot))
    standing = scene.compiled.standing.search(scene.folded, slot.start, slot.end)
    if standing:
        beside = next((item for item in found if item.bound == "every" and 0 <= item.start - standing.end() <= 4), None)
        if beside is not None:  # "Thường xuyên, hằng năm" is one
            found[found.index(beside)] = replace(beside, start=standing.start())
        elif not found:
            found.append(Found(standing.start(), standing.end(), "every", scene.slot_rule.id, slot=slot))
    if not found:
        value = slot.start
        while value < slot.end and scene.folded[value] in " *_\n":
            value += 1
        event = scene.compiled.event.match(scene.folded, value, slot.end)
        if event:
            found.append(Found(event.start(), event.end(), "from", scene.slot_rule.id, slot=slot))
    return found


def _slot_dates(scene: Scene, slot: Slot) -> list[Found]:
    found: list[Found] = []
    before: tuple[DateMention, Found] | None = None
    for mention in find_dates(scene.folded, slot.start, slot.end, scene.year, bare=True):
        if scene.is_blocked(mention.start):
            continue
        mention = _this_or_next_year(scene, mention)
        lead = lead_of(scene, mention)
        start = clocked(scene, mention)
        bound: Bound = "in"
        rule = scene.slot_rule.id
        if lead is not None and lead[2] == _LOOKED_AT:
            continue
        if lead is not None and lead[0] >= slot.start:
            start, bound, rule = lead[0], lead[1] or "in", lead[2]
        elif before is not None and _GOES_ON.match(scene.folded[before[0].end : mention.start]):
            bound = before[1].bound
        elif slot.limit and mention.unit == "day" and mention.last is None:
            bound = "by"
        item = _dated(scene, mention, start, bound, rule, slot)
        if item is not None and item.end <= slot.end and not _is_said(scene, item, found):
            found.append(item)
            before = (mention, item)
    return found


def _is_said(scene: Scene, item: Found, found: list[Found]) -> bool:
    """Whether a month without a year closes a cell that names a day of it ("28/10/2026 (tuần 8), cuối tháng 10")."""
    if not item.inferred or item.bound != "in" or item.slot is None or item.slot.row is None:
        return False
    if scene.folded[item.end : item.slot.end].strip(" .;)*_"):
        return False
    return any(other.bound == "in" and (other.date or "").startswith(f"{item.date}-") for other in found)


def _read_date(
    scene: Scene, mention: DateMention, lead: Lead | None, slot: Slot | None, before: tuple[DateMention, Found] | None
) -> Found | None:
    bound: Bound = "in"
    if slot is not None and announces(scene, mention, lead[1] if lead else None):
        return None
    if lead is not None and lead[1] is not None and not (_is_fraction(scene, mention) and lead[2] not in STRONG):
        start, bound, rule = lead[0], lead[1], lead[2]
    elif before is not None and _GOES_ON.match(scene.folded[before[0].end : mention.start]):
        start, bound, rule = mention.start, before[1].bound, before[1].rule
    elif slot is not None and slot.weak and mention.unit == "year" and scene.opens("results", mention.end):
        return None  # under "Lộ trình": "Năm 2024 đạt 85%" is the year of a target
    elif slot is not None and (mention.unit != "day" or mention.first.month):
        start, rule = clocked(scene, mention), scene.slot_rule.id
    elif is_due(scene, mention):
        start, rule = clocked(scene, mention), _ALONE
    elif follows_deed(scene, mention):
        start, rule = clocked(scene, mention), _OF_DEED
    elif is_review_year(scene, mention):
        return Found(mention.start, mention.end, "in", _REVIEW, date=mention.edtf)
    elif heads_deed(scene, mention, mention.start):
        return Found(mention.start, mention.end, "in", _OF_YEAR, date=mention.edtf)
    else:
        return None
    if rule == _PART and not _has_deed(scene, mention, start):
        return None
    if mention.unit == "year" and slot is None and rule != _ALONE:
        if not year_binds(scene, mention, start, bound):
            return None
        return Found(start, mention.end, bound, rule, date=mention.edtf)
    if slot is None and (_opens_target(scene, mention, start, bound) or _is_natural(scene, mention, start)):
        return None
    found = _dated(scene, mention, start, bound, rule, slot)
    if found is None or (slot is None and rule != _ALONE and is_past(scene, mention, found)):
        return None
    return found


def _has_deed(scene: Scene, mention: DateMention, start: int) -> bool:
    """Whether something is to be done around a part of a month or quarter ("hoàn thành cuối quý I")."""
    left, right = scene.clause(start, mention.end)
    return mention.unit in ("month", "quarter") and scene.holds("acts", left, right) is not None


def _opens_target(scene: Scene, mention: DateMention, start: int, bound: Bound) -> bool:
    """Whether the date is a target's due: "Đến tháng 12/2026, 100% xã …"."""
    if bound not in ("by", "in") or mention.unit == "year":
        return False
    left, right = scene.clause(start, mention.end)
    if scene.folded[left:start].strip(" -+•*,:") or "%" not in scene.folded[mention.end : right]:
        return False
    return scene.opens("results", mention.end, right) is not None


def _is_natural(scene: Scene, mention: DateMention, start: int) -> bool:
    """Whether the time is that of a season or a disease: "Mùa mưa bão từ tháng 6 đến tháng 10 hằng năm"."""
    if mention.last is None or mention.unit == "year":
        return False
    left, right = scene.clause(start, mention.end)
    if scene.opens("seasons", left, start) is None and scene.holds("natural", left, start) is None:
        return False
    return scene.holds("acts", left, right) is None


def _is_fraction(scene: Scene, mention: DateMention) -> bool:
    """Whether "1/2" could as well be a half: a day and month without their word and without a year."""
    bare = scene.folded[mention.start].isdecimal()
    return bare and mention.inferred and mention.unit == "day" and mention.last is None


def _dated(scene: Scene, mention: DateMention, start: int, bound: Bound, rule: str, slot: Slot | None) -> Found | None:
    """Return the deadline of a mention whose bound is known, with the cycle that goes with it."""
    end = mention.end
    bare_day = mention.unit == "day" and mention.first.month is None
    if bare_day and (quarter := quarter_day(scene.folded, mention)):
        left, _ = scene.sentence(start, end)
        # "Định kỳ hằng quý (trước ngày 15 của tháng cuối quý)" is one.
        scene.used.update(cue.start for cue in scene.cues_in(left, start) if cue.rrule == "FREQ=MONTHLY;INTERVAL=3")
        end, rrule = quarter
        _use_regular(scene, start)
        scene.used.update(cue.start for cue in scene.cues_in(start, end))
        return Found(start, end, bound, rule, rrule=rrule, slot=slot)
    if mention.first.year is None or mention.inferred:
        if relative := scene.opens("relative-year", end):
            return Found(start, relative.end(), bound, rule, slot=slot)
        cue = _cycle_for(scene, mention, start, end)
        if cue is not None:
            again = repeat(mention, cue.rrule)
            if (again is None and mention.unit == "day") or scene.opens("conditions", max(end, cue.end)):
                return None
            start, end = _with_cycle(scene, cue, start, end)
            return Found(start, end, bound, rule, rrule=again, slot=slot)
        if bare_day:
            return None
    if onward := scene.opens("onward", end):
        date = mention.first.edtf()
        return Found(start, onward.end(), "from", rule, date=date, inferred=mention.inferred, slot=slot)
    if bound == "from" and (until := scene.opens("until-event", end)):
        end = until.end()
    if scene.opens("effect", end):
        return None
    if scene.folded.startswith(")", end) and scene.folded.rfind("(", start, end) > start:
        end += 1
    return Found(start, end, bound, rule, date=mention.edtf, inferred=mention.inferred, slot=slot)


def _cycle_for(scene: Scene, mention: DateMention, start: int, end: int) -> Cue | None:
    """Return the cycle of a date at ``[start, end)``: right after it, at the end of its list, or before it."""
    index = bisect_right(scene.cues, end - 1, key=lambda cue: cue.start)
    if index < len(scene.cues):
        after = scene.cues[index]
        gap = scene.folded[end : min(after.start, end + 41)]
        if after.start - end <= 40 and (not gap.strip(" ,(") or LIST_TO_CYCLE.match(gap)) and _may_follow(scene, after):
            return after
    left, _ = scene.sentence(start, end)
    for cue in reversed(scene.cues[max(0, index - 6) : index]):
        if left > cue.start or cue.end > start or ";" in scene.folded[cue.end : start]:
            continue
        if cue.dated and cue.rrule == "FREQ=MONTHLY" and (mention.first.month or _reports(scene, cue.end, start)):
            continue  # "báo cáo tháng trước ngày 20, báo cáo quý trước ngày 25": the second is of another report
        return cue
    return _shared_cycle(scene, start, end) if mention.first.month else None


def _shared_cycle(scene: Scene, start: int, end: int) -> Cue | None:
    """Return "hằng năm" behind the date of a second report in the sentence, where a report has this date too."""
    match = _TO_SHARED_CYCLE.match(scene.folded, end)
    if match is None:
        return None
    left, _ = scene.clause(start, end)
    if not (_REVIEWED.search(scene.folded, left, start) and _REVIEWED.search(scene.folded, end, match.end())):
        return None
    return next(iter(scene.cues_in(match.end(), match.end() + 1)), None)


def _use_both_halves(scene: Scene, first: Found, second: Found) -> None:
    """Mark "6 tháng, năm" as said by the two days of a year that follow ("trước ngày 10/6 và 10/12")."""
    if first.rrule is None or second.rrule is None:
        return
    left, _ = scene.clause(first.start, first.end)
    scene.used.update(cue.start for cue in scene.cues_in(left, first.start) if cue.rrule in _HALF_OR_WHOLE)


def _may_follow(scene: Scene, cue: Cue) -> bool:
    """Whether a cycle may stand behind its date: "báo cáo 6 tháng" may not, "năm báo cáo" and "của tháng" do."""
    return not cue.dated or not _reports(scene, cue.start, cue.end)


def _reports(scene: Scene, start: int, end: int) -> bool:
    """Whether a report is named that the words before it do not make a part of "năm báo cáo"."""
    at = scene.folded.find("báo cáo", start, end)
    return at >= 0 and not scene.folded.endswith("năm ", 0, at)


def _with_cycle(scene: Scene, cue: Cue, start: int, end: int) -> tuple[int, int]:
    """Return the place of a date with its cycle, when the two stand together; the cycle is then used."""
    scene.used.add(cue.start)
    _use_regular(scene, start)
    if cue.dated and cue.start < start:
        return start, end
    if 0 <= cue.start - end <= 3:
        end = cue.end
    elif 0 <= start - cue.end <= 4:
        start = cue.start
    else:
        return start, end
    if scene.folded.startswith(")", end) and "(" in scene.folded[start:end]:
        end += 1
    return start, end


def _use_regular(scene: Scene, start: int) -> None:
    """Mark a bare "định kỳ" earlier in the sentence as said by the dated cycle at ``start``."""
    left, _ = scene.sentence(start, start)
    index = bisect_right(scene.cues, start - 1, key=lambda cue: cue.start) - 1
    while index >= 0 and scene.cues[index].start >= left:
        if scene.cues[index].rrule is None:
            scene.used.add(scene.cues[index].start)
            return
        index -= 1


def _this_or_next_year(scene: Scene, mention: DateMention) -> DateMention:
    """Return a date whose year is the plan's own: in the next year where it would precede the plan.

    It stays within the plan's period; the August before a school plan opens its year, and is not the next one.
    """
    today = scene.today
    if not mention.inferred or today is None or today.year is None or today.month is None:
        return mention
    if mention.first.year != today.year:
        return mention
    month = mention.first.month or (mention.first.quarter or 5) * 3
    if month >= today.month or today.year + 1 > scene.last_year or (scene.is_school_year and month >= _TERM_BEGINS):
        return mention
    last = replace(mention.last, year=(mention.last.year or 0) + 1) if mention.last else None
    return replace(mention, first=replace(mention.first, year=today.year + 1), last=last)
