"""What a person sees in a terminal: a plan and a report as tables, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.progress import track
from rich.table import Table
from rich.text import Text

from ..messages import say
from ..plan import Plan
from ..report import Report
from .explaining import Explanation, explain_plan, explain_report
from .listings import Label, Listing, head_of_plan, list_findings, list_plan, list_report, list_unclaimed
from .telling import tell_report

Item = TypeVar("Item")

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
    "not_applicable": "dim",
}
_NARROW = ("section", "status", "severity", "value", "part", "rule", "number")
_WIDTH = 120  # where the output is no terminal
_SMALL = 100  # on a narrower one these columns are left out; --explain and the other formats have them
_FOR_WIDE = ("difference", "evidence", "note", "partners")


def console() -> Console:
    """Return the console that prints to standard output; a pipe gets lines of a fixed width and no colours."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=_WIDTH)


def watch(items: Sequence[Item], language: str = "vi") -> Iterator[Item]:
    """Yield ``items`` with a bar of progress on standard error, where that is a terminal and there are several."""
    screen = Console(stderr=True)
    hidden = len(items) < 2 or not screen.is_terminal
    yield from track(items, say("progress", language), console=screen, transient=True, disable=hidden)


def print_plan(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print a plan: its header, targets, deadlines, assignments, findings, and how many numbers are not understood."""
    _print_head(plan, screen, language)
    for listing in list_plan(plan, language):
        print_listing(listing, screen, language)
    screen.print(Text(f"{say('title.unclaimed', language)}: {len(plan.unclaimed)}"))


def print_plan_explained(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print everything that was read out of a plan with its rule, its words and its place."""
    _print_head(plan, screen, language)
    for title, explanations in explain_plan(plan, language):
        print_explanations(title, explanations, screen, language)


def print_unclaimed(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print every number that nothing claimed, with the sentence it stands in."""
    if plan.unclaimed:
        print_listing(list_unclaimed(plan), screen, language)
    else:
        screen.print(Text(say("all_claimed", language)))


def print_findings(plan: Plan, screen: Console, language: str = "vi") -> None:
    """Print the findings of a plan, the gravest first."""
    print_listing(list_findings(plan.findings, language, plan.text), screen, language)


def print_report(
    report: Report,
    screen: Console,
    language: str = "vi",
    name: str | None = None,
    *,
    explain: bool = False,
    main: bool = True,
) -> None:
    """Print how a plan stands against a baseline: verdict, targets, tasks, duties, what only the plan has, findings.

    ``explain`` prints for each verdict the rule, the words and the place instead of the tables; ``main`` False leaves
    out what the report on the plan's main baseline has said already.
    """
    report = tell_report(report, language)
    baseline = report.baseline
    screen.print(Text(" · ".join(part for part in (name or report.plan, baseline.title) if part), style="bold"))
    if baseline.reason:
        screen.print(Text(baseline.reason, style="dim"))
    verdict = Text(f"{say('verdict', language)}: {say(f'verdict.{report.verdict}', language)}")
    verdict.stylize("bold green" if report.verdict == "ok" else "bold red")
    screen.print(verdict)
    if explain:
        for title, explanations in explain_report(report, language):
            print_explanations(title, explanations, screen, language)
    else:
        for listing in list_report(report, language, main=main):
            print_listing(listing, screen, language)
    for note in report.notes:
        screen.print(Text(note))
    for other in report.others:
        screen.print()
        print_report(other, screen, language, name, explain=explain, main=False)


def print_explanations(title: str, explanations: Sequence[Explanation], screen: Console, language: str = "vi") -> None:
    """Print explanations under a title (a key ``title.…``): subject and status, and the named lines below them."""
    if not explanations:
        return
    screen.print()
    screen.print(Text(say(f"title.{title}", language), style="bold"))
    for one in explanations:
        head = Text("• ")
        if one.status is not None:
            head.append(f"[{one.status.words}] ", style=_COLOURS.get(one.status.value, ""))
        screen.print(head.append(one.subject, style="bold"))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")  # an address is never cut
        for key, words in one.lines:
            grid.add_row(f"{say(f'explain.{key}', language)}:", Text(words))
        screen.print(Padding(grid, (0, 0, 0, 2)))


def print_listing(listing: Listing, screen: Console, language: str = "vi") -> None:
    """Print one listing as a table."""
    shown = [n for n, name in enumerate(listing.columns) if screen.width >= _SMALL or name not in _FOR_WIDE]
    rows = ([_text(cell) if isinstance(cell := row[n], Label) else cell for n in shown] for row in listing.rows)
    print_table(screen, language, listing.title, [listing.columns[n] for n in shown], rows)


def print_listings(title: str | None, listings: Iterable[Listing], screen: Console, language: str = "vi") -> None:
    """Print tables under a title."""
    if title:
        screen.print(Text(title, style="bold"))
    for listing in listings:
        print_listing(listing, screen, language)


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


def _print_head(plan: Plan, screen: Console, language: str) -> None:
    head, title = head_of_plan(plan, language)
    screen.print(Text(head, style="bold"))
    if title:
        screen.print(Text(title))


def _text(label: Label) -> Text:
    return Text(label.words, style=_COLOURS.get(label.value, ""))
