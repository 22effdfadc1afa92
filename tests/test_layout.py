"""Where the parts of a document stand, on small documents of every layout that was met."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kehoach_parser.extract.form import read_form
from kehoach_parser.extract.layout import Layout, find_layout
from kehoach_parser.readers import read_text
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

RULES = Rules.load()
FORM = read_form(RULES)

STATE_HEAD = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Sơn La, ngày 03 tháng 4 năm 2024
"""
BODY = """Căn cứ Luật Bình đẳng giới;
I. MỤC ĐÍCH
Nâng cao nhận thức của cán bộ.
"""
ENDING = """Trên đây là Kế hoạch của tỉnh, đề nghị các sở thực hiện./.
Nơi nhận:
- Bộ Nội vụ;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An
"""


def lay_out(text: str) -> tuple[str, Layout]:
    document = read_text(text)
    return document.text, find_layout(document, RULES)


@pytest.mark.parametrize("rule", FORM.patterns, ids=lambda rule: rule.id)
def test_every_form_rule_reads_its_examples_and_not_the_others(rule):
    name = rule.id.removeprefix("header/")
    find = FORM.search if rule.search else FORM.match
    for example in rule.examples:
        match = find(name, fold(example["text"]))
        assert match, example
        for group in match.re.groupindex:
            if group in example:
                wanted = None if example[group] in ("null", "") else fold(example[group])
                assert match[group] == wanted, (example, group)
    for text in rule.not_examples:
        assert not find(name, fold(text)), text


def test_head_title_body_closing_recipients_and_signature():
    text, layout = lay_out(STATE_HEAD + "KẾ HOẠCH\nTruyền thông về bình đẳng giới\nnăm 2024\n" + BODY + ENDING)
    assert text[slice(*layout.title)].split("\n")[0].startswith("Truyền thông")
    assert text[layout.body_start :].startswith("Căn cứ Luật")
    assert text[layout.body_end :].startswith("Trên đây là")
    assert text[slice(*layout.recipients)].startswith("Nơi nhận")
    assert text[slice(*layout.signature)].startswith("TM. ỦY BAN")
    assert not layout.appendices and not layout.noise


@pytest.mark.parametrize(
    ("title_lines", "body"),
    [
        ("KẾ HOẠCH Thực hiện công tác gia đình", "Căn cứ"),
        ("KẾ HOẠCH\nTHỰC HIỆN CÔNG TÁC GIA ĐÌNH\nTRÊN ĐỊA BÀN TỈNH", "Căn cứ"),
        ("KẾ HOẠCH\nThực hiện công tác gia đình\n(Kèm theo Quyết định số 5/QĐ-UBND ngày 02/3/2024)", "Căn cứ"),
        ("# KẾ HOẠCH\n## Thực hiện công tác gia đình\n", "Căn cứ"),
        ("KẾ HOẠCH", "Căn cứ"),
    ],
)
def test_the_body_begins_after_the_title(title_lines, body):
    text, layout = lay_out(STATE_HEAD + title_lines + "\n" + BODY + ENDING)
    assert text[layout.body_start :].startswith(body)
    assert (layout.title is None) == (title_lines == "KẾ HOẠCH")


def test_a_decision_that_carries_the_plan_is_noise_and_gives_head_and_signature():
    wrapper = (
        STATE_HEAD.replace("KH-UBND", "QĐ-UBND")
        + "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n"
        + ENDING.split("\n", 1)[1]
    )
    text, layout = lay_out(wrapper + "KẾ HOẠCH\nThực hiện công tác gia đình\n" + BODY)
    assert layout.decision is not None and layout.decision in layout.noise
    assert text[slice(*layout.doc_type)] == "QUYẾT ĐỊNH"
    assert text[slice(*layout.title)] == "Về việc ban hành Kế hoạch"
    assert text[slice(*layout.plan_title)] == "Thực hiện công tác gia đình"
    assert text[slice(*layout.articles)].strip() == "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch."
    assert text[slice(*layout.signature)].startswith("TM. ỦY BAN")
    assert text[layout.body_start :].startswith("Căn cứ")
    assert layout.body_end == len(text)


