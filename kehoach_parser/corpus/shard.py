"""``run_shard(job, root)``: one shard of a corpus, from its job file to its tables and ledger, under any engine.

It is the whole of what an engine has to run: the local pool, dask, Ray or Spark call this function with two paths. A
document that kills its parser costs that document; whoever kills this process costs the document in hand, for the rest
stands in the journals. Order of writing: tables, then the ledger, then the summary, then the journals go.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .files import Layout, read_json, write_json, write_whole
from .journal import Journal, Record, pack_tables, read_journal
from .ledger import Row, read_ledger, write_ledger
from .processes import Parser, ParserDied, borrow_parser
from .settings import Recipe, Settings
from .tables import SCHEMAS, arrow_schema, from_arrow, to_arrow

# Documents sent ahead, so that the parser never waits for the next one.
_AHEAD = 2
# Documents whose rows are Python objects at a time, when a shard is written.
_BATCH = 50

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a shard has to hold: its inputs in order (see ``index.Input``), the recipe, and what must be tried again."""

    shard: int
    settings: Settings
    recipe: Recipe
    inputs: list[dict[str, Any]]
    retry: tuple[str, ...] = ()

    def save(self, path: Path) -> None:
        """Write the job for ``load``."""
        write_json(
            path,
            {
                "shard": self.shard,
                "settings": self.settings.to_json(),
                "recipe": self.recipe.to_json(),
                "retry": self.retry,
                "inputs": self.inputs,
            },
        )

    @classmethod
    def load(cls, path: Path) -> Job:
        """Return the job in ``path``."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            shard=data["shard"],
            settings=Settings.from_json(data["settings"]),
            recipe=Recipe.from_json(data["recipe"]),
            inputs=data["inputs"],
            retry=tuple(data["retry"]),
        )

    @property
    def digest(self) -> str:
        """The sha256 of what the shard has to hold: a finished shard with the same digest is left as it is."""
        held = [(one["document"], one["path"], one["size"], one["fault"]) for one in self.inputs]
        return hashlib.sha256(json.dumps([self.recipe.digest, held]).encode()).hexdigest()


def is_done(job: Job, layout: Layout) -> bool:
    """Return whether the shard stands in the corpus as the job wants it."""
    summary = read_json(layout.summary(job.shard))
    return bool(summary) and summary["digest"] == job.digest and not job.retry


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
    records, finished = _work(job, layout, report, should_stop)
    return _commit(job, layout, records) if finished else None


def _work(job: Job, layout: Layout, report: Report, should_stop: Callable[[], bool]) -> tuple[dict[str, Record], bool]:
    """Return the records of the documents, and whether they are all there."""
    copies = Counter(one["document"] for one in job.inputs)
    wanted = {one["document"]: one for one in reversed(job.inputs)}  # the first path of each document
    todo: deque[dict[str, Any]] = deque()
    older = _Older(job, layout)
    records = older.reusable(wanted)
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

    own_path = layout.new_journal(job.shard, "shard")
    own = Journal(own_path, job.recipe.digest)
    journals = [own_path]
    try:
        while todo and not should_stop():
            with borrow_parser(job.settings) as parser:
                path = layout.new_journal(job.shard, "parser")
                journals.append(path)
                parser.send({"journal": str(path), "recipe": job.recipe.digest})
                lost = _parse(parser, todo, older, lambda done: _tell(report, done, copies), should_stop)
            if lost is not None:
                document = todo.popleft()["document"]
                status, reason = lost
                record = Record(document, status, reason)  # type: ignore[arg-type]
                own.append(record)
                _tell(report, {"document": document, "status": status}, copies)
    finally:
        own.close()
    for path in journals:
        records.update((record.document_id, record) for record in read_journal(path, job.recipe.digest))
    return records, not todo


def _tell(report: Report, done: dict[str, Any], copies: Counter[str]) -> None:
    for _ in range(copies[done["document"]]):
        report(done["status"])


def _parse(
    parser: Parser,
    todo: deque[dict[str, Any]],
    older: _Older,
    report: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> tuple[str, str] | None:
    """Parse what is ``todo`` and take it off; when a document kills the parser, return its (status, reason)."""
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
        return ("timed_out" if death.timed_out else "failed", death.reason)
    return None


class _Older:
    """What an earlier build or an interrupted one left of a shard, and how much of it is still good."""

    def __init__(self, job: Job, layout: Layout) -> None:
        self._job = job
        self._layout = layout
        self._texts: dict[str, tuple[str, str]] = {}

    def reusable(self, wanted: dict[str, Any]) -> dict[str, Record]:
        """Return the records of wanted documents that were made by the same recipe; remember the texts of others."""
        job, layout = self._job, self._layout
        found: dict[str, Record] = {}
        rows = {row.sha256: row for row in read_ledger(layout.ledger(job.shard))}
        again = set(job.retry)
        same = [
            row
            for row in rows.values()
            if row.recipe == job.recipe.digest and row.sha256 in wanted and row.sha256 not in again
        ]
        if same:
            tables = self._rows_of({row.sha256 for row in same})
            found = {row.sha256: row.to_record(pack_tables(tables.get(row.sha256))) for row in same}
        if not again:
            for path in layout.journals(job.shard):
                found.update(
                    (record.document_id, record)
                    for record in read_journal(path, job.recipe.digest)
                    if record.document_id in wanted
                )
        readable = {
            row.sha256
            for row in rows.values()
            if row.library == job.recipe.library and row.sha256 in wanted.keys() - found.keys() - again
        }
        if readable:
            ids, texts, layouts = self._columns("texts") or ([], [], [])
            self._texts = {
                document: (text, shape)
                for document, text, shape in zip(ids, texts, layouts, strict=True)
                if document in readable
            }
        return found

    def with_text(self, one: dict[str, Any]) -> dict[str, Any]:
        """Return the request for a document: with its stored text where only the rules have changed."""
        stored = self._texts.get(one["document"])
        request = {"document": one["document"], "path": one["path"], "locator": one["locator"]}
        return {**request, "text": stored[0], "layout": stored[1]} if stored else request

    def _rows_of(self, documents: set[str]) -> dict[str, dict[str, list[list[Any]]]]:
        found: dict[str, dict[str, list[list[Any]]]] = {document: {} for document in documents}
        for table in SCHEMAS:
            columns = self._columns(table)
            for at, document in enumerate(columns[0] if columns else []):
                if document in found:
                    held = found[document].setdefault(table, [[] for _ in columns or ()])
                    for column, values in zip(held, columns or (), strict=True):
                        column.append(values[at])
        return found

    def _columns(self, table: str) -> list[list[Any]] | None:
        import pyarrow.parquet

        path = self._layout.table(table, self._job.shard)
        if not path.exists():
            return None
        return from_arrow(table, pyarrow.parquet.read_table(path, schema=arrow_schema(table), partitioning=None))


def _commit(job: Job, layout: Layout, records: dict[str, Record]) -> dict[str, Any]:
    """Write tables, ledger and summary of a shard whose documents are all done."""
    order = list(dict.fromkeys(one["document"] for one in job.inputs))
    parts: dict[str, list[Any]] = {table: [] for table in SCHEMAS}
    for at in range(0, max(1, len(order)), _BATCH):
        joined: dict[str, list[list[Any]]] = {table: [[] for _ in SCHEMAS[table]] for table in SCHEMAS}
        for document in order[at : at + _BATCH]:
            for table, columns in records[document].columns().items():
                for column, values in zip(joined[table], columns, strict=True):
                    column.extend(values)
            records[document] = replace(records[document], tables=None)
        for table, columns in joined.items():
            parts[table].append(to_arrow(table, columns))
    tables = {}
    for table in SCHEMAS:
        rows, data = _parquet_bytes(table, parts.pop(table))
        write_whole(layout.table(table, job.shard), data)
        tables[table] = {"rows": rows, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    ledger = [Row.of(one, records[one["document"]], job.recipe) for one in job.inputs]
    digest = write_ledger(layout.ledger(job.shard), ledger)
    summary = {
        "shard": job.shard,
        "digest": job.digest,
        "documents": len(order),
        "inputs": len(ledger),
        "statuses": dict(sorted(Counter(row.status for row in ledger).items())),
        "ledger": digest,
        "tables": tables,
    }
    write_json(layout.summary(job.shard), summary)
    for path in layout.journals(job.shard):
        path.unlink(missing_ok=True)
    return summary


def _parquet_bytes(table: str, parts: list[Any]) -> tuple[int, bytes]:
    """Return the number of rows and the Parquet file of a table that comes in parts; the parts do not show."""
    import pyarrow.parquet

    whole = pyarrow.concat_tables(parts).combine_chunks()
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(
        whole, buffer, compression="zstd", use_dictionary=table != "texts", row_group_size=2**20
    )
    return whole.num_rows, buffer.getvalue()
