"""Word files: what Word shows is what is read, and what is no good file is refused in one line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from make_formats import Line, pack, paragraph, run, runs, table, to_tcvn3

from kehoach_parser.document import Document
from kehoach_parser.errors import ReadError
from kehoach_parser.readers import Limits, read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(body: str, **parts: object) -> Document:
    return read_bytes(pack(body, **parts), name="a.docx")  # type: ignore[arg-type]


def lines(body: str, **parts: object) -> list[str]:
    return read(body, **parts).text.split("\n")


# Numbers -----------------------------------------------------------------------------------------------------------


def level(number: int, kind: str, text: str, further: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{further}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, identity: int = 0, further: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{identity}">{further}{"".join(levels)}</w:abstractNum>'


def num(identity: int, of: int = 0, override: str = "") -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def starts(at: int, number: int = 0) -> str:
    return f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


def item(place: int, of: int = 1, text: str = "x") -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{of}"/></w:numPr>')


PLAN = (
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
)

LABELS: dict[str, tuple[str, str, list[str]]] = {
    "levels": (
        abstract(*PLAN) + num(1),
        "".join(item(i) for i in (0, 1, 2, 2, 3, 3, 1, 2, 0, 1, 3)),
        ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "II.", "1.", "a)"],
    ),
    "four": (abstract(*PLAN) + num(1), "".join(item(0) for _ in range(4)), ["I.", "II.", "III.", "IV."]),
    "after z": (
        abstract(level(0, "lowerLetter", "%1)", start=25)) + num(1),
        "".join(item(0) for _ in range(4)),
        ["y)", "z)", "aa)", "bb)"],
    ),
    "level above not yet counted": (abstract(*PLAN) + num(1), item(2) + item(1) + item(2), ["1.1.", "2.", "2.1."]),
    "never restarted": (
        abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')) + num(1),
        "".join(item(i) for i in (0, 1, 1, 0, 1)),
        ["I.", "1.", "2.", "II.", "3."],
    ),
    "restarted by the first level only": (
        abstract(
            level(0, "upperRoman", "%1."),
            level(1, "decimal", "%2."),
            level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
        )
        + num(1),
        "".join(item(i) for i in (0, 1, 2, 1, 2, 0, 2)),
        ["I.", "1.", "a)", "2.", "b)", "II.", "a)"],
    ),
    "two lists on one counter": (
        abstract(level(0, "decimal", "%1.")) + num(1) + num(2),
        item(0, 1) + item(0, 2) + item(0, 1),
        ["1.", "2.", "3."],
    ),
    "a list that starts again": (
        abstract(level(0, "decimal", "%1.")) + num(1) + num(2, override=starts(1)) + num(3, override=starts(7)),
        item(0, 1) + item(0, 1) + item(0, 2) + item(0, 2) + item(0, 3),
        ["1.", "2.", "1.", "2.", "7."],
    ),
    "a level worded anew": (
        abstract(level(0, "decimal", "%1."))
        + num(1, override=f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride>'),
        item(0) + item(0),
        ["A/", "B/"],
    ),
    "legal numbers": (
        abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")) + num(1),
        item(0) + item(0) + item(1),
        ["I.", "II.", "2.1."],
    ),
    "formats": (
        abstract(
            level(0, "decimalZero", "%1"),
            level(1, "ordinal", "%2"),
            level(2, "lowerRoman", "(%3)"),
            level(3, "none", "Điều"),
        )
        + num(1),
        "".join(item(i) for i in (0, 1, 2, 3)),
        ["01", "1st", "(i)", "Điều"],
    ),
    "bullets": (
        abstract(
            level(0, "bullet", "-"), level(1, "bullet", "+"), level(2, "bullet", "\uf0a7"), level(3, "bullet", "\uf0b7")
        )
        + num(1),
        "".join(item(i) for i in (0, 1, 2, 3)),
        ["-", "+", "-", "•"],
    ),
    "a link to a list style": (
        abstract(level(0, "decimal", "%1."), identity=0, further='<w:styleLink w:val="S"/>')
        + abstract(identity=1, further='<w:numStyleLink w:val="S"/>')
        + num(1, 0)
        + num(2, 1),
        item(0, 1) + item(0, 2),
        ["1.", "2."],
    ),
    "no such list": (abstract(*PLAN) + num(1), item(0, 9), [""]),
}


@pytest.mark.parametrize("name", LABELS)
def test_numbers_are_those_that_word_shows(name: str) -> None:
    numbering, body, labels = LABELS[name]
    assert lines(body, numbering=numbering) == [f"{label} x".strip() for label in labels]


def test_numbers_come_through_styles_and_are_taken_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/></w:style>'
    )
    numbering = abstract(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>'), level(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>')
    ) + num(1)
    body = (
        paragraph(run("MỤC ĐÍCH"), '<w:pStyle w:val="H1"/>')
        + paragraph(run("Yêu cầu"), '<w:pStyle w:val="H2"/>')
        + paragraph(run("Không số"), '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    document = read(body, styles=styles, numbering=numbering)
    assert document.text.split("\n") == ["I. MỤC ĐÍCH", "1. Yêu cầu", "Không số"]
    assert list(document.headings.values()) == [1, 2, 1]


def test_a_number_is_not_doubled_and_belongs_to_the_bold_heading() -> None:
    numbering = abstract(level(0, "bullet", "-"), level(1, "upperRoman", "%2")) + num(1)
    heading = paragraph(
        run(". MỤC TIÊU", bold=True) + run(" chung"), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    )
    document = read(item(0, text="- Sở Nội vụ") + heading, numbering=numbering)
    assert document.text == "- Sở Nội vụ\nI. MỤC TIÊU chung"
    assert [document.text[a:b] for a, b in document.bold] == ["I. MỤC TIÊU"]


# Words -------------------------------------------------------------------------------------------------------------

BOX = f"<w:txbxContent>{paragraph(run('HỎA TỐC'))}</w:txbxContent>"
DRAWING = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
    f"<wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def field(code: str, result: str, end: bool = True) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        + ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' if end else "")
    )


def marked(tag: str, text: str) -> str:
    return f'<w:{tag} w:id="1" w:author="A">{run(text)}</w:{tag}>'


PARAGRAPHS: dict[str, tuple[str, str]] = {
    "runs": (runs(Line("Bình đẳng giới năm 2025")), "Bình đẳng giới năm 2025"),
    "soft break": (run("TM. ỦY BAN") + "<w:r><w:br/></w:r>" + run("CHỦ TỊCH"), "TM. ỦY BAN\nCHỦ TỊCH"),
    "tab": ("<w:r><w:t>1.</w:t><w:tab/><w:t>Mục đích</w:t></w:r>", "1. Mục đích"),
    "blanks that are not kept": ("<w:r><w:t> Số </w:t></w:r><w:r><w:t>\u00a063</w:t></w:r>", "Số 63"),
    "deleted and inserted": (
        run("đạt ") + '<w:del w:id="1"><w:r><w:delText>50%</w:delText></w:r></w:del>' + marked("ins", "60%"),
        "đạt 60%",
    ),
    "moved": (marked("moveFrom", "cũ ") + run("a ") + marked("moveTo", "mới"), "a mới"),
    "link": (f'<w:hyperlink r:id="rId9">{run("Quyết định 2282")}</w:hyperlink>', "Quyết định 2282"),
    "field": (run("năm ") + field("DATE \\@ yyyy", "2025"), "năm 2025"),
    "field in a field": (field("IF 1 = 2", "a" + "") + run("b"), "ab"),
    "page number": (run("a") + field("PAGE", "7"), "a"),
    "simple page number": (run("a") + f'<w:fldSimple w:instr=" NUMPAGES ">{run("7")}</w:fldSimple>', "a"),
    "simple field": (f'<w:fldSimple w:instr=" TITLE ">{run("Kế hoạch")}</w:fldSimple>', "Kế hoạch"),
    "field that never ends": (field("TOC", "I. Mục đích", end=False), "I. Mục đích"),
    "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Điện Biên')}</w:sdtContent></w:sdt>", "Điện Biên"),
    "hidden": (run("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>", "a"),
    "capitals": ("<w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r>", "KẾ HOẠCH"),
    "no capitals": ('<w:r><w:rPr><w:caps w:val="0"/></w:rPr><w:t>Kế hoạch</w:t></w:r>', "Kế hoạch"),
    "hyphens": ("<w:r><w:t>52</w:t><w:noBreakHyphen/><w:t>CT/</w:t><w:softHyphen/><w:t>TW</w:t></w:r>", "52-CT/TW"),
    "symbol": (run("tỷ lệ ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 60%"), "tỷ lệ ≥ 60%"),
    "symbol font": (run("tỷ lệ ") + run("\uf0a3", font="Symbol") + run(" 5%"), "tỷ lệ ≤ 5%"),
    "comment": (
        '<w:commentRangeStart w:id="1"/>'
        + run("a")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
        "a",
    ),
    "box, once": (DRAWING + run("KẾ HOẠCH"), "HỎA TỐC\nKẾ HOẠCH"),
    "formula": ("<m:oMath><m:r><m:t>A=60%</m:t></m:r></m:oMath>", "A=60%"),
    "letters in parts": (run("Ke\u0302\u0301 hoa\u0323ch"), "Kế hoạch"),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_words_of_a_paragraph(name: str) -> None:
    content, expected = PARAGRAPHS[name]
    assert read(paragraph(content)).text == expected


def test_a_box_below_its_paragraph_comes_after_it() -> None:
    below = DRAWING.replace("<wp:anchor>", "<wp:anchor><wp:positionV><wp:posOffset>90000</wp:posOffset></wp:positionV>")
    assert lines(paragraph(below + run("KẾ HOẠCH"))) == ["KẾ HOẠCH", "HỎA TỐC"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert lines(paragraph(run("Sở Nội "), deleted) + paragraph(run("vụ", bold=True))) == ["Sở Nội vụ"]
    assert lines(paragraph(run("Sở Nội vụ"), deleted) + table([[paragraph(run("a"))]])) == ["Sở Nội vụ", "a"]
    assert lines(paragraph(run("Sở Nội vụ"), deleted)) == ["Sở Nội vụ"]


def test_contents_and_page_headers_are_left_out() -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph(run('I. MỤC ĐÍCH 3'))}</w:sdtContent></w:sdt>"
    )
    styles = '<w:style w:type="paragraph" w:styleId="M1"><w:name w:val="toc 1"/></w:style>'
    body = contents + paragraph(run("II. YÊU CẦU 4"), '<w:pStyle w:val="M1"/>') + paragraph(run("I. MỤC ĐÍCH"))
    body += paragraph(field("TOC \\o", "III. NHIỆM VỤ 5"))
    assert lines(
        body, styles=styles, further={"header1": f"<w:hdr xmlns:w='{W}'>{paragraph(run('TRANG'))}</w:hdr>"}
    ) == ["I. MỤC ĐÍCH"]


def test_footnotes_stand_at_the_end_with_their_marks() -> None:
    def notes(root: str, tag: str) -> str:
        own = "".join(f"<w:{tag} w:id='{i}'>{paragraph(run(f' {tag} {i}'))}</w:{tag}>" for i in (1, 2, 3))
        rule = f"<w:{tag} w:id='0' w:type='separator'>{paragraph(run('--'))}</w:{tag}>"
        return f"<w:{root} xmlns:w='{W}'>{rule}{own}</w:{root}>"

    body = paragraph(
        run("Một")
        + "<w:r><w:footnoteReference w:id='2'/></w:r>"
        + run(" hai")
        + "<w:r><w:footnoteReference w:id='3' w:customMarkFollows='1'/><w:t>*</w:t></w:r>"
        + "<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:endnoteReference w:id='1'/></w:r>"
    )
    document = read(
        body + paragraph(run("Hết")),
        further={"footnotes": notes("footnotes", "footnote"), "endnotes": notes("endnotes", "endnote")},
    )
    assert document.text.split("\n") == [
        "Một[1] hai*[2][i]",
        "Hết",
        "[1] footnote 2",
        "footnote 3",
        "[2] footnote 1",
        "[i] endnote 1",
    ]
    assert len(document.footnotes) == 4


def test_a_footnote_in_a_table_leaves_only_its_mark_there() -> None:
    words = paragraph(run("Số liệu năm 2020"))
    note = f"<w:footnotes xmlns:w='{W}'><w:footnote w:id='1'>{words}</w:footnote></w:footnotes>"
    marked_cell = paragraph(run("60%") + "<w:r><w:footnoteReference w:id='1'/></w:r>")
    body = table([[paragraph(run("Chỉ tiêu")), paragraph(run("Tỷ lệ"))], [paragraph(run("Nữ")), marked_cell]])
    assert lines(body, further={"footnotes": note}) == ["Chỉ tiêu | Tỷ lệ", "Nữ | 60%[1]", "[1] Số liệu năm 2020"]


def test_an_html_file_inside_is_read() -> None:
    data = pack('<w:altChunk r:id="c1"/>' + paragraph(run("Hết")))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("document.xml.rels"):
                text = text.replace(
                    b"</Relationships>",
                    b'<Relationship Id="c1" Type="x/aFChunk" Target="c.html"/>'
                    b'<Relationship Id="c2" Type="x/image" Target="NULL"/></Relationships>',
                )
            archive.writestr(name, text)
        archive.writestr("word/c.html", "<html><body><p>Kế hoạch số 5</p></body></html>")
    assert read_bytes(target.getvalue()).text == "Kế hoạch số 5\nHết"


# Tables ------------------------------------------------------------------------------------------------------------


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text)) if text else paragraph('')}</w:tc>"


def grid(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


DOWN, ON, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'

TABLES: dict[str, tuple[str, str, list[list[tuple[int, int]]]]] = {
    "plain": (
        grid(cell("STT") + cell("Nhiệm vụ"), cell("1") + cell("Tập huấn"), cell("2") + cell("")),
        "STT | Nhiệm vụ\n1 | Tập huấn\n2 | ",
        [[(0, 1), (1, 1)]] * 3,
    ),
    "merged over columns and rows": (
        grid(
            cell("STT", DOWN) + cell("Thời gian", WIDE),
            cell("", ON) + cell("Sáng") + cell("Chiều"),
            cell("1") + cell("a") + cell("b"),
        ),
        "STT | Thời gian\nSáng | Chiều\n1 | a | b",
        [[(0, 1), (1, 2)], [(1, 1), (2, 1)], [(0, 1), (1, 1), (2, 1)]],
    ),
    "nothing above to go on": (
        grid(cell("a", ON) + cell("b"), cell("c") + cell("d"), cell("e") + cell("f")),
        "a | b\nc | d\ne | f",
        [[(0, 1), (1, 1)]] * 3,
    ),
    "row that begins late": (
        grid("<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("b"), cell("c") + cell("d"), cell("e") + cell("f")),
        "b\nc | d\ne | f",
        [[(1, 1)], [(0, 1), (1, 1)], [(0, 1), (1, 1)]],
    ),
    "deleted row": (
        grid(
            cell("a") + cell("b"), "<w:trPr><w:del w:id='1'/></w:trPr>" + cell("x") + cell("y"), cell("c") + cell("d")
        ),
        "a | b\nc | d",
        [[(0, 1), (1, 1)]] * 2,
    ),
    "merged the old way": (
        grid(
            cell("a", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("b"),
            cell("c") + cell("d") + cell("e"),
        ),
        "a | b\nc | d | e",
        [[(0, 2), (2, 1)], [(0, 1), (1, 1), (2, 1)]],
    ),
    "row in a content control": (
        f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:sdt><w:sdtContent><w:tr>{cell('c')}{cell('d')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        "a | b\nc | d",
        [[(0, 1), (1, 1)]] * 2,
    ),
    "letterhead": (
        table(
            [
                [paragraph(run("UBND TỈNH")), paragraph(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))],
                [paragraph(run("Số: 63/KH-UBND")), paragraph(run("Hà Nội, ngày 1"))],
            ]
        ),
        "UBND TỈNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 63/KH-UBND\nHà Nội, ngày 1",
        [],
    ),
    "table in a box": (
        table(
            [
                [
                    paragraph(run("Phụ lục"))
                    + grid(cell("STT") + cell("Việc"), cell("1") + cell("a"), cell("2") + cell("b"))
                ]
            ]
        ),
        "Phụ lục\nSTT | Việc\n1 | a\n2 | b",
        [[(0, 1), (1, 1)]] * 3,
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    xml, text, columns = TABLES[name]
    document = read(xml + paragraph(""))
    assert document.text == text
    found = [[(c.column, c.width) for c in row] for each in document.tables for row in each.rows]
    assert found == columns
    for each in document.tables:
        for row in each.rows:
            assert all("|" not in document.text[c.start : c.end] for c in row)


def test_a_column_of_automatic_numbers_is_read() -> None:
    own = paragraph("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    rows = "".join(f"<w:tr><w:tc>{own}</w:tc>{cell(text)}</w:tr>" for text in ("Tập huấn", "Báo cáo"))
    body = f"<w:tbl><w:tr>{cell('TT')}{cell('Việc')}</w:tr>{rows}</w:tbl>" + own + paragraph(run("Hết"))
    numbering = abstract(level(0, "decimal", "%1")) + num(1)
    assert lines(body, numbering=numbering) == ["TT | Việc", "1 | Tập huấn", "2 | Báo cáo", "Hết"]


def test_a_letterhead_set_by_tabs_is_read_column_by_column() -> None:
    body = (
        paragraph(run("UBND TỈNH ĐIỆN BIÊN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        + paragraph(run("SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc"))
        + paragraph(run("Số:        /KH-SNV          Điện Biên, ngày     tháng 5 năm 2021"))
        + paragraph(run("KẾ HOẠCH"))
        + paragraph(
            run("Căn cứ Quyết định số 2282/QĐ-TTg ngày 31/12/2020 của Thủ tướng Chính phủ phê duyệt Chương trình; ") * 2
        )
        + paragraph(run("1.\tMục đích"))
    )
    assert lines(body)[:7] == [
        "UBND TỈNH ĐIỆN BIÊN",
        "SỞ NỘI VỤ",
        "Số: /KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Điện Biên, ngày tháng 5 năm 2021",
        "KẾ HOẠCH",
    ]
    assert lines(body)[-1] == "1. Mục đích"


# Fonts and places --------------------------------------------------------------------------------------------------

OLD_STYLE = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:rPr>'
    '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>'
)
FONTS: dict[str, tuple[str, str, str]] = {
    "by the run": (run("KÕ ho¹ch sè 63", font=".VnTime"), "", "Kế hoạch số 63"),
    "capitals": (run("kÕ ho¹ch", font=".VnTimeH"), "", "KẾ HOẠCH"),
    "ư as a soft hyphen": (
        '<w:r><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr><w:t>n</w:t><w:softHyphen/><w:t>íc</w:t></w:r>',
        "",
        "nước",
    ),
    "VNI over two runs": (run("Ke", font="VNI-Times") + run("á hoaïch", font="VNI-Times"), "", "Kế hoạch"),
    "by the style": (run("céng hßa x· héi"), OLD_STYLE, "cộng hòa xã hội"),
    "other font in the run": (run("và", font="Times New Roman"), OLD_STYLE, "và"),
    "Unicode under an old style": (run("Kế hoạch và công tác"), OLD_STYLE, "Kế hoạch và công tác"),
}


@pytest.mark.parametrize("name", FONTS)
def test_old_fonts(name: str) -> None:
    content, styles, expected = FONTS[name]
    assert read(paragraph(content), styles=styles).text == expected


def test_words_that_could_be_either_are_what_the_rest_of_the_document_is() -> None:
    either = paragraph(run("công tác và xã"))
    assert lines(either + paragraph(run("Kế hoạch của Ủy ban")), styles=OLD_STYLE)[0] == "công tác và xã"
    assert lines(paragraph(run("kh«ng ®­îc;")) + paragraph(run("x· héi")), styles=OLD_STYLE) == ["không được;", "xã hội"]


def test_every_letter_of_tcvn3() -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    words = " ".join(f"n{letter}" for letter in letters)
    assert read(paragraph(run(to_tcvn3(words), font=".VnTime"))).text == words
    assert read(paragraph(run(to_tcvn3(words), font=".VnTimeH"))).text == words.upper()


def test_bold_comes_from_runs_and_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="Mạnh"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    strong = '<w:r><w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>{}</w:t></w:r>'
    body = paragraph(strong.format("một") + run(" hai")) + paragraph(
        strong.format("ba") + run(" bốn"), '<w:pStyle w:val="B"/>'
    )
    document = read(body, styles=styles)
    assert [document.text[a:b] for a, b in document.bold] == ["một", "bốn"]


def test_places_count_the_paragraphs_of_the_file() -> None:
    rows = [[paragraph(run(f"{i}.{j}")) for j in (1, 2)] for i in (1, 2, 3)]
    document = read(paragraph(run("a")) + paragraph("") + paragraph(run("b")) + table(rows) + paragraph(run("c")))
    places = [(document.text[b.span.start : b.span.end].strip(), b.paragraph) for b in document.blocks]
    assert places == [("a", 1), ("b", 3), ("1.1 | 1.2", 4), ("2.1 | 2.2", 6), ("3.1 | 3.2", 8), ("c", 10)]


# At the door -------------------------------------------------------------------------------------------------------


def repacked(change: Callable[[str, bytes], tuple[str, bytes] | None], more: dict[str, bytes] | None = None) -> bytes:
    """A sound .docx with its files changed, left out, or with more of them."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(pack(paragraph(run("Kế hoạch"))))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            if changed := change(name, source.read(name)):
                archive.writestr(*changed)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return target.getvalue()


