"""The parts of form: letterhead, number, date, issuer, title, period, signers, recipients."""

from __future__ import annotations

import pytest

from kehoach_parser.extract.form import read_form
from kehoach_parser.extract.header import extract_header
from kehoach_parser.extract.issuer import spell
from kehoach_parser.extract.layout import find_layout
from kehoach_parser.extract.period import period_of_line, period_of_title
from kehoach_parser.models import Header
from kehoach_parser.readers import read_text
from kehoach_parser.rules import Rules

RULES = Rules.load()
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
TITLE = "KẾ HOẠCH\nTruyền thông về bình đẳng giới\n"
BODY = "Căn cứ Luật Bình đẳng giới;\nI. MỤC ĐÍCH\nNâng cao nhận thức.\n"


def read(text: str) -> tuple[str, Header]:
    document = read_text(text)
    header = extract_header(document, find_layout(document, RULES), RULES)
    for span in header.spans.values():
        assert 0 <= span.start < span.end <= len(document.text)
    return document.text, header


@pytest.mark.parametrize(
    ("head", "issuer", "parent"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\n-------\n" + NATION, "Ủy ban nhân dân tỉnh Bắc Ninh", None),
        ("UBND TỈNH YÊN BÁI " + NATION, "Ủy ban nhân dân tỉnh Yên Bái", None),
        (
            "HỘI LHPN HUYỆN MỘC CHÂU\nBAN THƯỜNG VỤ\n" + NATION,
            "Ban Thường vụ Hội Liên hiệp Phụ nữ huyện Mộc Châu",
            "Hội Liên hiệp Phụ nữ huyện Mộc Châu",
        ),
        (
            "UBND TỈNH LÀO CAI\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG\n" + NATION,
            "Sở Thông tin và Truyền thông",
            "Ủy ban nhân dân tỉnh Lào Cai",
        ),
        (
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nĐỒNG THÁP\nTRƯỜNG THPT CAO LÃNH 2\n" + NATION,
            "Trường Trung học phổ thông Cao Lãnh 2",
            "Sở Giáo dục và Đào tạo Đồng Tháp",
        ),
        (
            "TỈNH ỦY QUẢNG NINH\nBAN TỔ CHỨC\n*\nĐẢNG CỘNG SẢN VIỆT NAM\n",
            "Ban Tổ chức Tỉnh ủy Quảng Ninh",
            "Tỉnh ủy Quảng Ninh",
        ),
        (
            "THÀNH ĐOÀN HÀ NỘI\nBCH ĐOÀN XÃ ĐÔNG ANH\n***\nĐOÀN TNCS HỒ CHÍ MINH\n",
            "Ban Chấp hành Đoàn xã Đông Anh",
            "Thành đoàn Hà Nội",
        ),
        (
            "HUYỆN ĐOÀN HÒA AN\nBCH ĐOÀN TTGDNN-GDTX HÒA AN\n***\nĐOÀN TNCS HỒ CHÍ MINH\n"
            "Hòa An, ngày 26 tháng 02 năm 2022\n",
            "Ban Chấp hành đoàn trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên Hòa An",
            "Huyện đoàn Hòa An",
        ),
        (
            "UBND TỈNH YÊN BÁI\nBTC HỘI THI TIN HỌC TRẺ\n" + NATION,
            "Ban Tổ chức hội thi tin học trẻ",
            "Ủy ban nhân dân tỉnh Yên Bái",
        ),
        ("# ỦY BAN NHÂN DÂN\n# XÃ TÂN HỘI\n## " + NATION, "Ủy ban nhân dân xã Tân Hội", None),
        (
            "HỘI LÀM VƯỜN VIỆT NAM\nBAN CHẤP HÀNH TỈNH PHÚ THỌ\n" + NATION,
            "Ban Chấp hành hội làm vườn tỉnh Phú Thọ",
            "Hội làm vườn Việt Nam",
        ),
        (
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO PHÚ THỌ TRƯỜNG THPT LÊ LỢI\n" + NATION,
            "Trường Trung học phổ thông Lê Lợi",
            "Sở Giáo dục và Đào tạo Phú Thọ",
        ),
        ("BAN CHẤP HÀNH ĐOÀN XÃ TÂN HỘI\n" + NATION, "Ban Chấp hành Đoàn xã Tân Hội", None),
        ("SỞ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI\n" + NATION, "Sở Lao động - Thương binh và Xã hội", None),
        ("BAN CHỈ ĐẠO VỀ TRỒNG RỪNG,\nGIỮ RỪNG\n" + NATION, "Ban Chỉ đạo về trồng rừng, giữ rừng", None),
        ("ỦY BAN NHÂN DÂN -\nTỈNH LAI CHÂU\n" + NATION, "Ủy ban nhân dân tỉnh Lai Châu", None),
        (
            "UBND XÃ TÂN HỘI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM TRƯỜNG THCS LÊ LỢI Độc lập - Tự do - Hạnh phúc\n",
            "Trường Trung học cơ sở Lê Lợi",
            "Ủy ban nhân dân xã Tân Hội",
        ),
    ],
)
def test_the_issuer_of_a_letterhead_in_full_and_in_normal_case(head, issuer, parent):
    _, header = read(head + "Số: 7/KH-ABC\nHà Nội, ngày 02 tháng 3 năm 2024\n" + TITLE + BODY)
    assert (header.issuer, header.parent_issuer) == (issuer, parent)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (TITLE + "Căn cứ Luật; Ban Quản lý vịnh Lan Hạ xây dựng kế hoạch như sau:\n", "Ban Quản lý vịnh Lan Hạ"),
        (TITLE + "Ủy ban nhân dân (UBND) xã Tân Hội ban hành Kế hoạch như sau:\n", "Ủy ban nhân dân xã Tân Hội"),
        ("KẾ HOẠCH\nGia đình tỉnh Hà Tĩnh\nUBND tỉnh xây dựng Kế hoạch như sau:\n", "Ủy ban nhân dân tỉnh Hà Tĩnh"),
        (TITLE + BODY, None),
    ],
)
def test_without_a_letterhead_the_preamble_names_the_issuer(text, issuer):
    assert read(text)[1].issuer == issuer


