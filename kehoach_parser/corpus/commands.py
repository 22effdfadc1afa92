"""``kehoach corpus``: build | retry | sql | quarantine | verify | export."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..cli_help import Group
from ..errors import ReadError, RuleError
from ..messages import say

if TYPE_CHECKING:
    from .building import Summary
    from .sources import Source

_FAILED = 2
_STOPPED = 130
_CORPUS = click.argument("corpus", type=click.Path(readable=False, path_type=str))
_language = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    envvar="KEHOACH_LANG",
    show_default=True,
    help="Ngôn ngữ của thông báo. / Language of messages.",
)


def _for_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong into one line on stderr and exit code 2."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except (ReadError, RuleError) as error:
            click.echo(error.say(options.get("language", "vi")), err=True)
        except BrokenPipeError:  # "| head": the command line ends quietly
            raise
        except (ImportError, OSError) as error:
            click.echo(str(error), err=True)
        except KeyboardInterrupt:
            sys.exit(_STOPPED)
        sys.exit(_FAILED)

    return run


def _limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that building and trying again have in common."""
    for option in reversed(
        (
            click.option("--workers", type=click.IntRange(1), help="Số tiến trình (mặc định: số lõi). / Processes."),
            click.option(
                "--seconds", type=click.FloatRange(0.1), default=120, show_default=True,
                help="Giới hạn cho một tệp. / Limit for one document.",
            ),
            click.option(
                "--megabytes", type=click.IntRange(256), default=2048, show_default=True,
                help="Bộ nhớ cho một tệp. / Memory for one document.",
            ),
            click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
                         help="Nơi chạy. / Where it runs."),
            click.option("--scheduler", metavar="ADDRESS", help="Địa chỉ dask (tcp://…). / The dask scheduler."),
            click.option("--date", metavar="EDTF", help="Ngày ghi vào manifest. / Date for the manifest."),
            click.option("--quiet", is_flag=True, help="Không in thanh tiến độ. / No bar of progress."),
            _language,
        )
    ):  # fmt: skip
        command = option(command)
    return command


@click.group("corpus", cls=Group)
def corpus_group() -> None:
    """Kho kế hoạch: dựng, hỏi, kiểm tra. / A corpus of plans: build, ask, verify."""


@corpus_group.command("build")
@click.argument("sources", nargs=-1, type=click.Path(readable=False, path_type=str))
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Thư mục của kho. / The folder of the corpus.")
@click.option(
    "--list", "lists", multiple=True, metavar="FILE", help="Tệp liệt kê, mỗi dòng một tệp. / A list of files."
)
@click.option(
    "--baseline", "baselines", multiple=True, metavar="ID",
    help="Quy định để so mọi kế hoạch; mặc định: cái mà kế hoạch thực hiện. / Default: what each plan carries out.",
)  # fmt: skip
@click.option("--rules", "rules_folder", metavar="FOLDER", help="Thư mục luật riêng. / Your own rules folder.")
@click.option(
    "--shard-size",
    type=click.IntRange(1),
    help="Số văn bản mỗi lô (mặc định: 50 đến 500, theo cỡ kho). / Documents a shard (default: 50 to 500).",
)
@_limits
@_for_people
def build_command(
    sources: tuple[str, ...],
    output: str,
    lists: tuple[str, ...],
    baselines: tuple[str, ...],
    rules_folder: str | None,
    shard_size: int | None,
    **options: Any,
) -> None:
    """Dựng kho từ thư mục, tệp nén, Parquet hay danh sách. / Build from folders, zips, Parquet or lists.

    Chạy lại cùng lệnh để làm tiếp phần còn dở hoặc thêm tệp mới. Mã thoát: 0 tốt, 1 có tệp hỏng, 2 không dựng được,
    130 bị dừng. / Run it again to go on, or to take in new files. Exit codes: 0 well, 1 some failed, 2 not built,
    130 stopped.
    """
    from .sources import Source

    given = [Source.of(source) for source in sources] + [Source.list_file(one) for one in lists]
    if not given:
        raise ReadError(say("corpus.no_source", "vi"), say("corpus.no_source", "en"))
    settings = {"rules_folder": str(Path(rules_folder).absolute()) if rules_folder else None, "baselines": baselines}
    _run(given, output, settings, shard_size=shard_size, **options)


@corpus_group.command("retry")
@_CORPUS
@click.argument("documents", nargs=-1)
@_limits
@_for_people
def retry_command(corpus: str, documents: tuple[str, ...], **options: Any) -> None:
    """Đọc lại các tệp bị cách ly (tất cả, hoặc theo mã). / Try the quarantined files again (all, or by id)."""
    from .request import kept_request

    sources, settings, shard_size = kept_request(corpus)
    _run(sources, corpus, settings, shard_size=shard_size, retry=documents or ("all",), **options)


