"""The Excel report: what its sheets say and how they print, and that corrections come back as gold."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import CORPUS, every_seed, parsed
from goldens import WRITING, check_golden
from openpyxl import load_workbook

from kehoach_parser import ReadError, check, parse
from kehoach_parser.cli import main
from kehoach_parser.evaluate.cells import read_amount, read_date, read_time
from kehoach_parser.evaluate.from_excel import read_review, write_gold
from kehoach_parser.evaluate.gold import read_gold
from kehoach_parser.evaluate.score import score_plan
from kehoach_parser.report import Report
from kehoach_parser.reports.assigning import RecipientRules, list_duties
from kehoach_parser.reports.excel import render_plan, render_report
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

HOC_MON = CORPUS / "plans" / "hoi-lhpn-hoc-mon-2021.md"
DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"
HA_TINH = CORPUS / "plans" / "ha-tinh-2016.txt"

SHEETS = ["Tổng hợp", "Chỉ tiêu", "Nhiệm vụ", "Phân công", "Thời hạn", "Lỗi rà soát", "_kehoach"]


def book_of(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def heads(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1] if cell.value]


def column(sheet: Any, head: str) -> int:
    return heads(sheet).index(head) + 1


def rows(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a table by the heads of its columns."""
    names = heads(sheet)
    found = ([cell.value for cell in row[: len(names)]] for row in sheet.iter_rows(min_row=2))
    return [dict(zip(names, row, strict=True)) for row in found if any(row)]


def dump(data: bytes) -> str:
    """Return what the sheets say, one row a line."""
    lines = []
    for sheet in book_of(data).worksheets:
        if sheet.sheet_state != "visible":
            continue
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows():
            cells = [" / ".join(str(cell.value).split("\n")) if cell.value is not None else "" for cell in row]
            if any(cells):
                lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines) + "\n"


@every_seed
def test_golden(seed: Path) -> None:
    data = render_report(check(parsed(seed), baseline="2282"))
    check_golden(f"{seed.stem}.xlsx.txt", dump(data))


@pytest.mark.skipif(WRITING, reason="the files are being written")
def test_same_in_same_out() -> None:
    assert render_report(check(DIEN_BIEN)) == render_report(check(DIEN_BIEN))


def test_sheets_and_columns() -> None:
    book = book_of(render_report(check(parsed(HOC_MON), baseline="2282")))
    assert book.sheetnames == SHEETS
    assert book["_kehoach"].sheet_state == "veryHidden"
    targets = rows(book["Chỉ tiêu"])
    first = targets[0]
    assert (first["STT"], first["Mốc"], first["Mức trung ương"], first["Địa phương"]) == (1, "2025", "≥ 60%", "60%")
    assert (first["Kết quả"], first["Mục"], first["Vị trí"][:4]) == ("Đạt", "II.1", "dòng")
    assert first["Nguyên văn"] in " ".join(parsed(HOC_MON).text.split())
    missing = targets[6]
    assert (missing["Kết quả"], missing["Địa phương"], missing["Nguyên văn"]) == ("Thiếu", "không có", None)
    assert "Gợi ý: " in missing["Ghi chú"]
    # Every target of the plan stands in a row, also those that the baseline does not ask for.
    assert {one.quote for one in parsed(HOC_MON).targets} <= {one["Nguyên văn"] for one in targets}
    tasks = rows(book["Nhiệm vụ"])
    assert {one["Phần"] for one in tasks} == {"Nhiệm vụ", "Kinh phí", "Trách nhiệm"}
    assert next(one for one in tasks if one["Kết quả"] == "Có một phần")["Ghi chú"]


def test_assignments_sheet_has_flags() -> None:
    book = book_of(render_report(check(parsed(HA_TINH))))
    duties = rows(book["Phân công"])
    assert {one["Vai trò"] for one in duties} == {"chủ trì", "phối hợp", "chịu trách nhiệm", "được đề nghị"}
    assert all("chủ trì" in one["Nhiệm vụ"].lower() for one in duties if one["Vai trò"] == "chủ trì")
    flags = {(one["Cơ quan"], flag) for one in duties for flag in (one["Lưu ý"] or "").split("; ")}
    assert ("Sở Nội vụ", "chỉ phối hợp, chưa rõ ai chủ trì") in flags
    assert ("Báo Hà Tĩnh", "nhiều cơ quan cùng làm, chưa rõ ai chủ trì") in flags
    assert ("Sở Tài chính", "không có thời hạn") in flags
    assert any(one["Thời hạn"] for one in duties)


