"""How a document begins: its letterhead, the name of its type, its trích yếu, and a decision that carries it."""

from __future__ import annotations

import regex

from ..text import closes_bracket
from .form import NUMBERED, Anchor, FormView, Stretch, is_upper

# A trích yếu or a letterhead of more lines than this is something else.
_MOST_TITLE_LINES = 8
_MOST_HEAD_LINES = 30
_SHORTEST_TITLE = 24
_PART = regex.compile(r"(?:phần|chương|mục) (?:thứ )?(?:[ivx]{1,4}|\d{1,2}|nhất|một|hai|ba)(?=[\s.:-]|$)")

_PLAN = regex.compile(r"k[ếéẻèêể] ho[ạa]ch")
_PLAIN_TITLE = regex.compile(r"kế hoạch (?!này|trên|số|của|đã|được|phải|là|nêu)(?=\p{L})[^;:!?]{12,240}[^.,;:!?]")
_SENTENCE_BODY = regex.compile(r"như sau ?[:.]?$|sau đây ?:$|:$|\./\.$|cụ thể như sau")
_OPEN_END = regex.compile(r" (?:và|của|về|cho|các|trong|tại|với|tỉnh|huyện|xã|phường|năm|để|ở)$")


def find_types(view: FormView) -> tuple[Anchor | None, Anchor | None]:
    """Return the line with the name of the type of the plan, and the one of a decision around it."""
    plan: Anchor | None = None
    decision: Anchor | None = None
    other: Anchor | None = None
    article = False
    for anchor in view.anchors:
        if anchor.kind == "article":
            article = article or decision is not None
            if plan is not None and decision is not None:
                break
        if anchor.kind != "type" or not is_type_line(view, anchor.line):
            continue
        words = view.words(anchor.line)
        if words.startswith("quyết định"):
            if plan is None and not article:
                decision = decision or anchor
            elif plan is not None and decision is None:
                decision = anchor
        elif is_plan(words):
            fits = decision is None or article if plan is None else decision is None
            if fits and (plan is None or _is_web_title(view, plan, anchor)):
                plan = anchor
        elif other is None and plan is None and decision is None:
            other = anchor
    if plan is None and decision is None and other is None:
        return _plain_title(view), None
    if plan is None:
        return other if decision is None or _is_formula(view, decision) else decision, None
    if other is not None and other.start < plan.start and view.lines.at(plan.start) - other.line > _MOST_HEAD_LINES:
        return other, None  # a report that has a plan inside it is no plan
    return plan, decision if article else None


def _plain_title(view: FormView) -> Anchor | None:
    """Return the first line where it is the title of a text that shows no form: "Kế hoạch tuyển sinh năm 2026"."""
    first = next((line for line in range(len(view.lines)) if view.words(line)), None)
    types = [anchor for anchor in view.anchors if anchor.kind == "type"]
    if not types or types[0].line != first or not _PLAIN_TITLE.fullmatch(view.words(first)):
        return None
    # "KẾ HOẠCH NĂM 2014" below is the title of a part: then the first line speaks of something larger.
    return None if any(is_upper(view.written(anchor.line)) for anchor in types[1:]) else types[0]


def _is_formula(view: FormView, decision: Anchor) -> bool:
    """Say whether "QUYẾT ĐỊNH:" opens "Điều 1" or closes the grounds under a letterhead: no heading, which was lost."""
    if not view.words(decision.line).endswith(":") or find_head(view, None)[1] == 0:
        return False
    below = next((line for line in range(decision.line + 1, len(view.lines)) if view.words(line)), None)
    above = next((line for line in range(decision.line - 1, -1, -1) if view.words(line)), None)
    return (below is not None and view.words(below).startswith("điều 1")) or (
        above is not None and view.words(above).startswith(("căn cứ", "theo đề nghị", "xét"))
    )


def _is_web_title(view: FormView, first: Anchor, later: Anchor) -> bool:
    """Say whether a web page names the plan in its own title first, and the plan's letterhead stands below that."""
    near = view.lines.at(later.start) - first.line < 2 * _MOST_HEAD_LINES
    if not near or _has_strong_head(view, first.line):
        return False
    if _has_strong_head(view, later.line):
        return True
    # A file without a letterhead: the page's title over the lone name of the type, and nothing of a body between.
    return (
        first.line < 3
        and later.line - first.line < 6
        and not _PLAN.fullmatch(view.words(first.line).strip(" :.*|"))
        and bool(_PLAN.fullmatch(view.words(later.line).strip(" :.*|")))
        and not any(view.form.match("sau-trich-yeu", view.words(line)) for line in range(first.line + 1, later.line))
    )


