"""The plan as one object: JSON and back, rows, data frames, places in the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import every_seed, parsed
from pydantic import ValidationError

from kehoach_parser import Plan, parse
from kehoach_parser.models import (
    Agency,
    Assignment,
    Block,
    Deadline,
    Section,
    Span,
    Target,
    Task,
)

TEXT = "I. MỤC TIÊU\nĐạt 60% năm 2025.\nSở Nội vụ chủ trì, Sở Tài chính phối hợp trước ngày 15/11/2025."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


PLAN = Plan(
    text=TEXT,
    sections=(
        Section(
            path="I",
            marker="I.",
            title="MỤC TIÊU",
            kind="objectives",
            level=1,
            span=Span(start=0, end=len(TEXT)),
            children=(
                Section(path="I.1", marker=None, title=None, kind="other", level=2, span=Span(start=12, end=len(TEXT))),
            ),
        ),
    ),
    targets=(
        Target(
            quote="Đạt 60% năm 2025",
            span=span("Đạt 60% năm 2025"),
            section="I",
            comparator="eq",
            value=60,
            unit="percent",
            due="2025",
            rule="targets/x",
            places=(span("60%"),),
        ),
    ),
    deadlines=(
        Deadline(
            quote="trước ngày 15/11/2025",
            span=span("trước ngày 15/11/2025"),
            section="I",
            bound="before",
            date="2025-11-15",
            rule="deadlines/x",
        ),
    ),
    assignments=(
        Assignment(
            agency=Agency(text="Sở Nội vụ", id="so-noi-vu", level="province"),
            role="responsible",
            section="I",
            span=span("Sở Nội vụ"),
            tasks=(
                Task(
                    text="chủ trì",
                    span=span("chủ trì"),
                    partners=(Agency(text="Sở Tài chính"), Agency(text="UBND")),
                    deadlines=(0,),
                ),
                Task(text="phối hợp", span=span("phối hợp")),
            ),
            rule="assignments/x",
        ),
        Assignment(
            agency=Agency(text="Sở Tài chính"), role="requested", section=None, span=span("Sở Tài chính"), rule="y"
        ),
    ),
    blocks=(
        Block(span=Span(start=0, end=12), page=1, paragraph=1),
        Block(span=Span(start=12, end=30), page=2, paragraph=2),
    ),
)


def test_json_and_back() -> None:
    assert Plan.from_json(PLAN.to_json()) == PLAN
    assert Plan.from_json(PLAN.to_json(indent=None).encode()) == PLAN
    assert "MỤC TIÊU" in PLAN.to_json(), "Vietnamese is readable in the JSON"


def test_save(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.json"
    PLAN.save(path)
    assert Plan.from_json(path.read_bytes()) == PLAN


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Plan.from_json('{"text": "", "targts": []}')


def test_a_plan_is_frozen() -> None:
    with pytest.raises(ValidationError):
        PLAN.text = "khác"


def test_rows_of_targets() -> None:
    (row,) = PLAN.rows("targets")
    assert row["value"] == 60
    assert TEXT[row["start"] : row["end"]] == row["quote"]
    assert row["places"] == 1
    assert "span" not in row


def test_rows_of_assignments_are_one_a_task() -> None:
    first, second, third = PLAN.rows("assignments")
    assert (first["task"], first["partners"], first["deadlines"]) == ("chủ trì", "Sở Tài chính; UBND", (0,))
    assert (second["agency"], second["task"]) == ("Sở Nội vụ", "phối hợp")
    assert (third["agency"], third["role"], third["task"]) == ("Sở Tài chính", "requested", None)


def test_rows_of_sections_are_flat() -> None:
    assert [(row["path"], "children" in row) for row in PLAN.rows("sections")] == [("I", False), ("I.1", False)]


@every_seed
def test_rows_fit_a_csv_file(seed: Path) -> None:
    plan = parsed(seed)
    for kind in ("targets", "deadlines", "sections", "citations", "findings", "unclaimed", "explained"):
        rows = plan.rows(kind)
        if rows:
            writer = csv.DictWriter(io.StringIO(), rows[0].keys())
            writer.writerows(rows)  # refuses a row with other keys than the first


def test_to_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = PLAN.to_frame("targets")
    assert isinstance(frame, pandas.DataFrame)
    assert frame.loc[0, "value"] == 60
    assert PLAN.to_frame("findings").empty


def test_where() -> None:
    found = PLAN.where(span("60%"))
    assert found is not None
    assert (found.page, found.paragraph) == (2, 2)
    assert Plan(text="").where(Span(start=0, end=0)) is None


def test_parse_wants_one_of_two() -> None:
    for arguments in ({}, {"source": "a.md", "text": "b"}):
        with pytest.raises(TypeError, match="đúng một"):
            parse(**arguments)
