"""The section tree: Vietnamese numbering, wrong numbers kept, kinds, and the law that sections tile the text."""

from __future__ import annotations

import pytest

from kehoach_parser.document import Document
from kehoach_parser.extract.layout import Layout, find_layout
from kehoach_parser.extract.numbering import letter_value, roman_value, to_roman
from kehoach_parser.extract.outline import Outline
from kehoach_parser.extract.section_rules import SectionRules
from kehoach_parser.extract.sections import segment
from kehoach_parser.models import Source
from kehoach_parser.readers import read_text
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

RULES = Rules.load().read("sections.yaml", SectionRules)


def outline_of(text: str, **known: object) -> Outline:
    document = Document(text, Source(), **known)  # type: ignore[arg-type]
    return segment(document, Layout(0, len(text)), Rules.load())


def paths(text: str, **known: object) -> list[str]:
    return [section.path for section in outline_of(text, **known).all if section.marker]


@pytest.mark.parametrize("rule", RULES.kinds, ids=lambda rule: rule.id)
def test_rule_reads_its_examples(rule):
    for example in rule.examples:
        body = "thời gian thực hiện: tháng 5" if rule.when_body else ""
        found = RULES.find_rule(fold(example), body, is_heading=not rule.in_text or rule.bare)
        assert found is not None and found.kind == rule.kind, example
    for example in rule.not_examples:
        found = RULES.find_rule(fold(example), "")
        assert found is None or found.id != rule.id, example


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I. A\n1. B\n2. C\nII. D\n1. E", ["I", "I.1", "I.2", "II", "II.1"]),
        ("I. A\n1/ KT-XH: B\n2/ QP-AN: C", ["I", "I.1", "I.2"]),  # abbreviations, no symbols of documents
        ("I. A\n1. B\n1.1. C\n1.2. D\n2. E\n2.1. F", ["I", "I.1", "I.1.1", "I.1.2", "I.2", "I.2.1"]),
        ("I. A\n1. B\n2. C\n2. 1. Đến năm 2030\n2. 2. Tỷ lệ", ["I", "I.1", "I.2", "I.2.1", "I.2.2"]),
        ("c) Một\n", []),  # a list that begins with its third point is a page torn out, not a list
        ("I. A\na) Một\nb) Hai\nc) Ba\nd) Bốn\nđ) Năm\ne) Sáu\ng) Bảy", ["I", *(f"I.{x}" for x in "abcdđeg")]),
        ("I. A\n1. Văn phòng\n2. Sở Nội vụ\n2. Sở Tư pháp\n3. Sở Tài chính", ["I", "I.1", "I.2", "I.2", "I.3"]),
        ("I- A\n1- B\n2- C\nII- D", ["I", "I.1", "I.2", "II"]),
        ("I./ A\n1/ B\n2/ C\nII./D", ["I", "I.1", "I.2", "II"]),
        ("PHẦN I: CHUNG\nI. A\n1. B\nPHẦN II\nI. C", ["PHẦN I", "PHẦN I.I", "PHẦN I.I.1", "PHẦN II", "PHẦN II.I"]),
        ("A. Một\nI. Hai\n1. Ba\nB. Bốn\nI. Năm", ["A", "A.I", "A.I.1", "B", "B.I"]),
        ("Phần A. Một\nI. Hai\nPhần B: Ba\nI. Bốn", ["Phần A", "Phần A.I", "Phần B", "Phần B.I"]),
        ("I. A\nPhần b: hai\nPhần A của đề án", ["I"]),
        ("1. MỤC ĐÍCH\n2. NỘI DUNG\n2.1. Bước đầu\n2.2. Bước sau\n3. TỔ CHỨC", ["1", "2", "2.1", "2.2", "3"]),
        ("I. A\n1. B\na) C\n1) D\n2) E\nb) F", ["I", "I.1", "I.1.a", "I.1.a.1", "I.1.a.2", "I.1.b"]),
        ("I. A\n1. B\na) C\na.1) D\na.2) E", ["I", "I.1", "I.1.a", "I.1.a.1", "I.1.a.2"]),
        ("I. A\n1. B\n01.01.2020 là ngày\n1.500 người\n2. C", ["I", "I.1", "I.2"]),
        ("I. A\n2.1. B\n2.2. C", ["I", "I.2.1", "I.2.2"]),
        ("I. A\n9. Bảng\n10. Cột\n11. Dòng", ["I"]),
        ("I. A\n1. B\n2. C\n1. Cấp gạo\n2. Cấp nước\n3. D", ["I", "I.1", "I.2", "I.2.1", "I.2.2", "I.2.3"]),
        ("I. A\n1. B\n2. C\n3. D\n1. Cấp gạo\n2. Cấp nước\n4. E", ["I", "I.1", "I.2", "I.3", "I.3.1", "I.3.2", "I.4"]),
        ("khóa\nXIV. không phải mục\n", []),
        ("Q. Giám đốc\nV.v. và như thế", []),
        (
            "A- MỤC TIÊU\nI- Mục tiêu chung\nII- Mục tiêu cụ thể\nB- NHIỆM VỤ\nI- Nhiệm vụ chung\nC- TỔ CHỨC",
            ["A", "A.I", "A.II", "B", "B.I", "C"],
        ),
        ("A – CHUNG\n1. Một\nB – RIÊNG\nC – KINH PHÍ\nD – PHỤ LỤC", ["A", "A.1", "B", "C", "D"]),
        ("A/. CHUNG\n1/. Một\n2/. Hai\na/. Ba\nb/. Bốn\nB/. RIÊNG", ["A", "A.1", "A.2", "A.2.a", "A.2.b", "B"]),
        ("I. CHUNG\nA - B là đường chính\nB - Tên vật tư\na - b", ["I"]),
        ("I. CHUNG\n1.- Một\n2.- Hai\na- Ba\nb- Bốn", ["I", "I.1", "I.2", "I.2.a", "I.2.b"]),
        ("I. CHUNG\n1. Một\n1/5 số hộ\n1.-5 % số hộ\n1/6/2025 là hạn\ne-mail của xã", ["I", "I.1"]),
        ("I. CHUNG\n1. Một\n2/QĐ-BYT về tiêm chủng\n2-KH/TU về dân số\n2/ Hai", ["I", "I.1", "I.2"]),
    ],
)
def test_numbering(text, expected):
    assert paths(text) == expected


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("1. Sở Nội vụ", "Sở Nội vụ"),
        ("1. Sở Nội vụ:", "Sở Nội vụ"),
        ("1. Phòng Kế hoạch - Tài chính: Cân đối, bố trí nguồn kinh phí.", "Phòng Kế hoạch - Tài chính"),
        ("1. Đến năm 2025 đạt 60% các cơ quan có lãnh đạo chủ chốt là nữ.", None),
    ],
)
def test_title(line, title):
    assert next(s for s in outline_of(line).all if s.marker).title == title


