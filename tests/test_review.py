"""Slips inside one plan: every check by its examples, the lists of words, what real plans must not be accused of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import CORPUS, SEEDS, every_plan, parsed

from kehoach_parser.errors import RuleError
from kehoach_parser.models import Finding
from kehoach_parser.pipeline import parse_document
from kehoach_parser.readers import read_text
from kehoach_parser.review import explain, review
from kehoach_parser.review.compounds import Compounds, PairJudge, bare_letters, read_compounds
from kehoach_parser.review.rules import Check, Checks, Slip, read_checks, read_spelling
from kehoach_parser.review.syllables import can_be_judged, is_syllable, is_vietnamese_text
from kehoach_parser.rules import Rules, validate
from kehoach_parser.text import fold, squeeze

RULES = Rules.load()
CHECKS = read_checks(RULES).checks
SPELLING = read_spelling(RULES)
COMPOUNDS = read_compounds(RULES)

# A plan in good order, into whose tasks the examples are set.
GOOD_PLAN = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 63/KH-UBND
Lai Châu, ngày 15 tháng 3 năm 2022

KẾ HOẠCH
Bình đẳng giới trên địa bàn tỉnh

I. MỤC ĐÍCH
Nâng cao nhận thức.

II. NHIỆM VỤ
{}

III. KINH PHÍ
Ngân sách nhà nước.

IV. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì thực hiện, báo cáo UBND tỉnh trước ngày 15/11 hằng năm.
2. Sở Tài chính: Bố trí kinh phí./.

Nơi nhận:
- Bộ Nội vụ;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn An
"""


def findings_of(text: str) -> tuple[Finding, ...]:
    whole = text if "KẾ HOẠCH" in text else GOOD_PLAN.format(text.rstrip())
    document = read_text(whole)
    return review(parse_document(document, RULES), document, RULES, style=True)


def of_code(code: str, text: str) -> list[str]:
    return [squeeze(finding.quote) for finding in findings_of(text) if finding.code == code]


@pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
def test_each_check_by_its_examples(check: Check) -> None:
    for example in check.examples:
        quotes = of_code(check.code, example.text)
        wanted = fold(squeeze(example.quote))
        assert any(wanted in fold(quote) or fold(quote) in wanted for quote in quotes), (example.quote, quotes)
    for text in check.not_examples:
        assert of_code(check.code, text) == [], text


def test_every_check_of_the_list_has_a_rule() -> None:
    listed = {number for check in CHECKS for number in check.list}
    told_by_the_report = {"C12", "C13", "C14", "C17", "C18", "C19", "C23", "C37"}
    assert {f"C{number:02}" for number in range(1, 39)} - listed - told_by_the_report == set()


def test_a_plan_in_good_order_has_no_findings() -> None:
    assert findings_of("1. Tuyên truyền, phổ biến pháp luật về bình đẳng giới.\n2. Tập huấn cho cán bộ nữ.") == ()


@pytest.mark.parametrize("slip", SPELLING.slips, ids=[slip.wrong for slip in SPELLING.slips])
def test_each_slip_is_wrong_and_its_correction_is_not(slip: Slip) -> None:
    assert slip.pattern.search(f"việc {slip.wrong} của xã")
    right = fold(slip.right)
    assert not any(other.pattern.search(f"việc {right} của xã") for other in SPELLING.slips), slip.right
    for around in (slip.not_before or "").split("|"):
        if around:
            assert not slip.pattern.search(f"việc {slip.wrong} {around} của xã")
    for around in (slip.not_after or "").split("|"):
        if around:
            assert not slip.pattern.search(f"việc {around} {slip.wrong} của xã")


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "khuỷu",
        "quýt",
        "giếng",
        "gì",
        "nguyễn",
        "khuếch",
        "quốc",
        "oái",
        "yểng",
        "ngoằn",
        "chuẩn",
        "thuở",
        "huýt",
        "xoong",
        "đắc",
        "ngụy",
        "khoét",
    ],
)
def test_syllables_that_can_be(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["triểt", "nghành", "thựcc", "kế́", "hôạchh", "ngiêm", "cê", "giuờng", "chuyễnn"])
def test_strings_that_are_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_the_whole_vocabulary_of_the_real_plans_can_be() -> None:
    """Every lower-case word of the five plans that Vietnamese letters write is a syllable, or a known slip."""
    wrong = set()
    for path in SEEDS:
        for raw in parsed(path).text.split():
            word = raw.strip(".,;:!?()[]“”\"'/-…")
            if (
                word.islower()
                and word.isalpha()
                and not word.isascii()
                and can_be_judged(word)
                and not is_syllable(word)
            ):
                wrong.add(word)
    assert wrong == set()