def test_ready_to_print() -> None:
    book = book_of(render_report(check(parsed(DIEN_BIEN))))
    for sheet in book.worksheets[:-1]:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
        assert setup.fitToWidth in (None, 1)  # 1 is what the format takes for granted
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "Trang &P/&N" in sheet.oddFooter.right.text
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["B2"].alignment.wrap_text
        # The columns of reviewers are not printed.
        fixes = [index for index, head in enumerate(heads(sheet)) if head.startswith("Sửa")]
        last = sheet.print_area.split("$")[3]
        assert sheet[f"{last}1"].column == min(fixes, default=99)
    sheet = book_of(render_report(check(parsed(HOC_MON), baseline="2282")))["Nhiệm vụ"]
    cells = [row[column(sheet, "Kết quả") - 1] for row in sheet.iter_rows(min_row=2)]
    colours = {cell.value: cell.fill.start_color.rgb for cell in cells if cell.value not in (None, "Đạt")}
    assert len(set(colours.values())) == len(colours) > 1


def test_words_are_never_formulas(tmp_path: Path) -> None:
    text = (
        'KẾ HOẠCH\n=cmd|" /C calc"!A0 công tác năm 2025\n\nI. MỤC TIÊU\n'
        "1. =1+1 đạt 60% cơ quan có lãnh đạo là nữ năm 2025.\n2. @SUM(A1) đạt 70% xã có nữ năm 2025.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- +84 báo cáo trước ngày 15/11 hàng năm.\n"
        '- =HYPERLINK("http://a") kiểm tra.\n'
    )
    book = book_of(render_report(check(text=text, baseline="2282")))
    found = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None
                if (
                    isinstance(cell.value, str)
                    and cell.value.startswith(("=", "+", "-", "@"))
                    and sheet.title != "_kehoach"
                ):
                    assert cell.quotePrefix, cell.coordinate
                    found += 1
    assert found > 2


def test_hostile_text_is_written() -> None:
    text = "KẾ HOẠCH\nCông tác \x01\x1f năm 2025\n\nI. MỤC TIÊU\n1. Đạt 60% " + "rất dài " * 9000 + "năm 2025.\n"
    book = book_of(render_plan(parse(text=text)))
    assert "Chỉ tiêu" in book.sheetnames


def test_plan_alone_and_report_from_json(tmp_path: Path) -> None:
    parsed(DIEN_BIEN).to_excel(tmp_path / "plan.xlsx")
    book = load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == [name for name in SHEETS if name != "Nhiệm vụ"]
    assert "Mức trung ương" not in heads(book["Chỉ tiêu"])
    report = Report.from_json(check(parsed(DIEN_BIEN)).to_json())
    report.to_excel(tmp_path / "report.xlsx")
    assert "Phân công" not in load_workbook(tmp_path / "report.xlsx").sheetnames


def test_several_baselines_name_theirs() -> None:
    report = check(parsed(DIEN_BIEN), baseline="2282")
    other = check(parsed(DIEN_BIEN), baseline="2282").model_copy(update={"others": (report,)})
    targets = rows(book_of(render_report(other))["Chỉ tiêu"])
    assert targets[0]["Quy định"] == "Quyết định 2282/QĐ-TTg"
    assert len(targets) > 14


def test_mismatch_has_no_comparison() -> None:
    book = book_of(render_report(check(parsed(HA_TINH), baseline="2282")))
    assert "Nhiệm vụ" not in book.sheetnames
    assert any("không so được" in str(cell.value) for row in book["Tổng hợp"].iter_rows() for cell in row)


def test_english_labels() -> None:
    book = book_of(render_report(check(parsed(DIEN_BIEN)), "en"))
    assert book.sheetnames[:3] == ["Summary", "Targets", "Tasks"]
    assert rows(book["Targets"])[0]["Status"] == "Met"
    assert "Fix: value" in heads(book["Targets"])


