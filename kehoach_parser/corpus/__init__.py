"""A corpus of plans: from a folder to ten million documents. See ``build`` and ``Corpus``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .build import build
    from .open import Corpus

__all__ = ["Corpus", "build"]


def __getattr__(name: str) -> Any:
    # The process that parses lives in this package too and must not pay for what only the asker needs.
    if name == "Corpus":
        from .open import Corpus

        return Corpus
    if name == "build":
        from importlib import import_module

        return import_module(".build", __name__).build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
