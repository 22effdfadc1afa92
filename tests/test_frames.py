"""Data frames: the same columns and types whether a plan has rows or not, in pandas and in polars."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import get_args

import pandas
import polars
import pytest
from conftest import SEEDS, every_plan, parsed

from kehoach_parser import Plan, check
from kehoach_parser.models import Finding
from kehoach_parser.plan import RowKind
from kehoach_parser.report import ReportKind

KINDS = get_args(RowKind)
REPORT_KINDS = get_args(ReportKind)
EMPTY = Plan(text="")


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_plan_has_the_columns_of_a_full_one(kind: RowKind) -> None:
    full = parsed(SEEDS[1])
    for frames in ((EMPTY.to_frame(kind), full.to_frame(kind)), (EMPTY.to_polars(kind), full.to_polars(kind))):
        empty, filled = frames
        assert len(empty) == 0
        assert list(empty.columns) == list(filled.columns)
        assert list(empty.dtypes) == list(filled.dtypes)
    assert EMPTY.to_csv(kind).strip().split(",") == list(full.to_frame(kind).columns)


@every_plan
def test_frames_hold_the_rows(plan_path: Path) -> None:
    plan = parsed(plan_path)
    for kind in KINDS:
        rows = plan.rows(kind)
        frame, other = plan.to_frame(kind), plan.to_polars(kind)
        assert len(frame) == len(other) == len(rows)
        if rows:
            assert list(rows[0]) == list(frame.columns) == other.columns
            assert all(list(row) == list(rows[0]) for row in rows)
            assert frame["start"].tolist() == other["start"].to_list() == [row["start"] for row in rows]
        read = list(csv.DictReader(io.StringIO(plan.to_csv(kind))))
        assert len(read) == len(rows)


def test_the_types_of_targets() -> None:
    frame = parsed(SEEDS[1]).to_frame("targets")
    assert isinstance(frame, pandas.DataFrame)
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types["value"] == types["value_max"] == "float64"
    assert types["start"] == types["end"] == types["places"] == "Int64"
    assert types["due_inferred"] == "boolean"
    assert {types[name] for name in ("quote", "section", "due", "condition", "rule")} == {"string"}
    assert frame.value.max() == 90
    assert frame.value_max.isna().all()


def test_the_types_in_polars() -> None:
    schema = parsed(SEEDS[1]).to_polars("assignments").schema
    assert schema["deadlines"] == polars.List(polars.Int64)
    assert schema["level"] == polars.String
    assert parsed(SEEDS[1]).to_polars("sections").schema["level"] == polars.Int64


def test_a_finding_without_a_place_keeps_its_columns() -> None:
    plan = Plan(text="a", findings=(Finding(code="x", severity="style", message="m", quote=""),))
    assert plan.rows("findings")[0]["start"] is None
    assert plan.to_frame("findings")["start"].isna().all()
    assert plan.to_polars("findings")["start"].to_list() == [None]


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_frames_of_reports(kind: ReportKind) -> None:
    full, empty = (check(parsed(seed), baseline="2282") for seed in (SEEDS[1], SEEDS[2]))
    assert empty.verdict == "baseline_mismatch"
    for frame in (full.to_frame(kind), full.to_polars(kind)):
        assert len(frame) == len(full.rows(kind))
    assert list(full.to_frame(kind).dtypes) == list(empty.to_frame(kind).dtypes)
    if full.rows(kind):
        assert list(full.to_frame(kind).columns) == list(full.rows(kind)[0])
    assert full.to_csv(kind).startswith(",".join(full.to_frame(kind).columns))


@pytest.mark.parametrize(("library", "method"), [("pandas", "to_frame"), ("polars", "to_polars")])
def test_what_to_install_is_said(library: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    for thing in (EMPTY, check(parsed(SEEDS[1]), baseline="2282")):
        with pytest.raises(ImportError, match=f"Cần {library}: pip install"):
            getattr(thing, method)()
