"""Which line carries on the paragraph before it: phrases of real plans, cut where pages and terminals cut them."""

from __future__ import annotations

import pytest

from kehoach_parser.readers.builder import DocumentBuilder, Place, make_source
from kehoach_parser.readers.cell_lines import join_cell
from kehoach_parser.readers.flow import Flow
from kehoach_parser.readers.joining import Gap, carries_on, is_form, joint, starts_item
from kehoach_parser.readers.wrapping import ends_before

JOINED: list[tuple[str, str, Gap]] = [
    ("người đứng đầu trong việc thực hiện chính sách, pháp", "luật về bình đẳng giới", "line"),
    ("Các hoạt động thiết thực, hiệu quả, bám sát theo Quyết định số", "2282/QĐ-TTg ngày 31/12/2020", "line"),
    ("gửi về UBND xã (thông qua Phòng Văn hóa – Xã hội) trước ngày 15/11", "hàng năm hoặc đột xuất", "line"),
    ("- Các cơ quan, đơn vị lập dự toán ngân sách hàng năm để thực hiện", "Chương trình và quản lý", "line"),
    ("các cơ quan, đơn vị, địa phương", "liên quan.", "line"),
    ("bình đẳng giới đối với nữ cán bộ,", "công chức, viên chức tỉnh", "line"),
    ("Số:", "7360/KH-UBND", "line"),
    ("TM. ỦY BAN NHÂN", "DÂN", "line"),
    ("CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "line"),
    ("PHÁT TRIỂN KINH TẾ SỐ VÀ XÃ HỘI SỐ", "TRÊN ĐỊA BÀN TỈNH", "line"),
    ("4. Trong giai đoạn 2026", "- 2030 phấn đấu có ít nhất 10%", "wrap"),
    ("Căn cứ Nghị quyết số", "57-NQ/TW ngày 22/12/2024", "wrap"),
    ("theo quy định tại khoản", "2. Điều này được thực hiện", "wrap"),
    ("V/V HỖ TRỢ NHU YẾU PHẨM", "CHO NHÂN DÂN", "wrap"),
    ("TM. ỦY BAN", "NHÂN DÂN", "inside"),
    ("Sơn", "La, ngày 27 tháng 01 năm 2022", "line"),
    ("Bà Rịa - Vũng", "Tàu, ngày 08 tháng 01 năm 2023", "inside"),
    ("Thừa", "Thiên Huế, ngày 05 tháng 5 năm 2021", "wrap"),
    ("I. MỤC ĐÍCH, YÊU CẦU,", "NỘI DUNG VÀ KINH PHÍ", "wrap"),
    ("IV. KINH PHÍ THỰC", "HIỆN: Kinh phí do ngân sách bảo đảm", "wrap"),
    ("- Ban Thi đua - Khen thưởng Trung ương", "(b/c);", "line"),
    ("I. MỤC TIÊU,", "NHIỆM VỤ", "line"),
    ("III. NHIỆM VỤ VÀ GIẢI", "PHÁP", "line"),
    ("TÌNH HÌNH CHUNG VÀ KẾT", "QUẢ THỰC HIỆN", "line"),
    ("ỦY", "BAN NHÂN DÂN", "line"),
    ("THỰC HIỆN ĐỀ ÁN “THƯ VIỆN SỐ” GIAI ĐOẠN", "2020 - 2025”", "wrap"),
    ("Lai Châu, ngày 17 tháng 9", "năm 2018", "line"),
    ("Lai Châu, ngày 17", "tháng 9 năm 2018", "line"),
    ("Lai Châu, ngày", "17 tháng 9 năm 2018", "line"),
    ("TRIỂN KHAI CHỈ THỊ SỐ", "19/CT-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ", "line"),
    ("THỰC HIỆN QUYẾT ĐỊNH SỐ 71/QĐ-BYT NGÀY", "14/02/2019 CỦA BỘ Y TẾ", "line"),
    ("NÂNG CAO CHẤT LƯỢNG DÂN SỐ (GIAI ĐOẠN", "II)", "line"),
    ("VỀ KẾ HOẠCH CỦA BAN THƯỜNG VỤ TỈNH", "ỦY VỀ CHĂM SÓC NGƯỜI CAO TUỔI", "line"),
    ("Căn cứ Nghị định số 61/2018/NĐ-CP của Thủ tướng", "Chính phủ;", "line"),
    ("Theo Công văn số 12/LĐTBXH-TE của Bộ Lao động -", "Thương binh và Xã hội;", "line"),
    ("Theo đề nghị tại Tờ trình số 8/TTr-VP ngày 02/3/2019 của Ban", "Quản lý rừng phòng hộ,", "line"),
    ("Các đơn vị tổng hợp số liệu, gửi báo cáo bằng văn bản về Chủ tịch", "UBND phường trước ngày 15/12", "line"),
    ("Theo đề nghị của Giám đốc", "Sở Y tế tại Tờ trình số 8/TTr-SYT,", "line"),
    ("TỔNG KẾT CÔNG TÁC CỦA CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "wrap"),
    ("thực hiện theo hướng dẫn tại", "Phần II. của Quy chế", "wrap"),
]
APART: list[tuple[str, str, Gap]] = [
    ("I. MỤC TIÊU", "NHIỆM VỤ", "line"),
    ("PHẦN I", "THỰC TRẠNG", "line"),
    ("xã ban hành Kế hoạch với các nội dung như sau:", "Phần I", "wrap"),
    ("TM. UBND XÃ", "CHỦ TỊCH", "line"),
    ("UBND XÃ TÂN HỘI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TRƯỜNG LÊ LỢI Độc lập - Tự do - Hạnh phúc", "wrap"),
    ("TỈNH ỦY", "BAN TUYÊN GIÁO", "line"),
    ("CHĂM SÓC CÂY XANH TRÊN ĐỊA BÀN TỈNH NĂM 2023", "Thực hiện Quyết định số 12/QĐ-UBND", "wrap"),
    ("1. Mục đích", "Nâng cao nhận thức của cán bộ", "line"),
    ("2. Các đơn vị trực thuộc", "Căn cứ kế hoạch này và chức năng", "line"),
    ("2. Hạ tầng số", "100% xã có Internet", "line"),
    ("2. Hạ tầng số", "Phát triển hạ tầng số nhanh, đồng bộ", "line"),
    ("9. Nghiên cứu, học tập kinh nghiệm công tác xây dựng pháp luật", "Tham mưu, đề xuất tổ chức", "line"),
    ("KẾ HOẠCH", "về việc triển khai Chương trình", "line"),
    ("Kinh phí thực hiện gồm các nguồn", "a) Ngân sách nhà nước", "wrap"),
    ("đạt 60% vào năm 2025", "2. Tỷ lệ cán bộ nữ", "wrap"),
    ("Nơi nhận:", "- Bộ Công an;", "wrap"),
    ("- Lưu: VT, NC,", "TM. ỦY BAN NHÂN DÂN", "line"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "inside"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "wrap"),
    ("PHÓ CHỦ TỊCH", "Lê Văn Nam", "wrap"),
    ("- Bộ Nội vụ;", "- Tỉnh ủy;", "wrap"),
    ("Ngân sách nhà nước;", "nguồn xã hội hóa;", "line"),
    ("ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "line"),
    ("Tỉnh An Giang, ngày 1 tháng 2 năm 2025", "KẾ HOẠCH", "line"),
    ("Hội Nông dân", "Sơn La, ngày 27 tháng 01 năm 2022", "wrap"),
    ("Độc lập - Tự do - Hạnh phúc", "Sơn La, ngày 27 tháng 01 năm 2022", "inside"),
    ("của Chính phủ;", "Căn cứ Quyết định số 12/QĐ-UBND", "wrap"),
    ("TRÊN ĐỊA BÀN TỈNH GIAI ĐOẠN 2018 - 2025", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "wrap"),
    ("I. CĂN CỨ PHÁP LÝ", "Luật Phòng, chống bệnh truyền nhiễm", "wrap"),
    ("thực hiện từ ngày ký.", "Điều 2.", "wrap"),
    ("một câu dở dang trong đoạn", "câu sau", "hard"),
    ("TRỒNG RỪNG PHÒNG HỘ NĂM 2018", "PHẦN I. KẾT QUẢ NĂM 2017", "wrap"),
    ("TRỒNG RỪNG PHÒNG HỘ NĂM 2018", "Phần thứ nhất", "wrap"),
    ("TRỒNG RỪNG PHÒNG HỘ NĂM 2018", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "wrap"),
    ("GIẢM NGHÈO BỀN VỮNG NĂM 2018", "BỘ TRƯỞNG, CHỦ NHIỆM ỦY BAN DÂN TỘC", "wrap"),
    ("3. Xây dựng nội quy và quy định về trang phục của Ban", "Rà soát hằng năm", "line"),
    ("Gồm các việc sau (trong năm", "2) Tập huấn cho cán bộ", "line"),
]


@pytest.mark.parametrize(("previous", "following", "gap"), JOINED)
def test_a_cut_paragraph_goes_on(previous: str, following: str, gap: Gap) -> None:
    assert carries_on(previous, following, gap)


@pytest.mark.parametrize(("previous", "following", "gap"), APART)
def test_a_new_paragraph_stays_apart(previous: str, following: str, gap: Gap) -> None:
    assert not carries_on(previous, following, gap)


@pytest.mark.parametrize(
    ("previous", "following", "whole"),
    [
        ("Chỉ thị số 52-", "CT/TW", "Chỉ thị số 52-CT/TW"),
        ("Quyết định số 2282/QĐ-", "TTg", "Quyết định số 2282/QĐ-TTg"),
        ("Quyết định số 2282", "/QĐ-TTg", "Quyết định số 2282/QĐ-TTg"),
        ("giai đoạn 2026 -", "2030", "giai đoạn 2026 - 2030"),
        ("chính sách, pháp", "luật", "chính sách, pháp luật"),
    ],
)
def test_symbols_are_joined_without_a_blank(previous: str, following: str, whole: str) -> None:
    assert previous + joint(previous, following) + following == whole


@pytest.mark.parametrize(
    "line", ["- a", "+ Tổ chức", "• x", "a) b", "đ) c", "1. Mục", "1.2. Về", "2. 1. Đến", "IV. TỔ", "1/ Sở"]
)
def test_markers(line: str) -> None:
    assert starts_item(line)


@pytest.mark.parametrize(
    "line", ["2282/QĐ-TTg", "57-NQ/TW", "2025. Định kỳ", "0,5% số hộ", "15/11 hàng năm", "ngày 1. Sau"]
)
def test_no_markers(line: str) -> None:
    assert not starts_item(line)


@pytest.mark.parametrize(
    "line",
    [
        "Nơi nhận:",
        "Số: 63 /KH-BTV",
        "Số:...../KH-BQLVHL",
        "TM. ỦY BAN",
        "T/M BAN THƯỜNG VỤ",
        "Hóc Môn, ngày 21 tháng 12 năm 2021",
        "Số -KH/ĐU",
        "S: 318/KH-UBND",
    ],
)
def test_parts_of_form(line: str) -> None:
    assert is_form(line)


def flowed(*lines: tuple[str, Gap]) -> list[str]:
    builder = DocumentBuilder()
    flow = Flow(builder)
    for number, (line, gap) in enumerate(lines, 1):
        flow.add(line, gap, Place(line=number))
    flow.flush()
    return builder.build(make_source(b"", None, "text/plain")).text.split("\n")


def test_a_page_number_in_mid_sentence_is_left_out() -> None:
    start = "- Các sở, ban, ngành và địa phương, các đơn vị sự"
    assert flowed((start, "line"), ("2", "line"), ("nghiệp thuộc tỉnh.", "line")) == [start + " nghiệp thuộc tỉnh."]


def test_a_number_that_stands_for_itself_stays() -> None:
    assert (
        flowed(("Tổng số hộ nghèo của toàn tỉnh đến cuối năm nay", "line"), ("12", "line"), ("Ghi chú", "line"))[1]
        == "12"
    )


def test_places_of_a_joined_paragraph() -> None:
    builder = DocumentBuilder()
    flow = Flow(builder)
    flow.add("bám sát theo Quyết định số", "line", Place(page=1))
    flow.add("2282/QĐ-TTg của Thủ tướng", "line", Place(page=2))
    flow.flush()
    document = builder.build(make_source(b"", None, "text/plain"))
    assert [(block.span.of(document.text), block.page) for block in document.blocks] == [
        ("bám sát theo Quyết định số ", 1),
        ("2282/QĐ-TTg của Thủ tướng", 2),
    ]


@pytest.mark.parametrize(
    ("line", "following", "ends"),
    [
        ("1. Mục đích", "Bảo vệ nguồn nước sạch", True),
        ("3. Sở Xây dựng", "Chủ trì kiểm tra công trình", True),
        ("Các đơn vị gửi báo cáo đúng hạn.", "Ủy ban nhân dân xã tổng hợp", True),
        ("Trồng cây xanh trong khuôn viên các trường", "Căn cứ Luật Lâm nghiệp", True),
        ("b) Phối hợp chặt chẽ với Sở", "Xây dựng và các ngành", False),
        ("Trình Chủ tịch", "Ủy ban nhân dân tỉnh", False),
        ("- Nhóm thứ hai:", "Các trường ở vùng cao", False),
        ("1. Kinh phí thực hiện", "Kế hoạch do ngân sách bảo đảm", False),
        ("I. MỤC ĐÍCH", "YÊU CẦU", False),
    ],
)
def test_a_short_line_of_a_wrapped_text_ends_only_headings_and_sentences(line: str, following: str, ends: bool) -> None:
    assert ends_before(line, following) is ends


@pytest.mark.parametrize(
    ("cell", "joined"),
    [
        ("Trước|ngày 30/9/2026", "Trước ngày 30/9/2026"),
        ("Hoàn thành trước|30/11/2026", "Hoàn thành trước 30/11/2026"),
        ("Quý|II/2026", "Quý II/2026"),
        ("Phòng Văn hóa -|Xã hội", "Phòng Văn hóa - Xã hội"),
        ("Văn phòng|UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Sở Tài|chính; UBND|các xã", "Sở Tài chính; UBND các xã"),
        ("Kế hoạch số 52-|KH/TU", "Kế hoạch số 52-KH/TU"),
        # What may be an item each stays apart.
        ("Sở Y tế|Sở Nội vụ", None),
        ("- Rà soát|- tổng hợp", None),
        ("Sở Y tế;|các địa phương", None),
        ("Tập huấn.|2 lớp", None),
        ("120|150", None),
        ("đến năm 2028|đến năm 2030", None),
        ("công an xã|trạm y tế", None),
        ("Phòng Kinh tế|các thôn, ấp", None),
        ("Văn phòng|Công an xã", None),
        ("a) Rà soát|b) Tổng hợp", None),
    ],
)
def test_lines_of_a_cell_that_a_narrow_column_broke_are_joined(cell: str, joined: str | None) -> None:
    assert join_cell(cell.replace("|", "\n")) == (joined or cell.replace("|", "\n"))
