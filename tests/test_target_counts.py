"""Counted things as targets: which verbs, openings, lists and colons state them, and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest
from test_targets import read

from kehoach_parser.pipeline import parse


def counted(text: str, **more: Any) -> list[tuple[float | None, str | None]]:
    found = read(text, period="2022/2025", date="2022-01-15", **more).targets
    return [(target.value, target.unit) for target in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 xã đạt chuẩn nông thôn mới", [(14, "xã")]),
        ("Đến năm 2025: 14 xã đạt chuẩn, 05 xã đạt chuẩn nâng cao", [(14, "xã"), (5, "xã")]),
        ("Có 06 điểm du lịch được công nhận", [(6, "điểm du lịch")]),
        ("320 hộ thoát nghèo trong năm 2023", [(320, "hộ thoát nghèo")]),
        ("60 thôn đạt 15 tiêu chí", [(60, "thôn")]),
        ("Toàn huyện hiện có 14 xã và 90 thôn", []),
        ("09 đơn vị đã được kiểm tra", []),
        ("04 nhóm giải pháp được đề ra", []),
        ("01 đồng chí được phân công phụ trách", []),
        ("Theo Quyết định số 12, 05 xã khu vực III được hưởng chính sách", []),
        ("4 thôn còn lại đạt từ 10 tiêu chí trở lên", [(10, "tiêu chí")]),
        ("12.000 hộ được cấp nước máy", [(12000, "hộ")]),
        ("1.300 ha rừng được trồng lại", [(1300, "ha rừng")]),
        ("1.2. 30 hộ được cấp nước máy", [(30, "hộ")]),
        ("Đến năm 2025, 90 hộ thoát nghèo", [(90, "hộ thoát nghèo")]),
    ],
)
def test_a_count_that_opens_its_statement(text: str, expected: list[tuple[float, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu ngân sách năm 2025 là 900 tỷ đồng", [(900, "tỷ đồng")]),
        ("Thu ngân sách 900 tỷ đồng, chi ngân sách 1.400 tỷ đồng", [(900, "tỷ đồng"), (1400, "tỷ đồng")]),
        ("Tổng đàn dê 7.000 con, đàn cừu 500 con", [(7000, "con"), (500, "con")]),
        ("Y sĩ: 16 người", [(16, "người")]),
        (
            "Thu ngân sách đạt 900 tỷ đồng, tăng 8%/năm, trong đó thu nội địa 700 tỷ đồng, thu phí 90 tỷ đồng",
            [(900, "tỷ đồng"), (8, "percent"), (700, "tỷ đồng"), (90, "tỷ đồng")],
        ),
        ("Thành lập được 20 hợp tác xã với 3,5 nghìn thành viên", [(20, "hợp tác xã")]),
        ("Địa điểm: 04 xã vùng cao", []),
        ("Ban tổ chức gồm: 12 thành viên", []),
        ("Diện tích đất 500 ha thuộc xã", []),
        (
            "Tạo việc làm cho 20 nghìn lao động vào năm 2024 và năm 2025 là 25 nghìn người",
            [(20, "nghìn lao động"), (25, "nghìn người")],
        ),
        ("Năm 2025 là năm cuối nhiệm kỳ với 3 nhiệm vụ", []),
    ],
)
def test_a_thing_named_before_its_number(text: str, expected: list[tuple[float, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cai nghiện cho 90 người", [(90, "người")]),
        ("Cấp mới 400 thẻ, hỗ trợ 250 hộ, xây 20 nhà", [(400, "thẻ"), (250, "hộ"), (20, "nhà")]),
        ("Hỗ trợ 1 phần kinh phí", []),
        ("Thực hiện 04 nhóm giải pháp", []),
        ("Tổ chức 02 lớp tập huấn", []),
    ],
)
def test_verbs_of_aid_and_work_before_a_count(text: str, expected: list[tuple[float, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40 trạm bơm được cải tạo vào năm 2024 và 55 vào năm 2025", [(40, "2024"), (55, "2025")]),
        ("Giảm 30 vụ vào năm 2024 và 45 vào năm 2025", [(30, "2024"), (45, "2025")]),
        ("Năm 2024 có 15 chợ đạt chuẩn, năm 2025 là 20", [(15, "2024"), (20, "2025")]),
        ("Thu nhập đạt 52 triệu đồng/người năm 2024, 60 năm 2025", [(52, "2024"), (60, "2025")]),
        ("Hỗ trợ 70 hộ vào năm 2024 và 2025", [(70, "2024")]),
    ],
)
def test_a_second_number_of_a_thing_named_once(text: str, expected: list[tuple[float, str]]) -> None:
    found = read(text, period="2022/2025", date="2022-01-15").targets
    assert [(target.value, target.due) for target in found] == expected
    assert len({(target.unit, target.subject, target.change) for target in found}) == 1


def test_prizes_and_classes_of_a_division_of_quotas() -> None:
    prizes = [(9, "giải"), (2, "giải nhất"), (3, "giải nhì")]
    assert counted("Cấp tỉnh: 09 giải (trong đó 02 giải nhất, 03 giải nhì)", heading="II. CHỈ TIÊU") == prizes
    assert counted("Tổng số: 18 lớp với 640 học sinh", heading="II. CHỈ TIÊU") == [(18, "lớp")]


_FIGURES = """KẾ HOẠCH
Sản xuất vụ mùa năm 2026

