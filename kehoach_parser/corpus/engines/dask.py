"""The cluster engine: the same ``run_shard`` as tasks of dask.distributed, one a shard.

Results go to files that every worker sees (a shared folder), never to the memory of a worker: a worker that dies takes
nothing with it but the shard in hand, and that one is taken up from its journals.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path

from ..shard import run_shard
from . import Report, ShardsLost, Stopped

_TRIES = 3
# Tasks that the scheduler knows of at a time, for each thread of the cluster: its memory stays flat.
_AHEAD = 4


def run(jobs: Sequence[tuple[int, Path]], root: Path, *, scheduler: str, report: Report) -> None:
    """Run every job (shard number, job file) on the cluster at ``scheduler``.

    Raises ShardsLost when some could not be finished, Stopped after Ctrl-C, ImportError when distributed is absent.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise ImportError("Cần dask.distributed: pip install 'kehoach-parser[cluster]'") from None
    todo = deque(jobs)
    files = dict(jobs)
    tries: Counter[int] = Counter()
    lost: dict[int, str] = {}
    with Client(scheduler, set_as_default=False) as client, client.as_current():

        def submit() -> object:
            shard, job = todo.popleft()
            tries[shard] += 1
            return client.submit(
                run_shard,
                str(job),
                str(root),
                key=f"kehoach-{shard}-{tries[shard]}-{job.stat().st_mtime_ns}",
                pure=False,
            )

        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        try:
            waiting = as_completed([submit() for _ in range(min(ahead, len(todo)))])
            for future in waiting:
                shard = int(future.key.split("-")[1])
                if future.status == "finished":
                    for status, count in (future.result() or {}).get("statuses", {}).items():
                        for _ in range(count):
                            report(status)
                elif tries[shard] < _TRIES:
                    todo.append((shard, files[shard]))
                else:
                    lost[shard] = str(future.exception())
                future.release()
                if todo:
                    waiting.add(submit())
        except KeyboardInterrupt:
            raise Stopped from None
    if lost:
        raise ShardsLost(lost)
