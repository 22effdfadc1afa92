"""Comments in the user's own Word file: at their words, and not a byte of anything else is touched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from conftest import CORPUS, SHARED, every_seed, missing
from goldens import check_golden
from lxml import etree
from make_formats import pack, paragraph, run, table

from kehoach_parser import ReadError, check, parse
from kehoach_parser.cli import main
from kehoach_parser.models import Finding, Span
from kehoach_parser.report import Report
from kehoach_parser.reports.word_comments import render_comments
from kehoach_parser.reports.word_notes import collect_notes
from kehoach_parser.reports.zip_members import replace_members
from kehoach_parser.rulings import BaselineRef

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = (
    rb'(?:<w:commentRangeStart(?: xmlns:w="[^"]*")? w:id="\d+"/>'
    rb'|<w:commentRangeEnd(?: xmlns:w="[^"]*")? w:id="\d+"/>'
    rb'<w:r(?: xmlns:w="[^"]*")?><w:commentReference w:id="\d+"/></w:r>)'
)
JOINT = (
    rb"</(\w+:)?t></(?:\w+:)?r>(?:" + MARK + rb")+"
    rb'<(?:\w+:)?r>(?:<(?:\w+:)?rPr>(?:(?!</(?:\w+:)?rPr>).)*</(?:\w+:)?rPr>)?<(?:\w+:)?t xml:space="preserve">'
)


def without_marks(document: bytes, original: bytes) -> bytes:
    """Return a document without what was set into it: marks, and the places where a run of ``original`` was parted."""
    out = bytearray()
    at = 0
    for found in re.finditer(JOINT + b"|" + MARK, document):
        out += document[at : found.start()]
        at = found.end()
        if found[0].startswith(b"</") and original.startswith(b"</", len(out)):
            out += re.sub(MARK, b"", found[0])  # two runs of the original, with marks between them
    return bytes(out) + document[at:]


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def covered(data: bytes, identity: int) -> str:
    """Return the words between the marks of a comment."""
    words, inside = "", False
    for element in etree.fromstring(part(data)).iter():
        if element.tag in (W + "commentRangeStart", W + "commentRangeEnd") and element.get(W + "id") == str(identity):
            inside = element.tag == W + "commentRangeStart"
        elif inside and element.tag == W + "t":
            words += element.text or ""
    return words


def comment(data: bytes, *quotes: str, tmp_path: Path) -> bytes:
    """Return the file ``data`` with one finding at each of ``quotes``, as they stand in the plan's text."""
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    plan = parse(path)
    findings = []
    for quote in quotes:
        at = plan.text.index(quote)
        span = Span(start=at, end=at + len(quote))
        findings.append(Finding(code="x", severity="error", message=f"về {quote}", quote=quote, span=span))
    plan = plan.model_copy(update={"findings": tuple(findings)})
    report = Report(plan="plan.docx", baseline=BaselineRef(id="", title="", reason=""), verdict="ok").about(plan)
    made = render_comments(data, report, name="plan.docx")
    assert_untouched(data, made)
    return made


def assert_untouched(before: bytes, after: bytes, changed: Sequence[str] = ()) -> None:
    """Hold every part but those that name the comments against the original, compressed bytes and all."""
    own = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", *changed}
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert [one for one in new.namelist() if one in old.namelist()] == old.namelist()
        for member in old.infolist():
            if member.filename not in own:
                assert raw(before, member) == raw(after, new.getinfo(member.filename)), member.filename
    assert without_marks(part(after), part(before)) == part(before)
    ids = [one.get(W + "id") for one in etree.fromstring(part(after, "word/comments.xml"))]
    assert len(set(ids)) == len(ids)
    marks = etree.fromstring(part(after))
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(one.get(W + "id") for one in marks.iter(W + tag)) == sorted(ids), tag


def raw(data: bytes, member: zipfile.ZipInfo) -> bytes:
    start = member.header_offset + 30 + len(member.filename.encode())
    start += int.from_bytes(data[member.header_offset + 28 : member.header_offset + 30], "little")
    return data[start : start + member.compress_size]


HEAD = paragraph(run("KẾ HOẠCH")) + paragraph(run("Công tác cán bộ nữ năm 2025"))


def plan_with(*paragraphs: str) -> bytes:
    return pack(HEAD + paragraph(run("I. NHIỆM VỤ")) + "".join(paragraphs))


FORMAT = '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'

