"""Patterns that hostile text can bring to a stand: found by trying, told by ratios that hold on any machine.

A pattern that begins again at every letter of what it has just read takes sixteen times as long for four times the
text. Each pattern runs over short texts made of what trips such patterns and of its own words; one that is far slower
than a plain pattern over the same text, and grows faster than the text, is refused. No clock but that of this thread is
asked, and a suspicion is measured again, so that a busy machine makes nothing slow.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property, lru_cache
from typing import Any

import regex
from pydantic import BaseModel

from .errors import RuleError
from .rules import AnyPattern

_PIECES = ("1", "1.", "1 ", "a", "a ", "(", "- ", '"', "60% và 70%, ", "sở, ban, ngành, ", "đến năm 2025 ")
_SHORT, _LONG = 800, 3_200  # characters
_SUSPECT = 6  # times a plain pattern; quicker ones are let go without asking how they grow
_GROWTH = 8  # for four times the text: a linear pattern takes 4 times as long, a quadratic one 16 times
_PATIENCE = 1.0  # seconds for one search
_PLAIN = regex.compile(r"\p{L}+|\d+|[^\p{L}\d]")
_OWN_WORD = re.compile(r"[^\W\d_]{2,}(?: ?\+? [^\W\d_]{2,}){0,3}")
_MOST_OWN_WORDS = 8
# Repeats without end of anything but a blank, and repeats of groups; without them a pattern is linear by its form.
_MAY_BE_SLOW = re.compile(r"[^ \\][*+]|\)[*+{]|\\.[*+]")


def refuse_slow(rules: Any, where: str) -> None:
    """Raise RuleError when a pattern of a rule model is slow, with the pattern and a text that brings it to a stand."""
    for pattern in iter_patterns(rules):
        piece = find_slow_text(pattern)
        if piece is not None:
            raise RuleError(
                f"{where}: mẫu chạy quá chậm với văn bản lặp {piece.strip()!r}; hãy đặt giới hạn cho các phép lặp "
                f"(ví dụ {{0,80}} thay cho * hoặc +): {pattern.pattern[:160]!r}"
            )


def find_slow_text(pattern: AnyPattern) -> str | None:
    """Return a piece of text whose repetition makes ``pattern`` take more than linear time; None when none is known.

    >>> find_slow_text(regex.compile(r"(?:a+ ?)+b")) is None
    False
    >>> find_slow_text(regex.compile(r"đạt \\d{1,3} ?%")) is None
    True
    """
    own = list(dict.fromkeys(_OWN_WORD.findall(pattern.pattern)))
    if not _MAY_BE_SLOW.search(pattern.pattern):
        return None
    # With its words at the end of the text, in lines of their own, no pattern can tell at once that they are not there.
    end = "\n" + "\n".join(own)
    for piece in (*_PIECES, *(f"{word} " for word in own[:_MOST_OWN_WORDS])):
        if _is_slow(pattern, piece, end):
            return piece
    return None


def _is_slow(pattern: AnyPattern, piece: str, end: str) -> bool:
    for _ in range(3):  # three times: one long break of the machine proves nothing
        short = _seconds(pattern, _repeat(piece, _SHORT) + end)
        if short < _SUSPECT * _floor(piece):
            return False
        if short < _PATIENCE and _seconds(pattern, _repeat(piece, _LONG) + end) < _GROWTH * short:
            return False
    return True


def _repeat(piece: str, length: int) -> str:
    return piece * (length // len(piece) + 1)


def _seconds(pattern: AnyPattern, text: str) -> float:
    """Return the seconds of this thread that the search takes; ``_PATIENCE`` when it had to be broken off."""
    # The standard re cannot be broken off: its patterns are judged by what regex makes of them.
    twin = pattern if isinstance(pattern, regex.Pattern) else _twin(pattern.pattern)
    start = time.thread_time()
    try:
        deque(twin.finditer(text, timeout=_PATIENCE), maxlen=0)
    except TimeoutError:
        return _PATIENCE
    return time.thread_time() - start


@lru_cache(maxsize=64)
def _twin(source: str) -> regex.Pattern[str]:
    return regex.compile(source)


@lru_cache(maxsize=64)
def _floor(piece: str) -> float:
    return max(min(_seconds(_PLAIN, _repeat(piece, _SHORT)) for _ in range(5)), 1e-6)


def iter_patterns(rules: Any) -> Iterator[AnyPattern]:
    """Yield every compiled pattern that a rule model holds, those too that are made when first asked for."""
    seen: set[int] = set()

    def look(node: Any) -> Iterator[AnyPattern]:
        if isinstance(node, (str, int, float, bool, type(None))) or id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, (regex.Pattern, re.Pattern)):
            yield node
        elif isinstance(node, dict):
            for value in node.values():
                yield from look(value)
        elif isinstance(node, (list, tuple, set, frozenset)):
            for value in node:
                yield from look(value)
        elif isinstance(node, BaseModel):
            lazy = [name for name in dir(type(node)) if isinstance(getattr(type(node), name, None), cached_property)]
            for name in (*type(node).model_fields, *lazy):
                yield from look(getattr(node, name))
        elif is_dataclass(node):
            for field in fields(node):
                yield from look(getattr(node, field.name))
        elif type(node).__module__.startswith(__package__ or "kehoach_parser"):
            yield from look(vars(node) if hasattr(node, "__dict__") else ())

    yield from look(rules)
