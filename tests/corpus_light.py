"""A build whose parser starts at once: it finds a title and no more. For tests of what happens around the parsing.

python corpus_light.py drive FOLDER BASE RULES KILLS SIGNAL     or, as the parser process:     python corpus_light.py
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

from corpus_hostile import hurt

from kehoach_parser.corpus import worker
from kehoach_parser.corpus.processes import stop_parsers
from kehoach_parser.document import Document
from kehoach_parser.models import Header, Section, Span
from kehoach_parser.plan import Plan
from kehoach_parser.rules import Rules


def extract(document: Document, rules: Rules) -> Plan:
    """Return the document as a plan of one section, or die as it wants it."""
    hurt(document.text)
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


def drive(folder: str, base: str, rules: str, kills: int, how: signal.Signals) -> None:
    """Build again and again, end each build at a random moment, go on where it was; print the folders of whole builds.

    ``how``: SIGKILL, or SIGINT (Ctrl-C), after which the exit code must be 130, or 0 when the build was done before.

    A build is a fork of this process, which has imported everything: it starts in milliseconds.
    """
    import pyarrow.parquet  # noqa: F401 - before the forks

    from kehoach_parser.corpus.building import build
    from kehoach_parser.corpus.settings import Settings

    settings = Settings(rules_folder=rules, worker=(sys.executable, __file__))

    def start(root: str, workers: int) -> int:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                code = build([folder], root, settings=settings, workers=workers, shard_size=6).exit_code
            except KeyboardInterrupt as pressed:
                # Here, before or after the build; or inside, which must not be.
                code = 71 if pressed.__traceback__ and pressed.__traceback__.tb_next else 130
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
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
            os.kill(child, how)
            _, status = os.waitpid(child, 0)
            code = os.waitstatus_to_exitcode(status)
            if code != 0:  # else it had just ended by itself
                assert code == (-signal.SIGKILL if how == signal.SIGKILL else 130), f"exit code {code}"
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
        _, _, folder, base, rules, kills, how = sys.argv
        drive(folder, base, rules, int(kills), signal.Signals[how])
        return
    worker.Worker = Worker  # type: ignore[misc]
    worker.main(extract)


if __name__ == "__main__":
    main()
