"""kehoach_parser reads Vietnamese administrative plans (KẾ HOẠCH) and holds them against a national baseline."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import ReadError, RuleError

if TYPE_CHECKING:
    from .baseline import Baseline
    from .compare import check, diff
    from .corpus import Corpus
    from .pipeline import parse
    from .plan import Plan
    from .report import Report
    from .rules import Rules

__version__ = "0.1.0"
__all__ = ["Baseline", "Corpus", "Plan", "ReadError", "Report", "RuleError", "Rules", "check", "diff", "parse"]

# Where each public name lives. It is imported when it is first asked for: the command line answers --help at once, and
# whoever needs one door does not pay for the others.
_HOMES = {
    "Baseline": ".baseline",
    "Corpus": ".corpus",
    "Plan": ".plan",
    "Report": ".report",
    "Rules": ".rules",
    "check": ".compare",
    "diff": ".compare",
    "parse": ".pipeline",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(home, __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
