"""Run many made-up cases: ``python -m fuzz texts|files|office`` in ``tests`` (``make fuzz`` runs the first two).

Each case is made from its number alone, so that ``--first N --count 1`` makes it again. Every worker is a process of
its own: one that crashes or hangs is a fault too, its case is noted and the next one goes on. Faults are written to
``--out`` as JSON lines; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import files, judge, texts

_HANGS = 20.0  # seconds of processor time for one case, after which its process is ended
_STANDS_STILL = 300.0  # seconds of the clock
_SAYS_EVERY = 60.0  # seconds
_KEPT = 100  # cases of one fault that are written down: what is only counted cannot be mended

Case = tuple[dict[str, Any], Callable[[], str]]


def text_case(number: int, _: object) -> Case:
    """Return the text of ``number`` and the work of judging it."""
    rng = random.Random(f"text {number}")
    raw = texts.make_text(rng)
    way, outputs = judge.draw_judgement(rng)

    def work() -> str:
        judge.judge_text(raw, way, outputs=outputs)
        return "read"

    return {"text": raw, "way": way, "outputs": outputs}, work


def file_case(number: int, sound: list[tuple[str, bytes]]) -> Case:
    """Return the file of ``number`` and the work of judging it."""
    rng = random.Random(f"file {number}")
    name, data = files.make_file(rng, sound)

    def work() -> str:
        if files.is_for_office(data):
            return "left to the run of office files"
        return files.without_tesseract(rng, lambda: judge.judge_file(data, name))

    return {"name": name, "data": data}, work


def office_case(number: int, sound: list[tuple[str, bytes]]) -> Case:
    """Return the file of ``number`` and the work of judging it with LibreOffice."""
    rng = random.Random(f"office {number}")
    name, data = files.make_file(rng, sound)
    return {"name": name, "data": data}, lambda: judge.judge_file(data, name)


CASES: dict[str, Callable[[int, list[tuple[str, bytes]]], Case]] = {
    "texts": text_case,
    "files": file_case,
    "office": office_case,
}


def make_sound(kind: str) -> list[tuple[str, bytes]]:
    """Return the sound files of which the cases of ``kind`` are made."""
    return [] if kind == "texts" else files.bases(office=kind == "office")


def shrink(text: str, fails: Callable[[str], bool], tries: int = 400) -> str:
    """Return a shorter text that still fails: pieces are left out, larger ones first."""
    size = max(1, len(text) // 2)
    while size and tries:
        at = 0
        while at < len(text) and tries:
            shorter = text[:at] + text[at + size :]
            tries -= 1
            if fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def signature(error: BaseException) -> str:
    """Return what makes two faults the same: the kind of error and the last place in our own code."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    last = frames[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} ({last.name})"


def describe(kind: str, number: int, made: dict[str, Any], error: BaseException) -> dict[str, Any]:
    """Return a fault as JSON values; a text is shrunk as far as its fault stays the same."""
    same = signature(error)
    fault = {"kind": kind, "number": number, "fault": same, "message": str(error)[:600]}
    if "text" not in made:
        return fault | {"name": made["name"], "base64": b64encode(made["data"]).decode()}

    def fails(text: str) -> bool:
        try:
            judge.judge_text(text, made["way"], outputs=made["outputs"])
        except Exception as other:
            return signature(other) == same
        return False

    return fault | {"way": made["way"], "text": shrink(made["text"], fails)}


def work(
    kind: str, first: int, end: int, step: int, sound: list[tuple[str, bytes]], at: Any, done: Any, scratch: str
) -> None:
    """Judge the cases ``first``, ``first + step``, … before ``end``; ``at`` says which one is being judged."""
    tempfile.tempdir = scratch
    sys.unraisablehook = lambda _: None
    seen: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, -1)
    reported = time.monotonic()
    for number in range(first, end, step):
        at.value = number
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS)  # ends the process, wherever it is
        made, judge_it = CASES[kind](number, sound)
        start = time.process_time()
        try:
            outcomes[judge_it()] += 1
        except Exception as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            outcomes["fault"] += 1
            seen[signature(error)] += 1
            if seen[signature(error)] <= _KEPT:
                done.put(("fault", describe(kind, number, made, error)))
        slowest = max(slowest, (time.process_time() - start, number))
        if time.monotonic() - reported > 2:
            reported = time.monotonic()
            done.put(("outcomes", dict(outcomes), slowest))
            outcomes.clear()
    done.put(("outcomes", dict(outcomes), slowest))
    done.put(("end", [path.name for path in Path(scratch).iterdir()]))


