"""The six laws as functions that any plan can be held against; ``AssertionError`` says which one is broken, and where.

``test_laws`` runs them on real plans, ``fuzz`` on made-up ones.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

import regex

from kehoach_parser.models import Deadline, Section, Span, Target
from kehoach_parser.plan import Plan
from kehoach_parser.text import _OLD_TONE, canonical, fold, squeeze

# --- 1. Same length ---------------------------------------------------------------------------------------------------


def check_length(text: str) -> None:
    """Hold a canonical text against law 1."""
    assert len(fold(text)) == len(text), "law 1: fold changed the length"
    assert canonical(text) == text, "law 1: the text is not canonical"


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
    """Hold every quotation of the plan against law 2."""
    for name, words, span in quoted(plan):
        assert 0 <= span.start <= span.end <= len(plan.text), (name, words, span)
        assert span.of(plan.text) == words, (name, span)
        assert words or name == "findings", (name, span)
    for recipient in plan.header.recipients:  # one line each, also where the file broke the line
        assert squeeze(recipient.span.of(plan.text)) == recipient.text, recipient
    for span in spans(plan):
        assert 0 <= span.start <= span.end <= len(plan.text), span


# --- 3. Tiles ---------------------------------------------------------------------------------------------------------


def check_tiles(plan: Plan) -> None:
    """Hold the sections of the plan against law 3."""
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


# --- 4. No guess ------------------------------------------------------------------------------------------------------

NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")
FRACTION = regex.compile(r"(\d+)/(\d+)")
IN_WORDS = regex.compile(r"\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|nửa|gấp đôi)\b")
SCALES = (1, 10**3, 10**6, 10**9)


def readings(words: str) -> set[float]:
    """Return every number that ``words`` can be read as: points and commas as thousands or decimals, parts of a whole.

    A part of a whole is read to four places ("2/3" is 0.6667).
    """
    found: set[float] = set()
    for numeral in NUMERAL.findall(words):
        plain = numeral.replace(".", "").replace(",", "")
        head, _, tail = numeral.replace(",", ".").rpartition(".")
        found.add(float(plain))
        if head:
            found.add(float(f"{head.replace('.', '')}.{tail}"))
    found |= {round(int(top) / int(bottom), 4) for top, bottom in FRACTION.findall(words) if int(bottom)}
    return found


def check_values(plan: Plan) -> None:
    """No value of a target that its words do not say."""
    for target in plan.targets:
        words = fold(" ".join([target.quote, *(place.of(plan.text) for place in target.places)]))
        known = {reading * scale for reading in readings(words) for scale in SCALES}
        for value in (target.value, target.value_max):
            assert value is None or IN_WORDS.search(words) or any(abs(value - one) < 1e-6 for one in known), target
        assert target.value_max is None or target.value is not None, target


def check_years(plan: Plan) -> None:
    """No year of a target or deadline that stands nowhere in the text and does not follow from one that does.

    It follows between the ends of an interval: "từ tháng 11 đến tháng 3/2025" begins in 2024. And a day without a year
    that lies before the plan's own date is in the next year, and says that it is inferred.
    """
    written = set(regex.findall(r"\d{4}", fold(plan.text)))  # in whatever digits
    for item in (*plan.targets, *plan.deadlines):
        date = (item.due if isinstance(item, Target) else item.date) or ""
        years = regex.findall(r"\b\d{4}\b", date)
        if isinstance(item, Deadline) and item.inferred:
            years = [year for year in years if f"{int(year) - 1:04}" not in written]
        assert not years or written & {*years}, item
        assert written >= {*years} or ("/" in date and abs(int(years[0]) - int(years[-1])) == 1), item


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
            elif number := regex.search(r"\d+", section.path):  # an appendix is numbered by its heading
                line = plan.text[section.span.start : section.span.end].partition("\n")[0]
                folded = fold(line)
                named = folded.find(section.path.lower())
                at = named + number.start() if named >= 0 else folded.rfind(number[0])
                assert folded.startswith(number[0], at), f"the number of {section.path} is not in its heading"
                at += section.span.start
                found.append((at, at + len(number[0])))
    return found


def check_numbers(plan: Plan) -> None:
    """Hold the numbers of the text against law 5."""
    marks = bytearray(len(plan.text))
    for start, end in covered(plan):
        marks[start:end] = b"\1" * (end - start)
    for number in regex.finditer(r"\d+", plan.text):
        around = plan.text[max(0, number.start() - 40) : number.end() + 40]
        assert all(marks[number.start() : number.end()]), f"{number[0]!r} is lost in {around!r}"


def check_accounts(plan: Plan) -> None:
    """No number stands in two lists of numbers, and what is listed as unclaimed is a number."""
    listed = sorted((item.span.start, item.span.end) for item in (*plan.unclaimed, *plan.explained))
    for (_, end), (start, _) in pairwise(listed):
        assert end <= start, plan.text[max(0, start - 20) : end + 20]
    for item in plan.unclaimed:
        assert regex.search(r"\d", item.quote), item


# --- 6. Same in, same out ---------------------------------------------------------------------------------------------

# What bold and italics part may be one syllable: "hóa**n**g".
_OPEN_NEW_TONE = regex.compile(r"(?<!q)(" + "|".join(_OLD_TONE.values()) + r")(?![*_]*+\p{L})", regex.IGNORECASE)
_OLD_OF_NEW = {new: old for old, new in _OLD_TONE.items()}


def with_old_tones(text: str) -> str:
    """Return ``text`` in the old placement of tone marks: Ủy → Uỷ, hóa → hoá, but not quý, not toàn."""

    def old(match: regex.Match[str]) -> str:
        shape = _OLD_OF_NEW[match[0].lower()]
        return "".join(c.upper() if was.isupper() else c for c, was in zip(shape, match[0], strict=True))

    return _OPEN_NEW_TONE.sub(old, text)


# Other ways to store the same text (one that has no carriage returns of its own).
VARIANTS: dict[str, Callable[[str], str]] = {
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


def check_all(plan: Plan) -> None:
    """Hold one plan against the laws that one plan can break: all but the sixth."""
    check_length(plan.text)
    check_words(plan)
    check_tiles(plan)
    check_values(plan)
    check_years(plan)
    check_numbers(plan)
    check_accounts(plan)
