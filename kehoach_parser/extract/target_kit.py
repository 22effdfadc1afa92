"""What the steps of reading targets share: the document, the rules, and where a number stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property

from ..document import Cell
from .context import Context
from .target_clauses import NOT_WORDS, ClauseRules, skip_marker
from .target_due import Due, DueRules, Enclosing, find_dues
from .target_filters import FilterRules, Place, Places
from .target_indicators import IndicatorRules, find_indicator
from .target_value_rules import ValueRules
from .target_values import Quantity

Reason = tuple[int, int, str]
Stretch = tuple[int, int]

# How far from a number the words of its clause are looked for: a hostile line must cost no more than its length.
REACH = 400
_LINES_BACK = 20
_BULLETS = frozenset("-+•*")


class TargetKit:
    """One document with the rules for its targets; ``rejected`` collects the numbers that are none, with the reason."""

    def __init__(self, context: Context) -> None:
        rules = context.rules
        self.context = context
        self.values = rules.read("targets/values.yaml", ValueRules)
        self.due_rules = rules.read("targets/due.yaml", DueRules)
        self.filters = rules.read("targets/filters.yaml", FilterRules)
        self.clauses = rules.read("targets/clauses.yaml", ClauseRules)
        self.indicators = rules.read("indicators.yaml", IndicatorRules)
        self.text = context.document.text
        self.folded = context.document.folded
        self.places = Places(context)
        self.rejected: list[Reason] = []
        self._enclosing = Enclosing(context, self.due_rules)
        self._tables = {view.table.start: view.kind for view in context.tables}

    @cached_property
    def year_of_issue(self) -> int | None:
        """The year in which the plan was issued, else the one in which its period begins."""
        for words in (self.context.header.date, self.context.header.period):
            if words and words[:4].isdecimal():
                return int(words[:4])
        return None

    @cached_property
    def _citation_starts(self) -> list[int]:
        return [citation.span.start for citation in self.context.citations]

    def is_past(self, date: str | None) -> bool:
        """Tell whether ``date`` lies in a year before the plan was issued: what is said of it is a result."""
        return date is not None and self.year_of_issue is not None and int(date[:4]) < self.year_of_issue

    def is_planned(self, sentence: Stretch, quantity: Quantity) -> bool:
        """Tell whether the words before a number say where a thing shall stand in a year to come."""
        low = max(sentence[0], quantity.start - REACH // 2)
        match = self.clauses.future.search(self.folded, low, quantity.start)
        return match is not None and (self.year_of_issue is None or int(match["year"]) >= self.year_of_issue)

    def find_dues(self, start: int, end: int) -> list[Due]:
        """Return the times of a sentence, without those inside citations and quotation marks."""
        dues = find_dues(self.folded, start, end, self.due_rules)
        if not dues:
            return dues
        starts = self._citation_starts
        cited = self.context.citations[bisect_left(starts, start) : bisect_left(starts, end)]
        if cited:
            dues = [due for due in dues if not any(c.span.start <= due.start < c.span.end for c in cited)]
        if '"' in self.folded[start:end]:
            dues = [due for due in dues if self.folded.count('"', max(start, due.start - REACH), due.start) % 2 == 0]
        return dues

    def date_at(self, offset: int, own: str | None) -> tuple[str | None, bool]:
        """Return the date of a target whose sentence is at ``offset``, and whether it had to be inferred."""
        if own is not None:
            return own, False
        found = self._enclosing.at(offset) or self._enclosing.period_end
        return found, found is not None

    def table_kind(self, offset: int) -> str | None:
        """Return what the table at ``offset`` is about ("targets", "tasks", "other" …), or None outside tables."""
        table = self.context.document.table_at(offset)
        return None if table is None else self._tables.get(table.start, "other")

    @cached_property
    def _table_rows(self) -> list[tuple[int, int, Cell]]:
        """The rows of tables that name who is in charge, in order."""
        rows = []
        for view in self.context.tables:
            if view.columns.get("lead"):
                for index, (start, end) in enumerate(view.spans):
                    leads = view.cells(index, "lead")
                    if leads:
                        rows.append((start, end, leads[0]))
        return sorted(rows, key=lambda row: row[0])

    def lead_at(self, offset: int) -> Cell | None:
        """Return the cell that names who is in charge in the table row at ``offset``."""
        rows = self._table_rows
        index = bisect_right(rows, offset, key=lambda row: row[0]) - 1
        return rows[index][2] if index >= 0 and offset < rows[index][1] else None

    def lead_in(self, offset: int) -> Stretch | None:
        """Return the words of the line or heading over ``offset`` that name what the values under it count.

        "- Tỷ lệ cơ quan có lãnh đạo nữ:" over "+ Năm 2025: 60%"; None when the line over it names nothing countable.
        """
        lines = self.context.document.lines
        here = lines.at(offset)
        chain = self.context.outline.chain_at(offset)
        section = next((one for one in reversed(chain) if lines.at(one.span.start) < here), None)
        first = lines.at(section.span.start) if section is not None else 0
        own = self._bullet(lines.starts[here])
        for line in range(here - 1, max(first, here - _LINES_BACK) - 1, -1):
            start, end = lines.starts[line], lines.ends[line]
            is_heading = line == first and section is not None and bool(section.marker)
            if end - start > REACH or not (is_heading or self.folded.endswith(":", start, end)):
                if end > start and self._bullet(start) != own:
                    return None
                continue
            if self._bullet(start) == own and own:
                continue
            return self._named(start, end)
        return None

    def _named(self, start: int, end: int) -> Stretch | None:
        """Return the words of a line that name a share or a number, without its marker and its colon."""
        start = skip_marker(self.folded, start, end)
        led = self.clauses.leads.match(self.folded[start:end])
        start += led.end() if led else 0
        while end > start and self.folded[end - 1] in NOT_WORDS:
            end -= 1
        if "%" in self.folded[start:end] or end - start < 3:
            return None
        named = self.clauses.first.match(self.folded, start, end) is not None
        return (start, end) if named or find_indicator(self.folded[start:end], self.indicators) else None

    def _bullet(self, start: int) -> str:
        return self.folded[start : start + 1] if self.folded[start : start + 1] in _BULLETS else ""

    def near(self, sentence: Stretch, start: int, end: int) -> Stretch:
        """Return the part of ``sentence`` within reach of the number at ``[start, end)``."""
        return max(sentence[0], start - REACH), min(sentence[1], end + REACH)

    def clause(self, sentence: Stretch, start: int, end: int) -> Stretch:
        """Return the clause of the number at ``[start, end)``: between semicolons, within reach."""
        low, high = self.near(sentence, start, end)
        low = max(low, self.folded.rfind(";", low, start) + 1)
        stop = self.folded.find(";", end, high)
        return low, high if stop < 0 else stop

    def place(self, offset: int) -> Place:
        """Return where ``offset`` stands; a table of targets states results wherever it stands."""
        place = self.places.at(offset)
        if not place.objective and self._tables and self.table_kind(offset) == "targets":
            return replace(place, objective=True)
        return place
