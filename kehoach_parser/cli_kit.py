"""What the commands share: options, reading with one line of complaint, writing to the screen or a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import ReadError, RuleError
from .messages import say

if TYPE_CHECKING:
    from .plan import Plan
    from .rules import Rules

FAILED = 2

language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    envvar="KEHOACH_LANG",
    show_default=True,
    help="Ngôn ngữ của thông báo và bảng. / Language of messages and tables.",
)


# The forms that a name of a file can mean; no command makes all of them.
_BY_SUFFIX = {f".{form}": form for form in ("json", "md", "csv", "html", "xlsx", "docx", "ics")} | {".htm": "html"}


def formats(*files: str) -> Callable[..., Any]:
    """Return the option --format: JSON, a table on the screen, and the kinds of file that the command can make.

    Without it the name of the file after -o says the form: ``-o report.xlsx`` is a workbook, not a table in one.
    """
    known = ["json", "text", *files]

    choice = click.Choice(known)

    def chosen(context: click.Context, option: click.Parameter, form: str | None) -> str:
        meant = _BY_SUFFIX.get(Path(context.params.get("output") or "").suffix.lower(), "text")
        return form or choice.convert(meant, option, context)

    words = (
        "JSON cho máy, bảng cho người đọc, hoặc một tệp; mặc định: theo đuôi tệp sau -o, không có thì text. "
        "/ JSON for programs, tables for people, or a file; default: as the file after -o is named, else text."
    )
    return click.option(
        "--format",
        "form",
        type=choice,
        callback=chosen,
        help=words if files else "JSON cho máy, bảng cho người đọc. / JSON for programs, tables for people.",
    )


format_option = formats()
output_option = click.option("-o", "--output", metavar="FILE", help="Ghi vào tệp thay vì in ra. / Write to a file.")
rules_option = click.option(
    "--rules",
    "rules_folder",
    metavar="FOLDER",
    help="Thư mục luật riêng thay cho luật kèm theo. / Your own rules folder.",
)


explain_option = click.option(
    "--explain",
    is_flag=True,
    help="Với mỗi kết quả: luật, nguyên văn, vị trí. / For each result: the rule, the words, the place.",
)
# A name that the shell can complete; whether it can be read is said by the readers, in one line.
FILE = click.Path(readable=False, path_type=str)


def part_option(*names: str) -> Callable[..., Any]:
    """Return the option --part: which rows CSV gives."""
    return click.option(
        "--part",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Phần ghi ra CSV. / Rows of the CSV.",
    )


def for_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong with files and rules into one line on stderr and exit code 2."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except (ReadError, RuleError) as error:
            click.echo(error.say(options.get("language", "vi")), err=True)
            sys.exit(FAILED)

    return run


def load_rules(folder: str | None) -> Rules:
    from .rules import Rules

    return Rules.load(folder)


def read_plan(file: str, rules: Rules, *, style: bool = False) -> Plan:
    """Return the plan in ``file``; ReadError when it cannot be read, or nothing in it speaks of a plan."""
    from .baseline import is_plan
    from .pipeline import parse

    try:
        plan = parse(file, rules=rules, style=style)
    except OSError as error:
        raise failure("cannot_read", file=file, reason=error.strerror or str(error)) from None
    if not (plan.targets or plan.deadlines or plan.assignments or is_plan(plan)):
        raise failure("not_a_plan", file=file)
    return plan


def plan_or_complaint(file: str, rules: Rules, language: str) -> Plan | None:
    """Return the plan in ``file``, or None after one line on stderr."""
    try:
        return read_plan(file, rules)
    except ReadError as error:
        click.echo(error.say(language), err=True)
        return None


def failure(key: str, **values: object) -> ReadError:
    """Return the error that says the message ``key`` in both languages."""
    return ReadError(say(key, "vi", **values), say(key, "en", **values))


def watched(files: Sequence[str], language: str) -> Iterable[str]:
    """Return ``files`` with a bar of progress when there are several."""
    if len(files) < 2:
        return files
    from .reports.terminal import watch

    return watch(files, language)


def write_text(words: str, output: str | None, form: str) -> None:
    """Write what was made for a screen; a file gets no colours, and a CSV file the mark by which Excel knows UTF-8."""
    words = words.rstrip("\n")
    if output is not None:
        words = ("\ufeff" if form == "csv" else "") + click.unstyle(words)
    write(words, output)


def write(words: str, output: str | None) -> None:
    if output is None:
        click.echo(words)
        return
    try:
        Path(output).write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise failure("cannot_write", file=output, reason=error.strerror or str(error)) from None


def write_bytes(made: bytes, output: str | Path | None) -> None:
    """Write a file, and the folders above it; to standard output unless that is a screen and the file is no text."""
    if output is None:
        if made.startswith(b"PK") and sys.stdout.isatty():
            raise failure("file_needed")
        click.echo(made, nl=False)
        return
    try:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_bytes(made)
    except OSError as error:
        raise failure("cannot_write", file=str(output), reason=error.strerror or str(error)) from None
