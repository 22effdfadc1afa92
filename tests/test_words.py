"""Words that are looked for together, and words that are judged once for all texts."""

from __future__ import annotations

import pytest

from kehoach_parser import Rules, parse
from kehoach_parser.readers import read_text
from kehoach_parser.review.compounds import PairJudge, read_compounds
from kehoach_parser.review.rules import read_checks, read_spelling
from kehoach_parser.review.words import WordJudge, piece_of
from kehoach_parser.rules import WordFinder


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["hằng năm", "năm"], "báo cáo hằng năm", {"hằng năm": [8], "năm": [13]}),
        (["a", "ab", "abc"], "xabd", {"a": [1], "ab": [1]}),
        (["aa"], "aaaa", {"aa": [0, 1, 2]}),
        (["định kỳ", "theo định kỳ"], "theo định kỳ", {"theo định kỳ": [0], "định kỳ": [5]}),
        (["1.", "(a"], "1. (a) 1x", {"1.": [0], "(a": [3]}),
        ([], "báo cáo", {}),
        (["x"], "", {}),
    ],
)
def test_words_are_found_wherever_they_stand(words: list[str], text: str, found: dict[str, list[int]]) -> None:
    assert WordFinder(words).find(text) == found


def test_words_are_found_from_a_place_on() -> None:
    assert WordFinder(["năm"]).find("năm năm", 1) == {"năm": [4]}


def test_a_text_of_known_words_points_to_nothing() -> None:
    rules = Rules.load()
    judge = WordJudge(read_checks(rules), read_spelling(rules), ["??"], PairJudge(read_compounds(rules)))
    for _ in range(2):  # judged, then remembered
        clues = judge.judge("tổ chức thực hiện, quán triểt sao?? tự nghiện.")
        assert clues.impossible == {"triểt"}
        assert [slip.wrong for slip in clues.slips] == ["tự nghiện"]
        assert "??" in clues.pieces
        plain = judge.judge("tổ chức thực hiện,")
        assert (plain.impossible, plain.slips, plain.pieces) == (frozenset(), (), frozenset())


def test_the_piece_of_an_anchor_is_in_every_text_that_has_it() -> None:
    assert piece_of(" thuận lợi vay") == " lợi vay"
    assert piece_of("(ai)") == "(ai)"


@pytest.mark.parametrize(
    "lines", ["a) Một\nb) Hai\n", "1. Một\n2. Hai\n", "(1) Một\n(2) Hai\n", "1. a\n1.1. b\n1.2. c\n"]
)
def test_lists_that_begin_again_and_again_do_not_nest_without_end(lines: str) -> None:
    plan = parse(text="KẾ HOẠCH\nCông tác năm 2025\n\nI. NHIỆM VỤ\n" + lines * 400)

    def depth(sections: tuple) -> int:  # type: ignore[type-arg]
        return max((1 + depth(section.children) for section in sections), default=0)

    assert depth(plan.sections) < 40
    assert plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("raw", ["Số:  63", " Số: 63", "Số: 63 ", "Số:\u00a063", "Số: 63\x1f", "Số:\t63"])
def test_tidy_leaves_no_blank_that_says_nothing(raw: str) -> None:
    assert read_text(raw).text == "Số: 63"
