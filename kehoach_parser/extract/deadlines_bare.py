"""Dates without a word before them: what their place in the line, the clause or a bracket makes of them."""

from __future__ import annotations

import regex

from .deadlines_cues import LIST_TO_CYCLE
from .deadlines_scene import Scene
from .points import DateMention, Point

_REACH = 64  # how far before a date its hours, or a deed, may begin
_LONGEST_CELL = 4_000
_LONGEST_ROUND = 16

# What may stand before a date that is a whole line ("NGÀY 1: THỨ HAI, NGÀY 24/8/2026"), and after it.
_NUMBERED = regex.compile(r"[\s\-+•*|(\[]*(?:(?:đợt|ngày|lần|bước|tuần|buổi) *\d{1,2} *[:.\-]? *)?")
_LINE_REST = regex.compile(
    r"(?:, ?(?:lúc |từ )?\d{1,2} ?(?:giờ|h|g)(?: ?\d{2})?(?: ?phút)?(?= ?[:\n|-]| ?$))?+"  # "15/9, 8 giờ 00: …"
    r" *(?:\([^()\n]{0,20}\))? *(?:h[àằ]ng năm *)?(?:$|[\n|:(]|- |[.;] *(?:$|\n|(?:đợt|lần|bước|vòng) \d))"
)
_ROUND = regex.compile(r"[;:,.(] ?(?:đợt|lần|bước|vòng) \d{1,2} ?[:.-]? ?$")

MARKER = regex.compile(r"[\s\-+•*]*(?:[\divx.]{1,8}[.)] *|[a-zđ]\) *|[\da-zđ]{1,2}/ +)?")


# "Định kỳ (vào) ngày 20 hằng tháng, …": all that may stand before a day that comes back at the head of its clause.
_REGULAR = regex.compile(r"[\s\-+•*,:.()\d]*(?:[a-zđ]\) ?)?(?:định kỳ,? ?)?(?:vào )?(?:các )?")
# All that may stand behind the day of a label: the weekday and the place ("Khai mạc: 8h00 ngày 12/10 (thứ Hai) tại …").
_PLACE = regex.compile(
    r"[ .,;()/\d]*+(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)[ .,;)]*+)?(?:(?:tại|ở|địa điểm)(?!\w).*+)?"
)
_LONGEST_DEED = 120
_PARTS = (",", ":", " và ")


def is_due(scene: Scene, mention: DateMention) -> bool:
    """Whether a date without a bound word says, by its place, when something is done."""
    return (
        stands_alone(scene, mention)
        or comes_back(scene, mention)
        or opens_deed(scene, mention)
        or is_bracketed(scene, mention)
        or labels_deed(scene, mention)
    )


def follows_deed(scene: Scene, mention: DateMention) -> bool:
    """Whether a time to come stands right after what is done then ("Tổ chức lễ phát động ngày 15/4/2026").

    The deed opens its part of the clause, after the body that does it; a day is called one ("ngày", an hour) there,
    since "30/4" and "Quốc khánh 02/9/2026" are feasts.
    """
    if mention.unit == "year" or mention.inferred or mention.named or not _is_to_come(scene, mention):
        return False
    begin = clocked(scene, mention)
    if mention.unit == "day" and scene.folded[begin].isdecimal() and begin == mention.start:
        return False
    if scene.in_heading(begin) or scene.in_objectives(begin) or scene.is_quoted(begin):
        return False
    if scene.context.document.table_at(begin) is not None:
        return False
    left, right = scene.clause(begin, mention.end)
    if scene.holds("done", left, right) or scene.opens("effect", mention.end) or scene.opens("passive", mention.end):
        return False
    low = max(left, begin - _LONGEST_DEED)
    part = max(low, *(at + len(mark) for mark in _PARTS if (at := scene.folded.rfind(mark, low, begin)) >= 0), 0)
    marker = MARKER.match(scene.folded, part, begin)
    if marker is not None and part == left:
        part = marker.end()
    for body in scene.context.mentions.between(part, begin):
        if not scene.folded[part : body.start].strip():
            part = body.end
        break
    if mention.unit == "day":
        deed = scene.opens("dated-deeds", part, begin)
    else:
        deed = None if scene.holds("periods", part, begin) else scene.opens("timed-deeds", part, begin)
    return deed is not None and scene.holds("undated", part, begin) is None


def _is_to_come(scene: Scene, mention: DateMention) -> bool:
    """Whether a written date lies after the plan's own."""
    today, first = scene.today, mention.first
    if today is None or today.year is None or first.year is None:
        return False
    if first.unit == "day":
        return first.order() > today.order()
    return (first.year, _month(first)) >= (today.year, today.month or 1)


def _month(point: Point) -> int:
    """Return the last month of a month or a quarter."""
    return point.month or (point.quarter or 4) * 3


