"""A date as it is written: points of time at their precision, alone or as the two ends of an interval."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "month", "quarter", "year"]


@dataclass(slots=True)
class Point:
    """One date at the precision in which it is written; what is not written is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    @property
    def unit(self) -> Unit:
        """The finest part that is written."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "year" if self.quarter is None else "quarter"

    def edtf(self) -> str | None:
        """Return the date as EDTF; None without a year, or for a day that no calendar has (31/11).

        >>> Point(2025, 12).edtf(), Point(2025, quarter=4).edtf(), Point(2025, 11, 31).edtf()
        ('2025-12', '2025-Q4', None)
        """
        if self.year is None or (self.day is not None and self.month is None):
            return None
        if self.quarter is not None:
            return f"{self.year}-Q{self.quarter}"
        if self.month is None:
            return str(self.year)
        if not 1 <= self.month <= 12:
            return None
        if self.day is None:
            return f"{self.year}-{self.month:02}"
        if not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            return None
        return f"{self.year}-{self.month:02}-{self.day:02}"

    def precedes(self, other: Point) -> bool:
        """Whether this is before ``other``, as far as both are written: "2025" is not before "2025-09"."""
        if self.unit == other.unit:
            return self.order() < other.order()
        mine, theirs = self.month or 3 * (self.quarter or 0), other.month or 3 * (other.quarter or 0)
        if self.year != other.year or not (mine and theirs):
            return (self.year or 0) < (other.year or 0)
        return mine < theirs

    def order(self) -> tuple[int, int, int]:
        """A key by which two points of one unit sort in time."""
        return self.year or 0, self.quarter or self.month or 0, self.day or 0


@dataclass(slots=True)
class DateMention:
    """A date at ``[start, end)``: one point, or the first and last of an interval.

    ``inferred``: its year is not written. ``named``: it is a period or a term ("giai đoạn 2026-2030").
    """

    start: int
    end: int
    first: Point
    last: Point | None = None
    inferred: bool = False
    named: bool = False

    @property
    def edtf(self) -> str | None:
        """The EDTF string ("2025-12-31", "2026-01/2026-03"); None when no year is known, or it cannot be."""
        begin = self.first.edtf()
        if self.last is None or begin is None:
            return begin
        end = self.last.edtf()
        if end is None or self.last.precedes(self.first):
            return None
        return begin if begin == end else f"{begin}/{end}"

    @property
    def unit(self) -> Unit:
        """The precision: of the first point, for an interval."""
        return self.first.unit
