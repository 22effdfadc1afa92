"""A plan that speaks of a provision without its figure: by reference to the act, or in words that no rule reads."""

from __future__ import annotations

import regex

from ..baseline import Baseline, TargetProvision
from ..text import squeeze
from .matching import View

# "Phấn đấu đạt các chỉ tiêu tại Quyết định 2282/QĐ-TTg": the act is named within the same sentence.
_REFERENCE = regex.compile(
    r"(?:đạt|hoàn thành|thực hiện|bảo đảm|đảm bảo|theo)\b[^.;\n]{0,60}?(?:chỉ tiêu|mục tiêu)[^.;\n%]{0,200}?"
    r"(?:tại|theo|của|trong|nêu|quy định|đề ra)\b[^.;\n]{0,40}?"
    r"(?:quyết định|nghị quyết|chương trình|chiến lược|đề án|kế hoạch)"
    r"[^.;\n]{0,120}"
)
_PERCENT = regex.compile(r"\d ?%|phần trăm|\d/\d|phần (?:ba|tư|năm|mười)|một nửa|đa số|toàn bộ|tất cả|mọi cơ quan")


def refers_to(view: View, baseline: Baseline) -> str | None:
    """Return the words with which the plan takes over the targets of ``baseline`` without figures, or None."""
    programme = baseline.compiled.programme
    number = (baseline.number or "").lower()
    bare = number.partition("/")[0]
    for start, end in _objectives(view):
        for match in _REFERENCE.finditer(view.folded, start, end):
            words = match[0]
            if (
                (number and number in words)
                or regex.search(rf"\b{bare}\b", words)
                or (programme and programme.search(words))
            ):
                return match[0]
    return None


def find_unread(view: View, baseline: Baseline, provision: TargetProvision, year: int) -> str | None:
    """Return a sentence of the objectives that is about ``provision`` and ``year`` and has a share that nobody read."""
    wording, not_wording = baseline.compiled.wording[provision.id], baseline.compiled.not_wording[provision.id]
    if wording is None:
        return None
    read = [target.span for target in view.plan.targets]
    for start, end in _objectives(view):
        for line_start, line_end in _lines(view.folded, start, end):
            line = view.folded[line_start:line_end]
            if (
                str(year) not in line
                or not _PERCENT.search(line)
                or not wording.search(line)
                or (not_wording and not_wording.search(line))
            ):
                continue
            if not any(span.start < line_end and line_start < span.end for span in read):
                return squeeze(view.plan.text[line_start:line_end])[:200]
    return None


def _objectives(view: View) -> list[tuple[int, int]]:
    found = [(root.span.start, root.span.end) for root in view.plan.sections if root.kind == "objectives"]
    if found:
        return found
    inner = [(part.span.start, part.span.end) for part in view.sections if part.kind == "objectives"]
    return inner or ([] if any(root.marker for root in view.plan.sections) else [(0, len(view.folded))])


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        lines.append((at, stop))
        at = stop + 1
    return lines
