"""Results wait in memory for their downloads, under names that cannot be guessed, not many and not for long."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from .worker import Answer, Settings


class Store:
    """The newest answers of this session; what is too old, or too much, is gone."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[float, Answer]] = OrderedDict()
        self._batches: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def put(self, answers: Sequence[Answer]) -> tuple[str, tuple[str, ...]]:
        """Keep the answers of one request; return the name of the batch and those of its answers."""
        with self._lock:
            names = []
            for answer in answers:
                names.append(secrets.token_urlsafe(24))
                self._answers[names[-1]] = (self._clock(), answer)
            batch = secrets.token_urlsafe(24)
            self._batches[batch] = tuple(names)
            self._drop()
            return batch, tuple(names)

    def get(self, name: str) -> Answer | None:
        """Return the answer of this name; None when there is none (any more)."""
        with self._lock:
            self._drop()
            found = self._answers.get(name)
            return found[1] if found else None

    def batch(self, name: str) -> list[tuple[str, Answer]] | None:
        """Return the answers of one request that are still there; None when the request is not known (any more)."""
        with self._lock:
            self._drop()
            names = self._batches.get(name)
            if names is None:
                return None
            return [(one, self._answers[one][1]) for one in names if one in self._answers]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._batches.clear()

    def _drop(self) -> None:
        oldest = self._clock() - self._settings.keep_seconds
        size = sum(answer.size for _, answer in self._answers.values())
        while self._answers:
            name, (born, answer) = next(iter(self._answers.items()))
            too_much = size > self._settings.keep_bytes or len(self._answers) > self._settings.keep_files
            if born > oldest and not too_much:
                break
            size -= answer.size
            del self._answers[name]
        for batch in [batch for batch, names in self._batches.items() if not any(n in self._answers for n in names)]:
            del self._batches[batch]
