"""The notes on verdicts: written in Vietnamese, told in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import every_seed

from kehoach_parser import check
from kehoach_parser.notes import _FIELD, _NOTES, note, translate
from kehoach_parser.reports.telling import tell_report

VALUES = {"name": "Kế hoạch 63/KH-UBND", "year": "2024", "wanted": "2025", "value": "12,5", "quote": "Đạt. Còn 3."}


def values_of(text: str) -> dict[str, str]:
    return {field: VALUES.get(field, f"«{field}»") for field in _FIELD.findall(text)}


@pytest.mark.parametrize("key", _NOTES)
def test_every_note_is_told_in_english_with_its_values(key: str) -> None:
    vietnamese, english = _NOTES[key]
    values = values_of(vietnamese)
    assert translate(note(key, **values)) == english.format(**values)
    assert translate(note(key, **values), "vi") == note(key, **values)


def test_notes_one_after_another() -> None:
    words = " ".join((note("below", value="40", wanted="60"), note("inferred", year=2025), note("exception.dropped")))
    assert translate(words) == (
        "Lower: 40 against 60. The year 2025 is inferred from a heading or the plan's period. "
        "The exception for sectors with under 30% women is not repeated (the plan is stricter)."
    )


@pytest.mark.parametrize("words", ["", "Một chuẩn riêng.", "Không có chỉ tiêu này nữa.", "Đạt sớm: năm 2024 thay vì"])
def test_what_is_no_note_stays(words: str) -> None:
    assert translate(words) == words


def test_a_note_before_words_that_are_none() -> None:
    assert translate("Không có con số. Khó đo trong một xã.") == "No figure. Khó đo trong một xã."


@every_seed
def test_reports_of_the_seeds_in_english(seed: Path) -> None:
    report = check(seed)
    told = tell_report(report, "en")
    pairs = [
        *zip(report.targets, told.targets, strict=True),
        *zip(report.tasks, told.tasks, strict=True),
        *zip(report.duties, told.duties, strict=True),
        *zip(report.reporting, told.reporting, strict=True),
    ]
    assert told.baseline.reason != report.baseline.reason
    for written, translated in pairs:
        assert (written.note is None) == (translated.note is None)
        # "unmeasurable" stands in the baseline, whose words are quoted.
        assert written.note is None or written.note != translated.note or written.note.startswith("Tỷ lệ cơ quan")
    assert tell_report(report, "vi") is report
