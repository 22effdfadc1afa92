"""The table ``duplicates``: every path of every document that is a copy of another, exact or near, with its group."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from .duplicates import Signed, group_near
from .files import Layout, writing_whole
from .index import Index

_BATCH = 10_000
_COLUMNS = ("document_id", "path", "group", "kind", "likeness")
_Row = tuple[str, str, str, str, float]


def write_copies(layout: Layout, index: Index, shards: list[int]) -> dict[str, Any]:
    """Write the table and return its rows, bytes and sha256.

    ``kind``: first (the earliest of its group), near (nearly its text), exact (the bytes of one that came before);
    ``likeness`` to the first one. The group bears the document id of its first.
    """
    import pyarrow
    import pyarrow.parquet

    fields = [pyarrow.field(name, pyarrow.float64() if name == "likeness" else pyarrow.string()) for name in _COLUMNS]
    schema = pyarrow.schema(fields)
    path = layout.table("duplicates", 0)
    count = 0
    rows = _rows(layout, index, shards)
    with writing_whole(path) as stream, pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            count += len(batch)
            columns = [list(column) for column in zip(*batch, strict=True)]
            writer.write_table(pyarrow.table(columns, schema=schema))
    with path.open("rb") as written:
        digest = hashlib.sha256()
        while block := written.read(2**20):
            digest.update(block)
    return {"rows": count, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _rows(layout: Layout, index: Index, shards: list[int]) -> Iterator[_Row]:
    near: set[bytes] = set()
    for member in group_near(_signed(layout, shards), folder=layout.work):
        near.add(bytes.fromhex(member.document_id))
        kind = "first" if member.document_id == member.group else "near"
        for number, path in enumerate(index.paths_of(member.document_id)):
            yield member.document_id, path, member.group, "exact" if number else kind, member.likeness
    last = None
    for document, path in index.exact_copies():
        if bytes.fromhex(document) not in near:
            yield document, path, document, "exact" if document == last else "first", 1.0
        last = document


def _signed(layout: Layout, shards: list[int]) -> Iterator[Signed]:
    import pyarrow.parquet

    for shard in shards:
        found = pyarrow.parquet.read_table(layout.table("signatures", shard), partitioning=None)
        for document, when, signature in zip(*(column.to_pylist() for column in found.columns), strict=True):
            yield Signed(document, when, signature)
