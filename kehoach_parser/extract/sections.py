"""The section tree, from the numbering that the text itself shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import regex
from pydantic import TypeAdapter

from ..document import Document
from ..models import Section, SectionKind
from ..rules import Rules
from ..text import fold
from .layout import Layout
from .numbering import ARABIC, CAPITAL, CHAPTER, DECIMAL, LETTER, LETTER_DECIMAL, PART, ROMAN, Marker, find_markers
from .outline import Outline
from .section_rules import SectionRules

_LONGEST_HEADING = 220
_DEEPEST = 24  # divisions inside each other; a plan has six levels, a list that begins again and again has no end
_LONGEST_STOPPED = 60  # letters of a heading that somebody closed with a full stop
_LONGEST_RUN_IN = 110


@dataclass(slots=True)
class _Open:
    """A division while the text below it is still being read; ``family`` None for one without a number."""

    start: int
    rank: float
    path: str
    family: int | None = None
    value: int = 0
    numbers: tuple[int, ...] = ()
    marker: str | None = None
    title: str | None = None
    rest: int = 0
    is_heading: bool = True
    kind: SectionKind | None = None
    children: list[_Open] = field(default_factory=list)


def segment(document: Document, layout: Layout, rules: Rules) -> Outline:
    """Return the sections of ``document``: top-level sections tile the text, children tile the rest of their parent.

    What precedes the first division is a section of kind other; the closing formula, the recipients and the signature
    are one of kind closing; both have no marker. Each appendix is a section whose path is its name.
    """
    section_rules = rules.read("sections.yaml", SectionRules)
    length = len(document.text)
    roots = _read_articles(document, layout)
    body = _read_divisions(document, section_rules, layout.body_start, layout.body_end, "", layout)
    if not (body or roots) or (roots or body)[0].start > 0:
        roots.insert(0, _Open(0, 0, "", kind="other"))
    roots += body
    closing_end = min(
        (appendix.start for appendix in layout.appendices if appendix.start >= layout.body_end), default=length
    )
    if layout.body_end < closing_end:
        roots.append(_Open(layout.body_end, 0, "", kind="closing"))
    for appendix in layout.appendices:
        inside = _read_divisions(document, section_rules, appendix.start, appendix.end, appendix.path, layout)
        roots.append(_Open(appendix.start, 0, appendix.path, title=appendix.path, kind="other", children=inside))
    roots.sort(key=lambda root: root.start)
    ends = [root.start for root in roots[1:]] + [length]
    # The whole tree is handed to pydantic at once: half the time of making its objects one by one.
    return Outline(
        _SECTIONS.validate_python(
            [_close(root, end, "other", 1, document, section_rules) for root, end in zip(roots, ends, strict=True)]
        )
    )


_ARTICLE = regex.compile(r"(?m)^[^\p{L}\p{N}\n]{0,6}(?P<marker>điều (?P<number>\d{1,2})[.:]?)(?=[\s*]|$)")
_IN_CHARGE = regex.compile(r"chịu trách nhiệm (?:thi hành|thực hiện)|có trách nhiệm")


def _read_articles(document: Document, layout: Layout) -> list[_Open]:
    """Return the articles of the decision that carries the plan, what follows them, and where the plan begins."""
    if layout.articles is None or layout.decision is None:
        return []
    start, end = layout.articles
    found: list[_Open] = []
    for match in _ARTICLE.finditer(document.folded, start, end):
        at, stop = match.span("marker")
        found.append(
            _Open(
                document.lines.starts[document.lines.at(at)],
                0,
                f"Điều {match['number']}",
                marker=document.text[at:stop],
                rest=stop,
                is_heading=False,
                kind="other",
            )
        )
    if not found:
        return []
    for article, stop in zip(found, [*(other.start for other in found[1:]), end], strict=True):
        if _IN_CHARGE.search(document.folded, article.start, stop):
            article.kind = "implementation"  # who carries the decision out
    if end < layout.decision[1]:
        found.append(_Open(end, 0, "", kind="closing"))
    found.append(_Open(layout.decision[1], 0, "", kind="other"))
    return found


_SECTIONS = TypeAdapter(tuple[Section, ...])


def _read_divisions(
    document: Document, rules: SectionRules, start: int, end: int, base: str, layout: Layout
) -> list[_Open]:
    """Return the outermost divisions of ``text[start:end]``, each with what stands below it."""
    root = _Open(start, -1, base)
    stack = [root]
    for candidate in _candidates(document, rules, start, end, layout):
        if isinstance(candidate, _Open):
            if stack[-1].family in _PARTS and document.text[stack[-1].rest : candidate.start].isspace():
                continue  # the title of the part above
            while stack[-1].rank >= candidate.rank:
                stack.pop()
            candidate.path = stack[-1].path
        else:
            opened = _open_numbered(document, candidate, stack)
            if opened is None:
                continue
            candidate = opened
        stack[-1].children.append(candidate)
        stack.append(candidate)
    return root.children


def _candidates(
    document: Document, rules: SectionRules, start: int, end: int, layout: Layout
) -> Iterator[Marker | _Open]:
    """Yield the lines that may begin a division: numbered ones, and known titles without a number."""
    text, folded = document.text, document.folded
    markers = {marker.start: marker for marker in find_markers(text, folded, start, end)}
    bare = {opened.start: opened for opened in _find_bare_titles(document, rules, start, end, markers)}
    for at in sorted(markers.keys() | bare.keys()):
        if document.table_at(at) or any(low <= at < high for low, high in layout.noise):
            continue
        yield markers[at] if at in markers else bare[at]


_ABOVE_ARABIC = frozenset([PART, CHAPTER, CAPITAL, ROMAN])
_BARE = r"(?=\p{L})(?P<line>[\p{L} ,\-&/]{4,60}+:?)$"
_FIRST_BARE_LINE = regex.compile(_BARE, regex.MULTILINE)
# The newline before a line is looked for ten times as fast as "^" is.
_BARE_LINE = regex.compile(r"\n" + _BARE, regex.MULTILINE)


def _find_bare_titles(
    document: Document, rules: SectionRules, start: int, end: int, markers: dict[int, Marker]
) -> Iterator[_Open]:
    """Yield the lines that are a known title and nothing else ("Mục đích", "TỔ CHỨC THỰC HIỆN"), without a number.

    Where no division above "1." has a number, a title in small letters over a list that begins with "1." is one.
    """
    text, folded = document.text, document.folded
    numbered = any(marker.family in _ABOVE_ARABIC for marker in markers.values())
    first = _FIRST_BARE_LINE.match(folded, 0, end) if start == 0 else None
    lines = _BARE_LINE.finditer(folded, max(start - 1, 0), end)
    for match in lines if first is None else (first, *lines):
        at, stop = match.span("line")
        heading = match["line"].rstrip(" :")
        rule = rules.find_rule(heading)
        if rule is None or not rule.bare or not text[at].isupper():
            continue
        capitals = text[at:stop].isupper()
        styled = at in document.headings or document.bold_until(at) is not None
        below = None if numbered else markers.get(stop + 1)
        leads = below is not None and below.family == ARABIC and below.value == 1
        if not capitals and not styled and not leads and len(heading.split()) > 2:
            continue
        rank = ROMAN if capitals or leads else ARABIC
        yield _Open(at, rank, "", title=text[at:stop].rstrip(" :"), rest=at, kind=rule.kind)


def _open_numbered(document: Document, marker: Marker, stack: list[_Open]) -> _Open | None:
    """Return the division that ``marker`` opens, with ``stack`` cut down to its parent; None when it opens none."""
    family, head = marker.family, marker.numbers[:-1]
    lists = [
        depth
        for depth in range(len(stack) - 1, 0, -1)
        if stack[depth].family == family and (not head or stack[depth].numbers[:-1] == head)
    ]
    follows = None
    for depth in lists:
        if stack[depth].value + 1 == marker.value:
            follows = depth
            break
    nested = False
    if follows is not None:
        del stack[follows:]
    elif lists:
        before = stack[lists[0]].value
        nested = marker.value == 1 and before > 1 and len(stack) < _DEEPEST and not _is_strong(document, marker)
        if not nested:
            if not (before <= marker.value <= before + 3 or marker.value == 1 or _is_strong(document, marker)):
                return None
            del stack[lists[0] :]
    else:
        parent = _find_parent(marker, stack)
        if parent is None:
            return None
        # A first number that is not 1 is a list whose head was lost (2), or words that only look like a number.
        if (
            marker.value > 2
            and not document.text[marker.rest : marker.rest + 40].isupper()
            and not _is_strong(document, marker)
        ):
            return None
        del stack[parent + 1 :]
    opened = _describe(document, marker, stack[-1])
    if nested:  # "1." again below "4.": a list inside the fourth point, not a fifth one
        opened.rank = max(opened.rank, stack[-1].rank + 0.1)
    return opened


def _is_strong(document: Document, marker: Marker) -> bool:
    """Say whether a marker stands in a heading of the format, or in bold."""
    return marker.start in document.headings or document.bold_until(marker.start) is not None


def _find_parent(marker: Marker, stack: list[_Open]) -> int | None:
    """Return the depth in ``stack`` of the division that ``marker`` belongs under."""
    if marker.family == DECIMAL:
        for depth in range(len(stack) - 1, 0, -1):
            above = stack[depth]
            own = above.numbers or ((above.value,) if above.family == ARABIC else ())
            if own and own == marker.numbers[: len(own)] and len(own) < len(marker.numbers):
                return depth
    if marker.family == LETTER_DECIMAL:
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].family == LETTER and stack[depth].value == marker.numbers[0]:
                return depth
        return None
    depth = len(stack) - 1
    while depth > 0 and stack[depth].rank >= marker.family:
        depth -= 1
    return depth


def _describe(document: Document, marker: Marker, parent: _Open) -> _Open:
    text = document.text
    line_end = text.find("\n", marker.rest)
    line_end = len(text) if line_end < 0 else line_end
    title, is_heading = _read_title(document, marker, line_end)
    own = parent.numbers or ((parent.value,) if parent.family == ARABIC else ())
    label = marker.label
    if marker.family in (DECIMAL, LETTER_DECIMAL) and own == marker.numbers[: len(own)]:
        label = ".".join(map(str, marker.numbers[len(own) :]))
        if marker.family == LETTER_DECIMAL:
            label = str(marker.numbers[-1])
    path = f"{parent.path}.{label}" if parent.path else label
    return _Open(
        start=marker.start,
        rank=marker.family,
        path=path,
        family=marker.family,
        value=marker.value,
        numbers=marker.numbers,
        marker=text[marker.start : marker.end],
        title=title,
        rest=marker.rest,
        is_heading=is_heading,
    )


_PARTS = (PART, CHAPTER)
_RUN_IN = regex.compile(rf"[^:;.\n]{{2,{_LONGEST_RUN_IN}}}:(?= |$)")


def _read_title(document: Document, marker: Marker, line_end: int) -> tuple[str | None, bool]:
    """Return the heading that stands on the marker's line and whether the line is one; a paragraph has no heading.

    "3. Phòng Kế hoạch - Tài chính: Cân đối …" is headed by its first words: in bold, or up to a colon.
    """
    text = document.text
    rest = marker.rest
    if rest >= line_end and marker.family in _PARTS:  # "Phần thứ nhất" has its title on the next line
        rest = min(line_end + 1, len(text))
        line_end = text.find("\n", rest)
        line_end = len(text) if line_end < 0 else line_end
        return (text[rest:line_end].strip(" :.") or None if text[rest:line_end].isupper() else None), True
    bold_end = document.bold_until(rest)
    if bold_end is not None and bold_end > rest + 1:
        title = text[rest : min(bold_end, line_end)].strip(" :.")
        if title and len(title) <= _LONGEST_HEADING * 2:
            return title, True
    if marker.start in document.headings:
        return text[rest:line_end].strip(" :."), True
    run_in = _RUN_IN.match(text, rest, line_end)
    if run_in and run_in[0].count("(") <= run_in[0].count(")"):  # "(gồm các Sở: …)" is no end of a heading
        return run_in[0].rstrip(" :"), True
    words = text[rest:line_end].rstrip()
    if words and len(words) <= _LONGEST_HEADING and not words.endswith((".", ";", "./.")):
        return words, True
    if marker.family == ROMAN and len(words) <= _LONGEST_STOPPED and "." not in words[:-1] and words.endswith("."):
        return words.rstrip(" ."), True  # "IV. Tổ chức thực hiện."
    return None, False


def _close(
    opened: _Open, end: int, parent_kind: SectionKind, level: int, document: Document, rules: SectionRules
) -> dict[str, Any]:
    """Return ``opened`` as the fields of a Section that ends at ``end``, its kind decided and its children closed."""
    kind = opened.kind or _decide_kind(opened, end, parent_kind, document, rules)
    children = zip(opened.children, [*(child.start for child in opened.children[1:]), end], strict=False)
    return {
        "path": opened.path,
        "marker": opened.marker,
        "title": opened.title,
        "kind": kind,
        "level": level,
        "span": {"start": opened.start, "end": end},
        "children": [_close(child, stop, kind, level + 1, document, rules) for child, stop in children],
    }


def _decide_kind(
    opened: _Open, end: int, parent_kind: SectionKind, document: Document, rules: SectionRules
) -> SectionKind:
    folded = document.folded
    heading = fold(opened.title) if opened.title else folded[opened.rest : opened.rest + _LONGEST_RUN_IN]
    rule = rules.find_rule(heading, folded, opened.rest, end, is_heading=opened.is_heading)
    if rule is None or (rule.alone and parent_kind != "other"):
        return "content" if parent_kind == "other" and opened.marker else parent_kind
    return rule.kind
