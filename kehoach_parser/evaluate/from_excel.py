"""The way back from the Excel report: what reviewers wrote into its marked columns, as a gold file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..errors import ReadError
from ..messages import say
from ..readers.limits import DEFAULT_LIMITS, Limits
from ..reports.excel import FORMAT, HIDDEN
from ..reports.excel_layout import KEY
from ..rules import validate
from .cells import Entry, words_of
from .corrections import Review, Row, apply_row
from .gold import GoldPlan

_COLUMNS = (
    *("fix.value", "fix.due", "fix.status", "fix.quote", "fix.agency", "fix.role", "fix.deadline", "fix.header"),
    *("fix.drop", "fix.note", "column.section", "column.quote", "column.task", "column.code"),
)
_NAMES = {say(name, language): name for name in _COLUMNS for language in ("vi", "en")}
_MAX_UNPACKED = 200_000_000


def read_review(path: Path, *, limits: Limits = DEFAULT_LIMITS, language: str = "vi") -> dict[str, Any]:
    """Return the gold annotation that the Excel report in ``path`` holds, with the corrections of its reviewers.

    Only the parts that the report shows are annotated: header, targets, deadlines, assignments, findings, the verdicts
    on Decision 2282. Raises ReadError when the file is no such report, and one that names sheet and cell of each entry
    that cannot be understood.
    """
    sheets = _open(path, limits)
    hidden = {row[0]: row[1] for row in sheets.pop(HIDDEN, []) if len(row) > 1 and row[0]}
    if FORMAT not in hidden:
        raise _not_ours(path)
    try:
        loaded = {key: json.loads(words) for key, words in hidden.items() if key != FORMAT}
    except ValueError:
        raise _not_ours(path) from None
    document, header = loaded.pop("document", path.stem), loaded.pop("header", {})
    review = Review(loaded, loaded.pop("verdicts", {}), header, language)
    for title, rows in sheets.items():
        for row in _rows(title, rows):
            apply_row(row, review)
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
        raise _not_ours(path) from None
    found: dict[str, list[list[Any]]] = {}
    for sheet in book.worksheets:
        if sheet.title == HIDDEN:
            found[sheet.title] = [[words_of(cell.value) for cell in row] for row in sheet.iter_rows()]
        else:
            found[sheet.title] = [[(_shown(cell), cell.coordinate) for cell in row] for row in sheet.iter_rows()]
    return found


def _not_ours(path: Path) -> ReadError:
    return ReadError(*(say("excel.not_ours", language, file=path.name) for language in ("vi", "en")))


def _shown(cell: Any) -> str:
    # Excel turns a typed "65%" into 0.65 where a cell is not text.
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        return f"{words_of(round(cell.value * 100, 6))}%"
    return words_of(cell.value)


def _rows(title: str, rows: list[list[tuple[str, str]]]) -> Iterator[Row]:
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
            yield Row(key, read, f"{title}!{cells[0][1]}")


def _gold(document: str, review: Review) -> dict[str, Any]:
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


def _join_tasks(review: Review) -> list[Entry]:
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
