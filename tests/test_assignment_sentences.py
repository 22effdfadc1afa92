"""Sentences that lay a task on a body: openings, names that go on, words between the name and the verb."""

from __future__ import annotations

import pytest
from test_assignments import assign, names
from test_tables import build

# What an opening of the sentence, a charge or a passive says ---------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "agency", "task"),
    [
        ("Hằng tuần, các sở, ban, ngành báo cáo tiến độ về Sở Nội vụ.", "các sở, ban, ngành", "báo cáo tiến độ"),
        ("Về kinh phí, Sở Tài chính chủ trì thẩm định dự toán.", "Sở Tài chính", "chủ trì thẩm định"),
        ("Nhận được Kế hoạch này, các đơn vị xây dựng chương trình riêng.", "các đơn vị", "xây dựng"),
        ("Cuối năm học, Ban Giám hiệu tổ chức tổng kết phong trào.", "Ban Giám hiệu", "tổ chức tổng kết"),
        ("Đầu mỗi quý, Văn phòng niêm yết lịch tiếp dân.", "Văn phòng", "niêm yết"),
        ("Tháng 11 hằng năm, Sở Y tế rà soát danh sách trạm.", "Sở Y tế", "rà soát"),
        ("Ngày 26/3/2027, Sở Y tế tổ chức lễ ra quân ở chợ huyện.", "Sở Y tế", "tổ chức lễ"),
        ("Sau mỗi đợt, Hội đồng thi đua họp xét tặng giấy khen.", "Hội đồng thi đua", "họp xét"),
        ("Cấp ủy, chính quyền, trước hết là người đứng đầu phải gương mẫu.", "Cấp ủy, chính quyền", "phải"),
        ("Ngoài nhiệm vụ trên, Sở Tài chính bố trí kinh phí cho lớp học.", "Sở Tài chính", "bố trí"),
        ("Riêng Sở Y tế tổ chức điểm lễ ra quân.", "Sở Y tế", "tổ chức điểm"),
        ("Giao Sở Y tế là cơ quan thường trực, có trách nhiệm theo dõi chung.", "Sở Y tế", "là cơ quan"),
        ("Sở Nội vụ làm cơ quan đầu mối, chịu trách nhiệm gom số liệu.", "Sở Nội vụ", "làm cơ quan đầu mối"),
        ("Sở Y tế (cơ quan thường trực) có trách nhiệm theo dõi chung.", "Sở Y tế", "có trách nhiệm"),
        ("Sở Y tế được giao chủ trì theo dõi việc tiêm chủng.", "Sở Y tế", "được giao chủ trì"),
        ("Các cơ quan, đơn vị là thành viên Ban Chỉ đạo có trách nhiệm dự họp.",
         "Các cơ quan, đơn vị là thành viên Ban Chỉ đạo", "có trách nhiệm"),
        ("Yêu cầu các phòng nghiêm túc triển khai thực hiện Kế hoạch này, báo cáo kết quả về Sở Y tế trước ngày 05/9.",
         "các phòng", "nghiêm túc triển khai"),
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
@pytest.mark.parametrize("marker", ["1. ", "- "])
def test_whom_a_sentence_names_and_where_the_task_begins(line: str, agency: str, task: str, marker: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n{marker}{line}\n{marker.replace('1', '2')}Thời gian: cả năm.")
    assert [a.agency.text for a in found] == [agency]
    assert found[0].tasks[0].text.startswith(task)


def test_a_date_opens_a_duty_only_where_bodies_are_named() -> None:
    line = "Ngày 26/3/2021, Sở Y tế ban hành Hướng dẫn số 5/HD-SYT."
    assert not assign(f"I. BỐI CẢNH\n1. {line}\n2. Nhu cầu khám bệnh ngày một lớn.")


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("Mặt trận Tổ quốc xã và các tổ chức chính trị - xã hội giám sát việc chia ruộng.", 2),
        ("Đề nghị Mặt trận Tổ quốc xã và các tổ chức chính trị - xã hội giám sát việc chia ruộng.", 1),
    ],
)
def test_a_group_beside_the_front_acts_for_itself_unless_both_are_asked(line: str, agencies: int) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}\n2. Sở Y tế hướng dẫn việc này.")
    assert len(found) == agencies + 1
    assert len(found[0].tasks[0].partners) == 2 - agencies


