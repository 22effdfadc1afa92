"""The short form of ``make fuzz``: 10,000 texts and 500 files by lot, and every fault that was ever found.

A case is made from its number: ``python -m fuzz texts --first N --count 1`` in ``tests`` makes it again.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import need_tool
from fuzz import files, judge, texts
from fuzz.__main__ import CASES, make_sound, shrink
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehoach_parser.errors import ReadError

FAULTS = Path(__file__).parent / "cases" / "faults"
TEXT_FAULTS: list[dict[str, Any]] = yaml.safe_load((FAULTS / "texts.yaml").read_text(encoding="utf-8"))
FILE_FAULTS = sorted(path for path in FAULTS.iterdir() if path.suffix != ".yaml")
_TEXTS, _TEXT_PARTS = 10_000, 20
_FILES, _FILE_PARTS = 500, 10


@pytest.fixture(scope="module")
def sound() -> list[tuple[str, bytes]]:
    return make_sound("files")


def run_cases(kind: str, part: int, parts: int, count: int, sound: list[tuple[str, bytes]]) -> None:
    for number in range(part * count // parts, (part + 1) * count // parts):
        _, work = CASES[kind](number, sound)
        try:
            work()
        except Exception as error:
            raise AssertionError(f"python -m fuzz {kind} --first {number} --count 1") from error


@pytest.mark.parametrize("part", range(_TEXT_PARTS))
def test_texts_by_lot_keep_the_laws(part: int) -> None:
    run_cases("texts", part, _TEXT_PARTS, _TEXTS, [])


@pytest.mark.parametrize("part", range(_FILE_PARTS))
def test_files_by_lot_are_read_or_refused(part: int, sound: list[tuple[str, bytes]]) -> None:
    run_cases("files", part, _FILE_PARTS, _FILES, sound)


def test_files_for_libreoffice_are_read_or_refused() -> None:
    need_tool("soffice")
    run_cases("office", 0, 1, 3, make_sound("office"))


# The same texts, drawn by Hypothesis, which shrinks what breaks.


@given(st.randoms(use_true_random=False), st.sampled_from(judge.WAYS))
@settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_texts_that_hypothesis_draws_keep_the_laws(rng: random.Random, way: str) -> None:
    judge.judge_text(texts.make_text(rng), way, outputs=False)


@given(st.text(max_size=300), st.sampled_from(judge.WAYS), st.booleans())
@settings(derandomize=True, max_examples=150, deadline=None)
def test_any_text_keeps_the_laws(raw: str, way: str, outputs: bool) -> None:
    judge.judge_text(raw, way, outputs=outputs)


@given(
    st.binary(max_size=400), st.sampled_from(("", "%PDF-1.7\n", "{\\rtf1", "<html>", "PK\x03\x04", "\x89PNG\r\n\x1a\n"))
)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, head: str) -> None:
    given_bytes = head.encode("latin-1") + data
    if not files.is_for_office(given_bytes):
        judge.judge_file(given_bytes, "a.bin")


# What was found.


def text_of(case: dict[str, Any]) -> str:
    times = int(case.get("repeat", 1))
    if "numbered" in case:
        return " ".join(case["numbered"].format(n=n) for n in range(times))
    between = case.get("between")
    return case["text"] if between is None else case["text"] + between * times + case.get("after", case["text"])


@pytest.mark.parametrize("case", TEXT_FAULTS, ids=lambda case: case["fault"][:60])
def test_a_text_that_broke_something_is_read(case: dict[str, Any]) -> None:
    for way in (case["way"],) if "way" in case else judge.WAYS:
        judge.judge_text(text_of(case), way, outputs=len(text_of(case)) < 1000)


@pytest.mark.parametrize("path", FILE_FAULTS, ids=lambda path: path.name)
def test_a_file_that_broke_something_is_read_or_refused(path: Path) -> None:
    judge.judge_file(path.read_bytes(), path.name)


# The judges can be believed: what is sound is read, what breaks a law is caught.


def test_the_sound_files_are_read(sound: list[tuple[str, bytes]]) -> None:
    kinds = {name.rpartition(".")[2] for name, _ in sound}
    assert kinds == {"docx", "html", "mht", "md", "txt", "pdf", "png", "jpeg", "tiff", "gif", "bmp"}
    for name, data in sound:
        # OCR that is made up may find no letter on a picture; everything else must come out.
        if name.endswith(("docx", "html", "mht", "md", "txt")):
            assert judge.judge_file(data, name) == "read", name


def test_the_judge_finds_what_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "MOST_SECONDS", 0.0)
    with pytest.raises(AssertionError, match="took"):
        judge.judge_text("KẾ HOẠCH\nI. MỤC TIÊU\n1. Đạt 60%.", "again", outputs=False)


def test_the_judge_wants_errors_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ReadError("hai\ndòng")

    monkeypatch.setattr(judge, "read_bytes", refuse)
    with pytest.raises(AssertionError, match="one line"):
        judge.judge_file(b"x", "a.txt")


def test_a_case_is_its_number(sound: list[tuple[str, bytes]]) -> None:
    for kind in ("texts", "files"):
        assert CASES[kind](7, sound)[0] == CASES[kind](7, sound)[0]
        assert CASES[kind](7, sound)[0] != CASES[kind](8, sound)[0]


def test_shrink_keeps_what_breaks() -> None:
    assert shrink("a" * 50 + "xy" + "b" * 50, lambda text: "xy" in text) == "xy"