# --- The way back -----------------------------------------------------------------------------------------------------


@every_seed
def test_without_corrections_the_gold_is_what_was_read(seed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(render_report(check(parsed(seed), baseline="2282")))
    gold = tmp_path / "a.yaml"
    gold.write_text(write_gold(read_review(tmp_path / "a.xlsx")), encoding="utf-8")
    tally = score_plan(read_gold(gold), parsed(seed))
    assert tally.lines == []
    kept = yaml.safe_load((CORPUS / "gold" / f"{seed.stem}.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(gold.read_text(encoding="utf-8"))["diff_2282"] == kept["diff_2282"]


def corrected(tmp_path: Path, seed: Path, change: Callable[[Any], None], language: str = "vi") -> dict[str, Any]:
    """Return the gold of the report on ``seed`` after ``change`` wrote into the workbook."""
    path = tmp_path / "review.xlsx"
    path.write_bytes(render_report(check(parsed(seed), baseline="2282"), language))
    book = load_workbook(path)
    change(book)
    book.save(path)
    return read_review(path, language=language)


def put(book: Any, sheet: str, row: int, head: str, value: object) -> str:
    cell = book[sheet].cell(row, column(book[sheet], head))
    cell.value = value
    return cell.coordinate


def test_corrections_come_back(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(book, "Chỉ tiêu", 2, "Sửa: giá trị", "≥ 65%")
        put(book, "Chỉ tiêu", 2, "Sửa: mốc", "31/12/2025")
        put(book, "Chỉ tiêu", 2, "Sửa: kết luận", "Vượt")
        put(book, "Chỉ tiêu", 2, "Ghi chú người rà soát", "xem lại công văn")
        put(book, "Chỉ tiêu", 3, "Sửa: giá trị", 80)
        put(book, "Chỉ tiêu", 4, "Sửa: bỏ dòng", "bỏ")
        put(book, "Chỉ tiêu", 8, "Sửa: giá trị", "không có")
        put(book, "Chỉ tiêu", 8, "Sửa: nguyên văn", "phải có cán bộ lãnh đạo là người dân tộc thiểu số")
        put(book, "Chỉ tiêu", 8, "Sửa: kết luận", "Đạt")
        put(book, "Nhiệm vụ", 5, "Sửa: kết luận", "Có")
        put(book, "Lỗi rà soát", 2, "Sửa: bỏ dòng", "x")
        put(book, "Phân công", 2, "Sửa: bỏ dòng", "bỏ")
        put(book, "Phân công", 4, "Sửa: vai trò", "được đề nghị")
        sheet = book["Tổng hợp"]
        date = next(row for row in sheet.iter_rows() if row[0].value == "Ngày ban hành")
        date[2].value = "22/12/2021"

    before = corrected(tmp_path, HOC_MON, lambda book: None)
    gold = corrected(tmp_path, HOC_MON, change)
    assert gold["header"]["date"] == "2021-12-22"
    first = next(one for one in gold["targets"] if one.get("indicator") == "key-leaders" and one["value"] == 65)
    assert (first["comparator"], first["unit"], first["due"]) == ("ge", "percent", "2025-12-31")
    assert first["note"] == "xem lại công văn"
    second = next(one for one in gold["targets"] if one.get("indicator") == "key-leaders" and one["value"] == 80)
    assert (second["comparator"], second["unit"], second["due"]) == ("eq", "percent", "2030"), "a number changes itself"
    assert not [one for one in gold["targets"] if one.get("indicator") == "planned-cadres" and one["due"] == "2025"]
    added = gold["targets"][-1]
    assert (added["indicator"], added["value"]) == ("ethnic-minority-leaders", None)
    assert gold["diff_2282"] == before["diff_2282"] | {"key-leaders-2025": "exceeded", "ethnic-minority-leaders": "met"}
    changed = {key for key, value in gold["tasks_2282"].items() if value != before["tasks_2282"][key]}
    assert len(changed) == 1
    assert len(gold["findings"]) == len(before["findings"]) - 1
    assert [one["tasks"] for one in before["assignments"]] == [2, 1]
    assert [(one["tasks"], one["role"]) for one in gold["assignments"]] == [(1, "responsible"), (1, "requested")]


def test_added_rows_and_deadlines(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(book, "Thời hạn", 2, "Sửa: thời hạn", "trước ngày 20/12 hằng năm")
        put(book, "Thời hạn", 3, "Sửa: cơ quan", "-")
        put(book, "Thời hạn", 9, "Nguyên văn", "hoàn thành trong quý IV")
        put(book, "Thời hạn", 9, "Sửa: thời hạn", "quý IV/2022")
        put(book, "Chỉ tiêu", 20, "Mục", "II.3")
        put(book, "Chỉ tiêu", 20, "Sửa: giá trị", "ít nhất 30 lớp")
        put(book, "Chỉ tiêu", 20, "Sửa: nguyên văn", "mở ít nhất 30 lớp")
        put(book, "Phân công", 30, "Mục", "VI.7")
        put(book, "Phân công", 30, "Sửa: cơ quan", "Công an tỉnh")
        put(book, "Phân công", 30, "Nhiệm vụ", "Bảo đảm an ninh")

    gold = corrected(tmp_path, DIEN_BIEN, change)
    assert gold["deadlines"][0]["rrule"] == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"
    assert "agency" not in gold["deadlines"][1]
    assert gold["deadlines"][-1] == {"quote": "hoàn thành trong quý IV", "bound": "by", "date": "2022-Q4"}
    assert gold["targets"][-1] == {
        **{"path": "II.3", "quote": "mở ít nhất 30 lớp", "value": 30},
        **{"unit": "lớp", "comparator": "ge"},
    }
    assert gold["assignments"][-1] == {
        **{"path": "VI.7", "agency": "Công an tỉnh", "role": "responsible", "tasks": 1, "first": "Bảo đảm an ninh"}
    }


def test_sorted_and_deleted_rows(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["Thời hạn"].delete_rows(2)
        sheet = book["Lỗi rà soát"]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
        for number, values in enumerate(reversed(cells), 2):
            for index, value in enumerate(values, 1):
                sheet.cell(number, index).value = value

    before = corrected(tmp_path, DIEN_BIEN, lambda book: None)
    gold = corrected(tmp_path, DIEN_BIEN, change)
    assert gold["deadlines"] == before["deadlines"][1:]
    assert gold["findings"] == before["findings"]


def test_errors_name_sheet_and_cell(tmp_path: Path) -> None:
    places: list[str] = []

    def change(book: Any) -> None:
        places.append("Chỉ tiêu!" + put(book, "Chỉ tiêu", 2, "Sửa: giá trị", "khá nhiều"))
        places.append("Chỉ tiêu!" + put(book, "Chỉ tiêu", 3, "Sửa: mốc", "31/2/2025"))
        places.append("Chỉ tiêu!" + put(book, "Chỉ tiêu", 4, "Sửa: kết luận", "Tốt"))
        put(book, "Chỉ tiêu", 8, "Sửa: nguyên văn", "có nguyên văn, thiếu giá trị")
        places.append("Chỉ tiêu!" + put(book, "Chỉ tiêu", 8, "Sửa: giá trị", None))
        places.append("Phân công!" + put(book, "Phân công", 2, "Sửa: vai trò", "phụ"))
        places.append("Phân công!" + put(book, "Phân công", 3, "Sửa: bỏ dòng", "không"))

    with pytest.raises(ReadError) as error:
        corrected(tmp_path, HOC_MON, change)
    said = str(error.value).splitlines()
    assert [line.partition(": ")[0] for line in said] == places
    assert "khá nhiều" in said[0]


def test_corrections_in_english(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(book, "Targets", 2, "Fix: status", "Weaker")
        put(book, "Targets", 3, "Fix: drop the row", "drop")

    gold = corrected(tmp_path, DIEN_BIEN, change, "en")
    assert gold["diff_2282"]["key-leaders-2025"] == "weaker"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a workbook"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ReadError, match="không phải tệp Excel"):
        read_review(tmp_path / "a.xlsx")
    with pytest.raises(ReadError, match="không đọc được"):
        read_review(tmp_path / "none.xlsx")


def test_command_line(tmp_path: Path) -> None:
    report, gold = tmp_path / "bao-cao.xlsx", tmp_path / "gold.yaml"
    run = CliRunner().invoke
    done = run(main, ["check", str(HOC_MON), "--baseline", "2282", "--format", "xlsx", "-o", str(report)])
    assert (done.exit_code, done.output) == (1, "")
    assert run(main, ["gold", "from-excel", str(report), "-o", str(gold)]).exit_code == 0
    assert read_gold(gold).document == HOC_MON.name
    assert run(main, ["gold", "from-excel", str(HOC_MON)]).exit_code == 2
    assert run(main, ["parse", str(HOC_MON), "--format", "xlsx", "-o", str(report)]).exit_code == 0
    assert book_of(report.read_bytes()).sheetnames[0] == "Tổng hợp"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("10 - 13%", (10, 13, "percent", "eq", None)),
        ("60% - 70%", (60, 70, "percent", "eq", None)),
        ("giảm còn 5%", (5, None, "percent", "eq", "decrease_to")),
        ("35% trở lên", (35, None, "percent", "ge", None)),
        ("không quá 1.500 người", (1500, None, "người", "le", None)),
        ("khoảng 98,5%", (98.5, None, "percent", "approx", None)),
        ("duy trì 30 lớp", (30, None, "lớp", "eq", "maintain")),
    ],
)
def test_amounts_as_people_write_them(words: str, value: tuple[object, ...]) -> None:
    read = read_amount(words)
    assert read is not None
    assert tuple(read.get(name) for name in ("value", "value_max", "unit", "comparator", "change")) == value


@pytest.mark.parametrize("words", ["nhiều", "", "60%%%60", "trên", "1/2/3"])
def test_no_amount(words: str) -> None:
    assert read_amount(words) is None


@pytest.mark.parametrize("words", ["31/2/2025", "tháng 13/2025", "sau này", "20255"])
def test_no_date(words: str) -> None:
    assert read_date(words) is None


def test_times_are_read_as_in_a_plan() -> None:
    assert read_time("đến năm 2030") == {"bound": "by", "date": "2030", "rrule": None}
    assert read_time("FREQ=MONTHLY;INTERVAL=6") == {"date": None, "rrule": "FREQ=MONTHLY;INTERVAL=6"}
    assert read_time("khi nào xong") is None


# --- Flags ------------------------------------------------------------------------------------------------------------

RECIPIENTS = Rules.load().read("recipients.yaml", RecipientRules)


@pytest.mark.parametrize("cover", RECIPIENTS.covers, ids=lambda cover: cover.id)
def test_lines_that_stand_for_many(cover: Any) -> None:
    pattern = RECIPIENTS.compiled[RECIPIENTS.covers.index(cover)][1]
    assert all(pattern.search(fold(line)) for line in cover.examples)
    assert not any(pattern.search(fold(line)) for line in cover.not_examples)


def plan_with(recipients: str, body: str = "Sở Nội vụ") -> Any:
    return parse(
        text="ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/KH-UBND\nA, ngày 15 tháng 3 năm 2022\n\nKẾ HOẠCH\nCông tác cán bộ nữ\n\n"
        f"I. TỔ CHỨC THỰC HIỆN\n1. {body}\n- Chủ trì tham mưu kế hoạch tập huấn.\n- Kiểm tra.\n2. Sở Tài chính\n"
        f"- Bố trí kinh phí.\n\nNơi nhận:\n{recipients}- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n"
    )


@pytest.mark.parametrize(
    ("recipients", "flagged"),
    [
        ("- Bộ Nội vụ;\n- Thường trực Tỉnh ủy;\n", {"Sở Nội vụ", "Sở Tài chính"}),
        ("- Sở Nội vụ;\n", {"Sở Tài chính"}),
        ("- Các sở, ban, ngành tỉnh;\n", set()),
        ("- Như Mục I;\n", set()),
    ],
)
def test_not_among_the_recipients(recipients: str, flagged: set[str]) -> None:
    duties = list_duties(plan_with(recipients))
    assert len(duties) == 3
    assert {one.assignment.agency.text for one in duties if "not_recipient" in one.flags} == flagged
