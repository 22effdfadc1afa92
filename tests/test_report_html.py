"""The HTML page: what it says, that nothing in a plan can run in it, and that it works in a real browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex
from browser import LOW_CONTRAST, console, open_browser, phone
from click.testing import CliRunner
from conftest import CORPUS, SEEDS, every_seed, name_of, parsed
from goldens import check_golden
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kehoach_parser import Plan, check, parse
from kehoach_parser.cli import main
from kehoach_parser.messages import say
from kehoach_parser.models import Citation, Finding, Source, Span, Target, Unclaimed
from kehoach_parser.report import Report
from kehoach_parser.reports.html import TOOLBAR, content_policy
from kehoach_parser.reports.marking import Marks
from kehoach_parser.reports.words import show_difference
from kehoach_parser.rulings import Local, National, TargetRuling
from kehoach_parser.text import squeeze

DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"
TAN_HOI = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"
HA_TINH = CORPUS / "plans" / "ha-tinh-2016.txt"

HOSTILE = (
    "KẾ HOẠCH\nCông tác năm 2025 <script>document.title='x'</script>\n\nI. MỤC TIÊU </style><script>alert(1)</script>\n"
    '1. Đến năm 2025 đạt 60% "><img src=x onerror=alert(2)> cơ quan <!--toolbar--> {{ 7 * 7 }} có lãnh đạo là nữ.\n'
    "2. Sở Nội vụ <svg/onload=alert(3)> chủ trì, báo cáo trước ngày 15/11/2025 &lt;b&gt; javascript:alert(4).\n"
)


def page_of(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def words(node: LexborNode) -> str:
    return squeeze(node.text())


def text_of(page: LexborHTMLParser) -> str:
    """Return the plan's text as the page shows it: the paragraphs, without the tags before the marked words."""
    paragraphs = page.css(", ".join(f"article.plan > {tag}" for tag in ("p", "h3", "h4", "h5", "h6")))
    return "\n".join(
        "".join(child.text() for child in node.iter(include_text=True) if child.tag != "a") for node in paragraphs
    )


def dump(page: LexborHTMLParser) -> str:
    """Return what the page says, in short: facts, verdicts, cells of the tables, how many places of each kind."""
    lines = [words(node) for node in page.css("h1, .facts > div, .verdict, .card")]
    for table in page.css("main table"):
        lines.append("")
        for row in table.css("tr"):
            cells = (words(cell) for cell in row.css("th, td"))
            lines.append(" | ".join(cell if len(cell) <= 60 else f"{cell[:59]}…" for cell in cells))
    lines.append("")
    lines += [words(node) for node in page.css(".side summary")]
    return "\n".join(lines) + "\n"


@every_seed
def test_golden(seed: Path) -> None:
    check_golden(f"{seed.stem}.html.txt", dump(page_of(check(parsed(seed), baseline="2282").to_html())))


@every_seed
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_holds_the_whole_text_and_its_links_lead_somewhere(seed: Path, language: str) -> None:
    plan = parsed(seed)
    for html in (check(plan).to_html(language), plan.to_html(language)):
        page = page_of(html)
        assert text_of(page) == plan.text
        names = [node.attributes["id"] for node in page.css("[id]")]
        assert len(names) == len(set(names))
        links = [node.attributes["href"] or "" for node in page.css("[href]")]
        assert {link for link in links if not link.startswith("#")} <= {"data:,"}
        assert {link[1:] for link in links if link.startswith("#")} <= {*names}
        assert page.css("[src]") == []
        assert page.css_first("html").attributes["lang"] == language


@every_seed
def test_every_result_of_the_plan_has_its_place_in_the_text(seed: Path) -> None:
    plan = parsed(seed)
    page = page_of(check(plan, baseline="2282").to_html())
    for target in plan.targets:
        shown = "".join(
            piece.text()
            for piece in page.css("article .m.target")
            if target.span.start <= int(piece.attributes["data-at"] or 0) < target.span.end
        )
        assert shown == target.quote.replace("\n", "")
    placed = sum(finding.span is not None for finding in plan.findings)
    assert len(page.css("article a.tag.finding")) == len(page.css(".side .item.finding")) == placed
    assert len(page.css("article a.tag.citation")) == len({citation.span for citation in plan.citations})
    assert len(page.css("article a.tag.deadline")) == len({deadline.span for deadline in plan.deadlines})


