"""Counts of what was found, missed and too much, part by part, with a line for each so that a figure can be traced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Score:
    """The result of one part: how many are right, surplus and missed; the measures follow."""

    right: int
    surplus: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the results that are right; 1 when there are none."""
        return self.right / (self.right + self.surplus) if self.right + self.surplus else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotations that were found; 1 when there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 when nothing is right."""
        return 2 * self.right / (2 * self.right + self.surplus + self.missed) if self.right else 0.0


@dataclass
class Tally:
    """Counts by part; ``lines`` names every miss and every surplus."""

    right: Counter[str] = field(default_factory=Counter)
    surplus: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def hit(self, part: str) -> None:
        """Count one right result."""
        self.right[part] += 1

    def miss(self, part: str, what: str) -> None:
        """Count one annotation that was not found."""
        self.missed[part] += 1
        self.lines.append(f"  thiếu  {part:20} {what}")

    def extra(self, part: str, what: str) -> None:
        """Count one result that no annotation has."""
        self.surplus[part] += 1
        self.lines.append(f"  thừa   {part:20} {what}")

    def judge(self, part: str, ok: bool, what: str) -> None:
        """Count a hit when ``ok``, else a miss."""
        if ok:
            self.hit(part)
        else:
            self.miss(part, what)

    def add(self, other: Tally) -> None:
        """Add the counts and lines of ``other`` to these."""
        self.right += other.right
        self.surplus += other.surplus
        self.missed += other.missed
        self.lines += other.lines

    def parts(self) -> dict[str, Score]:
        """Return the score of every part that was judged, by name."""
        names = sorted({*self.right, *self.surplus, *self.missed})
        return {name: Score(self.right[name], self.surplus[name], self.missed[name]) for name in names}

    def total(self) -> Score:
        """Return all parts together (micro average)."""
        return Score(self.right.total(), self.surplus.total(), self.missed.total())

    def pair(
        self,
        part: str,
        wanted: Sequence[Wanted],
        found: Sequence[Found],
        same: Callable[[Wanted, Found], bool],
        show_wanted: Callable[[Wanted], str],
        show_found: Callable[[Found], str],
        excused: Callable[[Found], bool] = lambda result: False,
    ) -> list[tuple[Wanted, Found]]:
        """Pair each annotation with the first free result that is the same; count hits, misses and surpluses.

        Returns the pairs. A result that is ``excused`` is no surplus.
        """
        left = list(found)
        pairs = []
        for gold in wanted:
            at = next((index for index, result in enumerate(left) if same(gold, result)), None)
            if at is None:
                self.miss(part, show_wanted(gold))
            else:
                pairs.append((gold, left.pop(at)))
                self.hit(part)
        for result in left:
            if not excused(result):
                self.extra(part, show_found(result))
        return pairs
