"""``build``: from sources to a corpus. List and hash, run the shards, mark the copies, write the manifest."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ..errors import ReadError
from .copies import write_copies
from .engines import Report, ShardsLost, Stopped
from .files import Layout, read_json, write_json, writing_whole
from .index import Index, open_index
from .ledger import read_ledger
from .manifest import make_manifest
from .settings import Recipe, Settings
from .shard import Job, is_done
from .sources import Source
from .tables import SCHEMAS

SHARD_SIZE = 500
# A function runs every (shard number, job file) for the corpus in a folder: a cluster of another kind.
Engine = Literal["local", "dask"] | Callable[[Sequence[tuple[int, Path]], Path, Report], None]


class Watcher:
    """What a build tells whoever looks on. The methods do nothing here; ``progress`` draws them as a bar."""

    def listed(self, count: int) -> None:
        """So many inputs have been listed and hashed."""

    def begin(self, count: int) -> None:
        """So many inputs will be reported."""

    def done(self, status: str) -> None:
        """One input is done."""

    def finishing(self) -> None:
        """All are done: copies are being marked and the manifest written."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a build ended: the inputs by status, those left as they were, those read from the stored text only."""

    inputs: int
    statuses: dict[str, int]
    documents: int
    reused: int
    from_stored_text: int
    finished: bool = True
    lost: str | None = None

    @property
    def failed(self) -> int:
        """The inputs that should have come in and did not."""
        return self.statuses.get("failed", 0) + self.statuses.get("timed_out", 0)

    @property
    def quarantined(self) -> int:
        """The inputs that did not come in, refused ones with them."""
        return self.failed + self.statuses.get("refused", 0)

    @property
    def exit_code(self) -> int:
        """0 all well, 1 something failed or timed out, 2 shards lost, 130 stopped by Ctrl-C."""
        if self.lost:
            return 2
        if not self.finished:
            return 130
        return 1 if self.failed else 0


def build(
    sources: Sequence[str | Path | Source],
    root: str | Path,
    *,
    settings: Settings | None = None,
    workers: int | None = None,
    shard_size: int = SHARD_SIZE,
    engine: Engine = "local",
    scheduler: str | None = None,
    date: str | None = None,
    retry: Sequence[str] = (),
    watcher: Watcher | None = None,
) -> Summary:
    """Build the corpus in the folder ``root`` from ``sources``, or bring it up to date, and return how it went.

    What is already there and still good is kept: same bytes, same library, same rules, same baselines. ``date`` (EDTF)
    goes into the manifest, for there is no clock here. ``engine`` may be a function that runs ``run_shard`` elsewhere.
    ``retry``: "all", or the beginnings of document ids in the
    quarantine that are to be tried again. Raises ReadError for sources that are not there, RuleError for rules or
    baselines that are not.
    """
    _need_packages()
    watcher = watcher or Watcher()
    settings = settings or Settings()
    given = [source if isinstance(source, Source) else Source.of(source) for source in sources]
    if engine == "dask" and not scheduler:
        raise ReadError("engine dask cần địa chỉ --scheduler", "the dask engine needs --scheduler ADDRESS")
    layout = Layout(Path(root).absolute())
    recipe = Recipe.of(settings)
    _prepare(layout, given, settings, shard_size)
    with _locked(layout), open_index(layout.work / "index.sqlite") as index:
        try:
            index.take_in(given, shard_size=shard_size, report=watcher.listed)
        except KeyboardInterrupt:
            return Summary(0, {}, 0, 0, 0, finished=False)
        shards = index.shards()
        again = _retried(layout, shards, retry)
        jobs = []
        kept: Counter[str] = Counter()
        for shard in shards:
            job = _job_of(index, shard, settings, recipe, again.get(shard, ()))
            if is_done(job, layout):
                kept.update(read_json(layout.summary(shard))["statuses"])
            else:
                job.save(layout.job(shard))
                jobs.append((shard, layout.job(shard)))
        if jobs or not layout.manifest.exists():
            layout.manifest.unlink(missing_ok=True)
        _drop_strangers(layout, shards)
        watcher.begin(index.count() - sum(kept.values()))
        seen: Counter[str] = Counter()

        def report(status: str) -> None:
            seen[status] += 1
            watcher.done(status)

        reused = sum(kept.values())
        try:
            if jobs:
                _run(engine, jobs, layout.root, report, workers or os.cpu_count() or 1, scheduler)
        except Stopped:
            return Summary(index.count(), dict(seen + kept), 0, reused, 0, finished=False)
        except ShardsLost as error:
            return Summary(index.count(), dict(seen + kept), 0, reused, 0, finished=False, lost=str(error))
        watcher.finishing()
        return _finish(layout, index, shards, recipe, given, date, reused, {shard for shard, _ in jobs})


