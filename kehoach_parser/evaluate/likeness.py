"""When two wordings count as the same in scoring: spelling, marks and blanks aside."""

from __future__ import annotations

from collections import Counter

import regex

from ..text import canonical, fold

_MARKDOWN = regex.compile(r"[*#_`]+")
_DASH = regex.compile(r"\s*-\s*")
_YEAR = regex.compile(r"\d{4}")
_EDGES = " .:;,"
# Of the shorter wording, this share of its words must stand in the longer one.
_SHARED_WORDS = 0.8


def normalise(words: object) -> str:
    """Return ``words`` for comparison: folded, Markdown marks out, one blank, no stop at the edges; None gives "".

    >>> normalise("Uỷ ban – **nhân dân** tỉnh:")
    'ủy ban - nhân dân tỉnh'
    """
    if words is None:
        return ""
    plain = _MARKDOWN.sub(" ", fold(canonical(str(words))))
    return " ".join(_DASH.sub(" - ", plain).split()).strip(_EDGES)


def overlaps(one: str, other: str) -> bool:
    """Return whether one wording holds the other, or they share four fifths of the words of the shorter.

    >>> overlaps("đạt 75% vào năm 2030", "phấn đấu đạt 75% vào năm 2030")
    True
    """
    first, second = normalise(one).split(), normalise(other).split()
    if not first or not second:
        return False
    joined, others = " ".join(first), " ".join(second)
    if joined in others or others in joined:
        return True
    shared = (Counter(first) & Counter(second)).total()
    return shared / min(len(first), len(second)) >= _SHARED_WORDS


def same_path(one: str | None, other: str | None) -> bool:
    """Return whether two section paths are equal or one lies inside the other; an unknown path fits any."""
    if one is None or other is None:
        return True
    return one.strip(".") == other.strip(".") or other.startswith(one + ".") or one.startswith(other + ".")


def same_unit(gold: str | None, found: str | None) -> bool:
    """Return whether two units agree: percent and permille exactly, a counted thing by the words of either."""
    wanted, got = normalise(gold), normalise(found)
    if {wanted, got} & {"percent", "permille"}:
        return wanted == got
    return bool(wanted and got) and (wanted in got or got in wanted)


def year_of(date: str | None) -> int | None:
    """Return the first year in an EDTF string: 2030 for ``2030-06``, 2026 for ``2026/2030``."""
    found = _YEAR.search(date or "")
    return int(found[0]) if found else None