def test_the_text_itself_corrects_a_slip_of_the_letterhead():
    text = "UBND TỈNH PHÚ THỌ\nSỞ THÔNG TIN VÀ TRUYỂN THÔNG\n" + NATION + TITLE + "Sở Thông tin và Truyền thông lập.\n"
    assert read(text)[1].issuer == "Sở Thông tin và Truyền thông"


def test_a_name_that_the_text_never_repeats_takes_its_case_from_the_known_names():
    document = read_text(" ")
    form = read_form(RULES)
    assert spell(document, form, "HỘI ĐỒNG NHÂN DÂN HUYỆN TỦA CHÙA") == "Hội đồng nhân dân huyện Tủa Chùa"
    assert spell(document, form, "TRƯỜNG MẦM NON HOA BAN") == "Trường Mầm non Hoa Ban"


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("BẢO HIỂM XÃ HỘI TỈNH LÀO CAI", "Bảo hiểm xã hội tỉnh Lào Cai"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội"),
        ("NGÂN HÀNG CHÍNH SÁCH XÃ HỘI HUYỆN MÙ CANG CHẢI", "Ngân hàng Chính sách xã hội huyện Mù Cang Chải"),
        ("UBND XÃ HỘI SƠN", "Ủy ban nhân dân xã Hội Sơn"),
        ("UBND HUYỆN NÚI THÀNH", "Ủy ban nhân dân huyện Núi Thành"),
        ("ĐOÀN XÃ ĐÔNG SƠN", "Đoàn xã Đông Sơn"),
        ("PHÒNG GD & ĐT HOÀI ÂN", "Phòng Giáo dục và Đào tạo Hoài Ân"),
        ("PHÒNG ĐIỆN TOÁN & TƯ LIỆU", "Phòng điện toán & tư liệu"),
        ("PHÒNG PC08", "Phòng PC08"),
        ("CHI BỘ ẤP HOÀI ÂN", "Chi bộ ấp Hoài Ân"),
        ("CÔNG ĐOÀN TRƯỜNG THPT HOÀI ÂN", "Công đoàn trường Trung học phổ thông Hoài Ân"),
        ("TRƯỜNG TH & THCS HOÀI ÂN", "Trường Tiểu học và Trung học cơ sở Hoài Ân"),
        ("BAN CHQS HUYỆN VĂN CHẤN", "Ban Chỉ huy quân sự huyện Văn Chấn"),
        ("TRƯỜNG CAO ĐẲNG CƠ ĐIỆN II", "Trường Cao đẳng Cơ điện II"),
        ("BỆNH VIỆN ĐA KHOA KHU VỰC NGHĨA LỘ", "Bệnh viện đa khoa khu vực Nghĩa Lộ"),
        ("BỆNH VIỆN ĐA KHOA HUYỆN VĂN CHẤN", "Bệnh viện đa khoa huyện Văn Chấn"),
        ("TRUNG TÂM Y TẾ DỰ PHÒNG TỈNH", "Trung tâm Y tế dự phòng tỉnh"),
        ("BAN DÂN TỘC VÀ MIỀN NÚI", "Ban Dân tộc và miền núi"),
        ("HẠT KIỂM LÂM HUYỆN VĂN CHẤN", "Hạt Kiểm lâm huyện Văn Chấn"),
        ("BAN QUẢN LÝ DỰ ÁN KTXH", "Ban Quản lý dự án KTXH"),
    ],
)
def test_places_and_abbreviations_in_a_name_in_capitals(name, spelled):
    assert spell(read_text(" "), read_form(RULES), name) == spelled


