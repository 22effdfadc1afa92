"""What a comparison rules on each provision of a baseline, with the words of both sides: the parts of a Report."""

from __future__ import annotations

from typing import Literal

from .models import Comparator, Frozen, Span

TargetStatus = Literal["met", "exceeded", "weaker", "late", "missing", "not_applicable", "unclear"]
TaskStatus = Literal["present", "missing", "not_applicable", "unclear"]
DutyStatus = Literal["met", "missing", "not_applicable", "unclear"]
Verdict = Literal["ok", "gaps", "baseline_mismatch", "not_a_plan"]
Reason = Literal[
    "value",
    "comparator",
    "scope",
    "softened",
    "persons",
    "unit",
    "no_figure",
    "no_year",
    "relative",
    "conflict",
    "reference",
    "unread",
    "likeness",
    "period",
]
Coverage = Literal["full", "partial", "none"]
ExceptionStatus = Literal["kept", "replaced", "dropped"]

GAPS = {"weaker", "late", "missing", "unclear", "partial"}


class Quote(Frozen):
    """Words of the local plan with their place; ``section`` is the path of the section."""

    quote: str
    span: Span
    section: str | None = None


class BaselineRef(Frozen):
    """Which baseline was used and why: cited by the plan, named by it, or asked for."""

    id: str
    title: str
    reason: str


class National(Frozen):
    """The side of the baseline: where it says what, how sure that is, and from where it is known."""

    clause: str | None = None
    quote: str
    value: int | float | None = None
    comparator: Comparator | None = None
    year: str | None = None
    counts: str | None = None
    status: str | None = None
    origin: str | None = None
    sources: tuple[str, ...] = ()


class Local(Frozen):
    """The side of the plan: the target that was held against the provision."""

    quote: str
    span: Span
    section: str | None = None
    value: int | float | None = None
    value_max: int | float | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    due: str | None = None
    due_inferred: bool = False
    condition: str | None = None
    exception: str | None = None


class ExceptionRuling(Frozen):
    """What became of the exception of a provision: kept, replaced by local figures, or dropped."""

    status: ExceptionStatus
    national: str
    local: tuple[Quote, ...] = ()


class TargetRuling(Frozen):
    """One milestone of the baseline and how the plan stands to it. ``due`` is None for a provision without a year.

    ``link`` is where a chain of baselines breaks: "Quyết định 2282/QĐ-TTg → Kế hoạch 63/KH-UBND".
    """

    indicator: str
    due: str | None
    title: str
    status: TargetStatus
    reason: Reason | None = None
    national: National
    local: Local | None = None
    note: str | None = None
    link: str | None = None
    exception: ExceptionRuling | None = None
    suggestion: str | None = None


class PointRuling(Frozen):
    """One point of a group of tasks, with the local words that carry it."""

    id: str
    title: str
    status: TaskStatus
    evidence: tuple[Quote, ...] = ()


class TaskRuling(Frozen):
    """One group of tasks: present when at least one point is; ``coverage`` tells the whole from the half."""

    id: str
    title: str
    clause: str | None = None
    status: TaskStatus
    coverage: Coverage
    evidence: tuple[Quote, ...] = ()
    points: tuple[PointRuling, ...] = ()
    lacking: tuple[str, ...] = ()
    note: str | None = None
    link: str | None = None
    suggestion: str | None = None

    @property
    def shown(self) -> str:
        """What people are told: the status, or "partial" when only some of the points are there."""
        return "partial" if self.coverage == "partial" else self.status


class DutyRuling(Frozen):
    """One duty that the baseline gives to a body, and whether the plan asks the body for it."""

    agency: str
    duty: str
    status: DutyStatus
    evidence: tuple[Quote, ...] = ()
    note: str | None = None


class ReportingLine(Frozen):
    """Who reports to whom by when, as the plan itself says it; ``by`` is an EDTF date or an RRULE, None when open.

    ``words`` are those of the date; ``in_time`` says whether it is before the report that the receiver owes, due on
    ``limit`` (None: that cannot be told).
    """

    agency: str
    to: tuple[str, ...]
    by: str | None = None
    words: str | None = None
    in_time: bool | None = None
    limit: str | None = None
    note: str | None = None
    evidence: Quote


class Copied(Frozen):
    """How much of a plan's own sentences stand in another text: ``share`` from 0 to 1, with the sentences copied."""

    source: str
    share: float
    sentences: int
    copied: tuple[Quote, ...] = ()


class Copying(Frozen):
    """What of a plan stands in other texts, source by source, and the sentences that are its own."""

    plan: str | None = None
    sentences: int
    sources: tuple[Copied, ...]
    own_share: float
    own: tuple[Quote, ...] = ()

    def to_json(self, *, indent: int | None = 1) -> str:
        """Return this as JSON text, as ``kehoach copied PLAN SOURCE --format json`` prints it."""
        return self.model_dump_json(indent=indent)


def is_gap(status: str) -> bool:
    """Return whether a status is something to look at; what was not evaluated is never a pass."""
    return status in GAPS
