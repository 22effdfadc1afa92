"""The command line: ``kehoach parse | check | review | diff | copied | baselines | score | rules | corpus``.

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
    format_option,
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


for _command in (review_command, diff_command, copied_command, baselines_group, corpus_group):
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


@main.command("score")
@click.argument("gold", required=False)
@click.argument("documents", required=False)
@click.option("--only", default="", metavar="NAME", help="Chỉ những chú giải có tên này. / Only gold of this name.")
@click.option("--quiet", is_flag=True, help="Chỉ in bảng điểm. / The table alone.")
@click.option("--update", is_flag=True, help="Ghi điểm vào corpus/scores.json. / Keep the figures.")
@format_option
@language_option
@for_people
def score_command(
    gold: str | None, documents: str | None, only: str, quiet: bool, update: bool, form: str, language: str
) -> None:
    """Chấm điểm theo chú giải của người. / Score against gold annotations.

    Mặc định: corpus/gold và corpus/plans; khi đó điểm thấp hơn corpus/scores.json thì mã thoát là 1. / Default:
    corpus/gold and corpus/plans; then a score below corpus/scores.json gives exit code 1.
    """
    from .evaluate.gold import own_corpus
    from .evaluate.scores import falls, score_folder
    from .evaluate.show import print_scores
    from .reports.terminal import console

    if (gold is None) != (documents is None):
        raise failure("gold_and_documents")
    own = gold is None or documents is None
    folders = (own_corpus() / "gold", own_corpus() / "plans") if own else (Path(gold or ""), Path(documents or ""))
    scores = score_folder(*folders, only=only)
    if form == "json":
        click.echo(json.dumps(scores.to_dict(), ensure_ascii=False, indent=1))
    else:
        print_scores(scores, console(), language, lines=not quiet)
    if not own or only:
        return
    kept = own_corpus() / "scores.json"
    if update:
        scores.save(kept)
        click.echo(say("score_saved", language, file=kept), err=True)
    elif lower := falls(scores, kept) if kept.exists() else []:
        click.echo(say("score_fell", language, parts="; ".join(lower)), err=True)
        sys.exit(1)


@main.command("compare")
@click.argument("revision")
@click.argument("folder", required=False)
@click.option("--with", "against", metavar="REV", help="Phiên bản mới; mặc định: cây làm việc. / The newer revision.")
@format_option
@language_option
@for_people
def compare_command(revision: str, folder: str | None, against: str | None, form: str, language: str) -> None:
    """Thêm gì, mất gì so với một phiên bản cũ, trên một thư mục kế hoạch. / Gains and losses over a revision."""
    from .evaluate.gains import compare_revisions
    from .evaluate.gold import own_corpus
    from .evaluate.show import print_differences
    from .reports.terminal import console

    differences = compare_revisions(revision, Path(folder) if folder else own_corpus() / "plans", against=against)
    if form == "json":
        click.echo(json.dumps([vars(one) for one in differences], ensure_ascii=False, indent=1))
    else:
        print_differences(differences, console(), language)
    sys.exit(1 if any(one.sign == "loss" for one in differences) else 0)


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


@main.group("gold")
def gold_group() -> None:
    """Chú giải của người. / Gold annotations."""


@gold_group.command("from-excel")
@click.argument("file", type=FILE)
@output_option
@language_option
@for_people
def gold_from_excel_command(file: str, output: str | None, language: str) -> None:
    """Chú giải từ báo cáo Excel đã sửa. / A gold file from a corrected Excel report.

    Đọc các cột “Sửa: …” của tệp do check --format xlsx tạo ra; ô ghi sai được báo theo tên trang và ô.
    """
    from .evaluate.from_excel import read_review, write_gold

    write(write_gold(read_review(Path(file), language=language)).rstrip("\n"), output)


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


@main.command("rules")
@rules_option
@language_option
@for_people
def rules_command(rules_folder: str | None, language: str) -> None:
    """Kiểm tra mọi tệp luật và chạy mọi ví dụ. / Load every rule file and run its examples."""
    from .rulebook import examine

    book = examine(load_rules(rules_folder))
    for fault in book.faults:
        click.echo(fault, err=True)
    if book.faults:
        sys.exit(FAILED)
    click.echo(say("rules_fine", language, files=book.files, examples=book.examples))


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
