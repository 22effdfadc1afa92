"""Other documents cited by number, in the forms and with the noise of real text."""

from __future__ import annotations

import pytest

from kehoach_parser.extract.citation_rules import CitationRules
from kehoach_parser.extract.citations import extract_citations
from kehoach_parser.extract.header import extract_header
from kehoach_parser.extract.layout import find_layout
from kehoach_parser.models import Citation
from kehoach_parser.readers import read_text
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

RULES = Rules.load()
CITATIONS = RULES.read("citations.yaml", CitationRules)
HEAD = "UBND TỈNH SƠN LA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 012/KH-UBND\nKẾ HOẠCH\nTruyền thông\n"


def cite(body: str, head: str = "KẾ HOẠCH\nTruyền thông\n") -> list[Citation]:
    document = read_text(head + body + "\n")
    layout = find_layout(document, RULES)
    found = extract_citations(document, layout, extract_header(document, layout, RULES), RULES)
    for citation in found:
        assert citation.span.of(document.text) == citation.text
    return list(found)


@pytest.mark.parametrize("form", CITATIONS.forms, ids=lambda form: form.id)
def test_every_form_reads_its_examples(form):
    for example in form.examples:
        found = cite("Căn cứ " + example["text"] + ";")
        assert [citation.number for citation in found] == [example["number"]], example
        assert found[0].rule == form.id
    for text in form.not_examples:
        assert cite(text) == [], text