@every_seed
def test_the_verdicts_stand_in_the_table_with_both_texts(seed: Path) -> None:
    report = check(parsed(seed))
    page = page_of(report.to_html())
    rows = [row for row in page.css("#targets tbody tr") if row.attributes.get("class") in ("open", "settled")]
    assert len(rows) == len(report.targets)
    for row, ruling in zip(rows, report.targets, strict=True):
        cells = [words(cell) for cell in row.css("td")]
        assert squeeze(ruling.national.quote) in cells[1]
        assert (squeeze(ruling.local.quote) if ruling.local else say("none")) in cells[2]
        assert cells[4].endswith(say(f"status.{ruling.status}"))


def test_a_hostile_text_stays_text() -> None:
    plan = parse(text=HOSTILE).model_copy(update={"source": Source(name="<script>alert(5)</script>.md")})
    report = check(plan, baseline="2282")
    for html in (report.to_html(), plan.to_html("en")):
        page = page_of(html)
        assert len(page.css("script")) == 1
        assert len(page.css("style")) == 1
        assert page.css("img, svg, iframe, object, form, base, [onerror], [onload]") == []
        assert text_of(page) == plan.text
        assert html.count(TOOLBAR) == 1, "the place of the local page's links is not one that a plan can make"
        assert "49" not in text_of(page)


def test_the_policy_names_the_style_and_the_script_of_the_page() -> None:
    page = page_of(parse(text=HOSTILE).to_html())
    policy = page.css_first("meta[http-equiv]").attributes["content"]
    assert policy == content_policy()
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.css_first(kind).text().encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")


def test_a_report_from_json_has_its_verdicts_and_no_text() -> None:
    report = check(parsed(DIEN_BIEN))
    page = page_of(Report.from_json(report.to_json()).to_html())
    assert page.css("article") == []
    assert len(page.css("#targets tbody tr.settled")) == len(report.targets)
    assert page.css(".where[href]") == []


def test_a_plan_without_anything_is_a_page_too() -> None:
    page = page_of(parse(text="Không có gì").to_html())
    assert text_of(page) == "Không có gì"
    assert page.css("#targets, #own, #work, #deadlines") == []


def test_a_plan_that_was_not_compared_shows_its_own_targets() -> None:
    report = check(parsed(HA_TINH), baseline="2282")
    assert report.verdict == "baseline_mismatch"
    page = page_of(report.to_html())
    assert say("verdict.baseline_mismatch") in words(page.css_first(".verdict"))
    assert len(page.css("#own tbody tr")) == len(parsed(HA_TINH).targets)


spans = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(start=pair[0], end=pair[0] + pair[1]))


@given(st.text("ab 1|\n<&", max_size=48), st.lists(st.tuples(st.integers(0, 3), spans), max_size=12))
@settings(max_examples=150, deadline=None)
def test_pieces_are_the_text_whatever_overlaps(text: str, places: list[tuple[int, Span]]) -> None:
    kinds: dict[int, list[Any]] = {0: [], 1: [], 2: [], 3: []}
    for kind, span in places:
        if span.end > len(text):
            continue
        quote = span.of(text)
        kinds[kind].append(
            (
                lambda s, q: Target(quote=q, span=s, section=None, rule="r"),
                lambda s, q: Finding(code="c", severity="error", message="m", quote=q, span=s),
                lambda s, q: Unclaimed(quote=q, span=s),
                lambda s, q: Citation(
                    text=q, doc_type=None, number="1", date=None, issuer=None, title=None, span=s, rule="r"
                ),
            )[kind](span, quote)
        )
    plan = Plan(text=text, targets=kinds[0], findings=kinds[1], unclaimed=kinds[2], citations=kinds[3])
    marks = Marks(plan, (), "vi")
    paragraphs = marks.paragraphs()
    assert "\n".join("".join(piece.text for piece in one.pieces) for one in paragraphs) == text
    begun = [mark.id for one in paragraphs for piece in one.pieces for mark in piece.begins]
    assert sorted(begun) == sorted(mark.id for mark in marks)
    for one in paragraphs:
        for piece in one.pieces:
            for at in range(piece.start, piece.start + len(piece.text)):
                open_kinds = {mark.kind for mark in marks if mark.span.start <= at < mark.span.end}
                assert open_kinds == {*piece.classes.split()} - {"error"}


