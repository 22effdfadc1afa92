"""Where things stand in a corpus folder, and writing that a kill can never leave half done."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a corpus. ``work`` holds what only the builder needs."""

    root: Path

    @property
    def work(self) -> Path:
        """The index, the jobs and the journals of the builder."""
        return self.root / "work"

    @property
    def manifest(self) -> Path:
        """Written last: a corpus without it is not finished."""
        return self.root / "manifest.json"

    @property
    def quarantine(self) -> Path:
        """What did not come in, and why."""
        return self.root / "quarantine.jsonl"

    def table(self, name: str, shard: int) -> Path:
        """The Parquet file of one table and shard."""
        return self.root / "tables" / name / f"{shard:05d}.parquet"

    def ledger(self, shard: int) -> Path:
        """The ledger rows of one shard."""
        return self.root / "ledger" / f"{shard:05d}.jsonl"

    def summary(self, shard: int) -> Path:
        """What a finished shard holds, with the hashes of its files; written last."""
        return self.root / "shards" / f"{shard:05d}.json"

    def job(self, shard: int) -> Path:
        """What a shard has to hold."""
        return self.work / "jobs" / f"{shard:05d}.json"

    def journals(self, shard: int) -> list[Path]:
        """What earlier, interrupted work on a shard left."""
        return sorted((self.work / "journals").glob(f"{shard:05d}.*.journal"))

    def new_journal(self, shard: int, tag: str) -> Path:
        """A journal that no other process writes to."""
        folder = self.work / "journals"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{shard:05d}.{os.getpid()}-{os.urandom(4).hex()}.{tag}.journal"


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content stands in ``path`` at the end: whole, on the disk, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: whole, on the disk, or not at all."""
    with writing_whole(path) as stream:
        stream.write(data)


def measure(path: Path) -> tuple[int, str]:
    """Return the size of a file and its sha256."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(2**20):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def write_json(path: Path, data: Any) -> None:
    """Write ``data`` as JSON, whole or not at all."""
    write_whole(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def read_json(path: Path) -> Any:
    """Return the JSON in ``path``, or None when there is no such file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Put the new name itself on the disk; where folders cannot be opened (Windows), the file system sees to it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
