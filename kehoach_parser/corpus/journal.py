"""The journal of a shard: each finished document as one line with its checksum, so that a kill costs one document.

Every process writes to a file of its own, so a torn line can only be the last one. A record whose checksum does not
hold is as if it were not there: the document is worked on again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

Status = Literal["ok", "partial", "refused", "failed", "timed_out"]
STATUSES: tuple[Status, ...] = ("ok", "partial", "refused", "failed", "timed_out")


class Place(NamedTuple):
    """Where the rows of a document stand: so many bytes of a journal."""

    path: Path
    start: int
    size: int

    def read(self) -> bytes:
        """Return the rows as ``Record.tables`` has them."""
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.size)


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one document: its status with the reason, and its rows.

    ``tables`` is JSON, table by table and column by column; of a record that was read from a journal, where it stands
    there: a shard of them is not held in memory.
    """

    document_id: str
    status: Status
    reason: str | None = None
    seconds: float = 0.0
    media_type: str | None = None
    readable_id: str | None = None
    read_from: Literal["bytes", "stored"] = "bytes"
    tables: str | Place | None = None

    def columns(self) -> dict[str, list[list[Any]]]:
        """Return the rows: a list of columns for each table."""
        packed = self.tables.read() if isinstance(self.tables, Place) else self.tables
        found: dict[str, list[list[Any]]] = json.loads(packed) if packed else {}
        return found


def pack_tables(tables: dict[str, list[list[Any]]] | None) -> str | None:
    """Return rows as ``Record.tables`` holds them."""
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":")) if tables is not None else None


_HEAD = tuple(name for name in Record.__slots__ if name != "tables")


class Journal:
    """A journal to append to; ``recipe`` is the digest under which its records are of use."""

    def __init__(self, path: Path, recipe: str) -> None:
        self.path = path
        self._stream: IO[bytes] = path.open("ab")
        self._write({"recipe": recipe}, "")

    def append(self, record: Record) -> None:
        """Write one record and hand it to the operating system: a killed process cannot lose it any more."""
        packed = record.tables.read().decode() if isinstance(record.tables, Place) else record.tables
        self._write({name: getattr(record, name) for name in _HEAD}, packed or "")

    def _write(self, head: dict[str, Any], tables: str) -> None:
        # JSON holds no bare tab: it parts what is always read from what is read when it is needed.
        line = f"{json.dumps(head, ensure_ascii=False)}\t{tables}".encode()
        self._stream.write(b"%08x " % zlib.crc32(line) + line + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def read_journal(path: Path, recipe: str) -> Iterator[Record]:
    """Yield the whole records of a journal written under ``recipe``; what is torn or of another recipe is left out."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        fits = False
        end = 0
        for line in stream:
            end += len(line)
            body = line[9:-1]
            if line[-1:] != b"\n" or line[:8] != b"%08x" % zlib.crc32(body):
                continue
            head, _, tables = body.partition(b"\t")
            data = json.loads(head)
            if "recipe" in data:
                fits = data["recipe"] == recipe
            elif fits:
                yield Record(**data, tables=Place(path, end - 1 - len(tables), len(tables)) if tables else None)
