"""``Corpus.open``: a finished corpus as tables to ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import ReadError
from ..pipeline import parse_document
from ..plan import Plan
from ..rules import Rules
from .arrow import empty_table
from .export import to_docbin, to_duckdb, to_excel, to_jsonl
from .files import Layout, read_json
from .manifest import verify
from .panel import panel, wide
from .stored import unpack

if TYPE_CHECKING:
    import duckdb
    import pandas

FrameKind = Literal["pandas", "polars", "arrow", "duckdb"]


class Corpus:
    """A corpus that ``kehoach corpus build`` has made. Tables are read when they are asked for.

    ``corpus.frame("targets")`` is a data frame, ``corpus.sql("select …")`` a DuckDB relation over all tables, and
    ``corpus.panel("2282")`` says how every plan stands to a baseline.
    """

    def __init__(self, root: Path, manifest: dict[str, Any]) -> None:
        self.root = root
        self.manifest = manifest

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """Return the corpus in the folder ``path``; ReadError when there is none, or its build is not finished."""
        manifest = read_json(Layout(Path(path)).manifest)
        if manifest is None:
            raise ReadError(
                f"{path} không có manifest.json: chưa phải kho, hoặc dựng chưa xong; chạy lại kehoach corpus build",
                f"{path} has no manifest.json: no corpus, or not finished; run kehoach corpus build again",
            )
        return cls(Path(path).absolute(), manifest)

    @property
    def tables(self) -> list[str]:
        """The names of the tables, with ``ledger`` (one row a file) last."""
        return [*self.manifest["tables"], "ledger"]

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in memory in which every table is a view; ImportError says what to install."""
        try:
            import duckdb
        except ImportError:
            raise ImportError("Cần DuckDB: pip install 'kehoach-parser[corpus]'") from None
        connection = duckdb.connect()
        for name in self.manifest["tables"]:
            files = [str(self.root / shard["file"]) for shard in self.manifest["tables"][name]["shards"]]
            held = connection.read_parquet(files) if files else connection.from_arrow(empty_table(name))
            held.create_view(name)
        files = [_quoted(self.root / shard["file"]) for shard in self.manifest["ledger"]]
        columns = ", ".join(f"{name} {kind}" for name, kind in _LEDGER.items())
        connection.execute(
            f"create view ledger as select * from read_json([{', '.join(files)}], format = 'newline_delimited',"
            f" columns = {{{', '.join(f'{name}: {kind!r}' for name, kind in _LEDGER.items())}}})"
            if files
            else f"create table ledger ({columns})"
        )
        return connection

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Return the answer to a question in SQL; ``.df()``, ``.pl()`` or ``.fetchall()`` give its rows."""
        return self.connection.sql(query)

    def frame(self, table: str, kind: FrameKind = "pandas") -> Any:
        """Return one table as a pandas or polars data frame, an Arrow table or a DuckDB relation."""
        if table not in self.tables:
            raise KeyError(f"không có bảng {table!r}; có: {', '.join(self.tables)}")
        relation = self.connection.table(table)
        if kind == "duckdb":
            return relation
        if kind == "polars":
            return relation.pl()
        return relation.df() if kind == "pandas" else relation.to_arrow_table()

    def panel(self, baseline: str, *, shape: Literal["long", "wide"] = "long") -> pandas.DataFrame:
        """Return how every plan stands to the targets of ``baseline``: one row a plan and milestone.

        Columns: the province on the plan's date and since 2025-07-01, issuer, year, indicator, due, status, value,
        comparator, the sentence, and its link (``sentence(link)`` gives it back). ``wide``: issuers down, milestones
        across.
        """
        found = panel(self.connection, baseline)
        return wide(found) if shape == "wide" else found

    def text(self, document_id: str) -> str:
        """Return the text of a document, by its id or the beginning of it."""
        return str(self._stored(document_id)[1])

    def sentence(self, link: str) -> str:
        """Return the words that a link of the panel points to (``<document id>#char=<start>,<end>``, RFC 5147)."""
        document_id, _, place = link.partition("#char=")
        start, end = place.split(",")
        return self.text(document_id)[int(start) : int(end)]

    def plan(self, document_id: str, *, rules: Rules | None = None) -> Plan:
        """Return a plan as an object, parsed from its stored text."""
        document, text, layout = self._stored(document_id)
        rows = self.connection.execute("select path from ledger where sha256 = ? limit 1", [document]).fetchall()
        name = rows[0][0].rpartition("/")[2] if rows else None
        return parse_document(unpack(text, layout, document, name), rules or Rules.load())

    def plans(self, *, rules: Rules | None = None) -> Iterator[Plan]:
        """Yield every plan of the corpus, parsed from its stored text, in the order of the table ``plans``."""
        for (document_id,) in self.connection.execute("select document_id from plans").fetchall():
            yield self.plan(document_id, rules=rules)

    def splits(self, shares: Sequence[float] = (0.8, 0.1, 0.1), *, seed: str = "0") -> pandas.DataFrame:
        """Return the split of each plan for training: 0, 1, 2 … by ``shares``. Copies of one text share their split.

        The split hangs on the seed and the group alone: a plan that is added moves no other one.
        """
        relation = self.sql(
            'select document_id, coalesce(any_value(d."group"), document_id) as "group" from plans'
            " left join duplicates d using (document_id) group by document_id order by document_id"
        )
        found = relation.df()
        total = sum(shares)

        def place(group: str) -> int:
            at = int.from_bytes(hashlib.sha256(f"{seed}:{group}".encode()).digest()[:8], "big") / 2**64 * total
            for number, share in enumerate(shares):
                at -= share
                if at < 0:
                    return number
            return len(shares) - 1

        found["split"] = [place(group) for group in found["group"]]
        return found

    def verify(self) -> list[str]:
        """Return what differs from the manifest: hashes, counts, files that are missing or too many. Empty is well."""
        return list(verify(self.root))

    def to_jsonl(self, folder: str | Path) -> None:
        """Write each table as JSON lines into ``folder``."""
        to_jsonl(self.connection, self.tables, Path(folder))

    def to_duckdb(self, path: str | Path) -> None:
        """Write all tables into one DuckDB file that needs nothing else."""
        to_duckdb(self.connection, self.tables, Path(path))

    def to_excel(self, path: str | Path, tables: Sequence[str] = ("plans", "targets", "deadlines", "verdicts")) -> None:
        """Write tables as sheets of a workbook; ReadError when a table has more rows than a sheet can hold."""
        to_excel(self.connection, tables, Path(path))

    def panel_to_excel(self, path: str | Path, baseline: str) -> None:
        """Write the panel of ``baseline`` as a workbook of one sheet."""
        self.connection.register("panel", self.panel(baseline))
        to_excel(self.connection, ["panel"], Path(path))

    def to_docbin(self, path: str | Path, *, split: int | None = None, rules: Rules | None = None) -> int:
        """Write the plans (of one split) as a spaCy DocBin with their span groups and return how many there were."""
        documents = None
        if split is not None:
            found = self.splits()
            documents = list(found[found["split"] == split]["document_id"])
        plans = self.plans(rules=rules) if documents is None else (self.plan(one, rules=rules) for one in documents)
        return to_docbin(plans, Path(path))

    def _stored(self, document_id: str) -> tuple[str, str, str]:
        rows = self.connection.execute(
            "select document_id, text, layout from texts where starts_with(document_id, ?) limit 2", [document_id]
        ).fetchall()
        if len(rows) != 1:
            raise KeyError(f"không có đúng một văn bản nào có mã bắt đầu bằng {document_id!r}")
        document, text, layout = rows[0]
        return document, text, layout

    def __repr__(self) -> str:
        rows = {
            name: self.manifest["tables"][name]["rows"] for name in ("plans", "targets", "deadlines", "assignments")
        }
        return f"Corpus({str(self.root)!r}, {', '.join(f'{name}={count}' for name, count in rows.items())})"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


_LEDGER = {
    "path": "VARCHAR", "sha256": "VARCHAR", "size": "BIGINT", "media_type": "VARCHAR", "status": "VARCHAR",
    "reason": "VARCHAR", "readable_id": "VARCHAR", "read_from": "VARCHAR", "seconds": "DOUBLE", "library": "VARCHAR",
    "rules": "VARCHAR", "recipe": "VARCHAR",
}  # fmt: skip
