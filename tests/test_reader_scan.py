"""Scans and pictures: what OCR reads of a printed plan is the plan, its doubts are told, and only sure repairs made."""

from __future__ import annotations

import functools
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import make_formats
import numpy as np
import pypdfium2
import pytest
from conftest import SEEDS, name_of, need_tool
from pages import piece
from PIL import Image, ImageDraw
from test_same_plan import laid_out, parsed_original

from kehoach_parser import check
from kehoach_parser.errors import ReadError
from kehoach_parser.pipeline import parse_document
from kehoach_parser.plan import Plan
from kehoach_parser.readers import Limits, read_bytes, read_file
from kehoach_parser.readers.grids import find_grids
from kehoach_parser.readers.ocr import OcrWord
from kehoach_parser.readers.ocr_lexicon import load_lexicon
from kehoach_parser.readers.ocr_merge import merge_readings
from kehoach_parser.readers.ocr_repairs import repair_numerals, repair_words
from kehoach_parser.readers.ocr_rules import load_rules
from kehoach_parser.readers.scan_image import clean_page, count_strokes, straighten
from kehoach_parser.readers.syllables import bare, is_spoken
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

DPI = 200
SHARE = 0.97
_PRINT = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" '
    'w:cs="Liberation Serif"/><w:sz w:val="28"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/>'
    '<w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


# --- printed and scanned --------------------------------------------------------------------------------------------


