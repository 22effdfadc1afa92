"""What a shard has to hold, as a file: whoever runs the shard needs nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import Layout, read_json, write_json
from .settings import Recipe, Settings


@dataclass(frozen=True, slots=True)
class Job:
    """What a shard has to hold: its inputs in order (see ``index.Input``), the recipe, and what must be tried again."""

    shard: int
    settings: Settings
    recipe: Recipe
    inputs: list[dict[str, Any]]
    retry: tuple[str, ...] = ()

    def save(self, path: Path) -> None:
        """Write the job for ``load``."""
        write_json(
            path,
            {
                "shard": self.shard,
                "settings": self.settings.to_json(),
                "recipe": self.recipe.to_json(),
                "retry": self.retry,
                "inputs": self.inputs,
            },
        )

    @classmethod
    def load(cls, path: Path) -> Job:
        """Return the job in ``path``."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            shard=data["shard"],
            settings=Settings.from_json(data["settings"]),
            recipe=Recipe.from_json(data["recipe"]),
            inputs=data["inputs"],
            retry=tuple(data["retry"]),
        )

    @property
    def digest(self) -> str:
        """The sha256 of what the shard has to hold: a finished shard with the same digest is left as it is."""
        held = [(one["document"], one["path"], one["size"], one["fault"]) for one in self.inputs]
        return hashlib.sha256(json.dumps([self.recipe.digest, held]).encode()).hexdigest()


def is_done(job: Job, layout: Layout) -> bool:
    """Return whether the shard stands in the corpus as the job wants it."""
    summary = read_json(layout.summary(job.shard))
    return bool(summary) and summary["digest"] == job.digest and not job.retry
