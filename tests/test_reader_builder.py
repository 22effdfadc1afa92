"""The builder: what goes in as paragraphs and tables comes out as one text whose offsets hold."""

from __future__ import annotations

import unicodedata

import pytest

from kehoach_parser.document import Document
from kehoach_parser.readers.builder import CellText, DocumentBuilder, Place, make_source
from kehoach_parser.readers.layout_tables import is_layout_table


def build(builder: DocumentBuilder) -> Document:
    return builder.build(make_source(b"x", "a.md", "text/markdown"))


def test_paragraphs_stand_one_a_line_with_their_place() -> None:
    builder = DocumentBuilder()
    builder.paragraph("  KẾ   HOẠCH ", heading=1, bold=True, line=1)
    builder.paragraph(" ")
    builder.paragraph("TM. ỦY BAN\nCHỦ TỊCH", line=3)
    document = build(builder)
    assert document.text == "KẾ HOẠCH\nTM. ỦY BAN\nCHỦ TỊCH"
    assert document.headings == {0: 1}
    assert document.bold == ((0, 8),)
    assert [(b.span.of(document.text).strip(), b.line) for b in document.blocks] == [
        ("KẾ HOẠCH", 1),
        ("TM. ỦY BAN\nCHỦ TỊCH", 3),
    ]
    assert document.source.characters == len(document.text)


def test_bold_stretches_follow_the_tidied_text() -> None:
    raw = unicodedata.normalize("NFD", "1.  Sở Nội vụ:  chủ trì")
    end = raw.index(":")
    builder = DocumentBuilder()
    builder.paragraph("mở đầu")
    builder.paragraph(raw, bold=[(0, end)])
    document = build(builder)
    ((start, stop),) = document.bold
    assert document.text[start:stop] == "1. Sở Nội vụ"


def test_cells_point_into_the_text() -> None:
    builder = DocumentBuilder()
    builder.paragraph("Phụ lục")
    rows = [
        ["STT", "Nhiệm vụ", CellText("Năm", width=2)],
        ["1", "Tập huấn;\nbáo cáo viên", "2025", ""],
        [CellText("Sơ kết", column=1), "x", "2030"],
    ]
    builder.table(rows, places=[Place(line=2), Place(line=3), Place(line=4)])
    document = build(builder)
    (table,) = document.tables
    texts = [[document.text[c.start : c.end] for c in row] for row in table.rows]
    assert texts == [["STT", "Nhiệm vụ", "Năm"], ["1", "Tập huấn;\nbáo cáo viên", "2025", ""], ["Sơ kết", "x", "2030"]]
    assert [[(c.column, c.width) for c in row] for row in table.rows] == [
        [(0, 1), (1, 1), (2, 2)],
        [(0, 1), (1, 1), (2, 1), (3, 1)],
        [(1, 1), (2, 1), (3, 1)],
    ]
    assert document.text.endswith("1 | Tập huấn;\nbáo cáo viên | 2025 | \nSơ kết | x | 2030")
    assert document.text[table.start : table.end].startswith("STT |")
    assert table.end == len(document.text)


def test_footnotes_come_last() -> None:
    builder = DocumentBuilder()
    builder.footnote("[1]  Quyết định số 2282")
    builder.paragraph("Thực hiện[1]")
    document = build(builder)
    assert document.text == "Thực hiện[1]\n[1] Quyết định số 2282"
    assert [document.text[a:b] for a, b in document.footnotes] == ["[1] Quyết định số 2282"]


def test_an_empty_document_has_no_parts() -> None:
    document = build(DocumentBuilder())
    assert (document.text, document.blocks, document.tables) == ("", (), ())


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        ([["UBND XÃ", "CỘNG HOÀ XÃ HỘI\nCHỦ NGHĨA VIỆT NAM"], ["Số: 12/KH", "…, ngày 1"]], True),
        ([["Nơi nhận:\n- Như trên;", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]], True),
        ([["ĐẢNG BỘ TỈNH", "ĐẢNG CỘNG SẢN VIỆT NAM"]], True),
        ([["một khung"], ["hai dòng"]], True),
        ([["", ""], ["", ""]], True),
        ([["Chỉ tiêu", "2025", "2030"], ["Tỷ lệ nữ", "60", "75"]], False),
        ([["STT", "Nội dung"], *[[str(i), "gửi nơi nhận: xã"] for i in range(9)]], False),
    ],
)
def test_layout_tables_are_told_from_data(rows: list[list[str]], layout: bool) -> None:
    assert is_layout_table(rows) is layout