CELLS = (("STT", "Nhiệm vụ", "Hạn"), ("1", "Câu thứ nhất. Câu thứ hai.", "2025"))
SENTENCES = {
    "in the middle of a run": (paragraph(run("Câu thứ nhất. Câu thứ hai. Câu thứ ba.")), "Câu thứ hai."),
    "at the beginning": (paragraph(run("Câu thứ nhất. Câu thứ hai.")), "Câu thứ nhất."),
    "at the end": (paragraph(run("Câu thứ nhất. Câu thứ hai.")), "Câu thứ hai."),
    "the whole run": (paragraph(run("Câu thứ nhất.")), "Câu thứ nhất."),
    "over three runs": (
        paragraph(run("Câu thứ nhất. Câu ") + run("thứ", bold=True) + run(" hai. Câu thứ ba.")),
        "Câu thứ hai.",
    ),
    "with a format": (
        paragraph(f"<w:r>{FORMAT}<w:t>Câu thứ nhất. Câu thứ hai. Câu thứ ba.</w:t></w:r>"),
        "Câu thứ hai.",
    ),
    "blanks that are kept": (
        paragraph('<w:r><w:t xml:space="preserve">  Câu thứ nhất. Câu thứ hai.   </w:t></w:r>'),
        "Câu thứ hai.",
    ),
    "blanks that are dropped": (paragraph("<w:r><w:t> Câu thứ nhất. Câu thứ hai. </w:t></w:r>"), "Câu thứ hai."),
    "several texts in a run": (
        paragraph("<w:r><w:t>Câu thứ nhất.</w:t><w:tab/><w:t>Câu thứ hai. Câu thứ ba.</w:t></w:r>"),
        "Câu thứ hai.",
    ),
    "entities": (
        paragraph("<w:r><w:t>A &amp; B &lt; C. Câu thứ hai &#8805; 60%. Hết.</w:t></w:r>"),
        "Câu thứ hai ≥ 60%.",
    ),
    "cdata": (paragraph("<w:r><w:t><![CDATA[Câu thứ nhất. Câu thứ hai.]]></w:t></w:r>"), "Câu thứ hai."),
    "letters in parts": (paragraph(run("Ca\u0302u thu\u031b\u0301 nha\u0302\u0301t. Câu thứ hai.")), "Câu thứ nhất."),
    "a larger sign in an attribute": (
        paragraph('<w:r w:rsidR="a>b"><w:t>Câu thứ nhất. Câu thứ hai. Hết.</w:t></w:r>'),
        "Câu thứ hai.",
    ),
    "inserted text": (
        paragraph(run("Câu thứ nhất. ") + f'<w:ins w:id="9" w:author="A">{run("Câu thứ hai.")}</w:ins>' + run(" Hết.")),
        "Câu thứ hai.",
    ),
    "beside deleted text": (
        paragraph(
            run("Câu thứ nhất. ")
            + '<w:del w:id="8"><w:r><w:delText>Đã xóa.</w:delText></w:r></w:del>'
            + run("Câu thứ hai.")
        ),
        "Câu thứ hai.",
    ),
    "a link": (
        paragraph(
            run("Câu thứ nhất. ") + f'<w:hyperlink w:anchor="x">{run("Câu thứ hai.")}</w:hyperlink>' + run(" Hết.")
        ),
        "Câu thứ hai.",
    ),
    "a content control": (
        paragraph(
            run("Một. ") + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Câu thứ hai.')}</w:sdtContent></w:sdt>" + run(" Hết.")
        ),
        "Câu thứ hai.",
    ),
    "a field": (
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Câu thứ hai.")}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" Hết.")
        ),
        "Câu thứ hai.",
    ),
    "the second of two": (paragraph(run("Họp tổ. Câu. ")) + paragraph(run("Họp tổ. Họp tổ hai. Họp.")), "Họp tổ hai."),
    "a cell": (
        table([[paragraph(run(cell)) for cell in row] for row in CELLS]),
        "Câu thứ hai.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_comment_stands_at_its_words(name: str, tmp_path: Path) -> None:
    body, quote = SENTENCES[name]
    data = plan_with(body)
    made = comment(data, quote, tmp_path=tmp_path)
    words = " ".join(covered(made, 1).split())
    if name in ("blanks that are dropped", "cdata", "several texts in a run"):
        assert quote in words  # where a run cannot be parted without a change, all of it is marked
    elif name != "letters in parts":
        assert words == quote
    path = tmp_path / "made.docx"
    path.write_bytes(made)
    assert [one.text for one in docx.Document(str(path)).paragraphs] == [
        one.text for one in docx.Document(str(tmp_path / "plan.docx")).paragraphs
    ]
    assert parse(path).text == parse(tmp_path / "plan.docx").text


def test_the_parts_of_a_run_keep_its_format(tmp_path: Path) -> None:
    made = comment(plan_with(SENTENCES["with a format"][0]), "Câu thứ hai.", tmp_path=tmp_path)
    path = tmp_path / "made.docx"
    path.write_bytes(made)
    runs = [one for one in docx.Document(str(path)).paragraphs[3].runs if one.text]
    assert [one.text for one in runs] == ["Câu thứ nhất.", " Câu thứ hai.", " Câu thứ ba."]
    assert all(one.bold and str(one.font.color.rgb) == "FF0000" for one in runs)


def test_comments_that_touch_overlap_and_nest(tmp_path: Path) -> None:
    data = plan_with(paragraph(run("Một hai ba. Bốn năm sáu. Bảy tám chín.")))
    quotes = ("Một hai ba.", "Bốn năm sáu.", "ba. Bốn", "năm", "Một hai ba. Bốn năm sáu. Bảy tám chín.")
    made = comment(data, *quotes, tmp_path=tmp_path)
    plan = parse(tmp_path / "plan.docx")
    ordered = sorted(quotes, key=plan.text.index)
    assert [covered(made, 1 + index).strip() for index in range(5)] == ordered


def test_a_repeated_quote_is_found_at_its_own_place(tmp_path: Path) -> None:
    data = plan_with(paragraph(run("Kiểm tra một. Kiểm tra hai. Kiểm tra ba.")))
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    plan = parse(path)
    at = plan.text.index("Kiểm tra hai")
    finding = Finding(code="x", severity="error", message="m", quote="Kiểm tra", span=Span(start=at, end=at + 8))
    report = Report(baseline=BaselineRef(id="", title="", reason=""), verdict="ok")
    made = render_comments(data, report.about(plan.model_copy(update={"findings": (finding,)})))
    assert b"Ki\xe1\xbb\x83m tra m\xe1\xbb\x99t.</w:t></w:r><w:commentRangeStart" in part(made)


def test_text_boxes_and_empty_paragraphs(tmp_path: Path) -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{paragraph(run('Chữ trong khung rất đặc biệt.'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    data = plan_with("<w:p/>", paragraph(run("Trước. ") + box + run("Sau.")), "<w:p><w:pPr/></w:p>")
    made = comment(data, "đặc biệt", tmp_path=tmp_path)
    marks = etree.fromstring(part(made))
    for mark in marks.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"):
        assert not list(mark.iterancestors(W + "txbxContent")), "Word allows no comment in a text box"
    assert covered(made, 1) == "Chữ trong khung rất đặc biệt."


OLD_COMMENTS = (
    '<x:comments xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<x:comment x:id="7" x:author="B">'
    "<x:p><x:r><x:t>Ý kiến cũ</x:t></x:r></x:p></x:comment></x:comments>"
)


def test_earlier_comments_stay(tmp_path: Path) -> None:
    marked = (
        f'<w:commentRangeStart w:id="7"/>{run("Câu thứ nhất.")}<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    body = HEAD + paragraph(marked + run(" Câu thứ hai. Hết."))
    data = pack(body, further={"comments": OLD_COMMENTS})
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    plan = parse(path)
    at = plan.text.index("Câu thứ hai.")
    finding = Finding(code="x", severity="error", message="mới", quote="q", span=Span(start=at, end=at + 12))
    report = Report(baseline=BaselineRef(id="", title="", reason=""), verdict="ok")
    made = render_comments(data, report.about(plan.model_copy(update={"findings": (finding,)})))
    old = part(data, "word/comments.xml")
    new = part(made, "word/comments.xml")
    assert new.startswith(old.removesuffix(b"</x:comments>"))
    assert [one.get(W + "id") for one in etree.fromstring(new)] == ["7", "8", "9"]
    assert part(made, "[Content_Types].xml") == part(data, "[Content_Types].xml"), "it names its comments already"
    assert part(made, "word/_rels/document.xml.rels") == part(data, "word/_rels/document.xml.rels")
    assert covered(made, 7) == "Câu thứ nhất."
    assert covered(made, 9).strip() == "Câu thứ hai."
    (tmp_path / "made.docx").write_bytes(made)
    texts = [one.text for one in docx.Document(str(tmp_path / "made.docx")).comments]
    assert texts == ["Ý kiến cũ", "Kết luận: Không có điểm nào phải báo", "Sai: mới"]


def test_a_document_with_other_prefixes(tmp_path: Path) -> None:
    data = plan_with(paragraph(run("Câu thứ nhất. Câu thứ hai. Hết.")))
    xml = part(data).replace(b"<w:", b"<q:").replace(b"</w:", b"</q:").replace(b"xmlns:w=", b"xmlns:q=")
    other = replace_members(data, {"word/document.xml": re.sub(rb" w:(\w+)=", rb" q:\1=", xml)})
    assert_other = comment(other, "Câu thứ hai.", tmp_path=tmp_path)
    assert covered(assert_other, 1).strip() == "Câu thứ hai."


def test_missing_targets_stand_at_the_objectives(tmp_path: Path) -> None:
    text = "Thực hiện Quyết định số 2282/QĐ-TTg giai đoạn 2021 - 2030"
    lines = [
        "I. MỤC ĐÍCH",
        "1. Nâng cao nhận thức.",
        "II. MỤC TIÊU",
        "1. Phấn đấu tốt.",
        "III. NHIỆM VỤ",
        "1. Tuyên truyền.",
    ]
    path = tmp_path / "plan.docx"
    path.write_bytes(pack(paragraph(run("KẾ HOẠCH")) + "".join(paragraph(run(one)) for one in [text, *lines])))
    report = check(path, baseline="2282")
    assert any(one.status == "missing" for one in report.targets)
    made = render_comments(path.read_bytes(), report, today=date(2026, 1, 5))
    notes = collect_notes(report, report.checked) if report.checked else []
    places = {note.title: covered(made, index) for index, note in enumerate(notes)}
    assert {place for title, place in places.items() if title.startswith("Thiếu: Cơ quan quản lý")} == {"II. MỤC TIÊU"}
    assert {place for title, place in places.items() if title.startswith("Kết luận")} == {text}
    assert b'w:date="2026-01-05T00:00:00Z"' in part(made, "word/comments.xml")


@pytest.mark.parametrize("name", ["plan.md", "plan.doc"])
def test_only_docx_files_take_comments(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((CORPUS / "plans" / "dien-bien-2021.md").read_bytes())
    done = CliRunner().invoke(main, ["check", str(path), "--format", "docx", "-o", str(tmp_path / "out.docx")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "chỉ ghi nhận xét được vào tệp Word .docx" in done.stderr
    assert not (tmp_path / "out.docx").exists()


def test_the_report_of_another_file_is_refused(tmp_path: Path) -> None:
    report = check(CORPUS / "plans" / "dien-bien-2021.md")
    with pytest.raises(ReadError, match="không phải của tệp này"):
        render_comments(plan_with(paragraph(run("Một."))), report, name="a.docx")


def as_docx(seed: Path) -> bytes:
    lines = (re.sub(r"[*#`_]+", "", line).strip() for line in seed.read_text(encoding="utf-8").splitlines())
    return pack("".join(paragraph(run(line.replace("&", "&amp;").replace("<", "&lt;"))) for line in lines if line))


@every_seed
def test_golden(seed: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{seed.stem}.docx"
    path.write_bytes(as_docx(seed))
    report = check(path, baseline="2282")
    report.to_word(path, tmp_path / "made.docx")
    made = (tmp_path / "made.docx").read_bytes()
    assert made == render_comments(path.read_bytes(), report), "the same in, the same out"
    assert_untouched(path.read_bytes(), made)
    comments = docx.Document(str(tmp_path / "made.docx")).comments
    lines = [
        f"[{one.comment_id}] {covered(made, one.comment_id).strip()}\n    " + one.text.replace("\n", "\n    ")
        for one in comments
    ]
    check_golden(f"{seed.stem}.comments.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", ["hufi-trao-bang-2016.docx", "thpt-docbinhkieu-tuan-cong-dan-2026.docx"])
def test_real_word_files(name: str, tmp_path: Path) -> None:
    path = SHARED / "plans" / name
    if not path.exists():
        missing(f"không có tệp {path}")
    run_it = CliRunner().invoke(main, ["check", str(path), "--format", "docx", "-o", str(tmp_path / "made.docx")])
    assert run_it.exit_code == 1, run_it.output
    made = (tmp_path / "made.docx").read_bytes()
    assert_untouched(path.read_bytes(), made)
    assert parse(tmp_path / "made.docx").text == parse(path).text
    assert len(list(docx.Document(str(tmp_path / "made.docx")).comments)) > 1


def test_members_are_copied_as_they_are() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = b"ghi ch\xc3\xba"
        archive.writestr("stored.bin", b"abc" * 50, zipfile.ZIP_STORED)
        archive.writestr("packed.xml", b"<a/>" * 500, zipfile.ZIP_DEFLATED)
        archive.writestr("tên có dấu.xml", b"x", zipfile.ZIP_BZIP2)
        with archive.open("streamed.xml", "w", force_zip64=True) as stream:
            stream.write(b"y" * 100)
    before = buffer.getvalue()
    after = replace_members(b"xx" + before, {"packed.xml": b"new", "mới.xml": b"n"})
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        assert new.namelist() == [*old.namelist(), "mới.xml"]
        assert (new.read("packed.xml"), new.read("mới.xml")) == (b"new", b"n")
        for name in ("stored.bin", "tên có dấu.xml", "streamed.xml"):
            assert new.read(name) == old.read(name)
            assert new.getinfo(name).compress_type == old.getinfo(name).compress_type
