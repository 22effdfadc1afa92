"""A build whose parser starts at once: it finds a title and no more. For tests of what happens around the parsing.

python corpus_light.py build FOLDER CORPUS WORKERS RULES     or, as the parser process:     python corpus_light.py
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

from kehoach_parser.corpus import worker
from kehoach_parser.corpus.processes import stop_parsers
from kehoach_parser.document import Document
from kehoach_parser.models import Header, Section, Span
from kehoach_parser.plan import Plan
from kehoach_parser.rules import Rules


def extract(document: Document, rules: Rules) -> Plan:
    """Return the document as a plan of one section."""
    whole = Section(
        path="1", marker=None, title=None, kind="other", level=1, span=Span(start=0, end=len(document.text))
    )
    header = Header(doc_type="KẾ HOẠCH", issuer="Bộ Nội vụ")
    return Plan(text=document.text, source=document.source, header=header, sections=(whole,))


class Worker(worker.Worker):
    """A worker that loads no rules."""

    def warm_up(self) -> None:
        """Do nothing."""

    def _compare(self, plan: Plan) -> tuple[tuple[()], list[str]]:
        return (), []


def drive(folder: str, base: str, rules: str, kills: int) -> None:
    """Build again and again, kill each build at a random moment, go on where it was; print the folders of whole builds.

    A build is a fork of this process, which has imported everything: it starts in milliseconds.
    """
    import pyarrow.parquet  # noqa: F401 - before the forks

    from kehoach_parser.corpus.build import build
    from kehoach_parser.corpus.settings import Settings

    settings = Settings(rules_folder=rules, worker=(sys.executable, __file__))

    def start(root: str, workers: int) -> int:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = build([folder], root, settings=settings, workers=workers, shard_size=6).exit_code
            finally:
                stop_parsers()
                os._exit(code)
        return child

    def ends(child: int, seconds: float) -> int | None:
        """Wait for the child to end, at most so long; return its exit code."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        return None

    begin = time.monotonic()
    assert ends(start(f"{base}/whole", 1), 60) == 0
    length = time.monotonic() - begin
    rng = random.Random(25)
    killed = number = 0
    while True:
        root = f"{base}/killed-{number}"
        child = start(root, 2 if killed % 6 == 5 else 1)
        code = ends(child, rng.uniform(0.02, 1) * length if killed < kills else 60)
        if code is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            killed += 1
            continue
        assert code == 0, f"exit code {code}"
        print(root, flush=True)
        if killed >= kills:
            return
        number += 1


def main() -> None:
    """Build, drive builds, or serve as the parser of a build."""
    if len(sys.argv) > 1:
        _, _, folder, base, rules, kills = sys.argv
        drive(folder, base, rules, int(kills))
        return
    worker.Worker = Worker  # type: ignore[misc]
    worker.main(extract)


if __name__ == "__main__":
    main()
