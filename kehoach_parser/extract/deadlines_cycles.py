"""Cycles, requests and events without a date: "Hằng năm rà soát …", "đột xuất", "05 ngày làm việc sau khi"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from .deadlines_cues import Cue, places
from .deadlines_rules import DemandRule, EventRule
from .deadlines_scene import Found, Scene

_SO_OFTEN = frozenset(["deadlines/nhieu-lan", "deadlines/nhieu-buoi", "deadlines/moi-nam-nhieu-lan"])
_EACH = frozenset(["deadlines/moi-nam", "deadlines/moi-ky"])  # as well said of figures: what is done must follow
_DUE = ("chậm", "muộn", "trong", "không quá")  # words that speak of a duty, whatever else the clause tells
_NEAR = 90  # how far before a cycle the deed that it qualifies may stand
_REVIEW = regex.compile(r"[\s\-+•*]*+(?:\d{1,2}[.)] )?(?:báo cáo|sơ kết|tổng kết|rà soát|kiểm tra|đánh giá)(?!\w)")
_ADJECTIVE = regex.compile(r"(?r)(?<!\w)(?:hạn|năm|quý|tháng|giai đoạn), ?")
_GIVEN = regex.compile(r"[\s\-+•*\d.]*+(?:[a-zđ]\) ?)?+(?:(?:giao|đề nghị|yêu cầu|phân công|các) )?+")
_PAID = regex.compile(r"hỗ trợ|thanh toán|chi trả|phụ cấp|nghỉ phép|chế độ nghỉ")
_LIST_GAP = 6
_LONGEST_ROUTINE = 7  # words between a body and the cycle of what it does
_ONE_DUTY = 80  # "báo cáo đột xuất, sơ kết, tổng kết khi có yêu cầu": one request within a sentence


def read_cycles(scene: Scene) -> Iterator[Found]:
    """Yield the cycles that no date has taken and that say how often something is done."""
    free = [cue for cue in scene.cues if cue.start not in scene.used and not cue.dated]
    index = 0
    while index < len(free):
        listed = [free[index]]
        for cue in free[index + 1 :]:  # "hằng quý, 6 tháng, năm" stand or fall together
            between = scene.folded[listed[-1].end : cue.start]
            if len(between) > _LIST_GAP or between.strip(" ,/") not in ("", "và", "hoặc", "hay"):
                break
            listed.append(cue)
        index += len(listed)
        first, end = listed[0], listed[-1].end
        hour = scene.compiled.hour_before.match(
            scene.folded, max(scene.line(first.start)[0], first.start - 32), first.start
        )
        later = scene.compiled.hour_after.match(scene.folded, end) if first.rrule == "FREQ=DAILY" else None
        if later is not None:
            yield Found(first.start, later.end(), "before", first.rule, rrule=first.rrule)
        elif hour and first.rrule:
            yield Found(hour.start(), first.end, "before", first.rule, rrule=first.rrule)
        elif _binds(scene, first, end):
            for cue in listed:
                bracket = "(" in scene.folded[cue.start : cue.end] and scene.folded.startswith(")", cue.end)
                yield Found(cue.start, cue.end + bracket, "every", cue.rule, rrule=cue.rrule)


def _binds(scene: Scene, cue: Cue, end: int) -> bool:
    """Whether a cycle (its list ends at ``end``) says how often something is done, not of what kind a thing is."""
    left, right = scene.clause(cue.start, end)
    if scene.opens("passive", end, right) or scene.in_heading(cue.start):
        return False
    near = max(left, cue.start - _NEAR)
    words = scene.folded[cue.start : cue.end]
    if cue.rule in _SO_OFTEN:
        opens = scene.compiled.clause_open.fullmatch(scene.folded, left, cue.start)
        # "3 đợt/năm" alone in a cell counts samples, where "3 lần/năm" says how often.
        opens = opens if "lần" in words else scene.holds("gatherings", near, cue.start)
        if "lần" not in words and _PAID.search(scene.folded, left, right):
            return False  # "hỗ trợ cộng tác viên họp 02 buổi/tháng"
        held = opens is not None or scene.holds("reports", near, cue.start) is not None
        return held and not scene.in_objectives(cue.start)
    if cue.rule in _EACH:
        opens = scene.compiled.clause_open.fullmatch(scene.folded, left, cue.start)
        return opens is not None and not scene.in_objectives(cue.start) and _is_followed(scene, end, right)
    if cue.rrule is None and " " in words[8:]:  # "định kỳ cuối học kỳ", "vào cuối mỗi học kỳ"
        opens = scene.compiled.clause_open.fullmatch(scene.folded, left, cue.start)
        return opens is not None or scene.holds("reports", near, cue.start) is not None
    if cue.rrule is None:
        return _regular_binds(scene, cue, near, right, words)
    if scene.opens("results", end, right) or (scene.in_objectives(cue.start) and not _is_review(scene, left, right)):
        return False
    if words.startswith(("định kỳ", "báo cáo")):
        return True
    if "BYDAY" in cue.rrule:  # a day of the week is said of deeds, but for figures ("số tiết dạy thứ hai hằng tuần")
        return scene.opens("conditions", end, right) is None and scene.ends("attributes", left, cue.start) is None
    if scene.compiled.clause_open.fullmatch(scene.folded, left, cue.start):
        return "%" not in scene.folded[end : min(right, end + 160)]
    if words.startswith(("hàng", "hằng")) and _heads_routine(scene, left, cue.start, end, right):
        return True
    attribute = scene.ends("attributes", left, cue.start)
    if attribute and not _in_name(scene, attribute.start(), cue.start):
        return False
    often = "lần" in words or "/" in words
    if words.startswith(("mỗi", "từng")) and not often:
        return False
    if often and scene.holds("gatherings", near, cue.start) is not None:
        return True
    return scene.holds("reports", near, cue.start) is not None or (not often and _follows_deed(scene, cue, near))


def _heads_routine(scene: Scene, left: int, start: int, end: int, right: int) -> bool:
    """Whether what is done again follows a cycle that stands behind its body, or opens its part of the clause.

    "Sở Y tế hằng tháng báo cáo …", "…, hằng quý kiểm tra …"; "kế hoạch 5 năm, hằng năm" is a list of adjectives, and
    the body of "kinh phí của Ban Chỉ đạo hằng năm" is no subject.
    """
    if scene.opens("recurring", end, right) is None or _ADJECTIVE.match(scene.folded, left, start):
        return False
    before = scene.folded[left:start].rstrip()
    stop = left + len(before.rstrip(","))
    part = max(left, *(scene.folded.rfind(mark, left, stop) + 1 for mark in ",:("))
    bodies = scene.context.mentions.between(part, start)
    if bodies and not scene.folded[bodies[-1].end : start].strip(" ,"):
        return _GIVEN.fullmatch(scene.folded, part, bodies[0].start) is not None
    return before.endswith(",")


def _is_review(scene: Scene, left: int, right: int) -> bool:
    """Whether a clause under the objectives only says how often they are looked at ("Báo cáo hằng quý.")."""
    review = _REVIEW.match(scene.folded, left, right)
    return review is not None and not any(c.isdecimal() or c == "%" for c in scene.folded[review.end() : right])


def _is_followed(scene: Scene, end: int, right: int) -> bool:
    """Whether a deed follows, or a body that does it."""
    if scene.opens("results", end, right):
        return False
    if scene.opens("acts", end, right) or scene.opens("verbs", end, right):
        return True
    for body in scene.context.mentions.between(end, min(right, end + _NEAR)):
        return not scene.folded[end : body.start].strip(" ,") and scene.opens("subjects", body.end, right) is not None
    return False


def _in_name(scene: Scene, at: int, end: int) -> bool:
    """Whether ``at`` lies in the name of a body ("Tổ công tác"), where "công tác" is no noun of its own."""
    return any(body.start < at < body.end <= end for body in scene.context.mentions.between(max(0, at - _NEAR), end))


def _regular_binds(scene: Scene, cue: Cue, near: int, right: int, words: str) -> bool:
    """Whether a bare "định kỳ" goes with a verb ("định kỳ báo cáo"), not with a noun ("kiểm thử định kỳ")."""
    if words.startswith("theo"):
        return scene.holds("reporting", near, cue.start) is not None
    if scene.ends("regimes", near, cue.start):
        return True
    if reporting := scene.ends("reporting", near, cue.start):
        if scene.opens("with-sudden", cue.end, right) is not None or _follows_deed(scene, cue, near):
            return True
        return scene.opens("told", cue.end, right) is not None and _is_done(scene, near, reporting.start())
    if scene.opens("verbs", cue.end, right) is not None and scene.ends("kinds", near, cue.start) is None:
        return True
    return _follows_deed(scene, cue, near)


def _is_done(scene: Scene, near: int, start: int) -> bool:
    """Whether "báo cáo" at ``start`` is what somebody does: at the head of its part, or after a body or a verb."""
    before = scene.folded[near:start].rstrip()
    if not before.strip(" -+•*") or before[-1] in ",;:.)(" or scene.ends("reporters", near, start):
        return True
    return any(not scene.folded[body.end : start].strip() for body in scene.context.mentions.between(near, start))


def _follows_deed(scene: Scene, cue: Cue, near: int) -> bool:
    """Whether a cycle stands after a deed of its own part of the clause ("thực hiện kiểm thử an toàn định kỳ")."""
    part = max(near, *(scene.folded.rfind(mark, near, cue.start) for mark in ",;:(."))
    if scene.holds("deeds", part, cue.start) is not None:
        return True
    for body in scene.context.mentions.between(part, cue.start):
        words = scene.folded[body.end : cue.start]
        heads = not scene.folded[part : body.start].strip(" ,;:(.-+•*") and words.count(" ") <= _LONGEST_ROUTINE
        return heads and scene.opens("routines", body.end, cue.start) is not None
    return False


def read_demands(scene: Scene) -> list[Found]:
    """Return what is to be done when asked; the words of one request in a sentence are one."""
    found: list[Found] = []
    for at, word in places(scene.compiled.demands, scene.words):
        if scene.is_blocked(at) or scene.in_heading(at):
            continue
        left, _ = scene.sentence(at, at)
        if found and left <= found[-1].start and at - found[-1].end < _ONE_DUTY:
            continue
        for rule, pattern in scene.compiled.demands[word]:
            assert isinstance(rule, DemandRule)
            match = pattern.match(scene.folded, at)
            if match is None:
                continue
            slot = scene.slot_at(at)
            in_slot = slot is not None and not slot.weak and rule.in_slot
            asked = scene.compiled.befores[rule.id].match(scene.folded, max(left, at - _NEAR), at)
            if in_slot or (asked and scene.compiled.needs[rule.id].search(scene.folded, left, match.end() + 60)):
                found.append(Found(at, match.end(), "on_demand", rule.id, slot=slot if in_slot else None))
                break
    return found


def read_events(scene: Scene) -> Iterator[Found]:
    """Yield the times that run from an event."""
    for at, word in places(scene.compiled.events, scene.words):
        for rule, pattern in scene.compiled.events[word]:
            assert isinstance(rule, EventRule)
            match = pattern.match(scene.folded, at)
            if match and not scene.is_blocked(at):
                left, right = scene.clause(at, match.end())
                told = rule.bound == "in" or not scene.folded.startswith(_DUE, at)
                if told and scene.holds("done", left, right):
                    continue
                if scene.holds("benefits", left, at) and not scene.holds("handling", left, at):
                    continue
                yield Found(at, match.end(), rule.bound, rule.id)
                break


def merge(found: list[Found]) -> list[Found]:
    """Return ``found`` in the order of the text; of two that overlap, the one that begins first and is longer."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end > kept[-1].end and item.date is None and item.rrule is None:
            kept[-1] = replace(kept[-1], end=item.end)
    return kept
