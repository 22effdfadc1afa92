"""The scorer on hand-counted cases and against the outside scorer; the figures that must not fall; gains and losses."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from conftest import CORPUS, SEEDS, every_seed, need_tool, parsed

from kehoach_parser import Plan, ReadError, RuleError
from kehoach_parser.compare import check
from kehoach_parser.evaluate import gains
from kehoach_parser.evaluate.gold import GoldPlan, read_gold
from kehoach_parser.evaluate.likeness import normalise, overlaps, same_path, same_unit, year_of
from kehoach_parser.evaluate.score import score_plan
from kehoach_parser.evaluate.scores import Scores, falls, score_folder, score_report
from kehoach_parser.evaluate.tally import Score, Tally
from kehoach_parser.models import (
    Agency,
    Assignment,
    Citation,
    Deadline,
    Finding,
    Header,
    Recipient,
    Section,
    Signer,
    Span,
    Target,
    Task,
)

# --- Likeness ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Uỷ ban – **nhân dân** tỉnh:", "ủy ban - nhân dân tỉnh"),
        ("KT.CHỦ TỊCH", "kt.chủ tịch"),
        ("Văn hoá-Xã hội", "văn hóa - xã hội"),
        (None, ""),
        (2030, "2030"),
    ],
)
def test_normalise(words: object, expected: str) -> None:
    assert normalise(words) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("đạt 75% vào năm 2030", "phấn đấu đạt 75% vào năm 2030", True),
        ("một hai ba bốn năm", "một hai ba bốn sáu bảy", True),  # four of five words
        ("một hai ba bốn năm", "một hai ba sáu bảy", False),  # three of five
        ("", "một", False),
        ("một một một một một", "một hai ba bốn năm", False),  # a word counts as often as it stands
    ],
)
def test_overlaps(one: str, other: str, expected: bool) -> None:
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("II", "II.1", True), ("II.1", "II.10", False), ("II.1.", "II.1", True), (None, "V", True), ("I", "II", False)],
)
def test_same_path(one: str | None, other: str | None, expected: bool) -> None:
    assert same_path(one, other) is expected


def test_same_unit_and_year() -> None:
    assert same_unit("lớp", "lớp tập huấn")
    assert same_unit("percent", "percent")
    assert not same_unit("percent", "percent cán bộ")
    assert not same_unit("lớp", None)
    assert (year_of("2026/2030"), year_of("2030-06"), year_of(None)) == (2026, 2030, None)


# --- Tally ------------------------------------------------------------------------------------------------------------


def test_measures() -> None:
    score = Score(right=6, surplus=2, missed=4)
    assert (score.precision, score.recall, round(score.f1, 4)) == (0.75, 0.6, 0.6667)
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (1, 1, 0)
    assert Score(0, 3, 2).f1 == 0


def test_pairing_is_one_to_one_and_in_order() -> None:
    tally = Tally()
    pairs = tally.pair("x", [1, 1, 2], [1, 3, 2, 9], lambda a, b: a == b, str, str, excused=lambda found: found == 9)
    assert pairs == [(1, 1), (2, 2)]
    assert tally.parts()["x"] == Score(right=2, surplus=1, missed=1)
    assert [line.split() for line in tally.lines] == [["thiếu", "x", "1"], ["thừa", "x", "3"]]


# --- A made-up plan, counted by hand ----------------------------------------------------------------------------------

TEXT = """KẾ HOẠCH
Bình đẳng giới năm 2025
I. MỤC TIÊU
1. Đạt ít nhất 60% vào năm 2025.
2. Mở 5 lớp.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, phối hợp với Sở Tài chính báo cáo UBND tỉnh trước ngày 15/11/2025 theo Quyết định số 1/QĐ-TTg."""


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def section(path: str, marker: str, title: str, kind: str, *children: Section) -> Section:
    return Section(
        path=path, marker=marker, title=title, kind=kind, level=1, span=at(f"{marker} {title}"), children=children
    )


def target(words: str, **fields: Any) -> Target:
    return Target(quote=words, span=at(words), section="I.1", rule="r", **fields)


def body(name: str) -> Agency:
    return Agency(text=name, span=at(name))


TASK = "Chủ trì, phối hợp với Sở Tài chính báo cáo UBND tỉnh trước ngày 15/11/2025 theo Quyết định số 1/QĐ-TTg."
PLAN = Plan(
    text=TEXT,
    header=Header(
        doc_type="KẾ HOẠCH",
        title="Bình đẳng giới năm 2025",
        period="2025",
        signers=(Signer(name="Nguyễn Văn A"),),
        recipients=(Recipient(text="Như trên", span=Span(start=0, end=0)),),
    ),
    sections=(
        section("I", "I.", "MỤC TIÊU", "objectives", section("I.1", "1.", "Đạt ít nhất 60%", "objectives")),
        section("II", "II.", "TỔ CHỨC THỰC HIỆN", "tasks"),
    ),
    citations=(
        Citation(
            text="Quyết định số 1/QĐ-TTg",
            doc_type="Quyết định",
            number="1/QĐ-TTg",
            date=None,
            issuer=None,
            title=None,
            span=at("Quyết định số 1/QĐ-TTg"),
            rule="r",
        ),
    ),
    targets=(
        target("Đạt ít nhất 60% vào năm 2025", value=60, unit="percent", comparator="ge", due="2025", indicator="x"),
        target("Mở 5 lớp", value=5, unit="lớp", comparator="eq"),
    ),
    deadlines=(
        Deadline(
            quote="trước ngày 15/11/2025",
            span=at("trước ngày 15/11/2025"),
            section="II.1",
            bound="before",
            date="2025-11-15",
            agency="Sở Nội vụ",
            rule="r",
        ),
    ),
    assignments=(
        Assignment(
            agency=body("Sở Nội vụ"),
            role="responsible",
            section="II.1",
            span=at("Sở Nội vụ"),
            tasks=(Task(text=TASK, span=at(TASK), partners=(body("Sở Tài chính"),), reports_to=(body("UBND tỉnh"),)),),
            rule="r",
        ),
    ),
    findings=(Finding(code="spelling", severity="style", message="", quote="Mở 5 lớp", span=at("Mở 5 lớp")),),
)

RIGHT: dict[str, Any] = {
    "document": "x.md",
    "header": {
        "doc_type": "Kế hoạch",
        "number": None,
        "title": "Bình đẳng giới năm 2025",
        "period": 2025,
        "signer": {"authority": None, "name": "Nguyễn Văn A"},
        "recipients": 1,
    },
    "citations": [{"doc_type": "Quyết định", "number": "1/QĐ-TTg", "date": None}],
    "sections": [
        {"path": "I", "starts": "MỤC TIÊU", "kind": "objectives"},
        {"path": "I.1", "starts": "Đạt ít nhất", "kind": "objectives"},
        {"path": "II", "starts": "TỔ CHỨC", "kind": "implementation"},  # one kind wrong
    ],
    "targets": [
        {
            "path": "I.1",
            "quote": "Đạt ít nhất 60%",
            "value": 60,
            "unit": "percent",
            "comparator": "ge",
            "due": 2025,
            "indicator": "x",
        },
    ],
    "may_targets": ["Mở 5 lớp"],
    "deadlines": [
        {"quote": "trước ngày 15/11/2025", "bound": "before", "date": "2025-11-15", "agency": "Sở Nội vụ"},
    ],
    "assignments": [
        {
            "path": "II.1",
            "agency": "Sở Nội vụ",
            "role": "responsible",
            "tasks": 1,
            "first": "Chủ trì",
            "with": ["Sở Tài chính"],
            "reports_to": ["UBND tỉnh"],
        },
    ],
    "findings": [{"code": "spelling", "quote": "Mở 5 lớp"}, {"code": "no-deadline", "quote": "Mở 5 lớp"}],
}


def counts(gold: dict[str, Any], plan: Plan = PLAN) -> dict[str, tuple[int, int, int]]:
    parts = score_plan(GoldPlan.model_validate(gold), plan).parts()
    return {name: (score.right, score.surplus, score.missed) for name, score in parts.items()}


def test_a_plan_counted_by_hand() -> None:
    assert counts(RIGHT) == {
        "header": (7, 0, 0),
        "citations": (1, 0, 0),
        "sections": (3, 0, 0),
        "section kind": (2, 0, 1),
        "targets": (1, 0, 0),
        "target indicator": (1, 0, 0),
        "deadlines": (1, 0, 0),
        "deadline agency": (1, 0, 0),
        "assignments": (1, 0, 0),
        "assignment tasks": (2, 0, 0),
        "assignment partners": (1, 0, 0),
        "assignment reports_to": (1, 0, 0),
        "findings": (1, 0, 1),
    }


def with_target(**fields: Any) -> dict[str, Any]:
    return {**RIGHT, "targets": [{**RIGHT["targets"][0], **fields}]}


@pytest.mark.parametrize(
    "fields", [{"value": 61}, {"unit": "lớp"}, {"comparator": "eq"}, {"due": 2030}, {"path": "II"}, {"value_max": 70}]
)
def test_one_wrong_field_makes_a_target_wrong(fields: dict[str, Any]) -> None:
    assert counts(with_target(**fields))["targets"] == (0, 1, 1)


def test_a_target_without_due_in_the_gold_fits_any() -> None:
    assert counts(with_target(due=None))["targets"] == (1, 0, 0)


def test_a_result_that_may_be_either_is_no_surplus() -> None:
    assert counts({**RIGHT, "may_targets": []})["targets"] == (1, 1, 0)


def test_a_part_that_is_not_annotated_is_not_scored() -> None:
    assert counts({"document": "x.md", "header": {}}) == {}


@pytest.mark.parametrize(
    "fields", [{"bound": "by"}, {"date": "2025-11-16"}, {"date": None}, {"rrule": "FREQ=YEARLY"}, {"quote": "khác hẳn"}]
)
def test_one_wrong_field_makes_a_deadline_wrong(fields: dict[str, Any]) -> None:
    gold = {**RIGHT, "deadlines": [{**RIGHT["deadlines"][0], **fields}]}
    assert counts(gold)["deadlines"] == (0, 1, 1)


def test_a_deadline_of_a_target_is_no_surplus() -> None:
    gold = {**RIGHT, "deadlines": [], "targets": [{"quote": "trước ngày 15/11/2025", "value": None}]}
    assert counts(gold).get("deadlines", (0, 0, 0)) == (0, 0, 0)


def test_a_deadline_is_found_by_its_expression() -> None:
    wide = {"quote": "báo cáo UBND tỉnh trước ngày", "expression": "trước ngày 15/11/2025"}
    gold = {**RIGHT, "deadlines": [{**RIGHT["deadlines"][0], **wide}]}
    assert counts(gold)["deadlines"] == (1, 0, 0)


@pytest.mark.parametrize("fields", [{"role": "requested"}, {"agency": "Sở Y tế"}, {"path": "III"}])
def test_one_wrong_field_makes_an_assignment_wrong(fields: dict[str, Any]) -> None:
    gold = {**RIGHT, "assignments": [{**RIGHT["assignments"][0], **fields}]}
    assert counts(gold)["assignments"] == (0, 1, 1)


def test_what_an_assignment_holds_is_scored_apart() -> None:
    fields = {"tasks": 2, "first": "Khác", "with": ["Sở Y tế", "Sở Tài chính"], "reports_to": ["Bộ"]}
    found = counts({**RIGHT, "assignments": [{**RIGHT["assignments"][0], **fields}]})
    assert found["assignment tasks"] == (0, 0, 2)
    assert found["assignment partners"] == (1, 0, 1)
    assert found["assignment reports_to"] == (0, 0, 1)


def test_a_citation_counts_once_by_its_first_mention() -> None:
    again = PLAN.citations[0].model_copy(update={"date": "2025-01-01"})
    plan = PLAN.model_copy(update={"citations": (*PLAN.citations, again)})
    assert counts(RIGHT, plan)["citations"] == (1, 0, 0)


# --- The same figures as the outside scorer ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outside(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("outside_score", shared / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(plan: Plan) -> Plan:
    """Return ``plan`` with some of every part lost or changed, so that misses and surpluses are compared too."""
    changed = [item.model_copy(update={"value": 1}) if i % 3 == 0 else item for i, item in enumerate(plan.targets)]
    moved = [item.model_copy(update={"bound": "from"}) if i % 4 == 0 else item for i, item in enumerate(plan.deadlines)]
    return plan.model_copy(
        update={
            "targets": tuple(changed),
            "deadlines": tuple(moved),
            "assignments": plan.assignments[::2],
            "citations": plan.citations[1:],
            "sections": plan.sections[:-1],
            "findings": plan.findings[::2],
            "header": plan.header.model_copy(update={"signers": (), "number": "0"}),
        }
    )


@pytest.mark.parametrize("change", [lambda plan: plan, damaged], ids=["as read", "damaged"])
@every_seed
def test_the_same_figures_as_the_outside_scorer(outside: ModuleType, seed: Path, change: Any) -> None:
    path = CORPUS / "gold" / f"{seed.stem}.yaml"
    plan = change(parsed(seed))
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    theirs = outside.score_plan(raw, json.loads(plan.to_json()))
    ours = score_plan(read_gold(path), plan)
    report = check(plan, baseline="2282")
    theirs.add(outside.score_check(raw, json.loads(report.to_json())))
    ours.add(score_report(read_gold(path), report))
    assert {name: (one.right, one.surplus, one.missed) for name, one in ours.parts().items()} == {
        part: (right, surplus, missed) for part, _, _, _, right, surplus, missed in theirs.rows()
    }


# --- The figures of the corpus ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score_folder(CORPUS / "gold", CORPUS / "plans")


def test_no_part_scores_lower_than_before(scores: Scores) -> None:
    lower = falls(scores, CORPUS / "scores.json")
    assert not lower, f"{lower}; see `kehoach score`, and if it is right so, `kehoach score --update`"


def test_a_fall_is_seen(scores: Scores, tmp_path: Path) -> None:
    kept = tmp_path / "scores.json"
    scores.save(kept)
    assert falls(scores, kept) == []
    figures = json.loads(kept.read_text(encoding="utf-8"))
    figures["parts"]["targets"]["f1"] += 0.01
    figures["parts"]["gone"] = {"f1": 0.5}
    kept.write_text(json.dumps(figures), encoding="utf-8")
    assert [line.partition(":")[0] for line in falls(scores, kept)] == ["targets", "gone"]


def test_every_seed_has_gold(scores: Scores) -> None:
    assert set(scores.documents) == {seed.stem for seed in SEEDS}


@every_seed
def test_the_words_of_the_gold_stand_in_the_plan(seed: Path) -> None:
    gold = read_gold(CORPUS / "gold" / f"{seed.stem}.yaml")
    text = normalise(parsed(seed).text)
    for entry in (*(gold.targets or ()), *(gold.deadlines or ()), *gold.findings):
        assert normalise(entry.quote) in text, entry.quote


@pytest.mark.parametrize(
    ("content", "error"),
    [("document: [", ReadError), ("document: x.md", RuleError), ("- a", RuleError), ("\ud800", ReadError)],
)
def test_wrong_gold_is_said_with_its_file(tmp_path: Path, content: str, error: type[Exception]) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(error, match=r"x\.yaml"):
        read_gold(path)


def test_a_document_that_cannot_be_read_is_all_misses(tmp_path: Path) -> None:
    (tally,) = score_folder(CORPUS / "gold", tmp_path, only="xa-tan-hoi").documents.values()
    assert "xa-tan-hoi-an-giang-2026.md" in tally.lines[0]
    assert tally.parts()["targets"] == Score(right=0, surplus=0, missed=3)


def test_an_empty_gold_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="không có tệp chú giải"):
        score_folder(tmp_path, tmp_path)


# --- Gains and losses -------------------------------------------------------------------------------------------------


def as_json(**parts: Any) -> dict[str, Any]:
    return {"text": TEXT, **parts}


def item(words: str, **fields: Any) -> dict[str, Any]:
    return {"quote": words, "span": at(words).model_dump(), "rule": "targets/x", **fields}


SIXTY = item("Đạt ít nhất 60%", value=60)


def test_what_only_the_new_revision_has_is_a_gain() -> None:
    (one,) = gains.compare_plans("a.md", as_json(targets=[]), as_json(targets=[SIXTY]))
    assert (one.sign, one.part, one.rule, one.document) == ("gain", "targets", "targets/x", "a.md")
    assert one.sentence == "Đạt ít nhất 60% vào năm 2025."


def test_what_only_the_old_revision_has_is_a_loss() -> None:
    (one,) = gains.compare_plans("a.md", as_json(targets=[SIXTY]), as_json(targets=[]))
    assert one.sign == "loss"


def test_what_both_have_is_neither_wherever_it_stands() -> None:
    moved = {**SIXTY, "span": {"start": 0, "end": 15}}
    assert gains.compare_plans("a.md", as_json(targets=[SIXTY]), as_json(targets=[moved])) == []


def test_a_value_read_otherwise_is_a_loss_and_a_gain() -> None:
    new = as_json(targets=[{**SIXTY, "value": 61}])
    found = gains.compare_plans("a.md", as_json(targets=[SIXTY]), new)
    assert [(one.sign, one.what) for one in found] == [("gain", "value=61"), ("loss", "value=60")]


def test_the_same_result_twice_counts_twice() -> None:
    (one,) = gains.compare_plans("a.md", as_json(targets=[SIXTY]), as_json(targets=[SIXTY, SIXTY]))
    assert one.sign == "gain"


def test_a_number_that_is_claimed_now_is_a_gain() -> None:
    number = {"quote": "60", "span": at("60").model_dump()}
    (one,) = gains.compare_plans("a.md", as_json(unclaimed=[number]), as_json(unclaimed=[]))
    assert (one.sign, one.part) == ("gain", "unclaimed")
    (one,) = gains.compare_plans("a.md", as_json(unclaimed=[]), as_json(unclaimed=[number]))
    assert one.sign == "loss"


def test_header_sections_and_a_file_that_cannot_be_read_are_compared() -> None:
    old = as_json(header={"number": "63"}, sections=[{"path": "I", "kind": "tasks", "span": at("I.").model_dump()}])
    found = gains.compare_plans("a.md", old, {"unread": "ReadError: hỏng"})
    assert sorted((one.sign, one.part) for one in found) == [
        ("loss", "header"),
        ("loss", "reading"),
        ("loss", "sections"),
    ]


def test_counts_by_rule() -> None:
    old, new = as_json(targets=[SIXTY]), as_json(targets=[{**SIXTY, "value": 61}, {**SIXTY, "rule": "y", "value": 5}])
    assert gains.by_rule(gains.compare_plans("a.md", old, new)) == {
        ("targets", "targets/x"): (1, 1),
        ("targets", "y"): (1, 0),
    }


READER = """
import re
class Plan:
    def __init__(self, text): self.text = text
    def to_json(self):
        import json
        found = [{"quote": m[0], "span": {"start": m.start(), "end": m.end()}, "rule": "r"}
                 for m in re.finditer(PATTERN, self.text)]
        return json.dumps({"text": self.text, "targets": found})
