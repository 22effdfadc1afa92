"""What goes wrong costs one document and nothing else: killers in the input, killed processes, Ctrl-C, a torn disk.

KEHOACH_LONG=1 runs the long forms: 100 kills, 50 killers among 2,000 files.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from corpus_kit import HOSTILE, LIGHT, ledger_of, make_plans, plan_text, rules_copy, settings, tables_of

from kehoach_parser.corpus.build import Watcher, build
from kehoach_parser.corpus.journal import Journal, Record, pack_tables, read_journal
from kehoach_parser.corpus.manifest import verify

LONG = os.environ.get("KEHOACH_LONG", "") == "1"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed by POSIX signals")

_KILLERS = {
    "loop": ("timed_out", "quá 2 giây"),
    "memory": ("failed", "cần hơn 600 MB bộ nhớ"),
    "leak": ("failed", "cần hơn 600 MB bộ nhớ"),
    "crash": ("failed", "SIGSEGV"),
    "abort": ("failed", "SIGABRT"),
    "exit": ("failed", "tự dừng (mã 3)"),
    "error": ("failed", "RuntimeError: cố ý"),
}


def plant_killers(folder: Path, count: int) -> dict[str, tuple[str, str]]:
    """Write ``count`` documents that kill, and a file that is no zip, among the good ones; return what must be said."""
    wanted = {}
    kinds = list(_KILLERS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        path = folder / f"{number % 3}" / f"killer-{number:03d}-{kind}.txt"
        path.write_text(plan_text(5000 + number) + f"\nKILLER {kind}\n", "utf-8")
        wanted[path.relative_to(folder).as_posix()] = _KILLERS[kind]
    (folder / "broken.docx").write_bytes(b"PK\x03\x04\x14\x00word/document.xml" + os.urandom(200))
    wanted["broken.docx"] = ("refused", "broken.docx")
    return wanted


def test_killers_cost_one_document_each(tmp_path: Path) -> None:
    good, bad = (1949, 50) if LONG else (30, len(_KILLERS))
    folder = make_plans(tmp_path / "in", good)
    (folder / "0" / "hostile.txt").write_text("KẾ HOẠCH\n" + "((((1.1.1.1.%%%%" * 300 + "\u202e\ufffe", "utf-8")
    (folder / "0" / "chatty.txt").write_text(plan_text(4999) + "\nKILLER print\n", "utf-8")
    build([folder], tmp_path / "clean", workers=2, shard_size=100, settings=settings())
    wanted = plant_killers(folder, bad)
    hostile = settings(seconds=2, megabytes=600, worker=(sys.executable, str(HOSTILE)))
    summary = build([folder], tmp_path / "kho", workers=2, shard_size=100, settings=hostile)
    rows = {row["path"]: row for row in ledger_of(tmp_path / "kho")}
    for path, (status, reason) in wanted.items():
        assert (rows[path]["status"], reason in (rows[path]["reason"] or "")) == (status, True), rows[path]
    assert {path for path, row in rows.items() if row["status"] not in ("ok", "partial")} == set(wanted)
    clean = {row["path"]: (row["sha256"], row["status"], row["readable_id"]) for row in ledger_of(tmp_path / "clean")}
    assert {
        path: (row["sha256"], row["status"], row["readable_id"]) for path, row in rows.items() if path in clean
    } == clean
    assert summary.exit_code == 1
    assert list(verify(tmp_path / "kho")) == []


def start_build(folder: Path, root: Path) -> subprocess.Popen[bytes]:
    """Start ``kehoach corpus build`` with two workers as a process of its own."""
    command = [sys.executable, "-m", "kehoach_parser", "corpus", "build", str(folder), "-o", str(root), "--quiet"]
    return subprocess.Popen(
        [*command, "--workers", "2", "--shard-size", "6", "--rules", rules_copy()],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_kill_at_any_moment_and_go_on(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 30)
    command = [sys.executable, str(LIGHT), "drive", str(folder), str(tmp_path), rules_copy(), str(25)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted = tables_of(tmp_path / "whole")
    assert done.stdout.split()
    for root in map(Path, done.stdout.split()):
        assert tables_of(root) == wanted
        rows = [row["path"] for row in ledger_of(root)]
        assert len(rows) == len(set(rows)) == 30
        assert list(verify(root)) == []


@pytest.mark.skipif(not LONG, reason="long: KEHOACH_LONG=1")
def test_kill_the_command_a_hundred_times(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 60)
    begin = time.monotonic()
    assert start_build(folder, tmp_path / "whole").wait() == 0
    length = time.monotonic() - begin
    rng = random.Random(100)
    kills = 0
    while kills < 100:
        process = start_build(folder, tmp_path / f"killed-{kills // 4}")
        try:
            assert process.wait(rng.uniform(0.1, 1) * length) == 0
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
    for number in range(25):
        root = tmp_path / f"killed-{number}"
        assert start_build(folder, root).wait() == 0
        assert tables_of(root) == tables_of(tmp_path / "whole")


def children_of(pid: int) -> list[int]:
    """Return the processes that ``pid`` has started."""
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in task.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the workers")
def test_a_killed_worker_gives_its_shard_back(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 40)
    assert start_build(folder, tmp_path / "whole").wait() == 0
    process = start_build(folder, tmp_path / "kho")
    killed: set[int] = set()
    while process.poll() is None and len(killed) < 3:
        time.sleep(0.4)
        for worker in children_of(process.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
    assert process.wait(60) == 0
    assert killed
    assert tables_of(tmp_path / "kho") == tables_of(tmp_path / "whole")


def test_ctrl_c_stops_and_the_next_build_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text(plan_text(number) + "\nKILLER slow\n", "utf-8")
    code = (
        "import sys; from kehoach_parser.corpus.build import build\n"
        "from kehoach_parser.corpus.settings import Settings\n"
        f"s = Settings(rules_folder={rules_copy()!r}, worker=(sys.executable, {str(HOSTILE)!r}))\n"
        f"sys.exit(build([{str(folder)!r}], {str(tmp_path / 'kho')!r}, settings=s, workers=1, shard_size=60).exit_code)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    journals = tmp_path / "kho" / "work" / "journals"
    for _ in range(300):
        time.sleep(0.05)
        if sum(path.stat().st_size for path in journals.glob("*.parser.journal")) > 30_000:
            break
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert not (tmp_path / "kho" / "manifest.json").exists()
    kept = sum(len(path.read_bytes().splitlines()) - 1 for path in journals.glob("*.parser.journal"))
    assert 0 < kept < 60
    seen = Counter[str]()

    class Count(Watcher):
        def done(self, status: str) -> None:
            seen[status] += 1

    plain = settings(worker=(sys.executable, str(HOSTILE)))

    assert build([folder], tmp_path / "kho", settings=plain, workers=1, watcher=Count()).statuses == {"ok": 60}
    assert seen == {"ok": 60}


def test_only_one_build_at_a_time(tmp_path: Path) -> None:
    from kehoach_parser import ReadError
    from kehoach_parser.corpus.build import _locked
    from kehoach_parser.corpus.files import Layout

    folder = make_plans(tmp_path / "in", 1)
    (tmp_path / "kho" / "work").mkdir(parents=True)
    with _locked(Layout(tmp_path / "kho")), pytest.raises(ReadError, match="đang dựng"):
        build([folder], tmp_path / "kho", workers=1)


def test_a_torn_journal_loses_only_what_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = Journal(path, "recipe")
    records = [
        Record(f"{number:064x}", "ok", tables=pack_tables({"texts": [["x"], ["Kế hoạch\n"], ["{}"]]}))
        for number in range(4)
    ]
    for record in records:
        journal.append(record)
    journal.close()
    whole = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(whole) if byte == 10][1:]
    for cut in range(0, len(whole) + 1, 7):
        path.write_bytes(whole[:cut])
        assert list(read_journal(path, "recipe")) == records[: sum(end <= cut for end in ends)]
    flipped = bytearray(whole)
    flipped[ends[1] + 30] ^= 1
    path.write_bytes(flipped)
    assert list(read_journal(path, "recipe")) == [*records[:2], records[3]]
    path.write_bytes(whole)
    assert list(read_journal(path, "another")) == []
