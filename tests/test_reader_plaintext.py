"""Plain text: one paragraph a line, hard-wrapped, in columns, in tables of tabs."""

from __future__ import annotations

import unicodedata

import pytest

from kehoach_parser.readers import read_text


def lines(text: str) -> list[str]:
    document = read_text(text)
    assert document.source.media_type == "text/plain"
    return document.text.split("\n")


def test_a_line_is_a_paragraph() -> None:
    text = (
        "KẾ HOẠCH\nThực hiện Chương trình\n\nI. MỤC ĐÍCH\n1. Mục đích\nNâng cao nhận thức.\n\tNơi nhận:\n- Sở Nội vụ;\n"
    )
    assert lines(text) == [
        "KẾ HOẠCH",
        "Thực hiện Chương trình",
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "Nâng cao nhận thức.",
        "Nơi nhận:",
        "- Sở Nội vụ;",
    ]


def test_hard_wraps_are_joined_where_the_line_was_full() -> None:
    text = (
        "I. MỤC TIÊU\n"
        "Tỷ lệ nữ cán bộ, công chức, viên chức tham gia cấp ủy Đảng các cấp đạt\n"
        "từ 25% trở lên vào năm 2025 và phấn đấu đạt mức cao hơn trong các năm\n"
        "tiếp theo.\n"
        "Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân\n"
        "cấp xã tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh và báo cáo Ủy\n"
        "ban nhân dân tỉnh.\n"
        "II. TỔ CHỨC THỰC HIỆN\n"
        "Các cơ quan, đơn vị căn cứ Kế hoạch này xây dựng kế hoạch của cơ quan,\n"
        "đơn vị mình.\n"
    )
    assert [line[:12] for line in lines(text)] == [
        "I. MỤC TIÊU",
        "Tỷ lệ nữ cán",
        "Sở Nội vụ ch",
        "II. TỔ CHỨC ",
        "Các cơ quan,",
    ]


def test_a_letterhead_in_two_columns() -> None:
    text = (
        "UBND TỈNH A\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ NỘI VỤ\t\tĐộc lập - Tự do - Hạnh phúc\n"
        "-----\n"
        "Số: 12/KH-SNV          Tỉnh A, ngày 1 tháng 2 năm 2025\n\n"
        "KẾ HOẠCH\n\nNâng cao năng lực.\n\n"
        "Nơi nhận:\tKT. GIÁM ĐỐC\n- Như trên;\tPHÓ GIÁM ĐỐC\n- Lưu: VT.\n\n\t\tLê Văn A\n"
    )
    assert lines(text) == [
        "UBND TỈNH A",
        "SỞ NỘI VỤ",
        "Số: 12/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Tỉnh A, ngày 1 tháng 2 năm 2025",
        "KẾ HOẠCH",
        "Nâng cao năng lực.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Lê Văn A",
    ]


def test_a_table_pasted_from_word() -> None:
    document = read_text("Phụ lục\nTT\tNhiệm vụ\tThời gian\n1\tTập huấn\tQuý I\n2\tBáo cáo\t\nHết.\n")
    (table,) = document.tables
    assert [[document.text[c.start : c.end] for c in row] for row in table.rows] == [
        ["TT", "Nhiệm vụ", "Thời gian"],
        ["1", "Tập huấn", "Quý I"],
        ["2", "Báo cáo", ""],
    ]
    assert document.text.endswith("\nHết.")


def test_two_who_sign_side_by_side_are_read_one_after_the_other() -> None:
    block = (
        "DUYỆT CỦA HIỆU TRƯỞNG            TỔ TRƯỞNG\n(Ký, ghi rõ họ tên)\n\n\nLê Văn Tám              Bùi Thị Chín\n"
    )
    assert read_text("Trên đây là kế hoạch.\n\n" + block).text.split("\n")[1:] == [
        "DUYỆT CỦA HIỆU TRƯỞNG",
        "(Ký, ghi rõ họ tên)",
        "Lê Văn Tám",
        "TỔ TRƯỞNG",
        "Bùi Thị Chín",
    ]
    one = "PHÓ TRƯỞNG BAN THƯỜNG TRỰC\nGIÁM ĐỐC CÔNG AN TỈNH\nLê Văn Tám"
    assert read_text(one).text == one