def run(kind: str, first: int, count: int, workers: int, seconds: float, out: Path | None) -> int:
    """Judge ``count`` cases and print what became of them; return 1 when there are faults."""
    sound = make_sound(kind)
    context = multiprocessing.get_context("fork")
    outcomes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    slowest = (0.0, -1)
    left: list[str] = []
    begun = said = time.monotonic()
    end = first + count

    def note(fault: dict[str, Any]) -> None:
        faults[fault["fault"]] += 1
        if faults[fault["fault"]] <= _KEPT:
            print(
                json.dumps({key: value for key, value in fault.items() if key != "base64"}, ensure_ascii=False),
                flush=True,
            )
            if out is not None:
                with out.open("a", encoding="utf-8", errors="backslashreplace") as lines:
                    lines.write(json.dumps(fault) + "\n")

    class Running:
        def __init__(self, start: int) -> None:
            self.at, self.done = context.Value("q", start), context.Queue()
            self.scratch = tempfile.TemporaryDirectory(prefix="kehoach-fuzz-")
            self.changed, self.last = time.monotonic(), -1
            arguments = (kind, start, end, workers, sound, self.at, self.done, self.scratch.name)
            self.process = context.Process(target=work, args=arguments)
            self.process.start()

    running = [Running(first + i) for i in range(workers)]
    while running:
        time.sleep(0.2)
        if time.monotonic() - said > _SAYS_EVERY:
            said = time.monotonic()
            print(f"{kind}: {sum(outcomes.values())} cases in {said - begun:.0f} s: {dict(outcomes)}", flush=True)
        for one in list(running):
            ended = False
            while not one.done.empty():
                message = one.done.get()
                if message[0] == "fault":
                    note(message[1])
                elif message[0] == "outcomes":
                    outcomes.update(message[1])
                    slowest = max(slowest, message[2])
                else:
                    ended = True
                    left += message[1]
            number = one.at.value
            if number != one.last:
                one.last, one.changed = number, time.monotonic()
            hangs = time.monotonic() - one.changed > _STANDS_STILL
            late = seconds and time.monotonic() - begun > seconds
            if not ended and (hangs or not one.process.is_alive()) and one.done.empty():
                made, _ = CASES[kind](number, sound)
                code = one.process.exitcode
                what = "hangs" if hangs or code == -signal.SIGVTALRM else f"crash (exit code {code})"
                shown = (
                    {"text": made["text"]}
                    if "text" in made
                    else {"name": made["name"], "base64": b64encode(made["data"]).decode()}
                )
                note({"kind": kind, "number": number, "fault": what, "message": "", **shown})
                outcomes["fault"] += 1
                one.process.kill()
                running.append(Running(number + workers))
                ended = True
            if ended or late:
                one.process.kill() if late and not ended else None
                one.process.join()
                one.scratch.cleanup()
                running.remove(one)
    spent = time.monotonic() - begun
    judged = sum(outcomes.values())
    print(f"{kind}: {judged} cases in {spent:.0f} s ({judged / max(spent, 0.001):.0f}/s): {dict(outcomes)}")
    print(f"slowest case: {slowest[0]:.2f} s of processor time (number {slowest[1]})")
    print(f"temporary files left: {len(left)} {left[:3]}")
    for fault, times in faults.most_common():
        print(f"  {times} × {fault}")
    return 1 if faults or left else 0


def main() -> int:
    """Read the command line and run."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kind", choices=CASES)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--seconds", type=float, default=0, help="stop after so many seconds")
    arguments.add_argument("--out", type=Path, help="write the faults to this file")
    given = arguments.parse_args()
    return run(given.kind, given.first, given.count, given.workers, given.seconds, given.out)


if __name__ == "__main__":
    sys.exit(main())