def parse(name): return Plan(open(name, encoding="utf-8").read())
"""


def test_two_revisions_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = need_tool("git")
    repository, plans = tmp_path / "repository", tmp_path / "plans"
    (repository / "kehoach_parser").mkdir(parents=True)
    plans.mkdir()
    (plans / "một.md").write_text("Đạt 60% và 5 lớp.", encoding="utf-8")
    module = repository / "kehoach_parser" / "__init__.py"

    def commit(pattern: str) -> None:
        module.write_text(f"PATTERN = {pattern!r}\n{READER}", encoding="utf-8")
        for arguments in (["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
            subprocess.run([git, "-C", str(repository), *arguments], check=True)

    subprocess.run([git, "init", "-q", str(repository)], check=True)
    commit(r"\d+%")
    commit(r"\d+ lớp")
    monkeypatch.setattr(gains, "_repository", lambda: repository)

    found = gains.compare_revisions("HEAD~1", plans)
    assert [(one.sign, one.sentence) for one in found] == [("loss", "Đạt 60% và 5 lớp."), ("gain", "Đạt 60% và 5 lớp.")]
    assert [one.document for one in found] == ["một.md", "một.md"]
    assert gains.compare_revisions("HEAD", plans) == []
    assert [one.sign for one in gains.compare_revisions("HEAD", plans, against="HEAD~1")] == ["gain", "loss"]
    module.write_text("PATTERN = r'60'\n" + READER, encoding="utf-8")
    assert [one.sign for one in gains.compare_revisions("HEAD", plans)] == ["gain", "loss"], "uncommitted work counts"

    with pytest.raises(ReadError, match="git worktree add"):
        gains.compare_revisions("no-such-revision", plans)
    left = subprocess.run([git, "-C", str(repository), "worktree", "list"], capture_output=True, text=True, check=True)
    assert len(left.stdout.splitlines()) == 1, "no tree is left behind"
