"""What comes from elsewhere: CI installs locked versions, the licences are known, and none binds those who use this."""

from __future__ import annotations

import importlib.metadata as metadata
import subprocess
import sys

import pytest
import regex
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = dict(
    line.split("==")
    for line in (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


def test_every_line_of_the_lock_is_one_version_and_no_address() -> None:
    for name, version in LOCKED.items():
        assert regex.fullmatch(r"[\w.-]+", name), name
        assert regex.fullmatch(r"\d[\w.+!]*", version), version


def requirements() -> list[Requirement]:
    found = [Requirement(line) for line in metadata.requires("kehoach-parser") or ()]
    return [one for one in found if canonicalize_name(one.name) != "kehoach-parser"]


@pytest.mark.parametrize("need", requirements(), ids=str)
def test_the_lock_holds_what_the_project_asks_for(need: Requirement) -> None:
    locked = {canonicalize_name(name): version for name, version in LOCKED.items()}
    assert canonicalize_name(need.name) in locked, "run .ci/lock"
    assert need.specifier.contains(locked[canonicalize_name(need.name)], prereleases=True)


def test_no_package_has_a_strong_copyleft_licence() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "licences.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_of_licences_names_every_dependency() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for need in requirements():
        if "dev" not in str(need.marker):
            assert regex.search(rf"^\| {regex.escape(canonicalize_name(need.name))} \|", page, regex.MULTILINE), need
    assert "not said" not in page


def test_ci_uses_the_lock() -> None:
    for ci, used in (("", False), ("true", True)):
        done = subprocess.run(
            ["make", "-n", "-B", "test", f"CI={ci}"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert ("--constraint .ci/constraints.txt" in done.stdout) is used
