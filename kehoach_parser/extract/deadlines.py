"""Times by which, or how often, somebody must do something."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

import regex

from ..models import Bound, Deadline, Span
from .context import Context
from .dates import DateMention, Point, find_dates
from .deadlines_cues import Cue, Slot, find_cues, find_slots, places, quarter_day, repeat
from .deadlines_rules import Compiled, DeadlineRules, DemandRule, EventRule
from .deadlines_scope import CLAUSE, SENTENCE, Binder, clause

_DAY_DATE = "deadlines/ngay-lich"
_YEAR = "deadlines/nam"
_STRONG = ("deadlines/truoc", "deadlines/cham-nhat")
_REACH = 64  # how far before a date its bound word may begin


@dataclass(frozen=True, slots=True)
class _Found:
    """One deadline on its way: where its words stand, and what they say."""

    start: int
    end: int
    bound: Bound
    rule: str
    date: str | None = None
    rrule: str | None = None
    inferred: bool = False
    slot: Slot | None = None


def extract_deadlines(context: Context) -> tuple[Deadline, ...]:
    """Return the deadlines in the order of the text.

    ``date`` is EDTF, ``rrule`` RFC 5545; both are None for a time that is kept as written ("định kỳ", "chậm nhất 05 ngày
    làm việc sau khi …"), and for a date that no calendar has. ``inferred`` says that the year is the plan's, not the text's.
    """
    rules = DeadlineRules.of(context.rules)
    reader = _Reader(context, rules)
    binder = Binder(context, rules.compiled)
    text = context.document.text
    return tuple(
        Deadline.model_construct(
            quote=text[found.start : found.end],
            span=Span.model_construct(start=found.start, end=found.end),
            section=context.outline.path_at(found.start),
            bound=found.bound,
            date=found.date,
            rrule=found.rrule,
            inferred=found.inferred,
            agency=binder.agency(found.start, found.end, found.slot),
            task=binder.task(found.start, found.end, found.slot),
            rule=found.rule,
        )
        for found in reader.read()
    )


# A list goes on ("trước ngày 01/6 và 15/11"): the next date has the bound of the one before.
_GOES_ON = regex.compile(r"(?: ?[,;]| và| hoặc| &)+ ?(?:cả |hết )?$")
_ONWARD = regex.compile(r",? ?(?:và )?(?:(?:những|các) năm (?:tiếp theo|sau|kế tiếp)|trở đi|trở về sau|về sau)")
_UNTIL_EVENT = regex.compile(r" (?:đến|cho đến|tới) (?:khi|ngày|hết|thời điểm)(?: [^\s.;|,()]+){1,16}")
_UNTIL_NOW = regex.compile(r" ?(?:đến|tới) nay|,? ?(?:đã|chưa|không) |,? toàn (?:tỉnh|xã|huyện|thành phố|ngành)")
_EFFECT = regex.compile(r" ?,? ?(?:có hiệu lực|trở về trước|về trước|năm (?:trước|sau|kế hoạch|quyết toán))")
_RELATIVE_YEAR = regex.compile(r" ?,? ?(?:của )?năm (?:sau|trước|kế hoạch|quyết toán|liền kề|kế tiếp)(?: năm \w+ \w+)?")
_NUMBERED = regex.compile(r"[\s\-+•*|(\[]*(?:(?:đợt|ngày|lần|bước|tuần|buổi) *\d{1,2} *[:.\-]? *)?")
_LINE_REST = regex.compile(r" *\(?(?:{0}|)\)? *(?:$|[\n|:(]|- |[.;]? *$|[.;]? *\n)".format(
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
))
_HOURLY = regex.compile(r"(?r)(?<!\w)trước \d{1,2} ?(?:giờ|h|g|:) ?\d{0,2}(?: ?phút)?'* *")


class _Reader:
    """Reads one document; it holds the document's dates, cycles and slots while the parts are put together."""

    def __init__(self, context: Context, rules: DeadlineRules) -> None:
        self.context = context
        self.folded = context.document.folded
        self.lines = context.document.lines
        self.compiled: Compiled = rules.compiled
        self.slot_rule = rules.slots
        self.begin = context.layout.body_start
        self.today, self.year = _plan_date(context)
        self.blocked = sorted(_blocked(context))
        self.cues = [cue for cue in find_cues(self.folded, self.begin, self.compiled) if not self._is_blocked(cue.start)]
        self.slots = find_slots(context, self.compiled, rules.slots.starts, self.begin)
        self.used: set[int] = set()

    def read(self) -> list[_Found]:
        """Return what is found, in the order of the text, none overlapping."""
        found: list[_Found] = []
        for slot in self.slots:
            if not slot.weak:
                found.extend(self._read_slot(slot))
        found.extend(self._read_dates())
        found.extend(self._read_cycles())
        found.extend(self._read_demands())
        found.extend(self._read_events())
        found.sort(key=lambda item: (item.start, -item.end))
        kept: list[_Found] = []
        for item in found:
            if not kept or item.start >= kept[-1].end:
                kept.append(item)
        return kept

    # -- dates ---------------------------------------------------------------------------------------------------------

    def _read_dates(self) -> list[_Found]:
        found: list[_Found] = []
        before: tuple[DateMention, _Found] | None = None
        void = 0
        for mention in find_dates(self.folded, self.begin, None, self.year):
            slot = self._slot_at(mention.start)
            if self._is_blocked(mention.start) or (slot is not None and not slot.weak):
                before = None
                continue
            lead = self._lead(mention)
            if mention.start < void or (lead is not None and lead[1] is None):  # a period of data goes on to its end
                void = mention.end + 40
                continue
            mention = self._this_or_next_year(mention)
            item = self._read_date(mention, lead, slot, before)
            before = (mention, item) if item is not None else None
            if item is not None:
                found.append(item)
        return found

    def _read_date(
        self,
        mention: DateMention,
        lead: tuple[int, Bound | None, str] | None,
        slot: Slot | None,
        before: tuple[DateMention, _Found] | None,
    ) -> _Found | None:
        if lead is not None and lead[1] is not None and not (self._is_fraction(mention) and lead[2] not in _STRONG):
            start, bound, rule = lead[0], lead[1], lead[2]
        elif before is not None and _GOES_ON.match(self.folded[before[0].end : mention.start]):
            start, bound, rule = mention.start, before[1].bound, before[1].rule
        elif slot is not None and (mention.unit != "day" or mention.first.month):
            start, bound, rule = self._clocked(mention), "in", self.slot_rule.id
        elif self._stands_alone(mention):
            start, bound, rule = self._clocked(mention), "in", _DAY_DATE
        else:
            return self._review_year(mention)
        if mention.unit == "year" and slot is None:
            return self._year(mention, start, bound, rule)
        item = self._dated(mention, start, bound, rule, slot)
        if item is None or (slot is None and rule != _DAY_DATE and self._is_past(mention, item)):
            return None
        return item

    def _is_fraction(self, mention: DateMention) -> bool:
        """Whether "1/2" could as well be a half: a day and month without their word and without a year."""
        return mention.inferred and mention.unit == "day" and self.folded[mention.start].isdigit() and mention.last is None

    def _lead(self, mention: DateMention) -> tuple[int, Bound | None, str] | None:
        """Return where the bound words before ``mention`` begin, the bound, and the rule."""
        floor = max(self._line_start(mention.start), mention.start - _REACH)
        for rule, pattern in self.compiled.leads:
            match = pattern.match(self.folded, floor, mention.start)
            if match:
                bound = rule.bound
                if bound == "from" and mention.last is not None:
                    bound = "in"
                return match.start(), bound, rule.id
        if self.folded.startswith("từ", mention.start):  # "từ 2026 - 2030": the word is part of the mention
            return mention.start, "in" if mention.last else "from", "deadlines/tu"
        return None

    def _dated(self, mention: DateMention, start: int, bound: Bound, rule: str, slot: Slot | None) -> _Found | None:
        """Return the deadline of a mention whose bound is known, with the cycle that goes with it."""
        end = mention.end
        if quarter := (quarter_day(self.folded, mention) if mention.unit == "day" and not mention.first.month else None):
            end, rrule = quarter
            self._use_within(start, end)
            return _Found(start, end, bound, rule, rrule=rrule, slot=slot)
        if mention.first.year is None or mention.inferred:
            if relative := _RELATIVE_YEAR.match(self.folded, end):
                return _Found(start, relative.end(), bound, rule, slot=slot)
            cue = self._cycle_for(start, end)
            if cue is not None:
                rrule = repeat(mention, cue.rrule)
                if rrule is None and mention.first.unit == "day":
                    return None
                if self._negated(max(end, cue.end)):
                    return None
                start, end = self._with_cycle(cue, start, end)
                return _Found(start, end, bound, rule, rrule=rrule, slot=slot)
            if mention.first.unit == "day" and mention.first.month is None:
                return None
        if onward := _ONWARD.match(self.folded, end):
            open_point = mention.first.edtf()
            return _Found(start, onward.end(), "from", rule, date=open_point, inferred=mention.inferred, slot=slot)
        if bound == "from" and (until := _UNTIL_EVENT.match(self.folded, end)):
            end = until.end()
        if _EFFECT.match(self.folded, end):
            return None
        return _Found(start, end, bound, rule, date=mention.edtf, inferred=mention.inferred, slot=slot)

    def _cycle_for(self, start: int, end: int) -> Cue | None:
        """Return the cycle of a date at ``[start, end)``: right after it, at the end of its list, or before it."""
        index = bisect_right(self.cues, end - 1, key=lambda cue: cue.start)
        if index < len(self.cues):
            after = self.cues[index]
            gap = self.folded[end : after.start]
            if len(gap) <= 40 and (not gap.strip(" ,(") or _LIST_TO_CYCLE.match(gap)) and not after.dated:
                return after
        left, _ = self._sentence(start, end)
        for cue in reversed(self.cues[max(0, index - 6) : index]):
            if left <= cue.start and cue.end <= start and ";" not in self.folded[cue.end : start]:
                return cue
        return None

    def _with_cycle(self, cue: Cue, start: int, end: int) -> tuple[int, int]:
        """Return the place of a date with its cycle, when the two stand together; the cycle is then used."""
        self.used.add(cue.start)
        if cue.dated:
            return start, end
        if 0 <= cue.start - end <= 3:
            end = cue.end
        elif 0 <= start - cue.end <= 4:
            start = cue.start
        else:
            return start, end
        if self.folded.startswith(")", end) and "(" in self.folded[start:end]:
            end += 1
        return start, end

    def _negated(self, end: int) -> bool:
        """Whether a condition follows ("đến ngày 30/6 hàng năm chưa phân bổ"), or the name of a day."""
        return bool(_CONDITION.match(self.folded, end))

    def _clocked(self, mention: DateMention) -> int:
        """Return where ``mention`` begins with the hours and weekday before it."""
        floor = max(self._line_start(mention.start), mention.start - _REACH)
        match = _CLOCK.match(self.folded, floor, mention.start)
        return match.start() if match else mention.start

    def _stands_alone(self, mention: DateMention) -> bool:
        """Whether a day, month or quarter is a whole line or cell, or opens one ("Ngày 02/01/2026 (thứ 6): …")."""
        if mention.unit == "year" or mention.named or (mention.unit == "day" and not mention.first.month):
            return False
        line_start, line_end = self._line(mention.start)
        cell = max(line_start, self.folded.rfind("| ", line_start, mention.start) + 1)
        opened = _NUMBERED.match(self.folded, cell, mention.start)
        at = opened.end() if opened else cell
        clock = self.compiled.clock.match(self.folded, at, mention.start)
        return (clock.end() if clock else at) == mention.start and bool(
            _LINE_REST.match(self.folded, mention.end, line_end)
        )

    # -- years ---------------------------------------------------------------------------------------------------------

    def _year(self, mention: DateMention, start: int, bound: Bound, rule: str) -> _Found | None:
        """Return the deadline of a year that is said outside a time slot, if it binds a deed and is no target's due."""
        if mention.named or self._in_heading(mention.start) or self._quoted(mention.start):
            return None
        if self.today and (mention.first.year or 0) < self.today.year:
            return None
        section = self.context.outline.at(mention.start)
        if section is not None and section.kind == "objectives":
            return None
        if self.context.document.table_at(mention.start) is not None or _UNTIL_NOW.match(self.folded, mention.end):
            return None
        left, right = self._clause(start, mention.end)
        holds, opens, ends = self.compiled.holds, self.compiled.opens, self.compiled.ends
        head = self.folded[left:start]
        tail = self.folded[mention.end : right]
        if opens["results"].match(tail) or ends["aims"].match(self.folded, left, start):
            return None
        if bound in ("by", "before"):
            if "đến năm" in tail[:40] or "tầm nhìn" in tail[:40] or "định hướng" in tail[:40] or "%" in tail:
                return None
            if not head.strip(" -+•*,:"):
                return self._by_year(mention, start, bound, rule) if opens["acts"].match(tail.lstrip(" ,")) else None
            if self._named_after(head):
                return None
            return self._by_year(mention, start, bound, rule)
        if bound == "in" and mention.last is None and "%" not in tail:
            act = holds["acts"].search(head[-60:])
            return self._by_year(mention, start, bound, rule) if act and not holds["aims"].search(head[-60:]) else None
        return None

    def _by_year(self, mention: DateMention, start: int, bound: Bound, rule: str) -> _Found:
        return _Found(start, mention.end, bound, rule, date=mention.edtf)

    def _named_after(self, head: str) -> bool:
        """Whether the year is the tail of a programme's name that is cited, not of one that is to be made."""
        last = None
        for match in self.compiled.holds["names"].finditer(head):
            last = match
        if last is None:
            return False
        return self.compiled.ends["makes"].match(head, 0, last.start()) is None

    def _review_year(self, mention: DateMention) -> _Found | None:
        """Return "Báo cáo giữa kỳ (năm 2028)": a year in brackets after a review."""
        if mention.unit != "year" or mention.named or not self.folded.startswith(")", mention.end):
            return None
        if mention.start == 0 or self.folded[mention.start - 1] != "(" or self._in_heading(mention.start):
            return None
        if self.today and (mention.first.year or 0) < self.today.year:
            return None
        left, _ = self._clause(mention.start, mention.end)
        head = self.folded[left : mention.start]
        if not _REVIEW.search(head[-70:]):
            return None
        return _Found(mention.start, mention.end, "in", _YEAR, date=mention.edtf)

    # -- slots ---------------------------------------------------------------------------------------------------------

    def _read_slot(self, slot: Slot) -> list[_Found]:
        found: list[_Found] = []
        before: tuple[DateMention, _Found] | None = None
        for mention in find_dates(self.folded, slot.start, slot.end, self.year, bare=True):
            mention = self._this_or_next_year(mention)
            lead = self._lead(mention)
            start, bound, rule = self._clocked(mention), "in", self.slot_rule.id
            if lead is not None and lead[0] >= slot.start:
                start, bound, rule = lead[0], lead[1] or "in", lead[2]
            elif before is not None and _GOES_ON.match(self.folded[before[0].end : mention.start]):
                bound = before[1].bound
            if self._is_blocked(mention.start):
                continue
            item = self._dated(mention, start, bound, rule, slot)  # type: ignore[arg-type]
            if item is not None and item.end <= slot.end:
                found.append(item)
                before = (mention, item)
        for cue in self.cues:
            if cue.start >= slot.end:
                break
            if cue.start >= slot.start and cue.start not in self.used and not cue.dated:
                self.used.add(cue.start)
                found.append(_Found(cue.start, cue.end, "every", cue.rule, rrule=cue.rrule, slot=slot))
        standing = self.compiled.standing.search(self.folded, slot.start, slot.end)
        if standing:
            every = next((item for item in found if item.bound == "every" and item.start - standing.end() <= 4), None)
            if every is not None and every.start >= standing.end():
                found[found.index(every)] = replace(every, start=standing.start())
            elif not found:
                found.append(_Found(standing.start(), standing.end(), "every", self.slot_rule.id, slot=slot))
        if not found:
            value = slot.start + len(self.folded[slot.start : slot.end]) - len(self.folded[slot.start : slot.end].lstrip())
            event = self.compiled.event.match(self.folded, value, slot.end)
            if event:
                found.append(_Found(event.start(), event.end(), "from", self.slot_rule.id, slot=slot))
        return found

    # -- cycles, requests, events --------------------------------------------------------------------------------------

    def _read_cycles(self) -> list[_Found]:
        found = []
        for cue in self.cues:
            if cue.start in self.used or cue.dated:
                continue
            hourly = _HOURLY.match(self.folded, max(self._line_start(cue.start), cue.start - 24), cue.start)
            if hourly and cue.rrule:
                found.append(_Found(hourly.start(), cue.end, "before", cue.rule, rrule=cue.rrule))
            elif self._binds(cue):
                found.append(_Found(cue.start, self._close(cue), "every", cue.rule, rrule=cue.rrule))
        return found

    def _close(self, cue: Cue) -> int:
        """Return the end of a cycle with the bracket that it opened: "định kỳ (hằng năm)"."""
        opened = "(" in self.folded[cue.start : cue.end] and self.folded.startswith(")", cue.end)
        return cue.end + 1 if opened else cue.end

    def _binds(self, cue: Cue) -> bool:
        """Whether a cycle without a date says how often something is done, rather than of what kind a thing is."""
        left, right = self._clause(cue.start, cue.end)
        head = self.folded[left : cue.start]
        tail = self.folded[cue.end : right]
        opens, ends, holds = self.compiled.opens, self.compiled.ends, self.compiled.holds
        if _PASSIVE.match(tail) or self._in_heading(cue.start):
            return False
        words = self.folded[cue.start : cue.end]
        if cue.rrule is None:
            if words.startswith("theo"):
                return bool(_REPORT.search(head[-60:]))
            if _REGULAR_REPORT.search(head[-40:]):
                return bool(_WITH_SUDDEN.match(tail)) or bool(_REGIME.search(head[-40:]))
            return bool(opens["verbs"].match(tail)) and not _ATTRIBUTED.search(head[-24:])
        section = self.context.outline.at(cue.start)
        if opens["results"].match(tail) or (section is not None and section.kind == "objectives"):
            return False
        if words.startswith("định kỳ"):
            return True
        if not head.strip(" -+•*,:0123456789.)(\"") or _JOINED.match(head):
            return "%" not in tail[:160]
        if ends["attributes"].match(self.folded, left, cue.start):
            return False
        if words.startswith(("mỗi", "từng")) and "lần" not in words:
            return False
        return bool(holds["reports"].search(head[-90:]))

    def _read_demands(self) -> list[_Found]:
        found: list[_Found] = []
        for at, word in places(self.compiled.demands, self.folded, self.begin):
            for rule, pattern in self.compiled.demands[word]:
                assert isinstance(rule, DemandRule)
                match = pattern.match(self.folded, at)
                if match is None or self._is_blocked(at) or self._in_heading(at):
                    continue
                left, _ = self._sentence(at, match.end())
                if found and left <= found[-1].start and at - found[-1].end < 80:
                    if at <= found[-1].end + 1:
                        found[-1] = replace(found[-1], end=max(match.end(), found[-1].end))
                    break
                floor = max(left, at - 90)
                slot = self._slot_at(at)
                in_slot = slot is not None and not slot.weak and rule.id == self.compiled_demand
                if in_slot or (
                    self.compiled.befores[rule.id].match(self.folded, floor, at)
                    and self.compiled.needs[rule.id].search(self.folded, left, match.end() + 60)
                ):
                    found.append(_Found(at, match.end(), "on_demand", rule.id, slot=slot if in_slot else None))
                    break
        return found

    compiled_demand = "deadlines/dot-xuat"

    def _read_events(self) -> list[_Found]:
        found = []
        for at, word in places(self.compiled.events, self.folded, self.begin):
            for rule, pattern in self.compiled.events[word]:
                assert isinstance(rule, EventRule)
                match = pattern.match(self.folded, at)
                if match and not self._is_blocked(at):
                    found.append(_Found(at, match.end(), rule.bound, rule.id))
                    break
        return found

    # -- places --------------------------------------------------------------------------------------------------------

    def _this_or_next_year(self, mention: DateMention) -> DateMention:
        """Return a date whose year is the plan's own: in the next year where it would precede the plan."""
        today = self.today
        if not mention.inferred or today is None or mention.first.year != today.year or today.month is None:
            return mention
        month = mention.first.month or (mention.first.quarter or 5) * 3
        if month >= today.month or self.context.header.period is not None:
            return mention
        last = replace(mention.last, year=(mention.last.year or 0) + 1) if mention.last else None
        return replace(mention, first=replace(mention.first, year=today.year + 1), last=last)

    def _is_past(self, mention: DateMention, item: _Found) -> bool:
        """Whether a date in running text lies before the plan: a thing that was, not one to be done."""
        if item.rrule is not None or mention.inferred or self.today is None:
            return False
        if _UNTIL_NOW.match(self.folded, mention.end) and item.bound in ("from", "by"):
            return True
        point = mention.first if item.rule == "deadlines/trong" else mention.last or mention.first
        today = (self.today.year or 0, self.today.month or 0, self.today.day or 0)
        ends = {"day": point.day, "month": None, "quarter": None, "year": None}[point.unit]
        month = point.month if point.quarter is None else point.quarter * 3
        that = (point.year or 0, month or 12, ends or 31)
        return that < (today[0], today[1] or 1, today[2] or 1) or (item.bound == "by" and that == today)

    def _slot_at(self, at: int) -> Slot | None:
        index = bisect_right(self.slots, at, key=lambda slot: slot.start) - 1
        return self.slots[index] if index >= 0 and at < self.slots[index].end else None

    def _use_within(self, start: int, end: int) -> None:
        self.used.update(cue.start for cue in self.cues if start <= cue.start < end)

    def _is_blocked(self, at: int) -> bool:
        index = bisect_right(self.blocked, (at, len(self.folded))) - 1
        return index >= 0 and at < self.blocked[index][1]

    def _line(self, at: int) -> tuple[int, int]:
        line = self.lines.at(at)
        return self.lines.starts[line], self.lines.ends[line]

    def _line_start(self, at: int) -> int:
        return self._line(at)[0]

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        return clause(self.folded, *self._line(start), start, end, SENTENCE)

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        return clause(self.folded, *self._line(start), start, end, CLAUSE)

    def _in_heading(self, at: int) -> bool:
        """Whether ``at`` stands in the title of a division."""
        section = self.context.outline.at(at)
        if section is None or not section.title:
            return False
        return at < section.span.start + len(section.marker or "") + len(section.title) + 3

    def _quoted(self, at: int) -> bool:
        start = self._line_start(at)
        return self.folded.count('"', start, at) % 2 == 1


_LIST_TO_CYCLE = regex.compile(r"(?:(?: ?,| và) (?:ngày )?\d{1,2}(?:/\d{1,2}| tháng \d{1,2}))+ ?\(?$")
_CONDITION = regex.compile(r" ?,? ?(?:chưa|không|mà|là ngày|vẫn)(?!\w)")
_CLOCK = regex.compile(
    r"(?r)(?<!\w)(?:\d{1,2} ?(?:giờ|h|g) ?(?:\d{2})?(?: ?phút)?(?: *- *\d{1,2} ?(?:giờ|h|g) ?(?:\d{2})?)? *,? *)?"
    r"(?:(?:sáng|chiều|cả)(?: và (?:sáng|chiều))?,? *)?(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? *)?"
)
_PASSIVE = regex.compile(r" ?(?:,? ?(?:được|của (?:các )?(?:cơ quan|đơn vị|sở)|chưa|không|là) )")
_JOINED = regex.compile(r"[\s\-+•*]*(?:và|hoặc|,|thực hiện|tổ chức)? *$")
_REPORT = regex.compile(r"(?<!\w)báo cáo(?!\w)")
_REGULAR_REPORT = regex.compile(r"(?<!\w)(?:báo cáo|thông báo|giao ban)(?: [^\s,.;]+){0,3} *$")
_REGIME = regex.compile(r"(?<!\w)(?:thực hiện|chế độ)(?: [^\s.;]+){0,4} báo cáo *$")
_WITH_SUDDEN = regex.compile(r" ?(?:,|và|hoặc|/) ?(?:báo cáo )?đột xuất")
_ATTRIBUTED = regex.compile(
    r"(?<!\w)(?:khảo sát|giám sát|giao ban|thông báo|kiểm tra|cập nhật|kiểm thử|bảo trì|thống kê|họp|báo cáo|chế độ) *$"
)
_REVIEW = regex.compile(r"(?<!\w)(?:báo cáo|sơ kết|tổng kết|đánh giá|kiểm tra)(?!\w)")


def _plan_date(context: Context) -> tuple[Point | None, int | None]:
    """Return the plan's own date, and the year that a date without one takes: of its period when that is one year."""
    header = context.header
    today = _point(header.date)
    period = [_point(part) for part in (header.period or "").split("/")]
    years = {point.year for point in period if point is not None}
    if len(period) <= 2 and len(years) == 1 and all(period):
        return today, years.pop()
    return today, today.year if today else None


def _point(date: str | None) -> Point | None:
    match = regex.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date or "")
    if match is None:
        return None
    return Point(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)


def _blocked(context: Context) -> list[tuple[int, int]]:
    """Return the stretches whose dates bind nobody: cited documents, the parts of form, what is no part of the plan."""
    header = context.header
    spans = [citation.span for citation in context.citations]
    spans += header.spans.values()
    spans += [recipient.span for recipient in header.recipients]
    spans += [signer.span for signer in header.signers if signer.span is not None]
    return [(span.start, span.end) for span in spans] + list(context.layout.noise)
