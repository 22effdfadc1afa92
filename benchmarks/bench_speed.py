"""How fast the parser is on this machine: the real plans of the corpus, repeated, in one process.

    python benchmarks/bench_speed.py [--seconds 3] [--json FILE] [PLAN ...]

Prints documents a second and MB of text (UTF-8) a second, from text already read and from the file's text, each with
its ratio to a plain floor measured in turn with it: twelve plain regular expressions over the same text. A ratio
carries over from one machine to another; seconds do not. Then what each step takes, which rules are the slowest, how
the time grows with the length of the text, and what importing costs.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parents[1]
PLANS = sorted((ROOT / "corpus" / "plans").glob("*.*"))

# What somebody would write in an afternoon to find numbers, dates, agencies and headings: the least that can be asked.
FLOOR = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\d+(?:[.,]\d+)*\s*%",
        r"(?:đến|vào|trong)\s+năm\s+(20\d\d)",
        r"ngày\s+\d{1,2}(?:/\d{1,2}(?:/\d{4})?|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)",
        r"(?:hàng|hằng)\s+(?:năm|quý|tháng)",
        r"quý\s+(?:I{1,3}|IV|[1-4])(?:[/-]20\d\d)?",
        r"(?:Quyết định|Nghị quyết|Kế hoạch|Nghị định|Công văn|Chỉ thị)\s+số\s+\S+",
        r"^\s*(?:[IVX]+\.|\d+\.(?:\d+\.)*|[a-zđ]\))\s+\S",
        r"(?:Sở|Ban|Phòng|Ủy ban|Hội|Đoàn|Trung tâm|Công an|Văn phòng)\s+[^\n,;:.]{3,60}",
        r"(?:chủ trì|phối hợp|tham mưu|đề nghị|giao)\b",
        r"(?:ít nhất|tối thiểu|không quá|trên|dưới|trở lên)\s+\d+",
        r"Nơi nhận|TM\.|KT\.|TL\.",
        r"giai đoạn\s+20\d\d\s*-\s*20\d\d",
    )
]


def least_seconds(works: dict[str, Callable[[str], object]], texts: list[str], seconds: float) -> dict[str, float]:
    """Return the seconds of this thread that each work takes for a text, on average over ``texts``.

    The works take turns, text by text, and for each text the least of all rounds counts: what else runs on the machine
    slows all works alike, and a ratio of two of them holds.
    """
    least = {name: [float("inf")] * len(texts) for name in works}
    end = time.perf_counter() + seconds * len(works)
    rounds = 0
    while rounds < 3 or time.perf_counter() < end:
        rounds += 1
        for number, text in enumerate(texts):
            for name, work in works.items():
                start = time.thread_time()
                work(text)
                least[name][number] = min(least[name][number], time.thread_time() - start)
    return {name: statistics.mean(figures) for name, figures in least.items()}


def run_floor(text: str) -> int:
    """Return the number of matches of the twelve plain expressions."""
    return sum(sum(1 for _ in pattern.finditer(text)) for pattern in FLOOR)


@contextmanager
def timed_steps() -> Iterator[dict[str, float]]:
    """Give the seconds that each step of the pipeline takes, by its name."""
    from kehoach_parser import pipeline

    spent: dict[str, float] = defaultdict(float)
    kept = {}

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return step(*arguments, **options)
            finally:
                spent[name] += time.perf_counter() - start

        return run

    for name, step in list(vars(pipeline).items()):
        if callable(step) and not isinstance(step, type) and name not in ("parse", "parse_document", "read_file"):
            kept[name] = step
            setattr(pipeline, name, timed(name, step))
    try:
        yield spent
    finally:
        for name, step in kept.items():
            setattr(pipeline, name, step)


class TimedPattern:
    """A compiled pattern that adds up the time of its own searches under the name of its rule."""

    spent: ClassVar[dict[str, float]] = defaultdict(float)

    def __init__(self, pattern: Any, name: str) -> None:
        self._pattern, self._name = pattern, name

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        return self._timed(found) if callable(found) else found

    def _timed(self, search: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                found = search(*arguments, **options)
                return iter(list(found)) if search.__name__ == "finditer" else found
            finally:
                TimedPattern.spent[self._name] += time.perf_counter() - start

        return run


def time_rules(plans: list[Path]) -> dict[str, float]:
    """Return the seconds a plan that each pattern of the rule files takes in parsing ``plans``.

    Runs in a process of its own, where every pattern of the rules is a TimedPattern from the start.
    """
    from kehoach_parser import rules as rule_module

    compile_plainly = rule_module.compile_pattern

    def compile_timed(source: str, fragments: dict[str, str] | None = None, where: str = "") -> Any:
        return TimedPattern(compile_plainly(source, fragments, where), where or source[:50])

    rule_module.compile_pattern = compile_timed
    from kehoach_parser import parse

    texts = [path.read_text(encoding="utf-8-sig") for path in plans]
    for rounds in range(6):
        if rounds == 1:  # the first round compiles
            TimedPattern.spent.clear()
        for text in texts:
            parse(text=text)
    return {name: seconds / 5 / len(texts) for name, seconds in TimedPattern.spent.items()}


def time_rules_apart(plans: list[Path]) -> dict[str, float]:
    """Return ``time_rules(plans)`` from a process of its own."""
    command = [sys.executable, __file__, "--rules-only", *map(str, plans)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def time_import(statement: str) -> float:
    """Return the seconds that ``statement`` takes in a new process: the least of five, without Python's own start."""
    code = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
        for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Speed of text to Plan.")
    arguments.add_argument("plans", nargs="*", type=Path, default=PLANS)
    arguments.add_argument("--seconds", type=float, default=3.0, help="for each measurement")
    arguments.add_argument("--json", type=Path, help="keep the figures in this file")
    arguments.add_argument("--rules-only", action="store_true", help="print the time of each rule as JSON")
    given = arguments.parse_args()
    if given.rules_only:
        print(json.dumps(time_rules(given.plans)))
        return

    from kehoach_parser import Rules, pipeline
    from kehoach_parser.compare import check
    from kehoach_parser.pipeline import parse_document
    from kehoach_parser.readers import read_text
    from kehoach_parser.text import canonical

    rules = Rules.load()
    raw = [path.read_text(encoding="utf-8-sig") for path in given.plans]
    documents = {text: read_text(text) for text in raw}
    megabytes = sum(len(canonical(text).encode()) for text in raw) / len(raw) / 1e6
    print(f"{len(raw)} plans, {megabytes * 1000:.1f} kB of UTF-8 each; one process, Python {sys.version.split()[0]}\n")

    def parse_read(text: str) -> object:
        document = documents[text]
        # The folded view and the lines are kept on the document: drop them, so that each round makes them again.
        for name in ("folded", "lines", "_table_starts", "_bold_starts"):
            document.__dict__.pop(name, None)
        return parse_document(document, rules)

    measured = {
        "floor: twelve plain regexes": run_floor,
        "parse, text already read": parse_read,
        "read + parse": lambda text: parse_document(read_text(text), rules),
        "read + parse + JSON": lambda text: parse_document(read_text(text), rules).to_json(),
        "read + parse + check": lambda text: check(parse_document(read_text(text), rules), rules=rules),
    }
    figures: dict[str, Any] = {"plans": len(raw), "kilobytes": megabytes * 1000, "rates": {}}
    floor = 0.0
    print(f"{'':30}{'documents/s':>12}{'MB/s':>8}{'ms each':>9}{'times the floor':>17}")
    for name, taken in least_seconds(measured, raw, given.seconds).items():
        rate = 1 / taken
        floor = floor or rate
        figures["rates"][name] = {
            "documents_per_second": rate,
            "mb_per_second": rate * megabytes,
            "ratio": floor / rate,
        }
        print(f"{name:30}{rate:12.1f}{rate * megabytes:8.2f}{1000 / rate:9.2f}{floor / rate:17.2f}")

    plain, checked = (figures["rates"][f"read + parse{more}"]["documents_per_second"] for more in ("", " + check"))
    figures["check_adds"] = plain / checked - 1
    print(
        f"{'check adds to read + parse':30}{figures['check_adds']:12.0%}  (against the baselines that each plan cites)"
    )

    rounds = 10
    with timed_steps() as spent:
        for _ in range(rounds):
            for text in raw:
                pipeline.parse_document(pipeline.read_text(text), rules)
    whole = sum(spent.values())
    print(f"\n{'step':30}{'ms each':>12}{'share':>8}")
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{name:30}{seconds / rounds / len(raw) * 1000:12.3f}{seconds / whole:8.0%}")
    figures["steps"] = {name: seconds / rounds / len(raw) for name, seconds in spent.items()}

    figures["rules"] = time_rules_apart(given.plans)
    slowest = sorted(figures["rules"].items(), key=lambda pair: -pair[1])
    print(f"\n{'slowest rules (with the cost of timing each search)':60}{'ms each':>12}")
    for name, seconds in slowest[:15]:
        print(f"{name[-60:]:60}{seconds * 1000:12.3f}")

    print(f"\n{'length':>12}{'ms':>10}{'MB/s':>8}")
    for times in (1, 4, 16):
        text = "\n".join(raw * times)
        start = time.perf_counter()
        parse_document(read_text(text), rules)
        seconds = time.perf_counter() - start
        print(f"{len(text):12}{seconds * 1000:10.1f}{len(text.encode()) / 1e6 / seconds:8.2f}")

    print()
    figures["import"] = {}
    for statement in (
        "import kehoach_parser",
        "from kehoach_parser import parse",
        "from kehoach_parser import parse; parse(text='KẾ HOẠCH')",
    ):
        seconds = time_import(statement)
        figures["import"][statement] = seconds
        print(f"{statement:60}{seconds * 1000:8.0f} ms")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
