"""Who has to do what: headings, sentences, blocks, tables; partners, reports, deadlines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_tables import build

from kehoach_parser import parse
from kehoach_parser.document import Document
from kehoach_parser.extract.agencies import find_agencies
from kehoach_parser.extract.assignment_rules import AssignmentRules, PhraseRule
from kehoach_parser.extract.assignments import extract_assignments
from kehoach_parser.extract.context import Context
from kehoach_parser.extract.layout import Layout
from kehoach_parser.extract.sections import segment
from kehoach_parser.extract.tables import read_tables
from kehoach_parser.models import Agency, Assignment, Deadline, Header, Source, Span
from kehoach_parser.rules import Rules, compile_pattern
from kehoach_parser.text import fold

RULES = Rules.load()
OWN = AssignmentRules.of(RULES)
STATE = Header.model_construct(issuer="Ủy ban nhân dân tỉnh Hòa An", spans={})
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "assignment.yaml").read_text(encoding="utf-8")
)


def assign(
    document: Document | str, *, header: Header = STATE, deadlines: tuple[str, ...] = ()
) -> tuple[Assignment, ...]:
    if isinstance(document, str):
        document = Document(text=document.strip("\n"), source=Source())
    layout = Layout(0, len(document.text))
    context = Context(
        document=document,
        rules=RULES,
        layout=layout,
        header=header,
        outline=segment(document, layout, RULES),
        citations=(),
        mentions=find_agencies(document, header, RULES),
        tables=read_tables(document, RULES),
    )
    found = extract_assignments(context, tuple(deadline(document.text, words) for words in deadlines))
    for assignment in found:
        for task in assignment.tasks:
            assert document.text[task.span.start : task.span.end] == task.text
            assert assignment.agency.span is None or assignment.agency.span.of(document.text) == assignment.agency.text
    return found


def deadline(text: str, words: str) -> Deadline:
    start = text.index(words)
    span = Span(start=start, end=start + len(words))
    return Deadline(quote=words, span=span, section=None, bound="by", rule="deadlines/test")


def who(found: tuple[Assignment, ...]) -> list[tuple[str | None, str, str, int]]:
    return [(a.section, a.agency.text, a.role, len(a.tasks)) for a in found]


def names(agencies: tuple[Agency, ...]) -> list[str]:
    return [agency.text for agency in agencies]


# The rules and their examples ---------------------------------------------------------------------------------------

PHRASES = {"verbs": OWN.verbs, "calls": OWN.calls, "duties": OWN.duties, "formulas": OWN.formulas, "labels": OWN.labels}
PHRASES["situations"] = OWN.situations
EXAMPLES = [(rule, text) for rules in PHRASES.values() for rule in rules for text in rule.examples]
COUNTER_EXAMPLES = [(rule, text) for rules in PHRASES.values() for rule in rules for text in rule.not_examples]


def sees(rule: PhraseRule, text: str) -> bool:
    pattern = compile_pattern(rf"(?:{rule.pattern})(?!\p{{L}})", OWN.all_fragments, rule.id)
    folded = fold(text.removeprefix("^"))
    return (pattern.search if rule in OWN.verbs else pattern.match)(folded) is not None


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda value: getattr(value, "id", value)[:60])
def test_each_rule_sees_its_examples(rule: PhraseRule, text: str) -> None:
    assert sees(rule, text)


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES, ids=lambda value: getattr(value, "id", value)[:60])
def test_no_rule_sees_its_counter_examples(rule: PhraseRule, text: str) -> None:
    assert not sees(rule, text)


FORMS = [(form.id, text, text in form.examples) for form in OWN.forms for text in (*form.examples, *form.not_examples)]


@pytest.mark.parametrize(("form", "text", "expected"), FORMS)
def test_each_form_is_told_by_its_place(form: str, text: str, expected: bool) -> None:
    if "|" in text:
        found = assign(build(f"TT | Nhiệm vụ | Chủ trì | Thời gian\n{text}"))
    elif text.startswith("- "):
        found = assign(f"I. NHIỆM VỤ\n{text}\n- Rà soát đội ngũ.")
    else:
        found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {text}\n- Rà soát đội ngũ.")
    assert (form in {assignment.rule for assignment in found}) is expected


def test_bodies_outside_the_chain_of_command() -> None:
    pattern = compile_pattern(OWN.outside.bodies, OWN.fragments)
    assert all(pattern.match(fold(text)) for text in OWN.outside.examples)
    assert not any(pattern.match(fold(text)) for text in OWN.outside.not_examples)


# Phrases of real plans ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_phrases_of_real_plans(case: dict[str, Any]) -> None:
    text, agency = case["text"], case["agency"]
    if fold(agency) in fold(text) and not text.startswith("("):  # the phrase names its body itself
        plan = f"I. TỔ CHỨC THỰC HIỆN\n1. {text} thực hiện tốt nhiệm vụ này." if case.get("requested") else (
            f"I. TỔ CHỨC THỰC HIỆN\n- {text} thực hiện tốt nhiệm vụ này."
        )  # fmt: skip
    elif text.startswith("("):
        plan = f"I. TỔ CHỨC THỰC HIỆN\n1. {agency}\n- Báo cáo UBND tỉnh {text}."
    else:
        plan = f"I. TỔ CHỨC THỰC HIỆN\n1. {agency}\n- {text}."
    found = assign(plan)
    assert [a.agency.text for a in found] == [agency]
    assert found[0].role == ("requested" if case.get("requested") else "responsible")
    duties = {rule.role for rule in OWN.verbs if sees(rule, text)}
    assert set(case.get("duties", [])) <= duties
    task = found[0].tasks[0]
    for partner in case.get("with", []):
        assert any(partner in name for name in names(task.partners))
    assert set(case.get("to", [])) <= set(names(task.reports_to))
    assert case.get("channel") not in names(task.reports_to)


# Divisions that belong to a body ------------------------------------------------------------------------------------


def test_a_heading_with_bullets_of_two_levels() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Nội vụ\n"
        "Chủ trì, phối hợp với các đơn vị liên quan thực hiện kế hoạch, cụ thể:\n"
        "- Rà soát đội ngũ nữ cán bộ, gồm:\n+ Cấp tỉnh;\n+ Cấp xã.\n"
        "- Báo cáo UBND tỉnh trước ngày 20/11 hàng năm.\n"
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ.",
        deadlines=("trước ngày 20/11 hàng năm",),
    )
    assert who(found) == [("I.1", "Sở Nội vụ", "responsible", 2)]
    first, second = found[0].tasks
    assert first.text.startswith("Rà soát") and first.text.endswith("Cấp xã.")
    assert names(first.partners) == ["các đơn vị liên quan"]
    assert names(second.reports_to) == ["UBND tỉnh"]
    assert (first.deadlines, second.deadlines) == ((), (0,))


@pytest.mark.parametrize(
    ("line", "agency", "role", "task"),
    [
        ("1. Phòng Kế hoạch - Tài chính: Cân đối kinh phí.", "Phòng Kế hoạch - Tài chính", "responsible", "Cân đối"),
        ("1. Sở Tài chính chủ trì, phối hợp với Sở Nội vụ bố trí vốn.", "Sở Tài chính", "responsible", "chủ trì"),
        ("1. Giao Sở Tư pháp theo dõi việc thực hiện.", "Sở Tư pháp", "responsible", "theo dõi"),
        ("1. Đề nghị Tòa án nhân dân tỉnh phối hợp xét xử.", "Tòa án nhân dân tỉnh", "requested", "phối hợp"),
        ("1. Công ty Điện lực Hòa An: Bảo đảm cấp điện.", "Công ty Điện lực Hòa An", "requested", "Bảo đảm"),
        ("1. Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng kế hoạch.", "các sở, ban, ngành", "responsible", "xây"),
        ("1. UBND tỉnh yêu cầu Sở Y tế lập danh sách.", "Sở Y tế", "responsible", "lập"),
        ("1. Các phòng ban quản lý nhà văn hóa có trách nhiệm mở cửa.", "Các phòng ban quản lý nhà văn hóa",
         "responsible", "có trách nhiệm"),
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_headings_with_their_text_on_the_line(line: str, agency: str, role: str, task: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n{line}")
    assert [(a.agency.text, a.role) for a in found] == [(agency, role)]
    assert found[0].tasks[0].text.startswith(task)


def test_a_single_body_asked_with_groups_has_them_as_partners() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n"
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội\n"
        "Lồng ghép các hoạt động trong chương trình của ngành.\n"
        "Thực hiện phản biện xã hội đối với dự thảo chính sách."
    )
    assert who(found) == [("I.1", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "requested", 2)]
    assert names(found[0].tasks[1].partners) == ["các tổ chức chính trị - xã hội"]


def test_several_bodies_in_one_heading_each_have_the_tasks() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh\n"
        "- Truy tố đúng luật.\n- Xét xử đúng luật."
    )
    assert who(found) == [
        ("I.1", "Viện kiểm sát nhân dân tỉnh", "requested", 2),
        ("I.1", "Tòa án nhân dân tỉnh", "requested", 2),
    ]


def test_bullets_that_name_one_of_the_bodies_of_a_joint_heading() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Thông tin và Truyền thông, Báo Hòa An\n"
        "- Sở Thông tin và Truyền thông chỉ đạo các cơ quan báo chí.\n- Báo Hòa An mở chuyên mục."
    )
    assert [(a.agency.text, a.tasks[0].text[:8]) for a in found] == [
        ("Sở Thông tin và Truyền thông", "chỉ đạo "),
        ("Báo Hòa An", "mở chuyê"),
    ]


def test_points_with_letters_are_tasks_and_partners_may_stand_below() -> None:
    found = assign(
        "I. PHÂN CÔNG TRÁCH NHIỆM\n1. Công an tỉnh\n"
        "a) Chủ trì, phối hợp\n- Sở Tài chính cân đối ngân sách.\n- Sở Nội vụ quy định phân cấp.\n"
        "b) Công an tỉnh hướng dẫn các địa phương."
    )
    assert who(found) == [("I.1", "Công an tỉnh", "responsible", 2)]
    assert names(found[0].tasks[0].partners) == ["Sở Tài chính", "Sở Nội vụ"]


def test_lower_bullets_that_name_other_bodies_before_a_colon() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các sở quản lý ngành\n- Hướng dẫn kiểm kê. Trong đó:\n"
        "+ Sở Xây dựng: hướng dẫn kiểm kê đường sá.\n+ Sở Công Thương: hướng dẫn kiểm kê chợ."
    )
    assert [a.agency.text for a in found] == ["Các sở quản lý ngành", "Sở Xây dựng", "Sở Công Thương"]


def test_people_and_units_of_a_school() -> None:
    header = Header.model_construct(issuer="Trường THPT Hòa An", spans={})
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Ban Giám hiệu nhà trường\n- Chỉ đạo toàn diện.\n"
        "2. Đối với đội ngũ giáo viên\nTăng cường giáo dục đạo đức.\n"
        "3. Đoàn Thanh niên: Tổ chức hội trại.",
        header=header,
    )
    assert [(a.agency.text, a.role) for a in found] == [
        ("Ban Giám hiệu nhà trường", "responsible"),
        ("đội ngũ giáo viên", "responsible"),
        ("Đoàn Thanh niên", "responsible"),
    ]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Ông Trần Văn Hòa - Phó Chủ tịch UBND xã: Chỉ đạo chung việc thực hiện kế hoạch ở các thôn.",
         "Ông Trần Văn Hòa - Phó Chủ tịch UBND xã"),
        ("Bí thư chi bộ, trưởng thôn: Vận động nhân dân tham gia đầy đủ.", "Bí thư chi bộ, trưởng thôn"),
        ("Ông (bà) Trưởng các thôn: Thông báo đến nhân dân.", "Ông (bà) Trưởng các thôn"),
        ("Viên chức, người lao động: Thực hiện nghiêm kế hoạch.", "Viên chức, người lao động"),
    ],
)  # fmt: skip
def test_people_by_name_and_office_and_common_names_as_one(line: str, agency: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}")
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [(agency, line.partition(": ")[2])]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Giao đồng chí Trần Thị Hoa - Phó Chủ nhiệm Ủy ban Kiểm tra tham mưu ban hành quyết định.",
         "đồng chí Trần Thị Hoa - Phó Chủ nhiệm Ủy ban Kiểm tra"),
        ("Phân công đồng chí Lê Thị Mai, công chức Văn hóa - Xã hội, tham mưu tổ chức thực hiện.",
         "đồng chí Lê Thị Mai, công chức Văn hóa - Xã hội"),
        ("Đồng chí Nguyễn Văn Nam - Phó Hiệu trưởng chịu trách nhiệm chỉ đạo chuyên môn.",
         "Đồng chí Nguyễn Văn Nam - Phó Hiệu trưởng"),
    ],
)  # fmt: skip
def test_people_by_name_and_office_before_a_verb(line: str, agency: str) -> None:
    assert [a.agency.text for a in assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {line}")] == [agency]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Cán bộ Văn hóa - Xã hội: Tham mưu UBND xã rà soát hộ nghèo.", "Cán bộ Văn hóa - Xã hội"),
        ("GVCN khối 12: Hướng dẫn học sinh làm hồ sơ.", "GVCN khối 12"),
        ("Bí thư chi bộ, trưởng các thôn bản: Vận động nhân dân tham gia.", "Bí thư chi bộ, trưởng các thôn bản"),
        ("Đoàn Thanh niên - Hội Sinh viên: Tổ chức văn nghệ chào mừng.", "Đoàn Thanh niên - Hội Sinh viên"),
    ],
)  # fmt: skip
def test_a_bullet_with_a_name_known_by_its_form_before_a_colon(line: str, agency: str) -> None:
    assert [a.agency.text for a in assign(f"I. TỔ CHỨC THỰC HIỆN\n- {line}")] == [agency]


def test_a_bullet_with_a_topic_before_a_colon_is_no_body() -> None:
    assert not assign(
        "I. TỔ CHỨC THỰC HIỆN\n- Trường hợp khẩn cấp: Báo cáo ngay.\n- Đội hình: Tập trung tại sân trường.\n"
        "- Cơ sở vật chất: Chuẩn bị bàn ghế.\n- Hội trường: Trang trí khánh tiết."
    )


def test_a_title_without_a_name_and_a_colon_is_no_person() -> None:
    assert not assign("I. TỔ CHỨC THỰC HIỆN\n1. Ông Trần Văn Hòa nêu ý kiến về việc thực hiện kế hoạch.")


# Sentences ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "line", "agencies"),
    [
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "- Phòng Văn hóa - Xã hội: Tham mưu UBND xã phát hiện, bồi dưỡng cán bộ nữ.",
         ["Phòng Văn hóa - Xã hội"]),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "- Trung tâm Dịch vụ tổng hợp phối hợp với Phòng Văn hóa - Xã hội tuyên truyền.",
         ["Trung tâm Dịch vụ tổng hợp"]),
        ("CHẾ ĐỘ BÁO CÁO", "Các cơ quan, đơn vị định kỳ hàng năm báo cáo kết quả gửi về UBND xã.",
         ["Các cơ quan, đơn vị"]),
        ("NHIỆM VỤ VÀ GIẢI PHÁP",
         "- Người đứng đầu cơ quan, đơn vị sử dụng cán bộ, công chức, viên chức có trách nhiệm phân công công tác.",
         ["Người đứng đầu cơ quan, đơn vị sử dụng cán bộ, công chức, viên chức"]),
        ("NHIỆM VỤ VÀ GIẢI PHÁP",
         "- Nâng cao hiệu lực quản lý. Mỗi cán bộ, đảng viên phải gương mẫu chấp hành.", ["Mỗi cán bộ, đảng viên"]),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "- Tuyên truyền về vai trò của Sở Nội vụ và các đơn vị.", []),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "- Các cơ quan, đơn vị có 30% nữ trở lên.", []),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "- Các ngành giao thông vận tải, logistics.", []),
        ("MỤC ĐÍCH, YÊU CẦU", "- Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc.", []),
        ("KINH PHÍ THỰC HIỆN", "- Các cơ quan, đơn vị lập dự toán ngân sách hàng năm.", []),
        ("TỔ CHỨC THỰC HIỆN", "Trên đây là Kế hoạch, đề nghị các cơ quan, đơn vị triển khai thực hiện.", []),
        ("TỔ CHỨC THỰC HIỆN", "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Sở Nội vụ.", []),
        ("TỔ CHỨC THỰC HIỆN",
         "UBND tỉnh yêu cầu các sở, ban, ngành nghiêm túc triển khai thực hiện các nội dung trên./.", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)  # fmt: skip
def test_sentences_whose_subject_is_a_body(kind: str, line: str, agencies: list[str]) -> None:
    assert [a.agency.text for a in assign(f"I. {kind}\n{line}")] == agencies


# Blocks, tables -----------------------------------------------------------------------------------------------------


def test_labels_under_a_task_say_who_leads_it() -> None:
    found = assign(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Đào tạo, bồi dưỡng\n"
        "- Mở lớp bồi dưỡng nghiệp vụ.\n- Cấp tài liệu.\n"
        "Đơn vị chủ trì thực hiện: Các Sở, ngành, UBND cấp xã.\nĐơn vị phối hợp: Sở Tư pháp.\n"
        "Thời gian thực hiện: Tháng 12/2025.\n"
        "- Ra mắt trang tra cứu.\nĐơn vị chủ trì: Sở Nội vụ.",
        deadlines=("Tháng 12/2025",),
    )
    assert who(found) == [
        ("I.1", "Các Sở, ngành", "responsible", 2),
        ("I.1", "UBND cấp xã", "responsible", 2),
        ("I.1", "Sở Nội vụ", "responsible", 1),
    ]
    assert names(found[0].tasks[1].partners) == ["Sở Tư pháp"]
    assert [task.deadlines for task in found[0].tasks] == [(0,), (0,)]
    assert found[2].tasks[0].deadlines == ()


def test_labels_right_under_a_heading_take_the_heading_as_the_task() -> None:
    found = assign("I. NỘI DUNG\n1. Rà soát văn bản\na) Đơn vị chủ trì: Sở Tư pháp\nb) Thời gian: Năm 2026")
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [("Sở Tư pháp", "Rà soát văn bản")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "- Cơ quan thực hiện: Sở Y tế; Sở Tư pháp và các sở, ngành có liên quan.",
            ["Sở Y tế", "Sở Tư pháp", "các sở, ngành có liên quan"],
        ),
        (
            "- Cơ quan thực hiện: Sở Y tế rà soát các văn bản thuộc thẩm quyền; các sở, ngành liên quan rà soát "
            "văn bản do mình ban hành, gửi kết quả rà soát và đề xuất sửa đổi, bổ sung từng văn bản về Sở Y tế.",
            ["Sở Y tế", "các sở, ngành liên quan"],
        ),
        ("- Mở lớp tập huấn. Đơn vị chủ trì: Sở Y tế. Đơn vị phối hợp: Sở Nội vụ.", ["Sở Y tế"]),
        ("- Mở lớp tập huấn (chủ trì: Sở Y tế; phối hợp: Sở Nội vụ).", ["Sở Y tế"]),
        ("- Tuyến tỉnh: do Sở Y tế tổ chức lễ phát động.", ["Sở Y tế"]),
        ("- Mở lớp tập huấn. Giao Sở Y tế chủ trì thực hiện.", ["Sở Y tế"]),
        ("- Sở Y tế:\n+ Mở lớp tập huấn.\n+ Báo cáo kết quả.", ["Sở Y tế"]),
        ("* Sở Y tế\n- Mở lớp tập huấn.\n* Sở Nội vụ\n- Báo cáo kết quả.", ["Sở Y tế", "Sở Nội vụ"]),
    ],
)
def test_who_is_named_by_labels_brackets_and_lines(words: str, expected: list[str]) -> None:
    found = assign(f"I. NHIỆM VỤ\n1. Rà soát văn bản\n{words}")
    assert [assignment.agency.text for assignment in found] == expected


def test_sentences_after_a_label_are_tasks_of_their_own() -> None:
    found = assign(
        "I. NHIỆM VỤ\n1. Rà soát\n- Cơ quan thực hiện: Sở Y tế rà soát các văn bản thuộc thẩm quyền; "
        "các sở, ngành liên quan rà soát văn bản do mình ban hành, gửi kết quả rà soát và đề xuất sửa đổi, bổ sung "
        "từng văn bản về Sở Y tế."
    )
    assert found[0].tasks[0].text == "rà soát các văn bản thuộc thẩm quyền"
    assert names(found[1].tasks[0].reports_to) == ["Sở Y tế"]


def test_numbered_points_about_money_give_tasks_and_bullets_do_not() -> None:
    found = assign(
        "III. KINH PHÍ THỰC HIỆN\n- Các cơ quan, đơn vị lập dự toán hằng năm.\n"
        "1. Kinh phí từ ngân sách nhà nước.\n2. Sở Tài chính, trên cơ sở đề xuất của các đơn vị, bố trí kinh phí."
    )
    assert [assignment.agency.text for assignment in found] == ["Sở Tài chính"]


def test_a_clause_under_a_request_is_a_request_too() -> None:
    found = assign(
        "I. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động hội viên; "
        "Mỗi đoàn viên phải đi đầu trong công tác này."
    )
    assert who(found)[1][1:3] == ("Mỗi đoàn viên", "requested")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Đoàn Thanh niên", "requested"),
        ("Hội Phụ nữ", "requested"),
        ("Văn phòng Tỉnh ủy", "requested"),
        ("Thường trực HĐND tỉnh", "requested"),
        ("Văn phòng HĐND và UBND", "responsible"),
        ("Ủy ban nhân dân các xã: Gia Thuận, Tân Điền", "responsible"),
    ],
)
def test_whom_a_state_body_asks_and_whom_it_orders(name: str, role: str) -> None:
    found = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. {name}\n- Tuyên truyền, vận động.")
    assert [(a.agency.text, a.role) for a in found] == [(name, role)]


def test_a_table_asks_nobody_and_may_repeat_the_row_above() -> None:
    found = assign(
        build(
            "TT | Nhiệm vụ | Chủ trì | Thời gian\n1 | Mở lớp tập huấn | Hội Nông dân tỉnh | Quý I/2026\n"
            "2 | Báo cáo kết quả | Như trên | Quý II/2026"
        )
    )
    assert [(a.agency.text, a.role) for a in found] == [("Hội Nông dân tỉnh", "responsible")] * 2


def test_rows_of_a_task_table() -> None:
    document = build(
        "STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian\n"
        "5*I. NÂNG CAO NHẬN THỨC\n"
        "1 | Mở lớp tập huấn | Sở KH&CN | Các sở, ban, ngành; UBND các xã, phường | Quý IV-2025\n"
        "2 | Tuyên truyền | Sở Nội vụ, Báo Hòa An | | Hằng năm"
    )
    found = assign(document, deadlines=("Quý IV-2025",))
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [
        ("Sở KH&CN", "Mở lớp tập huấn"),
        ("Sở Nội vụ", "Tuyên truyền"),
        ("Báo Hòa An", "Tuyên truyền"),
    ]
    assert names(found[0].tasks[0].partners) == ["Các sở, ban, ngành", "UBND các xã, phường"]
    assert [a.tasks[0].deadlines for a in found] == [(0,), (), ()]


def test_a_cell_may_say_who_leads_and_who_only_helps() -> None:
    document = build(
        "TT | Công việc | Phụ trách\n1 | Nhận lễ phục | T. Hà và 4 SV nam\n"
        "2 | Dọn hội trường | Chủ trì: Khoa Cơ khí; phối hợp: Khoa Điện"
    )
    found = assign(document, header=Header.model_construct(issuer="Trường Đại học Hòa An", spans={}))
    assert [(a.agency.text, names(a.tasks[0].partners)) for a in found] == [
        ("T. Hà", ["4 SV nam"]),
        ("Khoa Cơ khí", ["Khoa Điện"]),
    ]


def test_a_table_of_those_who_are_trained_assigns_nothing() -> None:
    assert assign(build("Ngày | Đơn vị\n02/01/2012 | Văn phòng\n03/01/2012 | Phòng Bưu chính")) == ()


@pytest.mark.parametrize(
    ("table", "agencies"),
    [
        ("STT | Đơn vị | Nhiệm vụ được phân công | Thời hạn\n1 | Sở Y tế | Chuẩn bị thuốc | Tháng 9\n"
         "2 | Sở Nội vụ | Theo dõi chung | Tháng 10", ["Sở Y tế", "Sở Nội vụ"]),
        ("Nhiệm vụ được giao | Cơ quan, đơn vị\nTrang trí hội trường | Phòng Kinh tế", ["Phòng Kinh tế"]),
        ("Họ và tên | Chức vụ | Công việc được phân công\nLê Văn Mười | Chủ tịch | Chỉ đạo chung\n"
         "Ông Trần Văn Ba | Công chức | Phụ trách khánh tiết", ["Lê Văn Mười", "Ông Trần Văn Ba"]),
        # members of a committee, those who are trained, and a table under no assignment of duties
        ("STT | Họ tên | Chức vụ | Nhiệm vụ được giao\n1 | Lê Văn Mười | Chủ tịch | Trưởng ban", []),
        ("Đơn vị | Nội dung | Số lượng\nPhòng Kinh tế | Tập huấn | 3", []),
        ("Đơn vị | Nhiệm vụ | Thời gian\nPhòng Kinh tế | Tổ chức lễ hội | 2026", []),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)  # fmt: skip
def test_a_column_of_bodies_or_people_beside_their_duties(table: str, agencies: list[str]) -> None:
    assert [a.agency.text for a in assign(build(table))] == agencies


def test_a_table_under_an_assignment_of_duties_names_who_has_them() -> None:
    table = "| Họ tên | Nhiệm vụ |\n|---|---|\n| Lê Văn Mười | Tổ chức đêm nhạc |\n| Trần Văn Ba | Chuẩn bị sân khấu |"
    found = parse(text=f"# KẾ HOẠCH\n\nI. MỤC ĐÍCH\nVui.\nII. PHÂN CÔNG NHIỆM VỤ\n{table}\n").assignments
    assert [(a.agency.text, a.tasks[0].text) for a in found] == [
        ("Lê Văn Mười", "Tổ chức đêm nhạc"),
        ("Trần Văn Ba", "Chuẩn bị sân khấu"),
    ]


# Reports ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("Báo cáo kết quả về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh.", ["Sở Nội vụ"]),
        ("Tổng hợp, báo cáo UBND tỉnh và Bộ Nội vụ theo quy định.", ["UBND tỉnh", "Bộ Nội vụ"]),
        ("Gửi báo cáo về UBND tỉnh (qua Sở Nội vụ).", ["UBND tỉnh"]),
        ("Báo cáo tình hình hoạt động của các cơ quan báo chí.", []),
        ("Tổng hợp kết quả báo cáo cấp có thẩm quyền.", ["cấp có thẩm quyền"]),
        ("Tham mưu UBND xã báo cáo kết quả thực hiện.", ["UBND xã"]),
        ("Tham mưu UBND xã bố trí kinh phí.", []),
        ("Gửi giấy mời đến các sở, ban, ngành.", []),
        ("Gửi danh sách đại biểu về Sở Nội vụ.", ["Sở Nội vụ"]),
    ],
)
def test_to_whom_it_is_reported(words: str, to: list[str]) -> None:
    (found,) = assign(f"I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- {words}")
    assert names(found.tasks[0].reports_to) == to


@pytest.mark.parametrize(
    "text", ["", "1.", "I. TỔ CHỨC THỰC HIỆN", "1. Sở", "- Đề nghị", "Giao: , ;", "Sở Nội vụ: " * 50]
)
def test_odd_texts_never_raise(text: str) -> None:
    assign(f"I. TỔ CHỨC THỰC HIỆN\n{text}")


def test_a_time_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<p>KẾ HOẠCH</p><p>Tập huấn năm 2026</p><p>II. NHIỆM VỤ</p><table border=1>"
        "<tr><th>TT</th><th>Nhiệm vụ</th><th>Đơn vị chủ trì</th><th>Thời gian</th></tr>"
        "<tr><td>1</td><td>Rà soát danh sách</td><td>Sở Y tế</td><td rowspan=2>Trước ngày 30/6/2026</td></tr>"
        "<tr><td>2</td><td>Tổng hợp nhu cầu</td><td>Sở Nội vụ</td></tr>"
        "<tr><td>3</td><td>Mở lớp</td><td>Sở Nội vụ</td><td></td></tr></table>",
        encoding="utf-8",
    )
    plan = parse(path)
    assert [assignment.tasks[0].deadlines for assignment in plan.assignments] == [(0,), (0,), ()]