@pytest.mark.parametrize(
    "line",
    [
        "Về mục tiêu, yêu cầu",
        "Sở Nội vụ được củng cố về tổ chức.",
        "Yêu cầu các khoa, phòng nghiêm túc triển khai thực hiện Kế hoạch này./.",
    ],
)
def test_words_that_lay_nothing_on_anybody(line: str) -> None:
    assert not assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}\n2. Thời gian: cả năm.")


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("Sở Y tế tổ chức, hướng dẫn các trạm khử khuẩn.", "tổ chức, hướng dẫn"),
        ("Công an tỉnh bổ sung lực lượng chốt trực ở đèo.", "bổ sung"),
        ("Sở Tư pháp tiếp thu ý kiến của bà con.", "tiếp thu"),
        ("Sở Văn hóa kén người khéo tay lập đội văn nghệ.", "kén người"),  # a verb of no list, the listed one far off
    ],
    ids=lambda value: value[:30],
)
def test_the_task_begins_right_after_the_name(line: str, task: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}")
    assert [len(a.tasks) for a in found] == [1]
    assert found[0].tasks[0].text.startswith(task)


@pytest.mark.parametrize(
    "line",
    ["Sở Y tế: 05 triệu đồng", "Sở Nội vụ: 02 người", "Sở Y tế: Bà Lê Thị Mơ, Phó Giám đốc", "Sở Y tế có 30% nữ"],
)
def test_what_a_body_gets_or_has_is_no_task(line: str) -> None:
    assert not assign(f"I. TỔ CHỨC THỰC HIỆN\n- {line}\n- Thời gian: cả năm.")


def test_a_field_after_a_colon_is_a_duty_where_duties_are_shared_out() -> None:
    lines = (
        "- Công an xã: An ninh trật tự.\n- Hội Phụ nữ xã: Nước uống, bánh trái.\n- Phòng Đối ngoại: Lễ tân đoàn khách."
    )
    found = assign(f"I. PHÂN CÔNG NHIỆM VỤ\n{lines}")
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [
        ("Công an xã", "An ninh trật tự."),
        ("Hội Phụ nữ xã", "Nước uống, bánh trái."),
        ("Phòng Đối ngoại", "Lễ tân đoàn khách."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Văn phòng phẩm: 2.000.000 đồng",
        "Công an xã: Đại diện lãnh đạo",
        "Công an xã: Bà Lê Thị Mơ",
        "Công an xã: Phó Trưởng Công an",
        "Công an xã: Hội Phụ nữ xã",
    ],
)
def test_whom_a_body_sends_is_no_duty(line: str) -> None:
    assert not assign(f"I. PHÂN CÔNG NHIỆM VỤ\n- {line}\n- Thời gian: cả năm.")
    assert not assign("I. TỔ CHỨC THỰC HIỆN\n1. Thành phần dự\n- Công an xã: An ninh trật tự.")


@pytest.mark.parametrize(
    "line",
    [
        "UBND tỉnh phân công nhiệm vụ cho các sở, ban, ngành như sau:",
        "Để Kế hoạch đạt kết quả, UBND tỉnh giao nhiệm vụ cụ thể cho các đơn vị như sau:",
        "Các cơ quan, đơn vị sau đây chịu trách nhiệm thực hiện Kế hoạch:",
    ],
)
@pytest.mark.parametrize("marker", ["", "1. "])
def test_a_line_that_only_announces_duties_gives_none(line: str, marker: str) -> None:
    below = "a) " if marker else "1. "
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n{marker}{line}\n{below}Sở Y tế hướng dẫn việc tiêm.")
    assert [a.agency.text for a in found] == ["Sở Y tế"]


def test_a_body_with_its_own_list_is_announced_and_charged() -> None:
    found = assign("I. TỔ CHỨC THỰC HIỆN\n1. UBND xã thực hiện các nhiệm vụ sau đây:\n- Lập danh sách.\n- Mở hội thi.")
    assert [(a.agency.text, len(a.tasks)) for a in found] == [("UBND xã", 2)]


