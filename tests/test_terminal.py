"""The command line as people meet it: tables, Markdown, CSV, explanations, colours, help, completion."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import CORPUS, SEEDS, every_plan, every_seed, parsed
from rich.console import Console

from kehoach_parser import check, parse
from kehoach_parser.cli import main
from kehoach_parser.messages import say
from kehoach_parser.reports import terminal
from kehoach_parser.reports.explaining import explain_plan, explain_report, section_of
from kehoach_parser.reports.listings import list_plan, list_report
from kehoach_parser.reports.markdown import write_plan, write_report

TAN_HOI = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def screen(width: int = 120, **options: object) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False, **options)  # type: ignore[arg-type]


def printed(screen: Console) -> str:
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


# --- Explanations -----------------------------------------------------------------------------------------------------


@every_plan
def test_everything_read_out_has_its_rule_words_and_place(plan_path: Path) -> None:
    plan = parsed(plan_path)
    parts = dict(explain_plan(plan))
    for kind in ("targets", "deadlines", "assignments", "citations", "findings"):
        found = getattr(plan, kind)
        assert len(parts[kind]) == len(found)
        for one, item in zip(parts[kind], found, strict=True):
            lines = dict(one.lines)
            assert one.subject
            assert lines["rule"] == getattr(item, "rule", None) or lines["rule"].startswith("findings/")
            if kind in ("targets", "deadlines"):
                assert " ".join(item.quote.split()) in lines["words"]
                assert f"{item.span.start}-{item.span.end}" in lines["place"]
                assert plan_path.suffix not in (".md", ".txt") or "dòng" in lines["place"]


@every_seed
def test_every_verdict_is_explained(seed: Path) -> None:
    report = check(parsed(seed), baseline="2282")
    parts = dict(explain_report(report))
    for one, ruling in zip(parts["targets"], report.targets, strict=True):
        lines = dict(one.lines)
        assert one.status is not None
        assert one.status.words == say(f"status.{ruling.status}")
        assert ruling.indicator in lines["rule"]
        assert "Quyết định 2282/QĐ-TTg" in lines["baseline"]
        if ruling.local is not None:
            assert "mục" in lines["place"]
            assert " ".join(ruling.local.quote.split()) in lines["words"]
        if ruling.note:
            assert lines["why"] == ruling.note
    assert len(parts["tasks"]) == len(report.tasks)
    assert len(parts["duties"]) == len(report.duties)


def test_section_of_is_the_innermost() -> None:
    plan = parsed(TAN_HOI)
    for target in plan.targets:
        assert section_of(plan, target.span) == target.section


def test_explain_on_the_command_line() -> None:
    done = run("check", TAN_HOI, "--baseline", "2282", "--explain")
    assert done.exit_code == 1
    for words in ("[Thiếu]", "Luật:", "2282/key-leaders", "Nguyên văn:", "Vị trí:", "dòng 29, mục II.1", "Vì sao:"):
        assert words in done.stdout
    english = run("check", TAN_HOI, "--baseline", "2282", "--explain", "--lang", "en").stdout
    assert "[Missing]" in english
    assert "line 29, section II.1" in english
    assert "targets/ty-le-phan-tram" in run("parse", TAN_HOI, "--explain").stdout


# --- Markdown and CSV -------------------------------------------------------------------------------------------------


@every_plan
def test_markdown_tables_are_whole(plan_path: Path) -> None:
    plan = parsed(plan_path)
    report = check(plan, baseline="2282")
    for words in (write_plan(plan), write_report(report), write_plan(plan, "en"), write_report(report, "en")):
        tables = [block for block in words.split("\n\n") if block.startswith("|")]
        for table in tables:
            bars = {line.replace("\\|", "").count("|") for line in table.splitlines()}
            assert len(bars) == 1, table
    listings = list_plan(plan) + list_report(report)
    rows = sum(len(listing.rows) for listing in listings)
    assert sum(words.count("\n| ") for words in (write_plan(plan), write_report(report))) == rows + 2 * len(listings)


def test_markdown_marks_of_a_plan_are_plain_words() -> None:
    plan = parse(text="KẾ HOẠCH\nVề a_b và <b>đậm</b>\nI. MỤC TIÊU\n1. Đến năm 2030 đạt 60% cơ quan loại A | B.")
    words = write_plan(plan)
    assert "a\\_b" in words
    assert "<b>" not in words.replace("\\<b>", "")
    assert "A \\| B" in words
    assert "\n- **" in write_plan(plan, explain=True)
    assert "Mọi con số đều đã được hiểu." in write_plan(plan, unclaimed=True)


def test_formats_on_the_command_line(tmp_path: Path) -> None:
    assert run("parse", TAN_HOI, "--format", "md").stdout.startswith("# KẾ HOẠCH")
    assert run("check", TAN_HOI, "--baseline", "2282", "--format", "md").stdout.startswith("# xa-tan-hoi")
    rows = list(csv.DictReader(io.StringIO(run("parse", TAN_HOI, "--format", "csv").stdout)))
    assert [row["value"] for row in rows] == ["75", "50", "90"]
    parts = run("parse", TAN_HOI, "--format", "csv", "--part", "deadlines").stdout
    assert "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15" in parts
    several = run("check", *SEEDS[:2], "--baseline", "2282", "--format", "csv").stdout
    found = list(csv.DictReader(io.StringIO(several)))
    assert {Path(row["file"]).name for row in found} == {path.name for path in SEEDS[:2]}
    assert {row["baseline"] for row in found} == {"2282"}


def test_a_csv_file_is_marked_for_excel(tmp_path: Path) -> None:
    target = tmp_path / "chỉ tiêu.csv"
    assert run("parse", TAN_HOI, "--format", "csv", "-o", target).exit_code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfquote,")
    assert not run("parse", TAN_HOI, "--format", "csv").stdout.startswith("\ufeff")


# --- Screens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    page = screen(width)
    report = check(parsed(TAN_HOI), baseline="2282")
    terminal.print_plan(parsed(TAN_HOI), page)
    terminal.print_plan_explained(parsed(TAN_HOI), page)
    terminal.print_report(report, page)
    terminal.print_report(report, page, explain=True)
    assert max(map(len, printed(page).splitlines())) <= width


def test_a_narrow_screen_leaves_out_the_long_columns() -> None:
    report = check(parsed(TAN_HOI), baseline="2282")
    wide, narrow = screen(140), screen(80)
    terminal.print_report(report, wide)
    terminal.print_report(report, narrow)
    assert "Ghi chú" in printed(wide)
    assert "Ghi chú" not in printed(narrow)
    assert "Kết quả" in printed(narrow)


def process(*arguments: str, **environment: str) -> str:
    told = ("NO_COLOR", "FORCE_COLOR", "KEHOACH_LANG")
    bare = {name: value for name, value in os.environ.items() if name not in told}
    done = subprocess.run(
        [sys.executable, "-c", "from kehoach_parser.cli import main; main(prog_name='kehoach')", *arguments],
        capture_output=True,
        env={**bare, **environment},
        check=False,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


def test_colours_only_on_a_terminal() -> None:
    assert "\x1b" not in process("check", str(TAN_HOI), "--baseline", "2282")
    page = screen(force_terminal=True, color_system="standard", no_color=False)
    terminal.print_report(check(parsed(TAN_HOI), baseline="2282"), page)
    assert "\x1b[31m" in printed(page), "missing is red"
    plain = screen(force_terminal=True, color_system="standard", no_color=True)
    terminal.print_report(check(parsed(TAN_HOI), baseline="2282"), plain)
    assert "\x1b[31m" not in printed(plain)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_real_terminal(environment: dict[str, str], coloured: bool) -> None:
    import pty

    main_end, other_end = pty.openpty()
    bare = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    child = subprocess.Popen(
        [sys.executable, "-m", "kehoach_parser", "check", *map(str, SEEDS[:2]), "--baseline", "2282"],
        stdout=other_end,
        stderr=other_end,
        env={**bare, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
    )
    os.close(other_end)
    data = b""
    while True:
        try:
            piece = os.read(main_end, 65536)
        except OSError:
            break
        if not piece:
            break
        data += piece
    os.close(main_end)
    assert child.wait() == 1
    words = data.decode()
    assert "Kết luận" in words
    assert ("\x1b[31m" in words or "\x1b[1;31m" in words) == coloured
    assert "Đang đọc" in words, "several files have a bar of progress"


# --- Help and completion ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_is_in_one_language_at_a_time(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = [command] if command else []
    vietnamese = run(*arguments, "--help").stdout
    monkeypatch.setenv("KEHOACH_LANG", "en")
    english = run(*arguments, "--help").stdout
    assert "Cách dùng:" in vietnamese
    assert "In trang này rồi thoát." in vietnamese
    assert "Usage:" in english
    assert "Show this message and exit." in english
    accented = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
    assert accented & set(vietnamese)
    assert not accented & set(english), english
    assert " / " not in (vietnamese + english).replace(" / --no-", "")  # click's own way to write a pair of options


def test_help_in_english_wherever_lang_stands() -> None:
    for arguments in (["check", "--lang", "en", "--help"], ["check", "--help", "--lang=en"]):
        assert "Check plans against a national baseline." in run(*arguments).stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [("kehoach che", "check"), ("kehoach check --exp", "--explain"), ("kehoach check --baseline 22", "2282")],
)
def test_the_shell_completes(words: str, offered: str) -> None:
    count = str(len(words.split()) - 1)
    done = process(_KEHOACH_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)
    assert f"plain,{offered}" in done.splitlines()


def test_the_shell_completes_file_names() -> None:
    done = process(_KEHOACH_COMPLETE="bash_complete", COMP_WORDS="kehoach check corp", COMP_CWORD="2")
    assert done.startswith("file,")
