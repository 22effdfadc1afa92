"""The way back from the Excel report: what reviewers wrote into its marked columns, as a gold file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..errors import ReadError
from ..messages import say
from ..readers.limits import DEFAULT_LIMITS, Limits
from ..reports.excel import FORMAT, HIDDEN
from ..reports.excel_layout import KEY
from ..reports.excel_tables import ROLES, TARGET_STATUSES, TASK_STATUSES
from ..reports.gold_entries import HEADER_FIELDS, SIGNER_FIELDS
from ..rules import validate
from ..text import fold
from .cells import NOTHING, Entry, read_amount, read_date, read_time, words_of
from .gold import GoldPlan

_COLUMNS = (
    *("fix.value", "fix.due", "fix.status", "fix.quote", "fix.agency", "fix.role", "fix.deadline", "fix.header"),
    *("fix.drop", "fix.note", "column.section", "column.quote", "column.task", "column.code"),
)
_NAMES = {say(name, language): name for name in _COLUMNS for language in ("vi", "en")}
_DROPS = {fold(say("drop", language)) for language in ("vi", "en")} | {"x"}
_MAX_UNPACKED = 200_000_000


@dataclass
class _Row:
    """One row of a sheet: what stands in the columns that are read, by name, each with its place ("Chỉ tiêu!K7")."""

    key: str
    cells: dict[str, tuple[str, str]]
    at: str

    def text(self, name: str) -> str:
        return self.cells.get(name, ("", ""))[0]

    def place(self, name: str) -> str:
        return self.cells.get(name, ("", self.at))[1]


@dataclass
class _Review:
    """What was read of the plan, row by row, and what becomes of it."""

    entries: dict[str, Entry]
    verdicts: Entry
    header: Entry
    language: str
    faults: list[str] = field(default_factory=list)
    kept: dict[str, dict[int | str, Entry]] = field(default_factory=dict)
    dropped: set[tuple[str, int | str]] = field(default_factory=set)

    def fault(self, row: _Row, name: str, key: str) -> None:
        words = row.text(name)
        self.faults.append(f"{row.place(name)}: {say(key, self.language, words=words)}")

    def part(self, name: str) -> dict[int | str, Entry]:
        return self.kept.setdefault(name, {})

    def known(self, row: _Row) -> Entry:
        """Return what was read of the plan in this row; {} in a row that was added."""
        return self.entries.get(row.key, {})


def read_review(path: Path, *, limits: Limits = DEFAULT_LIMITS, language: str = "vi") -> dict[str, Any]:
    """Return the gold annotation that the Excel report in ``path`` holds, with the corrections of its reviewers.

    Only the parts that the report shows are annotated: header, targets, deadlines, assignments, findings, the verdicts
    on Decision 2282. Raises ReadError when the file is no such report, and one that names sheet and cell of each entry
    that cannot be understood.
    """
    sheets = _open(path, limits)
    hidden = {row[0]: row[1] for row in sheets.pop(HIDDEN, []) if len(row) > 1 and row[0]}
    if FORMAT not in hidden:
        raise ReadError(say("excel.not_ours", "vi", file=path.name), say("excel.not_ours", "en", file=path.name))
    loaded = {key: json.loads(words) for key, words in hidden.items() if key != FORMAT}
    document, header = loaded.pop("document", path.stem), loaded.pop("header", {})
    review = _Review(loaded, loaded.pop("verdicts", {}), header, language)
    for title, rows in sheets.items():
        for row in _rows(title, rows):
            _apply(row, review)
    if review.faults:
        raise ReadError("\n".join(review.faults))
    gold = _gold(document, review)
    validate(path, gold, GoldPlan)
    return gold


def write_gold(gold: dict[str, Any]) -> str:
    """Return a gold annotation as YAML, one entry a line as in ``corpus/gold``."""
    lines = []
    for name, part in gold.items():
        if isinstance(part, list):
            lines.append(f"{name}:" if part else f"{name}: []")
            lines += [f"  - {_flow(entry)}" for entry in part]
        elif isinstance(part, dict):
            lines.append(f"{name}:")
            lines += [f"  {key}: {_flow(value)}" for key, value in part.items()]
        else:
            lines.append(f"{name}: {_flow(part)}")
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    dumped = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=float("inf"))
    return dumped.removesuffix("\n").removesuffix("\n...")


def _open(path: Path, limits: Limits) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet: pairs of value and coordinate; of the hidden sheet the values alone."""
    from openpyxl import load_workbook

    try:
        if path.stat().st_size > limits.max_bytes:
            raise ReadError(f"{path}: tệp quá lớn.", f"{path}: the file is too large.")
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
                raise ReadError(f"{path}: tệp quá lớn khi giải nén.", f"{path}: too large when unpacked.")
        book = load_workbook(path, data_only=True)
    except ReadError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(*(say("cannot_read", lang, file=path, reason=reason) for lang in ("vi", "en"))) from None
    except Exception:  # openpyxl raises what it meets: a bad archive, bad XML, a missing part, a wrong attribute
        raise ReadError(*(say("excel.not_ours", lang, file=path.name) for lang in ("vi", "en"))) from None
    found: dict[str, list[list[Any]]] = {}
    for sheet in book.worksheets:
        if sheet.title == HIDDEN:
            found[sheet.title] = [[words_of(cell.value) for cell in row] for row in sheet.iter_rows()]
        else:
            found[sheet.title] = [[(_shown(cell), cell.coordinate) for cell in row] for row in sheet.iter_rows()]
    return found


