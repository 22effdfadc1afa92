"""HTML: what Word and LibreOffice save, and pages of portals."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach_parser.document import Document
from kehoach_parser.errors import ReadError
from kehoach_parser.readers import read_bytes

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=ProgId content=Word.Document>
<style>p {color:red}</style></head><body><div class=WordSection1>
<table><tr><td><p>UBND X&#195; A</p><p>S&#7889;: 12/KH-UBND</p></td><td><p><b>C&#7896;NG HÒA XÃ
 H&#7896;I CH&#7910; NGH&#296;A VI&#7878;T NAM</b></p></td></tr></table>
<p align=center><b style='mso-bidi-font-weight:normal'>K&#7870; HO&#7840;<span>CH</span></b></p>
<p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]><b>M&#7909;c
  &#273;ích</b>: &#273;&#7841;t 6<span>0</span>%<a href="#_ftn1"><span>[1]</span></a><del>b&#7887;</del>
  <o:p>&nbsp;</o:p></p>
<p><b>T</b><b> / </b><b>M</b><b>.</b> BAN<span style='display:none'>an</span></p>
<table border=1><tr><td rowspan=2>TT</td><td colspan=2>N&#259;m</td></tr><tr><td>2025</td><td>2030</td></tr>
<tr><td>1</td><td>60</td><td>75</td></tr></table>
</div><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p>[1] Ngh&#7883; quy&#7871;t
 m&#7899;i</p></div></div></body></html>"""


def read(html: str) -> Document:
    return read_bytes(html.encode("cp1252", "xmlcharrefreplace"), name="a.htm")


def test_html_saved_by_word() -> None:
    document = read(WORD)
    assert document.text.split("\n") == [
        "UBND XÃ A",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "KẾ HOẠCH",
        "1. Mục đích: đạt 60%[1]",
        "T / M. BAN",
        "TT | Năm",
        "2025 | 2030",
        "1 | 60 | 75",
        "[1] Nghị quyết mới",
    ]
    assert [document.text[a:b] for a, b in document.footnotes] == ["[1] Nghị quyết mới"]
    assert "Mục đích" in [document.text[a:b] for a, b in document.bold]
    (table,) = document.tables
    assert [[(c.column, c.width) for c in row] for row in table.rows] == [
        [(0, 1), (1, 2)],
        [(1, 1), (2, 1)],
        [(0, 1), (1, 1), (2, 1)],
    ]
    assert document.blocks[-1].paragraph is not None


def test_numbers_of_lists_are_shown() -> None:
    document = read(
        "<body><ol type=I><li><p>MỤC ĐÍCH</p><ol><li>Một</li><li>Hai</li></ol><p>thêm.</p></li>"
        "<li value=5>NĂM</li></ol>"
        "<ol style='list-style-type: lower-alpha' start=2><li>bê</li></ol><ul><li>gạch</li><li>+ cộng</li></ul></body>"
    )
    assert document.text.split("\n") == [
        "I. MỤC ĐÍCH",
        "1. Một",
        "2. Hai",
        "thêm.",
        "V. NĂM",
        "b. bê",
        "- gạch",
        "+ cộng",
    ]


def test_headings_breaks_and_blanks() -> None:
    document = read("<body><h2>KẾ HOẠCH</h2><p>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH</p>\n<p> Một\n   hai&nbsp;ba </p></body>")
    assert document.text.split("\n") == ["KẾ HOẠCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Một hai ba"]
    assert document.headings == {0: 2}


LINE = "<p>Nâng cao nhận thức của cán bộ, công chức theo <a href='/qd'>Quyết định số 2282/QĐ-TTg</a>.</p>"
MENU = "".join(f"<li><a href='/muc/{i}'>Chuyên mục tin tức số {i}</a></li>" for i in range(30))
PORTAL = f"""<!DOCTYPE html><html><head><title>Văn bản</title></head><body>
<header><a href=/>Trang chủ</a></header><div class="main-menu"><ul>{MENU}</ul></div>
<div id=page><div class=col-left><h3>Tin mới</h3><ul>{MENU}</ul></div>
<div class=content><table class=meta><tr><td>Số hiệu</td><td>12/KH-UBND</td></tr>
<tr><td>Ngày ban hành</td><td>01/02/2026</td></tr>
<tr><td>Lĩnh vực</td><td>Khác</td></tr></table>
<div class=body><p>UBND TỈNH A</p><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
<p>Độc lập - Tự do - Hạnh phúc</p><p>Số: 12/KH-UBND</p>
<p><strong>KẾ HOẠCH</strong></p>{LINE * 12}
<p>Nơi nhận:</p><p>- Sở Nội vụ;</p><p>CHỦ TỊCH</p><p>Lê Văn A</p></div>
<div class=share>Chia sẻ: <a href=#>Facebook</a></div><p>Văn bản liên quan</p><p>Kế hoạch 99/KH-UBND</p></div></div>
<footer>Bản quyền © 2026 Cổng thông tin. Điện thoại: 0123456789</footer><script>var x = 1;</script></body></html>"""


