"""The command line: ``kehoach parse | check | score | compare | rules``.

Each command imports what it needs when it runs, so that ``kehoach --help`` answers at once. Exit codes: 0 nothing to
report, 1 gaps or losses, 2 could not be done (one line on stderr says what and what to do; nothing is written).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kehoach")
def main() -> None:
    """Đọc kế hoạch hành chính (KẾ HOẠCH) và đối chiếu với quy định của Trung ương.

    Reads Vietnamese administrative plans and holds them against a national baseline.
    """
    for stream in (sys.stdout, sys.stderr):  # Windows consoles and bare containers are not UTF-8 by themselves
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command("parse")
@click.argument("file")
@_output
@click.option("--unclaimed", is_flag=True, help="Chỉ liệt kê các con số chưa được hiểu. / Only the unclaimed numbers.")
@_formats("html")
@_rules
@_language
@_for_people
def parse_command(
    file: str, output: str | None, unclaimed: bool, form: str, rules_folder: str | None, language: str
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
    from .reports import terminal

    screen = terminal.console()
    with screen.capture() as captured:
        show = terminal.print_unclaimed if unclaimed else terminal.print_plan
        show(plan, screen, language)
    _write_text(captured.get(), output)


@main.command("check")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--baseline",
    metavar="ID",
    help="Quy định để so: 2282, 515 … Mặc định: quy định mà kế hoạch dẫn. / Default: the one the plan cites.",
)
@_output
@_formats(*_REPORT_FILES)
@_rules
@_language
@_for_people
def check_command(
    files: tuple[str, ...],
    baseline: str | None,
    output: str | None,
    form: str,
    rules_folder: str | None,
    language: str,
) -> None:
    """Đối chiếu kế hoạch với quy định của Trung ương. / Check plans against a national baseline.

    Một tệp: một báo cáo. Nhiều tệp: với --format json một danh sách [{"file", "report"}]; với một dạng tệp (html …)
    thì -o là thư mục, mỗi kế hoạch một tệp.
    """
    from .compare import check

    rules = _load_rules(rules_folder)
    reports = []
    worst = 0
    for file in files:
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
        from .reports import terminal

        screen = terminal.console()
        with screen.capture() as captured:
            for file, report in reports:
                terminal.print_report(report, screen, language, file if len(files) > 1 else None)
        _write_text(captured.get(), output)
    sys.exit(worst)


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

    Mặc định: corpus/gold và corpus/plans; khi đó điểm thấp hơn corpus/scores.json thì mã thoát là 1.
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


def _failure(key: str, **values: object) -> ReadError:
    """Return the error that says the message ``key`` in both languages."""
    return ReadError(say(key, "vi", **values), say(key, "en", **values))


def _write_text(words: str, output: str | None) -> None:
    """Write what was printed for a screen; a file gets no colours."""
    _write((click.unstyle(words) if output else words).rstrip("\n"), output)


def _write(words: str, output: str | None) -> None:
    if output is None:
        click.echo(words)
        return
    try:
        Path(output).write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise _failure("cannot_write", file=output, reason=error.strerror or str(error)) from None


def _write_reports(
    reports: Sequence[tuple[str, Report]], form: str, output: str | None, language: str, *, several: bool
) -> None:
    """Write each report as a file of the kind ``form``: one to ``output``, several into the folder ``output``."""
    if several and output is None:
        raise _failure("folder_needed", form=form)
    taken: set[Path] = set()
    for file, report in reports:
        made = _REPORT_FILES[form](file, report, language)
        if output is None:
            click.echo(made, nl=False)
            continue
        target = Path(output)
        if several:
            stem, count = Path(file).stem, 1
            target = Path(output) / f"{stem}.{form}"
            while target in taken:
                count += 1
                target = Path(output) / f"{stem}-{count}.{form}"
            taken.add(target)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made)
        except OSError as error:
            raise _failure("cannot_write", file=str(target), reason=error.strerror or str(error)) from None