def _shown(cell: Any) -> str:
    # Excel turns a typed "65%" into 0.65 where a cell is not text.
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        return f"{words_of(round(cell.value * 100, 6))}%"
    return words_of(cell.value)


def _rows(title: str, rows: list[list[tuple[str, str]]]) -> Iterator[_Row]:
    """Yield the rows of a sheet below the head of their table; a row that was added has no key."""
    heads: dict[int, str] = {}
    for cells in rows:
        found = {index: _NAMES[words] for index, (words, _) in enumerate(cells) if words in _NAMES}
        if any(name.startswith("fix.") for name in found.values()):
            heads = found
            continue
        key = next((words for words, _ in reversed(cells) if words.startswith(KEY)), "")
        read = {name: (cells[index][0], f"{title}!{cells[index][1]}") for index, name in heads.items()}
        if key or any(words for words, _ in read.values()):
            yield _Row(key, read, f"{title}!{cells[0][1]}")


def _apply(row: _Row, review: _Review) -> None:
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


def _index(row: _Row, known: Entry) -> int | str:
    """Return what two rows on one thing share: several milestones may be met by one target. Tasks have each its row."""
    shared = known.get("part") != "assignments" and known.get("index")
    return shared if isinstance(shared, int | str) and not isinstance(shared, bool) else row.key or row.at


def _part_of(row: _Row) -> str:
    """Return which part a row that was added belongs to, by the columns of its sheet."""
    parts = {"fix.value": "targets", "fix.deadline": "deadlines", "fix.role": "assignments", "column.code": "findings"}
    return next((part for name, part in parts.items() if name in row.cells), "")


def _fix_header(row: _Row, review: _Review) -> None:
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


def _fix_verdict(row: _Row, review: _Review, known: Entry) -> None:
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


def _fix_target(row: _Row, review: _Review, index: int | str) -> None:
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


def _fix_deadline(row: _Row, review: _Review, index: int | str) -> None:
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


def _fix_assignment(row: _Row, review: _Review, index: int | str) -> None:
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


_FIXES: dict[str, Callable[[_Row, _Review, int | str], None]] = {
    "targets": _fix_target,
    "deadlines": _fix_deadline,
    "assignments": _fix_assignment,
}


def _gold(document: str, review: _Review) -> dict[str, Any]:
    """Return the annotation in the order of the guide."""

    def kept(part: str) -> list[Entry]:
        entries = [entry for index, entry in review.part(part).items() if (part, index) not in review.dropped]
        return [_clean(entry) for entry in sorted(entries, key=_order)]

    return {
        "document": document,
        "header": review.header,
        "targets": kept("targets"),
        "deadlines": kept("deadlines"),
        "assignments": _join_tasks(review),
        "findings": kept("findings"),
        **review.verdicts,
    }


def _order(entry: Entry) -> tuple[bool, int]:
    """Reviewers may sort the rows; what was read comes in the order of the plan, what was added after it."""
    order = entry.get("order")
    return (False, order) if isinstance(order, int) else (True, 0)


def _join_tasks(review: _Review) -> list[Entry]:
    """Return one entry for each body of each assignment, put together from the rows of its tasks."""
    joined: dict[tuple[object, str, str], Entry] = {}
    rows = [row for key, row in review.part("assignments").items() if ("assignments", key) not in review.dropped]
    for row in sorted(rows, key=_order):
        entry = joined.setdefault(
            (row["order"], row["agency"], row["role"]),
            {
                "path": row.get("path"),
                "agency": row["agency"],
                "canonical": row.get("canonical"),
                "role": row["role"],
                "tasks": 0,
                "first": row.get("first"),
                "with": [],
                "reports_to": [],
            },
        )
        entry["tasks"] += bool(row.get("first"))
        for name in ("with", "reports_to"):
            entry[name] += [one for one in row.get(name, []) if one not in entry[name]]
        if "note" in row:
            entry["note"] = row["note"]
    return [_clean(entry) for entry in joined.values()]


def _clean(entry: Entry) -> Entry:
    """Return an entry of the gold: without what is absent, but for the value of a target that has none."""
    return {
        key: value for key, value in entry.items() if key == "value" or (key != "order" and value not in (None, [], ""))
    }
