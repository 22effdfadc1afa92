"""Every rule file loads, every pattern finds its own examples, and none is slow on hostile text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from kehoach_parser import Rules
from kehoach_parser.cli import main
from kehoach_parser.rulebook import entries, examine, pattern_of
from kehoach_parser.rules import read_yaml
from kehoach_parser.text import fold

RULES = Rules.load().folder
FILES = sorted(RULES.rglob("*.yaml"))


def patterns() -> list[Any]:
    """Return every (file, rule, fragments) that holds a pattern."""
    found = []
    for path in FILES:
        content = read_yaml(path)
        fragments = content.get("fragments", {}) if isinstance(content, dict) else {}
        for number, entry in enumerate(entries(content)):
            if "pattern" in entry:
                name = f"{path.relative_to(RULES)}-{entry.get('id', number)}"
                found.append(pytest.param(path, entry, fragments, id=name))
    return found


def test_there_are_rules() -> None:
    assert len(FILES) > 10
    assert len(patterns()) > 50


def test_all_rule_files_are_well() -> None:
    book = examine(Rules.load())
    assert book.faults == []
    assert book.examples > 500


HOSTILE = [
    "1." * 4000,
    "1 " * 4000,
    "a " * 4000,
    "đến năm 2025 " * 700,
    "sở, ban, ngành, " * 600,
    "60% và 70%, " * 700,
    "(" * 8000,
    "- " * 4000,
    "trước ngày 15/11 hàng năm; " * 350,
    "\n" * 8000,
]


@pytest.mark.parametrize(("path", "entry", "fragments"), patterns())
def test_a_pattern_is_fast_on_hostile_text(path: Path, entry: dict[str, Any], fragments: dict[str, str]) -> None:
    pattern = pattern_of(entry, fragments, str(path))
    if pattern is None:
        return  # the step that uses it completes it; its own tests time it
    for text in (*HOSTILE, *(fold(str(one))[:40] * 200 for one in entry.get("examples") or [])):
        start = time.perf_counter()
        for _ in pattern.finditer(text, timeout=2):
            pass
        spent = time.perf_counter() - start
        assert spent < 0.25, f"{spent:.2f} s for {len(text)} characters like {text[:40]!r}"


def copy_rules(folder: Path) -> Path:
    for path in FILES:
        target = folder / path.relative_to(RULES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("\nsections: [{]\n", "YAML sai"),
        ("\nlạ: 1\n", "lạ"),
    ],
)
def test_a_broken_rule_file_is_one_line(tmp_path: Path, fault: str, said: str) -> None:
    from click.testing import CliRunner

    folder = copy_rules(tmp_path / "rules")
    target = folder / "sections.yaml"
    target.write_text(target.read_text(encoding="utf-8") + fault, encoding="utf-8")
    for command in (["rules"], ["parse", "corpus/plans/dien-bien-2021.md"]):
        done = CliRunner().invoke(main, [*command, "--rules", str(folder)])
        assert done.exit_code == 2, done.output
        assert "sections.yaml" in done.stderr
        assert said in done.stderr
        assert done.stdout == ""


def test_a_pattern_that_misses_its_example_is_a_fault(tmp_path: Path) -> None:
    folder = copy_rules(tmp_path / "rules")
    (folder / "own.yaml").write_text(
        "own:\n- {id: own/a, pattern: 'đạt', examples: [không], not_examples: [x]}\n- {id: own/a, pattern: 'đạt'}\n",
        encoding="utf-8",
    )
    faults = "\n".join(examine(Rules(folder)).faults)
    assert "không tìm thấy ví dụ 'không'" in faults
    assert "luật phải có examples" in faults
    assert "mã 'own/a' dùng 2 lần" in faults