def test_the_plan_is_taken_out_of_a_portal_page() -> None:
    text = read_bytes(PORTAL.encode(), name="trang.html").text
    lines = text.split("\n")
    assert lines[:5] == [
        "UBND TỈNH A",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/KH-UBND",
        "KẾ HOẠCH",
    ]
    assert lines[-2:] == ["CHỦ TỊCH", "Lê Văn A"]
    assert text.count("Quyết định số 2282/QĐ-TTg") == 12
    for noise in ("Chuyên mục", "Số hiệu", "0123456789", "Facebook", "99/KH-UBND", "var x"):
        assert noise not in text


ROWS = "".join(
    f"<tr><td>{i}</td><td>Rà soát hồ sơ của xã thứ {i}, lập danh sách, đối chiếu với sổ theo dõi</td>"
    f"<td>Phòng Kinh tế</td><td>Tháng {i}/2026</td></tr>"
    for i in range(1, 10)
)
TABLE = (
    f"<table border=1><thead><tr><th>TT<th>Nhiệm vụ<th>Đơn vị chủ trì<th>Thời gian</thead><tbody>{ROWS}</tbody></table>"
)


def test_words_before_a_long_table_are_kept() -> None:
    page = (
        f"<body><div><p>KẾ HOẠCH</p><p>Rà soát hồ sơ năm 2026</p><p>Ủy ban nhân dân xã giao như sau:</p>{TABLE}</div>"
    )
    document = read_bytes(page.encode(), name="trang.html")
    assert document.text.startswith("KẾ HOẠCH\nRà soát hồ sơ năm 2026\n")
    assert [len(table.rows) for table in document.tables] == [10]


def test_a_plan_in_a_cell_of_a_page_that_is_a_table_is_taken_out() -> None:
    page = f"<body><table><tr><td>Trang chủ<br>Tin tức</td><td><p>KẾ HOẠCH</p>{LINE * 12}{TABLE}</td></tr></table>"
    document = read_bytes(page.encode(), name="trang.html")
    assert document.text.startswith("KẾ HOẠCH\n") and "Tin tức" not in document.text
    assert [len(table.rows) for table in document.tables] == [10]


def test_a_plan_in_two_large_cells_under_each_other_is_taken_out_too() -> None:
    halves = "".join(f"<tr><td>{words}{LINE * 8}</td></tr>" for words in ("<p>KẾ HOẠCH</p>", "<p>II. NHIỆM VỤ</p>"))
    page = f"<body><div>Tin mới</div><div><table>{halves}</table></div></body>"
    assert read_bytes(page.encode(), name="trang.html").text.startswith("KẾ HOẠCH\n")


def test_old_fonts_in_html() -> None:
    document = read_bytes("<body><font face='.VnTime'>KÕ ho¹ch</font> 2025</body>".encode("cp1252"), name="a.html")
    assert document.text == "Kế hoạch 2025"


def test_a_web_archive() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<body><p>K=E1=BA=BE HO=E1=BA=A0CH</p></body>\r\n--x--\r\n"
    )
    assert read_bytes(data, name="a.mht").text == "KẾ HOẠCH"


@pytest.mark.parametrize("html", ["<html></html>", "<body><table></table></body>", "<p>", "<html><ol><li></ol>"])
def test_empty_pages_are_refused(html: str) -> None:
    with pytest.raises(ReadError, match="không có chữ"):
        read_bytes(html.encode(), name="a.html")


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(ReadError, match="lồng nhau"):
        read_bytes(b"<html>" + b"<div>" * 5000 + b"x", name="a.html")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("mttq-baccamranh-giam-sat.htm", "UỶ BAN MTTQ VIỆT NAM", "Phạm Thị Thúy"),
        ("ubbc-phobang-tuyen-truyen.htm", "ỦY BAN BẦU CỬ XÃ PHỐ BẢNG", None),
    ],
)
def test_real_pages(shared: Path, name: str, start: str, end: str | None) -> None:
    document = read_bytes((shared / "plans" / name).read_bytes(), name=name)
    lines = document.text.split("\n")
    assert lines[0] == start
    assert end is None or lines[-1] == end
    assert "KẾ HOẠCH" in lines and "\ufffd" not in document.text
    assert len(document.footnotes) == (0 if end else 2)