def test_a_decision_after_an_unsigned_plan_is_noise_but_a_form_in_an_appendix_is_not():
    decision = STATE_HEAD.replace("KH-UBND", "QĐ-UBND") + "QUYẾT ĐỊNH\nPhê duyệt Kế hoạch\nĐiều 1. Phê duyệt.\n"
    plan = STATE_HEAD + "KẾ HOẠCH\nKhảo sát\n" + BODY
    text, layout = lay_out(plan + decision + ENDING.split("\n", 1)[1])
    assert layout.decision is not None
    assert text[layout.body_end :].startswith("ỦY BAN NHÂN DÂN")
    _, signed = lay_out(plan + ENDING + "PHỤ LỤC\nMẪU QUYẾT ĐỊNH\n" + decision)
    assert signed.decision is None
    assert [appendix.path for appendix in signed.appendices] == ["Phụ lục"]


@pytest.mark.parametrize(
    ("after", "paths"),
    [
        (
            "PHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 12/KH-UBND)\nviệc\nPHỤ LỤC II\nviệc\n",
            ["Phụ lục I", "Phụ lục II"],
        ),
        ("Phụ lục 1: Danh mục nhiệm vụ\nviệc\n", ["Phụ lục 1"]),
        ("DANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 03/4/2024)\nviệc\n", ["Phụ lục"]),
        ("Mẫu biểu số 01\nDỰ TOÁN\n(Kèm theo Kế hoạch số 12/KH-UBND)\nviệc\n", ["Mẫu biểu số 01"]),
        ("", []),
    ],
)
def test_appendices_after_the_signature(after, paths):
    text, layout = lay_out(STATE_HEAD + "KẾ HOẠCH\nTruyền thông\n" + BODY + ENDING + after)
    assert [appendix.path for appendix in layout.appendices] == paths
    for one, two in pairwise(layout.appendices):
        assert one.end == two.start
    if paths:
        assert layout.appendices[-1].end == len(text)


def test_a_plan_under_the_act_that_carries_it_is_no_appendix_of_itself():
    act = "(Kèm theo Quyết định số 5/QĐ-UBND của UBND huyện)\n"
    _, layout = lay_out("G. KẾ HOẠCH TRỒNG RỪNG\n" + act + "1. Diện tích\n- Rừng mới: 30 ha\n")
    assert layout.appendices == ()
    _, layout = lay_out("KẾ HOẠCH\nTrồng rừng\nI. MỤC ĐÍCH\nTrồng rừng.\nBẢNG DIỆN TÍCH\n" + act + "1. Đất trống\n")
    assert [appendix.path for appendix in layout.appendices] == ["Phụ lục"]


def test_a_body_that_speaks_of_its_appendix_has_none():
    body = BODY + "Phụ lục I kèm theo Kế hoạch này nêu rõ nhiệm vụ.\n"
    assert lay_out(STATE_HEAD + "KẾ HOẠCH\nTruyền thông\n" + body)[1].appendices == ()


def test_web_noise_and_footnotes_are_no_part_of_the_plan():
    plan = STATE_HEAD + "KẾ HOẠCH\nTruyền thông\n" + BODY + ENDING
    text, layout = lay_out("Trang chủ\nTin tức\nLượt xem: 12\n" + plan + "Các tin khác\n")
    assert [text[start:end].split("\n")[0] for start, end in layout.noise] == ["Trang chủ", "Các tin khác"]
    text, layout = lay_out(plan + "[1] Chỉ thị số 46-CT/TW ngày 16/5/2025 của Bộ Chính trị.\n")
    assert [text[start:end][:3] for start, end in layout.footnotes] == ["[1]"]
    assert not layout.noise


@pytest.mark.parametrize("text", ["", "\n", "KẾ HOẠCH", "Nơi nhận:", "PHỤ LỤC", "TM. ", "| | |", "Số: /", "x" * 5000])
def test_no_text_raises(text):
    document = read_text(text) if text.strip() else read_text(" ")
    layout = find_layout(document, RULES)
    assert 0 <= layout.body_start <= layout.body_end <= len(document.text)
