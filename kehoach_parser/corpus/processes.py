"""Processes that are spoken to in lines, and parsers among them: watched, limited, and killed with all they started."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from .settings import Settings

# How often a document that takes long is looked at; a document of the usual kind is done in a tenth of that.
_LOOK_EVERY = 0.1
_START_SECONDS = 300.0
# Names the folder for temporary files to a process that has one of its own.
OWN_FOLDER = "KEHOACH_OWN_TEMPORARY_FOLDER"
# How often a parser that was killed from outside is replaced before what it was doing gets the blame after all: the
# kernel's own killer of processes that eat the memory looks the same from here.
OUTSIDE_TRIES = 3
_SENT_FROM_OUTSIDE = frozenset({"SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"})


class LineProcess:
    """A process of its own session. Each line it prints comes to ``inbox`` as (tag, line), its end as (tag, None).

    It has a folder of its own for temporary files, which goes with it: what is killed does not tidy up.
    """

    def __init__(self, command: Sequence[str], inbox: queue.SimpleQueue[tuple[int, str | None]], tag: int) -> None:
        self.tag = tag
        self._temporary = tempfile.mkdtemp(prefix="kehoach-process-")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                **dict.fromkeys(("TMPDIR", "TEMP", "TMP", OWN_FOLDER), self._temporary),
            },
            start_new_session=os.name == "posix",
        )
        self.pid = self._process.pid
        threading.Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: queue.SimpleQueue[tuple[int, str | None]]) -> None:
        stream = self._process.stdout
        assert stream is not None
        with contextlib.suppress(ValueError, OSError):
            for line in stream:
                inbox.put((self.tag, line))
        inbox.put((self.tag, None))

    def send(self, message: dict[str, Any]) -> None:
        """Send one line; a process that is gone shows by the end of its lines, not here."""
        stream = self._process.stdin
        assert stream is not None
        with contextlib.suppress(BrokenPipeError, ValueError, OSError):
            stream.write(json.dumps(message) + "\n")
            stream.flush()

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> int:
        """End the process and what it started, and return its exit code: below zero the signal."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self.pid, signal.SIGKILL)
            else:
                self._process.kill()
        code = self._process.wait()
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        shutil.rmtree(self._temporary, ignore_errors=True)
        return code

    def let_go(self, seconds: float) -> None:
        """Close the input, wait a moment for the process to end by itself, then kill it."""
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()


class ParserDied(Exception):
    """The parser process ended or was ended; ``reason`` says why, ``timed_out`` whether that was the clock.

    ``from_outside``: by a signal that neither its document nor its limits send, such as somebody's ``kill``.
    """

    def __init__(self, reason: str, *, timed_out: bool = False, from_outside: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.timed_out = timed_out
        self.from_outside = from_outside


class Parser:
    """A parser process (see ``worker``). ``wait`` gives one answer, in the order of the requests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._inbox: queue.SimpleQueue[tuple[int, str | None]] = queue.SimpleQueue()
        command = settings.worker or (sys.executable, "-m", "kehoach_parser.corpus.worker")
        self._process = LineProcess(command, self._inbox, 0)
        try:
            self.send({"settings": settings.to_json()})
            self._answer(_START_SECONDS, "tiến trình đọc không khởi động được")
        except BaseException:
            self.stop()
            raise

    def send(self, message: dict[str, Any]) -> None:
        """Send a document or the journal to write to."""
        self._process.send(message)

    def wait(self) -> dict[str, Any]:
        """Return the next answer; ParserDied when there will be none."""
        return self._answer(self.settings.seconds, f"quá {self.settings.seconds:g} giây")

    def _answer(self, seconds: float, too_long: str) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            try:
                _, line = self._inbox.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                if time.monotonic() > deadline:
                    self._process.kill()
                    raise ParserDied(too_long, timed_out=True) from None
                if _session_megabytes(self._process.pid) > self.settings.megabytes:
                    self._process.kill()
                    raise ParserDied(f"cần hơn {self.settings.megabytes} MB bộ nhớ") from None
                continue
            if line is None:
                raise _death(self._process.kill(), self.settings)
            answer: dict[str, Any] = json.loads(line)
            return answer

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.is_alive()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()


def _death(code: int, settings: Settings) -> ParserDied:
    if code == -getattr(signal, "SIGALRM", 14):
        return ParserDied(f"quá {settings.seconds:g} giây", timed_out=True)
    if code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
            return ParserDied(f"tiến trình đọc bị dừng bởi tín hiệu {name}", from_outside=name in _SENT_FROM_OUTSIDE)
    return ParserDied(f"tiến trình đọc tự dừng (mã {code})")


def _session_megabytes(session: int) -> float:
    """Return the resident memory of all processes of a session, in MB; 0 where /proc is not there to tell."""
    pages = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                pages += int(fields[21])
    return pages * 4096 / 2**20


_IDLE: list[Parser] = []
_LOCK = threading.Lock()


@contextlib.contextmanager
def borrow_parser(settings: Settings) -> Iterator[Parser]:
    """Lend a parser process: one of an earlier shard where its settings are the same, so that rules are loaded once."""
    parser = None
    with _LOCK:
        for at, idle in enumerate(_IDLE):
            if idle.settings == settings:
                parser = _IDLE.pop(at)
                break
    if parser is None or not parser.is_alive():
        parser = _start(settings)
    try:
        yield parser
    except BaseException:
        parser.stop()
        raise
    with _LOCK:
        if parser.is_alive():
            _IDLE.append(parser)


def _start(settings: Settings, tries: int = OUTSIDE_TRIES) -> Parser:
    """Return a new parser process; ParserDied when none comes up."""
    try:
        return Parser(settings)
    except ParserDied as death:
        if not death.from_outside or tries == 1:
            raise
    return _start(settings, tries - 1)


def end_with_all() -> NoReturn:
    """End this process, all that it has started, and its folder for temporary files, when nobody is left to do it."""
    folder = os.environ.get(OWN_FOLDER)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def stop_parsers() -> None:
    """End the parser processes that wait for a next shard."""
    with _LOCK, contextlib.suppress(IndexError):
        while True:
            _IDLE.pop().stop()


atexit.register(stop_parsers)
