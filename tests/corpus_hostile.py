"""A parser process that documents can kill: a line "KILLER <how>" in a text does to the process what it says."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

from kehoach_parser.corpus import worker
from kehoach_parser.document import Document
from kehoach_parser.pipeline import parse_document
from kehoach_parser.plan import Plan
from kehoach_parser.rules import Rules


def extract(document: Document, rules: Rules) -> Plan:
    """Parse, or die as the document wants it."""
    hurt(document.text)
    return parse_document(document, rules)


def hurt(text: str) -> None:
    """Do to this process what the text says."""
    _, found, rest = text.partition("KILLER ")
    kind = rest.split()[0] if found else ""
    if kind == "loop":
        while True:
            time.sleep(0.01)
    if kind == "memory":
        _ = bytearray(40 * 2**30)
    if kind == "leak":
        kept = []
        while True:
            kept.append(b"x" * 2**24)
    if kind == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "abort":
        os.abort()
    if kind == "litter":
        Path(tempfile.mkdtemp(), "half-done").write_text("x")
        os.abort()
    if kind == "exit":
        os._exit(3)
    if kind == "error":
        raise RuntimeError("cố ý")
    if kind == "print":
        os.write(1, b'{"document": "no answer"}\n')
        print("no answer either")
    if kind == "wait":
        while Path(rest.split()[1]).exists():
            time.sleep(0.01)
    if kind == "killed":
        tries, times = Path(rest.split()[1]), int(rest.split()[2])
        tries.write_text(tries.read_text() + "." if tries.exists() else ".")
        if tries.stat().st_size <= times:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    worker.main(extract)