def _run(
    sources: list[Source],
    output: str,
    kept: dict[str, Any],
    *,
    seconds: float,
    megabytes: int,
    quiet: bool,
    language: str,
    **options: Any,
) -> None:
    """Build with a bar of progress, print how it went, and exit with its code."""
    from rich.console import Console

    from .building import build
    from .progress import Bar
    from .settings import Settings

    settings = Settings(**{**kept, "seconds": seconds, "megabytes": megabytes})
    screen = Console(stderr=True)
    with Bar(screen, language, quiet=quiet) as bar:
        summary = build(sources, output, settings=settings, watcher=bar, **options)
    click.echo(_in_words(summary, output, language), err=True)
    sys.exit(summary.exit_code)


def _in_words(summary: Summary, output: str, language: str) -> str:
    from .progress import counts_line

    counts = counts_line(summary.statuses, language) or "0"
    lines = [say("corpus.summary", language, inputs=summary.inputs, documents=summary.documents, counts=counts)]
    if summary.lost:
        lines = [say("corpus.lost", language, reason=summary.lost)]
    elif not summary.finished:
        lines = [say("corpus.stopped", language, counts=counts)]
    elif summary.reused or summary.from_stored_text:
        lines.append(say("corpus.kept", language, reused=summary.reused, stored=summary.from_stored_text))
    if summary.finished and summary.quarantined:
        lines.append(say("corpus.quarantined", language, count=summary.quarantined, corpus=output))
    return "\n".join(lines)


@corpus_group.command("sql")
@click.argument("query")
@click.option("-c", "--corpus", default="corpus", show_default=True, metavar="FOLDER", help="Kho. / The corpus.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True,
              help="Bảng, CSV hoặc JSON từng dòng. / A table, CSV or JSON lines.")  # fmt: skip
@_language
@_for_people
def sql_command(query: str, corpus: str, form: str, language: str) -> None:
    """Hỏi kho bằng SQL (DuckDB). / Ask the corpus in SQL (DuckDB).

    Bảng: plans, sections, targets, deadlines, assignments, citations, findings, verdicts, duplicates, texts, ledger.
    """
    import csv

    import duckdb

    from .export import ask
    from .open import Corpus

    opened = Corpus.open(corpus)
    try:
        if form == "text":
            click.echo(str(opened.sql(query)).rstrip("\n"))
            return
        names, rows = ask(opened.connection, query)
        if form == "json":
            for row in rows:
                click.echo(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str))
        else:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(names)
            writer.writerows(rows)
    except duckdb.Error as error:
        raise ReadError(f"SQL sai: {error}", f"SQL: {error}") from None


@corpus_group.command("quarantine")
@_CORPUS
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Bảng hoặc JSON từng dòng. / A table or JSON lines.")  # fmt: skip
@_language
@_for_people
def quarantine_command(corpus: str, form: str, language: str) -> None:
    """Những tệp không vào được kho, vì sao, và lệnh đọc lại. / What did not come in, why, and how to try again."""
    from .files import Layout
    from .open import Corpus

    lines = Layout(Corpus.open(corpus).root).quarantine.read_text(encoding="utf-8").splitlines()
    if form == "json":
        for line in lines:
            click.echo(line)
        return
    for line in lines:
        row = json.loads(line)
        click.echo(f"{row['path']}\t{say('corpus.' + row['status'], language)}\t{row['reason']}\t{row['again']}")
    if not lines:
        click.echo(say("corpus.nothing_quarantined", language), err=True)


@corpus_group.command("verify")
@_CORPUS
@_language
@_for_people
def verify_command(corpus: str, language: str) -> None:
    """Đối chiếu kho với manifest: mã băm, số đếm. / Hold the corpus against its manifest: hashes and counts."""
    from .manifest import verify

    faults = list(verify(corpus))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(say("corpus.verified", language))


@corpus_group.command("export")
@_CORPUS
@click.option("-o", "--output", metavar="PATH", required=True, help="Nơi ghi. / Where to.")
@click.option("--format", "form", type=click.Choice(["jsonl", "duckdb", "xlsx", "spacy"]), required=True,
              help="jsonl: một thư mục; còn lại: một tệp. / jsonl: a folder; the others: a file.")  # fmt: skip
@click.option(
    "--panel", metavar="ID", help="Chỉ bảng so với một quy định (xlsx). / Only the panel of a baseline (xlsx)."
)
@_language
@_for_people
def export_command(corpus: str, output: str, form: str, panel: str | None, language: str) -> None:
    """Ghi kho sang dạng khác. / Write the corpus in another form."""
    from .open import Corpus

    opened = Corpus.open(corpus)
    if panel is not None:
        opened.panel_to_excel(output, panel)
    elif form == "jsonl":
        opened.to_jsonl(output)
    elif form == "duckdb":
        opened.to_duckdb(output)
    elif form == "xlsx":
        opened.to_excel(output)
    else:
        opened.to_docbin(output)
