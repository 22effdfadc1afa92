"""Rows between Python and Arrow.

The arrays are made from buffers: ``pyarrow.array`` first imports pandas to see whether it was given some of it, and
that is 50 MB and a quarter of a second in every process that writes a shard.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from .tables import SCHEMAS

if TYPE_CHECKING:
    import pyarrow

_CODES = {"i": "i", "f": "d"}


def arrow_schema(kinds: Mapping[str, str]) -> pyarrow.Schema:
    """Return the Arrow schema of a table whose columns have these kinds (see ``tables.SCHEMAS``)."""
    import pyarrow

    return pyarrow.schema([pyarrow.field(name, _type(kind)) for name, kind in kinds.items()])


def empty_table(table: str) -> pyarrow.Table:
    """Return a table of the corpus (see ``tables.SCHEMAS``) without rows."""
    kinds = SCHEMAS[table]
    return to_arrow(kinds, [[] for _ in kinds])


def to_arrow(kinds: Mapping[str, str], columns: list[list[Any]]) -> pyarrow.Table:
    """Return columns as an Arrow table."""
    import pyarrow

    arrays = [to_array(kind, column) for kind, column in zip(kinds.values(), columns, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=arrow_schema(kinds))


def from_arrow(kinds: Mapping[str, str], found: pyarrow.Table) -> list[list[Any]]:
    """Return an Arrow table as columns, the inverse of ``to_arrow``."""
    columns = [column.to_pylist() for column in found.columns]
    return [
        [None if cell is None else base64.b64encode(cell).decode("ascii") for cell in column] if kind == "x" else column
        for kind, column in zip(kinds.values(), columns, strict=True)
    ]


def to_array(kind: str, column: Sequence[Any]) -> pyarrow.Array:
    """Return values, None among them, as an Arrow array of a kind; bytes come in base 64."""
    import pyarrow

    valid = _bits([cell is not None for cell in column]) if None in column else None
    if kind[0] == "[":
        lists = [cell or () for cell in column]
        inner = to_array(kind[1], list(chain.from_iterable(lists)))
        buffers = [valid, _starts(lists)]
        return pyarrow.Array.from_buffers(_type(kind), len(column), buffers, children=[inner])
    if kind in "sx":
        read = base64.b64decode if kind == "x" else str.encode
        words = [b"" if cell is None else read(cell) for cell in column]
        data = [_starts(words), pyarrow.py_buffer(b"".join(words))]
    elif kind == "b":
        data = [_bits([bool(cell) for cell in column])]
    else:
        data = [pyarrow.py_buffer(array(_CODES[kind], [0 if cell is None else cell for cell in column]))]
    return pyarrow.Array.from_buffers(_type(kind), len(column), [valid, *data])


def _type(kind: str) -> pyarrow.DataType:
    import pyarrow

    plain = {
        "s": pyarrow.string(),
        "i": pyarrow.int32(),
        "f": pyarrow.float64(),
        "b": pyarrow.bool_(),
        "x": pyarrow.binary(),
    }
    return pyarrow.list_(plain[kind[1]]) if kind[0] == "[" else plain[kind]


def _starts(cells: Sequence[Any]) -> pyarrow.Buffer:
    import pyarrow

    return pyarrow.py_buffer(array("i", accumulate(map(len, cells), initial=0)))


def _bits(flags: list[bool]) -> pyarrow.Buffer:
    import numpy
    import pyarrow

    return pyarrow.py_buffer(numpy.packbits(numpy.array(flags, dtype=bool), bitorder="little").tobytes())
