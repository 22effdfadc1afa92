"""What is a task and what is not: what was done, requests upward, adverbs of cooperation, sums, common names."""

from __future__ import annotations

import pytest
from test_assignments import assign, names, who

from kehoach_parser import parse


def test_what_was_done_assigns_nothing() -> None:
    text = """I. ĐẶC ĐIỂM TÌNH HÌNH
1. Thuận lợi
- UBND xã quan tâm chỉ đạo, hỗ trợ kịp thời.
2. Khó khăn
- Sở Y tế triển khai tiêm phòng chậm.
3. Giải pháp
- Sở Xây dựng rà soát cống trước mùa mưa.
II. KẾT QUẢ THỰC HIỆN
- Sở Nội vụ tổ chức 5 lớp tập huấn.
III. GIẢI PHÁP KHẮC PHỤC HẠN CHẾ
- Sở Nội vụ tổ chức tập huấn lại.
IV. TỔ CHỨC THỰC HIỆN
1. Kết quả thực hiện
- Sở Y tế báo cáo hằng quý."""
    assert [(a.section, a.agency.text) for a in assign(text)] == [
        ("I.3", "Sở Xây dựng"),
        ("III", "Sở Nội vụ"),
        ("IV.1", "Sở Y tế"),
    ]


def test_a_request_upward_asks_the_body_behind_it() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương kính đề nghị UBND tỉnh:\n- Cho phép lùi thời hạn.\n"
        "- Chỉ đạo các sở cung cấp số liệu.\n2. Sở Y tế theo dõi chung."
    )
    assert who(found) == [("I.1", "UBND tỉnh", "requested", 2), ("I.2", "Sở Y tế", "responsible", 1)]


@pytest.mark.parametrize("how", ["chặt chẽ, quyết liệt", "đồng bộ, kịp thời và hiệu quả", "nhịp nhàng", ", chủ động"])
def test_adverbs_between_cooperation_and_the_partner(how: str) -> None:
    line = f"Sở Nội vụ phối hợp {how} với Sở Y tế xây dựng quy chế.".replace(" ,", ",")
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}\n2. Sở Tư pháp theo dõi chung.")
    assert names(found[0].tasks[0].partners) == ["Sở Y tế"]


def test_how_much_is_given_is_no_task() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ rà soát người được quà.\n- Mức quà tặng: 200.000 đồng/người.\n"
        "- Mức hỗ trợ: trình UBND tỉnh quyết định.\n2. Sở Tư pháp theo dõi chung."
    )
    assert [len(a.tasks) for a in found] == [2, 1]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Các bộ phận, cá nhân được phân công nghiêm túc thực hiện.", "Các bộ phận, cá nhân được phân công"),
        ("Các đơn vị dự thi bảo đảm an toàn cho thí sinh.", "Các đơn vị dự thi"),
    ],
)
def test_common_names_with_what_restricts_them(line: str, agency: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. Việc chung\n- {line}\n2. Sở Tư pháp theo dõi chung.")
    assert found[0].agency.text == agency


def test_a_bullet_that_turns_to_others_is_no_task_of_the_body_above() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các sở, ngành\n- Lập danh sách hộ nghèo.\n"
        "- Các cơ quan khác có liên quan chủ động gửi số liệu.\n2. Sở Y tế\n- Các phòng chức năng: hướng dẫn tiêm.\n"
        "- Bố trí thuốc."
    )
    assert [(a.agency.text, len(a.tasks)) for a in found] == [
        ("Các sở, ngành", 1),
        ("Các cơ quan khác có liên quan", 1),
        ("Sở Y tế", 2),
        ("Các phòng chức năng", 1),
    ]


def test_a_heading_and_the_sentence_below_it_name_one_body_once() -> None:
    plan = parse(
        text="UBND TỈNH LÂM ĐỒNG\nSố: 12/KH-UBND\n\nKẾ HOẠCH\nXóa nhà tạm\n\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. Đối với các sở, ngành\nCác sở, ngành lập sổ hộ nghèo, cụ thể:\n"
        "- Theo dõi; định kỳ hằng năm gửi số liệu để tổng hợp.\n2. Sở Nội vụ\nTheo dõi chung.\n"
    )
    assert [found.agency for found in plan.deadlines] == ["các sở, ngành"]


@pytest.mark.parametrize("what", ["Lê Văn Mười.", "Hội trường tầng 2.", "Sáng thứ hai.", "Kinh phí 5.000.000 đồng."])
def test_what_a_body_has_or_who_it_is_is_no_field_of_duty(what: str) -> None:
    found = assign(f"I. PHÂN CÔNG NHIỆM VỤ\n- Công an xã: {what}\n- Trạm Y tế: Chăm sóc sức khỏe.")
    assert [a.agency.text for a in found] == ["Trạm Y tế"]


def test_a_year_before_the_plan_opens_what_was() -> None:
    head = "UBND XÃ MAI HẠ\nSố: 5/KH-UBND\nMai Hạ, ngày 10 tháng 3 năm 2026\nKẾ HOẠCH\nTập huấn\n"
    body = "I. TỔ CHỨC THỰC HIỆN\n{} Công an xã tổ chức 02 lớp tập huấn cho lực lượng cơ sở.\n"
    assert parse(text=head + body.format("Năm 2025,")).assignments == ()
    assert len(parse(text=head + body.format("Tháng 9/2026,")).assignments) == 1
