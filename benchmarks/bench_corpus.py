"""How a corpus is built on this machine: speed, memory, size on disk, the gain of a second core, the growth of memory.

    python benchmarks/bench_corpus.py [--documents 20000] [--small 2000] [--plans FOLDER ...] [--json FILE]

The documents are real plans (corpus/plans, and the folders given) with small random changes, always the same: a tenth
of the lines of each lose or gain a word or a figure. They are written to a temporary folder and removed afterwards.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_WORDS = ["tỉnh", "xã", "phường", "triển", "khai", "kiểm", "tra", "báo", "cáo", "năm", "quý", "cán", "bộ", "nữ"]


def write_documents(folder: Path, plans: list[Path], count: int) -> int:
    """Write ``count`` changed plans, a thousand a subfolder, and return their size in bytes."""
    texts = [path.read_text(encoding="utf-8-sig") for path in plans]
    total = 0
    for number in range(count):
        source = plans[number % len(plans)]
        data = vary(texts[number % len(plans)], random.Random(number)).encode("utf-8")
        path = folder / f"{number // 1000:03d}" / f"{source.stem}-{number:06d}{source.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        total += len(data)
    return total


def vary(text: str, rng: random.Random) -> str:
    """Return ``text`` with a word or a figure changed in about one line of ten."""
    lines = text.split("\n")
    for at in range(len(lines)):
        words = lines[at].split(" ")
        if rng.random() > 0.1 or len(words) < 4:
            continue
        place = rng.randrange(1, len(words))
        if words[place].isdecimal():
            words[place] = str(int(words[place]) + rng.randint(1, 3))
        elif rng.random() < 0.5:
            words.insert(place, rng.choice(_WORDS))
        else:
            del words[place]
        lines[at] = " ".join(words)
    return "\n".join(lines)


class Memory(threading.Thread):
    """Looks twice a second at what a process and all below it hold (PSS: shared pages are counted once)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0.0
        self.largest = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            sizes = [size for pid in descendants(self.pid) if (size := megabytes(pid))]
            self.peak = max(self.peak, sum(sizes))
            self.largest = max([self.largest, *sizes])


def descendants(pid: int) -> list[int]:
    """Return ``pid`` and the processes below it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            found.extend(int(word) for word in Path(f"/proc/{one}/task/{one}/children").read_text().split())
    return found


def megabytes(pid: int) -> float:
    """Return the proportional memory of a process in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def build(folder: Path, root: Path, workers: int, *options: str) -> dict[str, Any]:
    """Build a corpus with the command and return its figures."""
    command = [sys.executable, "-m", "kehoach_parser", "corpus", "build", str(folder), "-o", str(root), "--quiet"]
    begin = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        [*command, "--workers", str(workers), *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    memory = Memory(process.pid)
    memory.start()
    _, errors = process.communicate()
    memory.over.set()
    seconds = time.perf_counter() - begin
    after = os.times()
    if process.returncode not in (0, 1):
        sys.exit(errors)
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    count = manifest["inputs"]["in"]
    busy = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return {
        "workers": workers,
        "documents": count,
        "statuses": {name: number for name, number in manifest["inputs"].items() if number and name != "in"},
        "seconds": seconds,
        "documents_per_second": count / seconds,
        "core_milliseconds_per_document": busy / count * 1000,
        "load": os.getloadavg()[0],
        "peak_megabytes": memory.peak,
        "largest_process_megabytes": memory.largest,
        "tables_bytes": sum(table["bytes"] for table in manifest["tables"].values()),
        "near_copies": manifest["tables"]["duplicates"]["rows"],
    }


def show(name: str, found: dict[str, Any]) -> None:
    """Print one line of figures."""
    print(
        f"{name:34}{found['documents']:8}{found['workers']:4}{found['seconds']:9.1f}"
        f"{found['documents_per_second']:8.1f}{found['core_milliseconds_per_document']:8.1f}"
        f"{found['peak_megabytes']:9.0f}{found['largest_process_megabytes']:9.0f}"
        f"{found['tables_bytes'] / found['documents'] / 1000:9.1f}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Building a corpus.")
    arguments.add_argument("--documents", type=int, default=20_000)
    arguments.add_argument("--small", type=int, default=2_000)
    arguments.add_argument("--plans", type=Path, nargs="*", default=[], help="more folders of .md and .txt plans")
    arguments.add_argument("--json", type=Path, help="keep the figures in this file")
    given = arguments.parse_args()
    folders = [ROOT / "corpus" / "plans", *given.plans]
    plans = [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in (".md", ".txt") and path.name.upper() not in ("PLANS.MD", "README.MD")
    ]
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as base:
        small, large = Path(base) / "small", Path(base) / "large"
        write_documents(small, plans, given.small)
        size = write_documents(large, plans, given.documents)
        print(f"{len(plans)} plans, changed; {size / given.documents / 1000:.1f} kB of UTF-8 a document\n")
        heads = f"{'docs':>8}{'n':>4}{'seconds':>9}{'docs/s':>8}{'core ms':>8}{'peak MB':>9}{'largest':>9}{'kB/doc':>9}"
        print(f"{'':34}{heads}")
        before = os.getloadavg()[0]
        figures: dict[str, Any] = {"plans": len(plans), "kilobytes": size / given.documents / 1000}
        for name, folder, workers in (
            ("one core", small, 1),
            ("two cores", small, 2),
            ("two cores, ten times as many", large, 2),
        ):
            root = Path(base) / f"corpus-{name.replace(' ', '-')}"
            figures[name] = build(folder, root, workers)
            show(name, figures[name])
            if folder is small and workers == 2:
                figures["nothing to do"] = build(folder, root, workers)
                show("the same again, nothing to do", figures["nothing to do"])
                figures["other baselines"] = build(folder, root, workers, "--baseline", "2282")
                show("another baseline, stored text", figures["other baselines"])
            shutil.rmtree(root)
        gain = figures["two cores"]["documents_per_second"] / figures["one core"]["documents_per_second"]
        growth = figures["two cores, ten times as many"]["peak_megabytes"] / figures["two cores"]["peak_megabytes"]
        print(f"\nload before: {before:.1f}; two cores are {gain:.2f} times one;")
        print(f"memory grows {growth:.2f} times for {given.documents / given.small:.0f} times the documents")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
