"""The commands for those who write rules: ``kehoach score | compare | gold | rules``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from .cli_help import Command, Group
from .cli_kit import (
    FAILED,
    FILE,
    failure,
    for_people,
    format_option,
    language_option,
    load_rules,
    output_option,
    rules_option,
    write,
)
from .messages import say


@click.command("score", cls=Command)
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


@click.command("compare", cls=Command)
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


@click.group("gold", cls=Group)
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


@click.command("rules", cls=Command)
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