@pytest.mark.parametrize("phrase", CITATIONS.phrases, ids=lambda phrase: phrase.id)
def test_every_phrase_reads_its_examples(phrase):
    pattern = CITATIONS.phrase(phrase.id.removeprefix("citations/"))
    find = pattern.match if phrase.match else pattern.search
    for text in phrase.examples:
        assert find(fold(text)), text
    for text in phrase.not_examples:
        assert not find(fold(text)), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quyết định số 2282/QĐ-TTg ngày 31/12/2020 của Thủ tướng Chính phủ về việc",
            ("Quyết định", "2282/QĐ-TTg", "2020-12-31", "Thủ tướng Chính phủ"),
        ),
        ("Căn cứ Kết luận số 132- KL/TW của Bộ Chính trị;", ("Kết luận", "132-KL/TW", None, "Bộ Chính trị")),
        (
            "hướng dẫn của Bộ Nội vụ tại Văn bản số 6164/BNV-TH ngày 03/12/2021 về việc thực hiện",
            ("Văn bản", "6164/BNV-TH", "2021-12-03", "Bộ Nội vụ"),
        ),
        (
            "Kế hoạch số 683/KH-BTV ngày 21 tháng 12 năm 2021 của Ban Thường vụ "
            "Hội Liên hiệp Phụ nữ (LHPN) Thành phố về",
            ("Kế hoạch", "683/KH-BTV", "2021-12-21", "Ban Thường vụ Hội Liên hiệp Phụ nữ (LHPN) Thành phố"),
        ),
        (
            "Công văn số 130/SYT-HĐKHCN ngày 21 tháng 02 năm 2012 Sở Y tế về việc",
            ("Công văn", "130/SYT-HĐKHCN", "2012-02-21", "Sở Y tế"),
        ),
        (
            "Quyết định số 411/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022 phê duyệt",
            ("Quyết định", "411/QĐ-TTg", "2022-03-31", "Thủ tướng Chính phủ"),
        ),
        (
            "Nghị quyết số 27/NQ- TW ngày 09/11/2022 của Ban Chấp hành Trung ương đảng khóa XIII về tiếp tục",
            ("Nghị quyết", "27/NQ-TW", "2022-11-09", "Ban Chấp hành Trung ương đảng khóa XIII"),
        ),
        (
            "Kết luận liên ngành Tư pháp Trung ương số 23/KL-LNTPTW ngày 21/11/2024 giữa Bộ Công an, "
            "Viện kiểm sát nhân dân tối cao, Tòa án nhân dân tối cao trong điều tra",
            (
                "Kết luận liên ngành",
                "23/KL-LNTPTW",
                "2024-11-21",
                "Bộ Công an, Viện kiểm sát nhân dân tối cao, Tòa án nhân dân tối cao",
            ),
        ),
        (
            "Chương trình hành động số 10- CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh uỷ",
            ("Chương trình hành động", "10-CTr/TU", "2025-08-13", "Ban Thường vụ Tỉnh uỷ"),
        ),
        ("Luật Đấu thầu số 43/2013/QH 13 ngày 26/11/2013;", ("Luật", "43/2013/QH13", "2013-11-26", None)),
        (
            "THỰC HIỆN NGHỊ QUYẾT SỐ 48/NQ-CP NGÀY 03/4/2023 CỦA CHÍNH PHỦ PHÊ DUYỆT",
            ("Nghị quyết", "48/NQ-CP", "2023-04-03", "CHÍNH PHỦ"),
        ),
        (
            "Nghị quyết của Hội đồng nhân dân tỉnh số 12/NQ-HĐND về chính sách, chế độ",
            ("Nghị quyết", "12/NQ-HĐND", None, "Hội đồng nhân dân tỉnh"),
        ),
        (
            "Kế hoạch số 251/QĐ-UBND ngày 13 tháng 5 năm 2026 của Ủy ban nhân dân tỉnh An Giang về việc",
            ("Kế hoạch", "251/QĐ-UBND", "2026-05-13", "Ủy ban nhân dân tỉnh An Giang"),
        ),
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, UBND tỉnh ban hành Kế hoạch",
            ("Nghị quyết", "57-NQ/TW", "2024-12-22", "Bộ Chính trị"),
        ),
        (
            "Kế hoạch số 30/KH-BTC ngày 08/02/2018 của UBND TX. Phước Long.",
            ("Kế hoạch", "30/KH-BTC", "2018-02-08", "UBND TX. Phước Long"),
        ),
        (
            "Quyết định số 27/QĐ-UBQGCĐS ngày 15/3/2022 của Ủy ban Quốc gia về Chuyển đổi số ban hành Kế hoạch",
            ("Quyết định", "27/QĐ-UBQGCĐS", "2022-03-15", "Ủy ban Quốc gia về Chuyển đổi số"),
        ),
        # When and how the deed is done follows the issuer without a comma; the date there is the deed's.
        (
            "Triển khai Chỉ thị số 12-CT/TU của Tỉnh ủy xong trước ngày 15/4/2026.",
            ("Chỉ thị", "12-CT/TU", None, "Tỉnh ủy"),
        ),
        (
            "Gửi báo cáo theo Công văn số 88/SYT-NV của Sở Y tế chậm nhất ngày 15/4/2026.",
            ("Công văn", "88/SYT-NV", None, "Sở Y tế"),
        ),
        (
            "Cụ thể hóa Kế hoạch số 19-KH/TU của Tỉnh ủy phù hợp với điều kiện của xã",
            ("Kế hoạch", "19-KH/TU", None, "Tỉnh ủy"),
        ),
        (
            "Phổ biến Kế hoạch số 21/KH-UBND của UBND tỉnh Cao Bằng bằng nhiều hình thức",
            ("Kế hoạch", "21/KH-UBND", None, "UBND tỉnh Cao Bằng"),
        ),
        (
            "Công văn số 88/SYT-NV của Sở Y tế ngày 15/4/2026",
            ("Công văn", "88/SYT-NV", "2026-04-15", "Sở Y tế"),
        ),
        ("theo điểm b khoản 1 (06/2026/TT-BTC)", ("Thông tư", "06/2026/TT-BTC", None, None)),
        (
            "Quyết định số 77/QĐ-TTg , ngày 02/5/2018 của Thủ tướng Chính phủ;",
            ("Quyết định", "77/QĐ-TTg", "2018-05-02", "Thủ tướng Chính phủ"),
        ),
        ("Công văn số 45/SYT-NVY ngày9/8/2016của Sở Y tế;", ("Công văn", "45/SYT-NVY", "2016-08-09", "Sở Y tế")),
        ("Quyết định số 81/QĐ-BYT ngày 30/02/2016 của Bộ Y tế;", ("Quyết định", "81/QĐ-BYT", None, "Bộ Y tế")),
        ("Quyết định số 82/QĐ-BYT ngày 12/3/6018 của Bộ Y tế;", ("Quyết định", "82/QĐ-BYT", None, "Bộ Y tế")),
        (
            "Tờ trình số 6/TTr-BATGT của Ban An toàn giao thông huyện giao các xã",
            ("Tờ trình", "6/TTr-BATGT", None, "Ban An toàn giao thông huyện"),
        ),
        (
            "Nghị quyết số 41-NQ/TW của Bộ Chính trị hoàn thành trước ngày 30/9/2027.",
            ("Nghị quyết", "41-NQ/TW", None, "Bộ Chính trị"),
        ),
        ("theo Kế hoạch số 7-KH/TU của Tỉnh ủy phù hợp với địa bàn", ("Kế hoạch", "7-KH/TU", None, "Tỉnh ủy")),
        ("CHỈ THỊ SỐ 3/CT-UBND CỦA UBND TỈNH CAO BẰNG", ("Chỉ thị", "3/CT-UBND", None, "UBND TỈNH CAO BẰNG")),
    ],
)
def test_type_number_date_and_issuer(text, expected):
    (citation,) = cite(text)
    assert (citation.doc_type, citation.number, citation.date, citation.issuer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số /KH-SGDĐT ngày tháng 5 năm 2026 của Sở Giáo dục và Đào tạo",
        "đạt 250/326 ha, 8/28 chỉ tiêu, 16/100.000 trẻ em trong năm 2025-2026",
        "QCVN 08:2023/BTNMT và TCVN ISO 9001:2015",
        "ngày 12/5/2025, từ 01/01-31/12, điện thoại 0297/3862157",
        "tổng 5 xã/phường, 10 đợt/năm, 80 triệu đồng/người/năm",
    ],
)
def test_what_is_no_citation(text):
    assert cite(text) == []