def test_a_letterhead_ends_before_the_name_of_the_type() -> None:
    text = (
        "UBND XÃ TÂN HỘI          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TRƯỜNG LÊ LỢI          Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-LL          Tân Hội, ngày 5 tháng 9 năm 2025\nKẾ HOẠCH\nTổ chức hội trại\nI. MỤC ĐÍCH\n"
    )
    assert read_text(text).text.split("\n")[-4:] == [
        "Tân Hội, ngày 5 tháng 9 năm 2025",
        "KẾ HOẠCH",
        "Tổ chức hội trại",
        "I. MỤC ĐÍCH",
    ]


TEXT = "KẾ HOẠCH\nSố: 12/KH-UBND\n\nĐến năm 2025 đạt 60% theo Quyết định số\n\n2282/QĐ-TTg của Thủ tướng.\nHoà, uỷ\n"


@pytest.mark.parametrize(
    "variant",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        unicodedata.normalize("NFD", TEXT),
        TEXT.replace(" ", "\u00a0"),
        "\ufeff" + TEXT,
        TEXT.replace("\n\n", "\n \u200b\n"),
    ],
    ids=["crlf", "cr", "nfd", "nbsp", "bom", "invisible"],
)
def test_the_same_text_however_it_is_stored(variant: str) -> None:
    assert read_text(variant).text == read_text(TEXT).text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t", "\x00", "\ud800", "a", "\ue009", "\x1f\n\x1f", "   x   y   "])
def test_any_text_is_read(text: str) -> None:
    document = read_text(text)
    assert document.text.encode("utf-8") is not None
    assert len(document.folded) == len(document.text)


def test_a_table_by_tabs_with_empty_lines_between_its_rows():
    document = read_text("1. Chỉ tiêu\n\nSTT\tNghề\tSố lượng\n\n1.\tMay\t30\n\n2.\tNấu ăn\t25\n\n2. Hồ sơ\n")
    (table,) = document.tables
    assert [len(row) for row in table.rows] == [3, 3, 3]
    assert document.text.split("\n")[-1] == "2. Hồ sơ"


def test_line_breaks_that_a_database_wrote_out():
    text = "UBND XÃ A\\r\\nSố: 5/KH-UBND\\r\\n\\r\\nKẾ HOẠCH\\r\\nTrồng cây\\r\\nI. MỤC ĐÍCH\\r\\nTrồng rừng."
    assert read_text(text).text.split("\n")[:3] == ["UBND XÃ A", "Số: 5/KH-UBND", "KẾ HOẠCH"]
    once = "Ghi \\r\\n trong tệp.\nXong."
    assert read_text(once).text == once


def test_a_blank_lost_before_a_date_is_put_back():
    document = read_text("Đến năm2020 đạt 5%, trước ngày9/8/2016 và tháng7; năm2 của khóa, tháng123.")
    assert document.text == "Đến năm 2020 đạt 5%, trước ngày 9/8/2016 và tháng 7; năm 2 của khóa, tháng123."


def test_what_is_left_of_an_image_without_a_name():
    assert read_text("KẾ HOẠCH\nTrồng cây\n![]() |\nI. MỤC ĐÍCH\nTrồng rừng.").text.split("\n")[2] == "I. MỤC ĐÍCH"


HEAD_OF_CELLS = ["STT", "Việc", "Số lượng"]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["1", "Trồng tre", "40", "2", "Trồng keo", "2"], 3),
        (["1", "Trồng tre", "40", "2", "Trồng keo", "60", "II. TỔ CHỨC THỰC HIỆN"], 3),
        (["1", "Trồng tre", "40"], 0),
        (["1", "Trồng tre", "2", "Trồng keo", "60", "3", "Trồng sấu", "10"], 0),
        (["1", "Trồng tre", "40", "2", "Trồng keo", "3", "Trồng sấu", "10"], 0),
        (["1", "Trồng tre", "40", "2", "Trồng keo", "60", "Cộng", "100"], 0),
    ],
    ids=["to-the-end", "before-a-heading", "one-row", "a-cell-missing", "a-cell-missing-below", "a-sum-without-number"],
)
def test_a_table_with_one_cell_on_each_line(cells, rows):
    document = read_text("1. Chỉ tiêu\n\n" + "\n\n".join(HEAD_OF_CELLS + cells) + "\n")
    assert [len(row) for table in document.tables for row in table.rows] == [3] * rows
