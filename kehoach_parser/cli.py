"""The command line: ``kehoach parse | check | score | compare | rules``.

Each command imports what it needs when it runs, so that ``kehoach --help`` answers at once. Exit codes: 0 nothing to
report, 1 gaps or losses, 2 could not be done (one line on stderr says what and what to do; nothing is written).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from . import __version__
from .cli_help import Group
from .corpus.commands import corpus_group
from .errors import ReadError, RuleError
from .messages import say

if TYPE_CHECKING:
    from .plan import Plan
    from .report import Report
    from .rules import Rules

FAILED = 2

_language = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    envvar="KEHOACH_LANG",
    show_default=True,
    help="Ngôn ngữ của thông báo và bảng. / Language of messages and tables.",
)

# What ``kehoach check`` can make beside JSON and text: the form, and what makes the bytes of the file from the path of
# the plan, its report and the language.
_REPORT_FILES: dict[str, Callable[[str, Report, str], bytes]] = {
    "html": lambda _, report, language: report.to_html(language).encode(),
    "xlsx": lambda _, report, language: _make_excel(report, language),
    "docx": lambda file, report, language: _comment_word(file, report, language),
}


def _formats(*files: str) -> Callable[..., Any]:
    """Return the option --format: JSON, a table on the screen, and the kinds of file that the command can make."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["json", "text", *files]),
        default="text",
        show_default=True,
        help="JSON cho máy, bảng cho người đọc, hoặc một tệp. / JSON for programs, tables for people, or a file.",
    )


_format = _formats()
_output = click.option("-o", "--output", metavar="FILE", help="Ghi vào tệp thay vì in ra. / Write to a file.")
_rules = click.option(
    "--rules",
    "rules_folder",
    metavar="FOLDER",
    help="Thư mục luật riêng thay cho luật kèm theo. / Your own rules folder.",
)


_explain = click.option(
    "--explain",
    is_flag=True,
    help="Với mỗi kết quả: luật, nguyên văn, vị trí. / For each result: the rule, the words, the place.",
)
# A name that the shell can complete; whether it can be read is said by the readers, in one line.
_FILE = click.Path(readable=False, path_type=str)


def _part(*names: str) -> Callable[..., Any]:
    """Return the option --part: which rows CSV gives."""
    return click.option(
        "--part",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Phần ghi ra CSV. / Rows of the CSV.",
    )


