"""Small whole plans of many kinds of bodies, written for the tests: what a reader finds in them, end to end."""

from __future__ import annotations

import pytest

from kehoach_parser import parse
from kehoach_parser.plan import Plan

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG\nSố: 12/KH-UBND\nLâm Đồng, ngày 15 tháng 3 năm 2026\n\n"
    "KẾ HOẠCH\nPhát triển bưu chính\n\nI. MỤC ĐÍCH\nNâng cao chất lượng.\n"
)


def agencies(plan: Plan, section: str) -> list[str]:
    return [found.agency.text for found in plan.assignments if found.section == section]


def deadlines(plan: Plan) -> list[tuple[str, str | None]]:
    return [(found.bound, found.rrule or found.date) for found in plan.deadlines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bưu điện tỉnh, Viettel Lâm Đồng, VNPT Lâm Đồng", ["Bưu điện tỉnh", "Viettel Lâm Đồng", "VNPT Lâm Đồng"]),
        ("Mạng lưới Chữ thập đỏ", ["Mạng lưới Chữ thập đỏ"]),
        ("Báo và Đài Phát thanh - Truyền hình tỉnh; Sở Y tế", ["Báo và Đài Phát thanh - Truyền hình tỉnh", "Sở Y tế"]),
        ("Đồng chí Trần Văn Hòa, Phó Chủ tịch UBND xã", ["Đồng chí Trần Văn Hòa, Phó Chủ tịch UBND xã"]),
        ("Chế độ báo cáo UBND tỉnh", []),
        ("Kinh phí thực hiện Đề án", []),
        ("Mạng lưới thông tin cơ sở", []),
        ("Tuyên truyền trên Báo Lâm Đồng", []),
    ],
)
def test_an_unknown_name_among_headings_that_are_bodies(line: str, expected: list[str]) -> None:
    plan = parse(
        text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\nChủ trì thực hiện.\n2. {line}\nTuyên truyền sâu rộng.\n"
        "3. Công an tỉnh\nBảo đảm an ninh.\n"
    )
    assert agencies(plan, "II.2") == expected


def test_an_unknown_name_alone_is_no_body() -> None:
    plan = parse(
        text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Mạng lưới Chữ thập đỏ\nTuyên truyền.\n2. Kinh phí\nNgân sách.\n"
    )
    assert agencies(plan, "II.1") == []


def test_times_in_the_cells_of_a_table_of_work() -> None:
    plan = parse(
        text=f"{HEAD}II. NỘI DUNG HOẠT ĐỘNG\n"
        "| TT | Nội dung | Đơn vị thực hiện | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Lập danh sách | Trạm Y tế các xã | 15-19/8/2026 |\n"
        "| 2 | Tiêm đợt 1 | Trung tâm Y tế | 20/8 - 10/9/2026 |\n"
        "| 3 | Tiêm vét | Trạm Y tế các xã | Đợt 1 tháng 9/2026, đợt 2 tháng 3/2027 |\n"
    )
    assert deadlines(plan) == [
        ("in", "2026-08-15/2026-08-19"),
        ("in", "2026-08-20/2026-09-10"),
        ("in", "2026-09"),
        ("in", "2027-03"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Các sở: Nội vụ; Y tế và UBND các xã", ["Sở Nội vụ", "Sở Y tế", "Ủy ban nhân dân các xã"]),
        ("Các Sở: Nội vụ, Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("Các sở, ban, ngành", ["Các sở, ban, ngành"]),
    ],
)
def test_one_word_for_several_departments(words: str, expected: list[str]) -> None:
    plan = parse(text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. {words}\nTriển khai thực hiện kế hoạch.\n")
    assert [found.agency.canonical or found.agency.text for found in plan.assignments] == expected


def test_a_body_with_the_one_it_is_a_part_of() -> None:
    plan = parse(
        text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Cấp tỉnh\n- Ban Phong trào Tỉnh Đoàn: tham mưu kế hoạch tháng.\n"
        "- Sở Nội vụ, Sở Y tế: phối hợp tuyên truyền rộng rãi trong nhân dân.\n"
    )
    assert agencies(plan, "II.1") == ["Ban Phong trào Tỉnh Đoàn", "Sở Nội vụ", "Sở Y tế"]


def test_a_heading_that_somebody_closed_with_a_full_stop() -> None:
    plan = parse(text=f"{HEAD}II. Tổ chức thực hiện.\n1. Sở Nội vụ\nTriển khai thực hiện kế hoạch.\n")
    assert [(part.title, part.kind) for part in plan.sections if part.path == "II"] == [
        ("Tổ chức thực hiện", "implementation")
    ]
    assert agencies(plan, "II.1") == ["Sở Nội vụ"]


def test_divisions_marked_with_strokes() -> None:
    plan = parse(
        text="KẾ HOẠCH\nHỗ trợ phụ nữ khởi nghiệp năm 2026\nI/ MỤC ĐÍCH\nNâng cao.\nII/ NHIỆM VỤ\n1/ Tuyên truyền\n"
        "a/ Mở 02 lớp tập huấn trong Quý II.\nb/ Xây dựng chuyên mục.\n2/ Tổ chức ngày hội\n- Mời các đơn vị.\n"
    )
    second = next(part for part in plan.sections if part.path == "II")
    assert [(part.path, part.title) for part in second.children] == [
        ("II.1", "Tuyên truyền"),
        ("II.2", "Tổ chức ngày hội"),
    ]
    assert [part.path for part in second.children[0].children] == ["II.1.a", "II.1.b"]


@pytest.mark.parametrize(
    "name",
    [
        "Ban Hỗ trợ phụ nữ phát triển kinh tế",
        "Ban Tuyên giáo - Chính sách luật pháp",
        "Trung tâm Hỗ trợ doanh nghiệp nhỏ và vừa",
    ],
)
@pytest.mark.parametrize(
    "line", ["{} là đầu mối theo dõi, đôn đốc thực hiện.", "{}: tổng hợp báo cáo Hội cấp trên.", "Chủ trì: {}"]
)
def test_names_that_go_on_in_small_words(name: str, line: str) -> None:
    plan = parse(
        text="HỘI LIÊN HIỆP PHỤ NỮ\nTỈNH TÂY NINH\nBAN THƯỜNG VỤ\nSố: 33/KH-BTV\nTây Ninh, ngày 15 tháng 02 năm 2026\n"
        "KẾ HOẠCH\nTriển khai công tác\nI. MỤC ĐÍCH\nNâng cao.\nII. TỔ CHỨC THỰC HIỆN\n"
        f"1. Cấp tỉnh\n- {line.format(name)}\n"
    )
    assert agencies(plan, "II.1") == [name]


def test_small_words_that_are_a_deed_are_no_name() -> None:
    plan = parse(text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Cấp tỉnh\n- Sở Y tế phối hợp tuyên truyền: mở 02 lớp.\n")
    assert agencies(plan, "II.1") == ["Sở Y tế"]


def test_the_report_of_half_a_year_and_of_the_year() -> None:
    plan = parse(
        text=f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Báo cáo kết quả 6 tháng trước ngày 30/5, năm trước ngày "
        "30/10 về Sở Nội vụ.\n"
    )
    assert deadlines(plan) == [
        ("before", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30"),
        ("before", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=30"),
    ]
