"""Targets: the numeric phrases, the examples of every rule, indicators, repeats in appendices and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach_parser.document import Cell, Document, Table
from kehoach_parser.extract.agencies import Mentions
from kehoach_parser.extract.context import Context
from kehoach_parser.extract.layout import Appendix, Layout
from kehoach_parser.extract.outline import Outline
from kehoach_parser.extract.tables import TableView
from kehoach_parser.extract.target_clauses import ClauseRules
from kehoach_parser.extract.target_due import DueRules, find_dues
from kehoach_parser.extract.target_filters import FilterRules, iter_examples
from kehoach_parser.extract.target_indicators import IndicatorRules, find_indicator
from kehoach_parser.extract.target_value_rules import ValueRules
from kehoach_parser.extract.target_values import find_quantities, read_change
from kehoach_parser.extract.targets import TargetReading, read_targets
from kehoach_parser.models import Header, Section, SectionKind, Source, Span
from kehoach_parser.pipeline import parse
from kehoach_parser.rules import Rules
from kehoach_parser.text import fold

RULES = Rules.load()
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "numeric.yaml").read_text(encoding="utf-8"))


def make_context(
    text: str,
    kind: SectionKind = "objectives",
    *,
    period: str | None = None,
    date: str | None = None,
    appendix: int | None = None,
    tables: tuple[TableView, ...] = (),
) -> Context:
    """A document that is one section of ``kind``; its first line is the heading."""
    cut = len(text) if appendix is None else appendix
    roots = [
        Section(path="II", marker="II", title=text.split("\n")[0], kind=kind, level=1, span=Span(start=0, end=cut)),
    ]
    appendices: tuple[Appendix, ...] = ()
    if appendix is not None:
        span = Span(start=appendix, end=len(text))
        roots.append(Section(path="Phụ lục", marker=None, title=None, kind=kind, level=1, span=span))
        appendices = (Appendix(appendix, len(text), "Phụ lục"),)
    document = Document(text, Source(), tables=tuple(view.table for view in tables))
    layout = Layout(0, cut, appendices)
    header = Header(period=period, date=date)
    return Context(document, RULES, layout, header, Outline(tuple(roots)), (), Mentions(()), tables)


def read(text: str, kind: SectionKind = "objectives", heading: str = "II. NỘI DUNG", **more: Any) -> TargetReading:
    return read_targets(make_context(f"{heading}\n- {text}", kind, **more))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_numeric_phrase_has_its_reading(case: dict[str, Any]) -> None:
    context = make_context(f"{case.get('heading', 'II. NỘI DUNG')}\n- {case['text']}", case.get("in", "objectives"))
    found = read_targets(context).targets
    assert [target.value for target in found] == [want["value"] for want in case["targets"]]
    for target, want in zip(found, case["targets"], strict=True):
        assert target.quote == context.document.text[target.span.start : target.span.end]
        for key, field in (
            ("max", "value_max"),
            ("unit", "unit"),
            ("cmp", "comparator"),
            ("change", "change"),
            ("due", "due"),
        ):
            if key in want:
                assert getattr(target, field) == want[key], (field, target)
        for field in ("condition", "exception", "subject"):
            if field in want:
                assert want[field] in (getattr(target, field) or ""), (field, target)
        if "inferred" in want:
            assert target.due_inferred is want["inferred"]


VALUES = RULES.read("targets/values.yaml", ValueRules)


@pytest.mark.parametrize(
    ("shape", "example"),
    [(shape, example) for shape in VALUES.shapes for example in shape.examples],
    ids=lambda item: getattr(item, "id", None) or item.text,
)
def test_shape_reads_its_example(shape: Any, example: Any) -> None:
    found = read(example.text).targets
    assert len(found) == 1
    target = found[0]
    assert target.rule == shape.id
    assert str(target.value) == example.value
    assert example.value_max is None or str(target.value_max) == example.value_max
    assert (target.unit, target.comparator, target.change) == (example.unit, example.comparator, example.change)
    assert example.due is None or target.due == example.due


@pytest.mark.parametrize(("shape", "text"), [(s, text) for s in VALUES.shapes for text in s.not_examples])
def test_shape_leaves_its_counter_example(shape: Any, text: str) -> None:
    assert not [target for target in read(text).targets if target.rule == shape.id]


@pytest.mark.parametrize("example", VALUES.unnamed_examples, ids=lambda example: example.text)
def test_second_number_of_a_thing_named_once(example: Any) -> None:
    first, second = read(example.text).targets
    assert (str(second.value), second.unit, second.comparator) == (example.value, example.unit, example.comparator)
    assert second.due == example.due
    assert first.unit == second.unit


@pytest.mark.parametrize("text", VALUES.unnamed_not_examples)
def test_what_is_no_second_number(text: str) -> None:
    folded = fold(text)
    assert all(quantity.named_at is None for quantity in find_quantities(folded, 0, len(folded), VALUES))


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [(r.change, t, True) for r in VALUES.changes for t in r.examples]
    + [(r.change, t, False) for r in VALUES.changes for t in r.not_examples],
)
def test_change_examples(change: str, text: str, expected: bool) -> None:
    folded = fold(text)
    found = {read_change(folded, 0, quantity, VALUES) for quantity in find_quantities(folded, 0, len(folded), VALUES)}
    assert (change in found) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, True) for text in VALUES.not_above_examples] + [(text, False) for text in VALUES.not_above_not_examples],
)
def test_what_shall_not_be_passed_is_at_most(text: str, expected: bool) -> None:
    folded = fold(text)
    assert (find_quantities(folded, 0, len(folded), VALUES)[-1].comparator == "le") is expected


DUES = RULES.read("targets/due.yaml", DueRules)


@pytest.mark.parametrize("example", DUES.examples, ids=lambda example: example.text)
def test_due_example(example: Any) -> None:
    folded = fold(example.text)
    assert find_dues(folded, 0, len(folded), DUES)[0].date == example.date


@pytest.mark.parametrize("text", DUES.not_examples)
def test_due_counter_example(text: str) -> None:
    folded = fold(text)
    assert find_dues(folded, 0, len(folded), DUES) == []


FILTERS = RULES.read("targets/filters.yaml", FilterRules)


@pytest.mark.parametrize(
    ("rule", "heading", "text", "rejected"),
    list(iter_examples(FILTERS)),
    ids=lambda item: item.id if hasattr(item, "id") else str(item)[:40],
)
def test_filter_examples(rule: Any, heading: str, text: str, rejected: bool) -> None:
    inside = "objectives" not in rule.unless and not rule.outside
    kind: SectionKind = rule.kinds[0] if rule.kinds else "objectives" if inside else "tasks"
    reading = read(text, kind, heading=heading or "II. NỘI DUNG")
    assert (rule.reason in {reason for _, _, reason in reading.rejected}) is rejected


CLAUSES = RULES.read("targets/clauses.yaml", ClauseRules)


@pytest.mark.parametrize("rule", [*CLAUSES.duties], ids=lambda rule: rule.id)
def test_duty_examples(rule: Any) -> None:
    for text in rule.examples:
        assert [target.value for target in read(text).targets] == [None], text
    for text in rule.not_examples:
        assert read(text).targets == (), text


@pytest.mark.parametrize("rule", [*CLAUSES.conditions, *CLAUSES.exceptions], ids=lambda rule: rule.id)
def test_condition_and_exception_examples(rule: Any) -> None:
    patterns = dict(
        zip(
            [r.id for r in (*CLAUSES.conditions, *CLAUSES.exceptions)],
            (*CLAUSES.condition, *CLAUSES.exception),
            strict=True,
        )
    )
    for text in rule.examples:
        assert patterns[rule.id].search(fold(text)), text
    for text in rule.not_examples:
        assert not patterns[rule.id].search(fold(text)), text


INDICATORS = RULES.read("indicators.yaml", IndicatorRules)


@pytest.mark.parametrize("rule", INDICATORS.indicators, ids=lambda rule: rule.id)
def test_indicator_examples(rule: Any) -> None:
    for text in rule.examples:
        folded = fold(text)
        duty = "phải có" in folded
        assert find_indicator(folded, INDICATORS, duty=duty, condition="có") == rule.id, text
    for text in rule.not_examples:
        assert find_indicator(fold(text), INDICATORS) != rule.id, text


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        (
            "Phấn đấu đến năm 2030, trên 75% cơ quan quản lý nhà nước, UBND các cấp có nữ giữ vị trí lãnh đạo chủ chốt",
            "key-leaders",
        ),
        (
            "Tỷ lệ các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ đạt 60%",
            "key-leaders",
        ),
        ("60% sở, ban, ngành, UBND xã, phường có cán bộ chủ chốt là nữ", "key-leaders"),
        ("Tỷ lệ nữ lãnh đạo chủ chốt đạt 60%", "key-leaders-persons"),
        ("Đạt 60% lãnh đạo chủ chốt các cấp là nữ", "key-leaders-persons"),
        ("Nữ cán bộ được quy hoạch các chức danh lãnh đạo, quản lý đạt từ 40% trở lên", "planned-cadres"),
        ("75% nữ cán bộ thuộc diện quy hoạch lãnh đạo, quản lý được bồi dưỡng, tập huấn", "trained-cadres"),
        ("90% cán bộ được tập huấn về phòng, chống ma túy", None),
        ("100% phụ nữ mang thai được khám thai", None),
    ],
)
def test_indicator_is_told_by_meaning(text: str, indicator: str | None) -> None:
    assert [target.indicator for target in read(text).targets] == [indicator]


def test_exception_in_the_next_sentence_or_line_belongs_to_the_target_before() -> None:
    head = "Đến năm 2030 đạt 75% cơ quan có lãnh đạo chủ chốt là nữ."
    tail = "Đối với ngành có tỷ lệ nữ thấp dưới 30% có thể điều chỉnh mục tiêu cho phù hợp với thực tiễn."
    for joint in (" ", "\n"):
        reading = read(head + joint + tail)
        assert [target.value for target in reading.targets] == [75]
        assert (reading.targets[0].exception or "").startswith("có thể điều chỉnh mục tiêu")
        assert [why for _, _, why in reading.rejected] == ["điều kiện của ngoại lệ"]


def test_due_falls_back_to_the_end_of_the_period() -> None:
    target = read("Tỷ lệ hộ nghèo đạt 2%.", period="2021/2030").targets[0]
    assert (target.due, target.due_inferred) == ("2030", True)
    assert read("Tỷ lệ hộ nghèo đạt 2%.").targets[0].due is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diện tích rừng đến năm 2030 đạt 1.700 ha.", [("eq", 1700)]),
        ("Đến năm 2028 có tổng số giường đạt ít nhất 2.000 giường và 35 bác sĩ.", [("ge", 2000), ("ge", 35)]),
        ("Có ít nhất 02 vùng nuôi công nghệ cao.", [("ge", 2)]),
        ("Đến năm 2024 đạt 1.000 ha rừng.", []),
        ("Đến năm 2030, cả nước đạt 1.000 dự án.", []),
        ("Xây dựng 05 mô hình điểm đến năm 2030.", []),
    ],
)
def test_where_a_thing_shall_stand_is_a_target_in_a_division_of_tasks(
    text: str, expected: list[tuple[str, float]]
) -> None:
    found = read(text, "tasks", date="2026-03-05").targets
    assert [(target.comparator, target.value) for target in found] == expected


@pytest.mark.parametrize("text", CLAUSES.planned_examples)
def test_words_that_say_where_a_thing_shall_stand(text: str) -> None:
    folded = fold(text)
    assert any(CLAUSES.future.search(folded, 0, q.start) for q in find_quantities(folded, 0, len(folded), VALUES))


@pytest.mark.parametrize("text", CLAUSES.planned_not_examples)
def test_words_that_do_not(text: str) -> None:
    folded = fold(text)
    assert not any(CLAUSES.future.search(folded, 0, q.start) for q in find_quantities(folded, 0, len(folded), VALUES))


def test_numbers_of_a_division_of_quotas() -> None:
    heading = "II. CHỈ TIÊU"
    assert [t.value for t in read("Mỗi chi đoàn có 01 công trình.", heading=heading).targets] == [1]
    assert [t.value for t in read("Số bác sĩ trên vạn dân: 15 bác sĩ.", heading=heading).targets] == [15]
    assert not read("Mỗi chi đoàn có 01 công trình.").targets


def test_the_move_of_a_value_goes_on_to_the_next_year() -> None:
    found = read("Giảm tỷ lệ hộ nghèo xuống dưới 3% vào năm 2027 và dưới 1% vào năm 2030.").targets
    assert [target.change for target in found] == ["decrease_to", "decrease_to"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Tỷ lệ cơ quan có lãnh đạo chủ chốt là nữ:\n- Đến năm 2025 đạt 60%.\n- Đến năm 2030 đạt 75%.",
        "1. Các chỉ tiêu\n- Tỷ lệ cơ quan có lãnh đạo chủ chốt là nữ:\n+ Năm 2025: 60%\n+ Năm 2030: 75%",
        "1. Chỉ tiêu 1: cơ quan nhà nước có lãnh đạo chủ chốt là nữ\n"
        "- Giai đoạn 2021 - 2025: đạt 60%.\n- Giai đoạn 2026 - 2030: đạt 75%.",
        "1. Tỷ lệ cơ quan có lãnh đạo chủ chốt là nữ\na) Đến năm 2025 đạt 60%.\nb) Đến năm 2030 đạt 75%.",
    ],
    ids=["heading", "line before a colon", "heading with a number", "letters"],
)
def test_values_under_a_line_that_names_what_they_count(text: str) -> None:
    found = parse(text=f"KẾ HOẠCH\nI. MỤC TIÊU\n{text}").targets
    assert [(target.indicator, target.value, target.due) for target in found] == [
        ("key-leaders", 60, "2025"),
        ("key-leaders", 75, "2030"),
    ]
    assert all("lãnh đạo chủ chốt là nữ" in (target.subject or "") for target in found)


def test_a_line_that_names_nothing_countable_gives_no_subject() -> None:
    assert not parse(text="KẾ HOẠCH\nI. MỤC TIÊU\n1. Chỉ tiêu cụ thể:\n- Năm 2025: 60%").targets


def test_a_value_without_words_of_its_own_is_of_the_indicator_before() -> None:
    found = read("Đến năm 2025 có 60% lãnh đạo chủ chốt của các cơ quan là nữ; đến năm 2030 là 75%.").targets
    assert [target.indicator for target in found] == ["key-leaders-persons", "key-leaders-persons"]
    found = read("Đến năm 2025: 40% cán bộ nữ trong diện quy hoạch lãnh đạo. Đến năm 2030: ít nhất 50%.").targets
    assert [(target.indicator, target.due) for target in found] == [
        ("planned-cadres", "2025"),
        ("planned-cadres", "2030"),
    ]
    found = read(
        "Đến năm 2025: 40% cán bộ nữ trong diện quy hoạch lãnh đạo. Đến năm 2030: 50% hộ dùng nước sạch."
    ).targets
    assert [target.indicator for target in found] == ["planned-cadres", None]


def test_one_verb_for_a_list_of_shares() -> None:
    found = read("Phấn đấu giảm ít nhất 5% số vụ, 6% số người chết, 7% số người bị thương.").targets
    assert [(target.value, target.comparator, target.change) for target in found] == [
        (value, "ge", "decrease_by") for value in (5, 6, 7)
    ]
    found = read("Phấn đấu giảm 5% số vụ; 90% số hộ ký cam kết.").targets
    assert [target.change for target in found] == ["decrease_by", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8/12 xã đạt chuẩn nông thôn mới.", [(8, "xã")]),
        ("Phấn đấu 85/102 xã đạt chuẩn.", [(85, "xã")]),
        ("Phấn đấu 3/4 xã đạt chuẩn.", [(0.75, "xã")]),
        ("Phấn đấu 9/10 người dân hài lòng.", [(0.9, "người dân hài lòng")]),
        ("Đạt 12 bác sĩ/vạn dân; 32 giường bệnh/vạn dân.", [(12, "bác sĩ/vạn dân"), (32, "giường bệnh/vạn dân")]),
        ("Phấn đấu có ít nhất 02 sản phẩm OCOP đạt 4 sao.", [(2, "sản phẩm OCOP")]),
    ],
)
def test_so_many_of_all_and_so_many_in_ten_thousand(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(target.value, target.unit) for target in read(text).targets] == expected


def test_lead_in_line_gives_its_year_to_the_items_under_it_only() -> None:
    text = "II. CHỈ TIÊU\n- Đến năm 2025:\n+ Đạt 60% xã.\n- Đến năm 2030:\n+ Đạt 75% xã.\n- Đạt 90% hộ."
    found = read_targets(make_context(text, period="2021/2035")).targets
    assert [target.due for target in found] == ["2025", "2030", "2035"]


@pytest.mark.parametrize(
    ("heading", "due"),
    [
        ("2. Tầm nhìn đến năm 2045", "2045"),
        ("2. Định hướng phát triển đến năm 2040", "2040"),
        ("2. Mục tiêu đến năm 2030, tầm nhìn đến năm 2045", "2030"),
        ("2. Chương trình rừng xanh, tầm nhìn đến năm 2045", "2030"),
    ],
)
def test_a_heading_that_looks_ahead_dates_what_stands_under_it(heading: str, due: str) -> None:
    text = "KẾ HOẠCH\nTrồng rừng giai đoạn 2026 - 2030\n\nI. MỤC TIÊU\n1. Mục tiêu đến năm 2030\n- Đạt 42% diện tích."
    assert parse(text=f"{text}\n{heading}\n- Đạt 45% diện tích.").targets[-1].due == due


def test_value_of_a_year_before_the_plan_is_a_past_result() -> None:
    reading = read("Năm 2020 đạt 40% số xã, năm 2025 đạt 60% số xã.", date="2021-02-18")
    assert [target.value for target in reading.targets] == [60]


def test_appendix_repeats_the_body_as_a_second_place() -> None:
    body = "II. MỤC TIÊU đến năm 2030\n- Tỷ lệ doanh nghiệp ứng dụng công nghệ số đạt 60%.\n"
    text = body + "PHỤ LỤC\nTỷ lệ doanh nghiệp ứng dụng công nghệ số đạt 60%\nTỷ lệ hộ dân có Internet đạt 60%"
    found = read_targets(make_context(text, appendix=len(body), period="2026/2030")).targets
    assert [len(target.places) for target in found] == [2, 1]
    assert all(text[place.start : place.end].startswith("Tỷ lệ") for target in found for place in target.places)


def test_body_states_the_same_value_twice_as_two_targets() -> None:
    text = "II. MỤC TIÊU\n1. Đến năm 2030 có 50% xã không ma túy.\n2. Đến năm 2030 có 50% xã không ma túy."
    assert len(read_targets(make_context(text)).targets) == 2


def test_table_of_targets_gives_one_target_for_each_year() -> None:
    rows = [["Chỉ tiêu", "Đơn vị tính", "Thực hiện 2024", "2025", "2030"], ["Tỷ lệ hộ nghèo", "%", "5,1", "≤ 3", "1,5"]]
    rows.append(["Số lao động được đào tạo", "người", "900", "1.200", "-"])
    text = "II. CHỈ TIÊU\n"
    grid: list[tuple[Cell, ...]] = []
    start = len(text)
    for row in rows:
        cells = []
        for column, words in enumerate(row):
            text += " | " if column else ""
            cells.append(Cell(len(text), len(text) + len(words), column))
            text += words
        grid.append(tuple(cells))
        text += "\n"
    table = Table(start, len(text), tuple(grid))
    data = tuple({cell.column: cell for cell in row} for row in grid[1:])
    columns = {"indicator": (0,), "unit": (1,), "value": (2, 3, 4)}
    heads = dict(enumerate(rows[0]))
    view = TableView(table, "targets", columns, data, heads, groups=(None, None), tails=((), ()), spans=())
    found = read_targets(make_context(text, tables=(view,))).targets
    assert [(t.comparator, t.value, t.unit, t.due, t.subject) for t in found] == [
        ("le", 3, "percent", "2025", "Tỷ lệ hộ nghèo"),
        ("eq", 1.5, "percent", "2030", "Tỷ lệ hộ nghèo"),
        ("eq", 1200, "người", "2025", "Số lao động được đào tạo"),
    ]


HEADER = "KẾ HOẠCH\nPhát triển thư viện giai đoạn 2026 - 2030\n\nI. CHỈ TIÊU\n\n"


def of_table(head: str, *rows: str) -> list[tuple[str | None, float | None, str | None, str | None]]:
    lines = [f"| {head} |", "|---" * (head.count("|") + 1) + "|", *(f"| {row} |" for row in rows)]
    plan = parse(text=HEADER + "\n".join(lines))
    return [(target.comparator, target.value, target.unit, target.due) for target in plan.targets]


@pytest.mark.parametrize("head", ["Mục tiêu", "Kết quả", "Kết quả cần đạt", "Số lượng", "Mốc 2030"])
def test_a_column_behind_the_unit_holds_the_values(head: str) -> None:
    rows = ["1 | Tỷ lệ thư viện có mạng | % | ≥ 85", "2 | Số phòng đọc | Phòng | 40"]
    found = of_table(f"TT | Chỉ tiêu | Đơn vị | {head}", *rows)
    assert found == [("ge", 85, "percent", "2030"), ("eq", 40, "Phòng", "2030")]


def test_what_a_task_brings_forth_is_no_value() -> None:
    assert not of_table("TT | Nhiệm vụ | Chủ trì | Kết quả", "1 | Lập danh mục sách | Thư viện | 40 danh mục")
    rows = ["Số phòng đọc | Phòng | 31 | 40"]
    assert [v for _, v, _, _ in of_table("Chỉ tiêu | ĐVT | Kết quả năm 2025 | Kế hoạch 2026", *rows)] == [40]


def test_the_title_of_a_group_of_rows_gives_its_year() -> None:
    found = of_table(
        "TT | Chỉ tiêu | ĐVT | Kế hoạch",
        "**I** | **Đến năm 2028** | | ",
        "1 | Tỷ lệ thư viện có mạng | % | ≥ 85% và tăng dần",
        "**II** | **Dự án sách nói năm 2027** | | ",
        "2 | Xếp hạng | Thứ bậc | ≤ 5 vùng; ≤ 20 cả nước",
    )
    assert found == [
        ("ge", 85, "percent", "2028"),
        ("le", 5, "Thứ bậc", "2030"),
        ("le", 20, "Thứ bậc", "2030"),
    ]


@pytest.mark.parametrize(
    "text", ["", "%", "đạt %", "đạt 99999999999999999999999999% xã", "1/0 số hộ", "≥", "0/00", "phải có", "\n" * 50]
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = read(text)
    assert all(start < end for start, end, _ in reading.rejected)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Giảm 4% số vụ cháy, 6% số người chết và 8% thiệt hại", ["decrease_by"] * 3),
        ("Tăng 10% số hội viên và 5% số chi hội", ["increase_by"] * 2),
        ("Giảm 2% hộ nghèo và đạt 95% bảo hiểm y tế", ["decrease_by", None]),
        ("Giảm 2% hộ nghèo và 100% hộ khá", ["decrease_by", None]),
        ("Giảm 2% hộ nghèo và 90% hộ được vay vốn", ["decrease_by", None]),
        ("Giảm 4% số vụ cháy năm 2025 và 9% vào năm 2030", ["decrease_by"] * 2),
        ("Tăng 4% số hội viên năm 2025, đến năm 2030 ít nhất 9%", ["increase_by"] * 2),
        ("Giảm 4% số vụ cháy năm 2025, đến năm 2030 đạt 90%", ["decrease_by", None]),
        ("Tỷ lệ sâu răng xuống dưới 40% (thành thị), 30% (nông thôn)", ["decrease_to"] * 2),
        ("Tỷ lệ sâu răng xuống dưới 40% ở trẻ em, 90% trường có nha sĩ", ["decrease_to", None]),
    ],
)
def test_the_verb_of_a_list_holds_for_its_last_share(text: str, changes: list[str | None]) -> None:
    assert [target.change for target in read(text).targets] == changes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỷ lệ hộ dùng nước máy đạt 38% (năm 2021 đạt 33%)", [(38, "2025")]),
        ("Tỷ lệ hồ sơ số hóa đạt 42% (cuối năm 2021 là 17%); cấp xã đạt 27% (cuối năm 2021 là 9%)",
         [(42, "2025"), (27, "2025")]),
        ("Đạt 60% số thôn (đến 2030: 75%)", [(60, "2025"), (75, "2030")]),
        ("Đạt 60% số thôn (năm 2024)", [(60, "2024")]),
        ("Đạt 60% số thôn (kế hoạch 5 năm 2021-2024)", [(60, "2025")]),
    ],
)  # fmt: skip
def test_a_time_in_brackets_with_a_number_of_its_own_dates_nothing_outside(
    text: str, expected: list[tuple[int, str]]
) -> None:
    found = read(text, period="2022/2025", date="2022-01-15").targets
    assert [(target.value, target.due) for target in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhà máy chạy thử năm 2023; công suất đạt 40% năm 2024, 70% năm 2025", [(40, "2024"), (70, "2025")]),
        ("Năm 2023 lập xong sổ theo dõi, 85% thửa đất được số hóa năm 2025", [(85, "2025")]),
        ("Năm 2024 hoàn thành 70% kế hoạch năm 2025", [(70, "2024")]),
        ("Đến năm 2025, 70% hồ sơ năm 2022 được số hóa", [(70, "2025")]),
        ("Năm 2024, 50% thôn có tổ đọc sách; năm 2025, 80%", [(50, "2024"), (80, "2025")]),
    ],
)
def test_a_year_behind_the_value_wins_over_an_earlier_one(text: str, expected: list[tuple[int, str]]) -> None:
    found = read(text, period="2022/2025", date="2022-01-15").targets
    assert [(target.value, target.due) for target in found] == expected


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Rèn luyện: Tốt 70% (84 em); Khá 25% (30 em); Đạt 4% (5 em); Chưa đạt dưới 1%",
         ["Rèn luyện: Tốt 70% (84 em)", "Khá 25% (30 em)", "Đạt 4% (5 em)", "Chưa đạt dưới 1%"]),
        ("Xếp loại: Tốt: 70%, Khá: 25%, Trung bình: 5%", ["Xếp loại: Tốt: 70%", "Khá: 25%", "Trung bình: 5%"]),
        ("Trong đó: Điểm Bản Nà 30/30 (100%), Điểm Bản Pho 45/50 (90%)",
         ["Điểm Bản Nà 30/30 (100%)", "Điểm Bản Pho 45/50 (90%)"]),
        ("Đạt 88% số em vào lớp 10 (Điểm Bản Nà 22/25 = 88%; Điểm Bản Pho 44/50 = 88%)",
         ["Đạt 88% số em vào lớp 10", "Điểm Bản Nà 22/25 = 88%", "Điểm Bản Pho 44/50 = 88%"]),
        ("Ôn thi cho học sinh (phấn đấu đỗ 98%, vào đại học trên 60%) theo 2 nhóm môn",
         ["phấn đấu đỗ 98%", "vào đại học trên 60%"]),
        ("Chăm lo đời sống, cụ thể: tỷ lệ hộ có điện đạt 99%", ["tỷ lệ hộ có điện đạt 99%"]),
        ("Đạt 6,2 điểm toàn trường (Toán 5,5; Ngữ văn 6,9)", ["Đạt 6,2 điểm toàn trường"]),
    ],
)  # fmt: skip
def test_quotes_are_whole_in_rows_of_labels_and_brackets(text: str, quotes: list[str]) -> None:
    assert [target.quote for target in read(text).targets] == quotes


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Rèn luyện: Tốt 70%; Khá 25%; Đạt 4%; Chưa đạt 1%", ["Rèn luyện: Tốt", "Khá", "Đạt", "Chưa đạt"]),
        ("Hoàn thành tốt 70%, hoàn thành 29%, không hoàn thành 1%",
         ["Hoàn thành tốt", "hoàn thành", "không hoàn thành"]),
        ("Điểm Bản Nà 30/30 (100%), Điểm Bản Pho 45/50 (90%)", ["Điểm Bản Nà", "Điểm Bản Pho"]),
        ("Nghề may: 30 người (90 giờ)", ["Nghề may"]),
        ("Nông sản chiếm tối thiểu 40% tổng giá trị bán ra", ["Nông sản"]),
        ("Ban hành quy chế để nâng tỷ lệ họp trực tuyến chiếm ít nhất 40% số cuộc họp", ["tỷ lệ họp trực tuyến"]),
        ("Tu sửa 12 phòng học trong năm 2025", ["phòng học"]),
        ("Đạt 60% vào năm 2025; đạt 75% số xã vào năm 2030", ["số xã", "số xã"]),
    ],
)  # fmt: skip
def test_what_a_value_counts(text: str, subjects: list[str]) -> None:
    assert [target.subject for target in read(text, heading="II. CHỈ TIÊU").targets] == subjects


def test_what_is_at_least_so_learned_is_no_move_upwards() -> None:
    (target,) = read("Tỷ lệ cán bộ có trình độ từ trung cấp trở lên đạt 30%").targets
    assert target.change is None
    assert target.subject == "Tỷ lệ cán bộ có trình độ từ trung cấp trở lên"


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "GRDP bình quân đầu người đến năm 2027 đạt 120 triệu đồng, năm 2030 đạt 200 triệu đồng",
            ["GRDP bình quân đầu người"] * 2,
        ),
        ("Xuất khẩu năm 2027 đạt 5 tỷ USD; đến năm 2030 đạt 9 tỷ USD", ["Xuất khẩu"] * 2),
        ("Đến năm 2030 có 200 hộ nuôi ong, 3 chợ", ["hộ nuôi ong", "chợ"]),
        # Verbs of results are no grades where none is named.
        ("Thu ngân sách: đạt 100% dự toán; hoàn thành 90% số thuế", ["Thu ngân sách", "số thuế"]),
    ],
)
def test_a_second_value_of_one_measure_keeps_the_subject(text: str, subjects: list[str]) -> None:
    assert [target.subject for target in read(text).targets] == subjects


def test_figures_of_a_situation_are_no_targets() -> None:
    figures = "".join(
        f"- {name}: {n} con\n" for n, name in enumerate(["Tổng số trâu", "Tổng số bò", "Diện tích ao"] * 3, 20)
    )
    plan = parse(text=f"KẾ HOẠCH\nPhòng chống rét năm 2026\nI. TÌNH HÌNH\n{figures}II. NHIỆM VỤ\n- Che chắn chuồng.\n")
    assert plan.targets == ()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Tầm nhìn đến năm 2045: tỷ lệ đô thị hóa đạt 90%", "2045"),
        ("Đến năm 2030, tầm nhìn đến năm 2045, tỷ lệ đô thị hóa đạt 60%", "2030"),
    ],
)
def test_a_vision_dates_what_follows_at_the_head_of_its_sentence_only(text: str, due: str) -> None:
    assert [target.due for target in read(text).targets] == [due]
