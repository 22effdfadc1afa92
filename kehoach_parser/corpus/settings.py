"""What a build is asked to do, and the recipe that says whether an older result is still the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..baseline import Baseline
from ..rules import Rules

# Raised when a table gets, loses or renames a column, so that older rows are made again.
TABLES_VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """How each document is worked on.

    ``baselines``: ids or YAML files to hold every plan against; empty: those that a plan itself carries out.
    ``seconds`` and ``megabytes`` limit one document; ``worker`` is the command of the process that parses (default:
    this Python), for those who wrap it in a container or in ``nice``.
    """

    rules_folder: str | None = None
    baselines: tuple[str, ...] = ()
    seconds: float = 120.0
    megabytes: int = 2048
    worker: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the settings as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Settings:
        """Return the settings that ``to_json`` gave."""
        return cls(**{**data, "baselines": tuple(data["baselines"]), "worker": tuple(data["worker"])})


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a result depends on besides the bytes of the document."""

    library: str
    rules: str
    baselines: tuple[str, ...]
    tables: int = TABLES_VERSION

    @classmethod
    def of(cls, settings: Settings) -> Recipe:
        """Return the recipe of ``settings``; RuleError when a rule folder or a baseline is not there."""
        rules = Rules.load(settings.rules_folder)
        names = []
        for name in settings.baselines:
            Baseline.load(name, rules)
            path = Path(name)
            own = hashlib.sha256(path.read_bytes()).hexdigest() if path.suffix in (".yaml", ".yml") else ""
            names.append(f"{path.name}:{own}" if own else name)
        return cls(library=__version__, rules=rules.digest, baselines=tuple(names))

    @property
    def digest(self) -> str:
        """The sha256 of the recipe: equal digests and equal bytes give equal rows."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the recipe as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Recipe:
        """Return the recipe that ``to_json`` gave."""
        return cls(**{**data, "baselines": tuple(data["baselines"])})
