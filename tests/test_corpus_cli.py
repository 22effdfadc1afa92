"""``kehoach corpus``: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from corpus_kit import make_plans, plan_text, rules_copy

from kehoach_parser.cli import main
from kehoach_parser.corpus.building import Summary
from kehoach_parser.corpus.progress import Bar, counts_line


def kehoach(*words: str | Path) -> Result:
    """Run ``kehoach corpus …``."""
    return CliRunner().invoke(main, ["corpus", *map(str, words)])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of four plans and a letter, built by the command."""
    folder = make_plans(tmp_path_factory.mktemp("cli") / "in", 4)
    (folder / "thư.txt").write_text("Kính gửi anh chị, hẹn gặp lại.", "utf-8")
    root = folder.parent / "kho"
    result = kehoach("build", folder, "-o", root, "--workers", "1", "--rules", rules_copy(), "--date", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert "5 tệp, 5 văn bản khác nhau: đọc được 4, từ chối 1." in result.output
    assert f"kehoach corpus quarantine {root}" in result.output
    return root


def test_the_date_comes_from_the_command(built: Path) -> None:
    assert json.loads((built / "manifest.json").read_text("utf-8"))["date"] == "2026-11-20"


def test_sql_as_table_csv_and_json(built: Path) -> None:
    query = "select count(*) as n, 'Kế hoạch' as loai from plans"
    assert "Kế hoạch" in kehoach("sql", query, "-c", built).output
    assert kehoach("sql", query, "-c", built, "--format", "csv").output == "n,loai\n4,Kế hoạch\n"
    assert kehoach("sql", query, "-c", built, "--format", "json").output == '{"n": 4, "loai": "Kế hoạch"}\n'
    wrong = kehoach("sql", "select nothing from plans", "-c", built)
    assert wrong.exit_code == 2
    assert wrong.output.startswith("SQL sai")


def test_quarantine_says_why_and_how_to_try_again(built: Path) -> None:
    path, status, reason, again = kehoach("quarantine", built).output.strip().split("\t")
    assert (path, status) == ("thư.txt", "từ chối")
    assert reason.startswith("không phải kế hoạch")
    row = json.loads(kehoach("quarantine", built, "--format", "json").output)
    assert row["again"] == again
    words = shlex.split(again)
    assert words[:3] == ["kehoach", "corpus", "retry"]
    result = kehoach(*words[2:], "--workers", "1")
    assert result.exit_code == 0, result.output
    assert "đọc được 4, từ chối 1" in result.output


def test_verify(built: Path) -> None:
    assert kehoach("verify", built).output == "Kho đúng như manifest.\n"
    assert kehoach("verify", built.parent / "in").exit_code == 1


def test_export(built: Path) -> None:
    assert kehoach("export", built, "--format", "jsonl", "-o", built.parent / "lines").exit_code == 0
    assert (built.parent / "lines" / "plans.jsonl").read_text("utf-8").count("\n") == 4
    assert kehoach("export", built, "--format", "xlsx", "-o", built.parent / "kho.xlsx").exit_code == 0
    assert (built.parent / "kho.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "-o", "x"], "Cần ít nhất một nguồn"),
        (["build", "nowhere", "-o", "x"], "không tìm thấy nowhere"),
        (["build", ".", "-o", "x", "--baseline", "9999"], "Không có chuẩn"),
        (["build", ".", "-o", "x", "--engine", "dask"], "--scheduler"),
        (["sql", "select 1", "-c", "nowhere"], "không có manifest.json"),
        (["retry", "nowhere"], "không phải một kho"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    result = kehoach(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1


def test_a_failure_shows_in_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(plan_text(1), "utf-8")
    (tmp_path / "list.txt").write_text("plan.txt\ngone.txt\n", "utf-8")
    result = kehoach(
        "build", "--list", tmp_path / "list.txt", "-o", tmp_path / "kho", "--workers", "1", "--rules", rules_copy()
    )
    assert result.exit_code == 1
    assert "đọc được 1, hỏng 1" in result.output


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        (Summary(2, {"ok": 1, "refused": 1}, 2, 0, 0), 0),
        (Summary(2, {"ok": 1, "timed_out": 1}, 2, 0, 0), 1),
        (Summary(2, {"ok": 1}, 0, 0, 0, finished=False), 130),
        (Summary(2, {"ok": 1}, 0, 0, 0, finished=False, lost="lô 1"), 2),
    ],
)
def test_exit_codes(summary: Summary, code: int) -> None:
    assert summary.exit_code == code


def test_the_bar_counts_by_status() -> None:
    from rich.console import Console

    screen = Console(force_terminal=True, width=160)
    with screen.capture() as captured, Bar(screen) as bar:
        bar.listed(3)
        bar.begin(3)
        for status in ("ok", "refused", "ok"):
            bar.done(status)
        bar.finishing()
    assert "đọc được 2, từ chối 1" in captured.get()
    assert counts_line({"ok": 2, "failed": 1}, "en") == "ok 2, failed 1"
