"""kehoach_parser reads Vietnamese administrative plans (KẾ HOẠCH) and holds them against a national baseline."""

from __future__ import annotations

from .errors import ReadError, RuleError
from .pipeline import parse
from .plan import Plan
from .rules import Rules

__version__ = "0.1.0"
__all__ = ["Plan", "ReadError", "RuleError", "Rules", "parse"]
