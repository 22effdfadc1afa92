"""Years of periods and targets."""

from __future__ import annotations

import regex

from ..models import Target

_YEAR = regex.compile(r"\b(?:19|20|21)\d\d\b")


def years_of(period: str | None) -> tuple[int | None, int | None]:
    """Return the first and last year of an EDTF period; an open end is None.

    >>> years_of("2021/2030"), years_of("../2030"), years_of("2022-05")
    ((2021, 2030), (None, 2030), (2022, 2022))
    """
    if not period:
        return None, None
    left, _, right = period.partition("/")
    first, last = _YEAR.search(left), _YEAR.search(right or left)
    return (int(first[0]) if first else None, int(last[0]) if last else None)


def due_year(target: Target) -> int | None:
    """Return the year by whose end a target is due; the last year of an interval."""
    return years_of(target.due)[1]
