"""Every rule file loads, every pattern finds its own examples, and none that is slow on hostile text can be loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import regex

from kehoach_parser import RuleError, Rules
from kehoach_parser.cli import main
from kehoach_parser.extract.section_rules import SectionRules
from kehoach_parser.rulebook import entries, examine
from kehoach_parser.rules import read_yaml
from kehoach_parser.slow_patterns import find_slow_text

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


@pytest.mark.parametrize(
    ("slow", "text"),
    [(r"(?:\p{L}+ ?)+!", "a"), (r"\d+(?:,\d+)?(?=%)", "1"), (r"[\p{L} ,]+đội", "a")],
)
def test_a_slow_pattern_cannot_be_loaded(tmp_path: Path, slow: str, text: str) -> None:
    folder = copy_rules(tmp_path / "rules")
    target = folder / "sections.yaml"
    written = target.read_text(encoding="utf-8")
    pattern = "'mục đích{end}|ý nghĩa{end}'"
    assert pattern in written
    target.write_text(written.replace(pattern, f"'{slow}'"), encoding="utf-8")
    with pytest.raises(RuleError, match=rf"sections\.yaml: mẫu chạy quá chậm .*{re.escape(text)}"):
        Rules.load(folder).read("sections.yaml", SectionRules)


def test_a_quick_pattern_is_not_taken_for_slow() -> None:
    for source in (r"đạt \d{1,3} ?%", r"(?:sở|ban|ngành)(?:, (?:sở|ban|ngành)){0,9}", r"[^;.]{0,140}đạt"):
        assert find_slow_text(regex.compile(source)) is None


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
