"""What an earlier build or an interrupted one left of a shard, and how much of it is still good."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from .arrow import from_arrow
from .files import Layout
from .job import Job
from .journal import Journal, Record, pack_tables, read_journal
from .ledger import Row, read_ledger
from .tables import SCHEMAS

if TYPE_CHECKING:
    import pyarrow


class Older:
    """The older work on the shard of a job. Tables are held as Arrow holds them, never as Python objects."""

    def __init__(self, job: Job, layout: Layout) -> None:
        self._job = job
        self._layout = layout
        self._texts: _Parts | None = None
        self._readable: set[str] = set()

    def reusable(self, wanted: dict[str, Any], journal: Journal) -> dict[str, Record]:
        """Return the records of wanted documents that were made by the same recipe; remember the texts of others.

        What stands in finished tables is written to ``journal``.
        """
        job, layout = self._job, self._layout
        rows = {row.sha256: row for row in read_ledger(layout.ledger(job.shard))}
        again = set(job.retry)
        same = [
            row
            for row in rows.values()
            if row.recipe == job.recipe.digest and row.sha256 in wanted and row.sha256 not in again
        ]
        found = self._from_tables(same, journal)
        if not again:
            for path in layout.journals(job.shard):
                found.update(
                    (record.document_id, record)
                    for record in read_journal(path, job.recipe.digest)
                    if record.document_id in wanted
                )
        self._readable = {
            row.sha256
            for row in rows.values()
            if row.library == job.recipe.library and row.sha256 in wanted.keys() - found.keys() - again
        }
        if self._readable:
            self._texts = self._read("texts")
        return found

    def with_text(self, one: dict[str, Any]) -> dict[str, Any]:
        """Return the request for a document: with its stored text where only the rules have changed."""
        document = one["document"]
        request = {"document": document, "path": one["path"], "locator": one["locator"]}
        stored = self._texts.columns_of(document) if self._texts and document in self._readable else None
        return {**request, "text": stored[1][0], "layout": stored[2][0]} if stored else request

    def _from_tables(self, rows: list[Row], journal: Journal) -> dict[str, Record]:
        if not rows:
            return {}
        tables = {table: parts for table in SCHEMAS if (parts := self._read(table)) is not None}
        wanted = {row.sha256 for row in rows}
        for row in rows:
            held = {table: parts.columns_of(row.sha256) for table, parts in tables.items()}
            journal.append(row.to_record(pack_tables({table: rows for table, rows in held.items() if rows})))
        return {
            record.document_id: record
            for record in read_journal(journal.path, self._job.recipe.digest)
            if record.document_id in wanted
        }

    def _read(self, table: str) -> _Parts | None:
        import pyarrow.parquet

        path = self._layout.table(table, self._job.shard)
        if not path.exists():
            return None
        with pyarrow.parquet.ParquetFile(path) as file:  # ``read_table`` imports pandas
            found = file.read()
        return _Parts(table, found)


class _Parts:
    """A table of a shard, document by document: the rows of one stand together."""

    def __init__(self, table: str, rows: pyarrow.Table) -> None:
        self._table = table
        self._rows = rows
        self._places: dict[str, tuple[int, int]] = {}
        start = 0
        for document, run in groupby(rows["document_id"].to_pylist()):
            count = sum(1 for _ in run)
            self._places[document] = start, count
            start += count

    def columns_of(self, document: str) -> list[list[Any]] | None:
        """Return the rows of a document as columns; None when it has none."""
        place = self._places.get(document)
        return from_arrow(SCHEMAS[self._table], self._rows.slice(*place)) if place else None
