"""Score a folder of gold against its documents, and keep the figures so that a fall is seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compare import check
from ..errors import ReadError
from ..pipeline import parse
from ..plan import Plan
from ..report import Report
from ..rules import Rules
from .gold import GoldPlan, read_gold
from .likeness import year_of
from .score import score_plan
from .tally import Score, Tally

# Two runs give the same figures; the margin is for the rounding of the committed file only.
_ROUNDING = 0.00005


@dataclass(frozen=True)
class Scores:
    """The tally of each document, by the name of its gold file."""

    documents: dict[str, Tally]

    def total(self) -> Tally:
        """Return the counts of all documents together."""
        whole = Tally()
        for tally in self.documents.values():
            whole.add(tally)
        return whole

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as ``corpus/scores.json`` keeps them: of all, of each part, of each document's parts."""
        whole = self.total()
        return {
            "all_parts": _figures(whole.total()),
            "parts": {name: _figures(score) for name, score in whole.parts().items()},
            "documents": {
                document: {name: round(score.f1, 4) for name, score in tally.parts().items()}
                for document, tally in self.documents.items()
            },
        }

    def save(self, path: Path) -> None:
        """Write the figures as JSON."""
        path.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _figures(score: Score) -> dict[str, float]:
    return {"f1": round(score.f1, 4), "right": score.right, "surplus": score.surplus, "missed": score.missed}


def score_folder(gold: Path, documents: Path, *, only: str = "", rules: Rules | None = None) -> Scores:
    """Return the scores of every ``gold/*.yaml`` (whose name holds ``only``) against its file in ``documents``."""
    paths = sorted(path for path in gold.glob("*.yaml") if only in path.name)
    if not paths:
        raise ReadError(f"{gold}: không có tệp chú giải .yaml nào.")
    return Scores({path.stem: score_document(read_gold(path), documents, rules) for path in paths})


def score_document(gold: GoldPlan, documents: Path, rules: Rules | None = None) -> Tally:
    """Return the tally of one document: the parse, and the check against 2282 where the gold has one.

    A document that cannot be read counts as a plan in which nothing was found; the first line of the tally says why.
    """
    try:
        plan, lines = parse(documents / gold.document, rules=rules), []
    except ReadError as error:
        plan, lines = Plan(text=""), [f"  {error}"]
    tally = score_plan(gold, plan)
    tally.lines = [*lines, *tally.lines]
    if gold.diff_2282 is not None:
        tally.add(score_report(gold, check(plan, baseline="2282", rules=rules)))
    return tally


def score_report(gold: GoldPlan, report: Report) -> Tally:
    """Return the counts for the verdict, the target statuses and the task statuses of a check against 2282."""
    tally = Tally()
    if gold.diff_2282 == "baseline_mismatch":
        ok = report.verdict == "baseline_mismatch"
        tally.judge("diff", ok, f"cần kết luận baseline_mismatch, có {report.verdict!r}")
        return tally
    targets = {
        f"{one.indicator}-{year_of(one.due)}" if one.due else one.indicator: one.status for one in report.targets
    }
    tasks = {one.id: one.status for one in report.tasks}
    for part, wanted, got in (("diff", gold.diff_2282 or {}, targets), ("diff tasks", gold.tasks_2282, tasks)):
        for key, status in wanted.items():
            tally.judge(part, got.get(key) == status, f"{key}: cần {status}, có {got.get(key)}")
    return tally


def falls(now: Scores, committed: Path) -> list[str]:
    """Return one line for each part whose F1 is lower in ``now`` than in the file ``committed``; empty is well."""
    before = json.loads(committed.read_text(encoding="utf-8"))
    figures = now.to_dict()
    kept = {"all_parts": before["all_parts"], **before["parts"]}
    current = {"all_parts": figures["all_parts"], **figures["parts"]}
    return [
        f"{part}: {kept[part]['f1']:.4f} → {current[part]['f1']:.4f}" if part in current else f"{part}: không còn"
        for part in kept
        if part not in current or current[part]["f1"] < kept[part]["f1"] - _ROUNDING
    ]
