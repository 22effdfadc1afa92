"""The process that reads and parses documents, one after another, so that what kills it costs one document.

    python -m kehoach_parser.corpus.worker

It gets a line of JSON for each document on its standard input, writes the result to its journal and answers with one
line. Memory is limited by the kernel (RLIMIT_AS), and so is time as a second guard (SIGALRM ends the process even
inside C code); the first guard is the watch of whoever started it. When its input closes, whoever started it is gone,
and so is it.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import math
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..baseline import Baseline, is_plan
from ..compare import check, diff
from ..document import Document
from ..errors import ReadError
from ..pipeline import parse_document
from ..plan import Plan
from ..readers import DEFAULT_LIMITS, read_bytes, read_text
from ..report import Report
from ..rules import Rules
from .duplicates import sign
from .journal import Journal, Record, Status, pack_tables
from .processes import end_with_all
from .settings import Settings
from .sources import fetch, path_of
from .stored import unpack
from .tables import rows_of_plan, rows_of_text

Extract = Callable[[Document, Rules], Plan]
_SPECIMEN = "KẾ HOẠCH\nThực hiện Quyết định số 2282/QĐ-TTg\n\nI. MỤC TIÊU\n1. Đến năm 2025 đạt 60% lãnh đạo là nữ.\n"
NOT_A_PLAN = "không phải kế hoạch: không có tên loại và các phần của một kế hoạch"


class Worker:
    """What one process needs for document after document: the rules, the baselines, how to extract."""

    def __init__(self, settings: Settings, extract: Extract = parse_document) -> None:
        self.settings = settings
        self.rules = Rules.load(settings.rules_folder)
        self.baselines = tuple(Baseline.load(name, self.rules) for name in settings.baselines)
        self.extract = extract

    def warm_up(self) -> None:
        """Load every rule file and library, so that the first document does not pay for all."""
        document = read_text(_SPECIMEN)
        self._compare(parse_document(document, self.rules))
        sign(document.folded)

    def work_on(self, request: dict[str, Any]) -> Record:
        """Return what became of one document. Whatever goes wrong in it stands in the record."""
        start = time.perf_counter()
        status, reason, found = self._try(request)
        tables = pack_tables(found.pop("tables", None))
        seconds = round(time.perf_counter() - start, 4)
        return Record(request["document"], status, reason, seconds, tables=tables, **found)

    def _try(self, request: dict[str, Any]) -> tuple[Status, str | None, dict[str, Any]]:
        found: dict[str, Any] = {"read_from": "stored" if "text" in request else "bytes"}
        try:
            document = self._read(request)
            found["media_type"] = document.source.media_type
            found["tables"] = rows_of_text(document, request["document"])
            plan = self.extract(document, self.rules)
            if not is_plan(plan):
                return "refused", NOT_A_PLAN, found
            reports, fault = self._compare(plan)
            losses = [finding.message for finding in document.findings if finding.severity != "style"] + fault
            status: Status = "partial" if losses else "ok"
            name, rows = rows_of_plan(plan, request["document"], status, reports, sign(document.folded), self.rules)
            found["tables"] |= rows
            found["readable_id"] = name
            return status, _in_short(losses), found
        except ReadError as error:
            return "refused", str(error), found
        except MemoryError:
            found.pop("tables", None)
            return "failed", out_of_memory(self.settings), found
        except Exception as error:
            return "failed", f"{type(error).__name__}: {str(error)[:300]}", found

    def _read(self, request: dict[str, Any]) -> Document:
        name = request["path"].rpartition("/")[2]
        if "text" in request:
            return unpack(request["text"], request["layout"], request["document"], name)
        try:
            data = fetch(request["locator"], DEFAULT_LIMITS.max_bytes)
        except ReadError as error:
            raise OSError(str(error)) from None
        if hashlib.sha256(data).hexdigest() != request["document"]:
            raise OSError("tệp đã đổi trong khi dựng kho; hãy chạy lại")
        return read_bytes(data, name=name, path=path_of(request["locator"]))

    def _compare(self, plan: Plan) -> tuple[Sequence[Report], list[str]]:
        """Return the reports against the baselines; a fault in comparing does not take the plan with it."""
        try:
            if self.baselines:
                return [diff(plan, baseline, rules=self.rules) for baseline in self.baselines], []
            report = check(plan, rules=self.rules)
            return [report, *report.others] if report.baseline.id else [], []
        except MemoryError:
            raise
        except Exception as error:
            return [], [f"không đối chiếu được ({type(error).__name__}: {str(error)[:200]})"]


def _in_short(losses: list[str]) -> str | None:
    """Return the first loss and how many more there are: each of them stands in the table of findings."""
    if not losses:
        return None
    more = f" (và {len(losses) - 1} điểm khác)" if len(losses) > 1 else ""
    return losses[0][:300] + more


def out_of_memory(settings: Settings) -> str:
    """Return the reason of a document that needed more memory than allowed."""
    return f"cần hơn {settings.megabytes} MB bộ nhớ"


def limit_memory(megabytes: int) -> None:
    """Let this process and its children have at most ``megabytes`` of address space, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, hard))


def main(extract: Extract = parse_document) -> None:
    """Serve requests until the input closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    first = json.loads(requests.get())
    settings = Settings.from_json(first["settings"])
    worker = Worker(settings, extract)
    worker.warm_up()
    gc.freeze()  # rules live as long as the process: no need to go through them again and again
    limit_memory(settings.megabytes)
    alarm = getattr(signal, "alarm", lambda seconds: None)
    journal: Journal | None = None
    answers.write('{"ready": true}\n')
    answers.flush()
    while True:
        request = json.loads(requests.get())
        if "journal" in request:
            if journal is not None:
                journal.close()
            journal = Journal(Path(request["journal"]), request["recipe"])
            continue
        alarm(math.ceil(settings.seconds) + 5)
        record = worker.work_on(request)
        alarm(0)
        if journal is not None:
            journal.append(record)
        answer = {
            "document": record.document_id,
            "status": record.status,
            "again": record.reason == out_of_memory(settings),
        }
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _listen(requests: queue.SimpleQueue[str]) -> None:
    """Hand on every line of the input; when it closes, end this process and all it has started."""
    for line in sys.stdin:
        requests.put(line)
    end_with_all()


if __name__ == "__main__":
    main()
