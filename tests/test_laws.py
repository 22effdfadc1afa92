"""The six laws, on every real plan at hand and on random text."""

from __future__ import annotations

import functools
import json
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import regex
import yaml
from conftest import SEEDS, every_plan, parsed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehoach_parser import Plan, Rules, parse
from kehoach_parser.models import Section, Span
from kehoach_parser.text import _OLD_TONE, canonical, fold, squeeze

# --- 1. Same length ---------------------------------------------------------------------------------------------------


def test_law_1_every_character_keeps_its_place() -> None:
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert len(fold(everything)) == len(everything)


@given(st.text())
@settings(derandomize=True, max_examples=200)
def test_law_1_on_random_text(raw: str) -> None:
    text = canonical(raw)
    assert len(fold(text)) == len(text)
    assert canonical(text) == text


@every_plan
def test_law_1_on_plans(plan_path: Path) -> None:
    text = parsed(plan_path).text
    assert len(fold(text)) == len(text)
    assert canonical(text) == text


# --- 2. The words are there -------------------------------------------------------------------------------------------


def quoted(plan: Plan) -> Iterator[tuple[str, str, Span]]:
    """Yield every result that quotes the text: what it is, its words, its span."""
    for name in ("targets", "deadlines", "unclaimed", "explained", "findings"):
        for item in getattr(plan, name):
            if item.span is not None:
                yield name, item.quote, item.span
    for citation in plan.citations:
        yield "citations", citation.text, citation.span
    for assignment in plan.assignments:
        agencies = [assignment.agency]
        for task in assignment.tasks:
            yield "task", task.text, task.span
            agencies += [*task.partners, *task.reports_to]
        for agency in agencies:
            if agency.span is not None:
                yield "agency", agency.text, agency.span


def spans(plan: Plan) -> Iterator[Span]:
    """Yield every other span of the plan."""
    yield from plan.header.spans.values()
    yield from (signer.span for signer in plan.header.signers if signer.span is not None)
    yield from (assignment.span for assignment in plan.assignments)
    yield from (block.span for block in plan.blocks)
    yield from (place for target in plan.targets for place in target.places)


def check_words(plan: Plan) -> None:
    for name, words, span in quoted(plan):
        assert 0 <= span.start <= span.end <= len(plan.text), (name, words, span)
        assert span.of(plan.text) == words, (name, span)
        assert words or name == "findings", (name, span)
    for recipient in plan.header.recipients:  # one line each, also where the file broke the line
        assert squeeze(recipient.span.of(plan.text)) == recipient.text, recipient
    for span in spans(plan):
        assert 0 <= span.start <= span.end <= len(plan.text), span


