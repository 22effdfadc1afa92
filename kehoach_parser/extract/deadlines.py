"""Times by which, or how often, somebody must do something."""

from __future__ import annotations

from ..models import Deadline
from .context import Context


def extract_deadlines(context: Context) -> tuple[Deadline, ...]:
    """Return the deadlines in the order of the text."""
    return ()