@pytest.mark.parametrize(
    ("value", "unit", "due", "floor", "year", "shown"),
    [
        (60, "percent", "2025", 75, "2025", "−15 điểm phần trăm"),
        (75, "percent", "2025", 75, "2025", "0"),
        (12.5, "percent", "2027", 10, "2025", "+2,5 điểm phần trăm; +2 năm"),
        (30, "lớp", "2025", 30, "2025", ""),
        (None, None, "2026", 30, "2025", "+1 năm"),
        (60, "percent", "2021/2025", 60, "2025", "0"),
        (60, "percent", None, 60, "2025", "0"),
    ],
)
def test_differences(
    value: float | None, unit: str | None, due: str | None, floor: float, year: str, shown: str
) -> None:
    ruling = TargetRuling(
        indicator="i",
        due=year,
        title="t",
        status="weaker",
        national=National(quote=f"đạt {floor}%", value=floor),
        local=Local(quote="q", span=Span(start=0, end=1), value=value, unit=unit, due=due),
    )
    assert show_difference(ruling) == shown
    assert show_difference(ruling.model_copy(update={"local": None})) == ""


def test_the_command_writes_pages(tmp_path: Path) -> None:
    run = CliRunner().invoke
    one = tmp_path / "bao-cao.html"
    assert run(main, ["check", str(DIEN_BIEN), "--format", "html", "-o", str(one)]).exit_code == 1
    assert "Lê Thành Đô" in one.read_text(encoding="utf-8")
    done = run(main, ["parse", str(DIEN_BIEN), "--format", "html", "--lang", "en"])
    assert done.exit_code == 0
    assert page_of(done.output).css_first("html").attributes["lang"] == "en"
    folder = tmp_path / "out"
    assert run(main, ["check", *map(str, SEEDS), "--format", "html", "-o", str(folder)]).exit_code == 1
    assert sorted(path.stem for path in folder.iterdir()) == sorted(map(name_of, SEEDS))
    assert run(main, ["check", *map(str, SEEDS), "--format", "html"]).exit_code == 2


# In the browser.


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with open_browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def show(browser: Any, html: str, folder: Path, place: str = "") -> None:
    path = folder / "bao cao.html"
    path.write_text(html, encoding="utf-8")
    browser.get(path.as_uri() + place)


CLICK_LINKS = """
const failed = [];
for (const link of document.querySelectorAll('a[href^="#"]')) {
  link.click();
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (location.hash !== link.getAttribute('href') || !target) failed.push(link.outerHTML);
}
return failed;
"""
HIGHLIGHT = """
const mark = document.getElementById(arguments[0]);
return new Promise((done) => {
  const look = () => done([...document.querySelectorAll('.m.here')].map((piece) => piece.textContent).join(''));
  addEventListener('hashchange', () => setTimeout(look), {once: true});
  location.hash = arguments[0];
});
"""