def test_a_list_names_its_type_and_issuer_once():
    found = cite(
        "Các Công điện: số 007/CĐ-UBND ngày 17/11/2025, số 008/CĐ-UBND và số 009/CĐ-UBND ngày 19/11/2025; "
        "số 010/CĐ-UBND ngày 20/11/2025 của UBND tỉnh về khẩn trương ứng phó"
    )
    assert [citation.date for citation in found] == ["2025-11-17", "2025-11-19", "2025-11-19", "2025-11-20"]
    assert {(citation.doc_type, citation.issuer) for citation in found} == {("Công điện", "UBND tỉnh")}
    found = cite(
        "Thực hiện các Kế hoạch của UBND thành phố: số 330/KH-UBND ngày 07/12/2025 về giao thông; số 332/KH-UBND"
    )
    assert {(citation.doc_type, citation.issuer) for citation in found} == {("Kế hoạch", "UBND thành phố")}


def test_a_list_does_not_reach_into_another_clause():
    found = cite("Nghị định số 63/2014/NĐ-CP ngày 26/6/2014; Căn cứ Thông số 11/2016/TT-BYT của Bộ Y tế;")
    assert [(citation.doc_type, citation.issuer) for citation in found] == [
        ("Nghị định", None),
        ("Thông tư", "Bộ Y tế"),
    ]


