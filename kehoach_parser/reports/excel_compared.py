"""The sheets of the Excel report that hold the plan against its baselines: targets; tasks, funding and duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..models import Target
from ..report import Report
from ..rulings import Local, Quote, TargetRuling
from .excel_layout import KEY, Cell, Mark, Table
from .excel_tables import TARGET_STATUSES, TASK_STATUSES, Sheets, cut
from .gold_entries import Entry, milestone_key, target_entry
from .wording import show_date
from .words import show_amount, show_difference, show_floor, show_value


def targets_table(sheets: Sheets) -> Table:
    """Every milestone of the baselines with what the plan sets against it, then what only the plan has."""
    compared = [report for report in sheets.reports if report.targets]
    several = len(compared) > 1
    columns = [sheets.column("order", 5, "number")]
    if several:
        columns.append(sheets.column("baseline", 14))
    if compared:
        columns += [sheets.column("central", 34), sheets.column("milestone", 8, "center")]
        columns += [sheets.column("floor", 10, "center"), sheets.column("local_value", 13, "center")]
        columns += [sheets.column("difference", 13, "center"), sheets.column("status", 13)]
    else:
        columns += [sheets.column("value", 15, "center"), sheets.column("milestone", 11, "center")]
    columns += [sheets.column("quote", 50), sheets.column("section", 9, "center"), sheets.column("place", 9, "center")]
    columns.append(sheets.column("note", 36))
    statuses = [sheets.say(f"status.{status}") for status in TARGET_STATUSES]
    fixes = [sheets.fix("value", 14), sheets.fix("due", 12)]
    if compared:
        fixes.append(sheets.fix("status", 14, statuses))
    columns += sheets.fixes(*fixes, sheets.fix("quote", 30))
    table = Table(sheets.say("sheet.targets"), columns)
    used: set[int] = set()
    for number, report in enumerate(compared):
        for index, ruling in enumerate(report.targets):
            _add_ruling(sheets, table, report, ruling, f"{KEY}r{number}.{index}", used, several)
    for index, target in _own_targets(sheets, used):
        key = f"{KEY}t{index}"
        sheets.entries[key] = {"part": "targets", "index": index, "entry": target_entry(target)}
        order = len(table.rows) + 1
        due = target.due if not target.due or target.due.isdecimal() else show_date(target.due, sheets.language)
        note = _own_note(sheets, target)
        ends: list[Cell] = [cut(target.quote), target.section, sheets.place(target.span), note]
        if compared:
            own = Mark(sheets.say("only_local"), "quiet")
            value = show_value(target, sheets.language)
            only = Mark(sheets.say("status.own"), "none")
            blank: list[Cell] = [""] if several else []
            table.add(key, order, *blank, own, due, "", value, "", only, *ends)
        else:
            table.add(key, order, show_value(target, sheets.language), due, *ends)
    return table


def _add_ruling(
    sheets: Sheets, table: Table, report: Report, ruling: TargetRuling, key: str, used: set[int], several: bool
) -> None:
    local = ruling.local
    entry: Entry = {"part": "targets"}
    if local is not None:
        index = _index_of(sheets, local)
        if index is not None:
            used.add(index)
        entry |= {"index": key if index is None else index, "entry": target_entry(_whole(sheets, local, index))}
    if report.baseline.id == "2282":
        entry |= {"verdict": milestone_key(ruling.indicator, ruling.due), "status": ruling.status}
    sheets.entries[key] = entry
    notes = [ruling.note or "", f"{sheets.say('suggested')}: {ruling.suggestion}" if ruling.suggestion else ""]
    blank: list[Cell] = [_short(report.baseline.title)] if several else []
    table.add(
        key,
        len(table.rows) + 1,
        *blank,
        f"{ruling.title} ({ruling.national.clause})" if ruling.national.clause else ruling.title,
        ruling.due or "",
        show_floor(ruling.national, sheets.language),
        (show_amount(local, sheets.language) or sheets.say("duty")) if local else Mark(sheets.say("none"), "quiet"),
        show_difference(ruling, sheets.language),
        sheets.status(ruling.status),
        cut(local.quote) if local else "",
        local.section if local else "",
        sheets.place(local.span) if local else "",
        "\n".join(note for note in notes if note),
    )


def _own_targets(sheets: Sheets, used: set[int]) -> Iterator[tuple[int, Target]]:
    if sheets.plan is not None:
        yield from ((index, one) for index, one in enumerate(sheets.plan.targets) if index not in used)
    elif sheets.reports:
        yield from enumerate(sheets.reports[0].extra)


def _index_of(sheets: Sheets, local: Local) -> int | None:
    """Return which target of the plan a ruling speaks of."""
    if sheets.plan is None:
        return None
    for index, target in enumerate(sheets.plan.targets):
        if (target.span, target.due, target.value) == (local.span, local.due, local.value):
            return index
    return None


def _whole(sheets: Sheets, local: Local, index: int | None) -> Target | Local:
    return sheets.plan.targets[index] if sheets.plan is not None and index is not None else local


def _own_note(sheets: Sheets, target: Target) -> str:
    parts = [
        f"{sheets.say('condition')}: {target.condition}" if target.condition else "",
        f"{sheets.say('exception')}: {target.exception}" if target.exception else "",
        sheets.say("due_inferred") if target.due_inferred else "",
    ]
    return "\n".join(part for part in parts if part)


def tasks_table(sheets: Sheets) -> Table:
    """The groups of tasks, the funding and the duties that the baselines ask for, and the words that answer."""
    several = len(sheets.reports) > 1
    columns = [sheets.column("order", 5, "number"), sheets.column("part", 14)]
    if several:
        columns.append(sheets.column("baseline", 14))
    columns += [sheets.column("asked", 44), sheets.column("status", 13), sheets.column("evidence", 56)]
    columns += [sheets.column("section", 9, "center"), sheets.column("place", 9, "center"), sheets.column("note", 44)]
    statuses = [sheets.say(f"status.{status}") for status in TASK_STATUSES]
    columns += (sheets.fix("status", 14, statuses), sheets.fix("note", 26))
    table = Table(sheets.say("sheet.tasks"), columns)

    def add(
        key: str, report: Report, part: str, asked: str, status: Mark, evidence: Sequence[Quote], note: str
    ) -> None:
        first = evidence[0] if evidence else None
        table.add(
            key,
            len(table.rows) + 1,
            sheets.say(f"asked.{part}"),
            *([_short(report.baseline.title)] if several else []),
            asked,
            status,
            "\n".join(sheets.evidence(one) for one in evidence[:3]),
            first.section if first else "",
            sheets.place(first.span) if first else "",
            note,
        )

    for number, report in enumerate(sheets.reports):
        for index, task in enumerate(report.tasks):
            key = f"{KEY}g{number}.{index}"
            sheets.entries[key] = {"part": "tasks"}
            if report.baseline.id == "2282":
                sheets.entries[key] |= {"verdict": task.id, "status": task.status}
            advice = f"{sheets.say('suggested')}: {task.suggestion}" if task.suggestion else ""
            note = "\n".join(part for part in (sheets.lacking(task), advice) if part)
            shown = sheets.status(task.shown)
            add(key, report, "task", task.title, shown, task.evidence, note)
        for point in report.funding:
            add("", report, "funding", point.title, sheets.status(point.status), point.evidence, "")
        for duty in report.duties:
            asked = f"{duty.agency}: {duty.duty}"
            shown = sheets.status(duty.status)
            add("", report, "duty", asked, shown, duty.evidence, duty.note or "")
    return table


def _short(title: str) -> str:
    """Return the name of a baseline without its subject: "Quyết định 2282/QĐ-TTg"."""
    return title.partition(":")[0]
