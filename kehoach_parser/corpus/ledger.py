"""The ledger: one row for each input, with what became of it and under which recipe."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .files import write_whole
from .journal import Record, Status
from .settings import Recipe


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one input. ``sha256`` is the document id (of the path, where the bytes could not be had)."""

    path: str
    sha256: str
    size: int
    media_type: str | None
    status: Status
    reason: str | None
    readable_id: str | None
    read_from: str
    seconds: float
    library: str
    rules: str
    recipe: str

    @classmethod
    def of(cls, one: dict[str, Any], record: Record, recipe: Recipe) -> Row:
        """Return the row of an input whose document has ``record``."""
        return cls(
            path=one["path"],
            sha256=one["document"],
            size=one["size"],
            media_type=record.media_type,
            status=record.status,
            reason=record.reason,
            readable_id=record.readable_id,
            read_from=record.read_from,
            seconds=record.seconds,
            library=recipe.library,
            rules=recipe.rules,
            recipe=recipe.digest,
        )

    def to_record(self, tables: str | None) -> Record:
        """Return the record that this row came from, with its rows of the tables (see ``Record.tables``)."""
        return Record(
            document_id=self.sha256,
            status=self.status,
            reason=self.reason,
            seconds=self.seconds,
            media_type=self.media_type,
            readable_id=self.readable_id,
            read_from="stored" if self.read_from == "stored" else "bytes",
            tables=tables,
        )


# How long something took and where its text came from differ from run to run; the digest is of all the rest.
_PASSING = ("seconds", "read_from")


def write_ledger(path: Path, rows: Sequence[Row]) -> str:
    """Write the rows as JSON lines and return their digest."""
    lines = [json.dumps(asdict(row), ensure_ascii=False) for row in rows]
    write_whole(path, "".join(line + "\n" for line in lines).encode("utf-8"))
    return digest_of(rows)


def read_ledger(path: Path) -> Iterator[Row]:
    """Yield the rows of a ledger file; none when there is no such file."""
    try:
        stream = path.open(encoding="utf-8")
    except FileNotFoundError:
        return
    with stream:
        for line in stream:
            yield Row(**json.loads(line))


def digest_of(rows: Sequence[Row]) -> str:
    """Return the sha256 of the rows without what differs from run to run."""
    total = hashlib.sha256()
    for row in rows:
        kept = {name: value for name, value in asdict(row).items() if name not in _PASSING}
        total.update(json.dumps(kept, ensure_ascii=False).encode("utf-8") + b"\n")
    return total.hexdigest()
