"""Markdown as converters and crawlers write it."""

from __future__ import annotations

import pytest

from kehoach_parser.document import Document
from kehoach_parser.readers import read_text
from kehoach_parser.readers.flattened import align, split_rows
from kehoach_parser.readers.inline import strip_marks


def cells(document: Document) -> list[list[list[str]]]:
    return [[[document.text[c.start : c.end] for c in row] for row in table.rows] for table in document.tables]


def bold(document: Document) -> list[str]:
    return [document.text[a:b] for a, b in document.bold]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**1. **100% xã", "1. 100% xã"),
        ("**1**. **Mục đích**", "1. Mục đích"),
        ("*6.3. *Trên 80%", "6.3. Trên 80%"),
        ("**Điều 1.**** **Ban hành", "Điều 1. Ban hành"),
        ("** **", " "),
        ("***(hoặc tương đương) *", "(hoặc tương đương) "),
        ("*N-NH*4+-N", "N-NH4+-N"),
        ("_V/v tổ chức_", "V/v tổ chức"),
        ("ten_tep_van_ban", "ten_tep_van_ban"),
        ("Ghi chú: (*) số ước tính", "Ghi chú: (*) số ước tính"),
        ("* Thời gian thực hiện", "* Thời gian thực hiện"),
        (r"1\. Mục \- tiêu \*", "1. Mục - tiêu *"),
        ("3*4 = 12", "3*4 = 12"),
        ('[Nghị định 30](https://vanban.vn/30 "x")', "Nghị định 30"),
        ("kết quả[^2]", "kết quả[2]"),
        ("A&nbsp;&amp; B", "A\u00a0& B"),
        ("m<sup>2</sup>", "m2"),
        ("a < b và c > d", "a < b và c > d"),
    ],
)
def test_marks_inside_a_paragraph(raw: str, text: str) -> None:
    assert strip_marks(raw).text == text


def test_headings_bold_and_rules() -> None:
    document = read_text("## **KẾ HOẠCH**\n\n---\n\n### **I. MỤC TIÊU** ###\n\n**3. Phòng Kế hoạch:** Cân đối\n")
    assert document.text == "KẾ HOẠCH\nI. MỤC TIÊU\n3. Phòng Kế hoạch: Cân đối"
    assert document.headings == {0: 2, 9: 3}
    assert bold(document) == ["KẾ HOẠCH", "I. MỤC TIÊU", "3. Phòng Kế hoạch:"]
    assert document.source.media_type == "text/markdown"


def test_hard_breaks_separate_and_soft_breaks_inside_bold_do_not() -> None:
    document = read_text("# X\n\n**KT. TRƯỞNG BAN  \nPHÓ TRƯỞNG BAN**\n\n**TM. ỦY BAN\nNHÂN DÂN**\n")
    assert document.text.split("\n")[1:] == ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "TM. ỦY BAN NHÂN DÂN"]


def test_a_hard_wrapped_page_is_joined_and_its_lists_are_kept() -> None:
    text = (
        "**KẾ HOẠCH**\n\n"
        + "Thực hiện Quyết định số\n2282/QĐ-TTg ngày 31 tháng 12 năm 2020 của Thủ tướng Chính phủ phê duyệt\n"
        + "Chương trình tăng cường sự tham gia bình đẳng của phụ nữ trong các vị trí lãnh\nđạo, quản lý.\n\n"
        + "- Rà soát, kiện toàn đội ngũ cán bộ nữ của các cơ quan, đơn vị trên địa bàn\ntỉnh trong giai đoạn 2026\n"
        + "- 2030 và những năm tiếp theo để bảo đảm nguồn cán bộ cho nhiệm kỳ sau và các\nnhiệm kỳ kế tiếp.\n\n"
        + "Gồm các việc sau đây, do các sở, ban, ngành, địa phương cùng thực hiện\nhằng năm:\n- Tập huấn;\n- Sơ kết.\n"
    )
    lines = read_text(text).text.split("\n")
    assert lines[1].startswith("Thực hiện Quyết định số 2282/QĐ-TTg") and lines[1].endswith("lãnh đạo, quản lý.")
    assert "giai đoạn 2026 - 2030 và" in lines[2]
    assert lines[3].endswith("hằng năm:")
    assert lines[4:] == ["- Tập huấn;", "- Sơ kết."]