def test_mentions_share_what_they_leave_out_but_keep_their_own_date():
    first, second, third = cite(
        "Kế hoạch số 34/KH-UBND;\nKế hoạch số 34/KH-UBND ngày 27/01/2022 của UBND tỉnh;\n"
        "Kế hoạch số 34/KH-UBND ngày 27/01/2021 của Ủy ban nhân dân tỉnh Quảng Ninh."
    )
    assert (first.date, second.date, third.date) == ("2022-01-27", "2022-01-27", "2021-01-27")
    assert {citation.issuer for citation in (first, second, third)} == {"Ủy ban nhân dân tỉnh Quảng Ninh"}
    assert "27/01/2021" in third.text and "2022" not in first.text


def test_an_abbreviation_is_no_less_full_than_the_words():
    found = cite(
        "Kế hoạch số 34/KH-UBND của UBND tỉnh Quảng Ninh; Kế hoạch số 34/KH-UBND của Ủy ban nhân dân tỉnh Quảng Ninh."
    )
    assert found[0].issuer == "UBND tỉnh Quảng Ninh"


def test_the_plans_own_number_is_no_citation():
    body = "I. MỤC ĐÍCH\nThay thế Kế hoạch số 5/KH-UBND.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn An\n"
    own = "PHỤ LỤC\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 03/4/2024)"
    assert [citation.number for citation in cite(body + own, HEAD)] == ["5/KH-UBND"]
    blank = HEAD.replace("012/", "   /")
    assert [citation.number for citation in cite(body + own, blank)] == ["5/KH-UBND"]


@pytest.mark.parametrize("own", ["12KH/UBND", "12 /KH - UBND", "012/KH.UBND"])
def test_the_plans_own_number_with_other_signs_is_no_citation(own):
    assert cite(f"I. MỤC ĐÍCH\nThay cho Kế hoạch số {own} đã gửi.\n", HEAD) == []


def test_who_issued_it_may_stand_in_front():
    (citation,) = cite("Ngày đầu năm, Ủy ban nhân dân huyện đã ban hành Quyết định số 31/QĐ-UBND ngày 05/01/2018;")
    assert citation.issuer == "Ủy ban nhân dân huyện"
    (citation,) = cite("Sở Y tế tham mưu UBND tỉnh ban hành Kế hoạch số 31/KH-UBND.")
    assert citation.issuer == "UBND tỉnh"
    (citation,) = cite("UBND tỉnh giao Sở Y tế tham mưu ban hành Kế hoạch số 31/KH-UBND.")
    assert citation.issuer is None
    (citation,) = cite("Sở Y tế có trách nhiệm ban hành Kế hoạch số 31/KH-UBND.")
    assert citation.issuer is None  # the symbol names another body
    (citation,) = cite("UBND tỉnh ban hành Kế hoạch thực hiện Nghị quyết số 31/NQ-CP.")
    assert citation.issuer is None


def test_two_types_joined_by_and_share_their_issuer():
    found = cite("Nghị quyết số 4-NQ/TW và Kết luận số 9-KL/TW của Bộ Chính trị; Chỉ thị số 8-CT/TW của Ban Bí thư;")
    assert [citation.issuer for citation in found] == ["Bộ Chính trị", "Bộ Chính trị", "Ban Bí thư"]
    found = cite("Nghị quyết số 4-NQ/TW, Kết luận số 9-KL/TW của Bộ Chính trị;")
    assert [citation.issuer for citation in found] == [None, "Bộ Chính trị"]


def test_a_citation_stops_before_the_next_of_a_list_with_a_blank_before_its_mark():
    first, second = cite("Nghị định số 80/2021/NĐ-CP ; Nghị định số 81/2021/NĐ-CP ngày 04/9/2021 của Chính phủ;")
    assert (first.text, first.date) == ("Nghị định số 80/2021/NĐ-CP", None)
    assert second.date == "2021-09-04"


def test_the_title_is_the_trich_yeu():
    (citation,) = cite(
        "Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị về phát triển kinh tế tư nhân; các văn bản"
    )
    assert citation.title == "về phát triển kinh tế tư nhân"
