"""The wheel holds what a user needs: it is built, installed in an empty environment, and parses a plan there."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from kehoach_parser import Rules, parse


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment with the wheel; the dependencies are lent by the environment of the tests."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    lent = {str(Path(path)) for path in sys.path if path.endswith("site-packages")}
    # A path file lends the packages, not their own path files, so that an editable install of this project stays out.
    (packages / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return python


def test_the_wheel_holds_code_and_rules_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.yaml")}
    assert {name.removeprefix("kehoach_parser/_rules/") for name in names if "/_rules/" in name} >= rules
    assert "kehoach_parser/py.typed" in names
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kehoach_parser").rglob("templates/*")}
    assert pages
    assert pages <= {*names}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    strangers = [name for name in names if not name.startswith(("kehoach_parser/", "kehoach_parser-"))]
    assert strangers == []


def test_the_wheel_parses_a_plan_with_its_own_rules(python: Path, tmp_path: Path) -> None:
    seed = CORPUS / "plans" / "dien-bien-2021.md"
    code = (
        "import json, sys, kehoach_parser as k; plan = k.parse(sys.argv[1]);"
        "print(json.dumps([k.__file__, str(k.Rules.load().folder), k.Rules.load().digest, plan.to_json()]))"
    )
    module, rules, digest, plan = json.loads(run(python, "-c", code, seed, folder=tmp_path))
    assert Path(module).is_relative_to(python.parents[1]), "not the working tree"
    assert Path(rules).is_relative_to(python.parents[1])
    assert digest == Rules.load().digest
    assert plan == parse(seed).to_json()


def test_the_wheel_has_the_command(python: Path, tmp_path: Path) -> None:
    command = python.with_name("kehoach")
    assert "check" in run(command, "--help", folder=tmp_path)
    seed = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"
    assert (
        json.loads(run(command, "parse", seed, "--format", "json", folder=tmp_path))["header"]["period"] == "2026/2030"
    )
    assert run(command, "parse", seed, "--format", "html", folder=tmp_path).startswith("<!doctype html>")
