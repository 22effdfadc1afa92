"""Verdicts on hand-made targets, the report and its doors, copied sentences, two drafts."""

from __future__ import annotations

import json

import pytest
from conftest import CORPUS, parsed

from kehoach_parser import parse
from kehoach_parser.baseline import Baseline, due_year
from kehoach_parser.compare import check, compare_plans, diff, share_copied
from kehoach_parser.compare.matching import Candidate, View, likeness
from kehoach_parser.compare.sentences import Numbering, follow
from kehoach_parser.compare.verdicts import judge
from kehoach_parser.models import Span, Target
from kehoach_parser.report import Report

NATIONAL = Baseline.load("2282")
KEY, PLANNED = NATIONAL.targets[0], NATIONAL.targets[1]
SENTENCE = "các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ"


def target(value: float | None, due: str | None = "2025", comparator: str | None = "eq", **more: object) -> Candidate:
    fields = {
        "unit": "percent",
        "quote": "đạt",
        "span": Span(start=0, end=3),
        "section": "II.1",
        "rule": "test",
        **more,
    }
    made = Target.model_validate({"value": value, "due": due, "comparator": comparator, **fields})
    return Candidate(made, SENTENCE, due_year(made))


@pytest.mark.parametrize(
    ("candidates", "status", "reason"),
    [
        ([target(60)], "met", None),
        ([target(60, comparator="ge")], "met", None),
        ([target(60, comparator="gt")], "met", None),
        ([target(60, comparator="approx")], "weaker", "comparator"),
        ([target(60, comparator="le")], "weaker", "comparator"),
        ([target(65, comparator="lt")], "weaker", "comparator"),
        ([target(55)], "weaker", "value"),
        ([target(65)], "exceeded", None),
        ([target(50, value_max=60)], "weaker", "value"),
        ([target(60, due="2025-06-30")], "met", None),
        ([target(60, due="2021/2025")], "met", None),
        ([target(60, due="2024")], "exceeded", None),
        ([target(50, due="2024")], "missing", None),
        ([target(60, due="2027")], "late", "period"),
        ([target(60, due="2030")], "late", "period"),
        ([target(75, due="2030")], "missing", None),
        ([target(70, due="2030")], "missing", None),
        ([target(60, due=None)], "unclear", "no_year"),
        ([target(60, unit="cơ quan")], "unclear", "unit"),
        ([target(0.75, unit="số cơ quan")], "exceeded", None),
        ([target(5, change="increase_by", quote="tăng thêm 5%")], "unclear", "relative"),
        ([target(60), target(50)], "unclear", "conflict"),
        ([target(60), target(65)], "met", None),
        ([], "missing", None),
    ],
)
def test_key_leaders_2025(candidates: list[Candidate], status: str, reason: str | None) -> None:
    ruling = judge(KEY.milestones[0], KEY, candidates, NATIONAL)
    assert (ruling.status, ruling.reason) == (status, reason)
    assert ruling.note or ruling.status in ("met", "exceeded")


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (f"Đến năm 2030, ba phần tư số {SENTENCE}", ("missing", "met")),
        (f"Đến năm 2025, 3/5 số {SENTENCE}", ("met", "missing")),
        (f"Hai phần ba số {SENTENCE} vào năm 2025", ("exceeded", "missing")),
        (f"Đến 31/12/2025 đạt 60% {SENTENCE}", ("met", "missing")),
        (f"Trước ngày 31/12/2025 có 50% {SENTENCE}", ("weaker", "missing")),
        # Among the agencies with many women only: no share of all agencies.
        ("Đến năm 2025, 100% cơ quan có từ 30% nữ trở lên có lãnh đạo chủ chốt là nữ", ("missing", "missing")),
        ("Phấn đấu 100% đơn vị có tỷ lệ nữ từ 30% trở lên có lãnh đạo chủ chốt là nữ", ("missing", "missing")),
    ],
)
def test_shares_in_words_and_shares_of_a_part(words: str, verdicts: tuple[str, str]) -> None:
    text = f"KẾ HOẠCH\nThực hiện Quyết định số 2282/QĐ-TTg giai đoạn 2021-2030\n\nI. MỤC TIÊU\n1. {words}.\n"
    report = check(text=text, baseline="2282")
    assert tuple(one.status for one in report.targets if one.indicator == "key-leaders") == verdicts


def test_both_steps_of_an_increase_are_read_as_places() -> None:
    words = "Tăng tỷ lệ lao động nữ làm công hưởng lương lên đạt 50% vào năm 2025 và khoảng 60% vào năm 2030"
    plan = parse(text=f"KẾ HOẠCH\nBình đẳng giới giai đoạn 2021-2030\n\nI. MỤC TIÊU\n1. {words}.\n")
    assert [(one.value, one.change, one.due) for one in plan.targets] == [
        (50, "increase_to", "2025"),
        (60, "increase_to", "2030"),
    ]


