"""Who has to do what: run-in headings, agency headings, sentences with a body as subject, rows of task tables."""

from __future__ import annotations

from ..models import Assignment, Deadline
from .context import Context


def extract_assignments(context: Context, deadlines: tuple[Deadline, ...]) -> tuple[Assignment, ...]:
    """Return the assignments in the order of the text."""
    return ()
