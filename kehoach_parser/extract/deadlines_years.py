"""When a year in running text is a deadline, and when it is a target's due, a programme's name, or an outlook."""

from __future__ import annotations

import re

import regex

from ..models import Bound
from .deadlines_bare import MARKER
from .deadlines_scene import Scene
from .points import DateMention

_REVIEW_FOLLOWS = re.compile(r",?(?: sẽ)?(?: tiến hành| tổ chức)?(?: hội nghị)? (?:sơ kết|tổng kết)(?!\w)")
_PLAN = regex.compile(r"(?<!\w)(?:kế hoạch|lộ trình)(?!\w)")
_FOLLOWS = regex.compile(r"(?<!\w)(?:như sau|sau đây|dưới đây)(?: ?[:.;]| ?$)")
_DIGIT = regex.compile(r"\d")
_ANNOUNCED = regex.compile(r",? ?(?:(?:được thực hiện|với nội dung) )?(?:cụ thể )?(?:là )?như sau ?:")
# "Sơ kết năm 2028, tổng kết năm 2030" is when; "tổng kết năm 2026" alone is of the work of that year.
_BOTH_REVIEWS = regex.compile(
    r"sơ kết(?: (?!năm )[^\s\d,;.]{1,25}){0,6}+ năm (?P<first>20\d\d)[,;]?+ (?:và )?+(?:tổ chức )?+"
    r"tổng kết(?: (?!năm )[^\s\d,;.]{1,25}){0,6}+ năm (?P<last>20\d\d)(?! ?- ?\d)"
)
_LONGEST_REVIEW = 240
_STRESS = regex.compile(r"[ ,]*+(?:(?:sẽ|chủ trì|chủ động|tiếp tục|tập trung),? ?)?+")
# "… Đề án chỉnh trang đô thị, hoàn thành trước năm 2028": the deed has the year, whatever is named before it.
_COMPLETED = regex.compile(r"(?r)(?<!\w)(?:hoàn thành|hoàn tất|(?:làm|thi công) xong) ?")
# "các dự án | hoàn thành trước năm 2027", "theo lộ trình | hoàn thành đến năm 2028"
_WHICH = regex.compile(r"(?r)(?<!\w)(?:các|những|theo)(?: (?!của )\p{L}+){1,3} ")


def _is_completed(scene: Scene, left: int, start: int) -> bool:
    """Whether "hoàn thành" before a year is the deed ("…, hoàn thành trước năm 2028"), not which things are meant."""
    match = _COMPLETED.match(scene.folded, left, start)
    return match is not None and _WHICH.match(scene.folded, left, match.start()) is None


def year_binds(scene: Scene, mention: DateMention, start: int, bound: Bound) -> bool:
    """Return whether a year with a bound word ("đến năm 2030"), outside a time slot, binds a deed."""
    if mention.named or mention.start < start or _is_elsewhere(scene, mention):
        return False
    if scene.in_objectives(start) or scene.context.document.table_at(start) is not None:
        return False
    left, right = scene.clause(start, mention.end)
    if _is_ground(scene, left, start, right) or _is_capitals(scene.context.document.text[left:right]):
        return False
    if scene.opens("results", mention.end, right) or scene.opens("until-now", mention.end, right):
        return False
    if scene.ends("aims", left, start) or _is_own_name(scene, left, start, mention.end):
        return False
    tail = scene.folded[mention.end : right]
    if "%" in tail:
        return False
    if bound in ("by", "before"):
        if scene.holds("outlook", mention.end, min(right, mention.end + 40)):
            return False
        if not scene.folded[left:start].strip(" -+•*,:"):  # "Đến năm 2030, …" opens a result unless a deed follows
            return scene.opens("acts", mention.end, right) is not None
        return _is_completed(scene, left, start) or not _is_named(scene, left, start)
    if bound == "in" and mention.last is None:
        if heads_deed(scene, mention, start):
            return True
        near = max(left, start - 60)
        if "%" in scene.folded[near:start]:
            return False
        return scene.holds("acts", near, start) is not None and scene.holds("aims", near, start) is None
    return False


