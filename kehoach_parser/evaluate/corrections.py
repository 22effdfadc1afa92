"""What the rows of the Excel report say once their corrections are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..messages import say
from ..reports.excel_layout import KEY
from ..reports.excel_tables import ROLES, TARGET_STATUSES, TASK_STATUSES
from ..reports.gold_entries import HEADER_FIELDS, SIGNER_FIELDS
from ..text import fold
from .cells import NOTHING, Entry, read_amount, read_date, read_time

_DROPS = {fold(say("drop", language)) for language in ("vi", "en")} | {"x"}


@dataclass
class Row:
    """One row of a sheet: what stands in the columns that are read, by name, each with its place ("Chỉ tiêu!K7")."""

    key: str
    cells: dict[str, tuple[str, str]]
    at: str

    def text(self, name: str) -> str:
        """Return what stands in a column; "" for nothing."""
        return self.cells.get(name, ("", ""))[0]

    def place(self, name: str) -> str:
        """Return the sheet and cell of a column."""
        return self.cells.get(name, ("", self.at))[1]


@dataclass
class Review:
    """What was read of the plan, row by row, and what becomes of it."""

    entries: dict[str, Entry]
    verdicts: Entry
    header: Entry
    language: str
    faults: list[str] = field(default_factory=list)
    kept: dict[str, dict[int | str, Entry]] = field(default_factory=dict)
    dropped: set[tuple[str, int | str]] = field(default_factory=set)

    def fault(self, row: Row, name: str, key: str) -> None:
        """Note that a cell cannot be understood."""
        words = row.text(name)
        self.faults.append(f"{row.place(name)}: {say(key, self.language, words=words)}")

    def part(self, name: str) -> dict[int | str, Entry]:
        """Return the entries of a part of the annotation."""
        return self.kept.setdefault(name, {})

    def known(self, row: Row) -> Entry:
        """Return what was read of the plan in this row; {} in a row that was added."""
        return self.entries.get(row.key, {})


def apply_row(row: Row, review: Review) -> None:
    """Take one row of the report into the annotation, with what the reviewers wrote into it."""
    known = review.known(row)
    part = known.get("part") or _part_of(row)
    index = _index(row, known)
    if row.key.removeprefix(KEY).startswith(("header.", "signer.")):
        _fix_header(row, review)
        return
    if fold(row.text("fix.drop")) in _DROPS:
        review.dropped.add((part, index))
        return
    if row.text("fix.drop"):
        review.fault(row, "fix.drop", "excel.bad_drop")
    if "entry" in known:
        review.part(part).setdefault(index, {**known["entry"], "order": known["index"]})
    if row.text("fix.status"):
        _fix_verdict(row, review, known)
    if part in _FIXES:
        _FIXES[part](row, review, index)
    entry = review.part(part).get(index)
    if entry is not None and row.text("fix.note"):
        entry["note"] = row.text("fix.note")


def _index(row: Row, known: Entry) -> int | str:
    """Return what two rows on one thing share: several milestones may be met by one target. Tasks have each its row."""
    shared = known.get("part") != "assignments" and known.get("index")
    return shared if isinstance(shared, int | str) and not isinstance(shared, bool) else row.key or row.at


def _part_of(row: Row) -> str:
    """Return which part a row that was added belongs to, by the columns of its sheet."""
    parts = {"fix.value": "targets", "fix.deadline": "deadlines", "fix.role": "assignments", "column.code": "findings"}
    return next((part for name, part in parts.items() if name in row.cells), "")


def _fix_header(row: Row, review: Review) -> None:
    words = row.text("fix.header")
    if not words:
        return
    kind, _, name = row.key.removeprefix(KEY).partition(".")
    value: str | None = None if words in NOTHING else words
    if name == "date" and value is not None:
        value = read_date(value)
        if value is None:
            review.fault(row, "fix.header", "excel.bad_date")
    if kind == "header" and name in HEADER_FIELDS:
        review.header[name] = value
    elif kind == "signer" and name in SIGNER_FIELDS:
        review.header.setdefault("signer", dict.fromkeys(SIGNER_FIELDS))[name] = value


def _fix_verdict(row: Row, review: Review, known: Entry) -> None:
    words = row.text("fix.status")
    if "verdict" not in known:
        review.fault(row, "fix.status", "excel.no_verdict")
        return
    group, statuses = ("diff_2282", TARGET_STATUSES) if known["part"] == "targets" else ("tasks_2282", TASK_STATUSES)
    status = _choice(words, "status", statuses)
    if status is None:
        review.fault(row, "fix.status", "excel.bad_status")
    elif isinstance(review.verdicts.get(group), dict):
        review.verdicts[group][known["verdict"]] = status


def _choice(words: str, kind: str, values: tuple[str, ...]) -> str | None:
    """Return the value that is shown as ``words`` in one of the languages, or written by its own name."""
    plain = fold(words)
    return next((one for one in values if plain in {one, *(fold(say(f"{kind}.{one}", lang)) for lang in _LANGS)}), None)


_LANGS = ("vi", "en")


def _fix_target(row: Row, review: Review, index: int | str) -> None:
    known, targets = review.known(row), review.part("targets")
    value, due, quote = row.text("fix.value"), row.text("fix.due"), row.text("fix.quote")
    if index not in targets:
        if not (value or due or quote):
            return
        quote = quote or row.text("column.quote")
        if not quote or not value:
            review.fault(row, "fix.value" if quote else "fix.quote", "excel.incomplete_target")
            return
        indicator, _, year = known.get("verdict", "").rpartition("-")
        targets[index] = {"path": row.text("column.section"), "quote": quote, "value": None}
        if known.get("verdict"):
            targets[index] |= {"indicator": indicator if year.isdecimal() else known["verdict"]}
            targets[index] |= {"due": year} if year.isdecimal() else {}
    entry = targets[index]
    if quote:
        entry["quote"] = quote
    if value:
        amount = read_amount(value)
        if amount is None or (amount["value"] is not None and not {**entry, **amount}.get("unit")):
            review.fault(row, "fix.value", "excel.bad_value")
        elif amount["value"] is None:
            for name in ("value_max", "unit", "comparator", "change"):
                entry.pop(name, None)
            entry["value"] = None
        else:
            entry.update(amount)
            entry.setdefault("comparator", "eq")
    if due:
        date = None if due in NOTHING else read_date(due)
        if date is None and due not in NOTHING:
            review.fault(row, "fix.due", "excel.bad_date")
        entry["due"] = date


def _fix_deadline(row: Row, review: Review, index: int | str) -> None:
    deadlines = review.part("deadlines")
    time, agency = row.text("fix.deadline"), row.text("fix.agency")
    if index not in deadlines:
        if not (time or agency):
            return
        quote = row.text("column.quote")
        if not quote or not time:
            review.fault(row, "fix.deadline" if quote else "column.quote", "excel.incomplete_deadline")
            return
        deadlines[index] = {"quote": quote, "bound": "by"}
    entry = deadlines[index]
    if time:
        found = read_time(time)
        if found is None:
            review.fault(row, "fix.deadline", "excel.bad_time")
        else:
            entry.update(found)
    if agency:
        entry["agency"] = None if agency in NOTHING else agency


def _fix_assignment(row: Row, review: Review, index: int | str) -> None:
    assignments = review.part("assignments")
    agency, words = row.text("fix.agency"), row.text("fix.role")
    role = _choice(words, "role", ROLES) if words else None
    if words and role is None:
        review.fault(row, "fix.role", "excel.bad_role")
    if index not in assignments:
        if not (agency or words):
            return
        if not agency:
            review.fault(row, "fix.agency", "excel.incomplete_assignment")
            return
        task = row.text("column.task")
        assignments[index] = {"path": row.text("column.section"), "role": "responsible", "first": task, "order": row.at}
    entry = assignments[index]
    if agency:
        entry["agency"] = agency
        entry.pop("canonical", None)
    if role:
        entry["role"] = role


_FIXES: dict[str, Callable[[Row, Review, int | str], None]] = {
    "targets": _fix_target,
    "deadlines": _fix_deadline,
    "assignments": _fix_assignment,
}