def test_words_run_together_are_not_for_a_speller() -> None:
    assert is_vietnamese_text("sựtham")
    assert not is_vietnamese_text("triểt")


@pytest.mark.parametrize("seed", SEEDS, ids=[path.stem for path in SEEDS])
def test_seeds_have_the_findings_of_their_gold(seed: Path) -> None:
    gold = yaml.safe_load((CORPUS / "gold" / f"{seed.stem}.yaml").read_text(encoding="utf-8"))
    found = [(finding.code, fold(squeeze(finding.quote))) for finding in parsed(seed).findings]
    for wanted in gold.get("findings", []):
        quote = fold(squeeze(str(wanted["quote"])))
        assert any(code == wanted["code"] and (quote in seen or seen in quote) for code, seen in found), wanted


def test_errors_told_of_the_seeds_are_these_and_no_others() -> None:
    errors = {
        (path.stem[:9], finding.code)
        for path in SEEDS
        for finding in parsed(path).findings
        if finding.severity == "error"
    }
    assert errors == {
        ("ban-quan-", "citation-date-conflict"),
        ("ban-quan-", "agency-name-corrupt"),
        ("dien-bien", "missing-word"),
        ("dien-bien", "duplicate-number"),
        ("dien-bien", "stale-period"),
        ("hoi-lhpn-", "unclosed-quotation"),
        ("hoi-lhpn-", "missing-word"),
        ("xa-tan-ho", "citation-type-conflict"),
        ("xa-tan-ho", "spelling"),
        ("xa-tan-ho", "repeated-words"),
    }


@every_plan
def test_findings_stand_in_the_text_and_none_is_of_style(plan_path: Path) -> None:
    plan = parsed(plan_path)
    for finding in plan.findings:
        assert finding.span is None or finding.span.of(plan.text) == finding.quote
        assert finding.message and finding.severity != "style"


def test_a_finding_is_explained_in_english() -> None:
    finding = next(finding for finding in findings_of("- Tổ chức quán triểt nội dung.") if finding.code == "spelling")
    assert "slip of writing" in explain(finding, RULES, "en")
    assert explain(finding, RULES, "vi") == finding.message


# --- Compounds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("Các nội dung hỗ trợ thị hành Luật.", "thị hành", "thi hành"),
        ("Bố trí kính phí để thực hiện.", "kính phí", "kinh phí"),
        ("Trên cơ cở tổng hợp nhu cầu.", "cơ cở", "cơ sở"),
        ("Dự trữ hóa chất, vật tu khi cần.", "vật tu", "vật tư"),
        ("Giải quyết nhanh chóng, kip thời.", "kip thời", "kịp thời"),
        ("Làm thay đối rõ nét diện mạo.", "thay đối", "thay đổi"),
        ("Công tác tuyên tuyền, phổ biến.", "tuyên tuyền", "tuyên truyền"),
        ("Quyết định của Thủ tưởng Chính phủ.", "Thủ tưởng", "thủ tướng"),
        ("Bổ nhiêm cán bộ quản lý.", "Bổ nhiêm", "bổ nhiệm"),
        ("Hình thành đội ngǜ kỹ sư.", "ngǜ", "ngũ"),
        ("Định kǶ gửi báo cáo.", "kǶ", "kỳ"),
    ],
)
def test_a_slip_in_a_compound_is_found_with_its_correction(sentence: str, wrong: str, right: str) -> None:
    found = [(finding.quote, finding.suggestion) for finding in findings_of(f"- {sentence}")]
    assert found == [(wrong, right)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cảnh báo đảm bảo an toàn; thông báo đảm nhiệm chức vụ.",  # the syllable belongs to the word before or after
        "Không chỉ thi hành pháp luật mà còn thay đối tượng thụ hưởng.",
        "Có thể giới hạn số lượng; có quan hệ phối hợp.",
        "Quản lí theo định kì, đăng kí kinh doanh, tỉ lệ.",  # i and y
        "Tháo dỡ công trình; lực lượng cơ động; phân bố dân cư; dự đoán sản lượng; ý tưởng mới.",
        "Thôn Quan Âm, đường Kính Phí, phường Đào Duy Từ.",  # names
        "Ca nô, pa nô; xe 5 ha; CT xã; tiến sỹ, bác sỹ.",
        "Thứ tư, thứ sáu hằng tuần; công thức; nhân loại; hải quân.",
    ],
)
def test_words_that_look_like_a_compound_are_left_alone(sentence: str) -> None:
    assert [finding for finding in findings_of(f"- {sentence}") if finding.code == "spelling"] == []