def heads_deed(scene: Scene, mention: DateMention, start: int) -> bool:
    """Return whether a year to come opens its sentence and a deed follows: "Cuối năm 2027, Sở Y tế báo cáo …".

    The plan's own year tells as well of what was, unless "trong" or "cuối" says that it still goes on. A figure in the
    sentence would make the year that of a target, another date would be the time of the deed.
    """
    if mention.unit != "year" or mention.named or mention.last is not None or _is_elsewhere(scene, mention):
        return False
    if scene.in_objectives(start) or scene.context.document.table_at(start) is not None or scene.today is None:
        return False
    left, right = scene.clause(start, mention.end)
    marker = MARKER.match(scene.folded, left, start)
    if start != (marker.end() if marker else left):
        return False
    if mention.first.year == scene.today.year and not scene.folded.startswith(("trong", "cuối"), start):
        return False
    if any(not scene.is_blocked(digit.start()) for digit in _DIGIT.finditer(scene.folded, mention.end, right)):
        return False
    at = mention.end
    for body in scene.context.mentions.between(mention.end, right):
        if scene.folded[at : body.start].strip(" ,") not in ("", "và"):
            break
        at = body.end
    stress = _STRESS.match(scene.folded, at, right)
    at = stress.end() if stress else at
    deed = scene.opens("acts", at, right) or scene.opens("duties", at, right)
    return deed is not None and scene.holds("done", mention.end, right) is None


def announces(scene: Scene, mention: DateMention, bound: Bound | None) -> bool:
    """Return whether the year is only that of a schedule that follows: "Lộ trình năm học 2026 - 2027 như sau:"."""
    within = mention.unit == "year" and bound in ("in", None)
    return within and _ANNOUNCED.match(scene.folded, mention.end) is not None


def is_review_year(scene: Scene, mention: DateMention) -> bool:
    """Return whether a year dates a review: "Báo cáo giữa kỳ (năm 2028)", "Năm 2028 tổ chức sơ kết"."""
    if mention.unit != "year" or mention.named:
        return False
    if _is_of_both(scene, mention):
        return True
    if _REVIEW_FOLLOWS.match(scene.folded, mention.end):
        before = scene.folded[max(0, mention.start - 12) : mention.start].rstrip()
        return before[-1:] in ("", *"-+•*,;:.\n(") and not _is_elsewhere(scene, mention)
    if not scene.folded.startswith(")", mention.end):
        return False
    if mention.start == 0 or scene.folded[mention.start - 1] != "(" or _is_elsewhere(scene, mention):
        return False
    left, _ = scene.clause(mention.start, mention.end)
    return scene.holds("reviews", max(left, mention.start - 70), mention.start) is not None


def _is_of_both(scene: Scene, mention: DateMention) -> bool:
    """Whether the year is that of one of two reviews that follow each other in one sentence."""
    left, right = scene.sentence(mention.start, mention.end)
    low, high = max(left, mention.start - _LONGEST_REVIEW), min(right, mention.end + _LONGEST_REVIEW)
    both = _BOTH_REVIEWS.search(scene.folded, low, high)
    if both is None or both["first"] >= both["last"] or _is_elsewhere(scene, mention):
        return False
    return mention.end in (both.end("first"), both.end("last"))


def _is_elsewhere(scene: Scene, mention: DateMention) -> bool:
    """Whether the year stands in a title or a quotation, or lies before the plan."""
    if scene.today is not None and (mention.first.year or 0) < (scene.today.year or 0):
        return True
    return scene.in_heading(mention.start) or scene.is_quoted(mention.start)


def _is_ground(scene: Scene, left: int, start: int, right: int) -> bool:
    """Whether the clause gives a ground or a condition ("Căn cứ …;", "Đối với …,") and no deed before the year."""
    ground = scene.opens("preamble", left, start)
    if ground is None:
        return False
    comma = scene.folded.rfind(",", ground.end(), start)
    deed = comma >= 0 and scene.holds("acts", comma if scene.folded.startswith(";", right) else ground.end(), start)
    return not deed or scene.folded.startswith(";", right)


def _is_named(scene: Scene, left: int, start: int) -> bool:
    """Whether the year is the tail of a programme's name that is cited, not of a plan that is to be made."""
    last = None
    for match in scene.compiled.holds["names"].finditer(scene.folded, left, start):
        last = match
    return last is not None and scene.ends("makes", left, last.end()) is None


def _is_own_name(scene: Scene, left: int, start: int, end: int) -> bool:
    """Whether the year ends the plan's own name: "UBND tỉnh ban hành Kế hoạch … đến năm 2025, cụ thể như sau"."""
    if _FOLLOWS.search(scene.folded, end, scene.sentence(start, end)[1]) is None:
        return False
    return any(scene.ends("makes", left, name.end()) for name in _PLAN.finditer(scene.folded, left, start))


def _is_capitals(words: str) -> bool:
    """Whether ``words`` is a title set in capitals."""
    return len(words) > 16 and words.upper() == words