def test_a_dense_page_keeps_headings_apart_from_their_text() -> None:
    text = (
        "KẾ HOẠCH\nTRỒNG CÂY XANH TRÊN ĐỊA BÀN TỈNH NĂM 2023\nThực hiện Quyết định số 15/QĐ-UBND ngày\n"
        "18/01/2022 của Ủy ban nhân dân tỉnh phê duyệt Đề án trồng cây xanh, Ủy ban nhân dân\n"
        "tỉnh ban hành Kế hoạch trồng cây xanh trên địa bàn tỉnh trong năm nay như sau:\n"
        "I. MỤC ĐÍCH,\nYÊU CẦU\n1. Mục đích\n"
        "Nâng tỷ lệ che phủ rừng ở các xã vùng cao, bảo vệ nguồn nước và đất canh tác của các\n"
        "hộ dân, tạo cảnh quan xanh, sạch, đẹp cho các khu dân cư và trường học trên địa bàn.\n"
        "2. Yêu cầu\nCác địa phương chọn giống cây phù hợp với thổ nhưỡng, chăm sóc và bảo vệ cây sau khi\n"
        "trồng; không trồng cây theo phong trào.\n"
    )
    assert read_text("|\n" + text).text.split("\n")[:8] == [
        "KẾ HOẠCH",
        "TRỒNG CÂY XANH TRÊN ĐỊA BÀN TỈNH NĂM 2023",
        "Thực hiện Quyết định số 15/QĐ-UBND ngày 18/01/2022 của Ủy ban nhân dân tỉnh phê duyệt Đề án trồng cây xanh, "
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng cây xanh trên địa bàn tỉnh trong năm nay như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "Nâng tỷ lệ che phủ rừng ở các xã vùng cao, bảo vệ nguồn nước và đất canh tác của các hộ dân, tạo cảnh quan "
        "xanh, sạch, đẹp cho các khu dân cư và trường học trên địa bàn.",
        "2. Yêu cầu",
        "Các địa phương chọn giống cây phù hợp với thổ nhưỡng, chăm sóc và bảo vệ cây sau khi trồng; "
        "không trồng cây theo phong trào.",
    ]


def test_source_lines_are_known() -> None:
    document = read_text("# KẾ HOẠCH\n\n1. Mục đích\n\n\n2. Yêu cầu, bám sát theo Quyết định số\n\n2282/QĐ-TTg\n")
    assert [(block.span.of(document.text).strip(), block.line) for block in document.blocks] == [
        ("KẾ HOẠCH", 1),
        ("1. Mục đích", 3),
        ("2. Yêu cầu, bám sát theo Quyết định số", 6),
        ("2282/QĐ-TTg", 8),
    ]


def test_pipe_tables() -> None:
    document = read_text(
        "# Phụ lục\n\n| **TT** | Việc | Hạn |\n|---|:-:|--:|\n| **Buổi sáng** |||\n| 1 | a\\|b<br>C | |\n\nHết.\n"
    )
    assert cells(document) == [[["TT", "Việc", "Hạn"], ["Buổi sáng"], ["1", "a|b\nC", ""]]]
    assert document.tables[0].rows[1][0].width == 3
    assert document.text.endswith("\nHết.")


@pytest.mark.parametrize("edge", ["", "| "])
def test_a_table_goes_on_over_empty_lines_between_its_rows(edge: str) -> None:
    rows = ["TT | Việc | Đơn vị chủ trì | Hạn", "1 | Rà soát | Sở Y tế | 2026", "2 | Tổng hợp | Sở Nội vụ | 2027"]
    text = "\n\n".join(f"{edge}{row}{edge[::-1]}" for row in rows)
    document = read_text(f"KẾ HOẠCH\n\n{text}\n\nNơi nhận: | TM. ỦY BAN NHÂN DÂN\n\nHết.")
    assert cells(document) == [[row.split(" | ") for row in rows]]


def test_an_empty_line_parts_two_tables_with_heads_of_their_own() -> None:
    table = "| TT | Việc | Hạn |\n|---|---|---|\n| 1 | Rà soát | 2026 |\n"
    assert len(read_text(f"KẾ HOẠCH\n\n{table}\n{table}").tables) == 2


def test_a_letterhead_in_a_pipe_table_is_plain_text() -> None:
    document = read_text("| UBND XÃ A<br>Số: 1/KH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n")
    assert document.tables == ()
    assert document.text == "UBND XÃ A\nSố: 1/KH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


FLAT = """|
**UBND XÃ
**
TÂN AN
-------
|
**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
-------
|
|
Số:
12/KH-UBND
|
*Tân An, ngày
2 tháng 3 năm 2026*
|

** **

**KẾ HOẠCH**

|
**STT**
|
**Nhiệm vụ**
|
**Thời gian**
|
|
**I. Tuyên
truyền**
|
|
1
|
Tập huấn cho
cán bộ
|
2026
|
|
2
|
Báo cáo
|
|
|
3
|
** **
|
*-*
|

Hết bảng.

|
Nơi nhận:
- Huyện ủy;
- Lưu: VT.
|
**TM. ỦY BAN NHÂN
DÂN**
KT. CHỦ TỊCH
**PHÓ CHỦ TỊCH**
**Lê Văn A**
|
"""


