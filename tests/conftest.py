"""What the tests share: where the plans stand, and the rule that in CI nothing that can be tested is skipped.

Two sets of real plans are used. The five of ``corpus/plans`` travel with the project. A folder ``shared`` beside the
repository may hold many more; where it is absent, the tests that need it are skipped, in CI they fail.
"""

from __future__ import annotations

import functools
import os
import shutil
from pathlib import Path

import pytest

from kehoach_parser.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus"
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")

SEEDS: tuple[Path, ...] = tuple(sorted(path for path in (CORPUS / "plans").iterdir() if path.suffix in (".md", ".txt")))
SHARED_PLANS: tuple[Path, ...] = tuple(
    sorted(path for path in (SHARED / "plans").glob("*") if path.suffix in (".md", ".txt") and path.name != "PLANS.md")
)


def name_of(path: Path) -> str:
    """Return the name under which a plan shows in the list of tests."""
    return path.stem


# Decorators: ``@every_seed`` gives the test an argument ``seed``, ``@every_plan`` an argument ``plan_path``.
every_seed = pytest.mark.parametrize("seed", SEEDS, ids=name_of)
every_plan = pytest.mark.parametrize("plan_path", [*SEEDS, *SHARED_PLANS], ids=name_of)


def missing(what: str) -> None:
    """Skip the test because ``what`` is absent from this machine; in CI fail, since there it must be present."""
    if CI:
        pytest.fail(f"CI must have what the suite needs: {what}")
    pytest.skip(what)


def need_tool(command: str) -> str:
    """Return the path of the program ``command``; skip (in CI: fail) when it is not installed."""
    found = shutil.which(command)
    if found is None:
        missing(f"chưa cài {command}; xem .ci/apt-packages.txt")
    return found or ""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the repository, with more plans, their gold, and the raw facts."""
    if not SHARED.is_dir():
        missing(f"không có thư mục {SHARED}")
    return SHARED


@functools.cache
def parsed(path: Path) -> Plan:
    """Return the plan in ``path``, parsed once for all tests of this process."""
    from kehoach_parser import parse

    return parse(path)
