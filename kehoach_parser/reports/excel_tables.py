"""The sheets of the Excel report that show the plan itself: who does what, by when, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..messages import say
from ..models import Finding, Span
from ..plan import Plan
from ..report import Report
from ..review import tell
from ..rulings import Quote, TaskRuling
from ..text import squeeze
from .assigning import Duty, list_duties
from .excel_layout import KEY, Column, Mark, Table
from .gold_entries import Entry, assignment_entry, deadline_entry, finding_entry
from .listings import show_context
from .wording import show_place, show_time

TARGET_STATUSES = ("met", "exceeded", "weaker", "late", "missing", "not_applicable", "unclear")
TASK_STATUSES = ("present", "missing", "not_applicable", "unclear")
ROLES = ("responsible", "requested")
GRAVITY = ("error", "warning", "style")

_STATUS_STYLES = {
    "met": "good",
    "present": "good",
    "exceeded": "better",
    "weaker": "bad",
    "late": "bad",
    "missing": "worst",
    "partial": "doubt",
    "unclear": "doubt",
    "not_applicable": "none",
    "error": "worst",
    "warning": "doubt",
    "style": "none",
}
_LONGEST = 700  # more words would make a row higher than a page


@dataclass
class Sheets:
    """The tables of one workbook, and for each row what was read, in the form of the gold (for the way back)."""

    plan: Plan | None
    reports: Sequence[Report]
    language: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """Return a text in the language of the workbook."""
        return say(key, self.language, **values)

    def status(self, status: str, kind: str = "status") -> Mark:
        """Return a verdict in its colours."""
        return Mark(self.say(f"{kind}.{status}"), _STATUS_STYLES.get(status, ""))

    def lacking(self, task: TaskRuling) -> str:
        """Return what a group of tasks lacks, in the words of the verdict where it has any."""
        return task.note or (f"{self.say('column.lacking')}: {'; '.join(task.lacking)}" if task.lacking else "")

    def place(self, span: Span | None) -> str:
        """Return the page, paragraph or line of ``span``."""
        return show_place(self.plan, span, self.language) if self.plan and span else ""

    def evidence(self, quote: Quote) -> str:
        """Return the words of ``quote``, whole words at both ends."""
        if self.plan is None:
            return cut(quote.quote)
        text, start, end = self.plan.text, quote.span.start, quote.span.end
        while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        return cut(text[start:end])

    def column(self, name: str, width: float, style: str = "") -> Column:
        """Return a column of the report."""
        return Column(self.say(f"column.{name}"), width, style)

    def fix(self, name: str, width: float, choices: Sequence[str] = ()) -> Column:
        """Return a column that reviewers write in."""
        return Column(self.say(f"fix.{name}"), width, fix=True, choices=tuple(choices))

    def fixes(self, *own: Column) -> tuple[Column, ...]:
        """Return the columns that reviewers write in: ``own``, then those that every table has."""
        return (*own, self.fix("drop", 11, [self.say("drop")]), self.fix("note", 26))

    # --- Phân công ----------------------------------------------------------------------------------------------------

    def duties(self, plan: Plan) -> Table:
        """Every task of every body: who leads, who joins, by when, and what a reviewer has to ask."""
        columns = [self.column("order", 5, "number"), self.column("section", 9, "center")]
        columns += [self.column("lead", 26), self.column("role", 13), self.column("task", 60)]
        columns += [self.column("partners", 26), self.column("deadline", 18), self.column("reports_to", 18)]
        columns += [self.column("flags", 28), self.column("place", 9, "center")]
        roles = [self.say(f"role.{role}") for role in ROLES]
        columns += self.fixes(self.fix("agency", 24), self.fix("role", 16, roles))
        table = Table(self.say("sheet.assignments"), columns)
        numbers = {id(assignment): number for number, assignment in enumerate(plan.assignments)}
        for index, duty in enumerate(list_duties(plan)):
            key = f"{KEY}a{index}"
            assignment, task = duty.assignment, duty.task
            entry = assignment_entry(assignment, task)
            self.entries[key] = {"part": "assignments", "index": numbers[id(assignment)], "entry": entry}
            table.add(
                key,
                len(table.rows) + 1,
                assignment.section,
                assignment.agency.text,
                self.say(f"role.{duty.part if duty.part and assignment.role == 'responsible' else assignment.role}"),
                cut(task.text) if task else Mark(self.say("no_task"), "quiet"),
                "; ".join(one.text for one in task.partners) if task else "",
                "\n".join(show_time(one, self.language) for one in duty.deadlines),
                "; ".join(one.text for one in task.reports_to) if task else "",
                self._flags(duty),
                self.place(task.span if task else assignment.span),
            )
        return table

    def _flags(self, duty: Duty) -> Mark:
        words = "; ".join(self.say(f"flag.{flag}") for flag in duty.flags)
        return Mark(words, "warn" if set(duty.flags) - {"no_deadline"} else "quiet")

    # --- Thời hạn -----------------------------------------------------------------------------------------------------

    def deadlines(self, plan: Plan) -> Table:
        """Every deadline: when, who, what."""
        columns = [self.column("order", 5, "number"), self.column("deadline", 24), self.column("date", 17, "center")]
        columns += [self.column("agency", 28), self.column("task", 60), self.column("quote", 34)]
        columns += [self.column("section", 9, "center"), self.column("place", 9, "center"), self.column("note", 22)]
        columns += self.fixes(self.fix("deadline", 20), self.fix("agency", 22))
        table = Table(self.say("sheet.deadlines"), columns)
        for index, one in enumerate(plan.deadlines):
            key = f"{KEY}d{index}"
            self.entries[key] = {"part": "deadlines", "index": index, "entry": deadline_entry(one)}
            notes = [self.say("due_inferred") if one.inferred else "", "" if one.agency else self.say("flag.no_agency")]
            date = one.date or (one.rrule or "").replace(";", "; ")
            table.add(
                key,
                index + 1,
                show_time(one, self.language),
                date,
                one.agency,
                cut(one.task),
                cut(one.quote),
                one.section,
                self.place(one.span),
                Mark("; ".join(filter(None, notes)), "quiet"),
            )
        return table

    # --- Lỗi rà soát --------------------------------------------------------------------------------------------------

    def findings(self) -> Table:
        """What is wrong inside the plan, the gravest first."""
        columns = [self.column("order", 5, "number"), self.column("severity", 13), self.column("message", 60)]
        columns += [self.column("quote", 56), self.column("suggestion", 44)]
        columns += [self.column("section", 9, "center"), self.column("place", 9, "center"), self.column("code", 20)]
        columns += self.fixes()
        table = Table(self.say("sheet.findings"), columns)
        found: Sequence[Finding] = self.plan.findings if self.plan else self.reports[0].findings if self.reports else ()
        for index, one in sorted(enumerate(found), key=lambda pair: GRAVITY.index(pair[1].severity)):
            key = f"{KEY}l{index}"
            self.entries[key] = {"part": "findings", "index": index, "entry": finding_entry(one)}
            told = tell(one, self.language)
            table.add(
                key,
                len(table.rows) + 1,
                self.status(one.severity, "severity"),
                told.message,
                cut(show_context(self.plan.text, one.span) if self.plan and one.span else one.quote),
                told.suggestion,
                self._section_at(one.span),
                self.place(one.span),
                Mark(one.code, "quiet"),
            )
        return table

    def _section_at(self, span: Span | None) -> str:
        if self.plan is None or span is None:
            return ""
        sections = (section for root in self.plan.sections for section in root.walk())
        return next((s.path for s in reversed([*sections]) if s.span.start <= span.start < s.span.end), "")


def cut(words: str | None) -> str:
    """Return the words in one line, cut where they would make a row higher than a page."""
    plain = squeeze(words or "")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