@pytest.mark.parametrize(
    ("line", "agency", "task"),
    [
        ("Sở Y tế - cơ quan thường trực Ban Chỉ đạo an toàn thực phẩm giúp UBND tỉnh gom số liệu.", "Sở Y tế", "giúp"),
        ("Sở Y tế, cơ quan đầu mối, hướng dẫn các trạm.", "Sở Y tế", "hướng dẫn"),
        ("Sở Y tế phụ trách chung việc theo dõi, đôn đốc.", "Sở Y tế", "phụ trách chung"),
        ("Giáo viên phụ trách công tác Đội hướng dẫn các em.", "Giáo viên phụ trách công tác Đội", "hướng dẫn"),
        ("Đ/c Lê Văn Mười (Trưởng ban) phụ trách chung việc chấm điểm.", "Đ/c Lê Văn Mười (Trưởng ban)", "phụ trách"),
        ("Đoàn Thanh niên xã đảm nhận phần âm thanh.", "Đoàn Thanh niên xã", "đảm nhận"),
    ],
    ids=lambda value: value[:40],
)
def test_a_charge_is_the_duty_of_a_name_and_no_part_of_it(line: str, agency: str, task: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n- {line}\n- Thời gian: cả năm.")
    assert [a.agency.text for a in found] == [agency]
    assert found[0].tasks[0].text.startswith(task)


def test_nobody_reports_to_itself() -> None:
    found = assign("I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Trạm Y tế xã Hòa An: tổng hợp số liệu, báo cáo Sở Y tế.")
    assert [(a.agency.text, names(a.tasks[0].reports_to)) for a in found] == [
        ("Sở Y tế", []),
        ("Trạm Y tế xã Hòa An", ["Sở Y tế"]),
    ]


def test_a_heading_that_only_gathers_bodies_has_no_duty_of_its_own() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các ban, ngành, đoàn thể phường:\n- Phòng Kinh tế: Lập dự toán.\n"
        "- Công an phường: An ninh trật tự.\n2. Sở Y tế\n- Các phòng chức năng: hướng dẫn tiêm.\n- Bố trí thuốc."
    )
    assert [(a.agency.text, len(a.tasks)) for a in found] == [
        ("Phòng Kinh tế", 1),
        ("Công an phường", 1),
        ("Sở Y tế", 2),
        ("Các phòng chức năng", 1),
    ]


# Partners ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "partners"),
    [
        ("Phối kết hợp với Công an tỉnh canh gác kho.", ["Công an tỉnh"]),
        ("Kết hợp với Hội Nông dân tỉnh mở chợ phiên.", ["Hội Nông dân tỉnh"]),
        ("Phối hợp với Mặt trận, các đoàn thể vận động bà con.", ["Mặt trận", "các đoàn thể"]),
        ("Kết hợp chặt chẽ tuyên truyền với vận động.", []),
        ("Phối hợp với Sở Nội vụ, Viettel và Công an tỉnh kéo cáp.", ["Sở Nội vụ", "Viettel", "Công an tỉnh"]),
        ("Phối hợp với Sở Nội vụ, Tổ chức lễ ra quân và Công an tỉnh.", ["Sở Nội vụ"]),
    ],
)
def test_with_whom_a_task_is_done(words: str, partners: list[str]) -> None:
    assert names(assign(f"I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- {words}")[0].tasks[0].partners) == partners


