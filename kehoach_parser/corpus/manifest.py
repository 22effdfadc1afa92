"""The manifest: what a corpus holds, in figures and hashes that anybody can check."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .. import __version__
from ..models import SCHEMA_VERSION
from . import duplicates
from .files import Layout, read_json
from .journal import STATUSES
from .ledger import digest_of, read_ledger
from .settings import Recipe
from .tables import SCHEMAS

FORMAT = "kehoach-corpus 1"
_TOOLS = ("pyarrow", "numpy", "regex", "pydantic")


def make_manifest(
    layout: Layout, shards: list[int], recipe: Recipe, *, sources: list[str], date: str | None, groups: dict[str, Any]
) -> dict[str, Any]:
    """Return the manifest of a finished corpus. Nothing in it depends on when, where or how fast it was built."""
    statuses: Counter[str] = Counter()
    documents = 0
    tables: dict[str, dict[str, Any]] = {table: {"rows": 0, "bytes": 0, "shards": []} for table in SCHEMAS}
    ledger = []
    for shard in shards:
        summary = read_json(layout.summary(shard))
        statuses.update(summary["statuses"])
        documents += summary["documents"]
        ledger.append(
            {"file": _name(layout, layout.ledger(shard)), "rows": summary["inputs"], "rows_sha256": summary["ledger"]}
        )
        for table, held in summary["tables"].items():
            whole = tables[table]
            whole["rows"] += held["rows"]
            whole["bytes"] += held["bytes"]
            whole["shards"].append({"file": _name(layout, layout.table(table, shard)), **held})
    tables["duplicates"] = {
        "rows": groups["rows"],
        "bytes": groups["bytes"],
        "shards": [{"file": _name(layout, layout.table("duplicates", 0)), **groups}],
    }
    return {
        "format": FORMAT,
        "date": date,
        "sources": sources,
        "library": __version__,
        "schema_version": SCHEMA_VERSION,
        "rules": recipe.rules,
        "baselines": list(recipe.baselines) or "auto",
        "recipe": recipe.digest,
        "tools": {tool: _version(tool) for tool in _TOOLS},
        "inputs": {"in": sum(statuses.values()), **{status: statuses[status] for status in STATUSES}},
        "documents": documents,
        "duplicates": {
            "method": f"MinHash, {duplicates.PERMUTATIONS} permutations, runs of {duplicates.RUN} syllables",
            "threshold": duplicates.THRESHOLD,
        },
        "tables": tables,
        "ledger": ledger,
    }


def verify(root: str | Path) -> Iterator[str]:
    """Yield a line for everything in which the corpus in ``root`` is not what its manifest says; none is well."""
    layout = Layout(Path(root))
    manifest = read_json(layout.manifest)
    if manifest is None:
        yield "không có manifest.json: kho chưa dựng xong; chạy lại lệnh dựng"
        return
    if manifest.get("format") != FORMAT:
        yield f"manifest.json không phải {FORMAT!r}"
        return
    counts = dict(manifest["inputs"])
    if counts.pop("in") != sum(counts.values()):
        yield "số đầu vào khác tổng các trạng thái"
    known = {layout.manifest, layout.quarantine}
    for table, whole in manifest["tables"].items():
        if whole["rows"] != sum(shard["rows"] for shard in whole["shards"]):
            yield f"{table}: tổng số dòng khác tổng các tệp"
        for shard in whole["shards"]:
            path = layout.root / shard["file"]
            known.add(path)
            yield from _check_file(path, shard["sha256"])
    yield from _check_ledger(layout, manifest, known)
    for folder in ("tables", "ledger"):
        for path in sorted((layout.root / folder).rglob("*.*")):
            if path.is_file() and path not in known:
                yield f"{_name(layout, path)}: không có trong manifest"


def _check_file(path: Path, wanted: str) -> Iterator[str]:
    try:
        with path.open("rb") as stream:
            found = (
                hashlib.file_digest(stream, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else _hash(stream)
            )
    except OSError:
        yield f"{path.parent.name}/{path.name}: không có tệp này"
        return
    if found != wanted:
        yield f"{path.parent.name}/{path.name}: nội dung khác mã băm trong manifest"


def _hash(stream: Any) -> str:
    total = hashlib.sha256()
    while block := stream.read(2**20):
        total.update(block)
    return total.hexdigest()


def _check_ledger(layout: Layout, manifest: dict[str, Any], known: set[Path]) -> Iterator[str]:
    statuses: Counter[str] = Counter()
    for shard in manifest["ledger"]:
        path = layout.root / shard["file"]
        known.add(path)
        rows = list(read_ledger(path))
        statuses.update(row.status for row in rows)
        if len(rows) != shard["rows"] or digest_of(rows) != shard["rows_sha256"]:
            yield f"{shard['file']}: sổ khác manifest"
        if len({row.path for row in rows}) != len(rows):
            yield f"{shard['file']}: một đường dẫn có hai dòng"
    counts = {status: manifest["inputs"][status] for status in STATUSES}
    if counts != {status: statuses[status] for status in STATUSES}:
        yield "số đếm trong manifest khác sổ"


def _name(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.root).as_posix()


def _version(tool: str) -> str | None:
    try:
        return version(tool)
    except PackageNotFoundError:
        return None
