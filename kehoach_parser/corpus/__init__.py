"""A corpus of plans: from a folder to ten million documents. See ``build`` and ``Corpus``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .building import build
    from .open import Corpus

__all__ = ["Corpus", "build"]


def __getattr__(name: str) -> Any:
    # The process that parses lives in this package too and must not pay for what only the asker needs.
    if name == "Corpus":
        from .open import Corpus

        return Corpus
    if name == "build":  # its module has another name: ``import`` would put it in the place of the function
        from .building import build

        return build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