@functools.cache
def rule_ids() -> frozenset[str]:
    """Return every id that stands in a rule file."""
    found: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("id"), str):
                found.add(node["id"])
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    for path in Rules.load().folder.rglob("*.yaml"):
        collect(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
    return frozenset(found)


@every_plan
def test_law_2_the_words_are_there(plan_path: Path) -> None:
    check_words(parsed(plan_path))


@every_plan
def test_law_2_the_rule_exists(plan_path: Path) -> None:
    plan = parsed(plan_path)
    for item in (*plan.targets, *plan.deadlines, *plan.citations, *plan.assignments):
        assert {item.rule, item.rule.partition("/")[2]} & rule_ids(), f"no rule file has {item.rule!r}"


@every_plan
def test_law_2_the_header_stands_in_the_text(plan_path: Path) -> None:
    header, text = parsed(plan_path).header, parsed(plan_path).text
    for field in ("number", "symbol", "place", "title"):
        value = getattr(header, field)
        if value is not None:
            assert field in header.spans, field
            assert "".join(fold(value).split()) in "".join(fold(header.spans[field].of(text)).split()), field


# --- 3. Tiles ---------------------------------------------------------------------------------------------------------


def check_tiles(plan: Plan) -> None:
    assert plan.sections, "even an empty text is one section"
    assert plan.sections[0].span.start == 0
    assert plan.sections[-1].span.end == len(plan.text)
    check_row(plan.sections)


def check_row(row: tuple[Section, ...]) -> None:
    for left, right in pairwise(row):
        assert left.span.end == right.span.start, (left.path, right.path)
    for section in row:
        assert section.span.start <= section.span.end
        if section.children:
            first, last = section.children[0].span, section.children[-1].span
            assert section.span.start <= first.start
            assert last.end == section.span.end, section.path
            check_row(section.children)


@every_plan
def test_law_3_sections_tile_the_text(plan_path: Path) -> None:
    check_tiles(parsed(plan_path))


# --- 4. No guess ------------------------------------------------------------------------------------------------------

NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")
FRACTION = regex.compile(r"(\d+)/(\d+)")
IN_WORDS = regex.compile(r"\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|nửa|gấp đôi)\b")
SCALES = (1, 10**3, 10**6, 10**9)


def readings(words: str) -> set[float]:
    """Return every number that ``words`` can be read as: points and commas as thousands or as decimals."""
    found: set[float] = set()
    for numeral in NUMERAL.findall(words):
        plain = numeral.replace(".", "").replace(",", "")
        head, _, tail = numeral.replace(",", ".").rpartition(".")
        found.add(float(plain))
        if head:
            found.add(float(f"{head.replace('.', '')}.{tail}"))
    found |= {int(top) / int(bottom) for top, bottom in FRACTION.findall(words) if int(bottom)}
    return found


@pytest.mark.parametrize(
    ("words", "value"), [("374.125 hộ", 374125), ("98,5%", 98.5), ("05 lớp", 5), ("giảm 1/2", 0.5), ("1.234,5", 1234.5)]
)
def test_readings(words: str, value: float) -> None:
    assert value in readings(words)


@every_plan
def test_law_4_no_value_is_invented(plan_path: Path) -> None:
    plan = parsed(plan_path)
    for target in plan.targets:
        words = fold(" ".join([target.quote, *(place.of(plan.text) for place in target.places)]))
        known = {reading * scale for reading in readings(words) for scale in SCALES}
        for value in (target.value, target.value_max):
            assert value is None or IN_WORDS.search(words) or any(abs(value - one) < 1e-6 for one in known), target
        assert target.value_max is None or target.value is not None, target


@every_plan
def test_law_4_no_year_is_invented(plan_path: Path) -> None:
    plan = parsed(plan_path)
    written = set(regex.findall(r"\d{4}", plan.text))
    for item in plan.targets:
        for year in regex.findall(r"\d{4}", item.due or ""):
            assert year in written, item
    for deadline in plan.deadlines:
        for year in regex.findall(r"\b\d{4}\b", deadline.date or ""):
            assert year in written, deadline


# --- 5. Every number accounted for ------------------------------------------------------------------------------------


def covered(plan: Plan) -> list[tuple[int, int]]:
    """Return the stretches whose numbers are claimed, explained, or listed as unclaimed."""
    places = [item.span for item in (*plan.targets, *plan.deadlines, *plan.citations, *plan.unclaimed, *plan.explained)]
    places += [place for target in plan.targets for place in target.places]
    places += [*plan.header.spans.values(), *(one.span for one in plan.header.recipients)]
    places += [one.span for one in plan.header.signers if one.span is not None]
    found = [(span.start, span.end) for span in places]
    for root in plan.sections:
        for section in root.walk():
            if section.marker:
                start = plan.text.find(section.marker, section.span.start, section.span.end)
                assert start >= 0, f"the marker {section.marker!r} is not in its section {section.path}"
                found.append((start, start + len(section.marker)))
            elif plan.text.startswith(section.path, section.span.start):  # an appendix is numbered by its heading
                found.append((section.span.start, section.span.start + len(section.path)))
    return found


def check_numbers(plan: Plan) -> None:
    marks = bytearray(len(plan.text))
    for start, end in covered(plan):
        marks[start:end] = b"\1" * (end - start)
    for number in regex.finditer(r"\d+", plan.text):
        around = plan.text[max(0, number.start() - 40) : number.end() + 40]
        assert all(marks[number.start() : number.end()]), f"{number[0]!r} is lost in {around!r}"


@every_plan
def test_law_5_every_number_is_accounted_for(plan_path: Path) -> None:
    check_numbers(parsed(plan_path))


@every_plan
def test_law_5_a_number_has_one_account(plan_path: Path) -> None:
    plan = parsed(plan_path)
    listed = sorted((item.span.start, item.span.end) for item in (*plan.unclaimed, *plan.explained))
    for (_, end), (start, _) in pairwise(listed):
        assert end <= start, plan.text[start - 20 : end + 20]
    for item in plan.unclaimed:
        assert regex.search(r"\d", item.quote), item


# --- 6. Same in, same out ---------------------------------------------------------------------------------------------

_OPEN_NEW_TONE = regex.compile(r"(?<!q)(" + "|".join(_OLD_TONE.values()) + r")(?!\p{L})")
_OLD_OF_NEW = {new: old for old, new in _OLD_TONE.items()}


def with_old_tones(text: str) -> str:
    """Return ``text`` in the old placement of tone marks: Ủy → Uỷ, hóa → hoá, but not quý, not toàn."""

    def old(match: regex.Match[str]) -> str:
        shape = _OLD_OF_NEW[match[0].lower()]
        return "".join(c.upper() if was.isupper() else c for c, was in zip(shape, match[0], strict=True))

    return regex.compile(_OPEN_NEW_TONE.pattern, regex.IGNORECASE).sub(old, text)


VARIANTS = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "invisible": lambda text: text.replace("\n", "\u200b\n"),
}