@pytest.mark.parametrize(
    ("head", "title", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ\n", "trên địa bàn thành phố Cần Thơ", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("UBND THỊ TRẤN\n", "tại thị trấn Vạn Hà năm 2023", "Ủy ban nhân dân thị trấn Vạn Hà"),
        ("UBND TỈNH\n", "trên địa bàn tỉnh Bến Tre", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("UBND THỊ XÃ SƠN TÂY\n", "tại xã Đường Lâm", "Ủy ban nhân dân thị xã Sơn Tây"),
    ],
)
def test_a_level_without_its_place_takes_the_place_of_the_title(head, title, issuer):
    text = head + NATION + "Số: 7/KH-UBND\nKẾ HOẠCH\nTrồng cây " + title + "\n" + BODY
    assert read(text)[1].issuer == issuer


def test_a_title_in_small_letters_ends_before_the_first_number():
    _, header = read(
        "KẾ HOẠCH\nThu gom rác thải trên địa bàn xã năm 2025\n1. Mục đích\n- Giữ vệ sinh.\n2. Yêu cầu\n- Đúng giờ.\n"
    )
    assert header.title == "Thu gom rác thải trên địa bàn xã năm 2025"
    _, header = read("KẾ HOẠCH\nThu gom rác thải, giai đoạn\n2026 - 2030 trên địa bàn xã\n1. Mục đích\n")
    assert header.title == "Thu gom rác thải, giai đoạn 2026 - 2030 trên địa bàn xã"


@pytest.mark.parametrize(
    ("line", "number", "symbol", "words"),
    [
        ("Số: 63 /KH-BTV", "63", "KH-BTV", "Số: 63 /KH-BTV"),
        ("Số 36-HD/VPTW", "36", "HD/VPTW", "Số 36-HD/VPTW"),
        ("Số: 61 KH/ĐTN", "61", "KH/ĐTN", "Số: 61 KH/ĐTN"),
        ("Số: 61KH/ĐTN", "61", "KH/ĐTN", "Số: 61KH/ĐTN"),
        ("Số:...../KH-BQLVHL", None, "KH-BQLVHL", "Số:...../KH-BQLVHL"),
        ("Số:  /CV - ĐTN", None, "CV-ĐTN", "Số: /CV - ĐTN"),
        ("Số: 0125/KH-UBND", "0125", "KH-UBND", "Số: 0125/KH-UBND"),
        ("Số:{24.2 /KH-SYT", None, "KH-SYT", "Số:{24.2 /KH-SYT"),
    ],
)
def test_number_and_symbol_and_the_span_of_a_blank_number(line, number, symbol, words):
    text, header = read("UBND XÃ A LƯỚI\n" + NATION + line + "\n" + TITLE + BODY)
    assert (header.number, header.symbol) == (number, symbol)
    assert header.spans["number"].of(text) == words


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Điện Biên ngày 18 tháng 02 năm 2021", "Điện Biên", "2021-02-18"),
        ("Quảng Ninh, ngày tháng 5 năm 2022", "Quảng Ninh", "2022-05"),
        ("Phú Thọ, ngày ... tháng ... năm 2012", "Phú Thọ", "2012"),
        ("Hà Nội, ngày 12/5/2025", "Hà Nội", "2025-05-12"),
        ("Kiên Giang, ngày (O- tháng 10 năm 2017", "Kiên Giang", "2017-10"),
        ("Quảng Ninh, ngày tháng 5 năm 2022\nNgày ký: 20/05/2022", "Quảng Ninh", "2022-05-20"),
        ("Quảng Ninh, ngày tháng 5 năm 2022\nNgày ký: 20/06/2022", "Quảng Ninh", "2022-05"),
    ],
)
def test_place_and_date_and_the_stamp_that_fills_a_blank_day(line, place, date):
    _, header = read("UBND XÃ A LƯỚI\n" + NATION + line + "\n" + TITLE + BODY)
    assert (header.place, header.date) == (place, date)


