"""PDF files: lines to paragraphs, columns, tables, notes and page furniture; broken text layers and bad files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pages import LEFT, RIGHT, STEP, frame, full, make_pdf, page, piece, read_pages

from kehoach_parser.errors import ReadError
from kehoach_parser.readers import Limits, read_bytes, read_file
from kehoach_parser.readers.grids import find_grids
from kehoach_parser.readers.lost_letters import find_broken, is_splinter, soundness
from kehoach_parser.readers.page_parts import Piece, Ruling

INDENT = LEFT + 36


def rows(*lines: tuple[str, float, bool], top: float = 120.0) -> list[list[Piece]]:
    """Lines below one another: their words, where they start, and whether they reach the right edge."""
    return [
        [full(text, x, top + i * STEP) if reaches else piece(text, x, top + i * STEP)]
        for i, (text, x, reaches) in enumerate(lines)
    ]


# --- paragraphs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (  # an indent begins a paragraph, also after a full line
            [
                ("Các cơ quan tổ chức thực hiện đúng quy định.", INDENT, True),
                ("Sở Nội vụ chủ trì.", INDENT, False),
                ("Sở Tài chính phối hợp.", INDENT, False),
            ],
            ["Các cơ quan tổ chức thực hiện đúng quy định.", "Sở Nội vụ chủ trì.", "Sở Tài chính phối hợp."],
        ),
        (  # a line at the edge carries on, whatever it begins with
            [
                ("Đề nghị Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị", INDENT, True),
                ("- xã hội phối hợp thực hiện.", LEFT, False),
                ("Sở Nội vụ chủ trì.", INDENT, False),
            ],
            [
                "Đề nghị Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội phối hợp thực hiện.",
                "Sở Nội vụ chủ trì.",
            ],
        ),
        (  # a symbol that the line end cuts
            [
                ("Thực hiện Chỉ thị số 52-", INDENT, True),
                ("CT/TW của Ban Bí thư.", LEFT, False),
                ("Sở Nội vụ chủ trì.", INDENT, False),
            ],
            ["Thực hiện Chỉ thị số 52-CT/TW của Ban Bí thư.", "Sở Nội vụ chủ trì."],
        ),
        (  # an item whose lines hang below its first word
            [
                ("- Tổ chức hội nghị triển khai Kế hoạch đến các", LEFT, True),
                ("Sở, ban, ngành của tỉnh", LEFT + 20, False),
                ("- Báo cáo kết quả", LEFT, False),
            ],
            ["- Tổ chức hội nghị triển khai Kế hoạch đến các Sở, ban, ngành của tỉnh", "- Báo cáo kết quả"],
        ),
    ],
)
def test_lines_make_paragraphs(lines: list[tuple[str, float, bool]], paragraphs: list[str]) -> None:
    edges = [("Lề trái và lề phải của trang được thấy ở những dòng dài này, dòng", LEFT, True)] * 3
    text = read_pages(page(1, *rows(*lines, *edges))).text.split("\n")
    assert text[: len(paragraphs)] == paragraphs


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    lines = ("Các sở, ban, ngành căn cứ chức năng,", INDENT, True), ("nhiệm vụ được giao và", LEFT, True)
    first = page(1, *rows(*lines))
    second = page(2, [piece("2", 310, 30)], *rows(("tình hình thực tế để thực hiện.", LEFT, False)))
    document = read_pages(first, second)
    assert document.text == (
        "Các sở, ban, ngành căn cứ chức năng, nhiệm vụ được giao và tình hình thực tế để thực hiện."
    )
    assert [(block.page, document.text[block.span.start :][:4]) for block in document.blocks] == [
        (1, "Các "),
        (2, "tình"),
    ]


def test_a_title_of_several_lines_is_one_paragraph_and_a_letterhead_is_not() -> None:
    def centred(text: str, y: float) -> list[Piece]:
        width = len(text) * 6.0
        return [piece(text, (LEFT + RIGHT - width) / 2, y, bold=True)]

    lines = [
        centred("KẾ HOẠCH", 120),
        centred("Thực hiện Chương trình bình đẳng giới", 140),
        centred("trên địa bàn tỉnh giai đoạn 2021 - 2030", 160),
        *rows(("Căn cứ Quyết định số 2282/QĐ-TTg ngày 31/12/2020 của Thủ tướng", INDENT, True), top=200),
    ]
    assert read_pages(page(1, *lines)).text.split("\n")[:2] == [
        "KẾ HOẠCH",
        "Thực hiện Chương trình bình đẳng giới trên địa bàn tỉnh giai đoạn 2021 - 2030",
    ]


# --- columns --------------------------------------------------------------------------------------------------------


def test_a_letterhead_is_read_side_by_side() -> None:
    lines = [
        [piece("ỦY BAN NHÂN DÂN", 100, 60)],
        [piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 310, 60)],
        [piece("TỈNH ĐIỆN BIÊN", 105, 80, bold=True)],
        [piece("Độc lập - Tự do - Hạnh phúc", 330, 80)],
        [piece("Số:       /KH-UBND", 100, 104)],
        [piece("Điện Biên, ngày 18 tháng 02 năm 2021", 320, 106)],
        [piece("KẾ HOẠCH", 280, 150)],
    ]
    assert read_pages(page(1, *lines)).text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐIỆN BIÊN",
        "Số: /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Điện Biên, ngày 18 tháng 02 năm 2021",
        "KẾ HOẠCH",
    ]


def test_a_number_stamped_into_its_blank_comes_where_it_is_seen() -> None:
    lines = [
        [piece("Số:", 100, 60), piece("/KH-UBND", 145, 60)],
        [piece("Đồng Nai, ngày 20 tháng 11 năm 2025", 320, 60)],
        [piece("KẾ HOẠCH", 280, 150)],
        [piece("182", 121, 61)],  # written last
    ]
    assert read_pages(page(1, *lines)).text.split("\n")[0] == "Số: 182 /KH-UBND"


def test_recipients_cut_off_by_the_page_end_stay_with_the_others() -> None:
    first = page(
        1,
        [piece("Nơi nhận:", 90, 700)],
        [piece("TM. ỦY BAN NHÂN DÂN", 350, 700)],
        [piece("- Bộ Nội vụ;", 90, 715)],
        [piece("CHỦ TỊCH", 380, 715)],
    )
    second = page(2, [piece("- Lưu: VT.", 90, 100)], [piece("PHỤ LỤC", 280, 160)])
    assert read_pages(first, second).text.split("\n") == [
        "Nơi nhận:",
        "- Bộ Nội vụ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "PHỤ LỤC",
    ]


# --- page furniture -------------------------------------------------------------------------------------------------

STAMP = [
    [piece("Người ký: Ủy ban nhân dân tỉnh Đồng Nai", 380, 20, size=8)],
    [piece("Email: ubnd@dongnai.gov.vn", 380, 30, size=8)],
    [piece("Cơ quan: Tỉnh Đồng Nai", 380, 40, size=8)],
    [piece("Thời gian ký: 25.11.2025 15:32:17 +07:00", 380, 50, size=8)],
]


@pytest.mark.parametrize(
    "stamp",
    [
        STAMP,
        [[piece("Ký bởi: Sở Y tế", 380, 20, size=9)], [piece("Ngày ký: 25/11/2025 10:20:00", 380, 31, size=9)]],
        [[piece("Digitally signed by SỞ Y TẾ", 380, 20)], [piece("Date: 2025.11.25 10:20:00 +07'00'", 380, 35)]],
    ],
)
def test_the_stamp_of_a_signature_is_no_text_and_its_date_not_the_date_of_the_plan(stamp: list[list[Piece]]) -> None:
    from kehoach_parser.pipeline import parse_document
    from kehoach_parser.rules import Rules

    lines = [
        *stamp,
        [piece("UBND TỈNH ĐỒNG NAI", 100, 80)],
        [piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 310, 80)],
        [piece("Số: 182/KH-UBND", 100, 104)],
        [piece("Đồng Nai, ngày 20 tháng 11 năm 2025", 320, 104)],
        [piece("KẾ HOẠCH", 280, 150)],
        [piece("Người ký cam kết chịu trách nhiệm", LEFT, 180)],
    ]
    document = read_pages(page(1, *lines))
    assert "25" not in document.text.replace("2025", "") and "signed" not in document.text
    assert "Người ký cam kết" in document.text
    assert parse_document(document, Rules.load()).header.date == "2025-11-20"


def test_page_numbers_and_running_heads_are_left_out_and_years_are_not() -> None:
    pages = [
        page(
            number,
            [piece(f"{number} CÔNG BÁO/Số {number} + 1/Ngày 05-01-2021", 120, 20)],
            [piece(f"Nội dung của trang {number} là", LEFT, 300)],
            [piece("2025", LEFT, 400)],
            [piece(f"- {number} -", 300, 810)],
        )
        for number in (1, 2, 3)
    ]
    text = read_pages(*pages).text
    assert "CÔNG BÁO" not in text and text.count("2025") == 3
    assert [word for word in ("- 1 -", "- 2 -", "- 3 -") if word in text] == []


def test_footnotes_stand_at_the_end_with_their_marks() -> None:
    lines = [
        [piece("theo quy định của Chính phủ", LEFT, 120), piece("1", LEFT + 164, 117, size=7, glued=True)],
        *rows(("Sở Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị liên quan thực hiện.", INDENT, False), top=160),
        [piece("1", LEFT, 780, size=6), piece("Nghị định số 30/2020/NĐ-CP của Chính phủ", LEFT + 6, 780, size=9)],
        [piece("về công tác văn thư.", LEFT, 792, size=9)],
    ]
    document = read_pages(page(1, *lines))
    assert document.text.split("\n") == [
        "theo quy định của Chính phủ[1]",
        "Sở Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị liên quan thực hiện.",
        "[1] Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư.",
    ]
    assert len(document.footnotes) == 1


# --- tables ---------------------------------------------------------------------------------------------------------


def grid(top: float, heights: int) -> list[Ruling]:
    """Ruling lines of a table of three columns and rows of 30 points."""
    xs, ys = (85.0, 125.0, 385.0, 540.0), [top + 30.0 * i for i in range(heights + 1)]
    return [
        *(Ruling(False, y, xs[0], xs[-1]) for y in ys),
        *(Ruling(True, x, ys[0], ys[-1]) for x in xs),
    ]


def test_a_ruled_table_goes_on_upon_the_next_page() -> None:
    def head(y: float) -> list[list[Piece]]:
        return [[piece("TT", 90, y)], [piece("Nhiệm vụ", 130, y)], [piece("Cơ quan chủ trì", 390, y)]]

    first = page(
        1,
        [piece("Danh mục nhiệm vụ:", LEFT, 600)],
        *head(705),
        [piece("1", 90, 735)],
        [piece("Xây dựng cơ sở dữ liệu cán bộ nữ và", 130, 733)],
        [piece("Sở Nội vụ", 390, 735)],
        rulings=grid(700, 2),
    )
    second = page(
        2,
        *head(65),
        [piece("cập nhật hằng năm", 130, 95)],
        [piece("2", 90, 125)],
        [piece("Báo cáo kết quả", 130, 125)],
        [piece("Văn phòng", 390, 125)],
        rulings=grid(60, 3),
    )
    document = read_pages(first, second)
    assert document.text.split("\n") == [
        "Danh mục nhiệm vụ:",
        "TT | Nhiệm vụ | Cơ quan chủ trì",
        "1 | Xây dựng cơ sở dữ liệu cán bộ nữ và cập nhật hằng năm | Sở Nội vụ",
        "2 | Báo cáo kết quả | Văn phòng",
    ]
    assert len(document.tables) == 1


def test_cells_without_a_line_between_them_are_one() -> None:
    rulings = [ruling for ruling in grid(100, 2) if not ruling.vertical]
    rulings += [Ruling(True, 85, 100, 160), Ruling(True, 540, 100, 160), Ruling(True, 125, 130, 160)]
    [found] = find_grids([*rulings, Ruling(True, 385, 130, 160)])
    assert [(cell.row, cell.column, cell.width) for cell in found.cells] == [(0, 0, 3), (1, 0, 1), (1, 1, 1), (1, 2, 1)]


def test_a_frame_and_an_underline_are_no_table() -> None:
    assert find_grids(frame(50, 550, 50, 800)) == []
    assert find_grids([Ruling(False, y, 100, 200) for y in (80, 120, 160, 200)]) == []


def test_many_ruling_lines_do_not_take_long() -> None:
    rulings = [Ruling(bool(i % 2), i % 997, (i * 7) % 900, (i * 7) % 900 + 200) for i in range(3_999)]
    start = time.perf_counter()
    find_grids(rulings)
    assert time.perf_counter() - start < 5


# --- broken text layers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "splinter"),
    [("NG", True), ("ỆP", True), ("ẨM", True), ("Ộ", True), ("T", True)]
    + [(word, False) for word in ("Ủy", "ông", "UBND", "ở", "ấn", "GVCN", "nghiệp", "an", "ý", "ước")],
)
def test_splinters_of_syllables(word: str, splinter: bool) -> None:
    assert is_splinter(word) is splinter


SOUND = "Căn cứ Quyết định số 2282/QĐ-TTg ngày 31/12/2020 của Thủ tướng Chính phủ phê duyệt Chương trình\n" * 8


@pytest.mark.parametrize(
    ("pages", "broken"),
    [
        ([SOUND, SOUND], [False, False]),
        (["Can cu Quyet dinh so 2282 ngay 31 thang 12 cua Thu tuong Chinh phu phe duyet\n" * 8], [True]),
        (["C¨n cø QuyÕt ®Þnh sè 2282 ngµy 31 th¸ng 12 cña Thñ t­íng ChÝnh phñ\n" * 8], [True]),
        (["TT Họ tên Chức vụ\nC. Ý T. Hà GVCN 10A1 SV CNTT\n" * 3 + SOUND], [False]),
        ([""], [False]),
    ],
)
def test_lost_letters_are_found(pages: list[str], broken: list[bool]) -> None:
    assert find_broken(pages) == broken


def test_soundness_of_a_few_words_is_not_judged() -> None:
    assert soundness("GIAI ĐOẠN 2021 - 2030") == 1.0


def test_a_broken_font_is_never_read_silently(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ReadError, match="tesseract-ocr-vie") as caught:
        read_file(shared / "plans" / "hufi-trao-bang-2016.broken-font.pdf")
    assert "\n" not in str(caught.value)


# --- bad files ------------------------------------------------------------------------------------------------------

LOCKED = make_pdf(
    1,
    further=f"4 0 obj<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>endobj",
    trailer="/Encrypt 4 0 R/ID[<41><41>]",
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (make_pdf(1)[:200], "cắt cụt"),
        (b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF", "hỏng"),
        (LOCKED, "mật khẩu"),
        (make_pdf(0), "hỏng"),
        (make_pdf(1), "không có chữ"),
        (make_pdf(10_000), "10000 trang"),
    ],
)
def test_bad_files_are_refused_in_one_line(data: bytes, words: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name="a.pdf")
    message = str(caught.value)
    assert words in message and "\n" not in message and "hãy" in message and "a.pdf" in message
    assert time.perf_counter() - start < 2


def test_the_limit_on_pages_can_be_set() -> None:
    with pytest.raises(ReadError, match="max_pages"):
        read_bytes(make_pdf(4), name="a.pdf", limits=Limits(max_pages=3))