def _has_strong_head(view: FormView, type_line: int) -> bool:
    """Say whether a number or the national name stands in the letterhead over a type line."""
    top = view.lines.at(find_head(view, type_line)[0])
    return any(
        view.form.match("so", view.words(line)) or view.form.search("quoc-hieu", view.words(line))
        for line in range(top, type_line)
    )


def is_plan(words: str) -> bool:
    """Say whether the folded ``words`` of a type line are those of a plan."""
    return bool(_PLAN.search(words, 0, 40))


def is_type_line(view: FormView, line: int) -> bool:
    match = view.form.match("ten-loai", view.words(line))
    if match is None or (line > 0 and _PART.fullmatch(view.words(line - 1).rstrip(" .:"))):
        return False  # "Phần thứ hai", "KẾ HOẠCH NĂM 2025" is the title of a part
    at = view.first(line)
    name = view.text[at + match.start("type") : at + match.end("type")]
    rest = view.words(line)[match.end() :].strip(" :.*|,")
    if is_upper(name):
        return not rest or len(rest) > 3 or bool(match["more"])
    if view.lines.starts[line] in view.document.headings:
        return not rest or line < _MOST_HEAD_LINES
    return not rest and line < 2 * _MOST_HEAD_LINES


def find_head(view: FormView, type_line: int | None) -> Stretch:
    """Return the letterhead above ``type_line``; without such a line, the one at the top of the text, if any."""
    if type_line is not None:
        line = type_line
        while line > 0 and type_line - line < _MOST_HEAD_LINES:
            if is_head_line(view, line - 1):
                line -= 1
            elif above := strong_line_above(view, line - 1):
                line = above
            else:
                break
        return view.lines.starts[line], view.lines.starts[type_line]
    top = _first_head_line(view)
    line = top
    while line < min(len(view.lines), top + _MOST_HEAD_LINES) and is_head_line(view, line):
        line += 1
    strong = any(
        view.form.search("quoc-hieu", view.words(i)) or view.form.match("so", view.words(i)) for i in range(top, line)
    )
    # What follows the number and the date in capitals is a title whose type was lost.
    dated = [
        i for i in range(top, line) if view.form.match("so", view.words(i)) or view.form.search("ngay", view.words(i))
    ]
    if dated:
        line = dated[-1] + 1
    return (view.lines.starts[top], view.line_start(line)) if strong else (0, 0)


def _first_head_line(view: FormView) -> int:
    """Return the first line of the letterhead of a text without a type line: below what a web page puts above it."""
    last = min(len(view.lines), _MOST_HEAD_LINES)
    strong = next(
        (
            line
            for line in range(last)
            if view.form.match("so", view.words(line)) or view.form.search("quoc-hieu", view.words(line))
        ),
        0,
    )
    while strong > 0 and is_head_line(view, strong - 1):
        strong -= 1
    return strong


def strong_line_above(view: FormView, line: int) -> int | None:
    """Return the line of a number or of the national name just above ``line``, the rest of a broken date line."""
    if len(view.words(line)) > 60 or view.words(line)[-1] in ".;:":
        return None
    for above in range(line - 1, max(line - 4, -1), -1):
        words = view.words(above)
        if view.form.match("so", words) or (view.form.search("quoc-hieu", words) and len(words) < 80):
            return above
    return None


def is_head_line(view: FormView, line: int) -> bool:
    words = view.words(line)
    if not words:
        return True
    if len(words) > 160 or view.document.table_at(view.lines.starts[line]) is not None:
        return False
    form = view.form
    if form.match("trang-chu", words):
        return False
    if any(
        form.match(name, words)
        for name in ("so", "so-khong-ky-hieu", "ngay-gach-cheo", "do-khan", "phu-dong-dau", "ve-viec")
    ):
        return True
    if form.search("quoc-hieu", words) or form.search("ngay", words):
        return words[-1] not in ";:" and not words.startswith("căn cứ")
    written = view.written(line)
    if is_upper(written):
        return True
    return len(words) < 90 and words[-1] not in ".;:,?!" and written[0].isupper() and bool(form.body.match(words))


