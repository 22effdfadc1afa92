"""Commands on a plan's own slips, two drafts, copies, baselines: ``kehoach review | diff | copied | baselines``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli_help import Command, Group
from .cli_kit import (
    FAILED,
    FILE,
    failure,
    for_people,
    formats,
    language_option,
    load_rules,
    output_option,
    read_plan,
    rules_option,
    watched,
    write,
    write_text,
)
from .errors import ReadError
from .messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .baseline import Baseline
    from .reports.explaining import Explanation
    from .reports.listings import Listing
    from .rules import Rules


def complete_baseline(_context: click.Context, _option: click.Parameter, begun: str) -> list[Any]:
    """Complete the id of a baseline, else the name of a file."""
    from click.shell_completion import CompletionItem

    from .baseline import list_baselines

    known = [CompletionItem(one.id) for one in list_baselines() if one.id.startswith(begun)]
    return known or [CompletionItem(begun, type="file")]


@click.command("review", cls=Command)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--style", is_flag=True, help="Cả lỗi thể thức, trình bày. / Matters of style too.")
@output_option
@formats("md", "csv")
@rules_option
@language_option
@for_people
def review_command(
    files: tuple[str, ...], style: bool, output: str | None, form: str, rules_folder: str | None, language: str
) -> None:
    """Lỗi trong chính kế hoạch: chữ, ngày, số, viện dẫn. / Slips inside a plan: words, dates, numbers, citations.

    Mã thoát 1 khi có điểm sai hoặc cần xem lại; lỗi thể thức thì không. / Exit code 1 when something is wrong or needs
    a look; matters of style alone give 0.
    """
    from .frames import schema_of, to_csv
    from .models import Finding
    from .reports.drafts import list_review
    from .review import tell

    rules = load_rules(rules_folder)
    found: list[tuple[str, list[dict[str, Any]]]] = []
    texts, worst = [], 0
    for file in watched(files, language):
        try:
            plan = read_plan(file, rules, style=style)
        except ReadError as error:
            click.echo(error.say(language), err=True)
            worst = FAILED
            continue
        if any(one.severity != "style" for one in plan.findings):
            worst = max(worst, 1)
        told = [tell(one, language) for one in plan.findings]
        found.append((file, [one.model_dump() for one in told]))
        listing = list_review(plan.findings, plan.text, language)
        texts.append((file if len(files) > 1 else None, listing))
    if form == "json":
        several = [{"file": file, "findings": rows} for file, rows in found]
        if found:
            whole = several if len(files) > 1 else found[0][1]
            write(json.dumps(whole, ensure_ascii=False, indent=1), output)
    elif form == "csv":
        schema = {"file": "text", **schema_of(Finding)}
        flat = [{"file": file, **_flat(row)} for file, rows in found for row in rows]
        write_text(to_csv(flat, schema), output, form)
    elif texts:
        pages = [
            _show(name, [listing] if listing.rows else [], "no_findings", form, language) for name, listing in texts
        ]
        write_text("\n\n".join(pages), output, form)
    sys.exit(worst)


@click.command("diff", cls=Command)
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@output_option
@formats("md")
@rules_option
@language_option
@for_people
def diff_command(old: str, new: str, output: str | None, form: str, rules_folder: str | None, language: str) -> None:
    """Hai bản của một kế hoạch khác nhau gì về nội dung. / What two drafts of a plan promise differently.

    Đoạn văn chuyển chỗ không phải là thay đổi. Mã thoát 1 khi bản mới hứa ít hơn: mức thấp hơn, hạn muộn hơn, bỏ chỉ
    tiêu, bỏ cơ quan. / A moved paragraph is no change. Exit code 1 when the new draft promises less: a lower value, a
    later date, a target or a body gone.
    """
    from .compare import compare_plans
    from .reports.drafts import list_changes

    rules = load_rules(rules_folder)
    changes = compare_plans(read_plan(old, rules), read_plan(new, rules))
    if form == "json":
        write(json.dumps([one.model_dump() for one in changes], ensure_ascii=False, indent=1), output)
    else:
        listing = list_changes(changes, language)
        title = f"{Path(old).name} → {Path(new).name}"
        write_text(_show(title, [listing] if listing.rows else [], "no_change", form, language), output, form)
    sys.exit(1 if any(one.weaker for one in changes) else 0)


@click.command("copied", cls=Command)
@click.argument("plan", type=FILE)
@click.argument("sources", nargs=-1, required=True, shell_complete=complete_baseline, metavar="SOURCE...")
@output_option
@formats("md")
@rules_option
@language_option
@for_people
def copied_command(
    plan: str, sources: tuple[str, ...], output: str | None, form: str, rules_folder: str | None, language: str
) -> None:
    """Câu nào chép từ quy định, kế hoạch cấp trên, kế hoạch cũ; câu nào của riêng. / Which sentences are copied.

    SOURCE là mã quy định (2282) hoặc một tệp kế hoạch. / SOURCE is the id of a baseline (2282) or the file of a plan.
    """
    from .compare import find_copies, words_of
    from .reports.drafts import list_copies

    rules = load_rules(rules_folder)
    texts = []
    for source in sources:
        baseline = open_asked(source, rules)
        texts.append((baseline.name if baseline.from_text is None else Path(source).name, words_of(baseline)))
    copying = find_copies(read_plan(plan, rules), texts)
    if form == "json":
        write(copying.to_json(), output)
    else:
        listings = [listing for listing in list_copies(copying, language) if listing.rows]
        write_text(_show(Path(plan).name, listings, "no_change", form, language), output, form)


@click.group("baselines", cls=Group, invoke_without_command=True)
@output_option
@formats("md")
@rules_option
@language_option
@click.pass_context
@for_people
def baselines_group(
    context: click.Context, output: str | None, form: str, rules_folder: str | None, language: str
) -> None:
    """Các quy định để đối chiếu; show MÃ in ra một quy định. / The baselines; show ID prints one of them."""
    if context.invoked_subcommand is not None:
        return
    from .baseline import list_baselines
    from .reports.baselines import list_baselines_of

    known = list_baselines(load_rules(rules_folder))
    if form == "json":
        kept = ("id", "doc_type", "number", "date", "issuer", "title", "period", "status", "sources", "last_checked")
        rows = [
            {**one.model_dump(mode="json", include=set(kept)), "targets": len(one.targets), "tasks": len(one.tasks)}
            for one in known
        ]
        write(json.dumps(rows, ensure_ascii=False, indent=1), output)
    else:
        write_text(_show(None, [list_baselines_of(known, language)], "no_change", form, language), output, form)


@baselines_group.command("show")
@click.argument("name", metavar="ID", shell_complete=complete_baseline)
@output_option
@formats("md")
@rules_option
@language_option
@for_people
def show_baseline_command(name: str, output: str | None, form: str, rules_folder: str | None, language: str) -> None:
    """Một quy định: từng điều với nguyên văn, mốc, nguồn. / One baseline: each provision with words and sources."""
    from .reports.baselines import dump_baseline, explain_baseline

    baseline = open_asked(name, load_rules(rules_folder))
    if form == "json":
        write(json.dumps(dump_baseline(baseline), ensure_ascii=False, indent=1), output)
        return
    write_text(_explain(explain_baseline(baseline, language), form, language), output, form)


def open_asked(name: str, rules: Rules) -> Baseline:
    """Return the baseline that was asked for by id or file; what cannot be read is one line of complaint."""
    from .compare import open_baseline

    try:
        return open_baseline(name, rules)
    except OSError as error:
        raise failure("cannot_read", file=name, reason=error.strerror or str(error)) from None


def _show(title: str | None, listings: Iterable[Listing], nothing: str, form: str, language: str) -> str:
    """Return tables as text for the screen or as Markdown, under a title; without a table what ``nothing`` says."""
    listings = list(listings)
    if form == "md":
        from .reports.markdown import write_listings

        return write_listings(title, listings, language) if listings else say(nothing, language)
    from .reports import terminal

    screen = terminal.console()
    with screen.capture() as captured:
        terminal.print_listings(title, listings, screen, language)
    return captured.get() if listings else f"{captured.get()}{say(nothing, language)}"


def _explain(parts: Iterable[tuple[str, list[Explanation]]], form: str, language: str) -> str:
    if form == "md":
        from .reports.markdown import write_explanations

        return write_explanations(parts, language)
    from .reports import terminal

    screen = terminal.console()
    with screen.capture() as captured:
        for title, explanations in parts:
            terminal.print_explanations(title, explanations, screen, language)
    return captured.get().lstrip("\n")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    span = row.pop("span") or {"start": None, "end": None}
    return {**row, **span}
