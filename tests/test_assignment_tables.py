"""Names in the cells of task tables, and the columns that say who acts and who is inspected."""

from __future__ import annotations

import pytest
from test_assignments import assign
from test_tables import build


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Cô Lan (6A1, 6A2)", ["Cô Lan (6A1, 6A2)"]),
        ("Cô Lan (6A, 6B), thầy Minh (7C)", ["Cô Lan (6A, 6B)", "thầy Minh (7C)"]),
        ("Toàn thể GV tổ Văn", ["Toàn thể GV tổ Văn"]),
        ("Toàn thể giáo viên, nhân viên", ["Toàn thể giáo viên", "nhân viên"]),
        ("Phòng GDNN và Đại học", ["Phòng GDNN và Đại học"]),
        ("Phòng Kinh tế và Công an xã", ["Phòng Kinh tế", "Công an xã"]),
        ("Sở Y tế (Phòng Nghiệp vụ Y, Phòng Tổ chức)", ["Sở Y tế"]),
    ],
)
def test_a_name_in_a_cell_is_not_cut(cell: str, expected: list[str]) -> None:
    found = assign(build(f"TT | Công việc | Phụ trách\n1 | Tập văn nghệ | {cell}"))
    assert [a.agency.text for a in found] == expected


def test_who_is_inspected_never_leads() -> None:
    rows = "1 | Sổ văn thư | UBND xã Bình An | Quý I | Sở Nội vụ"
    found = assign(build(f"TT | Nội dung kiểm tra | Đơn vị được kiểm tra | Thời gian | Đơn vị kiểm tra\n{rows}"))
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [("Sở Nội vụ", "Sổ văn thư")]
    found = assign(build(f"TT | Nội dung kiểm tra | Đối tượng kiểm tra | Thời gian | Đoàn kiểm tra\n{rows}"))
    assert [a.agency.text for a in found] == ["Sở Nội vụ"]
    # Alone the head may mean either side.
    assert not assign(build("TT | Nội dung | Đơn vị kiểm tra | Thời gian\n1 | Sổ văn thư | UBND xã Bình An | Quý I"))