def opens_deed(scene: Scene, mention: DateMention) -> bool:
    """Whether a day to come opens its sentence and a deed follows ("Ngày 15/3 tổ chức lễ phát động"), or closes it.

    "Lễ phát động: 8h00 ngày 15/3/2026." says when the thing before the colon is.
    """
    if mention.unit == "year" or mention.inferred or mention.named or not _is_to_come(scene, mention):
        return False
    if mention.unit == "day" and not mention.first.month:
        return False
    begin = clocked(scene, mention)
    if mention.unit != "day" and not scene.in_schedule(begin):
        return False
    left, right = scene.clause(begin, mention.end)
    before = scene.folded[left:begin].strip(" -+•*")
    if not before:
        return scene.opens("acts", mention.end, right) is not None
    before = before.removesuffix(" các").removesuffix(" vào")
    return before.endswith(":") and _PLACE.fullmatch(scene.folded, mention.end, right) is not None


def labels_deed(scene: Scene, mention: DateMention) -> bool:
    """Whether a year to come opens its line and a deed follows its colon ("Giai đoạn 2026 - 2028: triển khai …")."""
    if mention.unit != "year" or scene.today is None or (mention.first.year or 0) < (scene.today.year or 0):
        return False
    line_start, line_end = scene.line(mention.start)
    marker = MARKER.match(scene.folded, line_start, line_end)
    if mention.start != (marker.end() if marker else line_start) or scene.in_objectives(mention.start):
        return False
    colon = scene.folded.startswith(":", mention.end)
    return colon and scene.opens("acts", mention.end + 1, line_end) is not None


def is_bracketed(scene: Scene, mention: DateMention) -> bool:
    """Whether a time to come stands alone in a bracket after a deed ("Tổ chức chuyên đề (tháng 10/2026)")."""
    if mention.unit == "year" or mention.inferred or mention.named or scene.today is None:
        return False
    begin = clocked(scene, mention)
    if begin == 0 or scene.folded[begin - 1] != "(" or not scene.folded.startswith(")", mention.end):
        return False
    if (mention.first.year or 0, _month(mention.first)) < (scene.today.year or 0, scene.today.month or 0):
        return False
    left, _ = scene.clause(begin, mention.end)
    low = max(left, begin - _REACH)
    return scene.holds("acts", left, begin) is not None and scene.holds("feasts", low, begin) is None


def comes_back(scene: Scene, mention: DateMention) -> bool:
    """Whether a report or the like is due on a day that a cycle after it repeats: "báo cáo ngày 25 hằng tháng".

    At the head of its clause the deed, or the body that does it, follows: "Ngày 25 hằng tháng, các xã gửi …".
    """
    if mention.unit != "day" or (mention.first.year is not None and not mention.inferred):
        return False
    cue = next(iter(scene.cues_in(mention.end, mention.end + 40)), None)
    if cue is None:
        return False
    left, right = scene.clause(mention.start, mention.end)
    gap = scene.folded[mention.end : cue.start]
    if not gap.strip(" ,(") and scene.holds("reviews", max(left, mention.start - _REACH), mention.start) is not None:
        return True
    if (gap.strip(" ,(") and LIST_TO_CYCLE.match(gap) is None) or not _REGULAR.fullmatch(
        scene.folded, left, mention.start
    ):
        return False
    if scene.opens("acts", cue.end, right) or scene.opens("verbs", cue.end, right):
        return True
    for body in scene.context.mentions.between(cue.end, min(right, cue.end + _REACH)):
        if not scene.folded[cue.end : body.start].strip(" ,"):
            return scene.opens("subjects", body.end, right) is not None
        break
    return False


def stands_alone(scene: Scene, mention: DateMention) -> bool:
    """Whether a day, month or quarter is a whole line or cell, or opens one ("Ngày 02/01/2026 (thứ 6): …")."""
    if mention.unit == "year" or mention.named or (mention.unit == "day" and not mention.first.month):
        return False
    begin = clocked(scene, mention)
    if scene.context.document.table_at(mention.start) and not scene.opens("day-words", begin):
        return False  # a bare date in a table may be a birthday or the date of a document
    line_start, line_end = scene.line(mention.start)
    cell = max(line_start, scene.folded.rfind("| ", max(line_start, mention.start - _LONGEST_CELL), mention.start) + 1)
    if _ROUND.search(scene.folded[max(line_start, begin - _LONGEST_ROUND) : begin]):
        return True
    opened = _NUMBERED.match(scene.folded, cell, mention.start)
    at = opened.end() if opened else cell
    return at >= begin and bool(_LINE_REST.match(scene.folded, mention.end, line_end))


def clocked(scene: Scene, mention: DateMention) -> int:
    """Return where ``mention`` begins with the hours and weekday before it."""
    floor = max(scene.line(mention.start)[0], mention.start - _REACH)
    match = scene.compiled.clock_before.match(scene.folded, floor, mention.start)
    return match.start() if match else mention.start