def _complete_baseline(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    from .baseline import list_baselines

    return [one.id for one in list_baselines() if one.id.startswith(begun)]


def _for_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong with files and rules into one line on stderr and exit code 2."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except (ReadError, RuleError) as error:
            click.echo(error.say(options.get("language", "vi")), err=True)
            sys.exit(FAILED)

    return run


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


main.add_command(corpus_group)


@main.command("parse")
@click.argument("file", type=_FILE)
@_output
@click.option("--unclaimed", is_flag=True, help="Chỉ liệt kê các con số chưa được hiểu. / Only the unclaimed numbers.")
@_explain
@_part("targets", "deadlines", "assignments", "sections", "citations", "findings")
@_formats("md", "csv", "html", "xlsx")
@_rules
@_language
@_for_people
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
    plan = _read_plan(file, _load_rules(rules_folder))
    if form == "json":
        rows = json.dumps(plan.rows("unclaimed"), ensure_ascii=False, indent=1)
        _write(rows if unclaimed else plan.to_json(), output)
        return
    if form == "html":
        _write(plan.to_html(language), output)
        return
    if form == "xlsx":
        from .reports.excel import render_plan

        _write_bytes(render_plan(plan, language), output)
        return
    from .reports.printing import TextForm, show_plan

    _write_text(
        show_plan(plan, cast(TextForm, form), language, explain=explain, unclaimed=unclaimed, part=part), output, form
    )


@main.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--baseline",
    metavar="ID",
    shell_complete=_complete_baseline,
    help="Quy định để so: 2282, 515 … Mặc định: quy định mà kế hoạch dẫn. / Default: the one the plan cites.",
)
@_output
@_explain
@_part("targets", "tasks", "duties", "findings")
@_formats("md", "csv", *_REPORT_FILES)
@_rules
@_language
@_for_people
def check_command(
    files: tuple[str, ...],
    baseline: str | None,
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
    from .compare import check

    rules = _load_rules(rules_folder)
    reports = []
    worst = 0
    for file in _watched(files, language):
        try:
            report = check(_read_plan(file, rules), baseline=baseline, rules=rules)
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
            _write(json.dumps(whole, ensure_ascii=False, indent=1), output)
        elif reports:
            _write(reports[0][1].to_json(), output)
    else:
        from .reports.printing import TextForm, show_reports

        _write_text(show_reports(reports, cast(TextForm, form), language, explain=explain, part=part), output, form)
    sys.exit(worst)


@main.command("spacy")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("-o", "--output", metavar="FILE", required=True, help="Tệp .spacy cần ghi. / The .spacy file to write.")
@_rules
@_language
@_for_people
def spacy_command(files: tuple[str, ...], output: str, rules_folder: str | None, language: str) -> None:
    """Ghi các kế hoạch thành một kho DocBin cho spaCy. / Write plans as a DocBin for spaCy."""
    from .nlp.docs import save_docbin

    rules = _load_rules(rules_folder)
    read = (_plan_or_complaint(file, rules, language) for file in _watched(files, language))
    plans = [plan for plan in read if plan is not None]
    try:
        if plans:
            count = save_docbin(plans, output)
            click.echo(say("docbin_saved", language, count=count, file=output), err=True)
    except OSError as error:
        raise _failure("cannot_write", file=output, reason=error.strerror or str(error)) from None
    sys.exit(FAILED if len(plans) < len(files) else 0)


@main.command("score")
@click.argument("gold", required=False)
@click.argument("documents", required=False)
@click.option("--only", default="", metavar="NAME", help="Chỉ những chú giải có tên này. / Only gold of this name.")
@click.option("--quiet", is_flag=True, help="Chỉ in bảng điểm. / The table alone.")
@click.option("--update", is_flag=True, help="Ghi điểm vào corpus/scores.json. / Keep the figures.")
@_format
@_language
@_for_people
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
        raise _failure("gold_and_documents")
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
@_format
@_language
@_for_people
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
@click.argument("file", type=_FILE)
@_output
@_formats("ics")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Lịch bắt đầu từ ngày này; mặc định: ngày của kế hoạch. / The calendar's first day; default: the plan's date.",
)
@_rules
@_language
@_for_people
def deadlines_command(
    file: str, output: str | None, form: str, today: datetime | None, rules_folder: str | None, language: str
) -> None:
    """Các thời hạn của một kế hoạch; ics: lịch cho Outlook, Google. / The deadlines of a plan; ics: a calendar."""
    plan = _read_plan(file, _load_rules(rules_folder))
    if form == "json":
        _write(json.dumps(plan.rows("deadlines"), ensure_ascii=False, indent=1), output)
    elif form == "ics":
        from .reports.calendar import render_calendar

        try:
            made, left = render_calendar(plan, today.date() if today else None, language)
        except ImportError:
            raise _failure("calendar.needs") from None
        _write_bytes(made, output)
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
        _write_text(captured.get(), output, form)


@main.group("gold")
def gold_group() -> None:
    """Chú giải của người. / Gold annotations."""


@gold_group.command("from-excel")
@click.argument("file", type=_FILE)
@_output
@_language
@_for_people
def gold_from_excel_command(file: str, output: str | None, language: str) -> None:
    """Chú giải từ báo cáo Excel đã sửa. / A gold file from a corrected Excel report.

    Đọc các cột “Sửa: …” của tệp do check --format xlsx tạo ra; ô ghi sai được báo theo tên trang và ô.
    """
    from .evaluate.from_excel import read_review, write_gold

    _write(write_gold(read_review(Path(file), language=language)).rstrip("\n"), output)