def test_a_letterhead_run_together_is_cut_before_its_parts():
    _, header = read(
        "UBND XÃ TÂN HỘI TRƯỜNG MẦM NON HOA BAN Số: 12/KH-MNHB\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Tân Hội, ngày 05 tháng 9 năm 2023\n"
        + TITLE
        + BODY
    )
    assert (header.number, header.symbol, header.place, header.date) == ("12", "KH-MNHB", "Tân Hội", "2023-09-05")
    assert (header.issuer, header.parent_issuer) == ("Trường Mầm non Hoa Ban", "Ủy ban nhân dân xã Tân Hội")


def test_number_place_and_date_on_one_line():
    _, header = read("UBND XÃ A LƯỚI\n" + NATION + "Số: 63/KH-UBND A Lưới, ngày 5 tháng 9 năm 2022\n" + TITLE + BODY)
    assert (header.number, header.place, header.date) == ("63", "A Lưới", "2022-09-05")


def test_a_date_above_the_recipients_counts_where_the_head_has_none():
    _, header = read(TITLE + BODY + "Cao Lãnh, ngày 28 tháng 4 năm 2026\nNơi nhận:\n- Lưu: VT.\n")
    assert (header.place, header.date) == ("Cao Lãnh", "2026-04-28")


def test_a_decision_that_carries_a_plan_gives_the_whole_header():
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\n-------\n" + NATION + "Số: 16/QĐ-UBND\nBắc Ninh, ngày 21 tháng 11 năm 2025\n"
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch kiểm kê tài sản\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC NINH\n"
        "Căn cứ Luật Quản lý tài sản công;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm kê.\n"
        "Điều 2. Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này./.\n"
        "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Nam\n"
        "KẾ HOẠCH\nKiểm kê tài sản giai đoạn 2026 - 2030\n" + BODY
    )
    _, header = read(text)
    assert (header.doc_type, header.number, header.symbol) == ("QUYẾT ĐỊNH", "16", "QĐ-UBND")
    assert header.title == "Về việc ban hành Kế hoạch kiểm kê tài sản"
    assert header.period == "2026/2030"  # the decision names none; its plan does
    assert [signer.name for signer in header.signers] == ["Lê Văn Nam"]
    assert len(header.recipients) == 2


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        (
            "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\nSố: 1/KH-UBND\nBắc Ninh, ngày 05 tháng 01 năm 2024\n"
            "PHÒNG, CHỐNG DỊCH BỆNH TRUYỀN NHIỄM NĂM 2024\nCăn cứ Luật;\n1. Mục tiêu\nGiảm số mắc.\n",
            "PHÒNG, CHỐNG DỊCH BỆNH TRUYỀN NHIỄM NĂM 2024",
            "2024-01-05",
        ),
        (
            "DỰ KIẾN KẾ HOẠCH TỔ CHỨC LỄ KỶ NIỆM\n60 NĂM THÀNH LẬP TRƯỜNG (1960 - 2020)\nA.MỤC ĐÍCH\nÔn lại.\n",
            "TỔ CHỨC LỄ KỶ NIỆM 60 NĂM THÀNH LẬP TRƯỜNG (1960 - 2020)",
            None,
        ),
        (
            "KẾ HOẠCH Tuyên truyền bầu cử\nNgày 06/04/2021 23:23:18\nỦY BAN NHÂN DÂN\nXÃ DÂN LỰC\nSố: /KH-UBND\n"
            "Dân Lực, ngày 18 tháng 02 năm 2021\nKẾ HOẠCH\nTuyên truyền cuộc bầu cử\n" + BODY,
            "Tuyên truyền cuộc bầu cử",
            "2021-02-18",
        ),
        (
            "KẾ HOẠCH HỘI THI 2024\nẢnh\nKẾ HOẠCH\nTổ chức Hội thi Tin học năm 2024,\nBảng Trung học phổ thông\n"
            + BODY,
            "Tổ chức Hội thi Tin học năm 2024, Bảng Trung học phổ thông",
            None,
        ),
        (
            "KẾ HOẠCH\nTổ chức đại hội các cấp, tiến tới Đại hội đại biểu\nĐoàn Thanh niên huyện lần thứ XIV\n" + BODY,
            "Tổ chức đại hội các cấp, tiến tới Đại hội đại biểu Đoàn Thanh niên huyện lần thứ XIV",
            None,
        ),
        ("KẾ HOẠCH\nTuyên truyền bầu cử\nCông tác bầu cử năm nay rất hệ trọng.\n" + BODY, "Tuyên truyền bầu cử", None),
    ],
    ids=[
        "type-lost",
        "letter-without-blank",
        "web-title",
        "web-title-without-head",
        "last-line-with-a-capital",
        "a-sentence-is-no-title",
    ],
)
def test_letterheads_that_a_web_page_has_changed(text, title, date):
    _, header = read(text)
    assert (header.title, header.date) == (title, date)


