"""What a person sees in a terminal: a plan and a report as tables, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..messages import say
from ..models import Finding
from ..plan import Plan
from ..report import Local, Quote, Report
from ..text import sentence_at, squeeze
from .words import show_amount, show_floor, show_value

_COLOURS = {
    "met": "green",
    "exceeded": "green",
    "present": "green",
    "weaker": "red",
    "late": "red",
    "missing": "red",
    "error": "red",
    "warning": "yellow",
    "unclear": "yellow",
    "partial": "yellow",
}
_NARROW = ("section", "status", "severity", "value", "part", "rule", "number")
_WIDTH = 120  # where the output is no terminal
_QUOTE = 160


def console() -> Console:
    """Return the console that prints to standard output; a pipe gets lines of a fixed width and no colours."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=_WIDTH)


def print_plan(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print a plan: its header, targets, deadlines, assignments, findings, and how many numbers are not understood."""
    header = plan.header
    number = "/".join(part for part in (header.number, header.symbol) if part)
    first = [header.doc_type, number, header.issuer, header.date or say("no_date", language), header.period]
    screen.print(Text(" · ".join(part for part in first if part), style="bold"))
    if header.title:
        screen.print(Text(header.title))
    print_table(
        screen,
        language,
        "targets",
        ("section", "value", "due", "quote"),
        ((one.section, show_value(one, language), one.due, _cut(one.quote)) for one in plan.targets),
    )
    print_table(
        screen,
        language,
        "deadlines",
        ("section", "due", "agency", "quote"),
        (
            (
                one.section,
                f"{say(f'bound.{one.bound}', language)} {one.date or one.rrule or ''}".strip(),
                one.agency,
                _cut(one.quote),
            )
            for one in plan.deadlines
        ),
    )
    print_table(
        screen,
        language,
        "assignments",
        ("section", "agency", "role", "tasks"),
        (
            (one.section, one.agency.text, say(f"role.{one.role}", language), str(len(one.tasks)))
            for one in plan.assignments
        ),
    )
    print_findings(plan.findings, screen, language)
    count = len(plan.unclaimed)
    screen.print(Text(f"{say('title.unclaimed', language)}: {count}"))


def print_unclaimed(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print every number that nothing claimed, with the sentence it stands in."""
    if not plan.unclaimed:
        screen.print(Text(say("all_claimed", language)))
        return
    rows = ((one.quote, _cut(sentence_at(plan.text, one.span.start))) for one in plan.unclaimed)
    print_table(screen, language, "unclaimed", ("number", "quote"), rows)


def print_findings(findings: Sequence[Finding], screen: Console, language: str = "vi") -> None:
    """Print the findings, the gravest first."""
    grave = ("error", "warning", "style")
    ordered = sorted(findings, key=lambda one: grave.index(one.severity))
    rows = ((_label("severity", one.severity, language), one.message, _cut(one.quote)) for one in ordered)
    print_table(screen, language, "findings", ("severity", "message", "quote"), rows)


def print_report(report: Report, screen: Console, language: str = "vi", name: str | None = None) -> None:
    """Print how a plan stands against a baseline: verdict, targets, tasks, duties, what only the plan has, findings."""
    baseline = report.baseline
    screen.print(Text(" · ".join(part for part in (name or report.plan, baseline.title) if part), style="bold"))
    if baseline.reason:
        screen.print(Text(baseline.reason, style="dim"))
    verdict = Text(f"{say('verdict', language)}: {say(f'verdict.{report.verdict}', language)}")
    verdict.stylize("bold green" if report.verdict == "ok" else "bold red")
    screen.print(verdict)
    groups = [[*rulings] for _, rulings in groupby(report.targets, key=lambda ruling: ruling.indicator)]
    print_table(
        screen,
        language,
        "targets",
        ("indicator", "due", "national", "local", "status", "note"),
        (
            (
                ruling.title if ruling is rulings[0] else "",
                ruling.due,
                show_floor(ruling.national, language) or _cut(ruling.national.quote),
                _show_local(ruling.local, language),
                _label("status", ruling.status, language),
                ruling.note,
            )
            for rulings in groups
            for ruling in rulings
        ),
    )
    print_table(
        screen,
        language,
        "tasks",
        ("task", "status", "evidence", "lacking"),
        (
            (
                group.title,
                _label("status", "partial" if group.coverage == "partial" else group.status, language),
                _show_evidence(group.evidence),
                "; ".join(group.lacking),
            )
            for group in report.tasks
        ),
    )
    print_table(
        screen,
        language,
        "duties",
        ("agency", "duty", "status", "evidence"),
        (
            (duty.agency, duty.duty, _label("status", duty.status, language), _show_evidence(duty.evidence))
            for duty in report.duties
        ),
    )
    print_table(
        screen,
        language,
        "extra",
        ("section", "value", "due", "quote"),
        ((one.section, show_value(one, language), one.due, _cut(one.quote)) for one in report.extra),
    )
    print_findings(report.findings, screen, language)
    for note in report.notes:
        screen.print(Text(note))
    for other in report.others:
        print_report(other, screen, language, name)


def print_table(
    screen: Console,
    language: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str | Text | None]],
) -> None:
    """Print ``rows`` under a title (a key ``title.…`` of messages) and heads (``column.…``); no rows, no table."""
    table = Table(title=say(f"title.{title}", language), title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(say(f"column.{column}", language), no_wrap=column in _NARROW)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell or "") for cell in row))
    if table.row_count:
        screen.print(table)


def _label(kind: str, value: str, language: str) -> Text:
    return Text(say(f"{kind}.{value}", language), style=_COLOURS.get(value, ""))


def _cut(words: str | None) -> str:
    plain = squeeze(words or "")
    return plain if len(plain) <= _QUOTE else plain[: _QUOTE - 1] + "…"


def _show_local(local: Local | None, language: str) -> str:
    if local is None:
        return say("none", language)
    section = f" ({local.section})" if local.section else ""
    return (show_amount(local, language) or _cut(local.quote)) + section


def _show_evidence(evidence: Sequence[Quote]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    return f"{first.section}: {_cut(first.quote)}" if first.section else _cut(first.quote)
