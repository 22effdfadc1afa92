"""Names of bodies in the text: a dated gazetteer, and a grammar for the names that no gazetteer has."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from ..document import Document
from ..models import Agency, Header
from ..rules import Rules


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named at ``text[start:end]``. ``group``: several bodies named as one ("các sở, ban, ngành")."""

    start: int
    end: int
    agency: Agency
    group: bool = False


@dataclass(frozen=True)
class Mentions:
    """All mentions, sorted by start, longest at each place, none overlapping."""

    all: tuple[Mention, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.all]

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that begin in ``[start, end)``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def find_agencies(document: Document, header: Header, rules: Rules) -> Mentions:
    """Return the bodies named in ``document``; bare names ("Phòng Kinh tế") take the issuer's level."""
    return Mentions(())


def read_agencies(document: Document, mentions: Mentions, start: int, end: int) -> tuple[Agency, ...]:
    """Return the bodies that ``text[start:end]``, a heading or a table cell, names: joined names apart, a group as one."""
    return ()