def test_a_title_goes_on_after_the_number_of_an_act_and_inside_a_bracket():
    for title in (
        "TRIỂN KHAI CHỈ THỊ SỐ\n19/CT-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ",
        "CHĂM SÓC NGƯỜI CAO TUỔI (GIAI ĐOẠN\nII)",
    ):
        _, header = read("KẾ HOẠCH\n" + title + "\n" + BODY)
        assert header.title == title.replace("\n", " ")
        # The same from a file whose reader joins no lines.
        _, header = read("KẾ HOẠCH\n" + title.replace("\n", "\n\n", 1) + "\n" + BODY)
        assert header.title == title.replace("\n", " ")


def test_a_date_line_that_a_narrow_column_broke():
    _, header = read("SỞ Y TẾ\nSố: 5/KH-SYT\nLai Châu, ngày 17 tháng 9\nnăm 2018\n" + TITLE + BODY)
    assert (header.place, header.date, header.issuer) == ("Lai Châu", "2018-09-17", "Sở Y tế")


@pytest.mark.parametrize(
    "who", ["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH", "BỘ TRƯỞNG BỘ Y TẾ"]
)
def test_who_decides_over_the_grounds_signs_nothing(who):
    text = (
        "UBND TỈNH LAI CHÂU\n" + NATION + "Số: 16/QĐ-UBND\nLai Châu, ngày 21 tháng 11 năm 2019\n"
        f"QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch tiêm chủng\n{who}\nCăn cứ Luật Dược;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành Kế hoạch tiêm chủng.\nĐiều 2. Giám đốc Sở Y tế chịu trách nhiệm thi hành./.\n"
    )
    assert read(text)[1].signers == ()
    signed = text + "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Nam\n"
    for whole in (signed, signed + "KẾ HOẠCH\nTiêm chủng\n" + BODY):
        assert [signer.name for signer in read(whole)[1].signers] == ["Lê Văn Nam"]


def test_the_enacting_formula_is_no_type():
    _, header = read(
        "UBND TỈNH LAI CHÂU\n" + NATION + "Số: 16/QĐ-UBND\nLai Châu, ngày 21 tháng 11 năm 2019\n"
        "Căn cứ Luật Dược;\nQUYẾT ĐỊNH:\nTIÊM CHỦNG NĂM 2020\n1. Mục tiêu\nGiảm số mắc.\n"
    )
    assert (header.number, header.date, header.doc_type) == ("16", "2019-11-21", None)