@every_seed
def test_every_filter_and_link_works_in_a_browser(seed: Path, browser: Any, tmp_path: Path) -> None:
    plan = parsed(seed)
    show(browser, check(plan, baseline="2282").to_html(), tmp_path)
    assert browser.execute_script(CLICK_LINKS) == []
    for box in browser.find_elements(By.CSS_SELECTOR, "[data-hide]"):
        kind = box.get_attribute("data-hide")
        count = "return [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility()).length"
        tags = f"article .tag.{kind}"
        before = browser.execute_script(count, tags)
        assert before > 0
        box.click()
        assert browser.execute_script(count, tags) == 0
        assert browser.execute_script(count, f"article .m.{kind}") == 0
        shown, every = map(int, regex.findall(r"\d+", browser.find_element(By.ID, "shown").text))
        assert every - shown == before, "the list says how many of its lines are hidden"
        box.click()
        assert browser.execute_script(count, tags) == before
    for target, number in zip(plan.targets[:2], range(1, 3), strict=False):
        assert browser.execute_script(HIGHLIGHT, f"target-{number}") == target.quote
    for only in browser.find_elements(By.ID, "only-open"):
        only.click()
        settled = browser.find_elements(By.CSS_SELECTOR, "tr.settled")
        assert settled and not any(row.is_displayed() for row in settled)
    assert browser.execute_script(LOW_CONTRAST) == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert console(browser) == []


def test_the_page_on_a_phone_and_on_paper(browser: Any, tmp_path: Path) -> None:
    with phone(browser):
        for seed in (TAN_HOI, DIEN_BIEN):
            show(browser, check(parsed(seed)).to_html(), tmp_path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
            cells = browser.find_elements(By.CSS_SELECTOR, "#targets tbody tr:nth-child(2) td:not(.blank)")
            assert len({cell.rect["x"] for cell in cells}) == 1, "the cells stand one below the other"
        assert browser.execute_script(LOW_CONTRAST) == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not browser.find_element(By.CSS_SELECTOR, ".side").is_displayed()
        assert browser.find_element(By.CSS_SELECTOR, ".legend").is_displayed()
        assert browser.find_element(By.CSS_SELECTOR, "article").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    boxes = {tuple(map(float, box.split())) for box in regex.findall(rb"/MediaBox \[([^\]]+)\]", pdf)}
    assert {(round(box[2]), round(box[3])) for box in boxes} == {(595, 842)}, "A4, upright"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Any, tmp_path: Path) -> None:
    show(browser, check(parsed(DIEN_BIEN)).to_html(), tmp_path)
    press = browser.switch_to.active_element.send_keys
    press(Keys.TAB)
    first = browser.switch_to.active_element
    assert first.get_attribute("class") == "skip"
    assert first.rect["x"] >= 0, "the skip link shows itself"
    first.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "main"
    seen = []
    for _ in range(25):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        seen.append(
            browser.execute_script(
                "const e = document.activeElement; return [e.tagName, e.id || e.getAttribute('href'),"
                " parseFloat(getComputedStyle(e).outlineWidth)]"
            )
        )
    assert all(width >= 2 for _, _, width in seen), seen
    assert {"#targets", "only-open"} <= {name for _, name, _ in seen}
    mouse_only = browser.execute_script(
        "return [...document.querySelectorAll('[onclick], [role=button]:not([tabindex])')].length"
    )
    assert mouse_only == 0
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('a, input, summary, nav, aside, section')].filter((e) =>"
        " !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label')"
        " || e.getAttribute('aria-labelledby'))).length"
    )
    assert unnamed == 0


def test_without_scripts_only_the_filters_are_gone(browser: Any, tmp_path: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, check(parsed(DIEN_BIEN)).to_html(), tmp_path, "#target-3")
        assert not browser.find_element(By.CSS_SELECTOR, ".filters").is_displayed()
        assert browser.find_element(By.CSS_SELECTOR, ".legend").is_displayed()
        mark = browser.find_element(By.ID, "target-3")
        assert mark.is_displayed()
        assert mark.value_of_css_property("outline-style") == "solid", "the place that a link leads to is marked"
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_nothing_of_a_hostile_plan_runs(browser: Any, tmp_path: Path) -> None:
    show(browser, check(parse(text=HOSTILE), baseline="2282").to_html(), tmp_path)
    assert browser.title.startswith(say("html.report"))
    assert browser.execute_script("return document.scripts.length") == 1
    assert console(browser) == [], "and the policy had nothing to refuse"