def test_persons_are_not_agencies() -> None:
    persons = Candidate(target(60).target, "đến năm 2025 đạt 60% lãnh đạo chủ chốt là nữ", 2025)
    assert judge(KEY.milestones[0], KEY, [persons], NATIONAL).reason == "persons"


def test_a_ceiling_is_read_as_a_ceiling() -> None:
    farming = next(p for p in Baseline.load("28").targets if p.id == "women-in-farming")
    first, strategy = farming.milestones[0], Baseline.load("28")
    verdict = {v: judge(first, farming, [target(v, comparator="lt")], strategy).status for v in (30, 25, 35)}
    assert verdict == {30: "met", 25: "exceeded", 35: "weaker"}


def test_every_ruling_has_its_evidence_on_both_sides() -> None:
    for path in sorted((CORPUS / "plans").glob("*")):
        plan = parsed(path)
        report = check(plan, "2282")
        for ruling in report.targets:
            assert ruling.national.quote and ruling.national.sources
            if ruling.status in ("met", "exceeded", "weaker", "late"):
                assert ruling.local is not None and ruling.local.span.of(plan.text) == ruling.local.quote
            if ruling.status in ("missing", "weaker", "late", "unclear"):
                assert ruling.suggestion
        for task in report.tasks:
            assert bool(task.evidence) == (task.status == "present")
            assert all(quote.span.of(plan.text) == quote.quote for quote in task.evidence)
        for duty in report.duties:
            assert bool(duty.evidence) == (duty.status == "met")


def test_the_report_as_json_rows_and_frame() -> None:
    report = check(parsed(next((CORPUS / "plans").glob("xa-tan-hoi*"))), "2282")
    data = json.loads(report.to_json())
    assert set(data) >= {"baseline", "verdict", "targets", "tasks", "duties", "findings", "extra"}
    assert Report.from_json(report.to_json()) == report
    rows = report.rows("targets")
    assert rows[0]["indicator"] == "key-leaders" and rows[0]["status"] == "not_applicable"
    assert len(report.rows("tasks")) == 5
    assert report.rows("duties") and report.rows("findings")
    pandas = pytest.importorskip("pandas")
    assert isinstance(report.to_frame("tasks"), pandas.DataFrame)
    assert report.exit_code == 1


def test_who_reports_to_whom_by_when() -> None:
    lines = check(parsed(next((CORPUS / "plans").glob("ban-quan-ly*"))), "2282").reporting
    found = {(line.agency, line.to, line.by) for line in lines}
    assert ("Văn phòng", ("Sở Nội vụ",), "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20") in found
    assert ("Các đơn vị trực thuộc", ("Văn phòng",), "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=30") in found


def test_the_commune_is_told_what_is_hard_to_measure() -> None:
    report = check(parsed(next((CORPUS / "plans").glob("xa-tan-hoi*"))), "2282")
    ruling = next(r for r in report.targets if (r.indicator, r.due) == ("key-leaders", "2030"))
    assert "khó đo" in (ruling.note or "")


def test_a_local_target_that_the_baseline_does_not_have_is_extra() -> None:
    text = (
        "KẾ HOẠCH\nThực hiện Quyết định số 2282/QĐ-TTg giai đoạn 2021-2030\n\n"
        "I. MỤC TIÊU\n1. Đến năm 2025, 80% trường học có tường rào."
    )
    report = check(text=text, baseline="2282")
    assert [extra.value for extra in report.extra] == [80]


def test_several_baselines_at_once() -> None:
    text = (
        "KẾ HOẠCH\nThực hiện Quyết định số 2282/QĐ-TTg và Nghị quyết số 28/NQ-CP giai đoạn 2021-2030\n\nI. MỤC TIÊU\n"
        f"1. Đến năm 2025 đạt 60% và đến năm 2030 đạt 75% {SENTENCE}."
    )
    report = check(text=text)
    assert [report.baseline.id, *(other.baseline.id for other in report.others)] == ["2282", "28"]


@pytest.mark.parametrize(
    ("marker", "following"),
    [("2.", "3."), ("d)", "đ)"), ("1.2.", "1.3."), ("e)", "g)"), ("-", None), ("", None), ("y)", None)],
)
def test_the_next_number_of_a_list(marker: str, following: str | None) -> None:
    assert follow(marker) == following


def test_sentences_for_gaps_number_on_in_the_plan_s_own_way() -> None:
    text = (
        "KẾ HOẠCH\nThực hiện Quyết định số 2282/QĐ-TTg giai đoạn 2021-2030\n\n"
        "I. MỤC TIÊU\n1. Mục tiêu chung\nTăng cường.\n"
        "2. Chỉ tiêu cụ thể\na) Đến năm 2025, 50% trường học có tường rào.\n"
        f"b) Đến năm 2025 đạt 50% {SENTENCE}."
        "\n\nII. NHIỆM VỤ\n1. Tuyên truyền pháp luật.\n"
    )
    report = check(text=text, baseline="2282")
    suggested = {f"{one.indicator}-{one.due}": one.suggestion or "" for one in report.targets if one.suggestion}
    assert suggested["key-leaders-2025"].startswith("Sửa mục I.2.b: Đến năm 2025: Cơ quan quản lý nhà nước")
    numbered = [words.split(" ")[0] for words in suggested.values() if not words.startswith("Sửa")]
    assert numbered == ["c)", "d)", "đ)", "e)", "g)", "h)"]
    assert all("2282/QĐ-TTg" in words for words in suggested.values())
    tasks = [one.suggestion.split(" ")[0] for one in report.tasks if one.suggestion]
    assert tasks == [f"{number}." for number in range(2, 2 + len(tasks))]


