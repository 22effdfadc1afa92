"""The pages tell the truth: every example runs and prints what it says, every file that is named exists."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import pkgutil
import shlex
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner
from conftest import ROOT

import kehoach_parser
from kehoach_parser.cli import main

PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "corpus" / "README.md"]
READMES = PAGES[:2]

_BLOCK = regex.compile(r"^```(\w*)\n(.*?)^```$", regex.MULTILINE | regex.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a page: (language, content), in order."""
    return [(match[1], match[2]) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def python_examples() -> Iterator[object]:
    """Yield every Python block of the pages with the text block that follows it, which is its output."""
    for page in PAGES:
        found = [*blocks(page), ("", "")]
        for number, ((language, code), (next_language, output)) in enumerate(pairwise(found)):
            if language == "python":
                wanted = output if next_language == "text" else None
                yield pytest.param(code, wanted, id=f"{page.relative_to(ROOT)}-{number}")


@pytest.mark.parametrize(("code", "output"), list(python_examples()))
def test_a_python_example_prints_what_it_says(
    code: str, output: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "example", "exec"), {"__name__": "example"})
    if output is not None:
        assert printed.getvalue().strip() == output.strip()


def commands() -> Iterator[object]:
    """Yield every ``$ kehoach …`` of the pages with the lines shown below it."""
    for page in PAGES:
        for language, content in blocks(page):
            if language == "console":
                for part in regex.split(r"^\$ ", content, flags=regex.MULTILINE)[1:]:
                    command, _, output = part.partition("\n")
                    if command.startswith("kehoach ") and output.strip():
                        yield pytest.param(command, output, id=f"{page.relative_to(ROOT)}-{command}")


@pytest.mark.parametrize(("command", "output"), list(commands()))
def test_a_command_prints_what_it_says(command: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(main, shlex.split(command)[1:]).output
    lines = {" ".join(line.split()) for line in printed.splitlines()}
    for line in output.splitlines():
        if line.strip() not in ("", "…"):
            assert " ".join(line.split()) in lines, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in regex.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_the_two_readmes_are_of_equal_content() -> None:
    english, vietnamese = READMES
    shape = [(language, content) for language, content in blocks(english) if language == "python"]
    assert shape == [(language, content) for language, content in blocks(vietnamese) if language == "python"]
    levels = [regex.findall(r"^#+", page.read_text(encoding="utf-8"), regex.MULTILINE) for page in READMES]
    assert levels[0] == levels[1], "the same headings in the same order"
    rows = [len(regex.findall(r"^\|", page.read_text(encoding="utf-8"), regex.MULTILINE)) for page in READMES]
    assert rows[0] == rows[1], "the same tables"


@pytest.mark.parametrize("target", ["demo", "test"])
def test_make_knows_the_two_commands(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for page in READMES:
        assert f"make {target}" in page.read_text(encoding="utf-8")


MODULES = ["kehoach_parser"] + [
    module.name
    for module in pkgutil.walk_packages(kehoach_parser.__path__, "kehoach_parser.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_every_public_name_says_what_it_is() -> None:
    for name in kehoach_parser.__all__:
        assert (getattr(kehoach_parser, name).__doc__ or "").strip(), name


def test_the_changelog_knows_the_version() -> None:
    assert f"## {kehoach_parser.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