def find_title(view: FormView, plan: Anchor | None, head: Stretch) -> tuple[Stretch | None, Stretch | None, int]:
    """Return where the name of the type and the trích yếu stand, and where the body begins."""
    if plan is None:
        return None, *_find_bare_title(view, head)
    match = view.form.match("ten-loai", view.words(plan.line))
    at = view.first(plan.line)
    type_at = (at, at)
    first: int | None = None
    if match is not None:
        type_at = (at + match.start("type"), at + match.end())
        first = type_at[1]
        while first < view.lines.ends[plan.line] and not (view.text[first].isalnum() or view.text[first] in '"“('):
            first += 1
        if first >= view.lines.ends[plan.line]:
            first = None
    line = plan.line + 1
    start, end = (first, view.lines.ends[plan.line]) if first is not None else (-1, -1)
    taken = 1 if first is not None else 0
    while line < len(view.lines) and taken < _MOST_TITLE_LINES:
        words = view.words(line)
        if not words:
            if end >= 0:
                break
            line += 1
            continue
        if not is_title_line(view, line, start, end) or (start >= 0 and _decides(view, plan.line, line)):
            break
        if start < 0:
            start = view.first(line)
        end = view.lines.ends[line]
        taken += 1
        line += 1
    while line < len(view.lines) and (not view.words(line) or view.form.match("kem-theo", view.words(line))):
        attached = bool(view.words(line))
        line += 1
        if attached and view.text[view.lines.ends[line - 1] - 1 : view.lines.ends[line - 1]] not in (")", ".", "*"):
            # a reader that does not join lines leaves the bracket open: it closes within two lines
            for more in range(line, min(line + 2, len(view.lines))):
                if view.text.find(")", view.lines.starts[more], view.lines.ends[more]) >= 0:
                    line = more + 1
                    break
    body = view.lines.starts[line] if line < len(view.lines) else len(view.text)
    if start < 0:
        return type_at, None, body
    while end > start and view.text[end - 1] in " *_|":
        end -= 1
    return type_at, (start, end), body


def _find_bare_title(view: FormView, head: Stretch) -> tuple[Stretch | None, int]:
    """Return the lines in capitals right under a letterhead, where the name of the type was lost, and the body."""
    line = view.lines.at(head[1]) if head[1] > head[0] else len(view.lines)
    start = end = -1
    while line < len(view.lines) and (start < 0 or view.words(line)):
        words = view.words(line)
        if words and (not is_upper(view.written(line)) or NUMBERED.match(words) or view.form.body.match(words)):
            break
        if words:
            start, end = (view.first(line) if start < 0 else start), view.lines.ends[line]
        line += 1
    if start < 0 or end - start < _SHORTEST_TITLE:
        return None, head[1]
    return (start, end), view.line_start(line)


def _decides(view: FormView, type_line: int, line: int) -> bool:
    """Say whether a line under the title of a decision names who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …")."""
    if not view.words(type_line).startswith("quyết định") or not is_upper(view.written(line)):
        return False
    words = view.words(line)
    return bool(view.form.match("chuc-vu", words) or view.form.body.match(words))


def is_title_line(view: FormView, line: int, start: int, end: int) -> bool:
    words = view.words(line)
    form = view.form
    if form.match("kem-theo", words) or view.document.table_at(view.lines.starts[line]) is not None:
        return False
    written = view.written(line)
    capital = is_upper(written)
    if start < 0:
        if _SENTENCE_BODY.search(words):
            return False
        if form.match("sau-trich-yeu", words):
            if words[-1] == ";":
                return False
            # "Thực hiện Chương trình …" may be the title itself: then it is no sentence, and the body comes after it.
            return words.startswith(
                ("thực hiện", "triển khai", "tiếp tục", "hưởng ứng", "phát huy", "trong ", "do ")
            ) or (capital and not NUMBERED.match(words))
        return len(words) <= 700
    if closes_bracket(view.text[start:end], words):
        return True
    if is_upper(view.text[start:end]):
        return (
            (capital or not any(c.isalpha() for c in words))
            and not NUMBERED.match(words)
            and not _PART.match(words)
            and not form.match("ngay", words)
        )
    if words[-1] == ";" or _SENTENCE_BODY.search(words):
        return False
    number = NUMBERED.match(words)
    if number and not words[number.end() : number.end() + 1].isdecimal():  # "1. Mục đích", but not "15/10/2025 của"
        return False
    if written[0].islower() or form.match("trich-yeu-tiep", words):
        return len(words) <= 300
    if form.match("sau-trich-yeu", words) or capital:
        return False
    return len(words) <= 200 and (
        view.text[end - 1] in ",-–"
        or bool(_OPEN_END.search(view.folded, max(start, end - 12), end))
        or _stands_before_body(view, line)
    )


def _stands_before_body(view: FormView, line: int) -> bool:
    """Say whether a short line that is no sentence stands right over the grounds of the plan: the title's last line."""
    words = view.words(line)
    if len(words) > 120 or words[-1] in ".;:!" or line + 1 >= len(view.lines):
        return False
    below = view.words(line + 1)
    return bool(view.form.match("sau-trich-yeu", below)) and not NUMBERED.match(below) and not _PART.match(below)
