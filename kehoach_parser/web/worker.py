"""Reading happens in processes of their own: a file that hangs or breaks its process takes nothing else with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from ..errors import ReadError, RuleError
from ..messages import say
from ..readers.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from ..report import Report
    from ..rules import Rules

_GRACE = 1.0  # seconds in which a process that is told to stop may stop its own children
_START = 60.0  # seconds in which a process loads the rules; the time of a file begins afterwards


@dataclass(frozen=True)
class Settings:
    """How the page works. ``seconds``: the time for one file; ``max_upload``: bytes of one request with all its files;
    ``keep_seconds``, ``keep_bytes``, ``keep_files``: how long and how much is kept in memory for downloads."""

    language: str = "vi"
    rules_folder: str | None = None
    limits: Limits = DEFAULT_LIMITS
    seconds: float = 120.0
    workers: int = 2
    max_upload: int = 128 * 1024 * 1024
    max_files: int = 50
    keep_seconds: float = 3600.0
    keep_bytes: int = 256 * 1024 * 1024
    keep_files: int = 200


@dataclass(frozen=True)
class Job:
    """One uploaded file. ``baseline`` None: the one that the plan itself cites."""

    name: str
    data: bytes
    baseline: str | None = None


@dataclass(frozen=True)
class Answer:
    """What became of a file: ``error``, or the files made from it by their form, and what the results show."""

    name: str
    error: str | None = None
    verdict: str | None = None
    baseline: str = ""
    title: str = ""
    issuer: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    findings: int = 0
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return the bytes that it holds."""
        return sum(map(len, self.files.values()))


class Worker:
    """One process, started with its first job and again after it was stopped."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._pipe: Connection | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    def ask(self, job: Job) -> Answer:
        """Return what became of ``job``. Never raises for a file: time over and a dead process are answers too."""
        language = self._settings.language
        try:
            pipe = self._start()
            pipe.send(job)
            if not pipe.poll(self._settings.seconds):
                self.stop()
                return Answer(job.name, say("web.too_long", language, seconds=round(self._settings.seconds)))
            return pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self.stop()
            return Answer(job.name, say("web.broken", language))

    def stop(self) -> None:
        """End the process and the processes that it started."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.terminate()
            process.join(_GRACE)
            if hasattr(os, "killpg"):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.join()
        scratch, self._scratch = self._scratch, None
        if scratch is not None:
            scratch.cleanup()

    @property
    def pid(self) -> int | None:
        """Return the number of the process, None before its start."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> Connection:
        if self._pipe is None or not self._process.is_alive():
            self.stop()
            ours, theirs = self._context.Pipe()
            # What readers of old formats lay down for a moment has a folder of its own, which goes with the process.
            self._scratch = tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True)
            arguments = (theirs, self._settings, self._scratch.name)
            self._process = self._context.Process(target=_work, args=arguments, name="kehoach-web")
            self._process.start()
            theirs.close()
            self._pipe = ours
            if not ours.poll(_START):
                raise EOFError
            ours.recv()
        return self._pipe


class Workers:
    """A few workers; a job waits until one is free."""

    def __init__(self, settings: Settings) -> None:
        self._all = [Worker(settings) for _ in range(settings.workers)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._closing = threading.Event()
        for worker in reversed(self._all):
            self._free.put(worker)

    def ask(self, job: Job) -> Answer:
        """Return what became of ``job``, done by the next free worker."""
        worker = self._free.get()
        try:
            return worker.ask(job)
        finally:
            if self._closing.is_set():
                worker.stop()
            self._free.put(worker)

    def close(self) -> None:
        """Stop all processes."""
        self._closing.set()
        for worker in self._all:
            worker.stop()


def _work(pipe: Connection, settings: Settings, scratch: str) -> None:
    """Answer jobs until the page closes its end of the pipe."""
    tempfile.tempdir = scratch
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own: its children can be ended with it, and Ctrl+C is the page's affair
    # A process that is told to stop unwinds, so that the readers end what they started; what it was doing is no news.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.unraisablehook = lambda _: None
    from ..rules import Rules

    rules = Rules.load(settings.rules_folder)
    _answer(
        Job("", b"KE HOACH\n1. 60%."), settings, rules
    )  # loads all that is needed before the first file's time begins
    with contextlib.suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            pipe.send(_answer(pipe.recv(), settings, rules))


def _answer(job: Job, settings: Settings, rules: Rules) -> Answer:
    from ..compare import check
    from ..pipeline import parse_document
    from ..readers import read_bytes

    language = settings.language
    try:
        plan = parse_document(read_bytes(job.data, name=job.name, limits=settings.limits), rules)
        report = check(plan, baseline=job.baseline, rules=rules)
        if report.verdict == "not_a_plan" and not (plan.targets or plan.deadlines or plan.assignments):
            return Answer(job.name, say("not_a_plan", language, file=job.name))
        return Answer(
            job.name,
            verdict=report.verdict,
            baseline=report.baseline.title.partition(":")[0],
            title=plan.header.title or "",
            issuer=plan.header.issuer or "",
            counts=tuple(Counter(ruling.status for ruling in report.targets).items()),
            findings=len(plan.findings),
            files=_make_files(job, report, settings),
        )
    except (ReadError, RuleError) as error:
        return Answer(job.name, error.say(language))
    except MemoryError:
        return Answer(job.name, say("web.broken", language))
    except Exception as error:  # the page must outlive whatever a file brings to light
        return Answer(job.name, say("web.fault", language, kind=type(error).__name__))


def _make_files(job: Job, report: Report, settings: Settings) -> dict[str, bytes]:
    from ..readers.sniff import sniff
    from ..reports import excel, word_comments

    language = settings.language
    files = {
        "html": report.to_html(language).encode(),
        "xlsx": excel.render_report(report, language),
        "json": report.to_json().encode(),
    }
    if report.checked is not None:
        files["plan.json"] = report.checked.to_json().encode()
    if sniff(job.data) == "docx":
        # A Word file so odd that no comment can be set in it is still read and reported.
        with contextlib.suppress(ReadError):
            files["docx"] = word_comments.render_comments(
                job.data, report, language, name=job.name, limits=settings.limits
            )
    return files