@pytest.mark.parametrize(
    ("words", "partners"),
    [
        ("Sở Nội vụ, Hãng Sao Mai, Sở Xây dựng, doanh nghiệp chủ chuỗi",
         ["Sở Nội vụ", "Hãng Sao Mai", "Sở Xây dựng", "doanh nghiệp chủ chuỗi"]),
        ("các viện nghiên cứu, trường đại học", ["các viện nghiên cứu", "trường đại học"]),
        ("Sở Nội vụ, hoàn thành trước tháng 9", ["Sở Nội vụ"]),
        ("Sở Sở Nội vụ; Sở Văn hóa, Thể thao và Du lịch", ["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("Các bộ môn, P3", ["Các bộ môn", "P3"]),
        ("P. TCKT, Các khoa", ["P. TCKT", "Các khoa"]),
    ],
)  # fmt: skip
def test_all_who_are_listed_as_helpers_help_known_or_not(words: str, partners: list[str]) -> None:
    label = assign(f"I. NHIỆM VỤ\n1. Lập sổ vàng.\n- Chủ trì: Sở Y tế\n- Phối hợp: {words}.")
    table = assign(build(f"TT | Nhiệm vụ | Chủ trì | Phối hợp\n1 | Lập sổ vàng | Sở Y tế | {words}"))
    mixed = assign(build(f"TT | Nhiệm vụ | Chủ trì\n1 | Lập sổ vàng | Chủ trì: Sở Y tế. Phối hợp: {words}."))
    for found in (label, table, mixed):
        assert [(a.agency.text, names(a.tasks[0].partners)) for a in found] == [("Sở Y tế", partners)]


@pytest.mark.parametrize(
    ("bracket", "partners"),
    [
        ("do Sở Y tế chủ trì, Sở Nội vụ phối hợp", ["Sở Nội vụ"]),
        ("Sở Y tế chủ trì; Sở Nội vụ, Công an tỉnh cùng phối hợp", ["Sở Nội vụ", "Công an tỉnh"]),
        ("Sở Y tế chủ trì, xong trong tháng 9", []),
    ],
)
def test_who_helps_by_a_bracket_behind_the_task(bracket: str, partners: list[str]) -> None:
    (only,) = assign(f"I. NHIỆM VỤ\n- Mở lớp dạy bơi ({bracket}).\n- Rà soát đội ngũ.")
    assert (only.agency.text, names(only.tasks[0].partners)) == ("Sở Y tế", partners)


def test_a_topic_before_a_call_is_no_label_of_a_task() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Kinh phí: Giao Sở Tài chính tham mưu bố trí.\n2. Kinh phí: 10 triệu đồng.\n"
        "3. Về tuyên truyền: Giao Sở Nội vụ tổ chức hội thi.\n"
        "4. Thành phần: Lãnh đạo sở, Sở Y tế cử 02 chuyên viên."
    )
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [
        ("Sở Tài chính", "tham mưu bố trí."),
        ("Sở Nội vụ", "tổ chức hội thi."),
    ]


def test_the_division_for_money_charges_only_bodies_that_are_named() -> None:
    found = assign(
        "I. KINH PHÍ THỰC HIỆN\n- Kinh phí từ ngân sách tỉnh.\n- Các cơ quan, đơn vị lập dự toán hằng năm.\n"
        "- Giao Sở Tài chính thẩm định dự toán."
    )
    assert [a.agency.text for a in found] == ["Sở Tài chính"]


def test_bullets_under_an_order_to_all_are_their_tasks() -> None:
    (only,) = assign(
        "I. TỔ CHỨC THỰC HIỆN\nUBND tỉnh yêu cầu các cơ quan, đơn vị tập trung thực hiện một số nhiệm vụ sau:\n"
        "- Rà soát sổ sách.\n- Tổ chức hội thi."
    )
    assert (only.agency.text, len(only.tasks)) == ("các cơ quan, đơn vị", 2)


def test_a_kind_of_body_may_hold_a_verb() -> None:
    found = assign("I. TỔ CHỨC THỰC HIỆN\n1. Các khoa và đơn vị phối hợp đào tạo\n- Lập danh sách học viên.")
    assert [(a.agency.text, len(a.tasks)) for a in found] == [("Các khoa và đơn vị phối hợp đào tạo", 1)]
    found = assign("I. TỔ CHỨC THỰC HIỆN\n1. Các khoa và đơn vị phối hợp với Sở Y tế:\n- Lập danh sách học viên.")
    assert [a.agency.text for a in found] == ["Các khoa và đơn vị"]


def test_a_lead_before_a_label_of_helpers_in_one_line() -> None:
    (only,) = assign("I. NHIỆM VỤ\n1. Lập sổ vàng.\n- Đơn vị chủ trì: Sở Y tế, phối hợp: Công an tỉnh.")
    assert (only.tasks[0].text, names(only.tasks[0].partners)) == ("Lập sổ vàng.", ["Công an tỉnh"])


def test_two_names_whose_break_was_lost_are_two() -> None:
    found = assign(build("TT | Nhiệm vụ | Chủ trì\n1 | Lập sổ vàng | Sở Y tế Sở Nội vụ"))
    assert [a.agency.text for a in found] == ["Sở Y tế", "Sở Nội vụ"]


def test_a_time_among_the_names_of_a_label_is_nobody() -> None:
    found = assign("I. NHIỆM VỤ\n1. Mở lớp dạy bơi. Chủ trì: Sở Y tế; phối hợp: Sở Nội vụ; hoàn thành tháng 12/2026.")
    assert [(a.agency.text, names(a.tasks[0].partners)) for a in found] == [("Sở Y tế", ["Sở Nội vụ"])]


# People --------------------------------------------------------------------------------------------------------------


def test_people_head_duties_without_a_colon() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Đồng chí Lê Văn Mười - Chủ tịch UBND xã\n- Chỉ đạo chung.\n- Chủ trì họp tuần.\n"
        "2. Ông Trần Văn Ba - Hiệu trưởng - Trưởng ban\n- Phụ trách nội dung thi."
    )
    assert [(a.agency.text, len(a.tasks)) for a in found] == [
        ("Đồng chí Lê Văn Mười - Chủ tịch UBND xã", 2),
        ("Ông Trần Văn Ba - Hiệu trưởng - Trưởng ban", 1),
    ]


