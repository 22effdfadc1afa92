"""What was read, in the form of a gold annotation: the starting point that a reviewer corrects."""

from __future__ import annotations

from typing import Any

from ..models import Assignment, Deadline, Finding, Header, Target, Task
from ..report import Report
from ..rulings import Local

HEADER_FIELDS = ("doc_type", "issuer", "number", "symbol", "place", "date", "title", "period")
SIGNER_FIELDS = ("authority", "position", "name")
# A quote has to find its place and to be found overlapping; nobody needs a page of it.
_QUOTE = 2000
_FIRST = 60

Entry = dict[str, Any]


def header_entry(header: Header) -> Entry:
    """Return the header in the form of the gold: absent is null, the signer a mapping, the recipients a count."""
    entry: Entry = {field: getattr(header, field) for field in HEADER_FIELDS}
    if header.signers:
        entry["signer"] = {field: getattr(header.signers[0], field) for field in SIGNER_FIELDS}
    return {**entry, "recipients": len(header.recipients)}


def target_entry(target: Target | Local, indicator: str | None = None) -> Entry:
    """Return a target in the form of the gold; ``value`` is always there, null for a duty."""
    entry: Entry = {"path": target.section, "quote": target.quote[:_QUOTE], "value": target.value}
    if target.value is not None:
        entry |= {"value_max": target.value_max, "unit": target.unit, "comparator": target.comparator}
    entry |= {"due": target.due, "indicator": indicator or getattr(target, "indicator", None)}
    entry |= {"condition": target.condition, "exception": target.exception, "change": getattr(target, "change", None)}
    return _without_nothing(entry, "value")


def deadline_entry(deadline: Deadline) -> Entry:
    """Return a deadline in the form of the gold."""
    return _without_nothing(
        {
            "quote": deadline.quote[:_QUOTE],
            "bound": deadline.bound,
            "date": deadline.date,
            "rrule": deadline.rrule,
            "agency": deadline.agency,
        }
    )


def assignment_entry(assignment: Assignment, task: Task | None) -> Entry:
    """Return one task of an assignment: what the rows of one body are put together from again."""
    return _without_nothing(
        {
            "path": assignment.section,
            "agency": assignment.agency.text,
            "canonical": _unless_same(assignment.agency.canonical, assignment.agency.text),
            "role": assignment.role,
            "first": _opening(task.text) if task else None,
            "with": [one.text for one in task.partners] if task else None,
            "reports_to": [one.text for one in task.reports_to] if task else None,
        }
    )


def finding_entry(finding: Finding) -> Entry:
    """Return a finding in the form of the gold."""
    return {"code": finding.code, "quote": finding.quote[:_QUOTE]}


def verdict_entries(report: Report) -> Entry:
    """Return the verdicts on Decision 2282 in the form of the gold: of the whole, or of each milestone and task."""
    if report.baseline.id != "2282" or report.verdict == "not_a_plan":
        return {}
    if report.verdict == "baseline_mismatch":
        return {"diff_2282": "baseline_mismatch"}
    return {
        "diff_2282": {milestone_key(one.indicator, one.due): one.status for one in report.targets},
        "tasks_2282": {one.id: one.status for one in report.tasks},
    }


def milestone_key(indicator: str, due: str | None) -> str:
    """Return the name of a milestone in the gold: "key-leaders-2025"; without a year the indicator alone."""
    return f"{indicator}-{due[:4]}" if due else indicator


def _opening(words: str) -> str:
    """Return the first words of a task, cut between two words."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _FIRST else plain[: plain.rfind(" ", 0, _FIRST) + 1].strip() or plain[:_FIRST]


def _unless_same(words: str | None, other: str) -> str | None:
    return None if words == other else words


def _without_nothing(entry: Entry, *kept: str) -> Entry:
    return {key: value for key, value in entry.items() if key in kept or value not in (None, [], "")}
