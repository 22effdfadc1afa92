"""Slips inside one plan."""

from __future__ import annotations

from .document import Document
from .models import Finding
from .plan import Plan
from .rules import Rules


def review(plan: Plan, document: Document, rules: Rules) -> tuple[Finding, ...]:
    """Return the findings about ``plan`` itself, in the order of the text."""
    return ()