def test_flattened_tables_and_letterheads() -> None:
    document = read_text(FLAT)
    assert cells(document) == [
        [
            ["STT", "Nhiệm vụ", "Thời gian"],
            ["I. Tuyên truyền"],
            ["1", "Tập huấn cho cán bộ", "2026"],
            ["2", "Báo cáo", ""],
            ["3", "", "-"],
        ]
    ]
    lines = document.text.split("\n")
    assert lines[:6] == [
        "UBND XÃ",
        "TÂN AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/KH-UBND",
        "Tân An, ngày 2 tháng 3 năm 2026",
    ]
    assert lines[-7:] == [
        "Nơi nhận:",
        "- Huyện ủy;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Văn A",
    ]


def flat(rows: list[list[str]]) -> list[str]:
    out: list[str] = []
    for row in rows:
        out += [*row, ""]
    return out[:-1]


ROWS = {
    "dense": [["TT", "Việc", "Hạn"], ["1", "Họp", "2025"], ["2", "Báo cáo", "2026"]],
    "sparse": [
        ["TT", "Chỉ tiêu", "Đơn vị", "2025", "2030"],
        ["3", "Cơ cấu kinh tế", "", "", ""],
        ["", "- Nông nghiệp", "%", "34", "30"],
        ["", "- Dịch vụ", "%", "", "38"],
        ["4", "Chỉ số giá", "%", "", ""],
    ],
    "groups": [
        ["TT", "Nhiệm vụ trọng tâm", "Chủ trì", "Phối hợp"],
        ["I. TUYÊN TRUYỀN"],
        ["1", "Tập huấn cán bộ nữ", "Sở Nội vụ", "Các sở"],
        ["II", "ĐÀO TẠO NGUỒN CÁN BỘ"],
        ["2", "Mở lớp bồi dưỡng", "Trường Chính trị", ""],
        ["3", "Sơ kết, tổng kết", "Sở Nội vụ", "Các sở"],
    ],
    "two levels": [
        ["TT", "Địa điểm", "Tọa độ"],
        ["X", "Y"],
        ["1", "Cửa sông lạch Càn", "22105", "60695"],
        ["2", "Cửa sông lạch Sung", "22092", "60381"],
        ["3", "Cửa sông Cung", "", ""],
    ],
    "sums": [
        ["TT", "Đối tượng quan trắc", "Thông số", "Tần suất", "Số mẫu"],
        ["1", "Nguồn nước cấp", "pH", "02 lần/tháng", "240"],
        ["Kim loại nặng", "02 lần/năm", "30"],
        ["2", "Ao nuôi đại diện", "pH", "02 lần/tháng", "336"],
        ["", "Tổng cộng", "", "", "606"],
    ],
    "too wide": [["TT", "Việc", "Hạn"], ["1", " ", "Họp", " "], ["2", "Báo cáo", "2026"], ["3", "Sơ kết", "2027"]],
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_found_again(name: str) -> None:
    gaps = flat(ROWS[name])
    rows, columns = split_rows(gaps)
    assert [[gaps[i] for i in row] for row in rows] == ROWS[name]
    assert columns == len(ROWS[name][-1])


def test_cells_get_their_columns() -> None:
    placed = [[(c.text, c.column, c.width) for c in row] for row in align(ROWS["two levels"], 4)]
    assert placed[0] == [("TT", 0, 1), ("Địa điểm", 1, 1), ("Tọa độ", 2, 2)]
    assert placed[1] == [("X", 2, 1), ("Y", 3, 1)]
    groups = align(ROWS["groups"], 4)
    assert [(c.column, c.width) for c in groups[1]] == [(0, 4)]
    assert [(c.column, c.width) for c in groups[3]] == [(0, 1), (1, 3)]
    sums = align(ROWS["sums"], 5)
    assert [c.column for c in sums[2]] == [2, 3, 4]


@pytest.mark.parametrize(
    "text",
    ["|", "|\n|", "|\n|\n|\n", "**", "*", "[^1]:", "#", "# ", "|a|", "| |\n|-|\n", "a | b | c\nd | e | f", "`", ">"],
)
def test_odd_texts_do_not_raise(text: str) -> None:
    document = read_text(text)
    assert len(document.folded) == len(document.text)


def test_notes_stand_at_the_end() -> None:
    document = read_text(
        "# X\n\nĐạt 30 tỷ đồng *[1]*, bằng 5%[^2].\n\n[^2]: Chú thích hai\n\n**Kết**\n\n[1]\nTrong đó: 10 tỷ\nđồng.\n"
    )
    assert [document.text[a:b] for a, b in document.footnotes] == ["[2] Chú thích hai", "[1] Trong đó: 10 tỷ đồng."]
    assert document.text.split("\n")[1:3] == ["Đạt 30 tỷ đồng [1], bằng 5%[2].", "Kết"]


def test_the_printed_text_is_read_again_as_it_is() -> None:
    once = read_text(FLAT)
    assert read_text(once.text).text == once.text
