"""What holds for every plan at hand: no number is lost, and the way a file is stored changes nothing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import regex
from conftest import every_plan

from kehoach_parser.readers import read_file, read_text

NUMBER = regex.compile(r"\d+")


@every_plan
def test_every_number_of_the_source_is_in_the_text(plan_path: Path) -> None:
    raw = plan_path.read_text(encoding="utf-8-sig").replace("*", "")
    assert Counter(NUMBER.findall(raw)) == Counter(NUMBER.findall(read_file(plan_path).text))


@every_plan
def test_no_mark_of_markdown_is_left(plan_path: Path) -> None:
    text = read_file(plan_path).text
    assert not regex.search(r"\*\*|^#{1,6} |^\||^-{3,}|^[^|\n]*  ", text, regex.MULTILINE)
    assert not any(line != line.strip() and "|" not in line for line in text.split("\n"))


@every_plan
def test_storage_does_not_matter(plan_path: Path) -> None:
    raw = plan_path.read_text(encoding="utf-8-sig")
    plain = read_text(raw)
    for variant in (
        raw.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", raw),
        raw.replace(" ", "\u00a0"),
        "\ufeff" + raw,
    ):
        again = read_text(variant)
        assert (again.text, again.tables, again.headings, again.bold) == (
            plain.text,
            plain.tables,
            plain.headings,
            plain.bold,
        )


@every_plan
def test_offsets_hold(plan_path: Path) -> None:
    document = read_file(plan_path)
    size = len(document.text)
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                assert table.start <= cell.start <= cell.end <= table.end
                assert document.text[cell.start : cell.end] == document.text[cell.start : cell.end].strip()
    assert all(0 <= start < end <= size for start, end in document.bold)
    assert all(start == 0 or document.text[start - 1] == "\n" for start in document.headings)
    edges = [(block.span.start, block.span.end) for block in document.blocks]
    assert edges[0][0] == 0 and edges[-1][1] == size
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    lines = plan_path.read_text(encoding="utf-8-sig").replace("*", "").split("\n")
    for block in document.blocks:
        words = regex.findall(r"[\p{L}\d]+", block.span.of(document.text))
        assert block.line is not None
        # A row of a table stands where its first cell does, and that may hold a dash only.
        assert not words or any(words[0] in line for line in lines[block.line - 1 : block.line + 5])
