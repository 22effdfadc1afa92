"""The local engine: one process a core, each doing shard after shard.

A pool of our own because the ready-made ones do not survive a killed worker: multiprocessing.Pool waits for ever and
ProcessPoolExecutor gives up all the work. Here a dead worker is noticed by the end of its lines, its shard goes to a
new one, and what it had done stands in the shard's journals.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from ..processes import LineProcess, end_with_all
from ..shard import run_shard
from . import Report, ShardsLost, Stopped

# A shard is given up when this many workers in a row died in it without finishing one more document.
_TRIES = 3
_GRACE_SECONDS = 5.0


def run(jobs: Sequence[tuple[int, Path]], root: Path, *, workers: int, report: Report) -> None:
    """Run every job (shard number, job file); ShardsLost when some could not be finished, Stopped after Ctrl-C."""
    todo = deque(jobs)
    inbox: queue.SimpleQueue[tuple[int, str | None]] = queue.SimpleQueue()
    running: dict[int, LineProcess] = {}
    at_work: dict[int, tuple[int, Path]] = {}
    told: dict[int, int] = {}  # inputs of a shard that were reported, so that a second try does not count them again
    counted: dict[int, int] = {}
    tries: dict[int, int] = {}
    lost: dict[int, str] = {}
    tags = iter(range(2**31))

    def start() -> None:
        tag = next(tags)
        command = (sys.executable, "-m", "kehoach_parser.corpus.engines.local", str(root))
        running[tag] = LineProcess(command, inbox, tag)
        give(tag)

    def give(tag: int) -> None:
        if todo:
            shard, job = at_work[tag] = todo.popleft()
            told[shard] = 0
            running[tag].send({"shard": shard, "job": str(job)})
        else:
            done = running.pop(tag)
            done.send({"stop": True})
            done.let_go(_GRACE_SECONDS)

    def bury(tag: int) -> None:
        running.pop(tag).kill()
        shard, job = at_work.pop(tag)
        tries[shard] = tries.get(shard, 0) + 1 if told[shard] <= counted.get(shard, 0) else 1
        counted[shard] = max(counted.get(shard, 0), told[shard])
        if tries[shard] >= _TRIES:
            lost[shard] = f"tiến trình chết {_TRIES} lần liền"
        else:
            todo.append((shard, job))
        if todo:
            start()

    try:
        for _ in range(min(workers, len(todo))):
            start()
        while at_work:
            try:
                tag, line = inbox.get(timeout=3600)
            except queue.Empty:
                continue
            if tag not in running:
                continue
            if line is None:
                bury(tag)
                continue
            message = json.loads(line)
            shard, _ = at_work[tag]
            if "status" in message:
                told[shard] += 1
                if told[shard] > counted.get(shard, 0):
                    report(message["status"])
                continue
            if "error" in message:
                lost[shard] = message["error"]
            at_work.pop(tag)
            give(tag)
    except KeyboardInterrupt:
        raise Stopped from None
    finally:
        for process in running.values():
            process.send({"stop": True})
        deadline = time.monotonic() + _GRACE_SECONDS
        for process in running.values():
            process.let_go(max(0.0, deadline - time.monotonic()))
    if lost:
        raise ShardsLost(lost)


def main(root: Path) -> None:
    """Do the jobs that come as lines on the standard input; when it closes or says stop, leave the shard as it is."""
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # gives back between shards what Arrow's own pool would keep
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    jobs: queue.SimpleQueue[dict[str, str] | None] = queue.SimpleQueue()
    stop = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            message = json.loads(line)
            if "stop" in message:
                stop.set()
                break
            jobs.put(message)
        else:
            # Nobody is there to work for. A shard half done is in its journals; its parser ends with this process.
            end_with_all()
        jobs.put(None)

    def answer(message: dict[str, object]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    threading.Thread(target=listen, daemon=True).start()
    while (job := jobs.get()) is not None:
        try:
            run_shard(job["job"], root, report=lambda status: answer({"status": status}), should_stop=stop.is_set)
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"})
        else:
            answer({"done": not stop.is_set()})
        if stop.is_set():
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]))
