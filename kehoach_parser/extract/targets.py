"""Results that the plan commits to reach, and why the other numbers that look alike are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import regex

from ..models import Span, Target
from .agencies import read_agencies
from .context import Context
from .target_clauses import (
    ClauseRules,
    cut_quotes,
    cut_sentences,
    find_condition,
    find_exception,
    find_subject,
    skip_marker,
)
from .target_due import Due, DueRules, Enclosing, find_dues, pair_dues
from .target_filters import FilterRule, FilterRules, Place, Places, find_reason
from .target_indicators import IndicatorRules, find_indicator
from .target_tables import read_target_table
from .target_values import Quantity, ValueRules, find_quantities, read_change

Reason = tuple[int, int, str]

# A line without any of these has no target outside the objectives sections.
_ANCHOR = regex.compile(r"[%‰]|phần (?:trăm|nghìn|ngàn)|/ ?1[.]?0|\d ?/ ?\d{1,2} \p{L}|\d lần|phấn đấu|mục tiêu|chỉ tiêu")
_DIGIT = regex.compile(r"\d|phần (?:hai|ba|tư|bốn|năm|trăm)|phải có|nhất thiết|bắt buộc|một nửa|(?:ít nhất|tối thiểu) \p{L}")
_DURATION = frozenset("ngày tháng năm giờ phút tuần quý buổi tiết".split())
_TIME_SAVED = regex.compile(r"thời gian|rút ngắn|thời hạn|tuổi thọ|giảm")
_OPENING = 4  # a value this near the beginning of its sentence is what the sentence states
_NO_RESULT = "số lượng được nêu trong nội dung, không phải kết quả cam kết"
_NO_PROMISE = "tỷ lệ được nêu, không phải kết quả cam kết"
_NESTED = "số nằm trong mô tả của chỉ tiêu khác"
_IN_TABLE = "số liệu trong bảng"
_BLANK = "tỷ lệ không gắn với nội dung nào"
_PAST_YEAR = "kết quả của năm trước khi ban hành kế hoạch"
_SEPARATES = regex.compile(r"[,;:(.]|(?<!\p{L})(?:và|đạt|lên|xuống|còn|là|năm|phấn đấu|trong đó)(?!\p{L})")
_ALIKE = 0.75
_WORD = regex.compile(r"\p{L}{2,}")


@dataclass(frozen=True)
class TargetReading:
    """The targets in the order of the text, and the numbers that were looked at and are none, each with its reason."""

    targets: tuple[Target, ...]
    rejected: tuple[Reason, ...]


def extract_targets(context: Context) -> tuple[Target, ...]:
    """Return the targets in the order of the text, one for each value and year."""
    return read_targets(context).targets


def read_targets(context: Context) -> TargetReading:
    """Return the targets of the plan and the reasons why other numbers (percentages above all) are none.

    A reason is ``(start, end, why)``, offsets into the text, ``why`` in Vietnamese; they do not overlap any target's value.
    """
    reader = _Reader(context)
    found = sorted(reader.read(), key=lambda target: (target.span.start, target.span.end))
    return TargetReading(_merge(found, context), tuple(sorted(reader.rejected)))


@dataclass
class _Reader:
    """One pass over a document. ``rejected`` grows while ``read`` yields."""

    context: Context
    rejected: list[Reason] = field(default_factory=list)

    def __post_init__(self) -> None:
        rules = self.context.rules
        self.values = rules.read("targets/values.yaml", ValueRules)
        self.due_rules = rules.read("targets/due.yaml", DueRules)
        self.filters = rules.read("targets/filters.yaml", FilterRules)
        self.clauses = rules.read("targets/clauses.yaml", ClauseRules)
        self.indicators = rules.read("indicators.yaml", IndicatorRules)
        self.text = self.context.document.text
        self.folded = self.context.document.folded
        self.places = Places(self.context)
        self.enclosing = Enclosing(self.context, self.due_rules)
        self.leads: dict[int, str | None] = {}

    @cached_property
    def year_of_issue(self) -> int | None:
        """The year in which the plan was issued, else the one in which its period begins."""
        for words in (self.context.header.date, self.context.header.period):
            if words and words[:4].isdecimal():
                return int(words[:4])
        return None

    def read(self) -> Iterator[Target]:
        """Yield the targets of the lines, then those of the tables of targets."""
        taken = [target for view in self.context.tables if view.kind == "targets" for target in self._read_table(view)]
        places = {place.start for target in taken for place in target.places}
        for line in self._lines():
            for target in self._read_line(line):
                if target.span.start not in places:
                    yield target
        yield from taken

    def _lines(self) -> list[int]:
        """Return the lines that may hold a target: those of objectives sections, and those with a sign of one."""
        context = self.context
        lines = context.document.lines
        layout = context.layout
        stretches = [(layout.body_start, layout.body_end), *((a.start, a.end) for a in layout.appendices)]
        found: set[int] = set()
        for low, high in stretches:
            at = low
            while (match := _ANCHOR.search(self.folded, at, high)) is not None:
                line = lines.at(match.start())
                found.add(line)
                at = lines.ends[line] + 1
                if at >= high:
                    break
        for section in context.outline.all:
            if section.kind == "objectives" and not section.children:
                found.update(self._lines_with_numbers(section.span.start, section.span.end))
            elif section.kind == "objectives":
                found.update(self._lines_with_numbers(section.span.start, section.children[0].span.start))
        noise = layout.noise
        return sorted(
            line
            for line in found
            if any(low <= lines.starts[line] < high for low, high in stretches)
            and not any(low <= lines.starts[line] < high for low, high in noise)
        )

    def _lines_with_numbers(self, start: int, end: int) -> Iterator[int]:
        lines = self.context.document.lines
        at = start
        while at < end and (match := _DIGIT.search(self.folded, at, end)) is not None:
            line = lines.at(match.start())
            yield line
            at = lines.ends[line] + 1

    def _read_line(self, line: int) -> Iterator[Target]:
        lines = self.context.document.lines
        start, end = lines.starts[line], lines.ends[line]
        table = self.context.document.table_at(start)
        kind = None
        if table is not None:
            kind = next((view.kind for view in self.context.tables if view.table.start == table.start), "other")
        first = True
        lead: Due | None = None
        sentences = cut_sentences(self.text, start, end, cells=table is not None)
        for index, sentence in enumerate(sentences):
            begin = skip_marker(self.folded, *sentence)
            dues = self._dues(begin, sentence[1])
            quantities = find_quantities(self.folded, begin, sentence[1], self.values)
            if kind == "other":
                self._reject(quantities, _IN_TABLE)
                continue
            following = (sentence[1], end if index + 1 < len(sentences) else self._end_of_next(line))
            yield from self._read_sentence((begin, sentence[1]), quantities, dues, lead, following, table is not None)
            if first and dues and dues[0].start - begin <= 40:
                lead = dues[0]
            first = False

    def _dues(self, start: int, end: int) -> list[Due]:
        """Return the times of a sentence, without those inside citations and quotation marks."""
        dues = find_dues(self.folded, start, end, self.due_rules)
        if not dues:
            return dues
        cited = [(c.span.start, c.span.end) for c in self.context.citations if start <= c.span.start < end]
        free = [due for due in dues if not any(low <= due.start < high for low, high in cited)]
        return [due for due in free if self.folded.count('"', start, due.start) % 2 == 0]

    def _end_of_next(self, line: int) -> int:
        """Return the end of the next line if it may hold the exception of this one, else of this line."""
        lines = self.context.document.lines
        end = lines.ends[line]
        if line + 1 < len(lines) and lines.ends[line + 1] - lines.starts[line + 1] < 600:
            start = lines.starts[line + 1]
            if skip_marker(self.folded, start, lines.ends[line + 1]) == start and "%" not in self.folded[end + 1 : start]:
                return lines.ends[line + 1]
        return end

    def _read_sentence(
        self,
        sentence: tuple[int, int],
        quantities: list[Quantity],
        dues: list[Due],
        lead: Due | None,
        following: tuple[int, int],
        in_table: bool,
    ) -> Iterator[Target]:
        place = self.places.at(sentence[0])
        duty = self.clauses.duty.search(self.folded, *sentence) if place.objective and not in_table else None
        kept, bases = self._choose(sentence, quantities, place, bool(duty))
        if duty and not any(abs(q.lead - duty.end()) <= 2 or q.end <= duty.start() for q in kept):
            yield self._make_duty(sentence, duty.start(), dues, lead, following, quantities, kept)
        if not kept:
            return
        ordered = sorted([*kept, *bases], key=lambda quantity: quantity.start)
        paired = pair_dues([(q.lead, q.end) for q in ordered], dues, self.folded)
        by_start = {quantity.start: due for quantity, due in zip(ordered, paired, strict=True)}
        own = [by_start[quantity.start] for quantity in kept]
        quotes = cut_quotes(self.folded, sentence, kept, own, self.clauses)
        subjects = _share_subjects(
            [find_subject(self.folded, *three, self.clauses) for three in zip(quotes, kept, own, strict=True)]
        )
        for quantity, due, quote, subject in zip(kept, own, quotes, subjects, strict=True):
            due = due or (lead if not dues else None)
            date = due.date if due else None
            if self._is_past(date, place):
                self.rejected.append((quantity.start, quantity.end, _PAST_YEAR))
                continue
            yield self._make(sentence, quantity, quote, date, subject, following, kept)

    def _choose(
        self, sentence: tuple[int, int], quantities: list[Quantity], place: Place, duty: bool
    ) -> tuple[list[Quantity], list[Quantity]]:
        """Return the quantities of a sentence that are values of targets, and those that a change starts from."""
        kept: list[Quantity] = []
        bases: list[Quantity] = []
        waiting: list[tuple[Quantity, FilterRule]] = []
        for quantity in quantities:
            aim = self.clauses.aims.search(self.folded, sentence[0], quantity.start) is not None
            if quantity.kind == "count" and not self._states_count(sentence, quantity, place, aim, kept):
                continue
            rule = find_reason(self.folded, sentence, quantity, place, aim, self.filters)
            if rule is not None and rule.needs_other:
                waiting.append((quantity, rule))
                continue
            reason = rule.reason if rule else self._why_not(sentence, quantity, place, aim, kept)
            if reason is None:
                kept.append(quantity)
            else:
                self.rejected.append((quantity.start, quantity.end, reason))
                if rule is not None and rule.base:
                    bases.append(quantity)
        for quantity, rule in waiting:
            if kept or duty or not place.objective:
                self.rejected.append((quantity.start, quantity.end, rule.reason))
            else:
                kept.append(quantity)
        kept.sort(key=lambda quantity: quantity.start)
        return kept, bases

    def _states_count(
        self, sentence: tuple[int, int], quantity: Quantity, place: Place, aim: bool, kept: list[Quantity]
    ) -> bool:
        """Tell whether a number with a unit other than a percentage may be a result: only where results are stated."""
        states = quantity.comparator != "eq" and self.folded.startswith("có ", sentence[0]) and quantity.lead - sentence[0] <= _OPENING
        if not (place.objective or aim or states):
            return False
        before = self.folded[max(sentence[0], quantity.lead - 60) : quantity.lead]
        if quantity.unit.split()[0] in _DURATION and "tuổi" not in quantity.unit and not _TIME_SAVED.search(self.folded, *sentence):
            return False
        if kept and kept[-1].kind == "count" and _LISTED.fullmatch(self.folded[kept[-1].end : quantity.start][-5:]):
            return self.folded.find(";", kept[-1].end, quantity.start) < 0
        stated = self.clauses.results.search(before) is not None
        if quantity.comparator != "eq":
            return True
        direct = stated or self.folded[quantity.lead : quantity.start].strip() in ("đạt", "đạt từ", "chiếm", "ở mức", "mức", "bằng")
        return direct and self.clauses.needs.search(self.folded, *sentence) is not None

    def _why_not(
        self, sentence: tuple[int, int], quantity: Quantity, place: Place, aim: bool, kept: list[Quantity]
    ) -> str | None:
        """Return why a quantity that no filter caught is still no target, or None when it is one."""
        if kept and kept[-1].end <= quantity.lead:
            gap = self.folded[kept[-1].end : quantity.lead]
            led = self.folded[quantity.lead : quantity.start]
            if not _SEPARATES.search(gap) and not _SEPARATES.search(led):
                return _NESTED
        opens = quantity.lead - sentence[0] <= _OPENING  # "Có 30% diện tích …"
        if quantity.kind in ("percent", "permille"):
            if len(_WORD.findall(self.folded, *sentence)) < 2:
                return _BLANK
            if place.objective or aim or quantity.value == 100:
                return None
            return None if opens or self.clauses.promises.search(self.folded, *sentence) else _NO_PROMISE
        if quantity.kind == "count":
            return None
        if aim or (place.objective and (opens or quantity.comparator != "eq" or self._moves(sentence, quantity))):
            return None
        return _NO_RESULT

    def _moves(self, sentence: tuple[int, int], quantity: Quantity) -> bool:
        before = self.folded[max(sentence[0], quantity.lead - 60) : quantity.start]
        return self.clauses.results.search(before) is not None or quantity.lead < quantity.start

    def _is_past(self, date: str | None, place: Place) -> bool:
        return date is not None and self.year_of_issue is not None and int(date[:4]) < self.year_of_issue

    def _due(self, offset: int, date: str | None) -> tuple[str | None, bool]:
        if date is not None:
            return date, False
        found = self.enclosing.at(offset) or self.enclosing.period_end
        return found, found is not None

    def _make(
        self,
        sentence: tuple[int, int],
        quantity: Quantity,
        quote: tuple[int, int],
        date: str | None,
        subject: tuple[int, int] | None,
        following: tuple[int, int],
        kept: list[Quantity],
    ) -> Target:
        low, high = self._clause(sentence, quantity)
        due, inferred = self._due(sentence[0], date)
        condition = find_condition(self.folded, low, high, quantity, self.clauses)
        if condition and any(q.start >= condition[0] and q.end <= condition[1] for q in kept):
            condition = None
        exception = find_exception(self.folded, low, high, self.clauses)
        if exception is None and quantity is kept[-1]:
            exception = find_exception(self.folded, *self._until_value(following), self.clauses)
        words = self.text
        unit = quantity.unit
        if quantity.kind in ("count", "rate", "fraction"):
            at = self.folded.rfind(unit, quantity.start, quantity.end)
            unit = words[at : at + len(unit)] if at >= 0 else unit
        return Target.model_construct(
            quote=words[quote[0] : quote[1]],
            span=_span(quote),
            section=self.context.outline.path_at(sentence[0]),
            indicator=find_indicator(
                self.folded[low:high], self.indicators, condition=condition and self.folded[condition[0] : condition[1]]
            ),
            subject=words[subject[0] : subject[1]] if subject else None,
            comparator=quantity.comparator,
            value=quantity.value,
            value_max=quantity.value_max,
            unit=unit,
            change=read_change(self.folded, low, quantity, self.values),
            due=due,
            due_inferred=inferred,
            condition=words[condition[0] : condition[1]] if condition else None,
            exception=words[exception[0] : exception[1]] if exception else None,
            agency=None,
            rule=quantity.rule,
            places=(_span(quote),),
        )

    def _clause(self, sentence: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
        low, high = sentence
        low = max(low, self.folded.rfind(";", low, quantity.lead) + 1)
        stop = self.folded.find(";", quantity.end, high)
        return low, high if stop < 0 else stop

    def _until_value(self, stretch: tuple[int, int]) -> tuple[int, int]:
        """Cut what follows a target at the next sentence that states a value of its own."""
        low, high = stretch
        match = _NEXT_VALUE.search(self.folded, low, high)
        return (low, match.start()) if match else (low, high)

    def _make_duty(
        self,
        sentence: tuple[int, int],
        at: int,
        dues: list[Due],
        lead: Due | None,
        following: tuple[int, int],
        quantities: list[Quantity],
        kept: list[Quantity],
    ) -> Target:
        low, high = sentence
        mark = Quantity(at, at, at, self.clauses.duties[0].id, "count", None, None, "", "eq")
        quote = cut_quotes(self.folded, sentence, [mark], [None], self.clauses)[0]
        date = dues[0].date if dues else lead.date if lead else None
        due, inferred = self._due(low, date)
        condition = find_condition(self.folded, low, high, mark, self.clauses)
        exception = find_exception(self.folded, low, high, self.clauses) or find_exception(
            self.folded, *self._until_value(following), self.clauses
        )
        before = self.text[quote[0] : at].strip(" ,")
        return Target.model_construct(
            quote=self.text[quote[0] : quote[1]],
            span=_span(quote),
            section=self.context.outline.path_at(low),
            indicator=find_indicator(
                self.folded[quote[0] : quote[1]],
                self.indicators,
                duty=True,
                condition=condition and self.folded[condition[0] : condition[1]],
            ),
            subject=before or self.text[at : quote[1]],
            comparator=None,
            value=None,
            value_max=None,
            unit=None,
            change=None,
            due=due,
            due_inferred=inferred,
            condition=self.text[condition[0] : condition[1]] if condition else None,
            exception=self.text[exception[0] : exception[1]] if exception else None,
            agency=None,
            rule=mark.rule,
            places=(_span(quote),),
        )

    def _reject(self, quantities: list[Quantity], reason: str) -> None:
        self.rejected.extend((q.start, q.end, reason) for q in quantities if q.kind != "count")

    def _read_table(self, view: object) -> Iterator[Target]:
        document = self.context.document
        for cell in read_target_table(self.context, view, self.values, self.due_rules):  # type: ignore[arg-type]
            name = (cell.indicator.start, cell.indicator.end)
            due, inferred = self._due(cell.indicator.start, cell.due)
            if self._is_past(due, self.places.at(cell.cell.start)):
                self.rejected.append((cell.cell.start, cell.cell.end, _PAST_YEAR))
                continue
            quote = (name[0], cell.cell.end) if cell.cell.start >= name[0] else (cell.cell.start, name[1])
            agencies = (
                read_agencies(document, self.context.mentions, cell.lead.start, cell.lead.end) if cell.lead else ()
            )
            yield Target.model_construct(
                quote=document.text[quote[0] : quote[1]],
                span=_span(quote),
                section=self.context.outline.path_at(name[0]),
                indicator=find_indicator(self.folded[name[0] : name[1]], self.indicators),
                subject=document.text[name[0] : name[1]],
                comparator=cell.comparator,
                value=cell.value,
                value_max=cell.value_max,
                unit=cell.unit,
                change=None,
                due=due,
                due_inferred=inferred,
                condition=None,
                exception=None,
                agency=agencies[0].text if agencies else None,
                rule="targets/bang-chi-tieu",
                places=(_span(quote),),
            )


def _share_subjects(subjects: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Let a value without a subject take the one before it, else the one after: "đạt 60% và … đạt 75% các cơ quan"."""
    for index, subject in enumerate(subjects):
        if subject is None and index:
            subjects[index] = subjects[index - 1]
    for index in range(len(subjects) - 2, -1, -1):
        subjects[index] = subjects[index] or subjects[index + 1]
    return subjects


