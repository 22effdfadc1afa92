"""Pictures: they draw what the plan and the report say, every verdict has its own shape, and no letter is missing."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import matplotlib
import pytest
from conftest import SEEDS, every_seed, parsed

from kehoach_parser import Plan, check, parse
from kehoach_parser.report import Report
from kehoach_parser.reports.plots import _LOOKS, _STATUSES, heatmap, milestones, timeline
from kehoach_parser.rulings import TargetStatus

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.axes import Axes


@pytest.fixture(autouse=True)
def close_figures() -> object:
    yield
    pyplot.close("all")


def draw(ax: Axes) -> str:
    """Draw the picture, failing on a missing letter, and return its words."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()
    labels = [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts, ax.title, ax.xaxis.label]
    labels += [ax.get_title(loc="left"), *(ax.get_legend().get_texts() if ax.get_legend() else [])]
    return "\n".join(label if isinstance(label, str) else label.get_text() for label in labels)


def report_of(seed: Path) -> Report:
    return check(parsed(seed), baseline="2282")


@every_seed
def test_milestones(seed: Path) -> None:
    report = report_of(seed)
    words = draw(report.plot())
    drawn = [one for one in report.targets if one.national.value is not None]
    assert words.count("(2025)") == sum(one.due == "2025" for one in drawn)
    if not drawn:
        assert "Không có gì để vẽ" in words


def test_milestones_show_both_sides() -> None:
    text = (
        "KẾ HOẠCH\nGiai đoạn 2021 - 2030\nI. MỤC TIÊU\n1. Đến năm 2030 đạt 60% các cơ quan quản lý nhà nước, "
        "chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ."
    )
    ax = milestones(check(text=text, baseline="2282"))
    words = draw(ax)
    assert "Thấp hơn" in words
    assert "Thiếu" in words
    bars = [bar.get_width() for bar in ax.patches]
    assert 75 in bars, "the floor of 2030"
    points = [float(line.get_xdata()[0]) for line in ax.lines]
    assert 60 in points, "what the plan sets"


def test_verdicts_differ_by_shape_and_letter() -> None:
    assert set(_LOOKS) == set(_STATUSES) == set(TargetStatus.__args__)  # type: ignore[attr-defined]
    for part in zip(*_LOOKS.values(), strict=True):
        assert len(set(part)) == len(_LOOKS)


@every_seed
def test_timelines(seed: Path) -> None:
    draw(parsed(seed).plot())


def test_a_timeline_says_what_it_leaves_out() -> None:
    plan = parse(
        text="KẾ HOẠCH\nGiai đoạn 2026 - 2028\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Nội vụ báo cáo trước ngày 15/11 hằng năm.\n2. Sở Tài chính báo cáo đột xuất khi có yêu cầu."
    )
    ax = timeline(plan)
    words = draw(ax)
    assert [len(line.get_xdata()) for line in ax.lines] == [1, 1, 1], "one point a year"
    assert "Sở Nội vụ" in words
    assert "Không vẽ: 1" in words


def test_nothing_to_draw_is_said() -> None:
    assert "Không có gì để vẽ" in draw(timeline(Plan(text="")))
    assert "Không có gì để vẽ" in draw(heatmap([]))


def test_a_heatmap_has_a_cell_for_each_verdict() -> None:
    reports = [report_of(seed) for seed in SEEDS]
    ax = heatmap(reports)
    words = draw(ax)
    assert len(ax.patches) == sum(len({(one.indicator, one.due) for one in report.targets}) for report in reports)
    for report in reports:
        assert report.checked is not None
        assert (report.checked.header.issuer or "").split()[-1] in words
    assert "không so được" in words, "a plan that was not compared says so"
    assert "Nothing to draw" in draw(heatmap([], language="en"))


def test_the_caller_may_give_the_axes() -> None:
    _, ax = pyplot.subplots()
    assert milestones(report_of(SEEDS[1]), ax=ax) is ax
    assert timeline(parsed(SEEDS[1]), ax=ax) is ax


def test_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="pip install 'kehoach-parser\\[notebook\\]'"):
        parsed(SEEDS[1]).plot()
