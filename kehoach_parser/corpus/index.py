"""What the sources hold: each input with its hash, each different document with its shard, in one SQLite file.

The file keeps memory flat however many inputs there are, and a later build finds in it what it has already hashed.
Shards are filled in the order of the listing; a document keeps its shard for ever, new ones come behind.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..errors import ReadError
from ..readers import DEFAULT_LIMITS
from .sources import Entry, Source, fetch, list_source

_BATCH = 512
# A shard has at least so many documents, so that its files are worth their opening, and at most so many, so that what
# one worker holds stays small; between them a corpus is sixteen shards, so that no core waits long for the last one.
_SMALLEST, _LARGEST, _SHARDS = 50, 500, 16
_SCHEMA = """
create table if not exists inputs (
  source integer, position integer, path text, locator text, size integer, stamp text, document text,
  status text, fault text, seen integer, primary key (path));
create index if not exists inputs_by_document on inputs (document);
create table if not exists documents (document text primary key, shard integer, position integer) without rowid;
create index if not exists documents_by_shard on documents (shard, position);
"""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a shard: ``document`` is the sha256 of its bytes, or of its path where they cannot be had.

    In that case ``fault`` says why, and ``status`` whether that is a refusal or a failure.
    """

    document: str
    path: str
    locator: str
    size: int
    status: str | None
    fault: str | None


class Index:
    """The inputs and documents of a corpus. ``close`` it, or use it in ``with closing(...)``."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        self._database.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def take_in(
        self, sources: Iterable[Source], *, shard_size: int | None, report: Callable[[int], None] = lambda count: None
    ) -> None:
        """List and hash all ``sources``; what left them leaves the index, what is known is not hashed again."""
        given = list(sources)
        (last,) = self._database.execute("select coalesce(max(seen), 0) from inputs").fetchone()
        round_number = last + 1
        position = 0
        prefixes = _prefixes(given)
        with ThreadPoolExecutor(8) as pool:
            for number, source in enumerate(given):
                prefix = prefixes[number]
                listing = list_source(source)
                while batch := list(islice(listing, _BATCH)):
                    self._take_batch(pool, batch, number, position, prefix, round_number)
                    position += len(batch)
                    report(position)
        with self._database as database:
            database.execute("delete from inputs where seen < ?", (round_number,))
            database.execute("delete from documents where document not in (select document from inputs)")
            self._place(shard_size)

    def _take_batch(
        self, pool: ThreadPoolExecutor, batch: list[Entry], source: int, position: int, prefix: str, seen: int
    ) -> None:
        known = {
            path: (stamp, document, size)
            for path, stamp, document, size in self._database.execute(
                f"select path, stamp, document, size from inputs where path in ({','.join('?' * len(batch))})",
                [prefix + entry.path for entry in batch],
            )
        }

        def hash_one(entry: Entry) -> _Hashed:
            path = prefix + entry.path
            before = known.get(path)
            if before and before[0] == entry.stamp and not entry.fault:
                return _Hashed(before[1], before[2])
            return _hash(entry, path)

        hashed = list(pool.map(hash_one, batch))
        rows = [
            (source, position + at, prefix + entry.path, entry.locator, done.size, "" if done.fault else entry.stamp,
             done.document, done.status, done.fault, seen)
            for at, (entry, done) in enumerate(zip(batch, hashed, strict=True))
        ]  # fmt: skip
        with self._database as database:
            database.executemany("insert or replace into inputs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _place(self, shard_size: int | None) -> None:
        """Give every new document its shard: the last one as long as it has room, then new ones."""
        database = self._database
        if shard_size is None:
            (documents,) = database.execute("select count(distinct document) from inputs").fetchone()
            shard_size = shard_size_for(documents)
        shard, position = database.execute(
            "select coalesce(max(shard), 0), coalesce(max(position) + 1, 0) from documents"
        ).fetchone()
        (held,) = database.execute("select count(*) from documents where shard = ?", (shard,)).fetchone()
        database.execute(
            "insert into documents select document, ? + (? + n) / ?, ? + n from ("
            " select document, row_number() over (order by min(position)) - 1 as n from inputs"
            " where document not in (select document from documents) group by document)",
            (shard, min(held, shard_size), shard_size, position),
        )

    def shards(self) -> list[int]:
        """Return the numbers of the shards that hold a document."""
        return [shard for (shard,) in self._database.execute("select distinct shard from documents order by shard")]

    def inputs_of(self, shard: int) -> list[Input]:
        """Return the inputs of a shard, document by document; copies of one document stand together."""
        rows = self._database.execute(
            "select i.document, i.path, i.locator, i.size, i.status, i.fault"
            " from documents d join inputs i using (document) where d.shard = ? order by d.position, i.position",
            (shard,),
        )
        return [Input(*row) for row in rows]

    def count(self) -> int:
        """Return the number of inputs."""
        (count,) = self._database.execute("select count(*) from inputs").fetchone()
        return int(count)

    def exact_copies(self) -> Iterator[tuple[str, str]]:
        """Yield (document, path) of every input whose bytes come more than once."""
        yield from self._database.execute(
            "select document, path from inputs where document in"
            " (select document from inputs group by document having count(*) > 1) order by document, position"
        )

    def paths_of(self, document: str) -> list[str]:
        """Return the paths under which a document came."""
        rows = self._database.execute("select path from inputs where document = ? order by position", (document,))
        return [path for (path,) in rows]

    def find(self, start: str) -> list[str]:
        """Return the documents whose id starts with ``start``."""
        rows = self._database.execute("select document from documents where document glob ? limit 3", (start + "*",))
        return [document for (document,) in rows]


def shard_size_for(documents: int) -> int:
    """Return how many documents a shard has when nobody says: it hangs on their number alone, never on the machine.

    >>> [shard_size_for(documents) for documents in (1, 1_000, 2_000, 1_000_000)]
    [50, 63, 125, 500]
    """
    return max(_SMALLEST, min(_LARGEST, -(-documents // _SHARDS)))


def open_index(path: Path) -> closing[Index]:
    """Return the index in ``path`` for a ``with`` statement."""
    return closing(Index(path))


@dataclass(frozen=True, slots=True)
class _Hashed:
    document: str
    size: int
    status: str | None = None
    fault: str | None = None


def _hash(entry: Entry, path: str) -> _Hashed:
    """Return the document id of an entry and its size, or why its bytes cannot be had."""
    without_bytes = hashlib.sha256(f"path:{path}".encode()).hexdigest()
    if entry.fault:
        return _Hashed(without_bytes, entry.size, entry.fault_status, entry.fault)
    limit = DEFAULT_LIMITS.max_bytes
    if entry.size > limit:
        return _Hashed(
            without_bytes, entry.size, "refused", f"nặng {entry.size / 1e6:.0f} MB, giới hạn {limit / 1e6:.0f} MB"
        )
    try:
        data = fetch(entry.locator, limit)
    except ReadError as error:
        return _Hashed(without_bytes, max(entry.size, 0), "failed", str(error))
    return _Hashed(hashlib.sha256(data).hexdigest(), len(data))


def _prefixes(sources: list[Source]) -> list[str]:
    """Return what stands before the paths of each source so that no two inputs have one name."""
    if len(sources) == 1:
        return [""]
    names = [Path(source.path).name for source in sources]
    return [
        ("" if source.kind == "file" else f"{name}/") if names.count(name) == 1 else f"{number}/{name}/"
        for number, (source, name) in enumerate(zip(sources, names, strict=True))
    ]
