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
from kehoach_parser.review.rules import Check, Checks, Slip, read_checks, read_spelling
from kehoach_parser.review.syllables import can_be_judged, is_syllable, is_vietnamese_text
from kehoach_parser.rules import Rules, validate
from kehoach_parser.text import fold, squeeze

RULES = Rules.load()
CHECKS = read_checks(RULES).checks
SPELLING = read_spelling(RULES)

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
