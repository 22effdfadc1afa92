"""What a baseline is made of: provisions, each with its clause, its words, its status and where it is known from."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from ..models import Comparator
from ..rules import Strict
from ..rulings import TargetStatus

Status = Literal["verified", "echoed"]


class Evidence(Strict):
    """How sure a provision is: ``verified`` on a page that reports the act, or ``echoed`` by local plans."""

    status: Status
    sources: tuple[str, ...] = ()
    echoed_by: tuple[str, ...] = ()
    last_checked: str
    caution: str | None = None

    @model_validator(mode="after")
    def _has_source(self) -> Evidence:
        if self.status == "verified" and not self.sources:
            raise ValueError("điều 'verified' phải có sources (địa chỉ trang đã đọc)")
        if self.status == "echoed" and not self.echoed_by:
            raise ValueError("điều 'echoed' phải có echoed_by (kế hoạch nào chép lại)")
        return self


class Milestone(Strict):
    """A value to reach by the end of a year."""

    year: int
    comparator: Comparator
    value: int | float
    wording: str | None = None


class ExceptionClause(Evidence):
    """Words that relax a provision; ``kept`` matches a plan that keeps them, ``replaced_by`` is a local indicator."""

    quote: str
    kept: str
    replaced_by: str | None = None


class Example(Strict):
    """A sentence with the verdict that must follow for each year (``any`` for a provision without a year)."""

    text: str
    verdicts: dict[str, TargetStatus]


class TargetProvision(Evidence):
    """A target of the baseline. Patterns run on the folded sentence of a local target:

    ``wording``: it is about this indicator; ``not_wording``: it is not, though it looks so; ``counted``: it counts
    what the provision counts; ``miscounted``: it counts something else (``confused_with``: indicators that do);
    ``narrower``: it covers less; ``soft``: it binds nobody.
    """

    id: str
    clause: str | None = None
    title: str
    quote: str
    origin: str | None = None
    counts: Literal["agencies", "persons", "other"] = "other"
    unit: str = "percent"
    binds: str | None = None
    note: str | None = None
    milestones: tuple[Milestone, ...] = ()
    exception: ExceptionClause | None = None
    absolute_counts_as: int | float | None = None
    confused_with: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    not_wording: tuple[str, ...] = ()
    counted: str | None = None
    miscounted: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    soft: str | None = None
    unmeasurable: str | None = None
    examples: tuple[Example, ...] = ()


class TaskPoint(Evidence):
    """One point of a group of tasks; ``patterns`` run on the folded text of the plan's tasks."""

    id: str
    title: str
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


class TaskGroup(Evidence):
    """A group of tasks and solutions with its points."""

    id: str
    clause: str | None = None
    title: str
    points: tuple[TaskPoint, ...]


class FundingItem(Evidence):
    """A source of funds that the baseline names."""

    id: str
    title: str
    clause: str | None = None
    patterns: tuple[str, ...]


class Duty(Strict):
    """One thing that a body is asked to do."""

    id: str
    title: str
    patterns: tuple[str, ...]


class DutyBody(Evidence):
    """A body outside the chain of command and what the baseline asks of it."""

    id: str
    agency: str
    agency_pattern: str
    clause: str | None = None
    duties: tuple[Duty, ...]


class Reporting(Strict):
    """The reporting date that the baseline sets, or a note that none is known."""

    deadline: str | None = None
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _null(cls, data: object) -> object:
        # Every YAML scalar is a string, so an absent date is written as the word null.
        if isinstance(data, dict) and data.get("deadline") in ("null", ""):
            return {**data, "deadline": None}
        return data
