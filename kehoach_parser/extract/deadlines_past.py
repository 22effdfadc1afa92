"""Dates before the plan's own: a thing that was, a step of a schedule, or a duty that was due before it was given."""

from __future__ import annotations

from .deadlines_bare import MARKER
from .deadlines_scene import Found, Scene
from .points import DateMention

_LATEST = ("chậm nhất", "muộn nhất", "trễ nhất", "hạn ")
_LONG_AGO = 2  # months: a duty is given late by weeks, a day further back is a cut-off of the thing that is spoken of
_LONGEST_DUTY = 300
_HEADS = (",", ":", " và ")


def is_past(scene: Scene, mention: DateMention, found: Found) -> bool:
    """Whether a date in running text lies before the plan: a thing that was, not one to be done."""
    if found.rrule is not None or mention.inferred or scene.today is None:
        return False
    if found.bound in ("from", "by") and scene.opens("until-now", mention.end):
        return True
    if mention.edtf is None or _on_schedule(scene, mention.start):
        return False
    within = found.rule == "deadlines/trong" and not _is_still_open(scene, mention, found.start)
    point = mention.first if within else mention.last or mention.first
    month = point.month if point.quarter is None else point.quarter * 3
    that = (point.year or 0, month or 12, point.day or 31)
    today = (scene.today.year or 0, scene.today.month or 1, scene.today.day or 1)
    if that >= today and not (found.bound == "by" and that == today):
        return False
    return not _is_overdue(scene, mention, found)


def _is_still_open(scene: Scene, mention: DateMention, start: int) -> bool:
    """Whether a deed, not what came to pass, stands with a time that has begun ("hoàn thành trong 6 tháng đầu năm")."""
    left, right = scene.clause(start, mention.end)
    if mention.last is None or scene.holds("done", left, right):
        return False
    return scene.holds("acts", left, start) is not None or scene.opens("acts", mention.end, right) is not None


def _on_schedule(scene: Scene, at: int) -> bool:
    """Whether the line is one of a schedule ("2.1. Đợt 1: …"), its marker passed over."""
    start, end = scene.line(at)
    marker = MARKER.match(scene.folded, start, end)
    return scene.opens("schedule", marker.end() if marker else start, end) is not None


def _is_overdue(scene: Scene, mention: DateMention, found: Found) -> bool:
    """Whether a day that was over when the plan was signed is still the limit of a duty ("gửi … trước ngày 05/9/2026").

    The duty heads its part of the clause, or follows the body that heads it; "các dự án hoàn thành trước ngày …" and
    "văn bản ban hành trước ngày …" only say which things are meant.
    """
    first, today = mention.first, scene.today
    if today is None or mention.last is not None or mention.unit != "day":
        return False
    if found.bound != "before" and not scene.folded.startswith(_LATEST, found.start):
        return False
    ago = ((today.year or 0) - (first.year or 0)) * 12 + (today.month or 1) - (first.month or 1)
    if ago > _LONG_AGO or scene.in_heading(found.start) or scene.is_quoted(found.start):
        return False
    left, right = scene.clause(found.start, mention.end)
    if scene.holds("done", left, right) or "%" in scene.folded[left:right]:
        return False
    marker = MARKER.match(scene.folded, left, found.start)
    left = marker.end() if marker else left
    if left >= found.start:
        return _duty(scene, mention.end, right) is not None
    low = max(left, found.start - _LONGEST_DUTY)
    heads = [low] if low == left else []
    for mark in _HEADS:
        at = scene.folded.find(mark, low, found.start)
        while at >= 0:
            heads.append(at + (0 if mark == " và " else 1))
            at = scene.folded.find(mark, at + 1, found.start)
    for head in sorted(heads, reverse=True):
        duty = _duty(scene, head, found.start)
        if duty is not None:
            return scene.holds("attached", duty, found.start) is None
    return False


def _duty(scene: Scene, head: int, end: int) -> int | None:
    """Return the end of the duty that stands at ``head``, or behind the body there."""
    duty = scene.opens("duties", head, end)
    if duty is None:
        for body in scene.context.mentions.between(head, end):
            if not scene.folded[head : body.start].strip(" ,"):
                duty = scene.opens("duties", body.end, end)
            break
    return duty.end() if duty else None
