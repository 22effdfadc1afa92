"""The section tree as it is asked for: all sections, and which of them hold a place of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..models import Section


@dataclass(frozen=True)
class Outline:
    """The section tree, and which of its sections hold a place of the text."""

    roots: tuple[Section, ...]

    @cached_property
    def _flat(self) -> tuple[tuple[Section, ...], ...]:
        """For each section, in the order of the text, the chain from its root down to itself."""
        return tuple(chain for root in self.roots for chain in _chains(root, ()))

    @cached_property
    def _starts(self) -> list[int]:
        return [chain[-1].span.start for chain in self._flat]

    @property
    def all(self) -> Iterator[Section]:
        """All sections, in the order of the text."""
        return (chain[-1] for chain in self._flat)

    def chain_at(self, offset: int) -> tuple[Section, ...]:
        """Return the sections that hold ``offset``, from the outermost to the innermost."""
        index = bisect_right(self._starts, offset) - 1
        return self._flat[index] if index >= 0 else ()

    def at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        chain = self.chain_at(offset)
        return chain[-1] if chain else None

    def path_at(self, offset: int) -> str | None:
        """Return the path of the innermost section with a path (numbered, or an appendix) that holds ``offset``."""
        section = self.at(offset)
        return section.path or None if section else None


def _chains(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    chain = (*above, section)
    yield chain
    for child in section.children:
        yield from _chains(child, chain)
