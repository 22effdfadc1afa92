"""The sheets of the Excel report: which columns each has, and what stands in its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..messages import say
from ..models import Finding, Span, Target
from ..plan import Plan
from ..report import Local, Quote, Report, TargetRuling, TaskRuling
from ..text import squeeze
from .assigning import Duty, list_duties
from .excel_layout import KEY, Cell, Column, Mark, Table
from .gold_entries import (
    Entry,
    assignment_entry,
    deadline_entry,
    finding_entry,
    milestone_key,
    target_entry,
)
from .wording import show_date, show_place, show_time
from .words import show_amount, show_difference, show_floor, show_value

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

    def tables(self) -> Iterator[Table]:
        """Yield the tables in the order of the sheets; a report without its plan has no assignments and deadlines."""
        yield self.targets()
        if any(report.tasks or report.duties or report.funding for report in self.reports):
            yield self.tasks()
        if self.plan is not None:
            yield self.duties(self.plan)
            yield self.deadlines(self.plan)
        yield self.findings()

    def column(self, name: str, width: float, style: str = "") -> Column:
        """Return a column of the report."""
        return Column(self.say(f"column.{name}"), width, style)

    def fix(self, name: str, width: float, choices: Sequence[str] = ()) -> Column:
        """Return a column that reviewers write in."""
        return Column(self.say(f"fix.{name}"), width, fix=True, choices=tuple(choices))

    def _fixes(self, *own: Column) -> tuple[Column, ...]:
        return (*own, self.fix("drop", 11, [self.say("drop")]), self.fix("note", 26))

    # --- Chỉ tiêu -----------------------------------------------------------------------------------------------------

    def targets(self) -> Table:
        """Every milestone of the baselines with what the plan sets against it, then what only the plan has."""
        compared = [report for report in self.reports if report.targets]
        several = len(compared) > 1
        columns = [self.column("order", 5, "number")]
        if several:
            columns.append(self.column("baseline", 14))
        if compared:
            columns += [self.column("central", 34), self.column("milestone", 8, "center")]
            columns += [self.column("floor", 10, "center"), self.column("local_value", 13, "center")]
            columns += [self.column("difference", 13, "center"), self.column("status", 13)]
        else:
            columns += [self.column("value", 15, "center"), self.column("milestone", 11, "center")]
        columns += [self.column("quote", 50), self.column("section", 9, "center"), self.column("place", 9, "center")]
        columns.append(self.column("note", 36))
        statuses = [self.say(f"status.{status}") for status in TARGET_STATUSES]
        fixes = [self.fix("value", 14), self.fix("due", 12)]
        if compared:
            fixes.append(self.fix("status", 14, statuses))
        columns += self._fixes(*fixes, self.fix("quote", 30))
        table = Table(self.say("sheet.targets"), columns)
        used: set[int] = set()
        for number, report in enumerate(compared):
            for index, ruling in enumerate(report.targets):
                self._ruling(table, report, ruling, f"{KEY}r{number}.{index}", used, several)
        for index, target in self._own_targets(used):
            key = f"{KEY}t{index}"
            self.entries[key] = {"part": "targets", "index": index, "entry": target_entry(target)}
            order = len(table.rows) + 1
            due = target.due if not target.due or target.due.isdecimal() else show_date(target.due, self.language)
            note = self._own_note(target)
            ends: list[Cell] = [_cut(target.quote), target.section, self.place(target.span), note]
            if compared:
                own = Mark(self.say("only_local"), "quiet")
                value = show_value(target, self.language)
                only = Mark(self.say("status.own"), "none")
                blank: list[Cell] = [""] if several else []
                table.add(key, order, *blank, own, due, "", value, "", only, *ends)
            else:
                table.add(key, order, show_value(target, self.language), due, *ends)
        return table

    def _ruling(
        self, table: Table, report: Report, ruling: TargetRuling, key: str, used: set[int], several: bool
    ) -> None:
        local = ruling.local
        entry: Entry = {"part": "targets"}
        if local is not None:
            index = self._index_of(local)
            if index is not None:
                used.add(index)
            entry |= {"index": key if index is None else index, "entry": target_entry(self._whole(local, index))}
        if report.baseline.id == "2282":
            entry |= {"verdict": milestone_key(ruling.indicator, ruling.due), "status": ruling.status}
        self.entries[key] = entry
        notes = [ruling.note or "", f"{self.say('suggested')}: {ruling.suggestion}" if ruling.suggestion else ""]
        blank: list[Cell] = [_short(report.baseline.title)] if several else []
        table.add(
            key,
            len(table.rows) + 1,
            *blank,
            f"{ruling.title} ({ruling.national.clause})" if ruling.national.clause else ruling.title,
            ruling.due or "",
            show_floor(ruling.national, self.language),
            (show_amount(local, self.language) or self.say("duty")) if local else Mark(self.say("none"), "quiet"),
            show_difference(ruling, self.language),
            self.status(ruling.status),
            _cut(local.quote) if local else "",
            local.section if local else "",
            self.place(local.span) if local else "",
            "\n".join(note for note in notes if note),
        )

    def _own_targets(self, used: set[int]) -> Iterator[tuple[int, Target]]:
        if self.plan is not None:
            yield from ((index, one) for index, one in enumerate(self.plan.targets) if index not in used)
        elif self.reports:
            yield from enumerate(self.reports[0].extra)

    def _index_of(self, local: Local) -> int | None:
        """Return which target of the plan a ruling speaks of."""
        if self.plan is None:
            return None
        for index, target in enumerate(self.plan.targets):
            if (target.span, target.due, target.value) == (local.span, local.due, local.value):
                return index
        return None

    def _whole(self, local: Local, index: int | None) -> Target | Local:
        return self.plan.targets[index] if self.plan is not None and index is not None else local

    def _own_note(self, target: Target) -> str:
        parts = [
            f"{self.say('condition')}: {target.condition}" if target.condition else "",
            f"{self.say('exception')}: {target.exception}" if target.exception else "",
            self.say("due_inferred") if target.due_inferred else "",
        ]
        return "\n".join(part for part in parts if part)

    # --- Nhiệm vụ -----------------------------------------------------------------------------------------------------

    def tasks(self) -> Table:
        """The groups of tasks, the funding and the duties that the baselines ask for, and the words that answer."""
        several = len(self.reports) > 1
        columns = [self.column("order", 5, "number"), self.column("part", 14)]
        if several:
            columns.append(self.column("baseline", 14))
        columns += [self.column("asked", 44), self.column("status", 13), self.column("evidence", 56)]
        columns += [self.column("section", 9, "center"), self.column("place", 9, "center"), self.column("note", 44)]
        statuses = [self.say(f"status.{status}") for status in TASK_STATUSES]
        columns += (self.fix("status", 14, statuses), self.fix("note", 26))
        table = Table(self.say("sheet.tasks"), columns)

        def add(
            key: str, report: Report, part: str, asked: str, status: Mark, evidence: Sequence[Quote], note: str
        ) -> None:
            first = evidence[0] if evidence else None
            table.add(
                key,
                len(table.rows) + 1,
                self.say(f"asked.{part}"),
                *([_short(report.baseline.title)] if several else []),
                asked,
                status,
                "\n".join(self._evidence(one) for one in evidence[:3]),
                first.section if first else "",
                self.place(first.span) if first else "",
                note,
            )

        for number, report in enumerate(self.reports):
            for index, task in enumerate(report.tasks):
                key = f"{KEY}g{number}.{index}"
                self.entries[key] = {"part": "tasks"}
                if report.baseline.id == "2282":
                    self.entries[key] |= {"verdict": task.id, "status": task.status}
                advice = f"{self.say('suggested')}: {task.suggestion}" if task.suggestion else ""
                note = "\n".join(part for part in (self.lacking(task), advice) if part)
                shown = self.status("partial" if task.coverage == "partial" else task.status)
                add(key, report, "task", task.title, shown, task.evidence, note)
            for point in report.funding:
                add("", report, "funding", point.title, self.status(point.status), point.evidence, "")
            for duty in report.duties:
                asked = f"{duty.agency}: {duty.duty}"
                shown = self.status(duty.status)
                add("", report, "duty", asked, shown, duty.evidence, duty.note or "")
        return table

    # --- Phân công ----------------------------------------------------------------------------------------------------

    def duties(self, plan: Plan) -> Table:
        """Every task of every body: who leads, who joins, by when, and what a reviewer has to ask."""
        columns = [self.column("order", 5, "number"), self.column("section", 9, "center")]
        columns += [self.column("lead", 26), self.column("role", 13), self.column("task", 60)]
        columns += [self.column("partners", 26), self.column("deadline", 18), self.column("reports_to", 18)]
        columns += [self.column("flags", 28), self.column("place", 9, "center")]
        roles = [self.say(f"role.{role}") for role in ROLES]
        columns += self._fixes(self.fix("agency", 24), self.fix("role", 16, roles))
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
                _cut(task.text) if task else Mark(self.say("no_task"), "quiet"),
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
        columns += self._fixes(self.fix("deadline", 20), self.fix("agency", 22))
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
                _cut(one.task),
                _cut(one.quote),
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
        columns += self._fixes()
        table = Table(self.say("sheet.findings"), columns)
        found: Sequence[Finding] = self.plan.findings if self.plan else self.reports[0].findings if self.reports else ()
        for index, one in sorted(enumerate(found), key=lambda pair: GRAVITY.index(pair[1].severity)):
            key = f"{KEY}l{index}"
            self.entries[key] = {"part": "findings", "index": index, "entry": finding_entry(one)}
            table.add(
                key,
                len(table.rows) + 1,
                self.status(one.severity, "severity"),
                one.message,
                _cut(one.quote),
                one.suggestion,
                self._section_at(one.span),
                self.place(one.span),
                Mark(one.code, "quiet"),
            )
        return table

    def _evidence(self, quote: Quote) -> str:
        """Return the words of ``quote``, whole words at both ends."""
        if self.plan is None:
            return _cut(quote.quote)
        text, start, end = self.plan.text, quote.span.start, quote.span.end
        while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        return _cut(text[start:end])

    def _section_at(self, span: Span | None) -> str:
        if self.plan is None or span is None:
            return ""
        sections = (section for root in self.plan.sections for section in root.walk())
        return next((s.path for s in reversed([*sections]) if s.span.start <= span.start < s.span.end), "")


def _cut(words: str | None) -> str:
    plain = squeeze(words or "")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _short(title: str) -> str:
    """Return the name of a baseline without its subject: "Quyết định 2282/QĐ-TTg"."""
    return title.partition(":")[0]