def results(plan: Plan) -> dict[str, object]:
    """Return the plan as JSON values, apart from the fingerprint of its bytes."""
    found: dict[str, object] = json.loads(plan.to_json())
    del found["source"]
    return found


def read_raw(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@every_plan
def test_law_6_same_in_same_out(plan_path: Path) -> None:
    raw = read_raw(plan_path)
    assert results(parse(text=raw)) == results(parse(text=raw))


@pytest.mark.parametrize("variant", VARIANTS)
@every_plan
def test_law_6_forms_of_the_same_text(plan_path: Path, variant: str) -> None:
    raw = read_raw(plan_path)
    assert results(parse(text=VARIANTS[variant](raw))) == results(parse(text=raw))


@every_plan
def test_law_6_old_tone_marks(plan_path: Path) -> None:
    raw = unicodedata.normalize("NFC", read_raw(plan_path))
    old, new = parse(text=with_old_tones(raw)), parse(text=raw)
    assert fold(json.dumps(results(old), ensure_ascii=False)) == fold(json.dumps(results(new), ensure_ascii=False))


def test_with_old_tones() -> None:
    assert with_old_tones("ỦY BAN, Ủy ban, xã hội hóa, quý, toàn") == "UỶ BAN, Uỷ ban, xã hội hoá, quý, toàn"


# --- Any text at all --------------------------------------------------------------------------------------------------


def check_all(plan: Plan) -> None:
    check_words(plan)
    check_tiles(plan)
    check_numbers(plan)


def lines_of_plans() -> list[str]:
    return sorted({line for path in SEEDS for line in read_raw(path).splitlines() if 0 < len(line) < 400})


NOISE = ["I.", "1.", "a)", "- ", "| ", "|---|---|", "Điều 1.", "Số:   /KH-UBND", "ngày   tháng   năm 2026", "%", "**"]
JOINTS = ["\n", "\n\n", " ", "\r\n", "\t"]


@given(st.text())
@settings(derandomize=True, max_examples=50, deadline=None)
def test_parse_of_random_text_never_raises(raw: str) -> None:
    check_all(parse(text=raw))


@given(st.lists(st.sampled_from([*lines_of_plans(), *NOISE]), max_size=25), st.sampled_from(JOINTS))
@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.large_base_example])
def test_parse_of_shuffled_lines_never_raises(lines: list[str], joint: str) -> None:
    check_all(parse(text=joint.join(lines)))


@given(st.sampled_from(SEEDS), st.integers(0, 20_000), st.integers(0, 3_000))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_parse_of_a_torn_plan_never_raises(path: Path, start: int, length: int) -> None:
    check_all(parse(text=read_raw(path)[start : start + length]))


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\ufeff", "|", "%", "I", "KẾ HOẠCH", "\ud800", "\x00", "(" * 500, "1." * 500, "a\n" * 500]
)
def test_parse_of_odd_text_never_raises(text: str) -> None:
    check_all(parse(text=text))


@every_plan
def test_a_plan_survives_json(plan_path: Path) -> None:
    plan = parsed(plan_path)
    assert Plan.from_json(plan.to_json()) == plan