@pytest.mark.parametrize(
    "agency",
    ["Ông A", "Bà Bình", "Đ/c Hùng", "Anh Nam", "BS. Lê Thị Mơ - Phó Giám đốc", "Trung tá Lê Văn Mười"],
)
def test_short_names_and_titles_before_a_colon(agency: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n- {agency}: chuẩn bị loa đài.\n- Bà Ba: phụ trách hoa.")
    assert [a.agency.text for a in found] == [agency, "Bà Ba"]


def test_two_people_share_a_duty() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n- Đ/c Lê Văn Mười (Đội 1) & Đ/c Trần Thị Mơ: Phối hợp tuần tra.\n- Khác: không."
    )
    assert [a.agency.text for a in found] == ["Đ/c Lê Văn Mười (Đội 1)", "Đ/c Trần Thị Mơ"]


def test_people_with_duties_are_read_in_any_division() -> None:
    lines = "1. Ông Lê Văn Mười (Tổ trưởng): Phụ trách chung.\n2. Bà Trần Thị Mơ (Tổ phó): Theo dõi sổ sách."
    assert [a.agency.text for a in assign(f"I. LỰC LƯỢNG\n{lines}")] == [
        "Ông Lê Văn Mười (Tổ trưởng)",
        "Bà Trần Thị Mơ (Tổ phó)",
    ]
    assert not assign("I. LỰC LƯỢNG\n1. Ông Lê Văn Mười: Tổ trưởng.\n2. Bà Trần Thị Mơ: 12 năm công tác.")


def test_members_of_a_committee_have_no_duties_of_their_own() -> None:
    assert not assign(
        "I. TỔ CHỨC THỰC HIỆN\n- Ông Lê Văn Mười - Chủ tịch UBND xã - Trưởng ban;\n- Bà Trần Thị Mơ: Phó Trưởng ban;\n"
        "- Ông Đỗ Văn Tư - Thành viên.\n- Tổ chức họp mỗi tuần."
    )


# Clauses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["1. ", "- ", ""])
def test_each_body_that_opens_a_clause_has_its_own_task(marker: str) -> None:
    found = assign(
        f"I. TỔ CHỨC THỰC HIỆN\n{marker}Giao Sở Y tế theo dõi, đôn đốc chung; Sở Tài chính bố trí kinh phí; "
        "UBND các xã, phường tổ chức tiêm; định kỳ báo cáo Sở Y tế."
    )
    assert [(a.agency.text, a.tasks[0].text, names(a.tasks[0].reports_to)) for a in found] == [
        ("Sở Y tế", "theo dõi, đôn đốc chung", []),
        ("Sở Tài chính", "bố trí kinh phí", []),
        ("UBND các xã, phường", "tổ chức tiêm; định kỳ báo cáo Sở Y tế", ["Sở Y tế"]),
    ]


def test_a_body_after_an_open_list_of_partners_is_one_of_them() -> None:
    (only,) = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ; "
        "UBND các xã và các đơn vị liên quan kiểm tra chợ."
    )
    assert names(only.tasks[0].partners) == ["Sở Nội vụ", "UBND các xã", "các đơn vị liên quan"]
    assert only.tasks[0].text.endswith("kiểm tra chợ.")


