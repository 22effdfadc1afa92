"""A corpus in other forms: JSON lines, one DuckDB file, an Excel workbook, a spaCy DocBin."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ReadError
from ..plan import Plan

if TYPE_CHECKING:
    import duckdb

_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Return the columns of an answer and its rows, fetched as they are needed; ask nothing else meanwhile."""
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]

    def rows() -> Iterator[tuple[Any, ...]]:
        while batch := answer.fetchmany(1000):
            yield from batch

    return names, rows()


def to_jsonl(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], folder: Path) -> None:
    """Write each table as ``folder/<table>.jsonl``; signatures, which are bytes, as hex."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        names, rows = ask(connection, f'select * from "{table}"')
        with (folder / f"{table}.jsonl").open("w", encoding="utf-8") as stream:
            for row in rows:
                cells = {
                    name: cell.hex() if isinstance(cell, bytes) else cell for name, cell in zip(names, row, strict=True)
                }
                stream.write(json.dumps(cells, ensure_ascii=False) + "\n")


def to_duckdb(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], path: Path) -> None:
    """Write all tables into a new DuckDB file at ``path``."""
    path.unlink(missing_ok=True)
    connection.execute(f"attach '{_quoted(path)}' as exported")
    try:
        for table in tables:
            connection.execute(f'create table exported."{table}" as select * from "{table}"')
    finally:
        connection.execute("detach exported")


def to_excel(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], path: Path) -> None:
    """Write tables as sheets of a workbook. Text is written as text: a cell that begins with "=" is no formula."""
    try:
        import xlsxwriter
    except ImportError:
        raise ImportError("Cần xlsxwriter: pip install 'kehoach-parser[corpus]'") from None
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3"})
        for table in tables:
            (count,) = connection.execute(f'select count(*) from "{table}"').fetchone() or (0,)
            if count >= _SHEET_ROWS:
                raise ReadError(
                    f"bảng {table} có {count} dòng, quá một trang tính; hãy lọc bằng kehoach corpus sql",
                    f"table {table} has {count} rows, more than a sheet holds; filter it with kehoach corpus sql",
                )
            sheet = book.add_worksheet(table[:31])
            sheet.freeze_panes(1, 0)
            names, rows = ask(connection, f'select * from "{table}"')
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, head)
            for at, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if cell is None:
                        continue
                    if isinstance(cell, bool):
                        sheet.write_boolean(at, column, cell)
                    elif isinstance(cell, (int, float)) and math.isfinite(cell):
                        sheet.write_number(at, column, cell)
                    else:
                        words = "; ".join(map(str, cell)) if isinstance(cell, list) else str(cell)
                        sheet.write_string(at, column, words[:_CELL_CHARACTERS])


def to_docbin(plans: Iterable[Plan], path: Path) -> int:
    """Write plans as a spaCy DocBin, each with its span groups, and return how many there were."""
    from ..nlp.docs import save_docbin

    return save_docbin(plans, path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
