"""Engines: who runs ``run_shard`` for each job, and where. They differ in nothing else."""

from __future__ import annotations

from collections.abc import Callable

# Told the status of each input as it is done.
Report = Callable[[str], None]


class ShardsLost(Exception):
    """Shards that could not be finished however often they were tried, each with what went wrong last."""

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__("; ".join(f"lô {shard}: {reason}" for shard, reason in sorted(reasons.items())))
        self.reasons = reasons


class Stopped(Exception):
    """Ctrl-C: the work under way has been left where the next build takes it up."""
