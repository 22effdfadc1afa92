"""Other programs, run apart: with a time limit, a memory limit, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path


def run_limited(command: list[str], folder: Path, seconds: float, memory: int) -> int | None:
    """Run ``command`` in ``folder`` for at most ``seconds`` with ``memory`` bytes of address space.

    Return its exit status, None when its time was up. It runs in a process group of its own, of which nothing is left
    when this returns. Its words are thrown away; what it makes, it writes to ``folder``.
    """
    if os.name == "posix":
        # The shell sets the limit in the new process itself; Python between fork and exec would not be safe in threads.
        limited = f'ulimit -v {memory // 1024} 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$@"'
        command = ["/bin/sh", "-c", limited, "sh", *command]
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
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
