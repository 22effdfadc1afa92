"""Results that the plan commits to reach."""

from __future__ import annotations

from ..models import Target
from .context import Context


def extract_targets(context: Context) -> tuple[Target, ...]:
    """Return the targets in the order of the text, one for each value and year."""
    return ()