def in_print(docx: bytes) -> bytes:
    """The .docx in letters of size 14, justified, as a plan is printed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name == "word/styles.xml":
                head, tag, rest = text.decode().partition("<w:styles ")
                opening, end, styles = rest.partition(">")
                text = (head + tag + opening + end + _PRINT + styles).encode()
            made.writestr(name, text)
    return target.getvalue()


@functools.cache
def printed(name: str) -> bytes:
    """The PDF of a plan."""
    docx = in_print(make_formats.make_docx(laid_out(name)))
    return make_formats.make_by_libreoffice(need_tool("soffice"), {name: docx}, "pdf")[name]


def pictures(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as a scanner gives them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def scanned(images: list[Image.Image]) -> bytes:
    """A PDF file of pictures only."""
    target = io.BytesIO()
    images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=DPI, quality=80)
    return target.getvalue()


def values(plan: Plan) -> dict[str, Counter[Any]]:
    """What a plan commits to, without the words that OCR may set otherwise (quotation marks, dashes)."""
    report = check(plan, baseline="2282")
    return {
        "targets": Counter((t.section, t.indicator, t.due, t.value, t.unit, t.comparator) for t in plan.targets),
        "deadlines": Counter((d.section, d.bound, d.date, d.rrule) for d in plan.deadlines),
        "assignments": Counter((fold(a.agency.text), a.role, a.section, len(a.tasks)) for a in plan.assignments),
        "verdicts": Counter([report.verdict, *((t.indicator, t.due, t.status) for t in report.targets)]),
    }


def assert_same(name: str) -> Plan:
    need_tool("tesseract")
    plan = parse_document(read_bytes(scanned(pictures(printed(name))), name="quet.pdf"), Rules.load())
    wanted, got = values(parsed_original(name)), values(plan)
    right = sum(sum((wanted[part] & got[part]).values()) for part in wanted)
    total = sum(max(sum(wanted[part].values()), sum(got[part].values())) for part in wanted)
    missed = {part: (list(wanted[part] - got[part]), list(got[part] - wanted[part])) for part in wanted}
    assert right >= SHARE * total, missed
    return plan


@pytest.mark.parametrize("name", ["hoi-lhpn-hoc-mon-2021", "ban-quan-ly-vinh-ha-long-2022"])
def test_a_scan_is_the_same_plan_and_says_that_it_was_read_by_ocr(name: str) -> None:
    plan = assert_same(name)
    [said] = [finding for finding in plan.findings if finding.code == "read-by-ocr"]
    assert said.severity == "warning" and "OCR" in said.message
    for finding in plan.findings:
        if finding.code == "low-confidence":
            assert finding.span is not None and finding.span.of(plan.text) == finding.quote
    assert {block.page for block in plan.blocks} == set(range(1, (plan.source.pages or 0) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS, ids=name_of)
def test_every_plan_survives_its_scan(seed: Path) -> None:
    assert_same(seed.stem)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_of_a_page_is_read(kind: str) -> None:
    need_tool("tesseract")
    page = pictures(printed("hoi-lhpn-hoc-mon-2021"))[0]
    target = io.BytesIO()
    page.rotate(1.0, fillcolor=255).crop((0, 0, page.width, page.height // 2)).save(target, kind)
    document = read_bytes(target.getvalue(), name="trang-1")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in document.text and "63" in document.text
    assert (document.source.media_type, document.source.pages) == (f"image/{kind.lower()}", 1)


def test_a_real_scan(shared: Path) -> None:
    need_tool("tesseract")
    document = read_file(shared / "plans" / "syt-kiengiang-1942-sang-kien-2017.pdf")
    for words in (
        "SỞ Y TẾ",
        "KẾ HOẠCH",
        "Tổ chức xét công nhận Sáng kiến cấp cơ sở năm 2017",
        "hạn chót 13/10/2017",
        "từ ngày 30/10/2017 đến 03/11/2017",
        "Hà Văn Phúc",
    ):
        assert words in document.text, words
    assert document.text.index("- Lưu: VT") < document.text.index("GIÁM ĐỐC\n")


# --- what cannot be read --------------------------------------------------------------------------------------------


def test_without_tesseract_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ReadError, match="tesseract-ocr-vie") as caught:
        read_bytes(scanned([Image.new("L", (400, 600), 255)]), name="quet.pdf")
    assert "\n" not in str(caught.value) and "hãy cài" in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_ocr_pages=1), "max_ocr_pages"),
        (Limits(ocr_seconds=0.001), "ocr_seconds"),
        (Limits(ocr_memory_bytes=1_000_000), "ocr_memory_bytes"),
    ],
)
def test_the_limits_of_ocr_are_kept(limits: Limits, words: str) -> None:
    need_tool("tesseract")
    page = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(page).text((100, 100), "KE HOACH", fill=0)
    with pytest.raises(ReadError, match=words):
        read_bytes(scanned([page, page]), name="quet.pdf", limits=limits)


def test_a_picture_too_large_and_a_broken_one_are_refused() -> None:
    need_tool("tesseract")
    target = io.BytesIO()
    Image.new("1", (3000, 3000)).save(target, "PNG")
    with pytest.raises(ReadError, match="max_page_pixels"):
        read_bytes(target.getvalue(), name="a.png", limits=Limits(max_page_pixels=1_000_000))
    with pytest.raises(ReadError, match="hỏng"):
        read_bytes(target.getvalue()[:60], name="a.png")


# --- the picture ----------------------------------------------------------------------------------------------------


def drawn(*lines: tuple[int, int, int, int], size: tuple[int, int] = (1200, 1200)) -> np.ndarray[Any, Any]:
    """A white page with black lines (x0, y0, x1, y1)."""
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    for line in lines:
        pen.line(line, fill=0, width=4)
    return np.asarray(page)


def test_ruling_lines_are_measured_and_wiped_out() -> None:
    table = [(100, y, 1100, y) for y in (200, 400, 600)] + [(x, 200, x, 600) for x in (100, 500, 1100)]
    clean = clean_page(drawn(*table, (520, 300, 540, 300), (150, 260, 190, 300)))
    [grid] = find_grids(clean.rulings)
    assert (len(grid.xs), len(grid.ys)) == (3, 3)
    assert (clean.grey < 140).sum() == 0 and len(clean.cells) == 2


def test_a_page_is_turned_straight() -> None:
    page = Image.fromarray(drawn(*((100, y, 1000, y) for y in range(150, 1000, 60))))
    turned = np.asarray(page.rotate(-1.5, fillcolor=255))
    rows = (straighten(turned) < 140).sum(axis=1)
    assert rows.max() > 600 > (turned < 140).sum(axis=1).max()


@pytest.mark.parametrize("strokes", [1, 2, 3])
def test_the_strokes_of_a_numeral_are_counted(strokes: int) -> None:
    lines = [(20 + 30 * i, 20, 20 + 30 * i, 80) for i in range(strokes)]
    dot = (20 + 30 * strokes, 78, 24 + 30 * strokes, 78)
    assert count_strokes(drawn(*lines, dot, size=(150, 100))) == strokes


# --- repairs --------------------------------------------------------------------------------------------------------

RULES = load_rules()


@pytest.mark.parametrize("repair", RULES.repairs, ids=lambda one: one.id)
def test_repairs_find_their_examples_and_leave_the_others(repair: Any) -> None:
    for example in repair.examples:
        assert " ".join(repair_words(example.text.split(" "), RULES)) == example.value
    for words in repair.not_examples:
        assert " ".join(repair_words(words.split(" "), RULES)) == words


@pytest.mark.parametrize("phrase", RULES.phrases, ids=lambda one: one.right)
def test_phrases_are_repaired_and_keep_their_capitals(phrase: Any) -> None:
    repaired = " ".join(repair_words(phrase.wrong.split(" "), RULES))
    assert fold(repaired) == fold(phrase.right)
    assert [word.isupper() for word in repaired.split()] == [word.isupper() for word in phrase.wrong.split()]


def test_numerals_are_known_by_their_strokes() -> None:
    assert all(map(RULES.is_numeral, RULES.numerals.examples))
    assert not any(map(RULES.is_numeral, RULES.numerals.not_examples))


@pytest.mark.parametrize("seed", SEEDS, ids=name_of)
def test_repairs_leave_sound_text_alone(seed: Path) -> None:
    for line in read_file(seed).text.split("\n"):
        words = line.split(" ")
        assert repair_words(words, RULES) == words


@pytest.mark.parametrize(
    ("before", "word", "after", "right"),
    [
        ("bình", "đăng", "giới", "đẳng"),  # both neighbours speak for another word
        ("đơn", "câp", "", None),  # neither does
        ("thực", "hiện", "", None),  # right as it is
    ],
)
def test_neighbours_decide_on_a_mark(before: str, word: str, after: str, right: str | None) -> None:
    assert load_lexicon().repair(before, word, after) == right


def test_syllables_that_nobody_says() -> None:
    assert [is_spoken(word) for word in ("cấp", "câp", "hiện", "viêt", "sách", "sach")] == [
        *(True, False, True, False, True, False)
    ]
    assert bare("ĐẲNG") == "dang"


def test_the_numbers_of_headings_are_repaired() -> None:
    lines = [
        [piece(word, 100.0 + 40 * i, 100.0) for i, word in enumerate(text.split(" "))]
        for text in ("v. TỔ CHỨC THỰC HIỆN", "I1. Mục đích", "2. Yêu cầu", "a. MỤC TIÊU")
    ]
    repair_numerals([lines])
    assert [line[0].text for line in lines] == ["V.", "1.", "2.", "a."]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("1. Một|2. Hai|Ấ: Ba|4. Bốn", "3."),
        ("1. Một|2. Hai|Ấ: Ba|III. NHIỆM VỤ", "3."),
        ("1. Một|2. Hai|Ấ: Ba|3. Bốn", "Ấ:"),  # the number is not lost
        ("III. NHIỆM VỤ|Ấ: Ba|2. Bốn", "Ấ:"),  # no list is under way
        ("1. Một|2. Hai|Ấ: ba|4. Bốn", "Ấ:"),  # the line goes on
        ("1. Một|2. Hai|đ) Ba|4. Bốn", "đ)"),
    ],
)
def test_a_number_that_became_a_letter_is_counted_again(read: str, right: str) -> None:
    lines = [[piece(word, 100.0 + 40 * i, 100.0) for i, word in enumerate(text.split(" "))] for text in read.split("|")]
    repair_numerals([lines])
    assert right in [line[0].text for line in lines]


# --- two readings ---------------------------------------------------------------------------------------------------


def line(text: str, confidence: float = 90.0) -> list[OcrWord]:
    """A reading of a line: every letter is ten points wide."""
    words, at = [], 0
    for word in text.split(" "):
        words.append(OcrWord(word, at, 0, 10 * len(word), 30, confidence))
        at += 10 * len(word) + 10
    return words


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ("dự kiến đến 03/1 1/2011.", "dự kiến đến 03/11/2017.", "dự kiến đến 03/11/2017."),
        ("xét công nhận sáng kiên câp cơ sở", "xét công nhận sáng kiến cấp cơ sở", "xét công nhận sáng kiến cấp cơ sở"),
        ("I. MỤC ĐÍCH", "MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("Số: 63 /KH-BTV Hóc", "Số: 63/KH-BTV _ Hóc", "Số: 63 /KH-BTV Hóc"),
    ],
)
def test_the_better_of_two_readings_is_taken(first: str, second: str, merged: str) -> None:
    found = merge_readings(line(first), line(second), load_lexicon())
    assert " ".join(word.text for word in found) in (merged, merged.replace(" /", "/"))


def test_figures_on_which_two_readings_differ_are_unsure() -> None:
    [_, figure] = merge_readings(line("đạt 60%"), line("đạt 50%"), load_lexicon())
    assert figure.confidence <= 50