def test_title_is_the_bold_run_in():
    text = "1. Sở Văn hóa và Thể thao. Chủ trì việc này. Rồi việc kia."
    section = next(s for s in outline_of(text, bold=((3, 26),)).all if s.marker)
    assert section.title == "Sở Văn hóa và Thể thao"


def test_kinds_are_inherited():
    text = "II. NỘI DUNG, CHỈ TIÊU\n1. Nội dung\na) Một việc.\n2. Chỉ tiêu thực hiện\na) Đạt 30% trở lên."
    kinds = {section.path: section.kind for section in outline_of(text).all if section.marker}
    assert kinds == {
        "II": "objectives",
        "II.1": "content",
        "II.1.a": "content",
        "II.2": "objectives",
        "II.2.a": "objectives",
    }


def test_content_that_names_its_phases_with_their_times_is_tasks():
    phases = "1. Giai đoạn khảo sát (Dự kiến từ tháng 3/2027 đến tháng 5/2027)\n- Thành lập đoàn.\n"
    plain = "1. Giai đoạn khảo sát\n- Thành lập đoàn.\n"
    kinds = [
        section.kind
        for text in (phases, plain)
        for section in outline_of("II. NỘI DUNG THỰC HIỆN\n" + text).all
        if section.path == "II"
    ]
    assert kinds == ["tasks", "content"]


