"""A plan and a report as Markdown: the tables of the terminal, to paste into an issue, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..messages import say
from ..plan import Plan
from ..report import Report
from .explaining import Explanation, explain_plan, explain_report
from .listings import Cell, Label, Listing, head_of_plan, list_plan, list_report, list_unclaimed
from .telling import tell_report


def write_plan(plan: Plan, language: str = "vi", *, explain: bool = False, unclaimed: bool = False) -> str:
    """Return a plan as Markdown; ``explain`` gives rule, words and place of each part, ``unclaimed`` numbers alone."""
    head, title = head_of_plan(plan, language)
    parts = [f"# {_plain(head)}", _plain(title)]
    if unclaimed:
        listing = list_unclaimed(plan)
        parts.append(_table(listing, language) if listing.rows else say("all_claimed", language))
    elif explain:
        parts += [_explained(name, some, language) for name, some in explain_plan(plan, language) if some]
    else:
        parts += [_table(listing, language) for listing in list_plan(plan, language)]
        parts.append(f"{say('title.unclaimed', language)}: {len(plan.unclaimed)}")
    return _join(parts)


def write_report(
    report: Report, language: str = "vi", name: str | None = None, *, explain: bool = False, main: bool = True
) -> str:
    """Return a report, and the reports on the other baselines of the plan, as Markdown."""
    report = tell_report(report, language)
    verdict = f"**{say('verdict', language)}: {say(f'verdict.{report.verdict}', language)}**"
    heading = " · ".join(part for part in (name or report.plan, report.baseline.title) if part)
    parts = [f"# {_plain(heading)}", _plain(report.baseline.reason), verdict]
    if explain:
        parts += [_explained(title, some, language) for title, some in explain_report(report, language) if some]
    else:
        parts += [_table(listing, language) for listing in list_report(report, language, main=main)]
    parts += [
        *map(_plain, report.notes),
        *(write_report(other, language, name, explain=explain, main=False) for other in report.others),
    ]
    return _join(parts)


def write_listings(title: str | None, listings: Sequence[Listing], language: str = "vi") -> str:
    """Return tables as Markdown, under a title."""
    head = [f"# {_plain(title)}"] if title else []
    return _join([*head, *(_table(listing, language) for listing in listings)])


def write_explanations(parts: Iterable[tuple[str, list[Explanation]]], language: str = "vi") -> str:
    """Return explanations as Markdown, part by part."""
    return _join([_explained(name, some, language) for name, some in parts if some])


def _table(listing: Listing, language: str) -> str:
    heads = [say(f"column.{column}", language) for column in listing.columns]
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in listing.rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"## {say(f'title.{listing.title}', language)}\n\n{table}"


def _explained(title: str, explanations: Sequence[Explanation], language: str) -> str:
    items = []
    for one in explanations:
        status = f"[{one.status.words}] " if one.status else ""
        lines = [f"- {status}**{_plain(one.subject)}**"]
        lines += [f"  - {say(f'explain.{key}', language)}: {_plain(words)}" for key, words in one.lines]
        items.append("\n".join(lines))
    return f"## {say(f'title.{title}', language)}\n\n" + "\n".join(items)


def _cell(cell: Cell) -> str:
    return _plain(cell.words if isinstance(cell, Label) else cell or "")


def _plain(words: str) -> str:
    """Return ``words`` on one line with the marks that Markdown would take for its own escaped."""
    for mark in "\\`*_|<":
        words = words.replace(mark, "\\" + mark)
    return " ".join(words.split())


def _join(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)
