"""Near copies: MinHash signatures of five-syllable runs, and the groups of plans that are nearly the same text.

Runs of syllables, not of words: a Vietnamese syllable stands between blanks and needs no model, while word segmentation
costs more than parsing the plan (figures in docs/scale.md) and moves with its model. Copies are marked with their group
and never deleted: that one plan is copied from another is itself a result.
"""

from __future__ import annotations

import re
import tempfile
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

RUN = 5
PERMUTATIONS = 128
THRESHOLD = 0.7
# 25 bands of 5 rows: two texts of likeness 0.7 meet in a band with probability 0.99, of likeness 0.2 with 0.008.
BANDS, ROWS = 25, 5
# A bucket of this many unlike texts is a common phrase, not a copy.
_MAX_HEADS = 16

# Runs that are permuted at a time, so that they stay in the cache of a core, and a long text in its memory.
_AT_ONCE = 1024

_SYLLABLE = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def _permutations() -> tuple[numpy.ndarray[Any, Any], numpy.ndarray[Any, Any]]:
    """Return the factors and summands of ``datasketch.MinHash(num_perm=128, seed=1, scheme="affine32")``."""
    import numpy

    lots = numpy.random.RandomState(1)  # its numbers never change, unlike those of the newer generators
    factors = lots.randint(0, 2**31, PERMUTATIONS, dtype=numpy.uint32) * numpy.uint32(2) + numpy.uint32(1)
    return factors, lots.randint(0, 2**32, PERMUTATIONS, dtype=numpy.uint32)


def sign(folded: str) -> bytes:
    """Return the signature of a folded text: 128 numbers of 32 bits, little-endian.

    They are those of datasketch, which itself would bring scipy into every parser process: 55 MB and a third of a
    second.
    """
    import numpy

    factors, summands = _permutations()
    runs = hash_runs(folded)
    runs = (runs ^ (runs >> numpy.uint32(16))) * numpy.uint32(0x85EBCA6B)
    runs = (runs ^ (runs >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE35)
    runs ^= runs >> numpy.uint32(16)
    least = numpy.full(PERMUTATIONS, 2**32 - 1, dtype=numpy.uint32)
    for at in range(0, len(runs), _AT_ONCE):
        block = runs[at : at + _AT_ONCE, None] * factors + summands
        least = numpy.minimum(least, block.min(axis=0))
    found: bytes = least.astype("<u4").tobytes()
    return found


def hash_runs(folded: str) -> numpy.ndarray[Any, Any]:
    """Return a hash of 32 bits for each different run of five syllables; a shorter text is one run."""
    import numpy

    syllables = _SYLLABLE.findall(folded)
    syllables += [""] * (RUN - len(syllables))
    if len(_CODES) > _MOST_CODES:
        _CODES.clear()
    codes = numpy.fromiter(map(_CODES.__getitem__, syllables), numpy.uint64, len(syllables))
    count = len(codes) - RUN + 1
    mixed = numpy.zeros(count, dtype=numpy.uint64)
    for at in range(RUN):
        mixed = _mix(mixed ^ codes[at : at + count])
    return numpy.unique((mixed >> numpy.uint64(32)).astype(numpy.uint32))


class _Codes(dict[str, int]):
    """The hash of each syllable that came by: the language has some seven thousand."""

    def __missing__(self, syllable: str) -> int:
        code = self[syllable] = zlib.crc32(syllable.encode())
        return code


_CODES = _Codes()
_MOST_CODES = 50_000


def _mix(values: numpy.ndarray[Any, Any]) -> Any:
    """Spread every bit of 64-bit numbers over the upper half."""
    import numpy

    values = values * numpy.uint64(0x9E3779B97F4A7C15)
    return values ^ (values >> numpy.uint64(29))


@dataclass(frozen=True, slots=True)
class Signed:
    """A plan with its date and its signature."""

    document_id: str
    date: str | None
    signature: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a group of near copies; ``likeness`` is the estimated Jaccard likeness to the group's first."""

    document_id: str
    group: str
    likeness: float


def group_near(signed: Iterable[Signed], *, folder: Path | None = None) -> Iterator[Member]:
    """Yield the members of every group of two or more near copies, group by group, the group's first one first.

    The earliest plan (without a date: the last), then the lowest id, is the first and names the group. The signatures
    are spooled to a file in ``folder``, so that memory grows by ten bytes a document only.
    """
    import numpy

    record = numpy.dtype([("id", "u1", 32), ("date", "S10"), ("hashes", "<u4", PERMUTATIONS)])
    with tempfile.TemporaryFile(dir=folder) as spool:
        count = 0
        for one in signed:
            date = (one.date or "9999").encode("ascii", "replace")[:10].ljust(10, b"\0")
            spool.write(bytes.fromhex(one.document_id) + date + one.signature)
            count += 1
        if count < 2:
            return
        spool.flush()
        table = numpy.memmap(spool, dtype=record, mode="r", shape=(count,))
        parents = _join(table["hashes"])
        groups: dict[int, list[int]] = {}
        for at in range(count):
            root = _root(parents, at)
            if root != at:
                groups.setdefault(root, [root]).append(at)
        ordered = sorted(
            sorted((bytes(table["date"][at]), bytes(table["id"][at]).hex(), at) for at in members)
            for members in groups.values()
        )
        for members in ordered:
            _, first, head = members[0]
            hashes = table["hashes"][head]
            for _, document_id, at in members:
                yield Member(document_id, first, float((table["hashes"][at] == hashes).mean()))


def _join(hashes: numpy.ndarray[Any, Any]) -> array[int]:
    """Return for each document a near one before it, or itself: chains of near copies end in the same document."""
    import numpy

    parents = array("q", range(len(hashes)))
    for band in range(BANDS):
        key = numpy.zeros(len(hashes), dtype=numpy.uint64)
        for column in range(band * ROWS, (band + 1) * ROWS):
            key = _mix(key ^ hashes[:, column].astype(numpy.uint64))
        order = numpy.argsort(key, kind="stable")
        starts = numpy.concatenate(([0], numpy.flatnonzero(numpy.diff(key[order])) + 1, [len(order)]))
        for at in numpy.flatnonzero(numpy.diff(starts) > 1):
            _join_bucket(hashes, order[starts[at] : starts[at + 1]].tolist(), parents)
    return parents


def _join_bucket(hashes: numpy.ndarray[Any, Any], bucket: list[int], parents: array[int]) -> None:
    """Join the documents of a bucket (they agree in one band) that are near by all their hashes."""
    rest = bucket
    for _ in range(_MAX_HEADS):
        head, *others = rest
        rest = [at for at in others if _root(parents, at) != _root(parents, head)]
        if not rest:
            return
        near = (hashes[rest] == hashes[head]).mean(axis=1) >= THRESHOLD
        for at, is_near in zip(rest, near, strict=True):
            if is_near:
                one, other = sorted((_root(parents, head), _root(parents, at)))
                parents[other] = one
        rest = [at for at, is_near in zip(rest, near, strict=True) if not is_near]
        if len(rest) < 2:
            return


def _root(parents: array[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = at = parents[parents[at]]
    return at
