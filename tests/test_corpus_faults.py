"""What goes wrong costs one document and nothing else: killers in the input, killed processes, Ctrl-C, a torn disk.

``pytest -m slow tests/test_corpus_faults.py`` runs the long forms: 100 kills, 50 killers among 2,000 files.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from corpus_kit import HOSTILE, LIGHT, ledger_of, make_plans, plan_text, rules_copy, settings, tables_of

from kehoach_parser.corpus.building import Watcher, build
from kehoach_parser.corpus.journal import Journal, Record, pack_tables, read_journal
from kehoach_parser.corpus.manifest import verify
from kehoach_parser.corpus.processes import stop_parsers

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


@pytest.mark.parametrize(
    ("good", "bad"), [(30, len(_KILLERS)), pytest.param(1947, 50, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_killers_cost_one_document_each(good: int, bad: int, tmp_path: Path) -> None:
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


def start_build(folder: Path, root: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start ``kehoach corpus build`` with two workers as a process of its own."""
    command = [sys.executable, "-m", "kehoach_parser", "corpus", "build", str(folder), "-o", str(root), "--quiet"]
    return subprocess.Popen(
        [*command, "--workers", "2", "--shard-size", "6", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def drive(folder: Path, base: Path, *, kills: int, how: str) -> list[Path]:
    """Build, interrupt and go on (see ``corpus_light.drive``), and return the folders of the corpora that came out."""
    command = [sys.executable, str(LIGHT), "drive", str(folder), str(base), rules_copy(), str(kills), how]
    temporary = base / "temporary"
    temporary.mkdir()
    own = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=own)
    assert done.returncode == 0, done.stderr
    deadline = time.monotonic() + 30
    while (left := processes_with(str(temporary))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    assert [path for path in temporary.rglob("*") if path.is_file()] == []
    roots = [Path(line) for line in done.stdout.split()]
    assert roots
    return roots


def processes_with(word: str) -> list[str]:
    """Return the processes in whose environment a word stands, where /proc shows it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if word.encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
    return found


def test_kill_at_any_moment_and_go_on(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 30)
    wanted = None
    for root in drive(folder, tmp_path, kills=25, how="SIGKILL"):
        wanted = wanted or tables_of(tmp_path / "whole")
        assert tables_of(root) == wanted
        rows = [row["path"] for row in ledger_of(root)]
        assert len(rows) == len(set(rows)) == 30
        assert list(verify(root)) == []


@pytest.mark.slow
def test_kill_the_command_a_hundred_times(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 400)  # so that most of a build is work, and not its start
    begin = time.monotonic()
    assert start_build(folder, tmp_path / "whole").wait() == 0
    length = time.monotonic() - begin
    whole = tables_of(tmp_path / "whole")
    rng = random.Random(100)
    kills = number = 0
    while True:
        root = tmp_path / f"killed-{number}"
        process = start_build(folder, root)
        try:
            assert process.wait(rng.uniform(0.1, 1) * length if kills < 100 else None) == 0
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            kills += process.wait() != 0  # else it had just ended by itself
            continue
        assert tables_of(root) == whole
        assert list(verify(root)) == []
        if kills == 100:
            return
        number += 1  # what is whole has nothing left to be killed in


def children_of(pid: int) -> list[int]:
    """Return the processes that ``pid`` has started."""
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in task.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the workers")
def test_a_killed_worker_gives_its_shard_back(tmp_path: Path) -> None:
    folder, rules = make_plans(tmp_path / "in", 40), rules_copy()
    assert start_build(folder, tmp_path / "whole", "--rules", rules).wait() == 0
    process = start_build(folder, tmp_path / "kho", "--rules", rules)
    killed: set[int] = set()
    while process.poll() is None and len(killed) < 3:
        time.sleep(0.4)
        for worker in children_of(process.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
    assert process.wait(60) == 0
    assert killed
    assert tables_of(tmp_path / "kho") == tables_of(tmp_path / "whole")


def test_who_kills_the_parser_from_outside_costs_no_document(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 3)
    for times in (1, 2, 3):
        text = plan_text(100 + times) + f"\nKILLER killed {tmp_path / str(times)} {times}\n"
        (folder / f"{times}.txt").write_text(text, "utf-8")
    frail = settings(worker=(sys.executable, str(LIGHT)))
    summary = build([folder], tmp_path / "kho", workers=1, settings=frail)
    assert summary.statuses == {"ok": 5, "failed": 1}
    (blamed,) = [row for row in ledger_of(tmp_path / "kho") if row["status"] == "failed"]
    assert (blamed["path"], "SIGKILL" in blamed["reason"]) == ("3.txt", True)
    assert [(tmp_path / name).stat().st_size for name in "123"] == [2, 3, 3]


_COUNTING = """
import os, sys, time
path = sys.argv[1]
with open(path, "a") as stream:
    stream.write(".")
if os.path.getsize(path) < 3:
    os.kill(os.getpid(), 15)
from kehoach_parser.corpus import worker
worker.Worker.warm_up = lambda self: None
worker.main()
"""


def test_what_a_killed_parser_leaves_in_temporary_folders_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_plans(tmp_path / "in", 2)
    (folder / "dies.txt").write_text(plan_text(9) + "\nKILLER litter\n", "utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for workers in (1, 2):
        light = settings(worker=(sys.executable, str(LIGHT)))
        summary = build([folder], tmp_path / f"kho-{workers}", workers=workers, settings=light)
        assert summary.statuses == {"ok": 2, "failed": 1}
        stop_parsers()
        assert list(temporary.iterdir()) == []


def test_a_parser_that_is_killed_while_it_starts_is_started_again(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 2)
    frail = settings(worker=(sys.executable, "-c", _COUNTING, str(tmp_path / "starts")))
    assert build([folder], tmp_path / "kho", workers=1, settings=frail).statuses == {"ok": 2}
    assert (tmp_path / "starts").read_text() == "..."
    broken = settings(worker=(sys.executable, "-c", "raise SystemExit(7)"))
    summary = build([folder], tmp_path / "none", workers=1, settings=broken)
    assert (summary.exit_code, "tự dừng (mã 7)" in (summary.lost or "")) == (2, True)


def test_ctrl_c_stops_and_the_next_build_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    gate = tmp_path / "gate"
    gate.touch()
    for number in range(12):  # the documents behind the eighth wait until the gate is away
        wait = f"\nKILLER wait {gate}\n" if number >= 8 else ""
        (folder / f"{number:02d}.txt").write_text(plan_text(number) + wait, "utf-8")
    code = (
        "import sys; from kehoach_parser.corpus.building import build\n"
        "from kehoach_parser.corpus.settings import Settings\n"
        f"s = Settings(rules_folder={rules_copy()!r}, worker=(sys.executable, {str(HOSTILE)!r}))\n"
        f"sys.exit(build([{str(folder)!r}], {str(tmp_path / 'kho')!r}, settings=s, workers=1).exit_code)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    journals = tmp_path / "kho" / "work" / "journals"

    def finished() -> int:
        lines = (len(path.read_bytes().splitlines()) - 1 for path in journals.glob("*.parser.journal"))
        return sum(max(0, count) for count in lines)

    while finished() < 8 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert finished() == 8
    assert not (tmp_path / "kho" / "manifest.json").exists()
    gate.unlink()
    seen = Counter[str]()

    class Count(Watcher):
        def done(self, status: str) -> None:
            seen[status] += 1

    plain = settings(worker=(sys.executable, str(HOSTILE)))
    summary = build([folder], tmp_path / "kho", settings=plain, workers=1, watcher=Count())
    assert summary.statuses == seen == {"ok": 12}


def test_ctrl_c_at_any_moment_says_130(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 30)
    for root in drive(folder, tmp_path, kills=8, how="SIGINT"):
        assert tables_of(root) == tables_of(tmp_path / "whole")


class Interrupted(Watcher):
    """Somebody who presses Ctrl-C at a step of the build."""

    def __init__(self, step: str) -> None:
        self.step = step

    def press(self, step: str) -> None:
        if step == self.step:
            raise KeyboardInterrupt

    def listed(self, count: int) -> None:
        self.press("listed")

    def begin(self, count: int) -> None:
        self.press("begin")

    def done(self, status: str) -> None:
        self.press("done")

    def finishing(self) -> None:
        self.press("finishing")


@pytest.mark.parametrize("step", ["listed", "begin", "done", "finishing"])
def test_ctrl_c_at_each_step(step: str, tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 3)
    plain = settings(worker=(sys.executable, str(LIGHT)))
    assert build([folder], tmp_path / "kho", workers=1, settings=plain, watcher=Interrupted(step)).exit_code == 130
    assert not (tmp_path / "kho" / "manifest.json").exists()
    assert build([folder], tmp_path / "kho", workers=1, settings=plain).statuses == {"ok": 3}
    assert list(verify(tmp_path / "kho")) == []


def test_only_one_build_at_a_time(tmp_path: Path) -> None:
    from kehoach_parser import ReadError
    from kehoach_parser.corpus.files import Layout
    from kehoach_parser.corpus.request import locked

    folder = make_plans(tmp_path / "in", 1)
    (tmp_path / "kho" / "work").mkdir(parents=True)
    with locked(Layout(tmp_path / "kho")), pytest.raises(ReadError, match="đang dựng"):
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

    def read(recipe: str) -> list[Record]:
        found = read_journal(path, recipe)
        return [replace(record, tables=pack_tables(record.columns())) for record in found]

    whole = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(whole) if byte == 10][1:]
    for cut in range(0, len(whole) + 1, 7):
        path.write_bytes(whole[:cut])
        assert read("recipe") == records[: sum(end <= cut for end in ends)]
    flipped = bytearray(whole)
    flipped[ends[1] + 30] ^= 1
    path.write_bytes(flipped)
    assert read("recipe") == [*records[:2], records[3]]
    path.write_bytes(whole)
    assert read("another") == []
