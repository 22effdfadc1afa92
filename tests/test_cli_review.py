"""The commands on a plan's own slips, two drafts, copies and baselines, and the baselines that ``check`` takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import CORPUS

from kehoach_parser.cli import main

DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"
TAN_HOI = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"
HOC_MON = CORPUS / "plans" / "hoi-lhpn-hoc-mon-2021.md"
HA_TINH = CORPUS / "plans" / "ha-tinh-2016.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


# --- Baselines --------------------------------------------------------------------------------------------------------


def test_baselines_are_listed() -> None:
    done = run("baselines")
    assert (done.exit_code, done.stderr) == (0, "")
    for words in ("2282", "515", "28", "Quyết định", "2026-11"):
        assert words in done.stdout
    assert [one["id"] for one in json.loads(run("baselines", "--format", "json").stdout)] == ["2282", "515", "28"]
    assert run("baselines", "--format", "md").stdout.startswith("## Các quy định")


@pytest.mark.parametrize("form", ["text", "md"])
def test_a_baseline_is_shown_with_all_that_is_known_of_it(form: str) -> None:
    shown = " ".join(run("baselines", "show", "2282", "--format", form).stdout.split())
    for words in (
        *("Mục I.2.a", "60%", "75%", "số cơ quan, đơn vị", "số người", "dưới 30%", "Điều, mục", "Mốc", "Ngoại lệ"),
        *("Áp dụng cho", "Kiểm tra lần cuối: 2026-11", "https://baonghean.vn/", "kế hoạch địa phương chép lại"),
        *("Mặt trận", "Nguồn kinh phí", "không rõ thời hạn báo cáo"),
    ):
        assert words in shown, words
    assert "agencies" in run("baselines", "show", "2282", "--lang", "en").stdout


def test_a_baseline_as_json_has_its_provisions_and_no_patterns() -> None:
    data = json.loads(run("baselines", "show", "2282", "--format", "json").stdout)
    first = data["targets"][0]
    assert first["clause"] == "Mục I.2.a" and first["counts"] == "agencies" and first["status"] == "verified"
    assert [one["value"] for one in first["milestones"]] == [60, 75]
    assert first["exception"]["quote"] and first["binds"] and first["last_checked"] and first["sources"]
    assert "wording" not in first and "fragments" not in data
    plan = json.loads(run("baselines", "show", DIEN_BIEN, "--format", "json").stdout)
    assert plan["issuer"] == "Ủy ban nhân dân tỉnh Điện Biên"


@pytest.mark.parametrize(
    "command", [("baselines", "show", "9999"), ("check", str(DIEN_BIEN), "--baseline", "none.yaml")]
)
def test_an_unknown_baseline_is_one_line(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


# --- What check is held against ---------------------------------------------------------------------------------------


def test_check_chooses_by_itself_and_says_why() -> None:
    done = run("check", HOC_MON, "--format", "json")
    baseline = json.loads(done.stdout)["baseline"]
    assert baseline["id"] == "2282"
    assert baseline["reason"] == "Kế hoạch nêu tên Chương trình của Quyết định 2282/QĐ-TTg."
    assert baseline["reason"] in " ".join(run("check", HOC_MON).stdout.split())


def test_check_against_a_file_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "huyen.yaml"
    own.write_text(
        "id: own\ntitle: Nghị quyết của huyện\nperiod: 2021/2030\ntargets:\n- id: literacy\n  title: Người biết chữ\n"
        "  quote: đạt 98%\n  status: verified\n  sources: ['https://example.vn']\n  last_checked: 2026-01\n"
        "  milestones: [{year: 2025, comparator: ge, value: 98}]\n  wording: ['biết chữ']\n",
        encoding="utf-8",
    )
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "KẾ HOẠCH\nXóa mù chữ giai đoạn 2021-2025\n\nI. MỤC TIÊU\n1. Đến năm 2025, 95% người dân biết chữ.",
        encoding="utf-8",
    )
    report = json.loads(run("check", plan, "--baseline", own, "--format", "json").stdout)
    assert [(one["indicator"], one["status"]) for one in report["targets"]] == [("literacy", "weaker")]
    assert "huyện" in report["baseline"]["title"]


def test_check_against_another_plan_and_a_chain() -> None:
    done = run("check", TAN_HOI, "--baseline", DIEN_BIEN, "--format", "json")
    assert json.loads(done.stdout)["baseline"]["title"].startswith("Kế hoạch của Ủy ban nhân dân tỉnh Điện Biên")
    chained = json.loads(
        run("check", TAN_HOI, "--baseline", "2282", "--baseline", DIEN_BIEN, "--format", "json").stdout
    )
    assert (chained["baseline"]["id"], len(chained["others"])) == ("2282", 1)
    broken = {one["indicator"]: one["link"] for one in chained["targets"] if one["link"]}
    assert broken == {"ethnic-minority-leaders": "Kế hoạch của Ủy ban nhân dân tỉnh Điện Biên → Kế hoạch này"}
    text = " ".join(
        run("check", TAN_HOI, "--baseline", "2282", "--baseline", DIEN_BIEN, "--format", "md").stdout.split()
    )
    assert "Mắt xích đứt: Kế hoạch của Ủy ban nhân dân tỉnh Điện Biên → Kế hoạch này" in text


# --- Two drafts -------------------------------------------------------------------------------------------------------


def changed(folder: Path, *edits: tuple[str, str]) -> Path:
    text = HOC_MON.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = folder / "new.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_draft_that_promises_less_gives_exit_code_1(tmp_path: Path) -> None:
    new = changed(tmp_path, ("đến năm 2030 đạt 75%", "đến năm 2030 đạt 70%"), ("75% vào năm 2025", "75% vào năm 2027"))
    done = run("diff", HOC_MON, new, "--format", "json")
    rows = [(one["part"], one["before"], one["after"], one["weaker"]) for one in json.loads(done.stdout)]
    assert rows == [("target", "75%", "70%", True), ("target", "75% (2025)", "75% (2027)", True)]
    assert done.exit_code == 1
    table = run("diff", HOC_MON, new)
    assert table.exit_code == 1 and "yếu đi" in table.stdout and "70%" in table.stdout
    assert "weaker" in run("diff", HOC_MON, new, "--lang", "en", "--format", "md").stdout


def test_a_draft_that_promises_more_or_the_same_gives_0(tmp_path: Path) -> None:
    assert run("diff", HOC_MON, changed(tmp_path, ("đạt ít nhất 40%", "đạt ít nhất 45%"))).exit_code == 0
    same = run("diff", HOC_MON, HOC_MON)
    assert same.exit_code == 0 and "không khác nhau" in same.stdout
    assert run("diff", HOC_MON, tmp_path / "none.md").exit_code == 2


# --- Review, copies ---------------------------------------------------------------------------------------------------


def test_review_prints_the_findings_with_what_to_do() -> None:
    done = run("review", TAN_HOI)
    assert done.exit_code == 1
    for words in ("Sai", "chuyên biến", "chuyển biến", "spelling", "citation-type-conflict"):
        assert words in done.stdout
    assert "A slip of writing" in run("review", TAN_HOI, "--lang", "en").stdout.replace("\n", " ")


def test_review_with_style_and_as_json_and_csv() -> None:
    plain = json.loads(run("review", TAN_HOI, "--format", "json").stdout)
    styled = json.loads(run("review", TAN_HOI, "--style", "--format", "json").stdout)
    assert {one["severity"] for one in plain} == {"error", "warning"}
    assert {one["code"] for one in styled} - {one["code"] for one in plain} >= {"mixed-spelling", "self-reference"}
    rows = run("review", TAN_HOI, HOC_MON, "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("file,code,severity,message,quote,suggestion")
    assert len({row.split(",")[0] for row in rows[1:]}) == 2
    both = json.loads(run("review", TAN_HOI, HOC_MON, "--format", "json").stdout)
    assert [Path(one["file"]).name for one in both] == [TAN_HOI.name, HOC_MON.name]


def test_a_plan_without_slips_gives_0(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\nSố: 63/KH-UBND\nLai Châu, ngày 15 tháng 3 năm 2022\n\n"
        "KẾ HOẠCH\nBình đẳng giới\n\nI. NHIỆM VỤ\n1. Tuyên truyền.\n2. Tập huấn.\n",
        encoding="utf-8",
    )
    done = run("review", plan)
    assert (done.exit_code, done.stdout.strip()) == (0, "Không có điểm nào cần xem lại.")


def test_copied_says_from_where_and_what_is_its_own() -> None:
    data = json.loads(run("copied", TAN_HOI, "2282", HA_TINH, DIEN_BIEN, "--format", "json").stdout)
    assert [one["source"] for one in data["sources"]] == ["Quyết định 2282/QĐ-TTg", HA_TINH.name, DIEN_BIEN.name]
    assert all(0 < one["share"] < 0.5 and one["copied"] for one in data["sources"])
    taken = {quote["span"]["start"] for one in data["sources"] for quote in one["copied"]}
    assert len(taken) + len(data["own"]) == data["sentences"]
    table = run("copied", TAN_HOI, HA_TINH).stdout
    assert "Mức độ sao chép" in table and "(của riêng kế hoạch)" in table
