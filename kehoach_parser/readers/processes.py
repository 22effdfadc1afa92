"""Other programs, run apart: with a time limit, a memory limit, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

# The shell sets the limits in the new process itself; Python between fork and exec would not be safe in threads. Beside
# the program it leaves a watcher, which waits for the end of a pipe that we hold: when we are killed, however hard, the
# pipe ends, and the folder and the whole group of processes with it.
_GUARDED = """
ulimit -v {kilobytes} 2>/dev/null; ulimit -c 0 2>/dev/null
exec 3<&0
(read -r _ <&3; rm -rf -- "$0"; kill -9 0) &
exec "$@" 3<&- </dev/null
"""


def run_limited(command: list[str], folder: Path, seconds: float, memory: int) -> int | None:
    """Run ``command`` in ``folder`` for at most ``seconds`` with ``memory`` bytes of address space.

    Return its exit status, None when its time was up. It runs in a process group of its own, of which nothing is left
    when this returns, or when this process is killed. Its words are thrown away; what it makes, it writes to
    ``folder``, which must be a temporary one: it goes when this process is killed.
    """
    guarded = os.name == "posix"
    if guarded:
        command = ["/bin/sh", "-c", _GUARDED.format(kilobytes=memory // 1024), str(folder.absolute()), *command]
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE if guarded else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started; the launcher of LibreOffice is not the process that does the work."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
