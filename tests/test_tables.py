"""Tables: heads of columns, rows, groups, page breaks."""

from __future__ import annotations

import pytest

from kehoach_parser.document import Cell, Document, Table
from kehoach_parser.extract.tables import TableRules, TableView, read_tables
from kehoach_parser.models import Source
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

RULES = TableRules.of(Rules.load())


def build(*tables: str) -> Document:
    """Return a document of tables: one row a line, cells parted by "|"; "3*x" is a cell three columns wide, "^" one
    merged with the cell above (no cell there)."""
    text = ""
    found = []
    for source in tables:
        start = len(text)
        rows = []
        for line in source.strip("\n").split("\n"):
            cells = []
            column = 0
            for part in line.split("|"):
                words, width = part.strip(), 1
                if words == "^":
                    column += 1
                    continue
                if words[1:2] == "*" and words[0].isdigit():
                    width, words = int(words[0]), words[2:].strip()
                text += " | " if cells else ""
                cells.append(Cell(len(text), len(text) + len(words), column, width))
                text += words
                column += width
            text += "\n"
            rows.append(tuple(cells))
        found.append(Table(start, len(text) - 1, tuple(rows)))
        text += "\n"
    return Document(text=text, source=Source(), tables=tuple(found))


def read(*tables: str) -> tuple[Document, tuple[TableView, ...]]:
    document = build(*tables)
    return document, read_tables(document, Rules.load())


def words(document: Document, view: TableView, role: str) -> list[list[str]]:
    return [[document.text[c.start : c.end] for c in view.cells(i, role)] for i in range(len(view.rows))]


@pytest.mark.parametrize(
    ("role", "head"), [(rule.role, head) for rule in RULES.columns for head in rule.examples], ids=str
)
def test_each_head_has_its_role(role: str, head: str) -> None:
    assert RULES.role_of(fold(head)) == role


@pytest.mark.parametrize(
    ("role", "head"), [(rule.role, head) for rule in RULES.columns for head in rule.not_examples], ids=str
)
def test_counter_examples_have_another_role(role: str, head: str) -> None:
    assert RULES.role_of(fold(head)) != role


TASKS = """
STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm
1 | 2 | 3 | 4 | 5 | 6
6*I. NÂNG CAO NHẬN THỨC
1 | Mở lớp tập huấn | Sở Nội vụ | Các sở, ngành | Quý II/2026 | Lớp học
2 | Làm phóng sự | Báo tỉnh | | Thường xuyên |
II | CÔNG TÁC CÁN BỘ | | | |
3 | Rà soát quy hoạch | Sở Nội vụ | UBND các xã | 2026 | Báo cáo
"""


def test_a_task_table_with_column_numbers_and_groups() -> None:
    document, (view,) = read(TASKS)
    assert view.kind == "tasks"
    assert view.columns["lead"] == (2,)
    assert view.columns["product"] == (5,)
    assert words(document, view, "task") == [["Mở lớp tập huấn"], ["Làm phóng sự"], ["Rà soát quy hoạch"]]
    assert words(document, view, "partners") == [["Các sở, ngành"], [], ["UBND các xã"]]
    assert [document.text[c.start : c.end] for c in view.groups if c] == [
        "I. NÂNG CAO NHẬN THỨC", "I. NÂNG CAO NHẬN THỨC", "CÔNG TÁC CÁN BỘ",
    ]  # fmt: skip


def test_group_title_in_the_column_of_numbers() -> None:
    document, (view,) = read(
        "STT | Nhiệm vụ | Chủ trì | Thời gian\nI. NÂNG CAO NHẬN THỨC\n1 | Mở lớp | Sở Nội vụ | 2026"
    )
    assert words(document, view, "lead") == [["Sở Nội vụ"]]
    assert view.groups[0] is not None


def test_a_row_cut_by_a_page_break_goes_on() -> None:
    document, (view,) = read(
        "STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n"
        "1 | Mở lớp tập huấn cho | Sở Nội vụ | Quý II\n"
        " | cán bộ nữ | | năm 2026\n"
        "STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n"
        "2 | Làm phóng sự | Báo tỉnh | 2027"
    )
    assert words(document, view, "task") == [["Mở lớp tập huấn cho", "cán bộ nữ"], ["Làm phóng sự"]]
    assert words(document, view, "time")[0] == ["Quý II", "năm 2026"]
    assert document.text[slice(*view.spans[0])].startswith("1 | Mở lớp")
    assert document.text[slice(*view.spans[0])].endswith("năm 2026")


