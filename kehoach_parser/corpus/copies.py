"""The table ``duplicates``: every path of every document that is a copy of another, exact or near, with its group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .arrow import arrow_schema, to_arrow
from .duplicates import Signed, group_near
from .files import Layout, measure, writing_whole
from .index import Index
from .tables import DUPLICATES

_BATCH = 10_000
_Row = tuple[str, str, str, str, float]


def write_copies(layout: Layout, index: Index, shards: list[int]) -> dict[str, Any]:
    """Write the table and return its rows, bytes and sha256.

    ``kind``: first (the earliest of its group), near (nearly its text), exact (the bytes of one that came before);
    ``likeness`` to the first one. The group bears the document id of its first.
    """
    import pyarrow.parquet

    schema = arrow_schema(DUPLICATES)
    path = layout.table("duplicates", 0)
    count = 0
    rows = _rows(layout, index, shards)
    with writing_whole(path) as stream, pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            count += len(batch)
            writer.write_table(to_arrow(DUPLICATES, [list(column) for column in zip(*batch, strict=True)]))
    size, digest = measure(path)
    return {"rows": count, "bytes": size, "sha256": digest}


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
        with pyarrow.parquet.ParquetFile(layout.table("signatures", shard)) as file:
            found = file.read()
        for document, when, signature in zip(*(column.to_pylist() for column in found.columns), strict=True):
            yield Signed(document, when, signature)
