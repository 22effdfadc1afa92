"""What a change of code or rules does to a folder of real plans: results gained and lost, each with its sentence.

Two trees of the project read the same files, each in a process of its own, and their JSON is compared. There is no gold
here: a gain is a result that only the new tree has, a loss one that only the old tree has, and a value read otherwise
shows as one of each. Whether they are right is for the reader of the list to say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import ReadError
from ..text import sentence_at, squeeze

# Run by the Python of this environment inside each tree; it uses only names that every revision has. A file that cannot
# be read is a result too: the line then holds the reason instead of the plan.
_READER = """
import json, sys
from kehoach_parser import parse
for name in sys.stdin.read().split("\\0"):
    try:
        plan = json.loads(parse(name).to_json())
    except Exception as error:
        plan = {"unread": f"{type(error).__name__}: {error}"}
    print(json.dumps({"name": name, "plan": plan}))
"""

# The fields that make two results the same. Offsets are left out: they shift when the text is read otherwise.
_IDENTITY: dict[str, tuple[str, ...]] = {
    "citations": ("doc_type", "number", "date", "issuer"),
    "targets": ("section", "quote", "comparator", "value", "value_max", "unit", "change", "due", "indicator"),
    "deadlines": ("section", "quote", "bound", "date", "rrule", "agency"),
    "assignments": ("section", "agency", "role", "tasks"),
    "findings": ("code", "quote"),
    "unclaimed": ("quote",),
}
_HIDDEN = ("section", "quote")  # they say where; the sentence shows it already
_SENTENCE_LENGTH = 200


@dataclass(frozen=True)
class Difference:
    """One result that only one of the two revisions has."""

    sign: Literal["gain", "loss"]
    document: str
    part: str
    rule: str | None
    section: str | None
    start: int
    what: str
    sentence: str

    def line(self) -> str:
        """Return the difference as two lines of text: what it is, and the sentence it stands in."""
        sign = "+" if self.sign == "gain" else "-"
        head = " · ".join(part for part in (self.part, self.section, self.rule, self.what) if part)
        return f"{sign} {head}\n    {self.sentence}"


def compare_revisions(revision: str, folder: Path, *, against: str | None = None) -> list[Difference]:
    """Return what ``against`` (default: the working tree) gains and loses over ``revision`` on the files of ``folder``.

    Sorted by document and place. Raises ReadError when this is no git checkout, the revision does not exist, or a tree
    cannot run.
    """
    files = sorted(path.resolve() for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    if not files:
        raise ReadError(f"{folder}: không có tệp nào để so sánh.")
    with _tree_of(revision) as old_tree:
        old = _read_all(old_tree, files)
    if against is None:
        new = _read_all(_repository(), files)
    else:
        with _tree_of(against) as new_tree:
            new = _read_all(new_tree, files)
    base = folder.resolve()
    return [
        difference
        for path in files
        for difference in compare_plans(path.relative_to(base).as_posix(), old[str(path)], new[str(path)])
    ]


def compare_plans(document: str, old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """Return the differences between two parsed plans (as their JSON), in the order of the text.

    >>> old = {"text": "Đạt 60%.", "targets": []}
    >>> new = {"text": "Đạt 60%.", "targets": [{"quote": "Đạt 60%", "value": 60, "span": {"start": 0, "end": 7}}]}
    >>> [(one.sign, one.part, one.sentence) for one in compare_plans("a.md", old, new)]
    [('gain', 'targets', 'Đạt 60%.')]
    """
    before, after = _results(old), _results(new)
    found = []
    for part in {**before, **after}:
        left = Counter(key for key, _ in before[part])
        kept = left & Counter(key for key, _ in after[part])
        # A number that nothing claims any more is the loss, one that is claimed now the gain; so with unread files.
        signs: tuple[Literal["gain", "loss"], Literal["gain", "loss"]] = ("loss", "gain")
        if part in ("unclaimed", "reading"):
            signs = ("gain", "loss")
        for sign, plan, results in ((signs[0], old, before[part]), (signs[1], new, after[part])):
            seen = kept.copy()
            for key, item in results:
                if seen[key] > 0:
                    seen[key] -= 1
                else:
                    found.append(_difference(sign, document, part, plan, item))
    return sorted(found, key=lambda one: (one.start, one.part, one.sign))


def by_rule(differences: list[Difference]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (gains, losses) for each (part, rule), so that the rule behind a change is seen first."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in differences:
        counts[one.part, one.rule or ""][one.sign == "loss"] += 1
    return {key: (gains, losses) for key, (gains, losses) in sorted(counts.items())}


def _results(plan: dict[str, Any]) -> defaultdict[str, list[tuple[str, dict[str, Any]]]]:
    """Return the results of a plan by part, each with the key that makes it the same in both revisions."""
    found: defaultdict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    header = plan.get("header") or {}
    for name, value in header.items():
        if name != "spans" and value:
            item = {"value": _shown(value), "span": (header.get("spans") or {}).get(name), "rule": name}
            found["header"].append((f"{name}={_shown(value)}", item))
    for section in _walk(plan.get("sections") or []):
        item = {"value": f"{section.get('path')} {section.get('kind')}", "span": section.get("span")}
        found["sections"].append((f"{section.get('path')}|{section.get('kind')}|{section.get('title')}", item))
    for part, fields in _IDENTITY.items():
        for item in plan.get(part) or []:
            found[part].append(("|".join(f"{name}={_shown(item.get(name))}" for name in fields), item))
    if "unread" in plan:
        found["reading"].append((plan["unread"], {"value": plan["unread"]}))
    return found


def _walk(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for section in sections:
        yield section
        yield from _walk(section.get("children") or [])


def _shown(value: Any) -> str:
    """Return a field in a few words: an agency by its name, a task by its words, a span not at all."""
    if isinstance(value, dict):
        if "text" in value:
            return squeeze(str(value["text"]))
        return " ".join(_shown(one) for name, one in value.items() if name != "span" and one is not None)
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return str(value)


def _difference(
    sign: Literal["gain", "loss"], document: str, part: str, plan: dict[str, Any], item: dict[str, Any]
) -> Difference:
    shown = [name for name in _IDENTITY.get(part, ("value",)) if name not in _HIDDEN and item.get(name) is not None]
    span = item.get("span") or {"start": 0, "end": 0}
    what = ", ".join(f"{name}={_shown(item[name])[:_SENTENCE_LENGTH]}" for name in shown)
    return Difference(
        sign=sign,
        document=document,
        part=part,
        rule=item.get("rule"),
        section=item.get("section"),
        start=span["start"],
        what=what or str(item.get("quote", "")),
        sentence=squeeze(sentence_at(plan.get("text") or "", span["start"]))[:_SENTENCE_LENGTH],
    )


def _repository() -> Path:
    return Path(__file__).resolve().parents[2]


@contextmanager
def _tree_of(revision: str) -> Iterator[Path]:
    """Give a folder with the files of ``revision``, and take it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> None:
    try:
        subprocess.run(["git", "-C", str(_repository()), *arguments], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise ReadError("Cần git để so sánh hai phiên bản; hãy cài git.") from None
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or ["không rõ"])[-1]
        raise ReadError(f"git {' '.join(arguments[:2])}: {reason}") from None


def _read_all(tree: Path, files: list[Path]) -> dict[str, dict[str, Any]]:
    """Return what the code in ``tree`` reads in each file, as the JSON of the plan."""
    done = subprocess.run(
        [sys.executable, "-c", _READER],
        input="\0".join(map(str, files)),
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["không rõ"])[-1]
        raise ReadError(f"Phiên bản trong {tree} không chạy được: {reason}")
    read = map(json.loads, done.stdout.splitlines())
    return {one["name"]: one["plan"] for one in read}
