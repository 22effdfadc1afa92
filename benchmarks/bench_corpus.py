"""How a corpus is built on this machine: speed, memory, size on disk, the gain of a second core, the growth of memory.

    python benchmarks/bench_corpus.py [--documents 20000] [--small 2000] [--plans FOLDER ...] [--json FILE]

The documents are real plans (corpus/plans, and the folders given) with small random changes, always the same: a tenth
of the lines of each lose or gain a word or a figure. They are written to a temporary folder (--scratch says where) and
removed afterwards. Some twelve minutes for 20,000 on two idle cores. Every figure is written to the JSON file as soon
as it is known, and that of the build under way every ten seconds: what was measured is not lost when this is stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
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


class Watch(threading.Thread):
    """Looks once a second at what a process and all below it hold (PSS: shared pages are counted once)."""

    def __init__(self, pid: int, root: Path, tell: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.root = root
        self.tell = tell
        self.peak = 0.0
        self.parent = 0.0
        self.largest = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        begin = told = time.perf_counter()
        while not self.over.wait(1):
            sizes = [megabytes(pid) for pid in descendants(self.pid)]
            self.peak = max(self.peak, sum(sizes))
            self.parent = max(self.parent, sizes[0])
            self.largest = max([self.largest, *sizes])
            if time.perf_counter() - told > 10:
                told = time.perf_counter()
                done, wanted = (len(list(self.root.glob(names))) for names in ("shards/*.json", "work/jobs/*.json"))
                self.tell(f"{told - begin:.0f} s, {done} of {wanted} shards, {self.peak:.0f} MB so far")


def descendants(pid: int) -> list[int]:
    """Return ``pid`` and the processes below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found.extend(int(word) for word in task.read_text().split())
    return found


def megabytes(pid: int) -> float:
    """Return the proportional memory of a process in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def on_disk(folder: Path) -> int:
    """Return the bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build(folder: Path, root: Path, workers: int, tell: Callable[[str], None], *options: str) -> dict[str, Any]:
    """Build a corpus with the command and return its figures."""
    command = [sys.executable, "-m", "kehoach_parser", "corpus", "build", str(folder), "-o", str(root), "--quiet"]
    load = os.getloadavg()[0]
    begin = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        [*command, "--workers", str(workers), *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    watch = Watch(process.pid, root, tell)
    watch.start()
    try:
        _, errors = process.communicate()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    finally:
        watch.over.set()
    seconds = time.perf_counter() - begin
    after = os.times()
    if process.returncode not in (0, 1):
        raise RuntimeError(errors)
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    count = manifest["inputs"]["in"]
    busy = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return {
        "workers": workers,
        "documents": count,
        "statuses": {name: number for name, number in manifest["inputs"].items() if number and name != "in"},
        "seconds": round(seconds, 2),
        "documents_per_second": round(count / seconds, 2),
        "core_milliseconds_per_document": round(busy / count * 1000, 2),
        "peak_megabytes": round(watch.peak),
        "parent_peak_megabytes": round(watch.parent),
        "largest_process_megabytes": round(watch.largest),
        "tables_bytes_per_document": round(sum(table["bytes"] for table in manifest["tables"].values()) / count),
        "disk_bytes_per_document": round(on_disk(root) / count),
        "near_copies": manifest["tables"]["duplicates"]["rows"],
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
    }


_HEADS = "docs", "n", "seconds", "docs/s", "core ms", "peak MB", "parent", "largest", "kB/doc", "on disk"


def show(name: str, found: dict[str, Any]) -> None:
    """Print one line of figures."""
    print(
        f"{name:32}{found['documents']:8}{found['workers']:8}{found['seconds']:8.1f}"
        f"{found['documents_per_second']:8.1f}{found['core_milliseconds_per_document']:8.1f}"
        f"{found['peak_megabytes']:8}{found['parent_peak_megabytes']:8}{found['largest_process_megabytes']:8}"
        f"{found['tables_bytes_per_document'] / 1000:8.1f}{found['disk_bytes_per_document'] / 1000:8.1f}",
        flush=True,
    )


class Results:
    """The figures so far, in a file that is whole at every moment."""

    def __init__(self, path: Path, **known: Any) -> None:
        self.path = path
        self.found: dict[str, Any] = known

    def put(self, name: str, value: Any) -> None:
        """Add a figure, or replace it; None takes it away."""
        self.found[name] = value
        if value is None:
            del self.found[name]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self.found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        temporary.replace(self.path)

    def put_ratios(self) -> None:
        """Add what can be said by now of the second core and of the growth of memory."""
        runs = self.found
        ratios = {}
        for size in ("small", "large"):
            one, two = runs.get(f"{size}, one worker"), runs.get(f"{size}, two workers")
            if one and two:
                ratios[f"{size}: speed of two workers / one"] = round(one["seconds"] / two["seconds"], 3)
        for workers in ("one worker", "two workers"):
            small, large = runs.get(f"small, {workers}"), runs.get(f"large, {workers}")
            for what in ("peak_megabytes", "parent_peak_megabytes") if small and large else ():
                ratios[f"{workers}: {what}, large / small"] = round(large[what] / small[what], 3)
        self.put("ratios", ratios)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Building a corpus.")
    arguments.add_argument("--documents", type=int, default=20_000)
    arguments.add_argument("--small", type=int, default=2_000)
    arguments.add_argument("--plans", type=Path, nargs="*", default=[], help="more folders of .md and .txt plans")
    arguments.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "corpus.json", help="where figures go")
    arguments.add_argument("--scratch", type=Path, help="a folder for the documents and corpora: about 2 GB for 20,000")
    given = arguments.parse_args()
    folders = [ROOT / "corpus" / "plans", *given.plans]
    plans = [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in (".md", ".txt") and path.name.upper() not in ("PLANS.MD", "README.MD")
    ]
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-", dir=given.scratch) as base:
        small, large = Path(base) / "small", Path(base) / "large"
        write_documents(small, plans, given.small)
        size = write_documents(large, plans, given.documents)
        print(f"{len(plans)} plans, changed; {size / given.documents / 1000:.1f} kB of UTF-8 a document")
        print(f"figures: {given.json}\n\n{'':32}{''.join(f'{head:>8}' for head in _HEADS)}")
        results = Results(
            given.json, plans=len(plans), bytes_per_document=round(size / given.documents), cores=os.cpu_count()
        )

        def measure(name: str, folder: Path, root: Path, workers: int, *options: str) -> None:
            def tell(progress: str) -> None:
                print(f"  … {name}: {progress}", file=sys.stderr, flush=True)
                results.put("under way", f"{name}: {progress}")

            tell("begins")
            figures = build(folder, root, workers, tell, *options)
            results.put("under way", None)
            results.put(name, figures)
            results.put_ratios()
            show(name, figures)

        root = Path(base) / "kho"
        for name, folder, workers in (
            ("small, one worker", small, 1),
            ("small, two workers", small, 2),
            ("large, two workers", large, 2),
            ("large, one worker", large, 1),
        ):
            measure(name, folder, root, workers)
            if name == "small, two workers":
                measure("the same again, nothing to do", folder, root, workers)
                measure("another baseline, stored text", folder, root, workers, "--baseline", "2282")
            shutil.rmtree(root)
        print()
        for name, ratio in results.found["ratios"].items():
            print(f"{name}: {ratio:.2f}")


if __name__ == "__main__":
    main()