def test_a_cell_merged_over_rows_is_carried_down_and_an_empty_one_is_not() -> None:
    document, (view,) = read(
        "STT | Nội dung | Đơn vị chủ trì | Thời gian\n"
        "1 | Mở lớp | Sở Nội vụ | 2026\n"
        "2 | Làm phóng sự | ^ | \n"
        "3 | Báo cáo | | ^"
    )
    assert words(document, view, "lead") == [["Sở Nội vụ"], ["Sở Nội vụ"], []]
    assert words(document, view, "time") == [["2026"], [], []]


def test_a_table_without_head_goes_on_with_the_one_before() -> None:
    document, views = read("STT | Nhiệm vụ | Chủ trì\n1 | Mở lớp | Sở Nội vụ", "2 | Làm phóng sự | Báo tỉnh", "a | b")
    assert [view.kind for view in views] == ["tasks", "tasks", "other"]
    assert words(document, views[1], "lead") == [["Báo tỉnh"]]


def test_targets_with_a_header_of_two_rows() -> None:
    document, (view,) = read(
        "TT | Chỉ tiêu | Đơn vị | 2*Mục tiêu | Chủ trì\n"
        "^ | ^ | ^ | Năm 2025 | Năm 2030 | ^\n"
        "1 | Tỷ lệ nữ | % | 40 | 50 | Sở Nội vụ"
    )
    assert view.kind == "targets"
    assert view.columns["unit"] == (2,)
    assert view.columns["value"] == (3, 4)
    assert view.heads[4] == "mục tiêu năm 2030"
    assert words(document, view, "value") == [["40", "50"]]


def test_past_results_are_not_values() -> None:
    _, (view,) = read("TT | Chỉ tiêu | ĐVT | Thực hiện năm 2024 | Kế hoạch năm 2026\n1 | Tỷ lệ nữ | % | 40 | 50")
    assert view.columns["result"] == (3,)
    assert view.columns["value"] == (4,)


def test_a_timetable() -> None:
    document, (view,) = read(
        "Thời gian | Hình thức | Nội dung | Đơn vị/ cá nhân phụ trách\n"
        "4*Buổi sáng (từ 7h00 đến 9h00)\n"
        "7h00 - 7h15 | Tập trung | Ổn định tổ chức | Ban Giám hiệu"
    )
    assert view.kind == "timetable"
    assert words(document, view, "lead") == [["Ban Giám hiệu"]]


@pytest.mark.parametrize(
    "row",
    [
        "I | Hoàn thiện quy chế | Hoàn thiện quy chế | Hoàn thiện quy chế | Hoàn thiện quy chế",
        "B. | Chăm lo cây xanh, mặt nước | Chăm lo cây xanh, mặt nước | Chăm lo cây xanh, mặt nước | ",
        "2 | Dạy nghề, tìm việc | Dạy nghề, tìm việc | Dạy nghề, tìm việc | Dạy nghề, tìm việc",
        "II. Dạy nghề | II. Dạy nghề | II. Dạy nghề | II. Dạy nghề | II. Dạy nghề",
        " | Dạy nghề | Dạy nghề | Dạy nghề | Dạy nghề",
        "II | Dạy nghề | Dạy nghề | |",
    ],
)
def test_a_merged_title_written_into_each_cell_is_a_group(row: str) -> None:
    document, (view,) = read(
        f"TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian\n{row}\n1 | Sửa đường làng | Sở Y tế | Sở Nội vụ | Quý I"
    )
    assert words(document, view, "lead") == [["Sở Y tế"]]
    (group,) = view.groups
    assert group is not None


@pytest.mark.parametrize(
    "row",
    [
        "3 | Sửa đường làng | Sở Nội vụ | Sở Nội vụ |",
        "3 | Sở Nội vụ | Sở Nội vụ | |",
        "3 | Cả năm | Cả năm | Cả năm | Cả năm",
        "Sửa đường | Văn phòng | Văn phòng | Văn phòng | Văn phòng",
        "4 | Có | Có | Có | Có",
    ],
)
def test_cells_that_are_alike_by_chance_are_no_group(row: str) -> None:
    _, (view,) = read(f"TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian\n1 | Trồng cây | Sở Y tế | | Quý I\n{row}")
    assert len(view.rows) == 2


def test_the_bare_head_unit_is_no_lead() -> None:
    _, (view,) = read("STT | Đơn vị | Số học viên\n1 | Phòng Kế hoạch | 3")
    assert view.kind == "other"


@pytest.mark.parametrize("source", ["", "|", "a", "1 | 2 | 3", "STT | Nhiệm vụ | Chủ trì", "I. A | | |\n | |"])
def test_odd_tables_never_raise(source: str) -> None:
    _, views = read(source)
    assert len(views) == 1
