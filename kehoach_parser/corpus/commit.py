"""Writing a shard whose documents are all done: tables, then the ledger, then the summary; then the journals go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .arrow import arrow_schema, to_arrow
from .files import Layout, measure, write_json, writing_whole
from .job import Job
from .journal import Record
from .ledger import Row, write_ledger
from .tables import SCHEMAS

if TYPE_CHECKING:
    import pyarrow

# Documents whose rows are Python objects at a time.
_BATCH = 20
# A table is held as Arrow holds it until it has so many bytes, and is then written as a row group.
_GROUP_BYTES = 8 * 2**20


def commit(job: Job, layout: Layout, records: dict[str, Record], journals: Sequence[Path]) -> dict[str, Any]:
    """Write tables, ledger and summary of a shard, remove its ``journals``, and return the summary."""
    order = list(dict.fromkeys(one["document"] for one in job.inputs))
    with ExitStack() as files:
        writers = {table: files.enter_context(_writing(table, layout.table(table, job.shard))) for table in SCHEMAS}
        for at in range(0, len(order), _BATCH):
            joined: dict[str, list[list[Any]]] = {table: [[] for _ in SCHEMAS[table]] for table in SCHEMAS}
            for document in order[at : at + _BATCH]:
                for table, columns in records[document].columns().items():
                    for column, values in zip(joined[table], columns, strict=True):
                        column.extend(values)
            for table, writer in writers.items():
                writer.add(to_arrow(SCHEMAS[table], joined.pop(table)))
    tables = {}
    for table, writer in writers.items():
        size, digest = measure(layout.table(table, job.shard))
        tables[table] = {"rows": writer.rows, "bytes": size, "sha256": digest}
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
    for path in journals:
        path.unlink(missing_ok=True)
    return summary


class _Writer:
    """A Parquet file that grows by row groups. How its rows came in does not show in its bytes."""

    def __init__(self, table: str, stream: BinaryIO) -> None:
        import pyarrow.parquet

        self.rows = 0
        self._schema = arrow_schema(SCHEMAS[table])
        self._held: list[pyarrow.Table] = []
        self._bytes = 0
        self._file = pyarrow.parquet.ParquetWriter(
            stream, self._schema, compression="zstd", use_dictionary=table != "texts"
        )

    def add(self, rows: pyarrow.Table) -> None:
        """Take in more rows."""
        self._held.append(rows)
        self._bytes += rows.nbytes
        self.rows += rows.num_rows
        if self._bytes >= _GROUP_BYTES:
            self.flush()

    def close(self) -> None:
        """Write the foot of the file."""
        self._file.close()

    def flush(self) -> None:
        """Write what is held as a row group."""
        import pyarrow

        if not self._held:
            return
        whole = pyarrow.concat_tables(self._held).combine_chunks()
        self._held, self._bytes = [], 0
        self._file.write_table(whole, row_group_size=max(1, whole.num_rows))


@contextmanager
def _writing(table: str, path: Path) -> Iterator[_Writer]:
    """Give the writer of a table whose file stands in ``path`` at the end: whole, or not at all."""
    with writing_whole(path) as stream:
        writer = _Writer(table, stream)
        try:
            yield writer
            writer.flush()
        finally:
            writer.close()