def same(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data


def in_document(old: bytes, new: bytes) -> bytes:
    return repacked(lambda name, data: (name, data.replace(old, new) if name == "word/document.xml" else data))


def locked() -> bytes:
    data = bytearray(repacked(same))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


LAUGHS = b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
UTF16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY a "x">]><w:document xmlns:w="' + W + '"/>'

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut off": (lambda: repacked(same)[:-400], "cắt cụt"),
    "cut in the middle": (lambda: repacked(same)[:700], "cắt cụt"),
    "locked": (locked, "mật khẩu"),
    "too many files": (lambda: repacked(same, {f"a{i}": b"" for i in range(120)}), "max_zip_entries"),
    "too large": (lambda: repacked(same, {"a": bytes(5_000_000), "b": bytes(6_000_000)}), "max_zip_bytes"),
    "bomb": (lambda: repacked(same, {"a": bytes(9_000_000)}), "max_zip_ratio"),
    "part too large": (
        lambda: in_document(b"</w:body>", b"<!--" + bytes(range(65, 91)) * 60_000 + b"--></w:body>"),
        "max_part_bytes",
    ),
    "path": (lambda: repacked(same, {"../../etc/passwd": b"x"}), "đường dẫn"),
    "entities": (lambda: in_document(b"<w:document", LAUGHS + b"<w:document"), "DTD"),
    "entities in UTF-16": (
        lambda: repacked(lambda n, d: (n, UTF16.encode("utf-16") if n == "word/document.xml" else d)),
        "DTD",
    ),
    "broken XML": (lambda: in_document(b"</w:body>", b""), "XML bị hỏng"),
    "too deep": (lambda: in_document(b"<w:body>", b"<w:body>" + b"<w:ins>" * 400), "XML bị hỏng"),
    "no document": (
        lambda: repacked(lambda n, d: None if n == "word/document.xml" else (n, d), {"word/x.xml": b"<a/>"}),
        "không có chữ",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(name: str) -> None:
    make, words = REFUSED[name]
    limits = Limits(max_zip_entries=100, max_zip_bytes=10_000_000, max_part_bytes=1_500_000)
    with pytest.raises(ReadError) as caught:
        read_bytes(make(), name="a.docx", limits=limits)
    message = str(caught.value)
    assert words in message and "\n" not in message and "hãy" in message and "a.docx" in message


STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
SOUND: dict[str, bytes] = {
    "macros": repacked(
        lambda n, d: (
            n,
            d.replace(b"openxmlformats-officedocument.wordprocessingml.document", b"ms-word.document.macroEnabled"),
        ),
        {"word/vbaProject.bin": b"\xd0\xcf"},
    ),
    "strict": in_document(W.encode(), STRICT),
    "no relationships": repacked(lambda n, d: None if n.endswith(".rels") else (n, d)),
    "other case": repacked(
        lambda n, d: (n.replace("document.xml", "Document.xml") if n.startswith("word/d") else n, d)
    ),
    "tiny bomb ratio": repacked(same, {"word/media/a.bmp": bytes(3_000_000)}),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_word_opens_is_read(name: str) -> None:
    assert read_bytes(SOUND[name], name="a.docx").text == "Kế hoạch"
