"""The command line: what it prints, its exit codes, and that bad input is one clear line and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import CORPUS, ROOT, SEEDS, every_seed

from kehoach_parser import Plan, check, parse
from kehoach_parser.cli import main
from kehoach_parser.messages import _TEXTS, say
from kehoach_parser.report import Report
from kehoach_parser.reports.words import show_number

DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"
TAN_HOI = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"
HA_TINH = CORPUS / "plans" / "ha-tinh-2016.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@every_seed
def test_parse_prints_the_contract(seed: Path) -> None:
    done = run("parse", seed, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert Plan.from_json(done.stdout) == parse(seed)
    assert set(json.loads(done.stdout)) == {
        *("schema_version", "source", "text", "header", "citations", "sections", "targets", "deadlines"),
        *("assignments", "findings", "unclaimed", "explained", "blocks"),
    }


def test_parse_prints_tables_for_people() -> None:
    done = run("parse", TAN_HOI)
    assert done.exit_code == 0
    for words in ("KẾ HOẠCH", "Chỉ tiêu", "≥ 50%", "Phòng Văn hóa - Xã hội", "trước 15/11 hằng năm"):
        assert words in done.stdout
    assert "≥ 50%" in run("parse", TAN_HOI, "--lang", "en").stdout
    assert "Deadlines" in run("parse", TAN_HOI, "--lang", "en").stdout


def test_parse_writes_a_file(tmp_path: Path) -> None:
    target = tmp_path / "kế hoạch.json"
    done = run("parse", TAN_HOI, "--format", "json", "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert Plan.from_json(target.read_bytes()).source.name == TAN_HOI.name


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("report.html", b"<!doctype html>"),
        ("report.xlsx", b"PK"),
        ("report.json", b"{"),
        ("report.csv", b"\xef\xbb\xbffile,"),
        ("report.md", b"# "),
        ("report.txt", TAN_HOI.name.encode()),
        ("report", TAN_HOI.name.encode()),
    ],
)
def test_the_name_of_the_output_says_its_form(name: str, begins: bytes, tmp_path: Path) -> None:
    done = run("check", TAN_HOI, "-o", tmp_path / name)
    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_what_is_asked_for_wins_over_the_name_of_the_output(tmp_path: Path) -> None:
    run("check", TAN_HOI, "--format", "json", "-o", tmp_path / "report.html")
    assert Report.from_json((tmp_path / "report.html").read_bytes()).verdict == check(parse(TAN_HOI)).verdict


def test_a_form_that_the_command_cannot_make_writes_nothing(tmp_path: Path) -> None:
    done = run("review", TAN_HOI, "-o", tmp_path / "slips.html")
    assert done.exit_code == 2
    assert "'--format' không nhận 'html'; chọn một trong: 'json', 'text', 'md', 'csv'." in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("typed", "vietnamese", "english"),
    [
        (("check", "x.md", "--bad"), "Lỗi: Không có tùy chọn --bad.", "No such option"),
        (("check", "x.md", "--fromat", "json"), "Ý bạn là '--format'?", "--format"),
        (("check",), "Lỗi: Thiếu 'FILES...'.", "Missing argument"),
        (("chek",), "Lỗi: Không có lệnh chek.", "No such command"),
        (("corpus", "buil"), "Lỗi: Không có lệnh buil.", "No such command"),
        (("check", "x.md", "--format"), "Lỗi: Sau --format phải có một giá trị.", "requires an argument"),
        (
            ("check", "x.md", "--format", "xml"),
            "Lỗi: '--format' không nhận 'xml'; chọn một trong: 'json'",
            "not one of",
        ),
        (("diff", "a.md", "b.md", "c.md"), "Lỗi: Thừa: c.md.", "unexpected extra argument"),
        (("web", "--port", "99999"), "Lỗi: '--port' không nhận 99999; phải trong khoảng", "not in the range"),
        (("web", "--port", "x"), "Lỗi: '--port' phải là một số, không phải 'x'.", "not a valid integer"),
        (("deadlines", "x.md", "--today", "mai"), "Lỗi: '--today' phải viết như 2026-01-31", "does not match"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_the_language_of_the_reader(
    typed: tuple[str, ...], vietnamese: str, english: str
) -> None:
    done = run(*typed)
    assert (done.exit_code, done.stdout) == (2, "")
    assert vietnamese in done.stderr
    assert "--help' để xem cách dùng.\n" in done.stderr
    asked = run(*typed, "--lang=en") if typed[-1] != "--format" else run("check", "--lang", "en", "--format")
    assert asked.exit_code == 2
    assert english in asked.stderr
    assert "Lỗi" not in asked.stderr


def test_parse_lists_the_unclaimed_numbers(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("KẾ HOẠCH\nCông tác\n\nI. MỤC TIÊU\n1. Xyz 4821 qwerty.\n", encoding="utf-8")
    expected = parse(plan).rows("unclaimed")
    assert [row["quote"] for row in expected] == ["4821"]
    assert json.loads(run("parse", plan, "--unclaimed", "--format", "json").stdout) == expected
    assert "Xyz 4821 qwerty." in run("parse", plan, "--unclaimed").stdout


@pytest.mark.parametrize("seed", [DIEN_BIEN, TAN_HOI])
def test_check_prints_the_report(seed: Path) -> None:
    done = run("check", seed, "--baseline", "2282", "--format", "json")
    report = Report.from_json(done.stdout)
    assert done.stderr == ""
    assert done.exit_code == report.exit_code == (report.verdict != "ok")
    assert report.baseline.id == "2282"
    assert {"baseline", "verdict", "targets", "tasks", "duties", "findings", "extra"} <= set(json.loads(done.stdout))


def test_check_prints_a_vietnamese_table() -> None:
    done = run("check", TAN_HOI, "--baseline", "2282")
    assert done.exit_code == 1
    for words in ("Kết luận", "Quy định", "75%", "Thiếu", "Không áp dụng"):
        assert words in done.stdout
    assert "Not applicable" in run("check", TAN_HOI, "--baseline", "2282", "--lang", "en").stdout


def test_check_says_when_the_baseline_does_not_fit() -> None:
    done = run("check", HA_TINH, "--baseline", "2282", "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (1, "baseline_mismatch")


def test_check_of_several_files(tmp_path: Path) -> None:
    done = run("check", TAN_HOI, DIEN_BIEN, "--baseline", "2282", "--format", "json")
    assert [Path(one["file"]).name for one in json.loads(done.stdout)] == [TAN_HOI.name, DIEN_BIEN.name]
    mixed = run("check", tmp_path / "none.md", TAN_HOI, "--baseline", "2282", "--format", "json")
    assert mixed.exit_code == 2, "a file that could not be read outweighs a gap"
    assert [Path(one["file"]).name for one in json.loads(mixed.stdout)] == [TAN_HOI.name]
    assert len(mixed.stderr.splitlines()) == 1


# --- Bad input --------------------------------------------------------------------------------------------------------

BAD = {
    "empty.md": b"",
    "blank.txt": b" \n\n\t\n",
    "binary.md": bytes(range(256)) * 8,
    "picture.docx": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "letter.txt": "Kính gửi anh Nam,\nHôm qua trời mưa to quá nên em không đến được.\nThân mến".encode(),
    "zip.docx": b"PK\x03\x04" + bytes(50),
    "scan.pdf": b"%PDF-1.4\n" + bytes(50),
    "old.doc": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
}


def failures(folder: Path) -> Sequence[Path]:
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "folder.md").mkdir()
    return [folder / "missing.md", folder / "folder.md", *(folder / name for name in BAD)]


@pytest.mark.parametrize("command", [["parse"], ["check", "--baseline", "2282"]])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_input_is_one_line_and_exit_code_2(tmp_path: Path, command: list[str], language: str) -> None:
    for path in failures(tmp_path):
        done = run(*command, path, "--format", "json", "--lang", language)
        assert done.exit_code == 2, (path.name, done.output)
        assert done.stdout == "", path.name
        assert len(done.stderr.strip().splitlines()) == 1, (path.name, done.stderr)
        assert path.name in done.stderr, (path.name, done.stderr)
        assert "Traceback" not in done.stderr


def test_nothing_is_written_when_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert run("parse", tmp_path / "missing.md", "-o", target).exit_code == 2
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    done = run("parse", TAN_HOI, "-o", tmp_path / "nowhere" / "out.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "không ghi được" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", DIEN_BIEN, "--baseline", "9999"], "9999"),
        (["parse", DIEN_BIEN, "--rules", "/no/such/folder"], "/no/such/folder"),
        (["score", "/no/such/folder", "/no/such/folder"], "không có tệp chú giải"),
        (["score", "only-one"], "GOLD DOCUMENTS"),
        (["compare", "no-such-revision"], "git worktree"),
        (["compare", "HEAD", "/no/such/folder"], "không có tệp nào"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: list[str | Path], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


# --- The other commands -----------------------------------------------------------------------------------------------


def test_score_prints_every_part() -> None:
    done = run("score", CORPUS / "gold", CORPUS / "plans", "--only", "dien-bien", "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert list(found["documents"]) == ["dien-bien-2021"]
    assert {"header", "sections", "targets", "deadlines", "assignments", "diff"} <= set(found["parts"])
    table = run("score", CORPUS / "gold", CORPUS / "plans", "--only", "dien-bien", "--quiet").stdout
    assert "deadline agency" in table
    assert "Đầy đủ" in table


def test_rules_are_well() -> None:
    done = run("rules")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "ví dụ" in done.stdout


def test_compare_with_the_revision_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach_parser.evaluate import gains

    calls = []
    monkeypatch.setattr(gains, "compare_revisions", lambda *a, **k: calls.append((a, k)) or [])
    done = run("compare", "HEAD", CORPUS / "plans", "--with", "HEAD~1")
    assert (done.exit_code, done.stdout.strip()) == (0, "Không có gì khác.")
    assert calls == [(("HEAD", CORPUS / "plans"), {"against": "HEAD~1"})]


# --- The process itself -----------------------------------------------------------------------------------------------


def test_help_is_fast_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from kehoach_parser.cli import main; main(['--help'], standalone_mode=False);"
        "heavy = {'pydantic', 'regex', 'yaml', 'rich', 'spacy', 'underthesea', 'pandas'} & {*sys.modules};"
        "print(heavy, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "check" in done.stdout
    assert done.stderr.strip() == "set()"


def test_output_is_utf8_everywhere() -> None:
    command = [sys.executable, "-m", "kehoach_parser", "parse", str(TAN_HOI), "--format", "json"]
    bare = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=bare)
    assert Plan.from_json(done.stdout).header.doc_type == "KẾ HOẠCH"


def test_messages_have_both_languages() -> None:
    for key, texts in _TEXTS.items():
        assert len(texts) == 2, key
        fields = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts]
        assert fields[0] == fields[1], key
    assert say("status.met") == "Đạt"
    assert say("status.unheard-of") == "unheard-of"


@pytest.mark.parametrize(
    ("value", "shown"), [(374125, "374.125"), (98.5, "98,5"), (60, "60"), (60.0, "60"), (1234.5, "1.234,5")]
)
def test_show_number(value: float, shown: str) -> None:
    assert show_number(value) == shown


def test_seeds_are_here() -> None:
    assert len(SEEDS) == 5