@main.command("web")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8282, show_default=True, help="0: cổng trống. / Any free."
)
@click.option("--open/--no-open", "browser", default=True, help="Mở trình duyệt. / Open the browser.")
@click.option(
    "--seconds", type=click.FloatRange(1), default=120, show_default=True, help="Cho mỗi tệp. / For one file."
)
@_rules
@_language
@_for_people
def web_command(port: int, browser: bool, seconds: float, rules_folder: str | None, language: str) -> None:
    """Mở trang kiểm tra kế hoạch, chỉ trên máy này. / Open the local page, for this machine only."""
    try:
        from .web import serve
        from .web.worker import Settings
    except ImportError as error:
        raise _failure("web.needs", name=error.name) from None
    settings = Settings(language=language, rules_folder=rules_folder, seconds=seconds)
    try:
        serve(
            settings,
            port=port,
            browser=browser,
            say_address=lambda address: click.echo(say("web.running", language, address=address), err=True),
        )
    except OSError:
        raise _failure("web.taken", port=port) from None


@main.command("rules")
@_rules
@_language
@_for_people
def rules_command(rules_folder: str | None, language: str) -> None:
    """Kiểm tra mọi tệp luật và chạy mọi ví dụ. / Load every rule file and run its examples."""
    from .rulebook import examine

    book = examine(_load_rules(rules_folder))
    for fault in book.faults:
        click.echo(fault, err=True)
    if book.faults:
        sys.exit(FAILED)
    click.echo(say("rules_fine", language, files=book.files, examples=book.examples))


def _load_rules(folder: str | None) -> Rules:
    from .rules import Rules

    return Rules.load(folder)


def _read_plan(file: str, rules: Rules) -> Plan:
    """Return the plan in ``file``; ReadError when it cannot be read, or nothing in it speaks of a plan."""
    from .baseline import is_plan
    from .pipeline import parse

    try:
        plan = parse(file, rules=rules)
    except OSError as error:
        raise _failure("cannot_read", file=file, reason=error.strerror or str(error)) from None
    if not (plan.targets or plan.deadlines or plan.assignments or is_plan(plan)):
        raise _failure("not_a_plan", file=file)
    return plan


def _plan_or_complaint(file: str, rules: Rules, language: str) -> Plan | None:
    """Return the plan in ``file``, or None after one line on stderr."""
    try:
        return _read_plan(file, rules)
    except ReadError as error:
        click.echo(error.say(language), err=True)
        return None


def _failure(key: str, **values: object) -> ReadError:
    """Return the error that says the message ``key`` in both languages."""
    return ReadError(say(key, "vi", **values), say(key, "en", **values))


def _comment_word(file: str, report: Report, language: str) -> bytes:
    from .reports.word_comments import render_comments

    return render_comments(Path(file).read_bytes(), report, language, name=Path(file).name)


def _make_excel(report: Report, language: str) -> bytes:
    from .reports.excel import render_report

    return render_report(report, language)


def _watched(files: Sequence[str], language: str) -> Iterable[str]:
    """Return ``files`` with a bar of progress when there are several."""
    if len(files) < 2:
        return files
    from .reports.terminal import watch

    return watch(files, language)


def _write_text(words: str, output: str | None, form: str) -> None:
    """Write what was made for a screen; a file gets no colours, and a CSV file the mark by which Excel knows UTF-8."""
    words = words.rstrip("\n")
    if output is not None:
        words = ("\ufeff" if form == "csv" else "") + click.unstyle(words)
    _write(words, output)


def _write(words: str, output: str | None) -> None:
    if output is None:
        click.echo(words)
        return
    try:
        Path(output).write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise _failure("cannot_write", file=output, reason=error.strerror or str(error)) from None


def _write_bytes(made: bytes, output: str | Path | None) -> None:
    """Write a file, and the folders above it; to standard output unless that is a screen and the file is no text."""
    if output is None:
        if made.startswith(b"PK") and sys.stdout.isatty():
            raise _failure("file_needed")
        click.echo(made, nl=False)
        return
    try:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_bytes(made)
    except OSError as error:
        raise _failure("cannot_write", file=str(output), reason=error.strerror or str(error)) from None


def _write_reports(
    reports: Sequence[tuple[str, Report]], form: str, output: str | None, language: str, *, several: bool
) -> None:
    """Write each report as a file of the kind ``form``: one to ``output``, several into the folder ``output``."""
    if several and output is None:
        raise _failure("folder_needed", form=form)
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
        _write_bytes(made, target)