1. Trồng trọt
- Tổng diện tích gieo trồng: 1.200 ha
- Sản lượng lương thực: 5.400 tấn
- Ngô: 90 ha, năng suất 41 tạ/ha
2. Chăn nuôi
- Tổng đàn gia súc đầu năm: 3.900 con
- Tổng đàn gia súc cuối năm: 4.100 con
- Bò: 900 con
- Tỷ lệ tiêm phòng: 85%
- Số hộ nuôi nhốt: 350 hộ
- Giá trị sản phẩm: 70 triệu đồng/ha
- Dê: 410 con"""


def test_a_plan_that_is_a_list_of_figures() -> None:
    found = [(target.value, target.subject) for target in parse(text=_FIGURES).targets]
    assert found == [
        (1200, "Tổng diện tích gieo trồng"), (5400, "Sản lượng lương thực"), (90, "Ngô"), (41, "năng suất"),
        (4100, "Tổng đàn gia súc cuối năm"), (900, "Bò"), (85, "Tỷ lệ tiêm phòng"), (350, "Số hộ nuôi nhốt"),
        (70, "Giá trị sản phẩm"), (410, "Dê"),
    ]  # fmt: skip


def test_a_list_of_who_gets_how_many_states_no_results() -> None:
    lines = "\n".join(f"- Trường số {number}: {number + 2} học sinh" for number in range(1, 15))
    assert not parse(text=f"KẾ HOẠCH\nThi đọc sách năm 2026\n\n1. Phân bổ\n{lines}").targets
    prose = "\n".join(["- Các đơn vị căn cứ tình hình để tổ chức thực hiện cho phù hợp."] * 20)
    assert not [t for t in parse(text=f"{_FIGURES}\n3. Nội dung\n{prose}").targets if t.unit == "ha"]


@pytest.mark.parametrize(
    "text",
    [
        "90% xã đạt từ 12 tiêu chí trở lên",
        "Tỷ lệ thôn đạt từ 12 tiêu chí trở lên đạt 90%",
        "Ít nhất 90% cơ quan, tổ chức, doanh nghiệp có từ 80 lao động trở lên có căng tin",
    ],
)
def test_what_picks_the_bodies_is_no_target(text: str) -> None:
    assert counted(text) == [(90, "percent")]


def test_a_condition_is_of_the_value_that_it_restricts() -> None:
    text = "Phấn đấu có 9 nghìn đoàn viên và có 90% số doanh nghiệp có từ 30 lao động trở lên thành lập được công đoàn"
    first, second = read(text).targets
    assert first.condition is None
    assert second.condition == "có từ 30 lao động trở lên"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Mở ít nhất 9 lớp/năm bồi dưỡng kỹ năng", "lớp/năm"),
        ("Thu nhập đạt 65 triệu đồng/người/năm", "triệu đồng/người/năm"),
        ("Giúp ít nhất 40 đối tượng khó khăn", "đối tượng khó khăn"),
        ("Có ít nhất 40 giường đối với bệnh viện huyện", "giường"),
    ],
)
def test_where_the_name_of_a_unit_ends(text: str, unit: str) -> None:
    assert read(text).targets[0].unit == unit
