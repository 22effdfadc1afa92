"""Plans in spaCy: exact offsets, span groups that say what the plan says, and a pipe that any pipeline can add."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from conftest import ROOT, SEEDS, every_plan, every_seed, parsed
from spacy.tokens import Doc, DocBin

from kehoach_parser import Plan, parse
from kehoach_parser.cli import main
from kehoach_parser.nlp import normalize_words, segment_words, tag_words
from kehoach_parser.nlp.docs import GROUPS, make_docbin
from kehoach_parser.nlp.showing import render
from kehoach_parser.nlp.styles import COLOURS
from kehoach_parser.nlp.tokens import blank
from kehoach_parser.text import fold

NLP = blank()
STRANGE = [
    "",
    " ",
    "  hai  khoảng trắng ",
    "tab\tvà\r\nCRLF\rCR",
    "NBSP\u00a0và ZWSP\u200bvà BOM\ufeffvà mềm\u00ad",
    "gạch_dưới 2282/QĐ-TTg 60%./.",
    "😀 ký hiệu 👩‍👩‍👧",
    unicodedata.normalize("NFD", "Uỷ ban nhân dân"),
    "**đậm** | bảng | `mã`",
]


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


# --- Tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", STRANGE)
def test_a_tokenizer_changes_nothing(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@every_seed
def test_tokens_are_syllables_in_their_places(seed: Path) -> None:
    text = parsed(seed).text
    doc = NLP(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert not [token for token in doc if " " in token.text.strip() or (len(token) > 1 and token.text[-1] in ".,;:%)")]


def test_one_blank_belongs_to_the_word_before() -> None:
    assert [token.text_with_ws for token in NLP("đạt 60%.\n\nb)  có")] == [
        *("đạt ", "60", "%", ".", "\n\n", "b", ") ", " ", "có")
    ]


# --- Span groups ------------------------------------------------------------------------------------------------------


@every_plan
def test_every_part_has_its_span(plan_path: Path) -> None:
    plan = parsed(plan_path)
    doc = plan.to_spacy(NLP)
    assert doc.text == plan.text
    assert [span.text for span in doc.spans["targets"]] == [one.quote for one in plan.targets]
    assert [span.text for span in doc.spans["deadlines"]] == [one.quote for one in plan.deadlines]
    sections = [section for root in plan.sections for section in root.walk()]
    assert [(span.start_char, span.kb_id_) for span in doc.spans["sections"]] == [
        (one.span.start, one.kind) for one in sections
    ]
    agencies = {span.text for span in doc.spans["agencies"]}
    assert {one.agency.text for one in plan.assignments} <= agencies


def test_groups_say_what_the_plan_says() -> None:
    plan = parsed(next(path for path in SEEDS if "dien-bien" in path.name))
    doc = plan.to_spacy()
    assert tuple(doc.spans) == GROUPS
    first = doc.spans["targets"][0]
    assert (first.label_, first.kb_id_, first.id_) == ("TARGET", "key-leaders", "0")
    item = doc.spans["targets"].attrs["items"][0]
    assert (item["value"], item["unit"], item["due"]) == (60, "percent", "2025")
    assert item["rule"] == plan.targets[0].rule
    dates = [span.kb_id_ for span in doc.spans["deadlines"]]
    assert dates == [one.date or one.rrule or "" for one in plan.deadlines]
    roles = {role for item in doc.spans["agencies"].attrs["items"] for role in item["roles"]}
    assert {"responsible", "requested"} <= roles <= {"responsible", "requested", "partner", "reports_to"}
    for name in GROUPS:
        assert len(doc.spans[name]) == len(doc.spans[name].attrs["items"])


def test_a_doc_can_go_on_through_a_pipeline() -> None:
    nlp = blank("xx")
    nlp.add_pipe("sentencizer")
    doc = nlp(parse(text="KẾ HOẠCH\nI. MỤC TIÊU\n1. Đạt 60% năm 2030. Đạt 70% năm 2035.").to_spacy(nlp))
    assert doc.vocab is nlp.vocab
    assert len(list(doc.sents)) > 1
    assert len(doc.spans["targets"]) == 2


@every_seed
def test_plans_come_back_from_bytes(seed: Path) -> None:
    plan = parsed(seed)
    doc = plan.to_spacy()
    again = Doc(blank().vocab).from_bytes(doc.to_bytes())
    assert again._.plan == plan
    for name in GROUPS:
        assert [(one.start, one.end, one.label_, one.kb_id_) for one in again.spans[name]] == [
            (one.start, one.end, one.label_, one.kb_id_) for one in doc.spans[name]
        ]
        assert again.spans[name].attrs == doc.spans[name].attrs


# --- The pipe ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "xx"])
def test_the_pipe_is_found_by_its_name(language: str) -> None:
    code = (
        "import spacy; config = {'nlp': {'tokenizer': {'@tokenizers': 'kehoach.syllables.v1'}}};"
        f"nlp = spacy.blank('{language}', config=config);"
        "nlp.add_pipe('kehoach');"
        "doc = nlp('KẾ HOẠCH\\nI. MỤC TIÊU\\n1. Đến năm 2030 đạt 60% cơ quan.');"
        "print(doc.spans['targets'][0].text, doc._.plan.targets[0].value)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Đến năm 2030 đạt 60% cơ quan 60"


@every_plan
def test_the_pipe_keeps_the_text_and_finds_the_same(plan_path: Path) -> None:
    raw = plan_path.read_text(encoding="utf-8")
    nlp = blank()
    nlp.add_pipe("kehoach")
    doc, plan = nlp(raw), parse(text=raw)
    assert doc.text == raw
    wanted = plan.to_spacy()
    for name in GROUPS[:3]:
        assert [letters(span.text) for span in doc.spans[name]] == [letters(span.text) for span in wanted.spans[name]]


@pytest.mark.parametrize(
    "storage",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("hoạch", "ho\u00adạch"),
    ],
    ids=["crlf", "nfd", "nbsp", "soft hyphen"],
)
def test_the_pipe_finds_its_words_however_they_are_stored(storage: object) -> None:
    raw = SEEDS[1].read_text(encoding="utf-8")
    nlp = blank("xx")
    nlp.add_pipe("kehoach")
    plain, stored = nlp(raw), nlp(storage(raw))  # type: ignore[operator]
    for name in GROUPS[:3]:
        found = [letters(span.text) for span in stored.spans[name]]
        assert found == [letters(span.text) for span in plain.spans[name]]


def test_the_pipe_works_with_any_tokenizer() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("kehoach")
    raw = "## KẾ HOẠCH\n\n**I. MỤC TIÊU**\n\n1. Đến năm 2030 đạt **60%** cơ quan."
    doc = nlp(raw)
    assert doc.text == raw
    assert doc.spans["targets"][0].text.startswith("Đến năm 2030 đạt **60")


def test_a_pipeline_with_the_pipe_is_saved(tmp_path: Path) -> None:
    nlp = blank()
    nlp.add_pipe("kehoach")
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == ["kehoach"]
    assert [token.text for token in again("Đạt 60%.")] == ["Đạt", "60", "%", "."]


# --- DocBin, displaCy -------------------------------------------------------------------------------------------------


def test_a_docbin_gives_the_plans_back() -> None:
    plans = [parsed(seed) for seed in SEEDS]
    docs = list(DocBin().from_bytes(make_docbin(plans).to_bytes()).get_docs(blank().vocab))
    assert [doc._.plan for doc in docs] == plans
    assert sum(len(doc.spans["targets"]) for doc in docs) == sum(len(plan.targets) for plan in plans) > 0


def test_the_command_writes_a_docbin(tmp_path: Path) -> None:
    target = tmp_path / "corpus.spacy"
    done = CliRunner().invoke(main, ["spacy", *map(str, SEEDS[:2]), "-o", str(target)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert len(DocBin().from_disk(target)) == 2
    assert "2" in done.stderr
    bad = CliRunner().invoke(main, ["spacy", str(tmp_path / "none.md"), str(SEEDS[0]), "-o", str(target)])
    assert bad.exit_code == 2
    assert len(DocBin().from_disk(target)) == 1
    nowhere = CliRunner().invoke(main, ["spacy", str(SEEDS[0]), "-o", str(tmp_path / "no" / "x.spacy")])
    assert (nowhere.exit_code, len(nowhere.stderr.splitlines())) == (2, 1)


def test_displacy_shows_the_spans_and_escapes_the_text() -> None:
    plan = parse(text="KẾ HOẠCH\nI. MỤC TIÊU\n1. Đến năm 2030 đạt 60% cơ quan <script>alert(1)</script>.")
    html = render(plan)
    assert "Chỉ\u00a0tiêu" in html
    assert COLOURS["TARGET"] in html
    assert "<script>" not in html
    with pytest.raises(KeyError):
        render(plan, group="nothing")
    assert "Chỉ\u00a0tiêu" not in render(plan, group="sections")


# --- Words by underthesea ---------------------------------------------------------------------------------------------


@every_seed
def test_words_are_tied_to_the_text(seed: Path) -> None:
    text = parsed(seed).text
    words = segment_words(text)
    assert all(
        fold(text[word.start : word.end]).split() == fold(word.form).split("_") for word in words if word.form != "_"
    )
    assert all(left.end <= right.start for left, right in pairwise(words))
    covered = sum(word.end - word.start for word in words)
    assert covered > 0.8 * len(text), "next to nothing is left out"
    assert not any("\n" in text[word.start : word.end] for word in words)


def test_old_tone_marks_do_not_lose_a_word() -> None:
    text = "Uỷ ban nhân dân xã hoà giải ở cơ sở"
    for words in (segment_words(text), tag_words(text)):
        assert "".join(text[word.start : word.end] for word in words).replace(" ", "") == text.replace(" ", "")
    assert normalize_words("Uỷ ban") == "Ủy ban"


@every_seed
def test_keywords_are_of_the_plan(seed: Path) -> None:
    plan = parsed(seed)
    keywords = plan.keywords(10)
    view = fold(plan.text)
    assert len(keywords) == 10
    assert all(len(one.words.split()) > 1 and one.count > 1 and fold(one.words) in view for one in keywords)
    assert [one.score for one in keywords] == sorted((one.score for one in keywords), reverse=True)
    assert plan.keywords(3) == keywords[:3]
    empty = {"kế hoạch", "thực hiện", "triển khai", "cơ quan"}
    assert not empty & {fold(one.words) for one in keywords}
    assert Plan(text="").keywords() == []


# --- Imports ----------------------------------------------------------------------------------------------------------


def test_neither_library_is_imported_before_it_is_used() -> None:
    code = (
        "import sys; from kehoach_parser import parse, check; import kehoach_parser.nlp;"
        "plan = parse(text='KẾ HOẠCH\\nI. MỤC TIÊU\\n1. Đạt 60% năm 2030.'); plan._repr_html_(); plan.to_json();"
        "check(plan, baseline='2282')._repr_html_();"
        "print(*{'spacy', 'underthesea', 'pandas', 'polars', 'matplotlib', 'numpy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