_LISTED = regex.compile(r".*(?:, | và )")
_NEXT_VALUE = regex.compile(r"(?:đạt|phấn đấu|đến năm)[^.\n]{0,60}\d ?%")


def _span(stretch: tuple[int, int]) -> Span:
    return Span.model_construct(start=stretch[0], end=stretch[1])


def _merge(targets: list[Target], context: Context) -> tuple[Target, ...]:
    """Return the targets with those that an appendix or a table repeats joined to the first mention."""
    merged: list[Target] = []
    by_value: dict[tuple[object, ...], list[int]] = {}
    for target in targets:
        key = (target.value, target.value_max, target.unit if target.unit in ("percent", "permille") else "", target.value is None)
        again = None
        if _repeats(target, context):
            again = max(by_value.get(key, ()), key=lambda n: _likeness(merged[n], target), default=None)
            if again is not None and _likeness(merged[again], target) < _ALIKE:
                again = None
        if again is None:
            by_value.setdefault(key, []).append(len(merged))
            merged.append(target)
        else:
            first = merged[again]
            merged[again] = first.model_copy(
                update={"places": (*first.places, *target.places), "agency": first.agency or target.agency}
            )
    return tuple(merged)


def _repeats(target: Target, context: Context) -> bool:
    start = target.span.start
    return start >= context.layout.body_end or context.document.table_at(start) is not None


def _likeness(one: Target, other: Target) -> float:
    """Return the share of the words of the shorter quote that the other has too; 0 when they are due at other times."""
    if one.comparator != other.comparator:
        return 0.0
    if one.due != other.due and not (one.due_inferred or other.due_inferred):
        return 0.0
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _words(target: Target) -> set[str]:
    return {word.lower() for word in _WORD.findall(target.quote)}
