"""``run_shard(job, root)``: one shard of a corpus, from its job file to its tables and ledger, under any engine.

It is the whole of what an engine has to run: the local pool, dask, Ray or Spark call this function with two paths. A
document that kills its parser costs that document; whoever kills this process costs the document in hand, for the rest
stands in the journals. Order of writing: tables, then the ledger, then the summary, then the journals go.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .commit import commit
from .files import Layout, read_json
from .job import Job, is_done
from .journal import Journal, Record, Status, read_journal
from .ledger import read_ledger
from .older import Older
from .processes import OUTSIDE_TRIES, Parser, ParserDied, borrow_parser

# Documents sent ahead, so that the parser never waits for the next one.
_AHEAD = 2

Report = Callable[[str], None]


def run_shard(
    job_file: str | Path,
    root: str | Path,
    *,
    report: Report = lambda status: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> dict[str, Any] | None:
    """Do the job in ``job_file`` for the corpus in ``root`` and return the shard's summary; None when it was stopped.

    ``report`` is told the status of each input as it is done. May be run twice, or twice at the same time: the files
    come out the same, and each is put in place whole.
    """
    job = Job.load(Path(job_file))
    layout = Layout(Path(root))
    done = read_json(layout.summary(job.shard))
    if done and is_done(job, layout):
        for row in read_ledger(layout.ledger(job.shard)):
            report(row.status)
        return dict(done)
    journals: list[Path] = []
    try:
        records, finished = _work(job, layout, journals, report, should_stop)
        return commit(job, layout, records, journals) if finished else None
    except (FileNotFoundError, KeyError):
        # Another run of this shard was first and has swept the journals: what it wrote is what this one would write.
        if not is_done(job, layout):
            raise
        for path in journals:
            path.unlink(missing_ok=True)
        return dict(read_json(layout.summary(job.shard)))


def _work(
    job: Job, layout: Layout, journals: list[Path], report: Report, should_stop: Callable[[], bool]
) -> tuple[dict[str, Record], bool]:
    """Return the records of the documents, and whether they are all there; add the journals they stand in."""
    copies = Counter(one["document"] for one in job.inputs)
    wanted = {one["document"]: one for one in reversed(job.inputs)}  # the first path of each document
    todo: deque[dict[str, Any]] = deque()
    journals += layout.journals(job.shard)
    own_path = layout.new_journal(job.shard, "shard")
    own = Journal(own_path, job.recipe.digest)
    journals.append(own_path)
    older = Older(job, layout)
    records = older.reusable(wanted, own)
    for document, one in wanted.items():
        if document in records:
            continue
        if one["fault"] is not None:
            records[document] = Record(document, one["status"], one["fault"])
        else:
            todo.append(one)
    todo.reverse()
    for document, record in records.items():
        for _ in range(copies[document]):
            report(record.status)

    mine = [own_path]
    killed: Counter[str] = Counter()
    try:
        while todo and not should_stop():
            with borrow_parser(job.settings) as parser:
                path = layout.new_journal(job.shard, "parser")
                journals.append(path)
                mine.append(path)
                parser.send({"journal": str(path), "recipe": job.recipe.digest})
                death = _parse(parser, todo, older, lambda done: _tell(report, done, copies), should_stop)
            if death is None:
                continue
            document = todo[0]["document"]
            killed[document] += death.from_outside
            if death.from_outside and killed[document] < OUTSIDE_TRIES:
                continue  # it was not the document's doing
            todo.popleft()
            status: Status = "timed_out" if death.timed_out else "failed"
            own.append(Record(document, status, death.reason))
            _tell(report, {"document": document, "status": status}, copies)
    finally:
        own.close()
    for path in mine:
        records.update((record.document_id, record) for record in read_journal(path, job.recipe.digest))
    return records, not todo


def _tell(report: Report, done: dict[str, Any], copies: Counter[str]) -> None:
    for _ in range(copies[done["document"]]):
        report(done["status"])


def _parse(
    parser: Parser,
    todo: deque[dict[str, Any]],
    older: Older,
    report: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> ParserDied | None:
    """Parse what is ``todo`` and take it off; return how the parser died, if it did, with its document still there."""
    sent = 0
    try:
        while todo and not should_stop():
            while sent < min(_AHEAD, len(todo)):
                parser.send(older.with_text(todo[sent]))
                sent += 1
            answer = parser.wait()
            todo.popleft()
            sent -= 1
            report(answer)
            if answer["again"]:  # out of memory: what is left of the heap is not to be trusted
                parser.stop()
                return None
        while sent:  # stopped: take in what is under way
            report(parser.wait())
            todo.popleft()
            sent -= 1
    except ParserDied as death:
        return death
    return None
