"""The build as a bar on the terminal: how many are done, how fast, how long still, and how they came out."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING

from ..messages import say
from .building import Watcher
from .journal import STATUSES

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Bar(Watcher):
    """A rich progress bar on ``console``; use it in a ``with`` statement. Off a terminal it prints nothing."""

    def __init__(self, console: Console, language: str = "vi", *, quiet: bool = False) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self._language = language
        self._counts: Counter[str] = Counter()
        self._progress: Progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task(say("corpus.listing", language), total=None, rate="", counts="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def listed(self, count: int) -> None:
        self._progress.update(self._task, completed=count)

    def begin(self, count: int) -> None:
        self._progress.reset(self._task, total=count, description=say("corpus.parsing", self._language))

    def done(self, status: str) -> None:
        self._counts[status] += 1
        speed = self._progress.tasks[0].speed
        self._progress.update(
            self._task,
            advance=1,
            rate=f"{speed:.1f}/s" if speed else "",
            counts=counts_line(self._counts, self._language),
        )

    def finishing(self) -> None:
        self._progress.update(self._task, description=say("corpus.finishing", self._language))


def counts_line(counts: dict[str, int], language: str) -> str:
    """Return the counts by status in words: "đạt 12, bị từ chối 1"."""
    shown = ((status, counts.get(status, 0)) for status in STATUSES)
    return ", ".join(f"{say('corpus.' + status, language)} {count}" for status, count in shown if count)