def test_bodies_under_a_line_that_names_none() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n* Phân công cụ thể:\n- Sở Y tế: tham mưu thuốc men.\n- Công an xã: bảo đảm trật tự."
    )
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [
        ("Sở Y tế", "tham mưu thuốc men."),
        ("Công an xã", "bảo đảm trật tự."),
    ]


def test_mass_organisations_are_asked_by_their_short_names_too() -> None:
    found = assign("I. TỔ CHỨC THỰC HIỆN\n1. Hội PN, Đoàn TN, Hội ND tỉnh\n- Vận động hội viên.")
    assert [a.role for a in found] == ["requested"] * 3


@pytest.mark.parametrize(("marker", "bullet"), [("- ", "+ "), ("", "- ")])
def test_bullets_under_a_call_without_a_number_are_tasks(marker: str, bullet: str) -> None:
    (only,) = assign(
        f"I. TỔ CHỨC THỰC HIỆN\n{marker}Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính:\n"
        f"{bullet}Xây dựng đề cương.\n{bullet}Theo dõi tiến độ."
    )
    assert [(task.text, names(task.partners)) for task in only.tasks] == [
        ("Xây dựng đề cương.", ["Sở Tài chính"]),
        ("Theo dõi tiến độ.", ["Sở Tài chính"]),
    ]


# Names whose field no list has ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "agency", "task"),
    [
        ("Cục Phòng vệ thương mại và xuất xứ hàng hóa chủ trì rà soát.",
         "Cục Phòng vệ thương mại và xuất xứ hàng hóa", "chủ trì"),
        ("Trung tâm Điều phối vùng đồng bằng chủ trì lập bản đồ.", "Trung tâm Điều phối vùng đồng bằng", "chủ trì"),
        ("Phòng Kỹ thuật cử người chủ trì cuộc họp.", "Phòng Kỹ thuật", "cử người"),
        ("Sở Y tế thật sự chủ trì cuộc họp.", "Sở Y tế", "thật sự chủ trì"),
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_a_name_goes_on_to_the_verb_that_ends_no_name(line: str, agency: str, task: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}")
    assert [a.agency.text for a in found] == [agency]
    assert found[0].tasks[0].text.startswith(task)


@pytest.mark.parametrize(
    ("line", "partners"),
    [
        ("Sở Y tế phối hợp với Trung tâm Kỹ thuật giống cá nước lợ, Cục Quản lý nguồn nước thải, Sở Nội vụ ký kết.",
         ["Trung tâm Kỹ thuật giống cá nước lợ", "Cục Quản lý nguồn nước thải", "Sở Nội vụ"]),
        ("Sở Y tế phối hợp với Trung tâm Y tế chốt sổ tiêm, Sở Nội vụ thẩm định.", ["Trung tâm Y tế"]),
        ("Sở Y tế phối hợp với Công an tỉnh rào chắn lối vào, Sở Nội vụ và Sở Tài chính đón khách.", ["Công an tỉnh"]),
        ("Sở Y tế phối hợp với Phòng Quản lý đô thị rà soát số liệu, Sở Nội vụ, Sở Tài chính.",
         ["Phòng Quản lý đô thị"]),
    ],
    ids=lambda value: value[:40],
)  # fmt: skip
def test_a_partner_goes_on_to_the_next_of_the_list(line: str, partners: list[str]) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}")
    assert names(found[0].tasks[0].partners) == partners


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Công tác hậu cần giao cho Văn phòng HĐND và UBND xã chuẩn bị.", "Văn phòng HĐND và UBND xã"),
        ("Công tác lễ tân: do Phòng Văn hóa - Xã hội phụ trách.", "Phòng Văn hóa - Xã hội"),
        ("Việc kê bàn ghế do Phòng Kinh tế chủ trì, phối hợp với Công an xã.", "Phòng Kinh tế"),
    ],
)
def test_who_has_charge_of_a_topic(line: str, agency: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n- {line}\n- Thời gian: cả năm.")
    assert [a.agency.text for a in found] == [agency]
    assert found[0].tasks[0].text == line


@pytest.mark.parametrize(
    "line", ["Lớp học do Bộ Y tế tổ chức năm 2025.", "Nội dung do Bộ Y tế chủ trì soạn đã in xong."]
)
def test_whose_deed_is_told_has_no_charge(line: str) -> None:
    assert not assign(f"I. TỔ CHỨC THỰC HIỆN\n- {line}\n- Thời gian: cả năm.")