def test_a_number_line_that_lost_a_letter_is_no_part_of_the_issuer():
    _, header = read("UBND TỈNH LAI CHÂU\nS: 318/KH-UBND\nLai Châu, ngày 21 tháng 11 năm 2019\n" + TITLE + BODY)
    assert (header.issuer, header.number, header.symbol) == ("Ủy ban nhân dân tỉnh Lai Châu", "318", "KH-UBND")
    _, header = read("ĐẢNG ỦY XÃ TÂN HỘI\nSố        -KH/ĐU\nTân Hội, ngày 21 tháng 11 năm 2026\n" + TITLE + BODY)
    assert (header.number, header.symbol) == (None, "KH/ĐU")
    assert header.issuer == "Đảng ủy xã Tân Hội"


def test_the_act_that_carries_a_plan_without_a_head_names_its_issuer():
    act = "(Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 15/3/2022 của Chủ tịch UBND huyện Sìn Hồ)\n"
    _, header = read("KẾ HOẠCH\nTrồng cây\n" + act + "I. MỤC ĐÍCH\nTrồng rừng.\n")
    assert (header.issuer, header.number, header.date) == ("Ủy ban nhân dân huyện Sìn Hồ", None, None)


def test_what_a_plan_looks_back_on_is_not_its_period():
    head = "SỞ Y TẾ\nSố: 5/KH-SYT\nLai Châu, ngày 17 tháng 9 năm 2021\nKẾ HOẠCH\n"
    assert read(head + "Giám sát việc tiêm chủng từ năm 2015 đến năm 2019\n" + BODY)[1].period is None
    assert read(head + "Tiêm chủng giai đoạn 2020 - 2021\n" + BODY)[1].period == "2020/2021"
    assert read(head + "Tiêm chủng giai đoạn 2016 - 2020\n" + BODY)[1].period == "2016/2020"
    looks = "Tổng kết giai đoạn 2016 - 2020 và nhiệm vụ giai đoạn 2021 - 2025\n"
    assert read(head + looks + BODY)[1].period == "2021/2025"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Kế hoạch trồng cây đầu xuân năm 2026", "trồng cây đầu xuân năm 2026"),
        ("Kế hoạch này áp dụng cho các trường trong xã", None),
        ("Kế hoạch số 5 của xã về trồng cây", None),
        ("Kế hoạch trồng cây đầu xuân đã đạt kết quả tốt.", None),
    ],
)
def test_a_plain_text_may_have_its_title_in_small_letters(first, title):
    _, header = read(first + "\n\nCăn cứ tình hình thực tế;\n1. Mục đích\nTrồng cây.\n")
    assert (header.doc_type, header.title) == ("Kế hoạch" if title else None, title)


def test_the_title_of_a_part_is_no_type():
    _, header = read(
        "Kế hoạch nước sạch tỉnh Hà Nam\n\nPhần II\nKẾ HOẠCH NĂM 2014\nI. MỤC TIÊU\nĐạt 90% hộ dùng nước sạch.\n"
    )
    assert (header.doc_type, header.title) == (None, None)


def test_a_committee_without_its_unit_takes_it_from_the_title():
    head = "ỦY BAN NHÂN DÂN\nSố: 8/KH-UBND\nLai Châu, ngày 05 tháng 01 năm 2018\n"
    _, header = read(head + "KẾ HOẠCH\nTIÊM CHỦNG NĂM 2018 TỈNH LAI CHÂU\n" + BODY)
    assert header.issuer == "Ủy ban nhân dân tỉnh Lai Châu"
    _, header = read(head + "KẾ HOẠCH\nTIÊM CHỦNG CỦA THÀNH PHỐ LAI CHÂU VÀ TỈNH LAI CHÂU\n" + BODY)
    assert header.issuer == "Ủy ban nhân dân"


