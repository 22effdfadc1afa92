"""The same plan in every format is the same plan: the same targets, deadlines, assignments and verdicts.

The files are made of the five plans by ``make_formats``. A further format is a further row of ``ROWS``: how its file is
made, and which share of the results must be the same (1.0, but for scans).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import make_formats
import pytest
from conftest import SEEDS, name_of, need_tool

from kehoach_parser import check
from kehoach_parser.document import Document
from kehoach_parser.pipeline import parse_document
from kehoach_parser.plan import Plan
from kehoach_parser.readers import office, read_bytes, read_file
from kehoach_parser.rules import Rules
from kehoach_parser.text import squeeze


class Row(NamedTuple):
    """A format: how the file is made of a plan, the share that must agree, and what the format cannot say."""

    make: Callable[[str], bytes]
    share: float = 1.0
    capitals: bool = True  # TCVN3 text has no capital letters with tones
    styled: bool = True  # plain text has no headings and no bold


@functools.cache
def original(name: str) -> Document:
    """The document as it stands in the corpus."""
    return read_file(next(path for path in SEEDS if path.stem == name))


@functools.cache
def laid_out(name: str) -> make_formats.PlanText:
    return make_formats.lay_out(original(name))


@functools.cache
def by_libreoffice(kind: str) -> dict[str, bytes]:
    """All plans in a format that LibreOffice writes, made in one call."""
    if kind.endswith("-vntime"):
        files = {path.stem: make_formats.make_docx_in_old_font(laid_out(path.stem)) for path in SEEDS}
    else:
        files = {
            path.stem: make_formats.make_docx(laid_out(path.stem), automatic=True, restarts=False) for path in SEEDS
        }
    made = make_formats.make_by_libreoffice(need_tool("soffice"), files, kind.split("-")[0])
    assert set(made) == set(files), f"LibreOffice did not make {kind} of {set(files) - set(made)}"
    return made


@functools.cache
def read_back(kind: str) -> dict[str, Document]:
    """All plans of a format that LibreOffice reads, read in one call."""
    made = by_libreoffice(kind)
    documents = office.read_many([(f"{name}.{kind}", data) for name, data in made.items()])
    assert all(isinstance(document, Document) for document in documents), documents
    return {name: document for name, document in zip(made, documents, strict=True) if isinstance(document, Document)}


ROWS: dict[str, Row] = {
    "docx": Row(lambda name: make_formats.make_docx(laid_out(name))),
    "docx-automatic": Row(lambda name: make_formats.make_docx(laid_out(name), automatic=True)),
    "docx-vntime": Row(lambda name: make_formats.make_docx_in_old_font(laid_out(name))),
    "doc": Row(lambda name: by_libreoffice("doc")[name]),
    "doc-vntime": Row(lambda name: by_libreoffice("doc-vntime")[name]),
    "rtf": Row(lambda name: by_libreoffice("rtf")[name]),
    "odt": Row(lambda name: by_libreoffice("odt")[name]),
    "pdf": Row(lambda name: by_libreoffice("pdf")[name]),
    "html-word": Row(lambda name: make_formats.make_word_html(laid_out(name))),
    "html-portal": Row(lambda name: make_formats.make_portal_html(laid_out(name))),
    "utf16": Row(lambda name: original(name).text.encode("utf-16"), styled=False),
    "tcvn3": Row(lambda name: make_formats.make_tcvn3_text(original(name)), capitals=False),
    "vni": Row(lambda name: make_formats.make_vni_text(original(name)), styled=False),
}
OFFICE = ("doc", "doc-vntime", "rtf", "odt")


@functools.cache
def parsed_row(row: str, name: str) -> Plan:
    document = read_back(row)[name] if row in OFFICE else read_bytes(ROWS[row].make(name), name=f"{name}.{row}")
    return parse_document(document, Rules.load())


@functools.cache
def parsed_original(name: str) -> Plan:
    return parse_document(original(name), Rules.load())


def values(plan: Plan) -> dict[str, list[Any]]:
    """What a plan commits to, without where it stands in the file."""
    report = check(plan, baseline="2282")
    return {
        "targets": [
            (squeeze(t.quote), t.section, t.indicator, t.due, t.value, t.value_max, t.unit, t.comparator, t.change)
            for t in plan.targets
        ],
        "deadlines": [(squeeze(d.quote), d.section, d.bound, d.date, d.rrule, d.agency) for d in plan.deadlines],
        "assignments": [
            (a.agency.text, a.agency.canonical, a.role, a.section, tuple(squeeze(t.text) for t in a.tasks))
            for a in plan.assignments
        ],
        "verdicts": [report.verdict, *((t.indicator, t.due, t.status) for t in report.targets)],
    }


def plain(value: Any) -> Any:
    """The value in small letters, for formats that lose capitals."""
    if isinstance(value, str):
        return value.lower()
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("seed", SEEDS, ids=name_of)
@pytest.mark.parametrize("row", ROWS)
def test_the_same_plan_in_every_format(row: str, seed: Path) -> None:
    if row in OFFICE:
        need_tool("soffice")
    rule = ROWS[row]
    wanted, got = values(parsed_original(seed.stem)), values(parsed_row(row, seed.stem))
    for part, expected in wanted.items():
        found = got[part]
        if not rule.capitals:
            expected, found = list(map(plain, expected)), list(map(plain, found))
        if rule.share == 1.0:
            assert found == expected, part
        else:
            common = sum((Counter(map(repr, expected)) & Counter(map(repr, found))).values())
            assert common >= rule.share * max(len(expected), len(found)), part


@pytest.mark.parametrize("seed", SEEDS, ids=name_of)
@pytest.mark.parametrize("row", [row for row in ROWS if ROWS[row].share == 1.0 and ROWS[row].capitals])
def test_the_same_form_and_divisions_in_every_format(row: str, seed: Path) -> None:
    wanted, got = parsed_original(seed.stem), parsed_row(row, seed.stem)
    for name in ("doc_type", "issuer", "number", "symbol", "place", "date", "title", "period"):
        assert getattr(got.header, name) == getattr(wanted.header, name), name
    assert [r.text for r in got.header.recipients] == [r.text for r in wanted.header.recipients]
    assert [(s.authority, s.position, s.name) for s in got.header.signers] == [
        (s.authority, s.position, s.name) for s in wanted.header.signers
    ]
    assert paths(got, ROWS[row].styled) == paths(wanted, ROWS[row].styled)


def paths(plan: Plan, titles: bool) -> list[tuple[str, str, str | None]]:
    """The divisions of a plan: path, kind and title. What is bold tells a title from a sentence."""
    found: list[tuple[str, str, str | None]] = []
    waiting = list(plan.sections)
    while waiting:
        section = waiting.pop(0)
        found.append((section.path, section.kind, section.title if titles else None))
        waiting = list(section.children) + waiting
    return found
