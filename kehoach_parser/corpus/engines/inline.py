"""The engine for one worker: shard after shard in this process; what parses is a process of its own all the same.

The parser stays for the next build, so that in a notebook the rules are loaded once; it ends with this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..processes import ParserDied
from ..shard import run_shard
from . import Report, ShardsLost, Stopped


def run(jobs: Sequence[tuple[int, Path]], root: Path, *, report: Report) -> None:
    """Run every job (shard number, job file); ShardsLost when some could not be finished, Stopped after Ctrl-C."""
    try:
        lost = {shard: fault for shard, job in jobs if (fault := _try(job, root, report)) is not None}
    except KeyboardInterrupt:
        raise Stopped from None
    if lost:
        raise ShardsLost(lost)


def _try(job: Path, root: Path, report: Report) -> str | None:
    """Return why the shard could not be finished; None when it was."""
    try:
        run_shard(job, root, report=report)
    except (ParserDied, OSError) as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None