def test_a_symbol_ends_before_the_label_that_a_portal_glued_to_it():
    _, header = read("Số hiệu:27/KH-SYTNgày ban hành:05/01/2018\n" + TITLE + BODY)
    assert (header.number, header.symbol) == ("27", "KH-SYT")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("KẾ HOẠCH\nRà soát hộ nghèo trên địa bàn huyện U Minh Thượng\n", "Ủy ban nhân dân huyện U Minh Thượng"),
        ("KẾ HOẠCH\nRà soát hộ nghèo trên địa bàn huyện Cư M'gar\n", "Ủy ban nhân dân huyện Cư M'gar"),
    ],
)
def test_a_place_of_one_letter_or_with_an_apostrophe(title, issuer):
    _, header = read(title + "Ủy ban nhân dân huyện Xây dựng Kế hoạch như sau:\nI. MỤC ĐÍCH\nRà soát.\n")
    assert header.issuer == issuer


@pytest.mark.parametrize("stamp", ["HỎA TỐC\n" + TITLE, "Hoả tốc " + TITLE])
def test_urgency(stamp):
    assert (read("UBND XÃ A LƯỚI\n" + NATION + stamp + BODY)[1].urgency or "").lower() in ("hỏa tốc", "hoả tốc")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Thực hiện Chương trình bình đẳng giới giai đoạn 2021-2030 trên địa bàn tỉnh", "2021/2030"),
        ('Thực hiện Quyết định số 2282/QĐ-TTg phê duyệt Chương trình "… giai đoạn 2021-2030"', None),
        ('Triển khai Quyết định số 2282/QĐ-TTg "…" trên địa bàn xã giai đoạn 2026 - 2030', "2026/2030"),
        ("Thực hiện Chương trình giảm nghèo giai đoạn 2021-2025 trên địa bàn huyện năm 2023", "2023"),
        ("PHÒNG, CHỐNG MA TÚY ĐẾN NĂM 2030 TRÊN ĐỊA BÀN TỈNH", "../2030"),
        ("Công tác gia đình đến năm 2025, định hướng đến năm 2030", "../2025"),
        ("Ngân sách nhà nước 03 năm 2026 - 2028", "2026/2028"),
        ("Sinh hoạt công dân đầu năm học 2026 - 2027", None),
        ("Kế hoạch giáo dục năm học 2026 - 2027", "2026/2027"),
        ("Bầu cử đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2026 - 2031", None),
        ("Kiểm kê tài sản thời điểm 0h00 ngày 01 tháng 01 năm 2026", None),
        ("Chuyển đổi số năm 2025 và những năm tiếp theo", "2025/.."),
        ("Nước sạch nông thôn đến hết năm 2030 và các năm tiếp theo", "../2030"),
        ("Phổ biến giáo dục pháp luật quý IV năm 2025", "2025-Q4"),
        ("Thi hành Luật Đất đai năm 2024", None),
        (
            "Thực hiện Nghị quyết số 48/NQ-CP ngày 03/4/2023 của Chính phủ phê duyệt Chiến lược biển đến năm 2030, "
            "tầm nhìn đến năm 2050",
            "../2030",
        ),
        ("Thực hiện Nghị quyết số 5/NQ-CP của Chính phủ về Chương trình “biển giai đoạn 2021-2030”", None),
    ],
)
def test_the_period_of_a_title(title, period):
    found = period_of_title(title)
    assert (found[0] if found else None) == period


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("Từ ngày 24/8 đến ngày 26/8/2026", "2026-08-24/2026-08-26"),
        ("Từ tháng 6 đến tháng 12 năm 2026", "2026-06/2026-12"),
        ("Từ tháng 10/2025 đến khi tổ chức thành công Đại hội", "2025-10/.."),
        ("Trong năm 2026", "2026"),
        ("Từ ngày 07/9/2026, vào sáng thứ Hai hằng tuần", "2026-09-07/.."),
        ("Bắt đầu từ tháng 9/2026", "2026-09/.."),
        ("thường xuyên", None),
    ],
)
def test_the_period_of_a_line(value, period):
    assert period_of_line(value) == period


def test_only_one_numbered_line_gives_the_period():
    one = TITLE + BODY + "II. THỜI GIAN THỰC HIỆN: Từ năm 2026 đến năm 2030\n"
    assert read(one)[1].period == "2026/2030"
    bullet = TITLE + BODY + "- Thời gian thực hiện: Ngày 26, 27/12/2011\n"
    assert read(bullet)[1].period is None
    two = one + "III. THỜI GIAN THỰC HIỆN: Từ năm 2027 đến năm 2031\n"
    assert read(two)[1].period is None


