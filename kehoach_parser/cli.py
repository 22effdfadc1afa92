"""The command line: what ``kehoach`` is asked to do with plans; ``cli_rules`` has what serves the rules themselves.

Each command imports what it needs when it runs, so that ``kehoach --help`` answers at once. Exit codes: 0 nothing to
report, 1 gaps or losses, 2 could not be done (one line on stderr says what and what to do; nothing is written).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from . import __version__
from .cli_help import Group
from .cli_kit import (
    FAILED,
    FILE,
    explain_option,
    failure,
    for_people,
    formats,
    language_option,
    load_rules,
    output_option,
    part_option,
    plan_or_complaint,
    read_plan,
    rules_option,
    watched,
    write,
    write_bytes,
    write_text,
)
from .cli_review import (
    baselines_group,
    complete_baseline,
    copied_command,
    diff_command,
    open_asked,
    review_command,
)
from .cli_rules import compare_command, gold_group, rules_command, score_command
from .corpus.commands import corpus_group
from .errors import ReadError
from .messages import say

if TYPE_CHECKING:
    from .report import Report

# What ``kehoach check`` can make beside JSON and text: the form, and what makes the bytes of the file from the path of
# the plan, its report and the language.
_REPORT_FILES: dict[str, Callable[[str, Report, str], bytes]] = {
    "html": lambda _, report, language: report.to_html(language).encode(),
    "xlsx": lambda _, report, language: _make_excel(report, language),
    "docx": lambda file, report, language: _comment_word(file, report, language),
}


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Gợi ý khi gõ phím Tab (bash; hoặc zsh, fish): eval "$(_KEHOACH_COMPLETE=bash_source kehoach)"'
    ' / Completion by Tab (bash; or zsh, fish): eval "$(_KEHOACH_COMPLETE=bash_source kehoach)"',
)
@click.version_option(__version__, prog_name="kehoach")
def main() -> None:
    """Đọc kế hoạch hành chính (KẾ HOẠCH) và đối chiếu với quy định của Trung ương.
    / Read Vietnamese administrative plans and hold them against a national baseline.
    """
    for stream in (sys.stdout, sys.stderr):  # Windows consoles and bare containers are not UTF-8 by themselves
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


for _command in (
    *(review_command, diff_command, copied_command, baselines_group, corpus_group),
    *(score_command, compare_command, gold_group, rules_command),
):
    main.add_command(_command)


@main.command("parse")
@click.argument("file", type=FILE)
@output_option
@click.option("--unclaimed", is_flag=True, help="Chỉ liệt kê các con số chưa được hiểu. / Only the unclaimed numbers.")
@explain_option
@part_option("targets", "deadlines", "assignments", "sections", "citations", "findings")
@formats("md", "csv", "html", "xlsx")
@rules_option
@language_option
@for_people
def parse_command(
    file: str,
    output: str | None,
    unclaimed: bool,
    explain: bool,
    part: str,
    form: str,
    rules_folder: str | None,
    language: str,
) -> None:
    """Đọc một kế hoạch. / Read one plan."""
    plan = read_plan(file, load_rules(rules_folder))
    if form == "json":
        rows = json.dumps(plan.rows("unclaimed"), ensure_ascii=False, indent=1)
        write(rows if unclaimed else plan.to_json(), output)
        return
    if form == "html":
        write(plan.to_html(language), output)
        return
    if form == "xlsx":
        from .reports.excel import render_plan

        write_bytes(render_plan(plan, language), output)
        return
    from .reports.printing import TextForm, show_plan

    write_text(
        show_plan(plan, cast(TextForm, form), language, explain=explain, unclaimed=unclaimed, part=part), output, form
    )


@main.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--baseline",
    "baselines",
    metavar="ID",
    multiple=True,
    shell_complete=complete_baseline,
    help="Để so: mã quy định (2282), tệp .yaml của mình, hoặc kế hoạch khác; nhiều lần thì thành chuỗi từ trên xuống. "
    "Mặc định: quy định mà kế hoạch dẫn. / An id, a .yaml of yours, or another plan; several make a chain from above. "
    "Default: the one the plan cites.",
)
@output_option
@explain_option
@part_option("targets", "tasks", "duties", "findings")
@formats("md", "csv", *_REPORT_FILES)
@rules_option
@language_option
@for_people
def check_command(
    files: tuple[str, ...],
    baselines: tuple[str, ...],
    output: str | None,
    explain: bool,
    part: str,
    form: str,
    rules_folder: str | None,
    language: str,
) -> None:
    """Đối chiếu kế hoạch với quy định của Trung ương. / Check plans against a national baseline.

    Một tệp: một báo cáo. Nhiều tệp: với --format json một danh sách [{"file", "report"}]; với một dạng tệp (html …)
    thì -o là thư mục, mỗi kế hoạch một tệp. / One file: one report. Several: with --format json a list
    [{"file", "report"}]; with a kind of file (html …) -o is a folder, one file for each plan.
    """
    from .compare import check, diff, diff_chain

    rules = load_rules(rules_folder)
    chain = [open_asked(name, rules) for name in baselines]
    reports = []
    worst = 0
    for file in watched(files, language):
        try:
            plan = read_plan(file, rules)
            if len(chain) > 1:
                report = diff_chain(plan, chain, rules=rules)
            else:
                report = diff(plan, chain[0], rules=rules) if chain else check(plan, rules=rules)
        except ReadError as error:
            click.echo(error.say(language), err=True)
            worst = FAILED
            continue
        worst = max(worst, report.exit_code)
        reports.append((file, report))
    if form in _REPORT_FILES:
        _write_reports(reports, form, output, language, several=len(files) > 1)
    elif form == "json":
        whole = [{"file": file, "report": json.loads(report.to_json())} for file, report in reports]
        if len(files) > 1:
            write(json.dumps(whole, ensure_ascii=False, indent=1), output)
        elif reports:
            write(reports[0][1].to_json(), output)
    else:
        from .reports.printing import TextForm, show_reports

        write_text(show_reports(reports, cast(TextForm, form), language, explain=explain, part=part), output, form)
    sys.exit(worst)


@main.command("spacy")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("-o", "--output", metavar="FILE", required=True, help="Tệp .spacy cần ghi. / The .spacy file to write.")
@rules_option
@language_option
@for_people
def spacy_command(files: tuple[str, ...], output: str, rules_folder: str | None, language: str) -> None:
    """Ghi các kế hoạch thành một kho DocBin cho spaCy. / Write plans as a DocBin for spaCy."""
    from .nlp.docs import save_docbin

    rules = load_rules(rules_folder)
    read = (plan_or_complaint(file, rules, language) for file in watched(files, language))
    plans = [plan for plan in read if plan is not None]
    try:
        if plans:
            count = save_docbin(plans, output)
            click.echo(say("docbin_saved", language, count=count, file=output), err=True)
    except OSError as error:
        raise failure("cannot_write", file=output, reason=error.strerror or str(error)) from None
    sys.exit(FAILED if len(plans) < len(files) else 0)


@main.command("deadlines")
@click.argument("file", type=FILE)
@output_option
@formats("ics")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Lịch bắt đầu từ ngày này; mặc định: ngày của kế hoạch. / The calendar's first day; default: the plan's date.",
)
@rules_option
@language_option
@for_people
def deadlines_command(
    file: str, output: str | None, form: str, today: datetime | None, rules_folder: str | None, language: str
) -> None:
    """Các thời hạn của một kế hoạch; ics: lịch cho Outlook, Google. / The deadlines of a plan; ics: a calendar."""
    plan = read_plan(file, load_rules(rules_folder))
    if form == "json":
        write(json.dumps(plan.rows("deadlines"), ensure_ascii=False, indent=1), output)
    elif form == "ics":
        from .reports.calendar import render_calendar

        try:
            made, left = render_calendar(plan, today.date() if today else None, language)
        except ImportError:
            raise failure("calendar.needs") from None
        write_bytes(made, output)
        if left:
            words = "; ".join(dict.fromkeys(one.quote for one in left))
            click.echo(say("calendar.left", language, count=len(left), words=words), err=True)
    else:
        from .reports import terminal
        from .reports.listings import list_plan

        screen = terminal.console()
        with screen.capture() as captured:
            for listing in list_plan(plan, language):
                if listing.title == "deadlines":
                    terminal.print_listing(listing, screen, language)
        write_text(captured.get(), output, form)


@main.command("web")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8282, show_default=True, help="0: cổng trống. / Any free."
)
@click.option("--open/--no-open", "browser", default=True, help="Mở trình duyệt. / Open the browser.")
@click.option(
    "--seconds", type=click.FloatRange(1), default=120, show_default=True, help="Cho mỗi tệp. / For one file."
)
@rules_option
@language_option
@for_people
def web_command(port: int, browser: bool, seconds: float, rules_folder: str | None, language: str) -> None:
    """Mở trang kiểm tra kế hoạch, chỉ trên máy này. / Open the local page, for this machine only."""
    try:
        from .web import serve
        from .web.worker import Settings
    except ImportError as error:
        raise failure("web.needs", name=error.name) from None
    settings = Settings(language=language, rules_folder=rules_folder, seconds=seconds)
    try:
        serve(
            settings,
            port=port,
            browser=browser,
            say_address=lambda address: click.echo(say("web.running", language, address=address), err=True),
        )
    except OSError:
        raise failure("web.taken", port=port) from None


def _comment_word(file: str, report: Report, language: str) -> bytes:
    from .reports.word_comments import render_comments

    return render_comments(Path(file).read_bytes(), report, language, name=Path(file).name)


def _make_excel(report: Report, language: str) -> bytes:
    from .reports.excel import render_report

    return render_report(report, language)


def _write_reports(
    reports: Sequence[tuple[str, Report]], form: str, output: str | None, language: str, *, several: bool
) -> None:
    """Write each report as a file of the kind ``form``: one to ``output``, several into the folder ``output``."""
    if several and output is None:
        raise failure("folder_needed", form=form)
    taken: set[Path] = set()
    for file, report in reports:
        made = _REPORT_FILES[form](file, report, language)
        target = Path(output) if output is not None else None
        if several and output is not None:
            stem, count = Path(file).stem, 1
            target = Path(output) / f"{stem}.{form}"
            while target in taken:
                count += 1
                target = Path(output) / f"{stem}-{count}.{form}"
            taken.add(target)
        write_bytes(made, target)