def _run(
    engine: Engine,
    jobs: Sequence[tuple[int, Path]],
    root: Path,
    report: Report,
    workers: int,
    scheduler: str | None,
) -> None:
    if callable(engine):
        engine(jobs, root, report)
        done = Layout(root)
        left = [shard for shard, job in jobs if not is_done(replace(Job.load(job), retry=()), done)]
        if left:
            raise ShardsLost(dict.fromkeys(left, "chưa xong"))
    elif engine == "dask":
        from .engines import dask

        dask.run(jobs, root, scheduler=scheduler or "", report=report)
    elif workers == 1:
        from .engines import inline

        inline.run(jobs, root, report=report)
    else:
        from .engines import local

        local.run(jobs, root, workers=workers, report=report)


def _prepare(layout: Layout, given: Sequence[Source], settings: Settings, shard_size: int) -> None:
    """Make the folder and keep the sources, for a later retry; refuse a folder that holds something else."""
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
    kept = {"rules_folder": settings.rules_folder, "baselines": settings.baselines, "worker": settings.worker}
    request = {"sources": [asdict(source) for source in given], "settings": kept, "shard_size": shard_size}
    write_json(layout.work / "request.json", request)


def kept_request(root: str | Path) -> tuple[list[Source], dict[str, Any], int]:
    """Return what the corpus in ``root`` was last built from: sources, settings (without limits), shard size."""
    kept = read_json(Layout(Path(root)).work / "request.json")
    if kept is None:
        raise ReadError(f"{root} không phải một kho đã dựng", f"{root} is no corpus")
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["settings"].items()}
    return [Source(**source) for source in kept["sources"]], settings, kept["shard_size"]


def _need_packages() -> None:
    for name in ("pyarrow", "datasketch"):
        if find_spec(name) is None:
            raise ImportError(f"Cần {name}: pip install 'kehoach-parser[corpus]'")


@contextlib.contextmanager
def _locked(layout: Layout) -> Iterator[None]:
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


def _job_of(index: Index, shard: int, settings: Settings, recipe: Recipe, retry: Sequence[str]) -> Job:
    return Job(shard, settings, recipe, [asdict(one) for one in index.inputs_of(shard)], tuple(retry))


def _retried(layout: Layout, shards: list[int], retry: Sequence[str]) -> dict[int, list[str]]:
    """Return the quarantined documents to try again, by shard."""
    found: dict[int, list[str]] = {}
    for shard in shards if retry else ():
        for row in read_ledger(layout.ledger(shard)):
            if row.status not in ("ok", "partial") and ("all" in retry or row.sha256.startswith(tuple(retry))):
                found.setdefault(shard, []).append(row.sha256)
    if retry and not found:
        raise ReadError("không có tệp nào như vậy trong danh sách cách ly", "nothing like that is in the quarantine")
    return found


def _drop_strangers(layout: Layout, shards: list[int]) -> None:
    """Remove the files of shards that no input belongs to any more."""
    wanted = {f"{shard:05d}" for shard in shards}
    for folder in (
        layout.root / "shards",
        layout.root / "ledger",
        *(layout.root / "tables" / name for name in SCHEMAS),
    ):
        for path in folder.glob("*.*"):
            if path.stem not in wanted:
                path.unlink()


def _finish(
    layout: Layout,
    index: Index,
    shards: list[int],
    recipe: Recipe,
    given: Sequence[Source],
    date: str | None,
    reused: int,
    touched: set[int],
) -> Summary:
    for folder in ("tables", "ledger", "shards"):
        for torn in (layout.root / folder).rglob(".*.tmp"):  # what a killed process was about to put in place
            torn.unlink(missing_ok=True)
    groups = write_copies(layout, index, shards)
    statuses: Counter[str] = Counter()
    stored = 0
    command = f"kehoach corpus retry {shlex.quote(str(layout.root))}"
    with writing_whole(layout.quarantine) as stream:
        for shard in shards:
            for row in read_ledger(layout.ledger(shard)):
                statuses[row.status] += 1
                stored += shard in touched and row.read_from == "stored"
                if row.status not in ("ok", "partial"):
                    told = {"path": row.path, "sha256": row.sha256, "status": row.status, "reason": row.reason}
                    line = json.dumps({**told, "again": f"{command} {row.sha256[:12]}"}, ensure_ascii=False)
                    stream.write(line.encode("utf-8") + b"\n")
    names = [Path(source.path).name for source in given]
    manifest = make_manifest(layout, shards, recipe, sources=names, date=date, groups=groups)
    write_json(layout.manifest, manifest)
    for folder in ("journals", "jobs"):
        shutil.rmtree(layout.work / folder, ignore_errors=True)
    return Summary(sum(statuses.values()), dict(statuses), manifest["documents"], reused, stored)
