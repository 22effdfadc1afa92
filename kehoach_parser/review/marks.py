"""Checks of marks: quotations and parentheses that stay open, doubled stops, symbols with a blank in them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .subject import STOPS, STRAY_COMMAS, Hit, Subject

_MOST_LINES_OPEN = 6
# "a)" and "1)" at the beginning of a paragraph close nothing.
_LIST_MARKER = regex.compile(r"^\W{0,3}(?:[a-zđ]{1,2}|\d{1,2}(?:\.\d{1,2})?|[ivx]{1,4})\Z")
_PARTY_FORM = regex.compile(r"\b\d{1,4} ?/ ?(?:NQ|CT|KL|QĐ|QC|HD|CTr|ĐA) ?- ?TW\b")
_BLANK_IN_SYMBOL = regex.compile(r"\b\d{1,5}(?:/\d{4})?/\p{Lu}[\p{L}]{0,5}(?:- | -)\p{Lu}[\p{L}\d]{1,10}\b")
_NAME = regex.compile(r"\p{Lu}\p{Ll}")


def _find_all(text: str, *marks: str) -> list[int]:
    """Return where ``marks`` stand. One letter is found ten times as fast as the next one of a set."""
    found = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            found.append(at)
            at = text.find(mark, at + 1)
    return sorted(found)


def check_quotations(subject: Subject) -> Iterator[Hit]:
    """C27: a quotation that is opened in a paragraph and never closed."""
    text = subject.text
    if "“" not in text:
        return
    open_at: list[int] = []
    for at in _find_all(text, "“", "”"):
        if _opens(text, at):
            if open_at and (text.find("\n", open_at[-1], at) >= 0):
                yield from _unclosed(subject, open_at)
                open_at = []
            open_at.append(at)
        elif open_at:
            open_at.pop()
    yield from _unclosed(subject, open_at)


def check_straight_quotations(subject: Subject) -> Iterator[Hit]:
    """C27: the same with straight marks, which only their places tell apart: odd in a paragraph, even in the next."""
    text = subject.text
    if '"' not in text:
        return
    start, waiting = 0, False
    for line in text.split("\n"):
        marks = _straight_marks(line) if '"' in line else []
        if len(marks) % 2 and not _CURLY.search(line) and not subject.in_table(start):
            if waiting:
                waiting = False  # the paragraph closes what an earlier one has opened
            elif (at := _left_open(line, marks)) is not None:
                waiting = _closes_later(text, start + len(line))
                if not waiting:
                    yield Hit("unclosed-quotation", *_clause(text, start + at, start + len(line)))
        start += len(line) + 1


_CURLY = regex.compile("[“”«»]|''|’’")
_MOST_QUOTED_LINES = 6


def _straight_marks(line: str) -> list[int]:
    """Return where straight marks of quotation stand: behind a digit, with nothing open, they are inches."""
    marks: list[int] = []
    for at in _find_all(line, '"'):
        if len(marks) % 2 or not line[at - 1 : at].isdecimal():
            marks.append(at)
    return marks


def _left_open(line: str, marks: list[int]) -> int | None:
    """Return the last mark that opens and that no later one closes."""
    opened: list[int] = []
    for at in marks:
        before, after = line[max(0, at - 1) : at] or " ", line[at + 1 : at + 2]
        if (before.isspace() or before in "([:") and after.isalnum():
            opened.append(at)
        elif opened:
            opened.pop()
    return opened[-1] if opened else None


def _closes_later(text: str, end: int) -> bool:
    """Tell whether one of the next paragraphs has the mark that closes."""
    lines = text[end + 1 : end + 3000].split("\n")[:_MOST_QUOTED_LINES]
    return any(len(_straight_marks(line)) % 2 for line in lines)


def _opens(text: str, at: int) -> bool:
    """Typists use one mark for both ends: what stands after a letter and before a blank closes, whatever its shape."""
    before = text[at - 1 : at] or "\n"
    after = text[at + 1 : at + 2] or "\n"
    if text[at] == "“":
        return not (not before.isspace() and before not in "(“\"'[" and (after.isspace() or after in ".,;:)!?"))
    return before.isspace() and after.isalnum()


def _unclosed(subject: Subject, open_at: list[int]) -> Iterator[Hit]:
    text = subject.text
    for at in open_at[:20]:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        rest = text[at + 1 : end]
        # Another mark of closing in the same paragraph: mixed marks are a matter of style, not an open quotation.
        if '"' in rest or "’’" in rest or "''" in rest or "»" in rest or subject.in_table(at):
            continue
        start, stop = _clause(text, at, end)
        yield Hit("unclosed-quotation", start, stop)


_CLAUSE_START = regex.compile(r"[.;:,](?= )")
_CLAUSE_END = regex.compile(r"[.;:,](?= |\Z)")
_LONGEST_CLAUSE = 160


def _clause(text: str, at: int, line_end: int) -> tuple[int, int]:
    """Return the clause in which a mark stands: from the comma or stop before to the one after, never mid-word."""
    low = max(text.rfind("\n", 0, at) + 1, at - _LONGEST_CLAUSE)
    edges = [edge.end() for edge in _CLAUSE_START.finditer(text, low, at)]
    start = edges[-1] if edges else low
    if not edges and low > 0 and text[low - 1] != "\n":
        start = text.find(" ", low, at) + 1 or low
    high = min(line_end, at + _LONGEST_CLAUSE)
    edge = _CLAUSE_END.search(text, at + 1, high)
    end = edge.start() if edge else high
    if edge is None and high < line_end:
        end = max(text.rfind(" ", at + 1, high), at + 1)
    while start < at and text[start].isspace():
        start += 1
    return start, end


def check_parentheses(subject: Subject) -> Iterator[Hit]:
    """A parenthesis opened in a paragraph and not closed in it or in the next ones."""
    text, folded = subject.text, subject.folded
    if "(" not in text:
        return
    open_at: list[int] = []
    before = 0
    lines_open = 0
    for at in _find_all(text, "(", ")"):
        if open_at:
            lines_open += text.count("\n", before, at)
        before = at
        if lines_open > _MOST_LINES_OPEN:
            yield from _open_parentheses(subject, open_at)
            open_at, lines_open = [], 0
        if text[at] == "(":
            if lines_open:
                yield from _open_parentheses(subject, open_at)
                open_at, lines_open = [], 0
            open_at.append(at)
        elif open_at and not _is_list_marker(folded, at):
            open_at.pop()
            if not open_at:
                lines_open = 0
    yield from _open_parentheses(subject, open_at)


def _is_list_marker(folded: str, at: int) -> bool:
    line = folded.rfind("\n", max(0, at - 12), at) + 1
    return (line > 0 or at < 12) and bool(_LIST_MARKER.search(folded, line, at))


def _open_parentheses(subject: Subject, open_at: list[int]) -> Iterator[Hit]:
    if open_at and not subject.in_table(open_at[0]):
        start = open_at[0]
        end = subject.text.find("\n", start)
        end = len(subject.text) if end < 0 else end
        yield Hit("unclosed-parenthesis", start, subject.cut(start, end, 160))


def check_stops(subject: Subject) -> Iterator[Hit]:
    """Doubled stops ("GDĐT..") and a comma after a preposition ("trên, Báo")."""
    text = subject.text
    for pair in STOPS:
        at = text.find(pair) if subject.has(pair) else -1
        while at >= 0:
            if _is_doubled(text, at):
                start, end = subject.around(at, at + 2, before=30, after=0)
                if not subject.in_table(start):
                    yield Hit("spelling", start, end, {"other": pair, "right": pair[0]}, "warning")
            at = text.find(pair, at + 2)
    medium = subject.check("spelling").compiled["medium"]
    for comma in filter(subject.has, STRAY_COMMAS):
        at = text.find(comma)
        while at >= 0:
            begin, end = at + 1, at + len(comma)
            # "Để làm tốt việc trên, Sở Y tế …": "trên" may close an adverbial; before a medium it wants its noun.
            if _NAME.match(text, end) and (comma != " trên, " or medium.match(subject.folded, end)):
                start, stop = subject.around(begin, end, before=20, after=12)
                detail = {"other": comma.strip(), "right": comma.strip().rstrip(",")}
                yield Hit("spelling", start, stop, detail, "warning")
            at = text.find(comma, at + 1)


def _is_doubled(text: str, at: int) -> bool:
    """Two stops after a word and before no third: "..." and dotted lines to fill in are none."""
    before, after = text[at - 1 : at], text[at + 2 : at + 3]
    return (
        (before.isalnum() or before in ("”", ")"))
        and not after.isalnum()
        and after not in (".", ",", ";", ":", "/", "…")
    )


def check_symbols(subject: Subject) -> Iterator[Hit]:
    """A blank inside a symbol ("27/NQ- TW"), and a Party symbol in the form of the State ("27/NQ-TW")."""
    text = subject.text
    seen: set[int] = set()
    for match in _PARTY_FORM.finditer(text):
        seen.add(match.start())
        number, _, rest = match[0].replace(" ", "").partition("/")
        right = f"{number}-{rest.partition('-')[0]}/TW"
        yield Hit("spelling", match.start(), match.end(), {"other": match[0], "right": right}, "warning")
    for match in _BLANK_IN_SYMBOL.finditer(text):
        if match.start() not in seen:
            right = match[0].replace(" ", "")
            yield Hit("spelling", match.start(), match.end(), {"other": match[0], "right": right}, "warning")
