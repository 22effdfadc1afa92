"""Plans and reports show themselves, safely and small; the notebooks run, and print what they keep."""

from __future__ import annotations

import importlib.util
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, SEEDS, every_plan, every_seed, parsed

from kehoach_parser import Plan, check, parse
from kehoach_parser.models import Span
from kehoach_parser.reports.notebook import plan_html, report_html, text_html

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Page(HTMLParser):
    """Reads the words of a page, and fails on a tag that is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@every_plan
def test_a_plan_shows_itself(plan_path: Path) -> None:
    plan = parsed(plan_path)
    html = plan._repr_html_()
    assert len(html) < 90_000, "a cell stays small however long the plan"
    page = Page(html)
    words = "".join(page.words)
    assert plan.text[: min(2000, len(plan.text))] in words
    if plan.header.issuer:
        assert plan.header.issuer in words
    assert f"Chỉ tiêu {len(plan.targets)}" in words
    assert f"Số chưa hiểu {len(plan.unclaimed)}" in words
    assert ("ký tự nữa" in words) == (len(plan.text) > 12_000)


@every_seed
def test_a_report_shows_itself(seed: Path) -> None:
    report = check(parsed(seed), baseline="2282")
    page = Page(report._repr_html_())
    words = "".join(page.words)
    assert "Kết luận" in words
    assert report.baseline.title in words
    assert page.tags.count("tr") == sum(len(part) + 1 for part in (report.targets, report.tasks) if part)


def test_english_is_there() -> None:
    assert "Targets" not in plan_html(parsed(SEEDS[1]))
    assert "Target 10" in plan_html(parsed(SEEDS[1]), "en")
    assert "Verdict" in report_html(check(parsed(SEEDS[1]), baseline="2282"), "en")


def test_every_word_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)> & \" '"
    plan = parse(text=f"KẾ HOẠCH\nVề {evil}\nI. MỤC TIÊU {evil}\n1. Đến năm 2030 đạt 60% cơ quan {evil}.")
    for html in (plan._repr_html_(), check(plan, baseline="2282")._repr_html_()):
        assert "<img" not in html
        assert "img" not in Page(html).tags
    assert Page(Plan(text="")._repr_html_())


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([], []),
        ([(0, 3)], ["abc"]),
        ([(0, 10), (2, 4)], ["ab", "cd", "efghij"]),
        ([(0, 4), (2, 6)], ["ab", "cd", "ef"]),
        ([(3, 3)], []),
        ([(8, 99)], ["ij"]),
    ],
)
def test_marks_may_lie_inside_one_another_or_cross(spans: list[tuple[int, int]], marked: list[str]) -> None:
    text = "abcdefghij"
    html = text_html(text, [(Span(start=a, end=b), "TARGET", "x") for a, b in spans], shown=10)
    assert "".join(Page(html).words) == text
    assert html.count("<mark") == len(marked)
    for words in marked:
        assert f">{words}</mark>" in html


def test_show_draws_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    from IPython import display

    shown: list[str] = []
    monkeypatch.setattr(display, "display", lambda thing: shown.append(thing.data))
    parsed(SEEDS[1]).show("targets")
    assert "Chỉ\u00a0tiêu" in shown[0]
    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(ImportError, match="Jupyter"):
        parsed(SEEDS[1]).show()


# --- The notebooks ----------------------------------------------------------------------------------------------------


def outputs(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """Return for each code cell what it prints; of a picture, only that there is one."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        printed = []
        for output in cell.outputs:
            assert output.output_type != "error", "\n".join(output.traceback)
            if output.output_type == "stream":
                printed.append(output.text)
            elif "image/png" in output.data:
                printed.append("picture")
            else:
                printed.append(output.data.get("text/html", output.data["text/plain"]))
        found.append(printed)
    return found


def test_there_are_three() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_keeps_its_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert any(outputs(notebook)), "run notebooks/run.py"
    assert path.stat().st_size < 300_000
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.execution_count is not None
            assert max(map(len, cell.source.splitlines())) <= 120


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_the_same_when_it_runs_again(path: Path) -> None:
    place = importlib.util.spec_from_file_location("notebooks_run", ROOT / "notebooks" / "run.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    kept = outputs(nbformat.read(path, as_version=4))
    assert outputs(module.run(path)) == kept, "what a notebook prints has changed: python notebooks/run.py, and read it"
