"""Baselines: what stands in them, where it is known from, which one a plan asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CORPUS, parsed

from kehoach_parser import parse
from kehoach_parser.baseline import Baseline, TaskPoint, choose_baselines, list_baselines, mismatch, years_of
from kehoach_parser.baseline.heads import heads_of
from kehoach_parser.compare import diff, prove
from kehoach_parser.errors import RuleError
from kehoach_parser.rules import compile_pattern
from kehoach_parser.text import fold

BASELINES = list_baselines()
POINTS = [(baseline, group.id, point) for baseline in BASELINES for group in baseline.tasks for point in group.points]


def seed(name: str) -> Path:
    return next((CORPUS / "plans").glob(f"{name}*"))


def test_the_baselines_that_come_with_the_rules() -> None:
    assert [baseline.id for baseline in BASELINES] == ["2282", "515", "28"]
    assert Baseline.load("2282/QĐ-TTg") is Baseline.load("2282")


def test_2282_as_it_is_known() -> None:
    baseline = Baseline.load("2282")
    milestones = {p.id: {m.year: (m.comparator, m.value) for m in p.milestones} for p in baseline.targets}
    assert milestones == {
        "key-leaders": {2025: ("ge", 60), 2030: ("ge", 75)},
        "planned-cadres": {2025: ("ge", 40), 2030: ("ge", 50)},
        "trained-cadres": {2025: ("ge", 75), 2030: ("ge", 90)},
        "ethnic-minority-leaders": {},
    }
    assert [group.id for group in baseline.tasks] == [
        "policy-and-law",
        "training-and-pipeline",
        "communication",
        "international-cooperation",
        "inspection-and-data",
    ]
    assert {p.id: p.counts for p in baseline.targets}["key-leaders"] == "agencies"
    assert baseline.reporting.deadline is None and baseline.reporting.note


@pytest.mark.parametrize("baseline", BASELINES, ids=lambda baseline: baseline.id)
def test_every_provision_says_where_it_is_known_from(baseline: Baseline) -> None:
    points = [point for group in baseline.tasks for point in group.points]
    for provision in (*baseline.targets, *baseline.tasks, *points, *baseline.funding, *baseline.duties):
        assert provision.last_checked
        if provision.status == "verified":
            assert all(source.startswith("http") for source in provision.sources)
        else:
            assert provision.echoed_by


@pytest.mark.parametrize("baseline", BASELINES, ids=lambda baseline: baseline.id)
def test_a_baseline_meets_itself_and_its_examples(baseline: Baseline) -> None:
    assert prove(baseline) == []


@pytest.mark.parametrize(("baseline", "group", "point"), POINTS, ids=[f"{b.id}-{p.id}" for b, _, p in POINTS])
def test_each_point_by_its_examples(baseline: Baseline, group: str, point: TaskPoint) -> None:
    pattern = compile_pattern("|".join(f"(?:{source})" for source in point.patterns), baseline.fragments)
    assert len(point.examples) >= 2 and len(point.not_examples) >= 2
    for text in point.examples:
        assert pattern.search(fold(text)), text
    for text in point.not_examples:
        assert not pattern.search(fold(text)), text


def test_a_baseline_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\ntitle: Nghị quyết của huyện\nperiod: 2021/2025\ntargets:\n- id: literacy\n  title: Người biết chữ\n"
        "  quote: đạt 98%\n  status: verified\n  sources: ['https://example.vn']\n  last_checked: 2026-01\n"
        "  milestones: [{year: 2025, comparator: ge, value: 98}]\n  wording: ['biết chữ']\n",
        encoding="utf-8",
    )
    baseline = Baseline.load(path)
    plan = parse(
        text="KẾ HOẠCH\nXóa mù chữ giai đoạn 2021-2025\n\nI. MỤC TIÊU\n1. Đến năm 2025, 95% người dân biết chữ."
    )
    report = diff(plan, baseline.model_copy(update={"from_text": ""}))
    assert [(ruling.indicator, ruling.status) for ruling in report.targets] == [("literacy", "weaker")]


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("id: a\ntitle: b\ncolour: red\n", "colour"),
        (
            "id: a\ntitle: b\ntargets:\n- {id: x, title: y, quote: z, status: verified, last_checked: '2026'}\n",
            "sources",
        ),
        (
            "id: a\ntitle: b\ntargets:\n- {id: x, title: y, quote: z, status: recalled, last_checked: '2026'}\n",
            "status",
        ),
    ],
)
def test_a_wrong_baseline_is_refused_with_its_place(tmp_path: Path, yaml: str, says: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml, encoding="utf-8")
    with pytest.raises(RuleError, match=says):
        Baseline.load(path)


def test_an_unknown_baseline_names_those_there_are() -> None:
    with pytest.raises(RuleError, match="2282, 515, 28"):
        Baseline.load("9999")


@pytest.mark.parametrize(
    ("name", "chosen", "how"),
    [
        ("dien-bien", "2282", "cited"),
        ("ban-quan-ly", "2282", "cited"),
        ("hoi-lhpn", "2282", "named"),
        ("xa-tan-hoi", "2282", "cited"),
        ("ha-tinh", "515", "cited"),
    ],
)
def test_a_plan_chooses_its_baseline(name: str, chosen: str, how: str) -> None:
    first = choose_baselines(parsed(seed(name)))[0]
    assert (first.baseline.id, first.how) == (chosen, how)
    assert first.reason.startswith("Kế hoạch")


def test_which_baseline_does_not_fit() -> None:
    national = Baseline.load("2282")
    assert mismatch(parsed(seed("dien-bien")), national) is None
    assert "2016-2020" in (mismatch(parsed(seed("ha-tinh")), national) or "")


def test_another_plan_as_baseline() -> None:
    province = Baseline.from_plan(parsed(seed("dien-bien")))
    assert {p.id for p in province.targets} >= {"key-leaders", "planned-cadres", "trained-cadres"}
    own = diff(parsed(seed("dien-bien")), province)
    assert {ruling.status for ruling in own.targets} <= {"met"}
    assert {ruling.status for ruling in own.tasks} == {"present"}
    commune = {f"{r.indicator}-{r.due}": r.status for r in diff(parsed(seed("xa-tan-hoi")), province).targets}
    assert commune["key-leaders-2030"] == "met"
    assert commune["key-leaders-2025"] == "not_applicable"


def test_years_of_a_period() -> None:
    assert years_of("2021/2030") == (2021, 2030)
    assert years_of("../2030") == (None, 2030)
    assert years_of("2026-08-24/2026-08-26") == (2026, 2026)
    assert years_of(None) == (None, None)


@pytest.mark.parametrize(
    ("source", "heads"),
    [
        (r"(?:thanh tra|kiểm tra)[^.;\n]{0,120}(?:cán bộ nữ|nữ)", ("thanh tra", "kiểm tra")),
        ("vườn ươm|mô hình[^.;]{0,60}trẻ", ("vườn ươm", "mô hình")),
        (r"\bcsdl\b|(?:(?:cơ sở|kho) dữ liệu|số liệu)", ("csdl", "cơ sở", "kho", "số liệu")),
        ("(?:các )?mô hình", ("các ", "mô hình")),
        ("trẻ? em", ()),  # two letters are everywhere
        (r"\d+ mô hình|vườn ươm", ()),
        ("(?:mô hình)*vườn", ()),
        ("[mn]ô hình", ()),
    ],
)
def test_the_words_that_begin_a_pattern(source: str, heads: tuple[str, ...]) -> None:
    assert heads_of(source) == heads


def test_a_pattern_looked_for_at_its_words_is_found_where_a_search_finds_it() -> None:
    texts = [fold(example) for group in BASELINES[0].tasks for point in group.points for example in point.examples]
    text = "\n".join(texts)
    for baseline in BASELINES:
        places = baseline.compiled.heads.find(text)
        for pattern in filter(None, (*baseline.compiled.points.values(), *baseline.compiled.funding.values())):
            assert pattern.heads
            for start in range(0, len(text), 97):
                found, expected = pattern.search(text, start, None, places), pattern.pattern.search(text, start)
                assert (found and found.span()) == (expected and expected.span())
