"""Patterns that are tried only where one of their first words stands: most of them match nowhere in most plans.

The first words of all patterns of a baseline are looked for in one pass over a plan: a quarter of the time of
searching for one pattern after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import pairwise

import regex

Places = Mapping[str, list[int]]

_PLAIN = regex.compile(r"[\p{L}\p{N} ,]+")
_MARKS = regex.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]", regex.DOTALL)
_REPEAT = "?*+{"
_SHORTEST = 3
_LONGEST = 2_000  # characters of one match: a provision is a matter of a sentence or two


class HeadedPattern:
    """A compiled pattern with the words of which one begins each of its matches; none: it is searched for."""

    def __init__(self, pattern: regex.Pattern[str], heads: tuple[str, ...]) -> None:
        self.pattern = pattern
        self.heads = heads

    def search(
        self, text: str, start: int = 0, end: int | None = None, places: Places | None = None
    ) -> regex.Match[str] | None:
        """Return the first match inside ``text[start:end]``, as the pattern's own ``search`` does.

        ``places``: where words stand in ``text``, in its order, the pattern's ``heads`` among them.
        """
        end = len(text) if end is None else end
        if places is None or not self.heads:
            return self.pattern.search(text, start, end)
        found: list[int] = []
        for head in self.heads:
            starts = places.get(head, ())
            found += starts[bisect_left(starts, start) : bisect_left(starts, end)]
        for at in sorted(found):
            match = self.pattern.match(text, at, min(end, at + _LONGEST))
            if match is not None:
                return match
        return None


def heads_of(source: str) -> tuple[str, ...]:
    r"""Return words of which one begins each match of a pattern over folded text; empty when they cannot be told.

    >>> heads_of("(?:thanh tra|kiểm tra)[^.]{0,9}nữ|mô hình(?: nữ)?"), heads_of(r"\\d+ nữ")
    (('thanh tra', 'kiểm tra', 'mô hình'), ())
    """
    heads: list[str] = []
    for branch in _branches(source):
        found = _heads_of_branch(branch)
        if not found:
            return ()
        heads += found
    return tuple(dict.fromkeys(heads))


def _heads_of_branch(branch: str) -> tuple[str, ...]:
    branch = branch.removeprefix(r"\b")
    if branch.startswith("(?:"):
        end = _closing(branch)
        inner, rest = branch[3:end], branch[end + 1 :]
        if rest[:1] == "?":
            found, more = heads_of(inner), heads_of(rest[1:])
            return (*found, *more) if found and more else ()
        return heads_of(inner) if rest[:1] not in _REPEAT or not rest else ()
    words = _PLAIN.match(branch)
    if words is None:
        return ()
    head = words[0][:-1] if branch[words.end() : words.end() + 1] in _REPEAT and words.end() < len(branch) else words[0]
    return (head,) if len(head) >= _SHORTEST else ()


def _branches(source: str) -> list[str]:
    """Return ``source`` cut at the bars that stand in no group."""
    cuts = [-1, *(at for at, depth in _depths(source) if depth == 0 and source[at] == "|"), len(source)]
    return [source[before + 1 : after] for before, after in pairwise(cuts)]


def _closing(source: str) -> int:
    """Return where the group closes with which ``source`` begins."""
    return next(at for at, depth in _depths(source) if depth == 0 and source[at] == ")")


def _depths(source: str) -> Iterator[tuple[int, int]]:
    """Yield where bars and brackets of groups stand, each with the number of groups that it stands in."""
    depth = 0
    for match in _MARKS.finditer(source):
        mark = match[0]
        depth -= mark == ")"
        if len(mark) == 1:
            yield match.start(), depth
        depth += mark == "("
