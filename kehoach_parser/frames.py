"""Rows as CSV and as data frames of pandas or polars, with the same columns and types whether or not there are rows.

Text is ``string``, a value ``float64``, an offset ``Int64``; a tuple stays a list. Neither library is needed to install
this package: each is imported when its frame is asked for.
"""

from __future__ import annotations

import csv
import io
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    import pandas
    import polars

ColumnType = Literal["text", "number", "count", "flag", "counts"]
Schema = Mapping[str, ColumnType]

_PANDAS = {"text": "string", "number": "float64", "count": "Int64", "flag": "boolean", "counts": "object"}
_POLARS = {"text": "String", "number": "Float64", "count": "Int64", "flag": "Boolean"}


def schema_of(model: type[BaseModel]) -> dict[str, ColumnType]:
    """Return the columns of a model's rows: its fields, with ``span`` as start and end and ``places`` counted."""
    columns: dict[str, ColumnType] = {}
    for name, field in model.model_fields.items():
        if name not in ("span", "places", "children"):
            columns[name] = _type_of(field.annotation)
    if "span" in model.model_fields:
        columns |= {"start": "count", "end": "count"}
    if "places" in model.model_fields:
        columns["places"] = "count"
    return columns


def to_csv(rows: list[dict[str, Any]], schema: Schema) -> str:
    """Return ``rows`` as comma-separated values under a line of column names; a list is joined by blanks."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(schema)
    for row in rows:
        values = (row.get(name) for name in schema)
        writer.writerow(" ".join(map(str, value)) if isinstance(value, tuple) else value for value in values)
    return written.getvalue()


def to_pandas(rows: list[dict[str, Any]], schema: Schema) -> pandas.DataFrame:
    """Return ``rows`` as a pandas data frame; ImportError says what to install when pandas is absent."""
    try:
        import pandas
    except ImportError:
        raise ImportError("Cần pandas: pip install 'kehoach-parser[notebook]'") from None
    return pandas.DataFrame(
        {name: pandas.Series([row.get(name) for row in rows], dtype=_PANDAS[kind]) for name, kind in schema.items()}
    )


def to_polars(rows: list[dict[str, Any]], schema: Schema) -> polars.DataFrame:
    """Return ``rows`` as a polars data frame; ImportError says what to install when polars is absent."""
    try:
        import polars
    except ImportError:
        raise ImportError("Cần polars: pip install polars") from None
    counts = polars.List(polars.Int64)
    kinds = {name: counts if kind == "counts" else getattr(polars, _POLARS[kind]) for name, kind in schema.items()}
    return polars.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=kinds)


def _type_of(annotation: Any) -> ColumnType:
    if get_origin(annotation) in (Union, types.UnionType):
        inner = {_type_of(one) for one in get_args(annotation) if one is not type(None)}
        return "number" if "number" in inner else inner.pop()
    if get_origin(annotation) is tuple:
        return "counts"
    kinds: dict[Any, ColumnType] = {bool: "flag", int: "count", float: "number"}
    return kinds.get(annotation, "text")
