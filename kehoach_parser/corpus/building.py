"""``build``: from sources to a corpus. List and hash, run the shards, mark the copies, write the manifest."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from ..errors import ReadError
from .copies import write_copies
from .engines import Report, ShardsLost, Stopped
from .files import Layout, read_json, write_json, writing_whole
from .index import Index, open_index
from .job import Job, is_done
from .ledger import read_ledger
from .manifest import make_manifest
from .request import keep_request, locked, prepare
from .settings import Recipe, Settings
from .sources import Source
from .tables import SCHEMAS

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
    shard_size: int | None = None,
    engine: Engine = "local",
    scheduler: str | None = None,
    date: str | None = None,
    retry: Sequence[str] = (),
    watcher: Watcher | None = None,
) -> Summary:
    """Build the corpus in the folder ``root`` from ``sources``, or bring it up to date, and return how it went.

    What is already there and still good is kept: same bytes, same library, same rules, same baselines. ``date`` (EDTF)
    goes into the manifest, for there is no clock here. ``engine`` may be a function that runs ``run_shard`` elsewhere.
    ``shard_size``: documents a shard (None: by their number, see ``index.shard_size_for``). ``retry``: "all", or the
    beginnings of document ids in the quarantine that are to be tried again. Ctrl-C at any moment ends the build with a
    summary that is not ``finished``. Raises ReadError for sources that are not there, RuleError for rules or baselines
    that are not.
    """
    so_far = _SoFar(watcher or Watcher())
    try:
        _need_packages()
        settings = settings or Settings()
        given = [source if isinstance(source, Source) else Source.of(source) for source in sources]
        if engine == "dask" and not scheduler:
            raise ReadError("engine dask cần địa chỉ --scheduler", "the dask engine needs --scheduler ADDRESS")
        layout = Layout(Path(root).absolute())
        recipe = Recipe.of(settings)
        prepare(layout, given)
        with locked(layout), open_index(layout.work / "index.sqlite") as index:
            keep_request(layout, given, settings, shard_size)
            index.take_in(given, shard_size=shard_size, report=so_far.watcher.listed)
            shards = index.shards()
            jobs = _find_jobs(layout, index, shards, settings, recipe, retry, so_far)
            if jobs:
                _run(engine, jobs, layout.root, so_far.report, workers or _cores(), scheduler)
            so_far.watcher.finishing()
            return _finish(layout, index, shards, recipe, given, date, so_far.reused, {shard for shard, _ in jobs})
    except (KeyboardInterrupt, Stopped):
        return so_far.summary()
    except ShardsLost as error:
        return so_far.summary(lost=str(error))


class _SoFar:
    """What a build has done when it ends before its end."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher
        self.inputs = 0
        self.kept: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    @property
    def reused(self) -> int:
        """The inputs of shards that are left as they are."""
        return sum(self.kept.values())

    def report(self, status: str) -> None:
        """One input is done."""
        self.seen[status] += 1
        self.watcher.done(status)

    def summary(self, lost: str | None = None) -> Summary:
        """Return the summary of a build that is not finished."""
        return Summary(self.inputs, dict(self.seen + self.kept), 0, self.reused, 0, finished=False, lost=lost)


def _find_jobs(
    layout: Layout,
    index: Index,
    shards: list[int],
    settings: Settings,
    recipe: Recipe,
    retry: Sequence[str],
    so_far: _SoFar,
) -> list[tuple[int, Path]]:
    """Write the jobs of the shards that are not as they should be; from then on the corpus is not finished."""
    again = _retried(layout, shards, retry)
    jobs = []
    for shard in shards:
        job = _job_of(index, shard, settings, recipe, again.get(shard, ()))
        if is_done(job, layout):
            so_far.kept.update(read_json(layout.summary(shard))["statuses"])
        else:
            job.save(layout.job(shard))
            jobs.append((shard, layout.job(shard)))
    strangers = _strangers(layout, shards)
    if jobs or strangers:
        layout.manifest.unlink(missing_ok=True)
    for path in strangers:
        path.unlink()
    so_far.inputs = index.count()
    so_far.watcher.begin(so_far.inputs - so_far.reused)
    return jobs


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


def _cores() -> int:
    """Return the cores that this process may use: in a container or under taskset fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _need_packages() -> None:
    for name in ("pyarrow", "numpy"):
        if find_spec(name) is None:
            raise ImportError(f"Cần {name}: pip install 'kehoach-parser[corpus]'")


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


def _strangers(layout: Layout, shards: list[int]) -> list[Path]:
    """Return the files of shards that no input belongs to any more."""
    wanted = {f"{shard:05d}" for shard in shards}
    tables = (layout.root / "tables" / name for name in (*SCHEMAS, "duplicates"))
    return [
        path
        for folder in (layout.root / "shards", layout.root / "ledger", *tables)
        for path in folder.glob("*.*")
        if path.stem not in wanted and path != layout.table("duplicates", 0)
    ]


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
    for torn in layout.root.rglob(".*.tmp"):  # what a killed process was about to put in place
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
