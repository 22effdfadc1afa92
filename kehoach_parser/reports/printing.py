"""Plans and reports as text: tables for the screen, Markdown, or CSV, as the command line asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from ..frames import to_csv
from ..plan import Plan, RowKind
from ..report import REPORT_COLUMNS, Report, ReportKind
from . import terminal
from .markdown import write_plan, write_report

TextForm = Literal["text", "md", "csv"]


def show_plan(
    plan: Plan, form: TextForm, language: str = "vi", *, explain: bool = False, unclaimed: bool = False, part: str = ""
) -> str:
    """Return a plan as text; ``part`` is the kind of rows that CSV gives (targets), ``explain`` adds rule and place."""
    if form == "csv":
        return plan.to_csv("unclaimed" if unclaimed else cast(RowKind, part or "targets"))
    if form == "md":
        return write_plan(plan, language, explain=explain, unclaimed=unclaimed)
    screen = terminal.console()
    with screen.capture() as captured:
        if unclaimed:
            terminal.print_unclaimed(plan, screen, language)
        elif explain:
            terminal.print_plan_explained(plan, screen, language)
        else:
            terminal.print_plan(plan, screen, language)
    return captured.get()


def show_reports(
    reports: Sequence[tuple[str, Report]],
    form: TextForm,
    language: str = "vi",
    *,
    explain: bool = False,
    part: str = "",
) -> str:
    """Return the reports of several files as one text; CSV is one table with the file and the baseline in each row."""
    if form == "csv":
        return _csv_of(reports, cast(ReportKind, part or "targets"))
    names = [file if len(reports) > 1 else None for file, _ in reports]
    if form == "md":
        parts = [
            write_report(report, language, name, explain=explain)
            for (_, report), name in zip(reports, names, strict=True)
        ]
        return "\n\n".join(parts)
    screen = terminal.console()
    with screen.capture() as captured:
        for (_, report), name in zip(reports, names, strict=True):
            terminal.print_report(report, screen, language, name, explain=explain)
    return captured.get()


def _csv_of(reports: Sequence[tuple[str, Report]], part: ReportKind) -> str:
    rows = [
        {"file": file, "baseline": report.baseline.id, "verdict": report.verdict, **row}
        for file, main in reports
        for report in (main, *main.others)
        for row in report.rows(part)
    ]
    return to_csv(rows, {"file": "text", "baseline": "text", "verdict": "text", **REPORT_COLUMNS[part]})
