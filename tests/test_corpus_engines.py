"""The cluster engine gives the same rows as the local one, and survives a worker that is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from corpus_kit import make_plans, settings, tables_of

from kehoach_parser import ReadError
from kehoach_parser.corpus.building import build
from kehoach_parser.corpus.shard import Job, run_shard

distributed = pytest.importorskip("distributed", reason="pip install 'kehoach-parser[cluster]'")


def test_two_workers_one_of_them_killed(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 48)
    build([folder], tmp_path / "local", workers=1, shard_size=4, settings=settings())
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]

        def kill_one() -> None:
            shards = tmp_path / "cluster" / "shards"
            for _ in range(400):
                time.sleep(0.05)
                if shards.is_dir() and len(list(shards.glob("*.json"))) >= 3:
                    break
            os.kill(pids[0], signal.SIGKILL)

        killer = threading.Thread(target=kill_one)
        killer.start()
        summary = build(
            [folder],
            tmp_path / "cluster",
            engine="dask",
            scheduler=cluster.scheduler_address,
            shard_size=4,
            settings=settings(),
        )
        killer.join()
    assert summary.statuses == {"ok": 48}
    assert tables_of(tmp_path / "cluster") == tables_of(tmp_path / "local")


def test_an_engine_may_be_a_function(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 6)
    build([folder], tmp_path / "local", workers=1, shard_size=3, settings=settings())

    def backwards(jobs: Sequence[tuple[int, Path]], root: Path, report: Callable[[str], None]) -> None:
        for _, job in reversed(jobs):
            run_shard(job, root, report=report)

    build([folder], tmp_path / "own", engine=backwards, shard_size=3, settings=settings())
    assert tables_of(tmp_path / "own") == tables_of(tmp_path / "local")
    summary = build([folder], tmp_path / "lazy", engine=lambda *_: None, shard_size=3, settings=settings())
    assert summary.exit_code == 2
    assert "lô 0: chưa xong" in (summary.lost or "")


def test_the_cluster_needs_an_address(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="--scheduler"):
        build([make_plans(tmp_path / "in", 1)], tmp_path / "kho", engine="dask")


def test_run_shard_twice_is_run_shard_once(tmp_path: Path) -> None:
    """What Ray or Spark may do: start the same task a second time while the first still runs."""
    folder = make_plans(tmp_path / "in", 6)
    build([folder], tmp_path / "local", workers=1, shard_size=6, settings=settings())
    job = _job_of(folder, tmp_path / "local")
    job.save(tmp_path / "job.json")
    root = tmp_path / "twice"
    runs = [threading.Thread(target=run_shard, args=(tmp_path / "job.json", root)) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    found, wanted = tables_of_shard(root), tables_of_shard(tmp_path / "local")
    assert found == {name: data for name, data in wanted.items() if "duplicates" not in name}
    assert not list((root / "work").rglob("*.journal"))


def _job_of(folder: Path, root: Path) -> Job:
    from dataclasses import asdict

    from kehoach_parser.corpus.index import open_index
    from kehoach_parser.corpus.settings import Recipe

    with open_index(root / "work" / "index.sqlite") as index:
        return Job(0, settings(), Recipe.of(settings()), [asdict(one) for one in index.inputs_of(0)])


def tables_of_shard(root: Path) -> dict[str, bytes]:
    """Return the bytes of every table file."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "tables").rglob("*.parquet")}