def test_lost_numbers_leave_headings():
    text = "I. MỤC ĐÍCH, YÊU CẦU\nMục đích\nNâng cao nhận thức.\nYêu cầu\nThiết thực.\nTỔ CHỨC THỰC HIỆN\n1. Ban Bí thư"
    found = [(section.title, section.kind, section.level) for section in outline_of(text).all]
    assert found == [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose", 1),
        ("Mục đích", "purpose", 2),
        ("Yêu cầu", "requirements", 2),
        ("TỔ CHỨC THỰC HIỆN", "implementation", 1),
        ("Ban Bí thư", "implementation", 2),
    ]


def test_titles_without_numbers_over_lists_that_begin_anew() -> None:
    plan = outline_of(
        "Mục đích, yêu cầu\n1. Mục đích\n- A.\nTổ chức thực hiện\n1. Sở Y tế\n- B.\nKinh phí thực hiện do tỉnh cấp"
    )
    assert [(one.title, one.path, one.kind) for one in plan.all] == [
        ("Mục đích, yêu cầu", "", "purpose"),
        ("Mục đích", "1", "purpose"),
        ("Tổ chức thực hiện", "", "implementation"),
        ("Sở Y tế", "1", "implementation"),
    ]
    # Under a Roman numeral such a line may be an item of a list.
    assert [one.path for one in outline_of("I. NỘI DUNG\nKinh phí thực hiện\n1. Ngân sách").all] == ["I", "I.1"]


def test_articles_of_a_decision_and_titles_under_a_part():
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\nSố: 16/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n"
        "Căn cứ Luật Quản lý tài sản công;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n"
        "Điều 2. Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này./.\n"
        "Nơi nhận:\n- Lưu: VT.\nKẾ HOẠCH\nKiểm kê tài sản\nPhần thứ nhất\nMỤC ĐÍCH, YÊU CẦU\n"
        "1. Mục đích\nNắm tài sản.\n"
    )
    document = read_text(text)
    roots = segment(document, find_layout(document, Rules.load()), Rules.load()).roots
    assert [root.span.end for root in roots[:-1]] == [root.span.start for root in roots[1:]]
    assert (roots[0].span.start, roots[-1].span.end) == (0, len(document.text))
    named = [(root.path, root.kind, root.title) for root in roots if root.marker]
    assert named == [
        ("Điều 1", "other", None),
        ("Điều 2", "implementation", None),
        ("Phần thứ nhất", "purpose", "MỤC ĐÍCH, YÊU CẦU"),
    ]


def test_sections_tile_the_text():
    text = "KẾ HOẠCH\nI. A\nlời\n1. B\na) C\nII. D\n1. E\nTrên đây là Kế hoạch"
    document = Document(text, Source())
    outline = segment(document, Layout(0, text.index("Trên đây")), Rules.load())
    at = 0
    for root in outline.roots:
        assert root.span.start == at
        at = root.span.end
        inner = None
        for child in root.children:
            assert inner is None or child.span.start == inner
            inner = child.span.end
        assert inner is None or inner == root.span.end
    assert at == len(text)
    assert [root.kind for root in outline.roots][-1] == "closing"


def test_outline_finds_the_innermost_section():
    text = "I. A\n1. B\nlời\nII. C"
    outline = outline_of(text)
    assert outline.path_at(text.index("lời")) == "I.1"
    assert [section.path for section in outline.chain_at(text.index("lời"))] == ["I", "I.1"]
    assert outline.path_at(len(text) - 1) == "II"


def test_letters_and_roman_numerals():
    assert [letter_value(letter) for letter in "dđegfjwz"] == [4, 5, 6, 7, 0, 0, 0, 0]
    assert all(roman_value(to_roman(value).lower()) == value for value in range(1, 90))
