"""Every number accounted for (law 5): claimed, explained, or listed as unclaimed."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Deadline, Explained, Target, Unclaimed
from .context import Context


@dataclass(frozen=True)
class Accounts:
    """The numbers that nothing claimed, and those that are explained."""

    unclaimed: tuple[Unclaimed, ...] = ()
    explained: tuple[Explained, ...] = ()


def account_numbers(context: Context, targets: tuple[Target, ...], deadlines: tuple[Deadline, ...]) -> Accounts:
    """Return the numbers of the text that no result claimed, apart from those that have an explanation."""
    return Accounts()
