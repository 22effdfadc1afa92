"""What a file may cost before it is refused; every limit has a name, a default and can be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits at the door. ``max_bytes``: the size of the file on disk."""

    max_bytes: int = 64 * 1024 * 1024


DEFAULT_LIMITS = Limits()