def test_a_sentence_without_numbers_around_it_gets_a_dash() -> None:
    assert Numbering(View(parse(text="KẾ HOẠCH\nCông tác năm 2025"))).next("tasks") == "- "


def test_evidence_is_cut_at_words() -> None:
    for path in sorted((CORPUS / "plans").glob("*")):
        plan = parsed(path)
        report = check(plan, "2282")
        quotes = [quote for task in report.tasks for quote in task.evidence]
        quotes += [quote for duty in report.duties for quote in duty.evidence]
        quotes += [quote for item in report.funding for quote in item.evidence]
        quotes += [line.evidence for line in report.reporting]
        for quote in quotes:
            start, end = quote.span.start, quote.span.end
            assert not (plan.text[start - 1 : start].isalnum() and plan.text[start].isalnum()), quote.quote
            assert not (plan.text[end - 1].isalnum() and plan.text[end : end + 1].isalnum()), quote.quote


REPORTING = """KẾ HOẠCH
Công tác năm 2025

I. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/12 hằng năm.
2. Sở Tài chính
- Báo cáo kết quả về Sở Nội vụ trước ngày {} hằng năm.
"""


@pytest.mark.parametrize(("day", "in_time"), [("15/11", True), ("05/12", True), ("15/12", False)])
def test_whether_a_chain_of_reports_can_be_kept(day: str, in_time: bool) -> None:
    plan = parse(text=REPORTING.format(day))
    lines = {line.agency: line for line in diff(plan, NATIONAL.model_copy(update={"from_text": ""})).reporting}
    assert lines["Sở Tài chính"].in_time is in_time
    assert lines["Sở Nội vụ"].in_time is None, "nobody says when the province reports"
    assert ("report-chain-conflict" in {finding.code for finding in plan.findings}) is not in_time


def test_likeness() -> None:
    assert likeness("cán bộ nữ trong quy hoạch", "cán bộ nữ trong quy hoạch") == 1
    assert likeness("cán bộ nữ", "kinh phí thực hiện") == 0
    assert likeness("", "") == 0


OLD = """KẾ HOẠCH
Bình đẳng giới giai đoạn 2021-2025

I. MỤC TIÊU
1. Đến năm 2025 đạt 90% cán bộ nữ trong diện quy hoạch lãnh đạo được đào tạo, bồi dưỡng.
2. Đến năm 2025 đạt 40% trường học có tường rào.

II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, báo cáo UBND tỉnh trước ngày 15/11 hàng năm.
2. Sở Tài chính: Bố trí kinh phí thực hiện.
"""


def test_two_drafts_by_meaning() -> None:
    new = (
        OLD.replace("90%", "75%")
        .replace("15/11", "30/11")
        .replace("2. Sở Tài chính: Bố trí kinh phí thực hiện.\n", "2. Sở Y tế: Phối hợp thực hiện kế hoạch.\n")
    )
    changes = compare_plans(parse(text=OLD), parse(text=new))
    kinds = {(change.part, change.kind) for change in changes}
    assert {("target", "changed"), ("deadline", "changed"), ("agency", "gone"), ("agency", "new")} <= kinds
    changed = next(change for change in changes if change.part == "target")
    assert (changed.before, changed.after) == ("90%", "75%")


def test_a_moved_paragraph_is_no_change() -> None:
    head, rest = OLD.split("1. Đến năm", 1)
    first, second = ("1. Đến năm" + rest).split("\n2. ", 1)
    second, tail = second.split("\n", 1)
    moved = f"{head}1. {second}\n2. {first.removeprefix('1. ')}\n{tail}"
    assert compare_plans(parse(text=OLD), parse(text=moved)) == ()
    assert compare_plans(parse(text=OLD), parse(text=OLD)) == ()


def test_what_is_copied() -> None:
    province, commune = (parsed(next((CORPUS / "plans").glob(name))) for name in ("ha-tinh*", "xa-tan-hoi*"))
    copied = share_copied(commune, province.text, source="Hà Tĩnh 2016")
    assert 0.05 < copied.share < 0.6
    assert all(quote.span.of(commune.text) == quote.quote for quote in copied.copied)
    assert share_copied(commune, commune.text, source="chính nó").share == 1
    assert share_copied(commune, "Một câu khác hẳn.", source="khác").share == 0


def test_diff_takes_a_parsed_plan() -> None:
    plan = parsed(next((CORPUS / "plans").glob("dien-bien*")))
    assert diff(plan, NATIONAL).verdict == check(plan, NATIONAL).verdict
