"""All rule files at once: do they load, is no pattern slow, and does every pattern find its own examples?

What an example must be *read as* is held by the tests of the step that uses the rule; here is what holds for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regex import Pattern

from .baseline import list_baselines
from .errors import RuleError
from .pipeline import parse
from .rules import FRAGMENT, Rules, compile_pattern, read_yaml
from .slow_patterns import refuse_slow
from .text import fold

# Enough of a plan to make every step load the rule files that it uses.
_SPECIMEN = "KẾ HOẠCH\nCông tác năm 2025\n\nI. MỤC TIÊU\n1. Đến năm 2025 đạt 60% cơ quan có lãnh đạo là nữ.\n"


@dataclass
class Rulebook:
    """What was looked at, and one line for each fault."""

    files: int = 0
    examples: int = 0
    faults: list[str] = field(default_factory=list)


def examine(rules: Rules) -> Rulebook:
    """Return the count of files and examples of ``rules``, and their faults: none is well."""
    book = Rulebook()
    seen: Counter[str] = Counter()
    for path in sorted(rules.folder.rglob("*.yaml")):
        book.files += 1
        try:
            content = read_yaml(path)
        except RuleError as error:
            book.faults.append(str(error))
            continue
        fragments = content.get("fragments", {}) if isinstance(content, dict) else {}
        for entry in entries(content):
            name = entry.get("id", "")
            seen[name] += "/" in name  # the id under which results name their rule
            if "pattern" in entry:
                _examine_pattern(book, path, entry, fragments)
    book.faults += [f"{rules.folder}: mã {name!r} dùng {count} lần" for name, count in seen.items() if count > 1]
    try:
        parse(text=_SPECIMEN, rules=rules)
        baselines = [(baseline.id, baseline) for baseline in list_baselines(rules)]
        # Other rules than those of the package were tried when they were read.
        for name, model in (*(rules.loaded if rules.proven else ()), *baselines):
            refuse_slow(model, str(rules.folder / name))
    except RuleError as error:
        book.faults.append(str(error))
    return book


def entries(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every rule of a rule file: each mapping that has an id or a pattern."""
    if isinstance(node, dict):
        if isinstance(node.get("id"), str) or isinstance(node.get("pattern"), str):
            yield node
        for value in node.values():
            yield from entries(value)
    elif isinstance(node, list):
        for value in node:
            yield from entries(value)


def pattern_of(entry: dict[str, Any], fragments: dict[str, str], where: str) -> Pattern[str] | None:
    """Return the pattern of a rule compiled, or None when the step that uses it adds fragments of its own.

    A fragment that nobody declares is no way out: the step refuses it when it loads the file.
    """
    source = "".join(entry["pattern"].splitlines())
    known = "|".join([source, *fragments.values()])
    if set(FRAGMENT.findall(known)) - set(fragments):
        return None
    return compile_pattern(source, fragments, where)


def _examine_pattern(book: Rulebook, path: Path, entry: dict[str, Any], fragments: dict[str, str]) -> None:
    where = f"{path}: {entry.get('id') or entry['pattern'][:40]}"
    positive, negative = entry.get("examples"), entry.get("not_examples")
    if "id" in entry and (positive is None or negative is None or not (positive or negative)):
        book.faults.append(f"{where}: luật phải có examples và not_examples")
    try:
        pattern = pattern_of(entry, fragments, where)
    except RuleError as error:
        book.faults.append(str(error))
        return
    book.examples += len(positive or []) + len(negative or [])
    if pattern is None or entry.keys() & {"before", "after"}:  # the pattern is one way of several to find an example
        return
    for example in positive or []:
        words = example["text"] if isinstance(example, dict) else example
        if not pattern.search(fold(words)):
            book.faults.append(f"{where}: mẫu không tìm thấy ví dụ {words!r}")