@pytest.mark.parametrize(
    ("block", "signers"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Trường Sơn\n",
            [("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Trường Sơn")],
        ),
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Thị Hoa\n",
            [("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Thị Hoa")],
        ),
        (
            "T/M BAN TỔ CHỨC\nK/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nNguyễn Văn An\n",
            [("T/M BAN TỔ CHỨC K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn An")],
        ),
        ("HIỆU TRƯỞNG\nNGUYỄN THỊ LAN\n", [(None, "HIỆU TRƯỞNG", "NGUYỄN THỊ LAN")]),
        ("HIỆU TRƯỞNG (đã ký)\nNguyễn Thị Lan\n", [(None, "HIỆU TRƯỞNG", "Nguyễn Thị Lan")]),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCHLò Thị An\n", [("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Thị An")]),
        ("Nguyễn Thùy Linh\n", [(None, None, "Nguyễn Thùy Linh")]),
        ("GIÁM ĐỐC\nBS.CKII. Nguyễn Văn Lâm\n", [(None, "GIÁM ĐỐC", "BS.CKII. Nguyễn Văn Lâm")]),
        (
            "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nLò Thị An\nGIÁM ĐỐC SỞ NỘI VỤ\nTrần Văn Bình\n",
            [("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lò Thị An"), (None, "GIÁM ĐỐC SỞ NỘI VỤ", "Trần Văn Bình")],
        ),
        (
            "TM. TIỂU BAN\nTRƯỞNG TIỂU BAN\nNguyễn Văn Hoàn\nTRƯỞNG BAN XÂY DỰNG ĐẢNG\n",
            [("TM. TIỂU BAN", "TRƯỞNG TIỂU BAN", "Nguyễn Văn Hoàn")],
        ),
    ],
)
def test_signers(block, signers):
    _, header = read(TITLE + BODY + "Nơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\n" + block)
    assert [(signer.authority, signer.position, signer.name) for signer in header.signers] == signers
    assert len(header.recipients) == 2


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("Nơi nhận:\n- Bộ Nội vụ;\n- Lưu: VT;\n- Gửi:\n+ Bản giấy: TU;\n+ Điện tử: Thành phần còn lại.\n", 5),
        ("Nơi nhận: - Như trên; - Sở Nội vụ; - Lưu: VT.\n", 3),
        ("Nơi nhận:\nSở Giáo dục và Đào tạo (báo cáo);\nLưu: VT.\n", 2),
        ("Nơi nhận:\n- Báo và Phát thanh, các cơ quan báo chí đóng trên địa bàn\ntỉnh;\n- Lưu: VT.\n", 2),
        ("", 0),
    ],
)
def test_recipients_are_counted_by_line(block, count):
    text, header = read(TITLE + BODY + block + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n")
    assert len(header.recipients) == count
    assert all(recipient.span.of(text).replace("\n", " ") == recipient.text for recipient in header.recipients)


def test_a_signature_that_a_scan_read_across_with_the_recipients():
    block = "Nơi nhận: KT. GIÁM ĐỐC\n- UBND tỉnh: PHÓ GIÁM ĐỐC\n- BHXH tỉnh;\n- Lưu: VT, NVD.\nNguyễn Trúc Giang\n"
    _, header = read(TITLE + BODY + block)
    (signer,) = header.signers
    assert (signer.authority, signer.position, signer.name) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Trúc Giang")
    assert [recipient.text for recipient in header.recipients] == ["UBND tỉnh:", "BHXH tỉnh;", "Lưu: VT, NVD."]


def test_a_date_line_without_a_place_and_a_number_with_a_stop():
    head = "UBND TỈNH LAI CHÂU\nSố: 93. /KH-UBND\nngày 15 tháng 3 năm 2024\nKẾ HOẠCH\nTrồng cây\n"
    _, header = read(head + BODY)
    assert (header.number, header.date, header.place) == ("93", "2024-03-15", None)
    assert header.issuer == "Ủy ban nhân dân tỉnh Lai Châu"
