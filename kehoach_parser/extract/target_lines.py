"""Which lines of a plan may hold targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from ..models import Section
from .target_kit import TargetKit

# A line without any of these has no target outside the objectives sections.
_ANCHORS = (
    "%",
    "‰",
    "phần trăm",
    "phần nghìn",
    "phần ngàn",
    " lần",
    "phấn đấu",
    "mục tiêu",
    "chỉ tiêu",
    "đến năm 20",
    "hết năm 20",
    "cuối năm 20",
    "có ít nhất",
    "có tối thiểu",
)
_STROKE = regex.compile(r"/ ?(?:1[.]?0|\d{1,2} \p{L})")
_FIGURE = re.compile(r"[0-9]")
_DIGIT = regex.compile(
    r"\d|phần (?:hai|ba|tư|bốn|năm|trăm)|phải có|nhất thiết|bắt buộc|một nửa|(?:ít nhất|tối thiểu) \p{L}"
)


def find_lines(kit: TargetKit) -> list[int]:
    """Return the lines that may hold a target: those of objectives sections, and those with a sign of one."""
    context = kit.context
    lines = context.document.lines
    layout = context.layout
    stretches = [(layout.body_start, layout.body_end), *((a.start, a.end) for a in layout.appendices)]
    found: set[int] = set()
    for low, high in stretches:
        signs = {lines.at(at) for at in _find_anchors(kit.folded, low, high)} - found
        found.update(n for n in signs if _has_number(kit.folded, lines.starts[n], lines.ends[n]))
    for section in context.outline.all:
        if section.kind not in _SILENT and kit.place(section.span.start).objective:
            found.update(_lines_with_numbers(kit, section))
    return sorted(
        line
        for line in found
        if any(low <= lines.starts[line] < high for low, high in stretches)
        and not any(low <= lines.starts[line] < high for low, high in layout.noise)
    )


def _has_number(folded: str, start: int, end: int) -> bool:
    """Say whether a line has a number or a duty; most have a figure, which is found in a tenth of the time."""
    return _FIGURE.search(folded, start, end) is not None or _DIGIT.search(folded, start, end) is not None


_SILENT = frozenset(["tasks", "implementation", "funding", "reporting", "closing", "purpose", "requirements"])


def _find_anchors(folded: str, low: int, high: int) -> Iterator[int]:
    """Yield a place in each line that has a sign of a target; plain ``find`` is ten times as fast as one pattern."""
    for anchor in _ANCHORS:
        at = folded.find(anchor, low, high)
        while at >= 0:
            yield at
            after = folded.find("\n", at, high)
            at = folded.find(anchor, after, high) if after >= 0 else -1
    for match in _STROKE.finditer(folded, low, high):
        yield match.start()


def _lines_with_numbers(kit: TargetKit, section: Section) -> Iterator[int]:
    """Yield the lines of a section, its children apart, that have a number or a duty."""
    lines = kit.context.document.lines
    at = section.span.start
    end = section.children[0].span.start if section.children else section.span.end
    while at < end and (match := _DIGIT.search(kit.folded, at, end)) is not None:
        line = lines.at(match.start())
        yield line
        at = lines.ends[line] + 1
