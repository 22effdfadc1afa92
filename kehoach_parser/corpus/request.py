"""The folder of a corpus before a build: may it be used, what was asked for last time, and is anybody else at it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import ReadError
from .files import Layout, read_json, write_json
from .settings import Settings
from .sources import Source


def prepare(layout: Layout, given: Sequence[Source]) -> None:
    """Make the folder; refuse one that holds something else, or that lies in a source."""
    if layout.root.exists() and not layout.root.is_dir():
        raise ReadError(f"{layout.root} là tệp; hãy chọn một thư mục", f"{layout.root} is a file; choose a folder")
    strangers = layout.root.is_dir() and any(layout.root.iterdir()) and not layout.work.is_dir()
    if strangers and not layout.manifest.exists():
        raise ReadError(
            f"{layout.root} đã có thứ khác bên trong; hãy chọn một thư mục trống",
            f"{layout.root} holds something else; choose an empty folder",
        )
    for source in given:
        if layout.root.is_relative_to(source.path):
            raise ReadError(
                f"kho {layout.root} nằm trong nguồn {source.path}; hãy đặt kho ở chỗ khác",
                f"the corpus {layout.root} lies inside its source {source.path}; put it elsewhere",
            )
    layout.work.mkdir(parents=True, exist_ok=True)


def keep_request(layout: Layout, given: Sequence[Source], settings: Settings, shard_size: int | None) -> None:
    """Keep what was asked for, for a later retry."""
    kept = {"rules_folder": settings.rules_folder, "baselines": settings.baselines, "worker": settings.worker}
    request = {"sources": [asdict(source) for source in given], "settings": kept, "shard_size": shard_size}
    write_json(layout.work / "request.json", request)


def kept_request(root: str | Path) -> tuple[list[Source], dict[str, Any], int | None]:
    """Return what the corpus in ``root`` was last built from: sources, settings (without limits), shard size."""
    kept = read_json(Layout(Path(root)).work / "request.json")
    if kept is None:
        raise ReadError(f"{root} không phải một kho đã dựng", f"{root} is no corpus")
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["settings"].items()}
    return [Source(**source) for source in kept["sources"]], settings, kept["shard_size"]


@contextlib.contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Hold the corpus against a second build at the same time, where the system has file locks."""
    with (layout.work / "lock").open("w") as stream:
        try:
            import fcntl
        except ImportError:
            yield
            return
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ReadError(
                f"một lệnh khác đang dựng {layout.root}; hãy chờ lệnh đó xong",
                f"another build of {layout.root} is running",
            ) from None
        yield