def test_the_lists_of_compounds_hold_together() -> None:
    """Every compound is of syllables that can be; no right pair stands in both lists; no compound is a known slip."""
    assert 500 <= len(COMPOUNDS.words) <= 2000
    assert {syllable for pair in COMPOUNDS.known for syllable in pair if not is_syllable(syllable)} == set()
    pairs = [tuple(pair.split()) for pair in COMPOUNDS.pairs.split(", ")]
    assert not set(pairs) & COMPOUNDS.words
    assert len(pairs) == len(set(pairs))
    judge = PairJudge(COMPOUNDS)
    for slip in SPELLING.slips:
        assert not any(judge.is_word(*pair) for pair in [tuple(slip.wrong.split())] if len(pair) == 2), slip.wrong


def test_no_word_of_a_dictionary_is_called_a_slip() -> None:
    """What underthesea's dictionary and our lists both hold as two syllables is told as a slip at most rarely."""
    folder = pytest.importorskip("underthesea").__path__[0]
    lines = (Path(folder) / "corpus" / "data" / "Viet74K.txt").read_text(encoding="utf-8").splitlines()
    words = [fold(line.strip()).split() for line in lines]
    judge = PairJudge(COMPOUNDS)
    told = [word for word in words if len(word) == 2 and judge.look(*word)]
    assert len(told) < 105, told


def test_bare_letters() -> None:
    assert (bare_letters("đường"), bare_letters("ngǜ")) == ("duong", "ngu")
    assert Compounds(compounds={"thi": "hành"}, pairs="thị sát", alone="có").syllables == {
        *("thi", "hành", "thị", "sát", "có")
    }


@pytest.mark.parametrize(
    ("sentence", "twice"),
    [
        ("Các cơ quan quan tham mưu giúp việc.", "quan quan"),
        ("Hồ sơ nộp nộp 01 bộ.", "nộp nộp"),
        ("Chỉ thị số số 46.", "số số"),
        ("Kế hoạch của của tỉnh.", "của của"),
        ("Không gian khởi nghiệp khởi nghiệp đổi mới sáng tạo.", "khởi nghiệp khởi nghiệp"),
    ],
)
def test_words_written_twice(sentence: str, twice: str) -> None:
    assert of_code("repeated-words", f"- {sentence}") == [twice]


@pytest.mark.parametrize(
    "sentence",
    [
        "Từng bước, dần dần mở rộng; ngày ngày, nhà nhà, người người thi đua.",
        "Các quốc gia gia nhập; một số số liệu; nông dân dân tộc thiểu số; cơ quan quan trọng.",
        "Xây dựng chương trình trình Hội đồng nhân dân; lập tờ trình trình Ủy ban nhân dân.",
        "Mục tiêu cụ thể cụ thể hóa; hiện đại hiện đại hóa.",
        "Ông Đinh Chư Chư; xã Đạ Đạ.",
    ],
)
def test_words_that_may_come_twice(sentence: str) -> None:
    assert of_code("repeated-words", f"- {sentence}") == []


def test_an_item_written_twice_and_a_heading_that_its_text_repeats() -> None:
    item = "- Mở rộng các nguồn vốn cho đổi mới sáng tạo: quỹ của tỉnh, các quỹ đầu tư, vốn quốc tế"
    assert len(of_code("repeated-words", f"{item}.\n{item}, bảo đảm bền vững.")) == 1
    assert of_code("repeated-words", f"1. {item[2:]}\n{item} theo quy định.") == []


LONG_LINE = "KẾ HOẠCH năm 2022\n\nII. NHIỆM VỤ\n1. " + "Thực hiện giai đoạn 2011-2015 (“" * 4000


def test_hostile_text_is_reviewed_without_complaint() -> None:
    for text in (
        "(" * 20000,
        "“" * 20000,
        "của " * 20000,
        "giai đoạn " * 5000,
        "thứ 2 ngày " * 5000,
        "1. a\n" * 3000,
        "",
    ):
        document = read_text(text)
        review(parse_document(document, RULES), document, RULES, style=True)


def test_a_check_without_examples_is_refused(tmp_path: Path) -> None:
    texts = {"vi": "a", "en": "b", "note": "c", "severity": "error"}
    rule = {"code": "x", "list": ["C01"], "examples": [], "not_examples": [], **texts}
    with pytest.raises(RuleError, match="examples"):
        validate(tmp_path / "f.yaml", {"checks": [rule]}, Checks)
